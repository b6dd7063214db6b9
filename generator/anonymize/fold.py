"""The text as a reader sees it or a machine would read it, with the way back to the original offsets.

Detectors read folded text only, so that no disguise (full-width digits, zero-width characters, soft hyphens,
entities, percent escapes, decomposed accents, Cyrillic look-alikes) has to be known by each of them.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

# Cyrillic, Greek and other letters that a reader takes for Latin ones. Folded only in words that mix scripts
# or hold nothing but look-alikes: real Greek or Russian text keeps its letters.
_LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХԚԜаеоԁрсухѕіјһԝѵЁёЇїΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικραυıɡɑӏӀᴀʀɴϲ",
        "ABESIJKMHOPCTYXQWaeodpcyxsijhwvËëÏïABEZHIKMNOPTYXovikpauigalIARNc",
        strict=True,
    )
)
_HYPHENS = dict.fromkeys("‐‑‒⁃−﹣⁻₋﹘", "-")
_OTHERS = {"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "․": ".", "。": ".", "｡": ".", "∕": "/", "⁄": "/", "ˈ": "'"}
_INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\u034f\u2800")

# Characters that read as they are. Everything else goes the long way.
_ORDINARY = "\t\n\r\x20-\x7e¡-¬®-±´-¸º-»¿-ɏ‘’“”«»–—…€→•✓"
_ODD = re.compile(
    rf"(?:[^{_ORDINARY}]"
    r"|&(?:(?:amp|#38|#x26);)*(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,9};?|[A-Za-z][A-Za-z0-9]{1,31};?)"
    r"|(?:%(?:25){0,3}[0-9a-fA-F]{2}){1,60}"
    # Markup inside a word: emphasis marks, inline tags and comments, escaped punctuation.
    r"|(?<=[^\W\d_])(?:\*{1,3}|~~|</?[a-zA-Z][a-zA-Z0-9]{0,9}>|<!--[^>]{0,80}-->)(?=[^\W\d_])"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r")+"
)
_FOREIGN = re.compile(r"[\u0250-\u1fff]")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, repr=False)
class Folded:
    """Folded text and, where it differs from the original, the original range of each of its characters."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of the folded range `start:end`, which holds a character at least."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


_Unit = tuple[str, int, int]


def fold(text: str) -> Folded:
    """Fold a text. A text with nothing to fold comes back as it is, at the cost of one search."""
    if not _ODD.search(text):
        return Folded(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _ODD.finditer(text):
        first = match.start()
        # The letter before may be the base of a combining mark: fold it together with what follows.
        if first > position:
            first -= 1
        pieces.append(text[position:first])
        starts.extend(range(position, first))
        ends.extend(range(position + 1, first + 1))
        for char, start, end in _compose(_units(text, first, match)):
            pieces.append(char)
            starts.append(start)
            ends.append(end)
        position = match.end()
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    folded = "".join(pieces)
    if _FOREIGN.search(folded):
        folded = _LETTERS.sub(_latinize, folded)
    return Folded(folded, tuple(starts), tuple(ends))


def _units(text: str, first: int, match: re.Match[str]) -> list[_Unit]:
    """The characters that an odd stretch reads as, each with its original range."""
    units: list[_Unit] = [(c, first + i, first + i + 1) for i, c in enumerate(text[first : match.start()])]
    position, end = match.span()
    while position < end:
        markup = _markup(text, position, end)
        if markup:
            position = markup
            continue
        stop, decoded = _decode(text, position, end)
        units.extend((c, position, stop) for char in decoded for c in _read(char))
        position = stop
    return units


_MARKUP_AT = re.compile(r"\*{1,3}|~~|</?[a-zA-Z][a-zA-Z0-9]{0,9}>|<!--[^>]{0,80}-->|\\")


def _markup(text: str, position: int, end: int) -> int:
    match = _MARKUP_AT.match(text, position, end)
    return match.end() if match else 0


_ESCAPE_AT = re.compile(
    r"&(?:(?:amp|#38|#x26);)*(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,9};?|[A-Za-z][A-Za-z0-9]{1,31};?)"
    r"|(?:%(?:25){0,3}[0-9a-fA-F]{2}){1,60}"
)


def _decode(text: str, position: int, end: int) -> tuple[int, str]:
    """Where the next entity, percent escape or character ends and what it stands for."""
    match = _ESCAPE_AT.match(text, position, end)
    if match is None:
        return position + 1, text[position]
    written = match.group()
    decoded = written
    for _ in range(4):
        step = html.unescape(decoded) if written[0] == "&" else unquote(decoded, errors="replace")
        if step == decoded or "\ufffd" in step:
            break
        decoded = step
    if decoded == written:
        return position + 1, written[0]
    return match.end(), decoded


_ORDINARY_CHAR = re.compile(rf"[{_ORDINARY}]")


def _read(char: str) -> str:
    """What one character reads as: possibly nothing, possibly several characters."""
    if _ORDINARY_CHAR.match(char):
        return char
    if char in _HYPHENS or char in _OTHERS:
        return _HYPHENS.get(char) or _OTHERS[char]
    category = unicodedata.category(char)
    if char in _INVISIBLE or category in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category == "Zs":
        return " "
    if category in ("Nd", "No", "Nl"):
        value = unicodedata.digit(char, None)
        return unicodedata.normalize("NFKC", char) if value is None else str(value)
    return unicodedata.normalize("NFKC", char)


def _compose(units: list[_Unit]) -> list[_Unit]:
    """Join each base letter with the combining marks after it, so that n and a tilde read ñ."""
    composed: list[_Unit] = []
    for char, start, end in units:
        if not unicodedata.combining(char) and unicodedata.category(char) not in ("Mn", "Me"):
            composed.append((char, start, end))
        elif composed:
            base, first, last = composed[-1]
            joined = unicodedata.normalize("NFC", base + char)
            # A mark that composes with nothing (a stroke drawn over the letter) only hides it: drop the mark.
            composed[-1] = (joined if len(joined) == 1 else base, first, max(last, end))
    return composed


def _latinize(match: re.Match[str]) -> str:
    word = match.group()
    foreign = [c for c in word if c > "\u024f"]
    if not foreign:
        return word
    if len(foreign) < len(word) or all(c in _LOOKALIKES for c in foreign):
        return "".join(_LOOKALIKES.get(c, c) for c in word)
    return word
