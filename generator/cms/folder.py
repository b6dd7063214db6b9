"""The folder that the house puts on the intake's own server: a page of ours, the configuration and Decap."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.cms.config import FILE, cms_config, services
from generator.cms.fields import fields_of
from generator.cms.settings import Settings
from generator.model import Collection

_OWN = ("espanol.js", "inicio.js", "estilo.css")


def cms_files(settings: Settings, decap: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Every file of the folder, by name. The same settings, schema and package give the same bytes."""
    return assemble(cms_config(settings), services(settings), settings.formulario, decap)


def assemble(config: str, origins: Sequence[str], form: str | None, decap: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files for a configuration; `origins` are the only ones that the browser may talk to besides its own."""
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        _read("index.html.j2").decode()
    )
    order = {kind.value: [field["name"] for field in fields_of(kind.model)] for kind in Collection}
    html = page.render(politica=policy(origins), formulario=form, orden=Markup(json.dumps(order)))  # noqa: S704 - names of fields
    return {**decap, **{name: _read(name) for name in _OWN}, FILE: config.encode(), "index.html": html.encode()}


def policy(origins: Sequence[str]) -> str:
    """What the page may load and where it may send: nothing of any third party.

    Decap compiles the check of its configuration as it starts (`unsafe-eval`) and writes its styles into the page
    (`unsafe-inline`); without them it does not start.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
            "script-src 'self' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data:",
            "font-src 'self' data:",
            " ".join(("connect-src 'self' blob:", *origins)),
        )
    )


def _read(name: str) -> bytes:
    return resources.files(__package__).joinpath("pagina", name).read_bytes()
