"""What the audit reads of the search by a short way is what the long way reads, and nothing hides from either."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.anonymize.originals import words
from generator.audit import squeezed
from generator.audit.examine import report_of
from generator.audit.facts import Gathered, words_of
from generator.audit.fragments import Fragments
from generator.audit.gone import Gone
from generator.audit.inventory import Built, Role
from generator.audit.people import Reader
from generator.audit.problem import Expectations, MalformedError
from generator.audit.recalled import Recalled
from generator.audit.searchdata import SearchData
from generator.audit.shards import Known
from generator.audit.verdicts import Verdicts
from generator.indexfiles.cborstrings import _of_words, _strings, strings
from generator.kept import NOTHING, Kept
from generator.manifest import Staged
from generator.searching.compact import metadata

_WORD = cbor2.dumps([[["huert", [[1, [-25, 2, 300], [-2, 70_000]], [4, [-25, 9], []]], []], ["ƞam", [], []]]])
_ALPHABET = "aéñÑü ZzБ.,;:«»…&<'\"-_%*20\u00adﬁ"


def test_a_piece_of_the_index_is_its_words() -> None:
    assert strings(_WORD) == _of_words(_WORD) == list(_strings(_WORD)) == ["huert", "ƞam"]


_ODD = [
    [[["a", [[1, "b", []]], []]]],
    [[["a", [[1, b"b", []]], []]]],
    [[["a", [], [["b", []]]]]],
    [[["a", [], []], "b"]],
    [[["a", [[True, [], []]], []]], "b"],
    [[["a", [], []], ["b", [], []]], []],
    {"a": "b"},
    "b",
    [],
]


@pytest.mark.parametrize("odd", _ODD)
def test_whatever_else_it_holds_is_read(odd: object) -> None:
    data = cbor2.dumps(odd)
    assert strings(data) == list(_strings(data)) and ("b" in strings(data) or not odd)


@given(st.sampled_from([_WORD, *map(cbor2.dumps, _ODD)]), st.data())
def test_a_damaged_piece_hides_no_text_that_a_reader_would_see(data: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(data)))
    damaged = data[:place] + draw.draw(st.binary(max_size=4)) + data[place + draw.draw(st.integers(0, 2)) :]
    try:
        seen = list(_strings(damaged))
    except MalformedError:
        return
    assert strings(damaged) == seen


@pytest.mark.parametrize("numbers", [b"\x82\x38\x18\x09", b"\x82\x83\x01\x83", b"\x83\x38\x18\x02"])
def test_a_piece_whose_lists_have_more_or_less_than_they_say_is_malformed(numbers: bytes) -> None:
    assert _WORD.count(numbers) == 1
    for change in (1, -1):
        with pytest.raises(MalformedError):
            strings(_WORD.replace(numbers, bytes((numbers[0] + change,)) + numbers[1:]))


_TRICKY = st.sampled_from(
    (0, 23, 24, 25, 26, 56, 0x80, 0x81, 0x83, 0x98, 255, 0x8383, 0x9883, 0xFFFF, 0x8081_8398, 2**32 - 1)
)
_NUMBERS = st.lists(st.builds(lambda n, less: -1 - n if less else n, _TRICKY, st.booleans()), max_size=4)
_SEVERAL = st.tuples(_NUMBERS, st.sampled_from((1, 6, 8, 31, 32, 40))).map(lambda drawn: (drawn[0] * drawn[1])[:140])
_PAGES = st.tuples(st.lists(st.tuples(_TRICKY, _SEVERAL, _NUMBERS), max_size=2), st.sampled_from((1, 15, 16, 33)))


@given(st.dictionaries(st.text("aéñ\x83\x80", max_size=30), _PAGES, max_size=3))
def test_the_short_way_reads_whatever_numbers_there_are(
    told: dict[str, tuple[list[tuple[int, list[int], list[int]]], int]],
) -> None:
    words = [[word, [*map(list, pages * times)], []] for word, (pages, times) in told.items()]
    data = cbor2.dumps([words])
    assert list(_strings(data)) == [*told] and strings(data) == [*told]
    short = all(len(numbers) < 128 for _, (pages, _) in told.items() for _, numbers, _ in pages)
    assert _of_words(data) == ([*told] if short else None)


@pytest.mark.parametrize("odd", [0, "", {}, [[1]]])
def test_what_is_no_word_with_its_pages_alone_is_read_the_long_way(odd: object) -> None:
    assert _of_words(cbor2.dumps([[["a", [], odd]]])) is None
    without = _WORD.replace(cbor2.dumps([-2, 70_000]), b"")
    assert without != _WORD and _of_words(without) is None


@pytest.mark.parametrize("after", [b"x", b"\x61b", b"\x9f"])
def test_nothing_follows_a_piece(after: bytes) -> None:
    with pytest.raises(MalformedError):
        strings(_WORD + after)


@given(st.text(st.sampled_from(_ALPHABET), max_size=300))
def test_the_letters_of_sentences_are_those_of_their_words(text: str) -> None:
    found = list(squeezed.sentences(text))
    assert [letters for _, letters in found] == ["".join(words(piece)) for piece, _ in found]
    assert [piece for piece, _ in found] == squeezed._SENTENCE.split(text)


@given(st.text(st.sampled_from("aéñÑüZz.,;:«»¿()&-20"), min_size=1, max_size=12))
def test_an_ordinary_word_has_no_other_form(token: str) -> None:
    if squeezed._ORDINARY.fullmatch(token):
        parts = {"".join(words(part)) for part in squeezed._PARTS.findall(token)}
        written = {"".join(squeezed._ASCII.findall(squeezed.plain(form))) for form in (token, escape(token))}
        assert {*words(token), *parts, *written, "".join(words(token))} == set(squeezed.forms(token))


def _fragment(content: str) -> bytes:
    told = {
        "url": "/a/",
        "content": content,
        "word_count": 2,
        "filters": {},
        "meta": {"title": "Huerta"},
        "anchors": [],
    }
    return gzip.compress(b"pagefind_dcd" + json.dumps(told).encode(), mtime=0)


PAGE = "<main data-pagefind-body><h1>Huerta.</h1><p>Riego del año en la huerta.</p></main>"


def test_a_text_is_held_to_its_page(tmp_path: Path) -> None:
    read: list[str] = []
    staged = Staged(tmp_path, tmp_path, tmp_path, (), (), frozenset())
    report = report_of(staged)
    reader = Reader(Expectations(staged), report)
    reader.read = lambda text, *_args, **_more: read.append(text)  # type: ignore[method-assign]
    texts = Fragments(tmp_path, reader, Gone(frozenset(), report), report)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(PAGE, encoding="utf-8")
    digest = sha256(PAGE.encode()).hexdigest()
    page = Built("a/index.html", Role.PAGE, "", digest)
    told, data = Gathered(), _fragment("Riego del aƞo. Llame a alguien.")
    assert texts.check("x", data, page, told) and report.problems == []
    assert "Llame a alguien." in read and "Riego del año" not in read and "ano" in told.forms
    assert not texts.check("x", data, replace(page, digest="otra"), Gathered()), "read, and not to be remembered"
    other = replace(page, path="b/index.html")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/index.html").write_text(PAGE, encoding="utf-8")
    for of in (None, other):
        assert not texts.check("x", data, of, Gathered())
        assert [p.diagnostic.code for p in report.drained()] == ["P304"], "of no page, or of another"
    (tmp_path / "a/index.html").write_text(PAGE.replace(" data-pagefind-body", ""), encoding="utf-8")
    assert not texts.check("x", data, page, Gathered()), "a page that the search may not find"
    assert [p.diagnostic.code for p in report.drained()] == ["P304"]


def test_what_is_remembered_of_a_text_rests_on_its_page_and_on_its_bytes_alone(tmp_path: Path) -> None:
    staged = Staged(tmp_path, tmp_path, tmp_path, (), (), frozenset())
    expected, report = Expectations(staged), report_of(staged)
    page, text = Built("a/index.html", Role.PAGE, "", "1"), Built("es_1.pf_fragment", Role.SEARCH, "", "2")

    def verdicts() -> Verdicts:
        return Verdicts(Kept(tmp_path, b"k" * 32), expected, "", Reader(expected, report).secrets)

    def found(of: Verdicts, pages: Sequence[Built], text: Built) -> list[Known]:
        assert not list(of.known(pages, ()))
        return list(of.texts((text,)))

    def known(pages: Sequence[Built], text: Built) -> set[str]:
        return {file.path for some in found(verdicts(), pages, text) for file in some.files}

    first = verdicts()
    assert not found(first, (page,), text)
    first.keep(text, replace(Gathered().facts(), page=page.path, forms=b"huerta\n\n"))
    first.close()
    (some,) = found(verdicts(), (page,), text)
    assert sorted(words_of(some.told.forms)) == ["", "huerta"]
    assert known((page,), replace(text, path="es_9.pf_fragment")) == {"es_9.pf_fragment"}
    assert known((page,), replace(text, digest="3")) == known((), text) == set()
    assert known((replace(page, digest="3"),), text) == known((replace(page, origin="a/b"),), text) == set()


def test_a_piece_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(b"pagefind_dcd" + _WORD, mtime=0)
    for _ in range(2):
        recalled = Recalled(Kept(tmp_path, b"k" * 32))
        assert recalled.piece(data) == ["huert", "ƞam"]
        recalled.close()
        monkeypatch.setattr("generator.audit.recalled.unpack", None)


def test_pieces_that_another_process_read_are_known_by_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.audit.recalled.WORTHWHILE", 2)
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 2)
    good, malformed = gzip.compress(b"pagefind_dcd" + _WORD, mtime=0), b"x"
    other = gzip.compress(b"pagefind_dcd" + cbor2.dumps([[["otra", [], []]]]), mtime=0)
    paths = [str(tmp_path / name) for name in ("good", "malformed")]
    for path, data in zip(paths, (good, malformed), strict=True):
        Path(path).write_bytes(data)
    recalled = Recalled(NOTHING)
    with recalled.ahead(paths):
        with monkeypatch.context() as here:
            here.setattr("generator.audit.recalled.strings", None)
            assert recalled.piece(good) == ["huert", "ƞam"]
        assert recalled.piece(other) == ["otra"], "it is another one by now"
        with pytest.raises(MalformedError):
            recalled.piece(malformed)


def test_no_process_is_started_for_a_few_pieces_nor_for_those_that_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.audit.recalled.WORTHWHILE", 2)
    monkeypatch.setattr("generator.audit.recalled.begun", None)
    paths = [tmp_path / name for name in ("one.pf_index", "two.pf_index")]
    paths[0].write_bytes(gzip.compress(b"pagefind_dcd" + _WORD, mtime=0))
    paths[1].write_bytes(gzip.compress(b"pagefind_dcd" + cbor2.dumps([[["otra", [], []]]]), mtime=0))
    first = Recalled(Kept(tmp_path / "memoria", b"k" * 32))
    (tmp_path / "memoria").mkdir()
    with first.ahead([str(paths[0])]):
        first.piece(paths[0].read_bytes())
    first.close()
    with Recalled(Kept(tmp_path / "memoria", b"k" * 32)).ahead(map(str, paths)):
        pass
    with pytest.raises(TypeError), Recalled(NOTHING).ahead(map(str, paths)):
        pass


def test_what_reads_pieces_in_another_process_imports_nothing_that_it_does_not_need() -> None:
    """It is imported anew in each run, while somebody waits."""
    told = "import sys, generator.indexfiles.words; print(*(m for m in sys.modules if m.startswith('generator.')))"
    imported = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert imported and all(name.startswith("generator.indexfiles") for name in imported)


def test_what_is_known_to_tell_nothing_is_held_to_what_is_redacted_today(tmp_path: Path) -> None:
    staged = Staged(tmp_path, tmp_path, tmp_path, (), (), frozenset())
    word = "aranbizarrekotxea"
    for secret, found in (("otra cosa", []), (word, ["P302"]), ("otra cosa", [])):
        report = report_of(staged)
        reader = Reader(Expectations(staged, secrets={"practicas/uno": frozenset((secret,))}), report)
        assert reader.tells_nothing(f"es_{word}")
        kept = Kept(tmp_path, b"k" * 32)
        recalled = Recalled(kept)
        recalled.text(reader, f"es_{word}", "x")
        recalled.close()
        assert [p.diagnostic.code for p in report.problems] == found
    assert kept.found == 1


@given(st.text(st.sampled_from("aéñÑüZz0189.,&-ƞ"), min_size=1, max_size=12))
def test_the_letters_of_a_word_are_those_of_its_parts(word: str) -> None:
    assert squeezed.letters(word) == "".join(words(word))


def test_the_names_of_files_are_held_to_what_is_redacted_and_are_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time: when a page goes, those of all that came after it are others."""
    number = "3157890"
    (tmp_path / "pagefind.es_1.pf_meta").write_bytes(
        metadata("1.5.2", [f"es_{number}", "es_00012ab"], [3, 5], [("", "ƞ", "es_ab12")], ["tema"])
    )
    (tmp_path / "es_ab12.pf_index").write_bytes(gzip.compress(b"pagefind_dcd" + _WORD, mtime=0))
    staged = Staged(tmp_path, tmp_path, tmp_path, (), (), frozenset())
    read: list[str] = []
    monkeypatch.setattr(Reader, "read", lambda _self, text, *_rest, **_more: read.append(text))
    for secret, found in (("otra cosa", []), (number, ["P302"])):
        report = report_of(staged)
        reader = Reader(Expectations(staged, secrets={"practicas/uno": frozenset((secret,))}), report)
        data = SearchData({"huerta", "nam", "tema"}, {number, "00012ab"}, reader, report, Recalled(NOTHING))
        data.check(tmp_path, ["pagefind.es_1.pf_meta", "es_ab12.pf_index"])
        assert [p.diagnostic.code for p in report.problems] == found
    assert not any(text.startswith("es_") for text in read)
    data = SearchData({"huerta", "nam", "tema"}, {number}, reader, report, Recalled(NOTHING))
    data.check(tmp_path, ["pagefind.es_1.pf_meta", "es_ab12.pf_index"])
    assert "es_00012ab" in read  # of no page that there is
