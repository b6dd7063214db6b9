"""One field of a form, from its part of the schema of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import Enum
from typing import Any

from generator.private.records import MOST_FREE_TEXT
from generator.schema.options import Option

FEW = 4
"""Choices up to which they are all shown at once."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True, repr=False)
class Field:
    """`kind`: texto, parrafo, fecha, hora, numero, opcion (one of a few), lista (one of many), si (yes or not) or
    varias (some of a list) or codigos (people by their codes). `noted`: whether it is told that it may be left out."""

    name: str
    label: str
    kind: str
    required: bool = False
    noted: bool = True
    help: str | None = None
    choices: tuple[Choice, ...] = ()
    limits: Mapping[str, object] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    error: str | None = None

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def target(self) -> str:
        """The id of what a link to this field goes to: in a list of choices, the first one."""
        return (
            f"{self.name}-{self.choices[0].value}" if self.kind in ("opcion", "varias") and self.choices else self.name
        )

    def filled(self, sent: Mapping[str, Sequence[str]], errors: Mapping[str, str]) -> Field:
        return replace(self, values=tuple(sent.get(self.name, ())), error=errors.get(self.name))

    def value_of(self, sent: Mapping[str, Sequence[str]]) -> object:
        """What was sent, in the shape that the record reads; None when nothing was."""
        given = [_clean(v) for v in sent.get(self.name, ())]
        if self.kind == "si":
            return bool(given) or (False if self.required else None)
        if self.kind == "codigos":
            return [code.upper() for text in given for code in re.split(r"[\s,;]+", text) if code]
        if self.kind == "varias":
            return [v for v in given if v]
        return (given[0] or None) if given else None


def field_of(
    name: str,
    about: Mapping[str, Any],
    schema: Mapping[str, Any],
    *,
    required: bool,
    label: str | None = None,
    choices: Sequence[Choice] | None = None,
) -> Field:
    """The field for a part of a JSON Schema that pydantic made."""
    core = _core(about, schema)
    made = Field(
        name=name,
        label=label or about.get("title") or core.get("title", name),
        kind="texto",
        required=required,
        help=about.get("description"),
        choices=tuple(choices or ()),
    )
    if core.get("type") == "array" and not choices and core["items"].get("de") == "persona":
        told = "Los códigos, como P-7KQ2MX, separados por comas. Cada persona ve el suyo en «Mis datos y derechos»."
        return replace(made, kind="codigos", help=told)
    if core.get("type") == "array":
        return replace(made, kind="varias", choices=made.choices or _options(_core(core["items"], schema)))
    if core.get("type") == "boolean":
        return replace(made, kind="si")
    if made.choices or "enum" in core:
        options = made.choices or _options(core)
        return replace(made, kind="opcion" if len(options) <= FEW else "lista", choices=options)
    if core.get("type") == "integer":
        return replace(made, kind="numero", limits={"min": core.get("minimum"), "max": core.get("maximum")})
    if core.get("format") in ("date", "time"):
        return replace(made, kind="fecha" if core["format"] == "date" else "hora")
    limits = {"minlength": core.get("minLength"), "maxlength": core.get("maxLength")}
    return replace(made, kind="parrafo" if core.get("maxLength", 0) >= MOST_FREE_TEXT else "texto", limits=limits)


def sent_value(value: object) -> list[str]:
    """A value of a record as a browser sends it."""
    if value is None or value is False:
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [one for v in value for one in sent_value(v)]
    if value is True:
        return ["si"]
    if isinstance(value, Enum):
        return [str(value.value)]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def words(kind: type[Option], value: str) -> str:
    """What people read for a value of a closed list."""
    return next(o.label for o in kind if o.value == value)


def _core(about: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a value is, without being optional and without references."""
    kinds = [k for k in about.get("anyOf", ()) if k.get("type") != "null"]
    inner = kinds[0] if kinds else about
    if reference := inner.get("$ref"):
        found: Mapping[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
        return found
    return inner


def _options(core: Mapping[str, Any]) -> tuple[Choice, ...]:
    known = {kind.__name__: kind for kind in Option.__subclasses__()}
    kind = known[core["title"]]
    return tuple(Choice(str(o.value), o.label) for o in kind)


def _clean(text: str) -> str:
    """What was written, with the line ends of every system as one, and without characters that nobody typed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
