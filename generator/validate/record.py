"""Fields → model, and pydantic's errors → our own sentences. Nothing that was typed is ever repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.diagnostics import Diagnostic, find
from generator.model import FrontMatter, Key
from generator.validate.expected import NOTHING, child, model_at, near_field, value_at
from generator.validate.sentences import Problem, sentence

M = TypeVar("M", bound=BaseModel)
_UNLIKE = ("literal_error", "list_type", "int_type")
"""What is said of a branch of a union that was not meant: its words, its list or its number are not there."""
_MOST_COMPARED = 100
"""Fields under one parent up to which a guess is worth its time: beyond, nobody mistyped a name."""


def record(
    model: type[M], front: FrontMatter, path: str, *, paragraphs: bool = False
) -> tuple[M | None, list[Diagnostic]]:
    """The fields of `front` as `model`, or None with one finding for each thing that does not fit (E101–E108).

    An empty field counts as absent, and a number where a text is expected as the text that was typed. Texts are put
    in one line, unless the fields of the model may have `paragraphs`.
    """
    data = _tidy(front.data, paragraphs)
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        problems = _problems(error, data)
    typed = [p.key for p in problems if p.type == "string_type" and _is_number(value_at(data, p.key))]
    if typed:
        for key in typed:
            _set(data, key, str(value_at(data, key)))
        try:
            return model.model_validate(data), []
        except ValidationError as error:
            problems = _problems(error, data)
    return None, [_diagnostic(p, model, data, front, path) for p in _settled(problems, model, data)]


def _tidy(value: Any, paragraphs: bool) -> Any:
    """The data without empty fields, and with each text in one line: no field of a submission has paragraphs."""
    if isinstance(value, Mapping):
        return {k: _tidy(v, paragraphs) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_tidy(v, paragraphs) for v in value]
    return " ".join(value.split()) if isinstance(value, str) and not paragraphs else value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _set(data: Any, key: Key, value: str) -> None:
    owner = value_at(data, key[:-1])
    owner[key[-1]] = value


def _problems(error: ValidationError, data: Any) -> list[Problem]:
    """Each error with its place in the data. The input itself never comes along."""
    found = []
    for item in error.errors(include_input=False, include_url=False):
        context = item.get("ctx", {})
        key = _in_data(item["loc"], data, item["type"])
        if item["type"] == "concordancia":
            key = (*key, str(context["campo"]))
        found.append(Problem(item["type"], key, context))
    return found


def _in_data(location: tuple[str | int, ...], data: Any, kind: str) -> Key:
    """A location without the names that pydantic gives to the branches of a union."""
    key: list[str | int] = []
    for part in location:
        inner = child(data, part)
        if inner is not NOTHING:
            key.append(part)
            data = inner
        elif kind == "missing" and part == location[-1]:
            key.append(part)
    return tuple(key)


def _settled(problems: list[Problem], model: type[BaseModel], data: Any) -> list[Problem]:
    """The problems that say something of their own.

    An unknown field that looks like a missing one is one mistake, not two; of a union, only the branch that
    was meant is worth a word.
    """
    literals = {p.key for p in problems if p.type == "literal_error"}
    meant = {p.key[:n] for p in problems if p.type not in _UNLIKE for n in range(len(p.key) + 1)}
    taken: dict[Key, set[str]] = {}
    settled: list[Problem] = []
    for p in problems:
        if p.key in meant if p.type == "literal_error" else p.type in _UNLIKE and p.key in literals:
            continue
        settled.append(_with_meant_field(p, model, data, taken) if p.type == "extra_forbidden" else p)
    explained = {(*p.key[:-1], p.context["campo"]) for p in settled if p.type == "extra_forbidden" and p.context}
    return [p for p in settled if p.type != "missing" or p.key not in explained]


def _with_meant_field(p: Problem, model: type[BaseModel], data: Any, taken: dict[Key, set[str]]) -> Problem:
    """The problem of an unknown field with the field that was meant; `taken` are those written or already guessed."""
    parent = p.key[:-1]
    used = taken.setdefault(parent, {str(name) for name in value_at(data, parent)})
    owner = model_at(model, parent) if len(used) < _MOST_COMPARED else None
    name = near_field(str(p.key[-1]), owner, used) if owner else None
    used.add(name or "")
    return Problem(p.type, p.key, {"campo": name} if name else {})


def _diagnostic(p: Problem, model: type[BaseModel], data: Any, front: FrontMatter, path: str) -> Diagnostic:
    said = sentence(p, model, data, written=p.key in front.places)
    line, column = front.place(p.key)
    return find(said.code, path, said.message, hint=said.hint, line=line, column=column)
