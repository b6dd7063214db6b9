"""People registered online and the accounts they come in with, on both databases.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from generator.private import accounts, people
from generator.private.options import RolPersona
from generator.private.people import Person
from generator.private.store import Store
from generator.private.tables import (
    acompanante,
    auditoria,
    borrador,
    cuenta,
    envio,
    identidad,
    metadata,
    persona,
    sesion,
)
from generator.private.web.security import Pace
from tests.privado.apoyo_web import CLAVE, QUICK, Navegador, account, field_values, inside, web
from tests.privado.gente import OTRO_CENTRO, REGIONAL, somebody

NOMBRE, DOCUMENTO, CORREO = "Nury Canaria Jamioy", "1099887766", "canaria@correo-inventado.co"
USUARIO = "nury.canaria"
_PASSWORD = re.compile(r"\b[a-z2-9]{5}(?:-[a-z2-9]{5}){3}\b")
R = RolPersona


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_HASHER", QUICK)
    monkeypatch.setattr(accounts, "_NOBODY", QUICK.hash("nadie"))


def a_person(**changed: Any) -> dict[str, Any]:
    values = {
        "nombre": NOMBRE,
        "documento": DOCUMENTO,
        "correo": CORREO,
        "centro": OTRO_CENTRO,
        "roles": ["acompanado"],
        "acompanante-formacion": "",
        "acompanante-nivel": "",
        "acompanante-enfasis_senior": "",
        "usuario": USUARIO,
    }
    return {**values, **changed}


def trained(**changed: Any) -> dict[str, Any]:
    return a_person(
        **{"roles": ["acompanante"], "acompanante-formacion": "41311604", "acompanante-nivel": "junior", **changed}
    )


def eni(store: Store, pace: Pace | None = None) -> tuple[Person, Navegador]:
    who = somebody(store, R.PROFESIONAL_ENI)
    return who, inside(store, who, web(store, pace))


def held(store: Store, table: Any) -> list[Any]:
    with store.read() as connection:
        return list(connection.execute(select(table)).mappings())


def how_many(store: Store, table: Any) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def password_in(html: str) -> str:
    found = _PASSWORD.findall(html)
    assert len(found) == 1
    return str(found[0])


def enter(app: Any, user: str, password: str) -> tuple[Navegador, Any]:
    browser = Navegador(app)
    return browser, browser.post("/entrar", {"usuario": user, "clave": password}, csrf=browser.token("/entrar"))


def texts_of(store: Store) -> Iterator[tuple[str, str]]:
    """Everything that the store holds, table by table."""
    with store.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                yield table.name, " ".join(map(str, row))


def test_a_person_is_registered_and_comes_in(store: Store) -> None:
    who, browser = eni(store)
    assert "/personas" in browser.get("/").text
    form = browser.get("/personas/nueva").text
    assert "Guardar borrador" not in form and "data-borrador" not in form
    assert 'value="profesional_eni"' not in form and 'value="9101"' not in form
    answer = browser.post("/personas/nueva", trained())
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    password = password_in(answer.text)
    with store.read() as connection:
        identity = connection.execute(select(identidad).where(identidad.c.documento == DOCUMENTO)).mappings().one()
        made = people.person(connection, identity["persona_id"])
        training = people.training(connection, made.id)
    assert (identity["nombre"], identity["correo"]) == (NOMBRE, CORREO)
    assert (made.regional, made.centro, made.roles) == (REGIONAL, OTRO_CENTRO, {R.ACOMPANANTE})
    assert training == {"formacion": "41311604", "nivel": "junior", "enfasis_senior": None}
    assert made.pseudonym in answer.text and USUARIO in answer.text
    for private in (NOMBRE, "Canaria", DOCUMENTO, CORREO):
        assert private not in answer.text  # the code from now on
    trail = [(r["accion"], r["objeto"]) for r in held(store, auditoria) if r["quien"] == str(who.id)]
    assert trail == [("registrar", f"persona {made.id}"), ("crear", f"cuenta {made.id}")]
    # The password opens the page where it is changed, and nothing else.
    app = browser.client.app
    theirs, entered = enter(app, USUARIO, password)
    assert entered.headers["location"] == "/clave" and theirs.get("/").headers["location"] == "/clave"
    changed = {"actual": password, "nueva": CLAVE, "otra_vez": CLAVE}
    assert theirs.post("/clave", changed, csrf=theirs.token("/clave")).headers["location"] == "/?hecho=si"
    assert NOMBRE in theirs.get("/mis-datos").text
    assert enter(app, USUARIO, password)[1].status_code == 422


def test_a_senior_has_an_emphasis_and_nobody_else(store: Store) -> None:
    _, browser = eni(store)
    senior = trained(**{"acompanante-nivel": "senior"})
    wrong = [
        senior,
        trained(**{"acompanante-enfasis_senior": "coaching"}),
        trained(roles=["acompanado"]),
        a_person(roles=["acompanante"]),
        a_person(roles=[]),
        a_person(centro="9101"),
        a_person(usuario="con espacios"),
        a_person(nombre=""),
    ]
    for sent in wrong:
        answer = browser.post("/personas/nueva", sent)
        assert answer.status_code == 422 and 'role="alert"' in answer.text
        assert field_values(answer.text)["documento"] == DOCUMENTO  # nothing has to be written twice
    assert how_many(store, persona) == 1
    assert browser.post("/personas/nueva", {**senior, "acompanante-enfasis_senior": "coaching"}).status_code == 200
    assert held(store, acompanante)[0]["enfasis_senior"] == "coaching"


def test_nobody_gives_their_own_role_nor_another_regional(store: Store) -> None:
    _, browser = eni(store)
    for roles in (["profesional_eni"], ["acompanado", "profesional_eni"]):
        answer = browser.post("/personas/nueva", a_person(roles=roles))
        assert answer.status_code == 409 and "Ese rol no se da aquí" in answer.text
    assert how_many(store, persona) == how_many(store, cuenta) == 1
    assert browser.post("/personas/nueva", a_person(regional="05")).status_code == 200
    assert {p["regional"] for p in held(store, persona)} == {REGIONAL}


def test_of_a_known_document_nothing_is_told(store: Store) -> None:
    """Of the same regional or of another one: the same words, no name, no code, no place, and not many times."""
    near = somebody(store, R.ACOMPANADO, documento="1000777001")
    far = somebody(store, R.ACOMPANADO, documento="1000777002", regional="05", centro="9101")
    _, browser = eni(store, Pace(general=1_000, login_user=4))
    told = []
    for document in ("1000777001", "1000777002"):
        answer = browser.post("/personas/nueva", a_person(documento=document))
        assert answer.status_code == 409 and "Ya hay una persona con ese documento" in answer.text
        told.append(answer.text.partition('<form method="post" action="/personas')[0])
        for known in (near, far):
            assert known.pseudonym not in answer.text and "Antioquia" not in answer.text
    assert told[0] == told[1]
    # A user that somebody has is told as plainly, and counts as much; then the good ones wait too.
    taken = account(store, near)
    for _ in range(2):
        assert browser.post("/personas/nueva", a_person(usuario=taken)).status_code == 409
    assert browser.post("/personas/nueva", a_person()).status_code == 429
    assert how_many(store, persona) == 3


def test_the_password_is_shown_once_and_kept_nowhere(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    _, browser = eni(store)
    number, token = str(uuid4()), browser.token()
    sent = {**a_person(), "envio": number}
    answer = browser.post("/personas/nueva", sent, csrf=token)
    password = password_in(answer.text)
    again = browser.post("/personas/nueva", sent, csrf=token)
    assert again.headers["location"] == "/personas?hecho=si" and how_many(store, persona) == 2
    seen = browser.get("/personas?hecho=si").text
    assert "no se vuelve a mostrar" in seen and not _PASSWORD.search(seen + again.text)
    for table, text in texts_of(store):
        assert password not in text
        assert table == "identidad" or not [p for p in (NOMBRE, DOCUMENTO, CORREO) if p in text]
    said = "".join(capfd.readouterr()) + str(answer.headers) + "".join(browser.client.cookies.values())
    assert not [p for p in (password, NOMBRE, DOCUMENTO, CORREO) if p in said]


def test_what_is_written_of_somebody_is_no_draft(store: Store) -> None:
    """Not by its button, not by itself, not when the session ended: an identity has a place of its own."""
    who, browser = eni(store)
    token = browser.token()
    for action in ("borrador", "borrador-solo"):
        assert browser.post("/personas/nueva", a_person(nombre="", accion=action), csrf=token).status_code == 422
        assert how_many(store, borrador) == 0
    ended = sesion.update().where(sesion.c.persona_id == who.id)
    before = store.now() - timedelta(seconds=1)
    store.write("x", lambda w: w.connection.execute(ended.values(vence=before)))
    answer = browser.post("/personas/nueva", a_person(), csrf=token)
    assert answer.headers["location"].startswith("/entrar") and DOCUMENTO not in answer.headers["location"]
    assert how_many(store, borrador) == 0 and how_many(store, persona) == 1


def test_a_lost_password_and_an_account_switched_off(store: Store) -> None:
    who, browser = eni(store)
    app = browser.client.app
    other = somebody(store, R.ACOMPANADO)
    user = account(store, other)
    theirs, _ = enter(app, user, CLAVE)
    page = f"/personas/{other.pseudonym}"
    assert theirs.get("/").status_code == 200 and user in browser.get(page).text
    answer = browser.post(f"{page}/clave")
    password = password_in(answer.text)
    assert answer.status_code == 200 and user in answer.text
    assert theirs.get("/").headers["location"] == "/entrar"  # their sessions ended
    assert enter(app, user, CLAVE)[1].status_code == 422
    again, entered = enter(app, user, password)
    assert entered.headers["location"] == "/clave"
    assert "falta que entre" in browser.get(page).text
    assert browser.post(f"{page}/apagar").headers["location"] == f"{page}?hecho=si"
    assert again.get("/clave").headers["location"].startswith("/entrar")
    assert enter(app, user, password)[1].status_code == 422
    assert "Apagada" in browser.get("/personas").text
    # The way back is a new password.
    opened = password_in(browser.post(f"{page}/clave").text)
    assert enter(app, user, opened)[1].headers["location"] == "/clave"
    trail = [r["accion"] for r in held(store, auditoria) if r["quien"] == str(who.id)]
    assert trail == ["renovar", "desactivar", "renovar"]
    for text in (r for _, r in texts_of(store)):
        assert password not in text and opened not in text


def test_who_owns_an_account_sees_what_others_did_with_it(store: Store) -> None:
    """A password that was asked for by somebody else would let them in: whoever it belongs to can tell."""
    _, browser = eni(store)
    other = somebody(store, R.ACOMPANADO)
    user = account(store, other)
    seen = inside(store, other, browser.client.app).get("/mis-datos").text
    assert "se dio una clave nueva" not in seen
    password = password_in(browser.post(f"/personas/{other.pseudonym}/clave").text)
    theirs, _ = enter(browser.client.app, user, password)
    theirs.post("/clave", {"actual": password, "nueva": CLAVE, "otra_vez": CLAVE}, csrf=theirs.token("/clave"))
    seen = theirs.get("/mis-datos").text
    assert "se dio una clave nueva, por otra persona" in seen and "se cambió la clave</li>" in seen


def test_tries_of_one_user_are_counted_however_it_is_written(store: Store) -> None:
    other = somebody(store, R.ACOMPANADO)
    store.write("x", accounts.create, other.id, "a" * 60, CLAVE)
    browser = Navegador(web(store, Pace(general=1_000, login_user=2)))
    token = browser.token("/entrar")
    written = ("a" * 60, "A" * 60 + "b", "a" * 60 + "c", "a" * 61)
    tried = [browser.post("/entrar", {"usuario": u, "clave": "mala"}, csrf=token).status_code for u in written]
    assert tried == [422, 422, 429, 429]


def test_a_button_after_the_session_ended_leads_home_and_keeps_nothing(store: Store) -> None:
    who, browser = eni(store)
    other = somebody(store, R.ACOMPANADO)
    account(store, other)
    token = browser.token()
    before = store.now() - timedelta(seconds=1)
    ended = sesion.update().where(sesion.c.persona_id == who.id)
    store.write("x", lambda w: w.connection.execute(ended.values(vence=before)))
    answer = browser.post(f"/personas/{other.pseudonym}/clave", csrf=token)
    assert answer.headers["location"] == "/entrar" and how_many(store, borrador) == 0


def test_a_button_pressed_twice_gives_one_password(store: Store) -> None:
    _, browser = eni(store)
    other = somebody(store, R.ACOMPANADO)
    user = account(store, other)
    sent, token = {"envio": str(uuid4())}, browser.token()
    first = password_in(browser.post(f"/personas/{other.pseudonym}/clave", sent, csrf=token).text)
    second = browser.post(f"/personas/{other.pseudonym}/clave", sent, csrf=token)
    assert second.headers["location"] == "/personas?hecho=si"
    assert enter(browser.client.app, user, first)[1].headers["location"] == "/clave"


def test_who_was_registered_without_an_account_gets_one(store: Store) -> None:
    _, browser = eni(store)
    other = somebody(store, R.COORDINADOR_ACADEMICO)
    page = f"/personas/{other.pseudonym}"
    assert "No tiene" in browser.get(page).text
    assert browser.post(f"{page}/cuenta", {"usuario": "no"}).status_code == 422
    answer = browser.post(f"{page}/cuenta", {"usuario": "Otra.Persona"})
    assert enter(browser.client.app, "otra.persona", password_in(answer.text))[1].headers["location"] == "/clave"
    assert browser.post(f"{page}/cuenta", {"usuario": "otra.mas"}).status_code == 409  # one each


def test_accounts_of_another_regional_and_of_others_like_oneself_are_not_touched(store: Store) -> None:
    who, browser = eni(store)
    far = somebody(store, R.ACOMPANADO, regional="05", centro="9101")
    like = somebody(store, R.PROFESIONAL_ENI, R.ACOMPANADO)
    gone = somebody(store, R.ACOMPANADO)
    store.write("x", lambda w: w.connection.execute(identidad.delete().where(identidad.c.persona_id == gone.id)))
    for person in (far, like):
        account(store, person)
    kept = held(store, cuenta)
    for person in (far, like, who, gone):
        page = f"/personas/{person.pseudonym}"
        assert browser.get(page).status_code == (200 if person in (like, who) else 404)
        for action in ("clave", "apagar", "cuenta"):
            assert browser.post(f"{page}/{action}", {"usuario": "otro.usuario"}).status_code == 404
    assert held(store, cuenta) == kept
    listed = browser.get("/personas").text
    assert like.pseudonym in listed and far.pseudonym not in listed and gone.pseudonym not in listed


def test_people_are_found_by_what_is_theirs_alone(store: Store) -> None:
    who, browser = eni(store)
    near = somebody(store, R.ACOMPANADO, documento="1000777001", nombre=NOMBRE)
    far = somebody(store, R.ACOMPANADO, documento="1000777002", regional="05", centro="9101")
    user, users = account(store, near), account(store, far)
    for wanted in ("1000777001", f" {user.upper()} "):
        found = browser.post("/personas/buscar", {"buscado": wanted})
        assert near.pseudonym in found.text and NOMBRE not in found.text and "1000777001" not in found.text
    nothing = {
        browser.post("/personas/buscar", {"buscado": w}).text for w in ("1000777002", users, "1", NOMBRE, "", "%")
    }
    assert len(nothing) == 1 and far.pseudonym not in nothing.pop()
    trail = [(r["accion"], r["objeto"]) for r in held(store, auditoria) if r["quien"] == str(who.id)]
    assert trail == [("buscar", f"persona {near.id}")] * 2
    assert how_many(store, envio) == 0
