"""The public repository: what stands in it, what never does, and what is left of what was taken out.

The canary names are made up from name parts.
"""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from generator.accepting import accept
from generator.audit.images import hides
from generator.cli import main
from generator.schema import Practica
from tests.fabrica import CANARY_ID, CANARY_NAME, TODAY, Proyecto, text

GOOD, LEAVING = "estaciones", "se-va"
MARK = "zarandaja"  # a word that only the leaving practice says


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    root = tmp_path / "privado"
    root.mkdir()
    made = Proyecto(root, guide=False)
    (root / "content").mkdir()
    (root / "content/index.md").write_text("# Inicio\n", encoding="utf-8")
    made.publishable(GOOD)
    made.publishable(LEAVING, text({"Qué hicimos": f"Una {MARK} de trabajo."}, titulo="Una práctica que se va"))
    return made


def publish(project: Proyecto, *more: str) -> Result:
    """With as few new ones as there are, unless told otherwise."""
    more = more or ("--lote", "1")
    words = ["publicar", str(repository(project)), "--proyecto", str(project.root), "--hoy", TODAY.isoformat(), *more]
    return CliRunner().invoke(main, words)


def repository(project: Proyecto) -> Path:
    return project.root.parent / "publico.git"


def git(project: Proyecto, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=repository(project), capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def everything(project: Proyecto) -> str:
    """Every object of the repository, reachable or not, and every other file of it."""
    files = [p for p in repository(project).rglob("*") if p.is_file() and "objects" not in p.parts]
    return git(project, "cat-file", "--batch-all-objects", "--batch", "--unordered") + "".join(
        p.read_text("utf-8", "replace") for p in files
    )


def test_a_publication_is_one_commit_without_a_past_by_a_role_and_of_a_month(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", CANARY_NAME)
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "alguien@example.org")
    assert publish(project).exit_code == 0
    told = git(project, "log", "--all", "--format=%P|%an|%ae|%cn|%ai|%ci|%s")
    day = f"{TODAY:%Y-%m}-01 00:00:00 +0000"
    role = "Instructores que inspiran"
    assert told == (
        f"|{role}|publicacion@instructores-que-inspiran.invalid|{role}|{day}|{day}|Publicación {TODAY:%Y-%m}\n"
    )
    assert CANARY_NAME not in everything(project)


def test_what_is_there_can_be_built_and_nothing_else_is(project: Proyecto, tmp_path: Path) -> None:
    project.write("borrador", text(), estado="borrador")
    project.write("retirada", text(titulo="Otra que ya se retiró"), estado="retirada")
    (project.root / ".env").write_text(f"CLAVE={CANARY_NAME}\n")
    (project.root / "content/.notas.md").write_text(CANARY_NAME)
    assert publish(project).exit_code == 3
    subprocess.run(["git", "clone", "--quiet", repository(project), tmp_path / "copia"], check=True)
    top = {p.name for p in (tmp_path / "copia").iterdir()} - {".git"}
    assert top == {"content", "practicas", "consentimiento", "mkdocs.yml"}
    accepted = accept(tmp_path / "copia", TODAY)
    assert accepted.folders == {a.folder for a in accepted.anonymized} == {f"practicas/{n}" for n in (GOOD, LEAVING)}
    assert CANARY_NAME not in everything(project)


def test_what_was_revoked_is_in_no_object_any_more(project: Proyecto) -> None:
    publish(project)
    assert MARK in everything(project)
    project.revoke(LEAVING)
    assert publish(project).exit_code == 3
    assert MARK not in everything(project)
    assert git(project, "log", "--all", "--format=parents: %P").strip() == "parents:"
    assert git(project, "ls-tree", "--name-only", "publicado", "practicas/").split() == [f"practicas/{GOOD}"]


def _story(extra: str) -> Callable[[Proyecto], None]:
    return lambda project: project.publishable("una", text({"Qué hicimos": extra}, titulo="Una que no puede pasar"))


def _front(project: Proyecto) -> None:
    index = text(titulo="Una que no puede pasar").replace("area:", f"# de {CANARY_NAME}\narea:")
    project.write("una", index)
    project.consent("una")


def _towns(project: Proyecto) -> None:
    """A comment of which each word is in the name of some town, and which no detector is sure of."""
    project.write("una", text(titulo="Una que no puede pasar").replace("area:", "# rosa giraldo mosquera\narea:"))
    project.consent("una")


def _image(project: Proyecto) -> None:
    project.folder("una")
    path = project.folder("una") / "mesa.jpg"
    exif = Image.Exif()
    exif[0x013B] = CANARY_NAME
    Image.new("RGB", (900, 600), (0, 120, 50)).save(path, exif=exif)
    project.decide("una", "mesa.jpg")
    story = {"Qué hicimos": "Así.\n\n![Una mesa verde](mesa.jpg)"}
    pictures = [{"archivo": "mesa.jpg", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    project.publishable("una", text(story, titulo="Una que no puede pasar", imagenes=pictures))


def _name(project: Proyecto) -> None:
    author = [{"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}]
    project.publishable("una", titulo="Una que no puede pasar", autoria=author)


def _term(project: Proyecto) -> None:
    project.write("una", text(titulo="Una que no puede pasar"))
    kept = f"terminos:\n  - {{termino: {CANARY_NAME.split()[0]}, decision: conservar, motivo: termino_tecnico}}\n"
    (project.folder("una") / "revision.yml").write_text(kept, encoding="utf-8")
    project.consent("una")


def _relation(project: Proyecto) -> None:
    project.publishable("una", titulo="Una que no puede pasar", relacionadas=[LEAVING])
    project.revoke(LEAVING)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(_term, id="un término que el texto ya no tiene"),
        pytest.param(_relation, id="una relación con lo que se retiró"),
        pytest.param(_story('Así: [uno](https://example.org "zarandajas sueltas").'), id="el título de un enlace"),
        pytest.param(_story("Así.\n\n[suelta]: https://example.org/zarandajas"), id="una definición sin usar"),
        pytest.param(_story("Así.\n\n[^nota]: zarandajas sueltas"), id="una nota sin usar"),
        pytest.param(_story("Así.\n\n``` zarandajas\nx\n```"), id="las palabras de un bloque"),
        pytest.param(_story("Así.\n\n| a |\n| --- |\n| uno | zarandajas |"), id="una celda que sobra"),
        pytest.param(_story(f"La cédula es {CANARY_ID}, de {CANARY_NAME}."), id="lo que el sitio tacha"),
        pytest.param(_story(f"Así.\n\n<!-- lo contó {CANARY_NAME} -->\n\nY ya."), id="un comentario del texto"),
        pytest.param(_front, id="un comentario de los datos"),
        pytest.param(_towns, id="un comentario hecho de nombres de municipios"),
        pytest.param(_image, id="los metadatos de una foto"),
        pytest.param(_name, id="un nombre sin su recibo"),
    ],
)
def test_a_bundle_that_says_more_than_its_page_stays(project: Proyecto, made: Callable[[Proyecto], None]) -> None:
    made(project)
    answer = publish(project)
    assert answer.exit_code == 3 and "practicas/una" in answer.output, answer.output
    assert CANARY_NAME not in answer.output + everything(project)
    assert "practicas/una" not in git(project, "ls-tree", "-r", "--name-only", "publicado")
    assert f"practicas/{GOOD}" in git(project, "ls-tree", "-r", "--name-only", "publicado")


def test_deciding_about_a_bundle_takes_out_of_its_images_what_is_not_seen(project: Proyecto) -> None:
    """So that what is agreed to, and then published, is the picture alone."""
    _image(project)
    path = project.folder("una") / "mesa.jpg"
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = CANARY_NAME, 6
    Image.new("RGB", (900, 600), (0, 120, 50)).save(path, exif=exif)
    words = ["anonimizar", "practicas/una", "--proyecto", str(project.root), "--solo-seguros"]
    answer = CliRunner().invoke(main, words)
    assert "1 imagen" in answer.output
    with Image.open(path) as image:
        assert (image.size, image.format, dict(image.getexif())) == ((600, 900), "JPEG", {})
    assert hides(path.read_bytes()) is None and CANARY_NAME.encode() not in path.read_bytes()
    before = path.read_bytes()
    assert "imagen" not in CliRunner().invoke(main, words).output.split("A206")[0] and path.read_bytes() == before


def test_the_help_of_the_template_may_stay_where_it_is(project: Proyecto) -> None:
    answers = ["--titulo", "Una hecha con la plantilla", "--resumen", "El problema primero y después la respuesta."]
    answers += ["--area", "agricola", "--reto", "otro", "--modalidad-formacion", "presencial", "--tiempo", "una_sesion"]
    answers += ["--recursos", "Una pala", "--rol", "instructor", "--credito", "anonimo", "--carpeta", "una"]
    made = CliRunner().invoke(main, ["nueva", "practica", "--proyecto", str(project.root), *answers])
    path = project.root / "practicas/una/index.md"
    assert path.is_file(), made.output
    written = path.read_text(encoding="utf-8")
    for title in Practica.sections:
        written = written.replace(f"## {title}\n", f"## {title}\n\nLo hicimos con calma y quedó bien.\n")
    project.write("una", written)
    project.consent("una")
    answer = publish(project)
    assert "practicas/una" in git(project, "ls-tree", "--name-only", "publicado", "practicas/"), answer.output


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize("place", ["paleta", "después de los puntos", "filas de más"])
def test_a_picture_carries_nothing_where_nobody_looks(place: str) -> None:
    rows = b"".join(b"\0" + bytes((0, 120, 50)) * 4 for _ in range(3))
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0))

    def picture(palette: bytes = b"", after: bytes = b"", more: bytes = b"") -> bytes:
        middle = (_chunk(b"PLTE", palette) if palette else b"") + _chunk(b"IDAT", zlib.compress(rows + more) + after)
        return b"\x89PNG\r\n\x1a\n" + header + middle + _chunk(b"IEND", b"")

    assert hides(picture()) is None
    hidden = CANARY_NAME.encode() * 30
    planted = {"paleta": picture(palette=hidden), "después de los puntos": picture(after=hidden)}
    assert hides(planted.get(place, picture(more=hidden)))


def test_where_a_practice_was_applied_is_not_published(project: Proyecto) -> None:
    ficha = project.folder(GOOD) / "ficha.yml"
    replica = "{periodo: 2026-T1, regional: '11', centro: '9213', resultado: no_funciono}"
    ficha.write_text(f"estado: publicada # {CANARY_NAME}\nreplicas: [{replica}]\n", encoding="utf-8")
    publish(project)
    told = git(project, "show", f"publicado:practicas/{GOOD}/ficha.yml")
    assert "no_funciono" in told and "9213" not in told and CANARY_NAME not in everything(project)


def test_what_the_project_remembers_of_its_drafts_stays(project: Proyecto) -> None:
    (project.root / "decisiones").mkdir()
    (project.root / "decisiones/terminos.yml").write_text(f"# {CANARY_NAME}\nterminos: []\n", encoding="utf-8")
    publish(project)
    assert CANARY_NAME not in everything(project)


def test_new_ones_wait_for_company_and_withdrawals_do_not(project: Proyecto) -> None:
    assert "Esperan 2 entregas nuevas" in publish(project, "--lote", "3").output
    assert "practicas" not in git(project, "ls-tree", "--name-only", "publicado")
    publish(project)
    project.publishable("nueva", titulo="Una práctica recién llegada")
    project.revoke(LEAVING)
    answer = publish(project, "--lote", "3")
    assert "Esperan 1 entrega nueva" in answer.output
    assert git(project, "ls-tree", "--name-only", "publicado", "practicas/").split() == [f"practicas/{GOOD}"]
    publish(project, "--lote", "1")
    assert "practicas/nueva" in git(project, "ls-tree", "--name-only", "publicado", "practicas/")


def test_nothing_of_others_is_touched_and_nothing_private_becomes_public(project: Proyecto, tmp_path: Path) -> None:
    other = repository(project)
    subprocess.run(["git", "init", "--quiet", other], check=True)
    before = sorted(p.as_posix() for p in other.rglob("*"))
    assert publish(project).exit_code == 1
    assert sorted(p.as_posix() for p in other.rglob("*")) == before
    inside = project.root / "publico"
    words = ["publicar", str(inside), "--proyecto", str(project.root)]
    assert CliRunner().invoke(main, words).exit_code == 2 and not inside.exists()


def test_a_hook_of_this_computer_takes_no_part(project: Proyecto) -> None:
    publish(project)
    hook = repository(project) / "hooks/reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    project.revoke(LEAVING)
    assert publish(project).exit_code == 3 and MARK not in everything(project)
