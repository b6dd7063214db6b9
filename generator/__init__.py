"""Instructores que inspiran: community knowledge from reviewed Markdown to a searchable site.

The one way through is `generator.pipeline`; start reading there.
"""

__version__ = "0.1.0"
