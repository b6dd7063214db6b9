"""A proposal reviewed as each host would, with its own files of continuous integration run here.

The canary names are made up from name parts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.diagnostics import FORMATS, find
from generator.proposal import Changed, Made, changed, summary
from tests.fabrica import CANARY_ID, CANARY_NAME, REPO, Proyecto, text

ADDRESS = "https://example.org/x/"


def test_the_summary_says_the_next_step_and_what_is_missing() -> None:
    folder = "practicas/huerta"
    findings = [
        find("E101", f"{folder}/index.md", "Falta el campo «alt» en el número 2 de «imagenes».", line=9, column=1),
        find("A201", f"{folder}/index.md", line=30, column=4),
        find("E203", f"{folder}/index.md", line=40, column=1),
        find("E101", "practicas/otra/index.md", "Falta el campo «area».", line=1, column=1),
    ]
    told = summary([Changed(folder, "nueva")], findings, {folder: Made(["vista-practicas-huerta.html"])})
    assert "**Siguiente paso:** hay 1 lugar con datos de personas" in told
    assert f"inspira anonimizar {folder}" in told
    assert "línea 9: Falta el campo «alt» en el número 2 de «imagenes»." in told
    assert "2 cosas por corregir" in told and "`vista-practicas-huerta.html`" in told
    assert "area" not in told
    unended = [find("E113", f"{folder}/index.md", line=2), find("E203", f"{folder}/index.md", line=40)]
    told = summary([Changed(folder, "nueva")], unended, {})
    assert "- `index.md`, línea 2: El campo está repetido. Deje uno solo. [E113]" in told
    assert "Sección que no está en la plantilla (aviso). Se publica tal cual" in told


@pytest.mark.parametrize(
    ("then", "said"), [({"area": "no-existe"}, True), ({"titulo": "La clase de Zutanejo"}, True), ({}, False)]
)
def test_an_earlier_version_that_is_no_page_is_told_as_such(
    tmp_path: Path, then: dict[str, object], said: bool
) -> None:
    for name in ("antes", "ahora"):
        (tmp_path / name).mkdir()
    before, now = (Proyecto(tmp_path / name, guide=False) for name in ("antes", "ahora"))
    before.write("huerta", text(**then))
    now.write("huerta", text(titulo="Otro título que sirve"))
    words = ["propuesta", "--proyecto", str(now.root), "--antes", str(before.root), "--salida", str(tmp_path / "mirar")]
    CliRunner().invoke(main, words)
    told = (tmp_path / "mirar/resumen.md").read_text(encoding="utf-8")
    assert ("**No hay archivo de cambios:**" in told) is said
    assert (tmp_path / "mirar/cambios-practicas-huerta.html").exists() is not said
    assert (tmp_path / "mirar/vista-practicas-huerta.html").exists()


@pytest.mark.parametrize(
    ("codes", "step"),
    [
        (["E201", "C101"], "agregue el título con ##"),
        (["C101"], "inspira vista-previa practicas/huerta"),
        (["C112", "C101"], "corrija ficha.yml"),
        (["C110"], "quite «ejemplo»"),
        (["E201", "E110"], "no hay encabezado de datos. El archivo empieza con"),
        (["E113"], "el campo está repetido. Deje uno solo."),
        ([], "que la lea alguien que no la escribió"),
    ],
)
def test_each_state_has_its_next_step(codes: Sequence[str], step: str) -> None:
    told = summary([Changed("practicas/huerta", "cambia")], [find(c, "practicas/huerta/index.md") for c in codes], {})
    (line,) = [line for line in told.splitlines() if line.startswith("**Siguiente paso:**")]
    assert step.casefold() in line.casefold()


def test_what_a_proposal_touches_is_told_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "antes").mkdir()
    before = Proyecto(tmp_path / "antes", guide=False)
    for name in ("igual", "cambia", "sale", "ficha"):
        before.write(name, text())
    shutil.copytree(before.root, tmp_path / "propuesta")
    after = Proyecto.at(tmp_path / "propuesta")
    after.write("nueva", text())
    after.write("cambia", text(titulo="Otro título para la misma práctica"))
    after.write("ficha", text(), estado="aprobada")
    shutil.rmtree(after.folder("sale"))
    kinds = {c.folder.removeprefix("practicas/"): c.kind for c in changed(after.root, before.root)}
    assert kinds == {"nueva": "nueva", "cambia": "cambia", "ficha": "cambia", "sale": "sale"}


def test_what_changes_in_a_ficha_is_told_by_its_labels(tmp_path: Path) -> None:
    (tmp_path / "antes").mkdir()
    before = Proyecto(tmp_path / "antes", guide=False)
    before.write("una", text())
    shutil.copytree(before.root, tmp_path / "propuesta")
    after = Proyecto.at(tmp_path / "propuesta")
    replica = {"periodo": "2026-T1", "resultado": "funciono"}
    ficha = {"estado": "revocada", "replicas": [replica, {**replica}], "institucionalizada": True}
    (after.folder("una") / "ficha.yml").write_text(yaml.safe_dump(ficha), encoding="utf-8")
    told = summary(changed(after.root, before.root), [], {})
    assert "estado, de «Publicada» a «Revocada»; réplicas, entran 2 (quedan 2)" in told
    assert "«Adoptada por la Escuela», de «No» a «Sí»" in told
    (after.folder("una") / "ficha.yml").write_text(f"estado: {CANARY_NAME}\n", encoding="utf-8")
    told = summary(changed(after.root, before.root), [], {})
    assert "entrega que cambia" in told and "La ficha cambia" not in told and CANARY_NAME not in told


def test_the_report_of_gitlab_has_what_it_asks_for() -> None:
    (row,) = yaml.safe_load(FORMATS["gitlab"]([find("E101", "practicas/a/index.md", line=3, column=1)]))
    assert row["location"] == {"path": "practicas/a/index.md", "lines": {"begin": 3}}
    assert row["severity"] == "major" and row["check_name"] == "E101" and row["fingerprint"]


class Host:
    """A repository with a base branch and a proposal, and a folder in which a host runs its jobs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.origin = root / "origen"
        self.origin.mkdir()
        made = Proyecto(self.origin, guide=False)
        (self.origin / "content").mkdir()
        (self.origin / "content/index.md").write_text("# Inicio\n", encoding="utf-8")
        made.publishable("cambia", text({"Qué hicimos": "Lo hicimos en tres partes."}))
        for name in ("superponer.py", "propuesta.sh"):
            (self.origin / "herramientas").mkdir(exist_ok=True)
            shutil.copy(REPO / "herramientas" / name, self.origin / "herramientas" / name)
        # What `make entorno-sitio` would install, without installing it; the site is built elsewhere, often.
        (self.origin / "Makefile").write_text(
            "entorno-sitio:\n\tmkdir -p .venv/bin\n\tcp inspira .venv/bin/\n", encoding="utf-8"
        )
        build = 'if [ "$1" = construir ]; then mkdir -p base/site; exit 3; fi'
        command = f'#!/bin/sh\n{build}\nexec {sys.executable} -m generator "$@"\n'
        (self.origin / "inspira").write_text(command, encoding="utf-8")
        (self.origin / "inspira").chmod(0o755)
        self.git("init", "--quiet", "--initial-branch=principal")
        self.base = self.commit()
        made.write("cambia", text({"Qué hicimos": "Lo hicimos en cuatro partes."}))
        made.write("nueva", text({"Qué hicimos": f"Lo contó {CANARY_NAME}, cédula {CANARY_ID}."}))
        (self.origin / "inspira").write_text("#!/bin/sh\ntouch ejecutado\n", encoding="utf-8")
        (self.origin / "Makefile").write_text("entorno-sitio:\n\ttouch ejecutado\n", encoding="utf-8")
        self.head = self.commit()
        self.git("update-ref", "refs/pull/7/head", self.head)
        self.here = root / "trabajo"
        self.here.mkdir()

    def git(self, *words: str) -> str:
        command = ["git", "-C", self.origin, "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "--quiet", "-m", "uno")
        return self.git("rev-parse", "HEAD")

    def run(self, script: str, **given: str) -> subprocess.CompletedProcess[str]:
        env: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(REPO), **given}
        return subprocess.run(["bash", "-e", "-c", script], cwd=self.here, env=env, capture_output=True, text=True)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def _github(host: Host) -> subprocess.CompletedProcess[str]:
    flow = yaml.safe_load((REPO / ".github/workflows/entregas.yml").read_text(encoding="utf-8"))
    (step,) = [s for s in flow["jobs"]["entrega"]["steps"] if s.get("id") == "revisar"]
    subprocess.run(["git", "clone", "--quiet", host.origin, host.here / "entrega"], check=True)
    subprocess.run(
        ["git", "-C", host.here / "entrega", "worktree", "add", "-q", "-d", host.here / "base", host.base], check=True
    )
    out = host.root / "salidas"
    done = host.run(step["run"], BASE=host.base, CABEZA=host.head, GITHUB_OUTPUT=str(out))
    assert "codigo=true" in out.read_text(encoding="utf-8"), "it touches more than submissions"
    assert "::error file=practicas/nueva/index.md" in done.stdout
    return done


