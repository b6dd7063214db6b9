"""What the audit is given and what it hands back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.diagnostics import MASK, Diagnostic, find
from generator.indexfiles.packed import MalformedError as MalformedError
from generator.manifest import Staged

SITE = "site"
_OTHER_FOLDERS = (
    "assets/javascripts/",
    "assets/stylesheets/",
    "pagefind/fragment/",
    "pagefind/index/",
)


@dataclass(frozen=True, slots=True, repr=False)
class Problem:
    """A reason not to publish. `origin` is the folder of the submission that causes it, None when none can be named;
    it is found there `alone` when it rests on nothing that any other one says or redacts.

    The diagnostic's path is `site/` and the built file, with the parts that nobody declared masked: a file name
    can be what must not be said.
    """

    diagnostic: Diagnostic
    origin: str | None
    alone: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Expectations:
    """What the built site is held to.

    `secrets`: folder → originals redacted there. `gone`: folders that must leave no trace. `allowed`: strings that
    may stand anywhere (the mailbox of the role that answers for the site). `named`: folder → names shown there by
    consent, or as the public authors of works. `kept`: folder → words that a person decided to be nobody's name
    there, which the detectors may take for one once the names around them are gone.
    """

    staged: Staged
    secrets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Report:
    """Collects problems, each once, with every path shown only as far as somebody declared it."""

    def __init__(self, declared: frozenset[str]) -> None:
        """`declared`: built paths that are known and may be printed."""
        self._declared = declared
        self._problems: dict[Problem, None] = {}
        self.count = 0

    def add(
        self,
        code: str,
        path: str,
        message: str | None = None,
        *,
        origin: str | None = None,
        hint: str | None = None,
        line: int | None = None,
        alone: bool = False,
    ) -> None:
        """Note a problem in a built file. `message` never holds text of the site."""
        self._problems[Problem(find(code, self.shown(path), message, hint=hint, line=line), origin, alone)] = None
        self.count += 1

    def include(self, problems: Iterable[Problem]) -> None:
        """Take what another report found."""
        self._problems.update(dict.fromkeys(problems))

    def drained(self) -> tuple[Problem, ...]:
        """What was found since it was asked last, which this report forgets."""
        found, self._problems = tuple(self._problems), {}
        return found

    def shown(self, path: str) -> str:
        """`site/practicas/huerta/••••`: the declared part of a path."""
        if path in self._declared:
            return f"{SITE}/{path}"
        parts = path.split("/")
        known = next((n for n in range(len(parts), 0, -1) if "/".join(parts[:n]) in self._folders), 0)
        return "/".join([SITE, *parts[:known], *([MASK] if known < len(parts) else [])])

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders that may be printed: asked for only where something is wrong in a file that nobody declared."""
        known = {*self._declared, *_OTHER_FOLDERS}
        return frozenset("/".join(p.split("/")[:n]) for p in known for n in range(1, p.count("/") + 1))

    @property
    def problems(self) -> list[Problem]:
        """Every problem, by path, line and code."""
        return sorted(
            self._problems,
            key=lambda p: (p.diagnostic.path, p.diagnostic.line or 0, p.diagnostic.code, p.diagnostic.message),
        )
