"""`Practica` and `Expedicion`: the single source of validator, JSON Schema, forms and field reference.

Change a field here and nowhere else. `title` and `description` are what authors read.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.schema import options as op
from generator.schema.fields import (
    Area,
    Centro,
    Departamento,
    FileName,
    Municipio,
    Oferta,
    Period,
    Regional,
    Slug,
    Tag,
    text,
)
from generator.vocabulary import vocabulary


class Record(BaseModel):
    """Base of every model: strict about keys and silent about values."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Brought back, those that were given the same fields share the set of their names, an eighth of a record."""
        names = state["__pydantic_fields_set__"]
        super().__setstate__({**state, "__pydantic_fields_set__": _given_names.setdefault(frozenset(names), names)})


_given_names: dict[frozenset[str], set[str]] = {}


def disagree(field: str, message: str) -> PydanticCustomError:
    """An error between two fields, shown at `field` in the author's own words."""
    return PydanticCustomError("concordancia", "concordancia", {"campo": field, "mensaje": message})


class Autor(Record):
    """Who stands for the text, and how they want to be credited. There is no default on purpose."""

    rol: Annotated[op.Rol, Field(title="Rol", description="Desde dónde escribe: no es el cargo exacto.")]
    credito: Annotated[op.Credito, Field(title="Crédito", description="Cómo quiere aparecer. Usted decide.")]
    nombre: Annotated[
        Annotated[str, text(2, 80)] | None,
        Field(title="Nombre", description="El nombre, el seudónimo o el colectivo, tal como se publicará."),
    ] = None

    @model_validator(mode="after")
    def _name_goes_with_credit(self) -> Self:
        if self.credito is op.Credito.ANONIMO and self.nombre is not None:
            raise disagree("nombre", "Con crédito «anonimo» no se escribe ningún nombre.")
        if self.credito in (op.Credito.NOMBRE, op.Credito.SEUDONIMO) and self.nombre is None:
            raise disagree("credito", "Con crédito «nombre» o «seudonimo» falta el campo «nombre».")
        return self


class Programa(Record):
    nivel: Annotated[op.Nivel, Field(title="Nivel")]
    nombre: Annotated[Annotated[str, text(3, 140)], Field(title="Nombre del programa")]


class Ajuste(Record):
    """A need that the practice serves; never who attended."""

    necesidad: Annotated[op.Necesidad, Field(title="Necesidad")]
    que_se_ajusta: Annotated[Annotated[str, text(5, 300)], Field(title="Qué se ajusta")]


class Seguridad(Record):
    riesgos: Annotated[list[Annotated[str, text(3, 160)]], Field(title="Riesgos", min_length=1, max_length=12)]
    epp: Annotated[
        list[Annotated[str, text(3, 160)]], Field(title="Elementos de protección personal", max_length=12)
    ] = []


class Imagen(Record):
    archivo: Annotated[FileName, Field(title="Archivo", description="Nombre del .jpg o .png de la carpeta.")]
    alt: Annotated[
        Annotated[str, text(5, 250)],
        Field(title="Descripción", description="Qué se ve, para quien no la ve."),
    ]
    credito: Annotated[Annotated[str, text(2, 80)] | None, Field(title="Crédito de la imagen")] = None
    personas_reconocibles: Annotated[
        op.Reconocibles,
        Field(title="Personas reconocibles", description="Menores de edad nunca."),
    ]


class Anexo(Record):
    archivo: Annotated[FileName, Field(title="Archivo", description="Un .md o .csv dentro de anexos/.")]
    titulo: Annotated[Annotated[str, text(3, 120)], Field(title="Título")]


