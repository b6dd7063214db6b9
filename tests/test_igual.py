"""A second construction makes nothing when nothing changed, and everything as soon as anything did."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from generator import accepting, unchanged
from generator.kept import keeping
from generator.outcome import Outcome
from generator.pipeline import construct
from tests.fabrica import TODAY, Proyecto, text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Proyecto, Outcome]:
    project = Proyecto(tmp_path_factory.mktemp("igual"))
    project.publishable("estaciones")
    project.write("borrador", text(), estado="borrador")
    return project, construct(project.root, TODAY)


@pytest.fixture
def asked(made: tuple[Proyecto, Outcome], monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether a construction of the project as it is now would go the whole way; none does."""
    project, _ = made

    class GoesOnError(Exception):
        pass

    def accept(*_given: object, **_more: object) -> None:
        raise GoesOnError

    monkeypatch.setattr(accepting, "accept", accept)
    before = project.root.with_name("antes")
    shutil.rmtree(before, ignore_errors=True)
    shutil.copytree(project.root, before, symlinks=True)

    def ask(later: int = 0) -> bool:
        try:
            construct(project.root, TODAY + timedelta(days=later))
        except GoesOnError:
            return True
        return False

    yield ask
    shutil.rmtree(project.root)
    before.rename(project.root)


def test_nothing_is_made_again(made: tuple[Proyecto, Outcome], asked: Callable[..., bool]) -> None:
    project, first = made
    kept = sorted((project.root / ".build/cache/hechos").iterdir())
    second = construct(project.root, TODAY)
    assert first.promoted and (second.published, second.left_out, second.findings, second.exit_code) == (
        first.published,
        first.left_out,
        first.findings,
        3,
    )
    assert sorted((project.root / ".build/cache/hechos").iterdir()) == kept and kept


@pytest.mark.parametrize(
    "path",
    [
        "practicas/estaciones/index.md",
        "practicas/estaciones/ficha.yml",
        "practicas/estaciones/consentimientos.json",
        "practicas/nueva/index.md",
        "content/acerca.md",
        "consentimiento/revocaciones.json",
        "decisiones/terminos.yml",
        "mkdocs.yml",
        "site/index.html",
        "site/sello.txt",
        "site/practicas/estaciones/otra.html",
    ],
)
def test_one_byte_anywhere_makes_it_anew(made: tuple[Proyecto, Outcome], asked: Callable[..., bool], path: str) -> None:
    file = made[0].root / path
    file.parent.mkdir(exist_ok=True, parents=True)
    data = file.read_bytes() if file.exists() else b""
    file.write_bytes(data + b"\n")
    assert asked()


def test_what_is_no_file_of_its_own_makes_it_anew(
    made: tuple[Proyecto, Outcome], asked: Callable[..., bool], tmp_path: Path
) -> None:
    site = made[0].root / "site"
    (site / "vacía").mkdir()
    assert asked()
    (site / "vacía").rmdir()
    assert not asked()
    page = (site / "index.html").replace(tmp_path / "index.html")
    (site / "index.html").symlink_to(page)
    assert asked()


def test_another_day_or_a_site_that_is_gone_makes_it_anew(
    made: tuple[Proyecto, Outcome], asked: Callable[..., bool]
) -> None:
    assert asked(later=1)
    shutil.rmtree(made[0].root / "site")
    assert asked()


@pytest.mark.parametrize("words", ["hooks:\n  - fuera.py\n", "INHERIT: otra.yml\n", "site_url: !ENV SITIO\n"])
def test_what_may_rest_on_more_than_is_read_is_never_remembered(tmp_path: Path, words: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(words)
    with keeping(tmp_path / ".build") as kept:
        assert unchanged.name_of(tmp_path, TODAY, False, kept) is None
