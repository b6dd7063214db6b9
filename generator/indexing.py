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
from generator.portable import make_portable

_MANY = 2_000
"""Pages from which the start of another process pays for itself."""
Note = Callable[[str], None]
Ended = Callable[[], list[Diagnostic]]


class _Asked(NamedTuple):
    """What an index is made with; `read` are the digests of files that are known already."""

    site: Path
    kept: Kept
    published: Path | None
    read: tuple[bytes, ...]

    def __repr__(self) -> str:
        return "<_Asked>"


class _Made(NamedTuple):
    """What went wrong, words for whoever wonders, and the names of what was used of what is kept."""

    failed: list[Diagnostic]
    words: str
    used: frozenset[str]

    def __repr__(self) -> str:
        return "<_Made>"


@contextmanager
def indexing(
    staged: Staged, kept: Kept = NOTHING, note: Note = lambda _words: None, published: Path | None = None
) -> Iterator[Callable[[], Ended]]:
    """Get ready to make the search index and the stamp of a site. What is given is to be called when its pages are
    there, and gives what waits for the index, tells `note` how much was made anew, and returns what went wrong (P310).

    A text that the site that is `published` has stays as it is. The copy for a disk brings its own search, and its
    pages change for it: that is done when it begins.
    """
    with waiting(_index) if _apart(staged) else nullcontext(partial(partial, _index)) as elsewhere:

        def begin() -> Ended:
            if staged.portable:
                failed = _portable(staged.site)
                return lambda: failed
            made = elsewhere(_Asked(staged.site, kept, published, digests.handed_on()))

            def end() -> list[Diagnostic]:
                failed, words, used = made()
                for name in used:
                    kept.hold(name)
                if words:
                    note(words)
                return failed

            return end

        yield begin


def index_pages(staged: Staged) -> list[Diagnostic]:
    """The same at once, of a site of which nothing is remembered."""
    with indexing(staged) as begin:
        return begin()()


def stamp(site: Path) -> list[Diagnostic]:
    """One short file that is another one whenever anything is: by it a reader's device knows that the site changed, and
    the next run that it did not."""
    try:
        (site / STAMP).write_text(f"{digests.tree_digest(site, STAMP)}\n", encoding="ascii")
    except OSError:
        return [find("P310", STAMP, "No se pudo sellar el sitio.")]
    return []


def _apart(staged: Staged) -> bool:
    return len(staged.pages) >= _MANY and not staged.portable


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


def _portable(site: Path) -> list[Diagnostic]:
    try:
        make_portable(site)
    except OSError:
        return [find("P310", "buscar", "No se pudo preparar la copia.")]
    return []
