"""An example of each code that a bundle can be told: what is wrong and the same thing right, tested as they are shown.

How they are written: `ejemplos/LEEME.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

FILES = ("E0", "E1", "E2", "E3", "C1", "A2")

WORDS = "palabras"
NOT_SHOWN: Mapping[str, str] = {
    "E010": "depende de los permisos del computador, y no de lo que se escribe",
    "E013": "es un fallo del programa: ninguna entrega lo tiene",
    "A214": "es de dos entregas, y no de una",
    **dict.fromkeys(("E401", "E402", "E403", "E404"), "es del documento que se importa, y no de la entrega que sale"),
}
"""Codes of a bundle without an example, and why. Those of the store (D) and of the built site (P) have none either."""

SHOWN_AS: Mapping[str, str] = {
    "nombre": "NOMBRE APELLIDO",
    "posible": "PALABRA QUE PUEDE SER UN NOMBRE",
    "cedula": "NÚMERO DE CÉDULA",
    "numero": "NÚMERO LARGO",
    "carpeta": "con-nombre-apellido",
}
"""What the page says in the place of what the tests put there: no page holds a name or a number of anybody's."""


@dataclass(frozen=True, slots=True)
class Example:
    """`where` it stands, what is `wrong` and what is `right`; `with_files`, `base` and `also` are for the tests."""

    where: str
    wrong: str
    right: str
    with_files: tuple[str, ...] = ()
    base: Mapping[str, object] = field(default_factory=dict)
    also: frozenset[str] = frozenset()

    def shown(self, text: str) -> str:
        """One of the two texts as the page shows it."""
        for name, words in SHOWN_AS.items():
            text = text.replace(f"{{{name}}}", words)
        return text.rstrip("\n").replace("\t", "⇥")


@cache
def examples() -> Mapping[str, Example]:
    """Code → its example."""
    home = resources.files("generator.site").joinpath("ejemplos")
    found: dict[str, Example] = {}
    for name in FILES:
        data = yaml.safe_load(home.joinpath(f"{name}.yml").read_text(encoding="utf-8"))
        for code, one in data.items():
            found[code] = Example(
                one["donde"],
                one["mal"],
                one["bien"],
                tuple(one.get("con", ())),
                one.get("base", {}),
                frozenset(one.get("tambien", ())),
            )
    return found
