"""What is published, with the digests by which what was made of it before is known again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from hashlib import sha256

from generator.model import Anonymized
from generator.site.cards import Card, card

_FIELDS = tuple(field.name for field in fields_of(Card))


@dataclass(frozen=True, slots=True, repr=False)
class Published:
    """Every submission and its card. `rests` and `told` are their digests, `fields` those of what a submission says
    besides its text; all but the first by folder."""

    submissions: Sequence[Anonymized]
    cards: Mapping[str, Card]
    fields: Mapping[str, str]
    rests: Mapping[str, str]
    told: Mapping[str, str]

    def all_told(self, cards: Iterable[Card]) -> list[str]:
        """The digests of some of the cards, in their order."""
        return [self.told[one.folder] for one in cards]


def published(submissions: Sequence[Anonymized]) -> Published:
    """The cards of these submissions, and the digests."""
    cards = {a.folder: card(a) for a in submissions}
    told = {folder: sha256(repr(_shown(one)).encode()).hexdigest() for folder, one in cards.items()}
    fields = {a.folder: a.fields_told for a in submissions}
    rests = {a.folder: _rests_on(a, fields[a.folder]) for a in submissions}
    return Published(submissions, cards, fields, rests, told)


def _shown(one: Card) -> list[object]:
    return [getattr(one, name) for name in _FIELDS]


def _rests_on(anonymized: Anonymized, fields: str) -> str:
    """The same for two submissions only when every page and file made of them alone is the same."""
    example = "ejemplo" if anonymized.consented.example else ""
    return f"{anonymized.fingerprint_with(fields)}{example}"
