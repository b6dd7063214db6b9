"""The two folders of submissions, for who names them; what is in one is the schema's."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.schema import Expedicion, Practica


class Collection(Enum):
    """The two folders of submissions, with the model that each one holds."""

    PRACTICAS = "practicas"
    EXPEDICIONES = "expediciones"

    @property
    def model(self) -> type[Practica] | type[Expedicion]:
        # Here, since the schema takes half a second to come.
        from generator.schema import Expedicion, Practica

        return Practica if self is Collection.PRACTICAS else Expedicion

    @property
    def singular(self) -> str:
        return "práctica" if self is Collection.PRACTICAS else "expedición"
