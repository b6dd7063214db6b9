"""The versions of an image for the web, made once for its content, and several images at a time.

The file on disk is read and its digest compared in every run: what nobody looked at is not shown, whatever is kept.
Where several are to be made it is done in other processes. What takes much memory to decode is made here, one at a
time: a large PNG takes half a gigabyte, and there may be as many processes as processors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.images.checking import UnusableImageError, bytes_of, cost_of
from generator.images.versions import Derived, light_versions
from generator.kept import NOTHING, Kept
from generator.model import Media
from generator.parallel import share
from generator.parcel import pack, unpack

_KIND = "imagen"
_WORTHWHILE = 3
"""Images to be made from which other processes pay for their start."""
_LARGE = 6_000_000
"""Pixels (`cost_of`) from which no two are decoded at a time: some 120 MB."""


@dataclass(frozen=True, slots=True, repr=False)
class Light:
    """What `light_versions` makes of an image: one version that every browser knows, and those in WebP by width."""

    plain: Derived
    versions: tuple[Derived, ...]

    def without_bytes(self) -> Light:
        """What a page says of them: their sizes and kinds."""
        return Light(replace(self.plain, data=b""), tuple(replace(v, data=b"") for v in self.versions))


Answer = tuple[Light | None]
"""What came of an image: nothing, where it may not be shown."""


def light(source: Media, kept: Kept = NOTHING) -> Light | None:
    """The versions of one image, None for one that may not be shown: it changed on disk, or is none."""
    return next(lights([[source]], kept))[0]


def lights(bundles: Iterable[Sequence[Media]], kept: Kept = NOTHING) -> Iterator[list[Light | None]]:
    """For the images of each bundle, in order, what `light` gives; those not kept are made some time before."""
    several = list(bundles)
    missing = {one.sha256: one for own in several for one in own if not kept.has(_name(one, kept))}
    new = {sha256: one for sha256, one in missing.items() if cost_of(one) < _LARGE}
    made = share(_worker, list(new.values()), lambda _one: 1, _WORTHWHILE, 1)
    for own in several:
        yield [_made(one, kept, next(made)[1] if new.pop(one.sha256, None) else None) for one in own]


def _made(source: Media, kept: Kept, answer: Answer | None) -> Light | None:
    """One image as it was made in another process, as it is kept, or made here."""
    name = _name(source, kept)
    if answer is None:
        packed = kept.get(name)
        if packed is not None and _stands(source):
            return _unpacked(packed)
        answer = _derived(source)
    (found,) = answer
    if found:
        kept.put(name, _packed(found))
    return found


def _worker() -> Callable[[Media], Answer]:
    return _derived


def _derived(source: Media) -> Answer:
    try:
        plain, versions = light_versions(source)
    except UnusableImageError:
        return (None,)
    return (Light(plain, tuple(versions)),)


def _stands(source: Media) -> bool:
    """Whether the file on disk is still the one that was looked at."""
    try:
        bytes_of(source)
    except UnusableImageError:
        return False
    return True


def _name(source: Media, kept: Kept) -> str:
    return kept.name(_KIND, source.sha256)


def _packed(made: Light) -> bytes:
    several = (made.plain, *made.versions)
    return pack([[d.width, d.height, d.mime, d.suffix] for d in several], [d.data for d in several])


def _unpacked(packed: bytes) -> Light:
    head, parts = unpack(packed)
    plain, *versions = (Derived(w, h, mime, end, data) for (w, h, mime, end), data in zip(head, parts, strict=True))
    return Light(plain, tuple(versions))
