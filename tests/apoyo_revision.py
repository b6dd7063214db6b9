"""What the tests of reviews share."""

from __future__ import annotations

from generator.load import Bundle, discover
from tests.fabrica import Proyecto, text


def bundle_of(project: Proyecto, name: str = "uno") -> Bundle:
    return next(b for b in discover(project.root)[0] if b.slug == name)


def with_image(project: Proyecto, words: str = "", name: str = "uno") -> None:
    """A bundle with an image that nobody has looked at."""
    entry = {"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}
    project.write(name, text({"Qué hicimos": f"{words}\n\n![Una mesa verde](mesa.png)"}, imagenes=[entry]))
    project.image(name, "mesa.png", decided=False)
