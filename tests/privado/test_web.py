"""The web application the whole way: coming in, forms from the records, drafts, what arrives twice. On both databases.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from sqlalchemy import func, select

from generator.private import accounts, closing, cycles
from generator.private.options import Momento, RolPersona
from generator.private.store import Store
from generator.private.tables import (
    acompanamiento,
    acompanamiento_acompanado,
    auditoria,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    corte,
    horas,
    informe,
    sesion,
)
from generator.private.tables import plan as plan_table
from generator.private.web import sessions
from generator.private.web.security import MOST_BYTES, Pace
from tests.privado.apoyo_web import (
    CLAVE,
    ORIGIN,
    QUICK,
    SITE,
    Navegador,
    account,
    field_values,
    inside,
    number_of,
    web,
)
from tests.privado.conftest import ticking
from tests.privado.gente import DAY, Pair, cycle_of_two, planned, somebody

TEXTO = "El instructor Muchavisoy <b>explica</b> muy bien & despacio."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same library with less work: what it costs is not what is tested here."""
    monkeypatch.setattr(accounts, "_HASHER", QUICK)
    monkeypatch.setattr(accounts, "_NOBODY", QUICK.hash("nadie"))


def path_of(pair: Pair) -> str:
    return f"/ciclos/{pair.cycle.regional}/{pair.cycle.id}"


def visit_form(pair: Pair, **changed: Any) -> dict[str, Any]:
    return {
        "numero": "1",
        "fecha": "2026-02-17",
        "tipo": "individual",
        "enfasis": "pedagogico",
        "ambiente": "presencial",
        "acompanantes": [str(pair.acompanante.id)],
        "acompanados": [str(pair.acompanado.id)],
        "aspectos_positivos": TEXTO,
        "oportunidades": ["evaluacion", "inclusion"],
        **changed,
    }


def decision(browser: Navegador, plan: str, what: str = "validar") -> dict[str, str]:
    """What the page of a plan sends of itself, as this browser sees it now."""
    return {"decision": what, "edicion": edition(browser, plan)}


def edition(browser: Navegador, page: str) -> str:
    """Which version of a thing the form of a page is about."""
    found = re.search(r'name="edicion" value="([0-9a-f]+)"', browser.get(page).text)
    assert found
    return found[1]


def answered(browser: Navegador, visit: str, said: dict[str, str]) -> Response:
    """Answer an acompañamiento as its page is now."""
    form = f"{visit}/respuesta"
    return browser.post(form, {**said, "edicion": edition(browser, form)})


