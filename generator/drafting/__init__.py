"""A submission that is being written, from whichever way it came in: from here on all of them are one bundle.

The ways in (`inspira nueva`, a Word file, the form's ZIP) only make a `Draft`; what is on disk afterwards is read,
validated and decided on as if its author had written `index.md` by hand.
"""

from generator.drafting.draft import Draft, TakenError, folder_name, index_md, place
from generator.drafting.template import sections

__all__ = ["Draft", "TakenError", "folder_name", "index_md", "place", "sections"]
