"""`inspira divulgacion` as it is typed: what goes in, what comes out, and what a hostile table meets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.disclosure import protect as protecting
from generator.disclosure.csvrows import inert, plain
from generator.disclosure.reading import SYMBOL

HEAD = "regional,centro,trimestre,n\n"
BODY = "05,9101,T1,3\n05,9101,T2,40\n05,9102,T1,41\n05,9102,T2,42\n08,9201,T1,43\n08,9202,T2,44\n"
ASKED = ("--dimensiones", "regional>centro,trimestre", "--conteo", "n", "--umbral", "5")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["divulgacion", *map(str, arguments)])


def protected(folder: Path, text: str = HEAD + BODY, *asked: str) -> tuple[Result, Path]:
    source, target = folder / "e.csv", folder / "s.csv"
    source.write_text(text, encoding="utf-8")
    return run("proteger", source, *(asked or ASKED), "--salida", target), target


def test_the_output_has_every_cell_and_every_margin_and_passes_the_audit(tmp_path: Path) -> None:
    result, target = protected(tmp_path)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert list(rows[0]) == ["regional", "centro", "trimestre", "n"]
    assert len(rows) == (1 + 2 + 4) * 3
    by_cell = {tuple(row.values())[:-1]: row["n"] for row in rows}
    assert by_cell["", "", ""] == "213"
    assert by_cell["08", "9201", "T2"] == "0"
    assert by_cell["05", "9101", "T1"] == SYMBOL
    assert all(n == SYMBOL or n.isdigit() for n in by_cell.values())
    audited = run("auditar", target)
    assert audited.exit_code == 0, audited.output


def test_a_cell_that_can_be_worked_out_is_told_by_its_line_and_exits_1(tmp_path: Path) -> None:
    _, target = protected(tmp_path)
    lines = target.read_text(encoding="utf-8").splitlines()
    hidden = [i for i, line in enumerate(lines) if line.endswith("," + SYMBOL)]
    secret = next(i for i, line in enumerate(lines) if line.startswith("05,9101,T1,"))
    values = {("05", "9101", ""): 43, ("05", "9102", "T1"): 41, ("05", "9101", "T2"): 40, ("05", "9102", "T2"): 42}
    for i in hidden:
        codes = tuple(lines[i].split(",")[:-1])
        if codes in values:
            lines[i] = ",".join((*codes, str(values[codes])))
    target.write_text("\n".join(lines), encoding="utf-8")
    result = run("auditar", target)
    assert result.exit_code == 1
    assert f"s.csv:{secret + 1}:4: D509" in result.output


def test_two_files_are_read_together(tmp_path: Path) -> None:
    _, target = protected(tmp_path)
    other = tmp_path / "otra.csv"
    other.write_text("regional,centro,trimestre,n\n" + BODY.replace(",3\n", ",9\n"), encoding="utf-8")
    later = tmp_path / "s2.csv"
    assert run("proteger", other, *ASKED, "--salida", later).exit_code == 0
    assert run("auditar", later).exit_code == 0
    result = run("auditar", target, later)
    assert result.exit_code == 1
    assert "D508" in result.output


def test_cells_that_a_spreadsheet_would_run_are_inert_and_come_back_as_they_were(tmp_path: Path) -> None:
    text = "a,@b,n\n=1+1,+x,30\n-y,z,40\n"
    result, target = protected(tmp_path, text, "--dimensiones", "a,@b", "--conteo", "n")
    assert result.exit_code == 0, result.output
    written = [cell for row in csv.reader(io.StringIO(target.read_text(encoding="utf-8"))) for cell in row]
    assert not [cell for cell in written if cell.startswith(("=", "+", "-", "@"))]
    assert {"'=1+1", "'+x", "'-y", "'@b"} <= set(written)
    assert run("auditar", target).exit_code == 0


@pytest.mark.parametrize("cell", ["=a", "+a", "-a", "@a", "'a", "''=a", "a", "a'b", "＝a"])
def test_what_is_made_inert_reads_as_it_was(cell: str) -> None:
    assert plain(inert(cell)) == cell


HOSTILE = {
    "vacío": ("", "e.csv:1: D501"),
    "sin filas": (HEAD, "e.csv:1: D501"),
    "comillas abiertas": (HEAD + '05,"9101,T1,3\n', "D501"),
    "nulo": (HEAD + "05,91\x0001,T1,3\n", "D501"),
    "salto dentro": (HEAD + '05,"91\n01",T1,3\n', "D501"),
    "fila corta": (HEAD + "05,9101,T1\n", "e.csv:2: D501"),
    "fila larga": (HEAD + "05,9101,T1,3,4\n", "e.csv:2: D501"),
    "título repetido": ("regional,centro,trimestre,n,n\n05,9101,T1,3,3\n", "e.csv:1: D501"),
    "título vacío": ("regional,centro,trimestre,n,\n05,9101,T1,3,3\n", "e.csv:1: D501"),
    "falta columna": ("regional,centro,n\n05,9101,3\n", "e.csv:1: D502"),
    "repetida": (HEAD + "05,9101,T1,3\n05,9101,T1,3\n", "e.csv:3: D503"),
    "negativo": (HEAD + "05,9101,T1,-3\n", "e.csv:2:4: D504"),
    "decimal": (HEAD + "05,9101,T1,3.0\n", "e.csv:2:4: D504"),
    "exponente": (HEAD + "05,9101,T1,1e3\n", "e.csv:2:4: D504"),
    "otras cifras": (HEAD + "05,9101,T1,٣\n", "e.csv:2:4: D504"),
    "enorme": (HEAD + "05,9101,T1,99999999999999999999\n", "e.csv:2:4: D504"),
    "sin conteo": (HEAD + "05,9101,T1,\n", "e.csv:2:4: D504"),
    "sin código": (HEAD + "05,,T1,3\n", "e.csv:2:2: D505"),
    "dos padres": (HEAD + "05,9101,T1,3\n08,9101,T1,3\n", "e.csv:3:2: D505"),
    "enorme tabla": (HEAD + "".join(f"r{i},c{i},t{i},9\n" for i in range(150)), "e.csv: D506"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_table_that_is_no_table_is_told_where_and_never_written(case: str, tmp_path: Path) -> None:
    text, told = HOSTILE[case]
    result, target = protected(tmp_path, text)
    assert result.exit_code == 1
    assert told in result.output
    assert "pista:" in result.output
    assert "inesperado" not in result.output
    assert not target.exists()


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    source = tmp_path / "e.csv"
    source.write_bytes(HEAD.encode() + b"05,9101,T\xe9,3\n")
    result = run("proteger", source, *ASKED, "--salida", tmp_path / "s.csv")
    assert result.exit_code == 1
    assert "e.csv:2: D501" in result.output


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    result, target = protected(tmp_path, "\ufeff" + (HEAD + BODY).replace(",", ";").replace("\n", "\r\n"))
    assert result.exit_code == 0, result.output
    assert target.read_text(encoding="utf-8").startswith("regional,centro,trimestre,n\n")


RELEASED = {
    "falta un margen": (lambda s: s.replace(",,T1,87\n", ""), "D507"),
    "margen que no suma": (lambda s: s.replace(",,,213\n", ",,,214\n"), "D508"),
    "otro símbolo": (lambda s: s.replace(",c\n", ",*\n"), "D504"),
    "repetida": (lambda s: s + s.splitlines()[-1] + "\n", "D503"),
    "una columna": (lambda s: "n\n3\n", "D502"),
}


@pytest.mark.parametrize("case", RELEASED)
def test_a_released_table_that_is_none_is_told(case: str, tmp_path: Path) -> None:
    change, code = RELEASED[case]
    _, target = protected(tmp_path)
    before = target.read_text(encoding="utf-8")
    target.write_text(change(before), encoding="utf-8")
    assert target.read_text(encoding="utf-8") != before
    result = run("auditar", target)
    assert result.exit_code == 1
    assert code in result.output


def quarter(name: str, rows: str, measure: str = "n") -> str:
    body = "".join(f"{name},{row}\n" for row in rows.split())
    return f"trimestre,regional,regional_nombre,{measure}\n{body}"


def test_files_of_one_quarter_each_are_of_other_people(tmp_path: Path) -> None:
    """What is only said in words is passed over, and the one quarter of a file is no code that adds up."""
    one, other = tmp_path / "1.csv", tmp_path / "2.csv"
    one.write_text(quarter("2026-T1", ",Todo,90 05,Antioquia,c 08,Atlántico,c 11,Capital,60"), encoding="utf-8")
    other.write_text(quarter("2026-T2", ",Todo,91 05,Antioquia,21 08,Atlántico,10 11,Capital,60"), encoding="utf-8")
    assert run("auditar", one, other).exit_code == 0
    other.write_text(quarter("2026-T1", ",Todo,90 05,Antioquia,21 08,Atlántico,9 11,Capital,60"), encoding="utf-8")
    told = run("auditar", one, other)
    assert told.exit_code == 1
    assert "1.csv:3:4: D509" in told.output.replace(str(tmp_path) + "/", "")


def test_files_that_count_other_things_say_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = tmp_path / "1.csv", tmp_path / "2.csv"
    one.write_text(quarter("2026-T1", ",Todo,90 05,Antioquia,c 08,Atlántico,c", "ciclos"), encoding="utf-8")
    other.write_text(quarter("2026-T1", ",Todo,80 05,Antioquia,50 08,Atlántico,30", "horas"), encoding="utf-8")
    assert run("auditar", one, other).exit_code == 0


def test_codes_that_do_not_add_up_have_no_total_to_subtract_from(tmp_path: Path) -> None:
    file = tmp_path / "1.csv"
    file.write_text(quarter("2026-T1", "05,Antioquia,c 08,Atlántico,30"), encoding="utf-8")
    assert run("auditar", file).exit_code == 0


def test_how_far_above_the_count_is_asked_for_and_audited(tmp_path: Path) -> None:
    """Of two threes, six together: the threshold is reached, and five more than three is not."""
    text = "a,n\nx,3\ny,3\nz,20\n"
    asked = ("--dimensiones", "a", "--conteo", "n")
    _, near = protected(tmp_path, text, *asked)
    shown = near.read_text(encoding="utf-8")
    _, far = protected(tmp_path, text, *asked, "--sobre", "5")
    assert shown.count(SYMBOL) < far.read_text(encoding="utf-8").count(SYMBOL)
    assert run("auditar", far, "--sobre", "5").exit_code == 0
    near.write_text("a,n\n,26\nx,c\ny,c\nz,20\n", encoding="utf-8")
    assert run("auditar", near).exit_code == 0
    assert run("auditar", near, "--sobre", "6").exit_code == 1


def test_another_threshold_is_protected_and_audited_alike(tmp_path: Path) -> None:
    _, target = protected(tmp_path, "a,n\nx,1\ny,2\nz,20\n", "--dimensiones", "a", "--conteo", "n", "--umbral", "2")
    assert run("auditar", target, "--umbral", "2").exit_code == 0
    target.write_text("a,n\n,26\nx,c\ny,c\nz,20\n", encoding="utf-8")
    assert run("auditar", target).exit_code == 0
    assert run("auditar", target, "--umbral", "10").exit_code == 1


@pytest.mark.parametrize("text", ["a,n\n,7\n", "n,m\n,c\n", "a,b,n\n,,7\n"])
def test_a_table_of_nothing_but_totals_is_read(text: str, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text(text, encoding="utf-8")
    result = run("auditar", file)
    assert result.exit_code == 0, result.output


def test_margins_of_large_counts_are_read_again(tmp_path: Path) -> None:
    text = "a,n\nx,999999999\ny,2\nz,999999999\n"
    result, target = protected(tmp_path, text, "--dimensiones", "a", "--conteo", "n")
    assert result.exit_code == 0, result.output
    assert run("auditar", target).exit_code == 0


def test_a_column_of_words_is_no_dimension(tmp_path: Path) -> None:
    text = "a_nombre,b,n\nx,y,30\n"
    result, _ = protected(tmp_path, text, "--dimensiones", "a_nombre,b", "--conteo", "n")
    assert result.exit_code == 2
    assert "_nombre" in result.output


def test_no_memory_to_protect_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(protecting, "suppress", full)
    result, target = protected(tmp_path)
    assert result.exit_code == 1
    assert "D510" in result.output
    assert not target.exists()


def test_files_that_are_not_there_and_columns_badly_named(tmp_path: Path) -> None:
    missing = run("auditar", tmp_path / "no.csv")
    assert missing.exit_code == 1
    assert "D440" in missing.output
    for asked in ("a>,b", "a,a", ""):
        assert protected(tmp_path, HEAD + BODY, "--dimensiones", asked, "--conteo", "n")[0].exit_code == 2
    assert protected(tmp_path, HEAD + BODY, "--dimensiones", "regional", "--conteo", "regional")[0].exit_code == 2


def test_what_does_not_pass_its_own_audit_is_not_written_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A method of suppression that suppresses too little meets an attack that does not believe it."""
    monkeypatch.setattr(protecting, "suppress", lambda table, rule: table.with_hidden(rule.secrets(table)))
    (tmp_path / "s.csv").write_text("lo de antes", encoding="utf-8")
    result, target = protected(tmp_path)
    assert result.exit_code == 1
    assert "D510" in result.output
    assert target.read_text(encoding="utf-8") == "lo de antes"
