"""What each finding of a document becomes, decided once: the build and the author's own copy get the same words.

A name takes the role and the titles before it along («la instructora Rosa» → «la «instructora A»», «doña Eulalia» →
«persona A»»), an article that no longer agrees is changed in the same stretch («del señor Mina» → «de la «persona A»»),
and a role that is told once is said at every mention of that person. Letters follow the order of appearance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.anonymize import datum
from generator.anonymize.findings import Finding
from generator.anonymize.items import Item, Replacement, item_of
from generator.anonymize.replace import first_free
from generator.anonymize.roles import Before, before, past_titles
from generator.anonymize.told import Told
from generator.anonymize.who import People

_LIST_GAP = re.compile(r"\s*,\s*(?:[ye]\s+)?|\s+[ye]\s+")

Plan = Mapping[int, Replacement]
"""The replacement of each finding, by its identity."""


def plan(found: Iterable[Finding], files: Mapping[str, str]) -> Plan:
    """The replacements of the findings of one document. `files`: its texts as they stand on disk, in reading order."""
    by_run: dict[int, list[Item]] = {}
    for finding in _in_order(found, files):
        by_run.setdefault(id(finding.run), []).append(item_of(finding))
    runs = [_joined(sorted(items, key=lambda i: i.low)) for items in by_run.values()]
    for items in runs:
        _look_before(items)
    mentions = [item for items in runs for item in items if item.person]
    people = Told(People((m.name for m in mentions), first_free(list(files.values()))), mentions)
    planned: dict[int, Replacement] = {}
    for items in runs:
        floor = 0
        for item, ceiling in zip(items, [*(i.low for i in items[1:]), len(items[0].text)], strict=True):
            new = people.replacement(item, floor) if item.person else datum.replacement(item, floor, ceiling)
            first, *others = item.findings
            planned[id(first)] = new
            planned |= {id(f): Replacement(new.end, new.end, new.end, "", "", (new.end, new.end, "")) for f in others}
            floor = new.end
    return planned


def _in_order(found: Iterable[Finding], files: Mapping[str, str]) -> list[Finding]:
    """By file and line; what stands in no run, so where no page shows it, last."""
    order = list(files)

    def place(finding: Finding) -> tuple[bool, int, int]:
        unseen = finding.run.text == files.get(finding.file)
        return unseen, order.index(finding.file) if finding.file in order else len(order), finding.run.line

    return sorted(found, key=place)


def _joined(items: Sequence[Item]) -> list[Item]:
    """Neighbouring findings with nothing but spaces between are one name: what is certain of it and what is not."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and last.person and item.person and not item.text[last.end : item.low].strip(" \t\xa0"):
            last.findings += item.findings
            last.end = item.end
            last.start = past_titles(item.text, last.low, last.end)
        else:
            joined.append(item)
    return joined


def _look_before(items: Sequence[Item]) -> None:
    """What stands before each mention; the names of «los aprendices Yeison, Leidy y Ana» share what stands there."""
    last: Item | None = None
    floor = 0
    for item in items:
        at, floor = floor, item.end
        if not item.person or not item.prose:
            last = None
            continue
        item.before = before(item.text, item.start, at)
        if item.before.plural:
            item.listed = True
        elif last and last.listed and _LIST_GAP.fullmatch(item.text, last.end, item.before.start):
            item.listed = True
            if item.before.noun is None:
                item.before = Before(item.before.start, last.before.noun, last.before.gender, plural=True)
        last = item
