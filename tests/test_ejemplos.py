"""The shipped examples: enough of them, varied, marked as examples, and with nobody in them.

They are the first thing a visitor reads and the model that authors copy, so what we ask of submissions is
asked of them here, without going through the generator's own stages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.schema import Expedicion, Ficha, Madurez, Practica
from generator.schema import options as op
from generator.schema.records import Entrega
from generator.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parent.parent
COLLECTIVE = "Equipo pedagógico de un centro"
"""The one collective that examples may be credited to: it stands for no group that exists."""


@dataclass(frozen=True)
class Example:
    folder: Path
    record: Entrega
    ficha: Ficha
    body: str

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def texts(self) -> dict[str, str]:
        """Every text that a reader can meet. `revision.yml` is digests, which hold long runs of digits."""
        files = [p for p in self.folder.rglob("*") if p.suffix in (".md", ".csv", ".yml") and p.name != "revision.yml"]
        return {str(p.relative_to(self.folder)): p.read_text(encoding="utf-8") for p in files}


def _read(folder: Path, model: type[Entrega]) -> Example:
    _, front, body = (folder / "index.md").read_text(encoding="utf-8").split("---\n", 2)
    ficha = Ficha.model_validate(yaml.safe_load((folder / "ficha.yml").read_text(encoding="utf-8")))
    return Example(folder, model.model_validate(yaml.safe_load(front)), ficha, body)


def _all(collection: str, model: type[Entrega]) -> list[Example]:
    """The examples of a collection. A real submission beside them is none of this file's business."""
    found = [_read(d, model) for d in sorted((ROOT / collection).iterdir()) if (d / "index.md").is_file()]
    return [e for e in found if e.record.ejemplo]


PRACTICAS = _all("practicas", Practica)
EXPEDICIONES = _all("expediciones", Expedicion)
EXAMPLES = PRACTICAS + EXPEDICIONES
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)


def _values(examples: list[Example], field: str) -> set[Any]:
    found: set[Any] = set()
    for example in examples:
        value = getattr(example.record, field)
        found.update(value if isinstance(value, list) else {value})
    return found - {None}


def test_there_are_enough() -> None:
    assert len(PRACTICAS) >= 12
    assert len(EXPEDICIONES) >= 4


@pytest.mark.parametrize(
    ("field", "options"),
    [
        ("reto", op.Reto),
        ("tiempo", op.Tiempo),
        ("modalidad_formacion", op.ModalidadFormacion),
        ("enfasis", op.Enfasis),
        ("proceso_fpi", op.ProcesoFPI),
        ("estrategia", op.Estrategia),
        ("conectividad", op.Conectividad),
        ("dificultad", op.Dificultad),
        ("grupo", op.Grupo),
        ("lugar", op.Lugar),
        ("sustento", op.Sustento),
    ],
)
def test_every_value_of_a_facet_is_used_by_some_practica(field: str, options: type[Enum]) -> None:
    assert _values(PRACTICAS, field) == set(options)


def test_every_oferta_and_every_need_is_served() -> None:
    assert _values(PRACTICAS, "oferta") == set(vocabulary("ofertas"))
    assert {a.necesidad for e in PRACTICAS for a in e.record.ajustes} == set(op.Necesidad)


def test_areas_and_territories_are_varied() -> None:
    assert len(_values(PRACTICAS, "area")) >= 11
    assert len({e.record.territorio.departamento for e in EXPEDICIONES if isinstance(e.record, Expedicion)}) >= 5
    assert _values(EXPEDICIONES, "inmersion") == set(op.Inmersion)
    assert _values(EXPEDICIONES, "proposito") == set(op.Proposito)


def test_every_word_of_maturity_is_shown_somewhere() -> None:
    assert {e.ficha.madurez for e in PRACTICAS} == set(Madurez)


@each
def test_is_published_and_has_a_history(example: Example) -> None:
    assert example.ficha.estado is op.Estado.PUBLICADA
    months = [h.mes for h in example.ficha.historial]
    assert months and months == sorted(months)


