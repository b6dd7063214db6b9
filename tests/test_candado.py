"""The lock: one holder at a time, freed when the holder is killed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from generator.lock import held

HOLD = """
import sys, time
from pathlib import Path
from generator.lock import held
with held(Path(sys.argv[1]), wait=False) as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "nueva" / "candado"
    with held(path, wait=False) as first, held(path, wait=False) as second:
        assert (first, second) == (True, False)
    with held(path, wait=False) as again:
        assert again


def test_who_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "candado"
    order: list[str] = []

    def waiting() -> None:
        with held(path, wait=True) as mine:
            order.append(f"segundo {mine}")

    with held(path, wait=True):
        thread = threading.Thread(target=waiting)
        thread.start()
        thread.join(0.2)
        order.append("primero")
    thread.join()
    assert order == ["primero", "segundo True"]


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "candado"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with held(path, wait=False) as mine:
            assert not mine
        other.kill()
        other.wait()
        with held(path, wait=False) as mine:
            assert mine
