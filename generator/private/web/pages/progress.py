"""How far each acompañante is, for themselves and the profesional ENI; the consents of a regional, for the latter."""

from __future__ import annotations

from sqlalchemy import select
from starlette.responses import Response

from generator.private import access, consents
from generator.private.access import Action, Facts
from generator.private.options import RolPersona
from generator.private.overdue import overdue_of
from generator.private.progress import minimum_of, progress_of
from generator.private.tables import consentimiento, persona, persona_rol
from generator.private.web import reads
from generator.private.web.visit import Page, Visit


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
    with visit.read() as connection:
        people = [
            p
            for p in connection.execute(query)
            if visit.may(Action.SEE_PROGRESS, Facts(p.regional, p.centro, about=p.id))
        ]
        lines = [
            (reads.shown_name(connection, p.id), p.centro, progress_of(connection, p.id, year).done) for p in people
        ]
        late = overdue_of(connection, visit.actor.person, visit.today)
        minimum = minimum_of(connection, year)
    return visit.page("avance", lineas=lines, vigencia=year, minimo=minimum, pendientes=late)


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
