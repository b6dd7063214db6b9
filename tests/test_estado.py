"""`inspira estado` takes only the steps of the table, and `inspira pendientes` says what waits for whom."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.consent.standing import Trust
from generator.diagnostics import Diagnostic, find
from generator.editorial import DOS_PERSONAS, LISTA, PASOS, Papel, desde, hacia, paso
from generator.ficha_text import parsed, with_item, with_value
from generator.pending import waiting
from generator.readiness import Look, Room
from generator.schema import Ficha
from generator.schema.options import Estado
from tests.apoyo_consentimiento import TRUST, signed_list
from tests.fabrica import TODAY, Proyecto, text

DAY = ("--hoy", TODAY.isoformat())
ONE = "practicas/estaciones"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Proyecto:
    """A bundle that may be approved, in a folder that is in no git."""
    made = Proyecto(tmp_path_factory.mktemp("proyecto"), guide=False)
    made.publishable("estaciones")
    return made


def run(root: Path, *words: str, answers: str | None = None) -> Result:
    done = CliRunner().invoke(main, [*map(str, words), "--proyecto", str(root)], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def estado(root: Path, nuevo: str, rol: str, *more: str, answers: str | None = None) -> Result:
    return run(root, "estado", str(root / ONE), nuevo, "--rol", rol, *DAY, *more, answers=answers)


@pytest.mark.parametrize("de", Estado)
def test_every_step_of_the_table_and_no_other(ready: Proyecto, de: Estado) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    for a in Estado:
        step = paso(de, a)
        for papel in Papel:
            ficha.write_text(f"estado: {de}\n", encoding="utf-8")
            done = estado(ready.root, a, papel, "--lista-leida")
            after, _ = parsed(ficha.read_text(encoding="utf-8"), "ficha.yml")
            assert after is not None
            if step and papel in step.papeles:
                assert done.exit_code == 0, done.output
                assert after.estado is a and [h.evento for h in after.historial] == [e for e in [step.evento] if e]
            else:
                assert done.exit_code == 1 and after == Ficha(estado=de)
                assert all(f"{s.de} (" in done.output for s in hacia(a)) or step or de is a


def test_the_table_says_what_it_must() -> None:
    assert len({(p.de, p.a) for p in PASOS}) == len(PASOS)
    assert all(paso(e, Estado.REVOCADA) for e in Estado if e is not Estado.REVOCADA)
    assert {p.de for p in hacia(DOS_PERSONAS)} == {Estado.EN_REVISION}
    assert not any(p.a is Estado.APROBADA for e in Estado for p in desde(e, Papel.AUTOR))
    shown = CliRunner().invoke(main, ["estado", "--tabla"]).output
    assert all(p.palabras.split()[0] in shown for p in PASOS) and max(map(len, shown.splitlines())) < 80


KEPT = """\
# de la casa
estado: en_revision   # desde marzo
revisar_antes_de: 2028-08
historial:   # lo que leen todos
  - mes: 2026-03
    evento: recibida

replicas:
  - periodo: 2026-T3  # por correo
    regional: "08"
    resultado: funciono