class Entrega(Record):
    """What both collections share. Required fields first, in the order in which authors are asked."""

    sections: ClassVar[tuple[str, ...]] = ()
    offered_sections: ClassVar[tuple[str, ...]] = ()

    titulo: Annotated[
        Annotated[str, text(10, 90)],
        Field(title="Título", description="Lo que se logra, no el nombre de la actividad."),
    ]
    resumen: Annotated[
        Annotated[str, text(20, 280)],
        Field(title="Resumen", description="El problema y, después, la respuesta."),
    ]
    area: Annotated[Area, Field(title="Red de conocimiento o área")]
    autoria: Annotated[list[Autor], Field(title="Autoría", min_length=1, max_length=12)]

    enfasis: Annotated[op.Enfasis | None, Field(title="Énfasis")] = None
    proceso_fpi: Annotated[list[op.ProcesoFPI], Field(title="Proceso de la FPI", max_length=3)] = []
    programa: Annotated[Programa | None, Field(title="Programa de formación")] = None
    competencia: Annotated[Annotated[str, text(5, 300)] | None, Field(title="Competencia")] = None
    resultados_aprendizaje: Annotated[
        list[Annotated[str, text(5, 300)]], Field(title="Resultados de aprendizaje", max_length=3)
    ] = []
    estrategia: Annotated[op.Estrategia | None, Field(title="Estrategia didáctica")] = None
    conectividad: Annotated[op.Conectividad | None, Field(title="Conectividad")] = None
    dificultad: Annotated[op.Dificultad | None, Field(title="Dificultad")] = None
    grupo: Annotated[op.Grupo | None, Field(title="Tamaño del grupo")] = None
    lugar: Annotated[op.Lugar | None, Field(title="Lugar")] = None
    oferta: Annotated[Oferta | None, Field(title="Oferta de formación")] = None
    sector_productivo: Annotated[
        Annotated[str, text(3, 120)] | None,
        Field(title="Sector productivo", description="El sector; ninguna empresa sin su permiso."),
    ] = None
    ajustes: Annotated[list[Ajuste], Field(title="Ajustes para la inclusión", max_length=8)] = []
    seguridad: Annotated[Seguridad | None, Field(title="Seguridad")] = None
    sustento: Annotated[list[op.Sustento], Field(title="¿Cómo saben que funcionó?", max_length=4)] = []
    regional: Annotated[
        Regional | None, Field(title="Regional", description="Código; si no lo escribe, no se publica.")
    ] = None
    centro: Annotated[
        Centro | None,
        Field(title="Centro de formación", description="Código; si no lo escribe, no se publica."),
    ] = None
    periodo: Annotated[Period | None, Field(title="Periodo", description="Año y trimestre; nunca un día.")] = None
    etiquetas: Annotated[list[Tag], Field(title="Etiquetas", max_length=5)] = []
    relacionadas: Annotated[list[Slug], Field(title="Prácticas relacionadas", max_length=8)] = []
    imagenes: Annotated[list[Imagen], Field(title="Imágenes", max_length=20)] = []
    anexos: Annotated[list[Anexo], Field(title="Anexos", max_length=10)] = []
    ejemplo: Annotated[
        bool,
        Field(
            strict=True,
            title="Ejemplo ilustrativo",
            description="Solo para los ejemplos que trae el proyecto.",
        ),
    ] = False

    @model_validator(mode="after")
    def _places_agree(self) -> Self:
        if self.centro and self.regional and vocabulary("centros")[self.centro].extra["regional"] != self.regional:
            raise disagree("centro", "Ese centro no pertenece a esa regional.")
        return self

    @property
    def unnamed(self) -> bool:
        """Whether some author asked not to appear by name."""
        return any(a.credito in (op.Credito.ANONIMO, op.Credito.SEUDONIMO) for a in self.autoria)


class Practica(Entrega):
    """A good practice: what an instructor did, what happened, and how to do it elsewhere."""

    sections = (
        "La situación",
        "Qué hicimos",
        "Qué pasó y cómo lo sabemos",
        "Para hacerlo en su ambiente",
    )
    offered_sections = ("Lo que no funcionó", "Ajustes para la inclusión")

    reto: Annotated[list[op.Reto], Field(title="Reto", description="¿Qué quería lograr?", min_length=1, max_length=8)]
    modalidad_formacion: Annotated[op.ModalidadFormacion, Field(title="Modalidad de formación")]
    tiempo: Annotated[op.Tiempo, Field(title="Tiempo", description="Lo que toma aplicarla.")]
    recursos: Annotated[
        list[Annotated[str, text(2, 160)]],
        Field(title="Recursos", description="Lo que hay que tener a mano.", min_length=1, max_length=20),
    ]


