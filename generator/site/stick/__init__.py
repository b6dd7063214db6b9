"""What the copy that works from a USB stick has of its own: its search and the note that says how to open it."""

from generator.site.stick.index import INDEX, SCRIPT, Entry, index_script, read_index, script, words_of
from generator.site.stick.pages import NOTE, entries, note, search_page

__all__ = [
    "INDEX",
    "NOTE",
    "SCRIPT",
    "Entry",
    "entries",
    "index_script",
    "note",
    "read_index",
    "script",
    "search_page",
    "words_of",
]
