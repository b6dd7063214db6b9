"""What an office file holds, wherever it hides it: every part of the archive, as it is and without its marks."""

from __future__ import annotations

import html
import re
from io import BytesIO
from zipfile import ZipFile

from generator.vocabulary import plain

_MARK = re.compile(r"<[^>]*>")


def everything(data: bytes) -> str:
    """All that could be read in a file: names and comments of the archive, and each part in three forms."""
    with ZipFile(BytesIO(data)) as archive:
        found = [archive.comment.decode("latin-1")]
        for info in archive.infolist():
            text = archive.read(info).decode("utf-8", "replace")
            # A word may be cut in pieces by the marks of its letters.
            found += [info.filename, repr(info.extra), repr(info.comment), text, html.unescape(_MARK.sub("", text))]
    whole = "\n".join(found)
    return whole.casefold() + plain(whole)


def read_in(data: bytes, words: list[str]) -> list[str]:
    """Which words a file holds."""
    text = everything(data)
    return [w for w in words if w.casefold() in text or plain(w) in text]
