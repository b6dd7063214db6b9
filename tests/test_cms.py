"""The editor in the browser: its configuration is the schema's, and what it commits is what the validator takes.

The last part is the real thing: Chromium, Decap, `decap-server` and a git repository, all on this machine.
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from generator.cli import main
from generator.cms.config import artefacts, cms_config, local_config
from generator.cms.folder import assemble
from generator.cms.package import PACKAGE, unpack
from generator.cms.settings import EXAMPLE, PLACE, Settings, SettingsError, load_settings, settings_of
from generator.frontmatter import split
from generator.load import discover
from generator.model import Collection
from generator.schema.options import kinds
from generator.serve import server
from generator.validate import read
from generator.vocabulary import vocabulary
from herramientas.decap import LOCK, SERVER, find
from tests.fabrica import text
from tests.navegador import axe

SETTINGS: Mapping[str, Mapping[str, object]] = {
    "gitlab": {"direccion": "https://git.example.org", "aplicacion": "abc123"},
    "forgejo": {"direccion": "https://git.example.org", "aplicacion": "abc-123"},
    "github": {"puerta": "https://entrada.example.org"},
}


def settings(service: str) -> Settings:
    return settings_of({"servicio": service, "repositorio": "equipo/recepcion", **SETTINGS[service]})


@cache
def collections() -> dict[str, Any]:
    made = yaml.safe_load(next(iter(artefacts().values())))
    return {c["name"]: c for c in made["collections"]}


# The configuration


@pytest.mark.parametrize("service", SETTINGS)
def test_drafts_go_to_the_private_repository_and_are_reviewed(service: str) -> None:
    words = cms_config(settings(service))
    made = yaml.safe_load(words)
    assert made["publish_mode"] == "editorial_workflow" and made["locale"] == "es"
    assert made["local_backend"] is False
    assert "open_authoring" not in words and "fork" not in words
    assert all(c["publish"] is False and c["delete"] is False for c in made["collections"])
    assert not any("slug" in m or "author" in m or "path" in m for m in made["backend"]["commit_messages"].values())
    assert words == cms_config(settings(service))
    assert made["collections"] == list(collections().values())


@pytest.mark.parametrize("kind", list(Collection))
def test_every_field_of_the_schema_is_asked_for_as_the_schema_says(kind: Collection) -> None:
    made = {f["name"]: f for f in collections()[kind.value]["fields"]}
    model = kind.model.model_fields
    assert made.keys() == (model.keys() - {"ejemplo"}) | {"body"}
    for name, field in model.items():
        if name != "ejemplo":
            assert made[name]["label"] == field.title
            assert made[name]["required"] is field.is_required()
    assert made["body"]["modes"] == ["raw"], "rich text writes \\## where one types ##"
    assert re.findall(r"^## (.*)$", made["body"]["default"], re.M) == list(kind.model.sections)


def test_lists_are_those_of_the_schema() -> None:
    made = {f["name"]: f for f in collections()["practicas"]["fields"]}
    retos = [{"label": o.label, "value": str(o)} for o in kinds()["Reto"]]
    assert (made["reto"]["options"], made["reto"]["multiple"], made["reto"]["min"]) == (retos, True, 1)
    assert [o["value"] for o in made["area"]["options"]] == list(vocabulary("areas"))
    assert "Código" not in made["regional"]["hint"]
    towns = next(f for f in collections()["expediciones"]["fields"] if f["name"] == "territorio")["fields"][1]
    labels = [o["label"] for o in towns["options"]]
    assert len(labels) == len(set(labels)) == len(vocabulary("municipios"))
    # An optional group with nothing in it must not stop anybody from saving.
    assert not any(f["required"] for f in made["programa"]["fields"])
    assert [f["required"] for f in made["autoria"]["fields"]] == [True, True, False]


def test_lengths_are_those_of_the_validator() -> None:
    title = next(f for f in collections()["practicas"]["fields"] if f["name"] == "titulo")
    fits = re.compile(title["pattern"][0])
    for words, right in (
        ("x" * 10, 1),
        ("x" * 90, 1),
        ("x" * 9, 0),
        ("x" * 91, 0),
        ("  xxxxxxxx  ", 0),
        (" a\nb cdef ghij ", 1),
    ):
        assert bool(fits.search(words)) is bool(right), len(words)


# The settings


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "servicio"),
        ({"servicio": "bitbucket", "repositorio": "a/b"}, "«servicio» es"),
        ({"servicio": "gitea", "repositorio": "a/b"}, "entraría derecho a la rama principal"),
        ({"servicio": "gitlab", "repositorio": "a/b"}, "«direccion»"),
        ({"servicio": "github", "repositorio": "a/b"}, "«puerta»"),
        ({"servicio": "github", "repositorio": "secreto-x", "puerta": "https://a.example.org"}, "«repositorio»"),
        ({"servicio": "github", "repositorio": "a/b", "puerta": "http://secreto-x.example.org"}, "«puerta»"),
        ({"servicio": "github", "repositorio": "a/b", "puerta": "https://u:secreto-x@example.org"}, "«puerta»"),
        ({"servicio": "github", "repositorio": "a/b", "secreto-x": "y"}, "no se conoce"),
    ],
)
def test_settings_that_do_not_fit_are_explained_and_not_quoted(typed: Mapping[str, object], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(typed)
    assert said in " ".join(caught.value.args)
    assert "secreto-x" not in str(caught.value)


# The command


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["cms", *words])
    return result.exit_code, result.output


def test_without_settings_it_says_what_is_missing_and_writes_nothing(tmp_path: Path) -> None:
    code, said = run("--proyecto", str(tmp_path))
    assert code == 1 and PLACE in said and "servicio: gitlab" in said
    assert not list(tmp_path.iterdir())
    (tmp_path / "cms").mkdir()
    (tmp_path / PLACE).write_text(EXAMPLE, encoding="utf-8")
    assert load_settings(tmp_path).servicio == "gitlab"  # what it shows is what it takes


def test_the_folder_is_made_of_the_package_alone(tmp_path: Path, decap: Path) -> None:
    (tmp_path / "cms").mkdir()
    (tmp_path / PLACE).write_text(EXAMPLE, encoding="utf-8")
    other = tmp_path / "otro.tgz"
    other.write_bytes((decap / PACKAGE).read_bytes()[:-1])
    code, said = run("--proyecto", str(tmp_path), "--paquete", str(other))
    assert code == 1 and "huella" in said and not (tmp_path / ".build").exists()
    code, said = run("--proyecto", str(tmp_path), "--paquete", str(decap / PACKAGE))
    assert code == 0, said
    page = (tmp_path / ".build/cms/index.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)="(?:https?:)?//""", page)
    assert 'connect-src &#39;self&#39; blob: https://gitlab.example.org"' in page
    assert {"config.yml", "decap-cms.js", "decap-cms.js.LICENSE.txt", "LICENCIA-decap-cms.txt"} <= {
        p.name for p in (tmp_path / ".build/cms").iterdir()
    }


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cms").mkdir()
    (tmp_path / PLACE).write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = run("--proyecto", str(tmp_path))
    assert code == 1 and "Falta npm" in said and "--paquete" in said


