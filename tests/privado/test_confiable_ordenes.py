"""`inspira almacen`: what it refuses, said in Spanish and without a path of the home folder or a password."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import keyring
import pyrage
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from generator.cli import main
from generator.private import migrate
from generator.private.engine import open_engine, sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import KEY, KEY_FILE, Key, find_key, keep_key
from generator.private.make import begin, make
from generator.private.options import RolPersona
from generator.private.place import FILE, URL, Place
from generator.private.store import Store
from tests.privado.gente import somebody

PASSWORD = "clave-secreta-del-servidor"
PHRASE = "una frase que solo es de esta prueba"


@dataclass
class Desk:
    """Somebody at their computer: a home, a store in it and its key, and what is typed."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        return self.home / "datos" / "almacen.db"

    @property
    def key(self) -> Path:
        return self.home / "clave.txt"

    def type(self, *words: str) -> Result:
        done = CliRunner().invoke(main, ["almacen", *words], env=self.env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        printed = done.output + (done.stderr or "")
        assert str(self.home) not in printed and PASSWORD not in printed and "Traceback" not in printed
        assert self.key.name == "clave.txt" and not any(line in printed for line in self.secrets())
        return done

    def secrets(self) -> list[str]:
        return self.key.read_text().split() if self.key.exists() else []

    def engine(self) -> Engine:
        return sqlite_engine(self.store, Key.read(self.key.read_text()))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a store that is new."""
    home = tmp_path / "casa"
    home.mkdir(mode=0o700)
    for name in (KEY, URL):
        monkeypatch.delenv(name, raising=False)
    found = Desk(home, {FILE: str(home / "datos/almacen.db"), KEY_FILE: str(home / "clave.txt"), "HOME": str(home)})
    assert found.type("crear").exit_code == 0
    return found


def refusal(done: Result) -> str:
    assert done.exit_code == 1, done.output
    assert "pista:" in done.output and "1 error." in done.output
    return done.output.split(" ")[1]


def _git(desk: Desk) -> None:
    (desk.home / ".git").mkdir()


def _other_key(desk: Desk) -> None:
    desk.key.write_text(Key.new().kept())


def _foreign(desk: Desk) -> None:
    desk.store.write_bytes(b"SQLite format 3\0" + bytes(9000))


def _newer(desk: Desk) -> None:
    engine = desk.engine()
    with engine.begin() as connection:
        connection.execute(text("UPDATE version SET version_num = '9999'"))
    engine.dispose()


def _link(desk: Desk) -> None:
    desk.store.rename(desk.home / "otro.db")
    desk.store.symlink_to(desk.home / "otro.db")


def _cut(desk: Desk) -> None:
    """The last line of the trail taken out by somebody who could, with the head put back to the one before."""
    engine = desk.engine()
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER auditoria_sin_delete"))
        connection.execute(text("DELETE FROM auditoria"))
        connection.execute(text(f"UPDATE auditoria_cabeza SET numero = 0, sello = '{'0' * 64}'"))
    engine.dispose()


WRONG: dict[str, tuple[Callable[[Desk], object], str]] = {
    "no hay almacén": (lambda desk: desk.store.unlink(), "D401"),
    "en un repositorio de git": (_git, "D403"),
    "otros lo pueden leer": (lambda desk: desk.store.chmod(0o644), "D404"),
    "otros pueden cambiar su carpeta": (lambda desk: desk.store.parent.chmod(0o777), "D404"),
    "es un enlace": (_link, "D404"),
    "otros pueden leer la clave": (lambda desk: desk.key.chmod(0o644), "D404"),
    "con otra clave": (_other_key, "D405"),
    "un archivo de otra cosa": (_foreign, "D405"),
    "sin clave": (lambda desk: desk.key.unlink(), "D406"),
    "con una clave que no lo es": (lambda desk: desk.key.write_text("hola"), "D406"),
    "de una versión más nueva": (_newer, "D408"),
    "con la auditoría cortada": (_cut, "D412"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_not_right_is_refused_and_left_as_it_was(desk: Desk, how: str) -> None:
    spoil, code = WRONG[how]
    spoil(desk)
    before = desk.store.read_bytes() if desk.store.exists() else None
    assert refusal(desk.type("verificar")) == code
    if code != "D412":
        for words in (["migrar"], ["reclave"], ["respaldar", str(desk.home / "r.age"), "--para", "age1x"]):
            assert refusal(desk.type(*words)) == code
    assert (desk.store.read_bytes() if desk.store.exists() else None) == before
    assert not (desk.home / "r.age").exists()


def test_an_older_store_asks_to_be_migrated(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "newest", lambda: "9001")
    assert refusal(desk.type("verificar")) == "D409"


def test_a_store_is_not_made_where_it_should_not_be(desk: Desk, tmp_path: Path) -> None:
    assert refusal(desk.type("crear")) == "D402"
    subprocess.run(["git", "init", "-q", tmp_path / "repo"], check=True)
    open_to_all = tmp_path / "todos"
    open_to_all.mkdir(mode=0o700)
    open_to_all.chmod(0o777)
    assert refusal(desk.type("crear", "--archivo", str(tmp_path / "repo/datos/a.db"))) == "D403"
    assert refusal(desk.type("crear", "--archivo", str(open_to_all / "a.db"))) == "D404"
    assert refusal(desk.type("crear", "--archivo", str(desk.key / "a.db"))) == "D440"
    # What SQLite left of another file would be taken for this one's.
    (desk.store.parent / "b.db-wal").write_bytes(b"de otro")
    assert refusal(desk.type("crear", "--archivo", str(desk.store.parent / "b.db"))) == "D402"
    assert not list(tmp_path.rglob("a.db")) and not list(tmp_path.rglob("b.db"))


def test_a_new_key_is_kept_where_only_its_owner_reads_it(desk: Desk, tmp_path: Path) -> None:
    for place in (desk.store, desk.key):
        assert place.stat().st_mode & 0o077 == 0
    assert desk.store.parent.stat().st_mode & 0o077 == 0
    (tmp_path / "repo/.git").mkdir(parents=True)
    desk.store.unlink()
    desk.env[KEY_FILE] = str(tmp_path / "repo/clave.txt")
    assert refusal(desk.type("crear")) == "D403"
    assert not desk.store.exists() and not (tmp_path / "repo/clave.txt").exists()
    keep_key(Key.new(), tmp_path / "clave-movida.txt")
    (tmp_path / "clave-movida.txt").rename(tmp_path / "repo/clave.txt")
    assert refusal(desk.type("verificar")) == "D403"


def test_without_a_place_for_its_key_no_store_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring that takes the key and does not give it back would lose it."""
    desk.store.unlink()
    desk.env.pop(KEY_FILE)
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    monkeypatch.setattr(keyring, "set_password", lambda *_: None)
    assert refusal(desk.type("crear")) == "D406"
    assert not desk.store.exists()
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda *who: kept.get(who))
    monkeypatch.setattr(keyring, "set_password", lambda service, user, key: kept.update({(service, user): key}))
    assert desk.type("crear").exit_code == 0
    [key] = kept.values()
    assert desk.type("reclave").exit_code == 0
    [keys] = kept.values()
    assert keys.split()[1:] == [key] and desk.type("verificar").exit_code == 0