@each
def test_says_in_its_own_text_that_it_is_an_example(example: Example) -> None:
    assert re.search(r"ejemplo|ilustrativ[oa]|ilustra\b", example.body)


@each
def test_credits_nobody(example: Example) -> None:
    for author in example.record.autoria:
        assert author.credito in (op.Credito.ANONIMO, op.Credito.COLECTIVO)
        assert author.nombre in (None, COLLECTIVE)
    assert example.record.centro is None


@each
def test_holds_no_number_nor_address_of_a_person(example: Example) -> None:
    for name, text in example.texts.items():
        assert not re.search(r"\d{7,}", re.sub(r"(?<=\d)[ .\-](?=\d)", "", text)), name
        assert "@" not in text, name
        assert not re.search(r"https?:|www\.|wa\.me", text), name


@each
def test_is_long_enough_to_be_used_and_short_enough_to_be_read(example: Example) -> None:
    words = len(re.findall(r"\w+", example.body))
    assert 450 <= words <= 900, words


@each
def test_has_the_headings_of_the_template_in_order(example: Example) -> None:
    record = example.record
    headings = re.findall(r"^## (.+)$", example.body, re.MULTILINE)
    template = [*record.sections, *record.offered_sections]
    assert headings == [h for h in template if h in headings]
    assert set(record.sections) <= set(headings)


@each
def test_asks_for_safety_where_the_area_does(example: Example) -> None:
    if vocabulary("areas")[example.record.area].extra["pide_seguridad"] == "si":
        assert example.record.seguridad is not None


@each
def test_refers_only_to_what_is_shipped(example: Example) -> None:
    record, shipped = example.record, {e.folder.name for e in PRACTICAS}
    assert set(record.relacionadas) <= shipped - {example.folder.name}
    if isinstance(record, Expedicion) and record.practicas_recuperadas != "pendiente":
        assert set(record.practicas_recuperadas) <= shipped
    for target in re.findall(r"\]\(([^)]+)\)", example.body):
        assert (example.folder / target).is_file(), target


@each
def test_declares_its_attachments(example: Example) -> None:
    present = {p.name for p in (example.folder / "anexos").glob("*")}
    assert {a.archivo for a in example.record.anexos} == present
    assert all(f"](anexos/{name})" in example.body for name in present)


@each
def test_every_image_is_described_used_and_decided_by_its_digest(example: Example) -> None:
    images = {i.archivo: i for i in example.record.imagenes}
    files = {p.name: p for pattern in ("*.png", "*.jpg") for p in example.folder.glob(pattern)}
    assert images.keys() == files.keys()
    if not images:
        return
    review = yaml.safe_load((example.folder / "revision.yml").read_text(encoding="utf-8"))
    decided = {d["archivo"]: d for d in review["imagenes"]}
    for name, image in images.items():
        assert f"![{image.alt}]({name})" in example.body
        assert image.personas_reconocibles is op.Reconocibles.NINGUNA
        assert decided[name]["sha256"] == hashlib.sha256(files[name].read_bytes()).hexdigest()
        assert decided[name]["decision"] == "publicar"
        assert decided[name]["revisado"] == ["rostros", "carnes", "listas", "pantallas", "chats"]


def test_some_examples_bring_images_attachments_and_relations() -> None:
    assert sum(bool(e.record.imagenes) for e in PRACTICAS) >= 3
    assert sum(bool(e.record.anexos) for e in PRACTICAS) >= 4
    assert all(e.record.relacionadas for e in PRACTICAS)
    recovered = [e.record.practicas_recuperadas for e in EXPEDICIONES if isinstance(e.record, Expedicion)]
    assert "pendiente" in recovered and any(isinstance(r, list) for r in recovered)


@pytest.mark.parametrize(
    "mark",
    [r"^\|.+\|$", r"^- \[ \] ", r"^\[\^1\]: ", r"^!!! \w+ \"", r"^\?\?\? \w+ \"", r"^ *```python$", r"^### ", r"^> "],
)
def test_together_they_use_what_markdown_offers(mark: str) -> None:
    assert any(re.search(mark, e.body, re.MULTILINE) for e in EXAMPLES)
