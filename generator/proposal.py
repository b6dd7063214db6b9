"""What a proposal changes and what it still needs, in a page that goes beside it: never a word of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.anonymize.shown import masked, shown
from generator.codes import CATALOG
from generator.diagnostics import Diagnostic, count, in_order
from generator.fichas import FICHA, ficha_change
from generator.load import discover, load

_FEW = 12
"""Findings of a submission that are told one by one: the rest are counted."""
_PERSON = ("A201", "A202", "A203", "A204", "A205", "A206")
_AGREEMENT = ("C101", "C102", "C103", "C104", "C106", "C108", "C109")
"""An agreement that is missing or serves no longer, and is asked for: the others of its letter are something else."""
_WHOLE_FILE = ("E0", "E11")
"""The file itself or its block of fields: until that is mended, whatever else is found may be an echo of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Changed:
    """A submission that a proposal touches: `nueva`, `cambia` or `sale`; and what its ficha says besides."""

    folder: str
    kind: str
    ficha: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """The files to look at of a submission, and whether what was there before could be no page to compare with."""

    files: Sequence[str] = ()
    incomparable: bool = False


def changed(project: Path, before: Path) -> list[Changed]:
    """The submissions that are not the same in two trees, by folder. Bytes are compared, git is not asked."""
    now, then = _read(project), _read(before)
    kinds = {(True, False): "nueva", (True, True): "cambia", (False, True): "sale"}
    return [
        Changed(
            folder, kind, "" if kind == "sale" else ficha_change(*(_house(side.get(folder)) for side in (then, now)))
        )
        for folder in sorted(now.keys() | then.keys())
        if (now.get(folder) or _NOTHING)[0] != (then.get(folder) or _NOTHING)[0]
        for kind in [kinds[folder in now, folder in then]]
    ]


_Version = tuple[object, Mapping[str, str]]
_NOTHING: _Version = (None, {})


def _read(project: Path) -> dict[str, _Version]:
    """Folder → what tells one version of it from another, and the files of the house."""
    found: dict[str, _Version] = {}
    for bundle in discover(project)[0]:
        source, problems = load(project, bundle)
        house = dict(source.house) if source else {}
        told = source and (dict(source.digests), house, {n: m.sha256 for n, m in source.media.items()})
        found[bundle.folder] = ((told, [(d.code, d.path, d.line) for d in problems]), house)
    return found


def _house(version: _Version | None) -> str | None:
    return (version or _NOTHING)[1].get(FICHA)


def summary(proposed: Sequence[Changed], findings: Iterable[Diagnostic], made: Mapping[str, Made]) -> str:
    """The page, in Markdown. `made` is what there is to look at of each folder."""
    ordered = in_order(findings)
    told = [_one(c, [d for d in ordered if _of(c.folder, d)], made.get(c.folder, Made())) for c in proposed]
    if not proposed:
        told = ["Esta propuesta no cambia prácticas ni expediciones."]
    return "\n\n".join(["## Cómo va esta propuesta", *told, _ALWAYS]) + "\n"


_ALWAYS = (
    "_Esto lo escribe un programa, que no sabe si la práctica es buena: eso lo dice una persona que no la escribió. "
    "Aquí nunca se copia lo que dice el texto._"
)
_INCOMPARABLE = (
    "**No hay archivo de cambios:** la versión de antes, con las reglas de hoy, no sería una página, y no hay con qué "
    "comparar. Lea completa la vista previa, como si fuera nueva."
)
_KINDS = {"nueva": "entrega nueva", "cambia": "entrega que cambia", "sale": "entrega que sale"}


def _of(folder: str, finding: Diagnostic) -> bool:
    return finding.path == folder or finding.path.startswith(f"{folder}/")


def _one(one: Changed, findings: Sequence[Diagnostic], made: Made) -> str:
    errors = [d for d in findings if d.is_error]
    lines = [f"### `{shown(one.folder)}`: {_KINDS[one.kind]}", "", f"**Siguiente paso:** {_next_step(one, errors)}"]
    if one.ficha:
        lines += ["", f"**La ficha cambia:** {one.ficha}. La decide la ENI, no quien envía."]
    if findings:
        number = f"{count(len(errors), 'cosa por corregir', 'cosas por corregir')}" if errors else "Solo avisos"
        lines += ["", f"{number[0].upper()}{number[1:]}:", ""]
        lines += [_item(one.folder, masked(d)) for d in findings[:_FEW]]
        left = len(findings) - _FEW
        lines += (
            [f"- … y {count(left, 'cosa más', 'cosas más')}: `inspira validar` las dice todas."] if left > 0 else []
        )
    if made.files:
        lines += ["", f"Para mirar, en los archivos adjuntos: {', '.join(f'`{name}`' for name in made.files)}."]
    if made.incomparable:
        lines += ["", _INCOMPARABLE]
    return "\n".join(lines)


def _item(folder: str, finding: Diagnostic) -> str:
    name = finding.path.removeprefix(shown(folder)).lstrip("/")
    where = ", ".join([*([f"`{name}`"] if name else []), *([f"línea {finding.line}"] if finding.line else [])])
    weight = "" if finding.is_error else f" ({finding.severity})"
    message = f"{finding.message.removesuffix('.')}{weight}"
    return f"- {where}{': ' if where else ''}{_sentence(message)} {_mend(finding)} [{finding.code}]"


def _mend(finding: Diagnostic) -> str:
    mend = finding.hint or CATALOG[finding.code].mend
    return _sentence(f"{mend[0].upper()}{mend[1:]}")


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def _next_step(one: Changed, errors: Sequence[Diagnostic]) -> str:
    """What whoever sent it does now: first what keeps people safe, then what is missing, then the agreement."""
    folder = shown(one.folder)
    if one.kind == "sale":
        return "que la ENI confirme que debe salir. En la historia de git sigue estando."
    if people := [d for d in errors if d.code in _PERSON]:
        number = count(len(people), "lugar", "lugares")
        return f"hay {number} con datos de personas o imágenes por decidir. Corra `inspira anonimizar {folder}`."
    if others := [d for d in errors if d.code not in _AGREEMENT]:
        first = min(others, key=lambda d: not d.code.startswith(_WHOLE_FILE))
        return f"{_sentence(first.message[0].lower() + first.message[1:])} {_mend(first)}"
    if errors:
        return (
            f"no falta nada del texto. Muestre a cada autor `inspira vista-previa {folder}` y pida su consentimiento."
        )
    return "que la lea alguien que no la escribió."
