"""Where the processes that are killed keep their things, and what must be in the clear nowhere."""

from __future__ import annotations

from pathlib import Path

CANARY = "Yurleidy Muchavisoy Epiayú"
"""Made up from name parts: nobody is called that."""
STORE, KEY, COPY, PRIVATE, PUBLIC = "almacen.db", "clave.txt", "copia.age", "llave.txt", "publica.txt"


def surroundings(folder: Path, url: str | None = None) -> dict[str, str]:
    """The environment of a process whose store, key and temporary files are all in a folder."""
    own = {
        "INSPIRA_ALMACEN": str(folder / STORE),
        "INSPIRA_ALMACEN_ARCHIVO_CLAVE": str(folder / KEY),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SQLITE_TMPDIR": str(folder),
    }
    return {**own, "INSPIRA_ALMACEN_URL": url} if url else own
