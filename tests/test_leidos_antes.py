"""Files that another process reads meanwhile: known under another name, and never believed of what changed since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import digests


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What this process opens, one file after another."""
    digests.forget()
    found: list[str] = []
    real = digests._opened
    monkeypatch.setattr(digests, "_opened", lambda name: found.append(name) or real(name))
    monkeypatch.setattr(digests, "_WORTHWHILE", 1)
    yield found
    digests.forget()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages that were written some time ago."""
    (tmp_path / "site/a").mkdir(parents=True)
    for name in ("a/dos.html", "uno.html"):
        path = tmp_path / "site" / name
        path.write_text(f"Página {name}")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return tmp_path / "site"


def same(path: Path) -> bool:
    return digests.digest(path) == hashlib.sha256(path.read_bytes()).digest()


def test_what_was_read_elsewhere_is_not_opened_here_whatever_it_is_called(site: Path, opened: list[str]) -> None:
    with digests.ahead(site, site / "no-hay"):
        os.link(site / "uno.html", site / "otro.html")  # which says of the file that it changed
        assert all(map(same, (site / "otro.html", site / "uno.html", site / "a/dos.html")))
    assert opened == []


@pytest.mark.parametrize("how", ["escrito", "con otra fecha", "reemplazado"])
def test_what_changed_since_is_read(site: Path, opened: list[str], how: str) -> None:
    path = site / "uno.html"
    with digests.ahead(site):
        assert same(site / "a/dos.html")  # what the other process read is here
        text = "PÁGINA uno.html"  # as long as it was
        if how == "reemplazado":
            (site / "nueva").write_text(text)
            (site / "nueva").replace(path)
        else:
            path.write_text(text)
        if how == "con otra fecha":
            os.utime(path, (1_700_000_001, 1_700_000_001))
        assert same(path)
    assert opened == [str(path)]


def test_two_processes_answer_each_for_its_own(site: Path, tmp_path: Path, opened: list[str]) -> None:
    other = tmp_path / "docs"
    other.mkdir()
    (other / "tres.md").write_text("Tres.")
    os.utime(other / "tres.md", (1_700_000_000, 1_700_000_000))
    with digests.ahead(site):
        with digests.ahead(other):
            assert all(map(same, (site / "uno.html", other / "tres.md")))
        assert opened == []
        assert same(other / "tres.md") and same(site / "a/dos.html")
    assert opened == [str(other / "tres.md")]


def test_nothing_of_it_is_believed_afterwards(site: Path, opened: list[str]) -> None:
    with digests.ahead(site):
        assert same(site / "a/dos.html")
    digests.forget()
    assert same(site / "uno.html") and opened == [str(site / "uno.html")]


def test_what_a_link_leads_to_is_somebody_elses(site: Path, tmp_path: Path, opened: list[str]) -> None:
    mine = tmp_path / "de-alguien.md"
    mine.write_text("uno")
    os.utime(mine, (1_700_000_000, 1_700_000_000))
    (site / "enlace").symlink_to(mine)
    with digests.ahead(site):
        assert same(site / "uno.html")
        assert same(mine) and opened == [str(mine)]


def test_without_another_process_it_is_read_here(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 1)
    with digests.ahead(site):
        assert same(site / "uno.html") and same(site / "a/dos.html")


def test_for_a_few_files_no_process_is_started(site: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_WORTHWHILE", 3)
    monkeypatch.setattr(digests, "begun", None)
    with digests.ahead(site):
        assert same(site / "uno.html") and len(opened) == 1


def test_what_was_handed_on_is_not_opened_by_who_takes_it_on(site: Path, opened: list[str]) -> None:
    with digests.ahead(site):
        assert digests.handed_on() == (), "nobody asked for it so far"
        assert same(site / "uno.html")
        handed = digests.handed_on()
        digests.take_on(handed)
        assert len(digests._ours) == 1, "it is known here"
    digests.forget()
    try:
        digests.take_on(handed)
        assert same(site / "a/dos.html") and opened == []
        (site / "uno.html").write_text("PÁGINA uno.html")
        assert same(site / "uno.html") and opened == [str(site / "uno.html")]
    finally:
        digests._ours.clear()
