"""The anonymize stage: a consented submission in, one with nobody in it out, or the reasons why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.anonymize import places
from generator.anonymize.crossed import numbers_of
from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding, apart, find_people, is_allowed, looked_at, mentions, only_in_source
from generator.anonymize.fold import fold
from generator.anonymize.hollow import without_hollow
from generator.anonymize.memory import NOTHING, undecided
from generator.anonymize.places import Run
from generator.anonymize.plan import plan
from generator.anonymize.reidentify import Passage, pointers, replica_pointers
from generator.anonymize.source import Lens, lens
from generator.anonymize.spans import CITED, Kind, Level
from generator.diagnostics import MASK, Diagnostic, find
from generator.markdown import retitled
from generator.model import Anonymized, Consented, Document, Folded, Key, Picture, Submission
from generator.schema import Entrega, Ficha
from generator.schema.options import Credito, Estado, Reconocibles
from generator.schema.records import Autor
from generator.schema.revision import DecisionImagen, Memoria, Motivo
from generator.vocabulary import plain

INDEX = "index.md"


@dataclass(frozen=True, slots=True, repr=False)
class _Texts:
    """The runs of a bundle, file by file, and the trees that they write into."""

    document: Document
    attachments: Mapping[str, Document]
    runs: Mapping[str, Sequence[Run]]
    fields: dict[Key, str]


def anonymize(consented: Consented, memory: Memoria = NOTHING) -> tuple[Anonymized | None, list[Diagnostic]]:
    """Redact what is certain, stop at what is decided neither in the bundle nor in the memory of the project.

    Returns the anonymized submission, or None when something is left for a person to decide; the diagnostics
    say where (codes A201–A213), never what.
    """
    submission = consented.submission
    texts = _texts(submission, consented.names, to_write=True)
    found, kept = _sorted_out(submission, texts.runs, consented.names, memory)
    findings = [*_diagnose(submission, found), *_images(submission), *_reidentification(submission, texts)]
    if any(d.is_error for d in findings):
        return None, findings
    certain = [f for f in found if f.span.level is Level.AUTO]
    _redact(certain, {INDEX: submission.source.index, **submission.source.attachments})
    without_hollow(submission.document, texts.document)
    for name, document in texts.attachments.items():
        without_hollow(submission.attachments[name], document)
    record = places.with_texts(_without_names(submission.record, consented.names), texts.fields)
    secrets = frozenset((*(f.words for f in certain), *_hidden_names(submission.record, consented.names)))
    document = retitled(texts.document)
    attachments = {name: retitled(d) for name, d in texts.attachments.items()}
    return (
        Anonymized(
            consented=consented,
            record=record,
            text=Folded(document),
            annexes=Folded(attachments),
            credits=tuple(_credit(author) for author in record.autoria),
            pictures=_pictures(consented, record),
            kept=frozenset(f.words for f in kept),
            cited=frozenset(f.words for f in kept if _is_cited(f, submission)),
            secrets=secrets,
            redactions=len(certain),
            numbers=numbers_of(record, document, attachments, secrets),
        ),
        findings,
    )


def check(submission: Submission, memory: Memoria = NOTHING) -> list[Diagnostic]:
    """What anonymization would say of a draft, taking it that those who ask to be named will agree to it."""
    found = findings_of(submission, memory)
    texts = _texts(submission, _asking(submission.record))
    return [*_diagnose(submission, found), *_images(submission), *_reidentification(submission, texts)]


def findings_of(submission: Submission, memory: Memoria = NOTHING) -> list[Finding]:
    """Every finding of a draft that nobody has decided yet, certain ones included.

    The files are read as they are too: what is certain and stands only where no page shows it (a note that nothing
    refers to, a comment of the fields) must not be kept in the repository nor covered by a receipt's digest.
    """
    names = _asking(submission.record)
    runs = _texts(submission, names).runs
    found, _ = _sorted_out(submission, runs, names, memory)
    allowed = [str(submission.record.autoria[i].nombre) for i in sorted(names)]
    files = {INDEX: submission.source.index, **submission.source.attachments}
    hidden = (f for name, text in files.items() for f in only_in_source(name, text, found, runs[name]))
    return [*found, *(f for f in hidden if not is_allowed(f, allowed))]


def texts_of(submission: Submission) -> Iterator[tuple[str, Where]]:
    """The texts of a draft that the detectors look into by `check`."""
    runs = _texts(submission, _asking(submission.record)).runs
    for own in runs.values():
        yield from looked_at(own)
    yield from ((text, Where.PROSA) for text in (submission.source.index, *submission.source.attachments.values()))


def _asking(record: Entrega) -> frozenset[int]:
    return frozenset(i for i, author in enumerate(record.autoria) if author.credito is Credito.NOMBRE)


def _sorted_out(
    submission: Submission, runs: Mapping[str, Sequence[Run]], shown: frozenset[int], memory: Memoria
) -> tuple[list[Finding], list[Finding]]:
    """The findings that are left after the decisions and the names that may be shown, and those that were decided."""
    record = submission.record
    allowed = [str(record.autoria[i].nombre) for i in sorted(shown)]
    hidden = mentions(_hidden_names(record, shown), runs, Kind.PERSONA, "la persona no ha autorizado su nombre")
    left: list[Finding] = []
    kept: list[Finding] = []
    for finding in apart([*hidden, *find_people(runs)]):
        person = finding.span.kind is Kind.PERSONA
        if person and finding.run.key[:1] == ("autoria",) and finding.span.level is Level.AUTO:
            # A pseudonym that reads like a name may be somebody's: a person decides, the build does not.
            finding = replace(finding, span=replace(finding.span, level=Level.REVISAR))
        if person and is_allowed(finding, allowed):
            continue
        decided = finding.span.level is Level.REVISAR and finding.plain in submission.revision.kept_terms
        (kept if decided else left).append(finding)
    reading = {id(run): place for place, run in enumerate(run for own in runs.values() for run in own)}
    asked = undecided(left, memory)
    remembered = {id(f) for f in left} - {id(f) for f in asked}
    kept += [f for f in left if id(f) in remembered]
    return sorted(asked, key=lambda f: (reading[id(f.run)], f.span.start)), kept


def _is_cited(finding: Finding, submission: Submission) -> bool:
    """Whether a name was kept as that of the public author of a work: what the memory keeps of names is only that."""
    terms = submission.revision.terminos
    return finding.span.reason == CITED and all(
        t.motivo is Motivo.OBRA for t in terms if plain(t.termino) == finding.plain
    )


def _hidden_names(record: Entrega, shown: frozenset[int]) -> list[str]:
    return [str(record.autoria[i].nombre) for i in sorted(_asking(record) - shown)]


def _texts(submission: Submission, shown: frozenset[int], *, to_write: bool = False) -> _Texts:
    """What a bundle says; with `to_write` in trees of its own, which only whoever redacts needs."""
    own = places.copied if to_write else _as_it_is
    document = own(submission.document)
    attachments = {name: own(d) for name, d in submission.attachments.items()}
    fields: dict[Key, str] = {}
    record = _without_names(submission.record, shown)
    runs: dict[str, Sequence[Run]] = {
        INDEX: [*_field_runs(submission, record, fields), *places.runs(document)],
        **{name: list(places.runs(d)) for name, d in attachments.items()},
    }
    return _Texts(document, attachments, runs, fields)


def _as_it_is(document: Document) -> Document:
    return document


def _field_runs(submission: Submission, record: Entrega, fields: dict[Key, str]) -> Iterable[Run]:
    for name in (submission.source.slug, *submission.source.media, *submission.source.attachments):
        yield Run(name, Where.RUTA, 1, (), writable=False)
    for key, value, where in places.record_texts(record):
        line = submission.front.place(key)[0]
        if where is Where.RUTA:
            yield Run(value, where, line, (), writable=False, key=key)
        else:
            yield Run(value, where, line, (places.Cell(0, len(value), _field_writer(fields, key)),), key=key)


def _field_writer(fields: dict[Key, str], key: Key) -> Callable[[str], None]:
    def write(text: str) -> None:
        fields[key] = text

    return write


def _redact(certain: Sequence[Finding], files: Mapping[str, str]) -> None:
    planned = plan(certain, files)
    by_run: dict[int, tuple[Run, list[tuple[int, int, str]]]] = {}
    for finding in certain:
        run, changes = by_run.setdefault(id(finding.run), (finding.run, []))
        changes += planned[id(finding)].changes
    for run, changes in by_run.values():
        run.redact(sorted(changes))


def _diagnose(submission: Submission, found: Sequence[Finding]) -> list[Diagnostic]:
    """Say where each finding is; the lens over the source is only made when there is something to say."""
    lenses: dict[str, Lens] = {}
    diagnostics = []
    for finding in found:
        path = f"{submission.folder}/{finding.file}"
        if not finding.run.writable:
            diagnostics.append(find("A205", path, line=finding.run.line))
            continue
        if finding.file not in lenses:
            text = submission.source.attachments.get(finding.file, submission.source.index)
            lenses[finding.file] = lens(text)
        line, column = finding.run.line, 1
        if stretch := lenses[finding.file].find(finding.words, finding.run.line):
            line, column = lenses[finding.file].line_column(stretch[0])
        hint = f"inspira anonimizar {submission.folder}"
        diagnostics.append(find(finding.code, path, finding.told(MASK), hint=hint, line=line, column=column))
    return diagnostics


def _images(submission: Submission) -> list[Diagnostic]:
    """Every image waits for somebody who looked at it."""
    findings = []
    for index, image in enumerate(submission.record.imagenes):
        media = submission.source.media.get(image.archivo)
        if media is None:
            continue
        decision = submission.revision.image(media.sha256)
        if decision is None or (decision.decision is DecisionImagen.PUBLICAR and not decision.complete):
            line, column = submission.front.place(("imagenes", index))
            path = f"{submission.folder}/{INDEX}"
            findings.append(
                find("A206", path, hint=f"inspira anonimizar {submission.folder}", line=line, column=column)
            )
    return findings


def _reidentification(submission: Submission, texts: _Texts) -> list[Diagnostic]:
    """What together points to very few people: an error where somebody asked not to be named, else a warning.

    A replica that points is always one: who applied the practice signed nothing, and nobody asked them.
    """
    code = "A208" if submission.record.unnamed else "A212"
    findings = []
    prose = [
        Passage(file, run.line, fold(run.text).text)
        for file, runs in texts.runs.items()
        for run in runs
        if run.where is Where.PROSA
    ]
    for pointer in pointers(submission.record, prose):
        line, column = submission.front.place(pointer.key) if pointer.key else (pointer.line, None)
        path = f"{submission.folder}/{pointer.file or INDEX}"
        findings.append(find(code, path, pointer.message, hint=pointer.hint, line=line, column=column))
    # A retired page shows no replica, and its notice must not wait for the ficha to be mended.
    shown = submission.ficha if submission.ficha.estado is not Estado.RETIRADA else Ficha()
    for pointer in replica_pointers(shown):
        findings.append(find("A213", f"{submission.folder}/ficha.yml", pointer.message, hint=pointer.hint))
    return findings


def _pictures(consented: Consented, record: Entrega) -> dict[str, Picture]:
    """The images that somebody looked at and that everybody recognisable agreed to."""
    submission = consented.submission
    shown = {}
    for image in record.imagenes:
        media = submission.source.media.get(image.archivo)
        decision = submission.revision.image(media.sha256) if media else None
        if media is None or decision is None or decision.decision is not DecisionImagen.PUBLICAR:
            continue
        alone = image.personas_reconocibles is Reconocibles.NINGUNA
        if alone or media.sha256 in consented.images:
            shown[image.archivo] = Picture(media, image.alt, image.credito)
    return shown


def _credit(author: Autor) -> str:
    """How an author appears: by what they chose, and by role where a name is not given or not allowed."""
    return author.nombre or author.rol.label


def _without_names(record: Entrega, shown: frozenset[int]) -> Entrega:
    """The record with the names that may not be shown taken out of `autoria`."""
    hidden = _asking(record) - shown
    authors = [a.model_copy(update={"nombre": None}) if i in hidden else a for i, a in enumerate(record.autoria)]
    return record.model_copy(update={"autoria": authors})
