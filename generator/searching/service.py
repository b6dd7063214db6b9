"""Pagefind, page by page: the program's own service, given each page in an order of ours.

Its command line reads a folder in the order in which the disk lists it, so two machines number the same pages
differently. The service is asked by messages of base64 JSON that end in a comma, one answer to each, in their order.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread, Timer
from typing import IO, Any

from generator.searching.reading import Entry

LANGUAGE = "es"
_PATIENCE = 3600
"""Seconds until a program that does not end is ended."""


class ServiceError(Exception):
    """Pagefind could not be asked, or refused a page. Its words may quote one, so they are not kept."""


def write_index(entries: Iterable[Entry], output: Path, log: Path) -> None:
    """Index the pages in their order and write Pagefind's bundle into `output`. Raises ServiceError and OSError."""
    # Here, since only a machine that builds the site has it.
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise ServiceError
    with log.open("wb") as errors:
        command = [str(program), "--service"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as running:
            watch = Timer(_PATIENCE, running.kill)
            watch.start()
            try:
                _index(running, entries, output)
            except (ValueError, KeyError, TypeError, StopIteration):
                raise ServiceError from None
            finally:
                watch.cancel()
                running.kill()


def _index(running: subprocess.Popen[bytes], entries: Iterable[Entry], output: Path) -> None:
    assert running.stdin is not None and running.stdout is not None
    answers = _answers(running.stdout)
    _send(running.stdin, [_message(0, "NewIndex", config={"force_language": LANGUAGE})])
    index = _answered(next(answers), 0, "NewIndex")["index_id"]
    # All are sent before any answer is awaited: between two messages it rests a tenth of a second.
    added = [_message(n, "AddFile", index_id=index, url=e.url, file_contents=e.html) for n, e in enumerate(entries, 1)]
    last = len(added) + 1
    asked = [*added, _message(last, "GetFiles", index_id=index)]
    sender = Thread(target=_send, args=(running.stdin, asked))
    sender.start()
    try:
        for number in range(1, last):
            _answered(next(answers, b""), number, "IndexedFile")
        # We write them: where it does, it answers before its last file is whole.
        _write(_answered(next(answers, b""), last, "GetFiles")["files"], output)
    finally:
        running.kill()
        sender.join()


def _write(files: Any, output: Path) -> None:
    for file in files:
        path = output / file["path"]
        if not path.resolve().is_relative_to(output.resolve()):
            raise ServiceError
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["content"]))


def _message(number: int, kind: str, **values: object) -> bytes:
    message = {"message_id": number, "payload": {"type": kind, **values}}
    return base64.b64encode(json.dumps(message).encode()) + b","


def _send(to: IO[bytes], messages: Iterable[bytes]) -> None:
    """Write the messages; when the program is gone, whoever waits for its answers says so."""
    with suppress(OSError, ValueError):
        for message in messages:
            to.write(message)
        to.flush()


def _answers(stream: IO[bytes]) -> Iterator[bytes]:
    parts: list[bytes] = []  # the last answer holds every file
    while piece := os.read(stream.fileno(), 65_536):
        first, *more = piece.split(b",")
        parts.append(first)
        for part in more:
            yield b"".join(parts)
            parts = [part]


def _answered(answer: bytes, number: int, kind: str) -> dict[str, Any]:
    read = json.loads(base64.b64decode(answer))
    payload: dict[str, Any] = read["payload"]
    if read["message_id"] != number or payload["type"] != kind:
        raise ServiceError
    return payload
