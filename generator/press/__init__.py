"""The press: MkDocs and Material as they come, driven page by page in a process of its own.

What it prints is, byte for byte, what `mkdocs build` makes of the same folder; it keeps no page in memory once it is
written, shares the pages among the processors, and leaves alone those that an earlier run printed from the same.
"""
