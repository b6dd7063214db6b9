"""What folding shows to the detectors, and the way back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.anonymize.fold import fold

CASES = [
    ("texto corriente con áéíóú ñ", "texto corriente con áéíóú ñ"),
    ("１２３", "123"),
    ("٣١٠", "310"),
    ("Ｌｅｉｄｙ", "Leidy"),
    ("a\u200bb\u200cc\u200dd\ufeffe\u2060f", "abcdef"),
    ("so\u00adfá", "sofá"),
    ("\u202eabc\u202c", "abc"),
    ("n\u0303", "ñ"),
    ("e\u0301", "é"),
    ("a\u0336b\u0336", "ab"),
    ("&aacute;", "á"),
    ("&#225;", "á"),
    ("&#xE1;", "á"),
    ("&amp;aacute;", "á"),
    ("&commat;", "@"),
    ("a%40b", "a@b"),
    ("a%2540b", "a@b"),
    ("%C3%B1", "ñ"),
    ("100%de", "100%de"),
    ("R&D y AT&T", "R&D y AT&T"),
    ("a\xa0b\u2009c\u3000d", "a b c d"),
    ("10\u201123", "10-23"),
    ("Lеidу", "Leidy"),
    ("Мина", "Мина"),
    ("РЕ", "PE"),
    ("**Ro**sa", "**Rosa"),
    ("Ro<b>s</b>a", "Rosa"),
    ("Ro<!-- -->sa", "Rosa"),
    ("a\\@b", "a@b"),
    ("ﬁn", "fin"),
    ("①②", "12"),
    ("Rᴏsᴀʀɪᴏ", "Rosario"),
    ("🇷🇴🇸🇦", "ROSA"),
    ("🇷 🇴 🇸 🇦", "R O S A"),
    ("🇨🇴 y 🇪🇨", "🇨🇴 y 🇪🇨"),
    ("🅁🅞🆂🅐", "ROSA"),
    ("".join(chr(0xE0000 + ord(c)) for c in "Rosa Mina"), "Rosa Mina"),
    ("R o s a r i o", "Rosario"),
    ("R.o.s.a.r.i.o", "Rosario"),
    ("R-o-s-a-r-i-o M_i_n_a_s", "Rosario Minas"),
    ("S.E.N.A. de a b c", "S.E.N.A. de a b c"),
    ("ªº", "ªº"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_reads_as(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_offsets_lead_back() -> None:
    text = "hola us\u200buario&#64;ejem\u00adplo.com fin"
    folded = fold(text)
    start = folded.text.index("usuario@ejemplo.com")
    first, last = folded.original(start, start + len("usuario@ejemplo.com"))
    assert text[first:last] == "us\u200buario&#64;ejem\u00adplo.com"


def test_an_ordinary_text_costs_no_offsets() -> None:
    folded = fold("Sembramos maíz en la huerta: 3 surcos, 2 días.")
    assert folded.starts is None


def test_repr_holds_no_text() -> None:
    assert "secreto" not in repr(fold("secreto\u200b"))


ODD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("&#;%xamp@\u0301\u200b\u00ad\\*<>b/-!Роса１")), max_size=80
)


@settings(max_examples=400, deadline=None)
@given(ODD)
def test_offsets_hold(text: str) -> None:
    folded = fold(text)
    position = 0
    for i in range(len(folded.text)):
        start, end = folded.original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert start >= position
        position = start


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíóúñÁÉ 0123456789.,;:\n", max_size=80))
def test_ordinary_spanish_is_left_alone(text: str) -> None:
    assert fold(text).text == text
