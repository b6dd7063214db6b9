"""`inspira agregar`: the released figures of a quarter, out of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.accepting import accept
from generator.cli_options import say
from generator.diagnostics import count
from generator.figures.catalog import NO_REGIONAL
from generator.figures.files import FOLDER
from generator.figures.release import TOTAL
from generator.model import Collection
from generator.private.commands.shared import actor, opened, quarter_of
from generator.private.errors import refuse
from generator.private.figures.releasing import release
from generator.schema.options import Estado


def run(quarter: str, project: Path, file: Path | None, today: date, *, correct: bool) -> None:
    """Make the release and say what came of it. Raises StoreError."""
    asked = quarter_of(quarter, "el trimestre")
    with opened(file) as store:
        try:
            made = release(store, actor(), project, asked, on_site(project, today), today, say, correct=correct)
        except OSError:
            raise refuse("D527", where=FOLDER) from None
    where = f"{FOLDER}/{made.name}"
    if not made.new:
        say(f"Las cifras de {asked} ya estaban publicadas en {where}, y están como se publicaron.")
        return
    say(f"Cifras en {where}: {count(made.shown, 'número', 'números')}, {made.suppressed} sin publicar.")
    say("Resistieron el ataque junto con las anteriores. Aparecen en el sitio cuando lo construya.")


def on_site(project: Path, today: date) -> Mapping[str, Mapping[str, int]]:
    """The submissions that may be on the site today, by the regional that each one shows; no examples."""
    shown = [
        a for a in accept(project, today).anonymized if a.ficha.estado is not Estado.RETIRADA and not a.record.ejemplo
    ]
    found: dict[str, Mapping[str, int]] = {}
    for collection in Collection:
        by = Counter(a.record.regional or NO_REGIONAL for a in shown if a.source.collection is collection)
        found[f"{collection.value}-por-regional"] = {**by, TOTAL: by.total()}
    return found
