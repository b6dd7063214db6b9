"""What stands for a datum that is nobody's name, in a sentence that still reads well."""

from __future__ import annotations

import re

from generator.anonymize import coarse, determiners
from generator.anonymize.items import Item, Replacement
from generator.anonymize.replace import MUNICIPALITY, WORDS
from generator.anonymize.roles import PERSONA, Gender
from generator.anonymize.spans import Kind

_FICHA = re.compile(r"(?<!\w)fichas?[ ]?(?:\w{0,3}[.°º#:]+|n[uú]meros?|nro|no)?[:\s]*\Z", re.IGNORECASE)
_NUMBERED = r"(?:[ ](?:n[°º]|n[°ºo]\.|nro\.?|n[uú]mero|#))?[ ]?\Z"
# The noun before says the same as the placeholder would; after a colon it is a label, and stays.
_DOUBLED = {
    Kind.CORREO: r"correo(?: electr[oó]nico)?|e-?mail",
    Kind.DIRECCION: r"direcci[oó]n",
    Kind.PLACA: r"placas?",
    Kind.CUENTA_BANCARIA: r"cuenta",
    Kind.PERFIL: r"perfil",
    Kind.CELULAR: r"tel[eé]fono(?: celular)?|n[uú]mero celular|celular|cel\.?|tel\.?",
    Kind.TELEFONO_FIJO: r"tel[eé]fono(?: fijo)?|tel\.?",
    **dict.fromkeys(
        (Kind.CEDULA, Kind.TARJETA_IDENTIDAD, Kind.CEDULA_EXTRANJERIA, Kind.PPT, Kind.PASAPORTE, Kind.NIT),
        r"documento(?: de identidad)?",
    ),
    Kind.NUMERO: r"n[uú]mero",
}
_INTRODUCED = {
    kind: re.compile(rf"(?<![\w.@/-])(?:{nouns}){_NUMBERED}", re.IGNORECASE) for kind, nouns in _DOUBLED.items()
}


def replacement(item: Item, floor: int, ceiling: int) -> Replacement:
    """What stands for a datum. Nothing before `floor` is touched, nor from `ceiling` on."""
    kind, text, at, end = item.kind, item.text, item.start, item.end
    if kind is Kind.PERSONA:
        return item.replaced(PERSONA.feminine)
    word, gender = WORDS[kind]
    if not item.prose:
        return item.replaced(word)
    lead = ""
    if kind is Kind.FICHA and _FICHA.search(text, max(floor, at - 24), at):
        word = "número"
    elif kind in (Kind.FECHA_NACIMIENTO, Kind.FECHA):
        coarser = coarse.trimester(item.name) if kind is Kind.FECHA else ""
        word = coarser or word
        at, lead = determiners.day(text, at, floor, trimester=bool(coarser))
    elif kind is Kind.DIRECCION and (found := coarse.municipality(text, at, end, ceiling))[0]:
        word, end = f"{MUNICIPALITY} {found[0]}", found[1]
        at, lead = determiners.agreed(text, at, floor, Gender.MASCULINE)
    elif kind in _INTRODUCED and (doubled := _INTRODUCED[kind].search(text, max(floor, at - 40), at)):
        at = doubled.start()
    else:
        at, lead = determiners.agreed(text, at, floor, gender)
    return item.replaced(word, at, lead, end)
