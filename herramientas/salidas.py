"""Whether the ways out of MkDocs and Material stay open: the same site with other engines, compared with ours.

    make salidas                                   # both
    python -m herramientas.salidas properdocs      # one of them
    python -m herramientas.salidas --proyecto DIR --trabajo DIR zensical

Each engine has an environment of its own (`.venv-salidas/`) and goes the whole way up to but not including promotion;
so does MkDocs, in this one. Exit 0 when every page, facet and entry of the search is there and the audit finds
nothing; 1 when something is missing; 2 on a wrong call. What each engine loses otherwise is in docs/salidas.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import clock
from generator.diagnostics import count
from herramientas import entorno
from herramientas.ensayo import RESULT
from herramientas.rasgos import KINDS, MUST

SALIDAS = tuple(name.removeprefix("salida-") for name in entorno.SALIDAS)
_SHOWN = 5


class FailedError(Exception):
    """An environment that could not be made or a rehearsal that ended badly; its words are for people."""


def rehearse(engine: str, python: Path | str, project: Path, work: Path, today: date) -> dict[str, Any]:
    """What one engine makes of a project. Raises FailedError."""
    command = [str(python), "-m", "herramientas.ensayo", engine, str(project), str(work), f"{today}"]
    # Only this project, whatever is installed beside it: in an environment of its own it may not be at all.
    environment = {**os.environ, "PYTHONPATH": str(entorno.RAIZ), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=entorno.RAIZ, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise FailedError(f"El ensayo con «{engine}» terminó mal; arriba está su mensaje.")
    result = json.loads((work / RESULT).read_text(encoding="utf-8"))
    assert isinstance(result, dict)
    return result


def environment_of(name: str) -> Path:
    """The interpreter of an engine's environment, made when it is not there. Raises FailedError."""
    chosen = f"salida-{name}"
    place = entorno.place_of(chosen)
    try:
        entorno.prepare(chosen, place)
    except (OSError, subprocess.CalledProcessError):
        raise FailedError(f"No se pudo preparar {place}: revise la conexión y repita.") from None
    return entorno.python_of(place)


def lost(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, list[str]]:
    """Kind of trait → what our site has and the other has not, each as `file: what`."""
    missing: dict[str, list[str]] = {}
    for kind in KINDS:
        there = theirs["rasgos"][kind]
        missing[kind] = [
            f"{place}: {value}" if value else place
            for place, values in ours["rasgos"][kind].items()
            for value in (([""] if place not in there else []) or sorted(set(values) - set(there[place])))
        ]
    unbuilt = set(theirs["preparadas"]) - set(theirs["rasgos"]["paginas"])
    missing["paginas"] = sorted({*missing["paginas"], *unbuilt})
    return missing


def tell(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Print how an engine did beside ours; True when all that must hold does."""
    title = theirs["motor"]
    for one in (ours, theirs):
        steps = ", ".join(f"{step} {seconds:g} s" for step, seconds in one["segundos"].items())
        print(f"{one['motor']}: {steps}")
    if theirs["fallas"]:
        print(f"{title} no construyó el sitio:\n{theirs['fallas']}")
        return False
    missing = lost(ours, theirs)
    good = not theirs["auditoria"]
    for kind, values in missing.items():
        must = kind in MUST and bool(values)
        good = good and not must
        whole = sum(max(1, len(v)) for v in ours["rasgos"][kind].values())
        mark = "FALTA" if must else "difiere" if values else "bien"
        print(f"  {mark}: {KINDS[kind]}, {whole - len(values)} de {whole}")
        for value in values[:_SHOWN]:
            print(f"      {value}")
        if len(values) > _SHOWN:
            print(f"      y {count(len(values) - _SHOWN, 'más', 'más')}")
    if theirs["auditoria"]:
        print(f"  FALTA: la auditoría encontró {count(len(theirs['auditoria']), 'problema', 'problemas')}:")
        print(theirs["auditoria_texto"])
    else:
        print("  bien: la auditoría no encontró nada")
    print(f"La salida a {title} {'sigue abierta' if good else 'NO está abierta: arriba dice qué falta'}.")
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0 when every way out that was asked for is open."""
    parser = argparse.ArgumentParser(prog="herramientas.salidas", description="¿Siguen abiertas las salidas?")
    parser.add_argument("salidas", nargs="*", metavar="|".join(SALIDAS), help="todas si no se dice cuál")
    parser.add_argument("--proyecto", type=Path, default=entorno.RAIZ)
    parser.add_argument("--trabajo", type=Path, default=entorno.RAIZ / entorno.DE_SALIDAS / "trabajo")
    parser.add_argument("--hoy", type=date.fromisoformat, default=clock.today(), metavar="AAAA-MM-DD")
    given = parser.parse_args(arguments)
    if not set(given.salidas) <= set(SALIDAS):
        parser.error(f"las salidas son: {', '.join(SALIDAS)}")
    project, work = given.proyecto.resolve(), given.trabajo.resolve()
    try:
        ours = rehearse("mkdocs", sys.executable, project, work / "mkdocs", given.hoy)
        if ours["fallas"]:
            raise FailedError("MkDocs mismo no construye el sitio: corrija eso primero (make sitio).")
        names = given.salidas or SALIDAS
        done = [tell(ours, rehearse(n, environment_of(n), project, work / n, given.hoy)) for n in names]
        return 0 if all(done) else 1
    except FailedError as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
