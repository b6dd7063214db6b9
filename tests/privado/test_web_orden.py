"""The commands `almacen abrir` and `almacen cuenta` as processes: what they print and leave, what they refuse to open,
and that what was acknowledged is there after the server was killed.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from generator.cli import main
from generator.private import accounts, closing, trail, visits
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.migrate import upgrade
from generator.private.options import RolPersona
from generator.private.records import Cierre
from generator.private.store import Store
from generator.private.tables import borrador, horas
from tests.canarios import environment
from tests.fabrica import CANARY_ID, CANARY_NAME
from tests.listo import listo
from tests.privado.apoyo_web import CLAVE, QUICK
from tests.privado.canarios_web import CASES
from tests.privado.gente import REGIONAL, Pair, a_visit, cycle_of_two, planned, somebody
from tests.privado.servidor import certificate

TEXTO = "Lo que el canario dijo en el taller"
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
NEEDLES = [w.encode() for w in (*CANARY_NAME.split(), CANARY_ID, TEXTO, CLAVE)]


@dataclass(frozen=True)
class Casa:
    """A store with canaries and nowhere else to write."""

    root: Path
    key: Key
    pair: Pair
    loose: str

    @property
    def file(self) -> Path:
        return self.root / "datos" / "almacen.db"

    def environment(self, **more: str) -> dict[str, str]:
        own = {"INSPIRA_ALMACEN": str(self.file), "INSPIRA_ALMACEN_CLAVE": self.key.hexadecimal}
        return environment(self.root, **{**own, **more})

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "generator", *words]

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = Store(sqlite_engine(self.file, self.key))
        yield opened
        opened.close()

    def leaks(self) -> list[str]:
        """What was left anywhere with a canary in it; the names of the files too."""
        found = []
        for path in self.root.rglob("*"):
            data = str(path.relative_to(self.root)).encode() + (path.read_bytes() if path.is_file() else b"")
            if any(n.lower() in data.lower() for n in NEEDLES):
                found.append(path.name)
        return found


@pytest.fixture
def casa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Casa:
    monkeypatch.setattr(accounts, "_HASHER", QUICK)
    (tmp_path / "datos").mkdir(mode=0o700)
    key = Key.new()
    store = Store(sqlite_engine(tmp_path / "datos/almacen.db", key))
    upgrade(store.engine)
    pair = cycle_of_two(store)
    planned(store, pair)
    store.write("x", visits.record, pair.cycle, a_visit(pair, realimentacion=f"{TEXTO}, {CANARY_NAME} {CANARY_ID}"))
    store.write("x", closing.conclude, pair.cycle, pair.acompanado.id, Cierre(avances=TEXTO))
    loose = somebody(store, RolPersona.ACOMPANADO, nombre=CANARY_NAME).pseudonym
    for person in (pair.acompanante, pair.acompanado):
        store.write("x", accounts.create, person.id, person.pseudonym.lower(), CLAVE)
        store.write("x", accounts.change_password, person.id, CLAVE)
    store.close()
    return Casa(tmp_path, key, pair, loose)


def run(casa: Casa, words: Sequence[str], answers: str = "", **more: str) -> tuple[int, bytes]:
    surroundings = casa.environment(**more)
    done = listo(private=True).run(words, cwd=casa.root, env=surroundings, given=answers.encode())
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("path", CASES, ids=" ".join)
def test_nothing_private_leaves_a_command(path: tuple[str, ...], casa: Casa) -> None:
    for words, answers in CASES[path]:
        typed = [casa.loose if w == "PERSONA" else w for w in words]
        code, printed = run(casa, [*path, *typed], answers)
        assert code in (0, 1, 2) and b"Traceback" not in printed, printed
        assert not [n for n in NEEDLES if n.lower() in printed.lower()], words
    # The wrong key, and no store at all.
    typed = [] if path[-1] == "abrir" else [casa.loose if w == "PERSONA" else w for w in CASES[path][-1][0]]
    wrong = {"INSPIRA_ALMACEN_CLAVE": "0" * 64}, {"INSPIRA_ALMACEN": str(casa.root / "no/hay.db")}
    for more in wrong[: 2 if path[-1] == "abrir" else 1]:
        code, printed = run(casa, [*path, *typed], **more)
        assert code == 1 and b"Traceback" not in printed
    assert casa.leaks() == []


@pytest.mark.parametrize("words", [["0.0.0.0"], ["::"], ["192.0.2.1", "--publica", "https://a.co"]], ids=" ".join)
def test_other_addresses_need_tls(words: list[str]) -> None:
    asked = CliRunner().invoke(main, ["almacen", "abrir", "--puerto", "0", "--escuchar", *words])
    assert asked.exit_code == 1 and "D463" in asked.output, asked.output


def test_an_account_from_the_terminal(casa: Casa) -> None:
    code, printed = run(casa, ["almacen", "cuenta", "crear", "--persona", casa.loose, "--usuario", "una.persona"])
    assert code == 0, printed
    password = re.search(rb"^((?:[a-z2-9]{5}-){3}[a-z2-9]{5})$", printed, re.MULTILINE)
    assert password, printed
    with served(casa) as client:
        assert enter(client, "una.persona", password[1].decode()).headers["location"] == "/clave"
        code, _ = run(casa, ["almacen", "cuenta", "desactivar", "--persona", casa.loose])
        assert code == 0
        assert client.get("/clave").headers["location"].startswith("/entrar")
    assert password[1] not in b"".join(p.read_bytes() for p in casa.root.rglob("*") if p.is_file())


@contextmanager
def served(casa: Casa, *words: str) -> Iterator[httpx.Client]:
    """A browser without a screen before a server that is killed at the end, in the middle of whatever it does."""
    printed = casa.root / "salida.txt"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            casa.command("almacen", "abrir", "--puerto", "0", *words), env=casa.environment(), cwd=casa.root,
            stdout=out, stderr=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    found = re.search(r"https?://[^/ ]+", line)
    try:
        assert found, line
        with httpx.Client(base_url=found[0], headers={"origin": found[0]}, timeout=30, trust_env=False) as client:
            yield client
    finally:
        process.send_signal(signal.SIGKILL)
        rest = process.stderr.read()
        process.stderr.close()
        process.wait()
    assert rest == b"" and printed.read_bytes() == b"", rest


def enter(client: httpx.Client, user: str, password: str = CLAVE) -> httpx.Response:
    token = _TOKEN.search(client.get("/entrar").text)
    assert token
    return client.post("/entrar", data={"csrf": token[1], "usuario": user, "clave": password})


def test_what_was_acknowledged_is_there_after_the_server_is_killed(casa: Casa) -> None:
    path = f"/ciclos/{REGIONAL}/{casa.pair.cycle.id}"
    kept = [str(uuid4()) for _ in range(2)]
    for minutes, _ in enumerate(kept, start=1):
        with served(casa) as client:
            assert enter(client, casa.pair.acompanante.pseudonym.lower()).status_code == 303
            token = _TOKEN.search(client.get("/").text)
            assert token
            half = {"csrf": token[1], "accion": "borrador-solo", "aspectos_mejora": f"{TEXTO} {minutes}"}
            assert client.post(f"{path}/acompanamiento", data=half).status_code == 204
            sent = {"csrf": token[1], "envio": str(uuid4()), "fecha": "2026-02-17", "minutos": str(minutes)}
            assert client.post(f"{path}/horas", data=sent).status_code == 303
            client.get(f"/{CANARY_NAME}?q={TEXTO}")
        with casa.store() as store, store.read() as connection:
            assert sorted(connection.execute(select(horas.c.minutos)).scalars()) == list(range(1, minutes + 1))
            draft = connection.execute(select(borrador.c.datos)).scalar_one()
            assert draft["aspectos_mejora"] == [f"{TEXTO} {minutes}"]
            assert list(trail.broken(connection)) == []
    assert casa.leaks() == []


def test_it_ends_when_it_is_told(casa: Casa) -> None:
    process = subprocess.Popen(
        casa.command("almacen", "abrir", "--puerto", "0"),
        env=casa.environment(),
        cwd=casa.root,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None and b"http://127.0.0.1:" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 0 and b"Traceback" not in rest, rest


def test_with_tls_cookies_go_by_tls_alone(casa: Casa) -> None:
    (casa.root / "tls").mkdir()
    certificate(casa.root / "tls")
    pair = ["--certificado", str(casa.root / "tls/servidor.pem"), "--llave", str(casa.root / "tls/servidor.key")]
    with served(casa, *pair) as client:
        trusted = ssl.create_default_context(cafile=str(casa.root / "tls/servidor.pem"))
        with httpx.Client(base_url=client.base_url, verify=trusted, trust_env=False) as safe:
            answer = enter(safe, casa.pair.acompanante.pseudonym.lower())
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-inspira=") and "; secure" in cookie.lower()
            assert "max-age" in answer.headers["strict-transport-security"]
            assert safe.get("/horas").status_code == 200
