"""What is typed for each command of the workbook, in a folder with the files that the test of it makes."""

from __future__ import annotations

from collections.abc import Sequence

CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    ("libro", "plantilla"): [
        ((), ""),
        (("--ciclo", "C-CANARIO", "--salida", "ciclo.xlsx"), ""),
        (("--ciclo", "Yurleidy Muchavisoy"), ""),
        (("--salida", "yurleidy-muchavisoy.txt"), ""),
        (("--consolidado", "--salida", "archivo/Yurleidy Muchavisoy.xlsx"), ""),
    ],
    ("libro", "importar"): [
        (("bueno.xlsx",), ""),
        (("bueno.xlsx",), ""),
        (("malo.xlsx",), ""),
        (("dañado.xlsx",), ""),
        (("fórmula.xlsx", "Yurleidy Muchavisoy - Horas.csv"), ""),
        (("no-está.xlsx",), ""),
        (("Yurleidy Muchavisoy.doc",), ""),
    ],
}
"""Words after the command, and what is answered to it."""
