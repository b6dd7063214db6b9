"""A workbook that is imported and forms that are sent, while the process or its server is killed: nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cortes import ARRIVING, fill_server, round_of, template
from benchmarks.cortes_llegan import FORMS, RECORDED, furnish


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(template(tmp_path_factory.mktemp("molde") / "molde", 5), 12)


@pytest.mark.parametrize("on", ["archivo", "servidor"])
@pytest.mark.parametrize(("kind", "cut"), [("importación", 40_000), ("formularios", 4_000)])
def test_what_arrives_while_the_process_is_killed(
    request: pytest.FixtureRequest, mould: Path, tmp_path: Path, on: str, kind: str, cut: int
) -> None:
    url = request.getfixturevalue("database") if on == "servidor" else None
    if url:
        fill_server(mould, url)
    seen = round_of(kind, mould, tmp_path / "ronda", line=cut, url=url)
    assert seen.killed and seen.wrong == ()
    assert (len(seen.done) > 1) == (kind == "formularios")


@pytest.mark.parametrize("kind", ARRIVING)
def test_what_arrives_whole_is_acknowledged(mould: Path, tmp_path: Path, kind: str) -> None:
    seen = round_of(kind, mould, tmp_path / "ronda")
    assert not seen.killed and seen.wrong == ()
    assert seen.done == (RECORDED,) if kind == "importación" else len(seen.done) == 2 * FORMS
