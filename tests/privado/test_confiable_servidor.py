"""The server of the store is killed: the program says so, and what was acknowledged is there when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cortes import databases, template
from benchmarks.cortes_llegan import FORMS, furnish
from benchmarks.cortes_servidor import round_of
from tests.privado.servidor import server

CUTS = {"escritura": 1.0, "importación": 1.5, "formularios": 0.4}


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each round begins from; none changes it."""
    return furnish(template(tmp_path_factory.mktemp("molde") / "molde", 5), 12)


@pytest.mark.parametrize("kind", CUTS)
def test_a_server_that_is_killed_loses_nothing(tmp_path: Path, kind: str, mould: Path) -> None:
    with server() as running:
        url = databases(running.url, mould)(kind)
        done, wrong = round_of(kind, mould, tmp_path / "ronda", running, url, CUTS[kind])
    assert wrong == []
    if kind == "escritura":
        assert done > 1
    if kind == "formularios":
        assert done == 2 * FORMS
