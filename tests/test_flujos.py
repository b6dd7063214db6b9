"""The workflows of GitHub: least permissions, pinned actions, and nothing of a pull request in a shell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


class _Loader(yaml.SafeLoader):
    """YAML as GitHub reads it: `on` is a key, not the truth value of YAML 1.1."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def _steps(flow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in flow["jobs"].values() for step in job["steps"]]


def test_the_workflows_are_there() -> None:
    assert [path.name for path in FLOWS] == ["entregas.yml", "salidas.yml", "sitio.yml"]


@pytest.fixture(params=FLOWS, ids=lambda path: path.stem)
def flow(request: pytest.FixtureRequest) -> dict[str, Any]:
    return _load(request.param)


def test_no_permission_by_default_and_the_least_in_each_job(flow: dict[str, Any]) -> None:
    assert flow["permissions"] == {}
    allowed = (
        {"contents": "read"},
        {"pages": "write", "id-token": "write"},
        {"actions": "read", "pull-requests": "write"},
    )
    assert all(job["permissions"] in allowed for job in flow["jobs"].values())


def test_the_job_that_can_publish_runs_no_code_of_the_repository() -> None:
    job = _load(ROOT / ".github/workflows/sitio.yml")["jobs"]["publicar"]
    assert all("run" not in step and "checkout" not in step["uses"] for step in job["steps"])


def test_every_action_is_pinned_by_its_commit_and_says_its_version(flow: dict[str, Any]) -> None:
    uses = [step["uses"] for step in _steps(flow) if "uses" in step]
    assert uses
    assert [action for action in uses if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_what_a_reader_sees_beside_a_pin_is_its_version(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert [line for line in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_the_same_action_has_one_version() -> None:
    pins = {step["uses"] for path in FLOWS for step in _steps(_load(path)) if "uses" in step}
    assert len({pin.split("@")[0] for pin in pins}) == len(pins)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_no_secret_reaches_a_workflow(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "secrets." not in text
    # What may write a comment is given to the job that has nobody's code.
    holders = [name for name, job in _load(path)["jobs"].items() if "github.token" in str(job)]
    assert holders == (["comentario"] if path.stem == "entregas" else [])
    assert "pull_request_target" not in text
    assert "workflow_run" not in text


def test_nothing_is_interpolated_into_a_shell(flow: dict[str, Any]) -> None:
    """A title or a branch name inside `${{ }}` in `run` would be executed: values come in by the environment."""
    assert [step["run"] for step in _steps(flow) if "${{" in step.get("run", "")] == []


def test_checkouts_leave_no_credential_behind(flow: dict[str, Any]) -> None:
    checkouts = [step for step in _steps(flow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)
    assert all("submodules" not in step["with"] and "lfs" not in step["with"] for step in checkouts)


def test_a_submission_is_checked_with_the_code_of_the_base_branch() -> None:
    steps = _load(ROOT / ".github/workflows/entregas.yml")["jobs"]["entrega"]["steps"]
    places = {step["with"]["path"]: step["with"]["ref"] for step in steps if "checkout" in step.get("uses", "")}
    assert places["base"] == "${{ github.event.pull_request.base.sha }}"
    assert places["entrega"] == "${{ github.event.pull_request.head.sha }}"
    shells = [step["run"] for step in steps if "run" in step]
    assert shells[0] == 'bash base/herramientas/propuesta.sh entrega "$BASE" "$CABEZA" github'
    assert not [shell for shell in shells if "entrega/" in shell]


def test_the_job_that_comments_has_the_code_of_nobody() -> None:
    job = _load(ROOT / ".github/workflows/entregas.yml")["jobs"]["comentario"]
    assert all("uses" not in step for step in job["steps"])
    assert "head.repo.full_name == github.repository" in job["if"], "a fork's token could not, and must not"


def test_only_the_built_site_is_uploaded() -> None:
    uploads = {
        step["with"]["path"]
        for path in FLOWS
        for step in _steps(_load(path))
        if re.search(r"upload-(pages-)?artifact@", step.get("uses", ""))
    }
    assert uploads == {"para-revisar", "site"}


def test_the_site_is_built_every_day() -> None:
    """Withdrawals and expiries must not wait for somebody to change something."""
    (schedule,) = _load(ROOT / ".github/workflows/sitio.yml")["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule["cron"])


def test_continuous_integration_runs_what_everybody_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert script.rstrip().splitlines()[-1].startswith("make pruebas")
