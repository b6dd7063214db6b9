"""The key of the encrypted file: from the environment, from a file that is this person's alone, or from the keyring.

Never from the command line, which other people of the computer can list.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.private.errors import refuse
from generator.writing import write_atomic

KEY = "INSPIRA_ALMACEN_CLAVE"
KEY_FILE = "INSPIRA_ALMACEN_ARCHIVO_CLAVE"
_SERVICE, _USER = "inspira", "almacen"
_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """256 random bits, in hexadecimal: SQLCipher takes them as they are, without deriving anything."""

    hexadecimal: str

    @classmethod
    def new(cls) -> Key:
        return cls(secrets.token_hex(_BYTES))

    @classmethod
    def read(cls, text: str) -> Key:
        """A key as it is kept. Refuses (D406) what has not its shape, without quoting it."""
        text = text.strip().lower()
        if len(text) != 2 * _BYTES or not set(text) <= set("0123456789abcdef"):
            raise refuse("D406", "La clave del almacén no tiene la forma que se espera.")
        return cls(text)


def find_key() -> Key | None:
    """The key, from the first place that has one: the environment, a file of 0600, the keyring of the system."""
    if text := os.environ.get(KEY):
        return Key.read(text)
    if path := os.environ.get(KEY_FILE):
        return _from_file(Path(path))
    kept = _keyring(lambda keyring: keyring.get_password(_SERVICE, _USER))
    return Key.read(kept) if kept else None


def require_key() -> Key:
    """The key; refuses (D406) when no place has one."""
    key = find_key()
    if key is None:
        raise refuse("D406")
    return key


def keep_key(key: Key, file: Path | None = None) -> str:
    """Keep a key: in a file of 0600 where one is named, else in the keyring. Returns where, to tell it."""
    if file is None and os.environ.get(KEY_FILE):
        file = Path(os.environ[KEY_FILE])
    if file is not None:
        write_atomic(file, key.hexadecimal + "\n", mode=0o600)
        return "un archivo que solo usted puede leer"
    stored = _keyring(lambda keyring: (keyring.set_password(_SERVICE, _USER, key.hexadecimal), "sí")[1])
    if not stored:
        raise refuse(
            "D406",
            "Este equipo no tiene un llavero donde guardar la clave.",
            hint=f"Diga en qué archivo guardarla con la variable {KEY_FILE}.",
        )
    return "el llavero de este equipo"


def _from_file(path: Path) -> Key | None:
    if not path.exists():
        return None
    try:
        state = path.lstat()
        if os.name != "nt" and (state.st_mode & 0o077 or not stat.S_ISREG(state.st_mode)):
            raise refuse("D404", "Otros pueden leer el archivo de la clave.", hint="Ciérrelo con: chmod 600.")
        return Key.read(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise refuse("D406", "No se pudo leer el archivo de la clave.") from None


def _keyring(use: Callable[..., str | None]) -> str | None:
    """Use the keyring of the system, which may be absent, locked or broken: then there is no answer."""
    import keyring

    try:
        return use(keyring)
    except Exception:  # each system's own, and none of them may say what it was given
        return None
