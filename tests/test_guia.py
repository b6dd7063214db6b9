"""What the guide promises: every heading anchored and sourced, nothing left out, nobody named, no dead link.

The pages are rendered with the extensions that the site uses and read as a tree. What can be derived from the
source document (counts, names, copied sentences) is derived at test time, where `../shared` is present.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import NamedTuple

import markdown
import pytest
import yaml

from generator.schema import Expedicion, Madurez, Practica, options
from generator.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
SOURCE = ROOT.parent / "shared" / "semilla" / "circular-aprendiendo-juntos.txt"
PAGES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.md"))
GUIDE = [page for page in PAGES if page.startswith("guia/")]
ALONE = ("facetas.md", "acerca.md", "privacidad.md")
CHAPTERS = [page for page in PAGES if page.startswith(("guia/", "aportar/")) or page in ALONE]
EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "tables", "md_in_html", "toc"]
EXTENSIONS += ["pymdownx.details", "pymdownx.superfences"]
WORDS_A_MINUTE = 200
COPIED = 12


def fold(text: str) -> str:
    """Words in lower case without accents or punctuation, one space between."""
    plain = unicodedata.normalize("NFD", text.lower())
    return " ".join(re.findall(r"[a-z0-9@]+", "".join(c for c in plain if not unicodedata.combining(c))))


@cache
def tree(page: str) -> ET.Element:
    text = (CONTENT / page).read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    html = markdown.markdown(text, extensions=EXTENSIONS, output_format="xhtml")
    return ET.fromstring(f"<main>{html}</main>")


def text_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def anchors(page: str) -> list[str]:
    return [element.attrib["id"] for element in tree(page).iter() if "id" in element.attrib]


def section(page: str, anchor: str) -> list[ET.Element]:
    """What stands between the heading with this anchor and the next heading of its level or above."""
    blocks = list(tree(page))
    start = next(i for i, block in enumerate(blocks) if block.get("id") == anchor)
    level = blocks[start].tag
    inside = blocks[start + 1 :]
    end = next((i for i, b in enumerate(inside) if re.fullmatch(r"h[1-6]", b.tag) and b.tag <= level), None)
    return inside[:end]


def listed(page: str, anchor: str) -> int:
    """How many numbered items a section holds: list items, or headings one level down."""
    blocks = section(page, anchor)
    return sum(len(b.findall("li")) for b in blocks if b.tag == "ol") + sum(b.tag == "h3" for b in blocks)


def rows(page: str, anchor: str) -> list[list[str]]:
    (table,) = [t for block in section(page, anchor) for t in block.iter("table")]
    return [[text_of(cell) for cell in row] for row in table.findall("tbody/tr")]


@pytest.fixture(scope="module")
def source() -> str:
    if not SOURCE.is_file():
        pytest.skip("../shared no está")
    return SOURCE.read_text(encoding="utf-8")


def between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


# --- Form: anchors, sources, reading time, links -------------------------------------------------


@pytest.mark.parametrize("page", CHAPTERS)
def test_every_heading_has_a_stable_ascii_anchor(page: str) -> None:
    headings = re.findall(r"^#{1,6} .*$", without_code(page), re.MULTILINE)
    assert headings
    for heading in headings:
        assert re.search(r" \{#[a-z0-9]+(-[a-z0-9]+)*\}$", heading), heading
    assert len(anchors(page)) == len(set(anchors(page)))


@pytest.mark.parametrize("page", GUIDE)
def test_every_heading_of_the_guide_says_what_it_rests_on(page: str) -> None:
    blocks = list(tree(page))
    for here, block in enumerate(blocks):
        if re.fullmatch(r"h[1-6]", block.tag):
            following = blocks[here + (2 if block.tag == "h1" else 1)]
            assert following.get("class") == "fuente", text_of(block)
            assert re.match(r"Fuente: (Circular|Anexo 1|nota propia de esta guía)\b.*\.$", text_of(following))


@pytest.mark.parametrize("page", GUIDE)
def test_the_parts_that_a_source_line_quotes_exist(page: str, source: str) -> None:
    whole = f" {fold(source)} "
    for block in tree(page).iter("p"):
        if block.get("class") == "fuente":
            for part in re.findall(r"«([^»]+)»", text_of(block)):
                assert f" {fold(part)} " in whole, part


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_begins_with_for_whom_and_how_long(page: str) -> None:
    first = list(tree(page))[1]
    assert first.get("class") == "para-quien"
    told = re.fullmatch(r"Para: .+\. Lectura: (\d+) minutos?\.", text_of(first))
    assert told
    assert abs(int(told[1]) - len(text_of(tree(page)).split()) / WORDS_A_MINUTE) < 1


@pytest.mark.parametrize("page", CHAPTERS)
def test_internal_links_and_anchors_resolve(page: str) -> None:
    for link in tree(page).iter("a"):
        target, _, anchor = link.attrib["href"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (CONTENT / page).parent / target if target else CONTENT / page
        assert path.is_file(), link.attrib["href"]
        if anchor:
            assert anchor in anchors(path.resolve().relative_to(CONTENT).as_posix()), link.attrib["href"]


def without_code(page: str) -> str:
    text = (CONTENT / page).read_text(encoding="utf-8")
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", CHAPTERS)
def test_plain_markdown_but_for_the_comparison(page: str) -> None:
    tags = re.findall(r"</?[a-zA-Z][^>]*>", without_code(page))
    assert set(tags) <= {'<div class="comparacion" markdown>', "</div>"}
    assert "{{" not in without_code(page) and "{%" not in without_code(page)


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_attribute_list_is_left_as_text(page: str) -> None:
    for block in tree(page).iter():
        if block.tag not in ("code", "pre"):
            assert not re.search(r"\{ ?[#.:]", (block.text or "") + (block.tail or ""))


# --- Nothing left out ---------------------------------------------------------------------------


COUNTS = {
    ("que-es.md", "beneficios"): 6,
    ("que-es.md", "caracteristicas"): 8,
    ("que-es.md", "que-no-es"): 3,
    ("derechos.md", "derechos-del-acompanado"): 4,
    ("derechos.md", "derechos-del-acompanante"): 4,
    ("ruta.md", "cinco-momentos"): 5,
}


@pytest.mark.parametrize(("page", "anchor"), COUNTS)
def test_the_guide_has_as_many_as_it_tells_readers(page: str, anchor: str) -> None:
    assert listed(f"guia/{page}", anchor) == COUNTS[page, anchor]


def test_the_source_lists_as_many(source: str) -> None:
    traits = between(source, "¿Qué no lo caracteriza?", "Actores de la estrategia")
    negative = len(re.findall(r"•\s*No es", traits))
    mine, yours = "Derechos del Instructor Acompañado", "Derechos del Instructor Acompañante"
    moments = between(source, "Ruta Metodológica:", "Características del")
    assert list(COUNTS.values()) == [
        between(source, "beneficios:", "Por lo").count("•"),
        traits.count("•") - negative,
        negative,
        between(source, mine, yours).count("•"),
        between(source, yours, "Proyectos de").count("•"),
        len(re.findall(r"^[A-ZÁÉÍÓÚ][^:.]{3,60}: ", moments, re.MULTILINE)),
    ]


def test_the_comparison_has_both_sides_in_every_row() -> None:
    # The columns of the source's table run into each other as text, so its 13 rows were counted by eye.
    compared = rows("guia/de-qap-a-aprendiendo-juntos.md", "comparacion")
    assert len(compared) == 13
    assert all(len(row) == 3 and all(row) and row[1] != row[2] for row in compared)


@pytest.mark.parametrize("page", GUIDE)
def test_a_comparison_read_as_cards_keeps_the_names_of_its_columns(page: str) -> None:
    for block in tree(page).iterfind("div[@class='comparacion']"):
        columns = [text_of(cell) for cell in block.iterfind("table/thead/tr/th")]
        for row in block.iterfind("table/tbody/tr"):
            assert [cell.get("data-etiqueta") for cell in row] == [None, *columns[1:]]


def test_the_three_lists_of_the_route_are_told_apart() -> None:
    steps = rows("guia/ruta.md", "tres-listas")
    moments = [text_of(b) for b in section("guia/ruta.md", "cinco-momentos") if b.tag == "h3"]
    assert [row[0] for row in steps] == moments
    assert [row[2] for row in steps][2:] == ["No lo nombra", "Cuatro acompañamientos", "Cierre"]


def test_the_year() -> None:
    year = [int(row[1]) for row in rows("guia/ano-del-acompanante.md", "diez-acompanamientos")]
    assert year == [2, 3, 3, 2]
    assert sum(year) == 10


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("ano-del-acompanante.md", ["10 acompañamientos", "20 horas", "cuatro acompañamientos", "sesiones"]),
        ("formacion.md", ["96 horas", "41311604", "EDT", "2020", "500 instructores en 2021", "Junior", "Senior"]),
        ("sofiaplus.md", ["Aseguramiento de la calidad", "Acompañamiento Técnico Pedagógico", "Gestión de t"]),
        ("actores.md", ["una vez al mes", "cuatro horas como máximo", "quien haga las veces"]),
        ("quien-puede.md", ["voluntario", "inducción", "Yo soy el cambio"]),
        ("proyectos.md", ["Instructores que inspiran", "Expedición técnico-pedagógica", "vinculación"]),
        ("informes.md", ["confidencialidad", "Dirección Regional", "trimestre"]),
    ],
)
def test_key_facts(page: str, told: list[str]) -> None:
    whole = text_of(tree(f"guia/{page}"))
    assert [fact for fact in told if fact not in whole] == []


ACTORS = "acompanado acompanante coordinador-academico coordinador-misional subdirector equipo-pedagogico eni"
ANCHORS = {
    "actores.md": f"{ACTORS} profesional-eni plan-anual",
    "tipos-enfasis-ambientes.md": "individual colectivo enfasis-tecnico enfasis-pedagogico "
    "enfasis-tecnico-pedagogico presencial virtual",
    "proyectos.md": "instructores-que-inspiran expedicion-tecnico-pedagogica",
    "glosario.md": "planear ejecutar evaluar",
}


@pytest.mark.parametrize("page", ANCHORS)
def test_anchors_that_others_link_to(page: str) -> None:
    assert set(ANCHORS[page].split()) <= set(anchors(f"guia/{page}"))


def test_every_norm_of_the_source_is_explained(source: str) -> None:
    norms = re.findall(r"\b(?:resolucion|acuerdo) (\d+) de (\d{4})\b", fold(source))
    assert norms
    titles = [text_of(b) for b in tree("guia/normas.md").iter("h2")]
    for number, year in norms:
        assert any(f"{number} de {year}" in title for title in titles)


# --- Nobody named, nothing copied ----------------------------------------------------------------


def people(source: str) -> set[str]:
    """Names in the closing block of the circular: after a label, or a line in capitals."""
    block = between(source, "Para cualquier información adicional", "Anexo 1 \n")
    labelled = re.findall(r"(?:contactar a|Revisó:|Proyectó:)\s*([^,\n–-]+)", block)
    helped = re.findall(r"^([^,:\n-]+)-\s*Profesional ENI", block, re.MULTILINE)
    signed = re.findall(r"^([A-ZÁÉÍÓÚÑ ]{8,})$", block, re.MULTILINE)
    return {fold(name) for name in labelled + helped + signed}


class Signs(NamedTuple):
    """What would give a person of the circular away."""

    words: set[str]
    addresses: set[str]


def signs(source: str) -> Signs:
    closing = between(source, "Para cualquier información adicional", "Anexo 1 \n")
    elsewhere = set(fold(source.replace(closing, "")).split())
    words = {word for name in people(source) for word in name.split() if len(word) > 3}
    return Signs(words - elsewhere, set(re.findall(r"[\w.]+@[\w.]*\w", source)))


@pytest.mark.parametrize("page", PAGES)
def test_nobody_of_the_circular_is_named(page: str, source: str) -> None:
    found = signs(source)
    assert len(people(source)) == 8 and len(found.words) > 12 and found.addresses
    text = (CONTENT / page).read_text(encoding="utf-8")
    # Counted before they are compared: a failure must not print a name.
    hits = len(found.words & set(fold(text).split())) + sum(a in text.lower() for a in found.addresses)
    assert hits == 0


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_sentence_is_copied(page: str, source: str) -> None:
    """Long titles that the source itself quotes are proper names: they stay as they are and are set aside."""
    titles = [fold(title) for title in re.findall(r"“([^”]+)”", source)]

    def runs(text: str, mark: str) -> set[str]:
        for title in titles:
            if len(title.split()) >= 8:
                text = text.replace(title, mark)
        words = text.split()
        return {" ".join(words[i : i + COPIED]) for i in range(len(words) - COPIED + 1)}

    assert runs(fold(source), "<") & runs(fold(text_of(tree(page))), ">") == set()


# --- Facets and the way to contribute agree with the schema ---------------------------------------

FACETS: dict[str, type[options.Option]] = {
    "reto": options.Reto,
    "tiempo": options.Tiempo,
    "modalidad_formacion": options.ModalidadFormacion,
    "estrategia": options.Estrategia,
    "conectividad": options.Conectividad,
    "dificultad": options.Dificultad,
    "grupo": options.Grupo,
    "lugar": options.Lugar,
    "ajustes": options.Necesidad,
    "necesidad": options.Necesidad,
    "sustento": options.Sustento,
    "proposito": options.Proposito,
    "inmersion": options.Inmersion,
}


def anchor_of(field: str, value: str) -> str:
    return f"{field}-{value}".replace("_", "-")


def defined() -> dict[str, str]:
    """The term of each definition by the anchor of the term."""
    terms = tree("facetas.md").iter("dt")
    return {term.attrib["id"]: text_of(term) for term in terms}


@pytest.mark.parametrize("field", FACETS)
def test_each_value_of_a_facet_is_defined_in_its_own_words(field: str) -> None:
    assert field == "necesidad" or field in Practica.model_fields | Expedicion.model_fields
    for value in FACETS[field]:
        assert anchor_of(field, value) in anchors("facetas.md")
        assert defined()[anchor_of(field.replace("necesidad", "ajustes"), value)] == value.label


def test_offers_and_maturity_are_defined() -> None:
    for code, offer in vocabulary("ofertas").items():
        assert defined()[anchor_of("oferta", code)] == offer.name
    assert {text for anchor, text in defined().items() if anchor.startswith("madurez-")} == set(Madurez)


def test_the_example_to_copy_is_valid() -> None:
    text = (CONTENT / "aportar" / "con-el-programa.md").read_text(encoding="utf-8")
    _, front, body = between(text, "```markdown\n", "\n```").split("---\n", 2)
    assert Practica.model_validate(yaml.safe_load(front))
    assert tuple(re.findall(r"^## (.+)$", body, re.MULTILINE)) == Practica.sections
