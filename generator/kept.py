"""What earlier runs made, kept by everything that it rests on, and believed only when it is ours to the last byte.

An entry is a file of `.build/cache/hechos`, enciphered and sealed (AES-GCM) with a key made from the user's own, which
stays outside the project. Its name is an HMAC of what it rests on, the program included, and the seal covers the name:
an entry that is damaged, half-written, moved, of another version or of another user cannot be opened and is made anew.
Whoever copies `.build` learns how many there are and how long, and nothing of what they say or of what they are about.
An entry that a run did not use is deleted at its end, so that what was withdrawn stays nowhere. After a run that
promotes nothing and withdraws nothing, what the site that stands was made with stays, too: the next try needs it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import generator
from generator.digests import whole
from generator.sealed import user_key

FOLDER = "cache/hechos"
_NONCE = 12
_OURS = b"inspira:"
"""How an entry begins, so that what follows, which looks like chance, is never taken for a file of another kind."""
_HEAD = len(_OURS) + _NONCE
_DIGITS = 2 * hashlib.sha256().digest_size
"""Of a name."""
_NOT_OURS = frozenset(("__pycache__", "private"))


class Kept:
    """What is kept in one folder; without a key of the user's own, nothing is, and all is made anew each time."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self._folder = folder
        self._key = key
        self._cipher = AESGCM(_derived(key, b"cifrado")) if key else None
        self._naming = _derived(key, b"nombre") if key else b""
        self._used: set[str] = set()
        self._whole = False
        self.found = self.missed = 0

    def __repr__(self) -> str:
        return "<Kept>"

    def __reduce__(self) -> tuple[type[Kept], tuple[Path, bytes | None]]:
        """In another process of ours it is the same folder, of which nothing was used there yet."""
        return Kept, (self._folder, self._key)

    @property
    def used(self) -> frozenset[str]:
        """The names of what was used or made."""
        return frozenset(self._used)

    def name(self, kind: str, *rests_on: object) -> str:
        """What something is kept by. `rests_on` must tell, by `repr`, all that it depends on besides the program."""
        if self._cipher is None:
            return ""  # nothing is kept: whoever only validates does not wait for the program to be read
        told = repr((kind, program(), *rests_on)).encode("utf-8", "surrogatepass")
        return hmac.digest(self._naming, told, "sha256").hex()

    def get(self, name: str) -> bytes | None:
        """What was kept by that name, or None: make it anew."""
        data = self._opened(name)
        if data is None:
            self.missed += 1
        else:
            self.found += 1
            self._used.add(name)
        return data

    def has(self, name: str) -> bool:
        """Whether something is kept by that name; whether it can be opened, `get` says."""
        return self._cipher is not None and (self._folder / name).is_file()

    def put(self, name: str, data: bytes) -> None:
        """Keep it for the next run. Nothing fails because it cannot be kept: then nothing is kept by that name."""
        if self._cipher is None:
            return
        path, nonce = self._folder / name, secrets.token_bytes(_NONCE)
        temporary = path.with_suffix(".tmp")
        self._used.add(name)
        try:
            # Not flushed to the disk: what a power cut leaves of it cannot be opened.
            with temporary.open("wb") as file:
                file.write(_OURS + nonce)
                file.write(self._cipher.encrypt(nonce, data, name.encode()))
            temporary.replace(path)
        except OSError:
            for left in (path, temporary):
                with suppress(OSError):
                    left.unlink()

    def hold(self, name: str) -> None:
        """What was kept by that name, if anything, stays: it is known to be wanted without being opened."""
        self._used.add(name)

    def settle(self, folders: Set[str]) -> None:
        """A site was promoted: remember that it was made with all that was used, of these submissions."""
        told = json.dumps(sorted(folders)).encode()
        self.put(self._settled(), told + b"\n" + bytes.fromhex("".join(sorted(self._used))))

    def hold_settled(self, standing: Set[str]) -> None:
        """What the last promoted site was made with stays, although nothing was promoted in this run: as long as all
        submissions that it was made of, whether they are in it or the audit left them out, still stand as they did."""
        folders, _, names = (self._opened(self._settled()) or b"[]").partition(b"\n")
        if not standing >= set(json.loads(folders)):
            return
        told = names.hex()
        self._used.update(told[start : start + _DIGITS] for start in range(0, len(told), _DIGITS))
        self._used.add(self._settled())

    def keep_all(self) -> None:
        """Nothing was made, since nothing changed: all stays."""
        self._whole = True

    def forget_the_rest(self) -> None:
        """Delete what this run neither used nor made."""
        if self._whole:
            return
        with suppress(OSError):
            for entry in self._folder.iterdir():
                if entry.name not in self._used:
                    entry.unlink()

    def _settled(self) -> str:
        return self.name("publicado")

    def _opened(self, name: str) -> bytes | None:
        if self._cipher is None:
            return None
        try:
            data = whole(f"{self._folder}{os.sep}{name}")
            return self._cipher.decrypt(data[_HEAD - _NONCE : _HEAD], data[_HEAD:], name.encode())
        except (OSError, ValueError, InvalidTag):
            return None


NOTHING = Kept(Path(os.devnull), None)
"""Remembers nothing: for what is made once."""


@contextmanager
def keeping(work: Path, *, whole: bool = True) -> Iterator[Kept]:
    """What is kept in a folder of work while this lasts.

    Afterwards, whatever happened, only what was used stays, where this was the `whole` of what there is to make.
    """
    folder = work / FOLDER
    usable = not any(p.is_symlink() for p in (folder, folder.parent, work))
    kept = Kept(folder, user_key() if usable else None)
    if usable:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield kept
    finally:
        if usable and whole:
            kept.forget_the_rest()


@cache
def program() -> str:
    """The program as a digest: each of its files, every package there is beside it, and Python."""
    root = Path(generator.__file__).parent
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(_packages()):
        digest.update(f"{name}\n".encode())
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not _NOT_OURS.intersection(p.parts)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _packages() -> Iterator[str]:
    """Every package that can be imported, with its version: `mkdocs-1.6.1.dist-info`, by which installers call it."""
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            yield from (entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"hechos\0" + purpose, hashlib.sha256).digest()
