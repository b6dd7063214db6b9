"""Street addresses in their many written forms, farms, veredas and neighbourhoods."""

import re
from collections.abc import Iterator

from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_VIA = (
    r"(?:calles?|cll?e?|carreras?|cra|crra|krra|kra|cr|kr|avenidas?"
    r"|avda|avd|ave|av|ak|ac|diagonal|diag|dg|transversal|transv"
    r"|"
    r"trans|tranv|tv|trv|circular|circ|circunvalar|autopista|autop|variante|pasaje|callej[oó]n)"
)
# One letter apart is part of the number (45 B), but not the word that joins it to the next one.
_NUM = (
    r"\d{1,3}[°º]?(?:[a-z]{1,2}(?![a-zà-ÿ])|[ ](?![eoy][ ])[a-z](?![a-zà-ÿ.º°]))?"
    r"(?:[ ]?bis(?:[ ]?[a-z](?![a-zà-ÿ]))?)?(?:[a-z]\d?(?![a-zà-ÿ])|[ ](?![eoy][ ])[a-z]\d?(?![a-zà-ÿ.º°]))?"
    r"(?:[ ]?(?:sur|norte|este|oeste|oriente|occidente))?"
)
_NO = r"(?:#|n[°ºo]s?\.?|nro\.?|num\.?|n[uú]mero)"
_SIGN = (
    rf"(?:,?\s{{0,3}}(?:{_NO}|con(?:[ ](?:la[ ])?(?:calle"
    rf"|carrera|cra|cl|kr)\.?)?|esquina|-)\s{{0,3}}|_|\s{{0,2}},\s{{0,2}}(?=\d{{1,3}}[ ]?[a-z]?[ ]?-[ ]?\d)|\s{{1,3}})"
)
_NAME = (
    r"(?:(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)\s)?[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]{1,30}(?:\s(?:(?:de"
    r"|del|la|las|los|el|y)\s){0,2}[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]{1,30}){0,3}"
)
_TAIL = (
    r"(?:[\s,.\-]{1,3}(?i:apartamento|apto|ap|apt|torre|bloque"
    r"|bl|blq|interior|int|casa|cs|piso|oficina|of|local|manzana"
    r"|mza?|lote|lt|unidad|etapa|consultorio|conjunto)"
    r"[.:]?[ ]?(?i:n[°ºo]\.?[ ]?|#[ ]?)?(?:\d[\w-]{0,5}|[A-Za-z](?![A-Za-zÀ-ÿ]))){0,5}"
    rf"(?:[\s,.\-]{{1,3}}(?i:barrio|b/|brr?\.|urb\.|urbanizaci[oó]n|conjunto(?: residencial)?)[ ]?(?-i:{_NAME}))?"
)
_VIA_LETTERS = "calle cl carrera cr kr av ak ac diag dg tran tv trv circ autop variante pasaje callej"
_CALLE = Guarded(
    re.compile(
        rf"(?<![A-Za-zÀ-ÿ0-9]){_VIA}[.\s_-]{{0,2}}{_NUM}{_SIGN}{_NUM}(?:\s{{0,3}}(?:-"
        rf"|con|a|_|\s)\s{{0,3}}{_NUM})?(?![0-9]){_TAIL}",
        re.IGNORECASE,
    ),
    _VIA_LETTERS,
    digits=2,
)
# Sign, number, hyphen, number: an address whatever the word before is shortened to (K7 # 45-12).
_NOMENCLATURA = Guarded(
    re.compile(rf"#[ ]{{0,2}}(?i:{_NUM})[ ]{{0,2}}-[ ]{{0,2}}(?i:{_NUM})(?!\d)(?i:{_TAIL})"), "#", digits=2
)
_VIA_ANTES = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9])(?:[a-zà-ÿ]{{1,12}}/?[. ]{{0,2}})?(?:{_NUM}|(?:primer|segund|tercer|cuart|quint|sext"
    rf"|s[eé]ptim"
    r"|octav|noven|d[eé]cim)a)[ ]{0,2}\Z",
    re.IGNORECASE,
)
_CALLE_CON_NOMBRE = Guarded(
    re.compile(
        rf"(?<![A-Za-zÀ-ÿ0-9])(?i:{_VIA})\.?\s(?:(?:de|del|la|las|los|[Ee]l)\s){{0,3}}[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]{{1,30}}(?:\s(?:de\s|la\s){{0,2}}[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]{{1,30}}){{0,3}}"
        rf",?\s{{0,3}}(?:(?:#|[Nn][°ºo]\.?|[Nn][uú]mero)\s{{0,3}})?(?i:{_NUM}(?:\s{{0,3}}[-–]\s{{0,3}}{_NUM})?{_TAIL})"
    ),
    _VIA_LETTERS,
    digits=1,
)
_SOLA = Guarded(
    re.compile(
        # Not the race of 10K, nor the first diagonal of a matrix.
        r"(?<![A-Za-zÀ-ÿ0-9])(?:(?:calles|carreras)[ ]\d{1,3}[ ]?[a-z]?[ ]y[ ]\d{1,3}"
        r"|(?:(?:calle|carrera|cra|kra|avenida|cll|kr)\.?[ ]?\d|(?:diagonal|transversal)[ ]?\d\d)\d{0,2}"
        r"(?:[ ]?[A-JL-Z])?)(?![\w:%])(?! de | años)",
        re.IGNORECASE,
    ),
    "calle carrera cra kra avenida cll kr diagonal transversal",
    digits=1,
)
_WORDS = (
    r"(?:(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|treinta"
    r"|cuarenta|"
    r"cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento)(?:[ ]y[ ]|[ ])?){1,5}"
)
_CALLE_EN_PALABRAS = Guarded(
    re.compile(
        rf"(?<![A-Za-zÀ-ÿ]){_VIA}\.?\s{_WORDS}\s?(?:[a-z]\s)?(?:n[uú]mero"
        rf"|con|#|n[°º])\s?(?:{_WORDS}|{_NUM})(?:\s?(?:gui[oó]n|-|raya)\s?(?:{_WORDS}"
        rf"|{_NUM}))?",
        re.IGNORECASE,
    ),
    _VIA_LETTERS,
)
_MANZANA = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:manzana|mzna|mza|mz|bloque|blq|bl|torre"
        r"|etapa|sector|super[ ]?manzana|smz|interior|int)[. \-]{0,2}(?:n[°ºo]\.?\s?)?[\w]{1,4}[\s,.\-]{1,3}"
        r"(?:casa|cs|lote|lt|apto|apartamento|apt|ap|interior|int"
        rf"|torre|bloque)[. \-]{{0,2}}(?:n[°ºo]\.?\s?|#\s?)?\d{{1,4}}(?:\s?[A-Za-z])?(?![\w]){_TAIL}",
        re.IGNORECASE,
    ),
    "manzana mz bl torre etapa sector int",
    digits=1,
)
_CASA_MANZANA = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:casa|cs|lote|lt|apto|apartamento|apt|ap|interior|int)[. ]{0,2}(?:n[°ºo]\.?\s?|#\s?)?"
        r"\d{1,4}[ ]?[a-z]?[\s,.\-]{1,3}(?:de[ ])?(?:la[ ]|el[ ])?"
        r"(?:manzana|mzna|mza?|supermanzana|smz|bloque|blq?|torre)"
        rf"[. ]{{0,2}}(?:n[°ºo]\.?\s?)?(?:\d[\w-]{{0,3}}|[a-z](?![a-zà-ÿ])){_TAIL}",
        re.IGNORECASE,
    ),
    "manzana mz bl torre",
    digits=1,
)
_APARTAMENTO = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:(?:apto|apartamento|apt|aparta(?:estudio)?)\.?[ ](?:n[°ºo]\.?[ ]?|#[ ]?)?\d{3,4}[a-z]?"
        r"|(?:bloque|torre)[ ]\d{1,2}[ ]?-[ ]?\d{3,4})(?![\w.,%-])",
        re.IGNORECASE,
    ),
    "ap bloque torre",
    digits=3,
)
_FINCA = Guarded(
    re.compile(
        rf"\b(?:[Ff]inca|FINCA|[Pp]redio|[Pp]arcela|[Hh]acienda|[Rr]ancho"
        rf"|[Cc]haca?ra)s?[ ](?:llamada[ ])?[\"“«]?{_NAME}[\"”»]?"
    ),
    "finca predio parcela hacienda rancho chac",
)
_VEREDA = Guarded(
    re.compile(rf"\b(?:[Vv]ereda|VEREDA|[Vv]da\.)[ ][\"“«]?{_NAME}[\"”»]?"),
    "vereda vda.",
)
_VEREDA_FINCA = Guarded(
    re.compile(
        rf"\b[Vv]ereda[ ]{_NAME}[ ]?,[ ]?(?:[Ff]inca|[Pp]redio|[Cc]asa"
        rf"|[Ll]ote|[Pp]arcela)[ ](?:{_NAME}|\d+)|\b[Ff]inca[ ]{_NAME}[ ]?,[ ]?(?:de"
        rf" la |en la )?[Vv]ereda[ ]{_NAME}"
    ),
    "vereda",
)
_KILOMETRO = Guarded(
    re.compile(
        r"\b(?:km|kil[oó]metro|kms)\.?[ ]?\d{1,3}(?:[.,+][ ]?\d{1,3})?,?[ ](?:(?:de"
        r"|en|por)[ ])?(?:la[ ])?(?:v[ií]a|carretera|autopista|troncal"
        r"|variante|doble calzada|antigua v[ií]a)\b"
        r"(?:[ ](?:a[ ]|al[ ]|que conduce a[ ])?[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+"
        r"(?:(?:[ ]?-[ ]?|[ ])[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]{1,30}){0,2})?",
        re.IGNORECASE,
    ),
    "km kil",
    digits=1,
)
_CAMPO = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:direcci[oó]n(?: de (?:residencia|domicilio"
        r"|la casa|vivienda))?|domicilio|residencia|lugar de residencia"
        r"|dir\.)[ \t*_]*:[ \t*_]*(?!\s)(?P<n>[^\n|]{4,80})",
        re.IGNORECASE,
    ),
    "direcci domicili residencia dir.",
)
_VIVE = Guarded(
    re.compile(
        r"\b(?:viv(?:e|o|en|imos|ía|ían)|resid(?:e|o|en|ente|entes)"
        r"|domiciliad[oa]s?|habita|se aloja)[ ](?:en|por|cerca de"
        r"|al lado de|frente a)[ ]"
        r"(?P<n>(?:el|la|los|las)[ ](?:barrio|conjunto|edificio|urbanizaci[oó]n"
        r"|casa|finca|vereda|sector|manzana|torre|invasi[oó]n|calle"
        r"|carrera|cra|cll|apto|apartamento|apartaestudio|bloque|corregimiento)\.?[ ][^\n.;,]{2,60}"
        r"(?:,[ ](?:casa|apto|al lado|frente|diagonal|cerca|junto)[ ][^\n.;,]{1,40})?)",
        re.IGNORECASE,
    ),
    "viv resid domicil habita aloja",
)
_BARRIO = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:[Bb]arrio|BARRIO|[Bb]\.?/|[Bb]rr?\.|[Uu]rb(?:anizaci[oó]n|\.)|URBANIZACI[OÓ]N|[Cc]onjunto(?:"
        rf" [Rr]esidencial| [Cc]errado)?|CONJUNTO(?: RESIDENCIAL)?|[Cc]ondominio|[Ee]dificio)[ ]?{_NAME}{_TAIL}"
    ),
    "barrio b/ b./ br. brr. urb conjunto condominio edificio",
)
# The address of a machine or of memory.
_MAQUINA = re.compile(r"[`*'\"]*(?:\d{1,3}(?:\.\d{1,3}){3}|0x|[0-9a-f]{2,4}:|localhost|www\.)", re.IGNORECASE)

