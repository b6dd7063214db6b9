"""The way out of MkDocs and Material stays open: ProperDocs and MaterialX make the same site, and the audit holds."""

from __future__ import annotations

import copy
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from herramientas import entorno, salidas
from tests.fabrica import TODAY, Proyecto, text

CHOSEN = "salida-properdocs"
Both = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of the engine's environment, which `make pruebas` prepares."""
    place = Path(os.environ.get("INSPIRA_SALIDA") or entorno.place_of(CHOSEN))
    if not entorno.is_ready(CHOSEN, place):
        told = f"falta el entorno de ProperDocs (python3 herramientas/entorno.py {CHOSEN})"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return entorno.python_of(place)


@pytest.fixture(scope="module")
def both(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """What MkDocs and ProperDocs make of the guide, a practice with all kinds of pieces and one beside it."""
    project = Proyecto(tmp_path_factory.mktemp("salidas"))
    story = "Partimos la sesión.\n\n![Una mesa verde](mesa.png)\n\n| Mesa | Minutos |\n| --- | --: |\n| primera | 20 |"
    pictures = [{"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    project.folder("estaciones")
    project.image("estaciones", "mesa.png")
    project.publishable("estaciones", text({"Qué hicimos": story}, imagenes=pictures, relacionadas=["reloj"]))
    project.publishable("reloj", titulo="Un reloj grande para todo el grupo")
    work = tmp_path_factory.mktemp("trabajo")
    mine = salidas.rehearse("mkdocs", sys.executable, project.root, work / "mkdocs", TODAY)
    theirs = salidas.rehearse("properdocs", python, project.root, work / "properdocs", TODAY)
    assert not (project.root / ".build").exists() and not (project.root / "site").exists()
    return mine, theirs


def test_every_page_facet_and_search_entry_and_the_audit_hold(both: Both, capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = both
    assert mine["entregas"] == theirs["entregas"] == 2
    assert salidas.tell(mine, theirs), capsys.readouterr().out
    assert "/practicas/estaciones/" in theirs["rasgos"]["buscador"]
    assert any(
        "tiempo[data-valor]:una_sesion" in f for f in theirs["rasgos"]["facetas"]["practicas/estaciones/index.html"]
    )


@pytest.mark.parametrize("kind", ["paginas", "palabras", "facetas", "buscador", "anclas", "enlaces", "menu", "guiones"])
def test_what_is_lost_closes_the_way(both: Both, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = both
    worse = copy.deepcopy(theirs)
    place = next(place for place, values in worse["rasgos"][kind].items() if values or kind == "paginas")
    worse["rasgos"][kind][place] = []
    if kind in ("paginas", "buscador"):
        del worse["rasgos"][kind][place]
    assert not salidas.tell(mine, worse)
    assert f"FALTA: {salidas.KINDS[kind]}" in (told := capsys.readouterr().out)
    assert place in told


def test_what_the_audit_finds_closes_the_way(both: Both, capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = both
    assert not salidas.tell(mine, {**theirs, "auditoria": ["P305 site/index.html"]})
    assert "1 problema" in capsys.readouterr().out
