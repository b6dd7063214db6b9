"""YAML with everything surprising taken out, and the place of every key.

PyYAML by itself takes duplicate keys in silence, turns dates and `no` into something else, and grows aliases
without end. Here the parser's events are read one by one, so that a file is refused at the first event that
passes a limit, and nothing is ever built from a tag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.diagnostics import Diagnostic, find
from generator.model import Key, Place
from generator.plaintext import unfit_character
from generator.yamlcauses import explain, not_fields

MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_SIZE = 256 * 1024
_MOST_REPORTED = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_TAB_INDENT = re.compile(r"[ ]*\t[ \t]*\S")
_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}

Value = Any
"""Mappings, lists, text, whole and decimal numbers, true, false and null; never a date."""


class _StopError(Exception):
    """The rest of the document is not worth reading. Carries nothing."""


def strict_yaml(
    text: str, path: str, first_line: int = 1, *, max_nodes: int = MAX_NODES, max_size: int = MAX_SIZE
) -> tuple[Mapping[str, Value] | None, Mapping[Key, Place], list[Diagnostic]]:
    """A YAML mapping as plain values, the line and column (from 1) of each key and list item, and what is wrong.

    `first_line` is the line of the file where `text` begins. The mapping is None when anything was wrong: E003,
    E005, E011, E112–E116. Dates, times, `si`, `no`, `on`, numbers with a leading zero or an exponent stay text.
    An empty document is an empty mapping. Raises nothing, and no message quotes the text.
    """
    if len(text.encode("utf-8", "replace")) > max_size:
        return None, {}, [find("E003", path, f"Los datos pasan de {max_size // 1024} KiB.", line=first_line)]
    unfit = _unfit_lines(text, path, first_line)
    if unfit:
        return None, {}, unfit
    builder = _Builder(path, first_line, max_nodes)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _StopError:
        pass
    except yaml.MarkedYAMLError as error:
        builder.findings.append(explain(error, text, path, first_line))
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError):
        builder.findings.append(find("E112", path, line=first_line))
    if not builder.findings and not isinstance(builder.top, dict):
        builder.findings.append(not_fields(text, path, first_line))
    if builder.findings:
        return None, builder.places, builder.findings[:_MOST_REPORTED]
    return builder.top, builder.places, []


def _unfit_lines(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Lines that no parser needs to see: indented with tabs, or instructions to the parser itself."""
    findings = []
    for number, line in enumerate(text.split("\n"), first_line):
        if _TAB_INDENT.match(line):
            findings.append(find("E115", path, "La línea empieza con un tabulador.", line=number, column=1))
        elif line.startswith("%"):
            findings.append(find("E114", path, "Las líneas que empiezan con % no se permiten.", line=number, column=1))
    return findings[:_MOST_REPORTED]


def _scalar(event: yaml.ScalarEvent) -> Value:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value):
        return int(value)
    # A decimal is a number only when it can be written back as it was typed.
    if _FLOAT.fullmatch(value) and repr(float(value)) == value:
        return float(value)
    return value


@dataclass(slots=True, repr=False)
class _Open:
    """A mapping or list that has begun and not ended; `pending` is the key that waits for its value."""

    node: dict[str, Value] | list[Value]
    key: Key
    pending: str | None = None
    has_key: bool = False


@dataclass(slots=True, repr=False)
class _Builder:
    path: str
    first_line: int
    max_nodes: int
    top: Value = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0

    def complain(self, code: str, message: str | None, place: Place, hint: str | None = None) -> None:
        self.findings.append(find(code, self.path, message, hint=hint, line=place[0], column=place[1]))

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._begin_document(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.complain("E116", None, self._place(event))
            raise _StopError
        self.top = {}

    def _node(self, event: yaml.NodeEvent) -> None:
        place = self._place(event)
        self.nodes += 1
        if self.nodes > self.max_nodes:
            self.complain("E011", "Hay demasiados valores en los datos.", place, "Deje solo los campos que se piden.")
            raise _StopError
        self._refuse_extras(event, place)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node, dict) and not parent.has_key:
            self._take_key(event, parent, place)
            return
        value: Value = None
        if isinstance(event, yaml.MappingStartEvent):
            value = {}
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
        elif isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        key = self._attach(parent, value, place)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self.stack) >= MAX_DEPTH:
                self.complain("E011", "Los datos están anidados demasiado hondo.", place, "Quite niveles de sangría.")
                raise _StopError
            self.stack.append(_Open(value, key))

    def _forbid(self, message: str, sign: str, place: Place) -> None:
        """E114, once for each line: a line of aliases is one mistake."""
        if not any(f.line == place[0] and f.message == message for f in self.findings):
            self.complain("E114", message, place, f"Si el valor empieza con {sign}, escríbalo entre comillas.")

    def _refuse_extras(self, event: yaml.NodeEvent, place: Place) -> None:
        if isinstance(event, yaml.ScalarEvent) and unfit_character(event.value):
            self.complain("E005", "El valor tiene un carácter de control.", place)
        if isinstance(event, yaml.AliasEvent):
            self._forbid("Las referencias con * no se permiten.", "*", place)
        elif event.anchor is not None:
            self._forbid("Las marcas con & no se permiten.", "&", place)
        if getattr(event, "tag", None) is not None:
            self._forbid("Las etiquetas con ! no se permiten.", "!", place)

    def _take_key(self, event: yaml.NodeEvent, parent: _Open, place: Place) -> None:
        assert isinstance(parent.node, dict)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self.complain("E112", "El nombre de un campo debe ser una palabra.", place)
            raise _StopError
        name: str = event.value
        if name == "<<" and event.implicit[0]:
            self.complain("E114", "La mezcla con << no se permite.", place)
        elif name in parent.node:
            self.complain("E113", None, place)
        else:
            self.places[(*parent.key, name)] = place
            parent.node[name] = None
        parent.pending, parent.has_key = name, True

    def _attach(self, parent: _Open | None, value: Value, place: Place) -> Key:
        """Put a value where it belongs and return its key path."""
        if parent is None:
            self.top = value if value is not None else {}
            return ()
        if isinstance(parent.node, list):
            key = (*parent.key, len(parent.node))
            parent.node.append(value)
            self.places[key] = place
            return key
        assert parent.pending is not None
        parent.node[parent.pending] = value
        parent.has_key = False
        return (*parent.key, parent.pending)
