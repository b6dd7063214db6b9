"""How to cite a submission: in words after APA 7, and as data for those who keep references (BibTeX, RIS)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import Anonymized
from generator.site.cards import published_month
from generator.site.contact import Contact
from generator.site.words import LICENSE, SITE_NAME, month
from generator.vocabulary import plain

_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "$&#_%"},
}
# Braces count for BibTeX even where a backslash stands before them: hence the commands without a brace in them.


@dataclass(frozen=True, slots=True, repr=False)
class Citation:
    """What a reference needs. `authors` are those who chose to appear; `others`, whether somebody did not.

    Nobody's name is turned around («Apellido, N.»): where a surname begins only its owner can say, and how to appear
    was the author's choice. `published` is AAAA-MM, AAAA or "". `address` is whole only where the site knows its own
    (`known`), else from its root.
    """

    slug: str
    title: str
    authors: tuple[str, ...]
    others: bool
    published: str
    address: str
    known: bool
    site: str = SITE_NAME

    @property
    def year(self) -> str:
        """AAAA, or "" when nobody said."""
        return self.published[:4]

    def apa(self) -> tuple[str, str, str]:
        """Before the title, the title and after it, as APA 7 orders them: a page that nobody signs begins with it."""
        date = "s. f."
        if self.year:
            date = f"{self.year}, {plain(month(self.published).split(' de ')[0])}" if self.published[4:] else self.year
        where = f"{self.site}. {self.address}"
        if not self.authors:
            return "", self.title, f". ({date}). {where}"
        *first, last = (*self.authors, "otros") if self.others else self.authors
        joined = f"{', '.join(first)} y {last}" if first else last
        return f"{joined}{'' if joined.endswith('.') else '.'} ({date}). ", self.title, f". {where}"

    def bibtex(self) -> str:
        """A BibTeX record; names and title in double braces, so that no style cuts or lowers them."""
        authors = [f"{{{_bibtex(a)}}}" for a in self.authors] + (["others"] if self.others and self.authors else [])
        fields = {
            "title": f"{{{_bibtex(self.title)}}}",
            "author": " and ".join(authors),
            "year": self.year,
            "howpublished": _bibtex(self.site),
            "url": self.address if self.known else "",
            "note": f"Licencia {LICENSE}",
            "language": "spanish",
        }
        told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.slug},\n{told}\n}}\n"

    def ris(self) -> str:
        """A RIS record: one tag a line; a value never brings a line of its own. No comma parts a name in two."""
        year, number = self.year, self.published[5:7]
        lines = [
            ("TY", "ELEC"),
            ("TI", self.title),
            *(("AU", re.sub(r"\s*[,*]\s*", " ", author).strip()) for author in self.authors),
            ("PY", year),
            ("DA", f"{year}/{number}//" if number else ""),
            ("T2", self.site),
            ("UR", self.address if self.known else ""),
            ("LA", "es"),
            ("N1", f"Licencia {LICENSE}"),
        ]
        told = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
        return f"{told}ER  - \r\n"


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(c, c) for c in " ".join(text.split()))


def cite(anonymized: Anonymized, contact: Contact) -> Citation:
    """The citation of a submission in the site of `contact`."""
    record = anonymized.record
    pairs = list(zip(record.autoria, anonymized.credits, strict=False))
    return Citation(
        slug=anonymized.source.slug,
        title=" ".join(record.titulo.split()),
        authors=tuple(" ".join(credit.split()) for author, credit in pairs if author.nombre),
        others=any(author.nombre is None for author, _ in pairs),
        published=published_month(anonymized) or (record.periodo or "")[:4],
        address=f"{contact.direccion}{anonymized.folder}/",
        known=bool(contact.direccion),
        site=contact.nombre,
    )
