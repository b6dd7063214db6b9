"""Every submission's pages and files, written anew or as they were when all that they rest on was the same.

What is kept of one (`Kept`) goes by its own content, what stands beside it, who answers for the site, whether it
should have been revised and which of its images may be shown. Where its links lead is kept with it and asked again:
a page that leads to one that is gone by now is made anew.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from generator import images
from generator.compose import Out, compose, shown_of
from generator.kept import Kept
from generator.parcel import pack, unpack
from generator.site.certificates import certificate_pages
from generator.site.contact import Contact
from generator.site.pages import Neighbours
from generator.site.published import Published
from generator.site.related import Beside, beside

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
    published: Published, contact: Contact, writer: Out, kept: Kept, *, today: date | None, certificates: bool
) -> None:
    """Give `writer` the pages of every submission and what is beside them.

    `certificates` asks for the pages that confirm one; `today` is that of `compose`.
    """
    near = beside(published.submissions, published.rests, kept)
    pictures = images.lights(([p.media for p in a.pictures.values()] for a in published.submissions), kept)
    for one, lights in zip(published.submissions, pictures, strict=True):
        files = {f"{one.folder}/{name}": d for _, _, found in shown_of(one, lights) for name, d in found.items()}
        for file, data in files.items():
            writer.asset(file, data, one.folder)
        folders = near.get(one.folder, Beside())
        neighbours = Neighbours(*([published.cards[folder] for folder in several] for several in folders))
        revise = one.ficha.revisar_antes_de
        name = kept.name(
            "entrega",
            published.rests[one.folder],
            [published.all_told(cards) for cards in neighbours],
            contact,
            bool(revise and today and f"{today:%Y-%m}" >= revise),
            [light is not None for light in lights],
            certificates,
        )
        given = _kept(kept.get(name), published.cards)
        if given is None:
            recorded, asked = _Recorded(files), _Asked(published.cards)
            compose(one, lights, neighbours, asked, contact, recorded, today)
            for page, text in certificate_pages(one, contact) if certificates else ():
                recorded.page(page, text, one.folder)
            given = recorded.given
            head = [asked.answers, [(kind, file) for kind, file, _ in given]]
            kept.put(name, pack(head, [data for _, _, data in given]))
        for kind, file, data in given:
            if kind == _PAGE:
                writer.page(file, data.decode(), one.folder)
            else:
                writer.asset(file, data, one.folder)


def _kept(packed: bytes | None, there: Container[str]) -> list[tuple[str, str, bytes]] | None:
    """What was kept, None when there is nothing or one of its links would not be answered the same."""
    if packed is None:
        return None
    (answers, named), parts = unpack(packed)
    if any((folder in there) is not answer for folder, answer in answers.items()):
        return None
    return [(kind, file, data) for (kind, file), data in zip(named, parts, strict=True)]
