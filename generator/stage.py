"""Stage: anonymized submissions and the guide become final pages and a configuration for the engine.

Everything is written under `.build/`; what the engine finds there is all it will ever know. See the design,
«Staging, not hooks».
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

import yaml

from generator.compose import compose
from generator.figures.files import written as files_of
from generator.figures.release import Release
from generator.model import Anonymized, Collection
from generator.site import lists, machines, pages
from generator.site.booklet import PLACE, PRINT_PAGE, bind, print_page
from generator.site.booklet.chapters import html_of
from generator.site.cards import Card, card, listed
from generator.site.explicit import explicit
from generator.site.fields_page import fields_page
from generator.site.figures import overview_page, release_page
from generator.site.related import Beside, beside
from generator.site.stick import INDEX, NOTE, SCRIPT, entries, index_script, note, script, search_page

WORK = ".build"
GUIDE, HOUSE, FIGURES, MACHINES = "guia", "generador", "cifras", "maquinas"
"""Origins of what does not come from a submission: ENI's guide, what the generator writes itself, the files of the
released figures (whose folder in the site has the same name), and those that only programs read."""


@dataclass(frozen=True, slots=True, repr=False)
class StagedPage:
    """A page: its Markdown under `docs`, the file it must become in the site, and where it comes from.

    `origin` is the folder of a submission (`practicas/huerta`), `guia`, `generador` or `cifras`.
    """

    source: str
    built: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class StagedAsset:
    """A file that the engine copies as it is: its place in the site, its SHA-256 and where it comes from."""

    built: str
    sha256: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class Staged:
    """What is on disk for the engine, and the manifest that the audit holds the built site to.

    `contact` holds the mailbox of the role that answers for the site: the one address that may be anywhere. `address`
    is that of the site, "" when it is not known; `portable` says that it is the copy that works from a disk.
    """

    docs: Path
    config: Path
    site: Path
    pages: tuple[StagedPage, ...]
    assets: tuple[StagedAsset, ...]
    contact: frozenset[str]
    address: str = ""
    portable: bool = False


def stage(
    project: Path,
    submissions: Sequence[Anonymized],
    releases: Sequence[Release] = (),
    *,
    today: date | None = None,
    say: Callable[[str], None] = lambda _message: None,
    portable: bool = False,
    work: Path | None = None,
) -> Staged:
    """Write `.build/docs` and `.build/mkdocs.yml` anew for these submissions, these figures and the project's guide.

    `today` tells which pages should have been revised by now and whether what the configuration promises until a day
    still holds; without it nothing is said to have passed. `say` is told what is left out for want of configuration or
    of a library, which keeps nothing else from being published.
    A rehearsal has a folder of `work` of its own.
    Raises OSError when the disk does not let it; the pages themselves cannot fail any more.
    """
    work = work or project / WORK
    clear(work)
    docs, site = work / "docs", work / "sitio"
    docs.mkdir(parents=True)
    config = load_config(project / "mkdocs.yml")
    writer = _Writer(docs, explicit if portable else str)
    _guide(project / "content", writer)
    document = _document(project, config, work, writer, say)
    cards = {a.folder: card(a) for a in submissions}
    site_itself = machines.site_of(config)
    contact = site_itself.contacto
    neighbours = beside(submissions)
    for anonymized in submissions:
        compose(anonymized, cards, neighbours.get(anonymized.folder, Beside()), contact, writer, today)
    _house_pages(submissions, cards, site_itself, writer, figures=bool(releases))
    _robots(site_itself, today, writer)
    _figures(releases, writer)
    if portable:
        _stick(config, cards, contact, writer)
    else:
        writer.page("sin-conexion/index.md", lists.offline_page(), HOUSE)
    for told in machines.notes(site_itself, today):
        say(told)
    # `completo` tells the templates that the pages that the plain guide does not have are here.
    extra: dict[str, object] = {"completo": True, "documento": dict(document), "memoria": portable}
    written = _write_config(project, work, docs, site, config, extra, figures=bool(releases))
    held = frozenset((contact.correo,))
    return Staged(docs, written, site, writer.pages, tuple(writer.assets), held, site_itself.direccion, portable)


def clear(work: Path) -> None:
    """Take away what an earlier run staged or built: what was withdrawn since stays nowhere."""
    for folder in ("docs", "sitio", "reducido"):
        shutil.rmtree(work / folder, ignore_errors=True)
    for log in work.glob("*.log"):
        log.unlink()


class _Writer:
    """Writes below one folder and keeps the manifest as it goes."""

    def __init__(self, docs: Path, change: Callable[[str], str] = str) -> None:
        """`change` is done to the text of every page."""
        self._docs = docs
        self._change = change
        self._pages: dict[str, StagedPage] = {}
        self.assets: list[StagedAsset] = []
        self.guide: dict[str, str] = {}

    @property
    def pages(self) -> tuple[StagedPage, ...]:
        return tuple(self._pages.values())

    def page(self, name: str, text: str, origin: str) -> None:
        path, text = self._docs / name, self._change(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self._pages[name] = StagedPage(name, _built(name), origin)

    def texts(self) -> Mapping[str, str]:
        """Source → text of every page written so far."""
        return {name: (self._docs / name).read_text(encoding="utf-8") for name in self._pages}

    def asset(self, name: str, data: bytes, origin: str) -> None:
        path = self._docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.assets.append(StagedAsset(name, hashlib.sha256(data).hexdigest(), origin))


def _built(name: str) -> str:
    """The file that a page becomes with directory addresses: `guia/ruta.md` → `guia/ruta/index.html`."""
    page = PurePosixPath(name)
    if page.stem in ("index", "README"):
        return str(page.with_name("index.html"))
    return str(page.with_suffix("") / "index.html")


def _guide(content: Path, writer: _Writer) -> None:
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


def _document(
    project: Path, config: Mapping[str, object], work: Path, writer: _Writer, say: Callable[[str], None]
) -> Mapping[str, str]:
    """The guide as a PDF and as one page, where they can be made; what the theme needs to lead to them."""
    content, made = project / "content", bind(config, project / "content", work, say)
    if made:
        writer.asset(PLACE, made.data, HOUSE)
    found = {"pdf": PLACE, "detalle": f"{made.pages} páginas, {made.weight}"} if made else {}
    whole = print_page(config, content, made.edition if made else None)
    if whole:
        writer.page(PRINT_PAGE, whole, HOUSE)
        found["imprimir"] = PRINT_PAGE.removesuffix("index.md")
    return found


def _figures(releases: Sequence[Release], writer: _Writer) -> None:
    """The pages of the released figures and their files, the same bytes that were published."""
    for release in releases:
        writer.page(f"{FIGURES}/{release.name}/index.md", release_page(release, releases), HOUSE)
        for name, data in files_of(release).items():
            writer.asset(f"{FIGURES}/{release.name}/{name}", data, FIGURES)
    if releases:
        writer.page(f"{FIGURES}/index.md", overview_page(releases), HOUSE)


def _house_pages(
    submissions: Sequence[Anonymized],
    cards: Mapping[str, Card],
    site: machines.Sitio,
    writer: _Writer,
    *,
    figures: bool,
) -> None:
    entries = machines.entries_of(submissions, cards)
    channels = machines.channels_of(entries) if site.direccion else []
    names = {channel.name for channel in channels}
    practicas, expediciones = ([c for f, c in cards.items() if f.startswith(k.value)] for k in Collection)
    writer.page(
        "index.md", lists.home_page(practicas, expediciones, figures=figures, head=machines.home_head(site)), HOUSE
    )
    writer.page("practicas/index.md", lists.list_page(Collection.PRACTICAS, practicas, names), HOUSE)
    writer.page("expediciones/index.md", lists.list_page(Collection.EXPEDICIONES, expediciones, names), HOUSE)
    everything = [*practicas, *expediciones]
    writer.page("buscar/index.md", lists.search_page(everything), HOUSE)
    for name, text in lists.facet_pages(everything, machines.definitions(writer.guide), names).items():
        writer.page(name, text, HOUSE)
    writer.page("aportar/codigos.md", lists.codes_page(), HOUSE)
    writer.page("aportar/campos.md", fields_page(), HOUSE)
    writer.page("novedades/index.md", machines.news_page(entries, channels=bool(channels)), HOUSE)
    if channels:
        writer.page("canales/index.md", machines.channels_page(channels), HOUSE)
    for name, data in machines.channel_files(channels, site):
        writer.asset(name, data, MACHINES)
    files = machines.data_files(submissions, cards, entries, site)
    writer.page(f"{machines.DATA_FOLDER}/index.md", machines.data_page(files, _counts(cards)), HOUSE)
    for name, data in files.items():
        writer.asset(name, data, MACHINES)


def _counts(cards: Mapping[str, Card]) -> dict[Collection, int]:
    shown = [folder for folder, card in cards.items() if not card.retirada]
    return {kind: sum(f.startswith(f"{kind.value}/") for f in shown) for kind in Collection}


def _robots(site: machines.Sitio, today: date | None, writer: _Writer) -> None:
    writer.asset("robots.txt", machines.robots_txt(site).encode(), MACHINES)
    if (security := machines.security_txt(site, today)) is not None:
        writer.asset(".well-known/security.txt", security.encode(), MACHINES)


def _stick(config: Mapping[str, object], cards: Mapping[str, Card], contact: pages.Contact, writer: _Writer) -> None:
    """What the copy that works from a disk has in place of a search that needs a server."""
    shown = listed(tuple(cards.values()))
    writer.page("buscar/index.md", search_page(shown), HOUSE)
    writer.asset(INDEX, index_script(entries(cards, writer.texts(), partial(html_of, config))), HOUSE)
    writer.asset(SCRIPT, script(), HOUSE)
    writer.asset(NOTE, note(contact, len(shown)), HOUSE)


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml for its plain values only; tags that MkDocs understands (`!ENV`) are passed over."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def load_config(path: Path) -> dict[str, object]:
    """The plain values of an mkdocs.yml. Raises OSError and YAMLError."""
    # `_Loader` is a SafeLoader: nothing is constructed but plain values.
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return loaded if isinstance(loaded, dict) else {}


def _write_config(
    project: Path,
    work: Path,
    docs: Path,
    site: Path,
    config: Mapping[str, object],
    extra: Mapping[str, object],
    *,
    figures: bool,
) -> Path:
    """An mkdocs.yml that inherits from the project's, with absolute paths and the whole nav spelled out."""
    theme = Path(pages.__file__).parent / "theme"
    guide_nav = config.get("nav")
    first, *rest = guide_nav if isinstance(guide_nav, list) and guide_nav else [{"Inicio": "index.md"}]
    own: dict[str, object] = {
        "INHERIT": str((project / "mkdocs.yml").resolve()),
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site.resolve()),
        "use_directory_urls": True,
        "strict": False,
        "theme": {"custom_dir": str(theme.resolve())},
        "extra": dict(extra),
        "nav": [
            first,
            {"Prácticas": ["practicas/index.md"]},
            {"Expediciones": ["expediciones/index.md"]},
            *([{"Cifras": [f"{FIGURES}/index.md"]}] if figures else []),
            *rest,
            {"Buscar": ["buscar/index.md"]},
        ],
        "not_in_nav": "/practicas/*/\n/expediciones/*/\n/cifras/*/\n/por/\n/aportar/codigos.md\n/aportar/campos.md\n"
        "/novedades/\n/canales/\n/datos/\n/sin-conexion/\n/imprimir/\n",
        "exclude_docs": "",
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
