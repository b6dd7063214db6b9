"""The facets by which a practice can be found: their names, values, definitions and addresses.

The values are the schema's codes; readers see the labels. Names and codes stand in URLs (`?tiempo=una_sesion`),
so changing one breaks saved links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.schema import Entrega, Expedicion, Ficha, Madurez, Practica
from generator.schema import options as op
from generator.vocabulary import name_of, plain, vocabulary

Value = tuple[str, str]
Facets = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    `first` says that it is among those a phone shows before «Más filtros»; `anchor` gives the address,
    from the site's root, where a value is defined, or None when the list needs no definitions.
    """

    name: str
    title: str
    values: tuple[Value, ...]
    anchor: Callable[[str], str | None]
    first: bool = False

    def url(self, code: str) -> str:
        """Where the entries with this value are listed, from the site's root."""
        return f"por/{self.name}/{slug(code)}/"


def slug(code: str) -> str:
    """A code or label as it stands in an address or an anchor: `una_sesion` → `una-sesion`."""
    return "-".join("".join(c if c.isalnum() else " " for c in plain(code)).split())


def facet_channel(name: str, code: str) -> str:
    """How the channel of a facet value is called in its address."""
    return f"{name}-{slug(code)}"


def _own(field: str) -> Callable[[str], str | None]:
    return lambda code: f"facetas/#{field}-{slug(code)}"


def _none(_code: str) -> str | None:
    return None


def _options(kind: Iterable[op.Option]) -> tuple[Value, ...]:
    return tuple(map(_value, kind))


@cache
def _value(option: op.Option) -> Value:
    return str(option), option.label


def _listed(name: str) -> tuple[Value, ...]:
    return tuple((code, term.name) for code, term in vocabulary(name).items())


def madurez_code(madurez: Madurez) -> str:
    """`Madurez` has words only; its code is its name in lower case."""
    return madurez.name.lower()


_MADUREZ = tuple((madurez_code(m), m.value) for m in Madurez)
TIPOS: tuple[Value, ...] = (("practica", "Práctica"), ("expedicion", "Expedición"), ("guia", "Guía"))

# «Énfasis» and «Proceso FPI» are the guide's words (Anexo 1); the others are defined by this site.
FACETS: tuple[Facet, ...] = (
    Facet("reto", "Qué quiere lograr", _options(op.Reto), _own("reto"), first=True),
    Facet("tiempo", "Cuánto tiempo tiene", _options(op.Tiempo), _own("tiempo"), first=True),
    Facet("modalidad", "Modalidad", _options(op.ModalidadFormacion), _own("modalidad-formacion"), first=True),
    Facet("area", "Red o área", _listed("areas"), _none, first=True),
    Facet("conectividad", "Conectividad", _options(op.Conectividad), _own("conectividad"), first=True),
    Facet("enfasis", "Énfasis", _options(op.Enfasis), lambda c: f"guia/tipos-enfasis-ambientes/#enfasis-{slug(c)}"),
    Facet("proceso", "Proceso de la FPI", _options(op.ProcesoFPI), lambda c: f"guia/glosario/#{slug(c)}"),
    Facet("estrategia", "Estrategia didáctica", _options(op.Estrategia), _own("estrategia")),
    Facet("lugar", "Lugar", _options(op.Lugar), _own("lugar")),
    Facet("oferta", "Oferta de formación", _listed("ofertas"), _own("oferta")),
    Facet("ajustes", "Ajustes para la inclusión", _options(op.Necesidad), _own("ajustes")),
    Facet("dificultad", "Preparación que pide", _options(op.Dificultad), _own("dificultad")),
    Facet("territorio", "Territorio", _listed("departamentos"), _none),
    Facet("madurez", "Qué tanto se ha aplicado", _MADUREZ, lambda c: f"facetas/#madurez-{slug(Madurez[c.upper()])}"),
    Facet("tipo", "Tipo de página", TIPOS, _none),
)
BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}


def _one(option: op.Option | None) -> tuple[Value, ...]:
    return (_value(option),) if option is not None else ()


def _code(name: str, code: str | None) -> tuple[Value, ...]:
    return ((code, name_of(name, code)),) if code is not None else ()


def _unique(options: Iterable[op.Option]) -> tuple[Value, ...]:
    return _options(dict.fromkeys(options))


def facets_of(record: Entrega, ficha: Ficha) -> Facets:
    """Facet → its (code, label) pairs for one submission, in the order of `FACETS`; empty ones left out."""
    is_practice = isinstance(record, Practica)
    assert isinstance(record, Practica | Expedicion)
    # A regional has its department's code, so both collections share one facet of territory.
    place = record.territorio.departamento if isinstance(record, Expedicion) else record.regional
    found: dict[str, tuple[Value, ...]] = {
        "reto": _unique(record.reto),
        "tiempo": _one(record.tiempo),
        "modalidad": _one(record.modalidad_formacion),
        "area": _code("areas", record.area),
        "conectividad": _one(record.conectividad),
        "enfasis": _one(record.enfasis),
        "proceso": _unique(record.proceso_fpi),
        "estrategia": _one(record.estrategia),
        "lugar": _one(record.lugar),
        "oferta": _code("ofertas", record.oferta),
        "ajustes": _unique(a.necesidad for a in record.ajustes),
        "dificultad": _one(record.dificultad),
        "territorio": _code("departamentos", place),
        "madurez": ((madurez_code(ficha.madurez), ficha.madurez.value),) if is_practice else (),
        "tipo": (TIPOS[0] if is_practice else TIPOS[1],),
    }
    return {name: values for name, values in found.items() if values}
