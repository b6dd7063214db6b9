"""Who takes part, and what makes somebody an acompañante."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from generator.private import options as op
from generator.private.records.fields import in_regional, text
from generator.schema.fields import Centro, Regional
from generator.schema.records import Record, disagree


class Acompanante(Record):
    """What makes somebody an acompañante (Circular; Anexo 1, «Ruta de formación para los acompañantes»)."""

    formacion: Annotated[op.Formacion, Field(title="Formación")]
    nivel: Annotated[op.NivelAcompanante, Field(title="Nivel")]
    enfasis_senior: Annotated[op.EnfasisSenior | None, Field(title="Énfasis, si es senior")] = None

    @model_validator(mode="after")
    def _emphasis_of_seniors(self) -> Self:
        if (self.nivel is op.NivelAcompanante.SENIOR) != (self.enfasis_senior is not None):
            raise disagree("enfasis_senior", "El énfasis es de quien es senior, y solo de quien lo es.")
        return self


class PersonaNueva(Record):
    """Somebody who takes part. Everything but the identity is recorded apart from it, under a pseudonym."""

    nombre: Annotated[Annotated[str, text(3, 120)], Field(title="Nombre completo")]
    documento: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4,15}$")] | None, Field(title="Documento de identidad")
    ] = None
    correo: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{3,120}$")] | None,
        Field(title="Correo"),
    ] = None
    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    roles: Annotated[list[op.RolPersona], Field(title="Roles", min_length=1, max_length=6)]
    acompanante: Annotated[Acompanante | None, Field(title="Formación como acompañante")] = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        in_regional(self.centro, self.regional)
        if (op.RolPersona.ACOMPANANTE in self.roles) != (self.acompanante is not None):
            raise disagree("acompanante", "Quien es acompañante dice su formación, y solo quien lo es.")
        return self


USER = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
"""What somebody comes in with."""


def _user(value: str) -> str:
    user = value.casefold()
    if not USER.fullmatch(user):
        raise PydanticCustomError("forma", "forma", {"ejemplo": "nombre.apellido"})
    return user


_Usuario = Annotated[
    Annotated[str, text(3, 60), AfterValidator(_user)],
    Field(title="Usuario", description="Con qué entra: minúsculas, números, punto o guion. Nunca su documento."),
]


class CuentaNueva(Record):
    """The account of somebody who is registered already. Its password is made up, and never comes in with it."""

    usuario: _Usuario


class PersonaConCuenta(PersonaNueva):
    """Somebody who takes part, and what they come in with."""

    usuario: _Usuario
