"""What the site offers to other programs, held against the formats' own grammars and vocabularies.

One site is built with an address of its own, all the way through, and every test reads it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import urllib.robotparser
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import msgspec_schemaorg.models as vocabulary_of_schema_org
import pytest
import rdflib
import rnc2rng
import yaml
from lxml import etree
from PIL import Image

from generator.accepting import accept
from generator.audit import audit
from generator.audit.images import hides
from generator.building import expectations
from generator.configuration import load_config
from generator.model import Collection
from generator.pipeline import construct
from generator.site.facets import FACETS
from generator.site.machines import Line, columns, data_lines, entries_of, linked, notes, security_txt, site_of
from generator.site.machines.definitions import definitions
from generator.site.published import Published, published
from generator.stage import stage
from generator.withdraw import NOTICE, withdraw
from tests.fabrica import REPO, TODAY, Proyecto, text

FORMATS = Path(__file__).parent / "formatos"
ADDRESS = "https://example.org/guia/inspiran/"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'Cierre </script><script>alert(1)</script> & "comillas" {{ x }}'
SIGNED = ("María Fernanda Gómez", "Luz Dary Quintero")  # made up from name parts
NAME, PEN_NAME = "Luz Marina Cifuentes Arroyave", "La Sembradora"
TRIP = """---
titulo: Aprender del bosque con quienes lo cuidan
resumen: Queríamos entender el manejo del bosque. Fuimos a recorrerlo con quienes viven de él.
area: ambiental
autoria: [{rol: equipo_pedagogico, credito: anonimo}]
proposito: [formacion]
inmersion: presencial
territorio: {departamento: "05"}
pregunta_eje: ¿Qué sabe el bosque que no está en el programa?
equipo: [{rol: instructor, cuantos: 3}]
practicas_recuperadas: [estaciones]
---

## Qué buscábamos

Entender el bosque.

## Qué vivimos

Un recorrido largo.

## Qué entendimos

Que se cuida entre todos.

## Cómo aplicarlo en su contexto

Con una caminata cerca.
"""


@dataclass(frozen=True)
class Sitio:
    """The project, and its published site."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    def text(self, name: str) -> str:
        return (self.site / name).read_text(encoding="utf-8")

    def linked(self, name: str) -> dict[str, Any]:
        """The linked data of a page, as a browser cuts it out."""
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script', self.text(name), re.DOTALL)
        assert len(found) == 1
        data: dict[str, Any] = json.loads(found[0])
        return data

    def rows(self, name: str) -> dict[str, dict[str, str]]:
        found = csv.DictReader(io.StringIO(self.text(f"datos/{name}.csv")))
        return {row["direccion"].removeprefix(ADDRESS): row for row in found}


def dated(**changed: object) -> str:
    """A ficha with its months."""
    events = [{"mes": mes, "evento": evento} for evento, mes in changed.items()]
    return yaml.safe_dump({"estado": "publicada", "historial": events})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sitio:
    project = Proyecto(tmp_path_factory.mktemp("maquinas"))
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(f"\nsite_url: {ADDRESS}\n")
    authors = [
        {"rol": "instructor", "credito": "nombre", "nombre": NAME},
        {"rol": "equipo_pedagogico", "credito": "colectivo", "nombre": "Colectivo Raíces"},
    ]
    rich = text(
        autoria=authors,
        tiempo="trimestre",
        recursos=["=1+1", "Un reloj grande"],
        programa={"nivel": "tecnico", "nombre": "Producción agropecuaria"},
        competencia="Manejar cultivos según criterios técnicos",
        enfasis="tecnico-pedagogico",
        proceso_fpi=["evaluar"],
        relacionadas=["hostil", "otra"],
        periodo="2026-T3",
    )
    project.write("estaciones", rich, ficha_yml=dated(publicada="2026-08", actualizada="2026-10"))
    project.write("hostil", text(titulo=HOSTILE), ficha_yml=dated(publicada="2026-09"))
    # Two names, one above the other in a citation: neither may be read into the next one's line.
    pen = [
        {"rol": "instructor", "credito": "seudonimo", "nombre": PEN_NAME},
        *({"rol": "instructor", "credito": "nombre", "nombre": name} for name in SIGNED),
    ]
    fields = {"relacionadas": ["estaciones", "bosque"], "reto": ["otro"], "autoria": pen}
    other = text(titulo="Un tablero que se borra solo", **fields)
    project.write("otra", other, ficha_yml=dated(publicada="2026-09"))
    project.write("retirada", text(titulo="Una que ya no está vigente"), estado="retirada")
    project.write("expediciones/bosque", TRIP, ficha_yml=dated(publicada="2026-07"))
    project.consent("estaciones", names=[0])
    project.consent("otra", names=[1, 2])
    for name in ("hostil", "retirada", "expediciones/bosque"):
        project.consent(name)
    outcome = construct(project.root, TODAY)
    assert outcome.exit_code == 0, [f"{d.code} {d.path}:{d.line} {d.message}" for d in outcome.findings]
    return Sitio(project.root)


