"""Two that make the first report of a centre at once: the figures are frozen once, and both tell those."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from generator.private.options import ClaseInforme
from generator.private.quarters import Quarter
from generator.private.reports import making
from generator.private.store import Store
from generator.private.tables import corte
from tests.privado.gente import CENTRO, cycle_of_two


def test_two_first_reports_of_a_centre_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle_of_two(store)
    store.now = lambda: datetime(2026, 4, 15, 17, 0, tzinfo=UTC)
    together, met = Barrier(2), set[int]()
    real = making.figures

    def both(centre: Any) -> Any:
        # On a server both have looked, and found nothing frozen, before either freezes; a file takes one at a time.
        if store.engine.dialect.name == "postgresql" and len(met) < 2:
            met.add(together.wait(timeout=30))
        return real(centre)

    monkeypatch.setattr(making, "figures", both)

    def make(kind: ClaseInforme) -> Any:
        return store.write("x", making.for_centre, kind, CENTRO, Quarter(2026, 1), date(2026, 4, 15))

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(make, (ClaseInforme.EPC, ClaseInforme.EPC)))
    assert made[0] == made[1]
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(corte)).scalar_one() == 1
