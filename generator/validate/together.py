"""What only shows when the submissions stand side by side: relations and links from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.diagnostics import Diagnostic, find, in_order
from generator.model import Collection, Key, Submission
from generator.schema import Expedicion
from generator.validate.references import linked
from generator.validate.targets import Kind


class Tie(NamedTuple):
    """A relation or a link from a submission to another, and what to say of it if that one is not there.

    `folder` is where it must be; where it is empty, a submission called `slug` may be in either folder.
    """

    code: str
    path: str
    line: int | None
    column: int | None
    folder: str
    slug: str

    def __repr__(self) -> str:
        return "<Tie>"


def validate_together(submissions: Sequence[Submission], known: Iterable[str] = ()) -> list[Diagnostic]:
    """Relations (E313) and links (E308) to submissions that are not there. Warnings: what is gone becomes text.

    `known` are folders that exist although they are not among `submissions`. A practice and an expedition may have the
    same slug; a related one may stand in either folder.
    """
    return loose((tie for s in submissions for tie in ties(s)), {s.folder for s in submissions} | set(known))


def loose(several: Iterable[Tie], folders: set[str]) -> list[Diagnostic]:
    """The ties to what is not among these folders."""
    slugs = {folder.partition("/")[2] for folder in folders}
    gone = (tie for tie in several if (tie.folder not in folders if tie.folder else tie.slug not in slugs))
    return in_order(find(tie.code, tie.path, line=tie.line, column=tie.column) for tie in gone)


def ties(submission: Submission) -> Iterator[Tie]:
    """Every one of a submission, in its fields and in its texts."""
    record = submission.record
    named: list[tuple[Key, str, str]] = [(("relacionadas", n), "", slug) for n, slug in enumerate(record.relacionadas)]
    if isinstance(record, Expedicion) and record.practicas_recuperadas != "pendiente":
        practices = Collection.PRACTICAS.value
        recovered = enumerate(record.practicas_recuperadas)
        named += [(("practicas_recuperadas", n), f"{practices}/{slug}", slug) for n, slug in recovered]
    for key, folder, slug in named:
        line, column = submission.front.place(key)
        yield Tie("E313", f"{submission.folder}/index.md", line, column, folder, slug)
    for name, document in (("index.md", submission.document), *submission.attachments.items()):
        for ref in linked(document, submission.source, name):
            if ref.target.kind is Kind.SUBMISSION:
                yield Tie("E308", ref.path, ref.line, None, ref.target.name, "")
