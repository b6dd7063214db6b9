"""Processes of the private store killed with `kill -9` while they work, and what is found afterwards.

    python -m benchmarks.cortes [--servidor] [RONDAS [TRABAJO...]]
    python -m benchmarks.cortes --barrer reclave 1

Each round starts a process that makes, migrates, writes, changes the key, backs up, restores, imports a workbook,
serves forms or releases figures, and kills it: half of the rounds at a line of our own code, half at a moment, spread
over what the work takes when it is left alone. Then the store must open with a key that is kept, be whole, hold
everything that the process had said was done, and no file may hold the canary in the clear; and the same work, done
again, must succeed.
`--barrer` cuts one work at every so many lines of ours, from the first to the last.
`--servidor` uses a PostgreSQL of its own.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, count
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pyrage
from click.testing import CliRunner
from sqlalchemy import Engine, func, select, text

from benchmarks import cortes_cifras as releasing
from benchmarks import cortes_llegan as arriving
from benchmarks.cortes_nombres import CANARY, COPY, KEY, PRIVATE, PUBLIC, STORE, surroundings
from generator.cli import main as inspira
from generator.diagnostics import as_text
from generator.private import backup, migrate, people
from generator.private.commands.shared import connected, opened
from generator.private.engine import open_engine, sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import Key, keep_key
from generator.private.make import begin, make
from generator.private.options import RolPersona
from generator.private.place import Place
from generator.private.records import PersonaNueva
from generator.private.store import Store, now
from generator.private.tables import identidad
from generator.private.verify import verify
from tests.privado.servidor import postgresql

KINDS = ("creación", "migración", "escritura", "reclave", "respaldo", "restauración")
ARRIVING = ("importación", "formularios")
"""What arrives from outside; it needs a mould that was furnished."""
FIGURES = "cifras"
"""What is released; its mould has the records of a country."""
ON_A_SERVER = ("escritura", "migración", "respaldo", *ARRIVING)
_OURS = (str(Path("generator", "private")),)
_RELEASING = tuple(str(Path("generator", name)) for name in releasing.OURS)


def somebody(w: Any) -> UUID:
    """Record somebody who is called as the canary is."""
    number = str(uuid4().int)[:15]
    new = PersonaNueva(
        nombre=CANARY, documento=number, regional="52", centro="9534", roles=[RolPersona.ACOMPANADO], correo=None
    )
    return people.register(w, new).id


def template(folder: Path, many: int) -> Path:
    """A store with people in it, its key, and a backup with the key that opens it."""
    folder.mkdir(mode=0o700)
    key = Key.new()
    keep_key(key, folder / KEY)
    make(folder / STORE, key, lambda engine: begin(engine, "molde"))
    store = Store(sqlite_engine(folder / STORE, key))
    store.write("molde", lambda w: [somebody(w) for _ in range(many)])
    identity = pyrage.x25519.Identity.generate()
    (folder / PRIVATE).touch(mode=0o600)
    (folder / PRIVATE).write_text(f"{identity}\n", encoding="ascii")
    (folder / PUBLIC).write_text(str(identity.to_public()), encoding="ascii")
    backup.back_up(store, "molde", folder / COPY, to=[str(identity.to_public())])
    store.close()
    return folder


def work(kind: str, folder: Path) -> None:
    """What the process does that is going to be killed; it says what was done once it is done."""
    if kind == "escritura":
        with opened(None) as store:
            for _ in range(10_000):
                print(store.write("hijo", somebody), flush=True)
    elif kind == "migración" and "INSPIRA_ALMACEN_URL" not in os.environ:
        with connected(None) as engine:
            begin(engine, "hijo")
    elif kind in ARRIVING:
        inspira.main(args=arriving.words(kind, folder), standalone_mode=False)
    elif kind == FIGURES:
        inspira.main(args=releasing.words(folder), standalone_mode=False)
    else:
        inspira.main(args=["almacen", *_words(kind, folder)], standalone_mode=False)


def _words(kind: str, folder: Path) -> list[str]:
    return {
        "creación": ["crear"],
        "migración": ["migrar"],
        "reclave": ["reclave"],
        "respaldo": ["respaldar", str(folder / "otra.age"), "--para", _public(folder)],
        "restauración": ["restaurar", str(folder / COPY), "--llave", str(folder / PRIVATE)],
    }[kind]


def _public(folder: Path) -> str:
    return (folder / PUBLIC).read_text(encoding="ascii") if (folder / PUBLIC).exists() else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One round: whether the process was killed before its end, what it had done, and what is wrong afterwards."""

    kind: str
    killed: bool
    done: tuple[str, ...]
    lines: int
    seconds: float
    wrong: tuple[str, ...]


