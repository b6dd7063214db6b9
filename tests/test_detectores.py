"""Structured kinds, by table. Numbers are made up; a finding must cover what stands between ⟦ and ⟧ and nothing
of the table is anyone's. `~` before a case means that a finding for review is enough."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marcas import unmark

from generator.anonymize.detect import DETECTOR_VERSION, Where, detect
from generator.anonymize.model import model
from generator.anonymize.resting import rest
from generator.anonymize.spans import Kind, Level, Span

POSITIVE: dict[str, str] = {
    "cedula": """
Identificado con C.C. ⟦1032456789⟧ de Bogotá.
identificada con cédula de ciudadanía No. ⟦52.345.678⟧
cc ⟦79345678⟧
CC: ⟦1.032.456.789⟧
Cédula ⟦12 345 678⟧ expedida en Neiva
cédula número ⟦5.123.456⟧
documento de identidad ⟦1020304050⟧
Documento: ⟦987654⟧
doc. ⟦80123456⟧
con cedula ⟦1'032.456.789⟧
el número ⟦1098765432⟧ quedó anotado
su firma y ⟦1.098.765.432⟧ al pie
NUIP ⟦1107654321⟧
identificación ⟦41-234-567⟧
C . C . ⟦52345678⟧
cédula de ciudadanía
⟦1032456789⟧
cédula ⟦1032
456789⟧
cédula ⟦１０３２４５６７８９⟧
cédula ⟦10&#51;2456789⟧
cédula ⟦1032\u200b456\u200b789⟧
cédula ⟦1.032\u00ad.456.789⟧
cédula ⟦1032%34567%38⟧9
https://ejemplo.edu.co/consulta?cc=⟦1032456789⟧
el archivo cc-⟦1032456789⟧.pdf
cedula_⟦1032456789⟧.jpg
| Aprendiz 1 | ⟦1032456789⟧ |
- ⟦1.010.234.567⟧
portador de la ⟦1 032 456 789⟧
mi cédula es la ⟦52\xa0345\xa0678⟧
C.C.⟦52345678⟧
cédula N° ⟦52345678⟧
CC. No ⟦1.032.456.789⟧
DNI ⟦45678901⟧
documento No.⟦1032456789⟧
""",
    "tarjeta_identidad": """
T.I. ⟦1012345678⟧
tarjeta de identidad ⟦99010112345⟧
TI ⟦1.012.345.678⟧
TI: ⟦98112254321⟧
Tarjeta de Identidad No. ⟦1012345678⟧
registro civil ⟦1012345678⟧
""",
    "cedula_extranjeria": """
C.E. ⟦345678⟧
cédula de extranjería ⟦456789⟧
CE ⟦1234567⟧
cédula de extranjería No. ⟦E345678⟧
carné de extranjería ⟦345.678⟧
""",
    "ppt": """
PPT ⟦1234567⟧
permiso por protección temporal ⟦5678901⟧
PEP ⟦123456789012345⟧
permiso especial de permanencia No. ⟦9876543210⟧
P.P.T. ⟦4567890⟧
""",
    "pasaporte": """
pasaporte ⟦AS123456⟧
Pasaporte No. ⟦123456789⟧
pasaporte venezolano ⟦C1234567⟧
pasaporte número ⟦AV 987654⟧
~viaja con ⟦AR654321⟧ en la mano
""",
    "nit": """
NIT ⟦52345678-1⟧
Nit. ⟦1.032.456.789-5⟧
~nit ⟦900.123.456-7⟧
RUT ⟦79345678⟧
~la empresa, ⟦901234567-8⟧
""",
    "celular": """
Mi celular es ⟦3104567890⟧
llámeme al ⟦310 456 7890⟧
Cel. ⟦310-456-7890⟧
cel: ⟦310.456.7890⟧
⟦+57 310 4567890⟧
⟦+573104567890⟧
⟦(+57) 310 456 78 90⟧
⟦0057 310 456 7890⟧
⟦57 3104567890⟧
⟦(310) 456-7890⟧
escriba al ⟦310 45 67 890⟧
WhatsApp ⟦3 1 0 4 5 6 7 8 9 0⟧
whatsapp: ⟦310/456/7890⟧
⟦320 4567890⟧ después de las seis
Contacto: ⟦310_456_7890⟧
el número ⟦310–456–7890⟧
cel ⟦３１０４５６７８９０⟧
cel ⟦310\u200b456\u200b7890⟧
cel ⟦310&#52;567890⟧
el ⟦310 456
7890⟧ contesta
> el ⟦310 456
> 7890⟧ contesta
foto-⟦3104567890⟧.jpg
https://ejemplo.co/t?tel=⟦3104567890⟧
https://ejemplo.co/t?tel=⟦%33104567890⟧
| Líder | ⟦3156789012⟧ |
celular **⟦310** 4567890⟧
móvil ⟦+34 600 123 456⟧
teléfono ⟦+58 414-1234567⟧
~anote: ⟦3 1 5 6 7 8 9 0 1 2⟧
(⟦3104567890⟧)
⟦310*456*7890⟧
línea de atención del instructor: ⟦3104567890⟧
""",
    "telefono_fijo": """
