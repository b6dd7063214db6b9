"""The `index.md` that somebody goes on writing: each field with a comment that explains it, each section with a hint.

None of the help is published: what follows `#` is no field, and an HTML comment leaves every page. It is not
hidden either: whoever receives the file reads it, so that the detectors look into it as into everything else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import yaml

from generator.schema import Entrega
from generator.schema.described import Field, Values, asked, described
from generator.schema.hints import HINTS

_WIDTH = 98
_TOP = (
    "Lo que sigue a # es ayuda: no se publica, y la puede dejar o borrar. Un texto que lleve dos puntos o "
    "comience con un signo va entre comillas. No escriba nombres de aprendices ni de colegas."
)
_OFFERED = "Opcionales. Para usar uno, quite el # que va pegado a su nombre y a las líneas que le siguen."
_FOLLOW = "un código de los que siguen."
_ELSEWHERE = 'un código entre comillas, como "05": están en la página «Campos» del sitio.'
_FOR_THE_HOUSE = frozenset(("ejemplo",))
"""What the house writes and no author does."""


def explained(model: type[Entrega], given: Mapping[str, object]) -> str:
    """The fields as they stand between `---` and `---`: those that are asked first, then the others as comments.

    What is `given` is written in its place. What is read back is what was given, and the asked ones empty.
    """
    fields, first = described(model), asked(model)
    lines = [*_comment(_TOP), ""]
    for name in first:
        lines += [*_about(fields[name]), *(_written(name, given[name]) if name in given else _blank(fields[name])), ""]
    lines += [*_comment(_OFFERED), ""]
    for name in (n for n in fields if n not in first and n not in _FOR_THE_HOUSE):
        blank = _written(name, given[name]) if name in given else [f"#{line}" for line in _blank(fields[name])]
        lines += [*_about(fields[name]), *blank, ""]
    for name in (n for n in given if n not in fields or n in _FOR_THE_HOUSE):
        lines += _written(name, given[name])
    return "\n".join(lines).rstrip("\n") + "\n"


def sections(model: type[Entrega]) -> str:
    """The headings of the template, each with what to tell there; the offered ones wait in a comment."""
    pieces = [f"## {title}\n\n<!-- {HINTS[title]} -->" for title in model.sections]
    pieces += [f"<!-- Opcional. {HINTS[title]}\n## {title}\n-->" for title in model.offered_sections]
    return "\n\n".join(pieces) + "\n"


def _about(field: Field) -> list[str]:
    """A comment: what the field is, what fits in it, its values and those of the fields inside it."""
    lines = [*_comment(_told(field)), *_values(field.values)]
    for part in field.parts:
        lines += _comment(f"{part.name} ({'obligatorio' if part.required else 'opcional'}): {_told(part)}")
        lines += _values(part.values)
    return lines


def _told(field: Field) -> str:
    title = field.title if field.title.endswith("?") else f"{field.title}."
    kind = field.kind
    if _elsewhere(field.values):
        kind = kind.replace(_FOLLOW.capitalize(), _ELSEWHERE.capitalize()).replace(_FOLLOW, _ELSEWHERE)
    return " ".join(filter(None, (title, field.purpose, kind)))


def _elsewhere(values: Values) -> bool:
    """Whether the codes are looked up in the reference: too many, or places, whose names are people's names too."""
    return bool(values.groups) or (bool(values.one_by_one) and all(code.isdigit() for code, _ in values.one_by_one))


def _values(values: Values) -> Iterator[str]:
    longest = max((len(code) for code, _ in values.one_by_one), default=0)
    for code, label in () if _elsewhere(values) else values.one_by_one:
        yield f"#     {code:<{longest}}  {label}"


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, _WIDTH)]


def _written(name: str, value: object) -> list[str]:
    text: str = yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=10**6)
    return text.rstrip("\n").split("\n")


def _blank(field: Field) -> list[str]:
    """The field with nothing in it: a place for each thing that is asked inside."""
    if not field.parts:
        empty = "[]" if field.most is not None and not field.is_text else ""
        return [f"{field.name}: {empty}".rstrip(), *(["  -"] if field.most is not None and field.is_text else [])]
    return [f"{field.name}:", *_inside(field.parts, listed=field.most is not None)]


def _inside(parts: Sequence[Field], *, listed: bool) -> Iterator[str]:
    for number, part in enumerate(parts):
        margin = ("  - " if number == 0 else "    ") if listed else "  "
        yield f"{margin}{part.name}: {'[]' if part.most is not None else ''}".rstrip()
