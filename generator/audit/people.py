"""The detectors again, over what was built. Each distinct text is read once, however many pages repeat it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from urllib.parse import unquote

from generator.anonymize.detect import Where, detect
from generator.anonymize.originals import Secrets, keys_in
from generator.anonymize.spans import Level
from generator.audit.disguises import TooMuchError, forms, forms_of_bytes
from generator.audit.excuses import Excuses
from generator.audit.facts import Gathered, mark
from generator.audit.problem import Expectations, Report

Line = Callable[[], int] | None
"""How to find the line of a text, asked only when there is something to say of it."""

_REMEMBERED = 4_000
_GAP = "\n\n"
_SHORTEST = 4
"""Characters of the shortest text that can tell of somebody."""
_WHAT = {
    "P301": "Un detector encuentra un dato personal aquí.",
    "P301d": "Hay un dato personal codificado o comprimido aquí.",
    "P302": "Aquí reaparece algo que se tachó en una entrega.",
    "P302d": "Aquí reaparece, codificado o comprimido, algo que se tachó en una entrega.",
    "big": "Hay datos comprimidos que ocupan demasiado al abrirse.",
}


class Reader:
    """Reads texts of the built site for people, and reports what it finds without saying it."""

    def __init__(self, expected: Expectations, report: Report, public: frozenset[str] = frozenset()) -> None:
        """`public` are the numbers that the guide calls codes: there they are nobody's document."""
        self._report = report
        self._excuses = Excuses(expected, public)
        self.secrets = Secrets(expected.secrets, self._excuses.everyone)
        self.told = Gathered()
        self._expected = expected
        self._owners: dict[str, str] = {}
        self._clean: set[tuple[str, Where]] = set()
        self._elsewhere = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(self.secrets.anywhere(text)))

    def rules(self) -> object:
        """All that a text of nobody's is held to, besides the program and what was redacted."""
        return self._excuses.of_all()

    def read(
        self,
        text: str,
        path: str,
        owner: str | None,
        *,
        where: Where = Where.PROSA,
        author: bool = False,
        line: Line = None,
        shared: bool = False,
        people: bool = True,
        noted: bool = True,
    ) -> None:
        """Read one text.

        `shared` marks an index where the names of everyone who agreed may stand; without `people` it is the author's in
        a page of their own, and the detectors read it with all of them (`read_together`); one that is not `noted` by
        itself is by what it stands with.
        """
        if owner:
            self.told.owners.add(owner)
        key = self._noted(text, where, owner, author=author) if people and noted and not shared else None
        if key in self.told.before:
            return
        self.told.words |= keys_in(text)
        if (text, where) in self._clean and not (owner and self.secrets.has(owner)):
            return
        before = self._report.count
        self._read(text, path, owner, where, author, line, shared, people)
        if self._report.count > before and self.told.texts is not None:
            self.told.texts.discard(key)

    def noted_together(self, told: str, owner: str | None) -> int | None:
        """The mark of texts that stand together, `told` in one, noted where that is done."""
        if owner:
            self.told.owners.add(owner)
        return self._noted(f"\0{told}", Where.PROSA, owner, author=False)

    def tells_nothing(self, text: str) -> bool:
        """Whether no detector is certain of anything in a text nor in what it may hide, whatever was redacted: this
        rests on the text and the program alone."""
        return not _certain(text, Where.PROSA) and self._hidden_in(text) == ()

    def read_again(self, text: str, path: str) -> None:
        """Read a text of nobody's that is known to tell nothing: only what was redacted can stand in it."""
        self.told.words |= keys_in(text)
        if len(text) >= _SHORTEST:
            self._look(text, path, None, "P302", author=False, line=None)

    def _noted(self, text: str, where: Where, owner: str | None, *, author: bool) -> int | None:
        """The mark of a text and of the rules it is held to, noted where that is done."""
        if self.told.texts is None:
            return None
        key = mark(f"{where.value} {author} {self._rules_of(owner or '')}\0{text}")
        self.told.texts.add(key)
        return key

    def _rules_of(self, owner: str) -> str:
        if owner not in self._owners:
            expected = self._expected
            of = [sorted(kind.get(owner, ())) for kind in (expected.secrets, expected.named, expected.kept)]
            self._owners[owner] = sha256(repr(of).encode("utf-8", "surrogatepass")).hexdigest()
        return self._owners[owner]

    def _read(
        self,
        text: str,
        path: str,
        owner: str | None,
        where: Where,
        author: bool,
        line: Line,
        shared: bool,
        people: bool,
    ) -> None:
        if (text, where) in self._clean:
            self._look(text, path, owner, "P302", author=author, line=line, alone=not people)
            return
        if len(text) < _SHORTEST:
            return
        if people and self._finds(text, where, owner, shared):
            self._report.add("P301", path, _WHAT["P301"], origin=owner, line=line() if line else None)
        self._look(text, path, owner, "P302", author=author, line=line, alone=not people)
        self._decoded(text, path, owner, line)
        if people and self._hidden_in(text) == () and not _certain(text, where) and not self._elsewhere(text):
            if len(self._clean) >= _REMEMBERED:
                self._clean.clear()
            self._clean.add((text, where))

    def repeat(
        self, texts: Iterable[tuple[str, Where]], keys: frozenset[int], owner: str | None, *, author: bool, noted: bool
    ) -> None:
        """Texts which were read before, of the same owner and without a finding, stand in this file too.

        `keys`: what `keys_in` says of all of them; `noted`: as in `read`.
        """
        if owner:
            self.told.owners.add(owner)
        self.told.words |= keys
        if noted and self.told.texts is not None:
            for text, where in texts:
                self._noted(text, where, owner, author=author)

    def read_bytes(self, data: bytes, path: str, owner: str | None) -> None:
        """Read some bytes that are not a page: as text, unpacked and decoded."""
        try:
            for form in forms_of_bytes(data):
                self._read_form(form, path, owner, None)
        except TooMuchError:
            self._report.add("P308", path, _WHAT["big"], origin=owner)

    def read_together(self, texts: Sequence[tuple[str, Line]], path: str, owner: str | None) -> None:
        """Read an author's texts in one piece, as the anonymization did: names are told by what surrounds them.

        What a person had to decide was decided on the tree, and the page is held to be equal to it.
        """
        if owner:
            self.told.owners.add(owner)
        joined = _GAP.join(text for text, _ in texts)
        key = self._noted(f"\1{joined}", Where.PROSA, owner, author=True)
        if key in self.told.before:
            return
        starts = list(accumulate((len(text) + len(_GAP) for text, _ in texts), initial=0))
        for span in detect(joined, part=True) if joined else ():
            if span.level is not Level.AUTO or self._excuses.cover(joined, span.start, span.end, owner, shared=False):
                continue
            line = texts[bisect_right(starts, span.start) - 1][1]
            alone = owner is not None
            self._report.add("P301", path, _WHAT["P301"], origin=owner, line=line() if line else None, alone=alone)
            if self.told.texts is not None and key is not None:
                self.told.texts.discard(key)

    def _decoded(self, text: str, path: str, owner: str | None, line: Line) -> None:
        hidden = self._hidden_in(text)
        if hidden is None:
            self._report.add("P308", path, _WHAT["big"], origin=owner, line=line() if line else None)
            return
        for form in hidden:
            self._read_form(form, path, owner, line)

    def _hidden_in(self, text: str) -> tuple[str, ...] | None:
        """What a text says when it is decoded; None when that is too much."""
        try:
            return _hidden(text)
        except TooMuchError:
            return None

    def _read_form(self, form: str, path: str, owner: str | None, line: Line) -> None:
        self.told.words |= keys_in(form)
        if self._finds(form, Where.PROSA, owner, shared=False):
            self._report.add("P301", path, _WHAT["P301d"], origin=owner, line=line() if line else None)
        self._look(form, path, owner, "P302", author=False, line=line, decoded=True)

    def _finds(self, text: str, where: Where, owner: str | None, shared: bool) -> bool:
        spans = _certain(text, where)
        if not spans:
            return False
        text = unquote(text) if where is Where.URL else text
        return any(not self._excuses.cover(text, start, end, owner, shared=shared) for start, end in spans)

    def _look(
        self,
        text: str,
        path: str,
        owner: str | None,
        code: str,
        *,
        author: bool,
        line: Line,
        decoded: bool = False,
        alone: bool = False,
    ) -> None:
        if not self.secrets:
            return
        message = _WHAT[code + ("d" if decoded else "")]
        if owner and self.secrets.in_own(owner, text, author=author):
            self._report.add(code, path, message, origin=owner, line=line() if line else None, alone=alone)
            return
        for folder in self._elsewhere(text):
            self._report.add(code, path, message, origin=owner or folder, line=line() if line else None)


@lru_cache(maxsize=_REMEMBERED)
def _certain(text: str, where: Where) -> tuple[tuple[int, int], ...]:
    text = unquote(text) if where is Where.URL else text
    return tuple((s.start, s.end) for s in detect(text, where, part=True) if s.level is Level.AUTO)


@lru_cache(maxsize=_REMEMBERED)
def _hidden(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms(text)))
