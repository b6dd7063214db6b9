"""`cms/ajustes.yml`: where the private intake repository is. It never holds a secret, and is no part of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints, ValidationError

from generator.schema.records import Record
from generator.strictyaml import strict_yaml

PLACE = "cms/ajustes.yml"
EXAMPLE = """\
servicio: gitlab                              # gitlab, forgejo o github
direccion: https://gitlab.example.org         # con github.com no hace falta
repositorio: equipo/recepcion                 # el privado
rama: main
aplicacion: el-identificador-de-la-aplicacion # gitlab y forgejo: el que da el servicio; no es secreto
# puerta: https://entrada.example.org         # solo github: el servidor OAuth propio
# formulario: https://example.org/aportar/formulario.html
"""


class SettingsError(ValueError):
    """The settings are missing or do not fit; each of `args` is a sentence that says what is wrong, quoting nothing."""


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError
    return value.rstrip("/")


Address = Annotated[str, StringConstraints(max_length=300), AfterValidator(_address)]


class Settings(Record):
    """Which service keeps the private repository, and how one enters it."""

    servicio: Literal["gitlab", "forgejo", "github"]
    repositorio: Annotated[str, StringConstraints(pattern=r"^[\w.-]+(?:/[\w.-]+)+$", max_length=200)]
    rama: Annotated[str, StringConstraints(pattern=r"^[\w./-]+$", max_length=100)] = "main"
    direccion: Address | None = None
    aplicacion: Annotated[str, StringConstraints(pattern=r"^[\w-]+$", max_length=200)] | None = None
    puerta: Address | None = None
    formulario: Address | None = None


_WHAT = {
    "servicio": "«servicio» es gitlab, forgejo o github.",
    "repositorio": "«repositorio» es equipo/nombre, como en la dirección del servicio.",
    "rama": "«rama» es el nombre de la rama principal.",
    "direccion": "«direccion» es la del servicio: https://…, sin contraseña ni parámetros.",
    "aplicacion": "«aplicacion» es el identificador que da el servicio, sin espacios.",
    "puerta": "«puerta» es la dirección https://… del servidor OAuth propio.",
    "formulario": "«formulario» es la dirección https://… del formulario en el sitio.",
}
_NEEDED = {
    "gitlab": ("direccion", "aplicacion"),
    "forgejo": ("direccion", "aplicacion"),
    "github": ("puerta",),
}


def load_settings(project: Path) -> Settings:
    """The settings of a project. Raises SettingsError when there are none or they do not fit, OSError."""
    path = project / PLACE
    if not path.is_file():
        raise SettingsError(f"Falta {PLACE}, que dice dónde está el repositorio privado.")
    data, _, findings = strict_yaml(path.read_text(encoding="utf-8", errors="replace"), PLACE)
    if data is None:
        raise SettingsError(*(f"Línea {f.line}: {f.message}" for f in findings))
    return settings_of(data)


def settings_of(data: Any) -> Settings:
    """Plain values as settings. Raises SettingsError with one sentence for each thing that does not fit."""
    known = {k: v for k, v in data.items() if v is not None}
    if known.get("servicio") == "gitea":
        raise SettingsError(
            "Decap no revisa antes de publicar con Gitea: lo que se guarda entraría derecho a la rama principal. "
            "Con Forgejo, GitLab o GitHub sí."
        )
    try:
        settings = Settings.model_validate(known)
    except ValidationError as error:
        keys = dict.fromkeys(str(item["loc"][0]) for item in error.errors(include_input=False, include_url=False))
        raise SettingsError(*(_WHAT.get(key, "Hay un ajuste que no se conoce.") for key in keys)) from None
    missing = [name for name in _NEEDED[settings.servicio] if getattr(settings, name) is None]
    if missing:
        raise SettingsError(*(f"Falta un ajuste: {_WHAT[name]}" for name in missing))
    return settings
