"""What the audit reads of the search by a short way is what the long way reads, and nothing hides from either."""

from __future__ import annotations

import gzip
import json
from html import escape
from pathlib import Path

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audit import squeezed
from generator.audit.cborstrings import strings, told_in
from generator.audit.problem import MalformedError
from generator.audit.recalled import Recalled
from generator.audit.secrets import words
from generator.kept import Kept

_WORD = cbor2.dumps([[["huert", [[1, [-25, 2, 300], [-2, 70_000]], [4, [-25, 9], []]], []], ["ƞam", [], []]]])
_ALPHABET = "aéñÑü ZzБ.,;:«»…&<'\"-_%*20\u00adﬁ"


def test_a_piece_of_the_index_is_its_words() -> None:
    assert told_in(_WORD) == list(strings(_WORD)) == ["huert", "ƞam"]


@pytest.mark.parametrize(
    "odd",
    [
        [[["a", [[1, "b", []]], []]]],
        [[["a", [[1, b"b", []]], []]]],
        [[["a", [], [["b", []]]]]],
        [[["a", [], []], "b"]],
        [[["a", [[True, [], []]], []]], "b"],
        {"a": "b"},
        "b",
    ],
)
def test_whatever_else_it_holds_is_read(odd: object) -> None:
    data = cbor2.dumps(odd)
    assert told_in(data) == list(strings(data)) and "b" in told_in(data)


@pytest.mark.parametrize("after", [b"x", b"\x61b", b"\x9f"])
def test_nothing_follows_a_piece(after: bytes) -> None:
    with pytest.raises(MalformedError):
        told_in(_WORD + after)


def test_a_number_written_at_length_is_read_the_long_way() -> None:
    assert told_in(b"\x81\x81\x83\x78\x01a\x80\x80") == ["a"]


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
        assert {*words(token), *parts, *written, "".join(words(token))} == squeezed.forms(token)


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


def test_what_is_recalled_of_a_fragment_is_what_was_read_of_it_and_of_its_page(tmp_path: Path) -> None:
    asked: list[str] = []

    def said(address: str) -> str:
        asked.append(address)
        return "Huerta. Riego del año en la huerta."

    data = _fragment("Riego del aƞo. Llame a alguien.")
    first = Recalled(Kept(tmp_path, b"k" * 32)).fragment(data, {"/a/": "1"}, said)
    assert not isinstance(first, str)
    assert "Llame a alguien." in first.apart and "Riego del año" not in first.apart and "ano" in first.forms
    again = Recalled(Kept(tmp_path, b"k" * 32))
    assert again.fragment(data, {"/a/": "1"}, said) == first and asked == ["/a/"]
    again.fragment(data, {"/a/": "2"}, said)
    assert asked == ["/a/", "/a/"], "another page, another reading"
    again.fragment(_fragment("Riego"), {"/a/": "2"}, said)
    assert len(asked) == 3 and again.fragment(data, {"/b/": "2"}, said) == "/a/", "of no page"


def test_a_piece_is_opened_once(tmp_path: Path) -> None:
    data = gzip.compress(b"pagefind_dcd" + _WORD, mtime=0)
    kept = Kept(tmp_path, b"k" * 32)
    assert Recalled(kept).piece(data) == Recalled(kept).piece(data) == ["huert", "ƞam"]
    assert (kept.found, kept.missed) == (1, 1)
