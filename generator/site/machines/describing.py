"""What the open data say of themselves: their dictionary (Frictionless Data Package) and their metadata (DCAT 3)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.figures.describing import LICENCE
from generator.model import Collection
from generator.site.machines.columns import Column, columns
from generator.site.machines.place import Sitio

TITLE = "Prácticas y expediciones publicadas"
_MEDIA = {"csv": "text/csv", "json": "application/json"}
_WORDS = {Collection.PRACTICAS: "Prácticas publicadas", Collection.EXPEDICIONES: "Expediciones publicadas"}
_MANY = "Varios valores van separados por « | »."


def _about(site: Sitio) -> str:
    return (
        f"Lo que muestran las páginas publicadas de {site.nombre}, sin el relato y sin nombres de personas. "
        "Quien retira lo suyo sale también de aquí. Los ejemplos ilustrativos, que lo dicen, no cuentan hechos."
    )


def package(tables: Mapping[str, bytes], digests: Mapping[str, str], site: Sitio) -> dict[str, object]:
    """The Data Package of these tables."""
    about = _about(site)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "practicas-y-expediciones",
        "title": TITLE,
        "description": about,
        "licenses": [dict(zip(("name", "path", "title"), LICENCE, strict=True))],
        "contributors": [{"title": site.nombre, "roles": ["publisher"]}],
        "resources": [
            {
                "name": collection.value if extension == "csv" else f"{collection.value}-json",
                "path": f"{collection.value}.{extension}",
                "title": _WORDS[collection],
                "description": about,
                "format": extension,
                "mediatype": _MEDIA[extension],
                "encoding": "utf-8",
                "bytes": len(tables[f"{collection.value}.{extension}"]),
                "hash": f"sha256:{digests[f'{collection.value}.{extension}']}",
                **({"schema": _schema(collection)} if extension == "csv" else {}),
            }
            for collection in Collection
            for extension in _MEDIA
        ],
    }


def _schema(collection: Collection) -> dict[str, object]:
    return {
        "missingValues": [""],
        "primaryKey": ["direccion"],
        "fields": [_field(column) for column in columns(collection)],
    }


def _field(column: Column) -> dict[str, object]:
    said = " ".join(filter(None, (column.description, _MANY if column.many else "")))
    field: dict[str, object] = {"name": column.name, "type": column.kind, "title": column.title}
    if said:
        field["description"] = said
    if column.kind == "boolean":
        field |= {"trueValues": ["si"], "falseValues": ["no"]}
    if column.choices:
        field["categories"] = [{"value": code, "label": label} for code, label in column.choices]
        if not column.many:
            field["constraints"] = {"enum": [code for code, _ in column.choices]}
    if column.name == "direccion":
        field["constraints"] = {"required": True, "unique": True}
    return field


def dcat(site: Sitio) -> dict[str, object]:
    """The DCAT metadata, in JSON-LD. Addresses are relative to the folder of the data."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": f"{site.direccion}datos/" if site.direccion else "./",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": TITLE, "@language": "es"},
        "dct:description": {"@value": _about(site), "@language": "es"},
        "dct:identifier": "practicas-y-expediciones",
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/SPA"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": site.nombre},
        "dct:license": {"@id": LICENCE[1]},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/IRREG"},
        "dct:spatial": {"@id": "https://www.geonames.org/3686110/"},
        "dcat:keyword": ["buenas prácticas", "instructores", "formación profesional", "Colombia"],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": {"@value": f"{_WORDS[collection]} ({extension.upper()})", "@language": "es"},
                "dcat:downloadURL": {"@id": f"./{collection.value}.{extension}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:license": {"@id": LICENCE[1]},
            }
            for collection in Collection
            for extension, media in _MEDIA.items()
        ],
    }