def test_a_new_key_opens_the_store_and_the_old_one_opens_old_copies(desk: Desk) -> None:
    shutil.copy(desk.store, desk.home / "vieja.db")
    [old] = desk.secrets()
    assert desk.type("reclave").exit_code == 0
    new, kept = desk.secrets()
    assert kept == old and desk.type("verificar").exit_code == 0
    assert desk.type("verificar", "--archivo", str(desk.home / "vieja.db")).exit_code == 0
    desk.key.write_text(old)
    assert refusal(desk.type("verificar")) == "D405"
    desk.key.write_text(new)
    assert desk.type("verificar").exit_code == 0


def test_a_key_of_the_environment_is_changed_to_the_one_beside_it(desk: Desk) -> None:
    [old] = desk.secrets()
    desk.key.unlink()
    desk.env[KEY] = old
    assert refusal(desk.type("reclave")) == "D445"
    desk.env[KEY] = f"{old} {Key.new().hexadecimal}"
    done = desk.type("reclave")
    assert done.exit_code == 0 and "deje en la variable solo la segunda" in done.output
    desk.env[KEY] = desk.env[KEY].split()[1]
    assert desk.type("verificar").exit_code == 0
    desk.env[KEY] = old
    assert refusal(desk.type("verificar")) == "D405"


def test_the_head_that_was_written_down_shows_what_was_cut(desk: Desk) -> None:
    head = next(line for line in desk.type("verificar").output.splitlines() if ":" in line and len(line) > 64)
    assert desk.type("verificar", "--cabeza", head).exit_code == 0
    number, seal = head.split(":")
    assert refusal(desk.type("verificar", "--cabeza", f"{int(number) + 1}:{seal}")) == "D412"
    assert refusal(desk.type("verificar", "--cabeza", f"{number}:{'a' * 64}")) == "D412"
    assert desk.type("verificar", "--cabeza", "mal").exit_code == 2


def test_a_backup_with_a_phrase_goes_and_comes_back(desk: Desk) -> None:
    copy, again = str(desk.home / "r.age"), str(desk.home / "datos/otro.db")
    assert refusal(desk.type("respaldar", copy)) == "D443"
    desk.env["INSPIRA_RESPALDO_FRASE"] = PHRASE
    made = desk.type("respaldar", copy)
    assert made.exit_code == 0
    assert refusal(desk.type("restaurar", copy)) == "D402"
    done = desk.type("restaurar", copy, "--archivo", again)
    assert done.exit_code == 0, done.output
    head = next(line for line in made.output.splitlines() if len(line) > 64 and ":" in line[:4])
    assert desk.type("verificar", "--archivo", again, "--cabeza", head).exit_code == 0
    assert PHRASE.encode() not in b"".join(p.read_bytes() for p in desk.home.rglob("*") if p.is_file())
    assert refusal(desk.type("restaurar", str(desk.home / "nada.age"), "--archivo", again + "2")) == "D440"
    assert refusal(desk.type("restaurar", str(desk.store), "--archivo", again + "2")) == "D413"


