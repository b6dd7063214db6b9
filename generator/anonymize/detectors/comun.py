"""What detectors share: a pattern that starts with context words, and what explains a number away."""

import re

# Before a number: what it is when it is nobody's. Codes of programmes and norms, money, versions, identifiers.
EXPLAINED_BEFORE = re.compile(
    r"(?:(?<![A-Za-zÀ-ÿ])(?:c[oó]digos?|cod\.|programas?|versi[oó]n|isbn(?:-1[03])?"
    r"|issn|doi|e?isbn|ley(?:es)?|decretos?|resoluci(?:[oó]n|ones)"
    r"|acuerdos?|circular|art[ií]culos?|arts?\.|norma|ntc|iso"
    r"|rfc|iec|puerto|port|cop|usd|us|eur|rgb|hex|radicado|p[aá]ginas?"
    r"|p[aá]gs?\.|commit|issue|pull|pr|build|issuecomment|zenodo"
    r"|arxiv|pmid|pmc|snies|ciiu|nsr|unspsc|sku|lote|serie|serial"
    r"|competencia|resultado(?: de aprendizaje)?|rap|ncl|ean|upc|bin)"
    r"|0x|\$|€|#)[ \t]*(?:de[ \t]+(?:programa|curso|la[ \t]+norma)"
    r"|n[°ºo]\.?|n[uú]mero|:|=|\.|/|-)*[ \t*_\"'(]*\Z",
    re.IGNORECASE,
)
# After a number: a unit makes it a quantity.
UNIT_AFTER = re.compile(
    r"[ \t]*(?:%|€|°|º[CF]|(?:millones|mil|pesos|cop|usd|d[oó]lares"
    r"|euros|habitantes|personas|usuari[oa]s|familias|aprendices"
    r"|estudiantes|instructores"
    r"|hect[aá]reas|ha|kil[oó]metros|km2?|metros|m2|m|cm|mm|kg"
    r"|kilos|g|gramos|toneladas|litros|ml|l|unidades|veces|años"
    r"|d[ií]as|horas|segundos"
    r"|minutos|ms|bytes|kb|mb|gb|bits|hz|voltios|vatios|w|v|kw"
    r"|kwh|filas|registros|palabras|l[ií]neas|archivos|datos|descargas"
    r"|visitas|puntos|votos|empleos|empresas|colombian[oa]s)\b)",
    re.IGNORECASE,
)
# A date stands beside words of documents and telephones too («documento 2024-03-12»), and is not their number.
_DATE = re.compile(
    r"(?:19|20)\d\d[ ]?[-./_][ ]?(?:0?[1-9]|1[0-2])[ ]?[-./_][ ]?\d{1,2}(?!\d)"
    r"|(?:0?[1-9]|[12]\d|3[01])[ ]?[-./][ ]?(?:0?[1-9]|1[0-2])[ ]?[-./][ ]?(?:19|20)\d\d(?!\d)"
)
_URL_CHARS = re.compile(r"[^\s<>\"')(\]]*\Z")


def contextual(words: str, rest: str) -> re.Pattern[str]:
    """A pattern of context words, a gap and the value (group `n`), in any case of letters."""
    return re.compile(rf"(?<![0-9A-Za-zÀ-ÿ])(?:{words}){rest}", re.IGNORECASE)


def explained(text: str, start: int, end: int) -> bool:
    """Whether what stands around a number says that it is nobody's: a code, money, a quantity."""
    if EXPLAINED_BEFORE.search(text[max(0, start - 30) : start]):
        return True
    return bool(UNIT_AFTER.match(text, end)) or bool(re.match(r"[,.]\d", text[end : end + 2]))


def is_date(value: str) -> bool:
    """Whether what looks like a number opens with a date written in figures."""
    return bool(_DATE.match(value))


def in_address(text: str, start: int) -> bool:
    """Whether a place in the text is inside a URL."""
    match = _URL_CHARS.search(text[max(0, start - 200) : start])
    return bool(match and re.search(r"://|www\.|\.(?:com|org|net|co|io)/|doi", match.group()))
