"""Who may see or do what: every action, by every role, from every place; and the same through every page.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from starlette.types import ASGIApp

from generator.private import accounts, centre, closing, consents, cycles, people, visits
from generator.private.access import Action, Actor, Facts, may
from generator.private.cycles import Ref
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.migrate import upgrade
from generator.private.options import (
    Aplicacion,
    Canal,
    ClaseInforme,
    Finalidad,
    Formacion,
    Juicio,
    Momento,
    NivelAcompanante,
    RolPersona,
    Tipo,
)
from generator.private.people import Person
from generator.private.records import (
    Acompanante,
    Autodiagnostico,
    CicloNuevo,
    Cierre,
    ConsentimientoNuevo,
    HorasNuevas,
    PersonaNueva,
    RespuestaAcompanado,
)
from generator.private.store import Store
from generator.private.web.pages import PAGES
from tests.privado.apoyo_web import QUICK, Navegador, account, inside, web
from tests.privado.conftest import ticking
from tests.privado.gente import CENTRO, OTRO_CENTRO, REGIONAL, Pair, a_visit, planned

R = RolPersona
A = Action
ONE, ME, OTHER, COMPANION = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
PLACES = {"mismo centro": (REGIONAL, CENTRO), "otro centro": (REGIONAL, OTRO_CENTRO), "otra regional": ("05", "9101")}

# A record of a cycle of two who accompany and two who are accompanied. What is about somebody is about `about`.
RECORD = Facts(REGIONAL, CENTRO, frozenset({ONE, COMPANION}), frozenset({ME, OTHER}))

# Of whom one is in the cycle: what each relation opens, whatever the place. Everything else is closed.
OWN: dict[str, set[Action]] = {
    "acompaña, de un acompañado": {
        A.SEE_CYCLE, A.WRITE_CYCLE, A.LEAVE_CYCLE, A.SEE_NOTES, A.CORRECT_NOTES, A.SEE_ANSWER, A.SEE_DIAGNOSIS,
        A.WRITE_DIAGNOSIS, A.SEE_CLOSING, A.WRITE_CLOSING, A.SEE_PLAN,
    },
    "acompaña, de sí mismo": {
        A.SEE_CYCLE, A.WRITE_CYCLE, A.LEAVE_CYCLE, A.SEE_NOTES, A.CORRECT_NOTES, A.SEE_PLAN, A.WRITE_HOURS,
        A.SEE_PROGRESS, A.SEE_CONSENTS, A.SEE_OWN_DATA, A.REPORT_TO_ENI,
    },
    "acompaña, de quien acompaña con él": {
        A.SEE_CYCLE, A.WRITE_CYCLE, A.LEAVE_CYCLE, A.SEE_NOTES, A.CORRECT_NOTES, A.SEE_PLAN,
    },
    "lo acompañan, de sí mismo": {
        A.SEE_CYCLE, A.LEAVE_CYCLE, A.SEE_NOTES, A.ANSWER, A.SEE_ANSWER, A.SEE_DIAGNOSIS, A.WRITE_DIAGNOSIS,
        A.SEE_CLOSING, A.SAY_IN_CLOSING, A.SEE_PLAN, A.SEE_CONSENTS, A.SEE_OWN_DATA,
    },
    "lo acompañan, de otro del ciclo": {A.SEE_CYCLE, A.LEAVE_CYCLE, A.SEE_NOTES, A.SEE_PLAN},
}  # fmt: skip
RELATIONS = {
    "acompaña, de un acompañado": (ONE, ME, R.ACOMPANANTE),
    "acompaña, de sí mismo": (ONE, ONE, R.ACOMPANANTE),
    "acompaña, de quien acompaña con él": (ONE, COMPANION, R.ACOMPANANTE),
    "lo acompañan, de sí mismo": (ME, ME, R.ACOMPANADO),
    "lo acompañan, de otro del ciclo": (ME, OTHER, R.ACOMPANADO),
}
# Of whom one is not in the cycle: what each role opens, by place.
APART: dict[RolPersona, dict[str, set[Action]]] = {
    R.ACOMPANANTE: {},
    R.ACOMPANADO: {},
    R.COORDINADOR_ACADEMICO: {"mismo centro": {A.SEE_PLAN, A.VALIDATE_PLAN}},
    R.COORDINADOR_MISIONAL: {"mismo centro": {A.SEE_AGGREGATE}},
    R.EQUIPO_PEDAGOGICO: {"mismo centro": {A.SEE_THEMES}},
    R.PROFESIONAL_ENI: {
        place: {A.SEE_PROGRESS, A.SEE_CONSENTS, A.SEE_PEOPLE, A.REGISTER_PERSON, A.MANAGE_ACCOUNT}
        for place in ("mismo centro", "otro centro")
    },
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("relation", RELATIONS)
def test_of_ones_own_cycle(relation: str, place: str, action: Action) -> None:
    person, about, role = RELATIONS[relation]
    actor = Actor(person, frozenset({role}), *PLACES[place])
    # A cycle is opened in one's own centre, and what goes on in it is one's own wherever one works now.
    starts = {A.START_CYCLE} if role is R.ACOMPANANTE and place == "mismo centro" else set()
    assert may(actor, action, replace(RECORD, about=about)) == (action in OWN[relation] | starts)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", RolPersona)
def test_of_somebody_elses(role: RolPersona, place: str, action: Action) -> None:
    stranger = Actor(uuid4(), frozenset({role}), *PLACES[place])
    for facts in (RECORD, replace(RECORD, about=ME), replace(RECORD, about=ONE)):
        assert may(stranger, action, facts) == (action in APART[role].get(place, set()))


@pytest.mark.parametrize("given", RolPersona)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", RolPersona)
def test_nobody_makes_another_like_themselves(role: RolPersona, place: str, given: RolPersona) -> None:
    """Who registers people and gives accounts does so to anybody of the regional but to another one who may."""
    actor = Actor(uuid4(), frozenset({role}), *PLACES[place])
    allowed = role is R.PROFESIONAL_ENI and place != "otra regional" and given is not R.PROFESIONAL_ENI
    for roles in ({given}, {given, R.ACOMPANADO}):
        facts = Facts(REGIONAL, CENTRO, about=uuid4(), roles=frozenset(roles))
        for action in (A.REGISTER_PERSON, A.MANAGE_ACCOUNT):
            assert may(actor, action, facts) == allowed


def test_nobody_in_particular_sees_nothing() -> None:
    nobody = Actor(uuid4(), frozenset(), REGIONAL, CENTRO)
    assert not [a for a in Action if may(nobody, a, replace(RECORD, about=ME))]


def test_who_is_no_longer_an_acompanante_accompanies_no_more() -> None:
    gone = Actor(ONE, frozenset(), REGIONAL, CENTRO)
    assert not [a for a in Action if may(gone, a, replace(RECORD, about=ME))]


# The same through the pages.

CANARY = {
    "nota": "CANARIO-NOTA",
    "nota2": "CANARIO-SOLO-DEL-OTRO",
    "respuesta": "CANARIO-RESPUESTA",
    "respuesta2": "CANARIO-AJENA",
    "cierre": "CANARIO-CIERRE-MIO",
    "cierre2": "CANARIO-CIERRE-AJENO",
    "aspecto": "CANARIO-ASPECTO",
    "nombre": "Yurleidy Canaria Muchavisoy",
    "nombre2": "Deiner Canario Jacanamijoy",
    "acompanante": "Nury Canaria Quiñonez",
}


@dataclass(frozen=True)
class World:
    """A collective cycle with a canary in every text, and a browser for everybody who could be looking."""

    store: Store
    app: ASGIApp
    pair: Pair
    other: Person
    plan: Ref
    visit: Ref
    others_visit: Ref
    hours: Ref
    bystander: Person
    browsers: dict[str, Navegador]


def _worlds(folder: Path) -> Iterator[World]:
    patch = pytest.MonkeyPatch()
    patch.setattr(accounts, "_HASHER", QUICK)
    engine = sqlite_engine(folder / "almacen.db", Key.new())
    upgrade(engine)
    store = Store(engine, ticking())
    yield _made(store)
    store.close()
    patch.undo()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Only looked at."""
    yield from _worlds(tmp_path_factory.mktemp("acceso"))


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Written to."""
    yield from _worlds(tmp_path_factory.mktemp("acceso"))


def _person(store: Store, role: RolPersona, place: str, name: str = "Leidy Chindoy Arara") -> Person:
    regional, centro = PLACES[place]
    trained = Acompanante(formacion=Formacion.EDT_2020, nivel=NivelAcompanante.JUNIOR)
    new = PersonaNueva(
        nombre=name,
        regional=regional,
        centro=centro,
        roles=[role],
        acompanante=trained if role is R.ACOMPANANTE else None,
    )
    return store.write("x", people.register, new)


def _made(store: Store) -> World:
    one = _person(store, R.ACOMPANANTE, "mismo centro", CANARY["acompanante"])
    me = _person(store, R.ACOMPANADO, "mismo centro", CANARY["nombre"])
    other = _person(store, R.ACOMPANADO, "mismo centro", CANARY["nombre2"])
    boss = _person(store, R.COORDINADOR_ACADEMICO, "mismo centro")
    new = CicloNuevo(
        codigo="CANARIO-1", regional=REGIONAL, centro=CENTRO, vigencia=2026, voluntario=True,
        acompanantes=[one.id], acompanados=[me.id, other.id],
    )  # fmt: skip
    pair = Pair(store.write("x", cycles.start, new), one, me, boss)
    store.write("x", closing.publish_instrument, 1, date(2026, 1, 1), {"trato": CANARY["aspecto"]})
    plan = planned(store, pair)
    for who, said in ((me, "cierre"), (other, "cierre2")):
        judged = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"trato": Juicio.FORTALECER})
        store.write("x", closing.diagnose, pair.cycle, who.id, judged)
        store.write("x", closing.conclude, pair.cycle, who.id, Cierre(avances=CANARY[said]))
    both = [me.id, other.id]
    together = a_visit(pair, 1, tipo=Tipo.COLECTIVO, acompanados=both, realimentacion=CANARY["nota"])
    visit, _ = store.write("x", visits.record, pair.cycle, together)
    for who, answer in ((me, "respuesta"), (other, "respuesta2")):
        store.write("x", visits.answer, visit, who.id, RespuestaAcompanado(leido=True, punto_de_vista=CANARY[answer]))
    alone = a_visit(pair, 2, acompanados=[other.id], realimentacion=CANARY["nota2"])
    theirs, _ = store.write("x", visits.record, pair.cycle, alone)
    hours = store.write("x", centre.spend, pair.cycle, one.id, HorasNuevas(fecha=date(2026, 2, 17), minutos=60))
    given = ConsentimientoNuevo(
        persona=me.id, aviso="1", aviso_sha256="0" * 64, finalidades=[Finalidad.INFORME_ENI], canal=Canal.EN_LINEA,
        menor=False, datos_sensibles=True,
    )  # fmt: skip
    store.write("x", consents.give, given)
    app = web(store)
    browsers = {"acompanante": inside(store, one, app), "acompanado": inside(store, me, app)}
    browsers["otro acompanado"] = inside(store, other, app)
    for role in RolPersona:
        for place in PLACES:
            person = boss if (role, place) == (R.COORDINADOR_ACADEMICO, "mismo centro") else _person(store, role, place)
            browsers[f"{role.value}, {place}"] = inside(store, person, app)
    browsers["sin entrar"] = Navegador(app)
    bystander = _person(store, R.ACOMPANADO, "mismo centro")
    account(store, bystander)
    return World(store, app, pair, other, plan, visit, theirs, hours, bystander, browsers)


WITHIN = {"acompanante", "acompanado", "otro acompanado"}
COMPANION_ONLY = {"acompanante"}
COORDINATES = {"coordinador_academico, mismo centro"}
ENI_HERE = {"profesional_eni, mismo centro", "profesional_eni, otro centro"}
ENI = {f"profesional_eni, {place}" for place in PLACES}
COORDINATORS = {f"coordinador_academico, {place}" for place in PLACES}
COMPANIONS = COMPANION_ONLY | {f"acompanante, {place}" for place in PLACES}
MISIONALES = {f"coordinador_misional, {place}" for place in PLACES}
TEAMS = {f"equipo_pedagogico, {place}" for place in PLACES}
EVERYBODY = WITHIN | {f"{r.value}, {p}" for r in RolPersona for p in PLACES}

# Each page: where it is, and who comes in to it. What is not here fails `test_every_page_is_in_the_table`.
CYCLE, PLAN, VISIT, PERSON = (
    "/ciclos/{regional}/{id:uuid}",
    "/planes/{regional}/{id:uuid}",
    "/acompanamientos/{regional}/{id:uuid}",
    "/personas/{persona}",
)
GET: dict[str, set[str]] = {
    "/": EVERYBODY,
    "/mis-datos": EVERYBODY,
    "/clave": EVERYBODY,
    "/planes": COORDINATORS,
    "/horas": COMPANIONS,
    "/informes": COMPANIONS | MISIONALES | TEAMS,
    "/ciclos/nuevo": COMPANIONS,
    "/avance": COMPANIONS | ENI,
    "/consentimientos": ENI,
    "/personas": ENI,
    "/personas/nueva": ENI,
    PERSON: ENI_HERE,
    PERSON + "/cuenta": ENI_HERE,
    CYCLE: WITHIN,
    CYCLE + "/momento/{momento}": COMPANION_ONLY,
    CYCLE + "/cerrar": COMPANION_ONLY,
    CYCLE + "/dejar": WITHIN,
    CYCLE + "/plan": COMPANION_ONLY,
    CYCLE + "/acompanamiento": COMPANION_ONLY,
    CYCLE + "/horas": COMPANION_ONLY,
    CYCLE + "/autodiagnostico/{persona}": {"acompanante", "acompanado"},
    CYCLE + "/autodiagnostico/{persona}/{aplicacion}": {"acompanante", "acompanado"},
    CYCLE + "/cierre/{persona}": {"acompanante", "acompanado"},
    CYCLE + "/cierre/{persona}/escribir": COMPANION_ONLY,
    CYCLE + "/cierre/{persona}/responder": {"acompanado"},
    PLAN: WITHIN | COORDINATES,
    PLAN + "/ajustar": COMPANION_ONLY,
    VISIT: WITHIN,
    VISIT + "/corregir": COMPANION_ONLY,
    VISIT + "/respuesta": {"acompanado", "otro acompanado"},
}
POST: dict[str, set[str]] = {
    **{path: who for path, who in GET.items() if any(p.path == path and "POST" in p.methods for p in PAGES)},
    "/salir": EVERYBODY,
    "/informes/{clase}": COMPANIONS,  # the ENI's; `test_who_makes_each_report` asks for the others
    PLAN + "/decidir": COORDINATES,
    "/horas/{regional}/{id:uuid}/registrada": COMPANION_ONLY,
    "/personas/buscar": ENI,
    PERSON + "/clave": ENI_HERE,
    PERSON + "/apagar": ENI_HERE,
}
OPEN = {"/entrar"}


def test_every_page_is_in_the_table() -> None:
    assert {p.path for p in PAGES if "GET" in p.methods} == GET.keys() | OPEN
    assert {p.path for p in PAGES if "POST" in p.methods} == POST.keys() | OPEN


def _address(world: World, path: str) -> str:
    ref = {CYCLE: world.pair.cycle, PLAN: world.plan, VISIT: world.visit, "/horas/": world.hours}
    which = next((r for prefix, r in ref.items() if path.startswith(prefix)), world.hours)
    values = {
        "{regional}": which.regional,
        "{id:uuid}": str(which.id),
        "{momento}": Momento.CIERRE.value,
        "{persona}": world.pair.acompanado.pseudonym,
        "{clase}": ClaseInforme.ENI.value,
        "{aplicacion}": Aplicacion.INICIO.value,
    }
    for name, value in values.items():
        path = path.replace(name, value)
    return path


@pytest.mark.parametrize("path", GET)
def test_who_comes_in(path: str, world: World) -> None:
    address, wrong = _address(world, path), []
    for who, browser in world.browsers.items():
        status = browser.get(address).status_code
        expected = 303 if who == "sin entrar" else 200 if who in GET[path] else 404
        if status != expected:
            wrong.append((who, status))
    assert wrong == []


@pytest.mark.parametrize("path", POST)
def test_who_writes(path: str, another: World) -> None:
    """Sent with nothing in it: who may is told what is missing, or it is done; who may not finds nothing there.

    What is done to accounts is done to that of somebody who looks at nothing here.
    """
    address, wrong = _address(another, path), []
    done = {200, 303, 409, 422}
    if path.startswith(PERSON):
        address = address.replace(another.pair.acompanado.pseudonym, another.bystander.pseudonym)
    for who, browser in another.browsers.items():
        if path == "/salir" and who in EVERYBODY:
            continue  # `test_web` goes out
        answer = browser.post(address, csrf="" if who == "sin entrar" else None)
        if who == "sin entrar":
            good = answer.headers.get("location", "").partition("?")[0] == "/entrar"
        else:
            good = answer.status_code in done if who in POST[path] else answer.status_code == 404
        if not good:
            wrong.append((who, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "who_may"),
    [(ClaseInforme.ENI, COMPANIONS), (ClaseInforme.EPC, TEAMS), (ClaseInforme.MISIONAL, MISIONALES)],
)
def test_who_makes_each_report(kind: ClaseInforme, who_may: set[str], another: World) -> None:
    wrong, texts = [], ""
    for who, browser in another.browsers.items():
        asked = {"trimestre": "2025-T4" if kind is not ClaseInforme.ENI else "2026-T1", "formato": "pagina"}
        answer = browser.post(f"/informes/{kind.value}", asked, csrf="" if who == "sin entrar" else None)
        if answer.status_code != (303 if who == "sin entrar" else 200 if who in who_may else 404):
            wrong.append((who, answer.status_code))
        texts += answer.text
    assert wrong == []
    assert not [c for n, c in CANARY.items() if n not in ("aspecto",) and c in texts]


# What each canary may be read by, in any page at all.
READERS: dict[str, set[str]] = {
    "nota": WITHIN,
    "nota2": {"acompanante", "otro acompanado"},
    "respuesta": {"acompanante", "acompanado"},
    "respuesta2": {"acompanante", "otro acompanado"},
    "cierre": {"acompanante", "acompanado"},
    "cierre2": {"acompanante", "otro acompanado"},
    "aspecto": WITHIN,
    "nombre": {"acompanante", "acompanado"},
    "nombre2": {"acompanante", "otro acompanado"},
    # Their own page, those whom they accompany, and ENI's progress in the regional.
    "acompanante": WITHIN | {"profesional_eni, mismo centro", "profesional_eni, otro centro"},
}


def test_canaries_are_read_by_those_they_are_for_and_nobody_else(world: World) -> None:
    addresses = set()
    for path in GET:
        addresses.add(_address(world, path))
        mine, theirs = world.pair.acompanado.pseudonym, world.other.pseudonym
        addresses.add(_address(world, path).replace(mine, theirs))
        addresses.add(_address(world, path).replace(str(world.visit.id), str(world.others_visit.id)))
    found: dict[str, set[str]] = {name: set() for name in CANARY}
    for who, browser in world.browsers.items():
        for address in addresses:
            text = browser.get(address).text
            for name, canary in CANARY.items():
                if canary in text:
                    found[name].add(who)
    assert found == READERS


def test_what_is_closed_looks_as_what_is_not_there(world: World) -> None:
    stranger = world.browsers["acompanante, mismo centro"]
    for path in (CYCLE, PLAN, VISIT, CYCLE + "/acompanamiento", VISIT + "/respuesta", CYCLE + "/cierre/{persona}"):
        address = _address(world, path)
        missing = address
        for ref in (world.pair.cycle, world.plan, world.visit):
            missing = missing.replace(str(ref.id), str(uuid4()))
        closed, absent = stranger.get(address), stranger.get(missing)
        assert (closed.status_code, closed.text) == (absent.status_code, absent.text) == (404, closed.text)
        assert dict(closed.headers) == dict(absent.headers)
