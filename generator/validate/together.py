"""What only shows when the submissions stand side by side: relations and links from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.diagnostics import Diagnostic, find, in_order
from generator.model import Collection, Key, Submission
from generator.schema import Expedicion
from generator.validate.references import linked
from generator.validate.targets import Kind


def validate_together(submissions: Sequence[Submission], known: Iterable[str] = ()) -> list[Diagnostic]:
    """Relations (E313) and links (E308) to submissions that are not there. Warnings: what is gone becomes text.

    `known` are folders that exist although they are not among `submissions`. A practice and an expedition may have the
    same slug; a related one may stand in either folder.
    """
    folders = {s.folder for s in submissions} | set(known)
    slugs = {folder.partition("/")[2] for folder in folders}
    return in_order(f for s in submissions for f in (*_relations(s, folders, slugs), *_links(s, folders)))


def _relations(submission: Submission, folders: set[str], slugs: set[str]) -> Iterator[Diagnostic]:
    related = submission.record.relacionadas
    gone: list[Key] = [("relacionadas", n) for n, slug in enumerate(related) if slug not in slugs]
    if isinstance(submission.record, Expedicion) and submission.record.practicas_recuperadas != "pendiente":
        named = [f"{Collection.PRACTICAS.value}/{slug}" for slug in submission.record.practicas_recuperadas]
        gone += [("practicas_recuperadas", n) for n, folder in enumerate(named) if folder not in folders]
    for key in gone:
        line, column = submission.front.place(key)
        yield find("E313", f"{submission.folder}/index.md", line=line, column=column)


def _links(submission: Submission, folders: set[str]) -> Iterator[Diagnostic]:
    for name, document in (("index.md", submission.document), *submission.attachments.items()):
        for ref in linked(document, submission.source, name):
            if ref.target.kind is Kind.SUBMISSION and ref.target.name not in folders:
                yield find("E308", ref.path, line=ref.line)
