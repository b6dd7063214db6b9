"""The index in shards: what an earlier run kept of them changes nothing but the time, and one page costs one shard."""

from __future__ import annotations

import os
import shutil
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.kept import NOTHING, Kept
from generator.searching import Indexed, index_entries
from generator.searching.packing import closed
from generator.searching.postings import unpacked
from generator.searching.reading import Entry
from generator.searching.shards import in_shards

_WORDS = "huerta riego técnico tecnico año taller soldadura grupo acta evidencia".split()


def _entry(number: int, more: str = "") -> Entry:
    words = [_WORDS[(number * step + step) % len(_WORDS)] for step in range(1, 9)]
    summary = '<p data-pagefind-meta="resumen" data-pagefind-weight="3">Riego</p>' if number > 45 else ""
    text = f"<h1>Práctica {number}</h1>{summary}<h2 id='a'>Qué</h2><p>{' '.join(words)} p{number}. {more}</p>"
    html = f"<html><body><article data-pagefind-body>{text}</article></body></html>"
    digest = sha256(html.encode()).hexdigest()
    return Entry(
        f"/practicas/p{number:03}/", f"Práctica {number}", f"práctica {number}", "", {}, digest, partial(str, html)
    )


ENTRIES = [_entry(number) for number in range(90)]


_Made = partial[tuple[Indexed, dict[str, bytes]]]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Made:
    monkeypatch.setattr("generator.searching.shards.USUAL", 8)
    return partial(_made, tmp_path)


def _made(folder: Path, found: list[Entry], kept: Kept = NOTHING) -> tuple[Indexed, dict[str, bytes]]:
    output = folder / "pagefind"
    counts = index_entries(found, output, folder / "log", kept)
    return counts, {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}


def _kept(folder: Path, key: bytes = b"k" * 32) -> Kept:
    (folder / "hechos").mkdir(exist_ok=True)
    return Kept(folder / "hechos", key)


def test_the_shards_together_are_what_pagefind_makes_of_all_pages_at_once(
    made: _Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, apart = made(ENTRIES)
    assert counts.shards > 2 and counts.anew == counts.shards
    monkeypatch.setattr("generator.searching.shards.USUAL", 10**9)
    counts, together = made(ENTRIES)
    assert counts == Indexed(90, 1, 1) and apart == together


def test_one_page_that_changes_costs_its_shard_and_the_same_bytes(made: _Made, tmp_path: Path) -> None:
    counts, first = made(ENTRIES, _kept(tmp_path))
    again, second = made(ENTRIES, _kept(tmp_path))
    assert again == Indexed(90, counts.shards, 0) and first == second
    for change in (
        [*ENTRIES[:40], _entry(40, "Otra cosa."), *ENTRIES[41:]],
        [*ENTRIES[:40], *ENTRIES[41:]],
        [_entry(100), *ENTRIES],
    ):
        incremental, warm = made(change, _kept(tmp_path))
        _, cold = made(change)
        assert incremental.anew <= 1 < incremental.shards and warm == cold


def test_what_is_damaged_or_of_another_is_made_anew(made: _Made, tmp_path: Path) -> None:
    counts, first = made(ENTRIES, _kept(tmp_path))
    assert made(ENTRIES, _kept(tmp_path, b"x" * 32)) == (counts, first)
    for path in (tmp_path / "hechos").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + os.urandom(1))
    again, second = made(ENTRIES, _kept(tmp_path))
    assert again.anew > 0 and second == first


def test_a_published_file_is_taken_where_it_holds_the_same_and_left_as_it_was(made: _Made, tmp_path: Path) -> None:
    _, first = made(ENTRIES)
    published = tmp_path / "publicado"
    (tmp_path / "pagefind").rename(published)
    tampered, linked, *_ = sorted((published / "fragment").iterdir())
    tampered.write_bytes(b"otra cosa")
    elsewhere = tmp_path / "fuera"
    linked.rename(elsewhere)
    linked.symlink_to(elsewhere)
    index_entries(ENTRIES, tmp_path / "pagefind", tmp_path / "log", past=published)
    files = {p.relative_to(published).as_posix(): p for p in published.rglob("*") if p.is_file()}
    for name, data in first.items():
        now, before = tmp_path / "pagefind" / name, files[name]
        assert now.read_bytes() == data and not now.is_symlink()
        if "/" in name:
            assert now.samefile(before) is (before not in (tampered, linked)), name
    assert tampered.read_bytes() == b"otra cosa"


