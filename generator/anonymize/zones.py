"""Code and addresses inside prose: there a capital or a hyphen tells something else."""

import re
from collections.abc import Iterator

_FILE = "md|py|rb|js|html?|css|csv|txt|pdf|png|jpe?g|gif|svg|docx?|xlsx?|pptx?|json|ya?ml|sh|ipynb|rmd|java"
# Fences, code in a line, formulas, tags and template marks; then addresses, link targets, paths and file names.
# Every repeat is bounded: a hostile line costs no more than a long one.
_ZONE = re.compile(
    r"(?P<code>^[ ]{0,3}(?P<f>`{3,12}|~{3,12})[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=f)"
    r"|(?<!`)(?P<q>`{1,6})(?!`)[^`]{1,600}(?P=q)(?!`)"
    r"|\$\$[^$]{1,400}\$\$|<!?/?(?!https?:|mailto:|ftp:|www\.)[a-zA-Z][^<>\n]{0,400}>|\{[%:{][^}\n]{0,200}\})"
    r"|(?P<path>(?:https?:|www\.|mailto:|ftp:)[^\s<>\"'`)\]]{1,2000}|\]\((?!\#)[^\s()]{1,2000}"
    r"|(?<![\w/.~-])[\w.~-]{0,100}/[\w./~-]{0,1000}\w"
    rf"|(?<![\w-])[\w-]{{1,100}}(?:\.[\w-]{{1,100}}){{0,2}}\.(?:{_FILE}|com|co|org|net|edu|io|gov)\b)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
# The first of these in a zone, in one class of characters: before it stand letters, digits, points and hyphens, or the
# three spaces before a fence.
_SIGN = re.compile(r"[`~$<{/\].:](?:(?<=[^\].:])|(?<=\])(?=\()|(?<=[.:])(?=\S))")
_INDENT = 3


def zones_of(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where code and addresses stand, in order, and whether each is an address or a path.

    They are the matches of one pattern, which costs a lot at each character: the search for the next one begins at
    the word of the next sign of any, before which none can begin.
    """
    end = 0
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if at < end:
            continue
        word = max(text.rfind(" ", end, at), text.rfind("\n", end, at)) + 1
        zone = _ZONE.search(text, max(word - _INDENT, end))
        if zone is None:
            return
        yield *zone.span(), zone.lastgroup == "path"
        end = zone.end()
