"""Images: known by their content, refused before they are decoded when they are bombs, and written anew."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from generator.diagnostics import Diagnostic
from generator.images import (
    MAX_BUNDLE_COST,
    MAX_PIXELS,
    MAX_SIDE,
    UnusableImageError,
    inspect,
    inspect_all,
    web_versions,
)
from generator.load import Bundle
from generator.model import Collection, Media
from generator.validate import read

GOOD = (Path(__file__).parent / "casos" / "encabezado" / "bien.md").read_text(encoding="utf-8")
CANARY = b"quetzalcanario"


def media(path: Path, data: bytes) -> Media:
    path.write_bytes(data)
    return Media(path.name, path, len(data), hashlib.sha256(data).hexdigest())


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(width: int = 400, height: int = 300) -> Image.Image:
    """Many colours, as a photograph has."""
    across = Image.linear_gradient("L").resize((width, height))
    down = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, across.rotate(180)))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG whose header says anything."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("texto", lambda: b"esto no es una imagen", "E305"),
    ("vacio", lambda: b"", "E305"),
    ("html", lambda: b"<html><script>alert(1)</script>", "E305"),
    ("svg", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', "E304"),
    ("svg sin xml", lambda: b'\n <svg onload="alert(1)"/>', "E304"),
    ("gif", lambda: encoded(photo(), "GIF"), "E304"),
    ("webp", lambda: encoded(photo(), "WEBP"), "E304"),
    ("tiff", lambda: encoded(photo(), "TIFF"), "E304"),
    ("bmp", lambda: encoded(photo(), "BMP"), "E304"),
    ("heic", lambda: b"\0\0\0\x18ftypheic" + bytes(40), "E304"),
    ("jpeg cortado", lambda: encoded(photo(), "JPEG")[:-800], "E305"),
    ("png cortado", lambda: encoded(photo())[:-400], "E305"),
    ("solo el comienzo", lambda: b"\x89PNG\r\n\x1a\n", "E305"),
    ("bomba", lambda: png(60_000, 60_000, chunk(b"IDAT", zlib.compress(bytes(1000)))), "E306"),
    ("bomba pequena", lambda: png(7000, 7000, chunk(b"IDAT", zlib.compress(bytes(1000)))), "E306"),
    ("muy alargada", lambda: png(1, MAX_SIDE + 1, chunk(b"IDAT", b"")), "E306"),
    ("texto que explota", lambda: png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(20_000_000), 9))), "E305"),
    ("sin pixeles", lambda: png(9, 9), "E305"),
]


@pytest.mark.parametrize(("name", "make", "code"), BAD, ids=[b[0] for b in BAD])
@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_bad_image(tmp_path: Path, name: str, make: Callable[[], bytes], code: str, suffix: str) -> None:
    bad = media(tmp_path / f"foto{suffix}", make())
    assert [(f.path, f.code) for f in inspect(bad)] == [(f"foto{suffix}", code)]
    with pytest.raises(UnusableImageError) as caught:
        web_versions(bad)
    assert caught.value.code == code
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_bomb_is_refused_by_its_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("se decodificó"))
    bomb = media(tmp_path / "foto.png", png(10_000, MAX_PIXELS["PNG"] // 10_000 + 1, chunk(b"IDAT", b"")))
    assert [f.code for f in inspect(bomb)] == ["E306"]


def test_type_is_by_content(tmp_path: Path) -> None:
    for kind, suffix in (("JPEG", "png"), ("PNG", "jpg")):
        assert inspect(media(tmp_path / f"foto.{suffix}", encoded(photo(), kind))) == []


def test_image_that_is_gone_or_changed(tmp_path: Path) -> None:
    kept = media(tmp_path / "foto.png", encoded(photo()))
    kept.path.write_bytes(encoded(photo(10, 10)))
    with pytest.raises(UnusableImageError):
        web_versions(kept)
    kept.path.unlink()
    assert [f.code for f in inspect(kept)] == ["E010"]


def test_nothing_but_pixels_is_written(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARY.decode())
    words.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    jpeg = encoded(photo(), "JPEG", exif=exif, comment=CANARY, xmp=CANARY, icc_profile=profile, dpi=(72, 72))
    drawing = Image.new("RGB", (400, 300), "green")
    grey = Image.new("L", (400, 300), 90)
    files = [
        jpeg,
        encoded(photo(), exif=exif, pnginfo=words, icc_profile=profile),
        encoded(drawing, pnginfo=words),
        encoded(grey, icc_profile=CANARY * 9),
    ]
    for number, data in enumerate(files):
        assert CANARY in data + b"".join(_texts(data))
        for version in web_versions(media(tmp_path / f"{number}.png", data + CANARY), (200, 400)):
            assert CANARY not in version.data
            again = Image.open(io.BytesIO(version.data))
            assert not again.getexif()
            assert set(again.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
            assert (again.size, again.get_format_mimetype()) == ((version.width, version.height), version.mime)


def _texts(data: bytes) -> list[bytes]:
    """What the text chunks of an image say, decompressed."""
    image = Image.open(io.BytesIO(data))
    return [str(value).encode() for value in image.info.values()]


def test_orientation_is_applied(tmp_path: Path) -> None:
    wide = Image.new("RGB", (40, 20), "white")
    wide.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    version = web_versions(media(tmp_path / "f.jpg", encoded(wide, "JPEG", exif=exif, quality=95)), (800,))[0]
    assert (version.width, version.height) == (20, 40)
    upright = Image.open(io.BytesIO(version.data)).convert("L")
    assert upright.getpixel((10, 5)) < 40 < 200 < upright.getpixel((10, 35))  # type: ignore[operator]


def test_widths_never_grow_and_do_not_repeat(tmp_path: Path) -> None:
    sizes = {
        (2000, 1000): [(800, 400), (1600, 800)],
        (1000, 500): [(800, 400), (1000, 500)],
        (300, 200): [(300, 200)],
        (3500, 2100): [(800, 480), (1600, 960)],
    }
    for size, expected in sizes.items():
        for kind in ("JPEG", "PNG"):
            versions = web_versions(media(tmp_path / "f", encoded(photo(*size), kind)))
            assert [(v.width, v.height) for v in versions] == expected


def test_turned_large_photo_keeps_its_width(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    versions = web_versions(media(tmp_path / "f.jpg", encoded(photo(3600, 2700), "JPEG", exif=exif)))
    assert [(v.width, v.height) for v in versions] == [(800, 1067), (1600, 2133)]


MODES = ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "16 bits RGB", "transparente", "animada"]


def sample(mode: str) -> bytes:
    if mode == "CMYK":
        return encoded(photo().convert("CMYK"), "JPEG")
    if mode == "I;16":
        return encoded(Image.linear_gradient("L").convert("I").point(lambda v: v * 257).convert("I;16"))
    if mode == "16 bits RGB":
        row = b"\0" + b"".join(struct.pack(">HHH", x * 256, 0, 65535) for x in range(256))
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", 256, 4, 16, 2, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b"")
    if mode == "transparente":
        return encoded(photo().convert("P"), transparency=0)
    if mode == "animada":
        return encoded(photo(), save_all=True, append_images=[Image.new("RGB", (400, 300), "red")])
    if mode == "PA":
        return encoded(photo().convert("RGBA").quantize(64))
    return encoded(photo().convert("RGB").convert(mode))


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixel(tmp_path: Path, mode: str) -> None:
    picture = media(tmp_path / "f", sample(mode))
    assert inspect(picture) == []
    versions = web_versions(picture, (100,))
    assert versions == web_versions(picture, (100,))
    again = Image.open(io.BytesIO(versions[0].data))
    assert again.mode in ("L", "RGB", "RGBA")
    assert getattr(again, "n_frames", 1) == 1


def test_sixteen_bits_are_scaled_and_not_cut(tmp_path: Path) -> None:
    version = web_versions(media(tmp_path / "f", sample("I;16")), (256,))[0]
    grey = Image.open(io.BytesIO(version.data)).convert("L")
    low, high = grey.getextrema()
    assert low < 10 and high > 245
    assert 110 < grey.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) < 145  # type: ignore[operator]


def test_colours_are_those_that_the_profile_says(tmp_path: Path) -> None:
    """A profile in which red and blue change places: what was written red is seen blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    data = encoded(Image.new("RGB", (20, 20), (255, 0, 0)), icc_profile=swapped)
    version = web_versions(media(tmp_path / "f.png", data))[0]
    red, _, blue = Image.open(io.BytesIO(version.data)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert red < 30 and blue > 225


def test_drawings_stay_png_and_photographs_become_jpeg(tmp_path: Path) -> None:
    drawing = Image.new("RGB", (300, 200), "white")
    drawing.paste("navy", (50, 50, 100, 100))
    clear = photo().convert("RGBA")
    clear.putalpha(128)
    opaque = photo().convert("RGBA")
    kinds = [
        (encoded(drawing), ".png"),
        (encoded(clear), ".png"),
        (encoded(opaque), ".jpg"),
        (encoded(photo()), ".jpg"),
        (encoded(photo(), "JPEG"), ".jpg"),
    ]
    for data, suffix in kinds:
        version = web_versions(media(tmp_path / "f", data))[0]
        assert version.suffix == suffix


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", png(4, 4)[:40]]))
def test_any_bytes_are_an_image_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes
) -> None:
    picture = media(tmp_path_factory.getbasetemp() / "cualquiera.png", head + data)
    findings = inspect(picture)
    assert all(f.code in ("E304", "E305", "E306") for f in findings)


