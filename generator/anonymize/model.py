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
_REMEMBERED = 150_000


class Model:
    """Weights by feature and label, and of each label after each."""

    def __init__(self, features: list[str], weights: array[int], moves: Sequence[Sequence[float]], scale: float):
        self._index = {feature: 3 * place for place, feature in enumerate(features)}
        self._weights, self._scale = weights, scale
        self._moves = tuple(tuple(exp(w) for w in row) for row in moves)
        self._words: dict[tuple[str, int], tuple[Vector, ...]] = {}
        self._pairs: dict[tuple[int, str, int], tuple[Vector, Vector]] = {}
        self._capitals: dict[int, Vector] = {}
        self._befores: dict[tuple[str, str, int], Vector] = {}

    def __repr__(self) -> str:
        return f"Model({len(self._index)} features)"

    def probabilities(self, text: str, line: Sequence[Token], first: int, last: int) -> list[float]:
        """How likely each word of `line[first:last]` is part of a person's name, from 0 to 1."""
        return self._marginals(self._scores(text, line, first, last))

    def _sum(self, features: Iterable[str]) -> Vector:
        index, weights = self._index, self._weights
        o = p = e = 0
        for feature in features:
            at = index.get(feature)
            if at is not None:
                o, p, e = o + weights[at], p + weights[at + 1], e + weights[at + 2]
        scale = self._scale
        return o * scale, p * scale, e * scale

    def _word(self, token: Token) -> tuple[Vector, ...]:
        if len(self._words) > _REMEMBERED:
            self._words.clear()
        known = self._words[token.word, token.flags] = tuple(map(self._sum, of_word(token.word, token.flags)))
        return known

    def _pair(self, first: int, between: str, second: int) -> tuple[Vector, Vector]:
        key = (first, between, second)
        known = self._pairs.get(key)
        if known is None:
            if len(self._pairs) > _REMEMBERED:
                self._pairs.clear()
            to_first, to_second = of_pair(first, between, second)
            known = self._pairs[key] = (self._sum(to_first), self._sum(to_second))
        return known

    def _before(self, word: str, between: str, kind: int) -> Vector:
        key = (word, between, kind)
        known = self._befores.get(key)
        if known is None:
            if len(self._befores) > _REMEMBERED:
                self._befores.clear()
            known = self._befores[key] = self._sum(of_words(word, between, kind))
        return known

    def _capital(self, kind: int) -> Vector:
        known = self._capitals.get(kind)
        if known is None:
            known = self._capitals[kind] = self._sum([CAPITALS_LINE, f"{CAPITALS_LINE}{kind:x}"])
        return known

    def _scores(self, text: str, line: Sequence[Token], first: int, last: int) -> list[Vector]:
        """The sums of `line[first:last]`. What stands around them counts as if the whole line had been asked for."""
        low, high = max(first - 2, 0), min(last + 2, len(line))
        near = line[low:high]
        known = self._words
        words = [known.get((t.word, t.flags)) or self._word(t) for t in near]
        classes = [word_class(t.flags) for t in near]
        gaps = [gap(text[a.end : b.start]) for a, b in pairwise(near)]
        capitals = in_capitals(line)
        size = len(near)
        scores: list[Vector] = []
        for at in range(first - low, last - low):
            kind, own = classes[at], words[at][2]
            before = self._pair(classes[at - 1], gaps[at - 1], kind) if at else self._pair(EDGE, "^", kind)
            after = self._pair(kind, gaps[at], classes[at + 1]) if at + 1 < size else self._pair(kind, "$", EDGE)
            parts = [before[1], after[0]]
            # Offsets are of the word spoken to from the word that speaks: two ahead is `OFFSETS[4]` from two before.
            if at:
                parts += (words[at - 1][3], self._before(near[at - 1].word, gaps[at - 1], kind))
                if at > 1:
                    parts.append(words[at - 2][4])
            if at + 1 < size:
                parts.append(words[at + 1][1])
                if at + 2 < size:
                    parts.append(words[at + 2][0])
            if capitals:
                parts.append(self._capital(kind))
            o, p, e = own
            for x, y, z in parts:
                o, p, e = o + x, p + y, e + z
            scores.append((o, p, e))
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
