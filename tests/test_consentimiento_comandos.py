"""`inspira consentimiento` as people use it, and the private key file, which nobody else may read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apoyo_consentimiento import CANARY, FOLDER, PHOTO, TODAY, submission
from click.testing import CliRunner, Result

from generator.cli_consent import consentimiento, receipts
from generator.consent import load_trust, store
from generator.consent.private_key import PrivateKeyError, create_key, load_key
from generator.diagnostics import Diagnostic, find
from generator.lock import held
from generator.model import Submission
from generator.writing import write_atomic


class World:
    """A project on disk, whose one bundle is a submission held in memory."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.project = root / "proyecto"
        (self.project / FOLDER).mkdir(parents=True)
        (self.project / "consentimiento").mkdir()
        write_atomic(self.project / store.MINIMUM, '{"numero": 0}')
        notice = Path(__file__).parent.parent / store.NOTICE
        (self.project / store.NOTICE).write_bytes(notice.read_bytes())
        self.key = root / "llaves" / "eni.pem"
        self.submission: Submission | None = submission(faces=True)
        self.pending: list[Diagnostic] = []
        patch.setattr(receipts, "folders", lambda _project: [FOLDER])
        patch.setattr(receipts, "read_folder", self.read)
        patch.setattr(receipts.redact, "check", lambda _submission, _memory: self.pending)

    def read(self, project: Path, folder: str) -> tuple[Submission | None, list[Diagnostic]]:
        path = project / folder / store.RECEIPTS
        house = {store.RECEIPTS: path.read_text()} if path.exists() else {}
        if self.submission is None:
            return None, [find("E101", f"{folder}/index.md")]
        return replace(self.submission, source=replace(self.submission.source, house=house)), []

    def run(self, command: str, *arguments: str | Path, code: int = 0) -> Result:
        given = [command, "--proyecto", str(self.project), *map(str, arguments)]
        if command in ("emitir", "corregir", "verificar", "revocar"):
            given += ["--hoy", TODAY.isoformat()]
        result = CliRunner().invoke(consentimiento, given)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert not any(part in result.output for part in (*CANARY.split(), PHOTO))
        return result

    def prepared(self) -> World:
        """With a root key and a first list."""
        self.run("claves", "--privada", self.key, "--fijar")
        self.run("revocar", "--renovar", "--llave", self.key)
        return self

    def emit(self, *options: str, code: int = 0) -> Result:
        return self.run("emitir", FOLDER, "--llave", self.key, *options, code=code)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)


EVERYBODY = ("--autor", "1", "--autor", "2", "--nombre", "1", "--imagen", f"{PHOTO}=2")


def test_from_nothing_to_covered_and_back_out(world: World) -> None:
    assert "solo se publican sus ejemplos" in world.run("claves").output
    created = world.run("claves", "--privada", world.key, "--fijar").output
    assert "Falta la primera lista de retiros" in created
    world.run("revocar", "--renovar", "--llave", world.key)
    assert "C101" in world.run("verificar", code=1).output

    rids = re.findall(r"^[0-9a-f]{32}", world.emit(*EVERYBODY).output, re.MULTILINE)
    assert len(rids) == 5
    verified = world.run("verificar", FOLDER).output
    assert verified == (f"{FOLDER}: cubierta hasta 2028-11 (texto de 2 autorías, 1 nombre, 1 imagen con personas)\n")

    assert "Lista 2" in world.run("revocar", rids[3], "--llave", world.key).output
    assert "0 imágenes con personas" in world.run("verificar").output
    assert "Ojo" not in world.run("revocar", rids[0], "--llave", world.key).output
    assert "C105" in world.run("verificar", code=1).output
    assert json.loads((world.project / store.MINIMUM).read_text()) == {"numero": 3}


