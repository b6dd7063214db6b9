"""What people decided about findings. Terms that are no one's name, and images by digest.

`revision.yml` holds the decisions of one bundle; `decisiones/terminos.yml` what the project remembers of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.schema.fields import FileName, text
from generator.schema.options import Option
from generator.schema.records import Record
from generator.vocabulary import plain

MAX_TERM = 120
"""Characters of a term."""
MAX_TERMS = 5_000
"""Terms that a project remembers."""


class Motivo(Option):
    """Why a flagged term may stay: none of them is "it is somebody's name"."""

    PALABRA = "palabra", "Es una palabra común"
    TERMINO_TECNICO = "termino_tecnico", "Es un término técnico o un producto"
    INSTITUCION = "institucion", "Es una institución"
    LUGAR = "lugar", "Es un lugar"
    OBRA = "obra", "Es una obra publicada o su autor citado"
    DATO_GENERAL = "dato_general", "No es un dato de una persona"
    SEUDONIMO = "seudonimo", "Es el seudónimo que escogió el autor"


class Mirada(Option):
    """What must have been looked for in an image before it is published."""

    ROSTROS = "rostros", "Rostros"
    CARNES = "carnes", "Carnés y escarapelas"
    LISTAS = "listas", "Listas y planillas"
    PANTALLAS = "pantallas", "Pantallas"
    CHATS = "chats", "Conversaciones"


class DecisionImagen(Option):
    PUBLICAR = "publicar", "Publicar"
    RETIRAR = "retirar", "No publicar"


class Termino(Record):
    termino: Annotated[str, text(1, MAX_TERM)]
    decision: Literal["conservar"]
    motivo: Motivo


class ImagenRevisada(Record):
    archivo: FileName
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    decision: DecisionImagen
    revisado: Annotated[list[Mirada], Field(max_length=5)]

    @property
    def complete(self) -> bool:
        return set(self.revisado) == set(Mirada)


class Revision(Record):
    """The decisions of one bundle. They release findings to review, never `auto` ones."""

    terminos: Annotated[list[Termino], Field(max_length=500)] = []
    imagenes: Annotated[list[ImagenRevisada], Field(max_length=60)] = []

    @property
    def kept_terms(self) -> frozenset[str]:
        return frozenset(plain(t.termino) for t in self.terminos)

    def image(self, sha256: str) -> ImagenRevisada | None:
        return next((i for i in self.imagenes if i.sha256 == sha256), None)


class TerminoRecordado(Record):
    termino: Annotated[str, text(1, MAX_TERM)]
    motivo: Motivo


class Memoria(Record):
    """Terms decided once for every bundle: never a person's name. Nothing in it overrides a certain finding."""

    terminos: Annotated[list[TerminoRecordado], Field(max_length=MAX_TERMS)] = []

    @cached_property
    def known(self) -> Mapping[str, TerminoRecordado]:
        """Each term by how it is compared: without accents nor capitals. The first one counts."""
        return {plain(t.termino): t for t in reversed(self.terminos)}
