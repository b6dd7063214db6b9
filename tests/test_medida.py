"""No text below the limits keeps the machine busy: what is too much is said in plain words, before it is rendered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fabrica import Proyecto, text

from generator import markdown, render
from generator.load import Bundle
from generator.markdown import MAX_BLOCKS, MAX_COLUMNS, MAX_PIECES, MAX_TARGETS
from generator.model import Collection, Document
from generator.render import Shown, Surroundings
from generator.validate import read

TIMES = 150
"""How many times the work of an ordinary text a heavy one may take: generous, since what it guards against takes
thousands."""
ROOM = 220_000


def filled(unit: str, total: int = ROOM, line: int = 19_000) -> str:
    """Long lines of one thing again and again, up to `total` characters."""
    whole = (unit * (line // len(unit) + 1))[:line]
    return "\n".join([whole] * (total // (line + 1)))


def stacked(line: str, most: int = 5_500) -> str:
    return "\n".join([line] * min(most, ROOM // (len(line) + 1)))


def coded(language: str, unit: str) -> str:
    return f"```{language}\n{filled(unit)}\n```"


HEAVY = {
    "enlaces html": filled("<a>"),
    "etiquetas html": filled("<i>"),
    "imágenes": stacked("![una cuerda larga](b.jpg)"),
    "enlaces": filled("[una](https://a.co) "),
    "listas en listas": stacked("- " * 20 + "a"),
    "listas numeradas": stacked("1. " * 20 + "a"),
    "tabla ancha": "a|" * 900 + "\n" + "-|" * 900 + "\n" + stacked("a|", 3_000),
    "tabla larga": "|".join("a" * 50) + "\n" + "|".join("-" * 50) + "\n" + stacked("|".join("a" * 50)),
    "títulos iguales": stacked("### a"),
    "código rst": coded("rst", "`a "),
    "código csharp": coded("csharp", "a\n"),
    "código c": coded("c", "\n "),
    "muchos códigos": "\n\n".join(["```c\n" + "\n " * 1_800 + "x\n```"] * 50),
    "énfasis": filled("**a_b"),
}


def rendered(document: Document) -> str:
    around = Surroundings(lambda target: target, lambda target: Shown(target, target, "image/webp", 1, 1, "x", None))
    page: dict[str, object] = {}
    return "".join(render.html(section.tokens, around, page) for section in document.sections)


def work(folder: Path, body: str) -> float:
    """What the processor does for a text from disk to HTML."""
    folder.mkdir()
    project = Proyecto(folder, guide=False)
    bundle = project.write("caso", text({"Qué hicimos": body}))
    began = time.process_time()
    submission, _ = read(project.root, Bundle(Collection.PRACTICAS, "caso", bundle))
    if submission:
        rendered(submission.document)
    return time.process_time() - began


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> float:
    """What the processor does for a text that nobody would wonder at."""
    text = "\n\n".join(["Un párrafo corriente, con *algo* de énfasis."] * 2_500)
    return work(tmp_path_factory.mktemp("corriente") / "a", text)


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY)
def test_no_text_below_the_limits_takes_long(tmp_path: Path, body: str, ordinary: float) -> None:
    assert work(tmp_path / "a", body) < TIMES * ordinary


def said(body: str) -> list[tuple[str, str, int | None]]:
    return [(f.code, f.message, f.line) for f in markdown.parse(body, 1)[1]]


@pytest.mark.parametrize(
    ("unit", "limit", "word"),
    [
        pytest.param("a\n\n", MAX_BLOCKS // 3, "párrafos", id="blocks"),
        pytest.param("[a](b) ", MAX_TARGETS, "enlaces", id="links"),
        pytest.param("![a](b) ", MAX_TARGETS, "enlaces", id="images"),
        pytest.param("<a>", MAX_TARGETS, "enlaces", id="html links"),
        pytest.param("<i>", MAX_PIECES, "marcas", id="pieces"),
    ],
)
def test_what_is_too_much_is_refused_and_what_is_not_goes_through(unit: str, limit: int, word: str) -> None:
    assert said(unit * (limit - 10)) == []
    [(code, message, line)] = said(unit * (limit + 10))
    assert code == "E003"
    assert word in message
    assert line is not None


def test_a_table_has_as_many_columns_as_can_be_read() -> None:
    def table(columns: int) -> str:
        return f"Antes\n\n{'|' * columns}|\n{'|-' * columns}|\n"

    assert said(table(MAX_COLUMNS)) == []
    [(code, message, line)] = said(table(MAX_COLUMNS + 1))
    assert (code, line) == ("E003", 3)
    assert "columnas" in message


def test_a_text_that_is_too_much_lacks_nothing_else(tmp_path: Path) -> None:
    """What was not read cannot be said to be missing."""
    project = Proyecto(tmp_path, guide=False)
    folder = project.write("caso", text({"Qué hicimos": HEAVY["enlaces"]}))
    submission, findings = read(project.root, Bundle(Collection.PRACTICAS, "caso", folder))
    assert submission is None
    assert [f.code for f in findings] == ["E003"]


def coloured(language: str, code: str) -> bool:
    document, _ = markdown.parse(f"```{language}\n{code}\n```", 1)
    return "<span class=" in rendered(document)


def test_ordinary_code_keeps_its_colours_and_a_heap_of_it_is_plain() -> None:
    line = "for n in range(10): print(n)\n"
    assert coloured("python", line * 60)
    assert not coloured("python", line * 1_000)
    assert not coloured("rst", "`a`_ *b*")
    document, _ = markdown.parse("\n\n".join([f"```python\n{line * 60}\n```"] * 20), 1)
    html = rendered(document)
    assert html.count("<pre>") == 20
    assert 5 <= html.count('<span class="k">') // 120 < 20
    assert html.count("range") == 1_200


def test_equal_headings_are_numbered() -> None:
    document, _ = markdown.parse("Texto\n\n### a\n\n### a\n\n### a-2\n\n### a\n", 1)
    html = rendered(document)
    assert [part.split('"')[0] for part in html.split('id="')[1:]] == ["s-a", "s-a-2", "s-a-2-2", "s-a-3"]
