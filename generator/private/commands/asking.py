"""How a record is typed: options made from its own fields, a YAML file, or answers to questions.

What identifies somebody or is private has no option, since the words of a command stay in the history of the terminal
and others of the computer can list them: it comes in `--datos`, or is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_origin
from uuid import UUID

import click
from pydantic import ValidationError
from sqlalchemy import Connection

from generator.cli_options import listed
from generator.codes import CATALOG
from generator.diagnostics import Diagnostic
from generator.model import FrontMatter
from generator.private.commands.answers import SOURCE, read_yaml, yes
from generator.private.commands.naming import named_in
from generator.private.errors import StoreError
from generator.schema.options import Option
from generator.schema.records import Record
from generator.validate.expected import options_at, types_at
from generator.validate.record import record

R = TypeVar("R", bound=Record)
Command = Callable[..., Any]

_CODES = ("regional", "centro", "codigo", "trimestre", "anterior", "oportunidades", "temas")
"""Texts that are codes of a list or of a record. Any other text may be somebody's words, and has no option."""
_ANSWERS = "respuestas"

datos_option = click.option(
    "--datos",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="ARCHIVO|-",
    help="Archivo YAML con los campos, o - para la entrada estándar. Sin él, se pregunta lo que falte.",
)


def record_options(model: type[Record], *skip: str) -> Callable[[Command], Command]:
    """An option for each field of a record that is neither private nor a group of fields, and `--datos`."""

    def decorate(command: Command) -> Command:
        command = datos_option(command)
        for name in reversed([n for n in model.model_fields if n not in skip]):
            made = _option(model, name)
            command = made(command) if made else command
        return command

    return decorate


def _option(model: type[Record], name: str) -> Callable[[Command], Command] | None:
    field, kinds = model.model_fields[name], types_at(model, (name,))
    many = any(get_origin(kind) is list for kind in kinds)
    kind = next(iter(types_at(model, (name, 0)) if many else kinds), None)
    words: dict[str, Any] = {"multiple": many, "default": None, "help": _about(field)}
    flag = f"--{name.replace('_', '-')}"
    if not isinstance(kind, type) or issubclass(kind, Record):
        return None
    if issubclass(kind, Option):
        return click.option(flag, name, type=click.Choice([o.value for o in kind]), **words)
    if kind is bool:
        return click.option(f"{flag}/--no-{flag[2:]}", name, **words)
    if kind is int:
        return click.option(flag, name, type=click.INT, **words)
    if kind in (date, UUID) or name in _CODES:
        shape = "CÓDIGO" if name in _CODES else "AAAA-MM-DD" if kind is date else "P-XXXXXX"
        return click.option(flag, name, metavar=shape, **words)
    return None


def typed(
    connection: Connection,
    model: type[R],
    options: Mapping[str, Any],
    datos: Path | None,
    *,
    known: Mapping[str, Any] | None = None,
    base: Mapping[str, Any] | None = None,
    ask: Iterable[str] | None = None,
) -> R:
    """A record from what was typed. Raises StoreError with everything that is wrong with it, at its field.

    `known` are fields that the command itself gives; `base` is what stays where nothing else is said; `ask` are the
    fields that are asked for without `--datos` (all that are missing, unless told).
    """
    given = {**{k: _plain(v) for k, v in options.items() if v not in (None, ())}, **(known or {})}
    if datos is not None:
        return _from_file(connection, model, given, datos, base or {})
    answers = {**(base or {}), **given}
    wanted = [n for n in (model.model_fields if ask is None else ask) if n not in given]
    while True:
        for name in wanted:
            try:
                _ask(model, name, answers)
            except click.Abort as stop:
                if not _may_stay_out(model, name, stop):
                    raise
                click.echo()  # the line of the question
        data = named_in(connection, model, answers)
        found, findings = record(model, FrontMatter(data, {}, "", 1), _ANSWERS, paragraphs=True)
        if found is not None:
            return found
        findings = [_apt(replace(f, line=None, column=None)) for f in findings]
        wanted = [n for n in _at_fault(model, data) if n not in given]
        if not wanted or not sys.stdin.isatty():
            raise StoreError(findings)
        click.echo(listed(findings), err=True)


def _may_stay_out(model: type[Record], name: str, stop: click.Abort) -> bool:
    """Whether a field that nobody answered is one that a script may leave out, where there is no terminal to ask."""
    ended = isinstance(stop.__context__, EOFError) and not sys.stdin.isatty()
    kinds = (*types_at(model, (name,)), *types_at(model, (name, 0)))
    group = any(isinstance(kind, type) and issubclass(kind, Record) for kind in kinds)
    return ended and not group and not model.model_fields[name].is_required()


def _from_file(
    connection: Connection, model: type[R], given: Mapping[str, Any], path: Path, base: Mapping[str, Any]
) -> R:
    front = read_yaml(path)
    data = named_in(connection, model, {**base, **front.data, **given})
    found, findings = record(model, replace(front, data=data), SOURCE, paragraphs=True)
    if found is None:
        raise StoreError(map(_apt, findings))
    return found


def _apt(finding: Diagnostic) -> Diagnostic:
    """A finding with advice for a record of the store where the catalogue's is for the file of a submission."""
    if finding.hint != CATALOG[finding.code].mend:
        return finding
    return replace(finding, hint="Escríbalo." if finding.code == "E101" else "Revise cómo está escrito.")


def _ask(model: type[Record], name: str, answers: dict[str, Any]) -> None:
    """Ask for a field; an empty answer leaves it as it was, or out."""
    field, kinds = model.model_fields[name], types_at(model, (name,))
    title = field.title or name
    inner = next(
        (t for t in (*kinds, *types_at(model, (name, 0))) if isinstance(t, type) and issubclass(t, Record)), None
    )
    if inner is not None:
        many = any(get_origin(kind) is list for kind in kinds)
        groups: list[dict[str, Any]] = []
        while (many and not groups and field.is_required()) or yes(f"{title}: ¿agregar?", False):
            group: dict[str, Any] = {}
            for part in inner.model_fields:
                _ask(inner, part, group)
            groups.append(group)
            if not many:
                break
        if groups:
            answers[name] = groups if many else groups[0]
        return
    if bool in kinds:
        default = None if field.is_required() and name not in answers else bool(answers.get(name, field.default))
        answers[name] = yes(title, default)
        return
    options = options_at(model, (name,)) or options_at(model, (name, 0))
    choices = f" ({', '.join(o.value for o in options)})" if options else ""
    must = field.is_required() and name not in answers
    answer = click.prompt(f"{title}{choices}", default=None if must else "", show_default=False, type=str).strip()
    many = any(get_origin(kind) is list for kind in kinds)
    if answer:
        answers[name] = [part.strip() for part in answer.split(",")] if many else answer


def _at_fault(model: type[Record], data: Mapping[str, Any]) -> list[str]:
    """The fields that have to be asked for again."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_input=False, include_url=False)
        names = [str(e["loc"][0] if e["loc"] else e.get("ctx", {}).get("campo")) for e in errors]
        return [n for n in model.model_fields if n in names]
    return []


def _about(field: Any) -> str:
    return f"{field.title}. {field.description}" if field.description else f"{field.title}."


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
