"""The memory of terms: it spares questions, and it never lets a name through. Names are made up from name parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.accepting import accept
from generator.anonymize import redact
from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding
from generator.anonymize.memory import NOTHING, holds_a_name, may_remember, remember, undecided
from generator.anonymize.places import Run
from generator.anonymize.spans import CITED, Kind, Level, Span
from generator.checking import check
from generator.consent.coverage import as_if_granted
from generator.memory import TERMS, add_to_memory, load_memory, memory_text
from generator.review.finish import finish
from generator.review.session import Answer, open_session
from generator.schema.revision import Memoria, Motivo, TerminoRecordado
from generator.vocabulary import plain
from tests.apoyo_revision import bundle_of
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text

WORDS = {"Qué hicimos": "Usamos Zutanejo en clase."}


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return Proyecto(tmp_path, guide=False)


def memory(*terms: str, motivo: Motivo = Motivo.TERMINO_TECNICO) -> Memoria:
    return Memoria(terminos=[TerminoRecordado(termino=t, motivo=motivo) for t in terms])


def finding(
    words: str,
    kind: Kind = Kind.PERSONA,
    level: Level = Level.REVISAR,
    reason: str = "",
    key: tuple[str, ...] = (),
    after: str = "",
) -> Finding:
    run = Run(words + after, Where.PROSA, 1, (), key=key)
    return Finding("index.md", run, Span(0, len(words), kind, level, reason))


def released(words: str, known: Memoria, **about: object) -> bool:
    return not undecided([finding(words, **about)], known)  # type: ignore[arg-type]


RELEASED = [
    ("Zutanejo", ["zutanejo"]),
    ("ZUTÁNEJO", ["Zutanejo"]),
    ("Zutanejo\nPerencejo", ["Zutanejo Perencejo"]),
    ("Zutanejo Perencejo", ["Perencejo", "Zutanejo"]),
    ("Zutanejo Perencejo Mengánico", ["Zutanejo", "Perencejo Mengánico"]),
]


@pytest.mark.parametrize(("words", "terms"), RELEASED)
def test_what_is_remembered_is_not_asked(words: str, terms: list[str]) -> None:
    assert released(words, memory(*terms))


KEPT_ASKING = [
    ("otra palabra", "Fulanejo", ["Zutanejo"]),
    ("una palabra de más", "Zutanejo Fulanejo", ["Zutanejo"]),
    ("parte de un término", "Zutanejo", ["Zutanejo Perencejo"]),
    ("palabras de términos, en otro orden", "Perencejo Zutanejo", ["Zutanejo Perencejo"]),
    ("un nombre de la lista", "Mercedes", ["Mercedes"]),
    ("un apellido de la lista", "Ferretería Gómez", ["Ferretería Gómez"]),
    ("un apellido y un término", "Ferretería Gómez", ["Ferretería", "Gómez"]),
    ("nombres pegados", "CarlosAyala", ["CarlosAyala"]),
    ("disfrazado", "Merc\u200bedes", ["Merc\u200bedes"]),
]


@pytest.mark.parametrize(("words", "terms"), [c[1:] for c in KEPT_ASKING], ids=[c[0] for c in KEPT_ASKING])
def test_what_may_be_a_name_is_still_asked(words: str, terms: list[str]) -> None:
    assert not released(words, memory(*terms))
    assert not released(words, memory(*terms, motivo=Motivo.OBRA))


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.PERSONA])
def test_data_are_never_remembered(kind: Kind) -> None:
    for words in ("3104567890", "Zutanejo 12", "calle Zutanejo 4"):
        assert not released(words, memory(words), kind=kind)
    if kind is not Kind.NUMERO:
        assert not released("Zutanejo", memory("Zutanejo"), kind=kind)


def test_what_is_certain_is_never_released() -> None:
    assert not released("Zutanejo", memory("Zutanejo"), level=Level.AUTO)
    spelled = "tres uno cero cuatro cinco"
    assert not released(spelled, memory(spelled), kind=Kind.NUMERO, level=Level.AUTO)
    found = [finding("Zutanejo Perencejo", level=Level.AUTO), finding("Zutanejo")]
    assert undecided(found, memory("Zutanejo")) == found, "a word of a certain name is that name's here"


def test_credits_are_never_released() -> None:
    assert not released("Zutanejo", memory("Zutanejo"), key=("autoria",))


def test_the_author_of_a_cited_work_is_the_exception() -> None:
    name, year = "Carlos Ayala", " (2015)"
    assert released(name, memory(name, motivo=Motivo.OBRA), reason=CITED, after=year)
    assert not released(name, memory(name, motivo=Motivo.OBRA)), "elsewhere the same name may be somebody else's"
    assert not released(name, memory(name, motivo=Motivo.PALABRA), reason=CITED, after=year)
    assert not released(name, memory("Carlos", "Ayala", motivo=Motivo.OBRA), reason=CITED, after=year)
    assert may_remember(finding(name, reason=CITED, after=year), Motivo.OBRA)
    assert not may_remember(finding(name, reason=CITED, after=year), Motivo.LUGAR)
    assert not may_remember(finding(name), Motivo.OBRA)


@pytest.mark.parametrize("name", ["Darwin", "Simón Rodríguez", "Sergio Tobón", "Carlos Eduardo Vasco", "Flórez Ochoa"])
def test_an_author_with_a_usual_name_is_remembered_in_references_only(project: Proyecto, name: str) -> None:
    """Whoever kept the author in one text must not let an aprendiz of that name through in the next."""
    known = memory(name, motivo=Motivo.OBRA)
    assert released(name, known, reason=CITED, after=" (1859)")
    project.write("uno", text({"Qué hicimos": f"{name} llegó tarde a la clase y trajo el reloj."}))
    assert any(name in f.words for f in redact.findings_of(project.submission("uno"), known))


PLAIN = [
    "{} llegó tarde y trajo el reloj.",
    "La aprendiz {} sembró.",
    "Vino {}, aprendiz de la ficha.",
    "Como dice {}, hay que regar temprano.",
    "Según {other} (2015), así. Después {} trajo el reloj.",
    "La aprendiz {} (2015) se fue.",
    "- {}\n- Otra persona",
]


@pytest.mark.parametrize("words", PLAIN)
@pytest.mark.parametrize("name", ["Sergio Mina", "Leidy Yalanda", "Mosquera"])
def test_a_usual_name_is_released_inside_a_reference_and_nowhere_else(project: Proyecto, words: str, name: str) -> None:
    """By the detectors and the memory together. The names are put together from name parts: nobody's."""
    known = memory(name, motivo=Motivo.OBRA)
    for cited in (f"Según {name} (2015), así se enseña.", f"Así se enseña ({name}, 2015)."):
        project.write("uno", text({"Qué hicimos": cited}))
        assert redact.findings_of(project.submission("uno"))
        assert not redact.findings_of(project.submission("uno"), known)
    project.write("uno", text({"Qué hicimos": words.format(name, other=name)}))
    assert any(name in f.words for f in redact.findings_of(project.submission("uno"), known))


