"""Who is pointed at without a name: what may stay published together and what may not, as an author would write it.

The places are public ones of the official lists; nobody in these sentences exists.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.anonymize import redact, telling
from generator.anonymize.reidentify import Passage, pointers, replica_pointers
from generator.diagnostics import Diagnostic
from generator.schema import Expedicion, Ficha, Practica
from generator.schema.options import Estado
from tests.fabrica import Proyecto, fields, text

BIG, PAIR, SINGLE = "05", "47", "97"
"""Regionals of sixteen centros, of two and of one (`centros.csv`)."""
CENTRE = {"regional": BIG, "centro": "9101"}
PROGRAMME = {"nivel": "tecnico", "nombre": "Soldadura de productos metálicos"}
NAMED = [{"rol": "instructor", "credito": "nombre", "nombre": "Zutanita Inventada"}]
PSEUDONYM = [{"rol": "instructor", "credito": "seudonimo", "nombre": "Hormiga azul"}]
TEAM = [{"rol": "equipo_pedagogico", "credito": "colectivo"}]
ALSO = [{"rol": "instructor", "credito": "anonimo"}]
COORDINATION = [{"rol": "coordinacion_academica", "credito": "anonimo"}]
NEED = [{"necesidad": "visual", "que_se_ajusta": "Los planos van en relieve."}]

FEW: dict[str, dict[str, object]] = {
    "centro y periodo": {**CENTRE, "periodo": "2026-T1"},
    "centro sin regional y periodo": {"centro": "9101", "periodo": "2026-T1"},
    "con seudónimo": {**CENTRE, "periodo": "2026-T1", "autoria": PSEUDONYM},
    "una de dos sin nombre": {**CENTRE, "periodo": "2026-T1", "autoria": [*NAMED, *ALSO]},
    "centro y programa": {**CENTRE, "programa": PROGRAMME},
    "centro y papel poco común": {**CENTRE, "autoria": COORDINATION},
    "centro, grupo pequeño y lugar": {**CENTRE, "grupo": "hasta-10", "lugar": "aula_movil"},
    "centro, grupo pequeño y ajustes": {**CENTRE, "grupo": "hasta-10", "ajustes": NEED},
    "centro, oferta y sector": {**CENTRE, "oferta": "campesena", "sector_productivo": "Panela"},
    "centro, competencia y grupo grande": {**CENTRE, "competencia": "Unir piezas", "grupo": "mas-de-40"},
    "centro, resultados y empresa": {**CENTRE, "resultados_aprendizaje": ["Unir piezas"], "lugar": "empresa"},
    "regional de un centro y periodo": {"regional": SINGLE, "periodo": "2026-T1"},
    "regional de un centro y programa": {"regional": SINGLE, "programa": PROGRAMME},
    "regional de dos centros, periodo y programa": {"regional": PAIR, "periodo": "2026-T1", "programa": PROGRAMME},
    "regional de dos centros, papel y periodo": {"regional": PAIR, "periodo": "2026-T1", "autoria": COORDINATION},
    "firma otra persona, periodo y programa": {
        "regional": BIG, "periodo": "2026-T1", "programa": PROGRAMME,
        "autoria": [*NAMED, *ALSO],
    },
}  # fmt: skip

ENOUGH: dict[str, dict[str, object]] = {
    "nada de lugar": {"periodo": "2026-T1", "programa": PROGRAMME, "grupo": "hasta-10"},
    "solo el centro": CENTRE,
    "centro y un grupo corriente": {**CENTRE, "grupo": "11-25", "lugar": "sede", "oferta": "regular"},
    "centro y lo que describe la actividad": {
        **CENTRE, "enfasis": "tecnico", "estrategia": "caso", "conectividad": "basica", "dificultad": "alta",
    },
    "centro y solo una seña menor": {**CENTRE, "grupo": "hasta-10"},
    "centro y ajustes en un grupo corriente": {**CENTRE, "grupo": "11-25", "ajustes": NEED},
    "regional grande con todo": {
        "regional": BIG, "periodo": "2026-T1", "programa": PROGRAMME, "grupo": "hasta-10", "lugar": "empresa",
        "oferta": "campesena", "competencia": "Unir piezas", "sector_productivo": "Metales", "ajustes": NEED,
    },
    "regional grande y papel": {"regional": BIG, "periodo": "2026-T1", "autoria": COORDINATION},
    "regional de un centro sola": {"regional": SINGLE},
    "regional de dos centros y periodo": {"regional": PAIR, "periodo": "2026-T1"},
    "firma otra persona y periodo": {
        "periodo": "2026-T1", "autoria": [*NAMED, *ALSO],
    },
}  # fmt: skip


def practice(**changed: object) -> Practica:
    return Practica.model_validate(fields(**changed))


@pytest.mark.parametrize("case", FEW)
def test_fields_that_together_point_to_few(case: str) -> None:
    record = practice(**FEW[case])
    assert record.unnamed
    found = pointers(record, [])
    assert len(found) == 1 and found[0].key and found[0].key[0] in ("centro", "regional", "autoria")
    assert "Quite" in found[0].hint or "Escojan" in found[0].hint


@pytest.mark.parametrize("case", ENOUGH)
def test_fields_that_leave_people_enough(case: str) -> None:
    assert pointers(practice(**ENOUGH[case]), []) == []


ONLY_ONE = [
    "La única instructora de soldadura lo propuso.",
    "Fue idea del centro y de su única instructora.",
    "Soy la única mujer del área.",
    "Yo era el único instructor de telecomunicaciones en Mitú.",
    "Soy la primera y única instructora de la sede.",
    "Como única docente de inglés, preparo todo.",
    "Fui la primera instructora de mecánica.",
    "Ella fue la primera mujer en el taller.",
    "Es el único que enseña cuero en toda la regional.",
    "Soy la única que dicta el programa.",
    "La única persona que orienta ese curso soy yo.",
    "Solo hay una instructora de joyería.",
    "Aquí hay un solo instructor de aviación.",
    "No hay otra instructora de lengua de señas.",
    "Ningún otro instructor enseña piscicultura.",
    "Somos las únicas instructoras del turno de la noche.",
    "LA ÚNICA INSTRUCTORA DE SOLDADURA lo propuso.",
    "La u\u0301nica instructora de soldadura lo propuso.",
    "La ún\u200bica instruc\u00adtora de soldadura lo propuso.",
    "Acompañó a la única aprendiz sorda.",
    "Lo hizo la instructora de soldadura del centro de Gaira.",
    "Soy instructora de panadería en el centro de Sogamoso.",
    "Habló la coordinadora académica del Centro de Comercio.",
]  # fmt: skip

NOT_ONLY_ONE = [
    "El único tablero que se energiza es el de la mesa.",
    "La única manera de saberlo es medir.",
    "Fue la única vez que falló.",
    "El primer instructor en llegar abre el taller.",
    "La primera sesión la da un instructor invitado.",
    "No soy la única instructora que lo hace.",
    "Ya no es el único instructor del área.",
    "Un instructor de soldadura pasa por los puestos.",
    "La instructora de turno revisa los equipos.",
    "El instructor del ambiente apaga la máquina.",
    "Cada aprendiz es único.",
    "Un único grupo por mesa.",
    "La instructora explica y el grupo repite.",
    "El centro de la mesa queda libre.",
    "Primero los aprendices leen; después el instructor pregunta.",
    "El aprendiz que termina primero ayuda a otro.",
]  # fmt: skip


@pytest.mark.parametrize("words", ONLY_ONE)
def test_a_text_that_says_there_is_only_one(tmp_path: Path, words: str) -> None:
    assert {d.code for d in said(tmp_path, words)} == {"A208"}
    assert {d.code for d in said(tmp_path, words, autoria=NAMED)} == {"A212"}


@pytest.mark.parametrize("words", NOT_ONLY_ONE)
def test_a_text_that_says_nothing_of_the_kind(tmp_path: Path, words: str) -> None:
    assert said(tmp_path, words) == []


def said(root: Path, words: str, **changed: object) -> list[Diagnostic]:
    """What is said of a practice with these words in it, of re-identification alone."""
    project = Proyecto(root, guide=False) if not (root / "mkdocs.yml").exists() else None
    path = (project or _again(root)).write("estaciones", text({"Qué hicimos": words}, **changed))
    assert path.is_dir()
    found = redact.check((project or _again(root)).submission("estaciones"))
    return [d for d in found if d.code in ("A208", "A212")]


def _again(root: Path) -> Proyecto:
    project = Proyecto.__new__(Proyecto)
    project.root = root
    return project


TOLD: dict[str, tuple[str, dict[str, object]]] = {
    "municipio": ("Trabajamos en Tumaco con redes.", {"periodo": "2026-T1"}),
    "municipio de varias palabras": ("La sede de San José del Guaviare prestó el patio.", {"periodo": "2026-T1"}),
    "municipio dicho así": ("Es del municipio de Pesca.", {"periodo": "2026-T1"}),
    "departamento de un centro": ("Lo hicimos en el Vaupés.", {"programa": PROGRAMME}),
    "regional de un centro": ("Somos de la regional Amazonas.", {"programa": PROGRAMME}),
    "centro por su nombre": ("El Centro Acuícola y Agroindustrial de Gaira lo prestó.", {"periodo": "2026-T1"}),
    "centro sin tildes": ("el centro acuicola y agroindustrial de gaira lo presto", {"periodo": "2026-T1"}),
    "nombre corto con mayúsculas": ("Lo prestó el Centro Minero.", {"periodo": "2026-T1"}),
    "nombre que se repite, con su regional": (
        "Lo prestó el Centro de Comercio y Servicios.", {"regional": "08", "periodo": "2026-T1"},
    ),
    "SENA de un municipio": ("Pasó en el SENA de Sogamoso.", {"programa": PROGRAMME}),
    "municipio y mes": ("En Tumaco, en marzo de 2026, salimos con redes.", {}),
    "municipio y cargo": ("En Tumaco la coordinadora académica abrió el patio.", {}),
    "centro y mes en el texto": ("Fue en agosto de 2025.", CENTRE),
    "centro y cargo en el texto": ("Lo pidió la subdirectora.", CENTRE),
}  # fmt: skip
NOT_TOLD: dict[str, tuple[str, dict[str, object]]] = {
    "municipio sin más": ("Trabajamos en Tumaco con redes.", {}),
    "departamento grande": ("Lo hicimos en Antioquia y en el Valle del Cauca.", {"periodo": "2026-T1"}),
    "el país": ("Se hace en Colombia.", {"periodo": "2026-T1"}),
    "un tema": ("En Pesca y en Contratación piden lo mismo.", {"periodo": "2026-T1"}),
    "Bogotá es todo el Distrito": ("Lo hicimos en Bogotá.", {"periodo": "2026-T1"}),
    "nombre corto sin mayúsculas": ("Visitamos un centro minero.", {"periodo": "2026-T1"}),
    "nombre de muchos centros": ("Lo prestó un Centro de Comercio y Servicios.", {"periodo": "2026-T1"}),
    "de paso, sin decir dónde": ("Usamos queso de Paipa.", {"periodo": "2026-T1"}),
    "un año solo": ("En 2025 el grupo era otro.", CENTRE),
    "otro país": ("Lo leímos de un curso en Puerto Rico.", {"periodo": "2026-T1"}),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_what_the_text_tells_counts_as_the_field(tmp_path: Path, case: str) -> None:
    words, changed = TOLD[case]
    assert {d.code for d in said(tmp_path, words, **changed)} == {"A208"}


@pytest.mark.parametrize("case", NOT_TOLD)
def test_what_the_text_tells_without_pointing(tmp_path: Path, case: str) -> None:
    words, changed = NOT_TOLD[case]
    assert said(tmp_path, words, **changed) == []


def test_places_in_the_text_of_those_who_sign_are_theirs_to_tell(tmp_path: Path) -> None:
    assert said(tmp_path, "Trabajamos en Tumaco.", periodo="2026-T1", autoria=NAMED) == []


@pytest.mark.parametrize("authors", [NAMED, TEAM])
def test_other_credits_are_warned(tmp_path: Path, authors: list[dict[str, object]]) -> None:
    (found,) = said(tmp_path, "Algo.", autoria=authors, periodo="2026-T1", **CENTRE)
    assert found.code == "A212" and not found.is_error


def test_a_warning_does_not_stop_it_and_an_error_does(tmp_path: Path) -> None:
    from generator.consent.coverage import as_if_granted

    for authors, published in ((NAMED, True), (PSEUDONYM, False)):
        said(tmp_path, "Algo.", autoria=authors, periodo="2026-T1", **CENTRE)
        page, _ = redact.anonymize(as_if_granted(_again(tmp_path).submission("estaciones")))
        assert (page is not None) is published


def test_it_points_at_the_field_and_says_what_to_generalise(tmp_path: Path) -> None:
    (found,) = said(tmp_path, "Algo.", periodo="2026-T1", programa=PROGRAMME, **CENTRE)
    lines = (tmp_path / "practicas/estaciones/index.md").read_text(encoding="utf-8").split("\n")
    assert found.line is not None and lines[found.line - 1].startswith("centro:")
    assert all(f"«{name}»" in found.message for name in ("centro", "area", "periodo", "programa"))
    assert found.hint == "Quite «centro» y deje solo la regional; o quite «periodo» y «programa»."


def test_it_points_at_the_line_of_the_text(tmp_path: Path) -> None:
    words = "Una línea.\n\nOtra, y luego\nla única instructora de joyería."
    (found,) = said(tmp_path, words)
    lines = (tmp_path / "practicas/estaciones/index.md").read_text(encoding="utf-8").split("\n")
    assert found.line is not None and lines[found.line - 1].startswith("la única")
    assert "joyer" not in found.message and "joyer" not in (found.hint or "")


def test_a_centro_in_a_small_regional_is_not_generalised_to_it() -> None:
    (found,) = pointers(practice(regional=SINGLE, centro="9548", periodo="2026-T1"), [])
    assert found.hint.startswith("Quite «centro» y «regional»")


def test_dropping_what_the_hint_says_is_enough() -> None:
    for case in FEW.values():
        record = practice(**case)
        (found,) = pointers(record, [])
        dropped = found.hint.split("; o ")[1]
        less = {**case, **{name: None for name in Practica.model_fields if f"«{name}»" in dropped}}
        if "«rol»" in dropped:
            less["autoria"] = [{"rol": "instructor", "credito": "anonimo"}]
        assert pointers(practice(**less), []) == []


def expedition(**changed: object) -> Expedicion:
    base = fields(
        proposito=["formacion"], inmersion="presencial", territorio={"departamento": "52"},
        pregunta_eje="¿Cómo se aprende mirando?",
    )  # fmt: skip
    return Expedicion.model_validate({**base, **changed})


TUMACO = {"departamento": "52", "municipio": "52835"}
WENT = [{"rol": "instructor", "cuantos": 5}]
EXPEDITIONS: dict[str, tuple[bool, dict[str, object]]] = {
    "municipio y periodo, sin decir cuántos": (True, {"territorio": TUMACO, "periodo": "2026-T1"}),
    "municipio y periodo, cuatro": (
        True, {"territorio": TUMACO, "periodo": "2026-T1", "equipo": [{"rol": "instructor", "cuantos": 4}]},
    ),
    "municipio y periodo, cinco": (False, {"territorio": TUMACO, "periodo": "2026-T1", "equipo": WENT}),
    "cinco de otro papel": (
        True, {"territorio": TUMACO, "periodo": "2026-T1", "equipo": [{"rol": "experto_sector", "cuantos": 9}]},
    ),
    "cinco, pero el centro": (
        True, {"territorio": TUMACO, "regional": "52", "centro": "9535", "periodo": "2026-T1", "equipo": WENT},
    ),
    "departamento grande": (False, {"periodo": "2026-T1"}),
    "departamento de un centro": (True, {"territorio": {"departamento": "86"}, "periodo": "2026-T1"}),
    "departamento y regional iguales, con equipo": (
        False, {"territorio": {"departamento": "86"}, "regional": "86", "periodo": "2026-T1", "equipo": WENT},
    ),
    "otra regional, de un centro": (True, {"regional": SINGLE, "periodo": "2026-T1", "equipo": WENT}),
    "Bogotá": (False, {"territorio": {"departamento": "11", "municipio": "11001"}, "periodo": "2026-T1"}),
}  # fmt: skip


@pytest.mark.parametrize("case", EXPEDITIONS)
def test_expeditions_look_among_those_who_went(case: str) -> None:
    few, changed = EXPEDITIONS[case]
    assert bool(pointers(expedition(**changed), [])) is few


def test_the_text_of_an_expedition_may_name_its_territory() -> None:
    prose = [Passage("index.md", 1, "Llegamos a la canoa en Tumaco.")]
    among = {"territorio": TUMACO, "periodo": "2026-T1", "equipo": WENT}
    assert pointers(expedition(**among), prose) == []
    prose = [Passage("index.md", 1, "Salimos del Centro Minero.")]
    assert pointers(expedition(**among), prose)


@pytest.mark.parametrize(("regional", "warned"), [(SINGLE, True), (BIG, False), (None, False)])
def test_a_replica_in_a_regional_of_one_centro_is_warned(regional: str | None, warned: bool) -> None:
    replica = {"periodo": "2026-T1", "resultado": "funciono", **({"regional": regional} if regional else {})}
    ficha = Ficha.model_validate({"estado": Estado.PUBLICADA, "replicas": [replica]})
    assert bool(list(replica_pointers(ficha))) is warned


@pytest.mark.parametrize(
    ("regional", "state", "stops"),
    [(SINGLE, "publicada", True), (BIG, "publicada", False), (SINGLE, "retirada", False)],
)
def test_a_replica_that_points_stops_the_page(tmp_path: Path, regional: str, state: str, stops: bool) -> None:
    from generator.consent.coverage import as_if_granted

    ficha = {"estado": state, "replicas": [{"periodo": "2026-T1", "resultado": "funciono", "regional": regional}]}
    project = Proyecto(tmp_path, guide=False)
    project.write("estaciones", text(), ficha_yml=yaml.safe_dump(ficha))
    page, found = redact.anonymize(as_if_granted(project.submission("estaciones")))
    assert (page is None) is stops is ("A213" in {d.code for d in found if d.is_error})


def test_long_texts_cost_little() -> None:
    """Nothing in the patterns goes back over a text again and again: ten times the text, no more than ten times."""
    for piece in ("la instructora de ", "en San ", "soy la ", "única y primera ", "no hay otra ", "Centro de "):
        long = piece * 20_000
        for look in (telling.only_one, telling.post, telling.post_with_place, telling.dated):
            look(long)
        list(telling.towns(long, None))
        list(telling.centres(long, None))
