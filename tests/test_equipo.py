"""How many went on an expedition: few are told as few, in every way in and in the public repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from generator.checking import check
from generator.cms.config import artefacts
from generator.codes import CATALOG
from generator.diagnostics import Diagnostic
from generator.forms import form_html
from generator.importing.values import value_of
from generator.model import Collection
from generator.publishing.tree import public_tree
from generator.schema import Expedicion
from generator.schema.described import described
from generator.schema.records import FEWEST, Integrantes
from generator.site.words import count
from tests.fabrica import REPO, TODAY, Proyecto, trip
from tests.formulario import ANSWERS
from tests.test_formulario_navegador import visit
from tests.test_publicar import git, project, publish

__all__ = ["project"]
HERE = "expediciones/bosque"
FEW = f"menos de {FEWEST}"


def team(typed: str) -> str:
    return f"equipo:\n  - rol: instructor\n    cuantos: {typed}\n"


def told(root: Path, typed: str) -> list[Diagnostic]:
    made = Proyecto(root, guide=False)
    made.write(HERE, trip(team(typed)), estado="en_revision")
    return [f for f in check(root, TODAY) if f.code.startswith("E1")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (FEW, None),
        ("5", None),
        ("4", "E117"),
        ("0", "E106"),
        ("501", "E106"),
        ("'3'", "E103"),
        ("2.5", "E103"),
        ("true", "E103"),
        ("pocos", "E103"),
        ("[3]", "E103"),
        ("", "E101"),
    ],
)
def test_a_number_or_the_words_and_one_finding_for_anything_else(tmp_path: Path, typed: str, said: str | None) -> None:
    found = told(tmp_path, typed)
    assert [f.code for f in found] == ([said] if said else []), [f.message for f in found]
    for finding in found:
        (line,) = (n for n, one in enumerate(trip(team(typed)).splitlines(), 1) if "cuantos" in one)
        assert finding.line == line
        if said in ("E103", "E117"):
            assert f"«{FEW}»" in (finding.hint or CATALOG[finding.code].mend)


def test_only_few_told_as_few_pass_to_the_public_repository(project: Proyecto) -> None:
    words = trip(team(FEW) + "  - rol: experto_sector\n    cuantos: 9\n")
    project.publishable(HERE, words)
    project.publishable("expediciones/rio", trip(team("3"), titulo="Aprender del río con quienes lo cuidan"))
    answer = publish(project, "--lote", "2")
    assert git(project, "ls-tree", "--name-only", "publicado", "expediciones/").split() == [HERE], answer.output
    assert git(project, "show", f"publicado:{HERE}/index.md") == words
    assert f"«{FEW}»" in answer.output


def test_the_examples_pass_to_it_as_they_are() -> None:
    """They are what authors copy."""
    tree = public_tree(REPO, TODAY, lambda _told: None)
    shipped = {f"{p.parent.parent.name}/{p.parent.name}" for p in REPO.glob("[pe]*s/*/index.md")}
    assert shipped and tree.folders == shipped, [(f.path, f.line, f.message) for f in tree.findings]


def test_the_page_says_the_same_of_a_small_number_and_of_the_words() -> None:
    parts = [Integrantes.model_validate({"rol": "instructor", "cuantos": n}) for n in (1, FEWEST - 1, FEW)]
    assert {count(p.cuantos) for p in parts} == {FEW}
    assert [p.at_least for p in parts] == [1, FEWEST - 1, 1]


def test_a_document_says_it_in_words_too() -> None:
    typed = ("Menos de 5", "- 7", "unos cuantos")
    assert [value_of(Expedicion, ("equipo", 0, "cuantos"), [t]) for t in typed] == [FEW, 7, "unos cuantos"]
    assert value_of(Expedicion, ("practicas_recuperadas",), ["Pendiente"]) == "pendiente"
    assert value_of(Expedicion, ("practicas_recuperadas",), ["huerta; reloj"]) == ["huerta", "reloj"]


def test_what_is_read_about_the_field_recommends_the_words() -> None:
    part = described(Expedicion)["equipo"].parts[1]
    assert f"«{FEW}»" in part.purpose and f"«{FEW}»" in part.kind


def test_the_editor_takes_both() -> None:
    made: dict[str, Any] = yaml.safe_load(next(iter(artefacts().values())))
    trips = next(c for c in made["collections"] if c["name"] == Collection.EXPEDICIONES.value)
    equipo = next(f for f in trips["fields"] if f["name"] == "equipo")
    field = next(f for f in equipo["fields"] if f["name"] == "cuantos")
    fits = re.compile(field["pattern"][0])
    assert (field["widget"], field["palabra"]) == ("numero-o-palabra", FEW)
    assert [t for t in (FEW, "1", "500", "0", "cuatro", "-3", "12345") if fits.search(t)] == [FEW, "1", "500"]


@pytest.mark.navegador
def test_the_form_takes_both_and_puts_the_words_with_a_touch(navegador: Browser, tmp_path: Path) -> None:
    path = tmp_path / "formulario.html"
    path.write_bytes(form_html(ANSWERS))
    with visit(navegador, path.as_uri()) as seen:
        page = seen.page
        page.get_by_label("Una expedición").check()
        page.get_by_text("Más datos (opcional)").click()
        page.get_by_role("button", name="Agregar: Equipo").click()
        page.get_by_role("button", name="Agregar más: Equipo").click()
        page.locator("#c-equipo-1-cuantos").fill("cuatro")
        page.get_by_role("button", name=f"Poner «{FEW}»").first.click()
        expect(page.locator("input#c-equipo-0-cuantos")).to_have_value(FEW)
        page.get_by_role("button", name="Revisar y ver cómo queda").click()
        expect(page.locator("#e-equipo-0-cuantos")).to_be_hidden()
        expect(page.locator("#e-equipo-1-cuantos")).to_contain_text(f"Escriba «{FEW}», o un número entero")
