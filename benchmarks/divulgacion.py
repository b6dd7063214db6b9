"""The reference table of disclosure control, protected and attacked: cells, seconds, what is lost.

    python -m benchmarks.divulgacion [--media 3] [--semilla 1] [--dispersion 1] [--sobre 5]

With `--dispersion`, the mean of each centre is itself by chance (gamma of that shape), as centres are not alike. With
`--sobre 5`, the rule of the releases: the interval of a small count reaches 5 more than it, and not only the threshold.
"""

from __future__ import annotations

import argparse
import random
import time
from math import exp

from generator.disclosure.attack import audit
from generator.disclosure.primary import Rule
from generator.disclosure.suppress import suppress
from generator.disclosure.table import Cell, Dimension, Table

REGIONALES, CENTROS = 33, 117


def poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way: fine for small means."""
    limit, number, product = exp(-mean), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number


def reference(mean: float = 3.0, seed: int = 1, shape: float | None = None) -> Table:
    """33 regionales > 117 centres × 4 quarters × 3 emphases, with every margin: 3,020 cells."""
    chance = random.Random(seed)
    owners = [*range(REGIONALES), *(chance.randrange(REGIONALES) for _ in range(CENTROS - REGIONALES))]
    centres = [(f"{owner + 1:02}", f"{9101 + number}") for number, owner in enumerate(owners)]
    quarters = [(f"2026-T{q}",) for q in range(1, 5)]
    emphases = [("tecnico",), ("pedagogico",), ("tecnico-pedagogico",)]
    means = {c: mean if shape is None else chance.gammavariate(shape, mean / shape) for c in centres}
    base: dict[Cell, int] = {(c, q, e): poisson(chance, means[c]) for c in centres for q in quarters for e in emphases}
    return Table.of(
        [
            Dimension.of(["regional", "centro"], centres),
            Dimension.of(["trimestre"], quarters),
            Dimension.of(["enfasis"], emphases),
        ],
        base,
    )


def two_a_line(table: Table, sensitive: set[int]) -> set[int]:
    """The rule of thumb: in every sum with one suppressed cell, the smallest other goes too."""
    hidden, before = set(sensitive), -1
    while before < len(hidden):
        before = len(hidden)
        for e in table.equations():
            members = [e.parent, *e.children]
            others = [i for i in members if i not in hidden and table.counts[i]]
            if len(hidden & set(members)) == 1 and others:
                hidden.add(min(others, key=lambda i: (table.counts[i] or 0, i)))
    return hidden


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--media", type=float, default=3.0)
    arguments.add_argument("--semilla", type=int, default=1)
    arguments.add_argument("--dispersion", type=float)
    arguments.add_argument("--sobre", type=int, default=1)
    chosen = arguments.parse_args()
    table = reference(chosen.media, chosen.semilla, chosen.dispersion)
    rule = Rule(above=chosen.sobre)
    primaries = set(rule.secrets(table))
    begin = time.perf_counter()
    made = suppress(table, rule)
    took = time.perf_counter() - begin
    if made is None:
        raise SystemExit("sin proteger")
    begin = time.perf_counter()
    verdict = audit([made], rule, table)
    attack = time.perf_counter() - begin
    hidden = set(made.suppressed())
    leaves = set(table.leaves())
    everyone = sum(table.counts[i] or 0 for i in leaves)

    def share(cells: set[int]) -> float:
        return sum(table.counts[i] or 0 for i in cells & leaves) / everyone

    naive = audit([table.with_hidden(two_a_line(table, primaries))], rule, table)
    print(f"sin más: {len(audit([table.with_hidden(primaries)], rule, table).narrow)} fallas", end="; ")
    print(f"dos por línea: {len(naive.narrow)} fallas")
    print(f"celdas {len(table.counts)}, ecuaciones {len(table.equations())}, primarias {len(primaries)}")
    print(f"secundarias {len(hidden - primaries)}, de ellas del interior {len((hidden - primaries) & leaves)}")
    print(f"conteo base oculto {share(hidden):.1%} (solo las primarias: {share(primaries):.1%})")
    print(f"fallas {len(verdict.narrow)}, proteger {took:.1f} s, auditar {attack:.1f} s")


if __name__ == "__main__":
    main()
