"""The notice that people read before they agree: its words as HTML, and its page in the site.

Receipts are bound to the version and the digest of `consentimiento/aviso.md`; both are shown wherever the words are.
"""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.consent.receipts import Notice, read_notice
from generator.site.contact import Contact
from generator.site.markup import page, render

PLACE = "consentimiento/aviso"
TITLE = "Aviso de consentimiento"


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """A notice: which one it is, and its words as HTML."""

    notice: Notice
    html: Markup


def written(text: str) -> Written:
    """The notice in a text. Raises `MalformedError` when it does not say its version."""
    body = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n---\n")[2]
    html = MarkdownIt("commonmark", {"html": False}).render(body)
    return Written(read_notice(text), Markup(html))  # noqa: S704 - ENI's own words, without HTML in them


def notice_page(found: Written, contact: Contact) -> str:
    """`/consentimiento/aviso/`: to be read on a screen, and printed on paper with a place to sign."""
    meta = {
        "title": TITLE,
        "description": "Qué se autoriza, con qué licencia, hasta cuándo, cómo se retira y en cuánto tiempo.",
        "clase": "texto",
        "hide": ["navigation"],
    }
    body = render("aviso.html.j2", html=found.html, aviso=found.notice, contact=contact, root="../../")
    return page(meta, body)
