"""A whole project with thousands of valid submissions: invented texts, receipts of a key made for it, images.

    python -m benchmarks.corpus CARPETA --entregas 5000 [--imagenes 0.1] [--semilla 1]

Everything is drawn with a seed: the words are real Spanish ones, as frequent as in the guide and the examples of this
repository, with one in thirty from the whole dictionary; none is anybody's name. A submission has about 730 words, as
many sections as the template, lists, a table and facets, and names some of the others as related. One in ten is an
expedition. The guide and the configuration are those of the repository; the public figures are left out.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml
from PIL import Image, ImageDraw

from benchmarks.proyecto import MONTHS, project_at, sign
from generator.anonymize.lexicons import Word, lines_of, lookup
from generator.schema import options as op
from generator.site.facets import slug
from generator.vocabulary import vocabulary

REPO = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
_WORD = re.compile(r"[^\W\d_]+")
_PRACTICE = (
    ("La situación", 100),
    ("Qué hicimos", 210),
    ("Qué pasó y cómo lo sabemos", 120),
    ("Lo que no funcionó", 40),
    ("Para hacerlo en su ambiente", 90),
)
_TRIP = (
    ("Qué buscábamos", 120),
    ("Qué vivimos", 260),
    ("Qué entendimos", 160),
    ("Cómo aplicarlo en su contexto", 150),
)
_LOOKED = ["rostros", "carnes", "listas", "pantallas", "chats"]


class Words:
    """Draws words as often as they stand in some texts, and one in thirty from the whole dictionary."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        counted = Counter(w.lower() for text in texts for w in _WORD.findall(text))
        usual = {w: n for w, n in counted.items() if _is_plain(w)}
        self._words = list(usual)
        self._total = [0]
        for many in usual.values():
            self._total.append(self._total[-1] + many)
        del self._total[0]
        self._rare = [w for w in lines_of("diccionario.txt.gz") if len(w) > 3 and _is_plain(w)]
        self.random = random.Random(seed)

    def draw(self, many: int) -> str:
        common = self.random.choices(self._words, cum_weights=self._total, k=many)
        return " ".join(self.random.choice(self._rare) if self.random.random() < 1 / 30 else w for w in common)

    def within(self, many: int, most: int) -> str:
        """A phrase of so many words at most, in so many characters."""
        phrase = self.draw(many).capitalize()
        while len(phrase) > most:
            phrase = phrase.rpartition(" ")[0]
        return phrase

    def sentence(self, many: int) -> str:
        return f"{self.draw(many).capitalize()}."

    def paragraph(self, many: int) -> str:
        sentences = []
        while many > 0:
            size = min(self.random.randint(6, 22), max(many, 4))
            sentences.append(self.sentence(size))
            many -= size
        return " ".join(sentences)

    def several(self, most: int, size: int) -> list[str]:
        return [self.draw(size).capitalize() for _ in range(self.random.randint(2, most))]


def _is_plain(word: str) -> bool:
    flags = lookup(word)
    return bool(flags & (Word.DICCIONARIO | Word.CERRADA)) and not flags & (Word.NOMBRE | Word.APELLIDO)


def own_texts() -> list[str]:
    """The texts of this repository, whose words the invented ones have."""
    paths = (p for top in ("content", "practicas", "expediciones") for p in sorted((REPO / top).rglob("*.md")))
    return [path.read_text(encoding="utf-8") for path in paths]


def write(root: Path, many: int, *, images: float = 0.1, seed: int = 1) -> Path:
    """A project with so many submissions in `root`, which must not be there. Returns it."""
    project_at(root)
    words = Words(own_texts(), seed)
    for number in range(many):
        _submission(root, number, many, words, images)
    sign(root, TODAY)
    return root


def folder_of(number: int) -> str:
    """The folder of a submission by its number."""
    return f"expediciones/salida-{number:05}" if number % 10 == 9 else f"practicas/numero-{number:05}"


