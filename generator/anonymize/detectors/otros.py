"""Ficha numbers, dates of birth, plates and bank accounts."""

import re
from collections.abc import Iterator

from generator.anonymize.detectors.comun import contextual, is_date
from generator.anonymize.lexicons import lookup
from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_FICHA_NUM = r"\d(?:[ .\-']?(?:\n[ >]*)?\d){4,8}"
_FICHA = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:id[ ])?fichas?(?:[^0-9\n.]|\.(?! (?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))"
        r"|\n(?!\n)){0,30}?(?<![0-9$])(?P<n>"
        + _FICHA_NUM
        + r"(?:(?:\s?[,;/-]\s?|\s(?:y|e|o)\s|,\s(?:y\s)?)\d{5,9})*)(?![0-9])(?![.,]\d)",
        re.IGNORECASE,
    ),
    "ficha",
    digits=5,
)
_FICHA_DESPUES = Guarded(
    re.compile(
        r"(?<![0-9A-Za-z.,$])(?P<n>\d{6,8})[ ]?(?:\)|\(|,|-|es la"
        r"|fue la|era la)?[ ]?(?:como[ ])?(?:n[uú]mero de[ ])?fichas?\b",
        re.IGNORECASE,
    ),
    "ficha",
    digits=6,
)
_GRUPO = Guarded(
    contextual(
        r"grupos?\b|cursos?\b|cohorte\b|aprendices de la\b",
        r"[ ]?:?[ ]?(?:de[ ])?(?:n[°ºo]\.?|n[uú]mero|#|:)?[ ]?(?P<n>[1-3]\d{6})(?![0-9A-Za-z]"
        r"|[.,]\d)",
    ),
    "grupo curso cohorte aprendices",
    digits=7,
)

_MES = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre"
    r"|octubre|noviembre|diciembre|ene|feb|mar|abr|may|jun|jul"
    r"|ago|sept?|oct|nov|dic)\.?"
)
_DIA = (
    r"(?:\d{1,2}\.?[°ºo]?|primero|un[oa]?|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+"
    r"|veint\w+|treinta(?: y uno)?)"
)
_ANIO = r"(?:(?:19|20)\d{2}|\d{2}(?!\d)|(?:mil novecientos|dos mil)(?:[ ](?:y[ ])?[a-záéíóú]+){0,3})"
_FECHA = (
    rf"(?:{_DIA}[ ]?(?:de[ ]|/|-|\.|\s)[ ]?{_MES}(?:[ ]?(?:del?(?:[ ]año)?[ ]"
    rf"|/|-|\.|,|\s)[ ]?{_ANIO})?|\d{{1,2}}[ ]?[/.\- ][ ]?\d{{1,2}}[ ]?[/.\- ][ ]?(?:19"
    rf"|20)?\d{{2}}"
    rf"|(?:19|20)\d{{2}}[ ]?[/.\-][ ]?\d{{1,2}}[ ]?[/.\-][ ]?\d{{1,2}}"
    rf"|{_MES}[ ]\d{{1,2}}(?:[ ]?,?[ ](?:del?[ ])?(?:19|20)\d{{2}})?"
    rf"|\d{{8}}|{_MES}[ ]del?[ ]{_ANIO})(?!\d)"
)
_NACIMIENTO = Guarded(
    contextual(
        r"f(?:ec(?:has?)?)?\.?[ _]?(?:de[ _])?nac(?:imiento|to|im)?\.?|f[.\-/ ]{0,2}n\.?(?=[ ]?:|[ ]{1,2}\d{1,4}[-/. ])"
        r"|(?<!civil de )nacimiento|naci[oó]|nac[ií]|nacid[oa]s?"
        r"|nacer|nace|naciendo|cumplea[ñn]os|cumpl(?:e|o|i[oó]|ía|irá) años"
        r"|cumple(?=[ ]?:|[ ](?:es|era|ser[aá]|fue)[ ])"
        r"|d\.?o\.?b\.?(?=[ ]?:|[ ]\d)|birth(?:day|date)",
        rf"(?:[^0-9\n.;]|\.(?! ?(?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))|\n(?!\n)){{0,40}}?(?<![A-Za-zÀ-ÿ0-9])(?P<n>{_FECHA})",
    ),
    ("nac", "cumpl", "birth", "fn", "f.", "f-", "f/", "f ", "dob", "d.o", "do.b"),
)
_CUMPLEANOS = Guarded(
    contextual(
        r"cumplea[ñn]os|(?<!se )cumple", rf"[^0-9\n]{{0,15}}(?P<n>\d{{1,2}}(?:[/-]\d{{1,2}}(?![\d/-])|[ ]de[ ]{_MES}))"
    ),
    "cumple",
    digits=1,
)
_ANIO_NACIMIENTO = Guarded(
    contextual(
        r"naci[oó]|nac[ií]|nacid[oa]s?|año de nacimiento|nacimiento",
        r"[^0-9\n.;]{0,25}?(?<![0-9])(?P<n>(?:19[2-9]\d|20[01]\d))(?![0-9])(?!\s?(?:años"
        r"|personas|aprendices))",
    ),
    "nac",
    digits=4,
)

