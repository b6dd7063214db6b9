"""`inspira consentimiento`: keys, receipts, withdrawals. Thin: parse, call, print."""

from __future__ import annotations

import click

from generator.cli_consent.keys import claves, revocar
from generator.cli_consent.receipts import corregir, ejemplos, emitir, pin_examples, verificar

__all__ = ["consentimiento", "pin_examples"]


@click.group()
def consentimiento() -> None:
    """Recibos de consentimiento: llaves, emisión, verificación y retiros."""


for _command in (claves, emitir, corregir, verificar, revocar, ejemplos):
    consentimiento.add_command(_command)
