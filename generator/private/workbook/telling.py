"""What the store is told of one cycle, through the same operations as any other way in.

What is recorded already and says the same is left alone, so importing twice changes nothing; an empty cell erases
nothing; what is different goes to the operation that changes it, which knows whether it may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from generator.private import centre, closing, cycles, plans, visits
from generator.private import records as r
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.options import EstadoCiclo, EstadoPlan, Momento
from generator.private.recorded import Recorded, recorded
from generator.private.store import Writing
from generator.private.workbook import sheets
from generator.private.workbook.changes import different, merged
from generator.private.workbook.entries import Entry, Told
from generator.private.workbook.outcome import Outcome, placed


@dataclass(slots=True, repr=False)
class Target:
    """The cycle that a book tells of, in the store or about to be."""

    outcome: Outcome
    ref: Ref | None = None
    before: Recorded | None = None
    visits: dict[int, Ref] = field(default_factory=dict)

    @classmethod
    def find(cls, w: Writing, told: Told, known: Mapping[str, tuple[Ref, ...]], outcome: Outcome) -> Target:
        """Look a cycle up by its code, and by its regional where the book says it. Raises StoreError (D421)."""
        target = cls(outcome)
        opening = told.opening.records[0] if told.opening else None
        refs = known.get(told.code, ())
        if isinstance(opening, r.CicloNuevo):
            refs = tuple(ref for ref in refs if ref.regional == opening.regional)
        elif len(refs) != 1:
            hint = "Traiga su fila en la hoja «Ciclo»."
            raise refuse("D421", "Ese ciclo no está en el almacén." if not refs else None, hint=hint, where="ciclo")
        if refs:
            target.ref = refs[0]
            target.before = recorded(w.connection, target.ref)
            target.visits = {number: ref for number, (ref, _) in target.before.visits.items()}
        return target

    def tell(self, w: Writing, entries: Sequence[Entry]) -> None:
        """Tell the store the entries of one sheet."""
        if entries[0].sheet is sheets.ACOMPANAMIENTOS:
            return self.record_visits(w, entries)
        for entry in entries:
            _TELL[entry.sheet.name](self, w, entry)
        return None

    @property
    def cycle(self) -> Ref:
        assert self.ref is not None
        return self.ref

    def start(self, w: Writing, entry: Entry) -> None:
        new = entry.records[0]
        assert isinstance(new, r.CicloNuevo)
        if self.before is None:
            self.ref = cycles.start(w, new)
            self.outcome.count(None, True)
            return
        for name in different(new, entry.given, self.before.cycle):
            raise refuse("D457", "El ciclo ya está en el almacén y dice otra cosa.", where=name)
        self.outcome.count(self.before, False)

    def moments(self, w: Writing, entry: Entry) -> None:
        said = entry.records[0].model_dump(exclude_none=True)
        before = self.before.cycle if self.before else {}
        days = {m: said[m.value] for m in Momento if m.value in said and before.get(m.value) != said[m.value]}
        if days:
            cycles.reach_all(w, self.cycle, days)
        had_some = any(before.get(m.value) for m in Momento)
        self.outcome.count(before if had_some else None, bool(days))

    def diagnosis(self, w: Writing, entry: Entry) -> None:
        new, who = entry.records[0], entry.who["persona"]
        assert isinstance(new, r.Autodiagnostico) and isinstance(who, UUID)
        before = self.before.diagnoses.get((who, new.aplicacion.value)) if self.before else None
        judged: dict[str, Any] = dict(new.juicios)
        if before is not None and before["version"] == new.version:
            kept = before["juicios"]
            assert isinstance(kept, dict)
            judged = {**kept, **judged}
            if judged == kept:
                return self.outcome.count(before, False)
        closing.diagnose(w, self.cycle, who, r.Autodiagnostico(**{**dict(new), "juicios": judged}))
        return self.outcome.count(before, True)

    def plan(self, w: Writing, entry: Entry) -> None:
        new, validation = entry.records
        assert isinstance(new, r.PlanNuevo) and isinstance(validation, r.Validacion)
        before = self.before.plans.get(new.trimestre) if self.before else None
        changed = True
        if before is None:
            ref, now = plans.propose(w, self.cycle, new), {"estado": EstadoPlan.PROPUESTO.value}
        else:
            ref, now = before[0], dict(before[1])
            changed = now["fechas"] != [f.model_dump() for f in new.fechas]
            if changed:
                plans.adjust(w, ref, new)
                now["estado"] = EstadoPlan.PROPUESTO.value
        if validation.validado is not None and validation.validado_por is not None:
            said = (validation.validado, validation.validado_por)
            if now["estado"] != EstadoPlan.VALIDADO:
                plans.validate(w, ref, validation.validado_por, validation.validado)
                changed = True
            elif (now["validado"], now["validado_por"]) != said:
                raise refuse("D457", "El plan ya está validado, por otra persona o en otra fecha.", where="validado")
        self.outcome.count(before, changed)

    def record_visits(self, w: Writing, entries: Sequence[Entry]) -> None:
        """The new ones together, each of the others by itself."""
        fresh: list[tuple[Entry, r.AcompanamientoNuevo]] = []
        for entry in entries:
            new = entry.records[0]
            assert isinstance(new, r.AcompanamientoNuevo)
            before = self.before.visits.get(new.numero) if self.before else None
            if before is None:
                fresh.append((entry, new))
                continue
            changed = bool(different(new, entry.given, before[1]))
            if changed:
                warned = visits.correct(w, self.cycle, before[0], merged(new, entry.given, before[1]))
                self.outcome.findings += [placed(entry, d) for d in warned]
            self.outcome.count(before, changed)
        if not fresh:
            return
        for (entry, new), (ref, warned) in zip(
            fresh, visits.record_all(w, self.cycle, [new for _, new in fresh]), strict=True
        ):
            self.visits[new.numero] = ref
            self.outcome.findings += [placed(entry, d) for d in warned]
            self.outcome.count(None, True)

    def answer(self, w: Writing, entry: Entry) -> None:
        new, who, number = entry.records[0], entry.who["persona"], entry.who["numero"]
        assert isinstance(new, r.RespuestaAcompanado) and isinstance(who, UUID) and isinstance(number, int)
        if number not in self.visits:
            raise refuse("D421", "Ese acompañamiento no está en el ciclo.", where="numero")
        before = self.before.answers.get((number, who)) if self.before else None
        fresh = before is None or not (before["leido"] or before["punto_de_vista"])
        if changed := before is None or bool(different(new, entry.given, before)):
            visits.answer(w, self.visits[number], who, merged(new, entry.given, before or {}))
        self.outcome.count(None if fresh and changed else before, changed)

    def conclusion(self, w: Writing, entry: Entry) -> None:
        new, who = entry.records[0], entry.who["persona"]
        assert isinstance(new, r.Cierre) and isinstance(who, UUID)
        before = self.before.closings.get(who) if self.before else None
        if changed := before is None or bool(different(new, entry.given, before)):
            closing.conclude(w, self.cycle, who, merged(new, entry.given, before or {}))
        self.outcome.count(before, changed)

    def time_spent(self, w: Writing, entry: Entry) -> None:
        """The time of a person on a day. What was recorded otherwise of that day, in several parts, stays as it is."""
        (new, registered), who = entry.records, entry.who["persona"]
        assert isinstance(new, r.HorasNuevas) and isinstance(registered, r.Registro) and isinstance(who, UUID)
        before = self.before.hours.get((who, new.fecha), ()) if self.before else ()
        if not before:
            ref = centre.spend(w, self.cycle, who, new)
        elif len(before) > 1:
            total = sum(int(str(values["minutos"])) for _, values in before)
            if total != new.minutos or registered.registrada is not None:
                raise refuse("D457", "Ese día tiene varios registros de tiempo.", where="minutos")
            return self.outcome.count(before, False)
        else:
            ref = before[0][0]
            if before[0][1]["minutos"] != new.minutos:
                centre.correct(w, ref, new)
        changed = not before or before[0][1]["minutos"] != new.minutos
        if registered.registrada and (not before or before[0][1]["registrada"] != registered.registrada):
            centre.registered(w, ref, registered.registrada)
            changed = True
        return self.outcome.count(before or None, changed)

    def end(self, w: Writing, entry: Entry) -> None:
        new = entry.records[0]
        assert isinstance(new, r.Termino)
        before = self.before.cycle if self.before else {}
        if before.get("estado") not in (None, EstadoCiclo.ABIERTO.value) and not different(new, entry.given, before):
            return self.outcome.count(before, False)
        finish = cycles.close if new.estado is EstadoCiclo.CERRADO else cycles.leave
        finish(w, self.cycle, new.terminado, new.minutos)
        return self.outcome.count(None, True)


_TELL: Mapping[str, Callable[[Target, Writing, Entry], None]] = {
    sheets.CICLO.name: Target.start,
    sheets.MOMENTOS.name: Target.moments,
    sheets.AUTODIAGNOSTICO.name: Target.diagnosis,
    sheets.PLAN.name: Target.plan,
    sheets.RESPUESTAS.name: Target.answer,
    sheets.IMPACTO.name: Target.conclusion,
    sheets.HORAS.name: Target.time_spent,
    sheets.TERMINO.name: Target.end,
}
