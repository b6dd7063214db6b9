"""What an author is asked to consent to: the page as it will be, in one file that needs nothing else."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path, PurePosixPath

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.compose import compose_alone
from generator.model import Anonymized
from generator.site.markup import one_line
from generator.site.pages import Contact

_HEADING = re.compile(r"(#+) (.*) \{#([a-z0-9_-]+)\}")
_URL = re.compile(r'url\("([^"]+)"\)')
_MEDIA_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
_LEADS = ("#", "https:", "http:", "mailto:")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
Attributes = list[tuple[str, str | None]]


def preview_html(anonymized: Anonymized, contact: Contact | None = None) -> str:
    """The page of a submission as a single HTML file: styles and images inside, no script, no address to load."""
    body, images = page_html(anonymized, contact)
    site = resources.files("generator.site")
    template = site.joinpath("templates", "vista_previa.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    return page.render(
        titulo=one_line(anonymized.record.titulo),
        estilo=Markup(_styles()),  # noqa: S704 - files of ours
        cuerpo=Markup(standing_alone(body, images)),  # noqa: S704 - staged HTML is clean
    )


def standing_alone(body: str, images: Mapping[str, bytes]) -> str:
    """Clean HTML of a page with its images inside, and no link to a page that is not there."""
    alone = _Alone(images)
    alone.feed(body)
    alone.close()
    return "".join(alone.pieces)


def page_html(anonymized: Anonymized, contact: Contact | None = None) -> tuple[str, dict[str, bytes]]:
    """The page of a submission by itself as clean HTML, without what surrounds it, and its images by name."""
    markdown, images = compose_alone(anonymized, contact)
    return "\n".join(_html_line(line) for line in markdown.partition("\n---\n")[2].splitlines()), images


def _html_line(line: str) -> str:
    """A staged line is either one of our headings or a chunk of clean HTML."""
    if match := _HEADING.fullmatch(line):
        level = min(len(match[1]), 6)
        return f'<h{level} id="{match[3]}">{match[2]}</h{level}>'
    return line


class _Alone(HTMLParser):
    """Makes clean HTML stand alone, tag by tag, with every text as it is.

    Images bring their data with them; a link to another page of the site, which a single file does not have,
    leaves its words.
    """

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._images = images
        self._links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "source":
            return  # one version is enough for a file that carries its own
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "").startswith(_LEADS))
            if not self._links[-1]:
                return
        self.pieces.append(self._image(attrs) if tag == "img" else self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag != "a" or (self._links and self._links.pop()):
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def _image(self, attrs: Attributes) -> str:
        kept = {name: value or "" for name, value in attrs if name not in ("srcset", "sizes", "loading")}
        kept["src"] = data_url(kept["src"], self._images[kept["src"]])
        return "<img" + "".join(f' {name}="{escape(value)}"' for name, value in kept.items()) + ">"


def data_url(name: str, data: bytes) -> str:
    """A file of ours as an address that brings it along; its type is told by its name."""
    return f"data:{_MEDIA_TYPES[PurePosixPath(name).suffix]};base64,{base64.b64encode(data).decode()}"


def _styles() -> str:
    """The stylesheet of the site with its fonts inside."""
    assets = resources.files("generator.site").joinpath("theme", "assets", "inspira")
    css = assets.joinpath("inspira.css").read_text(encoding="utf-8")
    return _URL.sub(lambda m: f'url("{data_url(m[1], assets.joinpath(m[1]).read_bytes())}")', css)


def preview_pdf(html: str) -> bytes | None:
    """The same as PDF, printed by a browser of this computer; None where there is none or it fails."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "vista.html"), Path(folder, "vista.pdf")
        page.write_text(html, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"]
        command += ["--disable-background-networking", "--disable-sync", f"--user-data-dir={folder}/perfil"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=120, check=True)
            return out.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None
