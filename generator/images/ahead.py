"""The versions of an image for the web, made once for its content, and several images at a time.

The file on disk is read and its digest compared in every run: what nobody looked at is not shown, whatever is kept.
Threads are enough: Pillow lets go of the interpreter while it scales and encodes, which is nearly all of the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from generator.images.checking import UnusableImageError, bytes_of
from generator.images.versions import Derived, decoded, encoded
from generator.kept import NOTHING, Kept
from generator.model import Media
from generator.parallel import workers_here
from generator.parcel import pack, unpack

_KIND = "imagen"
_AHEAD = 2
"""Images that are held, for each thread, before they are asked for: the pixels of one may take 40 MB."""


@dataclass(frozen=True, slots=True, repr=False)
class Light:
    """What `light_versions` makes of an image: one version that every browser knows, and those in WebP by width."""

    plain: Derived
    versions: tuple[Derived, ...]

    def without_bytes(self) -> Light:
        """What a page says of them: their sizes and kinds."""
        return Light(replace(self.plain, data=b""), tuple(replace(v, data=b"") for v in self.versions))


def light(source: Media, kept: Kept = NOTHING) -> Light | None:
    """The versions of one image, None for one that may not be shown: it changed on disk, or is none."""
    return next(lights([[source]], kept))[0]


def lights(bundles: Iterable[Sequence[Media]], kept: Kept = NOTHING) -> Iterator[list[Light | None]]:
    """For the images of each bundle, in order, what `light` gives; those not kept are made some time before."""
    waiting: deque[list[_Making]] = deque()
    held, most = 0, _AHEAD * workers_here()
    pool = ThreadPoolExecutor(workers_here())
    try:
        for bundle in bundles:
            waiting.append([_Making(source, kept, pool) for source in bundle])
            held += len(bundle)
            while waiting and (held > most or not waiting[0]):
                held -= len(waiting[0])
                yield [one.made() for one in waiting.popleft()]
        while waiting:
            yield [one.made() for one in waiting.popleft()]
    finally:
        pool.shutdown(cancel_futures=True)


class _Making:
    """One image on its way."""

    def __init__(self, source: Media, kept: Kept, pool: ThreadPoolExecutor) -> None:
        self._kept, self._name = kept, kept.name(_KIND, source.sha256)
        self._found: Light | None = None
        self._future: Future[tuple[Derived, list[Derived]]] | None = None
        try:
            data = bytes_of(source)
            if (packed := kept.get(self._name)) is not None:
                self._found = _unpacked(packed)
            else:
                self._future = pool.submit(encoded, decoded(data))
        except UnusableImageError:
            return

    def made(self) -> Light | None:
        if self._future is not None:
            plain, versions = self._future.result()
            self._found = Light(plain, tuple(versions))
            self._kept.put(self._name, _packed(self._found))
        return self._found


def _packed(made: Light) -> bytes:
    several = (made.plain, *made.versions)
    return pack([[d.width, d.height, d.mime, d.suffix] for d in several], [d.data for d in several])


def _unpacked(packed: bytes) -> Light:
    head, parts = unpack(packed)
    plain, *versions = (Derived(w, h, mime, end, data) for (w, h, mime, end), data in zip(head, parts, strict=True))
    return Light(plain, tuple(versions))
