"""Made-up teaching prose with names, to check the detectors: `python -m benchmarks.ensenanza CARPETA` writes it.

The sentences (`ensenanza_frases.py`) were written for this, without looking at the detectors, their lists or their
tests, and nothing is tuned on single cases of it. Every name is put together from a given name and surnames in use in
Colombia: nobody in it is real. The same seed gives the same files, `*_dev.jsonl` as `generator.anonymize.evaluate`
reads them: as one usually writes, in small letters (as in a chat) and in capitals (as in a ruling).
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ensenanza_frases import CAPITALS, FILLERS, FRAMES, NAMELESS

SEED = 20261124
ROUNDS = 6
LABEL = "NOMBRE"

WOMEN = """Adriana Aleyda Amparo Anyi Aura Blanca Carmenza Cenelia Consuelo Daissy Dolores Emperatriz
Escolástica Estefanía Eulalia Fabiola Gloria Idalia Isabel Juana Leidy Ligia Lucila Luz Maritza María Martha
Mercedes Miladys Mireya Nelcy Nidia Nieves Ofelia Omaira Orfelina Patricia Rosa Rosalba Rosario Sandra Seferina
Sol Tránsito Virgelina Yamile Yesenia Yirley Yuliza Yurany Zoraida Zunilda Aty Seynekun Yaneth Ximena""".split()
MEN = """Alirio Arcesio Benjamín Brayan Clímaco Danilo Deiby Duván Edinson Eliécer Elkin Euclides Faustino
Gildardo Hernando Heriberto Ismael Jader Jaime Jairo Jesús Jhon Jhonatan Jorge José Julio Leyner Libardo Luis
Maicol Manuel Mauricio Norberto Onésimo Osneider Pedro Plutarco Ramiro Saturnino Teófilo Ubaldo Wilmer Yeison
Yesid Álvaro Ángel Óscar Bunkua Dunen""".split()
SURNAMES = """Acevedo Agudelo Angulo Arboleda Archbold Arias Arteaga Asprilla Bailarín Balanta Barco Bedoya Bent Biáfara
Blanco Bravo Cabezas Caicedo Camargo Carabalí Casas Cassiani Castaño Chicangana Chindoy Chirimuskay Chocué Cimarra
Cuatindioy Cuesta Cuetia Cundumí Córdoba Dagua Domicó Duque Echeverri Epiayú Epieyú Estupiñán Flórez Forbes Fuentes
Gallego Garzón Guasiruma Gutiérrez Gómez Güetio Hinestroza Hooker Hurtado Ibargüen Ipia Ipuana Izquierdo Jacanamijoy
Jamioy Jarupia Juajibioy Jusayú Leal Livingston Londoño Lucumí Luna Mena Mesa Micolta Mina Montaño Mosquera Moya Muelas
Murillo Mutumbajoy Márquez Nastacuás Newball Niaza Obando Ocoró Ospina Pai Palacios Pardo Paz Perea Piamba Piñacué
Pomare Popó Prado Pushaina Quilindo Quintero Quiñones Ramírez Rentería Restrepo Riascos Rincón Rojas Rosas Ríos
Sandoval Secue Sinisterra Solano Sossa Suárez Taicús Tombé Trochez Tunubalá Ulcué Uriana Valdés Valencia Viáfara
Villafañe Yalanda Yatacué Zalabata Zapata Zúñiga""".split()
LONG_SURNAMES = ["de la Cruz", "del Castillo", "De la Hoz", "de los Ríos", "Ladrón de Guevara", "De Ávila", "Del Río"]
NICKNAMES = """Pacho Chucho Mincho Toño Lucho Nando Mechas Chela Tato Quique Beto Kike Lolo Nena Mona Negra Yeyo Pipe
Juancho Manolo""".split()


@dataclass(frozen=True)
class Person:
    """The parts of a made-up name."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    nickname: str


