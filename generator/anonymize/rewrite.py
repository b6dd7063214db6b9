"""Rewriting the author's own copy: decisions in, edits of the bundle's files out. Pure; the command writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from generator.anonymize.changes import Change, changes_of
from generator.anonymize.edits import Edit, apply
from generator.anonymize.findings import Finding
from generator.anonymize.reading import INDEX
from generator.anonymize.replace import Placeholders
from generator.anonymize.spans import Kind, Level
from generator.model import Source, Submission
from generator.schema.revision import ImagenRevisada, Motivo, Revision, Termino
from generator.vocabulary import plain


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """Every mention of the same words in a bundle: decided once."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def certain(self) -> bool:
        return any(f.span.level is Level.AUTO for f in self.findings)

    @property
    def context(self) -> str:
        """The words where they stand, for the author's own eyes."""
        run, span = self.first.run, self.first.span
        before, after = run.text[max(0, span.start - 60) : span.start], run.text[span.end : span.end + 60]
        return f"…{before}[{self.first.words}]{after}…".replace("\n", " ")


def groups(findings: Iterable[Finding]) -> list[Group]:
    """Findings that can be rewritten, by the words that they cover, in order of appearance."""
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.run.writable:
            together.setdefault(finding.plain, []).append(finding)
    return [Group(tuple(found)) for found in together.values()]


@dataclass(slots=True, repr=False)
class Decisions:
    """What a person decided: groups to redact (`plain` words), terms to keep and why, images looked at."""

    redact: set[str] = field(default_factory=set)
    keep: dict[str, Motivo] = field(default_factory=dict)
    images: list[ImagenRevisada] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class Rewriting:
    """The edits of every file that changes, the groups that they redact, and the findings left for a person."""

    edits: Mapping[str, tuple[Edit, ...]]
    groups: int
    left: tuple[Finding, ...]


def rewriting(
    submission: Submission, found: Sequence[Group], decisions: Decisions, reread: Callable[[Source], object | None]
) -> Rewriting:
    """How to redact the author's own files; certain findings always go, each where it stands and nowhere else.

    Every edit is tried first: what does not read afterwards as it should (a mark, a fence or an address broken) is
    not done, nor what `reread` refuses (None: the bundle would not be valid any more). Those findings are `left`.
    """
    going = [f for g in found if g.certain or g.first.plain in decisions.redact for f in g.findings]
    names = Placeholders(f.words for f in going if f.span.kind is Kind.PERSONA)
    source = submission.source
    texts = {INDEX: source.index, **source.attachments}
    done: dict[str, tuple[Change, ...]] = {}
    for name, text in texts.items():
        changes = changes_of(name, text, [f for f in going if f.file == name], names)
        if changes and reread(with_texts(source, name, text, changes)) is None:
            changes = _fitting(source, name, text, changes, reread)
        done[name] = changes
    everything = source
    for name, changes in done.items():
        everything = with_texts(everything, name, texts[name], changes)
    if any(done.values()) and reread(everything) is None:
        done = {}
    redacted = {id(f) for changes in done.values() for c in changes for f in c.findings}
    return Rewriting(
        {name: tuple(e for c in changes for e in c.edits) for name, changes in done.items() if changes},
        sum(any(id(f) in redacted for f in g.findings) for g in found),
        tuple(f for f in going if id(f) not in redacted),
    )


def with_texts(source: Source, name: str, text: str, changes: Sequence[Change]) -> Source:
    """The bundle with one of its files rewritten."""
    new = apply(text, [e for c in changes for e in c.edits])
    if name == INDEX:
        return replace(source, index=new)
    return replace(source, attachments={**source.attachments, name: new})


def _fitting(
    source: Source, name: str, text: str, changes: Sequence[Change], reread: Callable[[Source], object | None]
) -> tuple[Change, ...]:
    """The changes that leave the bundle valid, tried one after another."""
    kept: tuple[Change, ...] = ()
    for change in changes:
        if reread(with_texts(source, name, text, (*kept, change))) is not None:
            kept = (*kept, change)
    return kept


def with_decisions(revision: Revision, decisions: Decisions) -> Revision:
    """The decisions file with the new decisions in it; an image decided again has its new decision only."""
    known = {plain(t.termino) for t in revision.terminos}
    terms = [
        *revision.terminos,
        *(
            Termino(termino=t, decision="conservar", motivo=m)
            for t, m in decisions.keep.items()
            if plain(t) not in known
        ),
    ]
    again = {i.sha256 for i in decisions.images}
    images = [*(i for i in revision.imagenes if i.sha256 not in again), *decisions.images]
    return Revision(terminos=terms, imagenes=images)


def revision_text(revision: Revision) -> str:
    """The decisions as they are written to `revision.yml`."""
    data: Mapping[str, object] = revision.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False)
