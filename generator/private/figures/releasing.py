"""A release: count, protect, write down, attack what was written, keep, put in its place. In that order, or not at all.

What is kept in the store is enough to write the same bytes again. So a run that was killed before keeping has done
nothing, and one that was killed after it is finished by the next: half a release is never in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.anonymize.detect import detect
from generator.anonymize.spans import Level
from generator.clock import day_of
from generator.disclosure.attack import audit
from generator.disclosure.primary import STRICT
from generator.disclosure.reading import read_released
from generator.disclosure.table import Table
from generator.figures.catalog import ASPECTO, KINDS, WHOLE, names_of
from generator.figures.files import FOLDER, read, written
from generator.figures.protecting import Earlier, Raw, protect, resists
from generator.figures.release import TOTAL
from generator.private import trail
from generator.private.errors import refuse
from generator.private.figures.counting import Counted, count
from generator.private.figures.kept import Kept, KeptCell, all_kept, keep
from generator.private.figures.placing import occupied, public, put, require_ours, require_whole
from generator.private.quarters import Quarter
from generator.private.store import Store, Writing

Say = Callable[[str], None]
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """What a run ended in: the name of the release, how many numbers it shows and suppresses, whether it was new."""

    name: str
    shown: int
    suppressed: int
    new: bool


def release(
    store: Store,
    actor: str,
    project: Path,
    quarter: Quarter,
    published: Mapping[str, Mapping[str, int]],
    today: date,
    say: Say,
    *,
    correct: bool = False,
    illustrative: bool = False,
) -> Made:
    """Make the release of a quarter, or a correction of it; finish or restore one that was made already.

    `published`: the practices and expeditions of the site by regional, "" for all. Raises StoreError (D470, D510,
    D520–D526, D528), OSError when the disk does not let it, with the release kept for the next run to write.
    """
    # The day that is asked with may be any; what is frozen for good is not: the store's own clock decides.
    if quarter.end >= min(today, day_of(store.now())):
        raise refuse("D470", hint="Las cifras de un trimestre se publican cuando termine.")
    target = project / FOLDER
    with store.read() as connection:
        kept = all_kept(connection)
        mine = [k for k in kept if k.quarter == str(quarter)]
        if correct and not mine:
            raise refuse("D522")
        # A correction that was kept and is not in its place was cut short: asked for again, it is finished.
        again = bool(mine) and (not correct or (mine[-1].version > 1 and not occupied(target / mine[-1].name)))
        require_ours(target, kept)
        if not again:
            require_whole(target, kept, illustrative)
            say("Contando.")
            seen = trail.head(connection)
            cells = _cells(count(connection, quarter), published)
    if again:
        return _again(project, mine, illustrative)
    _require_nobody_named(cells)
    say("Protegiendo y atacando las tablas, con las anteriores.")
    earlier = [Earlier(tuple(map(_raw, k.cells)), tuple(c.suppressed for c in k.cells)) for k in mine]
    try:
        new = _protected(quarter, len(mine) + 1, cells, earlier)
        if correct and not _tells_something(new, mine[-1]):
            raise refuse("D523")
        if occupied(target / new.name) and read(target / new.name) != public(new, illustrative):
            raise refuse("D526", where=f"{FOLDER}/{new.name}")
        _attack(new, earlier, kept)
    except MemoryError:
        raise refuse("D510") from None
    store.write(actor, _keep_unless_changed, new, seen)
    say("Escribiendo.")
    put(project, new, illustrative)
    return _made(new, is_new=True)


def _again(project: Path, mine: Sequence[Kept], illustrative: bool) -> Made:
    """What was released already: put in its place again where it is missing, just as it was."""
    missing = [one for one in mine if not occupied(project / FOLDER / one.name)]
    require_whole(project / FOLDER, [one for one in mine if one not in missing], illustrative)
    for one in missing:
        put(project, one, illustrative)
    return _made(mine[-1], is_new=bool(missing))


def _made(kept: Kept, *, is_new: bool) -> Made:
    away = sum(cell.suppressed for cell in kept.cells)
    return Made(kept.name, len(kept.cells) - away, away, is_new)


def _keep_unless_changed(w: Writing, new: Kept, seen: trail.Head) -> None:
    if trail.head(w.connection) != seen:
        raise refuse("D524")
    keep(w, new)


def _cells(counted: Mapping[str, Mapping[str, Counted]], published: Mapping[str, Mapping[str, int]]) -> list[Raw]:
    """Every number of a release, in the order of the catalogue."""
    cells: list[Raw] = []
    for key, kind in KINDS.items():
        if key in counted:
            cells += [
                Raw(key, _line(code), _line(c.name), c.value, c.people, c.largest) for code, c in counted[key].items()
            ]
        else:
            names = {TOTAL: WHOLE, **names_of(kind.column)}
            cells += [Raw(key, code, name, published[key].get(code, 0), ()) for code, name in names.items()]
    return cells


def _require_nobody_named(cells: Sequence[Raw]) -> None:
    """Refuse (D528) words of the instrument that tell of somebody: released, they would stay for good."""
    words = {word for c in cells if KINDS[c.kind].column == ASPECTO for word in (c.code, c.name)}
    if any(span.level is Level.AUTO for word in words for span in detect(word, part=True)):
        raise refuse("D528")


def _line(name: str) -> str:
    """Words as one line without anything unseen: who writes the instrument may end lines in it, and a table may not."""
    return " ".join("".join(" " if unicodedata.category(c) in _UNSEEN else c for c in name).split())


def _protected(quarter: Quarter, version: int, cells: Sequence[Raw], earlier: Sequence[Earlier]) -> Kept:
    suppressed = protect(cells, earlier)
    if suppressed is None:
        raise refuse("D510")
    made = (
        KeptCell(c.kind, c.code, c.name, c.value, c.people, c.largest, away)
        for c, away in zip(cells, suppressed, strict=True)
    )
    return Kept(str(quarter), version, tuple(made))


def _raw(cell: KeptCell) -> Raw:
    return Raw(cell.kind, cell.code, cell.name, cell.value, cell.people, cell.largest)


def _tells_something(new: Kept, before: Kept) -> bool:
    """Whether a correction shows a number that the release before it did not show."""
    shown = {(c.kind, c.code, c.value) for c in before.cells if not c.suppressed}
    return any((c.kind, c.code, c.value) not in shown for c in new.cells if not c.suppressed)


def _attack(new: Kept, earlier: Sequence[Earlier], kept: Sequence[Kept]) -> None:
    """Attack what is going to be written, from its own bytes: as any reader can, together with the other quarters, and
    as who knows the counts can tell that it holds.

    Raises StoreError (D525).
    """
    tables = _tables(new)
    for key, table in tables.items():
        shown = {cell[-1][-1] if cell[-1] else TOTAL: n for cell, n in zip(table.cells(), table.counts, strict=True)}
        said = {c.code: None if c.suppressed else c.value for c in new.cells if c.kind == key}
        if shown != said:
            raise refuse("D525")
    others = {k.quarter: k for k in kept if k.quarter != new.quarter}
    seen = [table for other in others.values() for table in _tables(other).values()]
    away = tuple(c.suppressed for c in new.cells)
    if not audit([*seen, *tables.values()], STRICT).safe or not resists(tuple(map(_raw, new.cells)), away, earlier):
        raise refuse("D525")


def _tables(kept: Kept) -> dict[str, Table]:
    """The tables of a release by their keys, as they are read from what is written of it."""
    tables = {}
    for name, data in written(public(kept, illustrative=False)).items():
        if name.endswith(".csv"):
            found, _ = read_released(data, name)
            if found is None:
                raise refuse("D525")
            tables[name.removesuffix(".csv")] = found.table
    return tables
