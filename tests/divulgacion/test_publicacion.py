"""A release protected: against any reader, against who knows their own part, and against who kept the one before.

The intervals are worked out here by hand: in tables that are one column and its total, they are a subtraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.catalog import KINDS, names_of
from generator.figures.protecting import Earlier, Raw, protect, resists, sensitive
from generator.figures.release import TOTAL

REGIONAL, TIPO, HORAS = "acompanamientos-por-regional", "acompanamientos-por-tipo", "horas-por-regional"
AMBIENTE = "acompanamientos-por-ambiente"
MANY = 40


def table(key: str, numbers: Sequence[tuple[int, int]]) -> list[Raw]:
    """A table of (how many, people on each side), its total first; the total's people are all of them."""
    sides = len(KINDS[key].people)
    codes = list(names_of(KINDS[key].column))[: len(numbers)]
    whole = (sum(n for n, _ in numbers), sum(p for _, p in numbers))
    return [
        Raw(key, code, code, n, (people,) * sides)
        for code, (n, people) in zip([TOTAL, *codes], [whole, *numbers], strict=True)
    ]


def at(cells: Sequence[Raw], key: str, code: str) -> int:
    return next(i for i, cell in enumerate(cells) if (cell.kind, cell.code) == (key, code))


def tables_of(cells: Sequence[Raw], measure: str) -> list[list[int]]:
    """The parts of each table that counts this, zeros apart: they are always shown."""
    keys = [k for k, kind in KINDS.items() if kind.measure == measure and any(c.kind == k for c in cells)]
    return [[i for i, c in enumerate(cells) if c.kind == k and c.code != TOTAL and c.value] for k in keys]


def proved(cells: Sequence[Raw], away: Sequence[bool], known: Sequence[int] = ()) -> dict[int, tuple[int, int | None]]:
    """What a reader proves of each suppressed number who also knows some of them, and that none is a zero. Tables that
    count the same share their total, so one that is all shown tells it."""
    hidden = {i for i, gone in enumerate(away) if gone and i not in known}
    found: dict[int, tuple[int, int | None]] = {}
    for measure in {KINDS[c.kind].measure for c in cells}:
        parts = tables_of(cells, measure)
        totals = [i for i, c in enumerate(cells) if KINDS[c.kind].measure == measure and c.code == TOTAL]
        told = any(i not in hidden for i in totals) or any(not hidden & set(p) for p in parts)
        whole = cells[totals[0]].value
        least = max(sum(1 if i in hidden else cells[i].value for i in p) for p in parts)
        for i in set(totals) & hidden:
            found[i] = (whole, whole) if told else (least, None)
        for p in parts:
            inside = hidden & set(p)
            shown = sum(cells[i].value for i in p if i not in hidden)
            for i in inside:
                rest = (whole if told else least) - shown - (len(inside) - 1)
                alone = len(inside) == 1
                found[i] = (rest if alone else 1, rest if told else None)
    return found


def inherent(cells: Sequence[Raw], i: int, known: Sequence[int]) -> int:
    """The least that somebody knows a number to be, whatever is suppressed: theirs, and one of each other part."""
    parts = tables_of(cells, KINDS[cells[i].kind].measure)
    least = max(sum(cells[j].value if j in known else 1 for j in p) for p in parts)
    if cells[i].code == TOTAL:
        return least
    mine = next(p for p in parts if i in p)
    rest = [j for j in mine if j not in known]
    return least - sum(cells[j].value for j in mine if j in known) if rest == [i] else 1


