"""The keyring of the system: what it has is never lost, whatever it answers."""

from __future__ import annotations

import keyring
import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from generator.private.errors import StoreError
from generator.private.keys import KEY, KEY_FILE, Key, find_key, keep_key


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring in memory."""
    entries: dict[tuple[str, str], str] = {}
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda *who: entries.get(who))
    monkeypatch.setattr(keyring, "set_password", lambda service, user, key: entries.update({(service, user): key}))
    return entries


def raising(problem: Exception) -> object:
    def answer(*_: object) -> None:
        raise problem

    return answer


@pytest.mark.parametrize("problem", [KeyringLocked("secreto"), RuntimeError("secreto")], ids=["locked", "broken"])
def test_one_that_does_not_answer_is_not_an_empty_one(
    problem: Exception, kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_key(Key.new())
    before = dict(kept)
    monkeypatch.setattr(keyring, "get_password", raising(problem))
    for use in (find_key, lambda: keep_key(Key.new())):
        with pytest.raises(StoreError, match="D406") as caught:
            use()
        assert "secreto" not in repr(caught.value.diagnostics)
    assert kept == before


@pytest.mark.usefixtures("kept")
def test_without_one_there_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", raising(NoKeyringError()))
    assert find_key() is None


@pytest.mark.usefixtures("kept")
def test_a_key_that_is_there_stays_behind_the_new_one() -> None:
    first, second = Key.new(), Key.new()
    keep_key(first)
    keep_key(second)
    found = find_key()
    assert found is not None and found.all == (second.hexadecimal, first.hexadecimal)
