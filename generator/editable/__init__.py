"""Attachments as files that an instructor can change: `.docx` and `.odt` of a text, `.xlsx` of a table.

Made anew from the redacted tree, never from the author's file, and written by templates of our own: they hold what
the page shows and nothing else (no author, no date, no program), the same bytes for the same text.
"""

from generator.editable.files import SUFFIXES, About, editable, word
from generator.editable.flow import Block, Piece, Pieces

__all__ = ["SUFFIXES", "About", "Block", "Piece", "Pieces", "editable", "word"]
