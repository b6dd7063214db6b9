"""Channels to follow: Atom 1.0 (RFC 4287) and JSON Feed 1.1, of everything, each collection and each facet value.

Both formats want whole addresses, and an entry is told from another by its own for ever: a site that does not know
where it is has no channels. An entry says the title and the summary, and no author's name: what a reader of channels
keeps cannot be called back. The house knows months only, so an entry is dated on the first of its month, at midnight.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from generator.site import words
from generator.site.facets import BY_NAME, FACETS, TIPOS, facet_channel
from generator.site.machines.linked import LANGUAGE
from generator.site.machines.news import Entry
from generator.site.machines.place import Sitio
from generator.site.markup import one_line, page, render

CHANNELS = "canales"
MOST = 30
ATOM = "http://www.w3.org/2005/Atom"
_VERSION = "https://jsonfeed.org/version/1.1"
# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLLECTIONS = {"practicas": TIPOS[0][0], "expediciones": TIPOS[1][0]}
_TAGGED = ("area", "reto", "tiempo", "modalidad")


@dataclass(frozen=True, slots=True, repr=False)
class Channel:
    """A list that can be followed: its name in addresses, its title, the page it is of, and its newest entries."""

    name: str
    title: str
    url: str
    entries: Sequence[Entry]


def channels_of(entries: Sequence[Entry]) -> list[Channel]:
    """Every channel with something in it, by name; one for each facet value however many pages its list has."""
    found = [_channel("todo", "Todo lo nuevo", "novedades/", entries)]
    for folder, kind in _COLLECTIONS.items():
        mine = [e for e in entries if e.card.tipo == kind]
        found.append(_channel(folder, folder.capitalize().replace("Practicas", "Prácticas"), f"{folder}/", mine))
    newest = _newest_by_value(entries)
    for facet in FACETS:
        for code, label in facet.values if facet.name != "tipo" else ():
            mine = newest[facet.name, code]
            found.append(_channel(facet_channel(facet.name, code), f"{facet.title}: {label}", facet.url(code), mine))
    return [channel for channel in found if channel.entries]


def _newest_by_value(entries: Sequence[Entry]) -> Mapping[tuple[str, str], list[Entry]]:
    """(facet, code) → as many of its entries as a channel has, in their order."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for name, values in entry.card.facets.items():
            for code, _label in values:
                if len(found[name, code]) < MOST:
                    found[name, code].append(entry)
    return found


def _channel(name: str, title: str, url: str, entries: Sequence[Entry]) -> Channel:
    return Channel(name, title, url, entries[:MOST])


def channel_files(channels: Sequence[Channel], site: Sitio) -> Iterator[tuple[str, bytes]]:
    """Two files for each channel: their places in the site and what they hold. None without an address."""
    for channel in channels if site.direccion else ():
        yield f"{CHANNELS}/{channel.name}.xml", atom(channel, site)
        yield f"{CHANNELS}/{channel.name}.json", json_feed(channel, site)


def atom(channel: Channel, site: Sitio) -> bytes:
    """The channel as Atom."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": LANGUAGE})
    base = f"{site.direccion}{CHANNELS}/{channel.name}"
    _add(feed, "id", f"{base}.xml")
    _add(feed, "title", f"{site.nombre} · {channel.title}")
    _add(feed, "updated", _moment(max(e.changed for e in channel.entries)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base}.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{site.direccion}{channel.url}")
    _add(ET.SubElement(feed, "author"), "name", site.nombre)
    _add(feed, "rights", words.LICENSE)
    for entry in channel.entries:
        one = ET.SubElement(feed, "entry")
        address = f"{site.direccion}{entry.card.url}"
        _add(one, "id", address)
        _add(one, "title", entry.card.titulo)
        _add(one, "published", _moment(entry.published))
        _add(one, "updated", _moment(entry.changed))
        _add(one, "link", rel="alternate", type="text/html", href=address)
        for name, code, label in _tags(entry):
            _add(one, "category", term=code, label=label, scheme=f"{site.direccion}{BY_NAME[name].url(code)}")
        _add(one, "summary", _summary(entry), type="text")
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def json_feed(channel: Channel, site: Sitio) -> bytes:
    """The channel as JSON Feed."""
    feed = {
        "version": _VERSION,
        "title": f"{site.nombre} · {channel.title}",
        "home_page_url": f"{site.direccion}{channel.url}",
        "feed_url": f"{site.direccion}{CHANNELS}/{channel.name}.json",
        "language": LANGUAGE,
        "authors": [{"name": site.nombre, "url": site.direccion}],
        "items": [
            {
                "id": f"{site.direccion}{entry.card.url}",
                "url": f"{site.direccion}{entry.card.url}",
                "title": one_line(entry.card.titulo),
                "content_text": _summary(entry),
                "date_published": _moment(entry.published),
                "date_modified": _moment(entry.changed),
                "tags": [label for _, _, label in _tags(entry)],
            }
            for entry in channel.entries
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode()


def _tags(entry: Entry) -> Iterator[tuple[str, str, str]]:
    for name in _TAGGED:
        for code, label in entry.card.facets.get(name, ()):
            yield name, code, label


def _summary(entry: Entry) -> str:
    return one_line(f"{'Ejemplo ilustrativo. ' if entry.card.ejemplo else ''}{entry.card.resumen}")


def _moment(month: str) -> str:
    return f"{month}-01T00:00:00-05:00"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, {k: _NOT_XML.sub("", v) for k, v in attributes.items()})
    if text is not None:
        element.text = _NOT_XML.sub("", one_line(text))


def channels_page(channels: Sequence[Channel]) -> str:
    """`/canales/`: what a channel is, and all of them."""
    groups: dict[str, list[Channel]] = {"Todo": []}
    for channel in channels:
        title, _, value = channel.title.partition(": ")
        groups.setdefault(title if value else "Todo", []).append(channel)
    body = render("canales.html.j2", grupos=groups, root="../")
    meta = {
        "title": "Canales para seguir",
        "description": "Entérese de lo nuevo sin dejar ningún dato: un canal para cada tema.",
        "clase": "texto",
        "canal": "todo",
        "hide": ["navigation", "toc"],
    }
    return page(meta, body)
