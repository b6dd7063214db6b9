"""What a proposal changes and what it still needs, in a page that goes beside it: never a word of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.anonymize.shown import masked, shown
from generator.codes import CATALOG
from generator.diagnostics import Diagnostic, count, in_order
from generator.load import discover, load

_FEW = 12
"""Findings of a submission that are told one by one: the rest are counted."""
_PERSON = ("A201", "A202", "A203", "A204", "A205", "A206")


@dataclass(frozen=True, slots=True, repr=False)
class Changed:
    """A submission that a proposal touches: `nueva`, `cambia` or `sale`."""

    folder: str
    kind: str


def changed(project: Path, before: Path) -> list[Changed]:
    """The submissions that are not the same in two trees, by folder. Bytes are compared, git is not asked."""
    now, then = _digests(project), _digests(before)
    kinds = {(True, False): "nueva", (True, True): "cambia", (False, True): "sale"}
    return [
        Changed(folder, kinds[folder in now, folder in then])
        for folder in sorted(now.keys() | then.keys())
        if now.get(folder) != then.get(folder)
    ]


def _digests(project: Path) -> dict[str, object]:
    """Folder → what tells one version of it from another."""
    found: dict[str, object] = {}
    for bundle in discover(project)[0]:
        source, problems = load(project, bundle)
        house = source and (dict(source.digests), dict(source.house), {n: m.sha256 for n, m in source.media.items()})
        found[bundle.folder] = (house, [(d.code, d.path, d.line) for d in problems])
    return found


def summary(proposed: Sequence[Changed], findings: Iterable[Diagnostic], made: Mapping[str, Sequence[str]]) -> str:
    """The page, in Markdown. `made` are the names of the files to look at of each folder."""
    ordered = in_order(findings)
    told = [_one(c, [d for d in ordered if _of(c.folder, d)], made.get(c.folder, ())) for c in proposed]
    if not proposed:
        told = ["Esta propuesta no cambia prácticas ni expediciones."]
    return "\n\n".join(["## Cómo va esta propuesta", *told, _ALWAYS]) + "\n"


_ALWAYS = (
    "_Esto lo escribe un programa, que no sabe si la práctica es buena: eso lo dice una persona que no la escribió. "
    "Aquí nunca se copia lo que dice el texto._"
)
_KINDS = {"nueva": "entrega nueva", "cambia": "entrega que cambia", "sale": "entrega que sale"}


def _of(folder: str, finding: Diagnostic) -> bool:
    return finding.path == folder or finding.path.startswith(f"{folder}/")


def _one(one: Changed, findings: Sequence[Diagnostic], files: Sequence[str]) -> str:
    errors = [d for d in findings if d.is_error]
    lines = [f"### `{shown(one.folder)}`: {_KINDS[one.kind]}", "", f"**Siguiente paso:** {_next_step(one, errors)}"]
    if findings:
        number = f"{count(len(errors), 'cosa por corregir', 'cosas por corregir')}" if errors else "Solo avisos"
        lines += ["", f"{number[0].upper()}{number[1:]}:", ""]
        lines += [_item(one.folder, masked(d)) for d in findings[:_FEW]]
        left = len(findings) - _FEW
        lines += (
            [f"- … y {count(left, 'cosa más', 'cosas más')}: `inspira validar` las dice todas."] if left > 0 else []
        )
    if files:
        lines += ["", f"Para mirar, en los archivos adjuntos: {', '.join(f'`{name}`' for name in files)}."]
    return "\n".join(lines)


def _item(folder: str, finding: Diagnostic) -> str:
    name = finding.path.removeprefix(shown(folder)).lstrip("/")
    where = ", ".join([*([f"`{name}`"] if name else []), *([f"línea {finding.line}"] if finding.line else [])])
    hint = f" {finding.hint[0].upper()}{finding.hint[1:]}" if finding.hint else f" {CATALOG[finding.code].mend}"
    weight = "" if finding.is_error else f" ({finding.severity})"
    return f"- {where}{': ' if where else ''}{finding.message}{weight}{hint} [{finding.code}]"


def _next_step(one: Changed, errors: Sequence[Diagnostic]) -> str:
    """What whoever sent it does now: first what keeps people safe, then what is missing, then the agreement."""
    folder = shown(one.folder)
    if one.kind == "sale":
        return "que la ENI confirme que debe salir. En la historia de git sigue estando."
    if people := [d for d in errors if d.code in _PERSON]:
        number = count(len(people), "lugar", "lugares")
        return f"hay {number} con datos de personas o imágenes por decidir. Corra `inspira anonimizar {folder}`."
    if others := [d for d in errors if not d.code.startswith("C")]:
        first = others[0]
        return f"{first.message[0].lower()}{first.message[1:]} {first.hint or CATALOG[first.code].mend}"
    if errors:
        return (
            f"no falta nada del texto. Muestre a cada autor `inspira vista-previa {folder}` y pida su consentimiento."
        )
    return "que la lea alguien que no la escribió."
