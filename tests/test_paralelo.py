"""Work shared among processes: the same as without them, in order, whatever happens to a worker, and in silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from generator import accepting, checking, judging, parallel
from generator.anonymize import cache
from generator.anonymize.detect import Where, detect
from generator.anonymize.spans import Span
from generator.parallel import begun, spread
from tests.apoyo_paralelo import odd
from tests.fabrica import CANARY_ID, CANARY_NAME, REPO, TODAY, Proyecto, text

TOLD = f"La profesora {CANARY_NAME} lo propuso; su cédula es {CANARY_ID}."


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers for anything, whatever the computer has."""
    monkeypatch.setattr(parallel, "workers_here", lambda: 2)
    monkeypatch.setattr(parallel, "WORTHWHILE", 1)
    monkeypatch.setattr(parallel, "_CHUNK", 2 * len(TOLD))


def results(items: Sequence[tuple[str, str]]) -> list[tuple[str, bool | None]]:
    """The texts as they come back, and whether another process did the work (None: it is to be done here)."""
    told: list[tuple[str, bool | None]] = []
    for (words, _), result in spread(odd, iter(items)):
        if result is not None:
            assert isinstance(result, tuple) and result[0] == words.upper()
        told.append((words, None if result is None else result[1] != os.getpid()))
    return told


def test_in_order_and_what_goes_wrong_comes_back(eager: None, capfd: pytest.CaptureFixture[str]) -> None:
    odd_ones = {30: "falla", 31: "habla", 60: "no viaja"}
    items = [(f"{TOLD} {n}", odd_ones.get(n, "")) for n in range(90)]
    done = results(items)
    assert [words for words, _ in done] == [words for words, _ in items]
    whole = {60, 61}  # what cannot be sent takes its chunk along
    assert {n: other for n, (_, other) in enumerate(done) if not other} == dict.fromkeys({30, *whole})
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("what", "elsewhere"), [("", True), ("falla", False), ("muere", False), ("no viaja", False)])
def test_one_piece_of_work_begins_apart_and_is_done_here_where_that_fails(
    eager: None, what: str, elsewhere: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    with begun(partial(odd, what=what), TOLD) as asked:
        made = asked()
    assert isinstance(made, tuple) and made[0] == TOLD.upper() and (made[1] != os.getpid()) is elsewhere
    assert capfd.readouterr() == ("", "")


def test_who_is_interrupted_waits_for_nobody(eager: None) -> None:
    with pytest.raises(KeyboardInterrupt), begun(partial(odd, what="no acaba"), TOLD):
        (worker,) = parallel.multiprocessing.active_children()
        raise KeyboardInterrupt
    assert worker.exitcode == -signal.SIGKILL


def test_with_one_processor_it_is_done_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "workers_here", lambda: 1)
    with begun(partial(odd, what=""), TOLD) as asked:
        assert asked() == (TOLD.upper(), os.getpid())


def test_a_killed_worker_leaves_the_rest_to_be_done_here(eager: None, capfd: pytest.CaptureFixture[str]) -> None:
    items = [(f"{TOLD} {n}", "muere" if n == 20 else "") for n in range(60)]
    done = results(items)
    assert [words for words, _ in done] == [words for words, _ in items]
    assert done[20][1] is None and done[-1][1] is None
    assert capfd.readouterr() == ("", "")


def test_without_processes_all_is_done_here(eager: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_args: object, **_kwargs: object) -> None:
        raise OSError

    monkeypatch.setattr(parallel, "ProcessPoolExecutor", nothing)
    items = [(TOLD, ""), (CANARY_NAME, "")] * 9
    assert results(items) == [(words, None) for words, _ in items]


@pytest.mark.parametrize("why", ["un procesador", "en un ejecutable", "poco"])
def test_no_process_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0} if why == "un procesador" else set(range(64)))
    monkeypatch.setattr(sys, "frozen", why == "en un ejecutable", raising=False)
    assert parallel.workers_here() == (parallel.MOST_WORKERS if why == "poco" else 1)
    monkeypatch.setattr(parallel, "WORTHWHILE", 1_000_000 if why == "poco" else 1)
    monkeypatch.setattr(parallel, "_pool", None)
    items = [(TOLD, ""), (CANARY_NAME, "")] * 9
    assert results(items) == [(words, None) for words, _ in items]


def test_leaving_early_leaves_no_worker(eager: None) -> None:
    for _ in spread(odd, ((f"{n} {TOLD}", "") for n in range(1_000))):
        break
    assert not parallel.multiprocessing.active_children()


