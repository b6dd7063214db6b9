"""The kinds of field that several records share."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from generator.schema.records import disagree
from generator.vocabulary import vocabulary

MOST_FREE_TEXT = 6_000
"""Characters of a free text."""
REFERENCE_HOURS = 20
"""Hours of a whole cycle by ENI's estimate (Circular): a reference, neither a condition nor a cap."""

_WRITTEN = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""No control characters but line ends and tabs: PostgreSQL refuses some, and no document can hold them."""
FreeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_FREE_TEXT, pattern=_WRITTEN)]
Codigo = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{2,11}$")]
Minutos = Annotated[int, Field(ge=0, le=1_440)]
MinutosCiclo = Annotated[int, Field(ge=0, le=60_000)]
Version = Annotated[int, Field(ge=1, le=9_999)]
Persona = Annotated[UUID, Field(json_schema_extra={"de": "persona"})]
"""A person by the id that the store gave them. People type the pseudonym; who reads it looks the id up."""
Ciclo = Annotated[UUID, Field(json_schema_extra={"de": "ciclo"})]
"""A cycle by its id. People type its code."""
Aspecto = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=60)]


def text(low: int, high: int) -> StringConstraints:
    """Plain text of `low` to `high` characters, outer spaces dropped."""
    return StringConstraints(strip_whitespace=True, min_length=low, max_length=high, pattern=_WRITTEN)


def in_regional(centro: str, regional: str) -> None:
    """Refuse a centre of another regional."""
    if vocabulary("centros")[centro].extra["regional"] != regional:
        raise disagree("centro", "Ese centro no pertenece a esa regional.")