def test_the_lock_has_digests_and_no_addresses() -> None:
    lock = json.loads((LOCK / "package-lock.json").read_text(encoding="utf-8"))
    packages = [p for name, p in lock["packages"].items() if name]
    assert packages and all(p["integrity"].startswith("sha512-") and "resolved" not in p for p in packages)
    free = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}
    assert {p["license"] for p in packages} <= free


# The real editor


@pytest.fixture(scope="module")
def decap() -> Path:
    """What `make pruebas` had npm install."""
    place = find()
    assert place, "Falta lo que piden estas pruebas a npm: python herramientas/decap.py"
    return place


@dataclass(frozen=True)
class Editor:
    """The editor open on a repository, and everything that its page asked of the network."""

    page: Page
    repository: Path
    asked: list[str]

    def git(self, *words: str) -> str:
        return git(self.repository, *words)

    def branches(self) -> list[str]:
        return [b.strip(" *") for b in self.git("branch").splitlines() if "cms/" in b]


def git(repository: Path, *words: str) -> str:
    who = ("-c", "user.name=Equipo", "-c", "user.email=equipo@example.org")
    return subprocess.run(["git", *who, *words], cwd=repository, check=True, capture_output=True, text=True).stdout


def intake(root: Path) -> Path:
    """A repository of the project's shape, with one expedition in it."""
    trip = root / "expediciones" / "la-chagra-conversada"
    trip.mkdir(parents=True)
    (root / "practicas" / "reloj").mkdir(parents=True)
    (root / "practicas/reloj/index.md").write_text(text(), encoding="utf-8")
    original = Path(__file__).parent.parent / "expediciones/la-chagra-conversada/index.md"
    (trip / "index.md").write_bytes(original.read_bytes())
    git(root, "init", "-q", "-b", "main")
    for name, value in (("user.name", "Equipo"), ("user.email", "equipo@example.org")):
        git(root, "config", name, value)
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Comienzo")
    return root


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory, decap: Path, navegador: Browser) -> Iterator[Editor]:
    repository = intake(tmp_path_factory.mktemp("recepcion"))
    web = tmp_path_factory.mktemp("editor")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    files = assemble(local_config(f"{address}/api/v1"), (address,), None, unpack(decap / PACKAGE))
    for name, data in files.items():
        (web / name).write_bytes(data)
    wishes = {"MODE": "git", "PORT": str(port), "BIND_HOST": "127.0.0.1", "GIT_REPO_DIRECTORY": str(repository)}
    proxy = subprocess.Popen(
        ["node", str(decap / SERVER)], cwd=web, env={**os.environ, **wishes}, stdout=subprocess.DEVNULL
    )
    asked: list[str] = []
    try:
        wait_for(port)
        with server(web, 0) as here:
            Thread(target=here.serve_forever, daemon=True).start()
            context = navegador.new_context(locale="es-CO")
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(f"http://127.0.0.1:{here.server_address[1]}/index.html")
            yield Editor(page, repository, asked)
            context.close()
            here.shutdown()
    finally:
        proxy.terminate()
        proxy.wait()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("decap-server no arrancó")


