"""What is kept between runs is believed only when it is ours, whole and in its place, and says nothing to others.

The canary name is made up from name parts.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import kept as module
from generator.kept import FOLDER, NOTHING, Kept, keeping
from tests.fabrica import CANARY_NAME

SAID = f"Lo contó {CANARY_NAME}.".encode()


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))


def put(work: Path, *rests_on: object, data: bytes = SAID) -> Path:
    with keeping(work) as kept:
        name = kept.name("cosa", *rests_on)
        kept.put(name, data)
    return work / FOLDER / name


def got(work: Path, *rests_on: object) -> bytes | None:
    with keeping(work, whole=False) as kept:
        return kept.get(kept.name("cosa", *rests_on))


def test_it_comes_back_for_the_same_things_alone(tmp_path: Path) -> None:
    put(tmp_path, "a", 1)
    assert got(tmp_path, "a", 1) == SAID
    assert got(tmp_path, "a", 2) is None and got(tmp_path, "a", "1") is None


def test_another_process_of_ours_finds_it_and_tells_what_it_used(tmp_path: Path) -> None:
    put(tmp_path, "a")
    with keeping(tmp_path) as kept:
        there = pickle.loads(pickle.dumps(kept))
        name, new = there.name("cosa", "a"), there.name("cosa", "b")
        assert there.get(name) == SAID
        there.put(new, SAID)
        assert there.used == {name, new} and kept.used == frozenset()
        for one in there.used:
            kept.hold(one)
    assert got(tmp_path, "a") == got(tmp_path, "b") == SAID


def test_neither_its_name_nor_its_bytes_say_anything(tmp_path: Path) -> None:
    path = put(tmp_path, CANARY_NAME)
    other = put(tmp_path / "otro", CANARY_NAME)
    for data in (path.read_bytes(), path.name.encode()):
        assert b"Yurleidy" not in data and b"Lo cont" not in data
    assert path.name == other.name and path.read_bytes() != other.read_bytes()


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "a byte": lambda data: data[:30] + bytes([data[30] ^ 1]) + data[31:],
    "its end": lambda data: data[:-1],
    "nothing": lambda _data: b"",
    "in the clear": lambda _data: SAID,
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_was_touched_is_not_believed(tmp_path: Path, how: str) -> None:
    path = put(tmp_path, "a")
    path.write_bytes(SPOILT[how](path.read_bytes()))
    assert got(tmp_path, "a") is None


def test_an_entry_in_the_place_of_another_is_not_believed(tmp_path: Path) -> None:
    path = put(tmp_path, "a")
    path.rename(path.with_name(put(tmp_path / "otro", "b").name))
    assert got(tmp_path, "b") is None


def test_another_user_or_another_program_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a")
    with monkeypatch.context() as another:
        another.setattr(module, "program", lambda: "otro")
        assert got(tmp_path, "a") is None
    with monkeypatch.context() as another:
        another.setenv("XDG_CACHE_HOME", str(tmp_path / "de-otro"))
        assert got(tmp_path, "a") is None
    assert got(tmp_path, "a") == SAID


def test_what_a_whole_run_did_not_use_is_gone_even_when_it_failed(tmp_path: Path) -> None:
    left, used = put(tmp_path, "a"), None
    with pytest.raises(ZeroDivisionError), keeping(tmp_path) as kept:
        used = kept.name("cosa", "b")
        kept.put(used, SAID)
        raise ZeroDivisionError
    assert not left.exists() and used and (tmp_path / FOLDER / used).exists()


def test_a_linked_folder_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mio"
    mine.mkdir()
    (mine / "carta").write_text("de alguien")
    work = tmp_path / "work"
    (work / FOLDER).parent.mkdir(parents=True)
    (work / FOLDER).symlink_to(mine)
    with keeping(work) as kept:
        kept.put(kept.name("cosa"), SAID)
    assert [p.name for p in mine.iterdir()] == ["carta"]


def test_without_a_key_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "user_key", lambda: None)
    put(tmp_path, "a")
    assert not [*(tmp_path / FOLDER).iterdir()]
    NOTHING.put(NOTHING.name("cosa"), SAID)
    assert NOTHING.get(NOTHING.name("cosa")) is None


def test_a_disk_that_refuses_stops_nothing(tmp_path: Path) -> None:
    Kept(tmp_path / "no-existe", b"k" * 32).put("a" * 64, SAID)
    assert Kept(tmp_path / "no-existe", b"k" * 32).get("a" * 64) is None


def test_what_cannot_be_kept_anew_is_not_left_as_it_was(tmp_path: Path) -> None:
    with keeping(tmp_path) as kept:
        name = kept.name("cosa")
        kept.put(name, SAID)
        (tmp_path / FOLDER / name).with_suffix(".tmp").mkdir()  # nothing can be written there
        kept.put(name, b"otra")
        assert kept.get(name) is None
