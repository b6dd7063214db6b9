"""Make `.venv` hold what a lock says, and do nothing when it already does.

    python3 herramientas/entorno.py base|sitio|privado|pruebas
    python3 herramientas/entorno.py salida-properdocs|salida-zensical    # in .venv-salidas: another engine each

Standard library only, since it runs before anything is installed. `make` calls it on every task, so the way
through when there is nothing to do costs a few hundredths of a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent
ENTORNO = RAIZ / ".venv"
# Each set contains the ones before it: the locks are layered (`make candado`).
CONJUNTOS = ("base", "sitio", "privado", "pruebas")
# Each in an environment of its own: the themes bring modules of the same name.
SALIDAS = ("salida-properdocs", "salida-zensical")
DE_SALIDAS = ".venv-salidas"
VERSION_MINIMA = (3, 11)


def key(chosen: str, root: Path = RAIZ) -> str:
    """What an environment depends on: the lock, the project's metadata, its place and the interpreter.

    The place counts because the scripts and the editable install hold absolute paths: a folder that was
    moved or copied is set up again.
    """
    digest = hashlib.sha256()
    for part in (
        (root / "requirements" / f"{chosen}.txt").read_bytes(),
        (root / "pyproject.toml").read_bytes(),
        str(root).encode(),
        sys.version.encode(),
    ):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def python_of(environment: Path) -> Path:
    """The interpreter inside a virtual environment, on this system."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def place_of(chosen: str, root: Path = RAIZ) -> Path:
    """Where the environment of a set is."""
    return root / DE_SALIDAS / chosen.removeprefix("salida-") if chosen in SALIDAS else root / ENTORNO.name


def _holds(done: str | None, chosen: str) -> bool:
    """Whether an environment made for one set has all of another."""
    if done == chosen:
        return True
    return done in CONJUNTOS and chosen in CONJUNTOS and CONJUNTOS.index(done) > CONJUNTOS.index(chosen)


def is_ready(chosen: str, environment: Path, root: Path = RAIZ) -> bool:
    """Whether the environment was finished for this set, or for one that contains it, and nothing changed."""
    stamp = _read_stamp(environment)
    done = stamp.get("conjunto")
    if done is None or not _holds(done, chosen):
        return False
    return stamp.get("clave") == key(done, root) and python_of(environment).exists()


def prepare(chosen: str, environment: Path = ENTORNO, root: Path = RAIZ) -> None:
    """Create or mend the environment and install the locked set and the project in it.

    Raises CalledProcessError when pip or venv fail; what was half done is then begun anew the next time.
    """
    if is_ready(chosen, environment, root):
        return
    stamp = _read_stamp(environment)
    done = stamp.get("conjunto")
    if done is not None and _holds(done, chosen):
        chosen = done
    moved = stamp.get("lugar", str(root)) != str(root)
    if moved or _interrupted(environment).exists() or not _works(environment):
        _create(environment)
    _interrupted(environment).touch()
    _stamp(environment).unlink(missing_ok=True)
    _say(f"Instalando las dependencias de «{chosen}» en {environment.name}…")
    # Wheels alone: building from source would fetch build tools that no lock pins.
    lock = str(root / "requirements" / f"{chosen}.txt")
    _pip(environment, "install", "--require-hashes", "--only-binary=:all:", "-r", lock)
    # The lock brings hatchling, so that the project itself needs no index at all.
    _pip(environment, "install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(root))
    _pip(environment, "check")
    _write_stamp(environment, {"conjunto": chosen, "clave": key(chosen, root), "lugar": str(root)})
    _interrupted(environment).unlink()


def _create(environment: Path) -> None:
    """A fresh virtual environment, marked as unfinished before anything else is in it."""
    _say(f"Creando {environment.name} con Python {sys.version.split()[0]}…")
    if environment.exists():
        shutil.rmtree(environment)
    environment.mkdir(parents=True)
    _interrupted(environment).touch()
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, stdin=subprocess.DEVNULL)


def _works(environment: Path) -> bool:
    """Whether there is an interpreter of the version that runs this, with pip."""
    probe = "import sys, pip; print('.'.join(map(str, sys.version_info[:2])))"
    try:
        answer = subprocess.run(
            [str(python_of(environment)), "-c", probe], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == ".".join(map(str, sys.version_info[:2]))


def _pip(environment: Path, *arguments: str) -> None:
    """Run pip without questions; where it downloads from is the machine's own configuration."""
    command = [str(python_of(environment)), "-m", "pip", "--no-input", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*command, *arguments], check=True, cwd=environment, stdin=subprocess.DEVNULL)


def _read_stamp(environment: Path) -> dict[str, str]:
    """What was installed, for which key and where; nothing when that cannot be read."""
    try:
        stamp = json.loads(_stamp(environment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _stamp(environment: Path) -> Path:
    return environment / "inspira.json"


def _interrupted(environment: Path) -> Path:
    return environment / "inspira.incompleto"


def _write_stamp(environment: Path, content: dict[str, str]) -> None:
    temporary = _stamp(environment).with_suffix(".tmp")
    temporary.write_text(json.dumps(content), encoding="utf-8")
    temporary.replace(_stamp(environment))


def _say(text: str) -> None:
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    """Exit 0 when the environment is ready, 1 when it could not be made, 2 on a wrong call."""
    if len(arguments) != 1 or arguments[0] not in (*CONJUNTOS, *SALIDAS):
        print(f"Uso: python3 herramientas/entorno.py {'|'.join((*CONJUNTOS, *SALIDAS))}", file=sys.stderr)
        return 2
    if sys.version_info < VERSION_MINIMA:
        print(
            f"Hace falta Python 3.11 o posterior; este es {sys.version.split()[0]}. "
            "Con otro instalado: make PYTHON=python3.11 …",
            file=sys.stderr,
        )
        return 1
    environment = place_of(arguments[0])
    try:
        prepare(arguments[0], environment)
    except subprocess.CalledProcessError as failure:
        step = "venv" if "venv" in failure.cmd else "pip"
        print(
            f"No se pudo preparar {environment.name}: falló {step} (arriba está su mensaje). "
            "Revise la conexión y repita la misma orden; lo que quedó a medias se rehace.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