DECLARED = "imagenes:\n  - archivo: {}\n    alt: Una cuerda tendida en el aula\n    personas_reconocibles: ninguna\n"
SHOWN = "\n![Una cuerda tendida en el aula]({})\n"

BUNDLES: list[tuple[str, str, str, dict[str, bytes], list[tuple[str, str]]]] = [
    ("bien", DECLARED.format("a.png"), SHOWN.format("a.png"), {"a.png": encoded(photo())}, []),
    ("sin declarar", "", SHOWN.format("a.png"), {"a.png": encoded(photo())}, [("index.md:31", "E303")]),
    ("sin usar", DECLARED.format("a.png"), "", {"a.png": encoded(photo())}, [("index.md:14", "E314")]),
    ("suelta", "", "", {"a.png": encoded(photo())}, [("a.png", "E314")]),
    ("suelta y rota: no se abre", "", "", {"a.png": b"hola"}, [("a.png", "E314")]),
    (
        "no es imagen",
        DECLARED.format("a.png"),
        SHOWN.format("a.png"),
        {"a.png": b"hola"},
        [("a.png", "E305")],
    ),
    (
        "otro tipo no se dice dos veces",
        DECLARED.format("a.svg"),
        SHOWN.format("a.svg"),
        {"a.svg": b"<svg/>"},
        [("a.svg", "E304")],
    ),
    (
        "nombre con espacio no se dice dos veces",
        DECLARED.format("a b.jpg"),
        SHOWN.format("a%20b.jpg"),
        {"a b.jpg": encoded(photo(), "JPEG")},
        [("••••.jpg", "E012")],
    ),
    (
        "dos veces en la lista",
        DECLARED.format("a.png") + DECLARED.format("a.png").removeprefix("imagenes:\n"),
        SHOWN.format("a.png"),
        {"a.png": encoded(photo())},
        [("index.md:17", "E108")],
    ),
    (
        "el nombre como descripcion",
        DECLARED.format("cuerda_larga.png").replace("Una cuerda tendida en el aula", "cuerda larga"),
        SHOWN.format("cuerda_larga.png"),
        {"cuerda_larga.png": encoded(photo())},
        [("index.md:15", "E301")],
    ),
    (
        "desde un anexo",
        DECLARED.format("a.png") + "anexos:\n  - archivo: guia.md\n    titulo: La guía\n",
        "",
        {"a.png": encoded(photo()), "anexos/guia.md": SHOWN.format("../a.png").encode()},
        [],
    ),
]


