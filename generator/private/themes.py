"""The themes by which opportunities for improvement are coded. The list is a data file that ENI owns."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


@cache
def themes() -> dict[str, str]:
    """Each theme's code and the words that people read, in the order of the file."""
    text = (files("generator.private") / "datos" / "temas.csv").read_text(encoding="utf-8")
    return {row["codigo"]: row["nombre"] for row in csv.DictReader(text.splitlines())}


def _listed(value: str) -> str:
    if value not in themes():
        raise PydanticCustomError("tema", "tema")
    return value


Tema = Annotated[str, AfterValidator(_listed)]
