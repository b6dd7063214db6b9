"""What a detector hands back: a place, a kind, a level and a reason, never the text itself."""

from dataclasses import dataclass
from enum import StrEnum

CITED = "autor de una obra que se cita"


class Level(StrEnum):
    """How sure a finding is: `AUTO` is redacted by itself, `REVISAR` blocks until a person decides."""

    AUTO = "auto"
    REVISAR = "revisar"


class Kind(StrEnum):
    """What a finding is. Values are stable: they stand in `revision.yml`, JSONL and diagnostics."""

    PERSONA = "persona"
    CEDULA = "cedula"
    TARJETA_IDENTIDAD = "tarjeta_identidad"
    CEDULA_EXTRANJERIA = "cedula_extranjeria"
    PPT = "ppt"
    PASAPORTE = "pasaporte"
    NIT = "nit"
    CELULAR = "celular"
    TELEFONO_FIJO = "telefono_fijo"
    CORREO = "correo"
    DIRECCION = "direccion"
    FICHA = "ficha"
    FECHA_NACIMIENTO = "fecha_nacimiento"
    FECHA = "fecha"
    COORDENADAS = "coordenadas"
    PERFIL = "perfil"
    PLACA = "placa"
    CUENTA_BANCARIA = "cuenta_bancaria"
    NUMERO = "numero"
    SENSIBLE = "sensible"
    MENOR = "menor"


@dataclass(frozen=True, slots=True)
class Span:
    """A finding. Offsets count code points, `end` exclusive; `reason` is plain Spanish and never quotes."""

    start: int
    end: int
    kind: Kind
    level: Level
    reason: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a span covers at least one character")
