"""Front matter: strict where YAML surprises, exact about places, and silent about what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import strictyaml
from generator.diagnostics import as_text
from generator.frontmatter import MAX_SIZE, body_of, split
from generator.strictyaml import MAX_DEPTH, strict_yaml

CASES = Path(__file__).parent / "casos"

SCALARS: list[tuple[str, object]] = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", "Null"),
    ("true", True),
    ("false", False),
    ("True", "True"),
    ("si", "si"),
    ("no", "no"),
    ("No", "No"),
    ("on", "on"),
    ("yes", "yes"),
    ("y", "y"),
    ("5", 5),
    ("-5", -5),
    ("0", 0),
    ("05", "05"),
    ("0o17", "0o17"),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("+5", "+5"),
    ("9" * 40, "9" * 40),
    ("12:30", "12:30"),
    ("190:20:30", "190:20:30"),
    ("1.5", 1.5),
    ("2.50", "2.50"),
    ("1e5", "1e5"),
    (".5", ".5"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("2026-03-01", "2026-03-01"),
    ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
    ('"5"', "5"),
    ("'null'", "null"),
    ("a # comentario", "a"),
    ("=", "="),
]


@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_scalars_are_what_they_look_like(written: str, value: object) -> None:
    data, _, findings = strict_yaml(f"campo: {written}\n", "x")
    assert findings == []
    assert data is not None
    assert data["campo"] == value
    assert type(data["campo"]) is type(value)


@pytest.mark.parametrize("written", [s for s, _ in SCALARS])
def test_pure_python_parser_agrees(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = strict_yaml(f"a:\n  - {written}\n  - b: {written}\n", "x")
    monkeypatch.setattr(strictyaml, "_LOADER", yaml.SafeLoader)
    assert strict_yaml(f"a:\n  - {written}\n  - b: {written}\n", "x") == fast


@pytest.mark.parametrize("case", sorted((CASES / "encabezado").glob("*.md")), ids=lambda p: p.stem)
def test_pure_python_parser_refuses_the_same(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = case.read_text(encoding="utf-8")
    _, fast = split(text, "x")
    monkeypatch.setattr(strictyaml, "_LOADER", yaml.SafeLoader)
    _, slow = split(text, "x")
    assert {f.code for f in slow} == {f.code for f in fast}


def test_places_are_those_of_the_file() -> None:
    text = "\n---\n\ntitulo: Uno\nautoria:\n  - rol: a\n    credito: b\n  -   rol: c\nreto: [x,  y]\n---\n\nTexto\n"
    front, findings = split(text, "x")
    assert findings == [] and front is not None
    assert front.places[()] == (2, 1)
    assert front.places[("titulo",)] == (4, 1)
    assert front.places[("autoria", 0)] == (6, 5)
    assert front.places[("autoria", 0, "credito")] == (7, 5)
    assert front.places[("autoria", 1, "rol")] == (8, 7)
    assert front.places[("reto", 1)] == (9, 12)
    assert front.place(("autoria", 1, "nombre")) == (8, 7)
    assert (front.body_line, front.body) == (11, "\nTexto\n")


def test_long_front_matter_is_refused() -> None:
    _, findings = split("---\ntitulo: >\n" + "  palabra\n" * (MAX_SIZE // 10 + 1) + "---\n", "x")
    assert [(f.code, f.line) for f in findings] == [("E003", 1)]


def test_depth_limit_is_exact() -> None:
    at_limit, over = ("[" * n + "]" * n for n in (MAX_DEPTH - 1, MAX_DEPTH))
    assert strict_yaml(f"a: {at_limit}\n", "x")[2] == []
    assert [f.code for f in strict_yaml(f"a: {over}\n", "x")[2]] == ["E011"]


def test_house_files_may_be_longer_than_front_matter() -> None:
    long = "a:\n" + "  - {b: c}\n" * 3000
    assert strict_yaml(long, "x")[2] == []
    assert [f.code for f in split(f"---\n{long}---\n", "x")[1]] == ["E011"]


def test_a_title_underlined_is_not_a_second_document() -> None:
    front, findings = split("---\na: 1\n---\nnota: algo\n---\n\nTexto\n", "x")
    assert front is not None and findings == []
    assert front.body.startswith("nota: algo\n---\n")


def test_body_is_found_when_the_fields_are_broken() -> None:
    assert body_of('---\ntitulo: "a\n---\n\nTexto\n') == ("\nTexto\n", 4)
    assert body_of("Texto\n") == ("Texto\n", 1)
    assert body_of("titulo: a\n---\nTexto\n") is None
    assert body_of("---\ntitulo: a\n\nTexto\n") is None


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), max_size=12)
_PLAIN = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | _WORDS
_NESTED = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(_WORDS, _NESTED, max_size=4))
def test_what_yaml_writes_is_read_back(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, width=1000)
    read, places, findings = strict_yaml(text, "x")
    if any(f.code in ("E011", "E005") for f in findings):
        return  # deeper than allowed, or with characters that are not
    assert findings == []
    assert read == data
    assert {key[0] for key in places} == set(data)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    front, findings = split(text, "x")
    assert (front is None) == bool(findings)
    front, findings = split(f"---\n{text}\n---\n", "x")
    assert (front is None) == bool(findings)


@given(st.text(st.sampled_from("ab:-[]{}\"'&*!|>%@`#,? \n"), max_size=120))
def test_any_yaml_like_text_is_read_or_refused(text: str) -> None:
    data, _, findings = strict_yaml(text, "x")
    assert (data is None) == bool(findings)


CANARY = "quetzalcanario"
BROKEN = [
    'titulo: "{}\n',
    "titulo: '{}' {}\n",
    "titulo: {}: {}\n",
    "titulo: @{}\n",
    "titulo: &{} a\n",
    "titulo: *{}\n",
    "titulo: !{} a\n",
    "titulo: !<{}> a\n",
    "{}: 1\n{}: 2\n",
    "a: [{}\n",
    "a:\n\t- {}\n",
    "a: b\n  {}: c\n",
    "- {}\n",
    "{}\n",
    "? [{}]\n: a\n",
    'a: "\\x07{}"\n',
    'a: "\\q{}"\n',
    "%TAG ! {}\n",
    "a: |{}\n",
    "{}:b\n",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_nothing_written_is_repeated(broken: str) -> None:
    text = broken.replace("{}", CANARY)
    for source in (text, f"campo: bien\n{text}", f"---\n{text}---\n"):
        data, _, findings = strict_yaml(source, "x")
        front, more = split(f"---\n{source}---\n", "x")
        assert findings or more or data is not None
        assert CANARY not in as_text([*findings, *more])
        assert CANARY not in repr([*findings, *more]) + repr(front) + str(front)


_PIECES = st.sampled_from(
    [
        CANARY,
        ":",
        ": ",
        "\n",
        "  ",
        "- ",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "?",
        "#",
        "\\",
        "...",
    ]
)


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@given(pieces=st.lists(_PIECES, max_size=30))
def test_no_message_repeats_what_was_written(loader: type, pieces: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strictyaml, "_LOADER", loader)
        _, _, findings = strict_yaml("".join(pieces), "x")
    assert CANARY not in as_text(findings)
