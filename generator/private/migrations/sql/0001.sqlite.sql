CREATE TABLE acta_epc (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    centro VARCHAR(4) NOT NULL,
    fecha DATE NOT NULL,
    mes VARCHAR(7) NOT NULL,
    minutos INTEGER NOT NULL CONSTRAINT ck_acta_epc_minutos CHECK (minutos BETWEEN 0 AND 240),
    temas JSON NOT NULL,
    CONSTRAINT pk_acta_epc PRIMARY KEY (regional, id),
    CONSTRAINT uq_acta_epc_regional_centro_mes UNIQUE (regional, centro, mes)
);

CREATE TABLE auditoria (
    numero BIGINT NOT NULL,
    cuando VARCHAR(32) NOT NULL,
    quien VARCHAR(60) NOT NULL,
    accion VARCHAR(40) NOT NULL,
    objeto VARCHAR(160) NOT NULL,
    anterior VARCHAR(64) NOT NULL,
    sello VARCHAR(64) NOT NULL,
    CONSTRAINT pk_auditoria PRIMARY KEY (numero),
    CONSTRAINT uq_auditoria_sello UNIQUE (sello)
);

CREATE TABLE auditoria_cabeza (
    unica INTEGER NOT NULL CONSTRAINT ck_auditoria_cabeza_unica CHECK (unica = 1),
    numero BIGINT NOT NULL,
    sello VARCHAR(64) NOT NULL,
    CONSTRAINT pk_auditoria_cabeza PRIMARY KEY (unica)
);

CREATE TABLE ciclo (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    codigo VARCHAR(12) NOT NULL,
    centro VARCHAR(4) NOT NULL,
    vigencia INTEGER NOT NULL CONSTRAINT ck_ciclo_vigencia CHECK (vigencia BETWEEN 2020 AND 2100),
    voluntario BOOLEAN NOT NULL CONSTRAINT ck_ciclo_voluntario CHECK (voluntario),
    estado VARCHAR(7) NOT NULL CONSTRAINT ck_ciclo_estado CHECK (estado IN ('abierto', 'cerrado', 'dejado')),
    sensibilizacion DATE,
    autodiagnostico DATE,
    "plan" DATE,
    cierre DATE,
    terminado DATE,
    minutos INTEGER CONSTRAINT ck_ciclo_minutos CHECK (minutos BETWEEN 0 AND 60000),
    anterior_id CHAR(32),
    formacion_aplicada TEXT,
    CONSTRAINT pk_ciclo PRIMARY KEY (regional, id),
    CONSTRAINT uq_ciclo_regional_codigo UNIQUE (regional, codigo),
    CONSTRAINT fk_ciclo_anterior FOREIGN KEY(regional, anterior_id) REFERENCES ciclo (regional, id),
    CONSTRAINT ck_ciclo_momentos CHECK ((autodiagnostico IS NULL OR (sensibilizacion IS NOT NULL AND autodiagnostico >= sensibilizacion)) AND (plan IS NULL OR (autodiagnostico IS NOT NULL AND plan >= autodiagnostico)) AND (cierre IS NULL OR (plan IS NOT NULL AND cierre >= plan))),
    CONSTRAINT ck_ciclo_terminado CHECK ((estado = 'abierto') = (terminado IS NULL)),
    CONSTRAINT ck_ciclo_cerrado_con_cierre CHECK (estado <> 'cerrado' OR cierre IS NOT NULL),
    CONSTRAINT ck_ciclo_anterior CHECK (anterior_id IS NULL OR anterior_id <> id)
);

CREATE TABLE instrumento (
    version INTEGER NOT NULL,
    desde DATE NOT NULL,
    aspectos JSON NOT NULL,
    CONSTRAINT pk_instrumento PRIMARY KEY (version)
);

