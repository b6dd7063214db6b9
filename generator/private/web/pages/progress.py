"""What the profesional ENI follows: acompañamientos of each acompañante by quarter, and consents, of their regional."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import select
from starlette.responses import Response

from generator.private import access, consents
from generator.private.access import Action, Facts
from generator.private.options import RolPersona
from generator.private.tables import acompanamiento, acompanamiento_acompanante, consentimiento, persona, persona_rol
from generator.private.web import reads
from generator.private.web.visit import Page, Visit

_MINIMUM = (2, 3, 3, 2)
"""Acompañamientos that are expected of an acompañante in each quarter, at least (Circular)."""


def progress(visit: Visit) -> Response:
    """By person, and only those that whoever looks may see: their own, or those of the regional for ENI."""
    visit.require(Action.SEE_PROGRESS, access.own(visit.actor))
    year = visit.today.year
    query = (
        select(persona.c.id, persona.c.seudonimo, persona.c.regional, persona.c.centro)
        .join(persona_rol, persona_rol.c.persona_id == persona.c.id)
        .where(persona_rol.c.rol == RolPersona.ACOMPANANTE.value)
        .order_by(persona.c.centro, persona.c.seudonimo)
    )
    done: dict[object, Counter[int]] = defaultdict(Counter)
    with visit.read() as connection:
        people = [
            p
            for p in connection.execute(query)
            if visit.may(Action.SEE_PROGRESS, Facts(p.regional, p.centro, about=p.id))
        ]
        table = acompanamiento
        link = acompanamiento_acompanante
        met = (
            select(link.c.persona_id, table.c.fecha)
            .join(table, (table.c.regional == link.c.regional) & (table.c.id == link.c.acompanamiento_id))
            .where(link.c.persona_id.in_([p.id for p in people]))
        )
        for row in connection.execute(met):
            if row.fecha.year == year:
                done[row.persona_id][(row.fecha.month + 2) // 3] += 1
        lines = [(reads.shown_name(connection, p.id), p.centro, [done[p.id][q] for q in range(1, 5)]) for p in people]
    return visit.page("avance", lineas=lines, vigencia=year, minimo=_MINIMUM)


def consented(visit: Visit) -> Response:
    """Who consented to what in the regional, by code and never by name."""
    here = access.place(visit.actor)
    visit.require(Action.SEE_CONSENTS, here)
    query = (
        select(persona.c.id, persona.c.seudonimo, persona.c.regional, persona.c.centro)
        .where(persona.c.regional == here.regional, persona.c.id.in_(select(consentimiento.c.persona_id)))
        .order_by(persona.c.seudonimo)
    )
    with visit.read() as connection:
        lines = [
            (p.seudonimo, sorted(f.label for f in given.purposes), given.holds)
            for p in connection.execute(query).all()
            if visit.may(Action.SEE_CONSENTS, Facts(p.regional, p.centro, about=p.id))
            for given in consents.standing(connection, p.id, visit.today)
        ]
    return visit.page("consentimientos", lineas=lines)


PAGES = (Page("/avance", progress), Page("/consentimientos", consented))