def test_receipts_are_read_and_written_one_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that sign the same bundle at once, the receipts of neither are lost."""
    world.prepared()
    seen: list[str] = []

    def alone(name: str) -> Callable[..., Any]:
        real = getattr(store, name)

        def checked(*arguments: Any) -> Any:
            with held(world.project / ".build" / "candado-consentimiento", wait=False) as free:
                assert not free
            seen.append(name)
            return real(*arguments)

        return checked

    for name in ("load_receipts", "save_receipts"):
        monkeypatch.setattr(store, name, alone(name))
    world.emit("--autor", "1")
    world.submission = submission("uno, con tilde", faces=True)
    world.run("corregir", FOLDER, "--llave", world.key)
    assert seen == ["load_receipts", "save_receipts"] * 2


def test_nothing_is_signed_while_something_is_still_to_be_decided(world: World) -> None:
    world.prepared()
    world.pending = [find("A201", f"{FOLDER}/index.md", line=3, column=1)]
    assert "A201" in world.emit(*EVERYBODY, code=1).output
    assert "A201" in world.run("corregir", FOLDER, "--llave", world.key, code=1).output
    assert not (world.project / FOLDER / store.RECEIPTS).exists()


def test_a_bundle_that_does_not_validate_is_not_signed_but_can_be_withdrawn(world: World) -> None:
    world.prepared()
    world.emit(*EVERYBODY)
    world.submission = None
    assert "E101" in world.emit(*EVERYBODY, code=1).output
    assert "E101" in world.run("verificar", code=1).output
    assert "5 recibos retirados" in world.run("revocar", FOLDER, "--llave", world.key).output


def test_a_correction_of_spelling_keeps_the_receipts(world: World) -> None:
    world.prepared()
    world.emit(*EVERYBODY)
    world.submission = submission("uno, con tilde", faces=True)
    assert "C103" in world.run("verificar", code=1).output
    world.run("corregir", FOLDER, "--llave", world.key, "--motivo", "ortografia")
    assert "cubierta hasta 2028-11" in world.run("verificar").output


def test_a_changed_notice_needs_a_new_version(world: World) -> None:
    world.prepared()
    world.emit(*EVERYBODY)
    notice = world.project / store.NOTICE
    notice.write_text(notice.read_text(encoding="utf-8") + "Una línea más.\n", encoding="utf-8")
    assert "su versión no" in world.emit(*EVERYBODY, code=1).output
    changed = notice.read_text(encoding="utf-8").partition("\n---\n")[2]
    notice.write_text(f"---\nversion: 2027-01\n---\n{changed}", encoding="utf-8")
    world.emit(*EVERYBODY)
    assert "cubierta hasta 2028-11" in world.run("verificar").output
    notice.write_text("Sin versión", encoding="utf-8")
    world.emit(*EVERYBODY, code=1)


def test_a_regional_key_is_delegated_and_taken_away(world: World, tmp_path: Path) -> None:
    world.prepared()
    regional = tmp_path / "otra" / "regional.pem"
    world.run("claves", "--privada", regional)
    span = ("--regional", "05", "--desde", "2026-01", "--hasta", "2026-12")
    public = regional.with_name("regional.pem.pub")
    world.run("claves", "--delegar", public, *span, code=2)
    world.run("claves", "--delegar", public, *span, "--con", regional, code=1)
    listed = world.run("claves", "--delegar", public, *span, "--con", world.key).output
    assert "regional Antioquia, de 2026-01 a 2026-12: emitir" in listed

    world.submission = submission(regional="05", faces=True)
    world.run("emitir", FOLDER, "--llave", regional, *EVERYBODY)
    world.run("verificar")
    world.run("revocar", FOLDER, "--llave", regional, code=1)
    kid = load_trust(world.project)[0].keyring.delegations[0].kid
    world.run("claves", "--quitar", kid)
    assert "C106" in world.run("verificar", code=1).output


def test_a_root_is_pinned_from_its_public_half_alone(world: World, tmp_path: Path) -> None:
    world.run("claves", "--privada", world.key)
    assert load_trust(world.project)[0].keyring.roots == {}
    world.run("claves", "--publica", world.key.with_name("eni.pem.pub"), "--fijar")
    world.run("claves", "--privada", world.key, "--fijar")
    assert len(load_trust(world.project)[0].keyring.roots) == 1
    world.run("claves", "--publica", tmp_path / "no-hay.pub", "--fijar", code=1)


def test_a_mistyped_identifier_is_said_aloud(world: World) -> None:
    """The person who withdrew would otherwise stay on the site."""
    world.prepared()
    assert "Ojo" in world.run("revocar", "0" * 32, "--llave", world.key).output


def test_receipts_that_cannot_be_read_do_not_stop_a_withdrawal_and_are_said(world: World) -> None:
    world.prepared()
    rid = world.emit(*EVERYBODY).output[:32]
    broken = world.project / "practicas" / "rota" / store.RECEIPTS
    broken.parent.mkdir()
    broken.write_text("{")
    assert "C111" in world.run("revocar", rid, "--llave", world.key, code=1).output
    assert load_trust(world.project)[0].is_withdrawn(rid)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("emitir", FOLDER), 2),
        (("emitir", "practicas/no-hay", "--llave", "x.pem"), 2),
        (("emitir", FOLDER, "--llave", "x.pem", "--imagen", "sin-numero"), 2),
        (("emitir", FOLDER, "--llave", "x.pem", "--meses", "37"), 2),
        (("emitir", FOLDER, "--llave", "x.pem", "--autor", "0"), 2),
        (("emitir", FOLDER, "--llave", "no-hay.pem", "--autor", "1"), 1),
        (("revocar", "--llave", "x.pem"), 2),
        (("revocar", "corto", "--llave", "x.pem"), 2),
        (("revocar", "a" * 32, "--llave", "no-hay.pem"), 1),
        (("claves", "--fijar"), 2),
        (("claves", "--delegar", "x.pub", "--regional", "05", "--desde", "enero"), 2),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(world: World, arguments: tuple[str, ...], code: int) -> None:
    world.run(*arguments, code=code)


def test_broken_configuration_is_not_written_over(world: World) -> None:
    world.prepared()
    (world.project / store.LIST).write_text("{")
    world.run("revocar", "a" * 32, "--llave", world.key, code=1)
    world.run("claves", "--quitar", "0" * 16, code=1)
    assert (world.project / store.LIST).read_text() == "{"


def test_examples_are_pinned_only_when_nothing_is_left_to_decide(world: World) -> None:
    world.submission = submission(ejemplo=True, authors=("anonimo",))
    assert "1 ejemplo fijado" in world.run("ejemplos").output
    assert "ejemplo del proyecto" in world.run("verificar").output
    world.pending = [find("A201", f"{FOLDER}/index.md")]
    assert "0 ejemplos fijados" in world.run("ejemplos", code=1).output
    assert json.loads((world.project / store.EXAMPLES).read_text()) == {}


# The private key file.


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "proyecto").mkdir()
    return tmp_path


def test_a_key_is_made_for_its_owner_alone_whatever_the_umask(place: Path) -> None:
    before = os.umask(0)
    try:
        made = create_key(place / "llave.pem", place / "proyecto")
    finally:
        os.umask(before)
    assert (place / "llave.pem").stat().st_mode & 0o777 == 0o600
    assert load_key(place / "llave.pem", place / "proyecto").kid == made.kid
    assert made.kid not in repr(made)


def test_a_key_is_never_written_over_anything(place: Path) -> None:
    create_key(place / "llave.pem", place / "proyecto")
    content = (place / "llave.pem").read_bytes()
    (place / "enlace.pem").symlink_to(place / "otra.pem")
    for name in ("llave.pem", "enlace.pem", "proyecto"):
        with pytest.raises(PrivateKeyError):
            create_key(place / name, place / "proyecto")
    assert (place / "llave.pem").read_bytes() == content
    assert not (place / "otra.pem").exists()


def _worktree(root: Path) -> Path:
    (root / "repo" / "a" / "b").mkdir(parents=True)
    (root / "repo" / ".git").write_text("gitdir: elsewhere")
    return root / "repo" / "a" / "b"


def _linked(root: Path) -> Path:
    (root / "afuera").symlink_to(root / "proyecto")
    return root / "afuera"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(lambda root: root / "proyecto", id="project"),
        pytest.param(lambda root: root / "proyecto" / "no" / "existe", id="below the project"),
        pytest.param(lambda root: root / "otra" / ".." / "proyecto", id="dots"),
        pytest.param(_linked, id="through a link"),
        pytest.param(_worktree, id="another repository, as a linked worktree has it"),
    ],
)
def test_a_key_inside_a_repository_is_refused(place: Path, inside: Callable[[Path], Path]) -> None:
    path = inside(place) / "llave.pem"
    with pytest.raises(PrivateKeyError):
        create_key(path, place / "proyecto")
    assert not path.exists()
    good = place / "buena.pem"
    create_key(good, place / "proyecto")
    path.parent.mkdir(parents=True, exist_ok=True)
    good.replace(path)
    with pytest.raises(PrivateKeyError):
        load_key(path, place / "proyecto")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o666])
def test_a_key_that_others_can_touch_is_refused(place: Path, mode: int) -> None:
    create_key(place / "llave.pem", place / "proyecto")
    (place / "llave.pem").chmod(mode)
    with pytest.raises(PrivateKeyError):
        load_key(place / "llave.pem", place / "proyecto")


def test_a_link_a_second_name_and_a_folder_are_refused(place: Path) -> None:
    create_key(place / "llave.pem", place / "proyecto")
    (place / "enlace.pem").symlink_to(place / "llave.pem")
    (place / "carpeta.pem").mkdir()
    os.mkfifo(place / "tubo.pem", 0o600)
    for name in ("enlace.pem", "carpeta.pem", "tubo.pem", "no-hay.pem"):
        with pytest.raises(PrivateKeyError):
            load_key(place / name, place / "proyecto")
    (place / "segundo.pem").hardlink_to(place / "llave.pem")
    with pytest.raises(PrivateKeyError):
        load_key(place / "llave.pem", place / "proyecto")


def test_what_is_no_key_is_refused_without_showing_it(place: Path) -> None:
    path = place / "llave.pem"
    for content in (
        b"",
        b"\0" * 100,
        CANARY.encode(),
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(PrivateKeyError) as caught:
            load_key(path, place / "proyecto")
        assert CANARY not in str(caught.value)
        assert caught.value.__cause__ is None


def test_what_a_newer_receipt_replaced_can_be_retired_for_good(world: World) -> None:
    world.prepared()
    world.emit(*EVERYBODY)
    old = store.load_receipts(world.project, FOLDER)
    world.submission = submission("dos", faces=True)
    assert f"--reemplazados {FOLDER}" in world.emit(*EVERYBODY).output
    assert "5 recibos reemplazados" in world.run("revocar", "--reemplazados", FOLDER, "--llave", world.key).output
    assert "cubierta" in world.run("verificar", FOLDER).output
    world.submission = submission(faces=True)
    store.save_receipts(world.project, FOLDER, old)  # somebody puts the old bundle back, receipts and all
    assert "C105" in world.run("verificar", FOLDER, code=1).output
