"""What the receipts of a submission cover today. A pure decision: everything it rests on is an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from generator.consent.content import content_digest
from generator.consent.months import month_of
from generator.consent.receipts import ConsentFile, Scope, author_object, read_receipts
from generator.consent.signing import Signatures
from generator.consent.standing import FAULTS, Case, Fault, Trust, regional_of
from generator.consent.strict_json import MalformedError
from generator.diagnostics import Diagnostic, find
from generator.model import Consented, Key, Submission
from generator.schema import Entrega
from generator.schema.options import Credito, Reconocibles

NO_RECEIPTS = '{"recibos":[],"correcciones":[]}'


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the agreement to a submission goes today.

    `names` are the positions in `autoria` with credit `nombre` that may be shown, `images` the digests of the
    images with recognisable people that may be shown. `until` is the last month in which all of this holds
    (`AAAA-MM`), None for the project's own examples.
    """

    names: frozenset[int]
    images: frozenset[str]
    example: bool
    until: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Papers:
    """What a submission brings along to be agreed to by, the same on every day: its receipts (or what is wrong with
    them, in our words), the digest of what they are about, and the signatures that were found good."""

    file: ConsentFile | str
    content: str
    signatures: Signatures = field(default_factory=Signatures)


def papers_of(submission: Submission) -> Papers:
    """Read them. Raises nothing."""
    content = content_digest(submission.folder, submission.source.digests)
    try:
        return Papers(read_receipts(submission.source.house.get("consentimientos.json", NO_RECEIPTS)), content)
    except MalformedError as problem:
        return Papers(str(problem), content)


def coverage(
    submission: Submission, trust: Trust, today: date, papers: Papers | None = None
) -> tuple[Coverage | None, list[Diagnostic]]:
    """Decide what of a submission may be published today; None when nothing of it may.

    Every author must agree to the text. A name or an image without its receipt falls by itself. `papers` are those of
    that very submission, where they were read before.
    """
    papers = papers or papers_of(submission)
    if submission.record.ejemplo:
        return _example(submission, papers.content, trust)
    findings = _list_findings(submission, trust, today)
    if isinstance(papers.file, str):
        return None, [*findings, find("C111", f"{submission.folder}/consentimientos.json", papers.file)]
    month, regional = month_of(today), regional_of(submission.record)
    case = Case(submission.folder, regional, papers.content, papers.file, trust, month, papers.signatures)
    texts = [case.held(Scope.TEXTO, author_object(case.folder, i)) for i, _ in enumerate(submission.record.autoria)]
    findings += [_text_finding(submission, i, f) for i, f in enumerate(texts) if isinstance(f, Fault)]
    if findings:
        return None, findings
    return _full(submission, case, min(str(month) for month in texts))


def require_consent(
    submission: Submission, trust: Trust, today: date, papers: Papers | None = None
) -> tuple[Consented | None, list[Diagnostic]]:
    """The stage: a `Consented` exists only when `coverage` found that everybody agrees."""
    found, findings = coverage(submission, trust, today, papers)
    if found is None:
        return None, findings
    return Consented(submission, found.names, found.images, found.example), findings


def as_if_granted(submission: Submission) -> Consented:
    """What the page would be if everybody agreed to everything they are asked: for previews only, never published."""
    images = frozenset(digest for _, digest in faces(submission))
    return Consented(submission, frozenset(named(submission.record)), images, submission.record.ejemplo)


def _example(submission: Submission, content: str, trust: Trust) -> tuple[Coverage | None, list[Diagnostic]]:
    """Examples stand by the digest pinned in the project, for their text alone: no names, no faces."""
    pinned = (trust.examples or {}).get(submission.folder)
    if pinned is None or pinned != content:
        return None, [_at(submission, "C110", ("ejemplo",))]
    why = "Un ejemplo se publica sin nombres y sin personas reconocibles."
    findings = [_at(submission, "C108", ("autoria", i), why) for i in named(submission.record)]
    findings += [_at(submission, "C109", ("imagenes", i), why) for i, _ in faces(submission)]
    return Coverage(frozenset(), frozenset(), example=True), findings


def _list_findings(submission: Submission, trust: Trust, today: date) -> list[Diagnostic]:
    problem = trust.objection(today)
    if problem is None:
        return []
    return [find("C107", "consentimiento/revocaciones.json", problem), find("C114", submission.folder)]


def _full(submission: Submission, case: Case, until: str) -> tuple[Coverage, list[Diagnostic]]:
    """The text is covered: see which names and images are too."""
    findings: list[Diagnostic] = []
    months = [until]
    names, images = set(), set()
    for i in named(submission.record):
        found = case.held(Scope.NOMBRE, author_object(case.folder, i))
        if isinstance(found, Fault):
            findings.append(_falls(submission, "C108", ("autoria", i), f"El nombre de la autoría {i + 1}", found))
        else:
            names.add(i)
            months.append(found)
    for i, sha256 in faces(submission):
        found = case.held_image(sha256)
        if isinstance(found, Fault):
            findings.append(_falls(submission, "C109", ("imagenes", i), f"La imagen {i + 1}", found))
        else:
            images.add(sha256)
            months.append(found)
    return Coverage(frozenset(names), frozenset(images), example=False, until=min(months)), findings


def named(record: Entrega) -> list[int]:
    """Positions in `autoria`, from 0, of the authors who asked to appear with their name."""
    return [i for i, author in enumerate(record.autoria) if author.credito is Credito.NOMBRE]


def faces(submission: Submission) -> list[tuple[int, str]]:
    """Position in `imagenes` and digest of each image in which somebody can be recognised."""
    media = submission.source.media
    return [
        (i, media[image.archivo].sha256)
        for i, image in enumerate(submission.record.imagenes)
        if image.personas_reconocibles is Reconocibles.ADULTAS_AUTORIZADAS and image.archivo in media
    ]


def _text_finding(submission: Submission, index: int, fault: Fault) -> Diagnostic:
    code, words = FAULTS[fault]
    return _at(submission, code, ("autoria", index), f"Autoría {index + 1}, texto: {words}.")


def _falls(submission: Submission, code: str, key: Key, what: str, fault: Fault) -> Diagnostic:
    return _at(submission, code, key, f"{what} no se publica: {FAULTS[fault][1]}.")


def _at(submission: Submission, code: str, key: Key, message: str | None = None) -> Diagnostic:
    line, column = submission.front.place(key)
    return find(code, f"{submission.folder}/index.md", message, line=line, column=column)
