"""Every command of the store has a case among the canaries; each part searches what its own commands leave."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.ordenes import leaves


def test_every_command_has_a_case() -> None:
    modules = [import_module(f"tests.privado.{p.stem}") for p in Path(__file__).parent.glob("canarios_*.py")]
    with_cases = {path for module in modules for path, cases in module.CASES.items() if cases}
    assert with_cases == leaves().keys() - leaves(private=False).keys()