def test_a_text_with_another_number_is_the_published_file(made: _Made, tmp_path: Path) -> None:
    made(ENTRIES)
    published = tmp_path / "publicado"
    (tmp_path / "pagefind").rename(published)
    before = {path.stat().st_ino: path for path in (published / "fragment").iterdir()}
    index_entries(ENTRIES[:40] + ENTRIES[41:], tmp_path / "pagefind", tmp_path / "log", past=published)
    texts = [*(tmp_path / "pagefind/fragment").iterdir()]
    assert len(texts) == len(ENTRIES) - 1
    known = [path for path in texts if path.stat().st_ino in before]
    assert len(known) == len(texts) and any(path.name != before[path.stat().st_ino].name for path in known)
    assert all(path.read_bytes() == before[path.stat().st_ino].read_bytes() for path in known)


def test_a_piece_that_is_published_is_not_compressed_again(
    made: _Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first = made(ENTRIES, _kept(tmp_path))
    published = tmp_path / "publicado"
    (tmp_path / "pagefind").rename(published)
    pressed: list[bytes] = []
    monkeypatch.setattr("generator.searching.chunks.closed", lambda held: pressed.append(held) or closed(held))

    def again() -> dict[str, bytes]:
        kept = _kept(tmp_path)
        index_entries(ENTRIES, tmp_path / "pagefind", tmp_path / "log", kept, published)
        kept.forget_the_rest()
        return {name: (tmp_path / "pagefind" / name).read_bytes() for name in first}

    assert again() == first and pressed == []
    damaged = next((published / "index").iterdir())
    damaged.write_bytes(b"otra cosa")
    assert again() == first and len(pressed) == 1
    shutil.rmtree(published)
    assert again() == first and len(pressed) == 1 + sum(name.startswith("index/") for name in first)


def _no_links(_earlier: str, _target: str) -> None:
    raise PermissionError


@pytest.mark.parametrize("links", [True, False], ids=["con-enlaces", "sin-enlaces"])
def test_no_shard_is_opened_of_those_whose_texts_are_published(
    made: _Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    monkeypatch.setattr("generator.searching.shards._JOINT", 10**9)
    counts, _ = made(ENTRIES, _kept(tmp_path))
    published = tmp_path / "publicado"
    (tmp_path / "pagefind").rename(published)
    if not links:
        monkeypatch.setattr("os.link", _no_links)
    opened: list[int] = []
    monkeypatch.setattr("generator.searching.gathering.unpacked", lambda data: opened.append(1) or unpacked(data))
    others = counts.shards - 1  # where all are published, what is opened is the one of all
    for change, expected in (
        (ENTRIES, 1),
        ([*ENTRIES[:40], _entry(40, "Otra."), *ENTRIES[41:]], others),
        (ENTRIES, others),
    ):
        opened.clear()
        kept = _kept(tmp_path)
        now = index_entries(change, tmp_path / "pagefind", tmp_path / "log", kept, published)
        files = (p for p in (tmp_path / "pagefind").rglob("*") if p.is_file())
        warm = {p.relative_to(tmp_path / "pagefind").as_posix(): p.read_bytes() for p in files}
        kept.forget_the_rest()
        assert (len(opened), now.anew) == (expected, int(expected > 1)) and made(change)[1] == warm
    opened.clear()
    damaged = next((published / "fragment").iterdir())
    damaged.write_bytes(b"otra cosa")
    index_entries(ENTRIES, tmp_path / "pagefind", tmp_path / "log", _kept(tmp_path), published)
    assert opened and {p.read_bytes() for p in (tmp_path / "pagefind/fragment").iterdir()} == {
        data for name, data in made(ENTRIES)[1].items() if name.startswith("fragment/")
    }


@given(st.lists(st.integers(0, 2_000), unique=True, min_size=1, max_size=200), st.data())
def test_a_page_more_or_less_moves_no_other_shard(numbers: list[int], data: st.DataObject) -> None:
    pages = [f"/practicas/p{number}/" for number in numbers]
    taken = data.draw(st.integers(0, len(pages) - 1))
    before, after = _cut(pages), _cut([*pages[:taken], *pages[taken + 1 :]])
    assert len(before - after) <= 2 and len(after - before) <= 1


def _cut(urls: list[str]) -> set[tuple[str, ...]]:
    entries = [Entry(url, "", "", "", {}, "", str) for url in urls]
    return {tuple(entry.url for entry in shard) for shard in in_shards(entries)}
