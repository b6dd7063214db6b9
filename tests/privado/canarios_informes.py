"""A store with a canary wherever something is recorded, what each report must not hold of it, and the commands.

The names are those of `gente.py`, made up from name parts; the free texts are one invented word each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from sqlalchemy import insert, select

from generator.private import centre, closing, consents, cycles, people, visits
from generator.private.cycles import Ref
from generator.private.options import Aplicacion, Canal, Finalidad, Juicio, Momento, RolPersona, Tipo
from generator.private.people import Person
from generator.private.records import (
    Autodiagnostico,
    CicloNuevo,
    Cierre,
    ConsentimientoNuevo,
    HorasNuevas,
    RespuestaAcompanado,
)
from generator.private.store import Store
from generator.private.tables import borrador, cuenta, identidad
from tests.privado.gente import CENTRO, NOMBRES, REGIONAL, Pair, a_visit, planned, somebody

DAY_OF_ALL = ("--hoy", "2026-04-15")
CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    ("informe", "eni"): [
        (["--trimestre", "2026-T1", "--salida", "eni.xlsx", *DAY_OF_ALL], ""),
    ],
    ("informe", "epc"): [
        (["--trimestre", "2026-T1", "--centro", CENTRO, "--salida", "epc.docx", "--aunque-falten", *DAY_OF_ALL], ""),
        (
            ["--trimestre", "2026-T1", "--centro", CENTRO, "--salida", "epc.docx", *DAY_OF_ALL],
            "",
        ),  # there is a file already
    ],
    ("informe", "misional"): [
        (
            ["--trimestre", "2026-T1", "--centro", CENTRO, "--salida", "misional.xlsx", "--aunque-falten", *DAY_OF_ALL],
            "",
        ),
        (["--trimestre", "2099-T4", "--centro", CENTRO, "--salida", "misional.docx", *DAY_OF_ALL], ""),
    ],
    ("informe", "avance"): [(["--acompanante", "P-NADIE2", *DAY_OF_ALL], "")],
    ("informe", "minimo"): [(["--desde", "2026", "--cuenta", "ciclos", "--por-trimestre", "1", "1", "1", "1"], "")],
}
"""What each command is asked: words, and answers for those that ask."""

SPOKEN = date(2026, 3, 20)
_texts = count(1)


def word(what: str) -> str:
    """A free text that is in no other place."""
    return f"zumbido{what}{next(_texts):04}"


@dataclass(slots=True)
class Planted:
    """A store that was filled, and where each canary is."""

    guides: list[Person] = field(default_factory=list)
    served: list[Person] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    def of_people(self) -> list[str]:
        """What is somebody's own wherever it is read: names, documents, e-mails, identifiers."""
        names = [part for name in NOMBRES for part in name.split() if len(part) > 4]
        return [*names, *self.identities, *self.identifiers]

    def for_nobody(self) -> list[str]:
        """All of it: what a report of a centre must not hold."""
        codes = [c for some in self.codes.values() for c in some]
        texts = [t for some in self.shared.values() for t in some]
        days = [f"{d:%d/%m/%Y}" for d in self.days] + [f"{d.isoformat()}" for d in self.days]
        pseudonyms = [p.pseudonym for p in (*self.guides, *self.served)]
        return [*self.of_people(), *self.kept, *codes, *texts, *days, *pseudonyms]

    def not_of(self, guide: Person) -> list[str]:
        """What the report of one acompañante to the ENI must not hold."""
        others = [p.pseudonym for p in (*self.guides, *self.served) if p.id != guide.id]
        codes = [c for who, some in self.codes.items() if who != guide.pseudonym for c in some]
        texts = [t for who, some in self.shared.items() if who != guide.pseudonym for t in some]
        return [*self.of_people(), *self.kept, *others, *codes, *texts]


