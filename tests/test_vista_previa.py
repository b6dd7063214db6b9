"""The preview says exactly what the page will say, whatever the author wrote, and stands alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.accepting import accept
from generator.compose import compose_alone
from generator.model import Anonymized
from generator.preview import preview_html
from tests.fabrica import TODAY, Proyecto, text
from tests.test_paginas import HOSTILE, Reader, engine, words_of

# Words that look like the marks that a preview changes on its way to one file.
LIKE_MARKS = [
    'Texto con srcset="foto.jpg 2x" y nada más',
    'Texto con src="imagen-7.jpg" y nada más',
    'Un &lt;img src="imagen-1-900.jpg"&gt; escrito y no puesto',
    "El enlace <a href='../../otra/'> no se cierra",
    "AT&T &amp; R&D &copy; &#65;",
    "## Otro título {#que-hicimos}",
]


class Main(Reader):
    """The words of `<main>` only."""

    inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside |= tag == "main"
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            super().handle_data(data)


def made(project: Proyecto, index: str, **files: str) -> Anonymized:
    project.write("estaciones", index, **files)
    project.consent("estaciones")
    accepted = accept(project.root, TODAY)
    assert [a.folder for a in accepted.anonymized] == ["practicas/estaciones"], accepted.findings
    return accepted.anonymized[0]


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return Proyecto(tmp_path, guide=False)


@pytest.mark.parametrize("wild", [*LIKE_MARKS, *(t for t in HOSTILE if "<script" not in t and "<img" not in t)])
def test_the_words_are_those_of_the_page(project: Proyecto, wild: str) -> None:
    body = f"Así: `{wild}`\n\n```html\n{wild}\n```\n"
    long = f"{wild} y un texto cualquiera"[:90]
    one = made(project, text({"Qué hicimos": body}, titulo=long, resumen=long, recursos=[long]))
    page = Reader(engine(compose_alone(one)[0])).text.replace("¶", "")
    assert words_of(Main(preview_html(one)).text) == words_of(page)
    assert words_of(wild) in words_of(page)


def test_images_travel_inside_and_nothing_else_is_loaded(project: Proyecto) -> None:
    entry = {"archivo": "mesa.png", "alt": 'Una mesa con src="imagen-7.jpg"', "personas_reconocibles": "ninguna"}
    project.folder("estaciones")
    project.image("estaciones", "mesa.png")
    html = preview_html(made(project, text({"Qué hicimos": "![Una mesa](mesa.png)"}, imagenes=[entry])))
    (image,) = [a for t, a in Reader(html).tags if t == "img"]
    assert (image["src"] or "").startswith("data:image/") and "srcset" not in image
    assert image["alt"] == "Una mesa"
    assert not re.search(r"""(?:src|href)=["'](?!data:|#|mailto:|https://creativecommons\.org/)""", html)
    assert not re.search(r"""url\((?!["']?data:)""", html)
    assert not {t for t, _ in Reader(html).tags} & {"script", "link", "iframe"}


def test_links_that_lead_nowhere_leave_their_words(project: Proyecto) -> None:
    body = "[la de al lado](../estaciones/) y [fuera](https://example.org/) y [abajo](#como-citar)"
    html = preview_html(made(project, text({"Qué hicimos": body})))
    links = [a["href"] or "" for t, a in Reader(html).tags if t == "a"]
    assert links and all(x.startswith(("#", "mailto:", "https:")) for x in links)
    assert "https://example.org/" in links
    assert "la de al lado" in html
