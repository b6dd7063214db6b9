"""Rewriting the author's own copy: decisions in, edits of the bundle's files out. Pure; the command writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from generator.anonymize.changes import Change, changes_of
from generator.anonymize.edits import Edit, apply
from generator.anonymize.findings import Finding
from generator.anonymize.plan import plan
from generator.anonymize.reading import INDEX
from generator.anonymize.spans import Level
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
    """The edits of every file that changes, the groups that they redact, and the findings left for a person.

    `replaced` tells what stands now in place of each finding that went (nothing where a link lost its address).
    """

    edits: Mapping[str, tuple[Edit, ...]]
    groups: tuple[Group, ...]
    left: tuple[Finding, ...]
    replaced: tuple[tuple[Finding, str], ...]


def rewriting(
    submission: Submission, found: Sequence[Group], decisions: Decisions, reread: Callable[[Source], object | None]
) -> Rewriting:
    """How to redact the author's own files; certain findings always go, each where it stands and nowhere else.

    Every edit is tried first: what does not read afterwards as it should (a mark, a fence or an address broken) is
    not done, nor what `reread` refuses (None: the bundle would not be valid any more). Those findings are `left`.
    """
    going = [f for g in found if g.certain or g.first.plain in decisions.redact for f in g.findings]
    source = submission.source
    texts = {INDEX: source.index, **source.attachments}
    planned = plan(going, texts)
    done: dict[str, tuple[Change, ...]] = {}
    for name, text in texts.items():
        changes = changes_of(name, text, [f for f in going if f.file == name], planned)
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
        tuple(g for g in found if any(id(f) in redacted for f in g.findings)),
        tuple(f for f in going if id(f) not in redacted),
        tuple((f, _words(c)) for changes in done.values() for c in changes for f in c.findings),
    )


def _words(change: Change) -> str:
    """What a change writes in place of what it takes out."""
    new = [words for places in change.expected.values() for _, _, words in places]
    return " ".join(new) or "".join(e.words for e in change.edits)


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
