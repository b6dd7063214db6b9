"""Consent: receipts that anyone can verify and that say nothing of who agreed.

`load_trust` reads what the project takes as given, `coverage` decides what is covered today, and
`require_consent` is the stage of the way through. Signing is in `issue`.
"""

from generator.consent.content import content_digest, text_digest
from generator.consent.coverage import Coverage, coverage, require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust

__all__ = ["Coverage", "Trust", "content_digest", "coverage", "load_trust", "require_consent", "text_digest"]
