"""The audit, by planting: whatever hides somebody in a built site, in any place of it, stops it from being published.

The canaries are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from generator.accepting import accept
from generator.audit import Expectations, Problem, audit
from generator.audit.assets import check_asset
from generator.audit.inventory import NOT_FOUND
from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.build import build_pages
from generator.building import expectations
from generator.diagnostics import FORMATS
from generator.indexing import index_pages
from generator.kept import NOTHING, Kept
from generator.manifest import Staged
from generator.searching.letters import exchanged
from generator.stage import stage
from generator.vocabulary import plain
from tests.fabrica import CANARY_ID, CANARY_MAIL, CANARY_NAME, TODAY, Proyecto, text
from tests.plantas import GUIDE, PAGE, PLANTS, Plant
from tests.siembra import sow

FOLDER, OTHER = "practicas/estaciones", "practicas/reloj"
CANARIES = {"nombre": "Rosa Elena Quintero Mosquera", "cédula": "1.020.304.050", "correo": "rosa.quintero@example.com"}


@dataclass(frozen=True, slots=True)
class Site:
    """A built site and what it is held to."""

    built: Path
    expected: Expectations
    kept: Kept = NOTHING

    def audit(self) -> list[Problem]:
        return audit(self.built, self.expected, self.kept)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A real build: the guide, a practice with a picture and a table, one that names somebody, one with redactions."""
    project = Proyecto(tmp_path_factory.mktemp("auditoria"))
    # As in production: with an address of its own, some folders below the root of its host.
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nsite_url: https://example.org/guia/inspiran/\n")
    story = "Partimos la sesión.\n\n![Una mesa verde](mesa.png)\n\n| Mesa | Minutos |\n| --- | --: |\n| primera | 20 |"
    pictures = [{"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    project.folder("estaciones")
    project.image("estaciones", "mesa.png")
    project.publishable("estaciones", text({"Qué hicimos": story}, imagenes=pictures, relacionadas=["reloj"]))
    author = [{"rol": "instructor", "credito": "nombre", "nombre": "Luz Marina Cifuentes Arroyave"}]
    project.write("reloj", text(titulo="Un reloj grande para todo el grupo", autoria=author))
    project.consent("reloj", names=[0])
    redacted = f"Lo propuso {CANARY_NAME}, cédula {CANARY_ID}, {CANARY_MAIL}.\n\n![Un tablero](foto.jpg)"
    photo(project, "tachada", "foto.jpg")
    pictures = [{"archivo": "foto.jpg", "alt": "Un tablero", "personas_reconocibles": "ninguna"}]
    project.publishable("tachada", text({"Qué hicimos": redacted}, imagenes=pictures))
    accepted = accept(project.root, TODAY)
    assert len(accepted.anonymized) == 3, accepted.findings
    staged = stage(project.root, accepted.anonymized)
    assert build_pages(staged) == index_pages(staged) == []
    return Site(staged.site, expectations(staged, accepted.anonymized, accepted.folders))


def photo(project: Proyecto, name: str, file: str) -> None:
    """A picture of many colours, which the site shows as a JPEG, with a comment that it must not show."""
    project.image(name, file)
    path = project.folder(name) / file
    drawn = hashlib.sha256(path.read_bytes()).hexdigest()
    Image.effect_noise((900, 600), 80).convert("RGB").save(path, comment=CANARY_NAME.encode())
    review = path.parent / "revision.yml"
    told = review.read_text(encoding="utf-8").replace(drawn, hashlib.sha256(path.read_bytes()).hexdigest())
    review.write_text(told, encoding="utf-8")


@pytest.fixture
def site(clean: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy to plant in: hard links, so that copying costs nothing."""
    copy = tmp_path / "sitio"
    shutil.copytree(clean.built, copy, copy_function=os.link)
    yield replace(clean, built=copy)


def printed(problems: list[Problem]) -> str:
    return "\n".join(form([p.diagnostic for p in problems]) for form in FORMATS.values())


def test_a_clean_site_has_no_problem(clean: Site) -> None:
    assert "<loc>" in (clean.built / "sitemap.xml").read_text(encoding="utf-8")
    assert list(clean.built.rglob("*.png"))
    assert list(clean.built.glob("practicas/*/*.jpg"))
    assert clean.audit() == []


READ = [name for name, (code, _) in PLANTS.items() if code == "P301"]
SHAPE = [name for name in PLANTS if name not in READ]
Told = dict[str, set[str]]
"""For each planting, the codes of the problems where it is."""


@pytest.fixture(scope="module")
def told_of_plants(clean: Site, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All the plants, each with each canary or, where nothing is read, with all of them."""
    everything = {f"{plant} {canary}": (PLANTS[plant][1], said) for canary, said in CANARIES.items() for plant in READ}
    everything |= {plant: (PLANTS[plant][1], ", ".join(CANARIES.values())) for plant in SHAPE}
    return planted(clean, everything, tmp_path_factory.mktemp("plantas"))


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("plant", READ)
def test_a_canary_is_read_wherever_it_is_planted(told_of_plants: Told, plant: str, canary: str) -> None:
    assert "P301" in told_of_plants[f"{plant} {canary}"], told_of_plants[f"{plant} {canary}"]


def test_search_data_are_read_with_their_letters_back_in_place(site: Site) -> None:
    """In the index ñ has changed places with another letter; readers see ñ, and so does the audit."""
    plant = PLANTS["fragment metadata"][1]
    plant(site.built, exchanged("Begoña Muñoz Castañeda"))
    assert "P301" in {p.diagnostic.code for p in site.audit()}


@pytest.mark.parametrize("plant", SHAPE)
def test_what_has_no_place_in_a_site_is_refused_whatever_it_says(told_of_plants: Told, plant: str) -> None:
    assert PLANTS[plant][0] in told_of_plants[plant]


def planted(clean: Site, everything: Mapping[str, tuple[Plant, str]], at: Path) -> Told:
    """The codes of the problems of each planting, none of which quotes what was planted.

    The clean site is remembered: what is planted is found in spite of that, and only the files it is in are read.
    """
    told: Told = {}
    (at / "memoria").mkdir()
    clean = replace(clean, kept=Kept(at / "memoria", b"una llave"))
    assert clean.audit() == []
    pages = [*(p.built for p in clean.expected.staged.pages), NOT_FOUND]
    for tree in sow(clean.built, everything, pages, at):
        problems = replace(clean, built=tree.site).audit()
        assert all(p.diagnostic.path.startswith("site/") for p in problems)
        shown = plain(printed(problems))
        assert not [word for word in ("quintero", "mosquera", "1.020.304.050", "example.com") if word in shown]
        for key in tree.places:
            told[key] = {p.diagnostic.code for p in problems if tree.told(key, p.diagnostic.path)}
        shutil.rmtree(tree.site)
    return told


def test_the_canaries_are_not_in_the_clean_site(clean: Site) -> None:
    assert {PAGE, GUIDE} <= {p.built for p in clean.expected.staged.pages}
    pages = "".join(p.read_text(encoding="utf-8") for p in clean.built.rglob("*.html"))
    assert not [canary for canary in (*CANARIES.values(), CANARY_NAME, CANARY_ID, CANARY_MAIL) if canary in pages]


# Originals of redactions


def swap(site: Site | Path, page: str, before: str, after: str) -> None:
    path = (site if isinstance(site, Path) else site.built) / page
    text_ = path.read_text(encoding="utf-8")
    assert before in text_
    path.unlink()
    path.write_text(text_.replace(before, after, 1), encoding="utf-8")


def codes(problems: list[Problem]) -> set[tuple[str, str | None]]:
    return {(p.diagnostic.code, p.origin) for p in problems}


@pytest.mark.parametrize(
    "written",
    [
        "yurleidy muchavisoy",
        "Epiayú",
        "YURLEIDY  MUCHAVISOY",
        "1098765432",
        "1 098 765 432",
        "YurleidyMuchavisoy",
        "Yurleidy.Mucha_visoy",
    ],
)
def test_an_original_that_comes_back_is_found_in_its_own_page(site: Site, written: str) -> None:
    secrets = {"practicas/tachada": frozenset(("Yurleidy Muchavisoy", "Epiayú", "1.098.765.432"))}
    told = replace(site, expected=replace(site.expected, secrets=secrets))
    swap(told, "practicas/tachada/index.html", "«persona A»", written)
    problems = told.audit()
    assert ("P302", "practicas/tachada") in codes(problems)
    assert {p.origin for p in problems if p.alone} == {"practicas/tachada"}


def test_a_distinctive_original_is_found_in_any_page_and_blamed_on_it(site: Site) -> None:
    secrets = {"practicas/tachada": frozenset(("aranbizarrekotxea",))}
    told = replace(site, expected=replace(site.expected, secrets=secrets))
    swap(told, PAGE, "Partimos la sesión", "Partimos con aranbizarrekotxea la sesión")
    problems = told.audit()
    assert ("P302", FOLDER) in codes(problems) and not [p for p in problems if p.alone]  # it is another one's, too


def test_a_common_word_that_was_somebodys_name_is_no_finding_elsewhere(clean: Site) -> None:
    """`Reloj` redacted as a nickname: other pages say it as a word, and that page too in small letters."""
    secrets = {"practicas/tachada": frozenset(("Reloj", "Nariño", "Mesa"))}
    assert replace(clean, expected=replace(clean.expected, secrets=secrets)).audit() == []


def test_common_words_that_were_a_name_are_one_elsewhere_only_with_their_capitals(site: Site) -> None:
    secrets = {"practicas/tachada": frozenset(("Rosa Flores", "tecla Control"))}
    told = replace(site, expected=replace(site.expected, secrets=secrets))
    swap(told, GUIDE, "</article>", "<p>Con rosa, flores y la tecla Control.</p></article>")
    assert not [c for c in codes(told.audit()) if c[0] == "P302"]
    swap(told, GUIDE, "</article>", "<p>Con Rosa Flores.</p></article>")
    assert ("P302", "practicas/tachada") in codes(told.audit())


# Words that a person decided


@pytest.mark.parametrize("written", ["Yurleidy Quintero", "Hi Yurleidy Quintero"])
def test_words_that_were_kept_may_turn_certain_in_their_own_page_alone(site: Site, written: str) -> None:
    kept = {FOLDER: frozenset(("Yurleidy Quintero",))}
    told = replace(site, expected=replace(site.expected, kept=kept))
    swap(told, f"{FOLDER}/index.html", "Un reloj grande y cuatro mesas.", f"Dice {written} y cuatro mesas.")
    assert codes(told.audit()) == {("P304", FOLDER)}
    swap(told, "practicas/reloj/index.html", "Un reloj grande y cuatro mesas.", f"Dice {written} y cuatro mesas.")
    assert ("P301", OTHER) in codes(told.audit())


@pytest.mark.parametrize("written", ["Yurleidy Quintero Epiayú", "Rosa Elena Yurleidy Quintero"])
def test_a_longer_name_around_kept_words_is_no_decision(site: Site, written: str) -> None:
    kept = {FOLDER: frozenset(("Yurleidy Quintero",))}
    told = replace(site, expected=replace(site.expected, kept=kept))
    swap(told, f"{FOLDER}/index.html", "Un reloj grande y cuatro mesas.", f"Dice {written} y cuatro mesas.")
    assert ("P301", FOLDER) in codes(told.audit())


def test_a_number_around_a_kept_one_is_no_decision(site: Site) -> None:
    kept = {FOLDER: frozenset(("300",))}
    told = replace(site, expected=replace(site.expected, kept=kept))
    swap(told, f"{FOLDER}/index.html", "Un reloj grande y cuatro mesas.", "Llame al 300 123 4567 y cuatro mesas.")
    assert ("P301", FOLDER) in codes(told.audit())


# Names shown by consent


def test_a_name_shown_by_consent_stands_on_its_page_alone(site: Site) -> None:
    name = "Luz Marina Cifuentes Arroyave"
    assert name in (site.built / "practicas/reloj/index.html").read_text(encoding="utf-8")
    swap(site, GUIDE, "</article>", f"<p>Lo dijo {name}.</p></article>")
    assert {p.diagnostic.path for p in site.audit()} == {f"site/{GUIDE}"}


def test_a_name_without_consent_stops_its_page(clean: Site) -> None:
    unnamed = replace(clean, expected=replace(clean.expected, named={}))
    assert ("P301", OTHER) in codes(unnamed.audit())


def test_the_mailbox_of_the_role_may_be_anywhere_and_no_other(clean: Site) -> None:
    strict = replace(clean, expected=replace(clean.expected, allowed=frozenset()))
    assert {p.diagnostic.code for p in strict.audit()} == {"P301"}


def test_a_possible_name_that_is_not_in_the_tree_is_a_page_that_says_something_else(site: Site) -> None:
    swap(site, f"{FOLDER}/index.html", "Un reloj grande y cuatro mesas.", "Usamos el Zarandajo y cuatro mesas.")
    assert ("P304", FOLDER) in codes(site.audit())


# The page says what its source says


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Partimos la sesión", "Partimos la clase"),
        ('<td data-align="right">20</td>', '<td data-align="left">20</td>'),
        ('<h2 id="que-hicimos">Qué hicimos', '<h2 id="que-hicimos">Qué hizo'),
        ('<h2 id="que-hicimos">', '<h2 id="otra">'),
        ("</article>", "<p>Y algo más.</p></article>"),
        ('id="contenido"', 'id="otro"'),
    ],
)
def test_a_page_that_says_something_else_is_blamed_on_its_submission(site: Site, before: str, after: str) -> None:
    swap(site, PAGE, before, after)
    assert ("P304", FOLDER) in codes(site.audit())


def test_a_page_that_vanished_is_missed(site: Site) -> None:
    (site.built / PAGE).unlink()
    assert ("P304", FOLDER) in codes(site.audit())


# What a page may hold and ask for


HTML = [
    ('<a href="javascript:alert(1)">a</a>', "P305"),
    ('<a href="java&#10;script:alert(1)">a</a>', "P305"),
    ('<a href="data:text/html,x">a</a>', "P305"),
    ('<a href="vbscript:x">a</a>', "P305"),
    ('<p onclick="x()">a</p>', "P305"),
    ('<img src="../../assets/inspira/icono.svg" onerror="x()" alt="">', "P305"),
    ("<form action='../../buscar/' method='post'></form>", "P305"),
    ("<input type='password'>", "P305"),
    ("<object></object>", "P305"),
    ("<base href='../'>", "P305"),
    ("<!-- nada -->", "P305"),
    ("<meta http-equiv='refresh' content='0'>", "P305"),
    ("<p style='color: red'>a</p>", "P305"),
    ("<p a=1 a=2>a</p>", "P305"),
    ("<p title='a>b</p>", "P305"),
    ("< p>a", "P305"),
    ("<![CDATA[a]]>", "P305"),
    ("<script src='../../assets/inspira/pagina.js'>1</script>", "P305"),
    ("<img src='https://example.org/a.png' alt=''>", "P306"),
    ("<img src='//example.org/a.png' alt=''>", "P306"),
    ("<img src='\\\\example.org/a.png' alt=''>", "P306"),
    ("<img src='../../assets/inspira/icono.svg' srcset='https://example.org/a.png 2x' alt=''>", "P306"),
    ("<script src='https://example.org/a.js'></script>", "P306"),
    ("<link rel='stylesheet' href='https://example.org/a.css'>", "P306"),
    ("<link rel='preload' href='//example.org/a.woff2' as='font'>", "P306"),
    ("<form action='https://example.org/'></form>", "P306"),
    ("<a href='../no-existe/'>a</a>", "P307"),
    ("<a href='../ruta/#no-existe'>a</a>", "P307"),
    ("<a href='#no-existe'>a</a>", "P307"),
    ("<a href='../../../fuera/'>a</a>", "P307"),
    ("<a href='/guia/'>a</a>", "P307"),
    ("<img src='nada.png' alt=''>", "P307"),
    ("<img src='../../assets/inspira/icono.svg' srcset='nada.png 2x' alt=''>", "P307"),
]


@pytest.fixture(scope="module")
def told_of_html(clean: Site, tmp_path_factory: pytest.TempPathFactory) -> Told:
    everything = {html: (before_the_end(html), "") for html, _ in HTML}
    return planted(clean, everything, tmp_path_factory.mktemp("html"))


def before_the_end(html: str) -> Plant:
    return lambda site, _: swap(site, GUIDE, "</article>", html + "</article>")


@pytest.mark.parametrize(("html", "code"), HTML)
def test_html_that_runs_asks_outside_or_leads_nowhere_is_refused(told_of_html: Told, html: str, code: str) -> None:
    assert code in told_of_html[html]


def test_a_link_out_is_no_problem(site: Site) -> None:
    swap(site, GUIDE, "</article>", "<p><a href='https://example.org/'>a</a> <a href='../actores/'>b</a></p></article>")
    assert site.audit() == []


# Nothing stays of what is gone


GONE = "practicas/la-que-se-fue"


@pytest.mark.parametrize(
    ("page", "html"),
    [
        (GUIDE, f"<a href='../../{GONE}/'>a</a>"),
        (GUIDE, f"<a href='../../{GONE.replace('/', '%2F')}/'>a</a>"),
        (f"{FOLDER}/index.html", f"<p>Vea {GONE}/</p>"),
        (f"{FOLDER}/index.html", "<p><a href='../la-que-se-fue/'>a</a></p>"),
    ],
)
def test_a_trace_of_what_is_gone_is_found(site: Site, page: str, html: str) -> None:
    told = replace(site, expected=replace(site.expected, gone=frozenset((GONE,))))
    assert told.audit() == []
    swap(told, page, "</article>", html + "</article>")
    assert "P309" in {code for code, _ in codes(told.audit())}


def test_a_draft_called_like_a_page_of_the_guide_leaves_no_false_trace(clean: Site) -> None:
    names = ("guia", "ruta", "una-sesion", "acerca", "otra", "html", "huerta-vertical-con-botellas")
    gone = frozenset(f"practicas/{name}" for name in names)
    assert replace(clean, expected=replace(clean.expected, gone=gone)).audit() == []


def test_a_folder_of_what_is_gone_is_found(site: Site) -> None:
    told = replace(site, expected=replace(site.expected, gone=frozenset((GONE,))))
    (told.built / GONE).mkdir()
    (told.built / GONE / "index.html").write_text("<!doctype html>", encoding="utf-8")
    assert {"P303", "P309"} <= {code for code, _ in codes(told.audit())}


# A card is its own submission's, wherever it stands


def test_what_a_card_shows_is_blamed_on_the_submission_of_the_card(site: Site) -> None:
    page = site.built / "index.html"
    text_ = page.read_text(encoding="utf-8")
    opening = '<p class="iq-tarjeta__resumen">'
    place = text_.index(opening, text_.index(f'href="{OTHER}/"')) + len(opening)
    page.unlink()
    page.write_text(f"{text_[:place]}{CANARIES['nombre']}: {text_[place:]}", encoding="utf-8")
    assert ("P301", OTHER) in codes(site.audit())


# Files that ENI keeps beside the guide


def asset(name: str, data: bytes, owner: str | None = None) -> set[str]:
    """The codes for a file of the manifest with this content."""
    nothing = Staged(Path(), Path(), Path(), (), (), frozenset())
    report = Report(frozenset())
    check_asset(name, data, owner, Reader(Expectations(nothing), report), report)
    return {p.diagnostic.code for p in report.problems}


def picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (0, 120, 50)).save(out, kind, **options)
    return out.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>{}</title>{}</svg>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", picture("PNG")),
        ("a.jpg", picture("JPEG")),
        ("a.jpg", picture("JPEG", progressive=True)),
        ("a.svg", SVG.format("Un punto", '<circle cx="1" cy="1" r="1"/>').encode()),
        ("a.csv", b"mes,sesiones\n1,4\n"),
        ("a.css", b"p { background: url(a.png) }"),
    ],
)
def test_a_file_with_nothing_hidden_passes(name: str, data: bytes) -> None:
    assert asset(name, data) == set()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", picture("PNG", dpi=(72, 72)) + b"\0", "P308"),
        ("a.png", picture("PNG", icc_profile=b"x" * 200), "P308"),
        ("a.png", picture("PNG")[:-12], "P308"),
        ("a.png", b"GIF89a", "P308"),
        ("a.jpg", picture("JPEG", icc_profile=b"x" * 200), "P308"),
        ("a.jpg", picture("JPEG", comment=b"algo"), "P308"),
        ("a.jpg", picture("JPEG")[:-2], "P308"),
        ("a.webp", b"RIFF\x0c\0\0\0WEBPVP8X\x0a\0\0\0", "P308"),  # cut where its data begin
        ("a.svg", SVG.format(CANARIES["nombre"], "").encode(), "P301"),
        ("a.svg", SVG.format("", "<script>1</script>").encode(), "P305"),
        ("a.svg", SVG.format("", '<g onload="x()"/>').encode(), "P305"),
        ("a.svg", SVG.format("", "<foreignObject/>").encode(), "P305"),
        ("a.svg", SVG.format("", "<!-- algo -->").encode(), "P305"),
        ("a.svg", SVG.format("", '<use href="https://example.org/a.svg#b"/>').encode(), "P306"),
        ("a.css", b"@import 'https://example.org/a.css'", "P306"),
        ("a.css", b"p { background: url( //example.org/a.png ) }", "P306"),
        ("a.css", rb"p { background: \75rl(//example.org/a.png) }", "P306"),
        ("a.csv", f"autor\n{CANARIES['cédula']}\n".encode(), "P301"),
        ("a.json", f'{{"a": "{base64.b64encode(CANARIES["correo"].encode()).decode()}"}}'.encode(), "P301"),
        ("a.txt", CANARIES["nombre"].encode("utf-16"), "P303"),
        ("a.pdf", b"%PDF-1.7", "P303"),
        ("a.js", b"1", "P303"),
    ],
)
def test_a_file_that_hides_or_asks_for_something_is_refused(name: str, data: bytes, code: str) -> None:
    assert code in asset(name, data)


def test_a_submission_publishes_images_alone() -> None:
    assert asset("practicas/estaciones/a.svg", SVG.format("", "").encode(), FOLDER) == {"P303"}


def test_a_bomb_is_refused_without_being_opened() -> None:
    bomb = base64.b64encode(gzip.compress(b"a" * (64 * 1024 * 1024))).decode()
    assert asset("a.txt", bomb.encode()) == {"P308"}
