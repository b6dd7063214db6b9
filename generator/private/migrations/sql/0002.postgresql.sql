CREATE TABLE inspira.cifras_publicadas (
    trimestre VARCHAR(7) NOT NULL CONSTRAINT ck_cifras_publicadas_trimestre CHECK (trimestre LIKE '20__-T1' OR trimestre LIKE '20__-T2' OR trimestre LIKE '20__-T3' OR trimestre LIKE '20__-T4'),
    version INTEGER NOT NULL CONSTRAINT ck_cifras_publicadas_version CHECK (version BETWEEN 1 AND 99),
    celdas JSON NOT NULL,
    CONSTRAINT pk_cifras_publicadas PRIMARY KEY (trimestre, version)
);

CREATE INDEX ix_acompanamiento_cifras ON inspira.acompanamiento (regional, id, fecha, tipo, enfasis, ambiente);

CREATE INDEX ix_ciclo_cifras ON inspira.ciclo (regional, id, sensibilizacion, autodiagnostico, terminado, estado);

CREATE INDEX ix_ciclo_acompanado_cifras ON inspira.ciclo_acompanado (regional, ciclo_id, persona_id, dejo);

CREATE INDEX ix_horas_cifras ON inspira.horas (regional, persona_id, fecha, minutos);

CREATE INDEX ix_autodiagnostico_cifras ON inspira.autodiagnostico (regional, ciclo_id, aspecto, persona_id) WHERE aplicacion = 'inicio' AND juicio = 'fortalecer';

CREATE TRIGGER cifras_publicadas_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON inspira.cifras_publicadas
    FOR EACH STATEMENT EXECUTE FUNCTION inspira.solo_se_agrega();
