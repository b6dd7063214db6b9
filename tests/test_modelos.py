"""The page of what makes a practice good leads to the examples, and its links do not grow old."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from generator.accepting import accept
from generator.model import Anonymized
from generator.schema import Practica
from generator.schema.options import Estado
from generator.site.models import MARK, PLACE, with_models
from tests.fabrica import REPO, TODAY

TEXT = (REPO / "content" / PLACE).read_text(encoding="utf-8")
LINK = re.compile(r"Así lo cuenta \[([^\]]+)\]\(\.\./(practicas/[a-z0-9-]+)/index\.md#([a-z0-9-]+)\)")


@cache
def shipped() -> tuple[Anonymized, ...]:
    return tuple(accept(REPO, TODAY).anonymized)


def test_every_sign_names_what_the_schema_has_and_leads_to_an_example_that_has_it() -> None:
    asked = MARK.findall(TEXT)
    signs = re.findall(r"^\d\. \*\*", TEXT, re.MULTILINE)
    assert len(asked) == len(signs) and set(asked) <= {
        *Practica.sections,
        *Practica.offered_sections,
        *Practica.model_fields,
    }
    found = LINK.findall(with_models(TEXT, shipped()))
    assert len({folder for _, folder, _ in found}) == len(signs), "a different one for each"
    practices = {a.folder: a for a in shipped()}
    for (_, folder, anchor), what in zip(found, asked, strict=True):
        one = practices[folder]
        assert one.record.ejemplo
        anchors = {s.known: s.anchor for s in one.document.sections} | {"seguridad": "en-breve"}
        assert anchors[what] == anchor and (what != "seguridad" or one.record.seguridad)


def test_what_is_not_there_is_not_led_to() -> None:
    said = with_models(TEXT, ())
    assert "ejemplo:" not in said and "Así lo cuenta" not in said and "**Se puede repetir.**" in said
    assert not LINK.search(with_models(TEXT, [_as(a, ejemplo=False) for a in shipped()]))
    assert not LINK.search(with_models(TEXT, [_retired(a) for a in shipped()]))
    assert not LINK.search(with_models("Así. <!-- ejemplo: Otra cosa -->", shipped()))


@pytest.mark.parametrize(
    "title", ["Con [corchetes](https://example.org) y más", "Un *título* {: onclick=x } <b>aquí</b>"]
)
def test_a_title_is_only_a_title(title: str) -> None:
    (one,) = [a for a in shipped() if "frenos" in a.folder]
    told = with_models("Así. <!-- ejemplo: Qué hicimos -->", [_as(one, titulo=title)])
    assert not re.search(r"[<>{*]|\]\(https", told) and told.count("[") == 1


def _as(one: Anonymized, **changed: object) -> Anonymized:
    return replace(one, record=one.record.model_copy(update=changed))


def _retired(one: Anonymized) -> Anonymized:
    submission = one.consented.submission
    ficha = submission.ficha.model_copy(update={"estado": Estado.RETIRADA})
    return replace(one, consented=replace(one.consented, submission=replace(submission, ficha=ficha)))