class Territorio(Record):
    departamento: Annotated[Departamento, Field(title="Departamento", description="Código DIVIPOLA.")]
    municipio: Annotated[Municipio | None, Field(title="Municipio", description="Código DIVIPOLA.")] = None

    @model_validator(mode="after")
    def _town_in_department(self) -> Self:
        if self.municipio and vocabulary("municipios")[self.municipio].extra["departamento"] != self.departamento:
            raise disagree("municipio", "Ese municipio no queda en ese departamento.")
        return self


FEWEST = 5
"""People of one role below whom nothing public says how many they were: a page says «menos de 5»."""


class Integrantes(Record):
    """How many of one role took part, or that they were few: below `FEWEST` a number could point to someone."""

    rol: Annotated[op.Rol, Field(title="Rol")]
    cuantos: Annotated[
        Literal["menos de 5"] | Annotated[int, Field(ge=1, le=500, strict=True)],
        Field(
            title="Cuántos",
            description="Si son menos de 5, escriba eso mismo, «menos de 5»: la cifra exacta no se publica.",
        ),
    ]

    @property
    def at_least(self) -> int:
        """How many they were for certain."""
        return self.cuantos if isinstance(self.cuantos, int) else 1

    @property
    def too_exact(self) -> bool:
        """Whether the file says what no page does: exactly how few they were."""
        return isinstance(self.cuantos, int) and self.cuantos < FEWEST


class Parada(Record):
    momento: Annotated[Annotated[str, text(2, 120)], Field(title="Momento")]
    actividad: Annotated[Annotated[str, text(5, 400)], Field(title="Actividad")]
    aprendizaje: Annotated[Annotated[str, text(5, 400)], Field(title="Aprendizaje")]


class Expedicion(Entrega):
    """An expedición técnico-pedagógica (Anexo 1, «Proyectos de acompañamiento»)."""

    sections = ("Qué buscábamos", "Qué vivimos", "Qué entendimos", "Cómo aplicarlo en su contexto")

    proposito: Annotated[list[op.Proposito], Field(title="Propósito", min_length=1, max_length=3)]
    inmersion: Annotated[op.Inmersion, Field(title="Inmersión")]
    territorio: Annotated[Territorio, Field(title="Territorio")]
    pregunta_eje: Annotated[Annotated[str, text(10, 240)], Field(title="Pregunta eje")]
    oportunidad_mejora: Annotated[Annotated[str, text(10, 400)] | None, Field(title="Oportunidad de mejora")] = None
    equipo: Annotated[list[Integrantes], Field(title="Equipo", max_length=5)] = []
    itinerario: Annotated[list[Parada], Field(title="Itinerario", max_length=30)] = []
    practicas_recuperadas: Annotated[
        Literal["pendiente"] | list[Slug],
        Field(title="Prácticas recuperadas", description="Sus carpetas, o «pendiente»."),
    ] = "pendiente"
    productos: Annotated[list[Annotated[str, text(3, 300)]], Field(title="Productos", max_length=12)] = []
    compromisos: Annotated[list[Annotated[str, text(3, 300)]], Field(title="Compromisos", max_length=12)] = []
    reto: Annotated[list[op.Reto], Field(title="Reto", max_length=8)] = []
    modalidad_formacion: Annotated[op.ModalidadFormacion | None, Field(title="Modalidad de formación")] = None
    tiempo: Annotated[op.Tiempo | None, Field(title="Tiempo")] = None
    recursos: Annotated[list[Annotated[str, text(2, 160)]], Field(title="Recursos", max_length=20)] = []