@pytest.mark.parametrize(
    "words",
    [
        "La aprendiz {} sembró.",
        "Vino {}, aprendiz de la ficha, y sembró.",
        "Vino {} (la instructora) y sembró.",
        "Mi hermano {} sembró.",
    ],
)
def test_whoever_bears_an_authors_name_beside_a_role_is_asked_about(project: Proyecto, words: str) -> None:
    known = memory("Paulo Freire", motivo=Motivo.OBRA)
    project.write("uno", text({"Qué hicimos": words.format("Paulo Freire")}))
    assert redact.findings_of(project.submission("uno"), known)
    project.write("uno", text({"Qué hicimos": "Como dice Paulo Freire, enseñar exige escuchar."}))
    assert not redact.findings_of(project.submission("uno"), known)


def test_a_pseudonym_is_never_remembered() -> None:
    assert not may_remember(finding("Zutanejo"), Motivo.SEUDONIMO)
    assert may_remember(finding("Zutanejo"), Motivo.PALABRA)


@pytest.mark.parametrize("words", ["Gómez", "gomez", "GOMEZ", "JuanPerez", "Sala Gómez", "Go\u00admez", "x.gomez"])
def test_names_are_known_however_they_are_written(words: str) -> None:
    assert holds_a_name(words)


def test_the_build_and_the_review_do_not_ask(project: Proyecto) -> None:
    project.write("uno", text(WORDS))
    submission = project.submission("uno")
    assert {d.code for d in redact.check(submission)} == {"A201"}
    assert redact.anonymize(as_if_granted(submission))[0] is None
    known = memory("Zutanejo")
    assert not redact.check(submission, known)
    page, _ = redact.anonymize(as_if_granted(submission), known)
    assert page is not None and page.redactions == 0
    session = open_session(submission, known)
    assert not session.questions and session.remembered == 1


def test_the_whole_way_reads_the_memory_of_the_project(project: Proyecto) -> None:
    project.write("uno", text(WORDS))
    add_to_memory(project.root, {"Zutanejo": Motivo.TERMINO_TECNICO})
    project.consent("uno")
    assert not [d for d in check(project.root, TODAY) if d.is_error]
    assert [a.folder for a in accept(project.root, TODAY).anonymized] == ["practicas/uno"]
    (project.root / TERMS).unlink()
    assert not accept(project.root, TODAY).anonymized


