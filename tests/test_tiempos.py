"""What `--tiempos` adds up: each stage lasts until the next one is told."""

from __future__ import annotations

from generator.timing import Timed


def test_a_stage_lasts_until_the_next_is_told() -> None:
    said: list[str] = []
    moments = iter((0.0, 1.5, 4.0))
    timed = Timed(said.append, lambda: next(moments))
    timed("Leyendo.")
    timed("Construyendo.")
    lines = timed.lines()
    assert said == ["Leyendo.", "Construyendo."]
    assert [line.split()[0] for line in lines] == ["1.5", "2.5", "4.0"]
    assert all(map(str.endswith, lines, ("Leyendo.", "Construyendo.", "en total")))
