"""Anonymization over a whole bundle: everywhere a reader or a crawler could look, nobody is left.

The canary name is made up from name parts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.anonymize import redact
from generator.anonymize.spans import Level
from generator.cli import main
from generator.consent.coverage import as_if_granted
from generator.diagnostics import FORMATS
from generator.model import Anonymized, Consented
from generator.preview import preview_html
from generator.vocabulary import plain
from tests.fabrica import CANARY_ID, CANARY_MAIL, CANARY_NAME, Proyecto, text

NAMES = ("yurleidy", "muchavisoy", "epiayu")


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return Proyecto(tmp_path, guide=False)


def anonymized(project: Proyecto, name: str = "estaciones") -> tuple[Anonymized | None, list[str]]:
    page, findings = redact.anonymize(as_if_granted(project.submission(name)))
    return page, [d.code for d in findings]


def said(words: str) -> Mapping[str, str]:
    return {"Qué hicimos": words}


def split_by_emphasis(name: str) -> str:
    return f"**{name[:2]}**{name[2:]}"


def full_width(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c != "." else c for c in name)


def invisible(name: str, mark: str) -> str:
    return mark.join(name)


PLACES = {
    "título": text(titulo=f"Huerta con {CANARY_NAME}"),
    "resumen": text(resumen=f"No había tierra y {CANARY_NAME} propuso botellas."),
    "recurso": text(recursos=[f"La casa de {CANARY_NAME}"]),
    "competencia": text(competencia=f"Según {CANARY_NAME}, medir."),
    "resultado": text(resultados_aprendizaje=[f"Medir, dijo {CANARY_NAME}."]),
    "programa": text(programa={"nivel": "tecnico", "nombre": f"Programa de {CANARY_NAME}"}),
    "ajuste": text(ajustes=[{"necesidad": "visual", "que_se_ajusta": f"Para {CANARY_NAME} se amplió la letra."}]),
    "sector": text(sector_productivo=f"Panadería de {CANARY_NAME}"),
    "párrafo": text(said(f"Fue idea de {CANARY_NAME}.")),
    "título de sección": text({f"Con {CANARY_NAME}": "Algo."}),
    "subtítulo": text(said(f"### Con {CANARY_NAME}\n\nAlgo.")),
    "lista": text(said(f"- uno\n- {CANARY_NAME}\n")),
    "lista de tareas": text(said(f"- [ ] llamar a {CANARY_NAME}\n")),
    "celda": text(said(f"| a | b |\n|---|---|\n| {CANARY_NAME} | 2 |\n")),
    "encabezado de tabla": text(said(f"| {CANARY_NAME} | b |\n|---|---|\n| 1 | 2 |\n")),
    "cita": text(said(f"> Así lo dijo {CANARY_NAME}.")),
    "énfasis": text(said(f"Fue idea de {split_by_emphasis(CANARY_NAME)}.")),
    "código en línea": text(said(f"El usuario es `{CANARY_NAME}`.")),
    "bloque de código": text(said(f"```python\nautor = '{CANARY_NAME}'\n```")),
    "nota al pie": text(said(f"hola[^1]\n\n[^1]: Gracias a {CANARY_NAME}.")),
    "admonición": text(said(f'!!! note "De {CANARY_NAME}"\n    Gracias.')),
    "detalles": text(said(f'??? note "Ver"\n    Gracias a {CANARY_NAME}.')),
    "texto de enlace": text(said(f"[{CANARY_NAME}](https://example.org/)")),
    "dirección de enlace": text(said("[perfil](https://example.org/perfil/yurleidy-muchavisoy-epiayu)")),
    "dirección codificada": text(said("[perfil](https://example.org/?n=Yurleidy%20Muchavisoy%20Epiay%C3%BA)")),
    "título de enlace": text(said(f'[perfil](https://example.org/ "{CANARY_NAME}")')),
    "enlace HTML": text(said(f'<a href="https://example.org/" title="{CANARY_NAME}">perfil</a>')),
    "HTML": text(said("<div><b>Yur</b>leidy Muchavisoy Epiayú</div>")),
    "comentario": text(said(f"Algo. <!-- preguntar a {CANARY_NAME} -->")),
    "definición sin uso": text(said(f'Algo.\n\n[x]: https://example.org "{CANARY_NAME}"')),
    "mayúsculas": text(said(f"Fue idea de {CANARY_NAME.upper()}.")),
    "entidades": text(said("Fue idea de " + "".join(f"&#{ord(c)};" for c in CANARY_NAME) + ".")),
    "espacio sin ancho": text(said(f"Fue idea de {invisible(CANARY_NAME, chr(0x200B))}.")),
    "guion opcional": text(said(f"Fue idea de {invisible(CANARY_NAME, chr(0xAD))}.")),
    "tildes sueltas": text(said(f"Fue idea de {unicodedata.normalize('NFD', CANARY_NAME)}.")),
    "ancho completo": text(said(f"Fue idea de {full_width(CANARY_NAME)}.")),
    "cédula": text(said(f"Su cédula es {CANARY_ID}.")),
    "cédula en código": text(said(f"```\n{CANARY_ID}\n```")),
    "cédula con dígitos anchos": text(said(f"Su cédula es {full_width(CANARY_ID)}.")),
    "correo": text(said(f"Escriba a {CANARY_MAIL}.")),
    "correo en enlace": text(said(f"[escriba](mailto:{CANARY_MAIL})")),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_nobody_is_left_in_any_place(project: Proyecto, place: str) -> None:
    project.write("estaciones", PLACES[place])
    page, codes = anonymized(project)
    assert codes, "something was there to be found"
    if page is None:
        assert any(c in ("A201", "A204") for c in codes)
        return
    out = plain(preview_html(page))
    assert not any(name in out for name in NAMES)
    assert not any(d in out for d in ("1098765432", plain(CANARY_ID), "correo-inventado"))


@pytest.mark.parametrize("place", PLACES)
def test_the_authors_copy_can_be_rewritten(project: Proyecto, place: str) -> None:
    """After `anonimizar` the file on disk, comments included, holds nobody, and is still a valid bundle."""
    path = project.write("estaciones", PLACES[place])
    done = CliRunner().invoke(main, ["anonimizar", str(path), "--solo-seguros", "--proyecto", str(project.root)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    left = plain(unicodedata.normalize("NFKC", (path / "index.md").read_text(encoding="utf-8")))
    if done.exit_code == 0:
        assert not any(name in left for name in NAMES)
        assert "1.098" not in left and "correo-inventado" not in left
    project.submission("estaciones")
    assert not any(name in plain(done.output) for name in NAMES)


UNREDACTABLE = {
    "carpeta": ("con-yurleidy-muchavisoy", text()),
    "etiqueta": ("estaciones", text(etiquetas=["yurleidy-muchavisoy"])),
}


@pytest.mark.parametrize("place", UNREDACTABLE)
def test_a_name_that_cannot_be_redacted_is_refused(project: Proyecto, place: str) -> None:
    name, index = UNREDACTABLE[place]
    project.write(name, index)
    page, codes = anonymized(project, name)
    assert page is None
    assert "A205" in codes


def test_image_and_attachment_names_are_looked_at(project: Proyecto) -> None:
    entry = {"archivo": "yurleidy-muchavisoy.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}
    index = text(said("![Una mesa verde](yurleidy-muchavisoy.png)"), imagenes=[entry])
    project.write("estaciones", index)
    project.image("estaciones", "yurleidy-muchavisoy.png")
    assert "A205" in anonymized(project)[1]


def test_alt_texts_and_captions(project: Proyecto) -> None:
    entry = {
        "archivo": "mesa.png",
        "alt": f"{CANARY_NAME} en la mesa",
        "credito": CANARY_NAME,
        "personas_reconocibles": "ninguna",
    }
    project.write("estaciones", text(said(f"![{CANARY_NAME} en la mesa](mesa.png)"), imagenes=[entry]))
    project.image("estaciones", "mesa.png")
    page, _ = anonymized(project)
    assert page is not None
    html = preview_html(page)
    assert "<img" in html
    assert not any(name in plain(html) for name in NAMES)


def test_attachments_are_looked_at(project: Proyecto) -> None:
    anexos = [{"archivo": "lista.md", "titulo": "Lista de chequeo"}, {"archivo": "rubrica.csv", "titulo": "Rúbrica"}]
    project.write(
        "estaciones", text(anexos=anexos),
        **{"anexos__lista.md": f"- [ ] avisar a {CANARY_NAME}\n",
           "anexos__rubrica.csv": f"criterio,quién\norden,{CANARY_NAME}\n"},
    )  # fmt: skip
    page, codes = anonymized(project)
    assert codes.count("A202") == 2
    assert page is not None
    html = preview_html(page)
    assert "criterio" in html and "avisar a" in html
    assert not any(name in plain(html) for name in NAMES)


def test_an_image_nobody_looked_at_stops_the_submission(project: Proyecto) -> None:
    entry = {"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}
    project.write("estaciones", text(said("![Una mesa verde](mesa.png)"), imagenes=[entry]))
    project.image("estaciones", "mesa.png", decided=False)
    assert "A206" in anonymized(project)[1]
    project.image("estaciones", "mesa.png")
    assert "A206" not in anonymized(project)[1]


def named(project: Proyecto, body: str) -> Consented:
    author = {"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}
    project.write("estaciones", text(said(body), autoria=[author]))
    return as_if_granted(project.submission("estaciones"))


def test_a_name_with_a_receipt_stays_in_full_and_only_in_full(project: Proyecto) -> None:
    page, _ = redact.anonymize(named(project, f"Lo hizo {CANARY_NAME} con el grupo."))
    assert page is not None
    assert page.credits == (CANARY_NAME,)
    assert CANARY_NAME in preview_html(page)


def test_a_name_without_its_receipt_goes_from_credit_and_text(project: Proyecto) -> None:
    consented = named(project, f"Lo hizo {CANARY_NAME} con el grupo.")
    page, _ = redact.anonymize(Consented(consented.submission, frozenset(), frozenset(), False))
    assert page is not None
    assert page.credits == ("Instructor o instructora",)
    assert not any(name in plain(preview_html(page)) for name in NAMES)
    assert CANARY_NAME in page.secrets


def test_a_pseudonym_that_reads_like_a_name_waits_for_a_decision(project: Proyecto) -> None:
    author = {"rol": "instructor", "credito": "seudonimo", "nombre": CANARY_NAME}
    project.write("estaciones", text(autoria=[author]))
    assert anonymized(project)[0] is None
    decision = f"terminos:\n  - {{termino: {CANARY_NAME}, decision: conservar, motivo: seudonimo}}\n"
    project.write("estaciones", text(autoria=[author]), revision_yml=decision)
    page, _ = anonymized(project)
    assert page is not None and page.credits == (CANARY_NAME,)


def test_a_decision_never_releases_what_is_certain(project: Proyecto) -> None:
    decision = f"terminos:\n  - {{termino: {CANARY_NAME}, decision: conservar, motivo: palabra}}\n"
    project.write("estaciones", text(said(f"Fue idea de {CANARY_NAME}.")), revision_yml=decision)
    page, _ = anonymized(project)
    assert page is not None
    assert not any(name in plain(preview_html(page)) for name in NAMES)


def test_words_that_are_certain_in_one_place_are_certain_in_all(project: Proyecto) -> None:
    """Asked alone, as the author of a work; not where the same words are somebody's in the next sentence."""
    cited, told = f"Según {CANARY_NAME} (2024), sirve.", f"Lo contó {CANARY_NAME} en clase."
    project.write("citada", text({"Qué hicimos": cited}))
    assert {f.span.level for f in redact.findings_of(project.submission("citada"))} == {Level.REVISAR}
    project.write("contada", text({"Qué hicimos": f"{cited}\n\n{told}"}))
    found = redact.findings_of(project.submission("contada"))
    assert [f.span.level for f in found] == [Level.AUTO, Level.AUTO]


