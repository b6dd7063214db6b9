"""What is remembered of an earlier run changes nothing that is found, says nothing, and is refused when touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import checking, judging, sealed
from generator.anonymize import cache
from generator.anonymize import detect as detectors
from generator.anonymize.cache import Memory, remembering
from generator.anonymize.detect import Where
from generator.anonymize.spans import Span
from generator.lock import FINDINGS
from tests.fabrica import CANARY_ID, CANARY_NAME, TODAY, Proyecto, text

KEY = b"k" * 32
TOLD = f"La profesora {CANARY_NAME} lo propuso; su cédula es {CANARY_ID}."
PIECES = st.sampled_from([TOLD, CANARY_NAME, CANARY_ID, "Usamos Zutanejo.", "en la mesa", "\n\n", "ñ́", "😀", "\ud800"])


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, and a folder of work."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the detectors really looked at."""
    looked: list[str] = []
    real = detectors.detect

    def detect(words: str, where: Where = Where.PROSA, *, part: bool = False) -> tuple[Span, ...]:
        looked.append(words)
        return real(words, where, part=part)

    monkeypatch.setattr(cache.detectors, "detect", detect)
    return looked


@given(st.lists(PIECES, max_size=6).map("".join), st.sampled_from(Where))
def test_remembered_is_what_would_be_found(words: str, where: Where) -> None:
    first = Memory(KEY, {})
    found = first.detect(words, where)
    kept = json.loads(first.sealed(keep=False).partition(b"\n")[2])
    assert found == Memory(KEY, kept).detect(words, where) == detectors.detect(words, where, part=True)


def test_a_second_run_looks_at_nothing_again(own: Path, counted: list[str]) -> None:
    for _ in range(2):
        with remembering(own):
            found = cache.detect(TOLD)
    assert counted == [TOLD] and found == detectors.detect(TOLD, part=True)


def test_the_same_words_in_another_place_are_another_text(own: Path) -> None:
    with remembering(own):
        cache.detect(CANARY_NAME)
    with remembering(own):
        assert cache.detect(CANARY_NAME, Where.RUTA) == detectors.detect(CANARY_NAME, Where.RUTA, part=True)


def test_what_the_last_run_did_not_use_goes(own: Path, counted: list[str]) -> None:
    for words, keep in (("uno", False), ("dos", True), ("uno", True), ("tres", False), ("uno", False)):
        with remembering(own, keep=keep):
            cache.detect(words)
    assert counted == ["uno", "dos", "tres", "uno"]


def test_it_says_nothing(own: Path) -> None:
    with remembering(own) as memory:
        cache.detect(TOLD)
    kept = (own / FINDINGS).read_text(encoding="utf-8")
    assert not any(word in kept for word in (*CANARY_NAME.split(), CANARY_ID))
    assert TOLD not in repr(memory)


