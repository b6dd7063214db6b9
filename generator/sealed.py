"""A file that is remembered between runs and believed only when it is ours, of this version, to the last byte.

It carries a seal: an HMAC with a random key that stays in the user's own cache folder. Whoever writes in `.build` can
delete what is remembered there and cannot change it; what comes from another user, another version of the program or
a half-written file is as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.files import UnfitError, contents
from generator.writing import write_atomic

_KEY_FILE = "inspira/llave-de-hallazgos"
KEY_SIZE = 32


def sealed(rows: Mapping[str, object], key: bytes, version: str) -> bytes:
    """The file of some rows: its seal, a line end, and the rows in JSON."""
    body = json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()
    return _seal(key, version, body) + b"\n" + body


def opened(path: Path, key: bytes, version: str, limit: int) -> dict[str, Any]:
    """What a file of ours holds; nothing when it is not ours, or of this version, or larger than `limit` bytes."""
    try:
        seal, _, body = contents(path, limit).partition(b"\n")
        if not hmac.compare_digest(seal, _seal(key, version, body)):
            return {}
        rows = json.loads(body)
    except (OSError, UnfitError, ValueError, RecursionError):
        return {}
    return rows if isinstance(rows, dict) else {}


def save(path: Path, data: bytes, limit: int) -> None:
    """Write it (`.build/cache/…`) where it may be written and is not too large; nothing fails because of it."""
    if len(data) > limit or path.parent.is_symlink() or path.parent.parent.is_symlink():
        return
    with suppress(OSError):
        write_atomic(path, data)


def _seal(key: bytes, version: str, body: bytes) -> bytes:
    return hmac.new(key, b"sello\0" + version.encode() + b"\0" + body, hashlib.sha256).hexdigest().encode()


def user_key() -> bytes | None:
    """The random key of this user, made when there is none; None where it cannot be kept from others."""
    try:
        path = _user_cache() / _KEY_FILE
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | flags, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_SIZE))
        with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
            info = os.fstat(file.fileno())
            if os.name == "posix" and (info.st_uid != os.getuid() or stat.S_IMODE(info.st_mode) & 0o077):
                return None
            key = file.read(KEY_SIZE + 1) if stat.S_ISREG(info.st_mode) else b""
    except (OSError, RuntimeError):  # RuntimeError: nobody's home
        return None
    return key if len(key) == KEY_SIZE else None


def _user_cache() -> Path:
    own = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    return Path(own) if Path(own).is_absolute() else Path.home() / ".cache"
