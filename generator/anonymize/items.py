"""What is planned: an item (a datum, or a mention of a person) and the replacement that it gets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding
from generator.anonymize.replace import quoted
from generator.anonymize.roles import Before, past_titles
from generator.anonymize.spans import Kind

_QUOTES = "'\"‘’“”"
_ARTICLE = re.compile(r"(?:el|la)\s+(?=\w)", re.IGNORECASE)
_OPENING = re.compile(r"(?:\A|[.!?…][\"”»’')\]]*\s+)[\s¿¡\"“'‘(\[—–]*\Z")


@dataclass(frozen=True, slots=True, repr=False)
class Replacement:
    """`start:core` of a run's text becomes `lead` and `core:end`, where the name itself stands, becomes `words`.

    `narrow` is the stretch of the finding and what to write there, for where the words around it cannot go along.
    """

    start: int
    core: int
    end: int
    lead: str
    words: str
    narrow: tuple[int, int, str]

    @property
    def alone(self) -> Replacement:
        """The same of the finding alone."""
        start, end, words = self.narrow
        return Replacement(start, start, end, "", words, self.narrow)

    @property
    def changes(self) -> tuple[tuple[int, int, str], ...]:
        """As `Run.redact` takes them."""
        name = (self.core, self.end, self.words)
        return ((self.start, self.core, self.lead), name) if self.start < self.core else (name,)


@dataclass(slots=True, repr=False)
class Item:
    """A datum, or a mention of a person (adjoining findings of one name are one mention).

    The findings cover `low:end`; the name itself, without a role that was found with it, begins at `start`. `listed`
    is one of «los aprendices Yeison y Leidy», whose role stands before the first of them.
    """

    findings: list[Finding]
    low: int
    start: int
    end: int
    before: Before = field(default_factory=lambda: Before(0))
    listed: bool = False

    @property
    def kind(self) -> Kind:
        return self.findings[0].span.kind

    @property
    def text(self) -> str:
        return self.findings[0].run.text

    @property
    def name(self) -> str:
        return self.text[self.start : self.end]

    @property
    def prose(self) -> bool:
        return self.findings[0].run.where is Where.PROSA

    @property
    def person(self) -> bool:
        """Whether it is a mention of somebody: in an address all of it goes, and says nothing of who it is."""
        return self.kind is Kind.PERSONA and self.findings[0].run.where in (Where.PROSA, Where.CODIGO)

    def replaced(
        self, words: str, start: int | None = None, lead: str = "", end: int | None = None, alone: str = ""
    ) -> Replacement:
        """Some words in its place, and what stands from `start` on and up to `end` taken along.

        `alone`: the words for where nothing can be taken along, when they are others.
        """
        start = self.low if start is None or start > self.low else start
        capital = self.prose and not lead and not self.text[start].islower() and _opens(self.text, start)
        placeholder = quoted(words, capital=capital)
        narrow = (self.low, self.end, quoted(alone) if alone and start < self.low else placeholder)
        return Replacement(start, self.start, end or self.end, lead, placeholder, narrow)


def item_of(finding: Finding) -> Item:
    """The item of a finding, without the quotation marks around it, which are the sentence's (or of the fields)."""
    start, end, text = finding.span.start, finding.span.end, finding.run.text
    while start < end - 1 and text[start] in _QUOTES:
        start += 1
    while start < end - 1 and text[end - 1] in _QUOTES:
        end -= 1
    name = start
    if finding.span.kind is Kind.PERSONA:
        name = past_titles(text, start, end)
    elif finding.span.kind is Kind.DIRECCION and (article := _ARTICLE.match(text, start, end)):
        name = article.end()
    return Item([finding], start, name, end)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins here."""
    return bool(_OPENING.search(text, max(0, at - 12), at))
