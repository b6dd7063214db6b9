"""Golden cases: what an author sends, and beside it what is said about it. How to add one: casos/LEEME.md."""

from __future__ import annotations

import os
import posixpath
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from generator.codes import CATALOG
from generator.diagnostics import Diagnostic, as_github, as_json, as_sarif, as_text, in_order
from generator.frontmatter import split
from generator.load import discover
from generator.model import Collection, Document, Source, Submission
from generator.schema import Expedicion, Ficha, Practica
from generator.validate import read, validate, validate_together
from generator.validate.expected import near_term
from generator.validate.references import describes
from generator.validate.sentences import SENTENCES, Problem, sentence
from generator.validate.tables import MAX_COLUMNS, MAX_ROWS, table
from generator.validate.targets import Kind, classify

CASES = Path(__file__).parent / "casos"
NEIGHBOUR = "practicas/buena-vecina"
ALONE = "practicas/caso"
GOOD = CASES / "encabezado" / "bien.md"


def cases() -> list[Path]:
    """Every case: a file with `.esperado` beside it, or a folder with `esperado.txt` inside."""
    files = [p.with_suffix(".md") for p in CASES.rglob("*.esperado")]
    return sorted([*files, *(p.parent for p in CASES.rglob("esperado.txt"))])


def expected_of(case: Path) -> Path:
    return case / "esperado.txt" if case.is_dir() else case.with_suffix(".esperado")


def project_of(case: Path, root: Path) -> Path:
    """A project with the case in it and a good neighbour beside."""
    if case.is_dir():
        shutil.copytree(case, root, dirs_exist_ok=True)
    else:
        (root / ALONE).mkdir(parents=True)
        shutil.copy(case, root / ALONE / "index.md")
    (root / NEIGHBOUR).mkdir(parents=True)
    shutil.copy(GOOD, root / NEIGHBOUR / "index.md")
    return root


def checked(project: Path) -> tuple[list[Submission], list[Diagnostic]]:
    """The whole of validation, as `inspira validar` does it."""
    bundles, findings = discover(project)
    accepted = []
    for bundle in bundles:
        submission, more = read(project, bundle)
        findings += more
        accepted += [submission] if submission else []
    return accepted, in_order([*findings, *validate_together(accepted)])


def place(finding: Diagnostic) -> str:
    where = ":".join(str(p) for p in (finding.path, finding.line, finding.column) if p is not None)
    return f"{where.removeprefix(f'{ALONE}/')} {finding.code}"


def as_golden(findings: list[Diagnostic]) -> str:
    return "".join(f"{place(f)}\n    {f.message}\n    pista: {f.hint}\n" for f in findings)


def short(golden: str) -> str:
    """Only the places and codes: words may be improved without touching every case."""
    return "\n".join(line for line in golden.splitlines() if line and not line.startswith((" ", "#")))


def promised(golden: str) -> list[str]:
    """The words that a case insists on."""
    return [line.strip() for line in golden.splitlines() if line.startswith(" ")]


@pytest.mark.parametrize("case", cases(), ids=lambda p: str(p.relative_to(CASES)))
def test_case(case: Path, tmp_path: Path) -> None:
    accepted, findings = checked(project_of(case, tmp_path))
    golden = expected_of(case)
    if os.environ.get("ESCRIBIR_CASOS") == "1":
        golden.write_text(as_golden(findings), encoding="utf-8")
    text = golden.read_text(encoding="utf-8")
    assert [place(f) for f in findings] == short(text).splitlines()
    said = {f.message for f in findings} | {f"pista: {f.hint}" for f in findings}
    assert [words for words in promised(text) if words not in said] == []
    assert NEIGHBOUR in {s.folder for s in accepted}
    refused = {"/".join(f.path.split("/")[:2]) for f in findings if f.is_error}
    assert refused.isdisjoint(s.folder for s in accepted)


def test_there_are_cases() -> None:
    assert len(cases()) > 80
    assert {p.with_suffix("") for p in CASES.glob("*/*.md")} == {p.with_suffix("") for p in cases() if p.is_file()}


def source(index: str, **more: object) -> Source:
    """A bundle that never touched a disk."""
    house = more.get("house", {})
    attachments = more.get("attachments", {})
    return Source(Collection.PRACTICAS, "caso", index, house, attachments, {}, {})  # type: ignore[arg-type]


CANARY = "quetzalcanario"


def with_canary(value: object) -> object:
    """The same shape with the canary in every text."""
    if isinstance(value, dict):
        return {k: with_canary(v) for k, v in value.items()} | {f"{CANARY}_{len(value)}": CANARY}
    if isinstance(value, list):
        return [with_canary(v) for v in value] + [CANARY]
    return f"{CANARY} {value}"


