"""The questions of `inspira nueva`: one field at a time, in the order of the schema, in words and not in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import click

from generator.drafting.answers import by_number, clean, fault, match
from generator.schema import Entrega
from generator.schema.described import Field, Values, asked, described
from generator.schema.options import Credito
from generator.vocabulary import vocabulary

Read = Callable[[str], str]
Pairs = Sequence[tuple[str, str]]

_SHOWN = 12
"""Options up to which a list is shown whole; a longer one is looked into by a part of a word."""


class Interview:
    """The answers of one person, kept as they come: whoever leaves finds in `given` what was answered.

    `read` asks for a line with a prompt; what it raises when the person leaves goes through.
    """

    def __init__(self, model: type[Entrega], read: Read) -> None:
        self.given: dict[str, object] = {}
        self._model, self._read = model, read

    def run(self) -> None:
        fields, names = described(self._model), asked(self._model)
        click.echo("Enter deja un dato para después. Con Ctrl+C sale, y queda lo que lleva.")
        for number, name in enumerate(names, 1):
            click.echo(f"\n{number}. {_heading(fields[name])}")
            while (value := self._value(fields[name], {})) is not None:
                problem = fault(self._model, name, value)
                if problem is None:
                    self.given[name] = value
                    break
                click.echo(f"  {problem}")

    def _value(self, field: Field, beside: Mapping[str, object], *, must: bool = False) -> object:
        """An answer for a field, None when it is left for later; `beside` is what was answered in the same record."""
        if field.parts:
            return self._records(field) if field.most is not None else self._record(field)
        options = _options(field.values, beside)
        if options and field.most is not None:
            return self._several(options)
        if options:
            return self._one(options, must=must)
        if field.most is not None:
            return self._texts(field.most)
        return self._text(must=must)

    def _text(self, *, must: bool) -> str | None:
        while not (typed := clean(self._read("> "))) and must:
            click.echo("  Este dato hace falta.")
        return typed or None

    def _texts(self, most: int) -> list[str] | None:
        click.echo("  Uno por línea; Enter solo, para terminar.")
        texts: list[str] = []
        while len(texts) < most and (typed := clean(self._read("- "))):
            texts.append(typed)
        return texts or None

    def _one(self, options: Pairs, *, must: bool) -> str | None:
        _show(options)
        while True:
            typed = clean(self._read("> "))
            if not typed and not must:
                return None
            if not typed:
                click.echo("  Hay que escoger: no hay respuesta por omisión.")
            elif code := self._meant(typed, options):
                return code

    def _several(self, options: Pairs) -> list[str] | None:
        _show(options)
        click.echo("  Uno o varios, separados por comas.")
        while typed := clean(self._read("> ")):
            whole = match(typed, options).code
            codes = [whole] if whole else [self._meant(clean(t), options) for t in typed.split(",") if t.strip()]
            if codes and None not in codes:
                return list(dict.fromkeys(c for c in codes if c))
        return None

    def _meant(self, typed: str, options: Pairs) -> str | None:
        """The code of what was typed, told back in the words of the schema; None after saying what it may be."""
        if typed == "?":
            _list(options)
            return None
        found = match(typed, options)
        if found.code is None and len(found.perhaps) == 1:
            code, label = found.perhaps[0]
            yes = clean(self._read(f"  ¿Quiso decir «{label}»? (s/n) ")).lower() in ("s", "si", "sí")
            return code if yes else None
        if found.code is None:
            if found.perhaps:
                click.echo("  Puede ser alguno de estos:")
                _list(options, found.perhaps[:_SHOWN])
            else:
                click.echo("  Eso no está en la lista; con ? la ve completa.")
            return None
        click.echo(f"  {dict(options)[found.code]}")
        return found.code

    def _record(self, field: Field) -> dict[str, object]:
        answers: dict[str, object] = {}
        for part in field.parts:
            credit = answers.get("credito") if part.name == "nombre" else None
            if credit == Credito.ANONIMO:
                continue
            must = part.required or credit in (Credito.NOMBRE, Credito.SEUDONIMO)
            click.echo(f"  {_heading(part)}{'' if must else ' (Enter, si no)'}")
            value = self._value(part, answers, must=must)
            if value is not None:
                answers[part.name] = value
        return answers

    def _records(self, field: Field) -> list[dict[str, object]]:
        records = [self._record(field)]
        while len(records) < (field.most or 1) and clean(self._read("  ¿Alguien más? (s/n) ")).lower()[:1] == "s":
            records.append(self._record(field))
        return records


def _heading(field: Field) -> str:
    title = field.title if field.title.endswith("?") else f"{field.title}."
    limits = field.kind if field.is_text else ""
    return " ".join(filter(None, (title, field.purpose, limits)))


def _options(values: Values, beside: Mapping[str, object]) -> Pairs:
    """The options of a field; of the towns, those of the department that was chosen."""
    if values.vocabulary == "municipios":
        towns = vocabulary("municipios").values()
        return [(t.code, t.name) for t in towns if t.extra["departamento"] == beside.get("departamento")]
    return [*values.one_by_one, *(pair for group in (values.groups or {}).values() for pair in group)]


def _show(options: Pairs) -> None:
    if len(options) > _SHOWN:
        click.echo(f"  Son {len(options)}: escriba una parte, o ? para verlos todos.")
    else:
        _list(options)


def _list(options: Pairs, only: Pairs | None = None) -> None:
    """Options with what is typed for each: its number in the whole list, or its code where codes are numbers."""
    numbered = by_number(options)
    for number, (code, label) in enumerate(options, 1):
        if only is None or (code, label) in only:
            click.echo(f"  {number if numbered else code:>3}  {label}")
