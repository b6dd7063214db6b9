"""Rewriting the author's own copy: decisions in, new text of the bundle's files out. Pure; the command writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding
from generator.anonymize.fold import fold
from generator.anonymize.replace import Placeholders
from generator.anonymize.source import lens, rewrite
from generator.anonymize.spans import Kind, Level
from generator.model import Submission
from generator.schema.options import Credito
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


@dataclass(slots=True)
class Decisions:
    """What a person decided: groups to redact (`plain` words), terms to keep and why, images looked at."""

    redact: set[str] = field(default_factory=set)
    keep: dict[str, Motivo] = field(default_factory=dict)
    images: list[ImagenRevisada] = field(default_factory=list)


def rewritten(submission: Submission, found: Sequence[Group], decisions: Decisions) -> dict[str, str]:
    """The new text of every file that changes, by its name in the bundle; certain findings always change."""
    going = [g for g in found if g.certain or g.first.plain in decisions.redact]
    names = Placeholders(f.words for g in going for f in g.findings if f.span.kind is Kind.PERSONA)
    files = {"index.md": submission.source.index, **submission.source.attachments}
    return {
        name: new
        for name, text in files.items()
        if (new := _rewrite_file(text, going, names, _kept(submission))) != text
    }


def _kept(submission: Submission) -> list[str]:
    """Names that their owners asked to show: they stay where they stand in full."""
    return [str(a.nombre) for a in submission.record.autoria if a.credito is Credito.NOMBRE]


def _rewrite_file(text: str, going: Sequence[Group], names: Placeholders, kept: Sequence[str]) -> str:
    text = _without_links(text, going)
    view = lens(text)
    stay = [m.span() for name in kept for m in re.finditer(re.escape(fold(name).text), view.text, re.IGNORECASE)]
    taken = bytearray(len(view.text))
    changes: list[tuple[int, int, str]] = []
    surfaces = {(fold(f.words).text, f.span.kind) for g in going for f in g.findings}
    for words, kind in sorted(surfaces, key=lambda s: (-len(s[0]), s)):
        for match in _occurrences(words, view.text):
            start, end = match.span()
            inside_kept = any(low <= start and end <= high for low, high in stay)
            if start == end or any(taken[start:end]) or inside_kept:
                continue
            taken[start:end] = b"\1" * (end - start)
            changes.append((view.offsets[start], view.offsets[end - 1] + 1, names.words(kind, words)))
    return rewrite(text, changes)


def _occurrences(words: str, text: str) -> Iterable[re.Match[str]]:
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    return re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text)


def _without_links(text: str, going: Sequence[Group]) -> str:
    """Links whose address tells something become their own words."""
    for group in going:
        for finding in group.findings:
            if finding.run.where is Where.URL:
                address = re.escape(finding.run.text)
                text = re.sub(rf"\[([^\]\n]*)\]\(\s*<?{address}>?[^)\n]*\)", r"\1", text)
    return text


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
