"""What the tests of the form share: its script in parts, and texts that both it and the program must see through.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from playwright.sync_api import Page

from generator.anonymize.spans import Kind
from generator.forms import Answers
from generator.forms.describing import description

ANSWERS = Answers("Equipo de la ENI", "equipo@inspira.test", "Instructores que inspiran")

PHONE, MAIL, ADDRESS = "un número de teléfono", "un correo electrónico", "una dirección"
PAPER, GROUP, ACCOUNT = "un número de documento", "un número de ficha", "una cuenta bancaria"
PROFILE, BIRTH = "una cuenta o un perfil en una red social", "una fecha de nacimiento"
PLATE, PLACE, NUMBER = "una placa", "unas coordenadas o un mapa", "un número que puede ser de alguien"
NAME = "el nombre de alguien"

KINDS = {
    PHONE: {Kind.CELULAR, Kind.TELEFONO_FIJO},
    MAIL: {Kind.CORREO},
    ADDRESS: {Kind.DIRECCION},
    PAPER: {Kind.CEDULA, Kind.TARJETA_IDENTIDAD, Kind.CEDULA_EXTRANJERIA, Kind.PPT, Kind.PASAPORTE, Kind.NIT},
    GROUP: {Kind.FICHA},
    ACCOUNT: {Kind.CUENTA_BANCARIA},
    PROFILE: {Kind.PERFIL},
    BIRTH: {Kind.FECHA_NACIMIENTO},
    PLATE: {Kind.PLACA},
    PLACE: {Kind.COORDENADAS},
    NUMBER: {Kind.CEDULA, Kind.NUMERO},
}
SEEN = (
    (PHONE, "Llámeme al 310 456 7890."),
    (PHONE, "Su celular es (310) 456-7890"),
    (PHONE, "+57 3104567890"),
    (PHONE, "Tel. 601 234 56 78"),
    (PHONE, "teléfono 2345678"),
    (MAIL, "Escriba a yurleidy.muchavisoy@correo-inventado.co"),
    (MAIL, "yurleidy (at) correo-inventado.co"),
    (PAPER, "La cédula 1.098.765.432 estaba en la lista."),
    (PAPER, "C.C. 52345678"),
    (PAPER, "identificado con documento 52 345 678"),
    (PAPER, "T.I. 1098765432"),
    (PAPER, "pasaporte AB123456"),
    (GROUP, "La ficha 2558104 terminó."),
    (GROUP, "los de la ficha No. 2.558.104"),
    (ACCOUNT, "Consignar a la cuenta 123-456789-01"),
    (ACCOUNT, "Su Nequi es 3104567890"),
    (ADDRESS, "Vive en la calle 45 # 23-12"),
    (ADDRESS, "Cra. 7 No. 45-12 apto 301"),
    (ADDRESS, "K7 # 45-12"),
    (ADDRESS, "manzana 4 casa 12"),
    (ADDRESS, "En la vereda El Chocho"),
    (BIRTH, "Nació el 12 de marzo de 1998"),
    (BIRTH, "fecha de nacimiento: 12/03/1998"),
    (PROFILE, "https://www.facebook.com/yurleidy.muchavisoy"),
    (PROFILE, "Síganos en @yurleidy_m"),
    (PROFILE, "wa.me/573104567890"),
    (PLATE, "La moto de placa ABC12D"),
    (PLACE, "4.60971, -74.08175"),
    (PLACE, "https://maps.app.goo.gl/abc123"),
    (NUMBER, "El 1.098.765.432 quedó escrito."),
    (NUMBER, "Quedó el 52345678."),
)
NAMED = (
    "El aprendiz Yeison Muchavisoy llegó tarde.",
    "La instructora Yurleidy Epiayú lo propuso.",
    "Doña Nubia trajo el maíz.",
    "El profe Yeison lo explicó.",
    "Los aprendices Yeison y Leidy midieron.",
)
SILENT = (
    "Los aprendices midieron 12 botellas en 2026 y tardaron 45 minutos.",
    "La instructora explicó el torno. Los aprendices del SENA lo usaron.",
    "Entre 3 y 5 grupos, 40 horas, versión 2.1, el 80 % aprobó.",
    "De 8 a 10 de la mañana, en 3 estaciones de 20 minutos.",
)

HOSTILE = (
    "Comillas \"dobles\" y 'sencillas'",
    "dos: puntos # y numeral",
    "--- tres guiones",
    "- guion al comienzo",
    "no",
    "11",
    "null",
    "2026-03-10",
    "@arroba *asterisco &ampersand !tag %porcentaje",
    "{llaves: [corchetes]}",
    "barra \\ y \\n y \\u0041",
    "emoji 🌱👩🏽‍🏫 y ñandú",
    "tabulador\tadentro",
    "línea\u2028separada\u2029otra",
    "control\x07 y dirección\u202e vuelta",
    "<script>alert(1)</script>",
    "| barra > mayor",
    "mitad \ud83d suelta \udc00\udc00",
    "   espacios   ",
    "\ufeffmarca",
)


def run(page: Page, parts: Sequence[str], expression: str, given: Any = None) -> Any:
    """What an expression of the form's script says, with the parts it needs before it and `dado` in hand."""
    pieces = resources.files("generator.forms").joinpath("pagina")
    source = "\n".join(pieces.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in parts)
    lists = json.dumps(description()) if "avisos" in parts else "{}"
    # In text and not as a value: half a character gets lost on the way otherwise.
    return page.evaluate(
        f"() => {{ const ESQUEMA = {lists}; const dado = {json.dumps(given)};\n{source}\nreturn {expression} }}"
    )
