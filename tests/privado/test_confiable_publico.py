"""The public way needs neither a store nor a key, nor any of the packages that the store adds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.fabrica import REPO, Proyecto

BLOCK = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
"""


def added() -> set[str]:
    """The modules of the packages that only the private store asks for, by the names that are imported."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = (project["optional-dependencies"]["privado"], project["dependencies"])
    private, everybody = ({re.split(r"[^\w-]", line)[0].replace("_", "-").lower() for line in lines} for lines in asked)
    wanted = private - everybody
    found = {
        module
        for module, packages in packages_distributions().items()
        if wanted & {p.replace("_", "-").lower() for p in packages}
    }
    assert {"sqlalchemy", "sqlcipher3", "keyring", "pyrage", "alembic", "pg8000"} <= found
    return found


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer where the store was never installed, and that holds no key."""
    (tmp_path / "enganche").mkdir()
    (tmp_path / "enganche/sitecustomize.py").write_text(BLOCK.format(names=sorted(added())), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("INSPIRA_ALMACEN")}
    paths = os.pathsep.join((str(tmp_path / "enganche"), str(REPO)))
    return {**kept, "PYTHONPATH": paths, "HOME": str(tmp_path / "casa"), "XDG_DATA_HOME": str(tmp_path / "casa/datos")}


def inspira(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)


def test_the_site_is_built_where_the_store_was_never_installed(tmp_path: Path, without: dict[str, str]) -> None:
    root = tmp_path / "proyecto"
    root.mkdir()
    project = Proyecto(root)
    project.publishable("huerta")
    done = inspira(without, "construir", "--proyecto", str(root), "--hoy", "2026-11-22")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "site/practicas/huerta/index.html").exists()
    assert not (tmp_path / "casa/datos").exists()


def test_the_store_then_says_how_it_is_installed(without: dict[str, str]) -> None:
    done = inspira(without, "almacen", "crear")
    assert done.returncode == 1 and "make entorno-privado" in done.stderr and "Traceback" not in done.stderr
    assert inspira(without, "--help").returncode == 0
