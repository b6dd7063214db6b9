"""What somebody types → what the schema holds: a code for its label, and what is wrong with a value that is not one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import FrontMatter
from generator.schema import Entrega
from generator.schema.described import asked, described
from generator.shelf import INDEX
from generator.validate.record import record
from generator.vocabulary import nearest, plain

Pairs = Sequence[tuple[str, str]]
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The option that was meant, or those that it may be. Both are options of the schema, never what was typed."""

    code: str | None = None
    perhaps: Pairs = ()


def by_number(values: Pairs) -> bool:
    """Whether an option can be told by its place in the list: not where the codes are numbers themselves."""
    return not all(code.isdigit() for code, _ in values)


def match(typed: str, values: Pairs) -> Match:
    """The option that was typed by its code, its words, its number in the list or a part that no other has.

    What only resembles one is never taken for it: it comes back in `perhaps`.
    """
    form = plain(typed)
    for code, label in values:
        if form in (plain(code), plain(label)):
            return Match(code)
    if form.isdecimal():
        if not by_number(values):
            padded = next((code for code, _ in values if code.lstrip("0") == form.lstrip("0")), None)
            return Match(padded)
        number = int(form[:6])
        return Match(values[number - 1][0]) if 1 <= number <= len(values) else Match()
    inside = [(code, label) for code, label in values if form and (form in plain(label) or form in plain(code))]
    if len(inside) == 1 and len(form) >= _SHORTEST_PART:
        return Match(inside[0][0])
    close = nearest(typed, values)
    return Match(perhaps=inside or ([close] if close else []))


def fault(model: type[Entrega], name: str, value: object) -> str | None:
    """Why a value does not fit in the field `name`, in the words of the validator; None when it does."""
    here = 2
    front = FrontMatter({name: value}, {(): (1, 1), (name,): (here, 1)}, "", 1)
    _, findings = record(model, front, INDEX)
    return next((f"{f.message} {f.hint or ''}".strip() for f in findings if f.line == here), None)


def clean(typed: str) -> str:
    """One line of what was typed, without what no file should hold (keys of the terminal, halves of characters)."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())


def missing(model: type[Entrega], given: Mapping[str, object]) -> list[str]:
    """The titles of the asked fields that nobody answered."""
    return [described(model)[name].title for name in asked(model) if name not in given]