def canary_bundles() -> list[tuple[str, Source]]:
    """Bundles wrong in every way that we know, with the canary in every value, key, name and line of text."""
    fields = {
        "titulo": "x", "resumen": ["x"], "area": "x", "reto": ["x", "otro"], "modalidad_formacion": "x", "tiempo": "x",
        "recursos": "x", "autoria": [{"rol": "x", "credito": "nombre", "nombre": "x"}, "x"], "programa": {"nivel": "x"},
        "centro": "x", "regional": "x", "periodo": "x", "etiquetas": ["x"], "relacionadas": ["x"], "ejemplo": "x",
        "seguridad": {"riesgos": "x"}, "ajustes": [{"necesidad": "x"}], "imagenes": [{"archivo": "x", "alt": "x"}],
        "anexos": [{"archivo": "../x", "titulo": "x"}],
    }  # fmt: skip
    text = (
        f"{CANARY}\n\n# {CANARY}\n\n## {CANARY}\n\n#### {CANARY}\n\n## La situación\n\n## La situación\n\n{CANARY}\n\n"
        f"![{CANARY}](javascript:{CANARY})\n![](../../{CANARY})\n![{CANARY}](https://{CANARY}.example/a.jpg)\n\n"
        f"[{CANARY}](../{CANARY}/) [{CANARY}](file:///{CANARY}) [x](#{CANARY}) [x]({CANARY}.pdf)\n\n"
        f"[x](<data:{CANARY}>)\n\n<script>{CANARY}</script>\n\n<{CANARY} onclick='{CANARY}'>\n\n<!-- {CANARY} -->\n"
    )
    broken = yaml.safe_dump(with_canary(fields), allow_unicode=True)
    accepted = GOOD.read_text(encoding="utf-8").replace("con pasos y cuerdas", CANARY).replace("cuerda", CANARY)
    house = {"ficha.yml": f"estado: {CANARY}\n{CANARY}: 1\nreplicas: {CANARY}\n", "revision.yml": CANARY}
    return [
        ("valores", source(f"---\n{broken}---\n\n{text}\n", house=house, attachments={"anexos/a.md": text})),
        ("sin encabezado", source(f"{CANARY}\n\n{text}\n")),
        ("encabezado abierto", source(f"---\n{broken}\n\n{text}\n")),
        ("yaml roto", source(f'---\n{broken}\ntitulo: "{CANARY}\n---\n{text}\n')),
        ("yaml repetido", source(f"---\n{CANARY}: &{CANARY} 1\n{CANARY}: !!{CANARY} 2\n---\n{text}\n")),
        ("anidado", source(accepted + "> " * 70 + CANARY)),
        ("ficha rota", source(accepted, house={"ficha.yml": f"a: '{CANARY}\n"})),
        ("aceptada", source(accepted)),
    ]


@pytest.mark.parametrize(("name", "bundle"), canary_bundles(), ids=[n for n, _ in canary_bundles()])
def test_nothing_written_is_shown(name: str, bundle: Source) -> None:
    submission, findings = validate(bundle)
    assert (submission is None) == (name != "aceptada")
    assert submission is not None or findings
    shown = [write(findings) for write in (as_text, as_github, as_json, as_sarif)]
    held = [bundle, submission, findings]
    if submission:
        held += [submission.record, submission.front, submission.document, *submission.document.sections]
        held += [submission.ficha, *submission.record.autoria]
    shown += [f"{thing!r}{thing!s}" for thing in held]
    assert [s for s in shown if CANARY in s.casefold()] == []


def test_canary_can_be_seen() -> None:
    """The test above would notice: the canary is in what it feeds."""
    assert all(CANARY in bundle.index or CANARY in "".join(bundle.house.values()) for _, bundle in canary_bundles())


LINES = GOOD.read_text(encoding="utf-8").split("\n")


@given(st.integers(0, len(LINES)), st.text(max_size=80))
def test_any_line_anywhere_is_taken_or_refused(where: int, line: str) -> None:
    submission, findings = validate(source("\n".join([*LINES[:where], line, *LINES[where:]])))
    assert (submission is None) == any(f.is_error for f in findings)


@given(st.text(max_size=400))
def test_any_text_is_taken_or_refused(text: str) -> None:
    for index in (text, f"---\n{text}\n---\n{text}", "\n".join([*LINES, text])):
        submission, findings = validate(source(index, house={"ficha.yml": text}, attachments={"anexos/a.md": text}))
        assert (submission is None) == any(f.is_error for f in findings)
        assert CATALOG.keys() >= {f.code for f in findings}


