"""Decap's `config.yml`: the collections from the schema, the repository from the settings.

Open authoring and forks are never asked for: a fork is as public as what it is a fork of, and drafts would be in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from generator.cms.fields import fields_of
from generator.cms.settings import Settings
from generator.load import MAX_SLUG
from generator.model import Collection

FILE = "config.yml"
_NEUTRAL = {
    "create": "{{collection}}: borrador",
    "update": "{{collection}}: cambios",
    "delete": "{{collection}}: se quita un archivo",
    "uploadMedia": "Se agrega un archivo",
    "deleteMedia": "Se quita un archivo",
}
"""Messages in the history that name nobody and no title: they stay when the entry is gone."""


def cms_config(settings: Settings) -> str:
    """The configuration for a private repository. The same settings and schema give the same text."""
    # Where something breaks, Decap offers to tell it: to the private repository, not to Decap's, which is public.
    reports = {"issue_reports": {"url": _reports(settings)}}
    return _yaml({"backend": _backend(settings), "local_backend": False, **reports, **_common()})


def local_config(address: str) -> str:
    """A configuration for trying it on this machine alone, against a `decap-server` at `address`."""
    backend = {"name": "git-gateway", "branch": "main", "commit_messages": _NEUTRAL}
    return _yaml({"backend": backend, "local_backend": {"url": address}, **_common()})


def artefacts() -> Mapping[str, bytes]:
    """What the schema says to the editor, by its path in the project, without any repository: to see it change."""
    return {"esquemas/cms.yml": _yaml({"collections": _collections()}).encode()}


def services(settings: Settings) -> tuple[str, ...]:
    """The origins that the browser talks to: the service's, and the one through which one enters."""
    backend = _backend(settings)
    addresses = (backend.get("api_root", "https://api.github.com"), backend.get("base_url"))
    return tuple(dict.fromkeys(_origin(address) for address in addresses if address))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _backend(settings: Settings) -> dict[str, Any]:
    common = {"name": settings.servicio, "repo": settings.repositorio, "branch": settings.rama}
    entry: dict[str, Any]
    if settings.servicio == "gitlab":
        entry = {
            "auth_type": "pkce",
            "app_id": settings.aplicacion,
            "base_url": settings.direccion,
            "api_root": f"{settings.direccion}/api/v4",
        }
    elif settings.servicio == "forgejo":
        entry = {
            "app_id": settings.aplicacion,
            "base_url": settings.direccion,
            "api_root": f"{settings.direccion}/api/v1",
        }
    else:
        own = {"api_root": f"{settings.direccion}/api/v3"} if settings.direccion else {}
        entry = {"base_url": settings.puerta, "auth_endpoint": "auth", **own}
    return {**common, **entry, "commit_messages": _NEUTRAL}


def _reports(settings: Settings) -> str:
    place = f"{settings.direccion or 'https://github.com'}/{settings.repositorio}"
    return f"{place}/-/issues/new" if settings.servicio == "gitlab" else f"{place}/issues/new"


def _common() -> dict[str, Any]:
    return {
        "publish_mode": "editorial_workflow",
        "locale": "es",
        "show_preview_links": False,
        "search": False,
        # Decap asks for a folder of the whole site; each entry has its own beside it.
        "media_folder": "practicas",
        "public_folder": "",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "collections": _collections(),
    }


def _collections() -> list[dict[str, Any]]:
    return [_collection(kind) for kind in Collection]


def _collection(kind: Collection) -> dict[str, Any]:
    fields = fields_of(kind.model)
    title = fields[0]["name"]
    singular = kind.singular.capitalize()
    return {
        "name": kind.value,
        "label": {"practicas": "Prácticas", "expediciones": "Expediciones"}[kind.value],
        "label_singular": singular,
        "folder": kind.value,
        # A title is longer than a folder's name may be; what Decap adds to a name that is taken must fit too.
        "slug": f"{{{{{title} | truncate({MAX_SLUG - 5}, '')}}}}",
        "path": "{{slug}}/index",
        "media_folder": "",
        "public_folder": "",
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": title,
        "summary": f"{{{{{title}}}}}",
        "sortable_fields": [title],
        "create": True,
        # The house publishes and removes, in the service that keeps the repository.
        "publish": False,
        "delete": False,
        "editor": {"preview": False},
        "fields": fields,
    }


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # libyaml, where PyYAML came with it
    """Writes every list out: an anchor would stand for a reader of the file as one more thing to know."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _yaml(value: object) -> str:
    note = "# Lo escribe `inspira cms` a partir del esquema: no lo cambie a mano.\n"
    return note + yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10**6)
