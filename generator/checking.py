"""From the disk to what is wrong with it: the first part of the way, and the whole of `inspira validar`.

It knows nothing of pages, engines or the site: who only validates waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator import parallel
from generator.anonymize.shown import shown
from generator.consent.standing import Trust
from generator.consent.store import load_trust, trust_digest
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.figures.files import FOLDER, releases
from generator.figures.release import Release
from generator.imprint import ENOUGH, Imprint, imprint, weight
from generator.judging import Agreed, Judged, Judgement, agreement, judge, remembered
from generator.load import Bundle, discover
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Submission
from generator.parallel import share
from generator.progress import Say, silent
from generator.schema.revision import Memoria
from generator.validate import read, validate_together
from generator.validate.together import Tie, loose

_OURS = "E013"
UNSTEADY = frozenset((_OURS, "E010"))
"""A fault of ours and a file that could not be read: both are looked for again next time, and never remembered."""
_New = tuple[Bundle, Imprint | None, Judgement | None]
"""A bundle to be judged, its imprint before that, and what is known of it where only its receipts are to be asked."""
T = TypeVar("T")
Step = tuple[T | None, list[Diagnostic]]
"""What a step makes of one submission: the next type, or None, and what was found either way."""


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """The submissions that fit the schema, every folder that is there, and what was found on the way.

    `unfit` is what stands beside the folders and can be none: a loose file, a name that is no address.
    """

    submissions: tuple[Submission, ...]
    folders: frozenset[str]
    unfit: frozenset[str]
    findings: tuple[Diagnostic, ...]


def read_all(project: Path, say: Say = silent, only: Sequence[str] = ()) -> Read:
    """Load and validate every bundle of a project, or only some folders of it (relations are checked with all)."""
    bundles, findings = discover(project)
    unfit = frozenset(d.path for d in findings if d.is_error)
    chosen = [b for b in bundles if not only or b.folder in only]
    say(f"Leyendo y validando {count(len(chosen), 'entrega', 'entregas')}.")
    submissions: list[Submission] = []
    for bundle in chosen:
        submission, found = guarded(bundle.folder, partial(read, project, bundle))
        findings += found
        if submission is not None:
            submissions.append(submission)
    known = [b.folder for b in bundles]
    findings += validate_together(submissions, known)
    return Read(tuple(submissions), frozenset(known), unfit, tuple(findings))


def check(project: Path, today: date, say: Say = silent, only: Sequence[str] = ()) -> list[Diagnostic]:
    """Everything that `inspira validar` says: what is wrong, consent included where publication is asked for.

    The released figures are looked at with all the submissions, and not while somebody writes one. A bundle that is as
    it was the last time is not judged again (`judging`), and many that are not are shared among the processors.
    """
    bundles, findings = discover(project)
    chosen = [b for b in bundles if not only or b.folder in only]
    say(f"Revisando {count(len(chosen), 'entrega', 'entregas')}: forma, datos personales y consentimientos.")
    trust, untrusted = load_trust(project)
    memory, forgotten = load_memory(project)
    findings += [*untrusted, *forgotten, *(() if only else figures(project)[1])]
    with remembered(project / WORK, whole=not only) as judged:
        knot: list[Tie] = []
        for _, judgement, agreed in judged_all(project, chosen, memory, (trust, today), judged):
            findings += [*judgement.findings, *(agreed.missing if judgement.asks else ())]
            knot += judgement.ties
    return in_order([*findings, *loose(knot, {b.folder for b in bundles})])


def judged_all(
    project: Path,
    bundles: Sequence[Bundle],
    memory: Memoria,
    day: tuple[Trust, date],
    judged: Judged,
    *,
    drafts_too: bool = False,
) -> Iterator[tuple[str, Judgement, Agreed]]:
    """(folder, what is wrong with it, what its receipts cover) of every bundle: remembered, found in another process or
    found here.

    The receipts of what is not to be published are looked at only where `drafts_too` says so.
    """
    terms, trusted = memory.model_dump_json(), (trust_digest(project), day[1].isoformat())

    def names(mark: Imprint) -> tuple[str, str]:
        return judged.name("juicio", mark.digest, terms), judged.name("acuerdo", mark.digest, terms, *trusted)

    new: list[_New] = []
    for bundle in bundles:
        found, agreed, mark = None, None, imprint(bundle)
        if mark:
            of_judgement, of_agreement = names(mark)
            found = judged.judgement(of_judgement)
            needed = found and (found.fits if drafts_too else found.asks)
            agreed = judged.agreement(of_agreement) if needed else Agreed()
        if found is None or agreed is None:
            new.append((bundle, mark, found))
        else:
            yield bundle.folder, found, agreed
    if not new:
        return
    # Here, since its patterns take half a second to be made ready, which what is remembered does not wait for.
    from generator.anonymize.cache import remembering

    with remembering(project / WORK, keep=True):
        work = partial(_alone, project=project, memory=memory, day=day)
        for item, answer in share(
            partial(partial, work), new, lambda item: weight(item[1]), parallel.WORTHWHILE, ENOUGH
        ):
            judgement, agreed = answer or work(item)
            bundle, mark, _ = item
            if mark and _may_be_kept(bundle, judgement) and imprint(bundle) == mark:
                of_judgement, of_agreement = names(mark)
                judged.keep(of_judgement, judgement)
                if judgement.fits:
                    judged.keep(of_agreement, agreed)
            yield bundle.folder, judgement, agreed


def _may_be_kept(bundle: Bundle, judgement: Judgement) -> bool:
    """Whether a judgement may be written down: nothing unsteady, and no path or slug in it that may name somebody."""
    paths = {bundle.folder, *(d.path for d in judgement.findings)}
    named = {part for tie in judgement.ties for part in (tie.path, tie.folder, tie.slug)}
    return not any(d.code in UNSTEADY for d in judgement.findings) and all(shown(p) == p for p in paths | named)


def _alone(item: _New, *, project: Path, memory: Memoria, day: tuple[Trust, date]) -> tuple[Judgement, Agreed]:
    """One bundle from the disk to all that is to be said of it; a fault of ours is one of those things (E013)."""
    bundle, mark, known = item

    def both() -> Step[tuple[Judgement, Agreed]]:
        if known is not None:
            submission, _ = read(project, bundle)
            agreed = agreement(submission, *day) if submission else Agreed()
            if submission and imprint(bundle) == mark:
                return (known, agreed), []
        judgement, submission = judge(project, bundle, memory)
        return (judgement, agreement(submission, *day) if submission else Agreed()), []

    answer, problems = guarded(bundle.folder, both)
    return answer or (Judgement(tuple(problems)), Agreed())


def guarded(folder: str, work: Callable[[], Step[T]]) -> Step[T]:
    """Do one step for one submission: a fault of ours leaves that one out (E013) and never stops the others.

    What the exception says is not told, since it may quote the submission; its type is.
    """
    try:
        return work()
    except Exception as fault:  # the barrier between submissions: whatever it is, it ends here
        return None, [find(_OURS, folder, f"Algo inesperado ({type(fault).__name__}) al procesar esta entrega.")]


def figures(project: Path) -> tuple[tuple[Release, ...], list[Diagnostic]]:
    """The released figures, and what is damaged: that stays out, and keeps nobody from being withdrawn."""
    try:
        found, damaged = releases(project / FOLDER)
    except Exception as fault:  # as between submissions: whatever it is, it ends here, and no figure is published
        return (), [find("D520", FOLDER, f"Algo inesperado ({type(fault).__name__}) al leer las cifras.")]
    return tuple(found), damaged
