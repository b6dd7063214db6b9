"""The PostgreSQL server itself killed with `kill -9` while the store is written, and started again on the same data.

    python -m benchmarks.cortes_servidor [RONDAS [TRABAJO...]]

The program must say in Spanish that it could not reach the store, without a traceback, and everything that it had
said was done must be there once the server is back. Of the forms, the same process must go on then.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import httpx

from benchmarks import cortes_llegan as arriving
from benchmarks.cortes import afterwards, databases, prepare, spilled, template
from benchmarks.cortes_nombres import surroundings
from generator.private.web.security import csrf_of
from generator.private.web.site import local_site
from tests.privado.servidor import Server, server

KINDS = ("escritura", "importación", "formularios")
_TOLD = re.compile(r"D416|El servidor ")


def round_of(kind: str, mould: Path, folder: Path, running: Server, url: str, after: float) -> tuple[int, list[str]]:
    """Kill the server `after` so many seconds of work: how much was acknowledged, and what is wrong."""
    prepare(kind, mould, folder, url)
    env = {**os.environ, **surroundings(folder, url)}
    command = [sys.executable, "-m", "benchmarks.cortes", "--hijo", kind, str(folder), "0"]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    ) as process:
        assert process.stdout is not None
        wrong = [] if process.stdout.readline() == "listo\n" else ["no empezó"]
        try:
            if kind == "formularios":
                done, told = _forms(process, folder, running, after)
                wrong += told
            else:
                time.sleep(after)
                running.kill()
                done = ()
            printed, said = process.communicate(timeout=120)
        finally:
            process.kill()
            running.start()
    if "Traceback" in printed + said:
        wrong.append(f"un rastreo: {said[-400:]}")
    if kind != "formularios":
        done = tuple(printed.split()) if kind == "escritura" else (arriving.RECORDED,) * (arriving.RECORDED in said)
        if process.returncode != 1 and not (kind == "importación" and done):
            wrong.append(f"terminó con {process.returncode}")
        if process.returncode == 1 and not _TOLD.search(printed + said):
            wrong.append(f"no dijo qué pasó: {printed[-200:]} {said[-400:]}")
    wrong += [f"{place} dice el canario" for place in spilled(folder, printed + said)]
    with patch.dict(os.environ, surroundings(folder, url)):
        wrong += afterwards(kind, folder, done)
    return len(done), wrong


def _forms(
    process: subprocess.Popen[str], folder: Path, running: Server, after: float
) -> tuple[tuple[str, ...], list[str]]:
    """Send forms and drafts, kill the server meanwhile, and go on with the same ones once it is back."""
    assert process.stderr is not None
    house, done, wrong = arriving.house_of(folder), list[str](), list[str]()
    found = arriving.ADDRESS.search(process.stderr.readline())
    if found is None:
        return (), ["no abrió"]
    cookies = {local_site(int(found[1])).cookie: house.token}
    csrf = {"csrf": csrf_of(house.token)}
    end, down = time.monotonic() + after, False
    with httpx.Client(
        base_url=found[0], cookies=cookies, headers={"origin": found[0]}, timeout=60, trust_env=False
    ) as browser:
        for number in range(1, arriving.FORMS + 1):
            for path, data, status, name in (
                ("acompanamiento", arriving.draft(number), 204, "borrador"),
                ("horas", arriving.form(number), 303, "forma"),
            ):
                if not down and time.monotonic() > end:
                    down = True
                    running.kill()
                    refused = browser.post(f"{house.cycle}/{path}", data=csrf | data)
                    if refused.status_code != 503 or not _TOLD.search(refused.text):
                        wrong.append(f"sin servidor contestó {refused.status_code}")
                    running.start()
                answer = browser.post(f"{house.cycle}/{path}", data=csrf | data)
                if answer.status_code != status:
                    wrong.append(f"{name} {number}: {answer.status_code}")
                else:
                    done.append(f"{name} {number}")
    if not down:
        running.kill()
    process.send_signal(signal.SIGINT)
    return tuple(done), wrong


def rounds(
    mould: Path, folder: Path, many: int, kinds: tuple[str, ...], running: Server, seed: int = 1
) -> Iterator[tuple[str, int, list[str]]]:
    """So many rounds of each kind, each with the server killed at another moment."""
    chance = random.Random(seed)
    new: Callable[[str], str] = databases(running.url, mould)
    longest = {"escritura": 2.0, "importación": 6.0, "formularios": 1.5}
    for kind in kinds:
        for number in range(many):
            after = longest[kind] * (number + chance.random()) / many
            yield kind, *round_of(kind, mould, folder / f"{kind}-{number}", running, new(kind), after)


def main() -> None:
    asked = sys.argv[1:]
    many, kinds = int(asked[0]) if asked else 10, tuple(asked[1:]) or KINDS
    done, wrong = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)
    with tempfile.TemporaryDirectory(prefix="inspira-cortes-") as place, server() as running:
        mould = arriving.furnish(template(Path(place) / "molde", 100), 40)
        for kind, acknowledged, found in rounds(mould, Path(place), many, kinds, running):
            done[kind] += acknowledged
            wrong[kind] += bool(found)
            if found:
                print(kind, *found, sep="\n    ", flush=True)
    print("| trabajo | rondas | confirmados | con algo mal |\n| --- | --- | --- | --- |")
    for kind in kinds:
        print(f"| {kind} | {many} | {done[kind]} | {wrong[kind]} |")


if __name__ == "__main__":
    main()
