"""The form as a file: what it is made from, that the same comes out twice, and that nothing else passes for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import pytest
from click.testing import CliRunner
from pydantic import Field

from generator.audit.form import check_form
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Report
from generator.cli import main
from generator.forms import answers_in, form_html
from generator.forms.describing import LEFT_OUT, MODELS, description
from generator.house import form
from generator.manifest import Staged, Writer
from generator.model import Collection
from generator.schema import Practica
from generator.schema.fields import text
from generator.site.contact import Contact
from tests.formulario import ANSWERS
from tests.raiz import ROOT


class ConClima(Practica):
    """Two fields more than the schema has."""

    clima: Annotated[Annotated[str, text(4, 33)] | None, Field(title="Clima del lugar", description="Si importa.")] = (
        None
    )
    techo: Annotated[bool, Field(title="¿Hay techo?")]


def _told(html: bytes) -> dict[str, object]:
    found = re.search(rb'id="esquema">([^<]*)<', html)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_every_field_of_the_schema_is_asked_for_and_nothing_else() -> None:
    told = description()
    for kind in Collection:
        one = told["colecciones"][kind.value]
        assert set(one["campos"]) == set(kind.model.model_fields) - LEFT_OUT
        assert {*one["pedidos"], *one["ofrecidos"], *one["archivos"]} == set(one["campos"])
        assert (*one["secciones"], *one["ofrecidas"]) == (*kind.model.sections, *kind.model.offered_sections)
    eight = "titulo resumen area reto modalidad_formacion tiempo recursos autoria".split()
    assert told["colecciones"]["practicas"]["pedidos"] == eight
    assert told["credito"] == {"nombre": "si", "seudonimo": "si", "colectivo": "opcional", "anonimo": "no"}


def test_a_field_more_in_the_schema_is_a_field_more_in_the_form() -> None:
    html = form_html(ANSWERS, {**MODELS, Collection.PRACTICAS: ConClima})
    field = _told(html)["colecciones"]["practicas"]["campos"]["clima"]  # type: ignore[index]
    assert field == {"titulo": "Clima del lugar", "ayuda": "Si importa.", "min": 4, "max": 33, "tipo": "texto"}


def test_the_same_file_every_time_and_it_asks_for_nothing() -> None:
    html = form_html(ANSWERS)
    assert html == form_html(ANSWERS) and len(html) < 160_000
    said = html.decode()
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", said, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|srcset|action|background)=|<link|<iframe|@import|url\(", markup)
    assert re.findall(r'href="([^"#][^":]*:)', markup) == ["mailto:"]
    assert "default-src 'none'; script-src 'sha256-" in said and "connect-src 'none'; form-action 'none'" in said
    assert "innerHTML" not in said and "fetch(" not in said and "unsafe-inline" not in said


def _problems(data: bytes) -> list[str]:
    staged = Staged(Path(), Path(), Path(), (), (), frozenset((ANSWERS.correo,)))
    report = Report(frozenset(("f",)))
    expected = Expectations(staged, {}, frozenset(), frozenset((ANSWERS.correo,)))
    check_form("f", data, Reader(expected, report, frozenset()), report)
    return [p.diagnostic.code for p in report.problems]


def test_the_audit_takes_the_form_of_the_program_and_no_other() -> None:
    html = form_html(ANSWERS)
    assert _problems(html) == []
    assert _problems(html.replace(b'"use strict";', b'"use strict";alert(1);')) == ["P303"]
    assert _problems(html.replace(b"equipo@inspira.test", b"otro@inspira.test", 1)) == ["P303"]
    assert _problems(b"<script>alert(1)</script>") == ["P303"]
    assert answers_in(b'<script type="application/json" id="responde">{"rol":1}</script>') is None


def test_the_whole_site_leads_to_it_and_has_it(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    guide = (ROOT / "content/aportar/index.md").read_text(encoding="utf-8")
    writer.guide["aportar/index.md"] = guide
    form(Contact(ANSWERS.rol, ANSWERS.correo, nombre=ANSWERS.sitio), writer)
    assert (tmp_path / "aportar/formulario.html").read_bytes() == form_html(ANSWERS)
    offered = ["aportar/formulario.html", "aportar/plantilla-practica.docx", "aportar/plantilla-expedicion.docx"]
    assert [(a.built, a.origin) for a in writer.assets] == [(name, "generador") for name in sorted(offered)]
    page = (tmp_path / "aportar/index.md").read_text(encoding="utf-8")
    assert page.count("](formulario.html){") == 2 and page.count(".docx){") == 2 and "formulario.html" not in guide


@pytest.mark.parametrize("name", ["formulario.html", "copia.html"])
def test_the_command_writes_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: {ANSWERS.sitio}\nextra:\n  contacto:\n    rol: {ANSWERS.rol}\n    correo: {ANSWERS.correo}\n"
    )
    out = tmp_path / name
    where = [] if name == "formulario.html" else ["--salida", str(out)]
    done = CliRunner().invoke(main, ["formulario", "--proyecto", str(tmp_path), *where])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == form_html(ANSWERS)
    elsewhere = ["formulario", "--proyecto", str(tmp_path), "--salida", str(tmp_path / "a.txt")]
    assert CliRunner().invoke(main, elsewhere).exit_code == 2
