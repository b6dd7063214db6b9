"""The form in a real browser, from a disk: filled in on a telephone, exported, and taken by the validator.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import Field

from generator.anonymize.detect import detect
from generator.anonymize.detectors import structured
from generator.anonymize.fold import fold
from generator.anonymize.spans import Kind
from generator.diagnostics import Diagnostic
from generator.drafting import Draft, folder_name, place
from generator.forms import form_html
from generator.forms.describing import MODELS
from generator.frontmatter import split
from generator.load import discover
from generator.model import Collection, Submission
from generator.plaintext import decode
from generator.schema import Practica
from generator.validate import read
from tests.formulario import ANSWERS, HOSTILE, KINDS, NAMED, SEEN, SILENT, run
from tests.navegador import axe

pytestmark = pytest.mark.navegador

SIZES = {"telefono": (390, 844), "escritorio": (1280, 800)}
TITLE = "Medir áreas con una huerta: «botellas» & más"
TITLES = (
    TITLE,
    "¿Qué pasó?",
    "De la a",
    "COM1",
    "index",
    "x",
    "Índice: ¡Ñandú & Cía! 2026",
    "ﬁn de Straße, ½ día y Ⅻ tablas",
    "一二三",
    "❤️ amor",
    "a" * 90,
    "Una muy larguísima " + "palabrota" * 12,
)
SECTIONS = ("La situación", "Qué hicimos", "Qué pasó y cómo lo sabemos", "Para hacerlo en su ambiente")
TRICKY = """Medimos.

## Qué hicimos
---
titulo: otro
---
Otro título
===

- uno
- ## dos

<script>alert(1)</script> y <!-- nada

