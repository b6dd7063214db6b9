"""Staged pages say what the submission says, and no text of an author's can become anything but text."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.codes import CATALOG
from generator.compose import compose_alone
from generator.model import Collection
from generator.schema import Expedicion, Practica
from generator.schema import options as op
from generator.schema.records import (
    Ajuste,
    Anexo,
    Autor,
    Imagen,
    Integrantes,
    Parada,
    Programa,
    Seguridad,
    Territorio,
)
from generator.site import (
    RESERVED_ANCHORS,
    Block,
    Card,
    Contact,
    address_of,
    card,
    codes_page,
    contact_of,
    drawing,
    facet_pages,
    fields_page,
    heading,
    home_page,
    list_page,
    retired_page,
    search_page,
    submission_page,
    words,
)
from generator.site.epc import epc_page, moments
from generator.site.facet_lists import LONGEST, SHORTEST
from generator.site.facets import FACETS, facets_of
from generator.site.machines import submission_head
from generator.site.markup import chunk, meta_text, page
from generator.site.pages import Neighbours
from generator.site.words import SITE_NAME, count, period
from generator.vocabulary import vocabulary
from tests.muestras import anonymized, blocks
from tests.raiz import ROOT

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "{: onclick=alert(1)}",
    "{#otro} [x](javascript:alert(1)) `c` *e* ![i](u)",
    "{{ config }} {% raw %} <!-- --> &lt;b&gt; ]]> \\* ~~~ ```",
    '--8<-- "/etc/passwd" !!! note ??? [^1]: nota *[HTML]: x',
    '" onmouseover="alert(1)" x="',
]


class Reader(HTMLParser):
    """Tags with their attributes, the text outside `<style>`, and the headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!--", {}))