@pytest.mark.parametrize("motivo", ["obra", "palabra"])
def test_what_was_kept_is_handed_to_the_audit(project: Proyecto, motivo: str) -> None:
    """The public author of a work is a name that its page shows; any other kept word only stays as it was decided."""
    decision = {"termino": CANARY_NAME, "decision": "conservar", "motivo": motivo}
    revision = yaml.safe_dump({"terminos": [decision]}, allow_unicode=True)
    project.write("citada", text({"Qué hicimos": f"Según {CANARY_NAME} (2024), sirve."}), revision_yml=revision)
    done, findings = anonymized(project, "citada")
    assert done is not None, findings
    assert done.kept == {CANARY_NAME}
    assert done.cited == ({CANARY_NAME} if motivo == "obra" else set())


def test_anonymizing_twice_changes_nothing(project: Proyecto) -> None:
    path = project.write("estaciones", text(said(f"**Con {CANARY_NAME}**, cédula {CANARY_ID}, {CANARY_MAIL}.")))
    CliRunner().invoke(main, ["anonimizar", str(path), "--solo-seguros", "--proyecto", str(project.root)])
    once = (path / "index.md").read_text(encoding="utf-8")
    again = CliRunner().invoke(main, ["anonimizar", str(path), "--solo-seguros", "--proyecto", str(project.root)])
    assert (path / "index.md").read_text(encoding="utf-8") == once
    assert again.exit_code == 0