def with_password(address: str) -> str:
    return address.replace("inspira@", f"inspira:{PASSWORD}@")


def test_a_server_is_made_filled_and_checked(desk: Desk, database: str) -> None:
    desk.env[URL] = with_password(database)
    assert refusal(desk.type("verificar")) == "D401"
    assert refusal(desk.type("crear")) == "D446"
    assert desk.type("migrar").exit_code == 0
    assert "ya está al día" in desk.type("migrar").output
    assert desk.type("verificar").exit_code == 0
    assert refusal(desk.type("reclave")) == "D446"


def test_a_file_moves_to_a_server_and_back(desk: Desk, database: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    private, copy, back = desk.home / "llave.txt", str(desk.home / "r.age"), str(desk.home / "s.age")
    private.touch(mode=0o600)
    private.write_text(f"# hecha por age-keygen\n{identity}\n")
    public = str(identity.to_public())
    assert desk.type("respaldar", copy, "--para", public).exit_code == 0
    desk.env[URL] = with_password(database)
    assert refusal(desk.type("restaurar", copy)) == "D443"
    done = desk.type("restaurar", copy, "--llave", str(private))
    assert done.exit_code == 0, done.output
    assert refusal(desk.type("restaurar", copy, "--llave", str(private))) == "D402"
    assert desk.type("respaldar", back, "--para", public).exit_code == 0
    new = str(desk.store.parent / "vuelta.db")
    assert desk.type("restaurar", back, "--llave", str(private), "--archivo", new).exit_code == 0
    private.chmod(0o644)
    assert refusal(desk.type("restaurar", back, "--llave", str(private), "--archivo", new + "2")) == "D404"


def test_a_server_that_does_not_let_in_is_told_without_its_address(desk: Desk, servidor: str, database: str) -> None:
    admin = open_engine(Place(url=database), None).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP ROLE IF EXISTS lector"))
        connection.execute(text("CREATE ROLE lector LOGIN"))
    admin.dispose()
    address = with_password(database)
    with _answering(b"N") as port:
        cases = {
            f"postgresql://inspira:{PASSWORD}@127.0.0.1:{port}/a": "D414",
            f"postgresql://inspira:{PASSWORD}@servidor.invalid/a?sslmode=disable": "D414",
            address.partition("?")[0]: "D414",
            f"postgresql://inspira:{PASSWORD}@127.0.0.1:1/a": "D416",
            address.replace("inspira:", "desconocido:"): "D416",
            address.replace("inspira:", "lector:"): "D441",
            re.sub(r"/t[0-9a-f]{32}", "/no_esta", database): "D401",
            f"mysql://inspira:{PASSWORD}@127.0.0.1/a": "D415",
            f"postgresql://inspira:{PASSWORD}@127.0.0.1:puerto/a": "D415",
            f"postgresql://{PASSWORD}": "D415",
            PASSWORD: "D415",
            f"{address.partition('?')[0]}?sslrootcert=/no/esta": "D415",
        }
        for url, code in cases.items():
            desk.env[URL] = url
            assert refusal(desk.type("migrar")) == code, url


@contextmanager
def _answering(word: bytes) -> Iterator[int]:
    """A server that answers one word to whoever asks for TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(8)
                connection.sendall(word)
                connection.recv(1024)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=10)


def test_who_has_the_store_open_while_its_key_changes_loses_nothing(desk: Desk) -> None:
    engine = desk.engine()
    store = Store(engine)
    first = somebody(store, RolPersona.ACOMPANADO)
    assert desk.type("reclave").exit_code == 0
    with pytest.raises(StoreError) as caught:  # its key is no longer the one
        somebody(store, RolPersona.ACOMPANADO)
    assert caught.value.diagnostics[0].code in ("D405", "D440")
    store.close()
    opened = Store(desk.engine())
    with opened.read() as connection:
        found = {row.id for row in connection.execute(text("SELECT id FROM persona"))}
    opened.close()
    assert found == {first.id.hex}


def test_making_stops_halfway_and_leaves_no_store(desk: Desk) -> None:
    file = desk.store.parent / "otro.db"

    def half(engine: Engine) -> None:
        begin(engine, "prueba")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(file, Key.new(), half)
    assert {p.name for p in file.parent.iterdir()} == {"almacen.db", ".almacen.db.turno", ".otro.db.turno"}
    assert desk.type("crear", "--archivo", str(file)).exit_code == 0


def test_too_many_former_keys_are_not_kept(desk: Desk) -> None:
    key = Key(Key.new().hexadecimal, tuple(Key.new().hexadecimal for _ in range(20)))
    keep_key(key, desk.key)
    os.environ[KEY_FILE] = str(desk.key)
    try:
        found = find_key()
    finally:
        del os.environ[KEY_FILE]
    assert found is not None and found.all == key.all[:8]
