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
        "АВЕЅІЈКМНОРСТУХԚԜаеоԁрсухѕіјһԝѵЁёЇїΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικραυıɡɑӏӀϲ" + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "ABESIJKMHOPCTYXQWaeodpcyxsijhwvËëÏïABEZHIKMNOPTYXovikpauigalIc" + "abcdefghijklmnoprstuvwyz",
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
# All that an odd stretch can begin with, in one class of characters.
_PLAIN = re.compile(r"[\t\n\r\x20-$'-)+-;=-\[\]-}¡-¬®-±´-¸º-»¿-ɏ‘’“”«»–—…€→•✓]*")
_FOREIGN = re.compile(r"[\u0250-\u1fff\ua730\ua731]")
# «🇾🇺🇷🇱🇪🇾»: two of them are a flag, more are writing.
_FLAGS = re.compile(r"[\U0001f1e6-\U0001f1ff](?:[ ]?[\U0001f1e6-\U0001f1ff]){2,}")
# «R o s a r i o», «R.o.s.a.r.i.o»: from five letters on they are no acronym.
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?P<gap>[ .·_-])[^\W\d_](?:(?P=gap)[^\W\d_]){3,}(?!\w)")
_SPACED_INSIDE = re.compile(r"[ .·_-][^\W\d_][ .·_-][^\W\d_][ .·_-]")
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
    """Fold a text. A text with nothing to fold comes back as it is, at the cost of two searches."""
    folded = _read_through(text) if not _PLAIN.fullmatch(text) and _ODD.search(text) else Folded(text)
    spaced = _SPACED_INSIDE.search(folded.text) and _SPACED.search(folded.text)
    return _gathered(folded) if spaced else folded


def _gathered(folded: Folded) -> Folded:
    """The same without what stands between the letters of words that were spaced out."""
    text = folded.text
    gaps = {at for match in _SPACED.finditer(text) for at in range(match.start() + 1, match.end(), 2)}
    kept = [at for at in range(len(text)) if at not in gaps]
    origins = [folded.original(at, at + 1) for at in kept]
    return Folded("".join(text[at] for at in kept), tuple(a for a, _ in origins), tuple(b for _, b in origins))


def _read_through(text: str) -> Folded:
    """A text that holds something odd, as it reads."""
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
    folded = _FLAGS.sub(lambda m: "".join(chr(ord(c) - 0x1F1E6 + 65) if c != " " else c for c in m.group()), folded)
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
    if "\U000e0020" <= char <= "\U000e007e":  # tags: invisible, and a machine reads them
        return chr(ord(char) - 0xE0000)
    if "\U0001f150" <= char <= "\U0001f189":  # white letters in black circles and squares
        return chr((ord(char) - 0x1F150) % 32 + 65) if (ord(char) - 0x1F150) % 32 < 26 else char
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