Teléfono ⟦6012345678⟧
tel. ⟦601 234 5678⟧
⟦(601) 234 56 78⟧
⟦+57 604 2345678⟧
⟦(604) 234-5678⟧
tel: ⟦234 5678⟧
Teléfono fijo: ⟦2345678⟧
⟦(1) 234 5678⟧
fax ⟦602 345 6789⟧
pbx ⟦60 1 2345678⟧
telefono ⟦8765432⟧ ext. ⟦12345678⟧
""",
    "correo": """
Escriba a ⟦aprendiz@ejemplo.com⟧
⟦a.b-c_d+e@correo.ejemplo.edu.co⟧
correo: ⟦usuario@misena.edu.co⟧.
mailto:⟦usuario@ejemplo.com⟧
<⟦usuario@ejemplo.com⟧>
[correo](mailto:⟦usuario@ejemplo.com⟧)
⟦usuario arroba ejemplo punto com⟧
⟦usuario (arroba) ejemplo (punto) com⟧
⟦usuario[at]ejemplo.com⟧
⟦usuario (at) ejemplo.com⟧
⟦usuario @ ejemplo . com⟧
⟦usuario&#64;ejemplo.com⟧
⟦usuario&commat;ejemplo.com⟧
⟦usuario%40ejemplo.com⟧
⟦usuario%2540ejemplo.com⟧
⟦usuario＠ejemplo.com⟧
⟦usu\u200bario@ejem\u00adplo.com⟧
⟦usuario\\@ejemplo.com⟧
⟦usuario arroba gmail⟧
⟦usuario punto dos arroba ejemplo punto edu punto co⟧
⟦usuario@
ejemplo.com⟧
git clone ⟦git@github.com⟧:org/repo
ssh ⟦pi@raspberrypi⟧
⟦USUARIO@EJEMPLO.COM⟧
⟦señal@ejemplo.com⟧
| ⟦usuario@ejemplo.com⟧ |
""",
    "direccion": """
Vive en la ⟦Calle 45 # 23-18⟧
⟦Cl. 45 No. 23-18⟧
⟦Carrera 7 # 45-12 apto 301⟧
⟦Cra 7 N° 45 - 12⟧
⟦Kr 7 45 12⟧
⟦Kra. 15 Bis # 23 A - 45⟧
⟦KR 7A # 45B-12 Sur⟧
⟦Avenida 68 # 12-34⟧
⟦Av. Boyacá # 45-12⟧
⟦Ak 15 No 100-25⟧
⟦Diagonal 23 # 45-67⟧
⟦Dg 23 45-67⟧
⟦Transversal 5 # 6-78 casa 4⟧
⟦Tv 5 # 6 - 78⟧
⟦Calle 5 con carrera 8⟧
⟦Calle 10 con 15⟧
⟦carrera 7 número 45-12⟧
⟦calle cuarenta y cinco número veintitrés⟧
⟦calle cinco con ocho⟧
⟦Manzana B Casa 12⟧
⟦Mz 5 Cs 14⟧
⟦Mz. D lote 7⟧
⟦Torre 3 apartamento 502⟧
⟦Bloque 4 apto 201⟧
⟦vereda El Salitre, finca La Esperanza⟧
⟦finca La Esperanza, vereda El Salitre⟧
⟦kilómetro 5 vía a La Calera⟧
⟦Km 12 vía Cali⟧
~vive en ⟦el barrio La Esperanza⟧
~la ⟦finca Los Naranjos⟧
~la ⟦vereda Agua Bonita⟧
~nos vemos en la ⟦calle 72⟧
Dirección: ⟦Bosques del Norte, casa 14⟧
Domicilio: ⟦al lado de la tienda 3⟧
⟦Calle\xa045 # 23\u201118⟧
⟦C&#97;lle 45 # 23-18⟧
~El ⟦Conjunto Residencial Altos⟧ queda cerca
calle_⟦Cll 45 # 23-18⟧
""",
    "ficha": """
