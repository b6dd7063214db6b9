"""What an image file really is, seen before anything of it is used, and how one is opened."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from generator.diagnostics import Diagnostic, find
from generator.files import UnfitError, contents, opened
from generator.model import Media

MAX_PIXELS = {"JPEG": 40_000_000, "MPO": 40_000_000, "PNG": 24_000_000}
"""By format: a JPEG is decoded at a fraction of its size, a PNG whole (480 MB at 24 megapixels)."""
MAX_BUNDLE_COST = 120_000_000
"""Pixels that the images of one bundle may have together, one of a JPEG counting as a quarter: it costs that."""
MAX_SIDE = 20_000
MAX_BYTES = 12 * 1024 * 1024

_READ = ("JPEG", "PNG")
_OTHER_KINDS = (b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"<svg", b"<?xml", b"\x00\x00\x01\x00", b"%PDF", b"8BPS")


class UnusableImageError(Exception):
    """An image that is not taken, with the code that says why (E304, E305, E306). Carries nothing else."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def inspect(media: Media) -> list[Diagnostic]:
    """What is wrong with an image, by its content and not its name; `path` is its name in the bundle.

    E304 another kind of image, E305 not an image or a broken one, E306 too many pixels (seen in the header,
    before anything is decoded), E006/E010 when the file cannot be read any more.
    """
    try:
        with opened(media.path) as file, decoding(file) as image:
            # A JPEG is read whole but at an eighth of its size: enough to see that it is not cut.
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
    except UnusableImageError as problem:
        return [find(problem.code, media.name)]
    except OSError:
        return [find("E010", media.name)]
    return []


def inspect_all(several: Iterable[Media]) -> list[Diagnostic]:
    """What is wrong with the images of one bundle, in that order; E306 also from where they are too many together.

    What goes beyond MAX_BUNDLE_COST is refused by its header, so that no bundle keeps the machine busy.
    """
    findings: list[Diagnostic] = []
    left = MAX_BUNDLE_COST
    for media in several:
        cost = cost_of(media)
        if cost > left:
            message = f"Con esta, las imágenes de la carpeta son demasiado grandes juntas (más de {_ALLOWED})."
            hint = "Reduzca las imágenes a unos 2000 píxeles de ancho, o deje menos."
            findings.append(find("E306", media.name, message, hint=hint))
            continue
        left -= cost
        findings += inspect(media)
    return findings


_ALLOWED = f"{MAX_BUNDLE_COST // 1_000_000} megapíxeles; los de un .jpg cuentan la cuarta parte"


def cost_of(media: Media) -> int:
    """The pixels that decoding it costs, by its header alone; 0 for what `inspect` refuses without decoding it."""
    try:
        with opened(media.path) as file, decoding(file) as image:
            pixels = image.width * image.height
            return pixels if image.format == "PNG" else pixels // 4
    except (UnusableImageError, OSError):
        return 0


def bytes_of(source: Media | Path) -> bytes:
    """The whole file, the same that was loaded. Raises UnusableImageError."""
    path = source.path if isinstance(source, Media) else source
    try:
        data = contents(path, MAX_BYTES)
    except UnfitError as unfit:
        raise UnusableImageError("E306" if unfit.code == "E003" else unfit.code) from None
    except OSError:
        raise UnusableImageError("E010") from None
    if isinstance(source, Media) and hashlib.sha256(data).hexdigest() != source.sha256:
        raise UnusableImageError("E305")
    return data


@contextmanager
def decoding(file: BinaryIO) -> Iterator[Image.Image]:
    """An image of a kind and size that we take; whatever the decoder raises becomes an UnusableImageError."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            beginning = file.read(64)
            file.seek(0)
            with Image.open(file, formats=_READ) as image:
                if image.format not in MAX_PIXELS:
                    raise UnusableImageError("E304")
                if image.width * image.height > MAX_PIXELS[image.format] or max(image.size) > MAX_SIDE:
                    raise UnusableImageError("E306")
                yield image
        except UnusableImageError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise UnusableImageError("E306") from None
        except Exception:
            # A decoder fed by strangers fails in many ways; their texts may quote the file.
            raise UnusableImageError(_why_unreadable(beginning)) from None


def _why_unreadable(beginning: bytes) -> str:
    head = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "E304" if head.startswith(_OTHER_KINDS) or beginning[4:8] == b"ftyp" else "E305"
