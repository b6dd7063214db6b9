"""The way of every form: shown empty, as it was or from its draft; kept as a draft; sent, with what is wrong; recorded.

A form is sent once whatever happens: each copy carries its own number, and what arrives again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import uuid4

from starlette.responses import Response

from generator.diagnostics import Diagnostic
from generator.private.errors import StoreError
from generator.private.store import Writing
from generator.private.web import drafts
from generator.private.web.drafts import Draft
from generator.private.web.forms import Form, Sent
from generator.private.web.messages import status_of, words_of
from generator.private.web.visit import Visit, identifier_of
from generator.schema.records import Record

M = TypeVar("M", bound=Record)
T = TypeVar("T")
_DRAFT, _BY_ITSELF, _DROP = NOT_SENT = ("borrador", "borrador-solo", "descartar")
"""What may be asked of a form besides sending it."""
_STALE = "Su sesión cambió mientras escribía. Nada se perdió: revise y envíe de nuevo."


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A page that answers in place of going anywhere: what is in it cannot be looked at later."""

    template: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True, repr=False)
class Task(Generic[M]):
    """A form to fill in: what it is called, how it begins, what is done with it and where one goes then.

    `about` is what it is about, with its titles, and `edition` what tells it from another version of the same.
    """

    form: Form[M]
    title: str
    done: str
    change: Callable[[Writing, M], Sequence[Diagnostic] | Shown | None]
    initial: Mapping[str, Any] = field(default_factory=dict)
    button: str = "Guardar"
    intro: str = ""
    back: tuple[str, str] = ("/", "Mis ciclos")
    about: Sequence[tuple[str, str]] = ()
    edition: str = ""


def fill(visit: Visit, task: Task[M]) -> Response:
    """Answer whatever is asked of a form."""
    if visit.method != "POST":
        with visit.read() as connection:
            draft = drafts.find(connection, visit.actor.person, visit.path)
        return _shown(visit, task, draft.values if draft else task.form.sent(task.initial), draft=draft)
    if visit.stale:
        return _shown(visit, task, visit.sent, status=403, problems=[_STALE])
    action = visit.one("accion") if visit.drafts else ""
    if action in (_DRAFT, _BY_ITSELF):
        try:
            visit.write(drafts.keep, visit.actor.person, visit.path, visit.sent)
        except StoreError as refusal:
            return _refused(visit, task, refusal)
        return Response(status_code=204) if action == _BY_ITSELF else visit.go(f"{visit.path}?guardado=si")
    if action == _DROP:
        visit.write(drafts.drop, visit.actor.person, visit.path)
        return visit.go(visit.path)
    record, wrong = task.form.read(visit.sent)
    if record is None:
        return _shown(visit, task, visit.sent, status=422, wrong=wrong)
    try:
        done = send(visit, lambda w: task.change(w, record))
    except StoreError as refusal:
        return _refused(visit, task, refusal)
    if isinstance(done, Shown):
        return visit.page(done.template, 200, **done.context)
    codes = "".join(f"&aviso={d.code}" for d in done or ())
    return visit.go(f"{task.done}?hecho=si{codes}")


def send(visit: Visit, change: Callable[[Writing], T]) -> T | None:
    """Run a change unless this very form was received before: then None. Raises StoreError, StaleError."""
    number = identifier_of(visit.one("envio")) or uuid4()
    try:
        return visit.write(drafts.once, visit.actor.person, number, visit.path, change)
    except StoreError:
        # Two copies at once: the other one was recorded between our look and our change.
        with visit.read() as connection:
            if drafts.was_received(connection, number):
                return None
        raise


def _refused(visit: Visit, task: Task[M], refusal: StoreError) -> Response:
    return _shown(visit, task, visit.sent, status=status_of(refusal), problems=words_of(refusal))


def _shown(
    visit: Visit,
    task: Task[M],
    sent: Sent,
    *,
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    problems: Sequence[str] = (),
    draft: Draft | None = None,
) -> Response:
    return visit.page(
        "formulario",
        status,
        tarea=task,
        secciones=task.form.sections(sent, wrong or {}),
        problemas=problems,
        con_borrador=visit.drafts,
        borrador=draft.saved if draft else None,
        guardado="guardado" in visit.query,
        envio=uuid4(),
    )
