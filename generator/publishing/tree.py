"""Every file of the public tree, by path: what of the project is public, and the bundles that may pass whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from generator.accepting import accept
from generator.building import Accepted
from generator.consent.store import EXAMPLES, KEYS, LIST, MINIMUM, NOTICE
from generator.diagnostics import Diagnostic, find, in_order
from generator.kept import keeping
from generator.load import Bundle, files_of
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Anonymized, Source
from generator.progress import Say
from generator.publishing.whole import PUBLIC, reasons
from generator.schema import Ficha
from generator.schema.revision import Memoria
from generator.shelf import is_leftover
from generator.validate import read

_GUIDE = "content"
_FILES = ("mkdocs.yml", "LICENSE-CONTENIDO", KEYS, LIST, MINIMUM, EXAMPLES, NOTICE)


@dataclass(frozen=True, slots=True, repr=False)
class Tree:
    """What may stand in the public repository today: path → bytes. `folders` are its bundles, and `findings` why others
    are not among them."""

    files: Mapping[str, bytes]
    folders: frozenset[str]
    findings: tuple[Diagnostic, ...]

    def without(self, folders: frozenset[str]) -> dict[str, bytes]:
        """The files, but for those of some bundles."""
        return {path: data for path, data in self.files.items() if "/".join(path.split("/")[:2]) not in folders}


def public_tree(project: Path, today: date, say: Say) -> Tree:
    """Read a project as `construir` does and take what may pass. Raises OSError when its own files cannot be read."""
    with keeping(project / WORK, whole=False) as kept:
        accepted = accept(project, today, say, kept)
    published = frozenset(a.folder for a in accepted.anonymized)
    memory, _ = load_memory(project)
    findings = list(accepted.findings)
    files = dict(_shared(project))
    folders: set[str] = set()
    for one in accepted.anonymized:
        if one.ficha.estado not in PUBLIC:
            continue
        bundle, why = _bundle(project, one, memory, accepted, published)
        findings += why
        if not why:
            files |= bundle
            folders.add(one.folder)
    return Tree(files, frozenset(folders), tuple(in_order(findings)))


def _bundle(
    project: Path, one: Anonymized, memory: Memoria, accepted: Accepted, published: frozenset[str]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of a bundle, or why they stay. A fault of ours leaves that one out and stops no other."""
    try:
        one = _with_texts(project, one)
        why = list(reasons(one, memory, published, reduced=one.folder in accepted.reduced))
        return ({} if why else dict(_public_files(one.source, one.ficha))), why
    except Exception as fault:  # the barrier between submissions; what it says may quote one
        message = f"Algo inesperado ({type(fault).__name__}) al procesar esta entrega."
        return {}, [find("E013", one.folder, message)]


def _with_texts(project: Path, one: Anonymized) -> Anonymized:
    """With what the author wrote, read again. Raises ValueError when that is no longer what was looked at."""
    submission, _ = read(project, Bundle(one.source.collection, one.source.slug, project / one.folder))
    if submission is None or submission.source.digests != one.source.digests:
        raise ValueError(one.folder)
    return replace(one, consented=replace(one.consented, submission=submission))


def _public_files(source: Source, ficha: Ficha) -> Iterator[tuple[str, bytes]]:
    """A bundle as it is on disk, but for its ficha: of that only what the page shows, without where it was applied."""
    for path, data in files_of(source):
        if not path.endswith("/ficha.yml"):
            yield path, data
    told = ficha.model_dump(mode="json", exclude_defaults=True, exclude={"replicas": {"__all__": {"centro"}}})
    yield f"{source.folder}/ficha.yml", yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode()


def _shared(project: Path) -> Iterator[tuple[str, bytes]]:
    """What the project itself shows: its guide, its configuration, its public keys and its list of withdrawals."""
    for name in _FILES:
        if (project / name).is_file():
            yield name, (project / name).read_bytes()
    for path in sorted((project / _GUIDE).rglob("*")):
        parts = path.relative_to(project).parts
        hidden = any(part.startswith(".") or is_leftover(part) for part in parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield "/".join(parts), path.read_bytes()