def test_no_output_shows_what_was_found(project: Proyecto) -> None:
    project.write("estaciones", text(said(f"{CANARY_NAME}, {CANARY_ID}, {CANARY_MAIL}, Zutanejo.")))
    findings = redact.check(project.submission("estaciones"))
    assert len(findings) >= 3
    for form in FORMATS.values():
        printed = plain(form(findings))
        assert not any(name in printed for name in (*NAMES, "1.098", "correo-inventado", "zutanejo"))
    assert "Yurleidy" not in repr(redact.findings_of(project.submission("estaciones")))


def test_positions_point_at_the_words(project: Proyecto) -> None:
    path = project.write("estaciones", text(said(f"Una línea.\nOtra: **{CANARY_NAME[:3]}**{CANARY_NAME[3:]}.")))
    (finding,) = redact.check(project.submission("estaciones"))
    lines = (path / "index.md").read_text(encoding="utf-8").split("\n")
    assert finding.line is not None and finding.column is not None
    assert lines[finding.line - 1][finding.column - 1 :].startswith("Yur")


def test_only_one_of_a_role_points_at_somebody(project: Proyecto) -> None:
    project.write("estaciones", text(said("La única instructora de soldadura lo propuso.")))
    assert "A208" in anonymized(project)[1]


def test_centre_and_quarter_point_at_very_few(project: Proyecto) -> None:
    project.write("estaciones", text(regional="05", centro="9101", periodo="2026-T1"))
    assert "A208" in anonymized(project)[1]
    project.write("estaciones", text(regional="05", periodo="2026-T1"))
    assert "A208" not in anonymized(project)[1]


