"""How a practice is cited: each format to its own rules, and authors as they chose to appear."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.citing import Citation, cite
from generator.site.contact import Contact
from generator.site.qr import qr
from tests.muestras import anonymized

ADDRESS = "https://example.org/sitio/practicas/huerta-vertical/"


def citation(*authors: str, others: bool = False, title: str = "Medir áreas", published: str = "2026-08") -> Citation:
    return Citation("huerta-vertical", title, authors, others, published, ADDRESS, True)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (citation("Colectivo Raíces"), "Colectivo Raíces. (2026, agosto). Medir áreas. Instructores que inspiran. "),
        (citation("Colectivo R."), "Colectivo R. (2026, agosto). Medir áreas. Instructores que inspiran. "),
        (citation("Uno", "Dos", "Tres"), "Uno, Dos y Tres. (2026, agosto). Medir áreas. Instructores que inspiran. "),
        (citation("Uno", others=True), "Uno y otros. (2026, agosto). Medir áreas. Instructores que inspiran. "),
        (citation(published="2026"), "Medir áreas. (2026). Instructores que inspiran. "),
        (citation(others=True, published=""), "Medir áreas. (s. f.). Instructores que inspiran. "),
    ],
)
def test_apa(made: Citation, told: str) -> None:
    assert "".join(made.apa()) == told + ADDRESS


def test_bibtex() -> None:
    made = citation("Raíces & Alas", "A and B", others=True, title=r"50 % de {riego}: a_b #1 $x^2~ \fin").bibtex()
    assert made == (
        "@misc{huerta-vertical,\n"
        r"  title = {{50 \% de \textbraceleft{}riego\textbraceright{}: a\_b \#1 "
        r"\$x\textasciicircum{}2\textasciitilde{} \textbackslash{}fin}},"
        "\n"
        r"  author = {{Raíces \& Alas} and {A and B} and others},"
        "\n  year = {2026},\n  howpublished = {Instructores que inspiran},\n"
        f"  url = {{{ADDRESS}}},\n  note = {{Licencia CC BY-SA 4.0}},\n  language = {{spanish}}\n}}\n"
    )
    assert "author" not in citation(others=True).bibtex()


def test_ris() -> None:
    lines = citation("Dos, Tres", title="Un título\nTY  - HACK").ris().split("\r\n")
    assert lines[0] == "TY  - ELEC" and lines[-2:] == ["ER  - ", ""]
    assert "TI  - Un título TY - HACK" in lines and "AU  - Dos Tres" in lines and "DA  - 2026/08//" in lines
    assert not [line for line in lines if line.startswith("AU")][1:] and f"UR  - {ADDRESS}" in lines


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_leaves_its_place(author: str, title: str) -> None:
    made = citation(" ".join(author.split()) or "x", title=" ".join(title.split()))
    unescaped = made.bibtex()
    assert unescaped.count("{") == unescaped.count("}") and "\n@" not in unescaped
    assert len(re.findall(r"(?m)^  [a-z]+ = ", unescaped)) == 7
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in made.ris().split("\r\n")[:-1])


def test_who_chose_not_to_appear_does_not() -> None:
    both = [
        {"rol": "instructor", "credito": "anonimo"},
        {"rol": "equipo_pedagogico", "credito": "colectivo", "nombre": "Colectivo Raíces"},
    ]
    made = cite(anonymized(autoria=both, credits=("Instructor o instructora", "Colectivo Raíces")), Contact())
    assert made.authors == ("Colectivo Raíces",) and made.others
    assert "url" not in made.bibtex() and "UR  -" not in made.ris()
    nobody = cite(anonymized(credits=("Instructor o instructora",)), Contact(direccion="https://example.org/"))
    assert nobody.authors == () and "Instructor o" not in "".join(nobody.apa()) + nobody.bibtex() + nobody.ris()


def test_the_code_leads_to_the_address() -> None:
    made = qr(ADDRESS)
    assert (
        made is not None
        and made.count("<path") == 1
        and re.fullmatch(r'[^"]*(?:M\d+ \d+h\d+v1h-\d+z)+', made.split('d="')[1].split('"')[0])
    )
    assert qr("") is None and qr("https://example.org/" + "a" * 4000) is None
