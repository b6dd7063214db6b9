"""What an earlier run left in `.build` and no later one may find there."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.lock import BUILT, DOCS, EARLIER
from generator.scaffold import emptied


def clear(work: Path, *, logs: bool = True, staged: bool = True) -> None:
    """Take away what an earlier run staged or built: what was withdrawn since stays nowhere.

    Without `logs` those stay until the next run: what was found leads to them. What was `staged`, and the folders of
    the site with nothing in them, may stay for a run that stages and builds again at once, over them.
    """
    if not staged:
        emptied(work / BUILT)
    again = (work / DOCS, work / BUILT) if staged else ()
    for folder in (*again, work / "reducido", work / "vivo", *work.glob(f"{EARLIER}*")):
        shutil.rmtree(folder, ignore_errors=True)
    for log in work.glob("*.log") if logs else ():
        log.unlink()
