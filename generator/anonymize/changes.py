"""The edits that redact some findings in one file, each tried: the file must read as expected and no other way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from generator.anonymize.detect import Where
from generator.anonymize.edits import Edit, apply, before_it, nth, replacements, unlink
from generator.anonymize.findings import Finding
from generator.anonymize.items import Replacement
from generator.anonymize.places import Run
from generator.anonymize.plan import Plan
from generator.anonymize.reading import Item, Reading, reading
from generator.anonymize.source import Lens, lens

_MOST_PLACES = 8
_MOST_TRIALS = 600
"""Trials of one file: each reads it whole. What is not solved by then is left for a person."""

Expected = Mapping[int, tuple[tuple[int, int, str], ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """What redacts one finding (every finding of one address): its edits, and what it changes in the reading.

    `expected` holds the new words by item; `gone` are the items that are no longer there.
    """

    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    expected: Expected
    gone: frozenset[int] = frozenset()


def changes_of(name: str, text: str, found: Sequence[Finding], planned: Plan) -> tuple[Change, ...]:
    """The changes that redact the findings of a file; a finding that has none cannot be redacted safely."""
    before = reading(name, text)
    if before is None or not found:
        return ()
    file = _File(name, text, before, planned, (lens(text), lens(text, links=False)))
    wanted = list(_wanted(found, _items_of(found, before, text)))
    likely: list[Change] = []
    for one in wanted:
        change = next(_options(file, one, 1, likely), None)
        if change:
            likely.append(change)
    accepted = _together_or_apart(file, likely, ())
    done = {id(c.findings[0]) for c in accepted}
    return _one_by_one(file, [w for w in wanted if id(w[0][0]) not in done], accepted)


@dataclass(frozen=True, slots=True, repr=False)
class _File:
    name: str
    text: str
    before: Reading
    planned: Plan
    lenses: tuple[Lens, Lens]


_Wanted = tuple[tuple[Finding, ...], int | None]
"""Findings that go together, and the item that holds them (None: they stand in no item)."""


def _items_of(found: Sequence[Finding], before: Reading, text: str) -> dict[int, int]:
    """The item of each run, by its identity; runs that read alike on the same line go by their order."""
    by_key = {item.key: i for i, item in enumerate(before.items) if item.key}
    alike: dict[tuple[str, Where, int], list[int]] = defaultdict(list)
    for index, item in enumerate(before.items):
        if not item.key:
            alike[item.text, item.where, item.line].append(index)
    items: dict[int, int] = {}
    for finding in found:
        run = finding.run
        if id(run) in items or run.text == text:
            continue
        if run.key:
            if run.key in by_key:
                items[id(run)] = by_key[run.key]
        elif same := alike.get((run.text, run.where, run.line)) or alike.get((run.text, run.where, 0)):
            items[id(run)] = same.pop(0)
    return items


def _wanted(found: Sequence[Finding], items: Mapping[int, int]) -> Iterator[_Wanted]:
    """Addresses first: a link that goes takes its title along."""
    addresses: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.run.where is Where.URL:
            addresses[finding.run.text].append(finding)
    yield from ((tuple(own), None) for own in addresses.values())
    yield from (((f,), items.get(id(f.run))) for f in found if f.run.where is not Where.URL)


def _together_or_apart(file: _File, likely: Sequence[Change], accepted: tuple[Change, ...]) -> tuple[Change, ...]:
    """Take what is likely at once, or else each half by itself: nearly always all of it is right."""
    if not likely:
        return accepted
    if _reads(file, tried := (*accepted, *likely)):
        return tried
    if len(likely) == 1:
        return accepted
    half = len(likely) // 2
    return _together_or_apart(file, likely[half:], _together_or_apart(file, likely[:half], accepted))


def _one_by_one(file: _File, wanted: Sequence[_Wanted], accepted: tuple[Change, ...]) -> tuple[Change, ...]:
    trials = _MOST_TRIALS
    for one in wanted:
        for change in _options(file, one, _MOST_PLACES, accepted):
            trials -= 1
            if trials < 0:
                return accepted
            if _reads(file, tried := (*accepted, change)):
                accepted = tried
                break
    return accepted


def _free(edits: Sequence[Edit], others: Sequence[Change]) -> bool:
    """Whether some edits touch no other one."""
    held = [o for other in others for o in other.edits]
    return all(e.end <= o.start or o.end <= e.start for e in edits for o in held)


def _options(file: _File, one: _Wanted, most: int, others: Sequence[Change]) -> Iterator[Change]:
    """The changes that may redact some findings beside `others`, the likeliest first."""
    findings, index = one
    finding = findings[0]
    if finding.run.where is Where.URL:
        edits = unlink(file.text, finding.run.text)
        if edits and _free(edits, others):
            yield Change(findings, edits, {}, frozenset(_link_items(file.before, finding.run.text)))
        return
    if any(index in other.gone for other in others):
        yield Change(findings, (), {})
        return
    new = file.planned[id(finding)]
    yield from _written(file, one, new, most, others)
    if most > 1 and new.alone != new:
        yield from _written(file, one, new.alone, most, others)


def _written(file: _File, one: _Wanted, new: Replacement, most: int, others: Sequence[Change]) -> Iterator[Change]:
    """The changes that write a replacement in the place of a finding."""
    findings, index = one
    finding, start, end = findings[0], new.start, new.end
    if start == end or (
        finding.run.text == file.text and any(e.start <= start and end <= e.end for o in others for e in o.edits)
    ):
        yield Change(findings, (), {})
        return
    expected: Expected = {}
    if index is not None:
        base = file.before.items[index].text.find(finding.run.text)
        if base < 0:
            return
        expected = {index: ((base + start, base + end, new.lead + new.words),)}
    free = (p for p in _places(file, finding.run, start, end) if _free([Edit(p[0][0], p[-1][1], "")], others))
    for place in islice(free, most):
        for edits in islice(replacements(file.text, place, new.words, new.lead), 1 if most == 1 else None):
            if _free(edits, others):
                yield Change(findings, edits, expected)
    if most > 1 and new.start < new.core:
        for place in islice(_places(file, finding.run, new.core, end), most):
            before = before_it(file.text, place, finding.run.text[start : new.core], new.lead)
            for edits in replacements(file.text, place, new.words) if before else ():
                if before and _free(edits := (before, *edits), others):
                    yield Change(findings, edits, expected)


def _link_items(before: Reading, address: str) -> Iterator[int]:
    """The items of every link to an address and of every definition of it, titles included."""
    for index, item in enumerate(before.items):
        if item.text == address and (item.link or item.definition):
            yield index
            yield index + 1 if item.link else index - 1


def _places(file: _File, run: Run, start: int, end: int) -> Iterator[tuple[tuple[int, int], ...]]:
    words = run.text[start:end]
    if run.text == file.text:
        yield ((start, end),)
        return
    found = [p for view in file.lenses for p in view.occurrences(words, run.line)]
    ordered = list(dict.fromkeys(found))
    number = nth(words, start, lens(run.text))
    yield from ordered[number:]
    yield from ordered[:number]


def _reads(file: _File, changes: Sequence[Change]) -> bool:
    """Whether the file with these changes says what it said, but for the words that they take out."""
    after = reading(file.name, apply(file.text, [e for c in changes for e in c.edits]))
    if after is None or after.shape != file.before.shape or after.hollow > file.before.hollow:
        return False
    gone = frozenset(chain.from_iterable(c.gone for c in changes))
    words: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for change in changes:
        for index, new in change.expected.items():
            words[index] += new
    expected = [_said(item, words.get(i, ())) for i, item in enumerate(file.before.items) if i not in gone]
    return expected == [_said(item, ()) for item in after.items]


def _said(item: Item, changes: Sequence[tuple[int, int, str]]) -> tuple[object, ...]:
    text = item.text
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return item.key, item.where, item.link, item.definition, text
