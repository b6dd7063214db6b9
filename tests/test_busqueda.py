"""The index of search: a letter of its own for ñ, the same bytes every time, and files that have no room for a text."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.anonymize.originals import DISTINCT
from generator.audit.problem import MalformedError
from generator.audit.searchcolumns import check_beside
from generator.searching import index
from generator.searching.compact import ENTRY, names_of, sealed
from generator.searching.forms import joined
from generator.searching.letters import exchanged, exchanged_html
from generator.searching.reading import indexed, title_key
from generator.searching.wordlist import counted, wordlist

_PAGE = """<html lang="es"><body><article data-pagefind-body>
<div data-pagefind-sort="fecha[data-fecha]" data-fecha="{date}"><h1>{title}</h1></div>
<a data-pagefind-filter="tipo[data-valor]" data-valor="practica">Práctica</a><p>{text}</p></article></body></html>"""
_PAGES = {
    "a": ("2026-09", "Ñame y yuca", "Este año enseñamos a los niños."),
    "b": ("2026-11", "Zanahoria", "Ninguno contó con la letra ƞ."),
    "c": ("2026-11", "Árbol", "El compan\u0303ero y la se&ntilde;al."),
}


@given(st.text())
def test_the_exchange_is_its_own_way_back(text: str) -> None:
    import unicodedata

    assert exchanged(exchanged(text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "written", ["año", "an\u0303o", "a&ntilde;o", "a&#241;o", "a&#xF1;o", "an&#771;o", "an&#x303;o"]
)
def test_every_way_of_writing_it_is_exchanged(written: str) -> None:
    assert exchanged_html(f"<p>{written} &amp; &lt;b&gt;</p>") == "<p>aƞo &amp; &lt;b&gt;</p>"


def test_titles_stand_as_in_a_dictionary() -> None:
    titles = ["Ñame", "¿Qué?", "nube", "Árbol", "Nata", "zanahoria", "n\u0303u"]
    assert sorted(titles, key=title_key) == ["Árbol", "Nata", "nube", "Ñame", "n\u0303u", "¿Qué?", "zanahoria"]


def test_the_list_of_words_has_each_once_in_its_usual_form() -> None:
    texts = ["Evaluación, año y caña.", "La EVALUACIÓN evaluacion cana", "evaluación abc 1234567"]
    assert json.loads(wordlist(map(counted, [texts[:2], texts[2:]]))) == ["evaluación", "cana", "caña"]


def test_what_is_indexed_keeps_no_facet_and_no_menu() -> None:
    html = f"<nav>menú</nav>{_PAGE.format(date='2026-09', title='x', text='data-pagefind-filter=')}<footer>pie</footer>"
    read = indexed(html)
    assert "menú" not in read and "pie" not in read and 'data-pagefind-filter="' not in read
    assert "data-pagefind-filter=</p>" in read, "a text that looks like it stays"


def test_what_stands_beside_a_page_is_no_part_of_what_is_found_in_it() -> None:
    """When another submission changes, the pages that show its card are not indexed again."""
    cards = (
        '\n<div class="iq-tarjetas" data-pagefind-ignore="all"><article><h3>{}</h3> </article></div>\n<p>Esto sí.</p>'
    )
    one, other = (_PAGE.format(date="2026-09", title="x", text=cards.format(text)) for text in ("Huerta", "Yuca"))
    assert indexed(one) == indexed(other) and "Esto sí." in indexed(one)


def _made(folder: Path, order: str) -> dict[str, bytes]:
    for name in order:
        date, title, text = _PAGES[name]
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(_PAGE.format(date=date, title=title, text=text), encoding="utf-8")
    index(folder, folder.parent / f"{order}.log")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in (folder / "pagefind").rglob("*") if p.is_file()}


def test_the_same_pages_make_the_same_index_whatever_the_disk_lists_first(tmp_path: Path) -> None:
    made = _made(tmp_path / "uno", "abc")
    assert made == _made(tmp_path / "otro", "cba")
    names = json.loads(made["pagefind/filas.json"])
    read = [json.loads(gzip.decompress(made[f"pagefind/fragment/es_{name}.pf_fragment"])[12:]) for name in names]
    assert [fragment["url"] for fragment in read] == ["/c/", "/b/", "/a/"], "the newest first, then by title"
    assert json.loads(made["pagefind/titulos.json"]) == [0, 2, 1]
    assert "ƞ" in read[2]["content"] and "ñ" not in read[2]["content"] and "letra ñ" in read[1]["content"]
    assert json.loads(made["pagefind/faceta-tipo.json"]) == {"valores": [["practica"]], "filas": [0, 0, 0]}
    assert not [path for path in made if "ui" in path or "worker" in path]


@pytest.mark.parametrize("change", ["faceta-tipo.json", "palabras.json", "fragment/es_00", "index/es_00", "meta"])
def test_whatever_of_search_changes_changes_the_file_that_browsers_ask_after(change: str) -> None:
    """Pagefind asks for that file anew each time, and for the others by the names that it finds there."""
    digests = dict.fromkeys(("faceta-tipo.json", "palabras.json", "fragment/es_00", "index/es_00"), "00")
    entry = b'{"version":"1.5.2","languages":{},"include_characters":["_"]}'
    before = sealed(entry, b"meta", digests, 3, "es")
    assert sealed(entry, b"meta", digests, 3, "es") == before, "the same files, the same name"
    digests, meta = (digests, b"otra") if change == "meta" else ({**digests, change: "01"}, b"meta")
    after = sealed(entry, meta, digests, 3, "es")
    assert after[ENTRY] != before[ENTRY]
    (name,) = after.keys() - {ENTRY}
    assert f'"{name.split(".")[1]}"' in after[ENTRY].decode()


def test_no_text_of_another_index_has_the_name_of_one_of_this() -> None:
    digests = [f"{number:064x}" for number in range(300)]
    names = names_of(digests, "es")
    assert [int(name[19:], 16) for name in names] == list(range(300)), "the script of the search reads it there"
    runs = [run for name in names_of(digests * 300, "es") for run in re.findall(r"\d+", name)]
    assert max(map(len, runs)) < DISTINCT, "nobody's number is in a name"
    assert not any(letter.isdigit() for name in names for letter in name[3:19])
    assert names == sorted(names) and names_of(digests, "es") == names
    for other in (digests[::-1], digests[1:], [*digests, "a"], [*digests[:7], "b", *digests[8:]]):
        assert set(names).isdisjoint(names_of(other, "es"))


def test_the_list_holds_whole_words_of_prose_and_no_piece_of_anything_else() -> None:
    """A piece that the audit cannot find in a page would keep everybody's site from being published."""
    odd = "El niño, (salta) «hola» ab1cdefg2 nin\u200bos cde\u00adfghi aaaa_bbbb acttgggaggccaaggtgggcagact x=valor."
    assert json.loads(wordlist([counted([odd])])) == ["hola", "niño", "salta"]


