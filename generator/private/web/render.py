"""Templates and the two files that pages ask for: one style and one script, known by their contents."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.clock import hour_of

_MONTHS = "ene feb mar abr may jun jul ago sep oct nov dic".split()
PUBLIC = {"inspira.css": "text/css; charset=utf-8", "inspira.js": "text/javascript; charset=utf-8"}


@cache
def resource(name: str) -> bytes:
    return (files("generator.private.web") / "static" / name).read_bytes()


@cache
def _address(name: str) -> str:
    return f"/recursos/{name}?v={hashlib.sha256(resource(name)).hexdigest()[:12]}"


def _day(day: date) -> str:
    """A date as people read it: 17 feb 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("generator.private.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["recurso"] = _address
    made.filters["hora"] = hour_of
    made.filters["dia"] = _day
    return made


def page(template: str, **context: object) -> str:
    """A page as HTML; everything that people wrote goes in escaped."""
    return _templates().get_template(f"{template}.html.j2").render(**context)
