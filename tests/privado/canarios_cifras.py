"""What `inspira agregar` is asked over the store full of canaries of `canarios_registro.plant`.

The words in capitals stand for what `plant` gives. The first case releases, and each of the others ends in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.fabrica import CANARY_ID, CANARY_NAME

_HERE = ["--proyecto", "PROYECTO", "--hoy", "2026-11-22"]

CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    ("agregar",): [
        (["2026-T1", *_HERE], ""),
        (["2026-T1", *_HERE], ""),
        (["2026-T2", *_HERE], ""),
        (["2026-T1", "--corregir", *_HERE], ""),
        (["2026-T3", "--corregir", *_HERE], ""),
        (["2026-T4", *_HERE], ""),
        (["2026-T3", *_HERE, "--archivo", f"{CANARY_NAME}.db"], ""),
        (["2026-T3", *_HERE, "--archivo", "CLAVE"], ""),
        ([CANARY_NAME, *_HERE], ""),
        ([CANARY_ID, CANARY_NAME, *_HERE], ""),
    ],
}
