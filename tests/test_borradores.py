"""A draft on disk: what was written is read again as it was, and nothing that was there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.drafting import Draft, TakenError, folder_name, index_md, place
from generator.frontmatter import split
from generator.load import is_slug
from generator.model import Collection

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
_FIELDS = st.dictionaries(
    st.sampled_from(["titulo", "resumen", "recursos", "autoria", "ejemplo"]),
    st.one_of(_TEXT, st.lists(_TEXT, max_size=3), st.booleans(), st.integers(1, 500)),
    max_size=5,
)


@given(_FIELDS)
def test_fields_are_read_again_as_they_were_written(fields: dict[str, object]) -> None:
    front, findings = split(index_md(Draft(Collection.PRACTICAS, fields, "## La situación\n\nTexto.")), "index.md")
    assert front is not None, findings
    assert dict(front.data) == fields
    assert front.body.strip() == "## La situación\n\nTexto."


def test_fields_stand_in_the_order_in_which_authors_are_asked() -> None:
    text = index_md(Draft(Collection.PRACTICAS, {"autoria": [], "area": "tic", "titulo": "Uno"}, "## La situación"))
    assert [line.split(":")[0] for line in text.splitlines()[1:4]] == ["titulo", "area", "autoria"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Evaluar sin filas en el taller de frenos", "evaluar-filas-taller-frenos"),
        ("¿Año nuevo? Ñapa y güiro", "ano-nuevo-napa-guiro"),
        ("De la y con el", "de-la-y-con-el"),
        ("¡¡!!", None),
        ("aux", None),
        ("x" * 200, None),
    ],
)
def test_a_title_suggests_a_folder(title: str, name: str | None) -> None:
    assert folder_name(title) == name


@given(_TEXT)
def test_what_is_suggested_serves(title: str) -> None:
    name = folder_name(title)
    assert name is None or is_slug(name)


def test_a_draft_never_takes_the_place_of_another(tmp_path: Path) -> None:
    draft = Draft(Collection.PRACTICAS, {"titulo": "Uno"}, "## La situación", {"anexos/a.md": b"# A\n"})
    assert place(tmp_path, "huerta-vertical", draft) == "practicas/huerta-vertical"
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert {p.relative_to(tmp_path).as_posix() for p in before} == {
        "practicas/huerta-vertical/index.md",
        "practicas/huerta-vertical/anexos/a.md",
    }
    with pytest.raises(TakenError):
        place(tmp_path, "huerta-vertical", draft)
    with pytest.raises(ValueError, match="slug"):
        place(tmp_path, "../fuera", draft)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