HIDDEN_IN_SOURCE = {
    "nota que nadie llama": text(said(f"Algo.\n\n[^x]: La profesora {CANARY_NAME}.")),
    "comentario de los campos": text().replace("---\n", f"---\n# preguntar a {CANARY_NAME}\n", 1),
    "celda que sobra": text(said(f"| a |\n|---|\n| 1 | {CANARY_NAME} |\n")),
    "declaración": text(said(f"Algo.\n\n<!DOCTYPE {CANARY_NAME}>\n")),
    "estilo": text(said(f'<b style="{CANARY_NAME}">x</b>')),
    "lenguaje del código": text(said(f"```python {CANARY_NAME}\nx = 1\n```")),
}


@pytest.mark.parametrize("place", HIDDEN_IN_SOURCE)
def test_what_no_page_shows_is_told_before_it_is_signed(project: Proyecto, place: str) -> None:
    project.write("estaciones", HIDDEN_IN_SOURCE[place])
    assert {d.code for d in redact.check(project.submission("estaciones"))} & {"A201", "A202"}
    page, _ = anonymized(project)
    if page is not None:
        assert not any(name in plain(preview_html(page)) for name in NAMES)


@pytest.mark.parametrize("number", ["1234567", "1098765432", "654321"])
def test_a_long_number_that_begins_a_list_is_nobodys_document(project: Proyecto, number: str) -> None:
    project.write("estaciones", text(said(f"{number}. Primero\n{int(number) + 1}. Segundo\n")))
    page, codes = anonymized(project)
    assert "A203" in codes
    assert page is not None and number not in preview_html(page)
