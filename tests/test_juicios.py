"""What `inspira validar` remembers of a bundle: the same is said with it and without it, whatever changes."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator import checking, judging
from generator.anonymize import redact
from generator.checking import check
from generator.diagnostics import Diagnostic
from generator.judging import FILE
from generator.pending import waiting
from generator.readiness import Look, look, overview
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    (tmp_path / "p").mkdir()
    made = Proyecto(tmp_path / "p", guide=False)
    made.publishable("buena", text(relacionadas=["otra"]))
    made.write("otra", text(titulo="Otra práctica que todavía se revisa"), estado="en_revision")
    made.write("mala", text(area="no-existe"), estado="en_revision")
    made.write("nombra", text({"Qué hicimos": f"Lo contó {CANARY_NAME}."}), estado="en_revision")
    check(made.root, TODAY)
    return made


def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that are judged from here on."""
    seen: list[str] = []
    real = judging.judge

    def told(root: Path, bundle: checking.Bundle, *more: object) -> object:
        seen.append(bundle.slug)
        return real(root, bundle, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "judge", told)
    return seen


def afresh(project: Proyecto, today: date = TODAY) -> list[Diagnostic]:
    """What is said where nothing is remembered."""
    copy = project.root.parent / "copia"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns(".build"))
    return check(copy, today)


def test_what_did_not_change_is_not_judged_again(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = judged(monkeypatch)
    found = check(project.root, TODAY)
    assert seen == [] and {"E103", "A202"} <= {d.code for d in found}
    assert found == afresh(project)


def test_a_bundle_saved_while_it_is_judged_is_not_remembered_as_it_was(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, good, wrong = project.folder("otra") / "index.md", text(titulo="Otra vez otra práctica"), text(area="no")
    index.write_text(wrong, encoding="utf-8")
    real = judging.judge

    def saved_before(*given: object) -> object:
        index.write_text(good, encoding="utf-8")
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(checking, "judge", saved_before)
        check(project.root, TODAY)
    index.write_text(wrong, encoding="utf-8")
    assert any(d.code == "E103" and d.path == "practicas/otra/index.md" for d in check(project.root, TODAY))


def test_a_bundle_saved_while_its_receipts_are_asked_is_judged_anew(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = checking.agreement

    def saved_before(*given: object) -> object:
        project.write("buena", text(area="no"))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "agreement", saved_before)
    later = TODAY + timedelta(days=1)
    assert any(d.code == "E103" and d.path == "practicas/buena/index.md" for d in check(project.root, later))


def _text(project: Proyecto) -> None:
    project.write("buena", text(titulo="El mismo texto con otro título", relacionadas=["otra"]))


def _house(project: Proyecto) -> None:
    (project.folder("buena") / "ficha.yml").write_text("estado: en_revision\n")


def _attachment(project: Proyecto) -> None:
    (project.folder("buena") / "anexos").mkdir()
    (project.folder("buena") / "anexos/hoja.md").write_text("# Hoja\n")


def _image(project: Proyecto) -> None:
    project.image("buena", "mesa.png")


def _withdrawn(project: Proyecto) -> None:
    project.revoke("buena")


def _terms(project: Proyecto) -> None:
    (project.root / "decisiones").mkdir()
    (project.root / "decisiones/terminos.yml").write_text("esto: [no es\n")


def _gone(project: Proyecto) -> None:
    shutil.rmtree(project.folder("otra"))


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (_text, {"buena"}),
        (_house, {"buena"}),
        (_attachment, {"buena"}),
        (_image, {"buena"}),
        (_withdrawn, set()),  # its receipts are asked, and its text is not read for people again
        (_terms, set()),
        (_gone, set()),
    ],
    ids=["texto", "ficha", "anexo", "imagen", "retiro", "términos ilegibles", "otra que se fue"],
)
def test_what_changed_is_judged_again_and_the_rest_is_not(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch, change: Callable[[Proyecto], None], again: set[str]
) -> None:
    change(project)
    seen = judged(monkeypatch)
    found = check(project.root, TODAY)
    assert set(seen) == again
    assert found == afresh(project)


@pytest.mark.parametrize("change", [None, _text, _house, _image, _withdrawn, _terms, _gone])
def test_what_waits_is_the_same_with_what_is_remembered(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch, change: Callable[[Proyecto], None] | None
) -> None:
    """`inspira pendientes` believes it, and whoever decides (`inspira estado`) looks anew."""
    project.publishable("ejemplar", titulo="Una práctica que se mira otra vez")
    (project.folder("ejemplar") / "ficha.yml").write_text("estado: observada\n")
    overview(project.root, TODAY)
    seen = judged(monkeypatch)
    if change:
        change(project)
    told = overview(project.root, TODAY)
    assert "buena" in seen if change and change not in (_withdrawn, _terms, _gone) else seen == []
    whole = look(project.root, TODAY)
    assert [vars_of(one) for one in told.looks] == [vars_of(one) for one in whole.looks]
    assert waiting(told, TODAY) == waiting(whole, TODAY) != []
    seen.clear()
    found = check(project.root, TODAY)
    assert seen == [] and found == afresh(project)


def vars_of(one: Look) -> dict[str, object]:
    return {f.name: getattr(one, f.name) for f in dataclasses.fields(one)}


def test_a_day_on_which_something_expires_is_another_day(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    later = TODAY + timedelta(days=800)
    seen = judged(monkeypatch)
    found = check(project.root, later)
    assert seen == [], "only what the receipts cover is another thing on another day"
    assert found == afresh(project, later)
    assert {"C104", "C107"} & {d.code for d in found}


@pytest.mark.parametrize(
    "harm", [lambda d: d[:-1], lambda d: d.replace(b"E103", b"E203"), lambda _d: b"", lambda d: d + b" "]
)
def test_a_file_that_is_not_ours_to_the_last_byte_is_not_believed(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch, harm: Callable[[bytes], bytes]
) -> None:
    path = project.root / ".build" / FILE
    path.write_bytes(harm(path.read_bytes()))
    seen = judged(monkeypatch)
    assert check(project.root, TODAY) == afresh(project)
    assert {"buena", "otra", "mala", "nombra"} <= set(seen)


def test_another_version_of_the_program_judges_again(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "version", lambda: "otra")
    seen = judged(monkeypatch)
    check(project.root, TODAY)
    assert len(seen) == 4


def test_what_is_remembered_holds_no_text(project: Proyecto) -> None:
    data = (project.root / ".build" / FILE).read_text(encoding="utf-8")
    assert not any(part in data for part in CANARY_NAME.split())


def test_a_fault_of_ours_is_not_remembered(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(redact, "check", lambda *_: 1 / 0)
        project.write("otra", text(titulo="Cambió justo entonces esta práctica"), estado="en_revision")
        assert "E013" in {d.code for d in check(project.root, TODAY)}
    assert "E013" not in {d.code for d in check(project.root, TODAY)}


def test_many_are_shared_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.parallel.WORTHWHILE", 1_000)
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 2)
    made = Proyecto(tmp_path, guide=False)
    for number in range(12):
        made.write(f"numero-{number}", text(titulo=f"La práctica número {number} de varias"), estado="en_revision")
    seen = judged(monkeypatch)
    found = check(made.root, TODAY)
    assert seen == [] or len(seen) < 12, "some were judged in another process"
    shutil.rmtree(made.root / ".build")
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 1)
    assert check(made.root, TODAY) == found
