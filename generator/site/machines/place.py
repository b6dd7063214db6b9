"""What the configuration says of the site itself: its name, its address, who answers, and until when that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.site.pages import Contact, contact_of


@dataclass(frozen=True, slots=True)
class Sitio:
    """The site as `mkdocs.yml` describes it. `vence` is the last day on which what security.txt says holds."""

    descripcion: str = ""
    contacto: Contact = field(default_factory=Contact)
    vence: date | None = None

    @property
    def nombre(self) -> str:
        """The name of the site, one for every page and every program."""
        return self.contacto.nombre

    @property
    def direccion(self) -> str:
        """The public address with its last slash, "" when it is not known."""
        return self.contacto.direccion

    def answers(self, today: date | None) -> bool:
        """Whether somebody said until when security.txt holds, and that day has not passed."""
        return self.vence is not None and today is not None and self.vence >= today


def site_of(config: Mapping[str, object]) -> Sitio:
    """The site of a loaded mkdocs.yml; `extra.seguridad.vence` is a day (AAAA-MM-DD), None when it is not one."""
    extra = config.get("extra")
    security = extra.get("seguridad") if isinstance(extra, Mapping) else None
    until = security.get("vence") if isinstance(security, Mapping) else None
    return Sitio(str(config.get("site_description") or ""), contact_of(config), _day(until))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def notes(site: Sitio, today: date | None) -> tuple[str, ...]:
    """What is left out for want of configuration, in plain words for whoever builds."""
    said = []
    if not site.direccion:
        said.append(
            "mkdocs.yml no dice site_url: no hay canales para seguir (Atom y JSON Feed), el mapa del sitio queda vacío "
            "y al compartir una página no sale su imagen."
        )
    if not site.answers(today):
        why = "ya pasó" if site.vence else "no está"
        said.append(f"mkdocs.yml: extra.seguridad.vence {why}, así que no hay security.txt.")
    return tuple(said)
