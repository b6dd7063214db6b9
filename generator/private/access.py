"""Who may see or do what. Pure functions over who asks and the facts of a record; nothing else decides access.

- Acompañante: sees and writes the cycles that they accompany.
- Acompañado: reads and answers what is about them, and in a collective cycle nothing of the others. It is theirs by
  being in the cycle, whatever roles they have today.
- Coordinador académico: plans of their own centre (dates, type, emphasis, environment), to validate them.
- Profesional ENI: progress and consents of their own regional, and who takes part there: registers people and gives
  accounts, to anybody but another profesional ENI, since an account that makes its own like cannot be taken back. No
  account sees the nation: what is national leaves as released tables.
- Coordinador misional: aggregates of their centre. Equipo pedagógico: themes of their centre.

Everything that no rule opens is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from generator.private.options import ClaseInforme, RolPersona


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """Who asks."""

    person: UUID
    roles: frozenset[RolPersona]
    regional: str
    centro: str

    def has(self, role: RolPersona) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What decides about a record: where it belongs, who is in it, and whom it is about when it is about one person.

    For an acompañamiento, `acompanados` are those who were in it, and to correct it `acompanantes` too; for hours or
    progress `about` is the acompañante. For a person or their account, `roles` are those that they have or would get.
    """

    regional: str
    centro: str
    acompanantes: frozenset[UUID] = frozenset()
    acompanados: frozenset[UUID] = frozenset()
    about: UUID | None = None
    roles: frozenset[RolPersona] = frozenset()


class Action(Enum):
    """What can be asked for."""

    START_CYCLE = auto()
    SEE_CYCLE = auto()
    WRITE_CYCLE = auto()
    LEAVE_CYCLE = auto()
    SEE_NOTES = auto()
    CORRECT_NOTES = auto()
    ANSWER = auto()
    SEE_ANSWER = auto()
    SEE_DIAGNOSIS = auto()
    WRITE_DIAGNOSIS = auto()
    SEE_CLOSING = auto()
    WRITE_CLOSING = auto()
    SAY_IN_CLOSING = auto()
    SEE_PLAN = auto()
    VALIDATE_PLAN = auto()
    WRITE_HOURS = auto()
    SEE_PROGRESS = auto()
    SEE_CONSENTS = auto()
    SEE_OWN_DATA = auto()
    SEE_AGGREGATE = auto()
    SEE_THEMES = auto()
    REPORT_TO_ENI = auto()
    SEE_PEOPLE = auto()
    REGISTER_PERSON = auto()
    MANAGE_ACCOUNT = auto()


def may(actor: Actor, action: Action, facts: Facts) -> bool:
    """Whether `actor` may do `action` to what `facts` tell of."""
    return any(rule(actor, facts) for rule in _RULES[action])


def own(actor: Actor) -> Facts:
    """A record of one's own as acompañante: whether a menu offers what is done with those."""
    return Facts(actor.regional, actor.centro, acompanantes=frozenset({actor.person}), about=actor.person)


def place(actor: Actor) -> Facts:
    """A record of nobody in particular in one's own centre: whether somebody looks at those of the place."""
    return Facts(actor.regional, actor.centro)


def report(actor: Actor, kind: ClaseInforme) -> tuple[Action, Facts]:
    """What must be open to somebody for making a report: of themselves to ENI, of their centre the others."""
    if kind is ClaseInforme.ENI:
        return Action.REPORT_TO_ENI, own(actor)
    return (Action.SEE_THEMES if kind is ClaseInforme.EPC else Action.SEE_AGGREGATE), place(actor)


def _accompanies(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.ACOMPANANTE) and actor.person in facts.acompanantes


def _accompanies_here(actor: Actor, facts: Facts) -> bool:
    return _accompanies(actor, facts) and _same_centre(actor, facts)


def _is_accompanied(actor: Actor, facts: Facts) -> bool:
    return actor.person in facts.acompanados


def _accompanies_whom_it_is_about(actor: Actor, facts: Facts) -> bool:
    return _accompanies(actor, facts) and facts.about in facts.acompanados


def _is_accompanied_and_it_is_theirs(actor: Actor, facts: Facts) -> bool:
    return _is_accompanied(actor, facts) and facts.about == actor.person


def _accompanies_and_it_is_theirs(actor: Actor, facts: Facts) -> bool:
    return _accompanies(actor, facts) and facts.about == actor.person


def _is_theirs(actor: Actor, facts: Facts) -> bool:
    return facts.about == actor.person


def _acompanante_themselves(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.ACOMPANANTE) and facts.about == actor.person


def _coordinates(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.COORDINADOR_ACADEMICO) and _same_centre(actor, facts)


def _eni_here(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.PROFESIONAL_ENI) and actor.regional == facts.regional


def _eni_here_of_others(actor: Actor, facts: Facts) -> bool:
    return _eni_here(actor, facts) and RolPersona.PROFESIONAL_ENI not in facts.roles


def _misional_here(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.COORDINADOR_MISIONAL) and _same_centre(actor, facts)


def _team_here(actor: Actor, facts: Facts) -> bool:
    return actor.has(RolPersona.EQUIPO_PEDAGOGICO) and _same_centre(actor, facts)


def _same_centre(actor: Actor, facts: Facts) -> bool:
    return (actor.regional, actor.centro) == (facts.regional, facts.centro)


_Rule = Callable[[Actor, Facts], bool]
_RULES: Mapping[Action, tuple[_Rule, ...]] = {
    Action.START_CYCLE: (_accompanies_here,),
    Action.SEE_CYCLE: (_accompanies, _is_accompanied),
    Action.WRITE_CYCLE: (_accompanies,),
    Action.LEAVE_CYCLE: (_accompanies, _is_accompanied),
    Action.SEE_NOTES: (_accompanies, _is_accompanied),
    Action.CORRECT_NOTES: (_accompanies,),
    Action.ANSWER: (_is_accompanied_and_it_is_theirs,),
    Action.SEE_ANSWER: (_accompanies_whom_it_is_about, _is_accompanied_and_it_is_theirs),
    Action.SEE_DIAGNOSIS: (_accompanies_whom_it_is_about, _is_accompanied_and_it_is_theirs),
    Action.WRITE_DIAGNOSIS: (_accompanies_whom_it_is_about, _is_accompanied_and_it_is_theirs),
    Action.SEE_CLOSING: (_accompanies_whom_it_is_about, _is_accompanied_and_it_is_theirs),
    Action.WRITE_CLOSING: (_accompanies_whom_it_is_about,),
    Action.SAY_IN_CLOSING: (_is_accompanied_and_it_is_theirs,),
    Action.SEE_PLAN: (_accompanies, _is_accompanied, _coordinates),
    Action.VALIDATE_PLAN: (_coordinates,),
    Action.WRITE_HOURS: (_accompanies_and_it_is_theirs,),
    Action.SEE_PROGRESS: (_acompanante_themselves, _eni_here),
    Action.SEE_CONSENTS: (_is_theirs, _eni_here),
    Action.SEE_OWN_DATA: (_is_theirs,),
    Action.SEE_AGGREGATE: (_misional_here,),
    Action.SEE_THEMES: (_team_here,),
    Action.REPORT_TO_ENI: (_acompanante_themselves,),
    Action.SEE_PEOPLE: (_eni_here,),
    Action.REGISTER_PERSON: (_eni_here_of_others,),
    Action.MANAGE_ACCOUNT: (_eni_here_of_others,),
}
