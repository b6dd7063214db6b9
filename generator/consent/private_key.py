"""The private key file: made for its owner alone, and never inside a repository.

On Windows the permissions cannot be checked this way; the place still is.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from generator.consent.signing import Domain, Payload, kid_of, public_of, sign
from generator.files import committable

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_LIMIT = 4096


class PrivateKeyError(Exception):
    """The key file is not where, what or how it must be; its text is Spanish and holds nothing of the key."""


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """A key that can sign. It is never shown."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        return public_of(self.private)

    @property
    def kid(self) -> str:
        return kid_of(self.public)

    def sign(self, domain: Domain, payload: Payload) -> str:
        return sign(self.private, domain, payload)


def create_key(path: Path, project: Path) -> PrivateKey:
    """Make a key and its file (0600, never over another). Raises `PrivateKeyError`."""
    _check_place(path, project)
    key = PrivateKey(Ed25519PrivateKey.generate())
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o600)
    except FileExistsError:
        raise PrivateKeyError("Ya hay un archivo con ese nombre; no se escribe encima de una llave.") from None
    except OSError:
        raise PrivateKeyError("No se pudo crear el archivo de la llave en esa carpeta.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return key


def load_key(path: Path, project: Path) -> PrivateKey:
    """Read a key that only its owner can read. Raises `PrivateKeyError`."""
    _check_place(path, project)
    if path.is_symlink():
        raise PrivateKeyError("La llave privada es un enlace; use el archivo mismo.")
    try:
        # Without blocking: a named pipe would wait for ever.
        handle = os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK)
    except OSError:
        raise PrivateKeyError("No se pudo abrir la llave privada.") from None
    try:
        _check_mode(os.fstat(handle))
        pem = os.read(handle, _LIMIT)
    finally:
        os.close(handle)
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PrivateKeyError("Ese archivo no es una llave privada de `inspira consentimiento claves`.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise PrivateKeyError("Ese archivo no es una llave privada de `inspira consentimiento claves`.")
    return PrivateKey(private)


def _check_mode(info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise PrivateKeyError("La llave privada no es un archivo común.")
    if os.name == "nt":
        return
    if stat.S_IMODE(info.st_mode) & 0o077:
        raise PrivateKeyError("Otras personas pueden leer la llave privada: quíteles el permiso con `chmod 600`.")
    if info.st_uid != os.geteuid():
        raise PrivateKeyError("La llave privada es de otro usuario.")
    if info.st_nlink != 1:
        raise PrivateKeyError("La llave privada tiene otro nombre en el disco; deje uno solo.")


def _check_place(path: Path, project: Path) -> None:
    """Refuse a place from which the key could be committed by mistake, links in the path resolved."""
    place = committable(path, project)
    if place == "proyecto":
        raise PrivateKeyError("La llave privada no puede estar dentro del proyecto; guárdela en otra carpeta.")
    if place == "repositorio":
        raise PrivateKeyError("La llave privada no puede estar dentro de un repositorio; guárdela en otra carpeta.")