BROKEN = {
    "no es YAML": b"terminos: [",
    "otra cosa": b"terminos: Zutanejo\n",
    "motivo inventado": b"terminos:\n  - {termino: Zutanejo, motivo: porque_si}\n",
    "campo de mas": b"terminos:\n  - {termino: Zutanejo, motivo: lugar, nota: x}\n",
    "repetido": b"terminos: []\nterminos: []\n",
    "binario": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_memory_that_is_not_understood_releases_nothing(project: Proyecto, kind: str) -> None:
    project.write("uno", text(WORDS))
    project.consent("uno")
    path = project.root / TERMS
    path.parent.mkdir()
    path.write_bytes(BROKEN[kind])
    known, findings = load_memory(project.root)
    assert known == NOTHING and {d.code for d in findings} == {"A210"}
    assert not any("Zutanejo" in d.message for d in findings)
    accepted = accept(project.root, TODAY)
    assert not accepted.anonymized and "A210" in {d.code for d in accepted.findings}
    with pytest.raises(ValueError, match="not written over"):
        add_to_memory(project.root, {"Perencejo": Motivo.LUGAR})
    assert path.read_bytes() == BROKEN[kind]


def test_a_link_in_place_of_the_memory_is_not_followed(project: Proyecto, tmp_path: Path) -> None:
    other = tmp_path / "otro.yml"
    other.write_text(memory_text(memory("Zutanejo")))
    (project.root / TERMS).parent.mkdir()
    (project.root / TERMS).symlink_to(other)
    known, findings = load_memory(project.root)
    assert known == NOTHING and [d.code for d in findings] == ["A210"]


def test_a_name_written_into_the_memory_is_told_and_releases_nothing(project: Proyecto) -> None:
    project.write("uno", text({"Qué hicimos": "Fuimos con Mercedes al taller."}))
    path = project.root / TERMS
    path.parent.mkdir()
    path.write_text("terminos:\n  - {termino: Mercedes, motivo: palabra}\n  - {termino: Taller, motivo: palabra}\n")
    findings = check(project.root, TODAY)
    assert [(d.path, d.line) for d in findings if d.code == "A211"] == [(TERMS, 2)]
    assert "A201" in {d.code for d in findings}
    assert not any("Mercedes" in (d.message + str(d.hint)) for d in findings)


def test_keeping_a_term_spares_the_next_reviewer(project: Proyecto) -> None:
    for name in ("uno", "dos"):
        project.write(name, text(WORDS))
    session = open_session(project.submission("uno"), load_memory(project.root)[0])
    session.decide("q1", Answer.CONSERVAR, Motivo.TERMINO_TECNICO)
    assert finish(project.root, bundle_of(project), session).remembered == 1
    again = open_session(project.submission("dos"), load_memory(project.root)[0])
    assert not again.questions and again.remembered == 1
    before = (project.root / TERMS).read_bytes()
    assert not finish(project.root, bundle_of(project, "dos"), again).diagnostics
    assert (project.root / TERMS).read_bytes() == before


@pytest.mark.parametrize("how", ["answer", "finish"])
def test_a_reviewer_may_keep_a_term_for_this_bundle_alone(project: Proyecto, how: str) -> None:
    project.write("uno", text(WORDS))
    session = open_session(project.submission("uno"))
    session.decide("q1", Answer.CONSERVAR, Motivo.LUGAR, how != "answer")
    outcome = finish(project.root, bundle_of(project), session, remember=how != "finish")
    assert (outcome.kept, outcome.remembered) == (1, 0) and not (project.root / TERMS).exists()


def test_a_name_that_is_kept_stays_with_its_bundle(project: Proyecto) -> None:
    project.write("uno", text({"Qué hicimos": f"Fuimos con Mercedes al taller, dijo {CANARY_NAME}."}))
    session = open_session(project.submission("uno"))
    (question,) = (q for q in session.questions if not q.certain)
    assert not question.memorable
    session.decide(question.id, Answer.CONSERVAR, Motivo.TERMINO_TECNICO)
    outcome = finish(project.root, bundle_of(project), session)
    assert (outcome.kept, outcome.remembered, outcome.forgot) == (1, 0, False)
    assert not (project.root / TERMS).exists()


TERM = st.text(st.sampled_from("azñÁé -'\":#{}[]&*!|>%@`,\\0"), min_size=1, max_size=20).filter(
    lambda words: any(c.isalpha() for c in words)
)


@settings(max_examples=40)
@given(terms=st.lists(TERM, max_size=8))
def test_what_is_written_reads_back_sorted_and_once(terms: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    made = NOTHING
    for words in terms:
        made = remember(made, {words: Motivo.LUGAR})
    assert made == remember(NOTHING, dict.fromkeys(reversed(terms), Motivo.LUGAR)) or len(made.known) < len(terms)
    written = [plain(t.termino) for t in made.terminos]
    assert written == sorted(set(written))
    root = tmp_path_factory.mktemp("m")
    (root / TERMS).parent.mkdir()
    (root / TERMS).write_text(memory_text(made), encoding="utf-8")
    known, findings = load_memory(root)
    assert known == made and not [d for d in findings if d.code == "A210"]
    assert memory_text(made).count("\n") == memory_text(NOTHING).count("\n") + len(made.terminos)
