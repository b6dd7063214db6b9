"""The Word template of a collection, made from the schema: what `inspira importar` reads back without questions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_origin

from generator.editable import About, Block, Piece, Pieces, word
from generator.importing.labels import Asked, asked
from generator.importing.values import choices_at
from generator.model import Collection, Key
from generator.validate import expected
from generator.vocabulary import plain

_MOST_LISTED = 40
_UNSIMPLE = frozenset(("relacionadas", "practicas_recuperadas"))
_TITLES = {
    Collection.PRACTICAS: "Plantilla para contar una práctica",
    Collection.EXPEDICIONES: "Plantilla para contar una expedición",
}
_HOW = (
    "Llene la tabla, escriba debajo de cada título y guarde el documento. Estas instrucciones no se publican.",
    "No escriba nombres, teléfonos, correos ni fotos de aprendices o colegas: cuente lo que pasó sin decir a quién.",
    "Ponga las imágenes en el texto. Con clic derecho, «Ver texto alternativo», escriba qué se ve en cada una.",
    "Si son varios autores, copie las filas de Autoría y ponga «Autoría 2: …» en las del segundo.",
)
_MORE = "Si quiere, cuente también esto. Lo que deje en blanco no se publica."
_WRITE = "Escriba aquí."
_WRITE_OFFERED = "Escriba aquí, o borre este título si no lo necesita."
_HEADER = ("Dato", "Su respuesta")
_FOOT = "Instructores que inspiran. Para enviarlo, guárdelo y entréguelo a quien acompaña o a la ENI."


def word_template(collection: Collection) -> bytes:
    """A `.docx` to fill in, the same bytes each time: instructions, tables of fields with their options, sections."""
    return word(About(_TITLES[collection], _FOOT), tuple(_blocks(collection)))


@cache
def instructions() -> frozenset[str]:
    """Every sentence of the templates that is ours, folded: in a document it is nobody's text."""
    ours = (*_HOW, _MORE, _WRITE, _WRITE_OFFERED, _FOOT, *_HEADER, *_TITLES.values())
    return frozenset(plain(sentence) for sentence in ours)


def _blocks(collection: Collection) -> Iterator[Block]:
    model = collection.model
    for sentence in _HOW:
        yield _paragraph(sentence)
    fields = asked(model)
    required = [one for one in fields if model.model_fields[one.key[0]].is_required()]
    yield _table(required, collection)
    yield _paragraph(_MORE)
    others = [one for one in fields if one not in required and _is_simple(one, collection)]
    yield _table(others, collection)
    for name in model.sections:
        yield Block("heading", (Piece(name),), level=1)
        yield _paragraph(_WRITE)
    for name in model.offered_sections:
        yield Block("heading", (Piece(name),), level=1)
        yield _paragraph(_WRITE_OFFERED)


def _is_simple(one: Asked, collection: Collection) -> bool:
    """Whether a field has one value, or a list of them, that fits in a cell."""
    model = collection.model
    return one.key[0] not in _UNSIMPLE and (len(one.key) == 1 or expected.model_at(model, one.key[:1]) is not None)


def _paragraph(sentence: str) -> Block:
    return Block("paragraph", (Piece(sentence, italic=True),))


def _table(fields: list[Asked], collection: Collection) -> Block:
    rows: list[tuple[Pieces, ...]] = [tuple((Piece(name),) for name in _HEADER)]
    rows += [((Piece(one.label, bold=True), *_help(one, collection)), (Piece(""),)) for one in fields]
    return Block("grid", rows=tuple(rows))


def _help(one: Asked, collection: Collection) -> Iterator[Piece]:
    """What goes in a cell: the field's own description, and its options by the words that people read."""
    model = collection.model
    key = key_of(one, collection)
    types = expected.types_at(model, key)
    several = any(get_origin(t) is list for t in types)
    field = expected.field_at(model, key)
    choices = choices_at(model, (*key, 0) if several else key)
    if field is not None and field.description:
        yield Piece(f"\n{field.description}")
    if choices and len(choices) <= _MOST_LISTED:
        how = "Una o varias" if several else "Una"
        yield Piece(f"\n{how} de estas: {' · '.join(choices.values())}")
    elif choices:
        yield Piece("\nEl nombre, como está en las listas oficiales.")
    elif several:
        yield Piece("\nUno por línea.")


def key_of(one: Asked, collection: Collection, position: int = 0) -> Key:
    """The key path of a field, with a position where it is inside a list of fields."""
    if len(one.key) > 1 and expected.model_at(collection.model, one.key[:1]) is None:
        return (one.key[0], position, *one.key[1:])
    return one.key
