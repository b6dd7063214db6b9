"""«Mis datos y derechos»: what is held about whoever asks, and their consents."""

from __future__ import annotations

from sqlalchemy import select
from starlette.responses import Response

from generator.private import access, accounts, consents, people
from generator.private.access import Action
from generator.private.tables import borrador, identidad
from generator.private.web import reads
from generator.private.web.visit import Page, Visit
from generator.vocabulary import name_of

_EVENTS = {
    "crear": "se creó la cuenta",
    "renovar": "se dio una clave nueva",
    "desactivar": "se apagó la cuenta",
    "cambiar clave": "se cambió la clave",
    "entrar": "se entró",
    "salir": "se salió",
}


def mine(visit: Visit) -> Response:
    me = visit.actor.person
    visit.require(Action.SEE_OWN_DATA, access.own(visit.actor))
    with visit.read() as connection:
        who = people.person(connection, me)
        identity = connection.execute(select(identidad).where(identidad.c.persona_id == me)).mappings().one_or_none()
        cycles = reads.mine(connection, me)
        drafts = list(connection.execute(select(borrador.c.formulario).where(borrador.c.persona_id == me)).scalars())
        account = accounts.history(connection, me)
        given = list(consents.standing(connection, me, visit.today))
    facts = [
        ("Su código", who.pseudonym),
        ("Nombre", identity["nombre"] if identity else None),
        ("Documento", identity["documento"] if identity else None),
        ("Correo", identity["correo"] if identity else None),
        ("Regional", name_of("regionales", who.regional)),
        ("Centro", name_of("centros", who.centro)),
        ("Roles", ", ".join(sorted(r.label for r in who.roles))),
    ]
    return visit.page(
        "mis_datos",
        datos=[(title, value) for title, value in facts if value],
        ciclos=[(f"/ciclos/{c['regional']}/{c['id']}", c["codigo"]) for c in cycles],
        borradores=drafts,
        cuenta=[(e.when, _EVENTS[e.what], e.own) for e in account if e.what in _EVENTS],
        consentimientos=[(sorted(f.label for f in c.purposes), c.subject, c.holds) for c in given],
    )


PAGES = (Page("/mis-datos", mine),)
