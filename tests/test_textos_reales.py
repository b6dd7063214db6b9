"""The real texts by others, bare and wrapped, the whole way to a site that can be searched.

They are beside the project (`../shared/datos/textos`) and never part of it; where they are not, this is skipped.
Bare, all of them are read; wrapped, which takes minutes, one in three of every author, and all of them with
`INSPIRA_TEXTOS=todos`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from benchmarks import comparar, envolver
from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.spans import Level
from generator.checking import read_all
from generator.diagnostics import FORMATS
from generator.lock import WORK
from generator.outcome import Outcome
from generator.pipeline import construct
from generator.promote import SITE
from generator.serve import server
from tests.fabrica import TODAY, Proyecto

pytestmark = [
    pytest.mark.compartido,
    pytest.mark.skipif(not envolver.texts(), reason="no están los textos reales (../shared/datos/textos)"),
]


EVERY = os.environ.get("INSPIRA_TEXTOS") == "todos"
CHOSEN = envolver.texts() if EVERY else envolver.texts()[1::3]
PUBLISHED = 138 if EVERY else 46
"""How many become pages, at least."""


@dataclass(frozen=True)
class Bank:
    """The site that came out of the wrapped texts, and what the detectors are certain of in each: its page lacks it."""

    project: Proyecto
    sources: dict[str, Path]
    private: dict[str, list[str]]
    outcome: Outcome

    @property
    def published(self) -> list[str]:
        return sorted(f.partition("/")[2] for f in self.outcome.published)

    def page(self, name: str) -> Path:
        return self.project.root / SITE / "practicas" / name / "index.html"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    project = Proyecto(tmp_path_factory.mktemp("textos"))
    with remembering(project.root / WORK):
        sources = {name: path for path, name in envolver.all_wrapped(project, CHOSEN)}
    private = {}
    with remembering(project.root / WORK):  # what was found above is known from here on, to the construction as well
        for submission in read_all(project.root).submissions:
            if not any(d.is_error for d in redact.check(submission)):
                project.consent(submission.folder)
                found = redact.findings_of(submission)
                private[submission.source.slug] = [f.words for f in found if f.span.level is Level.AUTO]
    return Bank(project, sources, private, construct(project.root, TODAY))


def test_bare_texts_are_refused_with_reasons_and_nothing_breaks(tmp_path: Path) -> None:
    project = Proyecto(tmp_path, guide=False)
    names = {envolver.bare(project, path) for path in envolver.texts()}
    found = read_all(project.root)
    refused = {d.path.split("/")[1] for d in found.findings if d.is_error}
    accepted = {s.source.slug for s in found.submissions}
    assert refused | accepted == names
    assert not refused & accepted
    # None of them has the template's headings, and most have no fields of ours: that is what must be said.
    missing = {d.path.split("/")[1] for d in found.findings if d.code == "E201"}
    fields = {d.path.split("/")[1] for d in found.findings if d.code in ("E101", "E104", "E110", "E112", "E113")}
    assert missing >= names - {d.path.split("/")[1] for d in found.findings if d.code in ("E002", "E011", "E116")}
    assert fields == names
    for form in FORMATS.values():
        assert form(found.findings)


def test_most_wrapped_texts_become_pages(bank: Bank) -> None:
    assert bank.outcome.promoted, bank.outcome.findings
    assert len(bank.published) >= PUBLISHED, sorted({(d.code, d.path) for d in bank.outcome.findings if d.is_error})
    # A reviewer in a hurry keeps, in one text, a name that is certain in another: only that may the audit stop.
    blamed = {d.path for d in bank.outcome.findings if d.code.startswith("P30")}
    assert {d.code for d in bank.outcome.findings if d.path in blamed} <= {"P302"}
    assert len(blamed) <= 2
    reasons = {d.code for d in bank.outcome.findings if d.is_error}
    assert reasons <= {"E201", "E204", "E208", "E301", "A201", "A204", "A205", "C101", "P302"}


def test_what_is_published_reads_as_it_was_written(bank: Bank) -> None:
    lost = {}
    for name in bank.published:
        source = comparar.source_words(envolver.body(bank.sources[name]) or "")
        private = comparar.words_in(bank.private[name])
        if words := comparar.missing(source, comparar.page_words(bank.page(name)), private):
            lost[name] = words[:5]
    assert lost == {}


def test_the_comparison_would_notice(bank: Bank) -> None:
    """The check above can fail: a page against another text's words, and against one word more."""
    one, other = bank.published[0], bank.published[-1]
    page = comparar.page_words(bank.page(one))
    assert comparar.missing(comparar.source_words(envolver.body(bank.sources[other]) or ""), page)
    assert comparar.missing([*comparar.source_words(envolver.body(bank.sources[one]) or ""), "palabranueva"], page)


@pytest.fixture(scope="module")
def address(bank: Bank) -> Iterator[str]:
    with server(bank.project.root / SITE, 0) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_address[1]}/"
        web.shutdown()


WORDS = [("polimorfismo", "polimorfismo"), ("contribución", "contribucion"), ("depuración", "depuracion")]


@pytest.mark.navegador
@pytest.mark.parametrize(("accented", "plain"), WORDS)
def test_search_finds_known_words_with_and_without_accents(
    navegador: Browser, address: str, bank: Bank, accented: str, plain: str
) -> None:
    assert any(accented in " ".join(comparar.page_words(bank.page(n))) for n in bank.published)
    said = []
    for query in (accented, plain):
        page = navegador.new_page()
        page.goto(f"{address}buscar/?q={query}")
        # The first results are there before they were counted.
        counted = page.locator(".iq-buscar__cuenta", has_text="resultado")
        counted.wait_for()
        said.append(counted.inner_text())
        page.close()
    assert said[0] == said[1]
    assert not said[0].startswith("0")