number = st.one_of(
    st.just((0, 0)),
    st.tuples(st.integers(1, 6), st.integers(1, 4)),
    st.tuples(st.integers(5, 60), st.integers(5, 60)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(number, min_size=2, max_size=8), st.lists(number, min_size=2, max_size=2))
def test_nobody_proves_a_small_number_not_even_who_is_in_another(
    regional: list[tuple[int, int]], kinds: list[tuple[int, int]]
) -> None:
    first = table(REGIONAL, regional)
    whole, people = first[0].value, first[0].people[0]
    less = (min(kinds[0][0], whole), min(kinds[0][1], people))
    second = table(TIPO, [less, (whole - less[0], max(people - less[1], 0))])
    cells = [*first, *(replace(c, people=first[0].people) if c.code == TOTAL else c for c in second)]
    away = protect(cells, [])
    assert away is not None
    assert resists(cells, away, [])
    secrets = [i for i, cell in enumerate(cells) if sensitive(cell)]
    assert all(away[i] for i in secrets)
    assert not any(away[i] for i, cell in enumerate(cells) if cell.value == 0)
    inside = [(i,) for i in secrets if cells[i].code != TOTAL and cells[i].value < whole]
    for insider in ((), *inside):
        for i, (low, high) in proved(cells, away, insider).items():
            if i in secrets:
                count = cells[i].value
                assert low <= max(count - 2, inherent(cells, i, insider)), (i, insider)
                assert high is None or high >= count + 5, (i, insider)


def test_two_small_numbers_are_not_hidden_by_each_other_from_who_is_in_one() -> None:
    cells = table(REGIONAL, [(3, 3), (4, 4), (MANY, MANY), (MANY + 9, MANY)])
    two = tuple(sensitive(c) for c in cells)
    assert sum(two) == 2
    assert not resists(cells, two, [])
    away = protect(cells, [])
    assert away is not None
    assert sum(away) > 2
    assert not away[0], "the total of all goes last"


@pytest.mark.parametrize("few", [(1, 1), (2, 1), (3, 1), (1, 1, 1), (2, 2), (4, 0), (3,)])
def test_so_few_that_nobody_may_see_even_their_sum_are_no_reason_not_to_publish(few: tuple[int, ...]) -> None:
    """A country in its first quarter: whoever stands behind one of two parts knows that there is at least theirs."""
    cells = table(REGIONAL, [(n, n) for n in few])
    away = protect(cells, [])
    assert away == tuple(cell.value > 0 for cell in cells)
    assert resists(cells, away, [])
    assert not resists(cells, (False, *away[1:]), [])


def test_one_cycle_is_all_that_there_was() -> None:
    """Tables that share a total: what somebody knows of one is at least what the only number of the other one is."""
    cells = [*table(REGIONAL, [(4, 1)]), *table(TIPO, [(4, 1)]), *table(AMBIENTE, [(3, 1), (1, 1)])]
    cells = [replace(cell, people=(1, 1)) for cell in cells]
    away = protect(cells, [])
    assert away == (True,) * len(cells)
    assert resists(cells, away, [])


def test_more_time_than_any_number_that_is_shown_is_no_reason_not_to_publish() -> None:
    """Where all is suppressed, what a reader takes for possible has to reach beyond what is true."""
    parts = [("05", 510, 1, (510, 0)), ("08", 90, 1, (90, 0)), ("11", 1420, 2, (1000, 420))]
    cells = [
        Raw(HORAS, TOTAL, "", 2020, (4,), (1000, 510)),
        *(Raw(HORAS, c, "", n, (p,), big) for c, n, p, big in parts),
    ]
    away = protect(cells, [])
    assert away == (True,) * 4
    assert resists(cells, away, [])


def test_tables_that_are_safe_alone_are_not_together() -> None:
    """One hides its total, and the other one shows it by its parts."""
    one = table(REGIONAL, [(3, 3), (MANY, MANY)])
    other = table(TIPO, [(20, 20), (23, 23)])
    other = [replace(other[0], people=one[0].people), *other[1:]]
    hides = (True, True, False)
    assert resists(one, hides, [])
    assert resists(other, (False,) * 3, [])
    assert not resists([*one, *other], (*hides, False, False, False), [])
    assert not resists([*one, *other], (*hides, True, False, False), [])


def released(cells: Sequence[Raw]) -> Earlier:
    away = protect(cells, [])
    assert away is not None
    return Earlier(tuple(cells), away)


def test_a_late_record_is_not_the_difference_between_two_releases() -> None:
    before = table(REGIONAL, [(MANY, 30), (MANY, 30), (MANY, 30)])
    first = released(before)
    assert not any(first.suppressed)
    now = table(REGIONAL, [(MANY + 1, 31), (MANY, 30), (MANY, 30)])
    assert not resists(now, (False,) * 4, [first])
    assert not resists(now, (True, False, False, False), [first])
    away = protect(now, [first])
    assert away == (True, True, False, False)


def test_a_person_who_moved_shows_in_neither_place() -> None:
    before = table(REGIONAL, [(MANY, 30), (MANY, 30), (MANY, 30)])
    first = released(before)
    now = table(REGIONAL, [(MANY - 1, 29), (MANY + 1, 31), (MANY, 30)])
    assert now[0] == before[0]
    assert not resists(now, (False,) * 4, [first])
    assert not resists(now, (False, True, False, False), [first])
    assert protect(now, [first]) == (False, True, True, False)


def test_many_late_records_are_shown() -> None:
    first = released(table(REGIONAL, [(MANY, 30), (MANY, 30)]))
    now = table(REGIONAL, [(MANY + 20, 45), (MANY, 30)])
    assert protect(now, [first]) == (False, False, False)


def test_what_was_hidden_to_hide_another_stays_hidden_in_the_correction() -> None:
    before = table(REGIONAL, [(3, 3), (9, 9), (MANY, 30), (MANY, 30)])
    first = released(before)
    companions = [i for i, gone in enumerate(first.suppressed) if gone and not sensitive(before[i])]
    assert companions
    now = table(REGIONAL, [(3, 3), (9, 9), (MANY, 30), (MANY + 30, 60)])
    assert not resists(now, tuple(sensitive(c) for c in now), [first])
    away = protect(now, [first])
    assert away is not None
    assert all(away[i] for i, gone in enumerate(first.suppressed) if gone)


def test_who_knows_that_zeros_are_shown_does_not_count_the_suppressed_ones() -> None:
    """Seven ones beside 30 and 40: of 77, the rest is seven, one each."""
    cells = table(REGIONAL, [(30, 30), (40, 40), *[(1, 1)] * 7, (0, 0)])
    assert not resists(cells, tuple(sensitive(c) for c in cells), [])
    away = protect(cells, [])
    assert away is not None
    assert sum(away) > 7


def test_a_number_that_is_the_same_of_other_people_is_the_same_number() -> None:
    """What was hidden beside a small one may not be shown later because others stand behind it: 98 - 40 - 41 - 14."""
    before = table(REGIONAL, [(3, 3), (14, 14), (40, 40), (41, 41)])
    first = released(before)
    assert first.suppressed[2]
    now = table(REGIONAL, [(3, 3), (14, 20), (10, 10), (41, 41)])
    away = protect(now, [first])
    assert away is not None
    assert away[2]
    assert not resists(now, (away[0], away[1], False, *away[3:]), [first])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((40, 41, 42, 0), (40, 41, 42, 1)),
        ((40, 41, 42, 0), (40, 41, 42, 3)),
        ((40, 41, 42, 3), (40, 41, 42, 4)),
        ((40, 41, 42, 5), (40, 41, 42, 4)),
        ((40, 41, 42, 3), (40, 41, 42, 0)),
        ((40, 41, 42, 30), (40, 41, 42, 0)),
    ],
)
def test_an_ordinary_correction_comes_out(before: tuple[int, ...], now: tuple[int, ...]) -> None:
    first = released(table(REGIONAL, [(n, n) for n in before]))
    cells = table(REGIONAL, [(n, n) for n in now])
    away = protect(cells, [first])
    assert away is not None
    assert resists(cells, away, [first])
    assert away[4] is (0 < now[3] < 5)
    assert not any(away[i] for i, cell in enumerate(cells) if cell.value == 0)


