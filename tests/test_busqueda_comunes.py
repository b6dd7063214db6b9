"""The columns of the words that many pages have: they say the same as Pagefind's index, whoever read its shards."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
import pytest

from generator.audit.problem import MalformedError
from generator.audit.searchcolumns import check_beside
from generator.kept import NOTHING, Kept
from generator.searching import BESIDE, COMMON, common, index_entries
from generator.searching.letters import exchanged_html
from generator.searching.packing import opened
from generator.searching.reading import Entry
from generator.searching.spelling import forms_of
from generator.searching.weighing import MOST, STEPS, _worth, worths
from generator.vocabulary import plain
from tests.fabrica import REPO

_WORDS = "huerta riego técnico tecnica año taller Grupo grupos acta. «evidencia» auto-riego SENAtaller".split()
_FLOOR = 12


def _entry(number: int) -> Entry:
    words = [_WORDS[(number * step + step) % len(_WORDS)] for step in range(1, 6)]
    title = "El taller y su huerta" if number % 9 == 0 else f"Práctica {number}"
    body = f"<p>{' '.join(words)} p{number}.</p>{'<p>Taller.</p>' * (number % 4)}"
    html = exchanged_html(f"<html><body><article data-pagefind-body><h1>{title}</h1>{body}</article></body></html>")
    digest = sha256(html.encode()).hexdigest()
    return Entry(f"/practicas/p{number:03}/", title, plain(title), "", {}, digest, partial(str, html))


_ENTRIES = [_entry(number) for number in range(60)]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.searching.shards.USUAL", 8)
    monkeypatch.setattr("generator.searching.common.FLOOR", _FLOOR)


def _made(folder: Path, found: Sequence[Entry] = _ENTRIES, kept: Kept = NOTHING) -> dict[str, bytes]:
    output = folder / "pagefind"
    index_entries(found, output, folder / "log", kept)
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}


def _columns(files: dict[str, bytes]) -> dict[tuple[str, ...], list[int]]:
    """The forms of each common word → its column, in the order of `_ENTRIES`: that of an index is from the oldest."""
    told = json.loads(files[COMMON])["palabras"]
    return {tuple(forms): json.loads(files[f"comun-{n}.json"])[::-1] for n, forms in enumerate(told)}


def test_a_column_has_the_pages_that_pagefind_tells(tmp_path: Path) -> None:
    files = _made(tmp_path)
    told: dict[str, list[Any]] = {}
    for path, data in files.items():
        if path.endswith(".pf_index"):
            told.update((word, pages) for word, pages, _ in cbor2.loads(opened(data))[0])
    columns = _columns(files)
    assert {forms for forms in columns if "taller" in forms or "tecnico" in forms} == {
        ("taller",),
        ("tecnico", "tecnica")[::-1],
    }
    for forms, column in columns.items():
        form = forms[0].replace("ñ", "ƞ")
        stem = max((word for word in told if word.isalpha() and form.startswith(word[:-1])), key=len)
        pages, number = set[int](), 0
        for since, *_ in told[stem]:
            number += since
            pages.add(number)
        assert {len(column) - 1 - row for row, worth in enumerate(column) if worth} == pages, forms
        assert len(pages) >= _FLOOR and max(column) <= MOST
    assert {word for word, pages in told.items() if len(pages) >= _FLOOR} >= {"tall", "grup", "aƞo"}


def test_a_word_is_known_by_the_forms_in_which_it_stands_alone(tmp_path: Path) -> None:
    forms = {form for forms in _columns(_made(tmp_path)) for form in forms}
    assert {"grupo", "grupos", "año", "acta", "evidencia", "huerta"} <= forms
    assert not {form for form in forms if "sena" in form or "-" in form or re.search(r"[\d.«]", form)}


def test_who_says_it_more_or_in_the_title_comes_first(tmp_path: Path) -> None:
    column = next(column for forms, column in _columns(_made(tmp_path)).items() if "taller" in forms)
    titled = [row for row, entry in enumerate(_ENTRIES) if "taller" in entry.title]
    assert min(column[row] for row in titled) > max(worth for row, worth in enumerate(column) if row not in titled)
    assert _worth(700, 24, 0) < _worth(700, 72, 0) < _worth(700, 72, 1) and _worth(2_000, 24, 0) < _worth(200, 24, 0)
    assert _worth(1, 10**6, 99) == MOST and _worth(10**6, 1, 0) == 1


def test_the_same_pages_make_the_same_columns_whatever_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hechos").mkdir()
    kept = Kept(tmp_path / "hechos", b"k" * 32)
    first = _made(tmp_path, kept=kept)
    assert sum(bool(BESIDE.fullmatch(path)) and path.startswith("comun") for path in first) > 5
    assert _made(tmp_path, kept=kept) == first
    for change in (_ENTRIES[:20] + _ENTRIES[21:], [_entry(61), *_ENTRIES]):
        assert _made(tmp_path, change, kept) == _made(tmp_path, change)
    monkeypatch.setattr("generator.searching.shards.USUAL", 10**9)
    assert _made(tmp_path) == first
    for usual in (1, 10**9):
        monkeypatch.setattr("generator.searching.merging.USUAL", usual)
        assert _made(tmp_path) == first


def test_the_program_of_the_page_reads_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assets = REPO / "generator/site/theme/assets/inspira"
    engine, columns = ((assets / name).read_text(encoding="utf-8") for name in ("buscar-motor.js", "buscar-comunes.js"))
    assert f"const MUCHAS = {common.FLOOR};" in engine and f"const PASOS = {STEPS};" in columns


def test_a_small_site_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.searching.common.FLOOR", len(_ENTRIES) + 1)
    assert not [path for path in _made(tmp_path) if path.startswith("comun")]


def test_what_is_gone_leaves_no_form_of_its_own(tmp_path: Path) -> None:
    before = {form for forms in _columns(_made(tmp_path)) for form in forms}
    without = [entry for entry in _ENTRIES if "grupos" not in entry.copy()]
    after = {form for forms in _columns(_made(tmp_path, without)) for form in forms}
    assert "grupos" in before and "grupos" not in after and "grupo" in after


def test_the_forms_of_a_word_are_those_in_which_a_text_has_it_first() -> None:
    listed = [[0, [-25, 0, 2, -73, 1], []], [2, [-25, 1], []], [1, [-13, 1, -25, 0], []], [1, [], [-2, 1]]]
    texts = [["Riego", "otro", "riegos."], [], ["a", "¡RIEGO!"], ["riega", "¿riegos?"], ["riego"]]
    assert forms_of(listed, texts) == {"riego": 2, "riegos": 1}
    assert not forms_of([[0, [-25, 0], []]], [["auto-riego"]]) and not forms_of([[0, [-25, 3], []]], [["riego"]])


def test_a_column_counts_each_place_by_its_mark_and_the_fields() -> None:
    one, heavy, several, in_title, in_summary = worths(
        [
            [0, [-25, 3], []],
            [1, [-49, 3], []],
            [1, [-25, 3, -49, 1, 5], []],
            [1, [-25, 3], [-2, 4]],
            [1, [-25, 3], [-1, 4]],
        ],
        [700] * 5,
        ["resumen", "title"],
    )
    assert one == _worth(700, 24, 0) and heavy == _worth(700, 48, 0) and several == _worth(700, 24 + 96, 0)
    assert in_title == _worth(700, 24, 5) and in_summary == _worth(700, 24, 1)
    assert worths([[1, [0], []]], [9, 9, 9], []) == bytes((0, _worth(9, 25, 0), 0))


_FRAGMENTS = frozenset(f"{'abcdefabcdefabcd'}{number}" for number in range(2))
_LIST = b'{"letras":"abcdefabcdefabcd","paginas":2,"palabras":[["taller"],["tecnica","tecnico"]]}\n'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (COMMON, _LIST.replace(b'"letras":"abc', b'"letras":"xyz')),
        (COMMON, _LIST.replace(b'"paginas":2', b'"paginas":3')),
        (COMMON, _LIST.replace(b'"paginas":2', b'"paginas":2,"nota":"Juana"')),
        (COMMON, _LIST.replace(b'["taller"]', b"[]")),
        (COMMON, _LIST.replace(b'["taller"]', b'"taller"')),
        (COMMON, _LIST.replace(b'"taller"', b'"juana rojas"')),
        (COMMON, _LIST.replace(b'"taller"', b'"tecnico"')),
        (COMMON, _LIST.replace(b'"taller"', b"3")),
        (COMMON, b"[]\n"),
        ("comun-0.json", b"[0]\n"),
        ("comun-0.json", b"[0,1,2]\n"),
        ("comun-0.json", b"[0,64]\n"),
        ("comun-0.json", b"[0,-1]\n"),
        ("comun-0.json", b"[0,true]\n"),
        ("comun-0.json", b"[0, 1]\n"),
        ("comun-0.json", b'{"0":1}\n'),
    ],
)
def test_no_text_hides_in_the_columns(name: str, data: bytes) -> None:
    assert check_beside(COMMON, _LIST, _FRAGMENTS, {"taller", "tecnica", "tecnico"}.__contains__)
    assert not check_beside(COMMON, _LIST, _FRAGMENTS, {"taller", "tecnica"}.__contains__)
    assert check_beside("comun-0.json", b"[0,63]\n", _FRAGMENTS, lambda _word: False)
    with pytest.raises(MalformedError):
        check_beside(name, data, _FRAGMENTS, lambda _word: True)