def test_the_forms_of_a_word_are_one_word_in_the_pages_of_all() -> None:
    pages = [[0, [-25, 10, 5], [-2, 4]], [3, [-25, 7], []]]
    accented = [[1, [-25, 2], []], [2, [-25, 12, 9, -73, 1], [-2, 1, -4, 0]]]
    assert joined(["tecnic", pages, [["técnica", accented]]]) == [
        "tecnic",
        [
            [0, [-25, 10, 5], [-2, 4]],
            [1, [-25, 2], []],
            [2, [-25, 7, 5, 9, -73, 1], [-2, 1, -4, 0]],
        ],
        [],
    ]


_GOOD = b'{"valores":[["practica"]],"filas":[0,0]}\n'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("faceta-tipo.json", _GOOD.replace(b"practica", b"Juana")),
        ("faceta-tipo.json", _GOOD.replace(b",0]", b", 0]")),
        ("faceta-tipo.json", _GOOD.replace(b",0]", b",1]")),
        ("faceta-tipo.json", _GOOD.replace(b",0]", b",0,0]")),
        ("faceta-tipo.json", _GOOD.replace(b"[0,0]", b"[true,0]")),
        ("faceta-tipo.json", _GOOD.replace(b'{"v', b'{"x":1,"v')),
        ("faceta-persona.json", _GOOD),
        ("filas.json", b'["aa","cc"]\n'),
        ("titulos.json", b"[0,0]\n"),
        ("palabras.json", b'["juana rojas"]\n'),
        ("palabras.json", b'{"a":1}\n'),
        ("palabras.json", b"\xff"),
    ],
)
def test_no_text_hides_beside_the_index(name: str, data: bytes) -> None:
    fragments = frozenset(("aa", "bb"))
    assert check_beside("faceta-tipo.json", _GOOD, fragments, lambda _word: False)
    with pytest.raises(MalformedError):
        check_beside(name, data, fragments, lambda _word: True)


def test_a_word_that_no_page_has_is_told() -> None:
    assert check_beside("palabras.json", b'["huerta"]\n', frozenset(), "huerta".__eq__)
    assert not check_beside("palabras.json", b'["huerta","juana"]\n', frozenset(), "huerta".__eq__)
