"""Names of people, by table. Every name here is put together from name parts and is nobody's.

A finding must cover what stands between ⟦ and ⟧. A case starts with its level: `=` for auto, `~` for review or auto.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marcas import unmark

from generator.anonymize.detect import Where, detect, known_names
from generator.anonymize.spans import CITED, Kind, Level

POSITIVE = """
=Hablamos con ⟦Yeison Muchavisoy⟧ en la huerta.
=⟦Leidy Yurani Jacanamijoy⟧ propuso el reto.
=Con ⟦Jhon Fredy Epiayú⟧ montamos el riego.
=La instructora ⟦Yuliana Uriana⟧ llegó tarde.
=el instructor ⟦Pérez Gómez⟧
=la profe ⟦Yuli⟧ nos ayudó
=doña ⟦Rosa⟧ trajo el maíz
=don ⟦Duván⟧
=Don ⟦Jorge⟧ abrió el taller
=la señora ⟦Mercedes⟧
=el ingeniero ⟦Carabalí⟧
=la Dra. ⟦Lucumí⟧
=Sr. ⟦Mosquera⟧
=Ing. ⟦Andrés Tunubalá⟧
=el aprendiz ⟦Brayan Estiven Ipuana⟧
=la aprendiz ⟦Dayana Pushaina⟧
=⟦María Fernanda de la Hoz⟧
=⟦Juan Carlos del Castillo⟧
=⟦José Luis Ortega y Gómez⟧
=⟦Ana Sofía Gómez-Restrepo⟧
=⟦Juan-Carlos Pérez⟧
=⟦Ma. Fernanda López⟧
=⟦J. P. Rodríguez⟧
=⟦Juan P. Rodríguez⟧
=⟦JUAN CARLOS PÉREZ GÓMEZ⟧
=⟦YEISON MUCHAVISOY⟧
=MAGISTRADO PONENTE: ⟦LUIS ALBERTO GÓMEZ RÍOS⟧
=⟦Rosa Flores⟧ y otros
=con ⟦Luz Marina Cruz⟧
=⟦Paz Elena León⟧
=⟦Mercedes Córdoba⟧ explicó
=⟦Simón Bolívar Gómez⟧
=⟦Yesenia
Carabalí⟧ contó
=> con ⟦Yesenia
> Carabalí⟧
=**⟦Yeison Chindoy⟧**
=**⟦Yei**son Chindoy⟧
=_⟦Leidy Mina⟧_
=- ⟦Leidy Mina⟧
=| ⟦Leidy Mina⟧ | 10 |
=## ⟦Leidy Mina⟧ y su huerta
=![⟦Leidy Mina⟧ sembrando](foto.jpg)
=[⟦Leidy Mina⟧](https://ejemplo.co)
=[su página](https://ejemplo.co/⟦perfil/leidy-mina⟧)
=[su página](https://ejemplo.co/gente/⟦leidy-yurani-epiayu⟧)
=![foto](img/⟦yeison_muchavisoy⟧.jpg)
=https://ejemplo.co/autores-invitados/⟦juan-carlos-perez⟧/
=autor: ⟦Yeison Muchavisoy⟧
=Nombre: ⟦Yeison Muchavisoy⟧
=Elaboró: ⟦Leidy Mina⟧
=Responsable: ⟦Pedro Ipuana⟧
="⟦Leidy Mina⟧"
=(⟦Leidy Mina⟧)
=«⟦Leidy Mina⟧»
=⟦Le\u200bidy Mina⟧
=⟦Leidy\xa0Mina⟧
=⟦Lei\u00addy Mina⟧
=⟦Leidy Epiayu\u0301⟧
=⟦Leidy &Eacute;piay&uacute; Mina⟧
=⟦Lеidy Мina⟧ con letras de otro alfabeto
=⟦Ｌｅｉｄｙ Ｍｉｎａ⟧
=⟦Salvador Gómez⟧
=⟦Juan Esteban Córdoba⟧ vive lejos
=⟦Jesús María Sánchez⟧
=⟦yeison muchavisoy⟧ trajo semillas
=⟦leidy epiayú⟧
=⟦Xiomy Tunubalá⟧
=⟦Yeferson Estiven Xulkuipa⟧
=según ⟦Wbeimar Quiguanás⟧
=⟦Katherine O'Brien Gómez⟧
=⟦Katherine McLean⟧
=⟦Newball Archbold⟧
=la coordinadora académica ⟦Gloria Stella Ríos⟧
=el subdirector ⟦Hernando Zúñiga⟧
=La acompañante, ⟦Nubia Arboleda⟧, dijo
=⟦Pérez Gómez, Juan⟧
=⟦Gómez Ríos⟧
=al instructor ⟦Édgar⟧
=a la instructora ⟦Sandra Milena⟧
=los instructores ⟦Óscar⟧ y otros
=⟦Danna Valentina⟧
=⟦DANNA VALENTINA⟧
=el gobernador ⟦Taita Floro Tunubalá⟧
=el taita ⟦Floro⟧
=mamo ⟦Zalabata⟧
=seño ⟦Petrona⟧
=⟦Luis Ángel Niño⟧
=⟦Carlos Andrés Rey Duque⟧
=⟦Jorge Eliécer Blanco⟧
=⟦Ángela Rocío Plata Mesa⟧
=Firmado por ⟦Martha Lucía Peñaloza⟧.
=⟦Zharick⟧ ⟦Dayana⟧
~Ayer ⟦Yeison⟧ llegó temprano.
~con ⟦Muchavisoy⟧ aprendimos
~Con ⟦Rosa⟧ y ⟦Luz⟧ hicimos la mezcla
~⟦Xiomy⟧ nos enseñó
~la propuesta de ⟦Wbeimar⟧
~hablamos con ⟦yeison⟧
~nos contó ⟦leidy⟧
~⟦yurani⟧ nos contó
~el instructor ⟦xiomy⟧ dijo
~trabajamos con ⟦wbeimar⟧
~le preguntamos a ⟦danna⟧
~la profe ⟦yuli⟧
~gracias a doña ⟦petrona⟧
~⟦J. P.⟧ entregó el informe
~⟦A.M.G.⟧, de 17 años
~alias «⟦El Mono⟧»
~apodado "⟦Pecas⟧"
~le dicen ⟦La Negra⟧
~⟦ROSA⟧ llegó
~⟦Cruz⟧ contó su experiencia
~La idea fue de ⟦Flores⟧
~como dijo ⟦León⟧
~el método de ⟦Paulo Freire⟧
~en palabras de ⟦Vygotsky⟧
~el aprendiz ⟦J.⟧ contó
~⟦M.⟧ nos contó
~con ⟦Nachito⟧ y ⟦Toñito⟧
~⟦Pacho⟧ arregló el motor
~la seño ⟦Mechas⟧
~el compañero ⟦Tunubalá⟧
~según ⟦Quiguanás⟧
~familia ⟦Epiayú⟧
~los ⟦Chindoy⟧ participaron
~colegio ⟦Luis Carlos Galán⟧
~con ⟦JuanPerez⟧
~nombre = "⟦Yeison⟧"
~`⟦yeison⟧` es la variable
~Hoy, ⟦Milagros⟧ cumplió
~gracias a ⟦Consuelo⟧
~⟦Esperanza⟧ dijo que sí
~para ⟦Ángel⟧ fue fácil
~⟦Victoria⟧ ha sembrado
~ ⟦Wayuunaiki Xulkuipa⟧
"""

NEGATIVE = """
El SENA y la Escuela Nacional de Instructores «Rodolfo Martínez Tono» lo publican.
Escuela Nacional de Instructores - ENI "Rodolfo Martínez Tono"
La ENI acompaña a los centros.
Ley 1581 de 2012
Resolución 526 de 2020
Decreto 1074 de 2015
El Ministerio de Educación Nacional
En Bogotá hicimos la prueba.
Vivimos en Medellín, Antioquia.
Desde Nariño hasta La Guajira
en Santa Rosa de Cabal
municipio de San José del Guaviare
en Villavicencio, Meta
en Cartagena de Indias
en Puerto Asís
El Eje Cafetero
en el Valle del Cauca
Regional Norte de Santander
en Córdoba
hacia Bolívar
en enero y febrero
El lunes siguiente
Usamos Python y Django.
Con GitHub y Git
En Excel hicimos la tabla
Google Classroom
Microsoft Word
Moodle y Zajuna
SofiaPlus
Instalamos Ubuntu en Linux
HTML y CSS
JavaScript y TypeScript
API REST
una función de JavaScript
El aprendiz lleva su guía.
Los aprendices llegaron.
La instructora explicó el tema.
El instructor propone el reto.
Aprendiendo Juntos
Formación Profesional Integral
Equipo Pedagógico de Centro
Instructores que inspiran
Guía de aprendizaje
Resultado de aprendizaje
Lista de chequeo
Etapa productiva
Qué hicimos
Qué pasó y cómo lo sabemos
Para hacerlo en su ambiente
Lo que no funcionó
Ajustes para la inclusión
La situación
Antes de empezar
Primero sembramos. Luego regamos.
Después medimos. También pesamos.
Sembramos flores en mayo.
Hicimos una cruz de madera.
La paz del grupo
Con luz y esperanza
un león de papel
mercedes del curso
La victoria fue de todos.
CAPÍTULO PRIMERO
INTRODUCCIÓN
EPP
RAP 3
TIC
SENNOVA
UNESCO
- Martillo
- Cinta métrica
1. Corte la tabla.
* Mezcle el cemento.
> Una cita del grupo.
| Hora | Actividad |
Colombia y Ecuador
en América Latina
Internet
WhatsApp
YouTube
Facebook
el Congreso de la República
CC BY-SA 4.0
variable = funcion(valor)
print("hola mundo")
`git commit`
https://es.wikipedia.org/wiki/Colombia
https://github.com/org/repo
una tarde de sol
Todos dijeron que sí.
Nadie contó nada.
Alguien preguntó por qué.
El grupo contó la experiencia.
Hoy dijo que vendría.
Así explicó el tema.
No hubo luz.
docker compose up
Arduino Uno
la ley de Ohm
Wikipedia
el Día de la Mujer
""".strip("\n").split("\n")

SPLIT = ("=⟦Yesenia\n", "=> con ⟦Yesenia\n")


def _cases() -> list[tuple[str, str]]:
    cases: list[tuple[str, str]] = []
    pending = ""
    for line in POSITIVE.strip("\n").split("\n"):
        line = pending + line
        pending = f"{line}\n" if f"{line}\n" in SPLIT else ""
        if not pending:
            cases.append((line[0], line[1:]))
    return cases


CASES = _cases()


def uncovered(marked: str, where: Where, auto: bool) -> list[str]:
    text, ranges = unmark(marked)
    assert ranges
    levels = {Level.AUTO} if auto else {Level.AUTO, Level.REVISAR}
    taken = {i for s in detect(text, where) if s.level in levels for i in range(s.start, s.end)}
    return [text[i] for a, b in ranges for i in range(a, b) if text[i].isalpha() and i not in taken]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 120
    assert len(NEGATIVE) >= 80


@pytest.mark.parametrize(("level", "marked"), CASES)
def test_found(level: str, marked: str) -> None:
    assert not uncovered(marked, Where.PROSA, level == "=")


@pytest.mark.parametrize("text", NEGATIVE)
def test_nobody(text: str) -> None:
    assert not [text[s.start : s.end] for s in detect(text) if s.kind is Kind.PERSONA]


@pytest.mark.parametrize(
    ("where", "marked"),
    [
        (Where.RUTA, "=huerta-con-⟦leidy-mina⟧"),
        (Where.RUTA, "=⟦yeison_muchavisoy⟧.jpg"),
        (Where.RUTA, "=⟦Yeison Muchavisoy⟧.png"),
        (Where.RUTA, "=⟦JuanPerez⟧.png"),
        (Where.RUTA, "=foto-⟦maria-gomez⟧-2021.jpg"),
        (Where.RUTA, "~taller-con-⟦yeison⟧"),
        (Where.URL, "=https://ejemplo.co/gente/⟦leidy-mina⟧"),
        (Where.URL, "=/fotos/⟦leidy%20mina⟧.jpg"),
        (Where.CODIGO, '=autor = "⟦Leidy Mina⟧"'),
        (Where.CODIGO, "~# hecho por ⟦Yeison⟧"),
        (Where.CODIGO, '=print("Hola, ⟦Yeison Muchavisoy⟧")'),
        (Where.RUTA, "~fotos-de-⟦yeison-cuero⟧"),
        (Where.RUTA, "~fotos-de-⟦ana-flores⟧"),
        (Where.RUTA, "~⟦pedro_mena⟧.jpg"),
        (Where.RUTA, "~anexos/⟦rosa.cruz⟧.pdf"),
        (Where.RUTA, "~⟦jorge-luis-torres-mena⟧.png"),
        (Where.RUTA, "~visita-⟦yeison-quinones⟧"),
        (Where.RUTA, "~visita-⟦jorge-de-la-cruz⟧"),
        (Where.RUTA, "~taller-⟦leidy-luna⟧"),
        (Where.URL, "~/perfil/⟦leidy-mosquera⟧"),
        (Where.URL, "~https://ejemplo.co/gente/⟦ana/flores⟧"),
        (Where.URL, "~https://ejemplo.co/fotos/⟦ana%20flores⟧.jpg"),
        (Where.CODIGO, "~abrir('fotos/⟦pedro-mena⟧.jpg')"),
        (Where.CODIGO, "~import ⟦pedro.flores⟧"),
        (Where.PROSA, "~Vea fotos/⟦ana_flores⟧.jpg en la carpeta."),
        (Where.PROSA, "~El archivo ⟦pedro.flores⟧.docx quedó allí."),
    ],
)
def test_found_elsewhere(where: Where, marked: str) -> None:
    assert not uncovered(marked[1:], where, marked[0] == "=")


@pytest.mark.parametrize(
    "slug",
    ["huerta-vertical", "taller-de-soldadura", "suma-de-luz-y-flores", "guia-practica-01", "santa-rosa-de-cabal"],
)
def test_slugs_of_nobody(slug: str) -> None:
    assert not [s for s in detect(slug, Where.RUTA) if s.level is Level.AUTO]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where.RUTA, "suma-de-luz-y-flores"),
        (Where.RUTA, "rosa-de-los-vientos"),
        (Where.RUTA, "torres-de-papel"),
        (Where.CODIGO, "una victoria segura"),
        (Where.PROSA, "Vea anexos/luz-natural.pdf y anexos/torres-de-ana.pdf."),
    ],
)
def test_paths_of_nobody(where: Where, words: str) -> None:
    assert not [words[s.start : s.end] for s in detect(words, where)]


@pytest.mark.parametrize(
    "code",
    [
        "ArrayList lista = new ArrayList();",
        "class Persona:\n    def __init__(self):",
        "SELECT * FROM Tabla",
        "import numpy as np",
        "git config --global",
    ],
)
def test_code_of_nobody(code: str) -> None:
    assert not detect(code, Where.CODIGO)


def test_every_other_mention_is_found_at_the_same_level() -> None:
    text = "Ayer vino Yeison Muchavisoy. Después yeison sembró y Muchavisoy regó; YEISON cerró."
    found = {(text[s.start : s.end], s.level) for s in detect(text)}
    assert {("yeison", Level.AUTO), ("Muchavisoy", Level.AUTO), ("YEISON", Level.AUTO)} <= found


def test_a_name_that_is_a_word_spreads_only_with_a_capital() -> None:
    text = "Ayer vino Rosa Epiayú. Rosa sembró una rosa."
    found = [text[s.start : s.end] for s in detect(text)]
    assert found == ["Rosa Epiayú", "Rosa"]


def test_names_carry_from_one_part_of_a_document_to_another() -> None:
    title = "Taller de Yeison Muchavisoy"
    known = known_names([(title, detect(title))])
    body = "Con yeison y los muchavisoy aprendimos."
    found = {(body[s.start : s.end], s.level) for s in detect(body, known=known)}
    assert found == {("yeison", Level.AUTO), ("muchavisoy", Level.AUTO)}


CITED_AS = [
    ("Según Pérez y Gómez (2019), sirve. Volvió Camilo Pérez.", ["Pérez", "Gómez"]),
    ("Según Pérez, Mina y Gómez (2019), sirve.", ["Pérez", "Mina", "Gómez"]),
    ("Así lo ven Pérez et al. (2019) en su texto.", ["Pérez"]),
    ("Gómez, R., Mina, L. y Cuesta, P. (2015). El reloj.", ["Gómez", "Mina", "Cuesta"]),
    ("Según Rosa Mina (2021), sirve. Luego Rosa llegó tarde.", ["Rosa Mina"]),
    ("Una de las aprendices, Freire, trajo el reloj.", []),
    ("Llegó Gómez, R. el muchacho de la moto desde 2015.", []),
]


@pytest.mark.parametrize(("text", "authors"), CITED_AS)
def test_who_is_cited_is_asked_about_whole_and_whoever_is_near_is_not_taken_for_an_author(
    text: str, authors: list[str]
) -> None:
    """A cited «Pérez» is not the aprendiz «Camilo Pérez», who goes; nor does «Rosa» take half of «Rosa Mina (2021)»."""
    spans = detect(text)
    assert [text[s.start : s.end] for s in spans if s.reason == CITED] == authors
    assert all(s.level is Level.REVISAR for s in spans if s.reason == CITED)


def test_the_schools_name_does_not_hide_a_person() -> None:
    text = "La Escuela «Rodolfo Martínez Tono» y el instructor Rodolfo Gómez."
    assert [text[s.start : s.end] for s in detect(text)] == ["Rodolfo Gómez"]


WORDS = st.lists(st.sampled_from([unmark(marked)[0] for _, marked in CASES] + NEGATIVE), min_size=1, max_size=5).map(
    "\n\n".join
)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.sampled_from(list(Where)))
def test_no_auto_name_survives_replacing(text: str, where: Where) -> None:
    for _ in range(3):
        for span in reversed(detect(text, where)):
            if span.level is Level.AUTO:
                text = f"{text[: span.start]}[persona]{text[span.end :]}"
    assert not [s for s in detect(text, where) if s.level is Level.AUTO]


@settings(max_examples=150, deadline=None)
@given(WORDS, st.sampled_from(list(Where)))
def test_spans_hold(text: str, where: Where) -> None:
    position = 0
    for span in detect(text, where):
        assert position <= span.start < span.end <= len(text)
        position = span.end
