"""The frozen types that travel down the way through; each one proves that its step happened.

    Source → Submission → Consented → Anonymized → Page

Only the stage that a type is named after makes it: `load` a Source, `validate` a Submission, `consent` a
Consented, `anonymize` an Anonymized. None of them shows its content in `repr`, because a `repr` can reach a log.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from markdown_it.token import Token

from generator.collection import Collection as Collection
from generator.schema import Entrega, Ficha, Revision


@dataclass(frozen=True, slots=True, repr=False)
class Media:
    """An image of a bundle, still on disk: `sha256` is of the file as the author sent it."""

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """One bundle as read from disk, with every text decoded and nothing understood yet.

    `house` holds `revision.yml`, `consentimientos.json` and `ficha.yml` where they exist; `attachments` the
    texts under `anexos/`, by their name in the bundle; `digests` the SHA-256 of every file that consent
    covers (texts with their line ends normalised), by name.
    """

    collection: Collection
    slug: str
    index: str
    house: Mapping[str, str]
    attachments: Mapping[str, str]
    media: Mapping[str, Media]
    digests: Mapping[str, str]

    @property
    def folder(self) -> str:
        """`practicas/huerta-vertical`: how this bundle is called in messages, receipts and addresses."""
        return f"{self.collection.value}/{self.slug}"

    def __repr__(self) -> str:
        return f"<Source {self.collection.value}>"


Place = tuple[int, int]
Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class FrontMatter:
    """The fields at the top of a file: plain values, and the line and column (from 1) of each key path.

    `places[()]` is where the block begins; `places[("autoria", 0, "rol")]` where that value stands.
    """

    data: Mapping[str, object]
    places: Mapping[Key, Place]
    body: str
    body_line: int

    def place(self, key: Key) -> Place:
        """The place of a key path, or of its nearest ancestor that has one."""
        while key and key not in self.places:
            key = key[:-1]
        return self.places.get(key, (1, 1))


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A `##` section: its heading in the author's words, the anchor in ours, and its tokens.

    `known` is the template's name of the section, None when the template does not have it; `heading` is the
    inline token of the heading (empty for text before the first one and for the notes at the foot).
    """

    title: str
    anchor: str
    known: str | None
    heading: tuple[Token, ...]
    tokens: tuple[Token, ...]
    line: int


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A parsed Markdown text: sections in the author's order, and the source lines behind the tokens.

    `first_line` is the line of the file (from 1) at which the text begins; token maps count from there.
    """

    sections: tuple[Section, ...]
    comments: tuple[tuple[int, str], ...]
    references: Mapping[str, tuple[str, str]]
    lines: tuple[str, ...]
    first_line: int


NO_TEXT = Document((), (), {}, (), 1)


@dataclass(frozen=True, slots=True, repr=False)
class Submission:
    """A bundle that fits the schema: what the author wrote, understood and still private."""

    source: Source
    record: Entrega
    ficha: Ficha
    front: FrontMatter
    document: Document
    attachments: Mapping[str, Document] = field(default_factory=dict)
    revision: Revision = field(default_factory=Revision)

    @property
    def folder(self) -> str:
        return self.source.folder

    def __repr__(self) -> str:
        return f"<Submission {self.source.collection.value}>"


@dataclass(frozen=True, slots=True, repr=False)
class Consented:
    """A submission that everybody it needs has agreed to, and how far that agreement goes.

    `names` are the positions in `autoria` whose name may be shown; `images` the digests of the images with
    recognisable people that may be shown; `example` says that it is one of the project's own examples.
    """

    submission: Submission
    names: frozenset[int]
    images: frozenset[str]
    example: bool

    def __repr__(self) -> str:
        return f"<Consented {self.submission.source.collection.value}>"


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """An image that may be shown, by its name in the bundle, with the words beside it already anonymized."""

    media: Media
    alt: str
    credit: str | None


T = TypeVar("T")


class Folded(Generic[T]):
    """Something large that waits for its turn in a tenth of the memory; it never leaves the program."""

    __slots__ = ("_data",)

    def __init__(self, whole: T) -> None:
        self._data = zlib.compress(pickle.dumps(whole, pickle.HIGHEST_PROTOCOL), 1)

    def opened(self) -> T:
        """The same thing again, whole."""
        # What is read is what this class wrote, in this process or in one of ours.
        whole: T = pickle.loads(zlib.decompress(self._data))  # noqa: S301
        return whole

    @property
    def digest(self) -> str:
        """SHA-256: what has the same one says the same."""
        return hashlib.sha256(self._data).hexdigest()

    def __repr__(self) -> str:
        return "<Folded>"


class Numbers(NamedTuple):
    """By which it is known that nothing which one submission redacts stands in another, without reading it (`crossed`).

    `told` are those of its words, `sought` those of each original redacted there: 32 bits each, sorted.
    """

    told: bytes = b""
    sought: tuple[tuple[str, bytes], ...] = ()

    def __repr__(self) -> str:
        return "<Numbers>"


NO_NUMBERS = Numbers()


@dataclass(frozen=True, slots=True, repr=False)
class Anonymized:
    """A submission with nobody in it who did not agree: the only thing that can become a page.

    `record`, `text` and `annexes` (the attachments by name) are redacted; `secrets` are the originals of what was
    redacted, for the audit to look for, and are never written but enciphered (`kept`). `kept` are words that a person
    said to be nobody's name, and `cited` those of them that name the public author of a work. The `numbers`
    are let go of once all were compared.
    """

    consented: Consented
    record: Entrega
    text: Folded[Document]
    annexes: Folded[Mapping[str, Document]]
    credits: tuple[str, ...]
    pictures: Mapping[str, Picture]
    kept: frozenset[str]
    cited: frozenset[str]
    secrets: frozenset[str]
    redactions: int
    numbers: Numbers = NO_NUMBERS

    @property
    def document(self) -> Document:
        """The redacted text, unfolded anew each time."""
        return self.text.opened()

    @property
    def attachments(self) -> Mapping[str, Document]:
        """The redacted attachments by name, unfolded anew each time."""
        return self.annexes.opened()

    @property
    def fields_told(self) -> str:
        """A digest of what its fields and those of the house say, without the text."""
        told = self.folder, self.record.model_dump_json(), self.ficha.model_dump_json()
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def fingerprint(self) -> str:
        """A digest of all that a page of it alone can say or show."""
        return self.fingerprint_with(self.fields_told)

    def fingerprint_with(self, fields: str) -> str:
        """The same, from the digest of its fields."""
        told = (
            fields,
            self.text.digest,
            self.annexes.digest,
            self.credits,
            sorted(self.consented.names),
            self.consented.example,
            [(name, p.media.sha256, p.alt, p.credit) for name, p in self.pictures.items()],
        )
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def source(self) -> Source:
        return self.consented.submission.source

    @property
    def ficha(self) -> Ficha:
        return self.consented.submission.ficha

    @property
    def folder(self) -> str:
        return self.source.folder

    def __repr__(self) -> str:
        return f"<Anonymized {self.source.collection.value}>"
