"""The route of a cycle: what was done, what is next and what comes later (Anexo 1, «Ruta metodológica»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.private.cycles import VISITS
from generator.private.options import EstadoCiclo, EstadoPlan, Momento
from generator.private.web.fields import words


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """`key`: a moment, or `acompanamiento-1`…, or `terminar`."""

    key: str
    name: str
    done: bool
    day: date | None = None
    note: str | None = None


def route(
    row: Mapping[str, Any], plans: Sequence[Mapping[str, Any]], visits: Sequence[Mapping[str, Any]]
) -> list[Step]:
    """The steps of a cycle in order. `visits` are those that whoever looks may see."""
    steps = [_moment(row, Momento.SENSIBILIZACION), _moment(row, Momento.AUTODIAGNOSTICO)]
    validated = any(p["estado"] == EstadoPlan.VALIDADO for p in plans)
    note = None if validated or not plans else words(EstadoPlan, plans[-1]["estado"])
    steps.append(Step(Momento.PLAN.value, Momento.PLAN.label, validated, row["plan"], note))
    by_number = {v["numero"]: v["fecha"] for v in visits}
    for number in range(1, VISITS + 1):
        steps.append(
            Step(f"acompanamiento-{number}", f"Acompañamiento {number}", number in by_number, by_number.get(number))
        )
    steps.append(_moment(row, Momento.CIERRE))
    ended = row["estado"] != EstadoCiclo.ABIERTO
    steps.append(
        Step("terminar", words(EstadoCiclo, row["estado"]) if ended else "Cerrar el ciclo", ended, row["terminado"])
    )
    return steps


def next_step(steps: Sequence[Step]) -> Step | None:
    """What comes next; None once the cycle ended, complete or not."""
    return None if steps[-1].done else next((s for s in steps if not s.done), None)


def _moment(row: Mapping[str, Any], moment: Momento) -> Step:
    return Step(moment.value, moment.label, row[moment.value] is not None, row[moment.value])
