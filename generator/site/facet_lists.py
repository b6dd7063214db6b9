"""A list for each value of a facet, in pages: what search offers without JavaScript, and where a value without
definition leads.

The newest come first, and a page holds neither few cards nor very many. The pages are cut and numbered from the oldest
card on (`runs`), so that one card more or less changes the page that it is on, seldom one or two after it, and the
first, which says how many there are; an older page stays at its address whatever is published after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from generator.runs import runs
from generator.site.cards import Card, listed
from generator.site.facets import BY_NAME, Facet, facet_channel
from generator.site.markup import ENVIRONMENT, meta_text, page, render

SHORTEST, USUAL, LONGEST = 24, 24, 72
"""Cards of a page: how few, after how many more it ends on average, and how many. The first has more when it would be
left with fewer than the others."""


@dataclass(frozen=True, slots=True, repr=False)
class FacetPage:
    """One page of the list of a facet value: where it is staged, which cards are on it, and what else it shows.

    `number` is counted from 1, the oldest; 0 is the first page, of the newest. `newer` and `older` are the numbers of
    the pages beside it, None where there is none. `total` is how many cards the whole list has, which only the first
    says; `words` what the value means, `canal` the channel to follow it or "".
    """

    facet: Facet
    code: str
    number: int
    newer: int | None
    older: int | None
    total: int | None
    cards: Sequence[Card]
    words: str
    canal: str

    @property
    def place(self) -> str:
        return f"{self._url(self.number)}index.md"

    def told(self) -> tuple[object, ...]:
        """All that the page depends on besides its cards and the program."""
        return self.facet.name, self.code, self.number, self.newer, self.older, self.total, self.words, self.canal

    def text(self, drawn: Callable[[Card, str], str]) -> str:
        """The staged file. `drawn` gives the HTML of a card, for a way to the site's root."""
        root = "../" * self._url(self.number).count("/")
        label = dict(self.facet.values)[self.code]
        body = render(
            "faceta.html.j2",
            facet=self.facet,
            code=self.code,
            label=label,
            total=self.total,
            definition=self.facet.anchor(self.code),
            words=self.words,
            canal=self.canal,
            tarjetas=[drawn(one, root) for one in self.cards],
            parte=self.number,
            first=self._url(0),
            newer=None if self.newer is None else self._url(self.newer),
            older=None if self.older is None else self._url(self.older),
            root=root,
        )
        part = f" (parte {self.number})" if self.number else ""
        meta = {"title": f"{self.facet.title}: {label}{part}", "clase": "lista", "hide": ["navigation", "toc"]}
        said = {"description": meta_text(self.words)} if self.words and not self.number else {}
        return page({**meta, **said, **({"canal": self.canal} if self.canal else {})}, body)

    def _url(self, number: int) -> str:
        return self.facet.url(self.code) + (f"{number}/" if number else "")


def facet_pages(
    cards: Sequence[Card], words: Mapping[tuple[str, str], str] | None = None, channels: Set[str] = frozenset()
) -> Iterator[FacetPage]:
    """A list for every facet value in use.

    `words`: what each (facet, code) means; `channels`: the names of those that there are to follow.
    """
    for (name, code), found in by_value(listed(cards)).items():
        if name == "tipo":
            continue
        meaning = (words or {}).get((name, code), "")
        canal = facet_channel(name, code) if facet_channel(name, code) in channels else ""
        cut = _cut(found)
        for age, shown in enumerate(cut):
            number = len(cut) - age if age else 0
            newer = (number + 1 if age > 1 else 0) if age else None
            older = len(cut) - age - 1 or None
            total = None if age else len(found)
            yield FacetPage(BY_NAME[name], code, number, newer, older, total, shown, meaning, canal)


def _cut(cards: Sequence[Card]) -> list[list[Card]]:
    """The cards of each page, the first page first."""
    cut = list(runs(cards[::-1], lambda card: card.folder, USUAL, SHORTEST, LONGEST))
    if len(cut) > 1 and len(cut[-1]) < SHORTEST:
        newest = cut.pop()
        cut[-1] = cut[-1] + newest
    return [run[::-1] for run in reversed(cut)]


def by_value(cards: Sequence[Card]) -> dict[tuple[str, str], list[Card]]:
    """(facet, code) → its cards, in the order of the cards."""
    found: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for one in cards:
        for name, values in one.facets.items():
            for code, _label in values:
                found[name, code].append(one)
    return found


def drawing() -> Callable[[Card, str], str]:
    """The HTML of a card on the page of a facet value, for a way to the site's root: each is drawn once, and stands in
    the lists of all its values."""
    tarjeta = ENVIRONMENT.get_template("macros.html.j2").module.tarjeta  # type: ignore[attr-defined]
    drawn: dict[tuple[str, str], str] = {}

    def draw(one: Card, root: str) -> str:
        if (one.folder, root) not in drawn:
            drawn[one.folder, root] = tarjeta(one, root, 2)
        return drawn[one.folder, root]

    return draw
