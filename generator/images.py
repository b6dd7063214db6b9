"""Images: what a file really is, and the versions for the web, decoded and written anew.

Nothing of the author's file but its pixels reaches the site: no EXIF, position, thumbnail, comment, colour
profile or bytes after the end.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from generator.diagnostics import Diagnostic, find
from generator.files import UnfitError, contents, opened
from generator.model import Media

MAX_PIXELS = {"JPEG": 40_000_000, "MPO": 40_000_000, "PNG": 24_000_000}
"""By format: a JPEG is decoded at a fraction of its size, a PNG whole (480 MB at 24 megapixels)."""
MAX_BUNDLE_COST = 120_000_000
"""Pixels that the images of one bundle may have together, one of a JPEG counting as a quarter: it costs that."""
MAX_SIDE = 20_000
MAX_BYTES = 12 * 1024 * 1024
WEB_WIDTHS = (800, 1600)
LIGHT_WIDTHS = (480, 800, 1600)
PLAIN_WIDTH = 800
"""Width of the one version in the old formats, for a browser that does not know WebP (before 2020)."""
JPEG_QUALITY = 82
WEBP_QUALITY, WEBP_EFFORT = 80, 2
FEW_COLOURS = 256
"""Up to this many colours an image is a drawing or a screenshot, which JPEG would blur."""

_READ = ("JPEG", "PNG")
_OTHER_KINDS = (b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"<svg", b"<?xml", b"\x00\x00\x01\x00", b"%PDF", b"8BPS")


class UnusableImageError(Exception):
    """An image that is not taken, with the code that says why (E304, E305, E306). Carries nothing else."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Derived:
    """A version for the web: size in pixels, its type (`image/webp`), the suffix of its file, and the whole file."""

    width: int
    height: int
    mime: str
    suffix: str
    data: bytes


def inspect(media: Media) -> list[Diagnostic]:
    """What is wrong with an image, by its content and not its name; `path` is its name in the bundle.

    E304 another kind of image, E305 not an image or a broken one, E306 too many pixels (seen in the header,
    before anything is decoded), E006/E010 when the file cannot be read any more.
    """
    try:
        with opened(media.path) as file, _decoding(file) as image:
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
        cost = _cost(media)
        if cost > left:
            message = f"Con esta, las imágenes de la carpeta son demasiado grandes juntas (más de {_ALLOWED})."
            hint = "Reduzca las imágenes a unos 2000 píxeles de ancho, o deje menos."
            findings.append(find("E306", media.name, message, hint=hint))
            continue
        left -= cost
        findings += inspect(media)
    return findings


_ALLOWED = f"{MAX_BUNDLE_COST // 1_000_000} megapíxeles; los de un .jpg cuentan la cuarta parte"


def _cost(media: Media) -> int:
    """By its header alone; 0 for what `inspect` refuses without decoding it."""
    try:
        with opened(media.path) as file, _decoding(file) as image:
            pixels = image.width * image.height
            return pixels if image.format == "PNG" else pixels // 4
    except (UnusableImageError, OSError):
        return 0


def web_versions(source: Media | Path, widths: Sequence[int] = WEB_WIDTHS) -> list[Derived]:
    """The image at each width (pixels, never more than its own), upright, in sRGB, the same bytes every time.

    JPEG for photographs, PNG with transparency or few colours. Raises UnusableImageError for what `inspect`
    reports, and when the file is no longer the one that was loaded and consented to.
    """
    plain, own_width, drawing = _decoded(source, max(widths))
    return [_version(plain, width, drawing) for width in sorted({min(w, own_width) for w in widths})]


def _decoded(source: Media | Path, needed: int) -> tuple[Image.Image, int, bool]:
    """The pixels, the width of the whole image, and whether it is a drawing."""
    data = _bytes(source)
    with _decoding(io.BytesIO(data)) as image:
        own_size = image.size
        image.draft(None, (needed, needed))
        drawing = _few_colours(image)
        upright = _upright(image)
        turned = (upright.width > upright.height) != (image.width > image.height)
        own_width = own_size[1] if turned else own_size[0]
        return _plain_pixels(upright, needed), own_width, drawing


def light_versions(source: Media | Path) -> tuple[Derived, list[Derived]]:
    """One version as `web_versions` makes them, and the image as WebP at every width of LIGHT_WIDTHS.

    Decoded once for all. WebP without loss where the other is a PNG: a drawing or something transparent.
    """
    plain, own_width, drawing = _decoded(source, max(LIGHT_WIDTHS))
    widths = sorted({min(w, own_width) for w in LIGHT_WIDTHS})
    return _version(plain, min(PLAIN_WIDTH, own_width), drawing), [_webp(plain, w, drawing) for w in widths]


def _bytes(source: Media | Path) -> bytes:
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
def _decoding(file: BinaryIO) -> Iterator[Image.Image]:
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


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says; as it is when the EXIF cannot be read."""
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # broken EXIF is common and says nothing about the pixels
        return image


def _few_colours(image: Image.Image) -> bool:
    deep = image.mode.startswith("I")
    return image.format == "PNG" and not deep and image.getcolors(FEW_COLOURS) is not None


def _plain_pixels(image: Image.Image, needed: int) -> Image.Image:
    """The pixels alone, as L, RGB or RGBA in sRGB: a new image that remembers nothing of the file.

    Never narrower than `needed`, but not much wider either where it was: the rest only costs memory.
    """
    image = _eight_bits(image)
    if image.has_transparency_data:
        image = _reduced(image.convert("RGBA"), needed)
        lowest, _ = image.getchannel("A").getextrema()
        mode = "RGB" if lowest == 255 else "RGBA"
    else:
        mode = "L" if image.mode in ("1", "L") else "RGB"
        image = _reduced(image if image.mode not in ("1", "P") else image.convert(mode), needed)
    image = _in_srgb(image, mode)
    return Image.frombytes(image.mode, image.size, image.tobytes())


def _reduced(image: Image.Image, needed: int) -> Image.Image:
    """By a whole factor, at least twice as wide as `needed`, so that the last step still decides the sharpness."""
    factor = image.width // (2 * needed)
    if factor < 2:
        return image
    kept = {k: v for k, v in image.info.items() if k == "icc_profile"}
    smaller = image.reduce(factor)
    smaller.info.update(kept)
    return smaller


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 bits a channel down to 8; Pillow's own conversion would cut them off instead of scaling."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK") and mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = mode if image.mode == "RGBA" and mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=target)
            return converted if converted is not None else image.convert(mode)
        except Exception:  # a broken profile: the colours as they are
            return image.convert(mode)
    return image if image.mode == mode else image.convert(mode)


def _sized(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    return image if image.size == (width, height) else _resized(image, width, height)


def _webp(image: Image.Image, width: int, drawing: bool) -> Derived:
    sized, out = _sized(image, width), io.BytesIO()
    exact = drawing or image.mode == "RGBA"
    sized.save(out, "WEBP", lossless=exact, quality=WEBP_QUALITY, method=WEBP_EFFORT)
    return Derived(*sized.size, "image/webp", ".webp", out.getvalue())


def _version(image: Image.Image, width: int, drawing: bool) -> Derived:
    sized = _sized(image, width)
    height = sized.height
    out = io.BytesIO()
    if image.mode == "RGBA" or drawing:
        sized.save(out, "PNG", optimize=True)
        return Derived(width, height, "image/png", ".png", out.getvalue())
    sized.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return Derived(width, height, "image/jpeg", ".jpg", out.getvalue())


def _resized(image: Image.Image, width: int, height: int) -> Image.Image:
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
