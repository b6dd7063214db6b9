"""`inspira anonimizar` on the author's own files: what goes goes, and nothing else changes nor breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.anonymize import redact
from generator.anonymize.edits import Edit, apply, on_disk, unlink
from generator.anonymize.rewrite import Decisions, groups, rewriting
from generator.anonymize.source import lens
from generator.anonymize.spans import Level
from generator.cli import main
from generator.model import Collection, Source
from generator.validate import validate
from tests.fabrica import CANARY_ID, CANARY_MAIL, Proyecto, text

# Made up from name parts: nobody is called so.
FIRST, LAST = "Yurleidy", "Muchavisoy"
NAME = f"{FIRST} {LAST}"
PROFILE = "https://www.facebook.com/yurleidy.muchavisoy"


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return Proyecto(tmp_path, guide=False)


def run(path: Path, *options: str, answers: str | None = None) -> Result:
    command = ["anonimizar", str(path), "--proyecto", str(path.parent.parent), *options]
    done = CliRunner().invoke(main, command, input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def said(words: str) -> dict[str, str]:
    return {"Qué hicimos": words}


def body_after(project: Proyecto, words: str) -> str:
    """What is left of a section once the certain findings are redacted; the bundle is still valid."""
    path = project.write("uno", text(said(words)))
    run(path, "--solo-seguros")
    project.submission("uno")
    new = (path / "index.md").read_text(encoding="utf-8")
    return new.partition("## Qué hicimos\n\n")[2].partition("\n\n## Qué pasó")[0]


KEEPS = {
    "código tras el párrafo": (
        f"La profesora {NAME} lo contó. La lista empezaba por {FIRST}\n```\n{LAST} = 1\nprint(2)\n```\nFin.",
        ["La «profesora A» lo contó. La lista empezaba por ", "\n```\n", " = 1\nprint(2)\n```\nFin."],
    ),
    "párrafos": (
        f"La profesora {NAME} lo contó.\n\n### Así dijo {FIRST}\n\n{LAST} es el apellido.",
        ["\n\n### Así dijo ", "\n\n", " es el apellido."],
    ),
    "cita": (f"> La profesora {FIRST}\n> {LAST} lo contó.\n>\n> Fin.", ["> La «profesora A»", " lo contó.\n>\n> Fin."]),
    "lista": (f"- La profesora {NAME}\n- Otra cosa\n", ["- La «profesora A»", "\n- Otra cosa"]),
    "tabla": (
        f"| Quién | Qué |\n| --- | --- |\n| {NAME} | habló |",
        ["| Quién | Qué |\n| --- | --- |\n| «Persona A» | habló |"],
    ),
}


@pytest.mark.parametrize("case", KEEPS)
def test_blocks_stay_as_they_were(project: Proyecto, case: str) -> None:
    words, kept = KEEPS[case]
    new = body_after(project, words)
    assert NAME not in new
    at = 0
    for part in kept:
        at = new.index(part, at) + len(part)


MARKS = [
    (f"La profesora {FIRST} **{LAST} lo contó** ayer.", "La **«profesora A» lo contó** ayer."),
    (f"Ayer **lo contó {FIRST}** {LAST} en clase.", "Ayer **lo contó «persona A»** en clase."),
    (f"La profesora **{FIRST[:3]}**{FIRST[3:]} {LAST} habló.", "La «profesora A» habló."),
    (f"La profesora **{NAME}** habló.", "La **«profesora A»** habló."),
    (f"La profesora {FIRST[:3]}\u200b{FIRST[3:]} {LAST} habló.", "La «profesora A» habló."),
    (f"a_b y la profesora {NAME} habló.", "a_b y la «profesora A» habló."),
    (f"La profesora {FIRST} _{LAST}_ habló.", "La _«profesora A»_ habló."),
    (
        f"La profesora [{NAME}](https://ejemplo.org/a) habló.",
        "La [«profesora A»](https://ejemplo.org/a) habló.",
    ),
    (f"La profesora {FIRST} [{LAST}](https://ejemplo.org/a).", "La [«profesora A»](https://ejemplo.org/a)."),
    (f"La profesora [{FIRST}](https://ejemplo.org/a) {LAST}.", "La [«profesora A»](https://ejemplo.org/a)."),
    (f"La profesora <b>{FIRST}</b> {LAST}.", "La «profesora A»."),
    (f"La profesora {FIRST} `{LAST}` habló.", "La `«profesora A»` habló."),
    (f"La profesora **{FIRST}** **{LAST}** habló.", "La **«profesora A»** habló."),
    (f"La profesora *{FIRST}* **{LAST}** habló.", "La **«profesora A»** habló."),
    (f"El **señor** {FIRST} {LAST} vino.", "La «persona A» vino."),
]


@pytest.mark.parametrize(("before", "after"), MARKS)
def test_no_mark_is_left_alone(project: Proyecto, before: str, after: str) -> None:
    assert body_after(project, before) == after


def test_a_link_that_would_be_left_without_words_is_told(project: Proyecto) -> None:
    """Which of two links a name belongs to, only its author knows."""
    words = f"La profesora [{FIRST}](https://ejemplo.org/a) [{LAST}](https://ejemplo.org/b)."
    path = project.write("uno", text(said(words)))
    done = run(path, "--solo-seguros")
    assert done.exit_code == 1 and "quite el enlace" in done.output
    assert words in (path / "index.md").read_text(encoding="utf-8")


LINKS = [
    (f"Vea [el perfil]({PROFILE}).", "Vea el perfil."),
    (f'Vea [el perfil](<{PROFILE}> "Su [sitio]").', "Vea el perfil."),
    (f"Vea [el perfil][y] y [y].\n\n[y]: {PROFILE} \"La profesora {NAME}\"\n\nFin.", "Vea el perfil y y.\n\n\nFin."),
    (f"Vea [**el** perfil]({PROFILE}) ya.", "Vea **el** perfil ya."),
    (f"Escriba [aquí](mailto:{CANARY_MAIL}).", "Escriba aquí."),
    (f"Escriba a <{CANARY_MAIL}>.", "Escriba a «correo»."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), LINKS)
def test_a_link_that_tells_leaves_its_words(project: Proyecto, before: str, after: str) -> None:
    assert body_after(project, before) == after


def test_only_the_very_address_is_unlinked() -> None:
    source = f"[uno]({PROFILE}) y [dos]({PROFILE}-obra/manual) y ![tres]({PROFILE}) y [x](y)"
    assert apply(source, unlink(source, PROFILE)) == source.replace(f"[uno]({PROFILE})", "uno")


def test_names_of_files_are_left_alone(project: Proyecto) -> None:
    index = text(
        said(f"La profesora {NAME} lo contó. Lista-pasos."), anexos=[{"archivo": "Lista.md", "titulo": "Pasos"}]
    )
    path = project.write("uno", index, **{"anexos__Lista.md": f"# Pasos\n\nDe {NAME}.\n"})
    run(path, "--solo-seguros")
    assert project.submission("uno").record.anexos[0].archivo == "Lista.md"
    assert (path / "anexos/Lista.md").read_text(encoding="utf-8") == "# Pasos\n\nDe «profesora A».\n"


def test_only_what_was_found_changes(project: Proyecto) -> None:
    """A word equal to one that goes stays where nobody found anybody: here, in a language of code."""
    words = f"La profesora {NAME} lo contó.\n\n```yurleidy\nx = 1\n```"
    assert body_after(project, words).endswith("lo contó.\n\n```yurleidy\nx = 1\n```")


def test_comments_of_the_fields_and_unused_notes_go_too(project: Proyecto) -> None:
    index = text(said(f"Algo.\n\n[^x]: La cédula {CANARY_ID}.")).replace("---\n", f"---\n# Correo: {CANARY_MAIL}\n", 1)
    path = project.write("uno", index)
    done = run(path, "--solo-seguros")
    new = (path / "index.md").read_text(encoding="utf-8")
    assert done.exit_code == 0
    assert "# Correo: «correo»\n" in new and "[^x]: La cédula «documento»." in new


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_stay(project: Proyecto, bom: bytes, end: str) -> None:
    before = text(said(f"La profesora {NAME} lo contó."))
    path = project.write("uno", before)
    (path / "index.md").write_bytes(bom + before.replace("\n", end).encode())
    assert run(path, "--solo-seguros").exit_code == 0
    after = before.replace(f"profesora {NAME}", "«profesora A»")
    assert (path / "index.md").read_bytes() == bom + after.replace("\n", end).encode()


def test_mixed_line_ends_stay_each_as_it_was() -> None:
    assert on_disk(b"uno\r\ndos\ntres\r", "uno\ndos\ntres\n", [Edit(4, 7, "2")]) == b"uno\r\n2\ntres\r"
    assert on_disk(b"uno", "otra cosa", []) is None


def test_what_would_break_the_bundle_is_left_and_said(project: Proyecto) -> None:
    """A placeholder longer than the name does not fit in a title of ninety characters."""
    start = "Con Ana Ruiz: "
    title = start + "x" * (90 - len(start))
    path = project.write("uno", text(titulo=title))
    before = (path / "index.md").read_bytes()
    done = run(path, "--solo-seguros")
    assert (path / "index.md").read_bytes() == before
    assert done.exit_code == 1
    assert "practicas/uno/index.md:2" in done.output and "Cámbielo a mano" in done.output and "Ana" not in done.output


def test_a_file_that_changes_meanwhile_is_not_written(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.review import finish

    path = project.write("uno", text(said(f"La profesora {NAME} lo contó.")))
    real = finish.rewriting

    def slow(*arguments: object) -> object:
        result = real(*arguments)  # type: ignore[arg-type]
        (path / "index.md").write_text(text(said(f"Otra cosa, dijo la profesora {NAME}.")), encoding="utf-8")
        return result

    monkeypatch.setattr(finish, "rewriting", slow)
    done = run(path, "--solo-seguros")
    assert done.exit_code == 1 and "cambió mientras" in done.output
    assert NAME in (path / "index.md").read_text(encoding="utf-8")


def test_how_many_is_said_right(project: Proyecto) -> None:
    path = project.write("uno", text())
    assert "No había nada que tachar." in run(path, "--solo-seguros").output
    project.write("uno", text(said(f"Escriba a {CANARY_MAIL}.")))
    assert "Se tachó 1 palabra o dato." in run(path, "--solo-seguros").output
    project.write("uno", text(said(f"Escriba a {CANARY_MAIL} o al 3104567890.")))
    assert "Se tacharon 2 palabras o datos." in run(path, "--solo-seguros").output


def test_deciding_by_hand(project: Proyecto) -> None:
    path = project.write("uno", text(said("Usamos Zutanejo en clase.")))
    kept = run(path, answers="c\n1\ns\n")
    assert kept.exit_code == 0 and "Zutanejo" in (path / "index.md").read_text(encoding="utf-8")
    assert "palabra" in (path / "revision.yml").read_text(encoding="utf-8")
    (path / "revision.yml").unlink()
    (project.root / "decisiones/terminos.yml").unlink()
    assert run(path, answers="t\ns\n").exit_code == 0
    assert "Zutanejo" not in (path / "index.md").read_text(encoding="utf-8")


def test_a_lens_never_joins_two_paragraphs() -> None:
    assert lens(f"{FIRST}\n\n{LAST}").find(NAME, 1) is None
    assert lens(f"{FIRST}\n```\n{LAST}\n```").find(NAME, 1) is None
    assert lens(f"> {FIRST}\n> {LAST}").find(NAME, 1) is not None


PIECES = [
    NAME, FIRST, LAST, f"profesora {NAME}", CANARY_ID, f"cédula {CANARY_ID}", CANARY_MAIL, PROFILE, "Rosa", "Ana Ruiz",
    f"[{NAME}]({PROFILE})", f"[x]({PROFILE}-obra)", f"<{CANARY_MAIL}>", "[y][z]", f"[z]: {PROFILE} \"{NAME}\"", "[^1]",
    f"[^1]: Nota de {NAME}.", f"<!-- {NAME} -->", f"```{LAST}", "```", "~~~", "**", "*", "_", "`", "~~", "\\",
    "[", "](", ")",
    "# ", "### ", "> ", "- ", "1. ", "    ", "| ", " | ", "| --- | --- |", "<b>", "</b>", "<br>", "&nbsp;", "\u200b",
    "\n", "\n\n", "\n", " ", " ", " ", ". ", "Lo contó ", "y ", "ayer", "!!! note\n    ", ":   ",
]  # fmt: skip


def bundle(index: str, **attachments: str) -> Source:
    return Source(Collection.PRACTICAS, "uno", index, {}, attachments, {}, {})


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_whatever_the_pieces_nothing_breaks(words: str) -> None:
    """The rewritten text validates; the headings stay; once nothing certain is left, nothing changes any more."""
    submission, _ = validate(bundle(text(said(words))))
    if submission is None:
        return
    found = groups(redact.findings_of(submission))
    new = rewriting(submission, found, Decisions(), lambda source: validate(source)[0])
    index = apply(submission.source.index, new.edits.get("index.md", ()))
    again, problems = validate(bundle(index))
    assert again is not None, problems
    assert [line for line in index.split("\n") if line.startswith("## ")] == [
        line for line in submission.source.index.split("\n") if line.startswith("## ")
    ]
    certain = [f for f in redact.findings_of(again) if f.span.level is Level.AUTO and f.run.writable]
    if not certain:
        more = rewriting(again, groups(redact.findings_of(again)), Decisions(), lambda source: validate(source)[0])
        assert not more.edits


@settings(max_examples=25)
@given(words=st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join))
def test_exit_zero_means_nothing_certain_is_left(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    project = Proyecto(tmp_path_factory.mktemp("p"), guide=False)
    path = project.write("uno", text(said(words)))
    before = (path / "index.md").read_bytes()
    if validate(bundle(before.decode()))[0] is None:
        return
    done = run(path, "--solo-seguros")
    after = project.submission("uno")
    assert NAME not in re.sub(r"\s+", " ", done.output)
    if done.exit_code == 0:
        assert not [f for f in redact.findings_of(after) if f.span.level is Level.AUTO]


def test_fields_are_rewritten_where_they_stand(project: Proyecto) -> None:
    index = text(resumen=f"Escriba a '{CANARY_MAIL}' y al 3104567890: se responde pronto y con gusto a quien pregunte.")
    path = project.write("uno", index)
    assert run(path, "--solo-seguros").exit_code == 0
    assert "a '«correo»' y al «teléfono»: se responde" in project.submission("uno").record.resumen
