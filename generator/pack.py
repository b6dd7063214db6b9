"""The whole site in one ZIP that works from a USB stick: the same way through, and a file at its end.

It is never offered by the site: a withdrawn submission would stay in it. ENI makes one when it hands one out.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from generator.accepting import accept
from generator.archive import write_zip
from generator.building import Accepted, Way, build_until_clean, drop_copy, mark_of
from generator.clearing import clear
from generator.diagnostics import find
from generator.kept import keeping
from generator.lock import WORK
from generator.outcome import Outcome
from generator.progress import Say
from generator.promote import SITE, only_one, recover


def pack(project: Path, today: date, say: Say, out: Path) -> Outcome:
    """Make the ZIP at `out`, in one step, of what may be published today; `site/` stays as it is.

    A ZIP that was there and shows what may not be shown any more goes, whether a new one can be made or not.
    """
    work = project / WORK
    with only_one(work) as mine:
        if not mine:
            return Outcome(False, findings=(find("P312", WORK),))
        recover(work, project / SITE)
        clear(work)
        accepted = _accepted(project, today, say)
        mark = mark_of(accepted)
        drop_copy(out, accepted, mark, say)
        way = Way(partial(_finish, out, mark, say), lambda: _accepted(project, today, say).anonymized, portable=True)
        outcome = build_until_clean(project, accepted, way, say)
        if not outcome.promoted:
            drop_copy(out, accepted, mark, say, outcome.left_out)
        clear(work, logs=outcome.promoted)
        return outcome


def _accepted(project: Path, today: date, say: Say) -> Accepted:
    with keeping(project / WORK, whole=False) as kept:
        return accept(project, today, say, kept)


def _finish(out: Path, mark: str, say: Say, built: Path) -> None:
    say("Empacando.")
    write_zip(built, out, mark)
