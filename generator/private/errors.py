"""What can go wrong with the store, said as diagnostics: where, what and how to mend it, never what was recorded."""

from __future__ import annotations

import errno
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import DBAPIError

from generator.diagnostics import Diagnostic, find
from generator.private.tables import metadata

STORE = "almacén"
"""How diagnostics name the store: its own path says who uses the computer."""


class StoreError(Exception):
    """A refusal of the store. Holds diagnostics alone, so that printing it anywhere tells nothing."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        self.diagnostics = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        super().__init__(", ".join(d.code for d in self.diagnostics))


def refuse(code: str, message: str | None = None, *, hint: str | None = None, where: str = STORE) -> StoreError:
    """A refusal with one diagnostic."""
    return StoreError(find(code, where, message, hint=hint))


_RULES: Mapping[str, tuple[str, str | None]] = {
    "ck_acompanante_senior_con_enfasis": ("D420", "El énfasis es de quien es senior, y solo de quien lo es."),
    "ck_acompanamiento_numero": ("D424", None),
    "ck_acompanamiento_plan_validado": ("D425", None),
    "fk_acompanamiento_plan": ("D425", None),
    "uq_acompanamiento_regional_ciclo_id_numero": ("D422", "Ese acompañamiento del ciclo ya está registrado."),
    "uq_individual_con_uno": ("D426", None),
    "fk_acompanamiento_acompanado_ciclo_acompanado": ("D427", None),
    "fk_acompanamiento_acompanante_ciclo_acompanante": ("D427", None),
    "fk_autodiagnostico_ciclo_acompanado": ("D427", None),
    "fk_cierre_ciclo_acompanado": ("D427", None),
    "fk_horas_ciclo_acompanante": ("D427", None),
    "ck_ciclo_momentos": ("D423", None),
    "ck_ciclo_voluntario": ("D435", None),
    "ck_ciclo_cerrado_con_cierre": ("D430", None),
    "uq_ciclo_regional_codigo": ("D422", "Ya hay un ciclo con ese código en la regional."),
    "uq_plan_regional_ciclo_id_trimestre": ("D422", "El ciclo ya tiene plan para ese trimestre."),
    "ck_plan_fecha_horario": ("D420", "La hora final va después de la inicial."),
    "ck_acta_epc_minutos": ("D431", None),
    "uq_acta_epc_regional_centro_mes": ("D432", None),
    "fk_ciclo_acompanante_acompanante": ("D433", None),
    "uq_persona_seudonimo": ("D422", "Ya hay una persona con ese código."),
    "uq_identidad_documento": ("D422", "Ya hay una persona con ese documento."),
    "ck_solo_se_agrega": ("D437", None),
    "uq_cuenta_usuario": ("D422", "Ya hay una cuenta con ese usuario."),
    "uq_consentimiento_retira_id": ("D422", "Ese consentimiento ya estaba retirado."),
    "ck_consentimiento_menor_con_representante": ("D420", "Por un menor de edad firma su representante."),
}
_NAME = re.compile(r"\b((?:ck|uq|fk|pk)_[a-z_0-9]+|uq_individual_con_uno)\b")
_COLUMNS = re.compile(r"UNIQUE constraint failed: ([a-z_., ]+)")
_FOREIGN = "FOREIGN KEY constraint failed"
_STATEMENT = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(?:\w+\.)?(\w+)")

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_DISK = "El disco no dejó seguir: puede que no quede espacio."
_RACES = ("40001", "40P01")
"""SQLSTATE of a transaction that lost against another one, or met it crosswise: it may be tried again."""
_SERVER: Mapping[str, tuple[str, str | None]] = {
    "08": ("D416", None),
    "28": ("D416", "El servidor no reconoce esa cuenta o su clave."),
    "3D": ("D401", "Esa base de datos no existe en el servidor."),
    "53": ("D416", "El servidor no puede atender más por ahora."),
    "53100": ("D410", "No queda espacio en el servidor."),
    "57": ("D416", None),
    "58": ("D410", "El disco del servidor no dejó seguir: puede que no quede espacio."),
    "42501": ("D441", None),
}
"""What a server says of itself, by SQLSTATE or by its first two characters, its class."""
_FILE: Mapping[str, tuple[str, str | None]] = {
    "disk is full": ("D410", None),
    "disk i/o": ("D410", NO_DISK),
    "unable to open": ("D440", None),
    "readonly": ("D440", "No se puede escribir en el almacén."),
    "malformed": ("D407", None),
    "not a database": ("D405", None),
    "locked": ("D411", None),
}
"""What SQLite says of the file."""


def lost_a_race(problem: DBAPIError) -> bool:
    """Whether a transaction was refused only because of another one, so that it may be tried again."""
    return _state(problem.orig) in _RACES or "database is locked" in str(problem.orig)


def refusal(problem: DBAPIError, where: str = STORE) -> StoreError:
    """What a database said, as a refusal of ours; its own words may quote what was recorded, and are not kept."""
    return trouble(problem, where) or explained(problem, where)


def trouble(problem: DBAPIError, where: str = STORE) -> StoreError | None:
    """The same of its disk, its file or its server; None when it was a rule of ours that was broken."""
    return _of_itself(problem.orig, where)


@contextmanager
def told(where: str = STORE) -> Iterator[None]:
    """Whatever a database says inside, as a refusal of ours."""
    try:
        yield
    except DBAPIError as problem:
        raise refusal(problem, where) from None


def unreachable(problem: BaseException) -> StoreError:
    """Why a server did not let us in. The words of its driver hold the address, and are not kept."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        hint = "Diga con qué certificado se comprueba: sslrootcert=ARCHIVO en la dirección."
        return refuse("D414", "El certificado del servidor no es de confianza.", hint=hint)
    if isinstance(problem, ssl.SSLError) or "SSL" in str(problem):
        return refuse("D414", "El servidor no ofrece una conexión protegida.")
    return _of_itself(problem, STORE) or refuse("D416")


