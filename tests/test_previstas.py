"""Whom the audit left out for their own text is left out at once the next time, and the site is the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator import building, unchanged
from generator.anonymize.detect import Where, detect
from generator.anonymize.spans import Kind, Level, Span
from generator.audit import Problem, people
from generator.build import build_pages
from generator.building import Accepted, Way, build_until_clean
from generator.diagnostics import Diagnostic, find
from generator.foreseen import Foreseen
from generator.kept import keeping
from generator.lock import WORK
from generator.manifest import Staged
from generator.model import Anonymized
from generator.pipeline import construct
from tests.ediciones import configure
from tests.fabrica import TODAY, Proyecto, text
from tests.muestras import anonymized
from tests.test_incremental import differing

WORD = "zarandajuela"
"""What only the audit takes for a name here, as when the built page says more than what was anonymized."""
BLAMED, OTHER = "practicas/culpada", "practicas/otra"
SAID = "Qué hicimos"
FOUND = find("P301", f"site/{BLAMED}/index.html", line=7)


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[Staged]:
    """The rounds that were built, with an audit that is stricter than the anonymization."""

    def stricter(words: str, where: Where = Where.PROSA, *, part: bool = False) -> tuple[Span, ...]:
        found = detect(words, where, part=part)
        at = words.find(WORD)
        return found if at < 0 else (*found, Span(at, at + len(WORD), Kind.PERSONA, Level.AUTO, "inventado"))

    def counted(staged: Staged, **given: object) -> object:
        done.append(staged)
        return build_pages(staged, **given)

    done: list[Staged] = []
    monkeypatch.setattr(people, "detect", stricter)
    monkeypatch.setattr("generator.building.build_pages", counted)
    return done


def change(project: Proyecto, name: str, words: str) -> None:
    project.publishable(name, text({SAID: words}))


def kept_of(project: Proyecto) -> object:
    """What is kept of those that were left out."""
    with keeping(project.root / WORK, whole=False) as kept:
        return json.loads(kept.get(kept.name("dejadas fuera", unchanged.ways_of(project.root))) or b"{}")


def test_it_is_left_out_at_once_until_it_is_mended(tmp_path: Path, rounds: list[Staged]) -> None:
    (tmp_path / "vivo").mkdir()
    project, fresh = Proyecto(tmp_path / "vivo"), tmp_path / "nuevo"
    change(project, "culpada", f"Hicimos una {WORD} con el grupo.")
    project.publishable("otra", titulo="Otra cosa del taller", relacionadas=["culpada"])
    first = construct(project.root, TODAY)
    assert first.left_out == {BLAMED} and len(rounds) == 2
    assert [(d.code, d.path) for d in first.findings if d.is_error] == [("P301", f"site/{BLAMED}/index.html")]

    change(project, "otra", "Ahora dice algo más.")
    rounds.clear()
    outcome = construct(project.root, TODAY)
    assert outcome == first and len(rounds) == 1
    shutil.copytree(project.root, fresh, ignore=shutil.ignore_patterns(".build", "site"))
    assert construct(fresh, TODAY) == outcome and not differing(project.root / "site", fresh / "site")

    change(project, "culpada", "Hicimos una maqueta con el grupo.")
    rounds.clear()
    assert BLAMED in construct(project.root, TODAY).published and len(rounds) == 1 and kept_of(project) == {}


def test_nothing_is_remembered_of_what_changed_while_it_was_built(
    tmp_path: Path, rounds: list[Staged], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Proyecto(tmp_path)
    change(project, "culpada", f"Hicimos una {WORD} con el grupo.")

    def meanwhile(staged: Staged, **given: object) -> object:
        if not rounds:
            change(project, "culpada", "Hicimos una maqueta con el grupo.")
        rounds.append(staged)
        return build_pages(staged, **given)

    monkeypatch.setattr("generator.building.build_pages", meanwhile)
    assert construct(project.root, TODAY).left_out == {BLAMED}
    assert kept_of(project) == {}


SAME = anonymized(slug="culpada")
OTHERS: dict[str, Anonymized] = {
    "other words": anonymized(slug="culpada", resumen="Dice otra cosa, y la dice en las mismas pocas palabras."),
    "another redaction": replace(SAME, secrets=frozenset(("alguien",))),
    "another decision": replace(SAME, kept=frozenset(("Reloj",))),
    "another author cited": replace(SAME, cited=frozenset(("Reloj",))),
    "another credit": replace(SAME, credits=("Colectivo",)),
    "another folder": anonymized(slug="otra"),
}


def learned(work: Path, ways: object = "como siempre") -> None:
    with keeping(work) as kept:
        one = Foreseen(kept, ways)
        assert one.known([SAME]) == {}
        one.learn(SAME, [FOUND])
        one.keep()


def known(work: Path, these: Sequence[Anonymized], ways: object = "como siempre") -> dict[str, list[Diagnostic]]:
    with keeping(work) as kept:
        return Foreseen(kept, ways).known(these)


def test_it_is_known_again(tmp_path: Path) -> None:
    learned(tmp_path)
    for _ in range(2):
        assert known(tmp_path, [OTHERS["another folder"], SAME]) == {BLAMED: [FOUND]}


@pytest.mark.parametrize("what", OTHERS)
def test_another_is_not_known_and_what_was_is_forgotten(tmp_path: Path, what: str) -> None:
    learned(tmp_path)
    assert known(tmp_path, [OTHERS[what]]) == {}
    assert known(tmp_path, [SAME]) == {}


def test_nor_where_pages_are_made_in_another_way_or_nobody_can_tell(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    project = Proyecto(tmp_path / "p")
    before = unchanged.ways_of(project.root)
    learned(tmp_path, before)
    configure(project, 1)
    after = unchanged.ways_of(project.root)
    assert before and after and known(tmp_path, [SAME], after) == {}
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nhooks: [gancho.py]\n")
    assert unchanged.ways_of(project.root) is None
    learned(tmp_path, None)
    assert known(tmp_path, [SAME], None) == {}


def test_others_are_blamed_without_those_that_are_blamed_for_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom a round blames, and what is said, cannot depend on whether an earlier run is remembered."""
    third = anonymized(slug="tercera")
    these = [SAME, OTHERS["another folder"], third]
    told = find("P305", f"site/{OTHER}/index.html")
    tried: list[set[str]] = []

    def attempt(_project: Path, submissions: list[Anonymized], *_more: object) -> tuple[bool, list[Problem]]:
        tried.append({one.folder for one in submissions})
        submissions.clear()
        problems = [Problem(FOUND, BLAMED, alone=True), Problem(told, OTHER), Problem(told, None)]
        found = [p for p in problems if p.origin in tried[-1] or (p.origin is None and OTHER in tried[-1])]
        return not found, found

    monkeypatch.setattr(building, "_attempt", attempt)
    folders = frozenset(one.folder for one in these)
    ends = []
    for remembered in (False, True):
        with keeping(tmp_path) as kept:
            accepted = Accepted(list(these), folders, frozenset(), folders, frozenset(), frozenset(), ())
            way = Way(lambda _built: None, lambda: list(these), foreseen=Foreseen(kept, "como siempre"))
            ends.append(build_until_clean(tmp_path, accepted, way, lambda _words: None))
            way.foreseen.keep()
        rest = [folders - {BLAMED}, {third.folder}]
        assert tried == (rest if remembered else [folders, *rest])
        tried.clear()
    assert ends[0] == ends[1] and ends[0].findings == (FOUND, told) and ends[0].left_out == {BLAMED, OTHER}
