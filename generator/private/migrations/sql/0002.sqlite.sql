CREATE TABLE cifras_publicadas (
    trimestre VARCHAR(7) NOT NULL CONSTRAINT ck_cifras_publicadas_trimestre CHECK (trimestre LIKE '20__-T1' OR trimestre LIKE '20__-T2' OR trimestre LIKE '20__-T3' OR trimestre LIKE '20__-T4'),
    version INTEGER NOT NULL CONSTRAINT ck_cifras_publicadas_version CHECK (version BETWEEN 1 AND 99),
    celdas JSON NOT NULL,
    CONSTRAINT pk_cifras_publicadas PRIMARY KEY (trimestre, version)
);

CREATE INDEX ix_acompanamiento_cifras ON acompanamiento (regional, id, fecha, tipo, enfasis, ambiente);

CREATE INDEX ix_ciclo_cifras ON ciclo (regional, id, sensibilizacion, autodiagnostico, terminado, estado);

CREATE INDEX ix_ciclo_acompanado_cifras ON ciclo_acompanado (regional, ciclo_id, persona_id, dejo);

CREATE INDEX ix_horas_cifras ON horas (regional, persona_id, fecha, minutos);

CREATE INDEX ix_autodiagnostico_cifras ON autodiagnostico (regional, ciclo_id, aspecto, persona_id) WHERE aplicacion = 'inicio' AND juicio = 'fortalecer';

CREATE TRIGGER cifras_publicadas_sin_update BEFORE UPDATE ON cifras_publicadas
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;

CREATE TRIGGER cifras_publicadas_sin_delete BEFORE DELETE ON cifras_publicadas
BEGIN
    SELECT RAISE(ABORT, 'ck_solo_se_agrega');
END;