def round_of(kind: str, mould: Path, folder: Path, *, line: int = 0, after: float = 0, url: str | None = None) -> Seen:
    """Kill the work at a `line` of ours, or `after` some seconds (neither: let it end), and look at what is left."""
    prepare(kind, mould, folder, url)
    env = {**os.environ, **surroundings(folder, url), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "benchmarks.cortes", "--hijo", kind, str(folder), str(line)]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        ready = process.stdout.readline()
        start = time.monotonic()
        clock = threading.Timer(after, process.kill)
        if after:
            clock.start()
        answered = arriving.send(process, folder) if kind == "formularios" else ()
        printed, said = process.communicate(timeout=120)
        clock.cancel()
    seconds = time.monotonic() - start
    wrong = [] if ready == "listo\n" else ["no empezó"]
    killed = process.returncode == -signal.SIGKILL
    if not killed and process.returncode:
        wrong.append(f"terminó con {process.returncode}: {said[-400:]}")
    done = answered or tuple(printed.split())
    if kind == "importación" and arriving.RECORDED in said:
        done = (arriving.RECORDED,)
    if kind == FIGURES and releasing.RELEASED in said:
        done = (releasing.RELEASED,)
    lines = int(said.rpartition("líneas ")[2]) if not killed and not process.returncode else 0
    wrong += [f"{place} dice el canario" for place in spilled(folder, printed + said)]
    with patch.dict(os.environ, surroundings(folder, url)):
        wrong += afterwards(kind, folder, done)
    wrong += [f"{place} dice el canario, al final" for place in spilled(folder)]
    return Seen(kind, killed, done, lines, seconds, tuple(wrong))


def prepare(kind: str, mould: Path, folder: Path, url: str | None = None) -> None:
    shutil.copytree(mould, folder)
    if kind in ("creación", "migración", "restauración"):
        (folder / STORE).unlink()
    if kind == "creación":
        (folder / KEY).unlink()
    if kind == "migración":
        _empty(folder)
    if kind == "formularios":
        with patch.dict(os.environ, surroundings(folder, url)):
            arriving.enter(folder)


