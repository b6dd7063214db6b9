"""The pictures that a page shows when it is shared, one for each collection: `python -m herramientas.compartir`.

Drawn with the site's own letters and colours, and committed: they change when somebody runs this.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

OUT = Path(__file__).parent.parent / "generator" / "site" / "theme" / "assets" / "inspira"
SIZE = (1200, 630)
SCALE = 4
"""It is drawn larger and brought down, so that curves come out smooth."""
NAME = "Instructores que inspiran"
BLUE, PAPER, SUN, SAND, SOFT = "#00304d", "#fbf9f4", "#fdc300", "#dbe7ee", "#8fb3c8"
LEAVES = {"left": "#5aa777", "middle": "#fdc300", "right": "#5b93b5"}
CARDS = {
    "sitio": (
        "Lo que a un colega le funcionó, listo para su próxima sesión",
        "Buenas prácticas de instructores del SENA",
    ),
    "practicas": ("Una práctica que puede llevar a su ambiente", "Práctica de enseñanza"),
    "expediciones": ("Un territorio, una pregunta y lo que se entendió", "Expedición técnico-pedagógica"),
    "guia": ("La guía de Aprendiendo Juntos", "Para acompañarse entre colegas"),
}
"""What each says: the large words, and the small ones above them. No text of a submission is ever here."""
# The plants of the home page (hojas.svg), in its own units.
_STEMS = (
    ("left", "M70 210V120 M70 140c0-42-26-62-60-62 0 42 26 62 60 62 M70 165c0-38 24-56 54-56 0 38-24 56-54 56"),
    ("middle", "M160 210V70 M160 100c0-50-30-74-72-74 0 50 30 74 72 74 M160 140c0-46 28-68 66-68 0 46-28 68-66 68"),
    ("right", "M245 210V140 M245 158c0-32-20-48-46-48 0 32 20 48 46 48 M245 178c0-30 18-44 42-44 0 30-18 44-42 44"),
)
Point = tuple[float, float]


def main() -> int:
    """Draw them all."""
    for name, (words, above) in CARDS.items():
        data = card(words, above)
        (OUT / f"compartir-{name}.png").write_bytes(data)
        print(f"compartir-{name}.png: {len(data) // 1000} KB")
    return 0


def card(words: str, above: str) -> bytes:
    """One picture as a PNG of few colours, with nothing in it but the picture."""
    image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), BLUE)
    draw = ImageDraw.Draw(image)
    _plants(draw, at=(812, 250), zoom=1.24)
    draw.rectangle([0, _px(600), image.width, image.height], fill=SUN)
    draw.text((_px(80), _px(84)), above, font=_font(400, 32), fill=SAND)
    size = 76 if len(words) < 44 else 66
    for number, line in enumerate(_lines(words, size, 700 if len(words) < 44 else 760)):
        draw.text((_px(78), _px(146 + number * size * 1.16)), line, font=_font(600, size), fill=PAPER)
    draw.text((_px(80), _px(516)), NAME, font=_font(600, 36), fill=SUN)
    small = image.resize(SIZE, Image.Resampling.LANCZOS).quantize(96, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _px(value: float) -> int:
    return round(value * SCALE)


def _font(weight: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(OUT / f"work-sans-{weight}.woff2", _px(size))


def _lines(text: str, size: int, width: int) -> list[str]:
    """The text in lines that fit."""
    font, lines = _font(600, size), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _px(width):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _plants(draw: ImageDraw.ImageDraw, at: Point, zoom: float) -> None:
    def place(point: Point) -> Point:
        return _px(at[0] + point[0] * zoom), _px(at[1] + point[1] * zoom)

    for colour, path in _STEMS:
        for line in _strokes(path):
            draw.line([place(p) for p in line], fill=LEAVES[colour], width=_px(6 * zoom), joint="curve")
            for end in (line[0], line[-1]):
                _dot(draw, place(end), _px(3 * zoom), LEAVES[colour])
    draw.line([place((20, 212)), place((282, 212))], fill=SOFT, width=_px(6 * zoom))


def _dot(draw: ImageDraw.ImageDraw, at: Point, radius: int, colour: str) -> None:
    draw.ellipse([at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius], fill=colour)


def _strokes(path: str) -> list[list[Point]]:
    """The lines of a small path: `M`, `V` and `c`, which is all that the drawing uses."""
    lines: list[list[Point]] = []
    for command, rest in re.findall(r"([MVc])([^MVc]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d+", rest)]
        if command == "M":
            lines.append([(numbers[0], numbers[1])])
        elif command == "V":
            lines[-1].append((lines[-1][-1][0], numbers[0]))
        else:
            for i in range(0, len(numbers), 6):
                lines[-1] += _curve(lines[-1][-1], numbers[i : i + 6])
    return lines


def _curve(start: Point, c: list[float], steps: int = 96) -> list[Point]:
    points = []
    for n in range(1, steps + 1):
        t = n / steps
        u = 1 - t
        points.append(
            (
                start[0] + 3 * u * u * t * c[0] + 3 * u * t * t * c[2] + t**3 * c[4],
                start[1] + 3 * u * u * t * c[1] + 3 * u * t * t * c[3] + t**3 * c[5],
            )
        )
    return points


if __name__ == "__main__":
    raise SystemExit(main())