def unwritten(problem: OSError, where: str = STORE) -> StoreError:
    """Why a file could not be read or written. The words of the system hold its path, and are not kept."""
    return refuse("D410", where=where) if problem.errno in _NO_SPACE else refuse("D440", where=where)


def _of_itself(problem: BaseException | None, where: str) -> StoreError | None:
    if state := _state(problem):
        said = _SERVER.get(state) or _SERVER.get(state[:2])
        return refuse(*said, where=where) if said else None
    if type(problem).__name__ == "InterfaceError":  # of pg8000: the connection broke
        return refuse("D416", where=where)
    words = str(problem).casefold()
    return next((refuse(*said, where=where) for piece, said in _FILE.items() if piece in words), None)


def _state(problem: BaseException | None) -> str | None:
    """The SQLSTATE in what pg8000 raises: the fields of the server's message."""
    fields = problem.args[0] if problem is not None and problem.args else None
    return str(fields.get("C")) if isinstance(fields, dict) else None


def violated(problem: DBAPIError) -> str | None:
    """The name of the constraint that a database says was broken, in either one's words; None when it says none."""
    words = str(problem.orig)
    if named := _NAME.search(words):
        return named[1]
    if _FOREIGN in words:
        return _foreign_key(problem.statement or "")
    columns = _COLUMNS.search(words)
    return _unique_over(columns[1].split(", ")) if columns else None


def _unique_over(columns: Iterable[str]) -> str | None:
    """SQLite tells the columns of a broken unique constraint, and not its name."""
    wanted = [c.rpartition(".")[2] for c in columns]
    table = next(iter(columns)).partition(".")[0]
    for known in metadata.tables.values():
        if known.name != table:
            continue
        for constraint in known.constraints:
            if isinstance(constraint, UniqueConstraint) and [c.name for c in constraint.columns] == wanted:
                return str(constraint.name)
        if [c.name for c in known.primary_key.columns] == wanted:
            return f"pk_{table}"
        if table == "acompanamiento_acompanado" and wanted == ["regional", "acompanamiento_id"]:
            return "uq_individual_con_uno"
    return None


def _foreign_key(statement: str) -> str | None:
    """SQLite does not even tell the table of a broken foreign key: the one that the statement may break.

    Of several, the one with a rule of its own: what the others refer to is never deleted.
    """
    found = _STATEMENT.match(statement)
    if found is None:
        return None
    action, table = found.groups()
    names = []
    for known in metadata.tables.values():
        for key in known.foreign_key_constraints:
            own, referred = known.name == table, key.referred_table.name == table
            if (own and action != "DELETE FROM") or (referred and action != "INSERT INTO"):
                names.append(str(key.name))
    ruled = [name for name in names if name in _RULES]
    return next(iter(ruled or names), None)


def explained(problem: DBAPIError, where: str = STORE) -> StoreError:
    """A broken rule of the database as a refusal in Spanish. The words of the database may quote values: not kept."""
    name = violated(problem)
    if name and name.startswith("pk_"):
        return refuse("D422", where=where)
    otherwise = "D421" if (name or "").startswith("fk_") or _FOREIGN in str(problem.orig) else "D420"
    code, message = _RULES.get(name or "", (otherwise, None))
    return refuse(code, message, where=where)
