"""What a release says of itself: the dictionary of its tables (Frictionless) and its metadata (W3C DCAT 3)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.disclosure.reading import LABEL, SYMBOL
from generator.figures.catalog import THEME_THRESHOLD, THRESHOLD, Kind
from generator.figures.release import Release

LICENCE = ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "Creative Commons BY-SA 4.0")
METHOD = (
    "Un número se publica cuando detrás hay al menos {threshold} personas distintas de cada lado que cuenta (las "
    "acompañadas y las que acompañan). Los demás llevan «{symbol}», y con ellos otros que harían falta para que nadie "
    "los averigüe con restas: el símbolo es el mismo, para que no se sepa cuáles eran pequeños. En los aspectos del "
    "autodiagnóstico, que no se suman, son {themes} personas, y el símbolo dice que son menos. Antes de publicar se "
    "atacan todas las tablas juntas, con las de trimestres anteriores. Los ceros se publican. Nada va por centro."
)
_MEASURE = f"Un entero desde 0, o «{SYMBOL}» si no se publica."
_WORDS = {
    "regional": "Código de la regional (el del departamento, DANE); vacío es todo el país.",
    "tipo": "Tipo de acompañamiento; vacío es todos.",
    "enfasis": "Énfasis del acompañamiento; vacío es todos.",
    "ambiente": "Ambiente del acompañamiento; vacío es todos.",
    "aspecto": "Aspecto del instrumento de autodiagnóstico.",
}
_CREATOR = "Escuela Nacional de Instructores"


def described(release: Release, files: Mapping[str, tuple[int, str]]) -> dict[str, object]:
    """The Data Package of a release. `files`: bytes and SHA-256 of each file."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"cifras-{release.name.lower()}",
        "title": title(release),
        "description": method(),
        "version": str(release.version),
        "ilustrativo": release.illustrative,
        "corrige": release.corrects,
        "licenses": [dict(zip(("name", "path", "title"), LICENCE, strict=True))],
        "contributors": [{"title": _CREATOR, "roles": ["publisher"]}],
        "resources": [
            _resource(figure.kind, extension, *files[f"{figure.kind.key}.{extension}"])
            for figure in release.figures
            for extension in ("csv", "json")
        ],
    }


def dcat(release: Release) -> dict[str, object]:
    """The DCAT metadata of a release, in JSON-LD. Addresses are relative to its folder."""
    year, number = int(release.quarter[:4]), int(release.quarter[-1])
    ends = ("03-31", "06-30", "09-30", "12-31")[number - 1]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": title(release), "@language": "es"},
        "dct:description": {"@value": method(), "@language": "es"},
        "dct:identifier": f"cifras-{release.name}",
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/SPA"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _CREATOR},
        "dct:license": {"@id": LICENCE[1]},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/QUARTERLY"},
        "dct:spatial": {"@id": "https://www.geonames.org/3686110/"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{year}-{3 * number - 2:02}-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{year}-{ends}", "@type": "xsd:date"},
        },
        "dcat:version": str(release.version),
        "dcat:keyword": ["acompañamiento", "instructores", "formación profesional", "Colombia"],
        **({"dct:replaces": {"@id": f"../{release.corrects}/"}} if release.corrects else {}),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": {"@value": f"{figure.kind.title} ({extension.upper()})", "@language": "es"},
                "dcat:downloadURL": {"@id": f"./{figure.kind.key}.{extension}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:license": {"@id": LICENCE[1]},
            }
            for figure in release.figures
            for extension, media in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def title(release: Release) -> str:
    """Its name for people."""
    said = f"Cifras de {release.quarter}"
    if release.version > 1:
        said += f", corrección {release.version - 1}"
    return f"{said} (ilustrativas, con datos inventados)" if release.illustrative else said


def method() -> str:
    """How a figure comes to be published, in a paragraph."""
    return METHOD.format(threshold=THRESHOLD, themes=THEME_THRESHOLD, symbol=SYMBOL)


def _resource(kind: Kind, extension: str, size: int, digest: str) -> dict[str, object]:
    people = f" Mínimo de {kind.threshold} personas: {' y '.join(kind.people)}." if kind.people else ""
    resource: dict[str, object] = {
        "name": kind.key if extension == "csv" else f"{kind.key}-json",
        "path": f"{kind.key}.{extension}",
        "title": kind.title,
        "description": f"{kind.what} {kind.counted}{people}",
        "format": extension,
        "mediatype": "text/csv" if extension == "csv" else "application/json",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
    }
    if extension == "csv":
        resource["schema"] = {
            "missingValues": [SYMBOL],
            "fields": [
                {"name": "trimestre", "type": "string", "description": "AAAA-Tn."},
                {"name": kind.column, "type": "string", "description": _WORDS[kind.column]},
                {"name": f"{kind.column}{LABEL}", "type": "string", "description": "Lo mismo, en palabras."},
                {"name": kind.measure, "type": "integer", "description": f"{kind.what} {_MEASURE}"},
            ],
        }
    return resource
