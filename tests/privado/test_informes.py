"""What each quarterly report may hold, and that no number of a centre gives anybody away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from itertools import chain, combinations
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import insert, select, update

from generator.private import consents, cycles, trail, visits
from generator.private.errors import StoreError
from generator.private.options import Ambiente, Canal, ClaseInforme, EstadoHoras, Finalidad, Momento, RolPersona, Tipo
from generator.private.place import require_new_file
from generator.private.quarters import Quarter
from generator.private.records import ConsentimientoNuevo, RespuestaAcompanado
from generator.private.reports.content import LOS_DEMAS, OTROS, as_json, figures, from_json
from generator.private.reports.document import Document, Section, Table, legible
from generator.private.reports.facts import Centre, Time, Visit
from generator.private.reports.making import FORMATS, for_centre, for_eni, save
from generator.private.reports.threshold import Figure, Part, released
from generator.private.reports.words_centre import to_direction, to_epc
from generator.private.store import Store
from generator.private.tables import ciclo_acompanado, corte, informe
from generator.schema.options import Enfasis
from tests.privado.canarios_informes import Planted, named, plant
from tests.privado.gente import CENTRO, DAY, NOMBRES, REGIONAL, Pair, a_visit, cycle_of_two, planned, somebody
from tests.privado.paquetes import everything, read_in

T1 = Quarter(2026, 1)
AFTER = date(2026, 4, 15)
CENTRES = (ClaseInforme.EPC, ClaseInforme.MISIONAL)
BOTH = sorted(FORMATS)


@pytest.fixture
def store(store: Store) -> Store:
    """A store whose clock says that the first quarter ended: before that no figures are frozen."""
    store.now = lambda: datetime(2026, 4, 15, 17, 0, tzinfo=UTC)
    return store


# No number with fewer than three people behind it, also by subtraction.

_PEOPLE = [UUID(int=n) for n in range(1, 9)]
_some = st.frozensets(st.sampled_from(_PEOPLE), min_size=1, max_size=4)
_visit = st.builds(
    Visit,
    tipo=st.sampled_from([o.value for o in Tipo]),
    enfasis=st.sampled_from([o.value for o in Enfasis]),
    ambiente=st.sampled_from([o.value for o in Ambiente]),
    temas=st.frozensets(st.sampled_from(["evaluacion", "inclusion", "ambientes", "seguridad", OTROS]), max_size=3),
    acompanados=_some,
    acompanantes=_some,
)
_visits = st.lists(_visit, max_size=9).map(tuple)
Behind = Callable[[Visit], tuple[frozenset[UUID], ...]]


def _behind(of: Behind, found: list[Visit]) -> list[int]:
    """How many distinct people stand behind some acompañamientos, on each side."""
    return [len(frozenset().union(*side)) for side in zip(*map(of, found), strict=True)]


def _no_one_given_away(shown: tuple[Figure, ...], joined: str, events: list[tuple[str, Visit]], of: Behind) -> None:
    """An attacker who subtracts any of the shown numbers from their total never gets to fewer than three people."""
    if not shown:
        return
    assert sum(f.amount for f in shown) == len(events)
    names = {f.key for f in shown}
    rows = {f.key: [e for e in events if (e[0] if e[0] in names - {joined} else joined) == f.key] for f in shown}
    for figure in shown:
        assert figure.amount == len(rows[figure.key])
    for known in chain.from_iterable(combinations(rows, n) for n in range(len(rows))):
        left = [visit for key, events in rows.items() if key not in known for _, visit in events]
        assert min(_behind(of, left)) >= 3


@given(_visits)
def test_no_theme_is_of_fewer_than_three_people_also_by_subtraction(found: tuple[Visit, ...]) -> None:
    events = [(theme, visit) for visit in found for theme in visit.temas]
    told = figures(Centre(found, (), ()))
    _no_one_given_away(told.temas, OTROS, events, lambda v: (v.acompanados, v.acompanantes))
    assert not (told.temas and told.nombrados)
    for theme in {*told.nombrados} - {OTROS}:
        assert min(_behind(lambda v: (v.acompanados,), [v for t, v in events if t == theme])) >= 3


@given(st.lists(st.builds(Time, st.integers(1, 90), st.sampled_from([o.value for o in EstadoHoras]), _some, _some)))
def test_no_time_is_of_fewer_than_three_people_on_a_side(found: list[Time]) -> None:
    shown = figures(Centre((), (), tuple(found))).horas
    rows = {f.key: [t for t in found if f.key in (t.estado, LOS_DEMAS)] for f in shown}
    for known in chain.from_iterable(combinations(rows, n) for n in range(len(rows))):
        left = [time for key, times in rows.items() if key not in known for time in times]
        for side in ([t.acompanados for t in left], [t.acompanantes for t in left]):
            assert len(frozenset().union(*side)) >= 3


def test_one_who_accompanies_alone_is_given_away_by_no_number() -> None:
    """Their own progress is for them and the profesional ENI: the themes are told, and not how often."""
    alone = frozenset(_PEOPLE[:1])
    found = tuple(
        Visit("individual", "tecnico", "virtual", frozenset(["evaluacion"]), frozenset([who]), alone)
        for who in _PEOPLE[1:4]
        for _ in range(2)
    )
    told = figures(Centre(found, (), (Time(90, "pendiente", frozenset(_PEOPLE[1:4]), alone),)))
    assert (told.temas, told.nombrados, told.acompanamientos, told.horas) == ((), ("evaluacion",), None, ())
    section = to_epc(told, CENTRO, T1, AFTER).sections[-1]
    assert section.table and section.table.rows == (("Evaluación del aprendizaje",),)
    numbers = [c for s in to_direction(told, CENTRO, T1, AFTER).sections if s.table for r in s.table.rows for c in r]
    assert not [c for c in numbers if isinstance(c, int)]


@given(_visits, st.sampled_from(["tipos", "enfasis", "ambientes"]))
def test_no_part_of_the_acompanamientos_is_of_fewer_than_three_on_a_side(found: tuple[Visit, ...], which: str) -> None:
    told = figures(Centre(found, (), ()))
    field = {"tipos": "tipo", "ambientes": "ambiente"}.get(which, which)
    events = [(getattr(v, field), v) for v in found]
    _no_one_given_away(getattr(told, which), LOS_DEMAS, events, lambda v: (v.acompanados, v.acompanantes))
    if told.acompanamientos is not None:
        assert min(_behind(lambda v: (v.acompanados, v.acompanantes), list(found))) >= 3
        assert told.acompanamientos == len(found)
    else:
        assert (told.acompanados, told.acompanantes, getattr(told, which)) == (None, None, ())


_part = st.builds(
    Part,
    key=st.sampled_from("abcdef"),
    amount=st.integers(0, 300),
    sides=st.tuples(_some, _some),
)


@given(st.lists(_part, max_size=6, unique_by=lambda p: p.key), st.sampled_from([(), ("a",)]))
def test_whatever_is_shown_nothing_is_left_of_fewer_than_three(parts: list[Part], always: tuple[str, ...]) -> None:
    shown = released(parts, "joined", always)
    names = {f.key for f in shown}
    assert not names & set(always) and len(names) == len(shown)
    assert not shown or sum(f.amount for f in shown) == sum(p.amount for p in parts)
    rows = {name: [p for p in parts if p.key == name and p.amount] for name in names - {"joined"}}
    if "joined" in names:
        rows["joined"] = [p for p in parts if p.key not in names and p.amount]
    for known in chain.from_iterable(combinations(rows, n) for n in range(len(rows))):
        left = [part for key, some in rows.items() if key not in known for part in some]
        for side in zip(*(p.sides for p in left), strict=True):
            assert len(frozenset().union(*side)) >= 3


@given(_visits)
def test_what_the_epc_reads_is_what_was_released_and_nothing_else(found: tuple[Visit, ...]) -> None:
    told = figures(Centre(found, (), ()))
    document = to_epc(told, CENTRO, T1, AFTER)
    numbers = {c for s in document.sections if s.table for r in s.table.rows for c in r if isinstance(c, int)}
    assert numbers <= {f.amount for f in told.temas} | {sum(f.amount for f in told.temas)}
    assert from_json(as_json(told)) == told


def _theme(theme: str, *people: int) -> Visit:
    served = frozenset(UUID(int=n) for n in people)
    return Visit("colectivo", "tecnico", "virtual", frozenset([theme]), served, frozenset(_PEOPLE[:3]))


def test_a_small_theme_takes_another_one_along_where_it_would_be_alone() -> None:
    told = figures(
        Centre((_theme("evaluacion", 1, 2, 3, 4), _theme("inclusion", 1, 2, 3), _theme("seguridad", 9)), (), ())
    )
    assert [(f.key, f.amount) for f in told.temas] == [("evaluacion", 1), (OTROS, 2)]
    few = figures(Centre((_theme("evaluacion", 1, 2), _theme("seguridad", 2)), (), ()))
    assert few.temas == ()


def test_the_same_person_many_times_is_one_person() -> None:
    assert figures(Centre(tuple(_theme("evaluacion", 1) for _ in range(9)), (), ())).temas == ()


def test_few_people_and_nobody_look_the_same() -> None:
    few = figures(Centre((_theme("evaluacion", 1, 2),), (), ()))
    nobody = figures(Centre((), (), ()))
    for words in (to_epc, to_direction):
        for form in FORMATS.values():
            assert form(words(few, CENTRO, T1, AFTER)) == form(words(nobody, CENTRO, T1, AFTER))


# What each report holds of a store that is full of canaries.


@pytest.fixture
def planted(store: Store) -> Planted:
    made = plant(store)
    names = {named(store, p) for p in (*made.guides, *made.served)}
    assert names <= set(NOMBRES) and made.kept and made.shared
    return made


def test_what_each_report_may_hold(store: Store, planted: Planted) -> None:
    guide = planted.guides[0]
    own = [guide.pseudonym, *planted.codes[guide.pseudonym], *planted.shared[guide.pseudonym]]
    assert len(planted.codes[guide.pseudonym]) == 2 and len(planted.shared[guide.pseudonym]) == 5
    eni = store.write("x", for_eni, guide, T1, AFTER)
    centres = [store.write("x", for_centre, kind, CENTRO, T1, AFTER) for kind in CENTRES]
    for form in FORMATS.values():
        assert read_in(form(eni), planted.not_of(guide)) == []
        assert read_in(form(eni), own) == own
        for document in centres:
            assert read_in(form(document), planted.for_nobody()) == []
            # And it does say something.
            assert read_in(form(document), ["Evaluación del aprendizaje", "Centro Sur Colombiano"])
    assert "Acompañamientos" in [r[0] for s in centres[1].sections if s.table for r in s.table.rows]


def test_observations_go_only_where_everybody_agreed(store: Store) -> None:
    pair, other = cycle_of_two(store), somebody(store, RolPersona.ACOMPANADO)
    row = {"regional": REGIONAL, "ciclo_id": pair.cycle.id, "persona_id": other.id}
    store.write("x", lambda w: w.connection.execute(insert(ciclo_acompanado).values(**row)))
    planned(store, pair)
    both = [pair.acompanado.id, other.id]
    new = a_visit(pair, tipo=Tipo.COLECTIVO, acompanados=both, lectura_contexto="zumbido-lectura")
    ref = store.write("x", visits.record, pair.cycle, new)[0]

    def told() -> list[str]:
        document = store.write("x", for_eni, pair.acompanante, T1, AFTER)
        return read_in(FORMATS[".docx"](document), ["zumbido-lectura", "zumbido-uno", "zumbido-dos"])

    for who, view in ((both[0], "zumbido-uno"), (both[1], "zumbido-dos")):
        assert told() == []
        agreed = RespuestaAcompanado(leido=True, punto_de_vista=view, comparte=True)
        store.write("x", visits.answer, ref, who, agreed)
    assert told() == ["zumbido-lectura", "zumbido-uno", "zumbido-dos"]
    changed = RespuestaAcompanado(leido=True, punto_de_vista="zumbido-dos", comparte=False)
    store.write("x", visits.answer, ref, both[1], changed)
    assert told() == []


def test_every_point_of_view_is_there_whole(store: Store) -> None:
    pair = cycle_of_two(store)
    others = [somebody(store, RolPersona.ACOMPANADO) for _ in range(6)]
    rows = [{"regional": REGIONAL, "ciclo_id": pair.cycle.id, "persona_id": o.id} for o in others]
    store.write("x", lambda w: w.connection.execute(insert(ciclo_acompanado), rows))
    planned(store, pair)
    everybody = [pair.acompanado.id, *(o.id for o in others)]
    ref = store.write("x", visits.record, pair.cycle, a_visit(pair, tipo=Tipo.COLECTIVO, acompanados=everybody))[0]
    ends = []
    for number, who in enumerate(everybody):
        ends.append(f"final{number}")
        said = RespuestaAcompanado(leido=True, comparte=True, punto_de_vista="palabra " * 740 + ends[-1])
        store.write("x", visits.answer, ref, who, said)
    document = store.write("x", for_eni, pair.acompanante, T1, AFTER)
    for form in FORMATS.values():
        assert read_in(form(document), ends) == ends
    headings = [p for p in docx.Document(BytesIO(FORMATS[".docx"](document))).paragraphs if p.style.name == "Heading 3"]
    assert len(headings) == 1


def test_a_consent_that_was_withdrawn_keeps_the_observations_back(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    ref = store.write("x", visits.record, pair.cycle, a_visit(pair, realimentacion="zumbido"))[0]
    store.write("x", visits.answer, ref, pair.acompanado.id, RespuestaAcompanado(leido=True, comparte=True))
    consent = ConsentimientoNuevo(
        persona=pair.acompanado.id,
        aviso="1",
        aviso_sha256="a" * 64,
        finalidades=[Finalidad.INFORME_ENI],
        canal=Canal.PRESENCIAL,
        menor=False,
        datos_sensibles=True,
    )
    given = store.write("x", consents.give, consent)

    def told(day: date = AFTER) -> bool:
        return "zumbido" in everything(FORMATS[".xlsx"](store.write("x", for_eni, pair.acompanante, T1, day)))

    assert told()
    store.write("x", consents.withdraw, given, Canal.PRESENCIAL)
    assert not told()
    store.write("x", consents.give, consent.model_copy(update={"vence": AFTER}))
    assert told() and not told(date(2026, 4, 16))
    store.now = lambda: datetime(2026, 4, 16, 17, 0, tzinfo=UTC)
    assert not told()  # it expired, whatever day is said


def test_an_agreement_is_about_the_text_that_was_read(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    ref = store.write("x", visits.record, pair.cycle, a_visit(pair, realimentacion="zumbido-uno"))[0]
    agreed = RespuestaAcompanado(leido=True, comparte=True)
    store.write("x", visits.answer, ref, pair.acompanado.id, agreed)

    def told() -> list[str]:
        words = ["zumbido-uno", "zumbido-dos"]
        return read_in(FORMATS[".docx"](store.write("x", for_eni, pair.acompanante, T1, AFTER)), words)

    assert told() == ["zumbido-uno"]
    other = a_visit(pair, realimentacion="zumbido-dos")
    store.write("x", partial(visits.correct, even_read=True), pair.cycle, ref, other)
    assert told() == []
    store.write("x", visits.answer, ref, pair.acompanado.id, agreed)
    assert told() == ["zumbido-dos"]


def test_nobody_agrees_to_what_they_have_not_read() -> None:
    with pytest.raises(ValidationError):
        RespuestaAcompanado(leido=False, comparte=True)


# Quarters, late records, and what was made.


def _refused(store: Store, change: Callable[..., object], *args: object, **named: object) -> str:
    with pytest.raises(StoreError) as caught:
        store.write("x", change, *args, **named)
    return caught.value.diagnostics[0].code


def _centre_of(store: Store, number: int = 3) -> list[Pair]:
    pairs = [cycle_of_two(store) for _ in range(number)]
    for pair in pairs:
        planned(store, pair)
        store.write("x", visits.record, pair.cycle, a_visit(pair, oportunidades=["evaluacion"]))
    return pairs


def test_a_quarter_is_that_of_the_date(store: Store) -> None:
    pair = _centre_of(store)[0]
    late = a_visit(pair, 2, fecha=date(2026, 4, 1), oportunidades=["seguridad"])
    store.write("x", visits.record, pair.cycle, late)
    assert _days(store.write("x", for_eni, pair.acompanante, T1, AFTER)) == {date(2026, 2, 17), DAY}
    assert _days(store.write("x", for_eni, pair.acompanante, Quarter(2026, 2), AFTER)) == {date(2026, 4, 1), DAY}


def _days(document: Document) -> set[date]:
    return {c for s in document.sections if s.table for r in s.table.rows for c in r if isinstance(c, date)}


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 30)])
def test_every_day_is_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.start <= day <= quarter.end and quarter.holds(day)
    assert Quarter.read(str(quarter)) == quarter
    assert Quarter.of(date.fromordinal(quarter.end.toordinal() + 1)) > quarter


def test_figures_stay_as_they_were_first_told(store: Store) -> None:
    """Two versions, or two reports, with one record between would tell what that record says."""
    pairs = _centre_of(store)
    assert _refused(store, for_centre, ClaseInforme.EPC, CENTRO, T1, T1.end) == "D470"
    store.now = lambda: datetime(2026, 3, 31, 17, 0, tzinfo=UTC)
    assert _refused(store, for_centre, ClaseInforme.EPC, CENTRO, T1, AFTER) == "D470"
    store.now = lambda: datetime(2026, 4, 15, 17, 0, tzinfo=UTC)
    first = store.write("x", for_centre, ClaseInforme.EPC, CENTRO, T1, AFTER)
    store.write("x", visits.record, pairs[0].cycle, a_visit(pairs[0], 2, oportunidades=["evaluacion"]))
    for day in (AFTER, date(2026, 9, 1)):
        again = store.write("x", for_centre, ClaseInforme.EPC, CENTRO, T1, day)
        assert [form(again) for form in FORMATS.values()] == [form(first) for form in FORMATS.values()]
    other = store.write("x", for_centre, ClaseInforme.MISIONAL, CENTRO, T1, AFTER)
    later = store.write("x", for_centre, ClaseInforme.MISIONAL, "9535", T1, date(2031, 1, 1))
    assert later.made == AFTER  # the day of the figures is that on which they were fixed
    assert other.sections[-1].table and first.sections[-1].table
    assert other.sections[-1].table.rows == first.sections[-1].table.rows
    assert _refused(store, lambda w: w.connection.execute(update(corte).values(fecha=DAY))) == "D437"
    # The late one is in its acompañante's own.
    own = store.write("x", for_eni, pairs[0].acompanante, T1, AFTER)
    assert date(2026, 2, 18) in _days(own)


def test_missing_records_are_told_before_figures_are_fixed(store: Store) -> None:
    pairs = _centre_of(store)
    extra = cycle_of_two(store)
    planned(store, extra)
    assert _refused(store, for_centre, ClaseInforme.MISIONAL, CENTRO, T1, AFTER) == "D471"
    store.write("x", cycles.leave, extra.cycle, DAY)
    document = store.write("x", for_centre, ClaseInforme.MISIONAL, CENTRO, T1, AFTER)
    assert document.sections[1].table and ("Acompañamientos", len(pairs)) in document.sections[1].table.rows
    planned(store, other := cycle_of_two(store, centro="9535"))
    assert other.cycle
    store.write("x", for_centre, ClaseInforme.MISIONAL, "9535", T1, AFTER, incomplete=True)


def test_what_was_made_is_recorded(store: Store) -> None:
    pair = _centre_of(store)[0]
    store.write("x", for_eni, pair.acompanante, T1, AFTER)
    for kind in CENTRES:
        store.write("x", for_centre, kind, CENTRO, T1, AFTER)
    with store.read() as connection:
        rows = connection.execute(select(informe.c.clase, informe.c.persona_id, informe.c.centro)).all()
        assert list(trail.broken(connection)) == []
    assert sorted(rows) == sorted(
        [("eni", pair.acompanante.id, CENTRO), ("epc", None, CENTRO), ("misional", None, CENTRO)], key=lambda r: r[0]
    )


def test_only_an_acompanante_reports_to_the_eni(store: Store) -> None:
    pair = cycle_of_two(store)
    assert _refused(store, for_eni, pair.acompanado, T1, AFTER) == "D433"
    assert _refused(store, for_eni, pair.acompanante, Quarter(2026, 3), AFTER) == "D470"
    assert _refused(store, for_centre, ClaseInforme.EPC, "0000", T1, AFTER) == "D421"


def test_a_cycle_is_told_as_it_stood_at_the_end_of_the_quarter(store: Store) -> None:
    pair = _centre_of(store)[0]
    store.write("x", cycles.reach, pair.cycle, Momento.CIERRE, date(2026, 4, 2))
    store.write("x", cycles.close, pair.cycle, date(2026, 4, 2), 900)
    first = store.write("x", for_eni, pair.acompanante, T1, AFTER).sections[0].table
    second = store.write("x", for_eni, pair.acompanante, Quarter(2026, 2), AFTER).sections[0].table
    assert first and first.rows[0][4:] == (None, "Abierto", None)
    assert second and second.rows[0][4:] == (date(2026, 4, 2), "Cerrado", "15 h")


# The files.

_ODD = ("=CMD|'/c calc'!A1", "+57", "-uno", "@dos", "\x00\x1bcontrol\ud800", "dos\nlíneas", "<b>&amp;</b>", "x" * 6_000)


def _odd_document() -> Document:
    rows = tuple((text, 3, date(2026, 2, 1), None) for text in _ODD)
    table = Table(("Texto", "Número", "Fecha", "Nada"), rows, "Textos raros.")
    records = Table(("Qué", "Dice"), (("=uno", "=dos"),), "Fichas.", True)
    sections = (Section("Raros", ("=1+1", "Un párrafo."), table), Section("Fichas", (), records))
    return Document("Título <&>", (("Centro", "uno"),), sections, AFTER)


def test_what_somebody_wrote_is_text_whatever_it_begins_with() -> None:
    book = openpyxl.load_workbook(BytesIO(FORMATS[".xlsx"](_odd_document())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {c.data_type for c in cells if c.value is not None} <= {"s", "n", "d"}
    assert [c.value for c in book["Raros"]["A"][1:]] == [legible(t) for t in _ODD]
    assert [c.quotePrefix for c in book["Raros"]["A"][1:5]] == [True] * 4
    assert all(s.sheet_state == "visible" for s in book)
    assert book["Raros"].print_title_rows == "$1:$1" and book["Raros"].freeze_panes == "A2"


def test_a_word_document_can_be_gone_through() -> None:
    file = docx.Document(BytesIO(FORMATS[".docx"](_odd_document())))
    headings = [(p.style.name, p.text) for p in file.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Título <&>"),
        ("Heading 2", "Raros"),
        ("Heading 2", "Fichas"),
        ("Heading 3", "=uno"),
    ]
    (table,) = file.tables
    assert [t.text for t in table.columns[0].cells][1:] == [legible(t) for t in _ODD]
    first = table.rows[0]._tr
    assert first.find(f".//{qn('w:tblHeader')}") is not None
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Textos raros."
    languages = {x.get(qn("w:val")) for x in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"es-CO"}


@pytest.mark.parametrize("suffix", BOTH)
def test_a_file_says_no_author_no_program_and_no_hour(suffix: str) -> None:
    data = FORMATS[suffix](_odd_document())
    assert data == FORMATS[suffix](_odd_document())
    with ZipFile(BytesIO(data)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(AFTER.year, AFTER.month, AFTER.day, 0, 0, 0)}
        assert {i.create_system for i in archive.infolist()} == {0}
        assert not [n for n in archive.namelist() if "thumbnail" in n or "comments" in n]
        core = archive.read("docProps/core.xml").decode()
    assert "creator" not in core and "lastModifiedBy" not in core and core.count("2026-04-15T00:00:00Z") == 2
    assert "es-CO" in core and "<dc:title>Título &lt;&amp;&gt;</dc:title>" in core
    assert read_in(data, ["openpyxl", "python-docx", "/tmp"]) == []


@pytest.mark.parametrize("suffix", BOTH)
def test_a_file_is_its_makers_alone_and_replaces_nothing(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"informe{suffix}"
    require_new_file(path)
    save(_odd_document(), path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
    for bad, code in ((path, "D472"), (tmp_path / "no" / "x.docx", "D473"), (_in_git(tmp_path) / "x.docx", "D403")):
        with pytest.raises(StoreError) as caught:
            require_new_file(bad)
        assert caught.value.diagnostics[0].code == code


def _in_git(folder: Path) -> Path:
    (folder / "repo" / ".git").mkdir(parents=True, exist_ok=True)
    return folder / "repo"
