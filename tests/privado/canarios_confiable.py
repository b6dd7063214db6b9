"""What `inspira almacen` is asked in a folder with a store full of canaries (made by `benchmarks.cortes.template`).

The names are those of the files in that folder: `copia.age` is a backup, `llave.txt` the key that opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

CANARY_KEY = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
"""A public key of age's own documentation."""

CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    ("almacen", "crear"): [((), ""), (["--archivo", "nuevo/otro.db"], "")],
    ("almacen", "migrar"): [((), "")],
    ("almacen", "respaldar"): [(["hecho.age", "--para", CANARY_KEY], ""), (["hecho.age"], ""), (["nada/x.age"], "")],
    ("almacen", "restaurar"): [
        (["copia.age", "--llave", "llave.txt"], ""),
        (["copia.age", "--llave", "llave.txt", "--archivo", "nuevo/otro.db"], ""),
        (["copia.age", "--archivo", "otro.db"], ""),
        (["rota.age", "--llave", "llave.txt", "--archivo", "otro.db"], ""),
        (["almacen.db", "--archivo", "otro.db"], ""),
    ],
    ("almacen", "verificar"): [((), ""), (["--cabeza", f"3:{'a' * 64}"], ""), (["--cabeza", "mal"], "")],
    ("almacen", "reclave"): [((), "")],
}