def count(store: Store, table: Any) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_whole_cycle_in_the_browser(store: Store) -> None:
    store = Store(store.engine, ticking(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
    pair = cycle_of_two(store)
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?", "trato": "¿Cómo trato?"})
    app = web(store)
    one, other, boss = (inside(store, p, app) for p in (pair.acompanante, pair.acompanado, pair.coordinador))
    base, code = path_of(pair), pair.acompanado.pseudonym
    assert "Sigue:</b> Sensibilización" in one.get("/").text
    assert (
        one.post(f"{base}/momento/sensibilizacion", {"fecha": "2026-02-10"}).headers["location"] == f"{base}?hecho=si"
    )
    said = {"juicios-evaluacion": "fortalecer", "juicios-trato": "fortaleza"}
    assert other.post(f"{base}/autodiagnostico/{code}/inicio", said).status_code == 303
    assert "Quiero fortalecerlo" in one.get(f"{base}/autodiagnostico/{code}").text
    dates = {
        "fechas-1-fecha": "2026-03-03",
        "fechas-1-desde": "08:00",
        "fechas-1-hasta": "10:00",
        "fechas-1-tipo": "individual",
        "fechas-1-enfasis": "pedagogico",
        "fechas-1-ambiente": "virtual",
    }
    assert one.post(f"{base}/plan", {"trimestre": "2026-T1", **dates}).status_code == 303
    plan = next(p for p in boss.get("/planes").text.split('"') if p.startswith("/planes/"))
    assert "Virtual" in boss.get(plan).text
    assert boss.post(f"{plan}/decidir", decision(boss, plan)).status_code == 303
    sent = one.post(f"{base}/acompanamiento", visit_form(pair, fecha="2026-03-02"))
    assert sent.headers["location"] == f"{base}?hecho=si"
    seen = next(p for p in other.get(base).text.split('"') if p.startswith("/acompanamientos/"))
    assert "&lt;b&gt;explica&lt;/b&gt; muy bien &amp; despacio" in other.get(seen).text
    mine = {"leido": "si", "punto_de_vista": "No estoy de acuerdo.", "comparte": "si"}
    assert answered(other, seen, mine).status_code == 303
    assert "No estoy de acuerdo." in one.get(seen).text
    assert one.post(f"{base}/cierre/{code}/escribir", {"avances": "Evalúa antes."}).status_code == 303
    assert other.post(f"{base}/cierre/{code}/responder", {"punto_de_vista": "Me sirvió."}).status_code == 303
    page = one.get(f"{base}/cierre/{code}").text
    assert "Evalúa antes." in page and "Me sirvió." in page
    assert one.post(f"{base}/horas", {"fecha": "2026-03-02", "minutos": "120"}).headers["location"] == "/horas?hecho=si"
    hours = one.get("/horas").text
    for words in (
        "Aseguramiento de la calidad",
        "Acompañamiento Técnico Pedagógico",
        "Gestionar tiempos del Instructor",
    ):
        assert words in hours
    line = next(p for p in hours.split('"') if p.endswith("/registrada"))
    assert one.post(line).status_code == 303 and "No hay horas pendientes" in one.get("/horas").text
    assert one.post(f"{base}/cerrar", {"fecha": "2026-03-02", "minutos": "300"}).status_code == 303
    with store.read() as connection:
        row = cycles.row(connection, pair.cycle)
    assert (row["estado"], row["minutos"]) == ("cerrado", 300)


@pytest.mark.parametrize("what", ["validar", "devolver"])
def test_what_is_validated_is_what_was_seen(store: Store, what: str) -> None:
    """Between the page and the button the plan got another hour: nothing is decided, and the new one is shown."""
    pair = cycle_of_two(store)
    ref = planned(store, pair, validated=False)
    plan = f"/planes/{ref.regional}/{ref.id}"
    app = web(store)
    boss, one = inside(store, pair.coordinador, app), inside(store, pair.acompanante, app)
    before = decision(boss, plan, what)
    for name, value in (("hasta", "11:30"), ("ambiente", "virtual"), ("fecha", "2026-02-18")):
        dates = {"fecha": "2026-02-17", "desde": "08:00", "hasta": "10:00", "tipo": "individual"}
        dates |= {"enfasis": "pedagogico", "ambiente": "presencial", name: value}
        sent = {"trimestre": "2026-T1", **{f"fechas-0-{k}": v for k, v in dates.items()}}
        assert one.post(f"{plan}/ajustar", sent).status_code == 303
        late = boss.post(f"{plan}/decidir", before)
        assert late.status_code == 409 and "El plan cambió desde que usted lo abrió" in late.text
        assert {"hasta": "a 11:30", "ambiente": "Virtual", "fecha": "18 feb 2026"}[name] in late.text
        assert state_of(store, ref.id) == "propuesto"
        assert boss.post(f"{plan}/decidir", {"decision": what}).status_code == 409  # without saying what was seen
    # What was answered is what can be decided on.
    assert boss.post(f"{plan}/decidir", decision(boss, plan, what)).headers["location"] == "/planes?hecho=si"
    assert state_of(store, ref.id) == {"validar": "validado", "devolver": "devuelto"}[what]


def state_of(store: Store, plan_id: Any) -> str:
    with store.read() as connection:
        return str(connection.execute(select(plan_table.c.estado).where(plan_table.c.id == plan_id)).scalar_one())


def test_progress_and_what_is_still_to_be_recorded(store: Store) -> None:
    pair = cycle_of_two(store, "C-AVANCE")
    planned(store, pair)  # for a day that has passed
    mine = inside(store, pair.acompanante).get("/avance").text
    assert "Se esperan como mínimo 2, 3, 3, 2" in mine
    assert "C-AVANCE: Acompañamiento planeado que no se ha registrado" in mine
    eni = somebody(store, RolPersona.PROFESIONAL_ENI)
    assert "C-AVANCE" not in inside(store, eni).get("/avance").text


def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    one = inside(store, pair.acompanante)
    path = f"{path_of(pair)}/acompanamiento"
    wrong = visit_form(pair, fecha="2026-02-31", minutos="9999", tipo="")
    answer = one.post(path, wrong)
    assert answer.status_code == 422
    assert '<a href="#fecha">' in answer.text and 'id="fecha-error"' in answer.text
    assert '<a href="#tipo-individual">' in answer.text and "1440 o más" not in answer.text
    assert field_values(answer.text)["minutos"] == "9999"
    assert "explica" in field_values(answer.text)["aspectos_positivos"]
    assert count(store, acompanamiento) == 0
    # A rule of the store is told the same way: the plan was agreed later than that.
    answer = one.post(path, visit_form(pair, fecha="2026-01-05"))
    assert answer.status_code == 409 and "El acompañamiento va después del plan" in answer.text
    assert "explica" in field_values(answer.text)["aspectos_positivos"]


def test_a_form_that_arrives_twice_is_recorded_once(store: Store) -> None:
    pair = cycle_of_two(store)
    one = inside(store, pair.acompanante)
    path = f"{path_of(pair)}/horas"
    number = str(number_of(one.get(path).text))
    for _ in range(3):
        assert one.post(path, {"fecha": "2026-02-10", "minutos": "60", "envio": number}).status_code == 303
    assert count(store, horas) == 1
    assert one.post(path, {"fecha": "2026-02-10", "minutos": "60"}).status_code == 303
    assert count(store, horas) == 2


def test_a_draft_is_kept_filled_in_again_and_gone_once_sent(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    app = web(store)
    one, other = inside(store, pair.acompanante, app), inside(store, pair.acompanado, app)
    path = f"{path_of(pair)}/acompanamiento"
    half = {"fecha": "2026-02-1", "aspectos_mejora": "A medias", "oportunidades": ["inclusion"]}
    assert one.post(path, {**half, "accion": "borrador"}).status_code == 303
    shown = one.get(path).text
    assert field_values(shown)["aspectos_mejora"] == "A medias" and "borrador suyo" in shown
    assert 'value="inclusion" checked' in shown
    assert one.post(path, {**half, "accion": "borrador-solo"}).status_code == 204
    assert other.get(path).status_code == 404
    assert path in one.get("/mis-datos").text and path not in other.get("/mis-datos").text
    assert one.post(path, visit_form(pair)).status_code == 303
    assert field_values(one.get(path).text)["aspectos_mejora"] == ""
    one.post(path, {**half, "accion": "borrador"})
    assert one.post(path, {"accion": "descartar"}).status_code == 303
    assert field_values(one.get(path).text)["aspectos_mejora"] == ""


def test_what_is_sent_after_the_session_expired_waits_as_a_draft(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    app = web(store)
    one = inside(store, pair.acompanante, app)
    path = f"{path_of(pair)}/acompanamiento"
    token = one.token()
    later = store.now() + sessions.LASTS + timedelta(minutes=1)
    store.now = lambda: later
    answer = one.post(path, visit_form(pair), csrf=token)
    assert answer.headers["location"] == f"/entrar?volver={path}"
    assert count(store, acompanamiento) == 0
    back = enter(one, pair.acompanante.pseudonym.lower(), back=path)
    assert back.headers["location"] == path
    assert "explica" in field_values(one.get(path).text)["aspectos_positivos"]
    # Somebody else's page cannot leave a draft: it has no token of that session.
    store.now = lambda: later + sessions.LASTS + timedelta(minutes=1)
    one.post(path, visit_form(pair, aspectos_positivos="De otro"), csrf="0" * 64)
    enter(one, pair.acompanante.pseudonym.lower(), back=path)
    assert "De otro" not in one.get(path).text


def enter(browser: Navegador, user: str, clave: str = CLAVE, back: str = "/") -> Any:
    return browser.post("/entrar", {"usuario": user, "clave": clave, "volver": back}, csrf=browser.token("/entrar"))


def test_coming_in_and_going_out(store: Store) -> None:
    person = somebody(store, RolPersona.ACOMPANANTE)
    user = account(store, person, temporary=True)
    browser = Navegador(web(store))
    assert browser.get("/").headers["location"] == "/entrar"
    assert browser.get("/horas").headers["location"] == "/entrar?volver=/horas"
    answer = enter(browser, user.upper())
    assert answer.headers["location"] == "/clave"
    cookie = answer.headers["set-cookie"].lower()
    assert (
        "httponly" in cookie and "samesite=lax" in cookie and "max-age" not in cookie.split("inspira-8765-entrada")[0]
    )
    assert browser.get("/horas").headers["location"] == "/clave"
    for new, again, told in (
        ("corta", "corta", "12 caracteres"),
        ("una frase muy larga y buena", "otra", "no son iguales"),
        (f"mi clave {user} larga", f"mi clave {user} larga", "que no sean su usuario"),
    ):
        data = {"actual": CLAVE, "nueva": new, "otra_vez": again}
        wrong = browser.post("/clave", data, csrf=browser.token("/clave"))
        assert wrong.status_code == 422 and told in wrong.text
    other = inside(store, person, browser.client.app)
    data = {"actual": CLAVE, "nueva": "una frase muy larga y buena", "otra_vez": "una frase muy larga y buena"}
    assert browser.post("/clave", data, csrf=browser.token("/clave")).headers["location"] == "/?hecho=si"
    assert browser.get("/horas").status_code == 200
    assert other.get("/horas").headers["location"] == "/entrar?volver=/horas"
    token = browser.client.cookies[SITE.cookie]
    with store.read() as connection:
        kept = str(connection.execute(select(sesion)).all())
    assert str(person.id) in kept.replace("UUID", "") and token not in kept
    assert browser.post("/salir").headers["location"] == "/entrar"
    browser.client.cookies.set(SITE.cookie, token, domain="127.0.0.1", path="/")
    assert browser.get("/horas").status_code == 303
    store.write("prueba", accounts.deactivate, person.id)
    assert enter(browser, user, "una frase muy larga y buena").status_code == 422


def test_unknown_inactive_and_mistyped_are_answered_alike(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    person, gone = (somebody(store, RolPersona.ACOMPANADO) for _ in range(2))
    user, closed = account(store, person), account(store, gone)
    store.write("prueba", accounts.deactivate, gone.id)
    checked: list[str] = []
    monkeypatch.setattr(accounts, "_is_right", lambda kept, password: checked.append(kept) or False)
    browser = Navegador(web(store))
    answers = [enter(browser, name, "otra cosa distinta") for name in (user, closed, "nadie.asi")]
    assert len(checked) == 3
    bodies = {a.text.replace(n, "x") for a, n in zip(answers, (user, closed, "nadie.asi"), strict=True)}
    assert {a.status_code for a in answers} == {422} and len(bodies) == 1


def test_too_many_tries_wait(store: Store) -> None:
    user = account(store, somebody(store, RolPersona.EQUIPO_PEDAGOGICO))
    browser = Navegador(web(store, Pace(general=1_000, login_user=3, login_address=5)))
    statuses = [enter(browser, user, "no es esta clave").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert enter(browser, user).status_code == 429
    # And from one address, whatever the user.
    assert enter(browser, "otra.persona").status_code == 429
    slow = Navegador(web(store, Pace(general=2)))
    assert [slow.get("/entrar").status_code for _ in range(3)] == [200, 200, 429]


def test_forms_come_from_our_own_pages_only(store: Store) -> None:
    pair = cycle_of_two(store)
    one = inside(store, pair.acompanante)
    path, token = f"{path_of(pair)}/horas", one.token()
    data = {"csrf": token, "envio": str(uuid4()), "fecha": "2026-02-10", "minutos": "60"}
    elsewhere = (
        {"origin": "https://otro.example"},
        {"origin": "null"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
    )
    for headers in elsewhere:
        assert one.client.post(path, data=data, headers=headers).status_code == 403
    stale = one.post(path, {"fecha": "2026-02-10", "minutos": "61"}, csrf="0" * 64)
    assert stale.status_code == 403 and field_values(stale.text)["minutos"] == "61"
    for where in ("/salir", "/clave", "/planes/52/00000000-0000-0000-0000-000000000000/decidir"):
        assert one.post(where, csrf="0" * 64).status_code == 403
    assert one.client.post(path, json=data).status_code == 400
    assert one.client.post(path, files={"x": b"x"}, data=data).status_code == 400
    assert (
        one.client.post(path, content=b"x" * (MOST_BYTES + 1), headers={"content-type": "text/plain"}).status_code
        == 413
    )
    assert one.client.get("/", headers={"host": "otro.example"}).status_code == 421
    assert count(store, horas) == 0
    # The token of one person's page is worth nothing in another's session, nor before coming in.
    other = inside(store, pair.acompanado, one.client.app)
    assert other.post("/salir", csrf=token).status_code == 403
    stranger = Navegador(one.client.app)
    assert stranger.post("/entrar", {"usuario": "x", "clave": "y"}, csrf=token).status_code == 403


def test_every_answer_forbids_what_it_does_not_need(store: Store) -> None:
    one = inside(store, somebody(store, RolPersona.EQUIPO_PEDAGOGICO))
    for path, status in (("/", 200), ("/no-existe", 404), ("/entrar", 200), ("/recursos/inspira.css", 200)):
        answer = one.get(path)
        assert answer.status_code == status
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert ("no-store" in answer.headers["cache-control"]) == (not path.startswith("/recursos"))
    assert 'style="' not in one.get("/").text and "<style" not in one.get("/").text
    assert len(one.get("/recursos/inspira.css").content) < 15_000
    assert one.get("/recursos/../app.py").status_code == 404


def test_an_error_of_the_program_is_a_page_and_says_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from generator.private.web import reads

    def fails(*_: object) -> None:
        raise RuntimeError(f"{TEXTO}, Canaria")

    monkeypatch.setattr(reads, "mine", fails)
    answer = inside(store, somebody(store, RolPersona.EQUIPO_PEDAGOGICO)).get("/")
    assert answer.status_code == 500 and "Algo falló" in answer.text
    assert answer.headers["content-security-policy"]
    out = capfd.readouterr()
    told = re.fullmatch(
        r"2027-\S+Z referencia ([0-9a-f]{6}): RuntimeError en generator/private/web/pages/home.py:\d+\n", out.err
    )
    assert told and f"Dígale a quien administra: referencia {told[1]}." in answer.text
    assert "Muchavisoy" not in answer.text + out.out + out.err and "Traceback" not in answer.text + out.out + out.err


def test_going_back_stays_in_the_application(store: Store) -> None:
    user = account(store, somebody(store, RolPersona.EQUIPO_PEDAGOGICO))
    for away in ("//otro.example", "https://otro.example", "/\\otro.example", "javascript:alert(1)"):
        assert enter(Navegador(web(store)), user, back=away).headers["location"] == "/"


def test_leaving_asks_no_reason(store: Store) -> None:
    pair = cycle_of_two(store)
    other = inside(store, pair.acompanado)
    form = other.get(f"{path_of(pair)}/dejar").text
    assert "motivo" not in form and "textarea" not in form
    store.write("x", cycles.reach, pair.cycle, Momento.SENSIBILIZACION, DAY)
    assert other.post(f"{path_of(pair)}/dejar", {"fecha": "2026-02-12"}).status_code == 303
    with store.read() as connection:
        assert cycles.row(connection, pair.cycle)["estado"] == "dejado"


def test_one_of_several_leaves_by_themselves(store: Store) -> None:
    pair = cycle_of_two(store)
    other = somebody(store, RolPersona.ACOMPANADO)
    member = ciclo_acompanado.insert().values(regional=pair.cycle.regional, ciclo_id=pair.cycle.id, persona_id=other.id)
    store.write("x", lambda w: w.connection.execute(member))
    planned(store, pair)
    app = web(store)
    path = f"{path_of(pair)}/dejar"
    gone = inside(store, pair.acompanado, app)
    assert gone.post(path, {"fecha": "2026-02-12"}).status_code == 303
    assert gone.post(path, {"fecha": "2026-02-12"}).status_code == 409
    assert gone.get(path_of(pair)).status_code == 200
    one = inside(store, pair.acompanante, app)
    assert one.post(f"{path_of(pair)}/acompanamiento", visit_form(pair)).status_code == 409
    theirs = visit_form(pair, acompanados=[str(other.id)])
    assert one.post(f"{path_of(pair)}/acompanamiento", theirs).status_code == 303
    assert inside(store, other, app).post(path, {"fecha": "2026-02-20"}).status_code == 303
    with store.read() as connection:
        assert cycles.row(connection, pair.cycle)["estado"] == "dejado"


def test_an_error_while_a_form_is_sent_tells_nothing_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(_w: object, _ref: object, said: object) -> None:
        raise RuntimeError(f"{said!r}: {TEXTO}")

    pair = cycle_of_two(store)
    planned(store, pair)
    monkeypatch.setattr("generator.private.visits.record", fails)
    answer = inside(store, pair.acompanante).post(f"{path_of(pair)}/acompanamiento", visit_form(pair))
    out = capfd.readouterr()
    assert answer.status_code == 500 and "RuntimeError en generator/private/web/pages/visits.py:" in out.err
    for private in ("Muchavisoy", str(pair.cycle.id), "2026-02-17", "evaluacion", "Traceback"):
        assert private not in out.out + out.err
    assert "Muchavisoy" not in answer.text


def start_form(**changed: str) -> dict[str, str]:
    return {"codigo": "C-NUEVO", "vigencia": "2026", "voluntario": "si", **changed}


def test_a_cycle_is_started_by_who_accompanies_in_it(store: Store) -> None:
    one, other, second = (
        somebody(store, r) for r in (RolPersona.ACOMPANANTE, RolPersona.ACOMPANADO, RolPersona.ACOMPANANTE)
    )
    browser = inside(store, one)
    assert "/ciclos/nuevo" in browser.get("/").text
    assert field_values(browser.get("/ciclos/nuevo").text)["acompanantes"] == one.pseudonym
    both = f"{one.pseudonym}, {second.pseudonym.lower()}"
    good = start_form(acompanantes=both, acompanados=other.pseudonym)
    unwilling = browser.post("/ciclos/nuevo", {**good, "voluntario": ""} | {"voluntario": []})
    assert unwilling.status_code == 422 and "voluntario" in unwilling.text
    without = browser.post("/ciclos/nuevo", {**good, "acompanantes": second.pseudonym})
    assert without.status_code == 409 and "quien acompaña en él" in without.text and count(store, ciclo) == 0
    assert browser.post("/ciclos/nuevo", good).headers["location"] == "/?hecho=si"
    assert "Ciclo C-NUEVO" in browser.get("/").text and "Ciclo C-NUEVO" in inside(store, other).get("/").text
    with store.read() as connection:
        found = connection.execute(select(ciclo)).mappings().one()
    assert (found["regional"], found["centro"], found["estado"]) == (one.regional, one.centro, "abierto")


def test_starting_a_cycle_tells_nobody_who_is_in_the_store(store: Store) -> None:
    """Unknown, of another role, a document or a name: the same answer, and not many times."""
    one, boss = somebody(store, RolPersona.ACOMPANANTE), somebody(store, RolPersona.COORDINADOR_ACADEMICO)
    browser = inside(store, one, web(store, Pace(general=1_000, login_user=5)))
    typed = ("P-222222", boss.pseudonym, "1000000001", "Muchavisoy", one.pseudonym)
    told = set()
    for code in typed:
        sent = start_form(acompanantes=one.pseudonym, acompanados=code)
        answer = browser.post("/ciclos/nuevo", sent)
        told.add((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    assert len(told) == 1 and {status for status, _ in told} == {422}
    assert browser.post("/ciclos/nuevo", start_form(acompanados="P-222222")).status_code == 429
    assert count(store, ciclo) == 0


def test_too_many_codes_stop_the_good_ones_too(store: Store) -> None:
    """Otherwise what is not stopped would be known to serve. Drafts look at no code, and count for nothing."""
    one, other = somebody(store, RolPersona.ACOMPANANTE), somebody(store, RolPersona.ACOMPANADO)
    browser = inside(store, one, web(store, Pace(general=1_000, login_user=2)))
    good = start_form(acompanantes=one.pseudonym, acompanados=other.pseudonym)
    for _ in range(5):
        half = {**good, "acompanados": "P-7K", "accion": "borrador-solo"}
        assert browser.post("/ciclos/nuevo", half).status_code == 204
    for _ in range(2):
        assert browser.post("/ciclos/nuevo", {**good, "acompanados": "P-222222"}).status_code == 422
    for sent in (good, {**good, "vigencia": ""}, {**good, "accion": "otra"}, {**good, "acompanados": "P-222222"}):
        assert browser.post("/ciclos/nuevo", sent).status_code == 429
    assert count(store, ciclo) == 0


def test_what_was_read_and_is_corrected_has_to_be_read_again(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    second = somebody(store, RolPersona.ACOMPANANTE)
    member = {"regional": pair.cycle.regional, "ciclo_id": pair.cycle.id, "persona_id": second.id}
    store.write("x", lambda w: w.connection.execute(ciclo_acompanante.insert().values(**member)))
    app = web(store)
    one, other, beside = (inside(store, p, app) for p in (pair.acompanante, pair.acompanado, second))
    one.post(f"{path_of(pair)}/acompanamiento", visit_form(pair))
    seen = next(p for p in other.get(path_of(pair)).text.split('"') if p.startswith("/acompanamientos/"))
    mine = {"leido": "si", "punto_de_vista": "No estoy de acuerdo.", "comparte": "si"}
    answered(other, seen, mine)
    assert other.get(f"{seen}/corregir").status_code == beside.get(f"{seen}/corregir").status_code == 404
    assert "explica" in field_values(one.get(f"{seen}/corregir").text)["aspectos_positivos"]
    changed = visit_form(pair, fecha="2026-02-18", minutos="90", aspectos_positivos="Explica despacio.")
    assert one.post(f"{seen}/corregir", changed).headers["location"] == f"{seen}?hecho=si"
    assert "léalo de nuevo" in other.get("/").text and "léalo de nuevo" not in one.get("/").text
    page = other.get(seen).text
    assert "Quien le acompaña lo corrigió" in page and "Explica despacio." in page and "Sin leer todavía" in page
    assert "No estoy de acuerdo." in page and "las observaciones quedan aquí" in page
    answered(other, seen, mine)
    assert "lo corrigió" not in other.get(seen).text and "léalo de nuevo" not in other.get("/").text
    with store.read() as connection:
        query = select(auditoria.c.accion).where(auditoria.c.objeto.like("acompanamiento %"))
        told = connection.execute(query.order_by(auditoria.c.numero)).scalars().all()
        fact = connection.execute(select(acompanamiento)).mappings().one()
    assert told == ["registrar", "responder", "corregir", "responder"]
    assert (str(fact["fecha"]), fact["minutos"], fact["numero"]) == ("2026-02-18", 90, 1)


def test_reports_are_given_and_written_nowhere(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    team = somebody(store, RolPersona.EQUIPO_PEDAGOGICO)
    app = web(store)
    one, epc = inside(store, pair.acompanante, app), inside(store, team, app)
    one.post(f"{path_of(pair)}/acompanamiento", visit_form(pair))

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, never)
    assert "Mi informe a la ENI" in one.get("/informes").text and "Equipo" not in one.get("/informes").text
    asked = {"trimestre": "2026-T1"}
    page = one.post("/informes/eni", {**asked, "formato": "pagina"})
    assert page.status_code == 200 and "Muchavisoy" not in page.text
    for end in (".docx", ".xlsx"):
        file = one.post("/informes/eni", {**asked, "formato": end})
        assert file.content[:2] == b"PK" and f"informe-eni-2026-T1{end}" in file.headers["content-disposition"]
        assert file.headers["cache-control"] == "no-store"
    assert ">2027-T1<" in one.get("/informes").text and ">2027-T1<" not in epc.get("/informes").text
    early = epc.post("/informes/epc", {"trimestre": "2027-T1", "formato": "pagina"})
    assert early.status_code == 409 and "no ha terminado" in early.text
    assert one.post("/informes/eni", asked, csrf="0" * 64).status_code == 403
    assert one.post("/informes/eni", {"trimestre": "ayer"}).status_code == 409
    assert count(store, informe) == 3


def test_a_report_of_a_centre_with_something_missing_asks_first(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)  # for a day on which nothing was recorded
    later = store.now() + timedelta(days=60)
    store.now = lambda: later
    boss = inside(store, somebody(store, RolPersona.COORDINADOR_MISIONAL))
    asked = {"trimestre": "2026-T1", "formato": "pagina"}
    refused = boss.post("/informes/misional", asked)
    assert refused.status_code == 409 and "--aunque-falten" not in refused.text
    assert 'name="incompleto"' in refused.text and count(store, corte) == 0
    assert boss.post("/informes/misional", {**asked, "incompleto": "si"}).status_code == 200
    assert count(store, corte) == count(store, informe) == 1
    store.write("x", cycles.reach, pair.cycle, Momento.PLAN, DAY)
    again = inside(store, pair.acompanante)
    one = again.post(f"{path_of(pair)}/acompanamiento", visit_form(pair)).headers["location"]
    seen = next(p for p in again.get(one).text.split('"') if p.startswith("/acompanamientos/"))
    assert "quedaron fijas" in again.get(f"{seen}/corregir").text


def test_nobody_agrees_to_a_text_that_changed_while_they_looked(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    app = web(store)
    one, other = (inside(store, p, app) for p in (pair.acompanante, pair.acompanado))
    one.post(f"{path_of(pair)}/acompanamiento", visit_form(pair))
    seen = next(p for p in other.get(path_of(pair)).text.split('"') if p.startswith("/acompanamientos/"))
    before = edition(other, f"{seen}/respuesta")
    assert "muy bien &amp; despacio" in other.get(f"{seen}/respuesta").text
    one.post(f"{seen}/corregir", visit_form(pair, aspectos_positivos="Otra cosa."))
    agreed = {"leido": "si", "comparte": "si"}
    for stale in ({"edicion": before}, {}):
        refused = other.post(f"{seen}/respuesta", {**agreed, **stale})
        assert refused.status_code == 409 and "Otra cosa." in refused.text
    with store.read() as connection:
        table = acompanamiento_acompanado.c
        assert connection.execute(select(table.leido, table.comparte)).one() == (None, False)
    assert answered(other, seen, agreed).status_code == 303
