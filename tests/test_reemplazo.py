"""What stands in place of a name or a datum: a role, a letter, plain Spanish around it, and nothing of the original."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.anonymize import places, redact
from generator.anonymize.detect import Where
from generator.anonymize.edits import apply
from generator.anonymize.findings import Finding
from generator.anonymize.places import Run
from generator.anonymize.plan import plan
from generator.anonymize.replace import PLACEHOLDER
from generator.anonymize.rewrite import Decisions, groups, rewriting
from generator.anonymize.spans import Kind, Level, Span
from generator.consent.coverage import as_if_granted
from generator.model import Collection, Document, Source, Submission
from generator.validate import validate
from tests.fabrica import text

CASES = Path(__file__).parent / "casos/reemplazo"
_MARKED = re.compile(r"\{([^{}|]+)(?:\|([a-z_]+))?\}")


def pairs(name: str) -> list[tuple[str, str]]:
    """The cases of a file: lines that begin with `<`, then what they become in lines that begin with `>`."""
    found: list[tuple[list[str], list[str]]] = [([], [])]
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line[:1] not in ("<", ">"):
            continue
        if line[0] == "<" and found[-1][1]:
            found.append(([], []))
        found[-1][line[0] == ">"].append(line[2:])
    return [("\n".join(before), "\n".join(after)) for before, after in found]


def marked(text: str) -> tuple[Run, list[Finding]]:
    """A paragraph and the findings that braces mark in it."""
    plain, spans, at = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1]), Kind(match[2] or "persona")))
        plain, at = plain + match[1], match.end()
    run = Run(plain + text[at:], Where.PROSA, 1, ())
    return run, [Finding("index.md", run, Span(start, end, kind, Level.AUTO, "")) for start, end, kind in spans]


def redacted(document: str) -> str:
    """A document of paragraphs, parted by « / », with what is marked in it replaced."""
    parts = [marked(part) for part in document.split(" / ")]
    planned = plan([f for _, found in parts for f in found], {"index.md": "\n\n".join(run.text for run, _ in parts)})
    return " / ".join(replaced(run.text, [c for f in found for c in planned[id(f)].changes]) for run, found in parts)


def replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text


@pytest.mark.parametrize(("before", "after"), pairs("frases.txt"))
def test_what_is_left_reads_well(before: str, after: str) -> None:
    assert redacted(before) == after


@pytest.mark.parametrize("after", [after for _, after in pairs("frases.txt")])
def test_every_placeholder_is_known_again(after: str) -> None:
    assert PLACEHOLDER.sub("", after).count("«") == 0


def submission(source: str) -> Submission | None:
    return validate(Source(Collection.PRACTICAS, "uno", source, {}, {}, {}, {}))[0]


def rewritten(index: str) -> tuple[str, int]:
    """The author's own copy after redacting what is certain, and how many findings are left for a person."""
    draft = submission(index)
    assert draft is not None
    found = groups(redact.findings_of(draft))
    new = rewriting(draft, found, Decisions(), lambda source: validate(source)[0])
    return apply(draft.source.index, new.edits.get("index.md", ())), len(new.left)


def section(index: str) -> str:
    return index.partition("## Qué hicimos\n\n")[2].partition("\n\n## Qué pasó")[0]


def prose(document: Document) -> list[str]:
    """What a reader sees, run by run, whatever white space parts its words."""
    return [" ".join(run.text.split()) for run in places.runs(document) if run.cells and run.where is not Where.URL]


@pytest.mark.parametrize(("before", "after"), pairs("markdown.txt"))
def test_the_markdown_stays_and_both_ways_say_the_same(before: str, after: str) -> None:
    index, left = rewritten(text({"Qué hicimos": before}))
    assert (section(index), left) == (after, 0)
    draft, again = submission(text({"Qué hicimos": before})), submission(index)
    assert draft is not None and again is not None
    built, _ = redact.anonymize(as_if_granted(draft))
    assert built is not None
    assert prose(built.document) == prose(again.document)
