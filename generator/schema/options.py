"""The closed lists of the schema, each value with the words that readers see.

The order of the values is the order in forms, filters and the field reference.
"""

from __future__ import annotations

from enum import Enum


class Option(str, Enum):  # noqa: UP042 - StrEnum cannot carry a label
    """A value of a closed list: `Reto("otro").label` is what people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Option:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str.__str__(self)  # `value` takes as long as reading a line does, and pages have thousands of them


def kinds() -> dict[str, type[Option]]:
    """The closed lists of the schema by their names. The private store has lists of its own, which are not here."""
    return {kind.__name__: kind for kind in Option.__subclasses__() if kind.__module__.startswith("generator.schema.")}


class Reto(Option):
    MOTIVAR_PERMANENCIA = "motivar_permanencia", "Motivar y lograr que permanezcan"
    EXPLICAR_TEMA_DIFICIL = "explicar_tema_dificil", "Explicar un tema difícil"
    EVALUAR_MEJOR = "evaluar_mejor", "Evaluar mejor"
    TRABAJAR_SIN_CONEXION = "trabajar_sin_conexion", "Trabajar sin conexión"
    VINCULAR_EMPRESA = "vincular_empresa", "Vincular a la empresa"
    INCLUIR_A_TODOS = "incluir_a_todos", "Incluir a todas y todos"
    INTEGRAR_COMPETENCIAS = "integrar_competencias", "Integrar competencias"
    OTRO = "otro", "Otro"


class ModalidadFormacion(Option):
    PRESENCIAL = "presencial", "Presencial"
    VIRTUAL = "virtual", "Virtual"
    PRESENCIAL_ASISTIDA = "presencial_asistida_tecnologia", "Presencial asistida por tecnología"


class Tiempo(Option):
    MOMENTO = "momento", "Un momento de la sesión"
    UNA_SESION = "una_sesion", "Una sesión"
    VARIAS_SESIONES = "varias_sesiones", "Varias sesiones"
    TRIMESTRE = "trimestre", "Un trimestre"


class Credito(Option):
    NOMBRE = "nombre", "Con mi nombre"
    SEUDONIMO = "seudonimo", "Con un seudónimo"
    COLECTIVO = "colectivo", "A nombre de un colectivo"
    ANONIMO = "anonimo", "Sin nombre"


class Rol(Option):
    """Who wrote it. There is no role "acompañado": nothing public says who was accompanied."""

    INSTRUCTOR = "instructor", "Instructor o instructora"
    EQUIPO_PEDAGOGICO = "equipo_pedagogico", "Equipo pedagógico de centro"
    COORDINACION_ACADEMICA = "coordinacion_academica", "Coordinación académica"
    PROFESIONAL_ENI = "profesional_eni", "Profesional de la ENI"
    EXPERTO_SECTOR = "experto_sector", "Experto o experta del sector"


class Enfasis(Option):
    TECNICO = "tecnico", "Técnico"
    PEDAGOGICO = "pedagogico", "Pedagógico"
    TECNICO_PEDAGOGICO = "tecnico-pedagogico", "Técnico-pedagógico"


class ProcesoFPI(Option):
    PLANEAR = "planear", "Planear"
    EJECUTAR = "ejecutar", "Ejecutar"
    EVALUAR = "evaluar", "Evaluar"


class Nivel(Option):
    OPERARIO = "operario", "Operario"
    AUXILIAR = "auxiliar", "Auxiliar"
    TECNICO = "tecnico", "Técnico"
    TECNOLOGO = "tecnologo", "Tecnólogo"
    PROFUNDIZACION = "profundizacion_tecnica", "Profundización técnica"
    COMPLEMENTARIA = "complementaria", "Formación complementaria"


class Estrategia(Option):
    PROYECTOS = "proyectos", "Proyectos"
    PROBLEMAS = "problemas", "Problemas"
    CASO = "caso", "Estudio de caso"
    SIMULACION = "simulacion", "Simulación"
    JUEGO = "juego", "Juego"
    PRACTICA_GUIADA = "practica_guiada", "Práctica guiada"
    ENTRE_PARES = "entre_pares", "Aprendizaje entre pares"
    AULA_INVERTIDA = "aula_invertida", "Aula invertida"
    SALIDA = "salida", "Salida o visita"
    OTRA = "otra", "Otra"


class Conectividad(Option):
    SIN_INTERNET = "sin_internet", "Sin internet"
    BASICA = "basica", "Conexión básica"
    ESTABLE = "estable", "Conexión estable"


class Dificultad(Option):
    BAJA = "baja", "Fácil de empezar"
    MEDIA = "media", "Pide algo de preparación"
    ALTA = "alta", "Pide bastante preparación"


class Grupo(Option):
    HASTA_10 = "hasta-10", "Hasta 10 personas"
    DE_11_A_25 = "11-25", "De 11 a 25 personas"
    DE_26_A_40 = "26-40", "De 26 a 40 personas"
    MAS_DE_40 = "mas-de-40", "Más de 40 personas"


class Lugar(Option):
    SEDE = "sede", "Sede del SENA"
    EMPRESA = "empresa", "Empresa"
    INSTITUCION_EDUCATIVA = "institucion_educativa", "Institución educativa"
    COMUNIDAD = "comunidad", "Comunidad"
    AULA_MOVIL = "aula_movil", "Aula móvil"
    VIVIENDA_TRABAJO = "vivienda_trabajo", "Sitio de vivienda o trabajo"


class Necesidad(Option):
    VISUAL = "visual", "Visual"
    AUDITIVA = "auditiva", "Auditiva"
    MOTRIZ = "motriz", "Motriz"
    INTELECTUAL = "intelectual", "Intelectual"
    PSICOSOCIAL = "psicosocial", "Psicosocial"
    LECTOESCRITURA = "lectoescritura", "Lectura y escritura"
    LENGUA_PROPIA = "lengua_propia", "Lengua propia"
    CUIDADO = "cuidado", "Personas que cuidan a otras"


class Sustento(Option):
    OBSERVACION = "observacion", "Lo observamos"
    PRODUCTO = "producto", "Se ve en lo que hicieron"
    ENCUESTA = "encuesta", "Les preguntamos"
    ANTES_DESPUES = "antes_despues", "Comparamos antes y después"


class Reconocibles(Option):
    NINGUNA = "ninguna", "No se reconoce a nadie"
    ADULTAS_AUTORIZADAS = "adultas_autorizadas", "Personas adultas que lo autorizaron"


class Proposito(Option):
    FORMACION = "formacion", "Formación"
    ACOMPANAMIENTO = "acompanamiento", "Acompañamiento"
    INVESTIGACION = "investigacion", "Investigación"


class Inmersion(Option):
    PRESENCIAL = "presencial", "Presencial"
    VIRTUAL = "virtual", "Virtual"
    MIXTA = "mixta", "Presencial y virtual"


class Estado(Option):
    BORRADOR = "borrador", "Borrador"
    EN_REVISION = "en_revision", "En revisión"
    OBSERVADA = "observada", "Con sugerencias para usted"
    APROBADA = "aprobada", "Lista para publicar"
    PUBLICADA = "publicada", "Publicada"
    RETIRADA = "retirada", "Retirada"
    REVOCADA = "revocada", "Revocada"
    NO_PUBLICADA = "no_publicada", "No se publicó, con razones"


class ResultadoReplica(Option):
    FUNCIONO = "funciono", "Funcionó"
    FUNCIONO_CON_CAMBIOS = "funciono_con_cambios", "Funcionó con cambios"
    NO_FUNCIONO = "no_funciono", "No funcionó"


class CambioReplica(Option):
    NINGUNO = "ninguno", "Sin cambios"
    TIEMPO = "tiempo", "Otro tiempo"
    GRUPO = "grupo", "Otro tamaño de grupo"
    RECURSOS = "recursos", "Otros recursos"
    MODALIDAD = "modalidad", "Otra modalidad"
    EVALUACION = "evaluacion", "Otra forma de evaluar"
    ACTIVIDADES = "actividades", "Otras actividades"


class Evento(Option):
    RECIBIDA = "recibida", "Se recibió"
    APROBADA = "aprobada", "La ENI la revisó"
    PUBLICADA = "publicada", "Se publicó"
    CORREGIDA = "corregida", "Se corrigió la ortografía o el formato"
    ACTUALIZADA = "actualizada", "Se actualizó con el consentimiento renovado"
    RETIRADA = "retirada", "Se retiró"