CREATE TABLE persona (
    id CHAR(32) NOT NULL,
    seudonimo VARCHAR(12) NOT NULL,
    regional VARCHAR(2) NOT NULL,
    centro VARCHAR(4) NOT NULL,
    creada DATETIME NOT NULL,
    CONSTRAINT pk_persona PRIMARY KEY (id),
    CONSTRAINT uq_persona_seudonimo UNIQUE (seudonimo)
);

CREATE TABLE acompanante (
    persona_id CHAR(32) NOT NULL,
    formacion VARCHAR(8) NOT NULL CONSTRAINT ck_acompanante_formacion CHECK (formacion IN ('41311604', 'EDT-2020')),
    nivel VARCHAR(6) NOT NULL CONSTRAINT ck_acompanante_nivel CHECK (nivel IN ('junior', 'senior')),
    enfasis_senior VARCHAR(13) CONSTRAINT ck_acompanante_enfasis_senior CHECK (enfasis_senior IN ('investigacion', 'coaching')),
    CONSTRAINT pk_acompanante PRIMARY KEY (persona_id),
    CONSTRAINT ck_acompanante_senior_con_enfasis CHECK ((nivel = 'senior') = (enfasis_senior IS NOT NULL)),
    CONSTRAINT fk_acompanante_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE borrador (
    persona_id CHAR(32) NOT NULL,
    formulario VARCHAR(120) NOT NULL,
    datos JSON NOT NULL,
    guardado DATETIME NOT NULL,
    CONSTRAINT pk_borrador PRIMARY KEY (persona_id, formulario),
    CONSTRAINT fk_borrador_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE ciclo_acompanado (
    regional VARCHAR(2) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    dejo DATE,
    CONSTRAINT pk_ciclo_acompanado PRIMARY KEY (regional, ciclo_id, persona_id),
    CONSTRAINT fk_ciclo_acompanado_ciclo FOREIGN KEY(regional, ciclo_id) REFERENCES ciclo (regional, id),
    CONSTRAINT fk_ciclo_acompanado_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE consentimiento (
    id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    evento VARCHAR(8) NOT NULL CONSTRAINT ck_consentimiento_evento CHECK (evento IN ('dado', 'retirado')),
    retira_id CHAR(32),
    aviso VARCHAR(40) NOT NULL,
    aviso_sha256 VARCHAR(64) NOT NULL,
    finalidades JSON NOT NULL,
    objeto VARCHAR(200),
    rid VARCHAR(32),
    canal VARCHAR(10) NOT NULL CONSTRAINT ck_consentimiento_canal CHECK (canal IN ('presencial', 'correo', 'en_linea')),
    menor BOOLEAN NOT NULL,
    representado BOOLEAN NOT NULL,
    datos_sensibles BOOLEAN NOT NULL,
    ocurrio DATETIME NOT NULL,
    vence DATE,
    CONSTRAINT pk_consentimiento PRIMARY KEY (id),
    CONSTRAINT ck_consentimiento_retira CHECK ((evento = 'retirado') = (retira_id IS NOT NULL)),
    CONSTRAINT ck_consentimiento_menor_con_representante CHECK (NOT menor OR representado),
    CONSTRAINT fk_consentimiento_persona FOREIGN KEY(persona_id) REFERENCES persona (id),
    CONSTRAINT uq_consentimiento_retira_id UNIQUE (retira_id),
    CONSTRAINT fk_consentimiento_retira FOREIGN KEY(retira_id) REFERENCES consentimiento (id)
);

CREATE TABLE consentimiento_prueba (
    consentimiento_id CHAR(32) NOT NULL,
    evidencia TEXT,
    representante TEXT,
    CONSTRAINT pk_consentimiento_prueba PRIMARY KEY (consentimiento_id),
    CONSTRAINT fk_consentimiento_prueba_consentimiento FOREIGN KEY(consentimiento_id) REFERENCES consentimiento (id)
);

CREATE TABLE publicacion_pendiente (
    rid VARCHAR(32) NOT NULL,
    consentimiento_id CHAR(32) NOT NULL,
    clase VARCHAR(7) NOT NULL CONSTRAINT ck_publicacion_pendiente_clase CHECK (clase IN ('emitir', 'retirar')),
    carpeta VARCHAR(120) NOT NULL,
    recibo TEXT,
    CONSTRAINT pk_publicacion_pendiente PRIMARY KEY (rid),
    CONSTRAINT ck_publicacion_pendiente_recibo CHECK ((clase = 'emitir') = (recibo IS NOT NULL)),
    CONSTRAINT fk_publicacion_pendiente_consentimiento FOREIGN KEY(consentimiento_id) REFERENCES consentimiento (id)
);

CREATE TABLE cuenta (
    persona_id CHAR(32) NOT NULL,
    usuario VARCHAR(60) NOT NULL,
    clave TEXT NOT NULL,
    activa BOOLEAN NOT NULL,
    temporal BOOLEAN NOT NULL,
    CONSTRAINT pk_cuenta PRIMARY KEY (persona_id),
    CONSTRAINT fk_cuenta_persona FOREIGN KEY(persona_id) REFERENCES persona (id),
    CONSTRAINT uq_cuenta_usuario UNIQUE (usuario)
);

CREATE TABLE envio (
    id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    recibido DATETIME NOT NULL,
    CONSTRAINT pk_envio PRIMARY KEY (id),
    CONSTRAINT fk_envio_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE identidad (
    persona_id CHAR(32) NOT NULL,
    nombre TEXT NOT NULL,
    documento TEXT,
    correo TEXT,
    CONSTRAINT pk_identidad PRIMARY KEY (persona_id),
    CONSTRAINT fk_identidad_persona FOREIGN KEY(persona_id) REFERENCES persona (id),
    CONSTRAINT uq_identidad_documento UNIQUE (documento)
);

CREATE TABLE informe (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    clase VARCHAR(8) NOT NULL CONSTRAINT ck_informe_clase CHECK (clase IN ('eni', 'epc', 'misional')),
    centro VARCHAR(4) NOT NULL,
    persona_id CHAR(32),
    trimestre VARCHAR(7) NOT NULL CONSTRAINT ck_informe_trimestre CHECK (trimestre LIKE '20__-T1' OR trimestre LIKE '20__-T2' OR trimestre LIKE '20__-T3' OR trimestre LIKE '20__-T4'),
    hecho DATETIME NOT NULL,
    CONSTRAINT pk_informe PRIMARY KEY (regional, id),
    CONSTRAINT fk_informe_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE corte (
    regional VARCHAR(2) NOT NULL,
    centro VARCHAR(4) NOT NULL,
    trimestre VARCHAR(7) NOT NULL CONSTRAINT ck_corte_trimestre CHECK (trimestre LIKE '20__-T1' OR trimestre LIKE '20__-T2' OR trimestre LIKE '20__-T3' OR trimestre LIKE '20__-T4'),
    fecha DATE NOT NULL,
    cifras JSON NOT NULL,
    CONSTRAINT pk_corte PRIMARY KEY (regional, centro, trimestre)
);

CREATE TABLE minimo (
    desde INTEGER NOT NULL CONSTRAINT ck_minimo_desde CHECK (desde BETWEEN 2020 AND 2100),
    cuenta VARCHAR(15) NOT NULL CONSTRAINT ck_minimo_cuenta CHECK (cuenta IN ('acompanamientos', 'ciclos')),
    t1 INTEGER NOT NULL CONSTRAINT ck_minimo_t1 CHECK (t1 BETWEEN 0 AND 99),
    t2 INTEGER NOT NULL CONSTRAINT ck_minimo_t2 CHECK (t2 BETWEEN 0 AND 99),
    t3 INTEGER NOT NULL CONSTRAINT ck_minimo_t3 CHECK (t3 BETWEEN 0 AND 99),
    t4 INTEGER NOT NULL CONSTRAINT ck_minimo_t4 CHECK (t4 BETWEEN 0 AND 99),
    CONSTRAINT pk_minimo PRIMARY KEY (desde)
);

CREATE TABLE persona_rol (
    persona_id CHAR(32) NOT NULL,
    rol VARCHAR(24) NOT NULL CONSTRAINT ck_persona_rol_rol CHECK (rol IN ('acompanante', 'acompanado', 'coordinador_academico', 'coordinador_misional', 'equipo_pedagogico', 'profesional_eni')),
    CONSTRAINT pk_persona_rol PRIMARY KEY (persona_id, rol),
    CONSTRAINT fk_persona_rol_persona FOREIGN KEY(persona_id) REFERENCES persona (id)
);

CREATE TABLE "plan" (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    trimestre VARCHAR(7) NOT NULL CONSTRAINT ck_plan_trimestre CHECK (trimestre LIKE '20__-T1' OR trimestre LIKE '20__-T2' OR trimestre LIKE '20__-T3' OR trimestre LIKE '20__-T4'),
    estado VARCHAR(9) NOT NULL CONSTRAINT ck_plan_estado CHECK (estado IN ('propuesto', 'validado', 'devuelto')),
    validado_por CHAR(32),
    validado DATE,
    CONSTRAINT pk_plan PRIMARY KEY (regional, id),
    CONSTRAINT uq_plan_regional_ciclo_id_trimestre UNIQUE (regional, ciclo_id, trimestre),
    CONSTRAINT uq_plan_regional_id_ciclo_id_estado UNIQUE (regional, id, ciclo_id, estado),
    CONSTRAINT ck_plan_validacion CHECK ((estado = 'validado') = (validado IS NOT NULL) AND (validado IS NULL) = (validado_por IS NULL)),
    CONSTRAINT fk_plan_ciclo FOREIGN KEY(regional, ciclo_id) REFERENCES ciclo (regional, id),
    CONSTRAINT fk_plan_persona FOREIGN KEY(validado_por) REFERENCES persona (id)
);

CREATE TABLE acompanamiento (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    numero INTEGER NOT NULL CONSTRAINT ck_acompanamiento_numero CHECK (numero BETWEEN 1 AND 4),
    plan_id CHAR(32) NOT NULL,
    plan_estado VARCHAR(9) NOT NULL CONSTRAINT ck_acompanamiento_plan_validado CHECK (plan_estado = 'validado'),
    fecha DATE NOT NULL,
    tipo VARCHAR(10) NOT NULL CONSTRAINT ck_acompanamiento_tipo CHECK (tipo IN ('individual', 'colectivo')),
    enfasis VARCHAR(18) NOT NULL CONSTRAINT ck_acompanamiento_enfasis CHECK (enfasis IN ('tecnico', 'pedagogico', 'tecnico-pedagogico')),
    ambiente VARCHAR(10) NOT NULL CONSTRAINT ck_acompanamiento_ambiente CHECK (ambiente IN ('presencial', 'virtual')),
    minutos INTEGER CONSTRAINT ck_acompanamiento_minutos CHECK (minutos BETWEEN 0 AND 1440),
    expertos_externos BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_acompanamiento PRIMARY KEY (regional, id),
    CONSTRAINT uq_acompanamiento_regional_ciclo_id_numero UNIQUE (regional, ciclo_id, numero),
    CONSTRAINT uq_acompanamiento_regional_id_ciclo_id_tipo UNIQUE (regional, id, ciclo_id, tipo),
    CONSTRAINT fk_acompanamiento_ciclo FOREIGN KEY(regional, ciclo_id) REFERENCES ciclo (regional, id),
    CONSTRAINT fk_acompanamiento_plan FOREIGN KEY(regional, plan_id, ciclo_id, plan_estado) REFERENCES "plan" (regional, id, ciclo_id, estado)
);

CREATE TABLE autodiagnostico (
    regional VARCHAR(2) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    aplicacion VARCHAR(6) NOT NULL CONSTRAINT ck_autodiagnostico_aplicacion CHECK (aplicacion IN ('inicio', 'cierre')),
    aspecto VARCHAR(60) NOT NULL,
    version INTEGER NOT NULL,
    juicio VARCHAR(10) NOT NULL CONSTRAINT ck_autodiagnostico_juicio CHECK (juicio IN ('fortaleza', 'fortalecer', 'potenciar')),
    CONSTRAINT pk_autodiagnostico PRIMARY KEY (regional, ciclo_id, persona_id, aplicacion, aspecto),
    CONSTRAINT fk_autodiagnostico_ciclo_acompanado FOREIGN KEY(regional, ciclo_id, persona_id) REFERENCES ciclo_acompanado (regional, ciclo_id, persona_id),
    CONSTRAINT fk_autodiagnostico_instrumento FOREIGN KEY(version) REFERENCES instrumento (version)
);

CREATE TABLE ciclo_acompanante (
    regional VARCHAR(2) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    CONSTRAINT pk_ciclo_acompanante PRIMARY KEY (regional, ciclo_id, persona_id),
    CONSTRAINT fk_ciclo_acompanante_ciclo FOREIGN KEY(regional, ciclo_id) REFERENCES ciclo (regional, id),
    CONSTRAINT fk_ciclo_acompanante_acompanante FOREIGN KEY(persona_id) REFERENCES acompanante (persona_id)
);

CREATE TABLE cierre (
    regional VARCHAR(2) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    comparacion TEXT DEFAULT '' NOT NULL,
    avances TEXT DEFAULT '' NOT NULL,
    compromisos TEXT DEFAULT '' NOT NULL,
    punto_de_vista TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_cierre PRIMARY KEY (regional, ciclo_id, persona_id),
    CONSTRAINT fk_cierre_ciclo_acompanado FOREIGN KEY(regional, ciclo_id, persona_id) REFERENCES ciclo_acompanado (regional, ciclo_id, persona_id)
);

CREATE TABLE plan_fecha (
    regional VARCHAR(2) NOT NULL,
    plan_id CHAR(32) NOT NULL,
    orden INTEGER NOT NULL CONSTRAINT ck_plan_fecha_orden CHECK (orden BETWEEN 1 AND 4),
    fecha DATE NOT NULL,
    desde TIME NOT NULL,
    hasta TIME NOT NULL,
    tipo VARCHAR(10) NOT NULL CONSTRAINT ck_plan_fecha_tipo CHECK (tipo IN ('individual', 'colectivo')),
    enfasis VARCHAR(18) NOT NULL CONSTRAINT ck_plan_fecha_enfasis CHECK (enfasis IN ('tecnico', 'pedagogico', 'tecnico-pedagogico')),
    ambiente VARCHAR(10) NOT NULL CONSTRAINT ck_plan_fecha_ambiente CHECK (ambiente IN ('presencial', 'virtual')),
    CONSTRAINT pk_plan_fecha PRIMARY KEY (regional, plan_id, orden),
    CONSTRAINT ck_plan_fecha_horario CHECK (hasta > desde),
    CONSTRAINT fk_plan_fecha_plan FOREIGN KEY(regional, plan_id) REFERENCES "plan" (regional, id)
);

CREATE TABLE sesion (
    huella VARCHAR(64) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    vence DATETIME NOT NULL,
    CONSTRAINT pk_sesion PRIMARY KEY (huella),
    CONSTRAINT fk_sesion_cuenta FOREIGN KEY(persona_id) REFERENCES cuenta (persona_id)
);

CREATE TABLE acompanamiento_acompanado (
    regional VARCHAR(2) NOT NULL,
    acompanamiento_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    tipo VARCHAR(10) NOT NULL,
    punto_de_vista TEXT DEFAULT '' NOT NULL,
    leido DATE,
    corregido DATE,
    comparte BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_acompanamiento_acompanado PRIMARY KEY (regional, acompanamiento_id, persona_id),
    CONSTRAINT fk_acompanamiento_acompanado_acompanamiento FOREIGN KEY(regional, acompanamiento_id, ciclo_id, tipo) REFERENCES acompanamiento (regional, id, ciclo_id, tipo),
    CONSTRAINT fk_acompanamiento_acompanado_ciclo_acompanado FOREIGN KEY(regional, ciclo_id, persona_id) REFERENCES ciclo_acompanado (regional, ciclo_id, persona_id)
);

CREATE UNIQUE INDEX uq_individual_con_uno ON acompanamiento_acompanado (regional, acompanamiento_id) WHERE tipo = 'individual';

CREATE TABLE acompanamiento_acompanante (
    regional VARCHAR(2) NOT NULL,
    acompanamiento_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    tipo VARCHAR(10) NOT NULL,
    CONSTRAINT pk_acompanamiento_acompanante PRIMARY KEY (regional, acompanamiento_id, persona_id),
    CONSTRAINT fk_acompanamiento_acompanante_acompanamiento FOREIGN KEY(regional, acompanamiento_id, ciclo_id, tipo) REFERENCES acompanamiento (regional, id, ciclo_id, tipo),
    CONSTRAINT fk_acompanamiento_acompanante_ciclo_acompanante FOREIGN KEY(regional, ciclo_id, persona_id) REFERENCES ciclo_acompanante (regional, ciclo_id, persona_id)
);

CREATE TABLE acompanamiento_nota (
    regional VARCHAR(2) NOT NULL,
    acompanamiento_id CHAR(32) NOT NULL,
    lectura_contexto TEXT DEFAULT '' NOT NULL,
    aspectos_positivos TEXT DEFAULT '' NOT NULL,
    aspectos_mejora TEXT DEFAULT '' NOT NULL,
    realimentacion TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_acompanamiento_nota PRIMARY KEY (regional, acompanamiento_id),
    CONSTRAINT fk_acompanamiento_nota_acompanamiento FOREIGN KEY(regional, acompanamiento_id) REFERENCES acompanamiento (regional, id)
);

CREATE TABLE horas (
    regional VARCHAR(2) NOT NULL,
    id CHAR(32) NOT NULL,
    ciclo_id CHAR(32) NOT NULL,
    persona_id CHAR(32) NOT NULL,
    fecha DATE NOT NULL,
    minutos INTEGER NOT NULL CONSTRAINT ck_horas_minutos CHECK (minutos BETWEEN 0 AND 1440),
    estado VARCHAR(10) NOT NULL CONSTRAINT ck_horas_estado CHECK (estado IN ('pendiente', 'registrada')),
    registrada DATE,
    CONSTRAINT pk_horas PRIMARY KEY (regional, id),
    CONSTRAINT ck_horas_registrada CHECK ((estado = 'registrada') = (registrada IS NOT NULL)),
    CONSTRAINT fk_horas_ciclo_acompanante FOREIGN KEY(regional, ciclo_id, persona_id) REFERENCES ciclo_acompanante (regional, ciclo_id, persona_id)
);

CREATE INDEX ix_horas_ciclo ON horas (regional, ciclo_id);

CREATE TABLE oportunidad (
    regional VARCHAR(2) NOT NULL,
    acompanamiento_id CHAR(32) NOT NULL,
    tema VARCHAR(60) NOT NULL,
    CONSTRAINT pk_oportunidad PRIMARY KEY (regional, acompanamiento_id, tema),
    CONSTRAINT fk_oportunidad_acompanamiento FOREIGN KEY(regional, acompanamiento_id) REFERENCES acompanamiento (regional, id)
);

CREATE TRIGGER auditoria_sin_update BEFORE UPDATE ON auditoria
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER auditoria_sin_delete BEFORE DELETE ON auditoria
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER consentimiento_sin_update BEFORE UPDATE ON consentimiento
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER consentimiento_sin_delete BEFORE DELETE ON consentimiento
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER corte_sin_update BEFORE UPDATE ON corte
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER corte_sin_delete BEFORE DELETE ON corte
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

INSERT INTO auditoria_cabeza (unica, numero, sello)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
