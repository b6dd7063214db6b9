"""The preview says exactly what the page will say, whatever the author wrote, and stands alone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.compose import compose_alone
from generator.model import Anonymized
from generator.pipeline import accept
from generator.preview import preview_html
from tests.fabrica import REPO, TODAY, Proyecto, text
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


def test_a_pull_request_gets_the_preview_of_each_folder_that_changed(tmp_path: Path) -> None:
    """The step of the workflow, with a command in the place of `inspira` that refuses one of them."""
    flow = yaml.safe_load((REPO / ".github/workflows/entregas.yml").read_text(encoding="utf-8"))
    (step,) = [s for s in flow["jobs"]["entrega"]["steps"] if "site/vistas-previas" in s.get("run", "")]
    base = tmp_path / "base"
    command = base / ".venv/bin/inspira"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\ncase "$2" in *rechazada) exit 1;; esac\necho "$2" > "$4"\n', encoding="utf-8")
    command.chmod(0o755)
    (base / "expediciones").mkdir()
    (tmp_path / "marca").touch()
    for name, seconds in (("de-antes", -60), ("nueva", 60), ("rechazada", 60), ("$(touch huy) x", 60)):
        index = base / "practicas" / name / "index.md"
        index.parent.mkdir(parents=True)
        index.touch()
        when = (tmp_path / "marca").stat().st_mtime + seconds
        for path in (index, index.parent):
            os.utime(path, (when, when))
    environment = {**os.environ, "GITHUB_STEP_SUMMARY": str(tmp_path / "resumen")}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=base, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    made = sorted(p.name for p in (base / "site/vistas-previas").iterdir())
    assert made == ["practicas-$(touch huy) x.html", "practicas-nueva.html"]
    assert not (base / "huy").exists() and "rechazada" not in done.stdout and "::notice" in done.stdout
