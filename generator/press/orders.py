"""What the press is asked for and what it tells, between its process and the one that started it.

It is given its configuration at once, so that it gets ready while the other looks for what need not be printed, and
then the order; what it tells is a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """The pages of a site that lie in their places already; none may be laid there after this.

    `kept` gives, for the source of each of those, what it says to search engines ("" when nothing); they are good for
    `environment` and no other.
    """

    environment: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What was printed: `rendered` are the sources of the pages, `lasting` those (with what they say to search
    engines) that will be the same again from the same Markdown in this `environment`."""

    environment: str
    rendered: tuple[str, ...]
    lasting: Mapping[str, str]


def encoded(order: Order) -> bytes:
    return json.dumps(asdict(order)).encode()


def decoded(data: bytes) -> Order:
    """Raises ValueError and TypeError for anything else than what `encoded` made."""
    return Order(**json.loads(data))


def write_told(path: Path, told: Told) -> None:
    path.write_text(json.dumps(asdict(told)), encoding="utf-8")


def read_told(path: Path) -> Told:
    """Raises OSError, ValueError and TypeError when the press did not get to tell it."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Told(told["environment"], tuple(told["rendered"]), dict(told["lasting"]))
