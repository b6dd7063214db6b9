"""Linked data inside a page (JSON-LD): nothing that runs, written in one way only, the same that was staged."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from generator.audit.page import Page
from generator.audit.pieces import Kind
from generator.audit.problem import MalformedError

LINKED = {"type": "application/ld+json"}
"""The attributes of the one kind of script that may hold data of ours."""
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_SAID = "enlazados"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def linked_of(page: Page) -> list[str]:
    """The linked data of a built page."""
    return [
        piece.raw
        for piece, opener in page.others
        if piece.kind is Kind.RAW and opener and dict(opener.attributes) == LINKED
    ]


def is_linked(body: str) -> bool:
    """Whether the inside of a script is data, written in the one way that ours is, and nothing that runs."""
    try:
        data = strict_json(body)
    except MalformedError:
        return False
    again = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return isinstance(data, dict) and "@context" in data and again.translate(_ESCAPES) == body


def staged_linked(source: str) -> str | None:
    """The linked data that a staged page was given, None when it has none."""
    front = _FRONT.match(source)
    if front is None or f"\n{_SAID}:" not in f"\n{front[1]}":
        return None
    # The loader is a safe one: nothing is constructed but plain values.
    return str(yaml.load(front[1], Loader=_LOADER).get(_SAID))  # noqa: S506


def strict_json(text: str) -> Any:
    """Strict JSON: no key twice, no number that is none."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError):
        raise MalformedError from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _never(_constant: str) -> None:
    raise ValueError
