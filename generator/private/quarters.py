"""Quarters of the calendar, and what belongs to one.

An acompañamiento belongs to the quarter of its own date, whatever the quarter of its plan, the vigencia of its cycle or
the day on which it was recorded (Circular: «al finalizar cada trimestre carga el informe de los acompañamientos
realizados en el período»). A moment, an ending and hours belong to the quarter of their own date too. A vigencia is the
calendar year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generator.private.errors import refuse
from generator.schema.fields import PERIOD

_ORDINAL = ("primer", "segundo", "tercer", "cuarto")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter: its year, and its number from 1 to 4."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Quarter:
        """`2026-T1`. Raises StoreError (D420)."""
        text = text.strip().upper()
        if not PERIOD.fullmatch(text):
            raise refuse("D420", "El trimestre no se entiende.", hint="Escríbalo así: 2026-T1.")
        return cls(int(text[:4]), int(text[-1]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-T{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The last day."""
        after = date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)
        return after - timedelta(days=1)

    def holds(self, day: date | None) -> bool:
        return day is not None and Quarter.of(day) == self

    @property
    def words(self) -> str:
        return f"{_ORDINAL[self.number - 1]} trimestre de {self.year}"
