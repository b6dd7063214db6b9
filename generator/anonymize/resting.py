"""Letting go of what the detectors are made ready with, between two times that they are asked: some 35 MB."""

from __future__ import annotations

from generator.anonymize import lexicons, model, needs
from generator.collecting import given_back


def rest() -> None:
    """Forget the lists of words, the model and the last texts: whoever asks next waits a tenth of a second for them."""
    for ready in (lexicons._table, lexicons.bare, model.model, needs.caseless, needs.digits_in):
        ready.cache_clear()
    given_back()
