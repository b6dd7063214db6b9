"""Stage: anonymized submissions and the guide become final pages and a configuration for the engine.

Everything is written under `.build/`; what the engine finds there is all it will ever know. See the design,
«Staging, not hooks».
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from generator.clearing import clear
from generator.configuration import load_config, write_config
from generator.consent.store import notice_text
from generator.consent.strict_json import MalformedError
from generator.entries import entry_pages
from generator.figures.release import Release
from generator.house import figure_pages, form, house_pages, models, robots, stick
from generator.kept import NOTHING, Kept
from generator.lock import BUILT, DOCS, WORK
from generator.manifest import FIGURES, GUIDE, HOUSE, Staged, Writer
from generator.model import Anonymized
from generator.site import lists, machines, notice
from generator.site.booklet import PLACE, PRINT_PAGE, bind, print_page
from generator.site.contact import Contact
from generator.site.explicit import explicit
from generator.site.published import published
from generator.site.related import neighbours

_MANY = 1_000
"""Submissions from which the memory that drawing the guide takes is worth another process."""


def stage(
    project: Path,
    submissions: Sequence[Anonymized],
    releases: Sequence[Release] = (),
    *,
    today: date | None = None,
    say: Callable[[str], None] = lambda _message: None,
    portable: bool = False,
    work: Path | None = None,
    kept: Kept = NOTHING,
) -> Staged:
    """Write `.build/docs` and `.build/mkdocs.yml` anew for these submissions, these figures and the project's guide.

    `today` tells which pages should have been revised by now and whether what the configuration promises until a day
    still holds; without it nothing is said to have passed. `say` is told what is left out for want of configuration or
    of a library, which keeps nothing else from being published.
    A rehearsal has a folder of `work` of its own. What was made of the same things before is taken from `kept`.
    Raises OSError when the disk does not let it; the pages themselves cannot fail any more.
    """
    work = work or project / WORK
    clear(work, logs=False, staged=False)
    docs, site = work / DOCS, work / BUILT
    config = load_config(project / "mkdocs.yml")
    writer = Writer(docs, explicit if portable else str)
    _guide(project / "content", writer)
    document = _document(project, config, kept, writer, say, apart=len(submissions) >= _MANY)
    shown = published(submissions)
    site_itself = machines.site_of(config)
    contact = site_itself.contacto
    with neighbours(submissions, shown.rests, kept) as near:
        notice_place = _notice(project, contact, writer, say)
        house_pages(shown, site_itself, writer, kept, figures=bool(releases))
        beside = near()
    del near  # and with it all that the likenesses were found by
    entry_pages(shown, beside, contact, writer, kept, today=today, certificates=not portable, say=say)
    figure_pages(releases, writer)
    form(contact, writer, kept)
    models(submissions, writer)
    if portable:
        stick(config, shown.cards, contact, writer)
    else:
        robots(site_itself, today, writer)
        writer.page("sin-conexion/index.md", lists.offline_page(), HOUSE)
    writer.finish()
    for told in machines.notes(site_itself, today):
        say(told)
    # `completo` tells the templates that the pages that the plain guide does not have are here.
    extra: dict[str, object] = {
        "completo": True,
        "documento": dict(document),
        "memoria": portable,
        "aviso": notice_place,
    }
    written = write_config(project, work, docs, site, config, extra, figures=bool(releases))
    held = frozenset((contact.correo,))
    return Staged(docs, written, site, writer.pages, writer.assets, held, site_itself.direccion, portable)


def _guide(content: Path, writer: Writer) -> None:
    """Copy ENI's pages and files. Submissions are never below `content`, so nothing here is theirs.

    Of `content/cifras` nothing is copied: its files are written anew from the releases that were read back whole.
    """
    for path in sorted(content.rglob("*")):
        name = path.relative_to(content).as_posix()
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        if PurePosixPath(name).parts[0].casefold() == FIGURES:
            continue
        if path.suffix == ".md":
            writer.guide[name] = path.read_text(encoding="utf-8")
            writer.page(name, writer.guide[name], GUIDE)
        else:
            writer.asset(name, path.read_bytes(), GUIDE)


def _notice(project: Path, contact: Contact, writer: Writer, say: Callable[[str], None]) -> str:
    """The page of the notice that people sign, and where it is; "" where there is no notice to show."""
    try:
        text = notice_text(project)
        if text is not None:
            writer.page(f"{notice.PLACE}/index.md", notice.notice_page(notice.written(text), contact), HOUSE)
            return f"{notice.PLACE}/"
    except MalformedError as problem:
        say(f"El aviso de consentimiento queda sin página: {problem}")
    return ""


def _document(
    project: Path,
    config: Mapping[str, object],
    kept: Kept,
    writer: Writer,
    say: Callable[[str], None],
    *,
    apart: bool,
) -> Mapping[str, str]:
    """The guide as a PDF and as one page, where they can be made; what the theme needs to lead to them."""
    content, made = project / "content", bind(config, project / "content", kept, say, apart=apart)
    if made:
        writer.asset(PLACE, made.data, HOUSE)
    found = {"pdf": PLACE, "detalle": f"{made.pages} páginas, {made.weight}"} if made else {}
    whole = print_page(config, content, made.edition if made else None, kept)
    if whole:
        writer.page(PRINT_PAGE, whole, HOUSE)
        found["imprimir"] = PRINT_PAGE.removesuffix("index.md")
    return found