def pick(page: Page, name: str, *options: str) -> None:
    """Choose in a select what begins so."""
    for option in options:
        page.locator(f"input[id^={name}-field]").last.fill(option)
        page.keyboard.press("Enter")


def upload(page: Page, button: str, name: str, data: bytes, kind: str) -> None:
    page.get_by_role("button", name=button).click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    page.get_by_role("dialog").get_by_text(name.lower()).wait_for()
    page.get_by_role("button", name="Confirmar selección").click()


def write(page: Page, words: str) -> None:
    """Replace the template of the text with what somebody types."""
    box = page.locator("[data-slate-editor]")
    box.click()
    expect(box).to_be_focused()
    page.keyboard.press("Control+a")
    page.wait_for_function("getSelection().toString().length > 50")
    page.keyboard.press("Delete")
    expect(box).not_to_contain_text("##")
    for line in words.splitlines():
        page.keyboard.insert_text(line)
        page.keyboard.press("Enter")


def photo() -> bytes:
    """A picture with a camera and a place in it."""
    exif = Image.Exif()
    exif[0x010F] = "CamaraDePrueba"
    exif[0x8825] = {1: "N", 2: (4.0, 35.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (10, 120, 40)).save(out, "JPEG", exif=exif)
    assert b"CamaraDePrueba" in out.getvalue()
    return out.getvalue()


BODY = """\
## La situación

Era *difícil* hacerlo con 3 < 4 & [una lista](anexos/lista.csv).

## Qué hicimos

1. Medir.
2. Cortar_bien__y ya.

| a | b |
| - | - |
| 1 | 2 |

!!! note "Cuidado"
    Con los bordes.

## Qué pasó y cómo lo sabemos

![Un patio verde.](patio.jpg)

## Para hacerlo en su ambiente

- Una cuerda.
"""


@pytest.mark.navegador
def test_the_notice_comes_first_and_is_for_everybody(editor: Editor) -> None:
    assert not axe(editor.page)
    assert "privado" in editor.page.inner_text("main") and "formulario" in editor.page.inner_text("main")
    assert not any("decap" in url for url in editor.asked), "the editor waits until the notice was read"


@pytest.mark.navegador
def test_what_is_filled_in_is_committed_and_validates(editor: Editor, tmp_path: Path) -> None:
    page = editor.page
    page.click("#entrar")
    page.get_by_role("button", name="Iniciar").click()
    new = page.locator('a[href="#/collections/practicas/new"]')
    expect(new).to_have_text("+ Práctica")
    expect(page.get_by_text("Medios")).to_be_hidden()  # it writes into the main branch
    new.click()
    expect(page.get_by_role("button", name="Publicar")).to_have_count(0)
    page.locator("[id^=titulo-field]").fill(
        "Medir el patio con una cuerda de nudos y dos estacas, y que todos lo entiendan bien"
    )
    page.locator("[id^=resumen-field]").fill("Las medidas se olvidaban.\nMedir el patio con una cuerda: quedaron.")
    pick(page, "area", "Transversal")
    page.get_by_role("button", name="Agregar autoría").click()
    pick(page, "rol", "Instructor")
    pick(page, "credito", "Sin nombre")
    pick(page, "reto", "Explicar un tema", "Otro")
    pick(page, "modalidad_formacion", "Presencial")
    pick(page, "tiempo", "Una sesión")
    page.get_by_role("button", name="Agregar recursos").click()
    page.locator("[id^=valor-field]").last.fill('Una cuerda: de 12 m, "buena" # y con nudos')
    # Touched and left blank, which Decap would write as empty.
    for name in ("competencia", "sector_productivo"):
        page.locator(f"[id^={name}-field]").fill("Algo")
        page.locator(f"[id^={name}-field]").fill("")
    pick(page, "regional", "Nariño")
    pick(page, "enfasis", "Pedag")
    page.locator("input[id^=enfasis-field]").press("Backspace")
    page.get_by_role("button", name="Agregar imágenes").click()
    page.locator("[id^=alt-field]").fill("Un patio verde.")
    pick(page, "personas_reconocibles", "No se reconoce")
    upload(page, "una imagen", "patio.jpg", photo(), "image/jpeg")
    page.get_by_role("button", name="Agregar anexos").click()
    page.locator("[id^=titulo-field]").last.fill("Lista de materiales")
    upload(page, "un archivo", "lista.csv", b"paso,minutos\nmedir,20\n", "text/csv")
    write(page, BODY)
    page.get_by_role("button", name="Guardar").click()
    # Once saved, Decap goes to the address of the entry, in its own time.
    page.wait_for_function("location.hash.includes('/entries/')")
    page.get_by_role("button", name="Estado: Borrador").wait_for()
    check_draft(editor, tmp_path / "copia")


def check_draft(editor: Editor, copy: Path) -> None:
    """What is in the branch: the file that the validator takes, as it was typed, and nothing that names anybody."""
    (branch,) = editor.branches()
    assert editor.git("log", "-1", "--format=%B", branch).strip() == "Práctica: borrador"
    assert len(editor.git("log", "--format=%h", branch).split()) == 2
    # A copy: the server may be using the repository's own files.
    editor.git("clone", "-q", "--branch", branch, ".", str(copy))
    bundles, findings = discover(copy)
    new = next(b for b in bundles if b.folder.startswith("practicas/medir"))
    submission, more = read(copy, new)
    assert submission is not None and not findings and not more, [(d.code, d.message) for d in (*findings, *more)]
    written = submission.front.data
    assert not {"competencia", "sector_productivo", "enfasis", "programa", "seguridad", "ajustes"} & written.keys()
    names = [f["name"] for f in collections()["practicas"]["fields"]]
    assert list(written) == [n for n in names if n in written], "in the order of the form"
    assert written["recursos"] == ['Una cuerda: de 12 m, "buena" # y con nudos'] and written["regional"] == "52"
    assert submission.front.body.strip() == BODY.strip()
    image = next(iter(submission.source.media.values())).path.read_bytes()
    assert b"CamaraDePrueba" not in image and b"Exif" not in image
    assert submission.source.attachments["anexos/lista.csv"] == "paso,minutos\nmedir,20\n"


@pytest.mark.navegador
def test_a_file_that_is_there_is_changed_and_nothing_in_it_is_lost(editor: Editor) -> None:
    page = editor.page
    page.evaluate("location.hash = '#/collections/expediciones'")
    page.get_by_role("link", name="Conversar la chagra").click()
    field = page.locator("[id^=practicas_recuperadas-field]")
    expect(field).to_have_value("pendiente")  # Decap's own list breaks on it
    field.fill("reloj, otra-practica")
    many, few = (page.locator("[id^=cuantos-field]").nth(n) for n in (0, 1))
    expect(few).to_have_value("menos de 5")  # Decap's own number takes no words
    many.fill("Menos  de 5")
    few.fill("6")
    page.get_by_role("button", name="Guardar").click()
    page.get_by_role("button", name="Estado: Borrador").wait_for()
    trip = "expediciones/la-chagra-conversada/index.md"
    branch = next(b for b in editor.branches() if "expediciones" in b)
    before, after = (split(editor.git("show", f"{b}:{trip}"), trip)[0] for b in ("main", branch))
    assert before and after and after.body == before.body
    team = [{**part, "cuantos": n} for part, n in zip(before.data["equipo"], ("menos de 5", 6), strict=True)]
    assert after.data == {**before.data, "practicas_recuperadas": ["reloj", "otra-practica"], "equipo": team}


@pytest.mark.navegador
def test_it_speaks_spanish_and_to_nobody_else(editor: Editor) -> None:
    english = editor.page.evaluate(
        """() => {
          const found = [], spanish = CMS.getLocale("es")
          const walk = (node, beside, path) => {
            for (const [name, words] of Object.entries(node)) {
              const place = [...path, name]
              if (typeof words === "object") walk(words, beside?.[name] ?? {}, place)
              else if (beside?.[name] === undefined) found.push(place.join("."))
            }
          }
          walk(INSPIRA_INGLES, spanish, [])
          return found
        }"""
    )
    assert english == []
    strangers = [u for u in editor.asked if not u.startswith(("http://127.0.0.1:", "blob:", "data:"))]
    assert strangers == []
