"""The form as one file: markup, style, script and lists inside, and not one address that it asks for.

The policy in its head lets run the script that is here, by its digest, and lets nothing be loaded or sent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.forms.describing import MODELS, Models, description

PLACE = "aportar/formulario.html"
"""Where the form is in the site."""

SCRIPTS = tuple(
    "base texto yaml zip avisos fotos borrador campos opciones revisar vista paquete archivos enviar inicio".split()
)
"""The script's parts in `pagina/`, in the order in which they are put together: each uses those before it."""

_TOKENS = re.compile(r"--iq-[a-z-]+: #[0-9a-f]+;")
_SCHEMES = ("default", "slate")
_ANSWERS = re.compile(rb'<script type="application/json" id="responde">([^<]*)</script>')


@dataclass(frozen=True, slots=True, repr=False)
class Answers:
    """Who takes what is sent: a role and its mailbox, and the name of the site."""

    rol: str
    correo: str
    sitio: str

    @property
    def configured(self) -> bool:
        """Whether there is a mailbox: the one that comes with the project reaches nobody."""
        return not re.search(r"@example\.(?:com|net|org)$", self.correo)


def form_html(answers: Answers, models: Models = MODELS) -> bytes:
    """The whole file. The same answers and schema give the same bytes."""
    script, style = _script(), _style()
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
        _text("formulario.html.j2")
    )
    html = page.render(
        script=Markup(script),  # noqa: S704 - a file of ours
        style=Markup(style),  # noqa: S704 - a file of ours
        script_digest=_digest(script),
        style_digest=_digest(style),
        description=_json(description(models)),
        answers=_json(asdict(answers)),
        configured=answers.configured,
        correo=answers.correo,
        rol=answers.rol,
        sitio=answers.sitio,
    )
    return html.encode()


def answers_in(data: bytes) -> Answers | None:
    """Who a form that was built says that it is sent to; None when it does not say it as `form_html` does.

    With it, whoever checks a form can make it again and compare.
    """
    match = _ANSWERS.search(data)
    try:
        return Answers(**json.loads(match[1])) if match else None
    except (ValueError, TypeError):
        return None


def _json(value: object) -> Markup:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - no marks


def _text(name: str) -> str:
    return resources.files(__package__).joinpath("pagina", name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    parts = "\n".join(_text(f"{name}.js") for name in SCRIPTS)
    return f'\n(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _style() -> str:
    """The form's style over the colours of the site, which are its own stylesheet's."""
    css = resources.files("generator.site").joinpath("theme", "assets", "inspira", "inspira.css").read_text("utf-8")
    light, dark = (
        _TOKENS.findall(css.partition(f'[data-md-color-scheme="{scheme}"] {{')[2].partition("}")[0])
        for scheme in _SCHEMES
    )
    colours = f":root {{ color-scheme: light; {' '.join(light)} }}\n"
    colours += f"@media (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {' '.join(dark)} }} }}\n"
    return f"\n{colours}{_text('formulario.css')}"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
