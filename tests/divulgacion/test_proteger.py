"""Protection: whatever the table, nobody works out a small count; and the same table always ends in the same bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.disclosure.attack import audit
from generator.disclosure.cuts import Block
from generator.disclosure.primary import Rule
from generator.disclosure.protect import check, protect
from generator.disclosure.suppress import suppress
from generator.disclosure.table import Table
from tests.divulgacion.tablas import TooMuchError, at, by_hand, flat, leaves, nested, of_chance, table
from tests.fabrica import REPO

RULE = Rule()
RULES = st.sampled_from([RULE, Rule(above=5)])
SHAPES = [flat(3, 3), flat(2, 2, 2), flat(5), nested([2, 1], 2), nested([1, 3], 2)]
ROWS = ["r,c,t,n", *(f"r{i},r{i}c{j},t{t},{3 * i + 5 * j * t}" for i in range(4) for j in range(3) for t in range(3))]


@st.composite
def counts(draw: st.DrawFn) -> Table:
    dimensions = draw(st.sampled_from(SHAPES))
    size = len(leaves(dimensions))
    return table(dimensions, draw(st.lists(st.integers(0, 12), min_size=size, max_size=size)))


@settings(max_examples=60, deadline=None)
@given(counts(), RULES)
def test_every_suppressed_count_is_covered_as_counting_every_completion_tells(made: Table, rule: Rule) -> None:
    protected = suppress(made, rule)
    assert protected is not None
    assert {i for i, n in enumerate(made.counts) if n in (1, 2, 3, 4)} <= set(protected.suppressed())
    assert all(made.counts[i] for i in protected.suppressed()), "a zero was suppressed"
    assume(protected.counts[0] is not None)
    try:
        counted = by_hand(protected)
    except TooMuchError:
        assume(False)
    for i, (low, high) in counted.items():
        count = made.counts[i] or 0
        further = rule.above
        assert count > 4 or (low <= max(0, count - 2) and high >= max(5, count + further))
        assert high >= 5
        assert high - low >= further + 2 or (low == 0 and high >= further + 1)


@settings(max_examples=40, deadline=None)
@given(counts(), RULES)
def test_what_is_protected_passes_the_audit_of_whoever_knows_no_count(made: Table, rule: Rule) -> None:
    protected = suppress(made, rule)
    assert protected is not None
    assert audit([protected], rule).safe


def test_nothing_is_suppressed_where_nothing_is_small() -> None:
    made = table(flat(3, 3), [5, 6, 7, 8, 9, 10, 0, 12, 13])
    assert suppress(made, RULE) == made


def test_the_only_centre_of_a_regional_takes_the_regional_with_it() -> None:
    made = table(nested([1, 2, 2], 2), [3, 30, 31, 32, 33, 34, 35, 36, 37, 38])
    protected = suppress(made, RULE)
    assert protected is not None
    assert {at(made, "r0", "t0"), at(made, "r0c0", "t0")} <= set(protected.suppressed())


def test_the_exact_way_loses_the_least() -> None:
    """One small count in a square of large ones: three more cells, the cheapest ones, and none of the margins."""
    made = table(flat(3, 3), [3, 20, 90, 21, 22, 91, 92, 93, 94])
    protected = suppress(made, RULE)
    assert protected is not None
    assert set(protected.suppressed()) == {at(made, a, b) for a in ("a0", "a1") for b in ("b0", "b1")}


def test_a_block_out_of_work_still_ends_protected(monkeypatch) -> None:
    """What the exact way leaves undone, the sequential way mends."""
    monkeypatch.setattr(Block, "solve", lambda self: set(self._hidden))
    made = of_chance(nested([3, 4, 2], 3), 3, 9)
    protected = suppress(made, RULE)
    assert protected is not None
    assert audit([protected], RULE, made).safe


def _protected(rows: list[str]) -> str:
    text, findings = protect("\n".join(rows).encode(), "e.csv", (("r", "c"), ("t",)), "n", RULE)
    assert not findings
    assert text is not None
    return text


def test_the_same_table_ends_in_the_same_bytes_whatever_the_order_of_its_rows() -> None:
    shuffled = ROWS[1:]
    random.Random(5).shuffle(shuffled)
    assert _protected(ROWS) == _protected([ROWS[0], *shuffled])


def test_the_same_bytes_in_another_process_with_other_hashes() -> None:
    code = (
        "import sys; from tests.divulgacion.test_proteger import ROWS, _protected; sys.stdout.write(_protected(ROWS))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    made = subprocess.run([sys.executable, "-c", code], cwd=REPO, env=env, capture_output=True, text=True, check=True)
    assert made.stdout == _protected(ROWS)


def test_what_is_written_is_audited_from_its_own_bytes() -> None:
    suppressed, findings = check([("s.csv", _protected(ROWS).encode())], RULE)
    assert suppressed
    assert not findings
