"""Reading and writing `consentimiento/` and the receipts of a bundle: the only place here that touches disk."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from generator.consent.keys import FILE_LIMIT, NO_KEYS, Keyring, read_keys, write_keys
from generator.consent.receipts import ConsentFile, Notice, Receipt, read_notice, read_receipts, write_receipts
from generator.consent.revocation import FILE_LIMIT as LIST_LIMIT
from generator.consent.revocation import (
    RevocationList,
    read_minimum,
    read_revocations,
    write_minimum,
    write_revocations,
)
from generator.consent.signing import DIGEST
from generator.consent.standing import Trust
from generator.consent.strict_json import MalformedError, read_json, word
from generator.diagnostics import Diagnostic, count, find
from generator.lock import held
from generator.model import Collection
from generator.writing import write_atomic

FOLDER = "consentimiento"
RECEIPTS = "consentimientos.json"
KEYS, LIST, MINIMUM, EXAMPLES, NOTICE = (
    f"{FOLDER}/{name}" for name in ("llaves.json", "revocaciones.json", "minimo.json", "ejemplos.json", "aviso.md")
)
_T = TypeVar("_T")


def load_trust(project: Path) -> tuple[Trust, list[Diagnostic]]:
    """What the project trusts. A file that is not understood trusts nobody, and is reported.

    The list of withdrawals is read as it is: whether it is good today is for `coverage` to say, since a
    project of examples alone needs none.
    """
    findings: list[Diagnostic] = []

    def read(path: str, parse: Callable[[str], _T], limit: int = FILE_LIMIT) -> _T | None:
        try:
            text = read_text(project / path, limit)
            return None if text is None else parse(text)
        except MalformedError as problem:
            findings.append(find("C113", path, str(problem)))
            return None

    keyring, dropped = read(KEYS, read_keys) or (NO_KEYS, 0)
    if dropped:
        noun = count(dropped, "delegación sin firma", "delegaciones sin firma")
        findings.append(find("C113", KEYS, f"Hay {noun} de una llave raíz del proyecto: no se tienen en cuenta."))
    trust = Trust(
        keyring=keyring,
        revocations=read(LIST, read_revocations, LIST_LIMIT),
        minimum=read(MINIMUM, read_minimum),
        examples=read(EXAMPLES, _pins),
    )
    return trust, findings


def trust_digest(project: Path) -> str:
    """What `load_trust` reads, as one digest."""
    whole = sha256()
    for path in (KEYS, LIST, MINIMUM, EXAMPLES):
        file = project / path
        whole.update(sha256(file.read_bytes()).digest() if file.is_file() else b"-")
    return whole.hexdigest()


def load_notice(project: Path) -> Notice:
    """The notice that people are shown today.

    Raises `MalformedError` when there is none, or when its text is not the one that earlier receipts of the
    same version are about: nobody may be held to words they did not read.
    """
    text = notice_text(project)
    if text is None:
        raise MalformedError("Falta el aviso que se le muestra a las personas (consentimiento/aviso.md).")
    notice = read_notice(text)
    if any(r.aviso.version == notice.version and r.aviso != notice for r in all_receipts(project)[0]):
        raise MalformedError("El aviso cambió y su versión no: cambie «version» en consentimiento/aviso.md.")
    return notice


def notice_text(project: Path) -> str | None:
    """The notice as it is written, None when there is none. Raises `MalformedError`."""
    return read_text(project / NOTICE, FILE_LIMIT)


def known_notices(project: Path) -> frozenset[Notice]:
    """The notice of today, and those that the receipts of the project say that people read before.

    Raises `MalformedError` as `load_notice` does.
    """
    return frozenset((load_notice(project), *(r.aviso for r in all_receipts(project)[0])))


def save_revocations(project: Path, revocations: RevocationList) -> None:
    """Write a signed list and raise the lowest number accepted to it.

    The list goes first: killed in between, the project still accepts it, and the one before is never lost.
    """
    write_atomic(project / LIST, write_revocations(revocations))
    write_atomic(project / MINIMUM, write_minimum(revocations.numero))


def load_trust_to_sign(project: Path) -> Trust:
    """The same, for adding to it. Raises `MalformedError` when something could not be read, and would be lost."""
    trust, findings = load_trust(project)
    if findings:
        raise MalformedError(f"{findings[0].path}: {findings[0].message} {findings[0].hint}")
    return trust


def receipts_at(path: Path) -> ConsentFile:
    """The receipts of a file anywhere. Raises `MalformedError`, also when there is no such file."""
    text = read_text(path, FILE_LIMIT)
    if text is None:
        raise MalformedError("No existe uno de esos archivos.")
    return read_receipts(text)


def load_receipts(project: Path, folder: str) -> ConsentFile:
    """The receipts of a bundle, none when it has no file. Raises `MalformedError`."""
    text = read_text(project / folder / RECEIPTS, FILE_LIMIT)
    return ConsentFile() if text is None else read_receipts(text)


def save_receipts(project: Path, folder: str, file: ConsentFile) -> None:
    """Write the receipts of a bundle in one step, in place of those it had. Raises OSError."""
    write_atomic(project / folder / RECEIPTS, write_receipts(file))


def all_receipts(project: Path) -> tuple[list[Receipt], list[Diagnostic]]:
    """Every receipt of the project, whatever else is wrong with the bundle it is in: withdrawing always works."""
    found: list[Receipt] = []
    findings: list[Diagnostic] = []
    for collection in Collection:
        for path in sorted((project / collection.value).glob(f"*/{RECEIPTS}")):
            folder = path.parent.relative_to(project).as_posix()
            try:
                found += load_receipts(project, folder).recibos
            except MalformedError as problem:
                findings.append(find("C111", f"{folder}/{RECEIPTS}", str(problem)))
    return found, findings


def save_keys(project: Path, keyring: Keyring) -> None:
    """Write `llaves.json` in one step. Raises OSError."""
    write_atomic(project / KEYS, write_keys(keyring))


def save_examples(project: Path, pins: Mapping[str, str]) -> None:
    """Pin the project's own examples: folder → content digest, and nothing else."""
    write_atomic(project / EXAMPLES, json.dumps(dict(sorted(pins.items())), indent=2) + "\n")


def _pins(text: str) -> dict[str, str]:
    pins = read_json(text, limit=FILE_LIMIT)
    if not isinstance(pins, dict):
        raise MalformedError("Los ejemplos no tienen la forma esperada.")
    return {folder: word(digest, DIGEST) for folder, digest in pins.items()}


def read_text(path: Path, limit: int) -> str | None:
    """A UTF-8 file of at most `limit` bytes, None when there is none. Raises `MalformedError`."""
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            raise MalformedError("No es un archivo común.")
        if info.st_size > limit:
            raise MalformedError("El archivo es demasiado grande.")
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):  # bytes that are no text, or a name that no file can have
        raise MalformedError("El archivo no se pudo leer.") from None


@contextmanager
def only_one(project: Path) -> Iterator[None]:
    """Hold `consentimiento/` while a list is read and written: of two withdrawals at once, none is lost."""
    # Beside what is built, which git ignores; nobody deletes it there.
    with held(project / ".build" / "candado-consentimiento", wait=True):
        yield
