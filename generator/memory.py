"""Reading and writing `decisiones/terminos.yml`, the terms that a project remembers: the only place that touches it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.files import UnfitError, contents
from generator.frontmatter import strict_yaml
from generator.lock import held
from generator.model import FrontMatter
from generator.plaintext import decode, normalise
from generator.schema.revision import Memoria, Motivo
from generator.validate.record import record
from generator.writing import write_atomic

TERMS = "decisiones/terminos.yml"
NOTHING = Memoria()
_LIMIT = 2 * 1024 * 1024
_MAX_NODES = 40_000
_LOCK = Path(".build") / "candado-decisiones"
_HEADER = """# Términos que ya se decidieron una vez y no son el nombre de nadie: no se vuelven a preguntar.
# Los agrega `inspira anonimizar`; uno por línea y en orden. Aquí nunca va el nombre de una persona.
"""


def load_memory(project: Path) -> tuple[Memoria, list[Diagnostic]]:
    """What a project remembers, and what is wrong with it. A memory that is not understood (A210) is empty."""
    path = project / TERMS
    try:
        data = normalise(contents(path, _LIMIT))
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING, []
    except (OSError, UnfitError):
        return NOTHING, [find("A210", TERMS)]
    text, findings = decode(data, TERMS)
    if text is None:
        return NOTHING, [find("A210", TERMS, d.message, line=d.line, column=d.column) for d in findings]
    fields, places, findings = strict_yaml(text, TERMS, max_nodes=_MAX_NODES, max_size=_LIMIT)
    if fields is not None:
        front = FrontMatter(fields, {(): (1, 1), **places}, "", 1)
        memory, findings = record(Memoria, front, TERMS)
        if memory is not None:
            # Here, since its lists take a while to come, which a project that remembers nothing does not wait for.
            from generator.anonymize.memory import unusable

            bad = (front.place(("terminos", i)) for i in unusable(memory))
            return memory, [find("A211", TERMS, line=line, column=column) for line, column in bad]
    return NOTHING, [find("A210", TERMS, d.message, line=d.line, column=d.column) for d in findings]


def add_to_memory(project: Path, terms: Mapping[str, Motivo]) -> int:
    """Remember more terms, and say how many are new. Raises OSError, and ValueError when it is unreadable or full."""
    from generator.anonymize.memory import remember

    with held(project / _LOCK, wait=True):
        before, findings = load_memory(project)
        if any(d.code == "A210" for d in findings):
            raise ValueError("the memory cannot be read and is not written over")
        after = remember(before, terms)
        new = len(after.known) - len(before.known)
        if new:
            write_atomic(project / TERMS, memory_text(after))
    return new


def memory_text(memory: Memoria) -> str:
    """The file: one line for each term, so that two reviews that add different ones merge by themselves."""
    lines = [
        f"  - {{termino: {json.dumps(t.termino, ensure_ascii=False)}, motivo: {t.motivo}}}\n" for t in memory.terminos
    ]
    return f"{_HEADER}terminos:{'' if lines else ' []'}\n{''.join(lines)}"
