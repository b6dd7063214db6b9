"""A store full of canaries, and what `inspira persona` and `inspira ciclo` are asked over it.

The words in capitals stand for what `plant` gives: pseudonyms, keys and places. The first case of each command works
and each of the others breaks in its own way. Made up from name parts: nobody is called so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator.private import closing, consents, cycles, migrate, people, plans, visits
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.options import Canal, Finalidad, Momento, RolPersona
from generator.private.records import Cierre, ConsentimientoNuevo, RespuestaAcompanado
from generator.private.store import Store
from tests.canarios import environment, key_file
from tests.fabrica import CANARY_ID, CANARY_MAIL, CANARY_NAME, Proyecto, text
from tests.privado.conftest import ticking
from tests.privado.gente import DAY, a_visit, cycle_of_two, planned, somebody

_ID = CANARY_ID.replace(".", "")
_PLACE = "regional: '52'\ncentro: '9534'\n"
_PERSON = f"nombre: {CANARY_NAME}\ndocumento: '{_ID}9'\ncorreo: {CANARY_MAIL}\n{_PLACE}roles: [acompanado]\n"
_BROKEN = f"nombre: {CANARY_NAME}\n{CANARY_NAME}: 1\ndocumento: {CANARY_NAME}\nroles: [{CANARY_NAME}]\n"
_NOT_YAML = f"nombre: [{CANARY_NAME}\n"
_VISIT = (
    "numero: 2\nfecha: 2026-02-20\ntipo: individual\nenfasis: pedagogico\nambiente: virtual\nacompanantes: [EL]\n"
    f"acompanados: [ELLA]\nlectura_contexto: |\n  {CANARY_NAME}\n\n  {CANARY_ID}\n"
)
_PLAN = (
    "trimestre: 2026-T2\nfechas:\n- {fecha: 2026-04-10, desde: '08:00', hasta: '10:00', tipo: individual, "
    "enfasis: tecnico, ambiente: virtual}\n"
)
_NEW = ["--codigo", "C-NUEVO", "--regional", "52", "--centro", "9534", "--vigencia", "2026", "--voluntario"]
_WHO = ["--acompanantes", "EL", "--acompanados", "ELLA"]
_INSTRUMENT = "version: 2\ndesde: 2026-03-01\naspectos: {clima: ¿Cómo es el trato?}\n"
_BROKEN_INSTRUMENT = f"version: 3\ndesde: {CANARY_NAME}\naspectos: {{{CANARY_NAME}: x}}\n"
_MINUTES = "regional: '52'\ncentro: '9534'\nfecha: 2026-02-20\nminutos: 200\n"
_INSIDE = ["--finalidad", "informe_eni", "--proyecto", "PROYECTO", "--datos", "-"]
_PROOF = f"{CANARY_NAME} lo firmó\nno\n\nno\n"
_SIGN = ["--llave", "LLAVE", "--proyecto", "PROYECTO", "--hoy", "2026-11-22"]
_WITH = ["--canal", "correo"]

Case = tuple[Sequence[str], str]
CASES: dict[tuple[str, ...], list[Case]] = {
    ("persona", "registrar"): [(["--datos", "-"], _PERSON), (["--datos", "-"], _BROKEN), (["--datos", "-"], _NOT_YAML),
                               ([], f"{CANARY_NAME}\n{CANARY_NAME}\n{CANARY_MAIL}\n52\n9534\nacompanado\nno\n")],
    ("persona", "buscar"): [([], f"{CANARY_NAME}\n"), ([], f"Quien {CANARY_NAME} no es\n")],
    ("persona", "ver"): [(["ELLA"], ""), (["ELLA", "--nombre"], ""), ([CANARY_NAME], "")],
    ("persona", "corregir"): [(["ELLA", "--datos", "-"], f"correo: otro.{CANARY_MAIL}\n"),
                              (["ELLA", "--datos", "-"], _BROKEN)],
    ("persona", "exportar"): [(["ELLA", "--salida", "SALIDA"], ""), (["ELLA", "--salida", "CLAVE"], "")],
    ("persona", "consentir"): [(["ELLA", "CARPETA", "--autoria", "1", "--texto", *_WITH, *_SIGN], _PROOF),
                               (["ELLA", "CARPETA", "--autoria", "7", "--texto", *_WITH, *_SIGN], _PROOF),
                               (["ELLA", *_INSIDE], _BROKEN)],
    ("persona", "retirar"): [(["ELLA", "--carpeta", "CARPETA", *_WITH, *_SIGN], f"{CANARY_NAME} llamó\n"),
                             (["ELLA", "--carpeta", "CARPETA", *_WITH, *_SIGN], f"{CANARY_NAME}\n")],
    ("persona", "completar"): [(_SIGN, ""), (["--llave", "CLAVE", "--proyecto", "PROYECTO"], "")],
    ("ciclo", "iniciar"): [([*_NEW, *_WHO, "--datos", "-"], f"formacion_aplicada: Con {CANARY_NAME}\n"),
                           ([*_NEW, *_WHO, "--datos", "-"], _BROKEN)],
    ("ciclo", "momento"): [(["C-ANTES", "sensibilizacion", "--fecha", "2026-02-10"], ""),
                           (["C-ANTES", "cierre", "--fecha", "2026-02-10"], "")],
    ("ciclo", "plan"): [(["C-1", "--datos", "-"], _PLAN), (["C-1", "--datos", "-"], _BROKEN)],
    ("ciclo", "validar"): [(["C-1", "2026-T2", "--coordinador", "COORDINA", "--fecha", "2026-02-12"], ""),
                           (["C-1", "2026-T2", "--coordinador", "ELLA"], "")],
    ("ciclo", "acompanamiento"): [(["C-1", "--datos", "-"], _VISIT), (["C-1", "--datos", "-"], _VISIT),
                                  (["C-1", "--datos", "-"], _BROKEN)],
    ("ciclo", "responder"): [(["C-1", "1", "ELLA"], f"sí\n{CANARY_NAME} no acuerda\nno\n"),
                             (["C-1", "1", "EL"], f"sí\n{CANARY_NAME}\nno\n"),
                             (["C-1", "1", "ELLA"], f"{CANARY_NAME}\n")],
    ("ciclo", "autodiagnostico"): [(["C-1", "ELLA", "--aplicacion", "inicio", "--version", "1"], "fortalecer\n"),
                                   (["C-1", "ELLA", "--aplicacion", "inicio", "--version", "1"], f"{CANARY_NAME}\n")],
    ("ciclo", "cierre"): [(["C-1", "ELLA"], f"{CANARY_NAME}\n{CANARY_ID}\n\n{CANARY_MAIL}\n"),
                          (["C-1", "EL"], f"{CANARY_NAME}\n\n\n\n")],
    ("ciclo", "horas"): [(["C-1", "EL", "--fecha", "2026-02-20", "--minutos", "90"], ""),
                         (["C-1", "ELLA", "--fecha", "2026-02-20", "--minutos", "90"], "")],
    ("ciclo", "registrada"): [(["C-1", "EL"], ""), (["C-1", "EL"], "")],
    ("ciclo", "acta"): [(["--datos", "-"], _MINUTES), (["--datos", "-"], _MINUTES),
                        (["--corregir", "--datos", "-"], _MINUTES),
                        (["--datos", "-"], _BROKEN)],
    ("ciclo", "instrumento", "publicar"): [(["-"], _INSTRUMENT),
                                           (["-"], _BROKEN_INSTRUMENT)],
    ("ciclo", "ver"): [(["C-1"], ""), ([CANARY_NAME], "")],
    ("ciclo", "dejar"): [(["C-1", "--fecha", "2026-02-25"], ""), (["C-1", "--fecha", "2026-02-25"], "")],
    ("ciclo", "cerrar"): [(["C-LISTO", "--fecha", "2026-02-25"], ""), (["C-ANTES", "--fecha", "2026-02-25"], "")],
    ("persona", "suprimir"): [(["APARTE", *_WITH, "--si"], ""), (["ELLA", *_WITH], f"{CANARY_NAME}\nno\n"),
                             (["APARTE", *_WITH], "sí\n")],
}  # fmt: skip

SHOWN = [lambda path, words: path == ("persona", "ver") and "--nombre" in words]
"""Where a name is what was expressly asked for."""


def plant(root: Path) -> dict[str, str]:
    """A store with canaries in every place that takes words, and a project; returns what the capitals stand for."""
    key = Key.new()
    root.chmod(0o700)
    (root / "clave").touch(0o600)
    (root / "clave").write_text(key.hexadecimal)
    engine = sqlite_engine(root / "almacen.db", key)
    migrate.upgrade(engine)
    store = Store(engine, ticking())
    pair, before, ready = (cycle_of_two(store, code) for code in ("C-1", "C-ANTES", "C-LISTO"))
    alone = somebody(store, RolPersona.ACOMPANADO, nombre=CANARY_NAME, documento=f"{_ID}1")
    for number, who in enumerate((pair.acompanado, pair.acompanante, before.acompanado, before.acompanante)):
        with store.read() as connection:
            known = people.recorded(connection, who.id)
        named = {"nombre": CANARY_NAME, "documento": f"{_ID}{number + 2}", "correo": f"{number}.{CANARY_MAIL}"}
        store.write("x", people.correct, who.id, people.PersonaNueva.model_validate({**known, **named}))
    planned(store, pair)
    notes = dict.fromkeys(("lectura_contexto", "aspectos_positivos", "aspectos_mejora", "realimentacion"), CANARY_NAME)
    visit, _ = store.write("x", visits.record, pair.cycle, a_visit(pair, **notes))
    heard = RespuestaAcompanado(leido=True, punto_de_vista=CANARY_NAME)
    store.write("x", visits.answer, visit, pair.acompanado.id, heard)
    store.write("x", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    store.write("x", closing.conclude, pair.cycle, pair.acompanado.id, Cierre(avances=CANARY_NAME))
    ref = planned(store, ready, validated=False)
    store.write("x", plans.validate, ref, ready.coordinador.id, DAY)
    store.write("x", cycles.reach, ready.cycle, Momento.CIERRE, date(2026, 2, 20))
    consent = ConsentimientoNuevo(
        persona=alone.id,
        aviso="2026-11",
        aviso_sha256="a" * 64,
        finalidades=[Finalidad.ACOMPANAMIENTO],
        canal=Canal.CORREO,
        evidencia=CANARY_NAME,
        menor=True,
        representante=CANARY_NAME,
        datos_sensibles=True,
    )
    store.write("x", consents.give, consent)
    store.close()
    project = root / "proyecto"
    project.mkdir()
    Proyecto(project, guide=False).write("huerta", text())
    return {
        "ELLA": pair.acompanado.pseudonym,
        "EL": pair.acompanante.pseudonym,
        "APARTE": alone.pseudonym,
        "COORDINA": pair.coordinador.pseudonym,
        "LLAVE": str(key_file(root)),
        "CLAVE": str(root / "clave"),
        "PROYECTO": str(project),
        "CARPETA": "practicas/huerta",
        "SALIDA": str(root / "entregado"),
    }


def surroundings(root: Path) -> dict[str, str]:
    """The environment of a command over that store."""
    places = {"INSPIRA_ALMACEN": str(root / "almacen.db"), "INSPIRA_ALMACEN_ARCHIVO_CLAVE": str(root / "clave")}
    return environment(root, **places)
