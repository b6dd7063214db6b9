"""The one way through, written once: load → validate → consent → anonymize → stage → build → audit → promote.

Read it top to bottom. A submission that fails a step is left out with its reasons, and everything else goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import digests, unchanged
from generator.archive import ARCHIVE
from generator.clearing import clear
from generator.collecting import lasting, seldom
from generator.diagnostics import find
from generator.kept import keeping
from generator.lock import DOCS, FINDINGS, WORK
from generator.outcome import Outcome
from generator.progress import Say, silent
from generator.promote import SITE, only_one, promote, recover

if TYPE_CHECKING:
    from generator.building import Accepted

_CONSENT = "C"


def construct(project: Path, today: date, say: Say = silent, *, strict: bool = False) -> Outcome:
    """The whole way, from the folders to the published `site/`.

    With `strict`, nothing is promoted when something is refused. A submission in whose page the audit finds
    something is left out and the rest is built again: one bad page never keeps another from being withdrawn.
    """
    work, site = project / WORK, project / SITE

    made = ""

    def publish(built: Path) -> None:
        nonlocal made
        say("Publicando.")
        made = unchanged.stamp_of(built)
        promote(work, built, site)

    with only_one(work) as mine, seldom():
        if not mine:
            return Outcome(False, findings=(find("P312", WORK),))
        recover(work, site)
        clear(work, staged=False)
        digests.forget()
        # What `validar` remembers of single texts: nothing of what is withdrawn today stays there.
        (work / FINDINGS).unlink(missing_ok=True)
        with keeping(work) as kept, digests.ahead(site):
            name = unchanged.name_of(project, today, strict, kept)
            if same := unchanged.remembered(project, name, kept):
                say("Nada cambió desde el sitio que está publicado: sigue en su lugar.")
                return same
            # Here, since where nothing changed nobody waits for the schema, the detectors and the theme.
            from generator.accepting import accept
            from generator.building import Way, build_until_clean, drop_copy, mark_of
            from generator.foreseen import Foreseen
            from generator.withdraw import published_in, whole_in, withdraw

            with digests.ahead(work / DOCS):
                accepted = accept(project, today, say, kept)
                mark = mark_of(accepted) if (project / ARCHIVE).is_file() else ""
                drop_copy(project / ARCHIVE, accepted, mark, say)
                outcome = _refusing(accepted) if strict else None
                foreseen = Foreseen(kept, unchanged.ways_of(project))
                with lasting():
                    again = partial(accept, project, today, say, kept)
                    way = Way(publish, lambda: again().anonymized, kept=kept, foreseen=foreseen)
                    outcome = outcome or build_until_clean(project, accepted, way, say)
            if outcome.promoted and name and unchanged.name_of(project, today, strict, kept) == name:
                unchanged.remember(project, name, made, outcome, kept)
                foreseen.keep()
            if outcome.promoted:
                kept.settle(accepted.standing | accepted.reduced)
            elif not (going := (published_in(site) - accepted.standing) | (accepted.retired & whole_in(site))):
                kept.hold_settled(accepted.standing)
        drop_copy(project / ARCHIVE, accepted, mark, say, outcome.left_out)
        if outcome.promoted:
            return outcome
        say("No hay un sitio nuevo. Se revisa que el publicado no muestre nada que ya no pueda estar.")
        clear(work, logs=False)
        return replace(outcome, removed=withdraw(work, site, going))


def _refusing(accepted: Accepted) -> Outcome | None:
    """The end of a strict run in which something is refused. A withdrawal is no refusal: it must go through."""
    refused = tuple(d for d in accepted.findings if d.is_error and not d.code.startswith(_CONSENT))
    return Outcome(False, left_out=accepted.left_out, findings=refused) if refused else None
