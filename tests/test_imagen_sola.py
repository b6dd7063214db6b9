"""A JPEG that goes to the public repository is its picture and nothing else, to the last bit.

The canary names are made up from name parts.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from PIL import Image

from generator.audit.images import hides
from generator.cli import main
from generator.images import clean_copy
from tests.fabrica import CANARY_NAME, Proyecto, text
from tests.test_publicar import everything, git, project, publish

__all__ = ["project"]
HIDDEN = CANARY_NAME.encode()
END, SCAN, RESTART, QUANTITIES = b"\xff\xd9", b"\xff\xda", b"\xff\xd0", b"\xff\xdb"


def jpeg(mode: str = "RGB", size: tuple[int, int] = (161, 40), noise: int = 60, **how: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, noise).convert(mode).save(out, "JPEG", **how)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("size", [(161, 40), (1, 1), (17, 33), (8, 200)])
@pytest.mark.parametrize("noise", [0, 60])
def test_any_picture_in_the_simple_form_passes_and_a_byte_more_does_not(
    mode: str, size: tuple[int, int], noise: int
) -> None:
    for quality, subsampling, optimize in ((10, 2, True), (82, 1, False), (100, 0, True)):
        data = jpeg(mode, size, noise, quality=quality, subsampling=subsampling, optimize=optimize)
        assert hides(data) is None, quality
        assert all(hides(data[:-2] + more + END) for more in (b"a", HIDDEN)), quality


def _before(mark: bytes, data: bytes, *, second: bool = False) -> bytes:
    at = data.index(mark, data.index(mark) + 1 if second else data.index(SCAN) if mark == RESTART else 0)
    return data[:at] + HIDDEN + data[at:]


def _unused(data: bytes) -> bytes:
    """A table of quantities that nothing asks for, made of a text."""
    body = b"\x03" + (HIDDEN * 3)[:64]
    return data[:2] + QUANTITIES + (2 + len(body)).to_bytes(2, "big") + body + data[2:]


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(lambda: jpeg() + HIDDEN, id="después del final"),
        pytest.param(lambda: jpeg()[:-2] + HIDDEN + END, id="antes del final"),
        pytest.param(lambda: jpeg(progressive=True)[:-2] + HIDDEN + END, id="antes del final, por pasadas"),
        pytest.param(lambda: _before(SCAN, jpeg(progressive=True), second=True), id="entre dos pasadas"),
        pytest.param(lambda: _before(RESTART, jpeg(restart_marker_blocks=2)), id="antes de un reinicio"),
        pytest.param(lambda: _unused(jpeg()), id="una tabla que nadie usa"),
        pytest.param(lambda: jpeg(progressive=True), id="por pasadas: no se puede saber"),
        pytest.param(lambda: jpeg(restart_marker_blocks=2), id="con reinicios: no se puede saber"),
        pytest.param(lambda: jpeg()[:-40] + END, id="incompleta"),
    ],
)
def test_what_may_hide_does_not_pass_and_saved_again_it_does(planted: Callable[[], bytes]) -> None:
    data = planted()
    assert hides(data)
    saved = clean_copy(data, same_kind=True).data
    assert hides(saved) is None and HIDDEN not in saved


def test_an_image_with_a_text_at_its_end_stays_until_it_is_saved_again(project: Proyecto) -> None:
    story = {"Qué hicimos": "Así.\n\n![Una mesa verde](mesa.jpg)"}
    pictures = [{"archivo": "mesa.jpg", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    index = text(story, titulo="Una con una foto", imagenes=pictures)
    path = project.folder("una") / "mesa.jpg"
    path.write_bytes(jpeg(size=(900, 600))[:-2] + HIDDEN + END)
    project.write("una", index)

    def agreed() -> str:
        project.decide("una", "mesa.jpg")
        project.consent("una")
        return publish(project).output + git(project, "ls-tree", "-r", "--name-only", "publicado")

    assert "practicas/una/mesa.jpg" not in agreed().split() and CANARY_NAME not in everything(project)
    words = ["anonimizar", "practicas/una", "--proyecto", str(project.root), "--solo-seguros"]
    assert "1 imagen" in CliRunner().invoke(main, words).output
    assert "practicas/una/mesa.jpg" in agreed().split()
