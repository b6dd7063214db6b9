"""What is wrong with one bundle, and remembering it for as long as nothing that it depends on has changed.

A judgement rests on the imprint of the bundle, the terms that the project remembers, and the program itself. What the
receipts cover depends on the keys, the list of withdrawals and the day, too, and is remembered apart. Only `inspira
validar` and its kin believe what is remembered: what is published is looked at again.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import generator
from generator.consent.coverage import coverage
from generator.consent.standing import Trust
from generator.diagnostics import Diagnostic, in_order
from generator.load import Bundle, load
from generator.model import Submission
from generator.schema.revision import Memoria
from generator.sealed import opened, save, sealed, user_key
from generator.validate import validate
from generator.validate.together import Tie, ties

FILE = "cache/juicios.json"
MAX_BYTES = 64_000_000
_RESTS_ON = ("markdown-it-py", "mdit-py-plugins", "nh3", "pillow", "pydantic", "pyyaml", "python-frontmatter")
_NOT_ITS = frozenset(("private", "site", "audit", "importing", "forms", "__pycache__"))
"""Parts of the program that judge no bundle."""


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """Everything to say of a bundle by itself, and its ties to others.

    `fits` says that it is a submission, so that what is wrong with it is about people alone; `asks` that it is to be
    published, `example` that it is one of the project's own.
    """

    findings: tuple[Diagnostic, ...]
    ties: tuple[Tie, ...] = ()
    fits: bool = False
    asks: bool = False
    example: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Agreed:
    """What the receipts of a submission lack on a day, and the last month that they cover, None where none is."""

    missing: tuple[Diagnostic, ...] = ()
    until: str | None = None


def judge(project: Path, bundle: Bundle, memory: Memoria) -> tuple[Judgement, Submission | None]:
    """Load, validate and look for people; the submission, where it fits the schema, for whoever goes on with it."""
    source, findings = load(project, bundle)
    if source is None:
        return Judgement(tuple(findings)), None
    reported = {f.path.removeprefix(f"{bundle.folder}/") for f in findings}
    submission, more = validate(source, reported)
    findings = in_order([*findings, *more])
    if submission is None or any(f.is_error for f in findings):
        return Judgement(tuple(findings)), None
    # Here, since its patterns take half a second to be made ready, which a bundle that is remembered does not wait for.
    from generator.anonymize import redact

    findings += redact.check(submission, memory)
    told, example = tuple(ties(submission)), submission.record.ejemplo
    return Judgement(tuple(findings), told, True, submission.ficha.publishable, example), submission


def agreement(submission: Submission, trust: Trust, today: date) -> Agreed:
    """What the receipts of a submission cover on a day."""
    found, missing = coverage(submission, trust, today)
    return Agreed(tuple(missing), found.until if found else None)


@dataclass(slots=True, repr=False)
class Judged:
    """What is remembered: judgements and agreements by what they rest on, those of the last run and those of this."""

    key: bytes | None
    known: Mapping[str, Any]
    used: dict[str, Any] = field(default_factory=dict)

    def name(self, kind: str, *rests_on: object) -> str:
        """What something is kept by: it says nothing to who has not the key."""
        return hmac.new(self.key or b"-", repr((kind, *rests_on)).encode(), hashlib.sha256).hexdigest()

    def judgement(self, name: str) -> Judgement | None:
        """The judgement kept by that name, where it can be one."""
        try:
            findings, several, *told = self.known[name]
            fits, asks, example = map(bool, told)
            found = Judgement(_diagnostics(findings), tuple(Tie(*tie) for tie in several), fits, asks, example)
        except (KeyError, TypeError, ValueError):
            return None
        self.used[name] = self.known[name]
        return found

    def agreement(self, name: str) -> Agreed | None:
        """The agreement kept by that name, where it can be one."""
        try:
            missing, until = self.known[name]
            found = Agreed(_diagnostics(missing), None if until is None else str(until))
        except (KeyError, TypeError, ValueError):
            return None
        self.used[name] = self.known[name]
        return found

    def keep(self, name: str, found: Judgement | Agreed) -> None:
        """Remember one for the next run."""
        if isinstance(found, Judgement):
            rows = [astuple(d) for d in found.findings]
            self.used[name] = [rows, found.ties, found.fits, found.asks, found.example]
        else:
            self.used[name] = [[astuple(d) for d in found.missing], found.until]


def _diagnostics(rows: Any) -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic(*row) for row in rows)


@contextmanager
def remembered(work: Path, *, whole: bool) -> Iterator[Judged]:
    """What is remembered in a folder of work, while this lasts. With `whole`, what was not asked for is forgotten."""
    key = user_key()
    judged = Judged(key, opened(work / FILE, key, version(), MAX_BYTES) if key else {})
    yield judged
    rows = judged.used if whole else {**judged.known, **judged.used}
    if key and rows != judged.known:
        save(work / FILE, sealed(rows, key, version()), MAX_BYTES)


@cache
def version() -> str:
    """The program that judges: its own files and lists, the libraries that read for it, Python and its Unicode."""
    root = Path(generator.__file__).parent
    digest = hashlib.sha256(f"{sys.version} {unicodedata.unidata_version}".encode())
    for name in _RESTS_ON:
        digest.update(f"{name} {metadata.version(name)}".encode())
    for path in sorted(root.rglob("*")):
        if path.is_file() and not _NOT_ITS.intersection(path.relative_to(root).parts):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
