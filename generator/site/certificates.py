"""Pages that confirm a certificate of publication: one for each author who agreed to appear with their name.

A page says nothing that the submission's own page does not, and stands and falls with it and with the consent to the
name. Its code is an address, not a secret: it comes from the folder and the place in `autoria`, so that it stays the
same when a receipt is renewed, holds nothing of the name, and what was withdrawn looks like what never was. Nothing
in the site leads to it. For other credits there is no page and no code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from generator.model import Anonymized, Collection
from generator.schema.options import Credito, Estado
from generator.site import words
from generator.site.cards import published_month
from generator.site.contact import Contact
from generator.site.markup import page, render

PLACE = "constancias"
TITLE = "Constancia de publicación"
_FORM = "inspira-constancia-1"
_LETTERS = "bcdfghjkmnpqrstvwxyz"
"""No vowels and no digits: a code spells nothing, and looks like nobody's document."""
_LENGTH, _GROUP = 16, 4


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """What is certified of one author. `code` and `credit` are "" for who does not appear with their name."""

    code: str
    credit: str
    title: str
    kind: str
    month: str
    path: str

    @property
    def place(self) -> str:
        """Where its page is in the site."""
        return f"{PLACE}/{self.code}/"


def code_of(folder: str, index: int) -> str:
    """`bcdf-ghjk-mnpq-rstv` for the author at a place in `autoria`, counted from 0."""
    number = int.from_bytes(sha256(f"{_FORM}\n{folder}\n{index}".encode()).digest())
    letters = []
    for _ in range(_LENGTH):
        number, at = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[at])
    return "-".join("".join(letters[n : n + _GROUP]) for n in range(0, _LENGTH, _GROUP))


def certificate(anonymized: Anonymized, index: int) -> Certificate:
    """The certificate of one author, their name in it only as far as they agreed to it."""
    author, consented = anonymized.record.autoria[index], anonymized.consented
    named = author.credito is Credito.NOMBRE and index in consented.names and not consented.example
    month = published_month(anonymized)
    return Certificate(
        code=code_of(anonymized.folder, index) if named else "",
        credit=anonymized.credits[index] if named else "",
        title=anonymized.record.titulo,
        kind=anonymized.source.collection.singular,
        month=words.month(month) if month else "",
        path=f"{anonymized.folder}/",
    )


def certificate_pages(anonymized: Anonymized, contact: Contact) -> Iterator[tuple[str, str]]:
    """The staged file of each named author of a submission; none of one that is retired."""
    if anonymized.ficha.estado is Estado.RETIRADA:
        return
    for index in sorted(anonymized.consented.names):
        one = certificate(anonymized, index)
        if one.code:
            yield f"{one.place}index.md", _page(one, anonymized.source.collection, contact)


def _page(one: Certificate, collection: Collection, contact: Contact) -> str:
    meta: Mapping[str, object] = {"title": TITLE, "robots": "noindex", "clase": "texto", "hide": ["navigation", "toc"]}
    body = render(
        "constancia_sitio.html.j2",
        c=one,
        coleccion="Prácticas" if collection is Collection.PRACTICAS else "Expediciones",
        contacto=contact,
        licencia=words.LICENSE,
        licencia_url=words.LICENSE_URL,
        root="../../",
    )
    return page(meta, body)
