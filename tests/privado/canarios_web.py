"""What the commands of the web application are asked where canaries are searched for.

`PERSONA` stands for the code of somebody in the store, and what is called like the canary was typed by mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.fabrica import CANARY_NAME

CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    # Without refusing something it does not end: `test_web_orden` opens it.
    ("almacen", "abrir"): [
        (["--escuchar", "0.0.0.0", "--puerto", "0"], ""),
        (["--escuchar", CANARY_NAME], ""),
        (["--publica", f"http://{CANARY_NAME}"], ""),
        (["--certificado", f"{CANARY_NAME}.pem", "--llave", f"{CANARY_NAME}.key"], ""),
        (["--certificado", f"{CANARY_NAME}.pem"], ""),
    ],
    ("almacen", "cuenta", "crear"): [
        (["--persona", "PERSONA", "--usuario", CANARY_NAME], ""),
        (["--persona", CANARY_NAME, "--usuario", "alguien"], ""),
        (["--persona", "PERSONA", "--usuario", "alguien", "--preguntar"], "corta\n"),
        (["--persona", "PERSONA", "--usuario", "alguien", "--preguntar"], f"{CANARY_NAME} y algo\n"),
        (["--persona", "PERSONA", "--usuario", "alguien"], ""),
    ],
    ("almacen", "cuenta", "renovar"): [
        (["--persona", "PERSONA"], ""),
        (["--persona", CANARY_NAME], ""),
        (["--persona", "PERSONA", "--preguntar"], f"{CANARY_NAME} y algo\n"),
    ],
    ("almacen", "cuenta", "desactivar"): [(["--persona", "PERSONA"], ""), (["--persona", CANARY_NAME], "")],
}
