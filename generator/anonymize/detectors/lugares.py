"""Street addresses in their many written forms, and coordinates."""

import re
from collections.abc import Iterator

from generator.anonymize.spans import Kind, Level, Span

_VIA = (
    r"(?:calles?|cll?e?|carreras?|cra|crra|krra|kra|cr|kr|avenidas?"
    r"|avda|avd|ave|av|ak|ac|diagonal|diag|dg|transversal|transv"
    r"|"
    r"trans|tranv|tv|trv|circular|circ|circunvalar|autopista|autop|variante|pasaje|callej[oó]n)"
)
_NUM = (
    r"\d{1,3}(?:[ ]?[a-z]{1,2}(?![a-zà-ÿ]))?(?:[ ]?bis(?:[ ]?[a-z](?![a-zà-ÿ]))?)?(?:[ ]?[a-z]\d?"
    r"(?![a-zà-ÿ]))?(?:[ ]?(?:sur|norte|este|oeste|oriente|occidente))?"
)
_SIGN = (
    r"(?:\s*(?:#|n[°ºo]s?\.?|nro\.?|num\.?|n[uú]mero|con(?:[ ](?:calle"
    r"|carrera|cra|cl|kr)\.?)?|esquina|,|-|–)\s*|\s+)"
)
_TAIL = (
    r"(?:[\s,.\-]{1,3}(?:apartamento|apto|ap|apt|torre|bloque"
    r"|bl|blq|interior|int|casa|cs|piso|oficina|of|local|manzana"
    r"|mz|lote|unidad|etapa|conjunto)"
    r"\.?[ ]?(?:n[°ºo]\.?[ ]?)?[\w-]{1,6})*"
)
_CALLE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9]){_VIA}[.\s_-]{{0,2}}{_NUM}{_SIGN}{_NUM}(?:\s*(?:-"
    rf"|–|con|a|\s)\s*{_NUM})?(?![0-9]){_TAIL}",
    re.IGNORECASE,
)
_CALLE_CON_NOMBRE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9])(?i:{_VIA})\.?\s(?:(?:de|del|la|las|los"
    rf"|[Ee]l)\s)*[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+(?:\s(?:de\s|la\s)*[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+){{0,3}}"
    rf",?\s*(?:(?:#|[Nn][°ºo]\.?|[Nn][uú]mero)\s*)?(?i:{_NUM}(?:\s*[-–]\s*{_NUM})?{_TAIL})"
)
_SOLA = re.compile(
    r"(?<![A-Za-zÀ-ÿ0-9])(?:calle|carrera|cra|kra|avenida|diagonal"
    r"|transversal|cll|kr)\.?[ ]?\d{1,3}[ ]?[A-Z]?(?![\w:%])(?!"
    r" de | años)",
    re.IGNORECASE,
)
_WORDS = (
    r"(?:(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|treinta"
    r"|cuarenta|"
    r"cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento)(?:[ ]y[ ]|[ ])?){1,5}"
)
_CALLE_EN_PALABRAS = re.compile(
    rf"(?<![A-Za-zÀ-ÿ]){_VIA}\.?\s{_WORDS}\s?(?:[a-z]\s)?(?:n[uú]mero"
    rf"|con|#|n[°º])\s?(?:{_WORDS}|{_NUM})(?:\s?(?:gui[oó]n|-|raya)\s?(?:{_WORDS}"
    rf"|{_NUM}))?",
    re.IGNORECASE,
)
_MANZANA = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?:manzana|mzna|mza|mz|bloque|blq|bl|torre"
    r"|etapa|sector|supermanzana|smz)[. ]{0,2}(?:n[°ºo]\.?\s?)?[\w]{1,4}[\s,.\-]{1,3}"
    r"(?:casa|cs|lote|lt|apto|apartamento|apt|ap|interior|int"
    r"|torre|bloque)[. ]{0,2}(?:n[°ºo]\.?\s?|#\s?)?\d{1,4}\s?[A-Za-z]?(?![\w])",
    re.IGNORECASE,
)
_NAME = (
    r"(?:(?:el|la|los|las)\s)?[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+(?:\s(?:(?:de"
    r"|del|la|las|los|el|y)\s){0,2}[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+){0,3}"
)
_NAME = _NAME.replace("(?:el|la|los|las)", "(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)")
_FINCA = re.compile(
    rf"\b(?:[Ff]inca|[Pp]redio|[Pp]arcela|[Hh]acienda|[Rr]ancho"
    rf"|[Cc]haca?ra)s?[ ](?:llamada[ ])?[\"“«]?{_NAME}[\"”»]?"
)
_VEREDA = re.compile(rf"\b[Vv]ereda[ ][\"“«]?{_NAME}[\"”»]?")
_VEREDA_FINCA = re.compile(
    rf"\b[Vv]ereda[ ]{_NAME}[ ]?,[ ]?(?:[Ff]inca|[Pp]redio|[Cc]asa"
    rf"|[Ll]ote|[Pp]arcela)[ ](?:{_NAME}|\d+)|\b[Ff]inca[ ]{_NAME}[ ]?,[ ]?(?:de"
    rf" la |en la )?[Vv]ereda[ ]{_NAME}"
)
_KILOMETRO = re.compile(
    r"\b(?:km|kil[oó]metro|kms)\.?[ ]?\d{1,3}(?:[.,+][ ]?\d{1,3})?,?[ ](?:(?:de"
    r"|en|por)[ ])?(?:la[ ])?(?:v[ií]a|carretera|autopista|troncal"
    r"|variante|doble calzada|antigua v[ií]a)\b"
    r"(?:[ ](?:a[ ]|al[ ]|que conduce a[ ])?[A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+(?:[ -][A-ZÁÉÍÓÚÑ][\wÀ-ÿ]+){0,2})?",
    re.IGNORECASE,
)
_CAMPO = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?:direcci[oó]n(?: de (?:residencia|domicilio"
    r"|la casa|vivienda))?|domicilio|residencia|lugar de residencia"
    r"|dir\.)[ \t*_]*:[ \t*_]*(?!\s)(?P<n>[^\n|]{4,80})",
    re.IGNORECASE,
)
_VIVE = re.compile(
    r"\b(?:viv(?:e|o|en|imos|ía|ían)|resid(?:e|o|en|ente|entes)"
    r"|domiciliad[oa]s?|habita|se aloja)[ ](?:en|por|cerca de"
    r"|al lado de|frente a)[ ]"
    r"(?P<n>(?:el|la|los|las)[ ](?:barrio|conjunto|edificio|urbanizaci[oó]n"
    r"|casa|finca|vereda|sector|manzana|torre|invasi[oó]n|calle"
    r"|carrera)[ ][^\n.;,]{2,60})",
    re.IGNORECASE,
)
_BARRIO = re.compile(
    rf"\b(?:[Bb]arrio|[Bb]\.?/|[Uu]rbanizaci[oó]n|[Cc]onjunto(?:"
    rf" residencial| cerrado)?|[Ee]dificio)[ ]{_NAME}"
)

_PAR = re.compile(
    r"(?<![\d.,\w])(?P<lat>[-+]?\d{1,2}[.,]\d{3,})\s?°?\s?[NSns]?\s?(?:[,;/|]"
    r"|%2C|\s|y)\s?(?:lon\w*\W{0,3})?(?P<lon>[-+]?\d{1,3}[.,]\d{3,})\s?°?\s?[WOEwoe]?(?![\d.])"
)
_UNA = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?:lat(?:itud)?|lon(?:g(?:itud)?)?|lng)[\"']?[ \t]*[:=]?[ \t]*(?:de[ ])?[\"']?"
    r"(?P<n>[-+]?\d{1,3}[.,]\d{3,})",
    re.IGNORECASE,
)
_GRADOS = re.compile(
    r"(?<![\d.])\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['’′´](?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″]"
    r"|''|’’|′′))?\s?(?:de )?(?:(?:latitud|longitud)\s)?[NSEWO](?:orte"
    r"|ur|este|oeste)?\b"
    r"|(?<![\d.])\d{1,3}\s?grados,?\s\d{1,2}\s?minutos(?:,?\s(?:y\s)?\d{1,2}(?:[.,]\d+)?\s?segundos)?"
    r"(?:\s(?:de\s)?(?:latitud|longitud)?\s?(?:norte|sur|este"
    r"|oeste))?",
    re.IGNORECASE,
)
_MAPA = re.compile(
    r"(?:https?://)?(?:maps\.app\.goo\.gl/\w+|goo\.gl/maps/\w+"
    r"|(?:www\.)?google\.[a-z.]+/maps/[^\s)>\"]+|maps\.google\.[a-z.]+/[^\s)>\"]+"
    r"|waze\.com/ul[^\s)>\"]+|(?:www\.)?openstreetmap\.org/\S*#map=[^\s)>\"]+"
    r"|geo:[-\d.,]+|what3words\.com/[\w.]+)",
    re.IGNORECASE,
)