def _gitlab(host: Host) -> subprocess.CompletedProcess[str]:
    job = yaml.safe_load((REPO / ".gitlab-ci.yml").read_text(encoding="utf-8"))["entrega"]
    subprocess.run(["git", "clone", "--quiet", host.origin, host.here], check=True)
    # The base branch goes on after the proposal parted from it: what is new in it counts.
    host.git("checkout", "--quiet", "-b", "destino", host.base)
    (host.origin / "content/despues.md").write_text("# Después\n", encoding="utf-8")
    host.commit()
    given = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "destino", "CI_MERGE_REQUEST_DIFF_BASE_SHA": host.base}
    done = host.run("\n".join(job["script"]), CI_COMMIT_SHA=host.head, **given)
    assert (host.here / "base/content/despues.md").exists(), done.stderr
    report = (host.here / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8")
    assert '"path": "practicas/nueva/index.md"' in report
    return done


def _gitea(host: Host) -> subprocess.CompletedProcess[str]:
    flow = yaml.safe_load((REPO / ".gitea/workflows/entregas.yml").read_text(encoding="utf-8"))
    steps = [step["run"] for step in flow["jobs"]["entrega"]["steps"]]
    where = {"SITIO": str(host.root), "REPOSITORIO": "origen", "NUMERO": "7", "PERMISO": "x"}
    host.git("config", "uploadpack.allowAnySHA1InWant", "true")
    first = host.run(steps[0], BASE=host.base, **where)
    assert first.returncode == 0, first.stderr
    return host.run(steps[1], BASE=host.base, CABEZA=host.head)


@pytest.mark.parametrize("review", [_github, _gitlab, _gitea])
def test_a_host_reviews_a_proposal_without_running_anything_of_it(host: Host, review: object) -> None:
    done = review(host)  # type: ignore[operator]
    assert done.returncode == 1, done.stderr
    made = {p.name for p in (host.here / "para-revisar").iterdir()}
    assert made >= {"resumen.md", "hallazgos.sarif", "vista-practicas-cambia.html", "cambios-practicas-cambia.html"}
    told = (host.here / "para-revisar/resumen.md").read_text(encoding="utf-8")
    assert "`practicas/nueva`: entrega nueva" in told and "`practicas/cambia`: entrega que cambia" in told
    assert "<del>tres</del>" in (host.here / "para-revisar/cambios-practicas-cambia.html").read_text(encoding="utf-8")
    everything = done.stdout + done.stderr
    for path in (host.here / "para-revisar").rglob("*"):
        everything += path.read_text(encoding="utf-8") if path.is_file() else ""
    assert CANARY_ID not in everything and not any(part in everything for part in CANARY_NAME.split())
    assert not list(host.here.rglob("ejecutado"))
