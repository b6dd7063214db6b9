"""Re-identification without a name: what, published together, points to very few people.

The model is a table and two small sums, so that an author can follow it. It counts clues, not people: nobody has
published how many instructors each centro has by area, so what follows are assumptions, and they say so.

- A place narrows to a number of centros (`generator/vocabularios/centros.csv`): a centro is one, a regional as many
  as it has (eleven have a single one), a municipality or a named co-author about one or two. We assume that the
  instructors of one area in a centro are about ten, and that three centros or more are people enough.
- Each other clue that stays published weighs 2 when we assume that it leaves a third of them or fewer, 1 when about
  half (`_clues`). `area` is always published and weighs nothing by itself.
- What describes the activity and not who did it (reto, estrategia, tiempo, recursos, énfasis) is no clue.
- In an expedition `territorio` says where people went, and `equipo` how many did: five of the author's role are
  people enough (the threshold of every other figure of the project).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.anonymize import telling
from generator.diagnostics import count
from generator.model import Key
from generator.schema import Entrega, Expedicion, Ficha
from generator.schema.options import Credito, Grupo, Lugar, Rol

NEEDED: Mapping[int, int] = {1: 2, 2: 4}
"""How much the clues must weigh to point to too few people, by the number of centros that the place leaves."""
ENOUGH = 5
"""People of one role in the team of an expedition among whom its author is not told apart."""


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """Some prose of a submission: its file, the line where it begins and its text, private."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something to generalise: where it is (a field's key, or the line of a file) and what to do; never the text."""

    key: Key
    message: str
    hint: str
    file: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that stays published, how many centros it leaves, and how to say less."""

    pointer: Pointer
    name: str
    centros: int


@dataclass(frozen=True, slots=True)
class _Clue:
    name: str
    weight: int


def pointers(record: Entrega, prose: Sequence[Passage]) -> list[Pointer]:
    """What must be generalised because it leaves very few people, the author or others of whom the text tells."""
    told = list(_only_ones(prose))
    clues = sorted(_clues(record, prose), key=lambda c: -c.weight)
    for place in _places(record, prose):
        needed = NEEDED.get(place.centros)
        weight = sum(c.weight for c in clues)
        if needed is None or weight < needed:
            continue
        told.append(_together(record, place, clues, _enough_to_drop(clues, needed)))
    return told


def replica_pointers(ficha: Ficha) -> Iterator[Pointer]:
    """Replicas whose term and regional, which the page shows, leave one centro: who applied it agreed to nothing."""
    for index, replica in enumerate(ficha.replicas):
        if replica.regional and telling.centros_of(replica.regional) == 1:
            message = "Una réplica dice «periodo» y una «regional» de un solo centro: señala a quien la aplicó."
            yield Pointer(("replicas", index, "regional"), message, "Quite de esa réplica «regional» y «centro».")


def _together(record: Entrega, place: _Place, clues: Sequence[_Clue], drop: Sequence[_Clue]) -> Pointer:
    names = _listed([place.name, "«area»", *(c.name for c in clues)])
    who = "Con crédito anónimo o seudónimo" if record.unnamed else "Aunque alguien firme"
    few = "señalan a muy pocas personas." if record.unnamed else "señalan a pocas personas, también del grupo."
    hint = f"{place.pointer.hint}; o quite {_listed([c.name for c in drop])}."
    one = place.pointer
    return Pointer(one.key, f"{who}, {names} juntos {few}", hint, one.file, one.line)


def _enough_to_drop(clues: Sequence[_Clue], needed: int) -> list[_Clue]:
    """The fewest clues without which the rest is not too much; the heaviest first."""
    left = sum(c.weight for c in clues)
    dropped = []
    for clue in clues:
        if left < needed:
            break
        dropped.append(clue)
        left -= clue.weight
    return dropped


def _listed(names: Iterable[str]) -> str:
    first, *rest = list(dict.fromkeys(names))
    return f"{', '.join([first, *rest[:-1]])} y {rest[-1]}" if rest else first


def _clues(record: Entrega, prose: Sequence[Passage]) -> Iterator[_Clue]:
    if record.periodo:
        yield _Clue("«periodo»", 2)
    elif record.unnamed and any(telling.dated(p.text) for p in prose):
        yield _Clue("la fecha que está en el texto", 2)
    if record.programa:
        yield _Clue("«programa»", 2)
    if any(rol is not Rol.INSTRUCTOR for rol in _unnamed(record)):
        yield _Clue("«rol»", 2)
    if record.unnamed and any(telling.post(p.text) for p in prose):
        yield _Clue("el cargo que está en el texto", 2)
    if record.competencia or record.resultados_aprendizaje:
        yield _Clue("«competencia»" if record.competencia else "«resultados_aprendizaje»", 1)
    if record.oferta and record.oferta != "regular":
        yield _Clue("«oferta»", 1)
    if record.grupo in (Grupo.HASTA_10, Grupo.MAS_DE_40):
        yield _Clue("«grupo»", 1)
    if record.grupo is Grupo.HASTA_10 and record.ajustes:
        yield _Clue("«ajustes»", 1)
    if record.lugar and record.lugar is not Lugar.SEDE:
        yield _Clue("«lugar»", 1)
    if record.sector_productivo:
        yield _Clue("«sector_productivo»", 1)


def _unnamed(record: Entrega) -> list[Rol]:
    """The roles of the authors who asked not to be named."""
    return [a.rol for a in record.autoria if a.credito in (Credito.ANONIMO, Credito.SEUDONIMO)]


def _only_ones(prose: Sequence[Passage]) -> Iterator[Pointer]:
    for passage in prose:
        if found := telling.only_one(passage.text):
            message = "El texto dice que alguien es la única persona, o la primera, con ese papel."
            hint = "Cuente lo mismo sin decir cuántas personas hay: «una instructora»."
        elif found := telling.post_with_place(passage.text):
            message = "El texto dice el papel de alguien y en qué lugar lo cumple."
            hint = "Deje el papel o el lugar, no los dos: «una instructora del centro»."
        else:
            continue
        line = passage.line + passage.text.count("\n", 0, found.start())
        yield Pointer((), message, hint, passage.file, line)


def _places(record: Entrega, prose: Sequence[Passage]) -> Iterator[_Place]:
    went = isinstance(record, Expedicion) and _enough_went(record)
    small = telling.centros_of(record.regional) if record.regional else 0
    if record.centro:
        hint = "Quite «centro» y «regional»" if small in NEEDED else "Quite «centro» y deje solo la regional"
        yield _Place(Pointer(("centro",), "", hint), "«centro»", 1)
    elif record.regional and not (isinstance(record, Expedicion) and went and _same(record)):
        hint = f"Quite «regional», que tiene {count(small, 'centro', 'centros')}"
        yield _Place(Pointer(("regional",), "", hint), "«regional»", small)
    if isinstance(record, Expedicion) and not went:
        yield _territory(record)
    if not record.unnamed:
        return
    if any(a.credito is Credito.NOMBRE for a in record.autoria):
        # Whoever looks for the person who signs finds out where both work.
        hint = "Escojan el mismo crédito todas las personas autoras"
        yield _Place(Pointer(("autoria",), "", hint), "el nombre de otra persona autora", 2)
    for passage in prose:
        found = [*telling.centres(passage.text, record.regional)]
        found += [] if went else telling.towns(passage.text, record.regional)
        if not found:
            continue
        offset, centros = min(found, key=lambda f: f[1])
        line = passage.line + passage.text.count("\n", 0, offset)
        hint = "Diga en el texto «el centro» o «un municipio», sin su nombre"
        yield _Place(Pointer((), "", hint, passage.file, line), "el lugar que está en el texto", centros)


def _territory(record: Expedicion) -> _Place:
    place = record.territorio
    centros = telling.centros_of(place.departamento)
    if place.municipio and not telling.whole_department(place.departamento):
        hint = "Quite «municipio» y deje el departamento" if centros not in NEEDED else "Quite «municipio»"
        return _Place(Pointer(("territorio", "municipio"), "", hint), "«territorio»", 1)
    hint = "Diga en «equipo» cuántas personas fueron, si fueron cinco o más de cada rol"
    return _Place(Pointer(("territorio",), "", hint), "«territorio»", centros)


def _same(record: Expedicion) -> bool:
    """Whether the regional says no more than the territory does: both have the department's code."""
    return record.regional == record.territorio.departamento


def _enough_went(record: Expedicion) -> bool:
    """Whether the author is one of many who went; where nobody is unnamed, whether the team is large."""
    team: dict[Rol, int] = {}
    for part in record.equipo:
        team[part.rol] = team.get(part.rol, 0) + part.at_least
    unnamed = _unnamed(record)
    return all(team.get(rol, 0) >= ENOUGH for rol in unnamed) if unnamed else sum(team.values()) >= ENOUGH
