"""What became public of each quarter, and what counting it out of many records needs."""

from __future__ import annotations

from generator.private.migrations.statements import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(revision)
