"""The store as it begins."""

from __future__ import annotations

from generator.private.migrations.statements import run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(revision)
