"""The record of a review: kinds and numbers for anybody, and what stood where for the author alone."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.anonymize.detect import DETECTOR_VERSION
from generator.anonymize.findings import Finding
from generator.anonymize.rewrite import Group, Rewriting
from generator.files import committable
from generator.review.sentences import line_of
from generator.review.session import Answer, Session

_UNLINKED = "(enlace quitado)"


@dataclass(frozen=True, slots=True, repr=False)
class Acta:
    """What a review did, in numbers: nothing in it says whose text it was nor what it said."""

    redacted: tuple[tuple[str, int, int], ...]
    kept: tuple[tuple[str, int], ...]
    undecided: int
    left: int
    memory_used: int
    memory_new: int
    published: int
    withheld: int
    images_undecided: int

    def as_json(self, today: date) -> str:
        """The record as a file that anybody may read; dated, since detectors get better."""
        data = {
            "version": 1,
            "fecha": today.isoformat(),
            "detectores": DETECTOR_VERSION,
            "tachado": {kind: {"distintos": groups, "menciones": all_} for kind, groups, all_ in self.redacted},
            "conservado": dict(self.kept),
            "sin_decidir": self.undecided,
            "no_se_pudo_tachar": self.left,
            "memoria": {"usados": self.memory_used, "nuevos": self.memory_new},
            "imagenes": {
                "publicar": self.published,
                "no_publicar": self.withheld,
                "sin_decidir": self.images_undecided,
            },
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def acta_of(session: Session, done: Rewriting, memory_new: int) -> Acta:
    """The record of a session and of the rewriting that came of it."""
    answers = session.answers.values()
    kept = Counter(str(g.motivo) for g in answers if g.answer is Answer.CONSERVAR)
    asked = sum(not q.certain for q in session.questions)
    looks = session.looks.values()
    return Acta(
        redacted=tuple(_by_kind(done.groups)),
        kept=tuple(sorted(kept.items())),
        undecided=asked - sum(g.answer is not Answer.OMITIR for g in answers),
        left=len(done.left),
        memory_used=session.remembered,
        memory_new=memory_new,
        published=sum(look.publish for look in looks),
        withheld=sum(not look.publish for look in looks),
        images_undecided=sum(not image.decided for image in session.images),
    )


def _by_kind(groups: Sequence[Group]) -> list[tuple[str, int, int]]:
    distinct = Counter(g.first.span.kind.value for g in groups)
    mentions: Counter[str] = Counter()
    for group in groups:
        mentions[group.first.span.kind.value] += len(group.findings)
    return [(kind, number, mentions[kind]) for kind, number in sorted(distinct.items())]


def private_acta(session: Session, done: Rewriting, today: date) -> str:
    """What stood where, for the author to answer a person who asks: to be kept outside every repository."""
    source = session.submission.source
    texts = {"index.md": source.index, **source.attachments}
    rows = sorted((_row(finding, words, texts[finding.file]) for finding, words in done.replaced), key=_place)
    data = {"version": 1, "entrega": session.submission.folder, "fecha": today.isoformat(), "tachado": rows}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _row(finding: Finding, words: str, text: str) -> dict[str, object]:
    return {
        "archivo": finding.file,
        "linea": line_of(finding, text),
        "tipo": finding.span.kind.value,
        "original": finding.words,
        "en_su_lugar": words or _UNLINKED,
    }


def _place(row: dict[str, object]) -> tuple[str, str, str]:
    return str(row["archivo"]), f"{row['linea']:>9}", str(row["original"])


def place_refused(path: Path, project: Path) -> str | None:
    """Why the private record may not be written there, in plain Spanish; None when it may."""
    place = committable(path, project)
    if place is not None:
        return f"El acta privada no puede quedar dentro del {place}: escoja otra carpeta."
    if os.path.lexists(path):
        return "Ya hay un archivo con ese nombre: el acta privada no se escribe encima de otra."
    folder = path.absolute().parent
    try:
        info = folder.stat()
    except OSError:
        return "La carpeta del acta privada no existe: créela primero, solo para usted (`mkdir -m 700`)."
    if os.name != "nt" and info.st_uid != os.geteuid():
        return "La carpeta del acta privada es de otro usuario: escoja una suya."
    if os.name != "nt" and stat.S_IMODE(info.st_mode) & 0o077:
        return "Otras personas pueden entrar a la carpeta del acta privada: quíteles el permiso con `chmod 700`."
    return None