class Picker:
    """Choices from a seed, by `random()` alone: the only sequence that Python promises to keep between versions."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def one(self, options: Sequence[str]) -> str:
        return options[int(self._random.random() * len(options))]

    def person(self, gender: str) -> Person:
        """Somebody; of a woman's name or a man's where the sentence asks for it."""
        names = {"f": WOMEN, "m": MEN}[gender or self.one("fm")]
        given = [self.one(names) for _ in range(2 if self.chance(0.45) else 1)]
        surnames = [self.one(LONG_SURNAMES if self.chance(0.07) else SURNAMES) for _ in range(2)]
        return Person(tuple(dict.fromkeys(given)), tuple(dict.fromkeys(surnames)), self.one(NICKNAMES))


def _full(person: Person, pick: Picker) -> str:
    """A name as people write it: all of it, one surname, or initials for some of it."""
    given, surnames = person.given, person.surnames
    if pick.chance(0.12):
        given = (given[0], *(f"{g[0]}." for g in given[1:])) if len(given) > 1 else (f"{given[0][0]}.",)
    if pick.chance(0.35):
        surnames = surnames[:1]
    elif pick.chance(0.1):
        surnames = (surnames[0], *(f"{s.split()[-1][0]}." for s in surnames[1:]))
    return " ".join((*given, *surnames))


SLOTS: dict[str, Callable[[Person, Picker], str]] = {
    "nombre": _full,
    "pila": lambda p, _: p.given[0],
    "pilas": lambda p, _: " ".join(p.given),
    "apellido": lambda p, _: p.surnames[0],
    "apellidos": lambda p, _: " ".join(p.surnames),
    "alreves": lambda p, _: f"{' '.join(p.surnames)}, {' '.join(p.given)}",
    "iniciales": lambda p, _: f"{''.join(f'{g[0]}. ' for g in p.given)}{p.surnames[0]}",
    "apodo": lambda p, _: p.nickname,
    "conapodo": lambda p, _: f"{p.given[0]} «{p.nickname}» {p.surnames[0]}",
}
"""Ways to name somebody in a sentence: `{nombre}`, or `{nombre2}` for a second person; `{nombre1f}`, a woman."""

_SLOT = re.compile(r"\{([a-z]+)(\d?)([fm]?)\}")


@dataclass(frozen=True)
class Sample:
    """A text and where it names people."""

    text: str
    names: tuple[tuple[int, int], ...]

    def line(self) -> str:
        spans = [{"start": start, "end": end, "label": LABEL} for start, end in self.names]
        return json.dumps({"text": self.text, "spans": spans}, ensure_ascii=False)

    def cased(self, change: Callable[[str], str], only_names: bool) -> Sample:
        """In capitals or small letters, all of it or the names alone."""
        if not only_names:
            return Sample(change(self.text), self.names)
        text = self.text
        for start, end in self.names:
            text = text[:start] + change(text[start:end]) + text[end:]
        return Sample(text, self.names)


def fill(frame: str, pick: Picker) -> Sample:
    """A sentence with its names and other words put in."""
    people: dict[str, Person] = {}
    text, last, names = "", 0, []
    for slot in _SLOT.finditer(frame):
        text += frame[last : slot.start()]
        kind, last = slot[1], slot.end()
        if kind in FILLERS:
            text += pick.one(FILLERS[kind])
            continue
        person = people.setdefault(slot[2] or "1", pick.person(slot[3]))
        name = SLOTS[kind](person, pick)
        names.append((len(text), len(text) + len(name)))
        text += name
    return Sample(text + frame[last:], tuple(names))


def usual() -> Iterator[Sample]:
    """As one usually writes; one in twelve with the names in capitals, as in a form."""
    pick = Picker(SEED)
    for _ in range(ROUNDS):
        for frame in FRAMES:
            sample = fill(frame, pick)
            yield sample.cased(str.upper, only_names=True) if pick.chance(1 / 12) else sample
    for frame in NAMELESS:
        yield fill(frame, pick)
        yield fill(frame, pick)


def small() -> Iterator[Sample]:
    """In small letters: the names alone, or everything."""
    pick = Picker(SEED + 1)
    for frame in FRAMES:
        yield fill(frame, pick).cased(str.lower, only_names=pick.chance(0.5))
    for frame in NAMELESS:
        yield fill(frame, pick).cased(str.lower, only_names=False)


def capitals() -> Iterator[Sample]:
    """All in capitals: paragraphs of rulings and notices, and some of the sentences."""
    pick = Picker(SEED + 2)
    for frame in (*CAPITALS, *CAPITALS, *CAPITALS, *FRAMES[::3], *NAMELESS[::2]):
        yield fill(frame, pick).cased(str.upper, only_names=False)


FILES = {"enseñanza": usual, "enseñanza-minúsculas": small, "enseñanza-mayúsculas": capitals}


def write(folder: Path) -> list[Path]:
    """Write the three files into a folder that is there."""
    paths = []
    for name, samples in FILES.items():
        path = folder / f"{name}_dev.jsonl"
        path.write_text("".join(f"{s.line()}\n" for s in dict.fromkeys(samples())), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    print(*write(Path(sys.argv[1])), sep="\n")
