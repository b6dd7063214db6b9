"""The states of a submission as a table: from where to where, who may, and what the public history says of it.

Only data: `inspira estado` obeys it, its `--tabla` shows it, and whoever wants another rule changes a line here. The
roles are posts, never people (design, «Who uses it»). `historial` is public, so that a step that is between the house
and the author (questions, a refusal) leaves nothing in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.schema.options import Estado, Evento, Option


class Papel(Option):
    """For whom something waits, and who may take a step."""

    AUTOR = "autor", "Quien la escribió"
    ACOMPANANTE = "acompanante", "Quien la acompaña"
    CURADOR = "curador", "Quien la lee y decide"
    PROFESIONAL_ENI = "profesional_eni", "Profesional de la ENI"


@dataclass(frozen=True, slots=True)
class Paso:
    """One step that is allowed. `evento` is what joins the public history, None when nothing does."""

    de: Estado
    a: Estado
    papeles: tuple[Papel, ...]
    palabras: str
    evento: Evento | None = None


_SUYOS = (Papel.AUTOR, Papel.ACOMPANANTE)
_DECIDEN = (Papel.CURADOR, Papel.PROFESIONAL_ENI)
_ENI = (Papel.PROFESIONAL_ENI,)

PASOS: tuple[Paso, ...] = (
    Paso(Estado.BORRADOR, Estado.EN_REVISION, _SUYOS, "Está completa: hay que leerla.", Evento.RECIBIDA),
    Paso(Estado.BORRADOR, Estado.NO_PUBLICADA, (*_SUYOS, Papel.CURADOR), "No se sigue con ella."),
    Paso(Estado.EN_REVISION, Estado.BORRADOR, _SUYOS, "Se retoma para escribir más."),
    Paso(Estado.EN_REVISION, Estado.OBSERVADA, (Papel.CURADOR,), "Tiene preguntas para su autor."),
    Paso(
        Estado.EN_REVISION,
        Estado.APROBADA,
        (Papel.CURADOR,),
        "La leyó alguien que no la escribió: puede salir.",
        Evento.APROBADA,
    ),
    Paso(Estado.EN_REVISION, Estado.NO_PUBLICADA, _DECIDEN, "No sale. A su autor se le explica por qué, en privado."),
    Paso(Estado.OBSERVADA, Estado.EN_REVISION, _SUYOS, "El autor respondió: hay que leerla otra vez."),
    Paso(Estado.OBSERVADA, Estado.NO_PUBLICADA, (*_SUYOS, *_DECIDEN), "No se sigue con ella."),
    Paso(Estado.APROBADA, Estado.PUBLICADA, _ENI, "Salió en el sitio.", Evento.PUBLICADA),
    Paso(Estado.APROBADA, Estado.EN_REVISION, (*_SUYOS, Papel.CURADOR), "Cambió: hay que leerla otra vez."),
    Paso(Estado.APROBADA, Estado.OBSERVADA, _DECIDEN, "Tiene preguntas para su autor, antes de salir."),
    Paso(Estado.APROBADA, Estado.NO_PUBLICADA, _DECIDEN, "No sale. A su autor se le explica por qué, en privado."),
    Paso(Estado.PUBLICADA, Estado.OBSERVADA, _DECIDEN, "Hay algo por corregir: sale del sitio mientras tanto."),
    Paso(Estado.PUBLICADA, Estado.RETIRADA, _ENI, "El texto sale; la página queda con un aviso.", Evento.RETIRADA),
    Paso(Estado.RETIRADA, Estado.EN_REVISION, _ENI, "Puede volver: hay que leerla otra vez."),
    Paso(Estado.NO_PUBLICADA, Estado.EN_REVISION, _DECIDEN, "Se mira otra vez."),
    Paso(Estado.REVOCADA, Estado.EN_REVISION, _ENI, "Sus autores quieren volver: con recibos nuevos."),
    # Withdrawing always works: from every state, and without asking anything of the bundle.
    *(
        Paso(estado, Estado.REVOCADA, _ENI, "Alguien retiró su permiso: no queda nada.")
        for estado in Estado
        if estado is not Estado.REVOCADA
    ),
)

CON_TODO = frozenset({Estado.APROBADA, Estado.PUBLICADA})
"""States of a whole page: the bundle must validate, with everything decided and consent for it."""

DOS_PERSONAS = Estado.APROBADA
"""Whoever takes a submission to this state answered the list below, and did not write it."""

LISTA: tuple[str, ...] = (
    "¿Leyó el texto completo, también los anexos y la vista previa?",
    "¿Es seguro que nadie se reconoce por la suma de los datos: centro, área, periodo, anécdotas?",
    "¿El texto no dice, ni deja adivinar, quién fue acompañado?",
    "¿Abrió en grande cada imagen, y no hay menores de edad, carnés, listas ni pantallas con datos?",
    "¿Ninguna empresa aparece sin su permiso?",
    "¿Otra persona podría hacerlo con lo que se cuenta, y sin riesgo?",
    "¿Cada autor vio la vista previa de este texto, tal como está?",
)
"""What no program can tell, asked one by one before approving; each answer must be yes."""


def paso(de: Estado, a: Estado) -> Paso | None:
    """The step from one state to another, None when there is none."""
    return next((p for p in PASOS if p.de is de and p.a is a), None)


def desde(de: Estado, papel: Papel | None = None) -> list[Paso]:
    """The steps that leave a state; only those of a role when one is given."""
    return [p for p in PASOS if p.de is de and (papel is None or papel in p.papeles)]


def hacia(a: Estado) -> list[Paso]:
    """The steps that reach a state."""
    return [p for p in PASOS if p.a is a]


def nombres(papeles: Sequence[Papel]) -> str:
    """`curador o profesional_eni`: the roles as they are typed after --rol."""
    typed = [str(p) for p in papeles]
    return " o ".join(filter(None, (", ".join(typed[:-1]), typed[-1])))