def plant(store: Store) -> Planted:
    """Three acompañantes with two cycles each; in the second one of each, the acompañado agrees to share."""
    made = Planted()
    store.write("x", closing.publish_instrument, 1, date(2026, 1, 1), {"aspecto": _kept(made, "instrumento")})
    for number in range(3):
        guide = somebody(store, RolPersona.ACOMPANANTE)
        made.guides.append(guide)
        for shares in (False, True):
            _cycle(store, made, guide, f"CAN-{number}{int(shares)}", shares=shares)
    with store.read() as connection:
        for row in connection.execute(select(identidad)).mappings():
            made.identities += [row["documento"], row["correo"]]
            made.identifiers += [str(row["persona_id"]), row["persona_id"].hex]
    return made


def _kept(made: Planted, what: str) -> str:
    made.kept.append(word(what))
    return made.kept[-1]


def _cycle(store: Store, made: Planted, guide: Person, code: str, *, shares: bool) -> None:
    served = somebody(store, RolPersona.ACOMPANADO)
    coordinator = somebody(store, RolPersona.COORDINADOR_ACADEMICO)
    made.served.append(served)
    made.codes.setdefault(guide.pseudonym, []).append(code)
    new = CicloNuevo(
        codigo=code,
        regional=REGIONAL,
        centro=CENTRO,
        vigencia=2026,
        acompanantes=[guide.id],
        acompanados=[served.id],
        voluntario=True,
        formacion_aplicada=_kept(made, "formacion"),
    )
    pair = Pair(store.write("x", cycles.start, new), guide, served, coordinator)
    made.identifiers += [str(pair.cycle.id), pair.cycle.id.hex]
    planned(store, pair)
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"aspecto": Juicio.FORTALECER})
    store.write("x", closing.diagnose, pair.cycle, served.id, said)
    _visits(store, made, pair, shares=shares)
    hours = HorasNuevas(fecha=SPOKEN, minutos=90)
    store.write("x", centre.spend, pair.cycle, guide.id, hours)
    store.write("x", cycles.reach, pair.cycle, Momento.CIERRE, SPOKEN)
    texts = ("comparacion", "avances", "compromisos", "punto_de_vista")
    store.write("x", closing.conclude, pair.cycle, served.id, Cierre(**{t: _kept(made, t) for t in texts}))
    _private_tables(store, made, served)


def _visits(store: Store, made: Planted, pair: Pair, *, shares: bool) -> None:
    names = ("lectura_contexto", "aspectos_positivos", "aspectos_mejora", "realimentacion")
    for number in (1, 2):
        agreed = shares and number == 1
        notes = {name: word(name) for name in names}
        new = a_visit(pair, number, tipo=Tipo.INDIVIDUAL, oportunidades=["evaluacion", "inclusion"], **notes)
        ref: Ref = store.write("x", visits.record, pair.cycle, new)[0]
        view = word("vista")
        answer = RespuestaAcompanado(leido=True, punto_de_vista=view, comparte=agreed)
        store.write("x", visits.answer, ref, pair.acompanado.id, answer)
        into = made.shared.setdefault(pair.acompanante.pseudonym, []) if agreed else made.kept
        into += [*notes.values(), view]
        made.days.append(new.fecha)
        made.identifiers += [str(ref.id), ref.id.hex]


def _private_tables(store: Store, made: Planted, served: Person) -> None:
    consent = ConsentimientoNuevo(
        persona=served.id,
        aviso=_kept(made, "aviso"),
        aviso_sha256="a" * 64,
        finalidades=[Finalidad.ACOMPANAMIENTO],
        objeto=_kept(made, "objeto"),
        canal=Canal.PRESENCIAL,
        evidencia=_kept(made, "evidencia"),
        menor=True,
        representante=_kept(made, "representante"),
        datos_sensibles=True,
    )
    store.write("x", consents.give, consent)
    user, draft = _kept(made, "usuario"), _kept(made, "borrador")
    store.write(
        "x",
        lambda w: w.connection.execute(
            insert(cuenta).values(
                persona_id=served.id, usuario=user, clave=_kept(made, "clave"), activa=True, temporal=False
            )
        ),
    )
    store.write(
        "x",
        lambda w: w.connection.execute(
            insert(borrador).values(persona_id=served.id, formulario="cierre", datos={"a": draft}, guardado=w.now)
        ),
    )


def named(store: Store, person: Person) -> str | None:
    """The name of somebody, to make sure that the canaries are there."""
    with store.read() as connection:
        return people.name_of(connection, person.id)
