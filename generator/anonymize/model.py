"""The names model: how likely each word is part of a person's name. Data and figures: `datos/MODELO.md`.

A linear-chain CRF trained by `train.py` with CRFsuite. Its weights are added up here in plain Python, since the
sums of a word and of a pair of neighbours repeat and are remembered: several times faster than handing CRFsuite
all features of every word, and nothing compiled is needed to detect.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

from generator.anonymize.features import CAPITALS_LINE, EDGE, gap, in_capitals, of_pair, of_word, of_words, word_class
from generator.anonymize.tokens import Token

FILE = Path(__file__).parent / "datos" / "nombres.crf.gz"
LABELS = ("O", "P", "E")
"""Nothing, a person's name, another entity (place, institution, work): the third keeps the second apart from it."""

Vector = tuple[float, float, float]
Sums = tuple[int, int, int]
"""Weights added up by label, as the whole numbers of the file: in whatever order, exactly the same."""
_Word = tuple[Sums, Sums, Sums, Sums, Sums, int]
"""What a word gives to the word at each of `OFFSETS` from it, and its class."""
_REMEMBERED = 100_000


def _added(*sums: Sums) -> Sums:
    o = p = e = 0
    for x, y, z in sums:
        o, p, e = o + x, p + y, e + z
    return o, p, e


class Model:
    """Weights by feature and label, and of each label after each."""

    def __init__(self, features: list[str], weights: array[int], moves: Sequence[Sequence[float]], scale: float):
        self._index = {feature: 3 * place for place, feature in enumerate(features)}
        self._weights, self._scale = weights, scale
        self._moves = tuple(tuple(exp(w) for w in row) for row in moves)
        self._words: dict[tuple[str, int], _Word] = {}
        self._pairs: dict[tuple[int, str, int], tuple[Sums, Sums]] = {}
        self._befores: dict[tuple[str, int, str, int], Sums] = {}
        self._capitals: dict[int, Sums] = {}

    def __repr__(self) -> str:
        return f"Model({len(self._index)} features)"

    def probabilities(self, text: str, line: Sequence[Token], first: int, last: int) -> list[float]:
        """How likely each word of `line[first:last]` is part of a person's name, from 0 to 1."""
        return self._marginals(self._scores(text, line, first, last))

    def _sum(self, features: Iterable[str]) -> Sums:
        index, weights = self._index, self._weights
        o = p = e = 0
        for feature in features:
            at = index.get(feature)
            if at is not None:
                o, p, e = o + weights[at], p + weights[at + 1], e + weights[at + 2]
        return o, p, e

    def _word(self, word: str, flags: int) -> _Word:
        if len(self._words) > _REMEMBERED:
            self._words.clear()
        two_before, before, own, after, two_after = map(self._sum, of_word(word, flags))
        known = self._words[word, flags] = (two_before, before, own, after, two_after, word_class(flags))
        return known

    def _pair(self, first: int, between: str, second: int) -> tuple[Sums, Sums]:
        if len(self._pairs) > _REMEMBERED:
            self._pairs.clear()
        to_first, to_second = of_pair(first, between, second)
        known = self._pairs[first, between, second] = (self._sum(to_first), self._sum(to_second))
        return known

    def _before(self, word: str, flags: int, between: str, kind: int) -> Sums:
        """What the word before, and what parts them, give to a word of a class."""
        if len(self._befores) > _REMEMBERED:
            self._befores.clear()
        of_both = self._sum(of_words(word, between, kind))
        before = self._words.get((word, flags)) or self._word(word, flags)
        pair = self._pairs.get((before[5], between, kind)) or self._pair(before[5], between, kind)
        known = self._befores[word, flags, between, kind] = _added(of_both, before[3], pair[1])
        return known

    def _capital(self, kind: int) -> Sums:
        known = self._capitals.get(kind)
        if known is None:
            known = self._capitals[kind] = self._sum([CAPITALS_LINE, f"{CAPITALS_LINE}{kind:x}"])
        return known

    def _scores(self, text: str, line: Sequence[Token], first: int, last: int) -> list[Vector]:
        """The sums of `line[first:last]`. What stands around them counts as if the whole line had been asked for."""
        low, high = max(first - 2, 0), min(last + 2, len(line))
        near = [t[2:4] for t in line[low:high]]
        known, pairs, befores, scale = self._words, self._pairs, self._befores, self._scale
        words = [known.get(key) or self._word(*key) for key in near]
        gaps = [gap(text[a.end : b.start]) for a, b in pairwise(line[low:high])]
        capitals, size = in_capitals(line), len(near)
        scores: list[Vector] = []
        for at in range(first - low, last - low):
            kind = words[at][5]
            parts: list[Sums] = []
            # Offsets are of the word spoken to from the word that speaks: two ahead is `OFFSETS[4]` from two before.
            if at:
                left = (*near[at - 1], gaps[at - 1], kind)
                parts.append(befores.get(left) or self._before(*left))
                if at > 1:
                    parts.append(words[at - 2][4])
            else:
                left_edge = (EDGE, "^", kind)
                parts.append((pairs.get(left_edge) or self._pair(*left_edge))[1])
            if at + 1 < size:
                right = (kind, gaps[at], words[at + 1][5])
                parts += (pairs.get(right) or self._pair(*right))[0], words[at + 1][1]
                if at + 2 < size:
                    parts.append(words[at + 2][0])
            else:
                right = (kind, "$", EDGE)
                parts.append((pairs.get(right) or self._pair(*right))[0])
            if capitals:
                parts.append(self._capital(kind))
            o, p, e = _added(words[at][2], *parts)
            scores.append((o * scale, p * scale, e * scale))
        return scores

    def _marginals(self, scores: list[Vector]) -> list[float]:
        """Forward and backward over three labels, written out; each step is brought to a sum of one."""
        (oo, op, oe), (po, pp, pe), (eo, ep, ee) = self._moves
        forward: list[Vector] = []
        local: list[Vector] = []
        o = p = e = 0.0
        for index, (x, y, z) in enumerate(scores):
            top = max(x, y, z)
            x, y, z = exp(x - top), exp(y - top), exp(z - top)
            local.append((x, y, z))
            if index:
                x, y, z = (
                    x * (o * oo + p * po + e * eo),
                    y * (o * op + p * pp + e * ep),
                    z * (o * oe + p * pe + e * ee),
                )
            whole = x + y + z
            o, p, e = x / whole, y / whole, z / whole
            forward.append((o, p, e))
        result = [0.0] * len(scores)
        o = p = e = 1.0
        for index in range(len(scores) - 1, -1, -1):
            x, y, z = forward[index]
            name = y * p
            whole = x * o + name + z * e
            result[index] = name / whole
            x, y, z = local[index]
            x, y, z = x * o, y * p, z * e
            o, p, e = oo * x + op * y + oe * z, po * x + pp * y + pe * z, eo * x + ep * y + ee * z
            whole = o + p + e
            o, p, e = o / whole, p / whole, e / whole
        return result