def _varied(root: Path) -> Proyecto:
    """Clean and unclean submissions, one with a link and code, one as a table beside it, one that asks to be named."""
    project = Proyecto(root, guide=False)
    for n in range(6):
        project.write(
            f"entrega-{n}", text({"Qué hicimos": f"Lo propuso {CANARY_NAME}, con {n} mesas." if n % 2 else "Así."})
        )
    project.write(
        "enlace",
        text({"Qué hicimos": f"Vea [esto](https://example.org/{CANARY_NAME.replace(' ', '-')}).\n\n    {TOLD}\n"}),
    )
    project.write("tabla", text({"Qué hicimos": "[La lista](anexos/lista.md)"}), anexos__lista_md=TOLD)
    named = [{"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}]
    project.write("con-nombre", text(autoria=named))
    project.consent("con-nombre", names=[0])
    return project


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that this process looked at by itself."""
    here: list[str] = []

    def detect_here(words: str, where: Where = Where.PROSA) -> tuple[Span, ...]:
        here.append(words)
        return detect(words, where)

    monkeypatch.setattr(cache.detectors, "detect", detect_here)
    return here


def test_a_check_says_the_same_with_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    project = _varied(tmp_path)
    monkeypatch.setattr(cache, "user_key", lambda: None)
    monkeypatch.setattr(judging, "user_key", lambda: None)
    alone, accepted = checking.check(project.root, TODAY), accepting.accept(project.root, TODAY)
    request.getfixturevalue("eager")
    looked: list[str] = request.getfixturevalue("looked")
    assert checking.check(project.root, TODAY) == alone
    again = accepting.accept(project.root, TODAY)
    assert again.findings == accepted.findings and again.left_out == accepted.left_out
    assert [a.record for a in again.anonymized] == [a.record for a in accepted.anonymized]
    assert {d.code for d in alone} >= {"A202", "A203"} and accepted.anonymized
    assert not looked


SCRIPT = """
import sys
from generator import parallel
parallel.WORTHWHILE, parallel._CHUNK, parallel.workers_here = 1, 40, lambda: 2
print("una vez")
"""
ENDINGS = {
    "inspira": """
from generator.cli import main
main(["detectar", "--jsonl", sys.argv[1]])
""",
    "un guion sin guarda": """
from generator.cli_detect import _detect_lines
from pathlib import Path
sys.exit(_detect_lines(Path(sys.argv[1])))
""",
}
LINES = [TOLD, "", "Nada que decir.", f"Escriba a {CANARY_NAME}."] * 10


@pytest.mark.parametrize("how", ENDINGS)
def test_a_program_is_not_run_again_in_its_workers(tmp_path: Path, how: str) -> None:
    """Also where `__main__` has no guard; what it says is the same and in order, and a bad line is told by number."""
    (tmp_path / "guion.py").write_text(SCRIPT + ENDINGS[how], encoding="utf-8")
    rows = [*(json.dumps({"text": t}) for t in LINES), f"{{ {CANARY_NAME}"]
    (tmp_path / "lineas.jsonl").write_text("\n".join(rows), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, tmp_path / "guion.py", tmp_path / "lineas.jsonl"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        timeout=60,
        check=False,
    )
    first, *found = ran.stdout.decode().splitlines()
    assert ran.returncode == 1 and first == "una vez"
    assert ran.stderr.decode() == "Línea 41: no es un objeto JSON.\n"
    places = [[(s["inicio"], s["fin"]) for s in json.loads(line)["hallazgos"]] for line in found]
    assert places == [[(s.start, s.end) for s in detect(t)] for t in [*LINES, ""]]


def test_the_command_says_the_same_of_a_folder(tmp_path: Path) -> None:
    """`python -m generator` as it is, with enough text for workers where there are processors for them."""
    for n in range(30):
        (tmp_path / f"nota-{n:02}.md").write_text("\n" * 15_000 + TOLD, encoding="utf-8")
    (tmp_path / "mala.md").write_bytes(b"\xff\xfe\x00")
    command = [sys.executable, "-m", "generator", "detectar", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, cwd=REPO, timeout=120, check=False)
    lines = ran.stdout.decode().splitlines()
    assert ran.returncode == 1 and ran.stderr == b"" and "Yurleidy" not in ran.stdout.decode()
    told = [line.partition(": ")[0] for line in lines if ": A20" in line]
    assert told == [f"{tmp_path}/nota-{n:02}.md:15001:{column}" for n in range(30) for column in (14, 66)]
