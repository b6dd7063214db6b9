"""The press, already in memory: each site is printed in a process of its own that did not have to read MkDocs again.

To import MkDocs and what it takes for itself is half of what it takes to print a small site, and tests print hundreds
of them. As `tests/listo.py` does for the commands, a process does that once and forks for each site; what the fork has
for itself (its folder, its environment, its input and output, its end) is all that the press is told by. What it means
to start it from nothing is tested in `tests/test_prensa.py`, and wherever a command is run as it is installed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

REPO = Path(__file__).parents[1]
PRESS = "generator.press"

_SERVE = """
import contextlib, gc, json, os, pathlib, runpy, socket, sys
import jinja2
import generator.press.__main__
from mkdocs.config import load_config
from generator.press.reading import Reader
number, config, ours = int(sys.argv[1]), load_config(sys.argv[2]), pathlib.Path(sys.argv[3])
real, compiled = jinja2.Environment.compile, {}
def compiled_once(env, source, name=None, filename=None, *more, **named):
    if more or named or not isinstance(source, str):
        return real(env, source, name, filename, *more, **named)
    if (source, name, filename) not in compiled:
        compiled[source, name, filename] = real(env, source, name, filename)
    return compiled[source, name, filename]
jinja2.Environment.compile = compiled_once  # it rests on the words of a template, and on nothing of a site
env = config.theme.get_env()
for name in env.list_templates(extensions=("html", "xml")):
    if (ours / name).is_file():
        env.get_template(name)
Reader(config)
del config, env, name, ours
gc.freeze()
line = socket.socket(fileno=number)
line.sendall(b"ready\\n")
asked = None
while asked is None:
    message, files, _, _ = socket.recv_fds(line, 1 << 20, 3)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0 if not message else os.WNOHANG)[0]:
            pass
    if not message:
        break
    if os.fork():
        for file in files:
            os.close(file)
        continue
    # One process waits for the other, so that this one can be asked for the next.
    line.close()
    given, out, answer = files
    child = os.fork()
    if child:
        os.close(given)
        os.close(out)
        with socket.socket(fileno=answer) as answers:
            answers.sendall(f"{child}\\n".encode())
            answers.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n".encode())
        os._exit(0)
    os.close(answer)
    for number, file in ((0, given), (1, out), (2, out)):
        os.dup2(file, number)
    os.close(given)
    os.close(out)
    asked = json.loads(message)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv[1:] = asked["words"]
if asked is not None:
    runpy.run_module("generator.press", run_name="__main__", alter_sys=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # at its end Python would take a thousand modules apart
"""


class _Server:
    """The process that has the press in memory."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        words = [str(theirs.fileno()), str(REPO / "mkdocs.yml"), str(REPO / "generator/site/theme")]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(REPO), "NO_MKDOCS_2_WARNING": "1"}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the rest
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, *words],
            env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said,
        )  # fmt: skip
        theirs.close()
        ours.settimeout(120)
        self._line = ours
        ready = ours.recv(6)
        self._said.seek(0)
        said = self._said.read()
        assert ready == b"ready\n" and said == b"", said.decode("utf-8", "replace")

    def begin(self, words: Sequence[str], env: Mapping[str, str], files: Sequence[int]) -> None:
        asked = json.dumps({"words": list(words), "cwd": str(Path.cwd()), "env": dict(env)})
        socket.send_fds(self._line, [asked.encode()], files)

    def close(self) -> None:
        self._line.close()
        self._process.wait(timeout=60)
        self._said.close()


_SERVERS: list[_Server] = []


class _Printing:
    """A press that runs, as `subprocess.Popen` gives it."""

    def __init__(self, words: Sequence[str], out: IO[bytes], env: Mapping[str, str]) -> None:
        if not _SERVERS:
            _SERVERS.append(_Server())
        given, write = os.pipe()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        _SERVERS[0].begin(words, env, [given, out.fileno(), theirs.fileno()])
        os.close(given)
        theirs.close()
        self.stdin = os.fdopen(write, "wb", 0)
        self._socket, self._answers = ours, ours.makefile()
        self._pid = int(self._answers.readline())
        self._ended: int | None = None

    def poll(self) -> int | None:
        return self._within(0)

    def communicate(self, asked: bytes, timeout: float) -> None:
        with suppress(BrokenPipeError):
            self.stdin.write(asked)
        self.stdin.close()
        if self._within(timeout) is None:
            raise subprocess.TimeoutExpired(PRESS, timeout)

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self._pid, signal.SIGKILL)

    def __exit__(self, *_how: object) -> None:
        self.stdin.close()
        self._within(None)
        self._answers.close()
        self._socket.close()

    def _within(self, seconds: float | None) -> int | None:
        """How it ended, if it does within that time."""
        if self._ended is None and select.select([self._socket], [], [], seconds)[0]:
            self._ended = int(self._answers.readline())
        return self._ended


class Starting:
    """In the place of `subprocess` in `generator.press.process`; any other engine is started as ever."""

    PIPE = subprocess.PIPE
    TimeoutExpired = subprocess.TimeoutExpired

    @staticmethod
    def Popen(
        command: Sequence[str],
        *,
        bufsize: int,
        stdin: int,
        stdout: IO[bytes],
        stderr: IO[bytes],
        env: Mapping[str, str],
    ) -> _Printing | subprocess.Popen[bytes]:
        if list(command[:3]) == [sys.executable, "-m", PRESS]:
            return _Printing(command[3:], stdout, env)
        return subprocess.Popen(command, bufsize=bufsize, stdin=stdin, stdout=stdout, stderr=stderr, env=env)


def close_all() -> None:
    """At the end of the tests of this process."""
    while _SERVERS:
        _SERVERS.pop().close()
