"""What stands beside a submission: nobody is left alone, nothing is said of what is gone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import parallel
from generator.model import Anonymized, Collection
from generator.site import alike as likenesses
from generator.site.alike import alike
from generator.site.related import SHOWN, Beside, beside
from tests.muestras import anonymized

ABOUT = {
    "huerta": "Se siembra en botellas para que la huerta tenga riego sin gastar agua.",
    "vivero": "El vivero recoge semillas y las siembra con riego por goteo.",
    "frenos": "Los frenos se miden por estaciones y se decide si el disco sirve.",
    "motores": "Del motor se miden la compresión y los frenos antes de decidir.",
    "recepcion": "En la recepción del hotel se saluda en inglés desde el primer día.",
}


def practice(slug: str, about: str = "", **fields: object) -> Anonymized:
    told = {"resumen": about or ABOUT[slug], "titulo": f"Práctica llamada {slug}"}
    return anonymized(slug=f"la-{slug}", **{**told, "reto": ["otro"], "etiquetas": [], **fields})


def trip(slug: str, **fields: object) -> Anonymized:
    return anonymized(Collection.EXPEDICIONES, f"la-{slug}", **fields)


def of(found: Mapping[str, Beside], slug: str, kind: str = "practicas") -> Beside:
    return found[f"{kind}/la-{slug}"]


def test_those_that_speak_of_the_same_are_alike() -> None:
    near = alike([practice(slug) for slug in ABOUT], 2)
    assert near["practicas/la-huerta"][0] == "practicas/la-vivero"
    assert near["practicas/la-frenos"][0] == "practicas/la-motores"
    assert near["practicas/la-motores"][0] == "practicas/la-frenos"


def test_another_process_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [practice(slug) for slug in ABOUT]
    here = alike(many, 2)
    monkeypatch.setattr(likenesses, "_WORTHWHILE", 1)
    monkeypatch.setattr(parallel, "workers_here", lambda: 2)
    monkeypatch.setattr(parallel, "_settled", lambda chunk, future: [(chunk[0], future.result()[0])])
    assert alike(many, 2) == here


def test_nobody_is_left_alone_where_there_are_others() -> None:
    alone = [practice(f"p{n}", "Todas dicen exactamente lo mismo, palabra por palabra.") for n in range(12)]
    strange = practice("rara", "Zxqv wkrt bnmp ghjk.")
    for many in ([*alone, strange], alone[:2], [strange, alone[0]]):
        found = beside(many)
        assert all(len(one.others) == min(SHOWN, len(many) - 1) for one in found.values())
        assert all(folder not in one.others for folder, one in found.items())
    assert beside([strange]) == {strange.folder: Beside()}


def test_whom_the_author_names_comes_first_and_is_told_who_named_it() -> None:
    many = [practice(s, relacionadas=["la-recepcion"] if s == "huerta" else []) for s in ABOUT]
    found = beside(many)
    assert of(found, "huerta").others[:2] == ("practicas/la-recepcion", "practicas/la-vivero")
    assert of(found, "recepcion").others[0] == "practicas/la-huerta"


def test_a_trip_and_what_it_recovered_lead_to_each_other() -> None:
    many = [*map(practice, ABOUT), trip("bosque", practicas_recuperadas=["la-huerta", "la-que-se-fue"])]
    found = beside(many)
    assert of(found, "bosque", "expediciones").recovered == ("practicas/la-huerta",)
    assert of(found, "huerta").recovered_by == ("expediciones/la-bosque",)
    assert "expediciones/la-bosque" not in of(found, "huerta").others
    assert not [1 for one in found.values() for folders in one for f in folders if "la-que-se-fue" in f]


def test_a_slug_of_both_folders_is_the_practice() -> None:
    many = [practice("huerta", relacionadas=["la-vivero"]), practice("vivero"), trip("vivero")]
    assert of(beside(many), "huerta").others[0] == "practicas/la-vivero"
    assert of(beside([many[0], many[2]]), "huerta").others == ("expediciones/la-vivero",)


def test_a_retired_one_is_beside_nobody() -> None:
    gone = practice("vivero", relacionadas=["la-huerta"], ficha={"estado": "retirada"})
    many = [practice("huerta", relacionadas=["la-vivero"]), gone, trip("bosque", practicas_recuperadas=["la-vivero"])]
    assert gone.folder not in beside(many)
    assert not [1 for one in beside(many).values() for folders in one if gone.folder in folders]


@settings(max_examples=20)
@given(st.permutations([*ABOUT]))
def test_the_order_in_which_they_come_changes_nothing(order: list[str]) -> None:
    assert beside([practice(slug) for slug in order]) == beside([practice(slug) for slug in ABOUT])
