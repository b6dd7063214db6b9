"""Who answers for the site and where the site is: the one address that readers write to, whatever they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from generator.site.words import SITE_NAME


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for the site, a role and its mailbox, never a person; where it is, "" when unknown; its name."""

    rol: str = "Escuela Nacional de Instructores (contacto por definir)"
    correo: str = "contacto@example.org"
    direccion: str = ""
    nombre: str = SITE_NAME

    def mailto(self, subject: str, body: str = "") -> str:
        """A `mailto:` address with its subject, and what the message begins with."""
        return f"mailto:{quote(self.correo, safe='@.+-_')}?{message(subject, body)}"


def message(subject: str, body: str) -> str:
    """Subject and body of a message as RFC 6068 has them."""
    return f"subject={quote(subject)}" + (f"&body={quote(body.replace(chr(10), chr(13) + chr(10)))}" if body else "")


def contact_of(config: Mapping[str, object]) -> Contact:
    """The contact in `extra.contacto` of a loaded mkdocs.yml, the placeholder where it is not set; address and name."""
    extra = config.get("extra")
    given = extra.get("contacto") if isinstance(extra, Mapping) else None
    if not isinstance(given, Mapping):
        given = {}
    default = Contact()
    return Contact(
        str(given.get("rol", default.rol)),
        str(given.get("correo", default.correo)),
        address_of(config),
        " ".join(str(config.get("site_name") or "").split()) or default.nombre,
    )


def address_of(config: Mapping[str, object]) -> str:
    """The public address of the site (`site_url` of a loaded mkdocs.yml) with its last slash; "" when not set."""
    address = config.get("site_url")
    return f"{address.strip().rstrip('/')}/" if isinstance(address, str) and address.strip() else ""