_DIRECCIONES = (_CALLE, _CALLE_CON_NOMBRE, _MANZANA, _CASA_MANZANA, _KILOMETRO)
_LUGARES = ((_FINCA, "nombre de finca o predio"), (_VEREDA, "vereda"), (_BARRIO, "barrio o conjunto"))


def direccion(text: str) -> Iterator[Span]:
    """Addresses with a number of house, farm or kilometre are sure; a street alone is for review."""
    for pattern in _DIRECCIONES:
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.AUTO, "dirección")
    for match in _NOMENCLATURA.finditer(text):
        before = _VIA_ANTES.search(text[max(0, match.start() - 30) : match.start()])
        if before:
            start = match.start() - len(before.group())
            yield Span(start, match.end(), Kind.DIRECCION, Level.AUTO, "dirección")
    for pattern, reason in ((_SOLA, "vía con número"), (_APARTAMENTO, "número de apartamento")):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.REVISAR, reason)


def direccion_en_palabras(text: str) -> Iterator[Span]:
    """Addresses said in words, and farms in their vereda."""
    for pattern in (_CALLE_EN_PALABRAS, _VEREDA_FINCA):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.AUTO, "dirección")


def lugar_nombrado(text: str) -> Iterator[Span]:
    """Where someone lives: a form's field, «vive en el barrio…», a farm, a vereda."""
    for pattern in (_CAMPO, _VIVE):
        for match in pattern.finditer(text):
            value = match.group("n")
            if "://" in value or "@" in value or _MAQUINA.match(value):
                continue
            level = Level.AUTO if any(c.isdigit() for c in value) else Level.REVISAR
            yield Span(*match.span("n"), Kind.DIRECCION, level, "lugar de residencia")
    for pattern, reason in _LUGARES:
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.REVISAR, reason)