# fin
"""
AFTER = KEPT.replace("en_revision ", "aprobada ").replace(
    "recibida\n", "recibida\n  - mes: 2026-11\n    evento: aprobada\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_rest_of_the_ficha_stays_byte_for_byte(ready: Proyecto, end: str) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    others = {p: p.read_bytes() for p in ficha.parent.iterdir() if p != ficha}
    ficha.write_bytes(KEPT.replace("\n", end).encode())
    done = estado(ready.root, "aprobada", "curador", answers="s\n" * len(LISTA))
    assert done.exit_code == 0, done.output
    assert ficha.read_bytes() == AFTER.replace("\n", end).encode()
    assert "docs/propuestas.md" in done.output and "2026-11, «La ENI la revisó»" in done.output
    assert others == {p: p.read_bytes() for p in ficha.parent.iterdir() if p != ficha}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "estado: aprobada\n"),
        ("# nada\n\nreplicas: []\n", "# nada\n\nestado: aprobada\nreplicas: []\n"),
        ('\ufeffestado: "en_revision"', "\ufeffestado: aprobada\n"),
        ("\ufeffreplicas: []\n", "\ufeffestado: aprobada\nreplicas: []\n"),
        ("estado:\n", "estado: aprobada\n"),
    ],
)
def test_a_state_is_put_where_it_belongs(before: str, after: str) -> None:
    assert with_value(before, "estado", "aprobada") == after
    found, _ = parsed(after, "ficha.yml")
    assert found == Ficha(estado=Estado.APROBADA)
    begun = with_item(after, "historial", {"mes": "2026-11", "evento": "aprobada"})
    assert begun == f"{after}historial:\n  - mes: 2026-11\n    evento: aprobada\n"


@pytest.mark.parametrize(
    "written",
    [
        "estado: en_revision\nhistorial: [{mes: 2026-03, evento: recibida}]\n",
        "{estado: en_revision}\n",
        "estado:\n  en_revision\n",
        "estado: en_revisión\n",
        "estado: [\n",
    ],
)
def test_a_ficha_that_a_line_cannot_be_put_in_is_left(ready: Proyecto, written: str) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    ficha.write_text(written, encoding="utf-8")
    assert estado(ready.root, "aprobada", "curador", "--lista-leida").exit_code == 1
    assert ficha.read_text(encoding="utf-8") == written


def test_what_would_not_read_back_as_meant_is_not_written(ready: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    ficha.write_text(KEPT, encoding="utf-8")
    monkeypatch.setattr("generator.cli_editorial.with_value", lambda *_: "estado: aprobada\n")
    assert estado(ready.root, "aprobada", "curador", "--lista-leida").exit_code == 1
    assert ficha.read_text(encoding="utf-8") == KEPT


def test_a_missing_ficha_is_made_and_an_event_is_told_once(ready: Proyecto) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    ficha.unlink()
    for nuevo, rol in (("aprobada", "curador"), ("en_revision", "autor"), ("aprobada", "curador")):
        assert estado(ready.root, nuevo, rol, "--lista-leida").exit_code == 0
    assert ficha.read_text(encoding="utf-8") == "estado: aprobada\nhistorial:\n  - mes: 2026-11\n    evento: aprobada\n"


@pytest.mark.parametrize("answers", [None, "", "s\n" * (len(LISTA) - 1), "s\nn\n", "\n" * 20])
def test_approving_wants_a_yes_to_each_question(ready: Proyecto, answers: str | None) -> None:
    ficha = ready.root / ONE / "ficha.yml"
    ficha.write_text("estado: en_revision\n", encoding="utf-8")
    assert estado(ready.root, "aprobada", "curador", answers=answers).exit_code == 1
    assert ficha.read_text(encoding="utf-8") == "estado: en_revision\n"


@pytest.mark.parametrize(
    ("index", "consented", "code"),
    [
        (text(), False, "C101"),
        (text({"Qué hicimos": "Usamos Zutanejo."}), True, "A201"),
        (text({"Qué hicimos": "Escriba a yurleidy.muchavisoy@correo-inventado.co."}), True, "A203"),
        (text(area="no-existe"), False, "E103"),
    ],
)
def test_nothing_is_approved_before_its_time(tmp_path: Path, index: str, consented: bool, code: str) -> None:
    made = Proyecto(tmp_path, guide=False)
    ficha = made.write("estaciones", index, estado="en_revision") / "ficha.yml"
    if consented:
        made.consent("estaciones")
    done = estado(tmp_path, "aprobada", "curador", "--lista-leida")
    assert done.exit_code == 1 and code in done.output and "yurleidy" not in done.output
    assert ficha.read_text(encoding="utf-8") == "estado: en_revision\n"
    # Taking it out asks for nothing of that.
    assert estado(tmp_path, "revocada", "profesional_eni").exit_code == 0


def test_receipts_that_still_count_are_told_when_all_is_withdrawn(ready: Proyecto) -> None:
    (ready.root / ONE / "ficha.yml").write_text("estado: publicada\n", encoding="utf-8")
    done = estado(ready.root, "revocada", "profesional_eni")
    assert done.exit_code == 0 and f"consentimiento revocar {ONE}" in done.output


# Addresses made up for these tests; nobody has them.
AUTHOR, READER = "autora@correo-inventado.co", "curador@correo-inventado.co"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proyecto:
    made = Proyecto(tmp_path, guide=False)
    made.publishable("estaciones")
    (tmp_path / ONE / "ficha.yml").write_text("estado: en_revision\n", encoding="utf-8")
    for name, value in {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{name}_EMAIL", raising=False)
    git(tmp_path, "init", "-q")
    commit(tmp_path, AUTHOR)
    return made


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def commit(root: Path, who: str, message: str = "x") -> None:
    git(root, "add", "-A", "practicas")
    git(root, "-c", f"user.email={who}", "-c", "user.name=x", "commit", "-q", "-m", message)


def approving(root: Path, who: str) -> Result:
    git(root, "config", "user.email", who)
    done = estado(root, "aprobada", "curador", "--lista-leida")
    assert "@" not in done.output
    return done


def test_who_approves_did_not_write(history: Proyecto) -> None:
    root = history.root
    done = approving(root, AUTHOR.upper())
    assert done.exit_code == 1 and "otra persona" in done.output
    # What the house writes is nobody's text: whoever signs the receipts may approve.
    (root / ONE / "ficha.yml").write_text("estado: en_revision  # leída\n", encoding="utf-8")
    commit(root, READER)
    done = approving(root, READER)
    assert done.exit_code == 0 and "docs/propuestas.md" not in done.output, done.output


def test_a_new_name_a_coauthor_or_an_alias_hide_nobody(history: Proyecto) -> None:
    root = history.root
    (root / ONE).rename(root / "practicas/otra")
    commit(root, "mudanza@correo-inventado.co", f"x\n\nCo-authored-by: x <{READER}>")
    (root / "practicas/otra").rename(root / ONE)
    commit(root, "mudanza@correo-inventado.co")
    assert approving(root, READER).exit_code == 1
    git(root, "mv", ONE, "practicas/tercera")
    commit(root, "mudanza@correo-inventado.co")
    git(root, "config", "user.email", AUTHOR)
    assert "otra persona" in run(
        root, "estado", str(root / "practicas/tercera"), "aprobada", "--rol", "curador", "--lista-leida", *DAY
    ).output  # fmt: skip


def test_what_is_not_in_the_history_is_nobodys_yet(history: Proyecto) -> None:
    root = history.root
    with (root / ONE / "index.md").open("a", encoding="utf-8") as file:
        file.write("\nOtra línea.\n")
    done = approving(root, READER)
    assert done.exit_code == 1 and "git commit" in done.output


MISSING, WITHDRAWN, NAME = find("C101", ONE), find("C105", ONE), find("C108", ONE)
BROKEN, ASKED = find("E103", ONE), find("A201", ONE)


def one(state: str | None, *consent: Diagnostic, **more: object) -> Look:
    history = [{"mes": "2026-03", "evento": "recibida"}]
    dated = {"revisar_antes_de": more.pop("revisar", None), "historial": history}
    ficha = Ficha(estado=state, **dated) if state else None  # type: ignore[arg-type]
    return Look(ONE, ficha, consent=consent, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "waits"),
    [
        (one("borrador", MISSING, broken=(BROKEN,)), ""),
        (one("observada"), "autor:preguntas"),
        (one("en_revision"), "curador:leer"),
        (one("en_revision", MISSING), "autor:su permiso, curador:leer"),
        (one("en_revision", undecided=(ASKED,)), "acompanante:sin decidir"),
        (one(None, broken=(BROKEN,)), "acompanante:por corregir"),
        (one("aprobada"), "profesional_eni:lista para publicar"),
        (one("aprobada", MISSING), "autor:su permiso"),
        (one("aprobada", NAME), "autor:un nombre, profesional_eni:lista para publicar"),
        (one("publicada", until="2027-01"), ""),
        (one("publicada", until="2026-12"), "autor:vence"),
        (one("publicada", revisar="2026-11"), "profesional_eni:otra vez"),
        (one("publicada", revisar="2026-12"), ""),
        (one("publicada", WITHDRAWN), "profesional_eni:retiró"),
        (one("publicada", find("C106", ONE)), "profesional_eni:no se pueden aceptar"),
        (one("publicada", find("C110", ONE)), "acompanante:un ejemplo"),
        (one("publicada", find("C107", ONE), find("C114", ONE)), ""),
        (one("retirada"), ""),
        (one("revocada", holding=True), "profesional_eni:todavía valen"),
        (one("no_publicada", holding=True), "profesional_eni:todavía valen"),
        (one("no_publicada", MISSING), ""),
    ],
)
def test_what_waits_for_whom(found: Look, waits: str) -> None:
    told = waiting(Room((found,), TRUST, ()), TODAY)
    expected = [w.split(":") for w in waits.split(", ") if w]
    assert [str(p.para) for p in told] == [who for who, _ in expected]
    assert all(words in p.que for p, (_, words) in zip(told, expected, strict=True))


@pytest.mark.parametrize(
    ("trust", "today", "words"),
    [
        (TRUST, TODAY, ""),
        (TRUST, date(2027, 2, 20), "quedan"),
        (TRUST, date(2027, 6, 1), "ya no vale"),
        (Trust(), TODAY, "ya no vale"),
    ],
)
def test_the_list_of_withdrawals_waits_for_eni(trust: Trust, today: date, words: str) -> None:
    assert signed_list().vence == date(2027, 3, 2)
    told = [p.que for p in waiting(Room((one("publicada"),), trust, ()), today)]
    assert len(told) == bool(words) and words in "".join(told)
    assert not waiting(Room((one("publicada", example=True),), trust, ()), today)


def test_the_list_of_what_waits(tmp_path: Path) -> None:
    made = Proyecto(tmp_path, guide=False)
    assert run(tmp_path, "pendientes", *DAY).output == "Nada espera.\n"
    made.publishable("estaciones")
    made.write("sin-permiso", text(), estado="aprobada")
    made.write("rota", text(area="no-existe"), estado="en_revision")
    made.write("con-yurleidy-muchavisoy", text(), estado="observada")  # made up from name parts
    done = run(tmp_path, "pendientes", *DAY)
    assert done.exit_code == 0 and max(map(len, done.output.splitlines())) <= 80
    assert "yurleidy" not in done.output and "practicas/•••• · Con sugerencias para usted" in done.output
    rows = json.loads(run(tmp_path, "pendientes", *DAY, "--formato", "json").output)
    assert [tuple(row) for row in rows] == [("para", "carpeta", "estado", "desde", "que", "como")] * len(rows)
    assert {(row["para"], row["carpeta"]) for row in rows} == {
        ("autor", "practicas/sin-permiso"),
        ("autor", "practicas/••••"),
        ("acompanante", "practicas/rota"),
    }
    assert json.loads(run(tmp_path, "pendientes", *DAY, "--formato", "json", "--para", "curador").output) == []
