"""Answers kept between two sittings: they come back, and nobody learns anything from them."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from generator.review.session import Answer, Session, open_session
from generator.review.store import Store, StoreError, open_store, state_folder
from generator.schema.revision import Mirada, Motivo
from tests.apoyo_revision import with_image
from tests.fabrica import Proyecto, text

WORDS = "Usamos Zutanejo en clase. El equipo Perencejo lo probó."
FOLDER = "practicas/uno"


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    (tmp_path / "proyecto").mkdir()
    return Proyecto(tmp_path / "proyecto", guide=False)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_STATE_HOME": str(tmp_path / "estado")}


def store_of(project: Proyecto, home: dict[str, str], folder: str = FOLDER) -> Store:
    return open_store(project.root, folder, home)


def answered(project: Proyecto, home: dict[str, str]) -> Session:
    with_image(project, WORDS)
    session = open_session(project.submission("uno"))
    session.decide("q1", Answer.CONSERVAR, Motivo.TERMINO_TECNICO, False)
    session.decide("q2", Answer.TACHAR)
    session.decide_image("i1", set(Mirada), True)
    store_of(project, home).keep(session)
    return session


def test_answers_come_back_in_their_order(project: Proyecto, home: dict[str, str]) -> None:
    before = answered(project, home)
    again = open_session(project.submission("uno"))
    assert store_of(project, home).resume(again) == 3
    assert (again.answers, again.looks, again.order()) == (before.answers, before.looks, before.order())
    assert not again.pending() and again.undo() == "i1" and again.undo() == "q2"


def test_an_edit_elsewhere_keeps_them(project: Proyecto, home: dict[str, str]) -> None:
    answered(project, home)
    index = project.folder("uno") / "index.md"
    index.write_text(
        index.read_text(encoding="utf-8").replace("El equipo Perencejo", "El equipo Fulanejo"), encoding="utf-8"
    )
    again = open_session(project.submission("uno"))
    assert store_of(project, home).resume(again) == 2
    assert {again.question(key).mentions[0].words for key in again.answers} == {"Zutanejo"} and again.looks
    assert [q.id for q in again.pending()]


def test_an_image_that_changed_is_looked_at_again(project: Proyecto, home: dict[str, str]) -> None:
    answered(project, home)
    (project.folder("uno") / "mesa.png").write_bytes((project.folder("uno") / "mesa.png").read_bytes() + b" ")
    again = open_session(project.submission("uno"))
    store_of(project, home).resume(again)
    assert again.answers and not again.looks


def test_nothing_of_the_text_is_in_the_state(project: Proyecto, home: dict[str, str]) -> None:
    """Neither words nor any digest that somebody who guesses could confirm; and nobody else can read it."""
    session = answered(project, home)
    state = state_folder(home)
    assert state.stat().st_mode & 0o777 == 0o700
    (media,) = session.submission.source.media.values()
    guesses = {"zutanejo", "Zutanejo", "perencejo", "practicas/uno", "persona", media.sha256}
    guesses |= {f"{a}{gap}{b}" for a in guesses for b in guesses for gap in ("", "\0", " ", ":")}
    digests = {hashlib.new(name, g.encode()).hexdigest() for g in guesses for name in ("sha256", "sha1", "md5")}
    for path in state.iterdir():
        data = path.read_bytes()
        if data:
            assert path.stat().st_mode & 0o777 == 0o600
        if path.name == "llave":
            continue
        shown = f"{path.name} {data.decode('latin-1')}".lower()
        assert not any(word in shown for word in ("zutanejo", "perencejo", "mesa", "uno", media.sha256))
        assert not any(digest[:32] in shown for digest in digests)
        assert "uno" not in path.name


def test_two_people_keep_different_things(project: Proyecto, home: dict[str, str], tmp_path: Path) -> None:
    """The key is each user's own: what one keeps tells nothing to who has the other's."""
    answered(project, home)
    other = {"XDG_STATE_HOME": str(tmp_path / "otro")}
    answered(project, other)
    marks = [
        {row[0] for path in state_folder(h).glob("revision-*") for row in json.loads(path.read_text())["respuestas"]}
        for h in (home, other)
    ]
    assert len(marks[0]) == len(marks[1]) == 3 and not marks[0] & marks[1]


def test_bundles_do_not_mix(project: Proyecto, home: dict[str, str]) -> None:
    answered(project, home)
    project.write("dos", text({"Qué hicimos": WORDS}))
    other = open_session(project.submission("dos"))
    store = store_of(project, home, "practicas/dos")
    assert store.resume(other) == 0
    store_of(project, home).path.rename(store.path)
    assert store.resume(other) == 0, "not even when the file is taken for the other's"


def test_two_windows_do_not_take_each_others_answers(project: Proyecto, home: dict[str, str]) -> None:
    project.write("uno", text({"Qué hicimos": WORDS}))
    one, other = (open_session(project.submission("uno")) for _ in range(2))
    first, second = store_of(project, home), store_of(project, home)
    one.decide("q1", Answer.TACHAR)
    first.keep(one)
    other.decide("q2", Answer.TACHAR)
    second.keep(other)
    both = open_session(project.submission("uno"))
    store_of(project, home).resume(both)
    assert set(both.answers) == {"q1", "q2"}
    one.undo()
    first.keep(one)
    left = open_session(project.submission("uno"))
    store_of(project, home).resume(left)
    assert set(left.answers) == {"q2"}, "what a window takes back is gone, and no more than that"
    first.forget()
    left = open_session(project.submission("uno"))
    assert store_of(project, home).resume(left) == 1, "one review ended, the other did not"
    second.forget()
    assert not list(state_folder(home).glob("revision-*"))


def test_finished_reviews_leave_nothing(project: Proyecto, home: dict[str, str]) -> None:
    answered(project, home)
    store = store_of(project, home)
    store.forget()
    store.forget()
    assert not list(state_folder(home).glob("revision-*"))
    assert store.resume(open_session(project.submission("uno"))) == 0


@pytest.mark.parametrize(
    "broken", ["", "[]", "{}", '{"v":1,"respuestas":[["x"]]}', '{"v":9,"respuestas":[]}', "[" * 9999]
)
def test_a_broken_file_is_as_none(project: Proyecto, home: dict[str, str], broken: str) -> None:
    answered(project, home)
    store = store_of(project, home)
    store.path.write_text(broken)
    assert store.resume(open_session(project.submission("uno"))) == 0


@pytest.mark.parametrize(
    "row", [["tachar"], ["quemar", None, True], [5], None, ["conservar", None, True], [["x"], True]]
)
def test_a_broken_answer_is_not_taken(project: Proyecto, home: dict[str, str], row: object) -> None:
    answered(project, home)
    store = store_of(project, home)
    data = json.loads(store.path.read_text())
    data["respuestas"][0][1] = row
    store.path.write_text(json.dumps(data))
    again = open_session(project.submission("uno"))
    assert store.resume(again) == 2 and "q1" not in again.answers


def test_links_and_what_others_can_read_are_refused(project: Proyecto, home: dict[str, str], tmp_path: Path) -> None:
    answered(project, home)
    store = store_of(project, home)
    store.path.chmod(0o644)
    assert store.resume(open_session(project.submission("uno"))) == 0
    store.path.chmod(0o600)
    real = store.path.rename(tmp_path / "en-otra-parte")
    store.path.symlink_to(real)
    assert store.resume(open_session(project.submission("uno"))) == 0
    store.keep(answered(project, home))
    assert not store.path.is_symlink(), "a link is replaced, never written through"
    state = state_folder(home)
    state.rename(tmp_path / "movida")
    state.symlink_to(tmp_path / "movida")
    with pytest.raises(StoreError):
        store_of(project, home)
    state.unlink()
    state.write_text("")
    with pytest.raises(StoreError):
        store_of(project, home)


def test_a_key_of_others_is_refused(project: Proyecto, home: dict[str, str]) -> None:
    answered(project, home)
    key = state_folder(home) / "llave"
    key.chmod(0o640)
    with pytest.raises(StoreError):
        store_of(project, home)
    key.chmod(0o600)
    key.write_bytes(b"corta")
    with pytest.raises(StoreError):
        store_of(project, home)


def test_a_folder_that_others_can_enter_is_closed(project: Proyecto, home: dict[str, str]) -> None:
    state_folder(home).mkdir(parents=True, mode=0o755)
    state_folder(home).chmod(0o755)
    store_of(project, home)
    assert state_folder(home).stat().st_mode & 0o777 == 0o700


def test_a_relative_state_folder_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder({"XDG_STATE_HOME": "relativa"}) == tmp_path / ".local" / "state" / "inspira"
    assert state_folder({}) == tmp_path / ".local" / "state" / "inspira"
    assert os.fspath(state_folder({"XDG_STATE_HOME": "/x"})) == "/x/inspira"


def test_nothing_shows_the_key(project: Proyecto, home: dict[str, str]) -> None:
    store = store_of(project, home)
    assert store.key.hex() not in repr(store) and repr(store.key) not in repr(store)
