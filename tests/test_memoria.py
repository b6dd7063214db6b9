"""The copy that works from a USB stick: opened from a disk by a real browser, audited, and gone when it grows old."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from generator.archive import TOP, MayShow, drop_stale, write_zip
from generator.audit.gone import Gone
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Problem, Report
from generator.audit.stick import check_stick
from generator.cli import main
from generator.diagnostics import Diagnostic, find
from generator.indexing import _nothing
from generator.manifest import Staged, StagedPage
from generator.pack import pack
from generator.pipeline import construct
from generator.portable import portable
from generator.site.explicit import explicit
from generator.site.stick import INDEX, SCRIPT, Entry, index_script, read_index, words_of
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text
from tests.navegador import axe

PHONE = "310 555 1234"
NOT_FROM_A_DISK = ("404.html", "sitemap.xml", "robots.txt")
ADDRESS = "https://ejemplo.edu.co/inspira/"


@dataclass(frozen=True)
class Copia:
    project: Proyecto
    archive: Path
    folder: Path


@pytest.fixture(scope="module")
def copia(tmp_path_factory: pytest.TempPathFactory) -> Copia:
    """A project of two practices (one goes without the name of who wrote it) and the guide, packed and unpacked."""
    made = Proyecto(tmp_path_factory.mktemp("proyecto"))
    story = {"Qué hicimos": f"Cada niño midió su huerta este año. Llame al {PHONE}. La evaluación fue corta."}
    made.publishable("huerta", text(story, titulo="Medir una huerta con pasos y cuerdas"))
    unconsented = [{"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}]
    frenos = text(titulo="Revisar los frenos por estaciones", tiempo="trimestre", autoria=unconsented)
    made.publishable("frenos", frenos)
    made.write("retirada", text(titulo="Una que ya no está vigente"), estado="retirada")
    made.consent("retirada")
    config = made.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + f"\nsite_url: {ADDRESS}\n", encoding="utf-8")
    archive = made.root / "copia.zip"
    outcome = pack(made.root, TODAY, lambda _message: None, archive)
    assert outcome.exit_code == 0, [f"{d.code} {d.path} {d.message}" for d in outcome.findings]
    folder = tmp_path_factory.mktemp("memoria")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return Copia(made, archive, folder / TOP)


# --- Opened from a disk --------------------------------------------------------------------------


@pytest.fixture
def page(copia: Copia, navegador: Browser) -> Iterator[Page]:
    """A page that may ask for files and nothing else, and has nothing to complain about."""
    context = navegador.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script("delete URLSearchParams.prototype.size")  # as before Safari 17 and Chrome 113
    page = context.new_page()
    wrong: list[str] = []

    def told(message: ConsoleMessage) -> None:
        wrong.append(f"{message.type}: {message.text}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page had not finished when the reader went on
            wrong.append(f"failed {request.url}")

    page.on("console", told)
    page.on("pageerror", lambda error: wrong.append(error.message))
    page.on("requestfailed", failed)
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.goto((copia.folder / "index.html").as_uri())
    yield page
    context.close()
    assert wrong == []


@pytest.mark.navegador
def test_from_the_home_page_one_searches_and_reads(page: Page) -> None:
    assert page.evaluate("document.fonts.check('16px \"Work Sans\"')")
    page.locator('input[name="q"]').first.fill("evaluacion")
    page.keyboard.press("Enter")
    found = page.locator(".iq-resultados .iq-tarjeta__titulo")
    expect(found.first).to_have_text("Medir una huerta con pasos y cuerdas")
    assert page.url.endswith("/buscar/index.html?q=evaluacion")
    found.first.locator("a").click()
    assert page.url.endswith("/practicas/huerta/index.html")
    page.get_by_role("link", name="Guía", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("Guía de Aprendiendo Juntos")
    page.go_back()
    page.go_back()
    expect(page.locator(".iq-buscar__cuenta")).to_contain_text("resultado")


@pytest.mark.navegador
def test_its_search_is_accessible(copia: Copia, navegador: Browser) -> None:
    """On a phone; axe asks for the styles by itself, which a page from a disk may not, so nobody listens here."""
    context = navegador.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((copia.folder / "buscar/index.html").as_uri() + "?q=huerta")
    expect(page.locator(".iq-resultados li")).not_to_have_count(0)
    expect(page.locator(".iq-filtros")).not_to_have_attribute("open", "")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.navegador
def test_words_are_found_in_their_forms_and_filters_count(page: Page, copia: Copia) -> None:
    page.goto((copia.folder / "buscar/index.html").as_uri())
    titles = page.locator(".iq-resultados .iq-tarjeta__titulo")
    count = page.locator(".iq-buscar__cuenta")
    for typed, first in (
        ("huertas", "Medir una huerta"),
        ("revisaron freno", "Revisar los frenos"),
        ("niños", "Medir"),
    ):
        page.fill("#q", typed)
        expect(titles.first).to_contain_text(first)
    for typed in ("nino", "5551234"):
        page.fill("#q", typed)
        expect(count).to_have_text("0 resultados")
        expect(page.locator(".iq-nada")).to_be_visible()
    page.fill("#q", "")
    page.locator('input[name="tipo"][value="practica"]').evaluate("e => e.click()")
    expect(count).to_have_text("2 resultados")
    page.locator('input[name="tiempo"][value="trimestre"]').evaluate("e => e.click()")
    expect(count).to_have_text("1 resultado")
    expect(page.locator('label:has(input[value="una_sesion"]) .iq-cuenta')).to_have_text("1")
    assert "tiempo=trimestre" in page.url
    page.reload()
    expect(titles).to_have_text(["Revisar los frenos por estaciones"])


# --- What is in it -------------------------------------------------------------------------------


def test_the_copy_holds_what_the_site_holds_and_says_how_to_open_it(copia: Copia) -> None:
    with zipfile.ZipFile(copia.archive) as packed:
        names = packed.namelist()
        assert names == sorted(names) and all(name.startswith(f"{TOP}/") for name in names)
        inside = {name.removeprefix(f"{TOP}/"): packed.read(name) for name in names}
    assert {"index.html", "guia/index.html", "practicas/huerta/index.html", "LEAME.txt", INDEX, SCRIPT} <= inside.keys()
    assert not [name for name in inside if name.startswith("pagefind/") or name in NOT_FROM_A_DISK]
    said = inside["LEAME.txt"].decode("utf-8-sig")
    assert (
        "doble clic en index.html" in said and "2 prácticas y expediciones" in said and "borre las anteriores" in said
    )
    for name, data in inside.items():
        assert PHONE.encode() not in data and b"3105551234" not in data, name
        if name.endswith(".html"):
            assert b'type="module"' not in data and b'rel="preload"' not in data, name
    entries = read_index(inside[INDEX])
    assert {e.file for e in entries if e.tipo == "practica"} == {
        "practicas/huerta/index.html",
        "practicas/frenos/index.html",
    }
    assert len([e for e in entries if e.tipo == "guia"]) == 15


def _without_guide(copia: Copia, root: Path) -> Proyecto:
    """The same project apart, for what changes it and builds nothing."""
    shutil.copytree(copia.project.root, root, ignore=shutil.ignore_patterns("content", ".build", "*.zip"))
    (root / "content").mkdir()
    return Proyecto.at(root)


def test_a_copy_that_shows_what_was_withdrawn_goes_though_nothing_new_can_be_made(
    copia: Copia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `construir` the one in the usual place; by `empacar` the one that was asked for."""
    monkeypatch.setattr("generator.building.build_pages", lambda *_given, **_more: [find("P310", "mkdocs.yml")])
    project = _without_guide(copia, tmp_path / "proyecto")
    usual, asked = project.root / f"{TOP}.zip", tmp_path / "otra.zip"
    for place in (usual, asked):
        place.write_bytes(copia.archive.read_bytes())
    construct(project.root, TODAY)
    assert usual.exists(), "what fell before it was made is not in it"
    project.revoke("frenos")
    said: list[str] = []
    assert construct(project.root, TODAY, said.append).exit_code == 1
    assert not usual.exists() and [m for m in said if "Se borró la copia" in m]
    assert pack(project.root, TODAY, said.append, asked).exit_code == 1
    assert not asked.exists()