_NAMES = st.sampled_from([*Practica.model_fields, *Expedicion.model_fields, "rol", "credito", "alt", "archivo", "x"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _VALUES, max_size=8), st.sampled_from(Collection))
def test_any_fields_are_taken_or_refused(fields: dict[str, object], collection: Collection) -> None:
    index = f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n"
    submission, findings = validate(replace(source(index), collection=collection))
    assert submission is None
    assert all(f.line is not None and f.line >= 1 for f in findings)


@pytest.mark.parametrize("model", [Practica, Expedicion, Ficha])
def test_every_kind_of_error_of_the_schema_has_its_sentence(model: type[BaseModel]) -> None:
    """Pydantic's own English must never come out: whatever the schema can raise is in the table."""
    front, _ = split("---\nx: 1\n---\n", "x")
    assert front is not None
    for value in ("x", 5, 1.5, True, ["x"], {"x": 1}, "x" * 999, ["x"] * 999, [{"x": 1}], [["x"]], [5], -1):
        data = dict.fromkeys(model.model_fields, value)
        with pytest.raises(ValidationError) as caught:
            model.model_validate(data)
        unknown = {e["type"] for e in caught.value.errors(include_input=False)} - set(SENTENCES)
        assert unknown == set()


def test_an_error_nobody_thought_of_has_a_sentence_without_input() -> None:
    for key in ((CANARY,), ("titulo", CANARY), (CANARY, 0)):
        said = sentence(Problem("nuevo", key, {"x": CANARY}), Practica, {CANARY: CANARY}, written=True)
        assert said.code == "E102"
        assert CANARY not in repr(said)


@pytest.mark.parametrize(
    ("typed", "vocabulary", "beside", "hint"),
    [
        ("armenia", "municipios", {"departamento": "63"}, "¿quiso decir «Armenia» (63001)?"),
        ("armenia", "municipios", {"departamento": "05"}, "¿quiso decir «Armenia» (05059)?"),
        ("Medelin", "municipios", {"departamento": "63"}, "¿quiso decir «Medellín» (05001)?"),
        ("5", "departamentos", {}, "¿quiso decir «Antioquia» (05)?"),
        ("5001", "municipios", {}, "¿quiso decir «Medellín» (05001)?"),
        ("77", "departamentos", {}, None),
        ("zzzzzz", "municipios", {}, None),
        (None, "municipios", {}, None),
    ],
)
def test_what_was_probably_meant(typed: object, vocabulary: str, beside: dict[str, object], hint: str | None) -> None:
    assert near_term(typed, vocabulary, beside) == hint


@pytest.mark.parametrize(
    ("target", "kind", "name"),
    [
        ("foto.jpg", Kind.FILE, "foto.jpg"),
        ("./foto.jpg", Kind.FILE, "foto.jpg"),
        ("anexos/../foto.jpg", Kind.FILE, "foto.jpg"),
        ("anexos/guia.md#parte", Kind.FILE, "anexos/guia.md"),
        ("../caso/foto.jpg", Kind.FILE, "foto.jpg"),
        ("a%20b.jpg", Kind.FILE, "a b.jpg"),
        ("#parte", Kind.ANCHOR, ""),
        ("index.md#parte", Kind.ANCHOR, ""),
        ("../otra/", Kind.SUBMISSION, "practicas/otra"),
        ("../otra", Kind.SUBMISSION, "practicas/otra"),
        ("../otra/index.md", Kind.SUBMISSION, "practicas/otra"),
        ("../../expediciones/otra/#parte", Kind.SUBMISSION, "expediciones/otra"),
        ("../../practicas/otra/", Kind.SUBMISSION, "practicas/otra"),
        ("https://example.org/a?b=c&d", Kind.SITE, "https://example.org/a?b=c&d"),
        ("mailto:eni@example.org", Kind.MAIL, "mailto:eni@example.org"),
        ("", Kind.EMPTY, ""),
        ("\u200b", Kind.EMPTY, ""),
        ("../otra/ficha.yml", Kind.OUTSIDE, ""),
        ("../../content/guia.md", Kind.OUTSIDE, ""),
        ("..", Kind.OUTSIDE, ""),
        (".\t./.\n./x", Kind.OUTSIDE, ""),
        ("%2e%2e/x", Kind.OUTSIDE, ""),
        ("%252e%252e/x", Kind.OUTSIDE, ""),
        ("anexos%2fx.md", Kind.OUTSIDE, ""),
        ("/x", Kind.OUTSIDE, ""),
        ("\\\\servidor\\x", Kind.OUTSIDE, ""),
        ("c:\\x", Kind.OUTSIDE, ""),
        ("FILE:///x", Kind.OUTSIDE, ""),
        ("//example.org", Kind.FORBIDDEN, ""),
        ("/\t/example.org", Kind.FORBIDDEN, ""),
        (" javascript:x", Kind.FORBIDDEN, ""),
        ("java\nscript:x", Kind.FORBIDDEN, ""),
        ("&#x6a;avascript:x", Kind.FORBIDDEN, ""),
        ("%6Aavascript:x", Kind.FORBIDDEN, ""),
        ("\x01javascript:x", Kind.FORBIDDEN, ""),
        ("ftp://example.org", Kind.FORBIDDEN, ""),
        ("https:example.org", Kind.FORBIDDEN, ""),
        ("https://", Kind.FORBIDDEN, ""),
        ("https://a@example.org", Kind.FORBIDDEN, ""),
        ("https://example.org:x/", Kind.FORBIDDEN, ""),
        ("https://[::1", Kind.FORBIDDEN, ""),
        ("https://exa\\mple.org", Kind.FORBIDDEN, ""),
        ("h\u200bttps://example.org", Kind.FORBIDDEN, ""),
    ],
)
def test_where_a_target_points(target: str, kind: Kind, name: str) -> None:
    found = classify(target, "practicas/caso")
    assert (found.kind, found.name) == (kind, name)