def pack(features: Sequence[tuple[str, Sequence[float]]], moves: Sequence[Sequence[float]]) -> bytes:
    """The file of a model: a line of JSON, the features by line, their weights as 16-bit integers."""
    most = max((abs(w) for _, row in features for w in row), default=1.0)
    scale = most / 32_000
    weights = array("h", (round(w / scale) for _, row in features for w in row))
    if array("H", [1]).tobytes()[0] != 1:
        weights.byteswap()
    head = json.dumps({"v": 1, "rasgos": len(features), "escala": scale, "pasos": [list(row) for row in moves]})
    names = "\n".join(name for name, _ in features)
    return gzip.compress(f"{head}\n{names}\n\0".encode() + weights.tobytes(), 9, mtime=0)


def unpack(content: bytes) -> Model:
    """The model in a file that `pack` made."""
    text, _, numbers = gzip.decompress(content).partition(b"\n\0")
    head, _, names = text.decode("utf-8").partition("\n")
    about = json.loads(head)
    weights = array("h")
    weights.frombytes(numbers)
    if array("H", [1]).tobytes()[0] != 1:
        weights.byteswap()
    features = names.split("\n")
    if len(features) != about["rasgos"] or len(weights) != 3 * len(features):
        raise ValueError("the names model is damaged: train it again (generator.anonymize.train)")
    return Model(features, weights, about["pasos"], about["escala"])


@cache
def model() -> Model:
    """The model that ships with the project, loaded once."""
    return unpack(FILE.read_bytes())
