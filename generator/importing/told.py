"""What an import says: a file that is refused, and what of a document stays behind, counted and never quoted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, count, find

DOCUMENT = "documento"
"""How what is told of the file is placed: its own name may say whose it is."""


class RefusedError(Exception):
    """A file that is not taken: nothing was written. Its words are ours (E401)."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.diagnostic = find("E401", DOCUMENT, message, hint=hint)


_LOST = {
    "drawings": ("dibujo o forma", "dibujos o formas"),
    "charts": ("gráfico de Office", "gráficos de Office"),
    "diagrams": ("SmartArt", "SmartArt"),
    "equations": ("ecuación", "ecuaciones"),
    "objects": ("objeto incrustado", "objetos incrustados"),
    "chunks": ("documento dentro del documento", "documentos dentro del documento"),
    "linked images": ("imagen enlazada, que no está en el archivo", "imágenes enlazadas, que no están en el archivo"),
    "images": ("imagen que no es .jpg ni .png, o que no abre", "imágenes que no son .jpg ni .png, o que no abren"),
    "many images": ("imagen de más", "imágenes de más"),
    "rows": ("fila de la tabla de datos que no se reconoce", "filas de la tabla de datos que no se reconocen"),
    "links": ("enlace que no es de https:// (queda su texto)", "enlaces que no son de https:// (queda su texto)"),
    "files": ("archivo que no es de una entrega", "archivos que no son de una entrega"),
}
_LEFT_OUT = {
    "comments": ("comentario", "comentarios"),
    "deletions": ("tramo borrado con control de cambios", "tramos borrados con control de cambios"),
    "hidden": ("tramo de texto oculto", "tramos de texto oculto"),
    "margins": ("encabezado o pie de página", "encabezados o pies de página"),
    "contents": ("tabla de contenido", "tablas de contenido"),
    "metadata": ("ficha de metadatos (autor, fechas, programa)", "fichas de metadatos (autor, fechas, programa)"),
    "house": ("archivo que solo escribe la casa", "archivos que solo escribe la casa"),
}
_CHANGED = {
    "insertions": (
        "Se dio por aceptado {} con control de cambios.",
        ("tramo agregado", "tramos agregados"),
    ),
    "boxes": ("Quedó después de su párrafo el texto de {}.", ("cuadro de texto", "cuadros de texto")),
}


@dataclass(slots=True, repr=False)
class Notes:
    """What is counted on the way, by the names above."""

    counted: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, how_many: int = 1) -> None:
        self.counted[what] += how_many

    def findings(self) -> list[Diagnostic]:
        found = []
        for what, number in self.counted.items():
            if not number:
                continue
            if what in _LOST:
                found.append(find("E402", DOCUMENT, f"No se pudo traer: {count(number, *_LOST[what])}."))
            elif what in _LEFT_OUT:
                found.append(find("E403", DOCUMENT, f"Se dejó por fuera: {count(number, *_LEFT_OUT[what])}."))
            else:
                sentence, words = _CHANGED[what]
                found.append(find("E404", DOCUMENT, sentence.format(count(number, *words))))
        return found
