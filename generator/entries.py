"""Every submission's pages and files, written anew or as they were when all that they rest on was the same.

What is kept of one (`Kept`) goes by its own content, what stands beside it, who answers for the site, whether it
should have been revised and which of its images may be shown. Where its links lead is kept with it and asked again:
a page that leads to one that is gone by now is made anew. Files that an earlier run staged and that stand there to the
last byte are not even opened where they are kept (`_Staged`).
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator import images
from generator.compose import compose, shown_of
from generator.images import Light
from generator.kept import Kept
from generator.manifest import Writer
from generator.model import Anonymized
from generator.parallel import share
from generator.parcel import pack, unpack
from generator.progress import Say, counted, silent
from generator.site.certificates import certificate_pages
from generator.site.contact import Contact
from generator.site.pages import Neighbours
from generator.site.published import Published
from generator.site.related import Beside

_PAGE, _ASSET = "p", "a"
_WORTHWHILE, _CHUNK = 200, 8
"""Submissions from which other processes pay for their start, and how many each is handed at a time."""


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


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    """A submission whose pages have to be made: all that they rest on, the images without their bytes.

    `name` is what it is kept by, `files` the names of its images' files.
    """

    name: str
    one: Anonymized
    lights: list[Light | None]
    files: frozenset[str]
    neighbours: Neighbours


@dataclass(frozen=True, slots=True, repr=False)
class _Site:
    """What the pages of all submissions rest on: `there` are the folders of what is published."""

    contact: Contact
    there: frozenset[str]
    today: date | None
    certificates: bool


Given = list[tuple[str, str, bytes]]
_Row = tuple[dict[str, bool], dict[str, str], dict[str, str]]
"""What was answered to the links of a submission, and its pages and other files with their SHA-256."""


class _Staged:
    """What was staged of every submission, by what it is kept by: in an earlier run, and in this one."""

    def __init__(self, kept: Kept, writer: Writer, site: _Site) -> None:
        self._kept, self._writer, self._there = kept, writer, site.there
        self._name = kept.name("entregas preparadas", site.certificates)
        self._before: dict[str, _Row] = json.loads(kept.get(self._name) or b"{}")
        self._rows: dict[str, _Row] = {}

    def stands(self, name: str, folder: str) -> bool:
        """Whether all of a submission stands as it is to be, and does."""
        row = self._before.get(name)
        if row is None or not _answered(row[0], self._there) or not self._writer.again(row[1], row[2], folder):
            return False
        self._kept.hold(name)
        self._rows[name] = row
        return True

    def write(self, name: str, folder: str, answers: Mapping[str, bool], given: Given) -> None:
        """Write all of a submission."""
        written: dict[str, dict[str, str]] = {_PAGE: {}, _ASSET: {}}
        for kind, file, data in given:
            if kind == _PAGE:
                self._writer.page(file, data.decode(), folder)
            else:
                self._writer.asset(file, data, folder)
            written[kind][file] = self._writer.digest_of(file)
        self._rows[name] = dict(answers), written[_PAGE], written[_ASSET]

    def close(self) -> None:
        """Keep what was staged, and nothing of what is not there any more."""
        if self._rows != self._before:
            self._kept.put(self._name, json.dumps(self._rows).encode())


def entry_pages(
    published: Published,
    near: Mapping[str, Beside],
    contact: Contact,
    writer: Writer,
    kept: Kept,
    *,
    today: date | None,
    certificates: bool,
    say: Say = silent,
) -> None:
    """Give `writer` the pages of every submission and what is beside them; those to be made, many at once.

    `near` is what stands beside each (`related`); `certificates` asks for the pages that confirm one; `today` is that
    of `compose`; `say` is shown how far those to be made are.
    """
    site = _Site(contact, frozenset(published.cards), today, certificates)
    staged = _Staged(kept, writer, site)
    jobs = list(_missing(published, near, site, writer, staged, kept))
    composed = share(partial(partial, _composed, site), jobs, lambda _job: 1, _WORTHWHILE, _CHUNK)
    for job, made in counted(composed, len(jobs), say):
        answers, given = made or _composed(site, job)
        head = [answers, [(kind, file) for kind, file, _ in given]]
        kept.put(job.name, pack(head, [data for _, _, data in given]))
        staged.write(job.name, job.one.folder, answers, given)
    staged.close()


def _missing(
    published: Published, near: Mapping[str, Beside], site: _Site, writer: Writer, staged: _Staged, kept: Kept
) -> Iterator[_Job]:
    """Write what is kept, and the images of everything; what is left are the pages that have to be made."""
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
            site.contact,
            bool(revise and site.today and f"{site.today:%Y-%m}" >= revise),
            [light is not None for light in lights],
            site.certificates,
        )
        if staged.stands(name, one.folder):
            continue
        if (found := _kept(kept.get(name), site.there)) is not None:
            staged.write(name, one.folder, *found)
        else:
            yield _Job(name, one, [light and light.without_bytes() for light in lights], frozenset(files), neighbours)


def _composed(site: _Site, job: _Job) -> tuple[Mapping[str, bool], Given]:
    """The pages of one submission, here or in another process, and what was answered to its links."""
    recorded, asked = _Recorded(job.files), _Asked(site.there)
    compose(job.one, job.lights, job.neighbours, asked, site.contact, recorded, site.today)
    for page, text in certificate_pages(job.one, site.contact) if site.certificates else ():
        recorded.page(page, text, job.one.folder)
    return asked.answers, recorded.given


def _kept(packed: bytes | None, there: Container[str]) -> tuple[dict[str, bool], Given] | None:
    """What was kept, None when there is nothing or one of its links would not be answered the same."""
    if packed is None:
        return None
    (answers, named), parts = unpack(packed)
    if not _answered(answers, there):
        return None
    return answers, [(kind, file, data) for (kind, file), data in zip(named, parts, strict=True)]


def _answered(answers: Mapping[str, bool], there: Container[str]) -> bool:
    return all((folder in there) is answer for folder, answer in answers.items())
