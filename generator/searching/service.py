"""Pagefind, page by page: the program's own service, given each page in an order of ours.

Its command line reads a folder in the order in which the disk lists it, so two machines number the same pages
differently. The service is asked by messages of base64 JSON that end in a comma, one answer to each, in their order.
One process makes the bundle of one shard after another, so it never holds more than two of them.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from threading import Semaphore, Thread, Timer
from typing import IO, Any

from generator.searching.reading import Entry

LANGUAGE = "es"
Files = dict[str, bytes]
_PATIENCE = 3600
"""Seconds until a program that does not end is ended."""
_AHEAD = 2
"""Shards that are sent before the first of them is answered: between two messages it rests a tenth of a second."""


class ServiceError(Exception):
    """Pagefind could not be asked, or refused a page. Its words may quote one, so they are not kept."""


def bundles(shards: Sequence[Sequence[Entry]], log: Path) -> Iterator[Files]:
    """Pagefind's bundle (path → bytes) of each shard, its pages in their order. Raises ServiceError and OSError."""
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
                yield from _bundles(running, shards)
            except (ValueError, KeyError, TypeError, StopIteration):
                raise ServiceError from None
            finally:
                watch.cancel()
                running.kill()


def _bundles(running: subprocess.Popen[bytes], shards: Sequence[Sequence[Entry]]) -> Iterator[Files]:
    assert running.stdin is not None and running.stdout is not None
    answers, room, numbers = _answers(running.stdout), Semaphore(_AHEAD), count()

    def answered(kind: str) -> dict[str, Any]:
        return _answered(next(answers, b""), next(numbers), kind)

    begun = [_message(n, "NewIndex", config={"force_language": LANGUAGE}) for n in range(len(shards))]
    _write(running.stdin, begun)
    indexes = [answered("NewIndex")["index_id"] for _ in shards]
    sender = Thread(target=_send, args=(running, zip(indexes, shards, strict=True), room, len(begun)))
    sender.start()
    try:
        for shard in shards:
            for _ in shard:
                answered("IndexedFile")
            files = answered("GetFiles")["files"]
            answered("DeleteIndex")
            room.release()
            yield {file["path"]: base64.b64decode(file["content"]) for file in files}
    finally:
        running.kill()
        for _ in range(len(shards)):
            room.release()
        sender.join()


def _send(
    running: subprocess.Popen[bytes], shards: Iterable[tuple[int, Sequence[Entry]]], room: Semaphore, sent: int
) -> None:
    """Write the messages of each shard when there is room; if that fails, the program ends, and whoever waits knows."""
    assert running.stdin is not None
    try:
        for index, shard in shards:
            room.acquire()
            messages = [("AddFile", {"url": entry.url, "file_contents": entry.copy()}) for entry in shard]
            asked = [*messages, ("GetFiles", {}), ("DeleteIndex", {})]
            _write(running.stdin, (_message(sent + n, k, index_id=index, **v) for n, (k, v) in enumerate(asked)))
            sent += len(asked)
    except (OSError, ValueError):
        running.kill()


def _write(to: IO[bytes], messages: Iterable[bytes]) -> None:
    for message in messages:
        to.write(message)
    to.flush()


def _message(number: int, kind: str, **values: object) -> bytes:
    message = {"message_id": number, "payload": {"type": kind, **values}}
    return base64.b64encode(json.dumps(message).encode()) + b","


def _answers(stream: IO[bytes]) -> Iterator[bytes]:
    parts: list[bytes] = []  # the last answer of a shard holds every file
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
