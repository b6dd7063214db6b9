"""What is known of a word: a person's name, a dictionary word, a place, a term, a role.

The lists are small files in `datos/` (sources and licences in `datos/FUENTES.md`), loaded once and looked up by
the word in lower case without accents, since people write without them.
"""

import gzip
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_DATOS = Path(__file__).parent / "datos"
_WORDS = re.compile(r"[^\W\d_]+")
_KEEP_TILDE = str.maketrans(
    "áàâäãåéèêëíìîïóòôöõúùûüýÿçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÝÇ", "aaaaaaeeeeiiiiooooouuuuyycAAAAAAEEEEIIIIOOOOOUUUUYC"
)


class Word:
    """What the lists say of a word: bits of a plain integer, since they are asked for at every word of a text."""

    NOMBRE = 1
    APELLIDO = 2
    DICCIONARIO = 4
    INGLES = 8
    LUGAR = 16
    TERMINO = 32
    TRATAMIENTO = 64
    HABLA = 128
    HABLA_CON = 256
    LUGAR_DE = 512
    SOLO_NOMBRE = 1024
    """A name in spite of the dictionary: as a common word it is rare."""
    OTRA_LENGUA = 2048
    """A name in lists of other countries only."""
    CAMPO = 4096
    PARTICULA = 8192
    PREPOSICION_LUGAR = 16384
    DEBIL = 32768
    """In a names list, but nearly always a common word: counts only inside a sentence and beside a name."""
    COSA_DE = 131072
    """Works, companies, products: what is named right after them may be the thing, or whoever it is called after."""
    EPONIMO = 262144
    """As COSA_DE, with «de» between them too: escala de Glasgow, llave de Stillson."""
    CERRADA = 65536
    """Pronouns, adverbs, conjunctions: they open sentences and are never a name."""


@lru_cache(100_000)
def bare(word: str) -> str:
    """A word in lower case without accents; ñ stays, since it parts words (peña, pena)."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.translate(_KEEP_TILDE)
    if lowered.replace("ñ", "n").isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.replace("ñ", "\0"))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("\0", "ñ")


def _read(name: str) -> str:
    content = (_DATOS / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")


def lines_of(name: str) -> list[str]:
    """The lines of one of the own lists, without its comments."""
    return [line for line in _read(name).splitlines() if not line.startswith("#")]


def _own(name: str) -> list[str]:
    return [bare(word) for word in _WORDS.findall("\n".join(lines_of(name)))]


# Entries of the sources' name lists that are particles, numbers or words no one would take for a name.
_NOT_NAMES = frozenset(
    """de del la las los el y e da do dos di du von der den le lo les al san santa santo sant con che mio mia sali
    nacio iba tu su mi nada ella uno ante dan dar dom segundo diez_ hola toma adoracion ascension junio enero""".split()
)
_WEAK = frozenset(
    """mas dias dia casa cabo digno digna gala lia pol dulce buen buena bueno grande real malo camino diez junior
    mercado mesa madera puerta plaza amo chico pareja alcalde cadena segura seguro conde barco partida camara
    armas costa carrera carreras sala seco miro corona parada botella cabeza cabezas llamas dado rato vives cascos
    espada duque marques caballero espejo carro rueda arco copa anda mate choque barra barba baños acero canales
    corredor portero cuenta cal salva salvas lazo llano sobrino vara redondo mota ceja cofre chapa calzada alba
    cisterna verdugo escribano sastre aleman español castellano catalan griego abad rey reina mar mares rio cielo
    sevillano aragones manso plana planas posada pulgar pera maestre barriga canton portillo pozo tome luna estrella
    general cabello cortina regalado calva alta primitivo transito genesis heraldo salud felicidad campo blanco
    cristal jade van one the junior julio abril agosto domingo lunes martes viernes sabado mayo norma justo fuente
    cristiano urbano candidato gran pie alto bajo hombre gente calle valle villa torre palacio castillo plata oro
    coral arena arenas estrecho iglesia barrio guardia guerra paz alegria amor amigo feliz claro clara lea
    evita edita vale lucha cata""".split()
)


_CONTEXT_LISTS = {
    "tratamientos": Word.TRATAMIENTO,
    "habla": Word.HABLA,
    "habla_con": Word.HABLA_CON,
    "lugar_de": Word.LUGAR_DE,
    "cosa_de": Word.COSA_DE,
    "eponimo": Word.EPONIMO,
    "campo": Word.CAMPO,
    "particulas": Word.PARTICULA,
    "preposicion_lugar": Word.PREPOSICION_LUGAR,
    "cerrada": Word.CERRADA,
}


@cache
def _table() -> dict[str, int]:
    table: dict[str, int] = {}

    def mark(words: list[str], value: int) -> None:
        for word in words:
            table[word] = table.get(word, 0) | value

    mark(_read("diccionario.txt.gz").split(), Word.DICCIONARIO)
    mark(_read("ingles.txt.gz").split(), Word.INGLES)
    for name, flag in (("nombres", Word.NOMBRE), ("apellidos", Word.APELLIDO)):
        listed = {*_read(f"{name}.txt").split(), *_own(f"propios_{name}.txt")} - _NOT_NAMES
        mark(sorted(listed - _WEAK), flag)
        mark(sorted(listed & _WEAK), Word.DEBIL)
    for name, flag in (("nombres_otros.txt", Word.NOMBRE), ("apellidos_otros.txt.gz", Word.APELLIDO)):
        mark([w for w in _read(name).split() if not table.get(w, 0) & 3], flag | Word.OTRA_LENGUA)
    mark(_own("propios_ambiguos.txt"), Word.SOLO_NOMBRE)
    mark(_own("propios_terminos.txt"), Word.TERMINO)
    mark([bare(p) for p in place_names() if " " not in p], Word.LUGAR)
    for line in _read("propios_contexto.txt").splitlines():
        name, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            mark([bare(word) for word in words.split()], _CONTEXT_LISTS[name])
    return table


@cache
def place_names() -> tuple[str, ...]:
    """Names of places as written, of one word or several."""
    names = [*_read("municipios.txt").splitlines(), *"; ".join(lines_of("propios_lugares.txt")).split("; ")]
    return tuple(sorted({name.strip() for name in names if len(name.strip()) > 2}))


def lookup(word: str) -> int:
    """The `Word` flags of a word, as a plain integer; 0 when no list holds it."""
    return _table().get(bare(word), 0)


def own_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames as they are written, in a fixed order: this project's own lists twice, then others."""

    def written(kind: str) -> tuple[str, ...]:
        words = sorted(
            {w for w in _WORDS.findall("\n".join(lines_of(f"propios_{kind}.txt"))) if w[0].isupper() and len(w) > 2}
        )
        listed = sorted({*_read(f"{kind}.txt").split()} - _NOT_NAMES)
        return (*words, *words, *(w.title() for w in listed if len(w) > 2))

    return written("nombres"), written("apellidos")
