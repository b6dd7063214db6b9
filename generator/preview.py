"""What an author is asked to consent to: the page as it will be, in one file that needs nothing else."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import tempfile
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.compose import compose_alone
from generator.model import Anonymized

_HEADING = re.compile(r"(#+) (.*) \{#([a-z0-9-]+)\}")
_SOURCE = re.compile(r'(?<= src=")(imagen-[0-9-]+\.[a-z]+)(?=")')
_SRCSET = re.compile(r' srcset="[^"]*"')
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def preview_html(anonymized: Anonymized) -> str:
    """The page of a submission as a single HTML file: styles and images inside, no script, no address outside."""
    markdown, images = compose_alone(anonymized)
    body = "\n".join(_html_line(line) for line in markdown.partition("\n---\n")[2].splitlines())
    body = _SOURCE.sub(lambda m: _data_url(m[1], images), _SRCSET.sub("", body))
    template = resources.files("generator.site").joinpath("templates", "vista_previa.html.j2")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template.read_text(encoding="utf-8"))
    return page.render(titulo=anonymized.record.titulo, cuerpo=Markup(body))  # noqa: S704 - staged HTML is clean


def _html_line(line: str) -> str:
    """A staged line is either one of our headings or a chunk of clean HTML."""
    if match := _HEADING.fullmatch(line):
        level = min(len(match[1]), 6)
        return f'<h{level} id="{match[3]}">{match[2]}</h{level}>'
    return line


def _data_url(name: str, images: dict[str, bytes]) -> str:
    kind = "png" if name.endswith(".png") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(images[name]).decode()}"


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
