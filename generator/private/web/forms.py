"""Forms made from the records: labels, help, lists and limits come from the one schema, and so do the errors.

A form reads what a browser sent into the record, or says beside each field what does not fit. Names of fields are the
record's own; inside a list, `fechas-0-desde`; inside a table or another record, `juicios-evaluacion`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError

from generator.private.web.fields import Choice, Field, field_of, sent_value
from generator.private.web.messages import problem_of
from generator.schema.records import Record

M = TypeVar("M", bound=Record)
Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """Fields that go together; without a legend, those of the form itself."""

    legend: str | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Form(Generic[M]):
    """A form of a record. `choices`: lists that depend on the case (people, quarters). `keys`: the keys of a table and
    their words. `fixed`: what the server knows and nobody writes. `codes`: whom each code stands for, by field; one
    that is not there is refused, whatever the reason."""

    model: type[M]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, object] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, UUID]] = field(default_factory=dict)
    rows: int = 4

    def sections(self, sent: Sent, errors: Mapping[str, str]) -> list[Section]:
        """The form with what was written so far and what is wrong with it."""
        schema = self._schema
        plain: list[Field] = []
        others: list[Section] = []
        for name, about in self._properties():
            if name in self.keys:
                keys = self.keys[name].items()
                made = [
                    field_of(f"{name}-{key}", _each(about), schema, required=False, label=words) for key, words in keys
                ]
                others.append(Section(about.get("title"), tuple(made)))
            elif part := _part(about, schema):
                made = [
                    field_of(f"{name}-{n}", a, schema, required=False) for n, a in part["properties"].items()
                ]  # a list, since a choice of a few that was marked by mistake could not be unmarked
                made = [replace(f, noted=False, kind="lista" if f.kind == "opcion" else f.kind) for f in made]
                others.append(Section(f"{about['title']} (si la hay)", tuple(made)))
            elif inner := _inner(about, schema):
                for row in range(self.rows):
                    first = row < about.get("minItems", 0)
                    made = [
                        field_of(f"{name}-{row}-{n}", a, schema, required=first and n in inner["required"])
                        for n, a in inner["properties"].items()
                    ]
                    legend = f"{_one(about['title'])} {row + 1}" + ("" if first else " (si la hay)")
                    others.append(Section(legend, tuple(replace(f, noted=first) for f in made)))
            else:
                plain.append(
                    field_of(name, about, schema, required=name in self._required, choices=self.choices.get(name))
                )
        found = [Section(None, tuple(plain)), *others] if plain else others
        return [Section(s.legend, tuple(f.filled(sent, errors) for f in s.fields)) for s in found]

    def read(self, sent: Sent) -> tuple[M | None, dict[str, str]]:
        """The record, or what is wrong by name of field. Nothing that was written is repeated."""
        data, rows = self._data(sent)
        unknown = {}
        for name, known in self.codes.items():
            written = data.get(name, [])
            if not set(written) <= known.keys():
                unknown[name] = "Revise los códigos: alguno no es de quien pueda estar aquí."
            data[name] = [known[code] for code in written if code in known]
        if unknown:
            return None, unknown
        try:
            return self.model.model_validate({**data, **self.fixed}), {}
        except ValidationError as error:
            problems = error.errors(include_input=False, include_url=False)
        wrong: dict[str, str] = {}
        names = [f.name for s in self.sections({}, {}) for f in s.fields]
        for item in problems:
            place = _place(item["loc"], rows) + ([item["ctx"]["campo"]] if item["type"] == "concordancia" else [])
            name = _nearest("-".join(place), names)
            wrong.setdefault(name, problem_of(item["type"], item.get("ctx", {})))
        return None, wrong

    def sent(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """What a browser would send for some values of the record: how a form begins filled."""
        result: dict[str, list[str]] = {}
        for name, value in values.items():
            if isinstance(value, Mapping):
                result |= {f"{name}-{key}": sent_value(v) for key, v in value.items()}
            elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
                for row, inner in enumerate(value):
                    result |= {f"{name}-{row}-{n}": sent_value(v) for n, v in inner.items()}
            else:
                result[name] = sent_value(value)
        return result

    @property
    def _schema(self) -> dict[str, Any]:
        return _schema_of(self.model)

    @property
    def _required(self) -> Sequence[str]:
        return list(self._schema.get("required", ()))

    def _properties(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, about in self._schema["properties"].items():
            if name not in self.fixed:
                yield name, about

    def _data(self, sent: Sent) -> tuple[dict[str, Any], dict[str, list[int]]]:
        """What was sent in the shape of the record, and which rows of a list were filled in."""
        data: dict[str, Any] = {}
        rows: dict[str, list[int]] = {}
        schema = self._schema
        for section in self.sections({}, {}):
            for one in section.fields:
                value = one.value_of(sent)
                name, *inner = one.name.split("-", 1) if one.name not in schema["properties"] else [one.name]
                if not inner:
                    if value is not None:
                        data[name] = value
                elif name in self.keys or not _inner(schema["properties"][name], schema):
                    if value is not None:
                        data.setdefault(name, {})[inner[0]] = value
                else:
                    row, key = inner[0].split("-", 1)
                    if value is not None:
                        filled = rows.setdefault(name, [])
                        if int(row) not in filled:
                            filled.append(int(row))
                            data.setdefault(name, []).append({})
                        data[name][-1][key] = value
        return data, rows


@cache
def _schema_of(model: type[Record]) -> dict[str, Any]:
    return model.model_json_schema()


def _each(about: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the values of a table are, whatever its keys look like."""
    by_shape = list(about.get("patternProperties", {}).values())
    found: Mapping[str, Any] = by_shape[0] if by_shape else about["additionalProperties"]
    return found


def _inner(about: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The record that a list is made of, when it is made of one."""
    reference = about.get("items", {}).get("$ref")
    found = schema["$defs"][reference.rpartition("/")[2]] if reference else {}
    return found if "properties" in found else None


def _part(about: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The record that may be inside another one, once."""
    reference = next((k["$ref"] for k in about.get("anyOf", ()) if "$ref" in k), "")
    found = schema["$defs"][reference.rpartition("/")[2]] if reference else {}
    return found if "properties" in found else None


def _one(title: str) -> str:
    return title.removesuffix("s")


def _place(location: Sequence[str | int], rows: Mapping[str, list[int]]) -> list[str]:
    """A place in the record as a place in the form: a row that was skipped counts there."""
    place = list(location)
    if len(place) > 1 and str(place[0]) in rows and isinstance(place[1], int):
        place[1] = rows[str(place[0])][place[1]]
    return [str(part) for part in place]


def _nearest(name: str, names: Sequence[str]) -> str:
    """The field of a place: itself, the one it is part of (an element of a list), or the first inside it."""
    if name in names:
        return name
    around = next((n for n in names if name.startswith(f"{n}-")), None)
    return around or next((n for n in names if n.startswith(f"{name}-")), names[0])