def direccion(text: str) -> Iterator[Span]:
    """Addresses with a number of house, farm or kilometre are sure; a street alone is for review."""
    for pattern in (_CALLE, _CALLE_CON_NOMBRE, _MANZANA, _KILOMETRO):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.AUTO, "dirección")
    for match in _SOLA.finditer(text):
        yield Span(*match.span(), Kind.DIRECCION, Level.REVISAR, "vía con número")


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
            if "://" in value or "@" in value:
                continue
            level = Level.AUTO if any(c.isdigit() for c in value) else Level.REVISAR
            yield Span(*match.span("n"), Kind.DIRECCION, level, "lugar de residencia")
    for pattern, reason in ((_FINCA, "nombre de finca o predio"), (_VEREDA, "vereda"), (_BARRIO, "barrio o conjunto")):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.DIRECCION, Level.REVISAR, reason)


def coordenadas(text: str) -> Iterator[Span]:
    """Pairs inside Colombia, degrees and minutes, or any figure called latitude or longitude."""
    for match in _PAR.finditer(text):
        latitude, longitude = (float(match.group(g).replace(",", ".")) for g in ("lat", "lon"))
        if -4.5 <= latitude <= 16.5 and 66 <= abs(longitude) <= 85:
            yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "coordenadas")
    for match in _UNA.finditer(text):
        yield Span(*match.span("n"), Kind.COORDENADAS, Level.AUTO, "coordenadas")
    for match in _GRADOS.finditer(text):
        yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "coordenadas")


def mapa(text: str) -> Iterator[Span]:
    """Links that open a map at a place."""
    for match in _MAPA.finditer(text):
        yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "enlace a un mapa")
