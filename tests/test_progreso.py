"""How far a stage is: drawn over on a terminal, a line for each quarter elsewhere, and never in the way of words."""

from __future__ import annotations

import io
from collections.abc import Iterator

from generator.progress import Terminal, counted


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticks() -> Iterator[float]:
    yield from (float(n) for n in range(1, 100_000))


def test_a_terminal_has_one_bar_which_is_gone_when_something_is_told() -> None:
    screen, moments = Screen(), ticks()
    say = Terminal(screen, lambda: next(moments))
    say("Leyendo.")
    assert list(counted("abc", 3, say)) == ["a", "b", "c"]
    say("Listo.")
    said = screen.getvalue()
    assert "1 de 3" in said and "2 de 3" in said
    lines = [line.rsplit("\r", 1)[-1] for line in said.split("\n")]
    assert [line for line in lines if line.strip()] == ["Leyendo.", "Listo."]


def test_elsewhere_there_is_a_line_for_each_quarter_of_many() -> None:
    log = io.StringIO()
    say = Terminal(log)
    say("Leyendo.")
    assert sum(1 for _ in counted(range(2_000), 2_000, say)) == 2_000
    assert log.getvalue().split("\n") == [
        "Leyendo.", "  500 de 2000", "  1000 de 2000", "  1500 de 2000", "  2000 de 2000", ""
    ]  # fmt: skip


def test_few_say_nothing_and_any_function_will_do() -> None:
    log, said = io.StringIO(), []
    assert list(counted("ab", 2, Terminal(log))) == ["a", "b"] and not log.getvalue()
    assert list(counted("ab", 2, said.append)) == ["a", "b"] and not said
