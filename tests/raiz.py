"""Where the project is, for the tests that read its files."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