def test_a_copy_of_what_the_audit_throws_out_goes_and_what_the_engine_said_stays(
    copia: Copia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By both commands, the one in its usual place and the one that was asked for."""
    project = _without_guide(copia, tmp_path / "proyecto")
    problem = Problem(find("P301", "practicas/huerta/index.html"), "practicas/huerta")

    def build(staged: Staged, **_given: object) -> list[Diagnostic]:
        (staged.config.parent / "mkdocs.log").write_text("lo que dijo el motor")
        return []

    class Refusing:
        read = files = 0

        def __init__(self, _site: Path, expected: Expectations, *_given: object) -> None:
            self._guilty = "practicas/huerta" in expected.secrets

        def pages(self) -> None:
            pass

        def search(self) -> list[Problem]:
            return [problem if self._guilty else Problem(problem.diagnostic, None)]

    monkeypatch.setattr("generator.building.build_pages", build)
    monkeypatch.setattr("generator.indexing._index", _nothing)
    monkeypatch.setattr("generator.building.Audit", Refusing)
    usual, asked = project.root / f"{TOP}.zip", tmp_path / "otra.zip"
    for place in (usual, asked):
        place.write_bytes(copia.archive.read_bytes())
    assert construct(project.root, TODAY).exit_code == 1 and not usual.exists()
    assert (project.root / ".build/mkdocs.log").exists()
    assert pack(project.root, TODAY, lambda _message: None, asked).exit_code == 1 and not asked.exists()
    assert (project.root / ".build/mkdocs.log").exists()


def test_the_command_asks_for_a_zip(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        main, ["empacar", "--proyecto", str(tmp_path), "--salida", str(tmp_path / "mkdocs.yml")]
    )
    assert answer.exit_code == 2 and "termina en .zip" in answer.output


@pytest.mark.parametrize("there", ["otro", "roto"])
def test_the_command_takes_the_place_of_no_file_of_others(tmp_path: Path, there: str) -> None:
    out = tmp_path / "fotos.zip"
    if there == "otro":
        with zipfile.ZipFile(out, "w") as pack:
            pack.writestr("fotos/una.jpg", b"x")
    else:
        out.write_bytes(b"PK a medias")
    before = out.read_bytes()
    answer = CliRunner().invoke(main, ["empacar", "--proyecto", str(tmp_path), "--salida", str(out)])
    assert answer.exit_code == 2 and "no es una copia del sitio" in answer.output
    assert out.read_bytes() == before


@pytest.mark.parametrize("place", ["site/a.zip", "content/guia/a.zip", ".build/a.zip", "fuera/a.zip", "enlace.zip"])
def test_no_copy_is_made_where_it_would_be_published_or_lost(tmp_path: Path, place: str) -> None:
    """Nor through a link."""
    (tmp_path / "practicas").mkdir()
    (tmp_path / "fuera").symlink_to("practicas")
    (tmp_path / "enlace.zip").symlink_to("site/b.zip")
    answer = CliRunner().invoke(main, ["empacar", "--proyecto", str(tmp_path), "--salida", str(tmp_path / place)])
    assert answer.exit_code == 2 and "deje la copia en otra parte" in answer.output


# --- The archive ---------------------------------------------------------------------------------


def _tree(root: Path) -> Path:
    (root / "practicas/huerta").mkdir(parents=True)
    (root / "practicas/huerta/index.html").write_text("<p>hola</p>" * 50)
    (root / "a.png").write_bytes(b"\x89PNG" * 9)
    return root


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = _tree(tmp_path / "uno"), _tree(tmp_path / "dos")
    (other / "a.png").chmod(0o600)
    write_zip(one, tmp_path / "uno.zip")
    write_zip(other, tmp_path / "dos.zip")
    assert (tmp_path / "uno.zip").read_bytes() == (tmp_path / "dos.zip").read_bytes()


def test_a_pack_that_fails_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "copia.zip"
    write_zip(_tree(tmp_path / "uno"), out)
    before = out.read_bytes()
    monkeypatch.setattr("generator.archive._put", lambda *_arguments: None)
    with pytest.raises(OSError, match="archive"):
        write_zip(tmp_path / "uno", out)
    assert out.read_bytes() == before and sorted(p.name for p in tmp_path.iterdir()) == ["copia.zip", "uno"]


def test_an_archive_grows_old_when_something_in_it_may_not_stand(tmp_path: Path) -> None:
    out = tmp_path / "copia.zip"
    assert not drop_stale(out, MayShow(frozenset()))
    write_zip(_tree(tmp_path / "uno"), out)
    assert not drop_stale(out, MayShow(frozenset(("practicas/huerta", "practicas/otra"))))
    assert drop_stale(out, MayShow(frozenset(("practicas/otra",)))) and not out.exists()
    out.write_bytes(b"esto no es un ZIP")
    assert drop_stale(out, MayShow(frozenset())) and not out.exists()
    other = tmp_path / "notas.txt"
    other.write_text("mías")
    assert not drop_stale(other, MayShow(frozenset())) and other.exists()


def test_the_half_of_an_archive_that_a_killed_run_left_goes(tmp_path: Path) -> None:
    out, half = tmp_path / "copia.zip", tmp_path / ".copia.zip.tmp"
    write_zip(_tree(tmp_path / "uno"), out)
    half.write_bytes(out.read_bytes())
    assert not drop_stale(out, MayShow(frozenset(("practicas/huerta",)))) and out.exists() and not half.exists()


def test_one_that_is_retired_may_be_in_an_archive_as_its_notice_alone(tmp_path: Path) -> None:
    out, here = tmp_path / "copia.zip", frozenset(("practicas/huerta",))
    write_zip(_tree(tmp_path / "uno"), out)
    assert not drop_stale(out, MayShow(here, retired=here))
    (tmp_path / "uno/practicas/huerta/cita.bib").write_text("@misc{}")
    write_zip(tmp_path / "uno", out)
    assert not drop_stale(out, MayShow(here)) and drop_stale(out, MayShow(here, retired=here))


def test_what_goes_without_a_name_stands_only_in_an_archive_that_was_made_without_it(tmp_path: Path) -> None:
    out, here = tmp_path / "copia.zip", frozenset(("practicas/huerta",))
    for made, today, stands in (("a", "a", True), ("", "a", False), ("b", "a", False), ("", "", False)):
        write_zip(_tree(tmp_path / f"{made}-{today}-{stands}"), out, made)
        assert drop_stale(out, MayShow(frozenset(), here, mark=today)) is not stands


# --- Links and tags ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../guia/", "../guia/index.html"),
        ("../guia/#plan", "../guia/index.html#plan"),
        ("../buscar/?tiempo=una_sesion&amp;q=a#b", "../buscar/index.html?tiempo=una_sesion&amp;q=a#b"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("#plan", "#plan"),
        ("?q=a", "?q=a"),
        ("foto.png", "foto.png"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("//example.org/a/", "//example.org/a/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("", ""),
    ],
)
def test_links_say_their_file(link: str, said: str) -> None:
    for name in ("href", "action"):
        made = explicit(f'<a class="x" {name}="{link}">href="../guia/"</a>')
        assert made == f'<a class="x" {name}="{said}">href="../guia/"</a>'
        assert explicit(made) == made


def test_what_a_browser_refuses_from_a_disk_goes() -> None:
    head = '<link rel="preload" href="a.woff2" as="font" crossorigin><script type="module" src="a.js"></script>'
    kept = '<link rel="stylesheet" href="a.css"><script src="b.js"></script>'
    assert portable(head + kept) == kept


# --- The index, and its audit --------------------------------------------------------------------

ENTRY = Entry(
    "practicas/huerta/index.html",
    "practica",
    "La huerta",
    "Medir.",
    "Práctica",
    {"tiempo": ["momento"]},
    ["ano", "año"],
)


def test_words_keep_their_enye_and_lose_their_accents() -> None:
    assert words_of("El AÑO, ano: evaluación, pingüino e n\u0303andu\u0301") == (
        *("ano", "año", "e", "el", "evaluacion", "pinguino", "ñandu"),
    )


def test_an_index_is_read_as_it_is_written_and_not_otherwise() -> None:
    data = index_script([ENTRY])
    assert read_index(data) == [ENTRY]
    assert index_script(read_index(data)) == data
    for other in (b"", data + b"alert(1)", data.replace(b"=[", b"=alert(1)||["), data.replace(b'","', b'" ,"', 1)):
        with pytest.raises(ValueError, match="not an index"):
            read_index(other)


def test_nothing_in_a_title_ends_the_script() -> None:
    hostile = Entry("a/index.html", "guia", "</script><b>", "", "", {}, ["a"])
    assert b"<" not in index_script([hostile])


@pytest.mark.parametrize(
    ("path", "change", "codes"),
    [
        (INDEX, {}, set()),
        (INDEX, {"palabras": ["ano", "secreto"]}, {"P304"}),
        (INDEX, {"titulo": "Otra cosa distinta"}, {"P304"}),
        (INDEX, {"resumen": "Llame al 310 555 1234."}, {"P301", "P304"}),
        (INDEX, {"facetas": {"tiempo": ["siglos"]}}, {"P304"}),
        (INDEX, {"file": "practicas/ida/index.html"}, {"P304", "P309"}),
        (INDEX, {"file": "buscar/index.html"}, {"P304"}),
        (INDEX, None, {"P303"}),
        (SCRIPT, None, {"P303"}),
    ],
)
def test_the_audit_holds_the_search_to_the_pages(
    tmp_path: Path, path: str, change: dict[str, object] | None, codes: set[str]
) -> None:
    page = tmp_path / ENTRY.file
    page.parent.mkdir(parents=True)
    page.write_text("<main><h1>La huerta</h1><p>Medir. El año, ano.</p></main>", encoding="utf-8")
    fields = {name: getattr(ENTRY, name) for name in Entry.__slots__}
    (tmp_path / "buscar").mkdir()
    data = b"alert(1)" if change is None else index_script([Entry(**{**fields, **change})])
    (tmp_path / path).write_bytes(data)
    pages = (
        StagedPage("x.md", ENTRY.file, "practicas/huerta", ""),
        StagedPage("buscar/index.md", "buscar/index.html", "generador", ""),
    )
    staged = Staged(tmp_path, tmp_path, tmp_path, pages, (), frozenset(), portable=True)
    expected = Expectations(staged, gone=frozenset(("practicas/ida",)))
    report = Report(frozenset((path,)))
    check_stick(path, tmp_path, staged, Reader(expected, report), Gone(expected.gone, report), report)
    assert {p.diagnostic.code for p in report.problems} == codes
    assert json.dumps([p.diagnostic.message for p in report.problems]).count("310") == 0
