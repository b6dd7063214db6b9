"""Data of people in the ways they are written, what only looks like them, and what is sensitive beside a person: the
tables of `casos/datos`. Every number is made up and every name is put together from name parts; nothing is anyone's."""

import re
import time
from itertools import pairwise

import pytest
from marcas import unmark

from generator.anonymize.detect import Where, detect
from generator.anonymize.spans import Kind, Level, Span
from tests.raiz import ROOT

TABLES = ROOT / "tests" / "casos" / "datos"
OF_PEOPLE = (Kind.PERSONA, Kind.SENSIBLE, Kind.MENOR)
TOPICS = {
    "política": "políticas",
    "víctima": "víctima",
    "origen": "origen",
    "creencias": "creencias",
    "sexual": "sexual",
    "biometría": "biometría",
    "salud": "salud",
}


def table(name: str) -> list[str]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [_written(line) for line in lines if line and not line.startswith("# ")]


def _written(line: str) -> str:
    """`\\n`, `\\t` and `\\uXXXX` stand for what cannot be seen in a table."""
    line = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), line)
    return line.replace("\\n", "\n").replace("\\t", "\t")


def cases(name: str) -> list[tuple[str, str]]:
    return [(kind, marked) for kind, _, marked in (line.partition(": ") for line in table(name))]


def missed(marked: str, levels: set[Level]) -> str:
    text, ranges = unmark(marked)
    taken = {i for s in detect(text) if s.level in levels for i in range(s.start, s.end)}
    return "".join(text[i] for a, b in ranges for i in range(a, b) if text[i].isalnum() and i not in taken)


DATA = cases("hallados.txt")


def test_what_people_write_is_found() -> None:
    """At least 99.5 % must be; of these cases, all are."""
    assert len(DATA) >= 900
    assert {kind for kind, _ in DATA} >= {
        "cedula", "tarjeta_identidad", "cedula_extranjeria", "ppt", "pasaporte", "nit", "ficha", "celular",
        "telefono_fijo", "correo", "direccion", "fecha_nacimiento", "placa", "cuenta_bancaria", "perfil", "coordenadas",
    }  # fmt: skip
    assert [case for case in DATA if missed(case[1], set(Level))] == []


def test_most_is_found_without_asking_and_called_what_it_is() -> None:
    sure = sum(not missed(marked, {Level.AUTO}) for _, marked in DATA)
    assert sure / len(DATA) >= 0.9
    named = 0
    for kind, marked in DATA:
        text, ranges = unmark(marked)
        named += any(s.kind == kind and s.start < b and a < s.end for s in detect(text) for a, b in ranges)
    assert named / len(DATA) >= 0.93


@pytest.mark.parametrize("text", table("nada.txt"))
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert not [text[s.start : s.end] for s in detect(text) if s.kind not in OF_PEOPLE]


@pytest.mark.parametrize(("topic", "marked"), cases("sensibles.txt"))
def test_sensitive_data_beside_a_person_is_asked(topic: str, marked: str) -> None:
    text, ranges = unmark(marked)
    kind = Kind.MENOR if topic == "menor" else Kind.SENSIBLE
    found = [s for s in detect(text) if s.kind is kind]
    assert any(s.start < b and a < s.end for s in found for a, b in ranges)
    assert all(s.level is Level.REVISAR for s in found)
    assert kind is Kind.MENOR or any(TOPICS[topic] in s.reason and "persona" in s.reason for s in found)


@pytest.mark.parametrize("text", table("temas.txt"))
def test_a_topic_is_nobodys(text: str) -> None:
    assert not [text[s.start : s.end] for s in detect(text) if s.kind in (Kind.SENSIBLE, Kind.MENOR)]


def test_there_are_sensitive_cases_enough() -> None:
    assert len(table("nada.txt")) >= 150
    assert len(table("sensibles.txt")) >= 100
    assert len(table("temas.txt")) >= 80


def test_what_is_sensitive_says_so_in_prose_only() -> None:
    assert not [s for s in detect("diabetes-de-leidy-mina", Where.RUTA) if s.kind is Kind.SENSIBLE]


HOSTILE = """1|1 |3 1 |1.|a.|a@|@|a@a.|tres |mil |# 1-|calle 1 |calle |Av. La |mz 1 |cédula |c.c. |cel |ficha
|nacido |placa |cuenta |instagram.com/|IG: a.|vereda El |un aprendiz |«a A» sordo |tiene 9 años |O0|**1|%31
|punto arroba |guion |ext. 1 |-_/|finca   |barrio A |un adolescente """


SHORT, LONG = 3_000, 60_000
TIMES = 8 * LONG // SHORT
"""How many times the work of the short text the long one may take: eight times its share, of the 400 of a square."""
LEAST = 0.01
"""Seconds below which the short one is not told from what Python does meanwhile."""


def work(text: str) -> tuple[float, tuple[Span, ...]]:
    began = time.process_time()
    spans = detect(text)
    return time.process_time() - began, spans


@pytest.mark.parametrize("piece", HOSTILE.replace("\n|", "|").split("|"))
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    """Every repeat is bounded: of the worst each pattern can meet, twenty times as much takes some twenty times as
    long, and no place is given twice."""
    short = min(work(piece * (SHORT // len(piece)))[0] for _ in range(2))
    long, spans = work(piece * (LONG // len(piece)))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert long < TIMES * max(short, LEAST)
