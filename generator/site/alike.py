"""Which submissions are alike, by the words that few others use and by what they are for.

How near two texts are is worked out elsewhere (`nearest`); here is what it is told of each submission.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial

from generator.kept import NOTHING, Kept
from generator.model import Anonymized
from generator.nearest import Task, nearest
from generator.parallel import begun
from generator.site.facets import facets_of
from generator.site.stems import stems_of

_WORTHWHILE = 2_000
"""Submissions from which another process pays for its start."""
_FACETS: Mapping[str, float] = {"reto": 0.06, "area": 0.05, "estrategia": 0.04, "oferta": 0.02, "lugar": 0.02}
"""What a shared value adds to a likeness, which goes from 0 to 1."""

Near = Mapping[str, tuple[str, ...]]


def alike(submissions: Sequence[Anonymized], most: int) -> Near:
    """Folder → the folders most like it, `most` of them where there are so many others, the nearest first.

    The same submissions give the same answer in whatever order they come.
    """
    with likeness(submissions, most, {a.folder: a.fingerprint for a in submissions}, NOTHING) as near:
        return near()


@contextmanager
def likeness(
    submissions: Sequence[Anonymized], most: int, rests: Mapping[str, str], kept: Kept
) -> Iterator[Callable[[], Near]]:
    """What `alike` finds, to be asked for when it is needed: of many, another process works on it meanwhile.

    `rests`: the digest of each; what was found of the same things before is taken from `kept`.
    """
    ordered = sorted(submissions, key=lambda a: a.folder)
    name = kept.name("parecidas", most, [rests[a.folder] for a in ordered])
    stems = stems_of(ordered, rests, kept)
    if (data := kept.get(name)) is not None:
        found = {folder: tuple(near) for folder, near in json.loads(data).items()}
        yield lambda: found
        return
    texts = [stems[rests[a.folder]] for a in ordered]
    task = Task(list(map(_values, ordered)), texts, _FACETS, most)
    with begun(nearest, task) if len(ordered) >= _WORTHWHILE else nullcontext(partial(nearest, task)) as asked:

        def near() -> Near:
            places = zip(ordered, asked(), strict=True)
            made = {a.folder: tuple(ordered[place].folder for place in others) for a, others in places}
            kept.put(name, json.dumps(made).encode())
            return made

        yield near


def _values(anonymized: Anonymized) -> frozenset[tuple[str, str]]:
    """The values that say how alike two are."""
    facets = facets_of(anonymized.record, anonymized.ficha)
    return frozenset((name, code) for name in _FACETS for code, _ in facets.get(name, ()))
