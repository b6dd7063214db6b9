"""What people type is compared with what a list holds without accents or capitals, whatever the alphabet."""

from __future__ import annotations

import sys
import unicodedata

from generator.vocabulary import plain


def test_no_mark_that_is_set_upon_a_letter_stays() -> None:
    """Every character there is, held to the standard's own word for what is set upon another."""
    for point in range(sys.maxunicode + 1):
        whole = unicodedata.normalize("NFKD", chr(point).casefold())
        assert plain(chr(point)) == "".join(c for c in whole if not unicodedata.combining(c)).strip(), hex(point)
    assert plain(" ÁRBOL Ñandú ") == "arbol nandu"
