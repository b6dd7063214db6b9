"""Coming in, going out, and the password."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from generator.private import accounts
from generator.private.errors import StoreError, refuse
from generator.private.web import sessions
from generator.private.web.messages import words_of
from generator.private.web.visit import Page, Visit

_WRONG = "El usuario o la clave no son. Revise las mayúsculas; si la olvidó, pida una nueva en su centro."
_OFTEN = "Son muchos intentos seguidos. Espere cinco minutos y repita."


def enter(visit: Visit) -> Response:
    back = _local(visit.query.get("volver", "") or visit.one("volver"))
    if visit.method != "POST":
        return _asked(visit, back)
    if visit.stale:
        return _asked(visit, back, 403, "La página llevaba mucho tiempo abierta. Entre de nuevo.")
    user = visit.one("usuario")
    if not visit.web.pace.allows_login(accounts.user_of(user), visit.address):
        return _asked(visit, back, 429, _OFTEN)
    account = accounts.check(visit.web.store, user, visit.one("clave"))
    if account is None:
        return _asked(visit, back, 422, _WRONG)
    token = visit.web.store.write(str(account.person), sessions.begin, account.person)
    answer = visit.go("/clave" if account.temporary else back)
    _set(answer, visit, visit.web.site.cookie, token)
    answer.delete_cookie(f"{visit.web.site.cookie}-entrada", secure=visit.web.site.secure, httponly=True)
    return answer


def leave(visit: Visit) -> Response:
    assert visit.session is not None
    visit.write(sessions.end, visit.session)
    answer = visit.go("/entrar")
    answer.delete_cookie(visit.web.site.cookie, secure=visit.web.site.secure, httponly=True)
    answer.headers["clear-site-data"] = '"storage"'
    return answer


def password(visit: Visit) -> Response:
    """The owner's own password: the one before, and the new one twice."""
    if visit.method != "POST":
        return visit.page("clave", problemas=[])
    problem = _problem(visit)
    if problem is None:
        try:
            visit.write(accounts.change_password, visit.actor.person, visit.one("nueva"))
        except StoreError as refusal:
            problem = refusal
    if problem is not None:
        return visit.page("clave", 422, problemas=words_of(problem))
    # Every session ended with the old password; this browser goes on with one of its own.
    token = visit.write(sessions.begin, visit.actor.person)
    answer = visit.go("/?hecho=si")
    _set(answer, visit, visit.web.site.cookie, token)
    return answer


def _problem(visit: Visit) -> StoreError | None:
    user = str(visit.actor.person)
    if not visit.web.pace.allows_login(user, visit.address):
        return refuse("D460", "Son muchos intentos seguidos", hint="Espere cinco minutos y repita.")
    if visit.one("nueva") != visit.one("otra_vez"):
        return refuse("D461", "Las dos claves nuevas no son iguales", hint="Escríbala igual dos veces.")
    if visit.one("nueva") == visit.one("actual"):
        return refuse("D461", "La clave nueva es la misma", hint="Escriba otra.")
    if not accounts.knows_password(visit.web.store, visit.actor.person, visit.one("actual")):
        return refuse("D460", "La clave actual no es esa", hint="Revise las mayúsculas.")
    return None


def _asked(visit: Visit, back: str, status: int = 200, problem: str | None = None) -> Response:
    fresh = not visit.stale and (visit.method == "POST")
    token = visit.token or secrets.token_urlsafe()
    answer = visit.page("entrar", status, volver=back, problema=problem, usuario=visit.one("usuario"))
    if not fresh:
        _set(answer, visit, f"{visit.web.site.cookie}-entrada", token)
    return answer


def _set(answer: Response, visit: Visit, name: str, token: str) -> None:
    answer.set_cookie(name, token, secure=visit.web.site.secure, httponly=True, samesite="lax")


def _local(path: str) -> str:
    """An address of ours to go back to; home for everything else."""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if good else "/"


PAGES = (
    Page("/entrar", enter, ("GET", "POST"), public=True, form=True),
    Page("/salir", leave, ("POST",)),
    Page("/clave", password, ("GET", "POST")),
)