_VEHICULOS = """placa matr veh moto carro cami autom tractor volqueta taxi jeep bus remolque iler mazda renault
    chevrolet toyota nissan hyundai kia suzuki yamaha honda bajaj akt kawasaki auteco pulsar"""
_PLACA = Guarded(
    contextual(
        r"placas?(?![a-zà-ÿ])|matr[ií]culas?\b|veh[ií]culos?\b|motos?(?![a-zà-ÿ])|motocicletas?\b"
        r"|motocarros?\b|carros?\b|camionetas?\b|autom[oó]vil(?:es)?\b|tractor\b|cami[oó]n\b|volqueta\b|taxi\b|jeep\b"
        r"|bus(?:eta)?\b|remolque\b|semirremolque\b|tr[aá]iler\b"
        # Makes that are no common word.
        r"|mazda|renault|chevrolet|toyota|nissan|hyundai|kia|suzuki|yamaha|honda|bajaj|akt|kawasaki|auteco|pulsar",
        r"(?:[^0-9\n.;]|\.(?![ ](?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))|\n(?!\n)){0,28}?(?<![A-Za-zÀ-ÿ0-9])(?P<n>(?-i:[A-Z]{3}"
        r"|[a-z]{3})[ \-·.*_]{0,6}(?:\d{3}|\d{2}[ \-]?(?-i:[A-Z]|(?<![A-Z]\d\d)[a-z])|\d{2}[a-z])"
        r"|(?-i:[A-Z]{2})[ \-]?\d{4}|[RS][ -]?\d{5}|\d{3}[ \-]?(?-i:[A-Z]{3}))(?![0-9A-Za-z])",
    ),
    _VEHICULOS,
    digits=2,
)
_PLACA_SOLA = Guarded(
    re.compile(
        r"(?P<l>[A-Z](?<![0-9A-Za-zÀ-ÿ#/_\-.].)[A-Z]{2})(?P<s>[ \-]?)(?:\d{3}"
        r"|\d{2}[A-Z])(?![0-9A-Za-z\-_.:]\w|[\w%])"
    ),
    digits=2,
)

