"""How much each kind of change makes the whole way do again: counts, and no clock.

A number that grows here is work that came back. Where the design changes what a change touches, change the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from generator.pipeline import construct
from tests import ediciones
from tests.fabrica import TODAY, Proyecto


class Notes:
    """Takes down what each stage made anew."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, _message: str) -> None:
        """What a stage is about is not counted."""

    def note(self, words: str) -> None:
        self.words.append(words)

    def number(self, pattern: str) -> int:
        """The number in the note that fits a pattern; 0 when none does."""
        found = (re.search(pattern, words) for words in self.words)
        return next((int(match[1]) for match in found if match), 0)


def counted(project: Proyecto) -> tuple[int, int, int, int]:
    """Bundles prepared, pages printed beyond those of always, shards of the search and files that the audit read."""
    notes = Notes()
    assert construct(project.root, TODAY, notes).promoted
    return (
        notes.number(r"como estaban; (\d+) hechas?"),
        notes.number(r"^(\d+) páginas hechas") - notes.number(r"de siempre: (\d+)"),
        notes.number(r"partes; (\d+) partes? hechas?"),
        notes.number(r"^(\d+) de \d+ archivos"),
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proyecto]:
    made = Proyecto(tmp_path_factory.mktemp("cuentas"))
    ediciones.beginning(made)
    assert construct(made.root, TODAY).promoted
    yield made


def write_guide(project: Proyecto) -> None:
    ediciones.guide(project, 1)


def edit_one(project: Proyecto) -> None:
    """Its words alone: neither its title nor what its card says."""
    index = project.root / "practicas" / ediciones.NAMES[0] / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nY así quedó.\n", encoding="utf-8")
    project.consent(ediciones.NAMES[0])


def revoke_one(project: Proyecto) -> None:
    project.revoke(ediciones.NAMES[1])


def test_each_change_makes_no_more_than_it_touches(project: Proyecto) -> None:
    steps: dict[Callable[[Proyecto], None], tuple[int, int, int, int]] = {
        write_guide: (0, 0, 0, 1),
        edit_one: (1, 1, 1, 2),  # its page and what the search says of it
        # Its page goes; those that stood beside it, the lists, the news, the open data and the map have one less.
        revoke_one: (0, 6, 1, 13),
    }
    found = {}
    for step in steps:
        step(project)
        found[step] = counted(project)
    assert found == steps
