"""A pattern that is tried only where something stands that it cannot do without finds what it would find anyway."""

import pkgutil
from importlib import import_module
from random import Random

import pytest
from patrones import drawn

import generator.anonymize
from generator.anonymize.needs import Guarded

_DRAWS = 600


def _guarded() -> dict[str, Guarded]:
    """Every guarded pattern of the package, by its module and name."""
    found: dict[str, Guarded] = {}
    for module in pkgutil.walk_packages(generator.anonymize.__path__, "generator.anonymize."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, Guarded):
                found[f"{module.name.removeprefix('generator.anonymize.')}.{name}"] = value
    return found


GUARDED = _guarded()


@pytest.mark.parametrize("name", GUARDED)
def test_whatever_a_pattern_matches_holds_what_it_is_said_to_need(name: str) -> None:
    guarded, seen = GUARDED[name], 0
    for text in drawn(guarded.pattern, Random(name), _DRAWS):
        seen += 1
        assert guarded.possible(text), ascii(text)
        assert guarded.possible(f"Antes {text} después."), ascii(text)
    assert seen > 20, "too few draws match to say anything"