def engine(staged: str) -> str:
    """A staged page as the project's own engine turns it into HTML, with the project's own extensions."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    names = [e if isinstance(e, str) else next(iter(e)) for e in config["markdown_extensions"]]
    options = {k: v for e in config["markdown_extensions"] if isinstance(e, dict) for k, v in e.items()}
    body = staged.split("\n---\n", 1)[1]
    return markdown.Markdown(extensions=names, extension_configs=options).convert(body)


def meta_of(staged: str) -> dict[str, object]:
    loaded = yaml.safe_load(staged.split("---\n")[1])
    assert isinstance(loaded, dict)
    return loaded


def words_of(text: str) -> str:
    return " ".join(text.split())


# Marks that no page lets through: what is read must be what is there.
DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Text as it can reach a page (validation refuses control characters before), rich in what engines look for.
TEXT = st.lists(
    st.one_of(
        st.sampled_from([*"<>&\"'{}[]()!#*_`~|\\:=-^", *HOSTILE]),
        st.text(
            st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029" + DIRECTION),
            max_size=6,
        ),
    ),
    max_size=12,
).map("".join)


@given(TEXT.filter(lambda t: t.split()))
def test_a_heading_is_a_heading_with_that_text(text: str) -> None:
    read = Reader(engine(page({}, heading(text, "ancla"), "fin")))
    assert [t for t, _ in read.tags] == ["h2", "a", "p"]
    assert words_of(read.text) == words_of(f"{words_of(text)}¶ fin")


@given(TEXT)
def test_a_chunk_passes_verbatim(text: str) -> None:
    made = chunk(f"<div><p>{html.escape(text)}</p><pre><code>{html.escape(text)}&#10;\t  x</code></pre></div>")
    assert "\n" not in made and "{" not in made and "}" not in made and "\t" not in made
    built = engine(page({}, "Antes", made, "Después"))
    assert made in built
    assert [t for t, _ in Reader(built).tags] == ["p", "div", "p", "pre", "code", "p"]


@pytest.mark.parametrize("wrong", ["<script>x</script>", "texto", "<p>x</p>", "<divx>"])
def test_a_chunk_starts_with_a_block(wrong: str) -> None:
    with pytest.raises(ValueError, match="block tag"):
        chunk(wrong)


@pytest.mark.parametrize("wrong", ["", "con espacio", 'x" onclick="y', "MAYÚSCULA", "-x", "a}"])
def test_an_anchor_has_one_shape(wrong: str) -> None:
    with pytest.raises(ValueError, match="anchor") as caught:
        heading("Título", wrong)
    assert not wrong or wrong not in str(caught.value)


@pytest.mark.parametrize("text", HOSTILE)
def test_author_text_is_only_ever_text(text: str) -> None:
    calm = anonymized(credits=("Colectivo",), recursos=["Algo"], etiquetas=[])
    long = (text + " y un texto cualquiera")[:90]
    wild = anonymized(
        credits=(text,),
        titulo=long,
        resumen=long,
        recursos=[long],
        competencia=long,
        resultados_aprendizaje=[long],
        programa={"nivel": "tecnico", "nombre": long},
        sector_productivo=long,
        seguridad={"riesgos": [long], "epp": [long]},
        ajustes=[{"necesidad": "visual", "que_se_ajusta": long}],
    )
    built = engine(submission_page(wild, [Block(text, "seccion", "<p>x</p>")], [], Neighbours(), "../../"))
    read = Reader(built)
    known = {t for t, _ in Reader(engine(submission_page(calm, blocks("x"), [], Neighbours(), "../../"))).tags} | {
        "li",
        "ul",
    }
    assert {t for t, _ in read.tags} <= known
    assert not [a for _, attrs in read.tags for a in attrs if a.startswith("on")]
    assert not [v for _, attrs in read.tags for v in attrs.values() if v and v.startswith("javascript")]
    assert words_of(read.text).count(words_of(long)) >= 8
    assert "{{" not in built and "{%" not in built


@pytest.mark.parametrize("text", HOSTILE)
def test_lists_and_search_escape_too(text: str) -> None:
    long = (text + " y un texto cualquiera")[:90]
    cards = [card(anonymized(titulo=long, resumen=long))]
    for staged in (
        home_page(cards, []),
        list_page(Collection.PRACTICAS, cards),
        *(p.text(drawing()) for p in facet_pages(cards)),
    ):
        read = Reader(engine(staged))
        assert "script" not in {t for t, _ in read.tags} and "img" not in {t for t, _ in read.tags}
        assert words_of(long) in words_of(read.text)


@given(TEXT)
def test_front_matter_survives_themes_that_do_not_escape(text: str) -> None:
    safe = meta_text(text)
    assert not set(safe) & set('<>"{}\n')
    unescaped = html.unescape(safe)
    assert meta_of(page({"title": safe}, "x"))["title"] == safe
    assert "<" not in unescaped or "<" in html.unescape(text.replace("<", ""))


def test_the_front_matter_cannot_be_closed_early() -> None:
    text = "Un título\n---\n\n# Otro: {a}"
    staged = submission_page(anonymized(titulo=text, resumen=text + " más largo"), [], [], Neighbours(), "../../")
    assert meta_of(staged)["title"] == "Un título --- # Otro: (a)"
    assert staged.count("\n---\n") == 1


def test_the_page_carries_its_own_facets() -> None:
    one = anonymized(
        reto=["evaluar_mejor", "otro"],
        enfasis="tecnico",
        proceso_fpi=["planear"],
        estrategia="juego",
        conectividad="basica",
        lugar="sede",
        oferta="regular",
        dificultad="alta",
        regional="05",
        ajustes=[
            {"necesidad": "visual", "que_se_ajusta": "Letra grande."},
            {"necesidad": "visual", "que_se_ajusta": "Contraste."},
        ],
    )
    built = Reader(engine(submission_page(one, blocks("x"), [], Neighbours(), "../../")))
    found = sorted((a["data-pagefind-filter"], a["data-valor"]) for _, a in built.tags if "data-pagefind-filter" in a)
    facets = facets_of(one.record, one.ficha)
    assert found == sorted((f"{name}[data-valor]", code) for name, values in facets.items() for code, _ in values)
    assert set(facets) == {f.name for f in FACETS}


def _anchors(path: str) -> set[str]:
    source = ROOT / "content" / f"{path.strip('/')}.md"
    return set(re.findall(r"\{\s*#([a-z0-9-]+)[^}]*\}", source.read_text(encoding="utf-8")))


@pytest.mark.parametrize("facet", FACETS, ids=lambda f: f.name)
def test_definitions_exist_in_the_guide(facet: object) -> None:
    from generator.site.facets import Facet

    assert isinstance(facet, Facet)
    for code, _ in facet.values:
        if address := facet.anchor(code):
            path, anchor = address.split("#")
            assert anchor in _anchors(path), (facet.name, code)


@pytest.mark.parametrize(
    ("field", "options"),
    [("grupo", op.Grupo), ("inmersion", op.Inmersion), ("proposito", op.Proposito), ("sustento", op.Sustento)],
)
def test_facts_that_are_not_facets_are_defined_too(field: str, options: type[op.Option]) -> None:
    anchors = _anchors("facetas")
    assert {f"{field}-{str(o).replace('_', '-')}" for o in options} <= anchors


def test_every_inner_link_starts_from_the_root_given() -> None:
    one = anonymized(grupo="11-25", sustento=["encuesta"], enfasis="tecnico")
    beside_it = Neighbours(others=[card(anonymized(slug="otra-mas"))])
    built = Reader(engine(submission_page(one, [], [], beside_it, "../../")))
    links = [a["href"] or "" for t, a in built.tags if t == "a" and "href" in a]
    assert "../../practicas/otra-mas/" in links
    beside = ["epc/", "cita.bib", "cita.ris"]
    outside = ("../../", "#", "mailto:", "https://creativecommons.org/")
    assert [x for x in links if not x.startswith(outside)] == beside


def test_no_page_says_that_a_practice_came_out_of_an_acompanamiento() -> None:
    both = {"proposito": ["formacion", "acompanamiento"]}
    for recovered, told in ((["la-huerta"], False), ("pendiente", False), ([], True)):
        trip = anonymized(Collection.EXPEDICIONES, "bosque", practicas_recuperadas=recovered, **both)
        staged = submission_page(trip, [], [], Neighbours(), "../../")
        assert ("#proposito-acompanamiento" in staged) is told and "#proposito-formacion" in staged


def test_small_teams_are_not_counted() -> None:
    trip = anonymized(
        Collection.EXPEDICIONES,
        "bosque",
        equipo=[{"rol": "instructor", "cuantos": 4}, {"rol": "experto_sector", "cuantos": 5}],
    )
    text = Reader(engine(submission_page(trip, [], [], Neighbours(), "../../"))).text
    assert "Instructor o instructora: menos de 5" in text
    assert "Experto o experta del sector: 5" in text
    assert [count(n) for n in (1, 4, 5, 12)] == ["menos de 5", "menos de 5", "5", "12"]


def test_what_stands_beside_a_page_has_its_own_place() -> None:
    trip = anonymized(Collection.EXPEDICIONES, "bosque", practicas_recuperadas=["ya-no-esta"])
    there, other = card(anonymized(slug="sigue-aqui")), card(anonymized(slug="una-vecina"))
    staged = submission_page(trip, [], [], Neighbours(recovered=[there], others=[other]), "../../")
    places = [staged.index(x) for x in ("#practicas-recuperadas", "sigue-aqui", "#relacionadas", "una-vecina")]
    assert places == sorted(places) and "ya-no-esta" not in staged
    back = submission_page(anonymized(), [], [], Neighbours(recovered_by=[card(trip)]), "../../")
    assert back.index("#de-donde-viene") < back.index("expediciones/bosque/") and "#relacionadas" not in back
    assert "#practicas-recuperadas" not in submission_page(trip, [], [], Neighbours(), "../../")


def test_replicas_are_told_in_words_also_when_it_did_not_work() -> None:
    ficha = {
        "replicas": [
            {"periodo": "2026-T1", "regional": "52", "centro": "9534", "resultado": "no_funciono", "cambio": "tiempo"},
            {"periodo": "2026-T4", "resultado": "funciono"},
        ]
    }
    text = Reader(engine(submission_page(anonymized(ficha=ficha), [], [], Neighbours(), "../../"))).text
    assert "Primer trimestre de 2026, Nariño: no funcionó (otro tiempo)." in text
    assert "Cuarto trimestre de 2026: funcionó." in text
    assert "Aplicada por otros. Al menos otra persona" in text
    assert "Logística Internacional" not in text, "the centre of a replica is not published"


def test_an_example_says_so_and_the_others_do_not() -> None:
    assert "Ejemplo ilustrativo" in submission_page(anonymized(ejemplo=True), [], [], Neighbours(), "../../")
    assert "Ejemplo ilustrativo" not in submission_page(anonymized(), [], [], Neighbours(), "../../")


def test_a_retired_page_keeps_its_title_only() -> None:
    staged = retired_page(anonymized(titulo="Una que ya no está vigente"))
    assert "Una que ya no está vigente" in staged and "se retiró" in staged
    assert "Botellas" not in staged and "Autoría" not in staged and "buscable" not in staged
    assert meta_of(staged)["robots"] == "noindex"


def test_retired_ones_are_in_no_list_nor_count() -> None:
    title = "Una que ya no está vigente"
    cards = [card(anonymized()), card(anonymized(slug="fuera", titulo=title, ficha={"estado": "retirada"}))]
    made = [
        home_page(cards, []),
        list_page(Collection.PRACTICAS, cards),
        *(p.text(drawing()) for p in facet_pages(cards)),
    ]
    assert not [staged for staged in made if title in staged or "fuera" in staged]
    assert 'value="agricola"><span class="iq-opcion__texto">Agrícola</span> <span class="iq-cuenta">1<' in search_page(
        cards
    )


def test_long_lists_are_cut_into_pages_that_hold_each_card_once() -> None:
    cards = [card(anonymized(slug=f"numero-{n}", titulo=f"Práctica con el número {n:03}")) for n in range(310)]
    pages = {p.place: p for p in facet_pages(cards) if p.place.startswith("por/area/agricola/")}
    texts = {place: p.text(drawing()) for place, p in pages.items()}
    first = "por/area/agricola/index.md"
    assert [*pages] == [first, *(f"por/area/agricola/{n}/index.md" for n in range(len(pages) - 1, 0, -1))]
    shown = re.findall(r"practicas/(numero-\d+)/", "".join(texts.values()))
    assert shown == [f"numero-{n}" for n in range(310)]
    assert all(SHORTEST <= len(p.cards) <= LONGEST for p in pages.values() if p.number > 1)
    assert len(pages[first].cards) >= SHORTEST
    assert [place for place, text in texts.items() if "310 entradas" in text] == [first]
    # From the first to the last by the links of each to the next one, and back.
    for links, on in (("older", [*pages]), ("newer", [*pages][::-1])):
        led = [getattr(pages[place], links) for place in on]
        assert [f"por/area/agricola/{n}/index.md".replace("/0/", "/") for n in led[:-1]] == on[1:] and led[-1] is None
    whole = list_page(Collection.PRACTICAS, cards)
    assert "Ver todo en Agrícola (310)" in whole and len(re.findall("practicas/numero-", whole)) < 20


@pytest.mark.parametrize("gone", range(0, 310, 31))
def test_one_card_less_changes_its_page_of_a_long_list_and_the_first(gone: int) -> None:
    cards = [card(anonymized(slug=f"numero-{n}", titulo=f"Práctica con el número {n:03}")) for n in range(310)]

    def told(some: list[Card]) -> set[object]:
        pages = (p for p in facet_pages(some) if p.place.startswith("por/area/agricola/"))
        return {(p.told(), *(c.folder for c in p.cards)) for p in pages}

    less = told(cards[:gone] + cards[gone + 1 :])
    assert 0 < len(less - told(cards)) <= 3 < len(less)


def test_every_code_has_its_place() -> None:
    built = Reader(engine(codes_page()))
    assert {a["id"] for t, a in built.tags if t == "h2"} == {c.lower() for c in CATALOG}
    assert all(code.title in built.text for code in CATALOG.values())
    # A command stands as one: without the marks that say so in a terminal.
    assert all(code.mend.replace("`", "") in built.text for code in CATALOG.values())
    assert "<code>inspira anonimizar</code>" in codes_page()


def test_every_field_and_every_code_is_in_the_reference() -> None:
    built = Reader(engine(fields_page()))
    fields = {*Practica.model_fields, *Expedicion.model_fields}
    assert fields <= {a["id"] for t, a in built.tags if t == "h3"}
    told = words_of(built.text)
    kinds = (op.Reto, op.Rol, op.Credito, op.Reconocibles, op.Necesidad, op.Nivel, op.Inmersion)
    expected = [(str(o), o.label) for kind in kinds for o in kind]
    for name in ("areas", "ofertas", "regionales", "centros", "departamentos"):
        expected += [(code, term.name) for code, term in vocabulary(name).items()]
    assert [pair for pair in expected if words_of(" ".join(pair)) not in told and "".join(pair) not in told] == []
    nested = (Autor, Programa, Ajuste, Seguridad, Imagen, Anexo, Territorio, Integrantes, Parada)
    assert [n for model in nested for n in model.model_fields if f"{n} (o" not in told] == []
    assert "DIVIPOLA" in told and "Texto de 10 a 90 caracteres." in told and "Medellín" not in told


@pytest.mark.parametrize(
    ("name", "model"), [("programa", Programa), ("seguridad", Seguridad), ("territorio", Territorio)]
)
def test_the_examples_of_single_fields_are_valid(name: str, model: type[BaseModel]) -> None:
    model.model_validate(_example(name))


@pytest.mark.parametrize(
    ("name", "model"),
    [("autoria", Autor), ("ajustes", Ajuste), ("imagenes", Imagen), ("anexos", Anexo), ("equipo", Integrantes),
     ("itinerario", Parada)],
)  # fmt: skip
def test_the_examples_of_lists_are_valid(name: str, model: type[BaseModel]) -> None:
    given = _example(name)
    assert isinstance(given, list) and [model.model_validate(one) for one in given]


def _example(name: str) -> object:
    """The example of a field, read from the page as an author would copy it."""
    page = engine(fields_page())
    after = page[page.index(f'<h3 id="{name}"') :]
    copied = html.unescape(re.search(r"<pre><code>(.*?)</code></pre>", after, re.DOTALL)[1])  # type: ignore[index]
    loaded = yaml.safe_load(copied)
    assert list(loaded) == [name]
    return loaded[name]


def test_the_reference_asks_for_what_the_models_ask() -> None:
    told = engine(fields_page())
    for name in Practica.model_fields:
        after = told[told.index(f'<h3 id="{name}"') :]
        asked = Practica.model_fields[name].is_required()
        word = re.search(r'iq-marca">(\w+)', after)
        assert word is not None and word[1] == ("Obligatorio" if asked else "Opcional"), name


@pytest.mark.parametrize("mark", DIRECTION)
def test_no_field_turns_the_direction_of_what_is_read(mark: str) -> None:
    title = f"Un título {mark}odaitlov{mark} de los que engañan"
    one = anonymized(titulo=title, resumen=title, recursos=[title], credits=(title,))
    for staged in (
        submission_page(one, [Block(title, "seccion", "<p>x</p>")], [], Neighbours(others=[card(one)]), "../../"),
        retired_page(one),
        list_page(Collection.PRACTICAS, [card(one)]),
        meta_text(title),
        heading(title, "ancla"),
    ):
        assert mark not in staged and f"&#{ord(mark)};" not in staged
        assert "odaitlov" in staged


def test_a_citation_carries_the_address_where_the_site_knows_its_own() -> None:
    contact = contact_of({"site_url": "https://example.org/sitio"})
    assert contact.direccion == "https://example.org/sitio/"
    told = Reader(engine(submission_page(anonymized(), [], [], Neighbours(), "../../", contact=contact))).text
    assert "Instructores que inspiran. https://example.org/sitio/practicas/huerta-vertical/" in told
    alone = Reader(engine(submission_page(anonymized(), [], [], Neighbours(), "../../"))).text
    assert "Instructores que inspiran. practicas/huerta-vertical/" in alone
    renamed = contact_of({"site_name": "Saberes & oficios"})
    staged, files = compose_alone(anonymized(), renamed)
    everything = "".join((staged, *(data.decode() for data in files.values())))
    assert SITE_NAME not in everything and {"cita.bib", "cita.ris"} <= set(files)
    enlazados = str(submission_head(anonymized(), Neighbours(), renamed)["enlazados"])
    assert '"name":"Saberes \\u0026 oficios"' in enlazados
    assert "Saberes & oficios. practicas/huerta-vertical/" in Reader(engine(staged)).text
    assert [address_of(c) for c in ({}, {"site_url": ""}, {"site_url": None})] == ["", "", ""]


def test_what_is_invented_in_an_example_says_so() -> None:
    ficha = {
        "replicas": [{"periodo": "2026-T4", "resultado": "funciono"}],
        "historial": [{"mes": "2026-09", "evento": "publicada"}],
    }
    told = [submission_page(anonymized(ejemplo=e, ficha=ficha), [], [], Neighbours(), "../../") for e in (True, False)]
    assert [t.count("inventadas") for t in told] == [2, 0]
    assert "inventadas" not in submission_page(anonymized(ejemplo=True), [], [], Neighbours(), "../../")


def test_the_notice_of_revision_is_shown_from_its_month_on() -> None:
    one = anonymized(ficha={"revisar_antes_de": "2028-01"})
    for day, hidden in ((date(2027, 12, 31), True), (date(2028, 1, 1), False), (None, True)):
        built = Reader(engine(submission_page(one, [], [], Neighbours(), "../../", today=day)))
        notice = next(a for _, a in built.tags if "data-revisar" in a)
        assert notice["data-revisar"] == "2028-01" and ("hidden" in notice) is hidden
        assert "Revisarla antes de" in built.text and "enero de 2028" in built.text


def test_a_use_is_told_by_a_message_of_the_lists_alone() -> None:
    told = unquote(words.applied("practicas/huerta-vertical"))
    for option in (*op.ResultadoReplica, *op.CambioReplica):
        assert option.label in told
    staged = submission_page(anonymized(), [], [], Neighbours(), "../../")
    assert "subject=Lo%20apliqu%C3%A9%3A%20practicas/huerta-vertical&amp;body=Apliqu%C3%A9%20" in staged
    assert "%0D%0APeriodo" in staged


@pytest.mark.parametrize("collection", Collection)
def test_every_page_has_a_way_to_ask_and_a_way_out(collection: Collection) -> None:
    one = anonymized(collection)
    for staged in (submission_page(one, [], [], Neighbours(), "../../"), retired_page(one)):
        assert f"subject=Me%20reconozco%20en%20{one.folder}" in staged
        assert f"subject=Pregunta%20sobre%20{one.folder}" in staged


@pytest.mark.parametrize("reto", op.Reto)
@pytest.mark.parametrize("tiempo", op.Tiempo)
def test_the_sheet_for_the_epc_takes_twenty_minutes(reto: op.Reto, tiempo: op.Tiempo) -> None:
    plain_one = anonymized(
        reto=[str(reto)], tiempo=str(tiempo), recursos=[f"Recurso {n} " + "x" * 140 for n in range(20)]
    )
    parts = moments(plain_one, failed=False)
    assert [m.minutes for m in parts] == [3, 5, 7, 5] and all(m.steps for m in parts)
    failed = {"replicas": [{"periodo": "2026-T4", "resultado": "no_funciono"}]}
    asked = [
        " ".join(moments(anonymized(ficha=f), failed=t)[2].steps) for f, t in (({}, False), (failed, False), ({}, True))
    ]
    assert ["lo que no funcionó" in told for told in asked] == [False, True, True]
    sheet = Reader(engine(epc_page(plain_one, Contact(), failed=False))).text
    assert "y 19 más en la página" in sheet and "practicas/huerta-vertical/" in sheet
    assert "<svg" not in epc_page(plain_one, Contact(), failed=False)
    assert "<svg" in epc_page(plain_one, Contact(direccion="https://example.org/"), failed=False)


def test_our_own_anchors_are_reserved() -> None:
    trip = anonymized(
        Collection.EXPEDICIONES,
        "bosque",
        ficha={"revisar_antes_de": "2028-01"},
        ajustes=[{"necesidad": "visual", "que_se_ajusta": "Letra grande."}],
        equipo=[{"rol": "instructor", "cuantos": 4}],
        itinerario=[{"momento": "Ida", "actividad": "Caminar.", "aprendizaje": "Mirar."}],
        productos=["Uno de prueba"],
        compromisos=["Volver"],
    )
    annex = [Block("Lista", "anexo-lista", "<p>x</p>")]
    others = Neighbours(*[[card(anonymized())]] * 3)
    used: set[str] = set()
    for one in (trip, anonymized()):
        built = Reader(engine(submission_page(one, [], annex, others, "../../")))
        used |= {a["id"] or "" for _, a in built.tags if "id" in a}
    assert used - {"anexo-lista"} | {"contenido", "menu"} == RESERVED_ANCHORS


def test_the_contact_comes_from_the_configuration() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert contact_of(config) == Contact()
    own = contact_of({"extra": {"contacto": {"rol": "Mesa ENI", "correo": "mesa@example.org"}}})
    staged = submission_page(anonymized(), [], [], Neighbours(), "../../", contact=own)
    assert "mailto:mesa@example.org?subject=Me%20reconozco%20en%20practicas/huerta-vertical" in staged
    assert contact_of({}) == Contact()
    odd = Contact("x", 'a@b"><script>')
    assert "<script>" not in submission_page(anonymized(), [], [], Neighbours(), "../../", contact=odd)


def test_periods_read_as_people_say_them() -> None:
    assert [period(f"2026-T{n}") for n in (1, 2, 3, 4)] == [
        f"{w} trimestre de 2026" for w in ("primer", "segundo", "tercer", "cuarto")
    ]


def test_the_configuration_alone_builds_the_guide(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "La guía de" in home and "buscar/" not in home, "the guide alone has no search to lead to"
    assert not (tmp_path / "practicas").exists()
    assert "buscar/" not in (tmp_path / "404.html").read_text(encoding="utf-8")