ficha ⟦2567890⟧
Ficha No. ⟦2567890⟧
la ficha número ⟦2567890⟧ del turno de la tarde
fichas ⟦2567890 y 2567891⟧
fichas ⟦2567890, 2567891⟧
FICHA: ⟦1234567⟧
número de ficha: ⟦2.567.890⟧
ficha de caracterización ⟦2567890⟧
ficha-⟦2567890⟧
ficha_⟦2567890⟧.pdf
ficha ⟦2 567 890⟧
ficha
⟦2567890⟧
la ⟦2567890⟧ es la ficha
ficha (⟦2567890⟧)
ficha **⟦2567890⟧**
ficha # ⟦25678⟧
~del grupo ⟦2567890⟧
https://ejemplo.co/ficha/⟦2567890⟧
ficha ⟦２５６７８９０⟧
""",
    "fecha_nacimiento": """
Fecha de nacimiento: ⟦12/03/1998⟧
fecha de nacimiento ⟦12 de marzo de 1998⟧
F. nacimiento: ⟦1998-03-12⟧
nació el ⟦12 de marzo de 1998⟧
nacida el ⟦5 de mayo de 2001⟧
nacido en Pasto el ⟦5-5-2001⟧
Nació el ⟦doce de marzo de mil novecientos noventa⟧
su cumpleaños es el ⟦12 de marzo⟧
~nacida en ⟦1998⟧
fecha de nac. ⟦12.03.98⟧
nació un ⟦primero de enero de 1999⟧
Fecha de nacimiento | ⟦12/03/1998⟧
FN: ⟦12/03/1998⟧
""",
    "coordenadas": """
⟦4.60971, -74.08175⟧
⟦4,60971; -74,08175⟧
⟦4°36'34"N⟧ ⟦74°04'54"W⟧
⟦4° 36′ 34″ N⟧, ⟦74° 4′ 54″ O⟧
latitud: ⟦4.60971⟧
"lng": ⟦-74.08175⟧
⟦https://maps.app.goo.gl/AbCdEf123⟧
⟦https://www.google.com/maps/@4.60971,-74.08175,17z⟧
⟦geo:4.60971,-74.08175⟧
⟦4 grados 36 minutos 34 segundos norte⟧
(⟦6.2442 -75.5812⟧)
""",
    "perfil": """
Síganme en ⟦@la.cuenta_de_prueba⟧
⟦https://www.facebook.com/cuenta.prueba⟧
⟦https://www.facebook.com/profile.php?id=100012345678⟧
⟦instagram.com/cuenta_prueba⟧
⟦https://www.linkedin.com/in/cuenta-prueba-123⟧
⟦https://x.com/cuentaprueba⟧
⟦https://twitter.com/cuentaprueba⟧
⟦https://www.tiktok.com/@cuenta.prueba⟧
⟦https://www.youtube.com/@cuentaprueba⟧
⟦https://youtube.com/%40cuentaprueba⟧
⟦t.me/cuentaprueba⟧
⟦https://wa.me/573104567890⟧
⟦https://api.whatsapp.com/send?phone=573104567890⟧
⟦https://chat.whatsapp.com/AbCdEfGhIjK⟧
https://ejemplo.co/⟦perfil/nombre-apellido⟧
https://ejemplo.co/⟦usuario/nombre.apellido⟧
⟦tel:+573104567890⟧
⟦https://orcid.org/0000-0001-2345-678X⟧
⟦https://m.facebook.com/cuenta.prueba⟧
""",
    "placa": """
placa ⟦ABC123⟧
la moto de placas ⟦ABC 12D⟧
vehículo ⟦KLM-456⟧
Placa: ⟦xyz789⟧
camioneta blanca de placa ⟦XYZ 789⟧
~llegó en el ⟦QWK482⟧
~la ⟦QWK-482⟧ se varó
""",
    "cuenta_bancaria": """
cuenta de ahorros ⟦123-456789-01⟧
cuenta corriente No. ⟦12345678901⟧
Nequi ⟦3104567890⟧
Daviplata: ⟦310 456 7890⟧
Bancolombia ahorros ⟦1234 5678 901⟧
consignar a ⟦00123456789⟧
tarjeta ⟦4123 4567 8901 2345⟧
cuenta bancaria número ⟦0012345678⟧
""",
    "numero": """