def test_a_copy_confirms_no_guess(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another key, the same text has another name, and the file is not read."""
    with remembering(own):
        cache.detect(TOLD)
    assert Memory(KEY, {}).name(TOLD, Where.PROSA) not in (own / FINDINGS).read_text(encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(own / "otra"))
    with remembering(own) as memory:
        assert memory._known == {}


def _body(data: bytes) -> bytes:
    return data.partition(b"\n")[2]


TOUCHED: dict[str, Callable[[bytes], bytes]] = {
    "un byte del sello": lambda d: bytes([d[0] ^ 1]) + d[1:],
    "un byte del final": lambda d: d[:-3] + bytes([d[-3] ^ 1]) + d[-2:],
    "sin hallazgos": lambda d: d.partition(b"\n")[0] + b"\n{}",
    "cortado": lambda d: d[: len(d) // 2],
    "vacío": lambda _d: b"",
    "basura": lambda _d: b"\xff" * 500,
    "hondo": lambda _d: b"0\n" + b"[" * 100_000,
    "sellado con otra llave": lambda d: b"\n".join((sealed._seal(KEY, cache.version(), _body(d)), _body(d))),
}


@pytest.mark.parametrize("touched", TOUCHED)
def test_a_touched_file_hides_nothing(own: Path, counted: list[str], touched: str) -> None:
    with remembering(own):
        cache.detect(TOLD)
    (own / FINDINGS).write_bytes(TOUCHED[touched]((own / FINDINGS).read_bytes()))
    with remembering(own):
        assert cache.detect(TOLD) == detectors.detect(TOLD, part=True)
    assert counted[:2] == [TOLD, TOLD]


def test_any_byte_flipped_is_refused(own: Path) -> None:
    with remembering(own):
        cache.detect(TOLD)
    good = (own / FINDINGS).read_bytes()
    key = sealed.user_key()
    assert key is not None and sealed.opened(own / FINDINGS, key, cache.version(), cache.MAX_BYTES)
    for at in range(len(good)):
        (own / FINDINGS).write_bytes(good[:at] + bytes([good[at] ^ 0x20]) + good[at + 1 :])
        assert sealed.opened(own / FINDINGS, key, cache.version(), cache.MAX_BYTES) == {}, at


def test_another_version_is_not_used(own: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with remembering(own):
        cache.detect(TOLD)
    monkeypatch.setattr(cache, "version", lambda: "otra")
    with remembering(own):
        cache.detect(TOLD)
    assert counted == [TOLD, TOLD]


ODD = [
    None, 5, {}, [[]], [[0, 1]], [[0, 1, "persona", "auto", "x", "y"]], [[0, 1, "nadie", "auto", "x"]],
    [[0, 1, "persona", "nunca", "x"]], [[-1, 1, "persona", "auto", "x"]], [[3, 3, "persona", "auto", "x"]],
    [[0, 99, "persona", "auto", "x"]], [[0.0, 1.0, "persona", "auto", "x"]], [[False, True, "persona", "auto", "x"]],
    [[0, 1, "persona", "auto", None]], [[0, 1, "persona", "auto", "x" * 999]],
    [[2, 4, "persona", "auto", "x"], [0, 1, "persona", "auto", "x"]],
    [[0, 4, "persona", "auto", "x"], [2, 5, "persona", "auto", "x"]],
]  # fmt: skip


@pytest.mark.parametrize("rows", ODD, ids=range(len(ODD)))
def test_spans_that_cannot_be_are_not_believed(rows: object) -> None:
    assert cache._spans(rows, 10) is None
    memory = Memory(KEY, {Memory(KEY, {}).name(TOLD, Where.PROSA): rows})  # type: ignore[dict-item]
    assert memory.detect(TOLD, Where.PROSA) == detectors.detect(TOLD, part=True)


def test_a_key_that_others_can_read_is_not_used(own: Path, tmp_path: Path) -> None:
    with remembering(own):
        pass
    key = tmp_path / "xdg/inspira/llave-de-hallazgos"
    assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_bytes()) == 32
    key.chmod(0o644)
    with remembering(own):
        assert cache.detect(TOLD) == detectors.detect(TOLD, part=True)
    key.unlink()
    key.symlink_to(tmp_path / "xdg/otra")
    with remembering(own):
        assert cache.detect(TOLD) == detectors.detect(TOLD, part=True)
    assert not (own / FINDINGS).exists()


def test_nowhere_to_keep_it_stops_nobody(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / "cache").write_text("un archivo donde iría la carpeta")
    with remembering(own):
        assert cache.detect(TOLD)
    (tmp_path / "archivo").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "archivo"))
    with remembering(own):
        assert cache.detect(TOLD)


def test_validar_says_the_same_the_second_time(
    own: Path, tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "proyecto").mkdir()
    project = Proyecto(tmp_path / "proyecto", guide=False)
    project.write("uno", text({"Qué hicimos": TOLD}))
    project.write("dos", text({"Qué hicimos": "Usamos Zutanejo."}))
    first = checking.check(project.root, TODAY)
    looked = len(counted)
    assert looked and checking.check(project.root, TODAY) == first
    assert len(counted) == looked
    project.write("dos", text({"Qué hicimos": f"Usamos Zutanejo con {CANARY_NAME}."}))
    assert {d.code for d in checking.check(project.root, TODAY) if "dos" in d.path} >= {"A202"}
    monkeypatch.setattr(cache, "user_key", lambda: None)
    monkeypatch.setattr(judging, "user_key", lambda: None)
    assert checking.check(project.root, TODAY) == checking.check(project.root, TODAY)
