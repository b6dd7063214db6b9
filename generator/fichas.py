"""What changes in a ficha, in words: labels of enums and counts, never something that somebody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from generator.schema import Ficha
from generator.strictyaml import strict_yaml

FICHA = "ficha.yml"


def ficha_change(before: str | None, after: str | None) -> str:
    """The change of state, replicas and adoption between two texts of `ficha.yml` (None: there is none), as one phrase.

    Empty where nothing of that changes, or where either cannot be understood: that is a finding of its own (C112).
    """
    was, now = _ficha(before), _ficha(after)
    return "; ".join(_changes(was, now)) if was and now else ""


def _ficha(text: str | None) -> Ficha | None:
    if text is None:
        return Ficha()
    data, _, _ = strict_yaml(text, FICHA)
    try:
        return Ficha.model_validate(data) if data is not None else None
    except ValidationError:
        return None


def _changes(was: Ficha, now: Ficha) -> Iterator[str]:
    if was.estado is not now.estado:
        yield f"estado, de «{was.estado.label}» a «{now.estado.label}»"
    old, new = (Counter(r.model_dump_json() for r in one.replicas) for one in (was, now))
    come, gone = (new - old).total(), (old - new).total()
    told = [f"{'entra' if n == 1 else 'entran'} {n}" for n in (come,) if n]
    told += [f"{'sale' if n == 1 else 'salen'} {n}" for n in (gone,) if n]
    if told:
        yield f"réplicas, {' y '.join(told)} (quedan {len(now.replicas)})"
    if was.institucionalizada is not now.institucionalizada:
        yield f"«{_TITLE}», de «{_YES[was.institucionalizada]}» a «{_YES[now.institucionalizada]}»"


_TITLE = Ficha.model_fields["institucionalizada"].title
_YES = {True: "Sí", False: "No"}
