"""What stands beside a submission: what it recovered or was recovered by, whom it names, who names it, what is alike.

A retired submission is beside nobody, and nothing is said of what is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from generator.kept import NOTHING, Kept
from generator.model import Anonymized, Collection
from generator.schema import Expedicion
from generator.schema.options import Estado
from generator.site.alike import Near, likeness

SHOWN = 4
"""How many stand under «Para seguir» where the authors named fewer."""


class Beside(NamedTuple):
    """Folders beside one submission: `recovered` and `recovered_by` between expeditions and practices, `others`."""

    recovered: tuple[str, ...] = ()
    recovered_by: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Beside>"


def beside(submissions: Sequence[Anonymized]) -> Mapping[str, Beside]:
    """Folder → what stands beside it; a retired one has no entry. Nobody is left alone where there are others."""
    with neighbours(submissions, {a.folder: a.fingerprint for a in submissions}, NOTHING) as asked:
        return asked()


@contextmanager
def neighbours(
    submissions: Sequence[Anonymized], rests: Mapping[str, str], kept: Kept
) -> Iterator[Callable[[], Mapping[str, Beside]]]:
    """What `beside` finds, to be asked for when it is needed; `rests` and `kept` are those of `likeness`."""
    shown = {a.folder: a for a in submissions if a.ficha.estado is not Estado.RETIRADA}
    with likeness(list(shown.values()), 2 * SHOWN, rests, kept) as near:
        yield lambda: _beside(shown, near())


def _beside(shown: Mapping[str, Anonymized], near: Near) -> Mapping[str, Beside]:
    recovered = {folder: _known(_recovered(a), folder, shown) for folder, a in shown.items()}
    said_of = {folder: _known(named(a.record.relacionadas, shown), folder, shown) for folder, a in shown.items()}
    recovering, naming = _turned(recovered), _turned(said_of)
    found = {}
    for folder in shown:
        kin = (*recovered[folder], *recovering[folder])
        said = [f for f in dict.fromkeys((*said_of[folder], *naming[folder][:SHOWN])) if f not in kin]
        more = [f for f in near[folder] if f not in said and f not in kin]
        others = (*said, *more[: max(0, SHOWN - len(said))])
        found[folder] = Beside(recovered[folder], tuple(recovering[folder]), others)
    return found


def _known(folders: Iterable[str], folder: str, shown: Mapping[str, Anonymized]) -> tuple[str, ...]:
    return tuple(f for f in dict.fromkeys(folders) if f in shown and f != folder)


def _recovered(anonymized: Anonymized) -> list[str]:
    record = anonymized.record
    if not isinstance(record, Expedicion) or record.practicas_recuperadas == "pendiente":
        return []
    return [f"{Collection.PRACTICAS.value}/{slug}" for slug in record.practicas_recuperadas]


def named(slugs: Iterable[str], shown: Container[str]) -> list[str]:
    """The folders of those that an author names, as far as they are shown, in order.

    A slug may stand in either folder (`validate_together`): a practice goes before a trip.
    """
    either = ([f"{kind.value}/{slug}" for kind in Collection] for slug in slugs)
    return [folder for two in either if (folder := next((f for f in two if f in shown), ""))]


def _turned(aims: Mapping[str, Iterable[str]]) -> Mapping[str, list[str]]:
    """Who aims at each, in order."""
    turned: dict[str, list[str]] = defaultdict(list)
    for folder in sorted(aims):
        for aim in aims[folder]:
            turned[aim].append(folder)
    return turned
