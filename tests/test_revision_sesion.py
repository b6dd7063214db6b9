"""The review engine: what is asked, what can be answered, and the way back. Names are made up from name parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.anonymize.spans import Kind
from generator.review.finish import ReviewError, finish
from generator.review.sentences import REACH
from generator.review.session import Answer, RefusedError, Session, open_session
from generator.schema.revision import MAX_TERM, Mirada, Motivo
from tests.apoyo_revision import bundle_of, with_image
from tests.fabrica import CANARY_ID, CANARY_NAME, Proyecto, text

NAME = "Yurleidy Muchavisoy"  # made up from name parts
WORDS = f"""Usamos Zutanejo en clase. Vino el Dr. {CANARY_NAME} con Zutanejo.
Su cédula es {CANARY_ID}.

El equipo Perencejo lo probó. Después, Mengánico también."""


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return Proyecto(tmp_path, guide=False)


def opened(project: Proyecto, words: str = WORDS) -> Session:
    project.write("uno", text({"Qué hicimos": words}))
    return open_session(project.submission("uno"))


def test_each_word_is_asked_once_in_the_order_of_the_text(project: Proyecto) -> None:
    session = opened(project)
    asked = [(q.mentions[0].words, len(q.mentions), q.certain) for q in session.questions]
    assert asked == [
        ("Zutanejo", 2, False),
        (CANARY_NAME, 1, True),
        (CANARY_ID, 1, True),
        ("Perencejo", 1, False),
        ("Mengánico", 1, False),
    ]
    assert [q.id for q in session.questions] == ["q1", "q2", "q3", "q4", "q5"]
    assert [q.mentions[0].words for q in opened(project).questions] == [words for words, _, _ in asked]


def test_a_mention_is_its_sentence_and_its_line(project: Proyecto) -> None:
    session = opened(project)
    lines = session.submission.source.index.split("\n")
    for question in session.questions:
        for mention in question.mentions:
            assert mention.words in lines[mention.line - 1]
    first, second = session.questions[0].mentions
    assert (first.before, first.after) == ("Usamos ", " en clase.")
    assert (second.before, second.after) == (f"Vino el Dr. {CANARY_NAME} con ", ".")


def test_a_sentence_without_end_is_cut(project: Proyecto) -> None:
    session = opened(project, "palabra " * 200 + "con Zutanejo y " + "palabra " * 200)
    (mention,) = (q.mentions[0] for q in session.questions if q.mentions[0].words == "Zutanejo")
    assert len(mention.before) <= REACH + 1 and mention.before.startswith("…")
    assert len(mention.after) <= REACH + 1 and mention.after.endswith("…")


def test_what_is_certain_is_told_and_not_asked(project: Proyecto) -> None:
    session = opened(project)
    certain = [q.id for q in session.questions if q.certain]
    assert certain and not {p.id for p in session.pending()} & set(certain)
    for key in certain:
        for answer in Answer:
            with pytest.raises(RefusedError):
                session.decide(key, answer, Motivo.PALABRA)
        assert not session.question(key).keepable
    assert session.progress() == (0, 3)


def test_keeping_needs_a_reason_and_a_term_that_fits(project: Proyecto) -> None:
    session = opened(project)
    with pytest.raises(RefusedError):
        session.decide("q1", Answer.CONSERVAR)
    with pytest.raises(RefusedError):
        session.decide("q99", Answer.TACHAR)
    long = " ".join(["Zutanejo Perencejo Mengánico"] * 6)
    assert len(long) > MAX_TERM
    questions = opened(project, f"Con {long} fuimos.").questions
    assert all(not q.keepable for q in questions if len(q.mentions[0].words) > MAX_TERM)


def test_an_image_is_published_only_when_it_was_looked_at_whole(project: Proyecto) -> None:
    with_image(project)
    session = open_session(project.submission("uno"))
    (image,) = session.images
    assert not image.decided and image in session.pending()
    with pytest.raises(RefusedError):
        session.decide_image("i1", set(Mirada) - {Mirada.ROSTROS}, True)
    with pytest.raises(RefusedError):
        session.decide_image("i2", set(Mirada), True)
    session.decide_image("i1", set(Mirada), True)
    assert session.images[0].decided and not session.pending()
    finish(project.root, bundle_of(project), session)
    again = open_session(project.submission("uno"))
    assert again.images[0].decided and again.progress() == (0, 0)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["q1", "q4", "q5"]), st.sampled_from(list(Answer))), max_size=12))
def test_undoing_everything_leaves_nothing(steps: list[tuple[str, Answer]]) -> None:
    session = _SESSION
    states = [dict(session.answers)]
    for key, answer in steps:
        session.decide(key, answer, Motivo.LUGAR)
        states.append(dict(session.answers))
    for key, _ in reversed(steps):
        states.pop()
        assert session.undo() == key
        assert dict(session.answers) == states[-1]
    assert session.undo() is None and not session.answers and not session.order()


@pytest.fixture(scope="module", autouse=True)
def _one_session(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _SESSION
    _SESSION = opened(Proyecto(tmp_path_factory.mktemp("p"), guide=False))


_SESSION: Session


def test_answers_are_what_is_written(project: Proyecto) -> None:
    session = opened(project)
    session.decide("q1", Answer.CONSERVAR, Motivo.TERMINO_TECNICO)
    session.decide("q4", Answer.TACHAR)
    session.decide("q5", Answer.OMITIR)
    outcome = finish(project.root, bundle_of(project), session)
    new = project.submission("uno")
    assert CANARY_NAME not in new.source.index and CANARY_ID not in new.source.index
    assert "Perencejo" not in new.source.index and "Mengánico" in new.source.index
    assert new.source.index.count("Zutanejo") == 2 and "zutanejo" in new.revision.kept_terms
    assert (outcome.redacted, outcome.kept, outcome.undecided, outcome.remembered) == (3, 1, 1, 1)
    assert [d.code for d in outcome.diagnostics] == ["A201"] and outcome.exit_code == 1
    assert [q.mentions[0].words for q in open_session(new).questions] == ["Mengánico"]


def test_words_on_two_lines_are_decided_like_those_on_one(project: Proyecto) -> None:
    """A term kept where a line ends in its middle is not asked about again."""
    session = opened(project, "Fuimos al Zutanejo de\nPerencejo. Ya no al Zutanejo de Perencejo.")
    (question,) = session.questions
    assert len(question.mentions) == 2
    session.decide(question.id, Answer.CONSERVAR, Motivo.LUGAR)
    outcome = finish(project.root, bundle_of(project), session)
    assert not outcome.diagnostics and not open_session(project.submission("uno")).questions


TERM = "terminos:\n- termino: {}\n  decision: conservar\n  motivo: {}\n"
ANOTHER = text({"Qué hicimos": "Otra cosa."})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ("index.md", ANOTHER),
        ("index.md", "Sin campos."),
        ("anexos/lista.md", "# Otra lista\n"),
        ("anexos/nueva.md", "# Lista nueva\n"),
        ("mesa.png", "no es una imagen"),
        ("revision.yml", TERM.format("Zutanejo", "termino_tecnico")),
        ("revision.yml", TERM.format("perencejo", "lugar")),
        ("revision.yml", "terminos: ["),
    ],
)
def test_nothing_is_written_over_a_file_that_changed(project: Proyecto, changed: str, words: str) -> None:
    """Also when the file itself would not be written: what was decided was about what stood there."""
    image = {"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}
    lists = {"imagenes": [image], "anexos": [{"archivo": "anexos/lista.md", "titulo": "Lista de herramientas"}]}
    project.write("uno", text({"Qué hicimos": WORDS}, **lists), **{"anexos__lista.md": "# Lista\n"})
    project.image("uno", "mesa.png", decided=False)
    session = open_session(project.submission("uno"))
    folder = bundle_of(project).path
    session.decide("q1", Answer.CONSERVAR, Motivo.LUGAR)
    session.decide("q4", Answer.TACHAR)
    (folder / changed).write_text(words, encoding="utf-8")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(ReviewError, match=r"cambió mientras usted decidía.*repita la orden"):
        finish(project.root, bundle_of(project), session)
    assert before == {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert not (project.root / "decisiones").exists()


def test_a_decision_that_was_taken_back_meanwhile_is_not_lost_nor_written_again(project: Proyecto) -> None:
    project.write("uno", text({"Qué hicimos": WORDS}), revision_yml=TERM.format("Mengánico", "lugar"))
    session = open_session(project.submission("uno"))
    session.decide("q1", Answer.CONSERVAR, Motivo.LUGAR)
    revision = bundle_of(project).path / "revision.yml"
    revision.write_text("terminos: []\n")
    with pytest.raises(ReviewError, match=r"revision\.yml cambió"):
        finish(project.root, bundle_of(project), session)
    assert revision.read_text() == "terminos: []\n"


def test_two_reviews_at_once_keep_the_decisions_of_both(project: Proyecto) -> None:
    """The text did not change and they decided about different things, or the same about the same."""
    with_image(project, "Usamos Zutanejo en clase. El equipo Perencejo lo probó.")
    one, other = (open_session(project.submission("uno")) for _ in range(2))
    one.decide("q1", Answer.CONSERVAR, Motivo.TERMINO_TECNICO)
    one.decide_image("i1", list(Mirada), True)
    other.decide("q1", Answer.CONSERVAR, Motivo.TERMINO_TECNICO)
    other.decide("q2", Answer.CONSERVAR, Motivo.PALABRA)
    other.decide_image("i1", list(Mirada), True)
    for session in (one, other):
        outcome = finish(project.root, bundle_of(project), session)
    revision = project.submission("uno").revision
    assert [(t.termino, t.motivo) for t in revision.terminos] == [
        ("Zutanejo", Motivo.TERMINO_TECNICO),
        ("Perencejo", Motivo.PALABRA),
    ]
    assert len(revision.imagenes) == 1 and not outcome.diagnostics


def test_two_reviews_that_look_differently_at_an_image_do_not_overrule_each_other(project: Proyecto) -> None:
    with_image(project)
    one, other = (open_session(project.submission("uno")) for _ in range(2))
    one.decide_image("i1", [], False)
    other.decide_image("i1", list(Mirada), True)
    finish(project.root, bundle_of(project), one)
    with pytest.raises(ReviewError, match=r"revision\.yml cambió"):
        finish(project.root, bundle_of(project), other)
    assert project.submission("uno").revision.imagenes[0].decision == "retirar"


def test_reasons_to_keep_are_suggested(project: Proyecto) -> None:
    author = {"rol": "instructor", "credito": "seudonimo", "nombre": "Zutanejo Perencejo"}
    project.write("uno", text({"Qué hicimos": "Una aprendiz con diabetes entró."}, autoria=[author]))
    suggested = {q.kind: q.suggestion for q in open_session(project.submission("uno")).questions}
    assert suggested == {Kind.PERSONA: Motivo.SEUDONIMO, Kind.SENSIBLE: Motivo.DATO_GENERAL}


def test_nothing_shows_its_text(project: Proyecto) -> None:
    session = opened(project)
    session.decide("q1", Answer.TACHAR)
    shown = [
        session,
        *session.questions,
        *session.questions[0].mentions,
        session.groups["q1"],
        *session.answers.values(),
    ]
    assert not any(word in repr(thing) for thing in shown for word in ("Zutanejo", NAME, CANARY_ID))
