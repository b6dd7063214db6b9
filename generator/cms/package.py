"""Decap CMS itself (MIT), out of its package: a pinned version, checked by its digest before anything of it is read.

To change the version, change `VERSION` and `INTEGRITY` together (docs/cms.md says where the second comes from).
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

NAME = "decap-cms"
VERSION = "3.16.3"
INTEGRITY = "sha512-hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw=="
PACKAGE = f"{NAME}-{VERSION}.tgz"

_WANTED = re.compile(r"package/dist/((?:[0-9]+\.)?decap-cms\.js(?:\.LICENSE\.txt)?)")
"""The program, the parts that it loads when they are needed, and the notices of what is inside it."""
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_MAX = 64 * 1024 * 1024
_SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=[^\n]*\n?\Z")


class PackageError(Exception):
    """Decap could not be had; the text says why and what to do."""


def surroundings() -> dict[str, str]:
    """An environment in which npm trusts whom this computer trusts: by itself it knows only its own list."""
    given = dict(os.environ)
    if _CERTIFICATES.is_file():
        given.setdefault("NODE_EXTRA_CA_CERTS", str(_CERTIFICATES))
    return given


def fetch(folder: Path) -> Path:
    """Have npm download the package into a folder, and return where it is. Raises PackageError."""
    npm = shutil.which("npm")
    if npm is None:
        raise PackageError(
            "Falta npm, que trae el paquete de Decap (en Debian: apt install npm). Sin él, traiga el archivo "
            f"{PACKAGE} de otro computador y diga dónde está con --paquete."
        )
    command = [npm, "pack", f"{NAME}@{VERSION}", "--ignore-scripts", "--silent", "--pack-destination", str(folder)]
    try:
        # In a folder of its own: npm would read the settings of the one where the command was given.
        with tempfile.TemporaryDirectory(prefix="inspira-") as away:
            env = surroundings()
            nothing = subprocess.DEVNULL
            subprocess.run(command, cwd=away, env=env, stdin=nothing, capture_output=True, check=True, timeout=600)
    except (OSError, subprocess.SubprocessError):
        raise PackageError("npm no pudo traer el paquete de Decap: revise la conexión e intente de nuevo.") from None
    return folder / PACKAGE


def unpack(package: Path) -> Mapping[str, bytes]:
    """The files of Decap that are served, by name, with its licence. Raises PackageError when it is another."""
    try:
        data = package.read_bytes() if package.stat().st_size <= _MAX else b""
    except OSError:
        raise PackageError("No se pudo leer el paquete de Decap.") from None
    if not fits(data):
        raise PackageError(f"Ese archivo no es {PACKAGE}: su huella es otra. No se usó nada de él.")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            match = _WANTED.fullmatch(member.name)
            content = archive.extractfile(member) if match and member.isfile() else None
            if match and content:
                # The maps are left out (60 MB): no browser has to ask for what is not there.
                files[match[1]] = _SOURCE_MAP.sub(b"\n", content.read())
    return {**files, "LICENCIA-decap-cms.txt": _licence()}


def fits(data: bytes) -> bool:
    """Whether these are the bytes that were pinned."""
    return f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}" == INTEGRITY


def _licence() -> bytes:
    return resources.files(__package__).joinpath("pagina", "LICENCIA-decap-cms.txt").read_bytes()
