"""What one submission redacts and another one says: the other one waits, before anything is built of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import accepting
from generator.accepting import accept
from generator.anonymize.model import model
from generator.anonymize.originals import Secrets, sought_by, told_by
from generator.build import build_pages
from generator.diagnostics import as_text
from generator.kept import keeping
from generator.lock import WORK
from generator.manifest import Staged
from generator.pipeline import construct
from generator.publishing.tree import public_tree
from tests.fabrica import TODAY, Proyecto, text, trip
from tests.test_camino import traces

NAME = "Tamsin Brackwood"  # made up from name parts; no list of this program has either
KEEPS, REDACTS = "practicas/programa", "practicas/taller"
KEPT = f"terminos: [{{termino: {NAME}, decision: conservar, motivo: termino_tecnico}}]\n"
SAID = "Qué hicimos"


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    made = Proyecto(tmp_path)
    made.publishable("taller", text({SAID: f"La instructora {NAME} nos mostró su taller."}))
    keep(made, text({SAID: f"Usamos el programa {NAME} para medir."}))
    made.publishable("reloj", titulo="Un reloj grande para todo el grupo")
    return made


def keep(project: Proyecto, index: str, **files: str) -> None:
    """The submission of a reviewer who was in a hurry."""
    project.write(KEEPS, index, revision_yml=KEPT, **files)
    project.consent(KEEPS)


def test_it_waits_and_says_where(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[Staged] = []

    def counted(staged: Staged, **given: object) -> object:
        rounds.append(staged)
        return build_pages(staged, **given)

    monkeypatch.setattr("generator.building.build_pages", counted)
    outcome = construct(project.root, TODAY)
    line = (project.folder(KEEPS) / "index.md").read_text(encoding="utf-8").splitlines()
    told = [(d.path, line[(d.line or 0) - 1]) for d in outcome.findings if d.is_error]
    assert told == [(f"{KEEPS}/index.md", f"Usamos el programa {NAME} para medir.")]
    assert {d.code for d in outcome.findings if d.is_error} == {"A214"} and NAME not in as_text(outcome.findings)
    assert outcome.left_out == {KEEPS} and REDACTS in outcome.published and len(rounds) == 1
    assert traces(project, "Brackwood", "brackwood") == []


@pytest.mark.parametrize(
    ("index", "files", "where"),
    [
        (
            text(titulo=f"El programa {NAME}"),
            {},
            (f"{KEEPS}/index.md", "En «titulo» está lo que en otra entrega se tachó"),
        ),
        (
            text(anexos=[{"archivo": "lista.md", "titulo": "Una lista"}]),
            {"anexos__lista.md": f"# Lista\n\nEl programa {NAME} sirve.\n"},
            (f"{KEEPS}/anexos/lista.md", None),
        ),
        (text({SAID: "Así: `medir tamsin brackwood`."}), {}, (f"{KEEPS}/index.md", None)),
        (text({SAID: "Así.\n\n```\nmedir(TAMSIN_BRACKWOOD)\n```"}), {}, (f"{KEEPS}/index.md", None)),
        (text({SAID: "[Así](https://example.org/tamsin-brackwood)."}), {}, (f"{KEEPS}/index.md", None)),
    ],
    ids=["field", "attachment", "code", "fence", "address"],
)
def test_wherever_it_stands(
    project: Proyecto, index: str, files: dict[str, str], where: tuple[str, str | None]
) -> None:
    keep(project, index, **files)
    accepted = accept(project.root, TODAY)
    found = [(d.path, d.message) for d in accepted.findings if d.code == "A214"]
    assert [path for path, _ in found] == [where[0]] and found[0][1] == (where[1] or found[0][1])
    assert KEEPS in accepted.left_out and KEEPS not in accepted.standing


def test_only_what_tells_of_somebody_counts(project: Proyecto) -> None:
    """Its words in another order, apart, or in what is not shown, are nobody's name."""
    keep(project, text({SAID: "Un brackwood y un tamsin, o un tamsin de brackwood.\n\n<!-- Tamsin Brackwood -->"}))
    assert accept(project.root, TODAY).left_out == set()


def test_a_name_that_is_shown_by_consent_is_nobodys_secret(project: Proyecto) -> None:
    shown = [{"rol": "instructor", "credito": "nombre", "nombre": NAME}]
    project.write("practicas/firmada", text(autoria=shown))
    project.consent("practicas/firmada", names=[0])
    assert KEEPS in {a.folder for a in accept(project.root, TODAY).anonymized}


def test_what_is_retired_stays_as_its_notice(project: Proyecto) -> None:
    (project.folder(KEEPS) / "ficha.yml").write_text("estado: retirada\n", encoding="utf-8")
    assert KEEPS in {a.folder for a in accept(project.root, TODAY).anonymized}


def test_it_is_not_in_the_public_repository_either(project: Proyecto) -> None:
    files = public_tree(project.root, TODAY, lambda _words: None).files
    assert "practicas/reloj/index.md" in files and not [path for path in files if path.startswith(KEEPS)]


def test_it_waits_as_long_as_the_other_redacts_it(project: Proyecto) -> None:
    """With what is remembered of an earlier run, in both directions."""

    def inside() -> set[str]:
        with keeping(project.root / WORK, whole=False) as kept:
            return {a.folder for a in accept(project.root, TODAY, kept=kept).anonymized}

    assert KEEPS not in inside() and KEEPS not in inside()
    project.revoke("taller")
    assert KEEPS in inside()
    project.write("expediciones/otra", trip().replace("Fuimos con calma", f"La aprendiz {NAME} fue con calma"))
    project.consent("expediciones/otra")
    assert KEEPS not in inside()


def test_one_that_was_published_leaves_the_site_even_when_no_new_one_can_be_made(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = (project.folder("taller") / "index.md").read_text(encoding="utf-8")
    project.publishable("taller", text())
    assert KEEPS in construct(project.root, TODAY).published
    (project.folder("taller") / "index.md").write_text(index, encoding="utf-8")
    project.consent("taller")
    monkeypatch.setattr("generator.building.build_pages", lambda *_given, **_more: (_ for _ in ()).throw(OSError))
    outcome = construct(project.root, TODAY)
    assert not outcome.promoted and KEEPS in outcome.removed
    assert traces(project, "Brackwood") == []


_SOME = ["tamsin", "Brackwood", "Rosa", "flores", "el", "EL", "300", "1234567", "huertas", "ñandú", "\n", "-"]
_WORDS = st.lists(st.sampled_from(_SOME), max_size=5)


@given(_WORDS, _WORDS)
@example(["Rosa", "flores"], ["el"])
@example(["300", "1234567"], ["-"])
def test_no_text_that_holds_an_original_lacks_its_numbers(original: list[str], around: list[str]) -> None:
    said = " ".join(original)
    told = told_by(" ".join([*around, *original, *around]))
    if any(Secrets({"practicas/una": frozenset((said,))}).anywhere(" ".join([*around, *original, *around]))):
        assert any(way <= told for way in sought_by(said))


def test_while_the_pages_of_a_large_bank_are_made_the_lists_are_not_in_memory(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "_MANY", 3)
    assert KEEPS in accept(project.root, TODAY).left_out
    assert model.cache_info().currsize == 0
