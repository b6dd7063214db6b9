"""The second half of the way: what was accepted is staged, built, audited and finished, again until it is clean."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

import yaml

from generator.archive import MayShow, drop_stale
from generator.audit import Audit, Expectations, Problem, audit
from generator.audit.problem import SITE
from generator.build import build_pages, getting_ready
from generator.collecting import given_back
from generator.compose import compose_alone
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.figures.release import Release
from generator.foreseen import Foreseen
from generator.indexing import indexing, stamp
from generator.kept import NOTHING, Kept
from generator.lock import WORK
from generator.manifest import Staged
from generator.model import Anonymized
from generator.outcome import Outcome
from generator.press.earlier import Past
from generator.progress import Say, noted
from generator.promote import SITE as SITE_FOLDER
from generator.searching import FOLDER as SEARCH
from generator.stage import stage
from generator.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, repr=False)
class Accepted:
    """What may be published today, what may not any more, and why.

    `left_out` are the folders that somebody could expect to see and will not; `standing` those of which a page that is
    already published may stay as it is, `reduced` those that go on without a name or an image, and `retired` those of
    which only the notice may be shown. `releases` are the figures that were read back whole. `today` is the day for
    which this holds. The `anonymized` are let go of once they are staged (`build_until_clean`).
    """

    anonymized: list[Anonymized]
    folders: frozenset[str]
    left_out: frozenset[str]
    standing: frozenset[str]
    reduced: frozenset[str]
    retired: frozenset[str]
    findings: tuple[Diagnostic, ...]
    releases: tuple[Release, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """What is built: `finish` takes the folder of a site that passed the audit, `again` gives what may be published
    once more, `portable` asks for the copy that works from a disk. What earlier runs made of the same things is taken
    from `kept`, and whom the audit leaves out anyway from what is `foreseen`."""

    finish: Callable[[Path], None]
    again: Callable[[], Iterable[Anonymized]]
    portable: bool = False
    kept: Kept = NOTHING
    foreseen: Foreseen = field(default_factory=Foreseen)


def drop_copy(copy: Path, accepted: Accepted, mark: str, say: Say, out: frozenset[str] = frozenset()) -> None:
    """Delete a ZIP made earlier that shows what may not be shown any more; `out` are folders that the audit left out.

    A name or an image that fell today may be in an older copy, and is not in one that was made since: that one shows
    of those submissions what would be made of them now, and has the same `mark` (`mark_of`).
    """
    try:
        gone = drop_stale(copy, MayShow(accepted.standing - out, accepted.reduced - out, accepted.retired, mark))
    except OSError:  # it is nobody else's reason to stay published
        say("La copia en ZIP que había tiene algo que ya no puede estar y no se pudo borrar: bórrela usted.")
        return
    if gone:
        say("Se borró la copia en ZIP que había: tenía algo que ya no puede estar. Haga otra con inspira empacar.")


def mark_of(accepted: Accepted) -> str:
    """What is shown of the submissions that go without a name or an image, as one digest; "" when it cannot be told.

    It is made of their public pages alone: that of a text which was redacted would let somebody guess at the text.
    """
    whole = sha256()
    try:
        for one in sorted((a for a in accepted.anonymized if a.folder in accepted.reduced), key=lambda a: a.folder):
            page, images = compose_alone(one)
            files = {"": one.folder.encode(), "index.md": page.encode(), **images}
            for name, data in sorted(files.items()):
                whole.update(sha256(name.encode()).digest() + sha256(data).digest())
    except Exception:  # a fault of ours keeps no copy, and no withdrawal waits for it
        return ""
    return whole.hexdigest()


def build_until_clean(project: Path, accepted: Accepted, way: Way, say: Say) -> Outcome:
    """Stage, build, audit and finish; each round leaves out the submissions that the audit blames.

    Those go first that are blamed for their own text, whatever the others say; what else was wrong is looked for again
    without them. So whom an earlier run left out for that can be left out at once, and the end is the same.
    What was accepted is a third of what a large bank takes in memory, so nothing of it is held once it is staged; only
    another round, which is rare, asks for it again, and takes of what may be published by then what it had.
    """
    submissions = accepted.anonymized
    known = way.foreseen.known(submissions)
    if known:
        say(f"La auditoría ya dejó fuera {count(len(known), 'entrega', 'entregas')} que siguen como estaban.")
        submissions[:] = [s for s in submissions if s.folder not in known]
    findings = tuple(in_order([*accepted.findings, *chain.from_iterable(known.values())]))
    left_out = accepted.left_out | known.keys()
    while True:
        folders = dict.fromkeys(s.folder for s in submissions)
        built, found = _attempt(project, submissions, accepted, way, say)
        alone = [p for p in found if p.alone]
        problems = alone or found
        findings = tuple(in_order([*findings, *(p.diagnostic for p in problems)]))
        if built:
            return Outcome(True, tuple(folders), left_out, findings, searchable=not problems)
        blamed = {p.origin for p in problems if p.origin} & folders.keys()
        if not blamed:
            return Outcome(False, left_out=left_out, findings=findings)
        say(f"La auditoría deja fuera {count(len(blamed), 'entrega', 'entregas')}; se construye de nuevo sin eso.")
        left_out |= blamed
        try:
            again = [s for s in way.again() if s.folder in folders]
            for one in again if alone else ():
                if own := [p.diagnostic for p in alone if p.origin == one.folder]:
                    way.foreseen.learn(one, own)
            submissions = [s for s in again if s.folder not in left_out]
        except Exception as fault:  # what was withdrawn must still leave the published site
            return Outcome(False, left_out=left_out, findings=tuple(in_order([*findings, _unexpected(fault)])))
        left_out |= folders.keys() - {s.folder for s in submissions}


def _attempt(
    project: Path, submissions: list[Anonymized], accepted: Accepted, way: Way, say: Say
) -> tuple[bool, list[Problem]]:
    """One try at a site: whether it was finished, and what is wrong; a fault of ours or of the disk is that, too."""
    try:
        return _build_once(project, submissions, accepted, way, say)
    except Exception as fault:  # whatever it is, what was withdrawn must still leave the published site
        return False, [Problem(_unexpected(fault), None)]


def _unexpected(fault: Exception) -> Diagnostic:
    return find("P310", WORK, f"Algo inesperado ({type(fault).__name__}) al construir el sitio.")


def _build_once(
    project: Path, submissions: list[Anonymized], accepted: Accepted, way: Way, say: Say
) -> tuple[bool, list[Problem]]:
    note = partial(noted, say)
    past = Past(project / SITE_FOLDER)
    with ExitStack() as beside:
        press = beside.enter_context(getting_ready(project / WORK))
        try:
            staged, expected = _staged(project, submissions, accepted, way, say)
        except (OSError, ValueError, yaml.YAMLError) as problem:
            message = f"No se pudieron preparar las páginas ({type(problem).__name__})."
            hint = "Revise mkdocs.yml, content/ y el espacio en disco."
            return False, [Problem(find("P310", WORK, message, hint=hint), None)]
        say("Construyendo las páginas del sitio.")
        index = beside.enter_context(indexing(staged, way.kept, note, past.site))
        failed = build_pages(staged, kept=way.kept, past=past, press=press)
        if past.printing:
            note(past.printing.line())
        if failed:
            return False, [Problem(d, None) for d in failed]
        given_back()
        say("Haciendo el buscador y auditando cada byte de las páginas.")
        index.begin()
        audited = Audit(staged.site, expected, way.kept, say)
        audited.pages()
        if failed := index.end():
            return False, [Problem(d, None) for d in failed]
    say("Auditando el buscador.")
    problems = audited.search()
    note(f"{audited.read} de {audited.files} archivos leídos de nuevo")
    if problems and all(map(_of_the_search, problems)):
        say("La auditoría rechaza el índice de búsqueda, que no es de ninguna entrega: el sitio sale sin él.")
        shutil.rmtree(staged.site / SEARCH)
        if failed := stamp(staged.site):
            return False, [*problems, *(Problem(d, None) for d in failed)]
        if left := audit(staged.site, expected, way.kept):
            return False, [*problems, *left]
    elif problems:
        return False, problems
    way.finish(staged.site)
    return True, problems


def _staged(
    project: Path, submissions: list[Anonymized], accepted: Accepted, way: Way, say: Say
) -> tuple[Staged, Expectations]:
    """What is staged, and what the audit will hold what is built of it to; the submissions are let go of."""
    say(f"Preparando {count(len(submissions), 'página', 'páginas')} de entregas.")
    staged = stage(
        project,
        submissions,
        accepted.releases,
        today=accepted.today,
        say=say,
        portable=way.portable,
        kept=way.kept,
    )
    expected = expectations(staged, submissions, accepted.folders)
    submissions.clear()
    given_back()
    return staged, expected


def _of_the_search(problem: Problem) -> bool:
    """Whether a problem is in the search data and of nobody's text: the pages passed, and their lists remain."""
    return problem.origin is None and problem.diagnostic.path.startswith(f"{SITE}/{SEARCH}/")


def official_names() -> frozenset[str]:
    """Names in the controlled vocabularies, some of which are people's too: pages may show them anywhere."""
    lists = ("areas", "centros", "departamentos", "municipios", "ofertas", "regionales")
    return frozenset(term.name for name in lists for term in vocabulary(name).values())


def expectations(staged: Staged, submissions: Sequence[Anonymized], folders: frozenset[str]) -> Expectations:
    """What the audit holds the built site to."""
    published = {s.folder for s in submissions}
    return Expectations(
        staged=staged,
        secrets={s.folder: s.secrets for s in submissions},
        gone=folders - published,
        allowed=staged.contact | official_names(),
        named={s.folder: s.cited.union(s.credits) for s in submissions},
        kept={s.folder: s.kept for s in submissions},
    )
