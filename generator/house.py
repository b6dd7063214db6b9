"""The pages and files that the generator writes itself: those that lead to what is published and tell of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from generator.figures.files import written as files_of
from generator.figures.release import Release
from generator.forms import PLACE, Answers, form_html
from generator.importing.template import TEMPLATES, word_template
from generator.kept import NOTHING, Kept
from generator.manifest import FIGURES, GUIDE, HOUSE, MACHINES, Writer
from generator.model import Anonymized, Collection
from generator.parcel import pack, unpack
from generator.site import lists, machines, pages
from generator.site import models as good
from generator.site.booklet.chapters import html_of
from generator.site.cards import Card, listed
from generator.site.codes_page import codes_page
from generator.site.facet_lists import drawing, facet_pages
from generator.site.fields_page import fields_page
from generator.site.figures import overview_page, release_page
from generator.site.published import Published
from generator.site.stick import INDEX, NOTE, SCRIPT, entries, index_script, note, script, search_page

_TO_FORM = "aportar/index.md"
_WORD_HEADING = re.compile(r"^##+ .+\{#documento\}$", re.MULTILINE)
_FORM_HEADING = re.compile(r"^##+ .+\{#formulario\}$", re.MULTILINE)


def figure_pages(releases: Sequence[Release], writer: Writer) -> None:
    """The pages of the released figures and their files, the same bytes that were published."""
    for release in releases:
        writer.page(f"{FIGURES}/{release.name}/index.md", release_page(release, releases), HOUSE)
        for name, data in files_of(release).items():
            writer.asset(f"{FIGURES}/{release.name}/{name}", data, FIGURES)
    if releases:
        writer.page(f"{FIGURES}/index.md", overview_page(releases), HOUSE)


def house_pages(
    published: Published,
    site: machines.Sitio,
    writer: Writer,
    kept: Kept = NOTHING,
    *,
    figures: bool,
) -> None:
    """Home, lists, search, news, channels and open data. `figures`: whether there are any to lead to."""
    cards = published.cards
    entries = machines.entries_of(published.submissions, cards)
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
    draw = drawing()
    for one in facet_pages(everything, machines.definitions(writer.guide), names):
        name = kept.name("lista", one.told(), published.all_told(one.cards))
        writer.page(one.place, _once(kept, name, partial(_encoded, partial(one.text, draw))).decode(), HOUSE)
    for place, make in (("aportar/codigos.md", codes_page), ("aportar/campos.md", fields_page)):
        # Of the program alone, by which everything is kept.
        writer.page(place, _once(kept, kept.name("del programa", place), partial(_encoded, make)).decode(), HOUSE)
    writer.page("novedades/index.md", machines.news_page(entries, channels=bool(channels)), HOUSE)
    if channels:
        writer.page("canales/index.md", machines.channels_page(channels), HOUSE)
    for channel in channels:
        _channel(channel, published, site, writer, kept)
    files = _data(published, entries, site, kept)
    writer.page(f"{machines.DATA_FOLDER}/index.md", machines.data_page(files, _counts(cards)), HOUSE)
    for name, data in files.items():
        writer.asset(name, data, MACHINES)


def _encoded(make: Callable[[], str]) -> bytes:
    return make().encode()


def _channel(channel: machines.Channel, published: Published, site: machines.Sitio, writer: Writer, kept: Kept) -> None:
    told = [(published.told[e.card.folder], e.published, e.changed) for e in channel.entries]
    name = kept.name("canal", channel.name, channel.title, channel.url, told, site)
    packed = _once(kept, name, lambda: _files(machines.channel_files([channel], site)))
    for file, data in zip(*unpack(packed), strict=True):
        writer.asset(file, data, MACHINES)


def _data(
    published: Published, entries: Sequence[machines.Entry], site: machines.Sitio, kept: Kept
) -> Mapping[str, bytes]:
    rows = kept.name("filas de los datos")
    kept.hold(rows)  # it is asked for only when a row changed

    def make() -> bytes:
        return _files(machines.data_files(_lines(published, entries, site, kept, rows), site).items())

    made = _once(kept, kept.name("datos", sorted(published.fields.items()), site), make)
    return dict(zip(*unpack(made), strict=True))


def _lines(
    published: Published, entries: Sequence[machines.Entry], site: machines.Sitio, kept: Kept, name: str
) -> machines.Lines:
    """The rows of the open data; those that rest on the same are as they were kept by that name."""
    lines = machines.data_lines(
        published.submissions, published.fields, published.cards, entries, site, _kept_lines(kept.get(name))
    )
    head = [(folder, line.rests) for folder, line in lines.items()]
    kept.put(name, pack(head, [data for line in lines.values() for data in (line.csv, line.json)]))
    return lines


def _kept_lines(packed: bytes | None) -> machines.Lines:
    head, parts = unpack(packed) if packed else ([], [])
    rows = zip(head, parts[::2], parts[1::2], strict=True)
    return {folder: machines.Line(rests, *both) for (folder, rests), *both in rows}


def _files(files: Iterable[tuple[str, bytes]]) -> bytes:
    names, data = zip(*files, strict=True)
    return pack(names, data)


def _once(kept: Kept, name: str, make: Callable[[], bytes]) -> bytes:
    """What was kept by a name; where nothing was, what `make` gives, from now on kept."""
    data = kept.get(name)
    if data is None:
        kept.put(name, data := make())
    return data


def _counts(cards: Mapping[str, Card]) -> dict[Collection, int]:
    shown = [folder for folder, card in cards.items() if not card.retirada]
    return {kind: sum(f.startswith(f"{kind.value}/") for f in shown) for kind in Collection}


def robots(site: machines.Sitio, today: date | None, writer: Writer) -> None:
    """The files that robots and those who found a hole ask for."""
    writer.asset("robots.txt", machines.robots_txt(site).encode(), MACHINES)
    if (security := machines.security_txt(site, today)) is not None:
        writer.asset(".well-known/security.txt", security.encode(), MACHINES)


def form(contact: pages.Contact, writer: Writer, kept: Kept = NOTHING) -> None:
    """The form that needs nothing installed, as `inspira formulario` writes it, the templates for a word processor, and
    the way to them in the guide.

    The guide alone has none of them, so its page has sections where the whole site puts the links.
    """
    answers = Answers(contact.rol, contact.correo, contact.nombre)
    writer.asset(PLACE, _once(kept, kept.name("formulario", astuple(answers)), lambda: form_html(answers)), HOUSE)
    for place, collection in TEMPLATES.items():
        made = _once(kept, kept.name("plantilla", collection.value), partial(word_template, collection))
        writer.asset(place, made, HOUSE)
    if text := writer.guide.get(_TO_FORM):
        text = _FORM_HEADING.sub(_with_links, text, count=1)
        writer.page(_TO_FORM, _WORD_HEADING.sub(_with_templates, text, count=1), GUIDE)


def models(submissions: Sequence[Anonymized], writer: Writer) -> None:
    """The page of what makes a practice good, with examples of it; the guide alone has none to lead to."""
    if text := writer.guide.get(good.PLACE):
        writer.page(good.PLACE, good.with_models(text, submissions), GUIDE)


def _with_links(heading: re.Match[str]) -> str:
    file = PurePosixPath(PLACE).name
    download = f'[Descargarlo para llevarlo]({file}){{ download="{file}" }}'
    return f"{heading[0]}\n\n[Abrir el formulario]({file}){{ .iq-boton }} {download}"


def _with_templates(heading: re.Match[str]) -> str:
    offered = ((PurePosixPath(name).name, c.singular) for name, c in TEMPLATES.items())
    links = " ".join(f"[Plantilla para una {what} (.docx)]({name}){{ download }}" for name, what in offered)
    return f"{heading[0]}\n\n{links}"


def stick(config: Mapping[str, object], cards: Mapping[str, Card], contact: pages.Contact, writer: Writer) -> None:
    """What the copy that works from a disk has in place of a search that needs a server."""
    shown = listed(tuple(cards.values()))
    writer.page("buscar/index.md", search_page(shown), HOUSE)
    writer.asset(INDEX, index_script(entries(cards, writer.texts(), partial(html_of, config))), HOUSE)
    writer.asset(SCRIPT, script(), HOUSE)
    writer.asset(NOTE, note(contact, len(shown)), HOUSE)
