"""The letter that search keeps apart: ñ, which Pagefind takes for an n with an accent.

Its index and its queries fold every accent, as readers want (`evaluacion` finds «evaluación»), and ñ with them, so that
«año» would find «ano». Its way to keep ñ keeps every accent too. So ñ changes places with a letter that no text in
Spanish has, that Pagefind neither folds nor splits a word at, that its stemmer takes for a consonant, and that has a
capital: U+019E, «ƞ». It is an exchange and not a replacement, so the way back is the same and a text that has that
letter keeps it. `assets/inspira/buscar-letras.js` does the same to what is asked and to all that is shown.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_EXCHANGE = dict(zip("ñÑƞȠ", "ƞȠñÑ", strict=True))
_EXCHANGED = re.compile("[ñÑƞȠ]")
"""Looked for and not translated letter by letter: most of a text is none of them."""
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[nN]tilde);")
_OURS = frozenset("ñÑƞȠ\N{COMBINING TILDE}")


def exchanged(text: str) -> str:
    """`text` as it is indexed, or an indexed text as it is read; composed (NFC), since «ñ» may be written as two."""
    return _EXCHANGED.sub(_other, unicodedata.normalize("NFC", text))


def _other(letter: re.Match[str]) -> str:
    return _EXCHANGE[letter[0]]


def exchanged_html(html: str) -> str:
    """The same for HTML, where the letter may be written as a character reference."""
    return exchanged(_REFERENCE.sub(_letter, html))


def _letter(reference: re.Match[str]) -> str:
    read = unescape(reference[0])
    return read if read in _OURS else reference[0]
