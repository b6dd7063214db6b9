"""The tables of the store, with every rule of the source that a database can hold.

`regional` is in every key of what belongs to a cycle, so that PostgreSQL can distribute it by that column (Citus);
people, their roles and the instruments are small and the same everywhere. Identities stand apart from all the rest.
Times are whole minutes. What a person wrote freely is in tables of its own, which no report to others reads.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
    text,
)

from generator.private import options as op
from generator.schema.options import Enfasis, Option

SCHEMA = "inspira"
"""The schema of its own that the store has in PostgreSQL. SQLCipher has no schemas: there it is translated to none."""

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

REGIONAL = String(2)
CENTRO = String(4)
TRIMESTRE = String(7)
CODIGO = String(12)


def _one_of(column: str, options: type[Option]) -> CheckConstraint:
    values = ", ".join(f"'{o.value}'" for o in options)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def _option(name: str, options: type[Option], *, nullable: bool = False) -> Column[str]:
    return Column(name, String(max(len(o.value) for o in options)), _one_of(name, options), nullable=nullable)


def _minutes(name: str, most: int, *, nullable: bool = True) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} BETWEEN 0 AND {most}", name=name), nullable=nullable)


def _in_quarters(name: str) -> CheckConstraint:
    return CheckConstraint(" OR ".join(f"{name} LIKE '20__-T{n}'" for n in range(1, 5)), name=name)


def _quarter(name: str = "trimestre") -> Column[str]:
    return Column(name, TRIMESTRE, _in_quarters(name), nullable=False)


def _of_regional(name: str, *columns: Column[object]) -> tuple[Column[object], ...]:
    return (Column("regional", REGIONAL, primary_key=True), Column(name, Uuid, primary_key=True), *columns)


def _to_cycle() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["regional", "ciclo_id"], [f"{SCHEMA}.ciclo.regional", f"{SCHEMA}.ciclo.id"])


# People: the same everywhere, and who they are apart from what they do.

persona = Table(
    "persona",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("seudonimo", CODIGO, nullable=False, unique=True),
    Column("regional", REGIONAL, nullable=False),
    Column("centro", CENTRO, nullable=False),
    Column("creada", DateTime(timezone=True), nullable=False),
)
identidad = Table(
    "identidad",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("nombre", Text, nullable=False),
    Column("documento", Text, unique=True),
    Column("correo", Text),
)
persona_rol = Table(
    "persona_rol",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("rol", String(24), _one_of("rol", op.RolPersona), primary_key=True),
)
acompanante = Table(
    "acompanante",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    _option("formacion", op.Formacion),
    _option("nivel", op.NivelAcompanante),
    _option("enfasis_senior", op.EnfasisSenior, nullable=True),
    CheckConstraint("(nivel = 'senior') = (enfasis_senior IS NOT NULL)", name="senior_con_enfasis"),
)
instrumento = Table(
    "instrumento",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("desde", Date, nullable=False),
    Column("aspectos", JSON, nullable=False),
)

# Cycles.

ciclo = Table(
    "ciclo",
    metadata,
    *_of_regional("id"),
    Column("codigo", CODIGO, nullable=False),
    Column("centro", CENTRO, nullable=False),
    Column("vigencia", Integer, CheckConstraint("vigencia BETWEEN 2020 AND 2100", name="vigencia"), nullable=False),
    Column(
        "voluntario",
        Boolean(name="voluntario_logico"),
        CheckConstraint("voluntario", name="voluntario"),
        nullable=False,
    ),
    _option("estado", op.EstadoCiclo),
    Column("sensibilizacion", Date),
    Column("autodiagnostico", Date),
    Column("plan", Date),
    Column("cierre", Date),
    Column("terminado", Date),
    _minutes("minutos", 60_000),
    Column("anterior_id", Uuid),
    Column("formacion_aplicada", Text),
    UniqueConstraint("regional", "codigo"),
    ForeignKeyConstraint(
        ["regional", "anterior_id"],
        [f"{SCHEMA}.ciclo.regional", f"{SCHEMA}.ciclo.id"],
        name="fk_ciclo_anterior",
    ),
    CheckConstraint(
        "(autodiagnostico IS NULL OR (sensibilizacion IS NOT NULL AND autodiagnostico >= sensibilizacion)) AND "
        "(plan IS NULL OR (autodiagnostico IS NOT NULL AND plan >= autodiagnostico)) AND "
        "(cierre IS NULL OR (plan IS NOT NULL AND cierre >= plan))",
        name="momentos",
    ),
    CheckConstraint("(estado = 'abierto') = (terminado IS NULL)", name="terminado"),
    CheckConstraint("estado <> 'cerrado' OR cierre IS NOT NULL", name="cerrado_con_cierre"),
    CheckConstraint("anterior_id IS NULL OR anterior_id <> id", name="anterior"),
)
ciclo_acompanante = Table(
    "ciclo_acompanante",
    metadata,
    *_of_regional("ciclo_id"),
    Column("persona_id", Uuid, ForeignKey(acompanante.c.persona_id), primary_key=True),
    _to_cycle(),
)
ciclo_acompanado = Table(
    "ciclo_acompanado",
    metadata,
    *_of_regional("ciclo_id"),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    # One of several leaves by themselves: the cycle of the others goes on.
    Column("dejo", Date),
    _to_cycle(),
)
autodiagnostico = Table(
    "autodiagnostico",
    metadata,
    *_of_regional("ciclo_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("aplicacion", String(6), _one_of("aplicacion", op.Aplicacion), primary_key=True),
    Column("aspecto", String(60), primary_key=True),
    Column("version", Integer, ForeignKey(instrumento.c.version), nullable=False),
    _option("juicio", op.Juicio),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
plan = Table(
    "plan",
    metadata,
    *_of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    _quarter(),
    _option("estado", op.EstadoPlan),
    Column("validado_por", Uuid, ForeignKey(persona.c.id)),
    Column("validado", Date),
    UniqueConstraint("regional", "ciclo_id", "trimestre"),
    UniqueConstraint("regional", "id", "ciclo_id", "estado"),
    CheckConstraint(
        "(estado = 'validado') = (validado IS NOT NULL) AND (validado IS NULL) = (validado_por IS NULL)",
        name="validacion",
    ),
    _to_cycle(),
)
plan_fecha = Table(
    "plan_fecha",
    metadata,
    *_of_regional("plan_id"),
    Column("orden", Integer, CheckConstraint("orden BETWEEN 1 AND 4", name="orden"), primary_key=True),
    Column("fecha", Date, nullable=False),
    Column("desde", Time, nullable=False),
    Column("hasta", Time, nullable=False),
    _option("tipo", op.Tipo),
    _option("enfasis", Enfasis),
    _option("ambiente", op.Ambiente),
    CheckConstraint("hasta > desde", name="horario"),
    ForeignKeyConstraint(["regional", "plan_id"], [f"{SCHEMA}.plan.regional", f"{SCHEMA}.plan.id"]),
)
acompanamiento = Table(
    "acompanamiento",
    metadata,
    *_of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    Column("numero", Integer, CheckConstraint("numero BETWEEN 1 AND 4", name="numero"), nullable=False),
    Column("plan_id", Uuid, nullable=False),
    Column("plan_estado", String(9), CheckConstraint("plan_estado = 'validado'", name="plan_validado"), nullable=False),
    Column("fecha", Date, nullable=False),
    _option("tipo", op.Tipo),
    _option("enfasis", Enfasis),
    _option("ambiente", op.Ambiente),
    _minutes("minutos", 1_440),
    Column("expertos_externos", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("regional", "ciclo_id", "numero"),
    UniqueConstraint("regional", "id", "ciclo_id", "tipo"),
    _to_cycle(),
    # The plan that it belongs to is one of the same cycle, and stays validated.
    ForeignKeyConstraint(
        ["regional", "plan_id", "ciclo_id", "plan_estado"],
        [f"{SCHEMA}.plan.{c}" for c in ("regional", "id", "ciclo_id", "estado")],
    ),
)
acompanamiento_nota = Table(
    "acompanamiento_nota",
    metadata,
    *_of_regional("acompanamiento_id"),
    Column("lectura_contexto", Text, nullable=False, server_default=""),
    Column("aspectos_positivos", Text, nullable=False, server_default=""),
    Column("aspectos_mejora", Text, nullable=False, server_default=""),
    Column("realimentacion", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id"], [f"{SCHEMA}.acompanamiento.regional", f"{SCHEMA}.acompanamiento.id"]
    ),
)
acompanamiento_acompanante = Table(
    "acompanamiento_acompanante",
    metadata,
    *_of_regional("acompanamiento_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("ciclo_id", Uuid, nullable=False),
    Column("tipo", String(10), nullable=False),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id", "ciclo_id", "tipo"],
        [f"{SCHEMA}.acompanamiento.{c}" for c in ("regional", "id", "ciclo_id", "tipo")],
    ),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanante.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
acompanamiento_acompanado = Table(
    "acompanamiento_acompanado",
    metadata,
    *_of_regional("acompanamiento_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("ciclo_id", Uuid, nullable=False),
    Column("tipo", String(10), nullable=False),
    Column("punto_de_vista", Text, nullable=False, server_default=""),
    Column("leido", Date),
    Column("corregido", Date),  # after they read it: they have it still to read again
    Column("comparte", Boolean, nullable=False, server_default=text("false")),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id", "ciclo_id", "tipo"],
        [f"{SCHEMA}.acompanamiento.{c}" for c in ("regional", "id", "ciclo_id", "tipo")],
    ),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
# Individual is with one instructor (Anexo 1, «Tipos de acompañamiento»).
Index(
    "uq_individual_con_uno",
    acompanamiento_acompanado.c.regional,
    acompanamiento_acompanado.c.acompanamiento_id,
    unique=True,
    sqlite_where=text("tipo = 'individual'"),
    postgresql_where=text("tipo = 'individual'"),
)
cierre = Table(
    "cierre",
    metadata,
    *_of_regional("ciclo_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("comparacion", Text, nullable=False, server_default=""),
    Column("avances", Text, nullable=False, server_default=""),
    Column("compromisos", Text, nullable=False, server_default=""),
    Column("punto_de_vista", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
oportunidad = Table(
    "oportunidad",
    metadata,
    *_of_regional("acompanamiento_id"),
    Column("tema", String(60), primary_key=True),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id"], [f"{SCHEMA}.acompanamiento.regional", f"{SCHEMA}.acompanamiento.id"]
    ),
)
horas = Table(
    "horas",
    metadata,
    *_of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    Column("persona_id", Uuid, nullable=False),
    Column("fecha", Date, nullable=False),
    _minutes("minutos", 1_440, nullable=False),
    _option("estado", op.EstadoHoras),
    Column("registrada", Date),
    CheckConstraint("(estado = 'registrada') = (registrada IS NOT NULL)", name="registrada"),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanante.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
Index("ix_horas_ciclo", horas.c.regional, horas.c.ciclo_id)

# Centres: reports and the meetings of the Equipo Pedagógico de Centro.

informe = Table(
    "informe",
    metadata,
    *_of_regional("id"),
    _option("clase", op.ClaseInforme),
    Column("centro", CENTRO, nullable=False),
    Column("persona_id", Uuid, ForeignKey(persona.c.id)),
    _quarter(),
    Column("hecho", DateTime(timezone=True), nullable=False),
)
# The figures of a centre and a quarter, fixed when its first report is made and never changed: two versions of them,
# with one late record between, would tell about that record.
corte = Table(
    "corte",
    metadata,
    Column("regional", REGIONAL, primary_key=True),
    Column("centro", CENTRO, primary_key=True),
    Column("trimestre", TRIMESTRE, _in_quarters("trimestre"), primary_key=True),
    Column("fecha", Date, nullable=False),
    Column("cifras", JSON, nullable=False),
)
# The least that is expected of an acompañante, from a year on (where nothing is recorded, the Circular's: 2, 3, 3, 2).
minimo = Table(
    "minimo",
    metadata,
    Column(
        "desde",
        Integer,
        CheckConstraint("desde BETWEEN 2020 AND 2100", name="desde"),
        primary_key=True,
        autoincrement=False,
    ),
    _option("cuenta", op.Cuenta),
    *(
        Column(f"t{n}", Integer, CheckConstraint(f"t{n} BETWEEN 0 AND 99", name=f"t{n}"), nullable=False)
        for n in range(1, 5)
    ),
)
acta_epc = Table(
    "acta_epc",
    metadata,
    *_of_regional("id"),
    Column("centro", CENTRO, nullable=False),
    Column("fecha", Date, nullable=False),
    Column("mes", String(7), nullable=False),
    # No longer than four hours a session (Anexo 1, «Subdirector de Centro»).
    _minutes("minutos", 240, nullable=False),
    Column("temas", JSON, nullable=False),
    UniqueConstraint("regional", "centro", "mes"),
)

# Consents: a line for everything that happened; none is ever changed.

consentimiento = Table(
    "consentimiento",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), nullable=False),
    _option("evento", op.EventoConsentimiento),
    Column("retira_id", Uuid, ForeignKey(f"{SCHEMA}.consentimiento.id", name="fk_consentimiento_retira"), unique=True),
    Column("aviso", String(40), nullable=False),
    Column("aviso_sha256", String(64), nullable=False),
    Column("finalidades", JSON, nullable=False),
    Column("objeto", String(200)),
    Column("rid", String(32)),
    _option("canal", op.Canal),
    Column("menor", Boolean(name="menor_logico"), nullable=False),
    Column("representado", Boolean, nullable=False),
    Column("datos_sensibles", Boolean, nullable=False),
    Column("ocurrio", DateTime(timezone=True), nullable=False),
    Column("vence", Date),
    CheckConstraint("(evento = 'retirado') = (retira_id IS NOT NULL)", name="retira"),
    CheckConstraint("NOT menor OR representado", name="menor_con_representante"),
)
# What names somebody in a consent, apart: the consent is kept as proof when this is deleted (Ley 1581).
consentimiento_prueba = Table(
    "consentimiento_prueba",
    metadata,
    Column("consentimiento_id", Uuid, ForeignKey(consentimiento.c.id), primary_key=True),
    Column("evidencia", Text),
    Column("representante", Text),
)
# What a consent still has to change in the public files: recorded with it, deleted once it is done.
publicacion_pendiente = Table(
    "publicacion_pendiente",
    metadata,
    Column("rid", String(32), primary_key=True),
    Column("consentimiento_id", Uuid, ForeignKey(consentimiento.c.id), nullable=False),
    _option("clase", op.ClasePendiente),
    Column("carpeta", String(120), nullable=False),
    Column("recibo", Text),
    CheckConstraint("(clase = 'emitir') = (recibo IS NOT NULL)", name="recibo"),
)

# The web application's accounts.

cuenta = Table(
    "cuenta",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("usuario", String(60), nullable=False, unique=True),
    Column("clave", Text, nullable=False),
    Column("activa", Boolean, nullable=False),
    # Given by whoever made the account: it opens nothing but the page where its owner changes it.
    Column("temporal", Boolean, nullable=False),
)
sesion = Table(
    "sesion",
    metadata,
    Column("huella", String(64), primary_key=True),
    Column("persona_id", Uuid, ForeignKey(cuenta.c.persona_id), nullable=False),
    Column("vence", DateTime(timezone=True), nullable=False),
)
borrador = Table(
    "borrador",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("formulario", String(120), primary_key=True),
    Column("datos", JSON, nullable=False),
    Column("guardado", DateTime(timezone=True), nullable=False),
)
# Forms that were received, so that one that arrives twice is recorded once.
envio = Table(
    "envio",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), nullable=False),
    Column("recibido", DateTime(timezone=True), nullable=False),
)

# What happened: appended to and never changed, each line bound to the one before.

auditoria = Table(
    "auditoria",
    metadata,
    Column("numero", BigInteger, primary_key=True, autoincrement=False),
    Column("cuando", String(32), nullable=False),
    Column("quien", String(60), nullable=False),
    Column("accion", String(40), nullable=False),
    Column("objeto", String(160), nullable=False),
    Column("anterior", String(64), nullable=False),
    Column("sello", String(64), nullable=False, unique=True),
)
auditoria_cabeza = Table(
    "auditoria_cabeza",
    metadata,
    Column("unica", Integer, CheckConstraint("unica = 1", name="unica"), primary_key=True, autoincrement=False),
    Column("numero", BigInteger, nullable=False),
    Column("sello", String(64), nullable=False),
)

APPEND_ONLY = (auditoria, consentimiento, corte)
"""Tables whose lines are neither changed nor deleted: the database itself refuses (migration 0001)."""
EVERYWHERE = (
    persona,
    identidad,
    persona_rol,
    acompanante,
    instrumento,
    consentimiento,
    consentimiento_prueba,
    publicacion_pendiente,
    minimo,
    cuenta,
    sesion,
    borrador,
    envio,
)
"""Tables that are the same on every node of a distributed database; the audit trail stays on one."""
