"""The program, already in memory: each command runs in a process of its own that did not have to read it again.

To start Python and import the program takes longer than most commands. A `Listo` does both once, as `python -m
generator` would, and forks for each command: what the fork has for itself is all that a command can tell a process
by (its folder, its environment, its input and outputs, its memory and its end). At its end Python takes a thousand
modules apart, which takes most commands the longest: that is only done where it is asked for.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

REPO = Path(__file__).parents[1]
PUBLIC = (
    "generator.cli_anonymize",
    "generator.cli_consent",
    "generator.cli_detect",
    "generator.cli_disclosure",
    "generator.cli_review",
    "generator.pipeline",
    "generator.preview",
)
PRIVATE = tuple(
    f"generator.private.commands.{name}" for name in ("almacen", "persona", "ciclo", "informe", "libro", "agregar")
)

_SERVE = """
import contextlib, gc, importlib, json, os, runpy, socket, sys
modules, number = json.loads(sys.argv[1]), int(sys.argv[2])
for module in ("generator.cli", *modules):
    importlib.import_module(module)
if "generator.pipeline" in modules:
    with contextlib.suppress(Exception):  # some are made to fail: the command that meets it tells
        importlib.import_module("generator.anonymize.detect").detect("Rosa")  # most would load its lists
gc.freeze()  # what all of them share is not looked at again by each at its end
line = socket.socket(fileno=number)
line.sendall(b"ready\\n")
asked = None
while asked is None:
    message, files, _, _ = socket.recv_fds(line, 1 << 20, 3)
    if not message:
        break
    child = os.fork()
    if child:
        for file in files:
            os.close(file)
        line.sendall(f"{child}\\n".encode())
        line.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n".encode())
        continue
    asked = json.loads(message)
    line.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv[1:] = asked["words"]
if asked is not None:
    code, whole, status = asked["code"], asked["whole"], None
    del contextlib, gc, importlib, json, socket, modules, number, module, line, message, files, child, file, asked
    try:
        if code:
            exec(code)
        else:
            runpy.run_module("generator", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if whole or not isinstance(end.code, int | None):
            raise
        status = end.code
    if not whole:
        import atexit, gc, threading
        threading._shutdown()
        atexit._run_exitfuncs()
        gc.collect()  # what was left open is told of
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status or 0)
"""


class Listo:
    """One program in memory. `env` is what Python reads when it starts; each command has an environment of its own."""

    def __init__(self, flags: Sequence[str], modules: Sequence[str], env: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        command = [sys.executable, *flags, "-c", _SERVE, json.dumps(modules), str(theirs.fileno())]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the rest
        self._process = subprocess.Popen(
            command, env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said
        )
        theirs.close()
        ours.settimeout(120)
        self._line, self._answers = ours, ours.makefile()
        ready = self._answers.readline()
        assert ready == "ready\n" and self.said() == b"", self.said().decode("utf-8", "replace")

    def said(self) -> bytes:
        """What was printed before any command: nothing, unless something is wrong with how the program is imported."""
        self._said.seek(0)
        return self._said.read()

    def run(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        given: bytes = b"",
        code: str = "",
        whole: bool = False,
    ) -> subprocess.CompletedProcess[bytes]:
        """`python -m generator` with these words, or `python -c` with that code; `whole` with all that Python does at
        the end."""
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            source.write(given)
            source.seek(0)
            asked = json.dumps({"words": list(words), "cwd": str(cwd), "env": dict(env), "code": code, "whole": whole})
            socket.send_fds(self._line, [asked.encode()], [f.fileno() for f in (source, out, err)])
            child = int(self._answers.readline())
            try:
                ended = int(self._answers.readline())
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                raise
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(list(words), ended, out.read(), err.read())

    def close(self) -> None:
        self._answers.close()
        self._line.close()
        self._process.wait(timeout=60)
        self._said.close()


def in_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """The same, what was printed as text."""
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


_STARTED: list[Listo] = []


@cache
def listo(*flags: str, private: bool = False) -> Listo:
    """The program that all the tests of this process share."""
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(REPO), "PYTHONFAULTHANDLER": "1"}
    made = Listo(flags, PRIVATE if private else PUBLIC, env)
    _STARTED.append(made)
    return made


def close_all() -> None:
    """At the end of the tests of this process."""
    while _STARTED:
        _STARTED.pop().close()
    listo.cache_clear()
