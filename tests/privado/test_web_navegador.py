"""The web application as its people meet it: a real Chromium at phone and desktop size, light and dark, and without
JavaScript. Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from generator.private import accounts, centre, closing, consents, plans, visits
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.migrate import upgrade
from generator.private.options import Canal, Finalidad, RolPersona
from generator.private.records import ConsentimientoNuevo, HorasNuevas, RespuestaAcompanado
from generator.private.store import Store
from generator.private.tables import acompanamiento, borrador, sesion
from generator.private.web.app import application
from generator.private.web.security import Pace
from generator.private.web.site import local_site
from generator.vocabulary import name_of
from tests.navegador import FIRST, axe, other_colours
from tests.privado.apoyo_web import CLAVE, QUICK, account
from tests.privado.conftest import ticking
from tests.privado.gente import CENTRO, DAY, REGIONAL, Pair, a_plan, a_visit, cycle_of_two, planned, somebody

pytestmark = pytest.mark.navegador

SIZES = {"telefono": (360, 740), "escritorio": (1280, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# The ones that people use most are looked at in all four ways, the others in two of them: both sizes, and both
# schemes. What does not depend on colours is looked at once in each size.
MAIN = ("entrar", "mis-ciclos", "ciclo", "acompanamiento-nuevo", "respuesta", "planes")
MAIN += ("persona-nueva", "personas", "persona", "inicio-misional", "informes-misional", "inicio-epc", "informes-epc")
SENT_EMPTY = {"acompanamiento-nuevo": "Guardar", "persona-nueva": "Registrar y darle cuenta"}
"""Screens that are looked at with everything that is missing said."""
SHOTS = os.environ.get("INSPIRA_CAPTURAS")
"""A folder where to leave a picture of every screen, for somebody to look at."""


@dataclass(frozen=True)
class Abierto:
    store: Store
    origin: str
    pair: Pair
    eni: str
    paths: dict[str, tuple[str, str]]
    """Each screen: who looks at it, and where it is."""


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The application on a port of this computer, as long as it is used."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    site = local_site(listening.getsockname()[1])
    app = application(store, site, Pace(100_000, 100_000, 100_000))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, log_level="critical", access_log=False, lifespan="off")
    )
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield site.origins[0]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="module")
def abierto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Abierto]:
    patch = pytest.MonkeyPatch()
    patch.setattr(accounts, "_HASHER", QUICK)
    engine = sqlite_engine(tmp_path_factory.mktemp("web") / "almacen.db", Key.new())
    upgrade(engine)
    store = Store(engine, ticking())
    with served(store) as origin:
        yield _made(store, origin)
    store.close()
    patch.undo()


def _made(store: Store, origin: str) -> Abierto:
    pair = cycle_of_two(store, "ATP-2026-01")
    plan = planned(store, pair, validated=True)
    aspects = {"evaluacion": "¿Cómo evalúo lo que aprenden?", "inclusion": "¿Cómo ajusto para quien lo necesita?"}
    store.write("x", closing.publish_instrument, 1, DAY, aspects)
    texts = {
        "lectura_contexto": "Un taller amplio, con quince aprendices y poca luz en el fondo.",
        "aspectos_positivos": "Las preguntas abren la sesión y todos intervienen.",
        "realimentacion": "Conversamos sobre los tiempos de cada momento.",
        "oportunidades": ["evaluacion", "ambientes"],
    }
    visit, _ = store.write("x", visits.record, pair.cycle, a_visit(pair, 1, **texts))
    said = RespuestaAcompanado(leido=True, punto_de_vista="De acuerdo con casi todo.")
    store.write("x", visits.answer, visit, pair.acompanado.id, said)
    store.write("x", centre.spend, pair.cycle, pair.acompanante.id, HorasNuevas(fecha=DAY, minutos=120))
    other = cycle_of_two(store, "ATP-2026-02")
    waiting = planned(store, other, validated=False)
    eni = somebody(store, RolPersona.PROFESIONAL_ENI)
    given = ConsentimientoNuevo(
        persona=pair.acompanado.id, aviso="1", aviso_sha256="0" * 64, finalidades=[Finalidad.INFORME_ENI],
        canal=Canal.EN_LINEA, menor=False, datos_sensibles=True,
    )  # fmt: skip
    store.write("x", consents.give, given)
    one, me, boss = (account(store, p) for p in (pair.acompanante, pair.acompanado, pair.coordinador))
    who = account(store, eni)
    team, misional = (
        account(store, somebody(store, role))
        for role in (RolPersona.EQUIPO_PEDAGOGICO, RolPersona.COORDINADOR_MISIONAL)
    )
    base, code = f"/ciclos/{REGIONAL}/{pair.cycle.id}", pair.acompanado.pseudonym
    paths = {
        "entrar": ("", "/entrar"),
        "mis-ciclos": (one, "/"),
        "ciclo": (one, base),
        "momento": (one, f"{base}/momento/cierre"),
        "plan-nuevo": (one, f"{base}/plan"),
        "acompanamiento-nuevo": (one, f"{base}/acompanamiento"),
        "ciclo-nuevo": (one, "/ciclos/nuevo"),
        "corregir": (one, f"/acompanamientos/{REGIONAL}/{visit.id}/corregir"),
        "informes": (one, "/informes"),
        "horas": (one, "/horas"),
        "cerrar": (one, f"{base}/cerrar"),
        "no-existe": (one, "/planes"),
        "ciclo-acompanado": (me, base),
        "acompanamiento": (me, f"/acompanamientos/{REGIONAL}/{visit.id}"),
        "respuesta": (me, f"/acompanamientos/{REGIONAL}/{visit.id}/respuesta"),
        "autodiagnostico": (me, f"{base}/autodiagnostico/{code}/inicio"),
        "cierre": (me, f"{base}/cierre/{code}/responder"),
        "mis-datos": (me, "/mis-datos"),
        "clave": (me, "/clave"),
        "planes": (boss, "/planes"),
        "plan": (boss, f"/planes/{REGIONAL}/{waiting.id}"),
        "plan-validado": (one, f"/planes/{REGIONAL}/{plan.id}"),
        "inicio-epc": (team, "/"),
        "informes-epc": (team, "/informes"),
        "inicio-misional": (misional, "/"),
        "informes-misional": (misional, "/informes"),
        "avance": (who, "/avance"),
        "consentimientos": (who, "/consentimientos"),
        "personas": (who, "/personas"),
        "persona-nueva": (who, "/personas/nueva"),
        "persona": (who, f"/personas/{code}"),
        "cuenta-nueva": (who, f"/personas/{other.acompanado.pseudonym}/cuenta"),
    }
    return Abierto(store, origin, pair, who, paths)


@contextmanager
def page_at(
    navegador: Browser, size: str = "telefono", scheme: Literal["light", "dark"] = "light", *, js: bool = True
) -> Iterator[Page]:
    """A fresh browser of that size; a script error in it, or a policy that is broken, fails the test."""
    width, height = SIZES[size]
    context = navegador.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=js, locale="es-CO"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    yield page
    context.close()
    assert not errors


def enter(page: Page, abierto: Abierto, user: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{abierto.origin}/entrar")
    page.get_by_label("Usuario").fill(user)
    page.get_by_label("Clave", exact=True).fill(CLAVE)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mis ciclos")


@pytest.mark.parametrize("size", SIZES)
def test_screens_are_accessible_and_ask_nothing_of_others(size: str, navegador: Browser, abierto: Abierto) -> None:
    asked: list[str] = []
    wrong: dict[str, list[str]] = {}
    with page_at(navegador, size, FIRST[size][0]) as page:
        page.on("request", lambda request: asked.append(request.url))
        inside = ""
        for name, (user, path) in abierto.paths.items():
            if user != inside:
                enter(page, abierto, user)
                inside = user
            page.goto(abierto.origin + path)
            if name in SENT_EMPTY:
                page.get_by_role("button", name=SENT_EMPTY[name], exact=True).click()
                expect(page.get_by_role("alert")).to_be_focused()
            if found := looked_at(page, size, name, both=name in MAIN):
                wrong[name] = found
    assert wrong == {}
    assert asked and not [url for url in asked if not url.startswith((f"{abierto.origin}/", "data:"))]


def looked_at(page: Page, size: str, name: str, *, both: bool) -> list[str]:
    """What is wrong with the screen that is open: in the first colours of the size, or in both."""
    scheme, other = FIRST[size]
    found = _wrong(page, size, f"{name}-{size}-{scheme}", whole=True)
    if both or SHOTS:
        with other_colours(page, other):
            found += _wrong(page, size, f"{name}-{size}-{other}", whole=False)
    return found


def _wrong(page: Page, size: str, shot: str, *, whole: bool) -> list[str]:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{shot}.png"), full_page=True)
    found = axe(page, colours_alone=not whole)
    if page.evaluate("document.documentElement.scrollWidth") > SIZES[size][0]:
        found.append("the page scrolls sideways")
    return found


def fresh(abierto: Abierto) -> Pair:
    """A cycle of its own for a test that writes, ready for its first acompañamiento."""
    pair = cycle_of_two(abierto.store)
    planned(abierto.store, pair)
    account(abierto.store, pair.acompanante)
    return pair


def recorded(abierto: Abierto, pair: Pair) -> int:
    query = select(func.count()).where(acompanamiento.c.ciclo_id == pair.cycle.id)
    with abierto.store.read() as connection:
        return connection.execute(query).scalar_one()


def fill_in(page: Page) -> None:
    page.get_by_label("Fecha", exact=True).fill("2026-02-17")
    page.get_by_label("Individual").check()
    page.get_by_label("Pedagógico", exact=True).check()
    page.get_by_label("Presencial").check()
    page.get_by_label("Aspectos positivos").fill("Escucha antes de responder.")


def test_a_form_without_javascript(navegador: Browser, abierto: Abierto) -> None:
    pair = fresh(abierto)
    with page_at(navegador, js=False) as page:
        enter(page, abierto, pair.acompanante.pseudonym.lower())
        page.get_by_role("link", name="Ciclo C-").click()
        page.get_by_role("link", name="Registrar un acompañamiento").click()
        fill_in(page)
        page.get_by_role("button", name="Guardar borrador").click()
        expect(page.get_by_role("status").first).to_contain_text("borrador quedó guardado")
        page.goto(abierto.origin)
        page.get_by_role("link", name="Ciclo C-").click()
        page.get_by_role("link", name="Registrar un acompañamiento").click()
        expect(page.get_by_label("Aspectos positivos")).to_have_value("Escucha antes de responder.")
        # Enter in a field sends the form, and does not keep a draft.
        page.get_by_label("Duración").press("Enter")
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
    assert recorded(abierto, pair) == 1


def test_what_is_written_is_kept_by_itself(navegador: Browser, abierto: Abierto) -> None:
    pair = fresh(abierto)
    path = f"{abierto.origin}/ciclos/{REGIONAL}/{pair.cycle.id}/acompanamiento"
    with page_at(navegador) as page:
        enter(page, abierto, pair.acompanante.pseudonym.lower())
        page.goto(path)
        fill_in(page)
        expect(page.locator("[data-estado]")).to_have_text("Borrador guardado.", timeout=15_000)
        # The line falls: what is written from then on stays in the tab, also when the page is opened again.
        page.context.set_offline(True)
        page.get_by_role("textbox", name="Realimentación").fill("Sin línea.")
        expect(page.locator("[data-estado]")).to_contain_text("Sin conexión", timeout=15_000)
        page.context.set_offline(False)
        expect(page.locator("[data-estado]")).to_have_text("Borrador guardado.", timeout=15_000)
        page.goto(path)
        expect(page.get_by_role("textbox", name="Realimentación")).to_have_value("Sin línea.")
        page.get_by_role("button", name="Guardar", exact=True).click()
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
        assert page.evaluate("Object.keys(sessionStorage).length") == 0
    query = select(func.count()).where(borrador.c.persona_id == pair.acompanante.id)
    with abierto.store.read() as connection:
        assert connection.execute(query).scalar_one() == 0
    assert recorded(abierto, pair) == 1


def test_an_expired_session_loses_nothing(navegador: Browser, abierto: Abierto) -> None:
    pair = fresh(abierto)
    with page_at(navegador) as page:
        enter(page, abierto, pair.acompanante.pseudonym.lower())
        page.goto(f"{abierto.origin}/ciclos/{REGIONAL}/{pair.cycle.id}/acompanamiento")
        fill_in(page)
        ended = sesion.update().where(sesion.c.persona_id == pair.acompanante.id)
        before = abierto.store.now()
        abierto.store.write("x", lambda w: w.connection.execute(ended.values(vence=before)))
        page.get_by_role("button", name="Guardar", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Entrar")
        page.get_by_label("Usuario").fill(pair.acompanante.pseudonym.lower())
        page.get_by_label("Clave", exact=True).fill(CLAVE)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_label("Aspectos positivos")).to_have_value("Escucha antes de responder.")
        assert recorded(abierto, pair) == 0
        page.get_by_role("button", name="Guardar", exact=True).click()
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
    assert recorded(abierto, pair) == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_report_is_read_on_a_phone_without_javascript(
    scheme: Literal["light", "dark"], navegador: Browser, abierto: Abierto
) -> None:
    with page_at(navegador, "telefono", scheme) as page:
        enter(page, abierto, abierto.paths["informes"][0])
        page.goto(f"{abierto.origin}/informes")
        page.get_by_role("button", name="Verlo aquí").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Informes")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"informe-telefono-{scheme}.png"), full_page=True)
        assert axe(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= 360
    with page_at(navegador, js=False) as page:
        enter(page, abierto, abierto.paths["informes"][0])
        page.goto(f"{abierto.origin}/informes")
        with page.expect_download() as given:
            page.get_by_role("button", name="Bajarlo en Word").click()
        assert given.value.suggested_filename == "informe-eni-2027-T1.docx"


def look(page: Page, size: str, name: str) -> None:
    """A screen that only a button leads to."""
    assert looked_at(page, size, name, both=True) == [], name


@pytest.mark.parametrize("size", SIZES)
def test_what_buttons_answer_is_accessible(size: str, navegador: Browser, abierto: Abierto) -> None:
    pair = cycle_of_two(abierto.store)
    waiting = planned(abierto.store, pair, validated=False)
    boss, known = account(abierto.store, pair.coordinador), account(abierto.store, pair.acompanado)
    with page_at(navegador, size, FIRST[size][0]) as page:
        enter(page, abierto, abierto.eni)
        page.get_by_role("link", name="Personas", exact=True).click()
        for wanted, name in ((known, "encontrada"), ("0", "no-encontrada")):
            page.get_by_label("Buscar por documento o usuario").fill(wanted)
            page.get_by_role("button", name="Buscar").click()
            look(page, size, f"persona-{name}")
        page.goto(f"{abierto.origin}/personas/{pair.acompanado.pseudonym}")
        page.get_by_role("button", name="Dar una clave nueva").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Clave para {pair.acompanado.pseudonym}")
        look(page, size, "clave-dada")
        enter(page, abierto, boss)
        page.goto(f"{abierto.origin}/planes/{REGIONAL}/{waiting.id}")
        when = a_plan().fechas[0].model_copy(update={"hasta": time(11)})
        abierto.store.write("x", plans.adjust, waiting, a_plan().model_copy(update={"fechas": [when]}))
        page.get_by_role("button", name="Validar el plan").click()
        expect(page.get_by_role("alert")).to_contain_text("El plan cambió")
        expect(page.get_by_text("a 11:00")).to_be_visible()
        look(page, size, "plan-cambiado")
        page.get_by_role("button", name="Validar el plan").click()
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
        for name in ("informes-misional", "informes-epc"):
            enter(page, abierto, abierto.paths[name][0])
            page.goto(f"{abierto.origin}/informes")
            # It is not offered: asked for all the same.
            page.get_by_label("Trimestre").evaluate("list => list.add(new Option('2027-T1', '2027-T1', true, true))")
            page.get_by_role("button", name="Verlo aquí").click()
            expect(page.get_by_role("alert")).to_contain_text("El trimestre no ha terminado")
            look(page, size, f"{name}-no")
            page.get_by_label("Trimestre").select_option("2025-T4")
            page.get_by_role("button", name="Verlo aquí").click()
            expect(page.get_by_role("heading", level=1)).not_to_have_text("Informes")
            look(page, size, f"{name}-visto")


def test_a_cycle_is_started_without_javascript(navegador: Browser, abierto: Abierto) -> None:
    one = somebody(abierto.store, RolPersona.ACOMPANANTE)
    other = somebody(abierto.store, RolPersona.ACOMPANADO)
    with page_at(navegador, js=False) as page:
        enter(page, abierto, account(abierto.store, one))
        page.get_by_role("link", name="Abrir un ciclo").click()
        page.get_by_label("Código del ciclo").fill("ATP-SIN-JS")
        page.get_by_label("Acompañados").fill("P-222222")
        page.get_by_role("button", name="Abrir el ciclo").last.click()
        expect(page.get_by_role("alert")).to_contain_text("Revise los códigos")
        expect(page.get_by_label("Código del ciclo")).to_have_value("ATP-SIN-JS")
        page.get_by_label("Acompañados").fill(other.pseudonym.lower())
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Abrir el ciclo").last.click()
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
        expect(page.get_by_role("link", name="Ciclo ATP-SIN-JS")).to_be_visible()


def test_an_acompanamiento_is_corrected_without_javascript(navegador: Browser, abierto: Abierto) -> None:
    pair = fresh(abierto)
    visit, _ = abierto.store.write("x", visits.record, pair.cycle, a_visit(pair, 1, aspectos_positivos="Lo de antes."))
    with page_at(navegador, js=False) as page:
        enter(page, abierto, pair.acompanante.pseudonym.lower())
        page.goto(f"{abierto.origin}/acompanamientos/{REGIONAL}/{visit.id}")
        page.get_by_role("link", name="Corregir").click()
        expect(page.get_by_label("Aspectos positivos")).to_have_value("Lo de antes.")
        page.get_by_label("Aspectos positivos").fill("Lo de ahora.")
        page.get_by_role("button", name="Guardar", exact=True).last.click()
        expect(page.get_by_role("status").first).to_have_text("Guardado.")
        expect(page.get_by_text("Lo de ahora.")).to_be_visible()


def test_a_person_is_registered_without_javascript(navegador: Browser, abierto: Abierto) -> None:
    with page_at(navegador, js=False) as page:
        enter(page, abierto, abierto.eni)
        page.get_by_role("link", name="Personas", exact=True).click()
        page.get_by_role("link", name="Registrar a una persona").click()
        page.get_by_label("Nombre completo").fill("Wilmar Anzola Inventado")
        page.get_by_label("Documento de identidad").fill("1077000999")
        page.get_by_label(name_of("centros", CENTRO)).check()
        page.get_by_label("Acompañante", exact=True).check()
        page.get_by_label("Usuario").fill("wilmar.anzola")
        page.get_by_role("button", name="Registrar y darle cuenta").last.click()
        expect(page.get_by_role("alert")).to_contain_text("Quien es acompañante dice su formación")
        page.get_by_label("Formación", exact=True).select_option("41311604")
        page.get_by_label("Nivel").select_option("junior")
        page.get_by_role("button", name="Registrar y darle cuenta").last.click()
        clave = page.locator(".exacto").inner_text()
        page.context.clear_cookies()
        page.goto(f"{abierto.origin}/entrar")
        page.get_by_label("Usuario").fill("wilmar.anzola")
        page.get_by_label("Clave", exact=True).fill(clave)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cambiar la clave")


def test_nothing_of_who_is_registered_stays_in_the_browser(navegador: Browser, abierto: Abierto) -> None:
    with page_at(navegador) as page:
        enter(page, abierto, abierto.eni)
        page.goto(f"{abierto.origin}/personas/nueva")
        page.get_by_label("Nombre completo").fill("Wilmar Anzola Inventado")
        page.get_by_label("Usuario").fill("wilmar.otro")
        assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
        page.goto(f"{abierto.origin}/personas/nueva")
        expect(page.get_by_label("Nombre completo")).to_have_value("")