def test_a_change_in_time_is_not_shown_for_it_may_be_one_persons() -> None:
    before = [
        Raw(HORAS, TOTAL, "", 30000, (30,), (900, 900)),
        Raw(HORAS, "05", "", 10000, (10,), (900, 800)),
        Raw(HORAS, "08", "", 20000, (20,), (900, 900)),
    ]
    now = [replace(before[0], value=32404), replace(before[1], value=12404, people=(15,)), before[2]]
    assert protect(now, [released(before)]) == (True, True, False)


@pytest.mark.parametrize(
    ("value", "largest", "hides"),
    [
        (1000, (500, 400), False),  # the others have 100, which is twice what 10 % asks for
        (1000, (960, 20), True),  # who has 20 knows the 960 within 2 %
        (1000, (1000, 0), True),
        (0, (0, 0), False),
    ],
)
def test_time_is_not_shown_when_one_person_has_nearly_all_of_it(
    value: int, largest: tuple[int, int], hides: bool
) -> None:
    assert sensitive(Raw(HORAS, "05", "", value, (8,), largest)) is hides


def test_a_sum_of_time_leaves_the_room_that_its_largest_part_needs() -> None:
    cells = [
        Raw(HORAS, TOTAL, "", 5000, (30,), (960, 700)),
        Raw(HORAS, "05", "", 1000, (8,), (960, 20)),
        Raw(HORAS, "08", "", 30, (9,), (5, 5)),
        Raw(HORAS, "11", "", 3970, (13,), (700, 600)),
    ]
    assert not resists(cells, (False, True, True, False), []), "30 is not the room that 960 asks for"
    away = protect(cells, [])
    assert away is not None
    assert away[1]
    assert away[3]
