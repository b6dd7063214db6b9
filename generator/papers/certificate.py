"""The certificate of publication on paper: verifiable for who appears with their name, and pointing to nothing else."""

from __future__ import annotations

from generator.model import Anonymized
from generator.papers.paper import Paper, paper
from generator.site import words
from generator.site.certificates import certificate
from generator.site.citing import cite
from generator.site.contact import Contact
from generator.site.qr import qr


def certificate_paper(anonymized: Anonymized, index: int, contact: Contact, *, titled: bool = False) -> Paper:
    """The certificate of the author at a place in `autoria`, from 0.

    Without a name that was agreed to it holds no title (unless its owner asks, `titled`), no month, no address and no
    code: whoever finds the paper learns nothing of what was published.
    """
    one = certificate(anonymized, index)
    address = f"{contact.direccion}{one.place}" if one.code and contact.direccion else ""
    drawn = qr(address)
    return paper(
        "constancia.html.j2",
        {"qr.svg": _alone(drawn)} if drawn else {},
        c=one,
        contacto=contact,
        direccion=address if drawn else "",
        cita=cite(anonymized, contact).apa() if one.code else ("", "", ""),
        anio=one.month.rpartition(" ")[2],
        con_titulo=titled,
        licencia=words.LICENSE,
        licencia_url=words.LICENSE_URL,
    )


def _alone(drawn: str) -> bytes:
    """A drawing that stands in a page as a file of its own, larger than its modules so that it prints sharp."""
    return str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" ', 1).encode()