_CUENTA = Guarded(
    contextual(
        r"(?:cuentas?|cta|ctas)\b\.?(?:[ ]?(?:de )?(?:cte|aho|ahorros?|corriente)\b\.?)?(?:[ ]n(?:ro|[°ºo])\.)?"
        r"|ahorros?\b|nequi|daviplata|bancolombia"
        r"|davivienda|ahorro a la mano|dale!?|movii|bbva|banco \w+"
        r"|bre-?b|llave\b|consign(?:ar|e|ame|aci[oó]n)\b|transfiya|transf(?:erir|iera|iere)\b"
        r"|tarjeta (?:de )?(?:cr[eé]dito|d[eé]bito)?",
        r"(?:[^0-9\n.;$]|\.(?! (?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))|\n(?!\n)){0,40}?(?<![0-9A-Za-z$.,])(?P<n>\d"
        r"(?:[ .\-]{0,2}(?:\n[ >]*)?\d){7,19})(?![0-9A-Za-z])",
    ),
    digits=8,
)
# Bancolombia's savings accounts have a shape of their own.
_CUENTA_SOLA = Guarded(re.compile(r"(?<![0-9A-Za-z.\-])\d{3}[ ]?-[ ]?\d{6}[ ]?-[ ]?\d{2}(?![0-9A-Za-z\-])"), digits=11)
_IBAN = Guarded(re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}[ ]?(?:\d{4}[ ]?){3,6}\d{1,4}(?![0-9A-Za-z])"), digits=15)
_TARJETA_BANCO = Guarded(
    re.compile(r"(?<![0-9A-Za-z.])(?:4\d{3}|5[1-5]\d{2}|3[47]\d{2})(?:[ \-]\d{4}){3}(?![0-9A-Za-z])"), digits=16
)


def ficha(text: str) -> Iterator[Span]:
    """The number of a group of apprentices: with a date and a centre it points to few people."""
    for pattern in (_FICHA, _FICHA_DESPUES):
        for match in pattern.finditer(text):
            if not is_date(match.group("n")):
                yield Span(*match.span("n"), Kind.FICHA, Level.AUTO, "número de ficha")
    for match in _GRUPO.finditer(text):
        yield Span(*match.span("n"), Kind.FICHA, Level.REVISAR, "parece un número de ficha")


def fecha_nacimiento(text: str) -> Iterator[Span]:
    """A date after words of birth; the year alone is for review, since projects are born too."""
    for match in _NACIMIENTO.finditer(text):
        recent = re.search(r"20(?:1[5-9]|[2-9]\d)", match.group("n"))
        surely = not recent or not match.group().lower().startswith("naci")
        yield Span(
            *match.span("n"), Kind.FECHA_NACIMIENTO, Level.AUTO if surely else Level.REVISAR, "fecha de nacimiento"
        )
    for match in _CUMPLEANOS.finditer(text):
        yield Span(*match.span("n"), Kind.FECHA_NACIMIENTO, Level.REVISAR, "parece un cumpleaños")
    for match in _ANIO_NACIMIENTO.finditer(text):
        yield Span(*match.span("n"), Kind.FECHA_NACIMIENTO, Level.REVISAR, "posible año de nacimiento")


def placa(text: str) -> Iterator[Span]:
    """Vehicle plates: sure beside a vehicle, for review alone."""
    for match in _PLACA.finditer(text):
        yield Span(*match.span("n"), Kind.PLACA, Level.AUTO, "placa de vehículo")
    for match in _PLACA_SOLA.finditer(text):
        if not lookup(match.group("l")):
            yield Span(*match.span(), Kind.PLACA, Level.REVISAR, "parece una placa")


def cuenta_bancaria(text: str) -> Iterator[Span]:
    """Account and card numbers, wallets tied to a phone."""
    for match in _CUENTA.finditer(text):
        digits = sum(c.isdigit() for c in match.group("n"))
        if digits >= 8 and not is_date(match.group("n")) and not match.group("n").rstrip().endswith("000.000"):
            yield Span(*match.span("n"), Kind.CUENTA_BANCARIA, Level.AUTO, "cuenta o billetera")
    for pattern, reason in (
        (_CUENTA_SOLA, "número de cuenta"),
        (_IBAN, "número de cuenta"),
        (_TARJETA_BANCO, "tarjeta bancaria"),
    ):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.CUENTA_BANCARIA, Level.AUTO, reason)
