"""What the store holds of one person: their rows, what others wrote about them, and nobody else's identity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, and_, or_, select

from generator.private import people
from generator.private.cycles import Ref
from generator.private.mentions import Identity, mask
from generator.private.recorded import recorded
from generator.private.tables import (
    NOTES,
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    acompanamiento_nota,
    auditoria,
    autodiagnostico,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    cierre,
    consentimiento,
    consentimiento_prueba,
    horas,
    identidad,
    oportunidad,
    persona,
    plan,
)

SOMEBODY_ELSE = "(otra persona)"
_PLAN = ("trimestre", "estado", "validado", "fechas")
_VISIT = ("numero", "fecha", "tipo", "enfasis", "ambiente", "minutos", "expertos_externos")
_CYCLE = (
    "codigo",
    "regional",
    "centro",
    "vigencia",
    "estado",
    "sensibilizacion",
    "autodiagnostico",
    "plan",
    "cierre",
    "terminado",
    "minutos",
    "formacion_aplicada",
)


class Held:
    """What the tables hold of one person."""

    def __init__(self, connection: Connection, identifier: UUID) -> None:
        self.connection, self.id = connection, identifier

    def all(self, query: Select[Any]) -> list[Row[Any]]:
        return list(self.connection.execute(query).all())

    def rows(self, table: Table, *names: str) -> list[dict[str, Any]]:
        columns = [table.c[name] for name in names]
        query = select(*columns).where(table.c.persona_id == self.id).order_by(*table.primary_key.columns)
        return [dict(row._mapping) for row in self.all(query)]

    def created(self) -> datetime:
        moment: datetime = self.connection.execute(select(persona.c.creada).where(persona.c.id == self.id)).scalar_one()
        return moment

    def training(self) -> dict[str, Any] | None:
        trained = people.training(self.connection, self.id)
        return dict(trained) if trained else None

    def cycles(self, member: Table, *, accompanied: bool) -> list[dict[str, Any]]:
        names = (*_CYCLE, "dejo") if accompanied else _CYCLE
        columns = [ciclo.c.id, *((ciclo if name in ciclo.c else member).c[name] for name in names)]
        joined = and_(member.c.regional == ciclo.c.regional, member.c.ciclo_id == ciclo.c.id)
        query = select(*columns).join(member, joined).where(member.c.persona_id == self.id)
        found = []
        for row in self.all(query.order_by(ciclo.c.vigencia, ciclo.c.codigo)):
            key = (row.regional, row.id)
            facts: dict[str, Any] = without({name: row._mapping[name] for name in names}, self.others(key))
            facts["planes"] = self._planned(key)
            found.append({**facts, **(self._accompanied(key) if accompanied else self._accompanying(key))})
        return found

    def _accompanied(self, key: tuple[str, UUID]) -> dict[str, Any]:
        answers = [autodiagnostico.c[n] for n in ("aplicacion", "version", "aspecto", "juicio")]
        ends = [cierre.c[n] for n in ("comparacion", "avances", "compromisos", "punto_de_vista")]
        visits = []
        for row in self._visits(key, acompanamiento_acompanado):
            own = select(
                *(acompanamiento_acompanado.c[n] for n in ("punto_de_vista", "leido", "corregido", "comparte"))
            )
            mine = self.all(own.where(*self._mine(acompanamiento_acompanado, "acompanamiento_id", key[0], row.id)))
            themes = select(oportunidad.c.tema).where(
                oportunidad.c.regional == key[0], oportunidad.c.acompanamiento_id == row.id
            )
            written = select(*(acompanamiento_nota.c[n] for n in NOTES)).where(
                acompanamiento_nota.c.regional == key[0], acompanamiento_nota.c.acompanamiento_id == row.id
            )
            visit = {name: row._mapping[name] for name in _VISIT}
            for part in (*self.all(written), *mine):
                visit |= part._mapping
            visits.append({**visit, "temas": sorted(t.tema for t in self.all(themes))})
        held = {
            "acompanamientos": visits,
            "respuestas_del_autodiagnostico": self._maps(select(*answers), autodiagnostico, key),
            "impacto_y_avance": self._maps(select(*ends), cierre, key),
        }
        masked: dict[str, Any] = without(held, self.others(key))
        return masked

    def _accompanying(self, key: tuple[str, UUID]) -> dict[str, Any]:
        spent = select(*(horas.c[n] for n in ("fecha", "minutos", "estado", "registrada")))
        visits = [{n: r._mapping[n] for n in _VISIT} for r in self._visits(key, acompanamiento_acompanante)]
        return {"acompanamientos": visits, "horas": self._maps(spent, horas, key)}

    def _planned(self, key: tuple[str, UUID]) -> list[dict[str, Any]]:
        """The plans of a cycle that they are in, without who validated them."""
        plans = recorded(self.connection, Ref(*key)).plans
        return [{name: plans[quarter][1][name] for name in _PLAN} for quarter in sorted(plans)]

    def _visits(self, key: tuple[str, UUID], member: Table) -> list[Row[Any]]:
        table = acompanamiento
        joined = and_(member.c.regional == table.c.regional, member.c.acompanamiento_id == table.c.id)
        query = select(table).join(member, joined).where(member.c.persona_id == self.id)
        return self.all(query.where(table.c.regional == key[0], table.c.ciclo_id == key[1]).order_by(table.c.numero))

    def others(self, key: tuple[str, UUID]) -> list[Identity]:
        """Who else is in a cycle: their names stay out of what is handed over."""
        found = []
        for member in (ciclo_acompanado, ciclo_acompanante):
            query = select(identidad).join(member, member.c.persona_id == identidad.c.persona_id)
            of_cycle = query.where(member.c.regional == key[0], member.c.ciclo_id == key[1])
            rows = self.all(of_cycle.where(member.c.persona_id != self.id))
            found += [Identity(r.nombre, r.documento, r.correo) for r in rows]
        return found

    def _mine(self, table: Table, column: str, regional: str, identifier: UUID) -> list[Any]:
        return [table.c.regional == regional, table.c[column] == identifier, table.c.persona_id == self.id]

    def _maps(self, query: Select[Any], table: Table, key: tuple[str, UUID]) -> list[dict[str, Any]]:
        own = query.where(*self._mine(table, "ciclo_id", *key)).order_by(*table.primary_key.columns)
        return [dict(row._mapping) for row in self.all(own)]

    def plans(self) -> list[dict[str, Any]]:
        joined = and_(ciclo.c.regional == plan.c.regional, ciclo.c.id == plan.c.ciclo_id)
        query = select(ciclo.c.codigo.label("ciclo"), plan.c.trimestre, plan.c.validado).join(ciclo, joined)
        return [
            dict(r._mapping) for r in self.all(query.where(plan.c.validado_por == self.id).order_by(plan.c.validado))
        ]

    def consents(self) -> list[dict[str, Any]]:
        table, proof = consentimiento, consentimiento_prueba
        left_out = ("persona_id",)
        columns = [c for c in table.c if c.name not in left_out]
        query = select(*columns, proof.c.evidencia, proof.c.representante).outerjoin(
            proof, proof.c.consentimiento_id == table.c.id
        )
        return [
            dict(r._mapping) for r in self.all(query.where(table.c.persona_id == self.id).order_by(table.c.ocurrio))
        ]

    def audit(self) -> list[dict[str, Any]]:
        """What was done by them, and what was done to their record; whoever else did it stays unnamed."""
        given = self.all(select(consentimiento.c.id).where(consentimiento.c.persona_id == self.id))
        about = [f"persona {self.id}", f"cuenta {self.id}", *(f"consentimiento {r.id}" for r in given)]
        query = select(auditoria).where(or_(auditoria.c.quien == str(self.id), auditoria.c.objeto.in_(about)))
        return [
            {
                "cuando": datetime.fromisoformat(r.cuando),
                "quien": "usted" if r.quien == str(self.id) else SOMEBODY_ELSE,
                "accion": r.accion,
                "objeto": r.objeto,
            }
            for r in self.all(query.order_by(auditoria.c.numero))
        ]


def without(value: Any, others: list[Identity]) -> Any:
    """The value with the others' names masked in every text of it."""
    if isinstance(value, Mapping):
        return {k: without(v, others) for k, v in value.items()}
    if isinstance(value, list):
        return [without(v, others) for v in value]
    return mask(value, others, SOMEBODY_ELSE, known=True) if isinstance(value, str) else value