def sweep(kind: str, mould: Path, folder: Path, step: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Kill the work at every `step`-th line of ours, in children of this process, and look at what each one left."""
    _bring(kind)
    line = 1
    while True:
        place = folder / f"{kind}-{line}"
        prepare(kind, mould, place)
        with patch.dict(os.environ, surroundings(place)):
            child = os.fork()
            if child == 0:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
                with _killing_itself(line, _RELEASING if kind == FIGURES else _OURS):
                    work(kind, place)
                os._exit(0)
            _, state = os.waitpid(child, 0)
            wrong = [f"{where} dice el canario" for where in spilled(place)] + list(afterwards(kind, place, ()))
        shutil.rmtree(place)
        yield line, tuple(wrong)
        if not os.WIFSIGNALED(state):
            return  # there are no more lines
        line += step


def _empty(folder: Path) -> None:
    """An encrypted file where nothing was made yet."""
    engine = sqlite_engine(folder / STORE, Key.read((folder / KEY).read_text(encoding="ascii")))
    engine.connect().close()
    engine.dispose()


def spilled(folder: Path, printed: str = "") -> list[str]:
    """Where the canary is in the clear: in the name of a file, in its bytes, or in what was printed."""
    wanted = [form.encode(code) for form in (CANARY, CANARY.split()[1]) for code in ("utf-8", "utf-16-le")]
    found = ["lo impreso"] if any(w in printed.encode() for w in wanted) else []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(w in str(path).encode() + path.read_bytes() for w in wanted):
            found.append(path.name)
    return found


def afterwards(kind: str, folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with what is left, and with doing it again."""
    try:
        yield from _left(kind, folder, done)
    except Exception as problem:  # whatever it is, it is what this looks for
        yield f"{kind}: {type(problem).__name__} {problem}"


def _left(kind: str, folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    server = "INSPIRA_ALMACEN_URL" in os.environ
    if kind == "respaldo" and (folder / "otra.age").exists():
        backup.opened(backup.read(folder / "otra.age"), own=backup.identities(folder / PRIVATE))
        (folder / "otra.age").unlink()
    if kind == "migración" and not server:
        with connected(None) as engine:
            if migrate.version_or_none(engine):
                yield from _no_line(engine)
            else:
                begin(engine, "otra vez")
            yield from _no_line(engine)
        return
    if server or (folder / STORE).exists():
        yield from _whole(() if kind in (*ARRIVING, FIGURES) else done)
    if kind == FIGURES:
        yield from releasing.left(folder, done)
        yield from _whole(())
        return
    if kind in ARRIVING:
        yield from arriving.left(kind, folder, done)
        yield from _whole(())
        return
    if kind in ("reclave", "respaldo") or (
        kind != "escritura" and (kind == "migración" if server else not (folder / STORE).exists())
    ):
        again = CliRunner().invoke(inspira, ["almacen", *_words(kind, folder)])
        if again.exit_code:
            yield f"otra vez: {again.output}"
        yield from _whole(done)


def _no_line(engine: Engine) -> Iterator[str]:
    """A store whose schema was made, and whose audit trail does not say so."""
    if not verify(engine).number:
        yield "se migró y no lo dice el registro de auditoría"


def _whole(done: tuple[str, ...]) -> Iterator[str]:
    with connected(None) as engine:
        if migrate.version_or_none(engine) is None:
            if engine.dialect.name == "sqlite":
                yield "quedó medio almacén"
            return  # in a server, nothing came to be
        yield from _no_line(engine)
        with Store(engine).read() as connection:
            if "-" in "".join(done):
                wanted = [UUID(one) for one in done]
                found = set(connection.execute(select(identidad.c.persona_id)).scalars())
                yield from (f"falta {one}" for one in wanted if one not in found)
            else:
                connection.execute(select(func.count()).select_from(identidad)).scalar_one()


@contextmanager
def _killing_itself(line: int, ours: tuple[str, ...] = _OURS) -> Iterator[Callable[[], int]]:
    """Count the lines of the store's own code (or of other code of `ours`) that run; at the `line`-th, kill this
    process as the system would."""
    seen = 0
    numbers = count(1)  # each thread takes its own

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal seen
        if not any(part in frame.f_code.co_filename for part in ours):
            return None
        if event == "line":
            seen = next(numbers)
            if seen == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    threading.settrace(trace)
    sys.settrace(trace)
    try:
        yield lambda: seen
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]  # typeshed knows of no end


def _bring(kind: str) -> None:
    """Import what the work needs, before the clock starts and the first line is counted."""
    import_module("generator.private.commands.almacen")
    if kind == FIGURES:
        import_module("generator.private.commands.agregar")
    if kind in ARRIVING:
        import_module("generator.private.commands.libro" if kind == "importación" else "generator.private.web.server")


def _child(kind: str, folder: Path, line: int) -> None:
    _bring(kind)
    print("listo", flush=True)
    try:
        with _killing_itself(line, _RELEASING if kind == FIGURES else _OURS) as seen:
            work(kind, folder)
    except StoreError as refusal:
        print(as_text(refusal.diagnostics), file=sys.stderr)
        sys.exit(1)
    print("líneas", seen(), file=sys.stderr)


def databases(server: str, mould: Path) -> Callable[[str], str]:
    """Makes databases of a server for the rounds: empty ones to migrate, the others with what the mould has."""
    numbers = count(1)

    def new(kind: str) -> str:
        name = f"ronda{next(numbers)}"
        admin = open_engine(Place(url=server), None).execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = server.replace("/postgres?", f"/{name}?")
        if kind != "migración":
            fill_server(mould, url)
        return url

    return new


def fill_server(mould: Path, url: str) -> None:
    """Put in an empty database what the backup of a mould has."""
    engine = open_engine(Place(url=url), None)
    plain = backup.opened(backup.read(mould / COPY), own=backup.identities(mould / PRIVATE))
    backup.fill(engine, plain, "molde", now())
    engine.dispose()


def rounds(
    mould: Path,
    folder: Path,
    many: int,
    kinds: tuple[str, ...] = KINDS,
    seed: int = 1,
    new: Callable[[str], str] | None = None,
) -> Iterator[Seen]:
    """So many rounds of each kind, spread over the lines and over the time that the work takes when left alone."""
    chance = random.Random(seed)

    def url(kind: str) -> str | None:
        return new(kind) if new else None

    for kind in kinds:
        if kind == "escritura":
            lines, seconds = 4_000, 1.0
        else:
            whole = round_of(kind, mould, folder / f"{kind}-entera", url=url(kind))
            yield whole
            lines, seconds = whole.lines, whole.seconds
        for number in range(many):
            at = (number + chance.random()) / many
            place = folder / f"{kind}-{number}"
            if number % 2:
                yield round_of(kind, mould, place, after=max(0.001, at * seconds), url=url(kind))
            else:
                yield round_of(kind, mould, place, line=1 + int(at * lines), url=url(kind))
            shutil.rmtree(place)


def main() -> None:
    if sys.argv[1:2] == ["--hijo"]:
        _child(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
        return
    if sys.argv[1:2] == ["--barrer"]:
        with tempfile.TemporaryDirectory(prefix="inspira-cortes-") as place:
            mould = template(Path(place) / "molde", 5)
            if sys.argv[2] == FIGURES:
                releasing.furnish(mould)
            for line, wrong in sweep(sys.argv[2], mould, Path(place), int(sys.argv[3])):
                print(line, *wrong, flush=True)
        return
    where = sys.argv[1] if sys.argv[1:2] == ["--servidor"] else ""
    asked = sys.argv[2 if where else 1 :]
    many = int(asked[0]) if asked else 50
    kinds = tuple(asked[1:]) or (ON_A_SERVER if where else (*KINDS, *ARRIVING, FIGURES))
    killed, done, wrong = Counter[str](), Counter[str](), list[tuple[str, tuple[str, ...]]]()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="inspira-cortes-")))
        mould = arriving.furnish(template(place / "molde", 400), 40) if kinds != (FIGURES,) else place
        new = databases(stack.enter_context(postgresql()), mould) if where else None
        trials = [rounds(mould, place, many, tuple(k for k in kinds if k != FIGURES), new=new)]
        if FIGURES in kinds:
            trials.append(rounds(releasing.furnish(template(place / "molde-cifras", 5)), place, many, (FIGURES,)))
        for seen in chain.from_iterable(trials):
            killed[seen.kind] += seen.killed
            done[seen.kind] += len(seen.done) if seen.kind in ("escritura", "formularios") else not seen.killed
            if seen.wrong:
                wrong.append((seen.kind, seen.wrong))
                print(seen.kind, *seen.wrong, sep="\n    ", flush=True)
    print("| trabajo | rondas | cortadas antes del final | dichas hechas |\n| --- | --- | --- | --- |")
    for kind in kinds:
        print(f"| {kind} | {many} | {killed[kind]} | {done[kind]} |")
    print(f"Rondas con algo mal: {len(wrong)}.")


if __name__ == "__main__":
    main()
