"""The two files that robots and researchers ask for by name: `robots.txt` and `/.well-known/security.txt`."""

from __future__ import annotations

from datetime import date

from generator.site.machines.place import Sitio

SECURITY = ".well-known/security.txt"


def robots_txt(site: Sitio) -> str:
    """Everybody may read everything (RFC 9309); where the map is, when the site knows its address.

    What must not be found says so itself (`noindex`): a robot that may not read a page cannot read that either.
    """
    where = f"\nSitemap: {site.direccion}sitemap.xml\n" if site.direccion else ""
    return f"User-agent: *\nAllow: /\n{where}"


def security_txt(site: Sitio, today: date | None) -> str | None:
    """Whom to tell of a hole (RFC 9116): the mailbox of the role that answers for the site.

    `Expires` is required and is a promise, so it comes from the configuration; without it, or once it has passed,
    there is no file (None).
    """
    if not site.answers(today) or site.vence is None:
        return None
    lines = [
        f"Contact: mailto:{site.contacto.correo}",
        f"Expires: {site.vence.isoformat()}T23:59:59-05:00",
        "Preferred-Languages: es",
    ]
    if site.direccion:
        lines.append(f"Canonical: {site.direccion}{SECURITY}")
    return "\n".join(lines) + "\n"
