"""The search index that another process makes while the pages are audited is the one that is made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import digests, indexing, searching
from generator.indexing import index_pages
from generator.kept import Kept
from generator.manifest import STAMP, Staged, StagedPage
from generator.searching import FOLDER
from tests.test_incremental import tree

PAGE = "<html><body><article data-pagefind-body><h1>Taller {0}</h1><p>En el {0} medimos.</p></article></body></html>"


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """What was built of three pages."""
    pages = tuple(StagedPage(f"{n}/index.md", f"{n}/index.html", "guia", "") for n in range(3))
    for page in pages:
        path = tmp_path / "sitio" / page.built
        path.parent.mkdir(parents=True)
        path.write_text(PAGE.format(page.source[0]), encoding="utf-8")
    return Staged(tmp_path, tmp_path, tmp_path / "sitio", pages, (), frozenset())


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pages are many, there are two processors, and nothing is indexed in this process."""
    monkeypatch.setattr(indexing, "_MANY", 3)
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 2)
    monkeypatch.setattr(searching, "index", None)


def made(staged: Staged, folder: Path) -> tuple[list[str], list[str], dict[str, bytes]]:
    """What went wrong, what was told, and the site."""
    told: list[str] = []
    folder.mkdir(exist_ok=True)
    kept = Kept(folder, b"k" * 32)
    with indexing.indexing(staged, kept, told.append) as index:
        index.begin()
        failed = index.end()
    kept.forget_the_rest()
    return [d.code for d in failed], told, tree(staged.site)


def test_it_is_the_same_and_what_it_used_stays(
    staged: Staged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    assert index_pages(staged) == []
    here = tree(staged.site)
    assert f"{FOLDER}/pagefind.js" in here and STAMP in here
    request.getfixturevalue("apart")
    kept, line = tmp_path / "hechos", "Buscador: 3 páginas en 1 partes; {} de nuevo"
    assert made(staged, kept) == ([], [line.format("1 parte hecha")], here)
    assert made(staged, tmp_path / "hechos") == (
        [],
        ["Buscador: 3 páginas en 1 partes; 0 partes hechas de nuevo"],
        here,
    )


def test_what_went_wrong_there_is_told_here(staged: Staged, tmp_path: Path, apart: None) -> None:
    for page in staged.pages:
        (staged.site / page.built).write_text("<p>Nadie la encuentra.</p>", encoding="utf-8")
    failed, told, _ = made(staged, tmp_path / "hechos")
    assert (failed, told) == (["P310"], [])


def test_for_a_few_pages_no_process_is_started(staged: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "waiting", None)
    assert index_pages(staged) == []


def test_the_other_process_is_told_what_was_read_already(
    staged: Staged, tmp_path: Path, apart: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what it is told it believes: the stamp of a site is a digest of what was told of its files."""
    monkeypatch.setattr(digests, "_WORTHWHILE", 1)
    true = made(staged, tmp_path / "hechos")[2][STAMP]
    with digests.ahead(staged.site):
        digests.digest(staged.site / "0/index.html")
        (ours,) = digests._ours
        other = bytearray(ours.told)
        for end in range(digests._ROW - 1, len(other), digests._ROW):
            other[end] ^= 1
        ours.told = bytes(other)
        told = made(staged, tmp_path / "hechos")[2][STAMP]
    assert len(told) == len(true) and told != true