@pytest.mark.parametrize(("name", "fields", "body", "files", "expected"), BUNDLES, ids=[b[0] for b in BUNDLES])
def test_images_of_a_bundle(
    tmp_path: Path, name: str, fields: str, body: str, files: dict[str, bytes], expected: list[tuple[str, str]]
) -> None:
    folder = tmp_path / "practicas" / "caso"
    (folder / "anexos").mkdir(parents=True)
    (folder / "index.md").write_text(GOOD.replace("---\n\n", f"{fields}---\n\n", 1) + body, encoding="utf-8")
    for file, data in files.items():
        (folder / file).write_bytes(data)
    lines = 31 + fields.count("\n")
    _, findings = read(tmp_path, Bundle(Collection.PRACTICAS, "caso", folder))
    found = [(f.path.removeprefix("practicas/caso/") + (f":{f.line}" if f.line else ""), f.code) for f in findings]
    assert found == [(place.replace("index.md:31", f"index.md:{lines}"), code) for place, code in expected]


def big(folder: Path, name: str, size: tuple[int, int], mode: str = "RGB") -> Media:
    path = folder / name
    Image.new(mode, size).save(path)
    return media(path, path.read_bytes())


@pytest.mark.parametrize(
    ("name", "side", "codes"), [("a.png", 4899, ["E306"]), ("a.png", 4898, []), ("a.jpg", 6000, [])]
)
def test_a_png_may_have_fewer_pixels_than_a_photograph(tmp_path: Path, name: str, side: int, codes: list[str]) -> None:
    assert [f.code for f in inspect(big(tmp_path, name, (side, side), "P" if name == "a.png" else "L"))] == codes