def _submission(root: Path, number: int, many: int, words: Words, images: float) -> None:
    folder = root / folder_of(number)
    folder.mkdir(parents=True)
    trip = folder.parent.name == "expediciones"
    front = dict(_facts(words, number, many)) | (dict(_of_a_trip(words)) if trip else dict(_of_a_practice(words)))
    body = "\n\n".join(_sections(_TRIP if trip else _PRACTICE, words))
    if words.random.random() < images:
        (folder / "dibujo.png").write_bytes(data := _drawing(words.random))
        entry = {
            "archivo": "dibujo.png",
            "sha256": sha256(data).hexdigest(),
            "decision": "publicar",
            "revisado": _LOOKED,
        }
        (folder / "revision.yml").write_text(yaml.safe_dump({"imagenes": [entry]}), encoding="utf-8")
        seen = words.draw(8).capitalize()
        front["imagenes"] = [{"archivo": "dibujo.png", "alt": seen, "personas_reconocibles": "ninguna"}]
        body += f"\n\n![{seen}](dibujo.png)"
    fields = yaml.dump(front, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    (folder / "index.md").write_text(f"---\n{fields}---\n\n{body}\n", encoding="utf-8")
    month = MONTHS[number * len(MONTHS) // many]
    history = "".join(f"  - mes: {month}\n    evento: {e}\n" for e in ("recibida", "aprobada", "publicada"))
    (folder / "ficha.yml").write_text(f"estado: publicada\nhistorial:\n{history}", encoding="utf-8")


def _facts(words: Words, number: int, many: int) -> Iterator[tuple[str, object]]:
    """What both kinds have; a fact is there as often as in the examples."""
    pick, chance = words.random.choice, words.random.random
    yield "titulo", words.within(words.random.randint(6, 11), 90)
    yield "resumen", f"{words.sentence(12)} {words.sentence(14)}"
    yield "area", pick(list(vocabulary("areas")))
    yield "autoria", [{"rol": "instructor", "credito": "anonimo"}]
    yield "reto", sorted({str(pick(list(op.Reto))) for _ in range(2)})
    yield "modalidad_formacion", str(pick(list(op.ModalidadFormacion)))
    yield "tiempo", str(pick(list(op.Tiempo)))
    yield "recursos", words.several(5, 6)
    yield "seguridad", {"riesgos": words.several(3, 5), "epp": words.several(3, 2)}
    optional: Mapping[str, object] = {
        "proceso_fpi": [str(pick(list(op.ProcesoFPI)))],
        "estrategia": str(pick(list(op.Estrategia))),
        "conectividad": str(pick(list(op.Conectividad))),
        "dificultad": str(pick(list(op.Dificultad))),
        "lugar": str(pick(list(op.Lugar))),
        "regional": pick(list(vocabulary("regionales"))),
        "etiquetas": sorted({slug(words.within(2, 30)) for _ in range(2)}),
        "relacionadas": [folder_of(words.random.randrange(many)).split("/")[1] for _ in range(2)],
    }
    yield from ((name, value) for name, value in optional.items() if chance() < 0.8)


def _of_a_practice(words: Words) -> Iterator[tuple[str, object]]:
    yield "enfasis", str(words.random.choice(list(op.Enfasis)))


def _of_a_trip(words: Words) -> Iterator[tuple[str, object]]:
    town = words.random.choice(list(vocabulary("municipios")))
    yield "enfasis", "tecnico-pedagogico"
    yield "proposito", ["investigacion"]
    yield "inmersion", "presencial"
    yield "territorio", {"departamento": town[:2], "municipio": town}
    yield "pregunta_eje", f"¿{words.draw(14).capitalize()}?"
    yield "oportunidad_mejora", words.sentence(16)
    yield "equipo", [{"rol": "instructor", "cuantos": 6}]
    yield (
        "itinerario",
        [
            {"momento": f"Semana {n}", "actividad": words.sentence(10), "aprendizaje": words.sentence(8)}
            for n in range(1, 4)
        ],
    )
    yield "practicas_recuperadas", "pendiente"
    yield "productos", words.several(3, 6)
    yield "compromisos", words.several(3, 8)


def _sections(sizes: Sequence[tuple[str, int]], words: Words) -> Iterator[str]:
    for place, (title, size) in enumerate(sizes):
        parts = [f"## {title}", words.paragraph(size // 2)]
        if place == 1:
            parts += [f"### {words.draw(4).capitalize()}", _steps(words), _table(words)]
        elif place == 2:
            parts.append("\n".join(f"- {words.sentence(9)}" for _ in range(3)))
        yield "\n\n".join([*parts, words.paragraph(size // 2)])


def _steps(words: Words) -> str:
    return "\n".join(
        f"{n}. **{words.draw(3).capitalize()}.** {words.sentence(12)}" for n in range(1, words.random.randint(4, 6))
    )


def _table(words: Words) -> str:
    rows = [f"| {words.draw(2)} | {words.random.randint(6, 90)} | {words.draw(3)} |" for _ in range(4)]
    return "\n".join(["| paso | minutos | material |", "| --- | ---: | --- |", *rows])


def _drawing(chance: random.Random) -> bytes:
    """A picture of its own, as a phone would send it: 1600 by 1200, of many colours."""
    picture = Image.effect_noise((400, 300), chance.randint(20, 90)).resize((1600, 1200)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        left, top = chance.randrange(1400), chance.randrange(1000)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        pen.rectangle((left, top, left + chance.randrange(200), top + chance.randrange(200)), fill=colour)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG")
    return out.getvalue()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("carpeta", type=Path)
    given.add_argument("--entregas", type=int, default=5_000)
    given.add_argument("--imagenes", type=float, default=0.1, help="qué parte de las entregas lleva una")
    given.add_argument("--semilla", type=int, default=1)
    asked = given.parse_args()
    shutil.rmtree(asked.carpeta, ignore_errors=True)
    write(asked.carpeta, asked.entregas, images=asked.imagenes, seed=asked.semilla)
    print(f"{asked.entregas} entregas en {asked.carpeta}")


if __name__ == "__main__":
    main()
