"""Documents that people already have become bundles: Word, LibreOffice, Google Docs, Markdown, or the form's ZIP.

`take` reads a file into a `Draft`; `generator.drafting.place` writes it. What is written is checked as any other.
"""

from generator.importing.taking import Taken, take
from generator.importing.template import word_template
from generator.importing.told import Notes, RefusedError

__all__ = ["Notes", "RefusedError", "Taken", "take", "word_template"]
