"""What the project remembers: terms decided once to be nobody's name, so that nobody is asked about them again.

The memory only ever releases findings to review, and only where a name cannot be meant: never what is certain
somewhere in the same bundle, never a word that is in the lists of names. The public author of a cited work is the
one exception, and only where the detectors say that the name stands as such (`CITED`); a usual name, only in a
reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.anonymize.cited import is_reference, role_follows
from generator.anonymize.findings import Finding
from generator.anonymize.fold import fold
from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.spans import CITED, Kind, Level
from generator.schema.revision import MAX_TERM, Memoria, Motivo, TerminoRecordado
from generator.vocabulary import plain

NOTHING = Memoria()

_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"[^\W\d_a-záéíóúüñ]?[a-záéíóúüñ]+")
_KINDS = frozenset((Kind.PERSONA, Kind.NUMERO))


def term(words: str) -> str:
    """Some words as they are written in a list of terms: in one line, without disguises."""
    return " ".join(fold(words).text.split())


def holds_a_name(words: str) -> bool:
    """Whether some word is in the lists of names of people, also one of those run together (`JuanPerez`)."""
    text = fold(words).text
    return any(lookup(word) & (Word.NOMBRE | Word.APELLIDO) for word in (*_WORD.findall(text), *_HUMP.findall(text)))


def may_remember(finding: Finding, motivo: Motivo) -> bool:
    """Whether a decision to keep these words may serve for other submissions too."""
    words = term(finding.words)
    if finding.span.level is not Level.REVISAR or finding.span.kind not in _KINDS or _is_credit(finding):
        return False
    if not 0 < len(words) <= MAX_TERM or (finding.span.kind is not Kind.PERSONA and any(c.isnumeric() for c in words)):
        return False
    return may_stand(words, motivo) and (_is_an_authors(finding) or not holds_a_name(words))


def _is_an_authors(finding: Finding) -> bool:
    """Whether the name of a cited author can be no one else's here: it heads a reference, or is nobody's in this land.

    «Darwin», «Simón Rodríguez» and «Sergio Tobón» wrote books, and many aprendices are called so.
    """
    if finding.span.reason != CITED or role_follows(finding.run.text, finding.span.end):
        return False
    known = (lookup(word) for word in _WORD.findall(finding.plain))
    usual = (f & (Word.NOMBRE | Word.APELLIDO) and not f & Word.OTRA_LENGUA for f in known)
    return is_reference(finding.run.text, finding.span.end) or not all(usual)


def may_stand(words: str, motivo: Motivo) -> bool:
    """Whether a term may be in the memory at all."""
    if motivo is Motivo.SEUDONIMO or not _WORD.search(words):
        return False
    return motivo is Motivo.OBRA or not holds_a_name(words)


def remember(memory: Memoria, terms: Mapping[str, Motivo]) -> Memoria:
    """The memory with more terms in it, sorted and each one once; a term that is there already stays as it is."""
    known = dict(memory.known)
    for words, motivo in terms.items():
        entry = TerminoRecordado(termino=term(words), motivo=motivo)
        known.setdefault(plain(entry.termino), entry)
    return Memoria(terminos=[known[key] for key in sorted(known)])


def undecided(found: Sequence[Finding], memory: Memoria) -> list[Finding]:
    """The findings that the memory does not release."""
    if not memory.terminos:
        return list(found)
    names = (f for f in found if f.span.level is Level.AUTO and f.span.kind is Kind.PERSONA)
    certain = {w for f in names for w in _WORD.findall(f.plain) if not lookup(w) & (Word.PARTICULA | Word.CERRADA)}
    return [f for f in found if not _released(f, memory, certain)]


def _released(finding: Finding, memory: Memoria, certain: set[str]) -> bool:
    if not may_remember(finding, Motivo.OBRA) or certain & set(_WORD.findall(finding.plain)):
        return False
    if holds_a_name(finding.words):
        known = memory.known.get(finding.plain)
        return known is not None and known.motivo is Motivo.OBRA
    return _made_of(finding.plain.split(), memory)


def _made_of(words: Sequence[str], memory: Memoria) -> bool:
    """Whether some words are nothing but remembered terms, one after another."""
    reached = {0}
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1) if start in reached else ():
            known = memory.known.get(" ".join(words[start:end]))
            if known is not None and not holds_a_name(known.termino):
                reached.add(end)
    return len(words) in reached


def _is_credit(finding: Finding) -> bool:
    """What stands in `autoria` is somebody's name whatever else it may be."""
    return finding.run.key[:1] == ("autoria",)


def unusable(memory: Memoria) -> Iterable[int]:
    """The positions of the entries that release nothing, because they may be somebody's name."""
    return (i for i, t in enumerate(memory.terminos) if not may_stand(t.termino, t.motivo))
