"""A pattern that is tried only where something stands that it cannot do without finds what it would find anyway."""

import pkgutil
from importlib import import_module
from random import Random

import pytest
from patrones import drawn

import generator.anonymize
from generator.anonymize import context
from generator.anonymize.detectors import AROUND_DIGITS
from generator.anonymize.fold import _ODD, _PLAIN, _SPACED, _SPACED_INSIDE
from generator.anonymize.needs import Guarded, digits_in
from generator.anonymize.zones import _SIGN, _ZONE, zones_of

_DRAWS = 250


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
    assert seen > 10, "too few draws match to say anything"


def test_no_detector_finds_anything_with_fewer_digits_than_it_is_said_to_need() -> None:
    random = Random(7)
    texts = [text for guarded in GUARDED.values() if guarded.digits for text in drawn(guarded.pattern, random, 60)]
    for fewest, detector in AROUND_DIGITS:
        counts = [digits_in(text) for text in texts if any(detector(text))]
        assert counts and min(counts) >= fewest, detector.__name__


def test_what_folding_passes_over_holds_nothing_to_fold() -> None:
    random = Random(8)
    for text in (*drawn(_ODD, random, 2000), *map(chr, range(0x3000))):
        assert not (_PLAIN.fullmatch(f"a{text}b") and _ODD.search(f"a{text}b")), ascii(text)
    for text in drawn(_SPACED, random, _DRAWS):
        assert _SPACED_INSIDE.search(text), ascii(text)


def test_every_initial_is_a_capital_and_a_point() -> None:
    for pattern in (context._INITIALS, context._INITIALS_BEFORE, context._ONE_INITIAL):
        for text in drawn(pattern, Random(9), _DRAWS):
            assert context._INITIAL.search(text), ascii(text)


def test_the_zones_are_those_of_the_pattern_wherever_its_search_begins() -> None:
    random = Random(10)
    zones = list(drawn(_ZONE, random, 8 * _DRAWS))
    assert all(_SIGN.search(zone) for zone in zones)
    between = ["", " ", "\n", "\n   ", " Fin. Y (otra) ", "a.b:c ", "] (", ": ", "¿Sí?... ", "`", "~~~\n", "w.-"]
    for _ in range(4 * _DRAWS):
        text = "".join(random.choice(between) + random.choice([*between, random.choice(zones)]) for _ in range(5))
        plain = [(*m.span(), m.lastgroup == "path") for m in _ZONE.finditer(text)]
        assert [*zones_of(text)] == plain, ascii(text)
