"""The notice on paper: its words, a sheet for each person who is asked, and the final text that they sign.

A volunteer copies nothing: what is known is printed, and only the signature, the name and the document are by hand.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator import images
from generator.anonymize.shown import shown
from generator.consent.content import content_digest
from generator.model import Anonymized
from generator.papers.paper import Paper, paper
from generator.preview import page_html, standing_alone
from generator.schema.options import Credito, Reconocibles
from generator.site import words
from generator.site.contact import Contact
from generator.site.notice import Written

_TEMPLATE = "aviso_papel.html.j2"
_HOUSE = ("quienes-la-aplicaron", "condiciones")
"""Anchors at which the author's text ends and what the house adds to every page begins."""
_ON_SCREEN = ('<div class="iq-herramientas"', '<div class="iq-descargas"')
_INSIDE = re.compile(r'<a(?: [^<>]*)? href="#[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)
_IDS = re.compile(r'(<[a-z][a-z0-9]*(?: [^<>]*?)?) id="[^"]*"')
_MYSELF = "Soy una de las personas que se reconocen en esta imagen, soy mayor de edad y autorizo publicarla."
_GROUP = 4
_SHORT = 12


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What one person is asked: `who` is their place and never their name, `asked` the boxes that they may mark.

    `image` is the address of a picture in the document, with its description; `order` what ENI types to record it.
    """

    who: str
    asked: tuple[str, ...]
    order: str
    image: str = ""
    alt: str = ""


def digest_of(anonymized: Anonymized) -> str:
    """The digest of the content that receipts are bound to."""
    return content_digest(anonymized.folder, anonymized.source.digests)


def short(digest: str) -> str:
    """The beginning of a digest, as people compare it: `3f2a 91bc 07de`."""
    return " ".join(digest[n : n + _GROUP] for n in range(0, _SHORT, _GROUP))


def notice_paper(
    found: Written,
    contact: Contact,
    anonymized: Anonymized | None = None,
    *,
    people: Mapping[str, int] | None = None,
    months: int = 24,
) -> Paper:
    """The notice to print: with a submission, its sheets and its final text; without one, a sheet to fill by hand.

    `people`: how many can be recognised in each image, by its file; one sheet is printed for each of them.
    """
    files: dict[str, bytes] = {}
    sheets = tuple(_sheets(anonymized, people or {}, files)) if anonymized else ()
    digest = digest_of(anonymized) if anonymized else ""
    return paper(
        _TEMPLATE,
        files,
        aviso=found.notice,
        texto=found.html,
        contacto=contact,
        hojas=sheets,
        titulo=anonymized.record.titulo if anonymized else "",
        carpeta=anonymized.folder if anonymized else "",
        tipo=anonymized.source.collection.singular if anonymized else "",
        huella=digest,
        corta=short(digest),
        meses=months,
        licencia=words.LICENSE,
        final=Markup(_final(anonymized, contact)) if anonymized else "",  # noqa: S704 - staged HTML is clean
    )


def _sheets(anonymized: Anonymized, people: Mapping[str, int], files: dict[str, bytes]) -> Iterator[Sheet]:
    record, folder = anonymized.record, anonymized.folder
    total = len(record.autoria)
    for number, (author, credit) in enumerate(zip(record.autoria, anonymized.credits, strict=True), 1):
        named = author.credito is Credito.NOMBRE
        how = {
            Credito.NOMBRE: f"Autorizo que aparezca mi nombre, escrito así: {credit}.",
            Credito.SEUDONIMO: f"El texto aparece con el seudónimo que escogí: {credit}.",
            Credito.COLECTIVO: f"El texto aparece a nombre del colectivo: {credit}.",
            Credito.ANONIMO: "El texto aparece sin mi nombre.",
        }[author.credito]
        options = f"--autoria {number} --texto{' --nombre' if named else ''}"
        asked = ("Autorizo que se publique el texto final que va al final de este documento, con sus anexos.", how)
        yield Sheet(f"Autoría {number} de {total}", asked, _order(folder, options))
    with_people = [i for i in record.imagenes if i.personas_reconocibles is Reconocibles.ADULTAS_AUTORIZADAS]
    for number, image in enumerate(with_people, 1):
        picture = anonymized.pictures.get(image.archivo)
        if picture is None:
            continue
        plain, _ = images.light_versions(picture.media)
        name = f"imagen-{number}{plain.suffix}"
        files[name] = plain.data
        # A name that the author chose may name somebody: then whoever records it looks it up.
        file = shlex.quote(image.archivo) if shown(image.archivo) == image.archivo else "ARCHIVO"
        known = people.get(image.archivo, 0)
        for one in range(1, known + 1) if known else (0,):
            place = f"persona {one} de {known}" if one else "persona ____ de ____"
            k, n = (str(one), str(known)) if one else ("K", "N")
            who = f"Imagen {number} de {len(with_people)}, {place}"
            yield Sheet(who, (_MYSELF,), _order(folder, f"--imagen {file}={k}/{n}"), name, picture.alt)


def _order(folder: str, options: str) -> str:
    return f"inspira persona consentir SEUDÓNIMO {folder} {options} --llave RUTA"


def _final(anonymized: Anonymized, contact: Contact) -> str:
    """The text as it will be published, without what only serves on a screen nor what the house adds to every page."""
    body, files = page_html(anonymized, contact)
    kept: list[str] = []
    for line in body.splitlines():
        if any(f' id="{anchor}"' in line and line.startswith("<h2") for anchor in _HOUSE):
            break
        if not line.startswith(_ON_SCREEN):
            kept.append(line)
    alone = standing_alone("\n".join(kept), files)
    return _IDS.sub(r"\1", _INSIDE.sub(r"\1", alone))