⟦tres uno cero cuatro cinco seis siete ocho nueve cero⟧
⟦tres, uno, cero, cuatro, cinco, seis, siete⟧
⟦tres diez, cuatro cincuenta y seis, setenta y ocho, noventa⟧
⟦Tres uno cero
cuatro cinco seis siete ocho⟧
⟦uno cero tres dos cuatro cinco seis siete ocho nueve⟧
⟦tres-uno-cero-cuatro-cinco-seis-siete⟧
~radicado por ella: ⟦123456789012⟧
~quedó el ⟦7654321⟧ escrito
""",
}

NEGATIVE = """
En 2021 formamos 500 instructores.
Ley 1581 de 2012
Resolución 526 de 2020, artículo 10
Decreto 1074 de 2015
Acuerdo 006 de 2014
el programa de 96 horas, código 41311604
código 41311604
Código de programa: 228118
la norma NTC 1486
norma ISO 27001:2022
ISBN 978-958-15-0345-2
ISBN 9789581503452
$ 1.200.000
$1.200.000
vale 1.200.000 pesos
costó 12.345.678 pesos
COP 12.345.678
US$ 12.345.678
son 1.234.567 habitantes
unos 2.345.678 habitantes
12 345 678 habitantes
1.500.000
una población de 48.000.000
10000000
versión 1.2.3
Python 3.11.4
MkDocs 1.6.1
192.168.1.10
192.168.100.200
127.0.0.1:8000
puerto 8080
http://localhost:8000/
0xDEADBEEF
#39A900
#007832
rgb(57, 169, 0)
commit 3f2a1b9c8d7e6f50
3f2a1b9c8d7e6f50a1b2c3d4
10:30 a. m.
de 6:00 a 12:00
las 14:30
25 %
99,5 %
3,14159265
3.14159265
2 + 3 = 5
12 x 12 = 144
| 10 | 20 | 30 |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
| 100 | 200 | 300 |
12 m x 8 m
120 cm por 80 cm
a 2600 metros
5 kg de harina
220 V
60 Hz
página 123
págs. 45-67
pp. 123-145
vol. 12, núm. 3
2020-12-31
31/12/2020
20201231
12 de marzo de 2020
el 5 de mayo
en marzo de 2021
trimestre 2 de 2021
2021-T2
vigencia 2020
3 de 10 aprendices
1, 2, 3, 4, 5, 6, 7, 8, 9, 10
uno, dos, tres, cuatro, cinco, seis, siete
cinco, cuatro, tres, dos, uno
dos o tres veces
la una y media
los dos grupos de tres
calle de honor
carrera técnica
la carrera de 4 semestres
la carrera docente
avenida principal
diagonal de la pantalla: 15
una ficha técnica
la ficha 3 del manual
ficha de 20 preguntas
fichas bibliográficas de 1998
el proyecto nació como idea
nace la propuesta
coordenadas cartesianas (2, 3)
(0.12345, 0.98765)
un ángulo de 45°
a 35 °C
temperatura de 4° a 8°
@media print
@import url
@property
@Override
@app.route("/")
@param nombre
l@s niñ@s
tod@s
RFC 2616
ISO 9001
CSS3
HTML5
ESP32
la placa Arduino Uno
placa base
una cuenta de correo
cuenta con 25 computadores
documento de 12 páginas
documento 3
el documento de 2020
guía 12
RAP 3
resultado 220501046
competencia 220501096
x = 1024 * 768
1024x768
for i in range(1000000):
timeout=30000
https://www.youtube.com/watch?v=dQw4w9WgXcQ
https://es.wikipedia.org/wiki/Colombia
https://doi.org/10.5281/zenodo.3332807
https://github.com/org/repo/issues/1234
https://ejemplo.co/2021/05/12/titulo
linkedin.com/company/sena
https://ejemplox.com/blog
línea 45
contacto visual de 5 segundos
llamar 3 veces
el móvil 5G
Km 5
100.000 descargas
3,5 millones
entre 1990 y 2020
1990-2020
(2018)
12345678
123456789
0000000000
99999999
temperatura 12.5, humedad 45.2
tarjeta de 8 GB
identificado con el número 3
la torre 2
bloque 4
el piso 3
mesa 5, casa 2
GPL-3.0
CC BY-SA 4.0
CC BY 4.0
TI 2021
PPT de 20 diapositivas
2^10 = 1024
""".strip("\n").split("\n")

MULTILINE = (
    "cédula de ciudadanía\n",
    "cédula ⟦1032\n",
    "el ⟦310 456\n",
    "> el ⟦310 456\n",
    "⟦usuario@\n",
    "ficha\n",
    "⟦Tres uno cero\n",
)


def _cases() -> list[tuple[str, str, bool]]:
    cases: list[tuple[str, str, bool]] = []
    for kind, block in POSITIVE.items():
        pending = ""
        for line in block.strip("\n").split("\n"):
            line = pending + line
            pending = f"{line}\n" if f"{line}\n" in MULTILINE else ""
            if not pending:
                cases.append((kind, line.removeprefix("~"), line.startswith("~")))
    return cases


CASES = _cases()


def uncovered(text: str, ranges: list[tuple[int, int]], spans: tuple[Span, ...], review: bool) -> list[str]:
    levels = {Level.AUTO, Level.REVISAR} if review else {Level.AUTO}
    taken = {i for s in spans if s.level in levels for i in range(s.start, s.end)}
    return [text[i] for a, b in ranges for i in range(a, b) if text[i].isalnum() and i not in taken]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 150
    assert len(NEGATIVE) >= 100


@pytest.mark.parametrize(("kind", "marked", "review"), CASES)
def test_found(kind: str, marked: str, review: bool) -> None:
    text, ranges = unmark(marked)
    assert ranges
    spans = detect(text)
    assert not uncovered(text, ranges, spans, review)
    assert Kind(kind) in {s.kind for s in spans} or kind in (
        "nit",
        "ppt",
        "numero",
        "celular",
        "perfil",
        "cuenta_bancaria",
    )


@pytest.mark.parametrize("text", NEGATIVE)
def test_not_found(text: str) -> None:
    assert not [s.kind for s in detect(text) if s.kind is not Kind.PERSONA]


@pytest.mark.parametrize(
    ("where", "marked"),
    [
        (Where.RUTA, "lista-⟦310-456-7890⟧"),
        (Where.RUTA, "ficha_⟦2567890⟧.pdf"),
        (Where.RUTA, "cedula-⟦1032456789⟧.jpg"),
        (Where.URL, "https://ejemplo.co/?q=⟦usuario%40ejemplo.com⟧"),
        (Where.URL, "mailto:⟦usuario@ejemplo.com⟧"),
        (Where.CODIGO, 'correo = "⟦usuario@ejemplo.com⟧"'),
        (Where.CODIGO, "cedula = ⟦1032456789⟧"),
        (Where.CODIGO, "ssh ⟦pi@servidor⟧"),
    ],
)
def test_found_elsewhere(where: Where, marked: str) -> None:
    text, ranges = unmark(marked)
    assert not uncovered(text, ranges, detect(text, where), review=False)


def test_reasons_never_quote() -> None:
    for _, marked, _ in CASES:
        text, _ = unmark(marked)
        for span in detect(text):
            assert not any(
                word in span.reason for word in text.split() if any(c.isdigit() for c in word) or "@" in word
            )


def test_version_is_a_digest() -> None:
    assert len(DETECTOR_VERSION) == 16
    assert int(DETECTOR_VERSION, 16) >= 0


FRAGMENTS = st.sampled_from([unmark(marked)[0] for _, marked, _ in CASES] + NEGATIVE)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.one_of(FRAGMENTS, st.text(alphabet="0123456789 .-@/%&#;\n\u200b\u0301ñÁa\uff11", max_size=20)), max_size=6
    ).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(list(Where)))
def test_spans_hold_on_the_original(text: str, where: Where) -> None:
    spans = detect(text, where)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        position = span.end
    assert spans == detect(text, where)


def _replace(text: str, spans: tuple[Span, ...]) -> str:
    for span in reversed(spans):
        if span.level is Level.AUTO:
            text = text[: span.start] + "[dato reservado]" + text[span.end :]
    return text


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, min_size=1, max_size=5).map(" ; ".join))
def test_no_auto_span_survives_replacing(text: str) -> None:
    for _ in range(3):
        text = _replace(text, detect(text))
    assert not [s for s in detect(text) if s.level is Level.AUTO]


@pytest.mark.parametrize("between", [0, 40, 100, 139, 141, 200, 600])
def test_a_datum_near_the_beginning_is_found_whatever_figure_comes_later(between: int) -> None:
    """Figures are looked at in stretches of text: the first one opens before the text begins."""
    text = f"Llame al 3105551234. {'palabra ' * (between // 8)} Eran 20."
    assert ("3105551234", Level.AUTO) in [(text[s.start : s.end], s.level) for s in detect(text)]
    again = f"Su cédula es 1.020.304.050. {'palabra ' * (between // 8)} Llame al 3105551234. {'y ' * between}y quedan 7"
    assert {"1.020.304.050", "3105551234"} <= {again[s.start : s.end] for s in detect(again)}


def test_they_find_the_same_after_they_let_go_of_their_lists() -> None:
    words = "La instructora Tamsin Brackwood lo propuso."  # made up from name parts
    found = detect(words)
    rest()
    assert found and model.cache_info().currsize == 0
    assert detect(f"{words} ") == found
