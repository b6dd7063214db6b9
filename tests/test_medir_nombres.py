"""The comparison with other finders counts what it says, and the made-up teaching prose marks its names where they are.

Every name here is put together from parts: nobody is real.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import ensenanza, ensenanza_frases, nombres, nombres_otros
from generator.anonymize.detect import detect
from generator.anonymize.evaluate import gold
from generator.anonymize.spans import Kind

TEXT = "Habló Nidia Yalanda del cultivo de papa."
FULL = {"inicio": 6, "fin": 19, "tipo": "persona", "nivel": "auto"}
PLACE = {"inicio": 35, "fin": 39, "tipo": "LOC", "nivel": "revisar"}
COST = {"kb_por_s": 100.0, "carga_s": 0.5, "pico_mib": 90.4, "modelo_mb": 1.25, "versiones": "0"}


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    path = tmp_path / "caso_dev.jsonl"
    spans = [{"start": 6, "end": 19, "label": "NOMBRE"}]
    path.write_text(json.dumps({"text": TEXT, "spans": spans}) + "\n", encoding="utf-8")
    return path


def tool(folder: Path, *found: dict[str, object], asks: bool = True) -> nombres.Run:
    folder.mkdir(parents=True)
    (folder / "caso_dev.jsonl").write_text(json.dumps({"hallazgos": found}) + "\n", encoding="utf-8")
    return nombres.Run(folder.name, folder, COST, asks)


def cells(line: str) -> list[str]:
    return line.strip("| ").split(" | ")


@pytest.mark.parametrize(
    ("found", "asks", "shares"),
    [
        pytest.param([FULL], True, ["100,0", "100,0", "100,0", "100,0"], id="all of it"),
        pytest.param([], True, ["0,0", "0,0", "–", "–"], id="nothing"),
        pytest.param([FULL | {"fin": 11}], True, ["50,0", "50,0", "100,0", "100,0"], id="half"),
        pytest.param([FULL | {"nivel": "revisar"}], True, ["100,0", "0,0", "–", "–"], id="asked"),
        pytest.param([FULL | {"nivel": "revisar"}], False, ["0,0", "0,0", "–", "–"], id="asking is not allowed"),
        pytest.param([FULL | {"inicio": 0}], True, ["100,0", "100,0", "70,6", "70,6"], id="too much"),
        pytest.param([FULL, PLACE | {"nivel": "auto"}], True, ["100,0", "100,0", "100,0", "75,0"], id="another kind"),
    ],
)
def test_the_shares_of_a_tool(
    annotated: Path, tmp_path: Path, found: list[dict[str, object]], asks: bool, shares: list[str]
) -> None:
    lines = nombres.names_table([tool(tmp_path / "una", *found, asks=asks)], [annotated])
    assert cells(lines[2]) == ["caso (2)", "una", *shares]


def test_what_is_asked_and_struck_out_counts_once_a_text(annotated: Path, tmp_path: Path) -> None:
    words = len(TEXT.split())
    lines = nombres.ordinary_table([tool(tmp_path / "una", FULL, PLACE, PLACE)], annotated)
    assert cells(lines[0])[0] == f"{words} palabras"
    assert cells(lines[2]) == ["una", *[nombres.decimal(1000 / words)] * 2]


def test_speed_is_also_told_as_a_share_of_the_first(tmp_path: Path) -> None:
    first = tool(tmp_path / "una")
    slow = nombres.Run("otra", first.folder, COST | {"kb_por_s": 25.0})
    assert [cells(line)[:3] for line in nombres.cost_table([first, slow])[2:]] == [
        ["una", "100", "1,00"],
        ["otra", "25", "0,25"],
    ]


def test_ours_runs_apart_and_finds_what_the_project_finds(annotated: Path, tmp_path: Path) -> None:
    given = tmp_path / "textos"
    given.mkdir()
    annotated.rename(given / annotated.name)
    done = nombres.run("inspira", sys.executable, given)
    assert done is not None
    [spans] = done.spans(annotated.name)
    here = [(s.start, s.end, s.level, s.kind is Kind.PERSONA) for s in detect(TEXT)]
    assert here
    assert [(s.start, s.end, s.level, s.kind is Kind.PERSONA) for s in spans] == here
    assert done.cost["kb_por_s"] > 0
    assert done.cost["pico_mib"] > 0


def test_a_tool_that_does_not_run_is_left_out_without_a_word_of_the_texts(
    annotated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "textos"
    given.mkdir()
    (given / annotated.name).write_text(f'{{"text": "{TEXT}"\n', encoding="utf-8")
    assert nombres.run("inspira", sys.executable, given) is None
    said = capsys.readouterr().err
    assert "no corrió" in said
    assert "Nidia" not in said


def test_a_folder_that_is_no_environment_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        nombres.main(["--otros", str(tmp_path)])
    assert "no es un entorno de Python" in capsys.readouterr().err


def test_batches_lose_nothing_and_stay_small() -> None:
    texts = ["a" * n for n in (3, 0, 7, 30, 1, 9, 1)]
    heaps = list(nombres_otros._batches(texts, 10))
    assert [text for heap in heaps for text in heap] == texts
    assert all(len(heap) == 1 or len("".join(heap)) <= 10 for heap in heaps)
    assert len(heaps) < len(texts)


def test_the_teaching_prose_is_as_large_as_promised_and_always_the_same(tmp_path: Path) -> None:
    assert len(ensenanza_frases.FRAMES) >= 60
    first = [path.read_bytes() for path in ensenanza.write(tmp_path)]
    assert [path.read_bytes() for path in ensenanza.write(tmp_path)] == first
    assert first[0].count(b"\n") >= 400


@pytest.mark.parametrize("place", range(len(ensenanza.FILES)))
def test_every_mark_of_the_teaching_prose_is_a_whole_name(tmp_path: Path, place: int) -> None:
    parts = " ".join(
        (*ensenanza.WOMEN, *ensenanza.MEN, *ensenanza.SURNAMES, *ensenanza.LONG_SURNAMES, *ensenanza.NICKNAMES)
    )
    known = set(parts.casefold().split())
    named = nameless = 0
    for text, spans in gold(ensenanza.write(tmp_path)[place]):
        named, nameless = named + bool(spans), nameless + (not spans)
        assert "{" not in text
        assert "}" not in text
        for start, end in spans:
            words = text[start:end].casefold().replace(",", "").replace("«", "").replace("»", "").split()
            assert words
            assert all(word in known or (len(word) == 2 and word.endswith(".")) for word in words)
            assert not text[start - 1 : start].isalnum()
            assert not text[end : end + 1].isalnum()
    assert named > nameless > 0
