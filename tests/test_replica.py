"""`inspira replica` adds what somebody told of a use, and leaves the rest of the ficha to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.cli_replica import with_replica
from generator.ficha_text import NoPlaceError
from tests.fabrica import Proyecto, text

TOLD = {"periodo": "2026-T3", "regional": "08", "resultado": "funciono"}
ITEM = '  - periodo: 2026-T3\n    regional: "08"\n    resultado: funciono\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("estado: publicada\n", f"estado: publicada\nreplicas:\n{ITEM}"),
        ("estado: publicada", f"estado: publicada\nreplicas:\n{ITEM}"),
        ("replicas: []  # todavía\nestado: publicada\n", f"replicas:  # todavía\n{ITEM}estado: publicada\n"),
        (
            "replicas:\n  - periodo: 2026-T1  # por correo\n    resultado: funciono\n\n# fin\nestado: publicada\n",
            "replicas:\n  - periodo: 2026-T1  # por correo\n    resultado: funciono\n"
            f"{ITEM}\n# fin\nestado: publicada\n",
        ),
        (
            "replicas:\n- periodo: 2026-T1\n  resultado: funciono\nestado: publicada\n",
            "replicas:\n- periodo: 2026-T1\n  resultado: funciono\n"
            '- periodo: 2026-T3\n  regional: "08"\n  resultado: funciono\nestado: publicada\n',
        ),
        ("estado: publicada\r\n", f"estado: publicada\nreplicas:\n{ITEM}".replace("\n", "\r\n")),
    ],
)
def test_the_rest_stays_to_the_letter(before: str, after: str) -> None:
    assert with_replica(before, TOLD) == after


def test_a_list_on_one_line_is_not_touched() -> None:
    with pytest.raises(NoPlaceError):
        with_replica("replicas: [{periodo: 2026-T1, resultado: funciono}]\n", TOLD)


def test_the_command(tmp_path: Path) -> None:
    made = Proyecto(tmp_path, guide=False)
    path = made.write("estaciones", text()) / "ficha.yml"
    made.write("borrador", text(), estado="borrador")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["replica", *arguments, "--proyecto", str(tmp_path)])
        return done.exit_code, done.output

    name = str(tmp_path / "practicas/estaciones")
    code, told = run(name, "--periodo", "2026-T3", "--resultado", "funciono", "--regional", "08")
    assert code == 0 and "«Aplicada por otros»" in told
    assert path.read_text(encoding="utf-8") == f"estado: publicada\nreplicas:\n{ITEM}"
    for wrong in (("--periodo", "ayer"), ("--periodo", "2026-T3", "--centro", "no"), ("--periodo", "2026-T3\nx: 1")):
        code, told = run(name, "--resultado", "funciono", *wrong)
        assert code == 1 and "ayer" not in told
    assert run(str(tmp_path / "practicas/borrador"), "--periodo", "2026-T3", "--resultado", "funciono")[0] == 1
    assert path.read_text(encoding="utf-8") == f"estado: publicada\nreplicas:\n{ITEM}"


ANA = "Ana Perez, 310 555 1234"


@pytest.mark.parametrize(
    "wrong",
    [
        {"--periodo": f"2026-T1  # lo conto {ANA}"},
        {"--resultado": f"funciono  # {ANA}"},
        {"--cambio": ANA},
        {"--regional": f'08"  # {ANA}'},
        {"--centro": ANA},
        {"--regional": "18"},  # a single centro: it would point to who applied it
    ],
)
def test_what_is_not_of_the_lists_or_points_to_somebody_is_not_written(tmp_path: Path, wrong: dict[str, str]) -> None:
    path = Proyecto(tmp_path, guide=False).write("estaciones", text()) / "ficha.yml"
    before = path.read_text(encoding="utf-8")
    options = {"--periodo": "2026-T1", "--resultado": "funciono", **wrong}
    name = str(tmp_path / "practicas/estaciones")
    done = CliRunner().invoke(
        main, ["replica", name, *(w for pair in options.items() for w in pair), "--proyecto", str(tmp_path)]
    )
    assert done.exit_code == 1 and "Ana" not in done.output and "555" not in done.output
    assert path.read_text(encoding="utf-8") == before
    assert ("sin --regional" in done.output) is (wrong == {"--regional": "18"})
