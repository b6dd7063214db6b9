"""The attack: what it proves is what can be proved, over one table and over several."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.disclosure.attack import audit, intervals
from generator.disclosure.primary import Rule, covers
from generator.disclosure.table import Dimension, Table
from tests.divulgacion.tablas import (
    TooMuchError,
    at,
    by_hand,
    flat,
    leaves,
    nested,
    of_chance,
    table,
    two_a_line,
)

RULE = Rule()
FARTHER = Rule(above=5)
SHAPES = [flat(3, 3), flat(2, 2, 2), flat(4), nested([2, 1], 2), nested([1, 1, 2], 1)]


@st.composite
def holed(draw: st.DrawFn) -> Table:
    """A small table with any cells suppressed but the grand total."""
    dimensions = draw(st.sampled_from(SHAPES))
    size = len(leaves(dimensions))
    made = table(dimensions, draw(st.lists(st.integers(0, 7), min_size=size, max_size=size)))
    hidden = draw(st.sets(st.integers(1, len(made.counts) - 1), min_size=1))
    return made.with_hidden(hidden)


@settings(max_examples=60, deadline=None)
@given(holed())
def test_the_interval_is_the_one_that_counting_every_completion_gives(made: Table) -> None:
    try:
        counted = by_hand(made)
    except TooMuchError:
        assume(False)
    assert {cell: interval for (_, cell), interval in intervals([made]).items()} == counted


@settings(max_examples=60, deadline=None)
@given(holed())
def test_the_audit_lets_through_what_is_wide_and_nothing_else(made: Table) -> None:
    try:
        counted = by_hand(made)
    except TooMuchError:
        assume(False)
    narrow = {i for i, (low, high) in counted.items() if not RULE.wide(low, high)}
    assert {i for _, i in audit([made], RULE).narrow} == narrow


def test_whole_numbers_prove_more_than_fractions() -> None:
    """With three dimensions there are halves that fit where no count does: here a cell could be 0 only by halves."""
    counts = [1, 0, 2, 1, 2, 0, 1, 2, 1, 0, 2, 1, 2, 1, 1, 2, 0, 2, 2, 0, 1, 0, 2, 2, 2, 1, 0]
    made = table(flat(3, 3, 3), counts)
    inner = [i for i, cell in enumerate(made.cells()) if all(cell) and made.counts[i]]
    hidden = made.with_hidden(inner)
    assert {cell: interval for (_, cell), interval in intervals([hidden]).items()} == by_hand(hidden)


def test_who_knows_the_counts_asks_for_more_than_width() -> None:
    """Two threes that add up to six: anything from 0 to 6 fits, and 3 and 5 more does not."""
    made = table(flat(3), [3, 3, 20])
    hidden = made.with_hidden([at(made, "a0"), at(made, "a1")])
    assert audit([hidden], FARTHER).safe
    assert {i for _, i in audit([hidden], FARTHER, made).narrow} == {at(made, "a0"), at(made, "a1")}


@pytest.mark.parametrize(
    ("rule", "count", "low", "high", "enough"),
    [
        (RULE, 1, 0, 5, True),
        (RULE, 1, 0, 4, False),
        (RULE, 4, 2, 5, True),
        (RULE, 4, 3, 40, False),
        (RULE, 30, 29, 32, True),  # no secret of its own: the width is what counts
        (RULE, 30, 30, 32, False),
        (FARTHER, 1, 0, 6, True),
        (FARTHER, 1, 0, 5, False),
        (FARTHER, 4, 2, 9, True),
        (FARTHER, 4, 2, 8, False),
        (FARTHER, 4, 3, 40, False),
        (FARTHER, 3, 1, 8, True),
        (FARTHER, 30, 26, 33, True),
        (FARTHER, 30, 27, 33, False),
    ],
)
def test_how_far_an_interval_has_to_reach(rule: Rule, count: int, low: int, high: int, enough: bool) -> None:
    secret = count < 5
    assert (rule.wide(low, high) and (not secret or covers(rule.room(count), count, low, high))) is enough


def test_who_knows_that_zeros_are_shown_proves_more() -> None:
    """Four ones are all that four suppressed cells can be, when none of them is a zero."""
    made = table(flat(6), [1, 1, 1, 1, 1, 20])
    hidden = made.with_hidden(range(1, 6))
    assert audit([hidden], RULE).safe
    assert len(audit([hidden], Rule(floor=1)).narrow) == 5


def test_the_total_of_two_tables_that_count_the_same_is_one_whatever_a_third_one_has() -> None:
    """A table of something else, with a code more, does not keep them apart."""

    def released(measure: str, column: str, shown: dict[str, int | None]) -> Table:
        dimension = Dimension.of([column], [(code,) for code in shown if code])
        return Table((dimension,), tuple(shown[node[-1] if node else ""] for node in dimension.nodes), measure)

    by_place = released("visitas", "regional", {"": None, "05": 40, "08": None})
    by_kind = released("visitas", "tipo", {"": 43, "colectivo": 20, "individual": 23})
    other = released("practicas", "regional", {"": 30, "00": 10, "05": 10, "08": 10})
    for tables in ([by_place, by_kind], [by_place, by_kind, other], [other, by_kind, by_place]):
        assert audit(tables, RULE).narrow


def test_two_in_every_line_is_not_enough_and_is_caught() -> None:
    made = of_chance(nested([3, 4, 2, 5], 4), 7, 9)
    hidden = two_a_line(made, RULE.secrets(made))
    for e in made.equations():
        inside = {e.parent, *e.children} & hidden
        assert len(inside) != 1 or all(made.counts[i] == 0 for i in {e.parent, *e.children} - inside)
    assert audit([made.with_hidden(hidden)], RULE).narrow


def test_a_number_that_is_no_sum_is_told() -> None:
    made = table(flat(2, 2), [10, 20, 30, 40])
    counts = list(made.counts)
    counts[at(made, "a0")] = 31
    assert audit([Table(made.dimensions, tuple(counts))], RULE).broken


def test_suppressed_cells_that_no_count_fits_are_told() -> None:
    made = table(flat(2, 2), [10, 20, 30, 40])
    counts: list[int | None] = list(made.counts)
    counts[at(made, "a0", "b0")] = None
    counts[at(made, "a0", "b1")] = 35
    assert audit([Table(made.dimensions, tuple(counts))], RULE).broken


def square(made: Table, rows: tuple[str, str], columns: tuple[str, str]) -> Table:
    return made.with_hidden(at(made, row, column) for row in rows for column in columns)


@pytest.fixture
def quarter() -> Table:
    return table(flat(3, 3), [3, 20, 21, 22, 23, 24, 25, 26, 27])


def test_two_releases_of_the_same_are_unsafe_together_when_each_hides_other_cells(quarter: Table) -> None:
    first = square(quarter, ("a0", "a1"), ("b0", "b1"))
    second = square(quarter, ("a0", "a2"), ("b0", "b2"))
    assert audit([first], RULE).safe
    assert audit([second], RULE).safe
    together = audit([first, second], RULE)
    assert {(w, quarter_cell) for w, quarter_cell in together.narrow} >= {
        (0, at(quarter, "a0", "b0")),
        (1, at(quarter, "a0", "b0")),
    }


def test_the_same_release_twice_tells_nothing_more() -> None:
    made = table(flat(2, 2, 1), [6, 20, 21, 22])
    hidden = made.with_hidden(i for i, cell in enumerate(made.cells()) if cell[0] and cell[1])
    assert audit([hidden], RULE).safe
    assert audit([hidden, hidden], RULE).safe


def test_tables_that_are_safe_alone_and_unsafe_together() -> None:
    """One hides a margin that the other, by another dimension, shows."""
    by_b = table(flat(3, 2), [6, 30, 31, 32, 33, 34])
    hidden = by_b.with_hidden(at(by_b, *codes) for codes in (("a0", "b0"), ("a0",), ("a1", "b0"), ("a1",)))
    emphases = [Dimension.of(["a"], [("a0",), ("a1",), ("a2",)]), Dimension.of(["e"], [("e0",), ("e1",)])]
    by_e = table(emphases, [16, 20, 40, 23, 50, 17])
    assert [by_e.counts[at(by_e, a)] for a in ("a0", "a1", "a2")] == [
        by_b.counts[at(by_b, a)] for a in ("a0", "a1", "a2")
    ]
    assert audit([hidden], RULE).safe
    assert audit([by_e], RULE).safe
    together = audit([hidden, by_e], RULE)
    assert not together.broken
    assert (0, at(by_b, "a0", "b0")) in together.narrow


def test_late_records_show_in_the_difference() -> None:
    """Two people more in one cell, with everything else as it was: the two releases cannot both be public."""
    before = table(flat(2, 2), [10, 20, 30, 40])
    after = table(flat(2, 2), [12, 20, 30, 40])
    assert audit([before], RULE).safe
    assert audit([before, after], RULE).broken


def test_a_person_who_moved_shows_in_the_difference() -> None:
    before, after = (table(nested([2, 2], 1), counts) for counts in ([10, 20, 30, 40], [9, 21, 30, 40]))
    assert audit([before, after], RULE).broken


def test_quarters_apart_do_not_contradict_each_other_and_meet_in_the_year() -> None:
    def of(*quarters: str) -> list[Dimension]:
        return [Dimension.of(["a"], [("a0",), ("a1",)]), Dimension.of(["t"], [(q,) for q in quarters])]

    first, second = table(of("T1"), [10, 20]), table(of("T2"), [30, 40])
    assert audit([first, second], RULE).safe
    year = table(of("T1", "T2"), [10, 30, 20, 40])
    assert audit([first, second, year], RULE).safe
    wrong = table(of("T1", "T2"), [11, 30, 20, 40])
    assert audit([first, second, wrong], RULE).broken


def test_a_regional_with_one_centre_is_the_same_cell_twice() -> None:
    made = table(nested([1, 2, 2], 2), [3, 30, 31, 32, 33, 34, 35, 36, 37, 38])
    only = made.with_hidden([at(made, "r0c0", "t0"), at(made, "r0c0")])
    assert audit([only], RULE).narrow


def test_a_table_says_nothing_of_its_counts_in_its_repr() -> None:
    made = table(flat(2), [4321, 8765])
    assert "4321" not in repr(made)
