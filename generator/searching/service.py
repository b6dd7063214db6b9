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
from threading import Thread
from typing import IO

from generator.searching.reading import Entry

LANGUAGE = "es"
_PATIENCE = 120


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
            try:
                _index(running, entries, output)
            except (ValueError, KeyError, TypeError, StopIteration, subprocess.TimeoutExpired):
                raise ServiceError from None
            finally:
                running.kill()


def _index(running: subprocess.Popen[bytes], entries: Iterable[Entry], output: Path) -> None:
    assert running.stdin is not None and running.stdout is not None
    answers = _answers(running.stdout)
    _send(running.stdin, [_message(0, "NewIndex", config={"force_language": LANGUAGE})])
    index = _answered(next(answers), 0, "NewIndex")["index_id"]
    # All are sent before any answer is awaited: between two messages it rests a tenth of a second.
    added = [_message(n, "AddFile", index_id=index, url=e.url, file_contents=e.html) for n, e in enumerate(entries, 1)]
    last = len(added) + 1
    sender = Thread(
        target=_send,
        args=(running.stdin, [*added, _message(last, "WriteFiles", output_path=str(output), index_id=index)]),
    )
    sender.start()
    try:
        for number in range(1, last):
            _answered(next(answers, b""), number, "IndexedFile")
        _answered(next(answers, b""), last, "WriteFiles")
        sender.join()
        # It answers before its last file is whole, and goes by itself when nobody can ask any more.
        running.stdin.close()
        running.wait(_PATIENCE)
    finally:
        running.kill()
        sender.join()


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
    rest = b""
    while piece := os.read(stream.fileno(), 65_536):
        *whole, rest = (rest + piece).split(b",")
        yield from whole


def _answered(answer: bytes, number: int, kind: str) -> dict[str, object]:
    read = json.loads(base64.b64decode(answer))
    payload: dict[str, object] = read["payload"]
    if read["message_id"] != number or payload["type"] != kind:
        raise ServiceError
    return payload
