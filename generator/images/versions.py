"""The versions of an image for the web, decoded and written anew: its pixels and nothing else of the file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from generator.images.checking import bytes_of, decoding
from generator.model import Media

_PNG = b"\x89PNG"
WEB_WIDTHS = (800, 1600)
LIGHT_WIDTHS = (480, 800, 1600)
PLAIN_WIDTH = 800
"""Width of the one version in the old formats, for a browser that does not know WebP (before 2020)."""
JPEG_QUALITY = 82
WEBP_QUALITY, WEBP_EFFORT = 80, 2
FEW_COLOURS = 256
"""Up to this many colours an image is a drawing or a screenshot, which JPEG would blur."""


@dataclass(frozen=True, slots=True, repr=False)
class Derived:
    """A version for the web: size in pixels, its type (`image/webp`), the suffix of its file, and the whole file."""

    width: int
    height: int
    mime: str
    suffix: str
    data: bytes


def web_versions(source: Media | Path, widths: Sequence[int] = WEB_WIDTHS) -> list[Derived]:
    """The image at each width (pixels, never more than its own), upright, in sRGB, the same bytes every time.

    JPEG for photographs, PNG with transparency or few colours. Raises UnusableImageError for what `inspect`
    reports, and when the file is no longer the one that was loaded and consented to.
    """
    plain, own_width, drawing = _decoded(source, max(widths))
    return [_version(plain, width, drawing) for width in sorted({min(w, own_width) for w in widths})]


def _decoded(source: Media | Path, needed: int) -> tuple[Image.Image, int, bool]:
    """The pixels, the width of the whole image, and whether it is a drawing."""
    return _pixels(bytes_of(source), needed)


def _pixels(data: bytes, needed: int) -> tuple[Image.Image, int, bool]:
    with decoding(io.BytesIO(data)) as image:
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


def _version(image: Image.Image, width: int, drawing: bool, *, progressive: bool = True) -> Derived:
    sized = _sized(image, width)
    height = sized.height
    out = io.BytesIO()
    if image.mode == "RGBA" or drawing:
        sized.save(out, "PNG", optimize=True)
        return Derived(width, height, "image/png", ".png", out.getvalue())
    sized.save(out, "JPEG", quality=JPEG_QUALITY, progressive=progressive, optimize=True)
    return Derived(width, height, "image/jpeg", ".jpg", out.getvalue())


def _resized(image: Image.Image, width: int, height: int) -> Image.Image:
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def clean_copy(data: bytes, width: int = WEB_WIDTHS[-1], *, same_kind: bool = False) -> Derived:
    """The image of somebody's document as a file for a bundle: upright, in sRGB, no wider than `width` pixels.

    With `same_kind` a PNG stays a PNG and a JPEG a JPEG; else it is whichever suits the picture. A JPEG is in the form
    of which one can tell that there is nothing else in it (`images.scan`). Raises
    UnusableImageError for what is no JPEG or PNG, is broken, or is too large.
    """
    plain, own_width, drawing = _pixels(data, width)
    drawing = data.startswith(_PNG) if same_kind else drawing
    return _version(plain, min(width, own_width), drawing, progressive=False)
