"""Every submission's pages and files, written anew or as they were when all that they rest on was the same.

What is kept of one (`Kept`) goes by its own content, what stands beside it, who answers for the site, whether it
should have been revised and which of its images may be shown. Where its links lead is kept with it and asked again:
a page that leads to one that is gone by now is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from hashlib import sha256

from generator import images
from generator.compose import Out, compose, shown_of
from generator.kept import Kept
from generator.model import Anonymized
from generator.site.cards import Card
from generator.site.certificates import certificate_pages
from generator.site.contact import Contact
from generator.site.pages import Neighbours
from generator.site.related import Beside, beside
from generator.site.resting import rests as rests_of

_PAGE, _ASSET = "p", "a"


class _Recorded:
    """What was given to a writer, in order; the files of images apart, which are kept by themselves."""

    def __init__(self, apart: Container[str]) -> None:
        self._apart = apart
        self.given: list[tuple[str, str, bytes]] = []

    def page(self, name: str, text: str, origin: str) -> None:
        self.given.append((_PAGE, name, text.encode()))

    def asset(self, name: str, data: bytes, origin: str) -> None:
        if name not in self._apart:
            self.given.append((_ASSET, name, data))


class _Asked:
    """Which submissions a page asked for, and whether they were published."""

    def __init__(self, published: Container[str]) -> None:
        self._published = published
        self.answers: dict[str, bool] = {}

    def __contains__(self, folder: object) -> bool:
        answer = self.answers[str(folder)] = folder in self._published
        return answer


def entry_pages(
    submissions: Sequence[Anonymized],
    cards: Mapping[str, Card],
    contact: Contact,
    writer: Out,
    kept: Kept,
    *,
    today: date | None,
    certificates: bool,
) -> None:
    """Give `writer` the pages of every submission and what is beside them. `cards` are those of all of them.

    `certificates` asks for the pages that confirm one; `today` is that of `compose`.
    """
    rests = rests_of(submissions)
    near = beside(submissions, rests, kept)
    told = {folder: sha256(repr(astuple(card)).encode()).hexdigest() for folder, card in cards.items()}
    pictures = images.lights(([p.media for p in a.pictures.values()] for a in submissions), kept)
    for one, lights in zip(submissions, pictures, strict=True):
        there = near.get(one.folder, Beside())
        revise = one.ficha.revisar_antes_de
        name = kept.name(
            "entrega",
            rests[one.folder],
            [[told[folder] for folder in folders] for folders in there],
            contact,
            bool(revise and today and f"{today:%Y-%m}" >= revise),
            [light is not None for light in lights],
            certificates,
        )
        files = {f"{one.folder}/{n}": d for _, _, found in shown_of(one, lights) for n, d in found.items()}
        for file, data in files.items():
            writer.asset(file, data, one.folder)
        given = _kept(kept.get(name), cards)
        if given is None:
            recorded, asked = _Recorded(files), _Asked(cards)
            neighbours = Neighbours(*([cards[folder] for folder in folders] for folders in there))
            compose(one, lights, neighbours, asked, contact, recorded, today)
            for page, text in certificate_pages(one, contact) if certificates else ():
                recorded.page(page, text, one.folder)
            given = recorded.given
            kept.put(name, _packed(asked.answers, given))
        for kind, file, data in given:
            if kind == _PAGE:
                writer.page(file, data.decode(), one.folder)
            else:
                writer.asset(file, data, one.folder)


def _packed(answers: Mapping[str, bool], given: Sequence[tuple[str, str, bytes]]) -> bytes:
    head = [answers, [(kind, name, len(data)) for kind, name, data in given]]
    return json.dumps(head).encode() + b"\n" + b"".join(data for _, _, data in given)


def _kept(packed: bytes | None, published: Container[str]) -> list[tuple[str, str, bytes]] | None:
    """What was kept, None when there is nothing or one of its links would not be answered the same."""
    if packed is None:
        return None
    head, _, body = packed.partition(b"\n")
    answers, given = json.loads(head)
    if any((folder in published) is not there for folder, there in answers.items()):
        return None
    return list(_parted(given, body))


def _parted(given: Sequence[tuple[str, str, int]], body: bytes) -> Iterator[tuple[str, str, bytes]]:
    start = 0
    for kind, name, length in given:
        yield kind, name, body[start : start + length]
        start += length
