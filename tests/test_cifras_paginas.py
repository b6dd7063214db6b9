"""The pages of the released figures: what they say and draw, in which order, and what they never show."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.accepting import accept
from generator.audit import Expectations
from generator.audit.allowlist import check_allowed
from generator.audit.figures import check_figures
from generator.audit.page import read_page
from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.building import official_names
from generator.checking import check
from generator.figures.catalog import KINDS, NO_REGIONAL, names_of
from generator.figures.files import written
from generator.figures.release import TOTAL, Figure, Release, Row
from generator.manifest import Staged
from generator.site.figures import overview_page, release_page, saying
from generator.site.figures.bars import Entry, chart
from generator.site.figures.pages import in_order
from generator.site.figures.saying import number, quarters, said, size
from generator.site.figures.tiles import level_of, level_said, tile_map
from generator.site.markup import ENVIRONMENT
from generator.stage import stage
from generator.vocabulary import vocabulary
from tests import cifras
from tests.fabrica import TODAY, Proyecto
from tests.test_paginas import HOSTILE, engine, meta_of, words_of
from tests.test_paginas import Reader as Tags

REGIONAL, HOURS, THEMES = "acompanamientos-por-regional", "horas-por-regional", "aspectos-por-fortalecer"
BARS = ENVIRONMENT.from_string('{% from "cifras_macros.html.j2" import barras %}{{ barras(g) }}')
NOWHERE = Staged(Path(), Path(), Path(), (), (), frozenset())


def one(key: str, *rows: Row) -> Release:
    """A release of a single table."""
    return Release("2026-T3", 1, False, (Figure(KINDS[key], rows),))


def drawn(*entries: Entry) -> str:
    return BARS.render(g=chart("clave", "Título", "Qué es.", entries))


def groups(html: str) -> list[str]:
    return re.findall(r"<g>.*?</g>", html)


def cells(html: str, table: str) -> list[tuple[str, str]]:
    """Each row of the first table after a heading: its name and its number."""
    body = html[html.index(f'id="{table}"') :].partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<th scope="row">(.*?)</th><td class="iq-num">(.*?)</td>', body)


def test_a_chart_to_the_letter() -> None:
    made = drawn(Entry("Uno", 12, "12"), Entry("Cero", 0, "0"), Entry("Tres", None, "no se publica"))
    assert made.replace("\n", "") == (
        '<figure class="iq-grafica"><svg viewBox="0 0 360 117" role="img" aria-labelledby="clave-grafica '
        'clave-descripcion" xmlns="http://www.w3.org/2000/svg"><title id="clave-grafica">Título</title>'
        '<desc id="clave-descripcion">Qué es.</desc>'
        '<g><text x="0" y="15">Uno</text><text class="iq-g-valor" x="360" y="15">12</text>'
        '<rect class="iq-g-fondo" x="0" y="21" width="360" height="9"></rect>'
        '<rect class="iq-g-barra" x="0" y="21" width="360.0" height="9"></rect></g>'
        '<g><text x="0" y="54">Cero</text><text class="iq-g-valor" x="360" y="54">0</text>'
        '<rect class="iq-g-fondo" x="0" y="60" width="360" height="9"></rect></g>'
        '<g><text x="0" y="93">Tres</text><text class="iq-g-valor" x="360" y="93">no se publica</text>'
        '<rect class="iq-g-hueco" x="0.5" y="99" width="60" height="9"></rect><path class="iq-g-rayas" '
        'd="M0 107L8 99M7 108L16 99M15 108L24 99M23 108L32 99M31 108L40 99M39 108L48 99M47 108L56 99M55 108L60 103">'
        "</path></g></svg></figure>"
    )


def test_a_suppressed_value_is_drawn_alike_whatever_stands_around_it() -> None:
    hidden = Entry("Tres", None, "no se publica")
    few, many = (groups(drawn(Entry("Uno", n, number(n)), hidden, Entry("Dos", 0, "0"))) for n in (7, 90_000))
    assert few[1] == many[1] and "iq-g-rayas" in few[1] and "no se publica" in few[1]
    assert "iq-g-barra" not in few[1] + few[2] and "iq-g-rayas" not in few[0] + few[2]


def test_a_quarter_without_a_release_is_a_gap_and_no_suppression() -> None:
    gap = groups(drawn(Entry("Uno", 7, "7"), Entry("Dos", None, "sin publicación", absent=True)))[1]
    assert "<rect" not in gap and "<path" not in gap


def test_a_long_name_is_whole_on_several_lines() -> None:
    name = cifras.ASPECTS["a2"] + " " + "x" * 70
    lines = re.findall(r'<text x="0" y="(\d+)">(.*?)</text>', drawn(Entry(name, 3, "3"), Entry("Otro", 1, "1")))
    assert "".join(words for _, words in lines[:-1]).replace(" ", "") == name.replace(" ", "")
    assert all(len(words) <= 28 for _, words in lines)
    assert [int(y) for y, _ in lines] == sorted({int(y) for y, _ in lines})


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (REGIONAL, 1_234_567, "1.234.567"),
        (REGIONAL, 0, "0"),
        (REGIONAL, None, "no se publica"),
        (HOURS, 0, "0"),
        (HOURS, 29, "menos de 1"),
        (HOURS, 89, "1"),
        (HOURS, 90, "2"),
        (HOURS, None, "no se publica"),
    ],
)
def test_numbers_as_people_read_them(kind: str, value: int | None, words: str) -> None:
    assert said(KINDS[kind], value) == words


def test_sizes_and_quarters_as_people_read_them() -> None:
    assert [size(n) for n in (999, 1240)] == ["999 bytes", "1,2 KB"]
    assert quarters("2025-T3", "2026-T2") == ["2025-T3", "2025-T4", "2026-T1", "2026-T2"]


def test_regionales_go_by_code_and_never_by_value() -> None:
    names = names_of("regional")
    rows = [Row(code, name, 1000 - n) for n, (code, name) in enumerate(names.items())]
    whole = [Row(TOTAL, "Total", 9), *rows]
    wanted = [TOTAL, *sorted(vocabulary("regionales")), NO_REGIONAL]
    for order in (whole, whole[::-1], sorted(whole, key=lambda row: row.value or 0)):
        assert [r.code for r in in_order(Figure(KINDS[REGIONAL], tuple(order))).rows] == wanted
        shown = engine(release_page(one("practicas-por-regional", *order), []))
        told = [f"{code} {names[code]}" for code in wanted[1:]]
        assert [name for name, _ in cells(shown, "practicas-por-regional")] == ["Total", *told]
        assert re.findall(r'<text x="0" y="\d+">(\d\d .*?)</text>', shown) == told


def test_the_map_is_the_departments_and_its_classes_stand_in_the_table() -> None:
    release = cifras.release(only=(REGIONAL,))
    rows = {row.code: row for row in release.figures[0].rows}
    tiles = tile_map(tuple(rows.values())).tiles
    assert [tile.code for tile in tiles] == sorted(vocabulary("departamentos")) == sorted(vocabulary("regionales"))
    assert len({(tile.x, tile.y) for tile in tiles}) == len({tile.letters for tile in tiles}) == 33
    assert {t.code for t in tiles if t.hatch} == {t.code for t in tiles if t.level is None} == set(cifras.SUPPRESSED)
    shown = engine(release_page(release, [release]))
    for code, row in rows.items():
        if code:
            words = level_said(row.value)
            told = f"{said(KINDS[REGIONAL], row.value)}</td><td>{words[0].upper()}{words[1:]}</td>"
            assert f'<th scope="row">{code} {row.name}</th><td class="iq-num">{told}' in shown
    drawing = shown.partition('id="acompanamientos-por-regional-mapa"')[2].partition("</svg>")[0]
    assert not re.search(r">\d{3,}<", drawing), "a map says classes, and its numbers are codes"


@pytest.mark.parametrize(
    ("value", "level", "words"),
    [(None, None, "no se publica"), (0, 0, "ninguno"), (1, 1, "1 a 49"), (49, 1, "1 a 49"), (50, 2, "50 a 199"),
     (199, 2, "50 a 199"), (200, 3, "200 o más"), (90_000, 3, "200 o más")],
)  # fmt: skip
def test_the_classes_of_the_map(value: int | None, level: int | None, words: str) -> None:
    assert level_of(value) == level and level_said(value) == words


def both(*releases: Release) -> list[str]:
    return [overview_page(releases), *(release_page(one, releases) for one in releases)]


def test_every_drawing_has_a_name_of_its_own_and_its_table() -> None:
    for staged in both(cifras.release(), cifras.release("2026-T1")):
        tags = Tags(engine(staged)).tags
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        drawings = [attrs for tag, attrs in tags if tag == "svg" and "aria-hidden" not in attrs]
        names = [name for attrs in drawings for name in (attrs["aria-labelledby"] or "").split()]
        assert drawings and all(attrs["role"] == "img" for attrs in drawings)
        assert set(names) <= set(ids) and len(names) == len(set(names)) == 2 * len(drawings)
        assert sum(tag == "caption" for tag, _ in tags) == sum(tag == "table" for tag, _ in tags) >= 8
        assert {attrs.get("scope") for tag, attrs in tags if tag == "th"} == {"col", "row"}


def test_nothing_compares_people_or_places() -> None:
    ranked = re.compile(
        r"\b(?:ranking|promedio|por persona|(?:más|menos) (?:alt|baj)\w+|(?:primer|último) (?:lugar|puesto)"
        r"|mejor(?:es)?|peor(?:es)?|líder\w*|destaca\w*|supera\w*)\b",
        re.IGNORECASE,
    )
    for staged in both(cifras.release(), cifras.release("2026-T3", 2)):
        assert not ranked.findall(Tags(engine(staged)).text)
        assert "No es una evaluación, medición, seguimiento o supervisión" in staged


def test_hours_say_that_they_are_rounded_and_that_the_files_are_not() -> None:
    shown = engine(release_page(cifras.release(only=(HOURS,)), []))
    assert "en horas redondeadas. Los archivos lo traen en minutos." in shown
    assert cells(shown, HOURS)[1] == ("05 Antioquia", number(round(cifras.LARGEST[1] / 60)))


def test_over_time_each_quarter_has_its_last_correction_and_gaps_say_why() -> None:
    first, right = (one(REGIONAL, Row(TOTAL, "Total", n)) for n in (111, 222))
    older = replace(one(REGIONAL, Row(TOTAL, "Total", None)), quarter="2026-T1")
    releases = [older, first, replace(right, version=2), replace(one(HOURS), quarter="2026-T4")]
    shown = engine(overview_page(releases))
    assert cells(shown, REGIONAL) == [
        ("2026, trimestre 1", "no se publica"),
        ("2026, trimestre 2", "sin publicación"),
        ("2026, trimestre 3", "222"),
        ("2026, trimestre 4", "sin esta tabla"),
    ]
    assert "111" not in shown
    assert 'Corrige a <a href="2026-T3/">2026-T3</a>' in shown
    assert "se corrigieron" in (old := release_page(first, releases)) and '<a href="../2026-T3-r2/">' in old
    assert 'Corrige a <a href="../2026-T3/">' in release_page(releases[2], releases)
    assert "href" not in release_page(releases[2], [releases[2]]).partition("Corrige a ")[2].partition("</p>")[0]


def test_only_totals_that_add_up_go_over_time_and_each_once() -> None:
    shown = engine(overview_page([cifras.release()]))
    assert re.findall(r'<h3 id="([a-z-]+)">', shown) == [
        kind.key for kind in KINDS.values() if kind.total and kind.key.endswith("-por-regional")
    ]


def test_what_may_not_be_added_over_time_says_so() -> None:
    shown = overview_page([cifras.release()])
    assert shown.count("cuenta en cada uno: no se suman.") == shown.count("cada publicación: no se suman.") == 2


def test_every_column_of_numbers_has_a_head_for_readers() -> None:
    assert saying.MEASURES.keys() == {kind.measure for kind in KINDS.values()}


def test_the_method_says_of_which_tables_the_symbol_tells_something() -> None:
    """What does not add up is hidden by nothing else: there it means few, and the pages do not say otherwise."""
    told = overview_page([cifras.release()])
    assert "quiere decir que son menos de 10" in told
    assert "así que se cuentan todas" not in told, "practices have a threshold too"


def test_invented_figures_say_so_everywhere() -> None:
    invented, real = cifras.release(), cifras.release("2026-T2", illustrative=False)
    notice = "Ejemplo con datos inventados."
    assert notice in release_page(invented, [invented]) and notice not in release_page(real, [real])
    assert notice in overview_page([invented]) and notice not in overview_page([real])
    mixed = engine(overview_page([real, invented]))
    assert [name for name, _ in cells(mixed, REGIONAL)] == ["2026, trimestre 2", "2026, trimestre 3 (ejemplo)"]


def test_downloads_are_the_files_with_their_sizes() -> None:
    release = cifras.release()
    shown = release_page(release, [release])
    for name, data in written(release).items():
        assert re.search(rf'<a href="{re.escape(name)}">[^&]*?</a> \({re.escape(size(len(data)))}\)', shown), name
    assert "CC BY-SA 4.0" in shown and "CC BY-SA 4.0" in overview_page([release])


@pytest.mark.parametrize("name", [*HOSTILE, "=cmd|' /C calc'!A0", "</title></svg><script>alert(1)</script>"])
def test_a_name_out_of_the_data_is_only_text(name: str) -> None:
    calm, wild = (one(THEMES, Row("a1", text, 12), Row("a2", "Otro", None)) for text in ("Uno", name))
    known, read = (Tags(engine(release_page(release, [release]))) for release in (calm, wild))
    assert [tag for tag, _ in read.tags if tag not in ("text", "g")] == [
        tag for tag, _ in known.tags if tag not in ("text", "g")
    ]
    assert not [a for _, attrs in read.tags for a in attrs if a.startswith("on")]
    assert words_of(name) in words_of(read.text)
    assert meta_of(release_page(wild, [])) == meta_of(release_page(calm, []))
    row = list(csv.reader(io.StringIO(written(wild)[f"{THEMES}.csv"].decode())))[1]
    assert row[2].removeprefix("'") == name and not row[2].startswith(("=", "+", "-", "@"))


def problems(page: str) -> list[str]:
    report = Report(frozenset())
    check_allowed(read_page("cifras/index.html", "generador", page), report)
    return [p.diagnostic.code for p in report.problems]


@pytest.mark.parametrize(
    "tag",
    ['<rect width="url(#x)"></rect>', '<rect width="1e9"></rect>', '<rect href="#a"></rect>', '<text x="a">a</text>',
     '<rect fill="red"></rect>', '<g onclick="x"></g>', "<use></use>", '<text style="x">a</text>'],
)  # fmt: skip
def test_the_audit_lets_shapes_in_and_nothing_else_with_them(tag: str) -> None:
    assert problems(f"<svg>{tag}</svg>") == ["P305"]
    assert (
        problems('<svg><g><rect x="0" y="1.5" width="3" height="4" rx="2"></rect><text x="1">a</text></g></svg>') == []
    )


def audited(folder: Path, release: Release, changed: dict[str, bytes] | None = None) -> list[str]:
    """What the audit says of the files of a release, some of them changed."""
    place = folder / "cifras" / release.name
    place.mkdir(parents=True)
    files = {**written(release), **(changed or {})}
    for name, data in files.items():
        (place / name).write_bytes(data)
    report = Report(frozenset())
    reader = Reader(Expectations(NOWHERE, {}, frozenset(), official_names()), report)
    check_figures(folder, [f"cifras/{release.name}/{name}" for name in files], reader, report)
    return sorted({p.diagnostic.code for p in report.problems})


def test_the_audit_holds_the_files_to_be_what_a_release_writes(tmp_path: Path) -> None:
    release = cifras.release(only=cifras.SOME)
    csv_file = f"{REGIONAL}.csv"
    changes: Sequence[dict[str, bytes] | None] = (
        {csv_file: written(release)[csv_file].replace(b",19\n", b",20\n")},
        {"nota.txt": b"algo"},
        {"dcat.jsonld": written(release)["dcat.jsonld"] + b"\n"},
    )
    assert audited(tmp_path / "bien", release) == []
    for number_, change in enumerate(changes):
        assert audited(tmp_path / str(number_), release, change) == ["P303"], change


def test_the_audit_reads_the_names_of_the_rows_for_people(tmp_path: Path) -> None:
    release = one(THEMES, Row("a1", "Con Rosa Elena Quintero Mosquera, cédula 1.020.304.050", 12))
    assert audited(tmp_path, release) == ["P301"]


def test_a_damaged_release_has_neither_page_nor_files_and_the_others_do(tmp_path: Path) -> None:
    project = Proyecto(tmp_path)
    good = cifras.put(tmp_path, cifras.release("2026-T1", only=cifras.SOME))
    bad = cifras.put(tmp_path, cifras.release("2026-T2", only=cifras.SOME))
    table = bad / f"{REGIONAL}.csv"
    table.write_bytes(table.read_bytes().replace(b",19\n", b",20\n"))
    (good.parent / "suelto.csv").write_text("secreto\n", encoding="utf-8")
    (good.parent / "nota.md").write_text("secreto\n", encoding="utf-8")
    accepted = accept(project.root, TODAY)
    found = [(d.code, d.path) for d in accepted.findings]
    assert found == [("D520", "content/cifras/2026-T2")] and accepted.left_out == {"content/cifras/2026-T2"}
    assert ("D520", "content/cifras/2026-T2") in [(d.code, d.path) for d in check(project.root, TODAY)]
    staged = stage(project.root, accepted.anonymized, accepted.releases)
    built = sorted(p.relative_to(staged.docs / "cifras").as_posix() for p in (staged.docs / "cifras").rglob("*.*"))
    assert built == sorted(["index.md", "2026-T1/index.md", *(f"2026-T1/{p.name}" for p in good.iterdir())])
    assert all((staged.docs / "cifras/2026-T1" / p.name).read_bytes() == p.read_bytes() for p in good.iterdir())
    assert "2026-T2" not in (staged.docs / "cifras/index.md").read_text(encoding="utf-8")
    assert "- Cifras:\n  - cifras/index.md\n" in staged.config.read_text(encoding="utf-8")


@pytest.mark.parametrize("damaged", [False, True])
def test_without_releases_there_is_nothing_of_them(damaged: bool, tmp_path: Path) -> None:
    project = Proyecto(tmp_path)
    if damaged:
        (cifras.put(tmp_path, cifras.release(only=(REGIONAL,))) / "dcat.jsonld").unlink()
    accepted = accept(project.root, TODAY)
    staged = stage(project.root, accepted.anonymized, accepted.releases)
    assert not (staged.docs / "cifras").exists()
    assert "Cifras" not in staged.config.read_text(encoding="utf-8")
    assert "cifras/" not in (staged.docs / "index.md").read_text(encoding="utf-8")


def test_what_breaks_the_reading_of_figures_stops_no_withdrawal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise PermissionError("secreto")

    monkeypatch.setattr("generator.checking.releases", broken)
    accepted = accept(Proyecto(tmp_path).root, TODAY)
    assert accepted.releases == () and [(d.code, d.path) for d in accepted.findings] == [("D520", "content/cifras")]
    assert "secreto" not in accepted.findings[0].message