def test_a_bundle_has_a_budget_of_pixels_and_what_exceeds_it_is_not_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = big(tmp_path, "a.png", (100, 100))
    photograph = big(tmp_path, "b.jpg", (100, 100))
    monkeypatch.setattr("generator.images.checking.MAX_BUNDLE_COST", 25_000)
    assert [f.path for f in inspect_all([picture] * 2 + [photograph] * 2)] == []
    assert [(f.path, f.code) for f in inspect_all([photograph, *[picture] * 4])] == [("a.png", "E306")] * 2
    monkeypatch.setattr("generator.images.checking.inspect", lambda _media: pytest.fail("se decodificó"))
    monkeypatch.setattr("generator.images.checking.MAX_BUNDLE_COST", 9_999)
    found = inspect_all([picture])
    assert "juntas" in found[0].message


def test_phone_photographs_for_a_whole_practice_fit_in_the_budget() -> None:
    assert MAX_BUNDLE_COST >= 30 * 12_000_000 / 4


def test_a_bundle_of_huge_images_is_checked_within_its_budget(tmp_path: Path) -> None:
    """59 copies of one image took two minutes once: now all but a few are refused by their header alone."""
    folder = tmp_path / "practicas" / "caso"
    folder.mkdir(parents=True)
    first = encoded(Image.new("P", (4800, 4800)))
    names = [f"a{n}.png" for n in range(59)]
    for name in names:
        (folder / name).write_bytes(first)
    fields = DECLARED.format(names[0]) + "".join(DECLARED.format(n).removeprefix("imagenes:\n") for n in names[1:20])
    (folder / "index.md").write_text(GOOD.replace("---\n\n", f"{fields}---\n\n", 1), encoding="utf-8")
    decoded: list[str] = []
    own = inspect

    def counted(item: Media) -> list[Diagnostic]:
        decoded.append(item.name)
        return own(item)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.images.checking.inspect", counted)
        submission, findings = read(tmp_path, Bundle(Collection.PRACTICAS, "caso", folder))
    assert submission is None
    assert len(decoded) == 5
    assert sum(f.code == "E306" for f in findings) == 15