```
abierto"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("memoria") / "formulario.html"
    path.write_bytes(form_html(ANSWERS))
    return path.as_uri()


class ConAforo(Practica):
    """A practice with two fields that the schema does not have."""

    aforo: Annotated[Annotated[int, Field(ge=2, le=90)] | None, Field(title="Aforo")] = None
    techo: Annotated[bool, Field(title="¿Hay techo?")]


@dataclass
class Visit:
    """A browser with the form open, and whatever it complained of or asked for besides the file itself."""

    page: Page
    context: BrowserContext
    noise: list[str] = field(default_factory=list)

    def choose(self, kind: str = "práctica") -> None:
        self.page.get_by_label(f"Una {kind}", exact=True).check()

    def fill(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            self.page.locator(f"#c-{name}").fill(text)

    def export(self) -> dict[str, bytes]:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Guardar el paquete (ZIP)").click()
        assert waiting.value.suggested_filename.startswith(("practica-20", "expedicion-20"))
        archive = zipfile.ZipFile(Path(waiting.value.path()))
        assert archive.testzip() is None and {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


@contextmanager
def visit(
    navegador: Browser, file: str, size: str = "telefono", scheme: Literal["light", "dark"] = "light"
) -> Iterator[Visit]:
    width, height = SIZES[size]
    context = navegador.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="es-CO")
    context.set_default_timeout(10_000)
    seen = Visit(context.new_page(), context)
    seen.page.on("console", lambda m: seen.noise.append(m.text))
    seen.page.on("pageerror", lambda e: seen.noise.append(str(e)))
    seen.page.on("request", lambda r: None if r.url.startswith((file, "blob:")) else seen.noise.append(r.url))
    seen.page.goto(file)
    yield seen
    context.close()
    assert seen.noise == []


def photo(colour: tuple[int, int, int] = (200, 120, 40)) -> bytes:
    """A photograph on its side, as a telephone takes it, that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Marca del teléfono"
    exif.get_ifd(0x8825).update({1: "N", 2: (4.0, 36.0, 35.0), 3: "W", 4: (74.0, 4.0, 54.0)})
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def answer(seen: Visit, title: str = TITLE) -> None:
    """The eight questions and the four sections of a practice."""
    page = seen.page
    seen.choose()
    seen.fill({"titulo": title, "resumen": "Las áreas se olvidaban. Armar una huerta obligó a medir de verdad."})
    page.locator("#c-area").select_option("transversal")
    for label in ("Explicar un tema difícil", "Trabajar sin conexión", "Presencial", "Una sesión"):
        page.get_by_label(label, exact=True).check()
    seen.fill({"recursos": "- Botellas plásticas\n\nCinta métrica"})
    page.get_by_label("Instructor o instructora").check()
    page.get_by_label("Sin nombre").check()
    seen.fill({f"seccion-{n}": f"Lo que se cuenta en {title}." for n, title in enumerate(SECTIONS)})


def taken(root: Path, files: Mapping[str, bytes]) -> tuple[Submission | None, list[Diagnostic]]:
    """What the validator says of a package, put in a project as it is."""
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (bundle,) = discover(root)[0]
    return read(root, bundle)


def test_a_practice_from_a_telephone_is_taken_as_it_is(navegador: Browser, file: str, tmp_path: Path) -> None:
    with visit(navegador, file) as seen:
        page = seen.page
        answer(seen)
        page.locator("#c-imagenes").set_input_files(
            [{"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
        )
        expect(page.locator("#c-foto-0-alt")).to_be_visible()
        seen.fill({"foto-0-alt": "Doce botellas [colgadas] en una pared."})
        assert page.locator("[name=c-foto-0-personas_reconocibles]:checked").count() == 0
        page.locator("[name=c-foto-0-personas_reconocibles][value=ninguna]").check()
        page.locator("#c-anexos").set_input_files(
            [
                {
                    "name": "Lista de Nubia.csv",
                    "mimeType": "text/csv",
                    "buffer": "paso,años\nmedir,2\n".encode("cp1252"),
                },
                {"name": "guia.docx", "mimeType": "application/x", "buffer": b"PK"},
            ]
        )
        expect(page.get_by_text("Ábralo en Word o LibreOffice")).to_be_visible()
        seen.fill({"anexo-0-titulo": "Lista de pasos"})
        page.get_by_text("Más datos (opcional)").click()
        page.locator("#c-regional").select_option("52")
        page.locator("#c-centro").select_option("9534")
        seen.fill({"etiquetas": "Trabajo en equipo", "periodo": "2026-t3"})
        page.get_by_role("button", name="Revisar y ver cómo queda").click()
        expect(page.locator("#t-revision")).to_have_text("No le falta nada")
        expect(page.locator("#t-revision")).to_be_focused()
        files = seen.export()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    folder = f"practicas/{folder_name(TITLE)}"
    assert set(files) == {f"{folder}/{n}" for n in ("index.md", "imagen-1.jpg", "anexos/anexo-1.csv")}
    submission, findings = taken(tmp_path, files)
    assert submission is not None and findings == [], [f.message for f in findings]
    told = submission.record
    assert (told.titulo, told.area, told.periodo, told.etiquetas) == (
        TITLE,
        "transversal",
        "2026-T3",
        ["trabajo-en-equipo"],
    )
    assert (told.centro, told.unnamed, told.imagenes[0].alt) == ("9534", True, "Doce botellas [colgadas] en una pared.")
    with Image.open(io.BytesIO(files[f"{folder}/imagen-1.jpg"])) as image:
        assert image.size == (800, 1600) and image.format == "JPEG"
        assert not image.getexif() and not {"exif", "icc_profile", "comment"} & set(image.info)
    assert b"Marca" not in files[f"{folder}/imagen-1.jpg"]


def test_nothing_written_in_a_section_becomes_anything_else(navegador: Browser, file: str, tmp_path: Path) -> None:
    with visit(navegador, file) as seen:
        answer(seen)
        seen.fill({"seccion-0": TRICKY})
        seen.page.get_by_role("button", name="Revisar y ver cómo queda").click()
        assert seen.page.locator(".vista script").count() == 0
        expect(seen.page.locator(".vista")).to_contain_text("<script>alert(1)</script>")
        files = seen.export()
    submission, findings = taken(tmp_path / "tal", files)
    assert submission is not None and findings == [], [(f.code, f.message) for f in findings]
    assert tuple(s.title for s in submission.document.sections if s.heading) == SECTIONS
    # Read as the importer would and placed as any other draft, it says the same.
    front = submission.front
    place(tmp_path, "otra", Draft(Collection.PRACTICAS, front.data, front.body))
    again, _ = split((tmp_path / "practicas/otra/index.md").read_text(encoding="utf-8"), "index.md")
    assert again is not None and (again.data, again.body.strip()) == (front.data, front.body.strip())


def test_a_field_more_in_the_schema_is_asked_for(navegador: Browser, tmp_path: Path) -> None:
    path = tmp_path / "formulario.html"
    path.write_bytes(form_html(ANSWERS, {**MODELS, Collection.PRACTICAS: ConAforo}))
    with visit(navegador, path.as_uri()) as seen:
        answer(seen)
        seen.page.get_by_text("Más datos (opcional)").click()
        seen.fill({"aforo": "91"})
        seen.page.get_by_role("button", name="Revisar y ver cómo queda").click()
        expect(seen.page.locator(".lista-errores li")).to_have_text(
            ["Falta «¿Hay techo?».", "El número de «Aforo» es demasiado grande. Debe ser 90 o menos."]
        )
        seen.page.get_by_label("No", exact=True).check()
        seen.fill({"aforo": "30"})
        (index,) = seen.export().values()
    front, _ = split(index.decode(), "index.md")
    assert front is not None
    told = ConAforo.model_validate(front.data)
    assert (told.aforo, told.techo) == (30, False)


def test_a_draft_outlives_the_page_and_goes_when_told_to(navegador: Browser, file: str) -> None:
    with visit(navegador, file) as seen:
        page = seen.page
        answer(seen)
        page.locator("#c-imagenes").set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
        seen.fill({"foto-0-alt": "Una pared con botellas.", "seccion-4": "El cartón\n\n- se mojó"})
        expect(page.locator("#guardado")).to_have_text("Guardado en este aparato.")
        before = seen.export()
        page.reload()
        expect(page.locator("#c-titulo")).to_have_value(TITLE)
        expect(page.locator("#c-foto-0 img")).to_be_visible()
        assert seen.export() == before
        page.get_by_role("button", name="Borrar borrador de este aparato").click()
        page.get_by_role("button", name="Sí, borrar").click()
        page.reload()
        expect(page.locator("#trabajo")).to_be_hidden()
        assert page.evaluate("localStorage.length") == 0
        # What was exported is a copy to go on with.
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            for name, data in before.items():
                archive.writestr(name, data)
        page.locator("#abrir").set_input_files(
            [{"name": "p.zip", "mimeType": "application/zip", "buffer": whole.getvalue()}]
        )
        expect(page.locator("#estado")).to_have_text("Copia abierta: siga donde iba.")
        expect(page.locator("#c-seccion-4")).to_have_value("El cartón\n\n- se mojó")
        assert seen.export() == before
        page.locator("#abrir").set_input_files([{"name": "p.zip", "mimeType": "application/zip", "buffer": b"PK nada"}])
        expect(page.locator("#estado")).to_contain_text("no es un paquete de este formulario")
        expect(page.locator("#c-titulo")).to_have_value(TITLE)


def test_where_nothing_may_be_kept_it_says_so_and_goes_on(navegador: Browser, file: str) -> None:
    with visit(navegador, file) as seen:
        seen.context.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }});"
            "indexedDB.open = () => { throw new Error('no') };"
        )
        seen.page.goto(file)
        expect(seen.page.locator("#sin-guardar")).to_be_visible()
        answer(seen)
        assert len(seen.export()) == 1


def test_it_warns_while_one_writes_and_before_one_sends(navegador: Browser, file: str) -> None:
    with visit(navegador, file) as seen:
        page = seen.page
        seen.choose("expedición")
        seen.fill({"seccion-1": f"{NAMED[0]} Su celular es 310 456 7890."})
        expect(page.locator("#a-seccion-1 .aviso")).to_have_count(2)
        page.get_by_role("button", name="Revisar y ver cómo queda").click()
        expect(page.locator("#t-revision")).to_contain_text("Va incompleta")
        page.get_by_role("button", name="Ir allí: Qué vivimos, un número de teléfono").click()
        chosen = "a => a.value.slice(a.selectionStart, a.selectionEnd)"
        assert page.locator("#c-seccion-1").evaluate(chosen) == "celular es 310 456 7890"
        page.locator("#revision").get_by_role("link", name="Falta «Título».").click()
        expect(page.locator("#c-titulo")).to_be_focused()
        expect(page.locator("#c-titulo")).to_have_attribute("aria-invalid", "true")
        files = seen.export()
        assert list(files) == ["expediciones/sin-titulo/index.md"]
        expect(page.locator("#estado")).to_contain_text("Va incompleta: faltan")
        expect(page.locator("#estado")).to_contain_text("2 avisos")


def test_what_the_program_finds_the_form_finds_too(navegador: Browser) -> None:
    page = navegador.new_page()
    found = run(page, ["avisos"], "dado.map(avisosDe)", [said for _, said in SEEN])
    for (kind, said), spans in zip(SEEN, found, strict=True):
        assert kind in {s["clase"] for s in spans}, said
        assert KINDS[kind] & {s.kind for s in structured(fold(said).text)}, said
    named, quiet = (run(page, ["avisos"], "dado.map(avisosDe)", texts) for texts in (NAMED, SILENT))
    assert all(spans and spans[0]["clase"] == "el nombre de alguien" for spans in named)
    assert all(Kind.PERSONA in {s.kind for s in detect(said)} for said in NAMED)
    assert quiet == [[] for _ in SILENT] and [list(detect(said)) for said in SILENT] == quiet
    page.close()


def test_folders_and_texts_are_those_of_the_program(navegador: Browser) -> None:
    page = navegador.new_page()
    assert run(page, ["texto"], "dado.map(carpeta)", TITLES) == [folder_name(t) or "" for t in TITLES]
    index = run(page, ["texto", "yaml"], "indexMd({lista: dado.map(renglon), uno: {dos: 3}}, '## Uno')", HOSTILE)
    text, findings = decode(index.encode(), "index.md")
    assert text is not None and findings == []
    front, findings = split(text, "index.md")
    assert front is not None and findings == [], [f.message for f in findings]
    lines = [" ".join(x.split()) for x in front.data["lista"]]
    assert lines == front.data["lista"] and all(isinstance(x, str) for x in lines)
    assert [x for x in lines if x in HOSTILE] and lines[4:8] == ["no", "11", "null", "2026-03-10"]
    assert front.data == yaml.safe_load(text.split("---\n")[1]) and front.body.strip() == "## Uno"
    again = run(page, ["yaml"], "deYaml(dado)", text.split("---\n")[1])
    assert again == front.data
    page.close()


@pytest.mark.parametrize(
    ("kind", "size", "scheme"), [("práctica", "telefono", "dark"), ("expedición", "escritorio", "light")]
)
def test_anyone_can_fill_it_in(
    navegador: Browser, file: str, kind: str, size: str, scheme: Literal["light", "dark"]
) -> None:
    with visit(navegador, file, size, scheme) as seen:
        page = seen.page
        seen.choose(kind)
        seen.fill({"titulo": "Corto", "seccion-0": NAMED[0]})
        page.get_by_text("Más datos (opcional)").click()
        for button in page.get_by_role("button", name="Agregar").all():
            button.click()
        page.get_by_role("button", name="Revisar y ver cómo queda").click()
        expect(page.locator("#a-seccion-0 .aviso")).to_have_count(1)
        assert axe(page) == []
        other: Literal["light", "dark"] = "light" if scheme == "dark" else "dark"
        page.emulate_media(color_scheme=other)
        assert axe(page, colours_alone=True) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= 320")