# The grammars of the formats.


def test_every_channel_is_atom(made: Sitio) -> None:
    grammar = rnc2rng.dumps(rnc2rng.loads((FORMATS / "atom.rnc").read_text(encoding="utf-8")))
    schema = etree.RelaxNG(etree.fromstring(grammar.replace('xmlns:local=""', "").encode()))
    files = sorted((made.site / "canales").glob("*.xml"))
    assert files
    for file in files:
        feed = etree.parse(file)
        assert schema.validate(feed), (file.name, schema.error_log)
        entries = feed.findall(f"{ATOM}entry")
        ids = [e.findtext(f"{ATOM}id") for e in entries]
        assert entries and len(set(ids)) == len(ids)
        assert feed.find(f"{ATOM}author") is not None  # so that no entry needs one
        assert all(i and i.startswith(ADDRESS) for i in ids)
        assert feed.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") for e in entries)
    broken = etree.fromstring(files[0].read_bytes())
    broken.remove(broken.find(f"{ATOM}updated"))
    assert not schema.validate(broken)


def test_every_channel_is_json_feed(made: Sitio) -> None:
    schema = json.loads((FORMATS / "json-feed.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted((made.site / "canales").glob("*.json"))
    assert {f.stem for f in files} == {f.stem for f in (made.site / "canales").glob("*.xml")}
    for file in files:
        assert not list(validator.iter_errors(json.loads(file.read_text(encoding="utf-8"))))
    assert list(validator.iter_errors({"version": "https://jsonfeed.org/version/1.1", "items": []}))


def test_the_map_of_the_site_is_one_and_holds_what_may_be_found(made: Sitio) -> None:
    schema = etree.XMLSchema(etree.parse(FORMATS / "sitemap.xsd"))
    tree = etree.parse(made.site / "sitemap.xml")
    assert schema.validate(tree), schema.error_log
    found = {e.text for e in tree.iter("{*}loc")}
    assert {f"{ADDRESS}practicas/estaciones/", f"{ADDRESS}novedades/", ADDRESS} <= found
    assert f"{ADDRESS}practicas/retirada/" not in found
    assert "lastmod" not in made.text("sitemap.xml")
    assert (made.site / "sitemap.xml.gz").read_bytes()[4:8] == bytes(4)  # nor the day on which it was packed


def test_the_data_are_a_data_package(made: Sitio) -> None:
    report = frictionless.Package(str(made.site / "datos" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert [task.name for task in report.tasks if task.name == "practicas"]


def test_the_metadata_are_dcat(made: Sitio) -> None:
    graph = graph_of(made.text("datos/dcat.jsonld"), f"{ADDRESS}datos/")
    dcat, dct = rdflib.namespace.DCAT, rdflib.namespace.DCTERMS
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    assert all((dataset, p, None) in graph for p in (dct.title, dct.description, dct.license, dct.publisher))
    offered = {str(url) for url in graph.objects(None, dcat.downloadURL)}
    assert len(offered) == 4
    assert all((made.site / url.removeprefix(ADDRESS)).is_file() for url in offered)


def graph_of(data: str, base: str) -> rdflib.Graph:
    """The statements of some JSON-LD. The library warns of itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=data, format="json-ld", publicID=base)


def nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from nodes(inner)


@pytest.mark.parametrize("page", ["index.html", "practicas/estaciones/index.html", "expediciones/bosque/index.html"])
def test_linked_data_use_the_words_of_schema_org(made: Sitio, page: str) -> None:
    data = made.linked(page)
    assert data["@context"] == "https://schema.org"
    found = list(nodes(data))
    assert found
    for node in found:
        kind = getattr(vocabulary_of_schema_org, node["@type"])
        own = {name for name in node if not name.startswith("@")} - {"query-input"}  # the annotation of an action
        assert own <= set(kind.__struct_fields__), (node["@type"], own - set(kind.__struct_fields__))
    # And a processor of JSON-LD reads them, with a context of its own instead of one from elsewhere.
    local = {**data, "@context": {"@vocab": "https://schema.org/"}}
    graph = graph_of(json.dumps(local), ADDRESS)
    assert len(graph) > len(found)


def test_robots_may_read_everything_and_find_the_map(made: Sitio) -> None:
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(made.text("robots.txt").splitlines())
    assert robots.can_fetch("cualquiera", f"{ADDRESS}practicas/estaciones/")
    assert robots.site_maps() == [f"{ADDRESS}sitemap.xml"]


# What is said, and of whom.


def test_authors_are_named_as_they_chose(made: Sitio) -> None:
    work = made.linked("practicas/estaciones/index.html")["@graph"][0]
    assert [(a["@type"], a["name"]) for a in work["author"]] == [
        ("Person", NAME),
        ("Organization", "Colectivo Raíces"),
    ]
    assert made.linked("practicas/otra/index.html")["@graph"][0]["author"] == [
        {"@type": "Person", "name": name} for name in (PEN_NAME, *SIGNED)
    ]
    assert "author" not in made.linked("expediciones/bosque/index.html")["@graph"][0]
    page = made.text("practicas/estaciones/index.html")
    assert f'<meta name="DC.creator" content="{NAME}">' in page
    assert '<meta name="DC.date" content="2026-08">' in page


def test_names_stand_in_their_page_and_in_no_file_for_programs(made: Sitio) -> None:
    files = [p for folder in ("datos", "canales") for p in (made.site / folder).rglob("*") if p.is_file()]
    assert len(files) > 10
    assert not [p for p in files if NAME in p.read_text(encoding="utf-8")]


def test_a_work_says_what_it_is_and_where_its_words_come_from(made: Sitio) -> None:
    work, trail = made.linked("practicas/estaciones/index.html")["@graph"]
    assert (work["@type"], work["timeRequired"], work["educationalLevel"]) == ("LearningResource", "P3M", "Técnico")
    assert work["teaches"] == ["Manejar cultivos según criterios técnicos"]
    assert (work["datePublished"], work["dateModified"]) == ("2026-08", "2026-10")
    assert {m["@id"] for m in work["mentions"]} == {f"{ADDRESS}practicas/{s}/" for s in ("hostil", "otra")}
    assert all((made.site / t["url"].removeprefix(ADDRESS) / "index.html").is_file() for t in work["about"])
    assert trail["itemListElement"][0]["item"] == ADDRESS
    trip = made.linked("expediciones/bosque/index.html")["@graph"][0]
    assert trip["citation"] == [{"@id": f"{ADDRESS}practicas/estaciones/"}]
    assert "timeRequired" not in made.linked("practicas/otra/index.html")["@graph"][0]  # a session is no fixed length


def test_no_text_closes_the_element_that_holds_it(made: Sitio) -> None:
    work = made.linked("practicas/hostil/index.html")["@graph"][0]
    assert work["name"] == HOSTILE
    assert "alert(1)</script" not in made.text("practicas/hostil/index.html")
    assert linked.serialized({"@context": "x", "a": "</script><!--\u2028"}).isascii()


def test_a_shared_page_shows_its_title_and_a_picture(made: Sitio) -> None:
    page = etree.HTML(made.text("practicas/estaciones/index.html"))
    said = {e.get("property"): e.get("content") for e in page.iter("meta") if e.get("property")}
    assert said["og:title"] == "Sesiones por estaciones con un reloj a la vista"
    assert said["og:url"] == page.find(".//link[@rel='canonical']").get("href") == f"{ADDRESS}practicas/estaciones/"
    place = made.site / said["og:image"].removeprefix(ADDRESS)
    with Image.open(place) as picture:
        assert (str(picture.width), str(picture.height)) == (said["og:image:width"], said["og:image:height"])
        assert picture.size == (1200, 630)
    assert place.stat().st_size < 300_000 and hides(place.read_bytes()) is None
    assert "og:" not in made.text("practicas/retirada/index.html")


def test_facet_pages_define_their_value_and_lead_to_its_channel(made: Sitio) -> None:
    page = made.text("por/reto/otro/index.html")
    assert "Un reto que no está en esta lista" in page
    assert 'rel="alternate" type="application/atom+xml"' in page and "../../../canales/reto-otro.xml" in page
    assert "Une los dos anteriores" in made.text("por/enfasis/tecnico-pedagogico/index.html")


def test_every_value_with_a_place_in_the_guide_has_its_words() -> None:
    pages = {p.relative_to(REPO / "content").as_posix(): p.read_text("utf-8") for p in (REPO / "content").rglob("*.md")}
    found = definitions(pages)
    wanted = {(f.name, code) for f in FACETS for code, _ in f.values if f.anchor(code)}
    assert wanted == found.keys()


def test_news_are_told_by_month(made: Sitio) -> None:
    page = made.text("novedades/index.html")
    assert page.index("Octubre de 2026") < page.index("Septiembre de 2026") < page.index("Agosto de 2026")
    assert "Se renovaron" in page and "practicas/retirada" not in page


def test_the_data_hold_what_the_pages_show_and_nothing_runs_in_them(made: Sitio) -> None:
    row = made.rows("practicas")["practicas/estaciones/"]
    assert row["recursos"] == "'=1+1 | Un reloj grande"
    assert (row["publicada"], row["actualizada"], row["programa_nivel"]) == ("2026-08", "2026-10", "tecnico")
    assert row["area_nombre"] and "equipo" not in made.rows("expediciones")["expediciones/bosque/"]
    named = made.rows("practicas")["practicas/otra/"]["relacionadas"]
    assert named == "practicas/estaciones | expediciones/bosque"  # a slug may be of either folder
    assert "practicas/retirada/" not in made.rows("practicas")
    table = json.loads(made.text("datos/practicas.json"))
    assert next(r for r in table if r["direccion"].endswith("/estaciones/"))["recursos"] == ["=1+1", "Un reloj grande"]


def test_a_row_of_the_data_is_made_again_where_what_it_rests_on_changed(made: Sitio) -> None:
    """What others there are is part of it: a row leads to those that are published."""
    accepted = accept(made.root, TODAY)
    shown = published(accepted.anonymized)
    site = site_of(load_config(made.root / "mkdocs.yml"))

    def lines(of: Published, before: Mapping[str, Line]) -> Mapping[str, Line]:
        entries = entries_of(of.submissions, of.cards)
        return data_lines(of.submissions, of.fields, of.cards, entries, site, before)

    first = lines(shown, {})
    assert {folder.rpartition("/")[2] for folder in first} == {"estaciones", "hostil", "otra", "bosque"}
    again = lines(shown, {folder: replace(line, json=b"antes") for folder, line in first.items()})
    assert {line.json for line in again.values()} == {b"antes"}
    without = published([a for a in accepted.anonymized if a.folder != "practicas/hostil"])
    after = lines(without, first)
    assert after == lines(without, {}) and first.keys() - after.keys() == {"practicas/hostil"}
    assert {folder for folder in after if after[folder] != first[folder]} == {"practicas/estaciones"}
    renamed = replace(shown, fields={**shown.fields, "practicas/otra": "otros"})
    assert [f for f, line in lines(renamed, first).items() if line.rests != first[f].rests] == ["practicas/otra"]


@pytest.mark.parametrize("collection", Collection)
def test_each_field_of_the_schema_is_in_the_data_or_left_out_on_purpose(collection: Collection) -> None:
    cols = columns.columns(collection)
    assert all(c.title for c in cols)
    for name in collection.model.model_fields:
        mine = [c for c in cols if c.name == name or c.name.startswith(f"{name}_")]
        assert bool(mine) != (name in columns.LEFT_OUT), name


# Withdrawal, and a site that does not know where it is.


def test_a_withdrawn_one_leaves_nothing_behind(made: Sitio, tmp_path: Path) -> None:
    root = tmp_path / "proyecto"
    shutil.copytree(made.root, root, ignore=shutil.ignore_patterns("site", ".build"))
    Proyecto.at(root).revoke("otra")
    accepted = accept(root, TODAY)
    staged = stage(root, accepted.anonymized, today=TODAY)
    left = [p for p in staged.docs.rglob("*") if p.is_file() and re.search(rb"/otra/|tablero que se", p.read_bytes())]
    assert left == []
    assert (staged.docs / "canales/todo.xml").is_file()
    assert not (staged.docs / "canales/reto-otro.xml").exists()


def test_a_site_that_cannot_be_built_again_loses_the_data_of_what_is_withdrawn(made: Sitio, tmp_path: Path) -> None:
    work, site = tmp_path / ".build", tmp_path / "site"
    work.mkdir()
    shutil.copytree(made.site, site)
    withdraw(work, site, frozenset(("practicas/otra",)))
    left = [p for p in site.rglob("*") if p.is_file() and re.search(rb"/otra/|tablero que se", p.read_bytes())]
    assert left == []
    assert (site / "canales/expediciones.xml").is_file()
    assert [p.name for p in (site / "datos").iterdir()] == ["index.html"]
    assert (site / "datos/index.html").read_text(encoding="utf-8") == NOTICE


def test_the_audit_reads_what_is_for_programs(made: Sitio, tmp_path: Path) -> None:
    """Staged as they are, so that no digest tells: what they say is read, and where they lead."""
    root = tmp_path / "proyecto"
    shutil.copytree(made.root, root, ignore=shutil.ignore_patterns("site", ".build"))
    accepted = accept(root, TODAY)
    staged = stage(root, accepted.anonymized, today=TODAY)
    built = tmp_path / "sitio"
    shutil.copytree(made.site, built)
    expected = expectations(staged, accepted.anonymized, accepted.folders)
    assert audit(built, expected) == []

    who = "Rosa Elena Quintero Mosquera"
    other, guide = "practicas/otra/index.html", "guia/ruta/index.html"
    plants = {
        "canales/todo.xml": ("Un tablero", f"{who}: un tablero"),
        "canales/todo.json": ("Un tablero", f"{who}: un tablero"),
        "canales/practicas.xml": ("<entry>", f"<!-- {who} --><entry>"),
        "datos/practicas.csv": ("Un tablero", f"{who}: un tablero"),
        "datos/practicas.json": ("Un tablero", f"{who}: un tablero"),
        "datos/dcat.jsonld": ("./practicas.csv", "./otras.csv"),
        "robots.txt": ("User-agent: *", f"User-agent: {who}"),
        other: ('"name":"Un tablero', f'"name":"{who}: un tablero'),
        "practicas/hostil/index.html": ("compartir-practicas.png", "compartir-otras.png"),
        guide: ('property="og:title"', 'property="article:author"'),
    }
    for name, (before, after) in plants.items():
        original = (built / name).read_text(encoding="utf-8")
        assert before in original, name
        (built / name).write_text(original.replace(before, after, 1), encoding="utf-8")
    found = {(p.diagnostic.path.removeprefix("site/"), p.diagnostic.code, p.origin) for p in audit(built, expected)}
    mine = "practicas/otra"
    assert {
        *((name, "P301", mine) for name in ("canales/todo.xml", "canales/todo.json", other)),
        *((name, "P301", mine) for name in ("datos/practicas.csv", "datos/practicas.json")),
        ("canales/practicas.xml", "P303", None),
        ("datos/dcat.jsonld", "P307", None),
        ("robots.txt", "P301", None),
        (other, "P304", mine),
        ("practicas/hostil/index.html", "P307", "practicas/hostil"),
        (guide, "P305", None),
    } <= found


def test_without_an_address_what_needs_one_is_left_out_and_said(made: Sitio, tmp_path: Path) -> None:
    root = tmp_path / "proyecto"
    shutil.copytree(made.root, root, ignore=shutil.ignore_patterns("site", ".build"))
    shutil.copy(REPO / "mkdocs.yml", root / "mkdocs.yml")
    told: list[str] = []
    staged = stage(root, accept(root, TODAY).anonymized, today=TODAY, say=told.append)
    assert any("site_url" in note for note in told)
    assert not (staged.docs / "canales").exists()
    home = (staged.docs / "index.md").read_text(encoding="utf-8")
    assert "enlazados" not in home
    assert "canales/" not in "".join(p.read_text(encoding="utf-8") for p in staged.docs.rglob("*.md"))
    assert "Sitemap" not in (staged.docs / "robots.txt").read_text(encoding="utf-8")
    front = (staged.docs / "practicas/estaciones/index.md").read_text(encoding="utf-8").split("\n---\n")[0]
    assert "../../por/reto/motivar-permanencia/" in front  # relative to the page: valid, and it leads somewhere
    assert (staged.docs / "datos/datapackage.json").is_file()


@pytest.mark.parametrize(
    ("until", "today", "there"),
    [("2027-03-31", TODAY, True), ("2026-11-22", TODAY, True), ("2026-11-21", TODAY, False), ("pronto", TODAY, False)],
)
def test_security_txt_holds_until_the_day_that_somebody_promised(until: str, today: date, there: bool) -> None:
    site = site_of({"site_url": ADDRESS, "extra": {"seguridad": {"vence": until}}})
    found = security_txt(site, today)
    assert (found is not None) is there
    assert any("security.txt" in note for note in notes(site, today)) is not there
    if found:
        # RFC 9116: at least one Contact, exactly one Expires in RFC 3339, one Preferred-Languages at most.
        fields = [line.split(": ", 1) for line in found.splitlines()]
        names = [name for name, _ in fields]
        assert names.count("Contact") == names.count("Expires") == names.count("Preferred-Languages") == 1
        assert dict(fields)["Expires"] == f"{until}T23:59:59-05:00"
        assert dict(fields)["Canonical"] == f"{ADDRESS}.well-known/security.txt"
        assert dict(fields)["Contact"].startswith("mailto:")
