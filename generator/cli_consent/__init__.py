"""`inspira consentimiento`: keys, receipts, withdrawals. Thin: parse, call, print."""

from __future__ import annotations

import click

from generator.cli_consent.keys import claves, revocar
from generator.cli_consent.notice import aviso
from generator.cli_consent.receipts import corregir, ejemplos, emitir, pin_examples, verificar
from generator.cli_consent.receive import recibir
from generator.cli_options import HELP

__all__ = ["consentimiento", "pin_examples"]


@click.group(context_settings=HELP)
def consentimiento() -> None:
    """Recibos de consentimiento: llaves, emisión, verificación y retiros."""


for _command in (aviso, claves, emitir, recibir, corregir, verificar, revocar, ejemplos):
    consentimiento.add_command(_command)
