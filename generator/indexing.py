"""The search index of what the engine built, and the stamp of the whole: in a large site made by another process, while
the pages are audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator import digests, searching
from generator.diagnostics import Diagnostic, find
from generator.kept import NOTHING, Kept
from generator.manifest import STAMP, Staged
from generator.parallel import waiting

_MANY = 2_000
"""Pages from which the start of another process pays for itself."""
Note = Callable[[str], None]


class _Asked(NamedTuple):
    """What an index is made with; `read` are the digests of files that are known already."""

    site: Path
    kept: Kept = NOTHING
    published: Path | None = None
    read: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "<_Asked>"


class _Made(NamedTuple):
    """What went wrong, words for whoever wonders, and the names of what was used of what is kept."""

    failed: list[Diagnostic]
    words: str
    used: frozenset[str]

    def __repr__(self) -> str:
        return "<_Made>"


class Indexing:
    """The search index and the stamp of a site, from when it is begun to its end."""

    def __init__(self, asked: _Asked, note: Note, elsewhere: Callable[[_Asked], Callable[[], _Made]]) -> None:
        self._asked, self._note = asked, note
        self._elsewhere = elsewhere
        self._made: Callable[[], _Made]

    def begin(self) -> None:
        """The pages are there: begin, and go on."""
        self._made = self._elsewhere(self._asked._replace(read=digests.handed_on()))

    def end(self) -> list[Diagnostic]:
        """Wait for it, and tell how much was made anew. Returns what went wrong (P310)."""
        failed, words, used = self._made()
        for name in used:
            self._asked.kept.hold(name)
        if words:
            self._note(words)
        return failed


@contextmanager
def indexing(
    staged: Staged, kept: Kept = NOTHING, note: Note = lambda _words: None, published: Path | None = None
) -> Iterator[Indexing]:
    """Get ready to make the search index and the stamp of a site. A text that the site that is `published` has stays
    as it is; `note` is told how much was made anew. The copy for a disk has neither: it brings a search of its own."""
    work = _nothing if staged.portable else _index
    with waiting(work) if len(staged.pages) >= _MANY else nullcontext(partial(partial, work)) as elsewhere:
        yield Indexing(_Asked(staged.site, kept, published), note, elsewhere)


def index_pages(staged: Staged) -> list[Diagnostic]:
    """The same at once, of a site of which nothing is remembered."""
    return _index(_Asked(staged.site)).failed


def stamp(site: Path) -> list[Diagnostic]:
    """One short file that is another one whenever anything is: by it a reader's device knows that the site changed, and
    the next run that it did not."""
    try:
        (site / STAMP).write_text(f"{digests.tree_digest(site, STAMP)}\n", encoding="ascii")
    except OSError:
        return [find("P310", STAMP, "No se pudo sellar el sitio.")]
    return []


def _nothing(_asked: _Asked) -> _Made:
    return _Made([], "", frozenset())


def _index(asked: _Asked) -> _Made:
    """Here or in another process."""
    digests.take_on(asked.read)
    site, log = asked.site, asked.site.parent / "pagefind.log"
    try:
        words = searching.index(site, log, asked.kept, asked.published).line()
    except (OSError, searching.ServiceError):
        hint = f"Lo que dijo el programa está en {log.parent.name}/{log.name}."
        failed = [find("P310", "buscar", "No se pudo hacer el índice de búsqueda.", hint=hint)]
        return _Made(failed, "", asked.kept.used)
    log.unlink(missing_ok=True)
    return _Made(stamp(site), words, asked.kept.used)