@given(st.text(st.sampled_from("./\\%2efFcC:#?&;jav \t\u200b"), max_size=24))
def test_no_target_leaves_its_folder_unseen(target: str) -> None:
    found = classify(target, "practicas/caso")
    if found.kind is Kind.FILE:
        full = posixpath.normpath(posixpath.join("practicas/caso", found.name))
        assert full.startswith("practicas/caso/")


@pytest.mark.parametrize(
    ("alt", "says"),
    [
        ("Una cuerda tendida en el aula", True),
        ("cuerda.jpg", False),
        ("cuerda", False),
        ("Cuerda", False),
        ("imagen", False),
        ("Foto 3", False),
        ("", False),
        ("...", False),
        ("12", False),
        ("Cuerda tendida", True),
    ],
)
def test_alternative_text_says_what_is_seen(alt: str, says: bool) -> None:
    assert describes(alt, "cuerda.jpg") is says


def test_texts_of_fields_are_one_line() -> None:
    folded = GOOD.read_text(encoding="utf-8").replace(
        "titulo: Medir el aula con pasos y cuerdas", "titulo: |\n  Medir el aula\n\n  con\u00a0pasos   y cuerdas\n"
    )
    submission, findings = validate(source(folded))
    assert submission is not None and findings == []
    assert submission.record.titulo == "Medir el aula con pasos y cuerdas"


def cells(document: Document) -> list[tuple[int, str]]:
    """Every cell of a table: its line in the file and its text."""
    tokens = [t for s in document.sections for t in s.tokens if t.type == "inline"]
    return [(t.map[0] + 1 if t.map else 0, t.content) for t in tokens]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_a_table_of_plain_text(separator: str) -> None:
    text = separator.join(['"Medida, en pasos"', "Aula"]) + f'\n\n"dos\nrenglones"{separator}**12**\n<b>13</b>\n'
    document, findings = table(text, "x")
    assert findings == []
    assert cells(document) == [
        (1, "Medida, en pasos"), (1, "Aula"), (3, "dos\nrenglones"), (3, "**12**"), (5, "<b>13</b>"), (5, ""),
    ]  # fmt: skip
    assert all(c.type == "text" for s in document.sections for t in s.tokens for c in t.children or ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n"1,2\n3,4\n', 2),
        ('a,b\n1,"2"x\n', 2),
        ("a,b\n1,2\n1,2,3\n", 3),
        ("a,b\n" + "1,2\n" * (MAX_ROWS + 1), MAX_ROWS + 1),
        (",".join("a" * (MAX_COLUMNS + 1)) + "\n", 1),
        ("\n", 1),
    ],
)
def test_csv_that_is_no_table(text: str, line: int) -> None:
    _, findings = table(text, "x")
    assert [(f.code, f.line) for f in findings] == [("E311", line)]


@given(st.text(st.sampled_from('a,;\t"\n '), max_size=60))
def test_any_csv_is_read_or_refused(text: str) -> None:
    document, findings = table(text, "x")
    read_back = "".join(c for _, c in cells(document))
    assert findings or read_back.count("a") == text.count("a")
