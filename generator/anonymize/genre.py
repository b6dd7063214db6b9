"""What kind of text a text is, since a capital says less the more there is around it.

In a loose sentence a capital is mostly a name's. In a document of several lines it is also a brand's, a variety's of
maize, a heading's; in a text about software, a menu's. Measured on ten made-up practices that name nobody, without
this the context alone took 28 brands, eponyms and materials for people and struck them out.
"""

from collections.abc import Sequence
from enum import Enum

from generator.anonymize.lexicons import Word
from generator.anonymize.tokens import CODE, NAME, Token

_LINES = 4
_ENGLISH_LEAST, _ENGLISH_SHARE = 8, 30


class Genre(Enum):
    """Kinds of texts, from the one where a capital says most."""

    SENTENCE = "sentence"
    DOCUMENT = "document"
    TECHNICAL = "technical"


def genre_of(text: str, tokens: Sequence[Token], *, part: bool) -> Genre:
    """The kind of a text, by what can be counted: code, words of English, lines. A `part` is of a document."""
    english = sum(1 for t in tokens if t.flags & Word.INGLES and not t.flags & NAME)
    if any(t.place == CODE for t in tokens) or (english >= _ENGLISH_LEAST and english * _ENGLISH_SHARE > len(tokens)):
        return Genre.TECHNICAL
    return Genre.DOCUMENT if part or text.strip().count("\n") >= _LINES else Genre.SENTENCE
