"""Telling when something in a tree has changed: by the dates of its files, or by the system where it tells."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

_PAUSE = 0.5
_QUIET = 0.03
"""Seconds without news after which what was saved is taken to be all there."""
_WRITTEN = frozenset(("created", "deleted", "modified", "moved"))


def changes(paths: Iterable[Path]) -> Iterator[frozenset[Path]]:
    """Yield the files below `paths` that are not as they were when this was called, each time that some are not, until
    interrupted."""
    watched = tuple(paths)
    return _differences(watched, snapshot(watched))


def snapshot(paths: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """Every file and folder below some paths, with its date and size. What cannot be read is as if it were not."""
    return frozenset(stamp for path in paths for stamp in _stamps(path))


def _stamps(top: Path) -> Iterator[tuple[str, int, int]]:
    # os.walk, and not rglob, which some versions of Python end with an error when a folder goes while it is read.
    folders = os.walk(top) if top.is_dir() else ()
    below = (Path(folder, name) for folder, inner, files in folders for name in (*inner, *files))
    for path in (top, *below):
        try:
            info = path.lstat()
        except OSError:
            continue
        if "__pycache__" not in path.parts:
            yield str(path), info.st_mtime_ns, info.st_size


def arrivals(paths: Iterable[Path]) -> Iterator[frozenset[Path]]:
    """Yield the files that changed below `paths`, each time that some did since this was called, until interrupted.

    The system tells of them where it can (`watchdog`); where it cannot, their dates are looked at twice a second.
    """
    watched = tuple(paths)
    told: SimpleQueue[Path] = SimpleQueue()
    return _gathered(told) if _is_watched(watched, told) else changes(watched)


def _is_watched(watched: Sequence[Path], told: SimpleQueue[Path]) -> bool:
    """Have the system tell of what changes; False where it does not."""
    # Here, since only who serves a site waits for it.
    from watchdog import events
    from watchdog.observers import Observer

    # Nothing else is asked of the system: a construction reads every file, and of tens of thousands that are read what
    # the system has to tell is more than it holds, so that it lets go of what was saved meanwhile.
    kinds = [getattr(events, f"{what}{kind.title()}Event") for what in ("File", "Dir") for kind in sorted(_WRITTEN)]

    class Teller(events.FileSystemEventHandler):
        def on_any_event(self, event: events.FileSystemEvent) -> None:
            paths = [Path(os.fsdecode(name)) for name in (event.src_path, event.dest_path) if name]
            for path in paths if event.event_type in _WRITTEN else ():
                if any(path.is_relative_to(top) for top in watched):
                    told.put(path)
                if path in late and path.is_dir():
                    late.discard(path)
                    observer.schedule(self, str(path), recursive=True, event_filter=kinds)

    observer, teller = Observer(), Teller()
    late = {path for path in watched if not path.exists()}
    observer.daemon = True
    try:
        for folder in {path if path.is_dir() else path.parent for path in watched}:
            observer.schedule(teller, str(folder), recursive=folder in watched, event_filter=kinds)
        observer.start()
    except OSError:  # more folders than the system watches for one user
        return False
    return True


def _gathered(told: SimpleQueue[Path]) -> Iterator[frozenset[Path]]:
    while True:
        paths = {told.get()}
        with suppress(Empty):  # an editor writes more than once when it saves
            while True:
                paths.add(told.get(timeout=_QUIET))
        yield frozenset(paths)


def _differences(watched: Sequence[Path], seen: frozenset[tuple[str, int, int]]) -> Iterator[frozenset[Path]]:
    while True:
        time.sleep(_PAUSE)
        now = snapshot(watched)
        if now != seen:
            yield frozenset(Path(path) for path, _, _ in now ^ seen)
            seen = now
