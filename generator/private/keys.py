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

from generator.private.errors import refuse, unwritten
from generator.private.place import require_outside_git, settle
from generator.writing import write_atomic

KEY = "INSPIRA_ALMACEN_CLAVE"
KEY_FILE = "INSPIRA_ALMACEN_ARCHIVO_CLAVE"
_SERVICE, _USER = "inspira", "almacen"
_BYTES = 32
_KEPT = 8
"""How many keys are kept at most, the one in use among them: former ones open older copies of the file."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """256 random bits, in hexadecimal: SQLCipher takes them as they are, without deriving anything.

    `others` are tried after it: while the key of a file is being changed, either may be the one that opens it.
    """

    hexadecimal: str
    others: tuple[str, ...] = ()

    @classmethod
    def new(cls) -> Key:
        return cls(secrets.token_hex(_BYTES))

    @classmethod
    def read(cls, text: str) -> Key:
        """Keys as they are kept, the one in use first. Refuses (D406) what has not their shape, without quoting it."""
        words = text.lower().split()
        if not words or not all(len(w) == 2 * _BYTES and set(w) <= set("0123456789abcdef") for w in words):
            raise refuse("D406", "La clave del almacén no tiene la forma que se espera.")
        return cls(words[0], tuple(words[1:]))

    @property
    def all(self) -> tuple[str, ...]:
        return (self.hexadecimal, *self.others)

    def kept(self) -> str:
        """As it is kept: each one once, on its line."""
        return "\n".join(list(dict.fromkeys(self.all))[:_KEPT])


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


def in_environment() -> bool:
    """Whether the key comes from the environment, and is not ours to keep."""
    return bool(os.environ.get(KEY))


def keep_key(key: Key, file: Path | None = None) -> str:
    """Keep a key: in a file of 0600 where one is named, else in the keyring. Returns where, to tell it.

    It is on the disk when this returns. Raises StoreError (D403, D406, D410, D440).
    """
    if file is None and os.environ.get(KEY_FILE):
        file = Path(os.environ[KEY_FILE])
    if file is not None:
        require_outside_git(file)
        try:
            write_atomic(file, key.kept() + "\n", mode=0o600)
            settle(file)
        except OSError as problem:
            raise unwritten(problem, "clave") from None
        return "un archivo que solo usted puede leer"
    known = _keyring(lambda keyring: keyring.get_password(_SERVICE, _USER))
    # It has one entry: a key that is there opens another file of this person, and stays behind the new one.
    kept = Key(key.hexadecimal, (*key.others, *(Key.read(known).all if known else ()))).kept()
    _keyring(lambda keyring: keyring.set_password(_SERVICE, _USER, kept))
    if _keyring(lambda keyring: keyring.get_password(_SERVICE, _USER)) != kept:
        raise refuse(
            "D406",
            "Este equipo no tiene un llavero donde guardar la clave.",
            hint=f"Diga en qué archivo guardarla con la variable {KEY_FILE}.",
        )
    return "el llavero de este equipo"


def _from_file(path: Path) -> Key | None:
    if not path.exists():
        return None
    require_outside_git(path)
    try:
        require_own_file(path, "la clave")
        return Key.read(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise refuse("D406", "No se pudo leer el archivo de la clave.") from None


def require_own_file(path: Path, what: str) -> None:
    """Refuse (D404) a file with a secret that others can read. Raises OSError."""
    state = path.lstat()
    if os.name != "nt" and (state.st_mode & 0o077 or not stat.S_ISREG(state.st_mode)):
        raise refuse("D404", f"Otros pueden leer el archivo de {what}.", hint="Ciérrelo con: chmod 600.")


def _keyring(use: Callable[..., str | None]) -> str | None:
    """Use the keyring of the system; without one there is no answer.

    Refuses (D406) when it is locked or broken: taking that for an empty one would put a new key over the one it has.
    """
    import keyring
    from keyring.errors import NoKeyringError

    try:
        return use(keyring)
    except NoKeyringError:
        return None
    except Exception:  # each system's own, and none of them may say what it was given
        raise refuse(
            "D406",
            "El llavero de este equipo no respondió.",
            hint=f"Desbloquéelo y repita, o diga en qué archivo está la clave con la variable {KEY_FILE}.",
        ) from None
