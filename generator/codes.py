"""The catalogue of everything the generator can complain about: one stable code each.

A code never changes its meaning and is never used again after it is withdrawn. The page of codes on the
site is made from this list (`generator.site.codes_page`), so a code without a title cannot exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: only an error leaves a submission out."""

    ERROR = "error"
    WARNING = "aviso"
    NOTE = "nota"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its identifier, what it says in general and how it is usually mended."""

    id: str
    title: str
    mend: str
    severity: Severity = Severity.ERROR


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_ALL = (
    # E0: the file itself, before anything in it is understood.
    Code("E001", "La carpeta no tiene index.md", "Cree index.md a partir de la plantilla."),
    Code("E002", "El archivo no está en UTF-8", "Guárdelo de nuevo como UTF-8 desde su editor."),
    Code("E003", "El archivo es demasiado grande", "Divida el relato o quite lo que no hace falta."),
    Code("E004", "Hay una línea demasiado larga", "Parta el texto en párrafos."),
    Code("E005", "El archivo tiene caracteres de control", "Copie el texto sin formato y péguelo de nuevo."),
    Code("E006", "No es un archivo común", "Ponga el archivo mismo: ni carpeta, ni enlace, ni acceso directo."),
    Code("E007", "Ese archivo no hace parte de una práctica", "Deje index.md, imágenes .jpg o .png y anexos/."),
    Code(
        "E008",
        "El nombre de la carpeta no sirve como dirección",
        "Use minúsculas sin tildes, números y guiones.",
    ),
    Code("E009", "Dos carpetas darían la misma dirección", "Cambie el nombre de una de ellas."),
    Code("E010", "El archivo no se pudo leer", "Revise los permisos del archivo."),
    Code("E011", "El texto está anidado demasiado hondo", "Reduzca los niveles de listas, citas o corchetes."),
    Code("E012", "El nombre del archivo no sirve", "Use letras sin tildes, números, punto y guiones."),
    Code("E013", "No se pudo procesar esta entrega", "Es un fallo del programa: avísele a quien lo mantiene."),
    # E1: front matter and its fields.
    Code("E101", "Falta un campo obligatorio", "Agréguelo entre las líneas --- del comienzo."),
    Code("E102", "El valor no es del tipo que se espera", "Revise la referencia de campos."),
    Code("E103", "Ese valor no está en la lista", "Escoja uno de la lista del campo."),
    Code("E104", "El campo no existe", "Bórrelo o corrija su nombre."),
    Code("E105", "El texto es demasiado corto o demasiado largo", "Ajústelo a la medida que pide el campo."),
    Code("E106", "El valor no tiene la forma que se espera", "Revise la referencia de campos."),
    Code("E107", "La lista tiene demasiados o muy pocos elementos", "Ajuste la lista."),
    Code("E108", "Los campos no concuerdan entre sí", "Corrija uno de los dos."),
    Code(
        "E109",
        "Esta área pide hablar de seguridad",
        "Agregue el campo «seguridad» con riesgos y, si hace falta, epp.",
        _W,
    ),
    Code("E110", "No hay encabezado de datos", "El archivo empieza con --- , los campos, y otra vez ---."),
    Code("E111", "El encabezado de datos no se cierra", "Agregue una línea --- después de los campos."),
    Code("E112", "El encabezado de datos no se entiende", "Revise sangrías, comillas y dos puntos."),
    Code("E113", "El campo está repetido", "Deje uno solo."),
    Code("E114", "El encabezado de datos usa algo que no se permite", "Escriba los valores sin &, *, << ni !."),
    Code("E115", "El encabezado de datos tiene tabuladores", "Use espacios para las sangrías."),
    Code("E116", "Hay más de un documento en el encabezado", "Deje un solo bloque entre --- y ---."),
    Code(
        "E117",
        "Dice exactamente cuántas personas son, y son menos de 5",
        "Escriba «menos de 5» en «cuantos»: así lo dice la página, y así puede pasar al repositorio público.",
        _W,
    ),
    # E2: the text.
    Code("E201", "Falta una sección obligatoria", "Agregue el título con ## y su texto."),
    Code("E202", "Las secciones no están en orden", "Ordénelas como en la plantilla.", _W),
    Code("E203", "Sección que no está en la plantilla", "Se publica tal cual, en el lugar donde está.", _W),
    Code("E204", "La sección está vacía", "Escriba su texto o quite el título."),
    Code("E205", "Los títulos saltan un nivel", "Use ### dentro de una sección ##, y así seguido.", _W),
    Code("E206", "La sección está repetida", "Una las dos en una sola."),
    Code("E207", "Hay HTML que no se publica", "Se publica el texto sin esa etiqueta: escríbalo en Markdown.", _W),
    Code("E208", "Hay HTML peligroso", "Quite la etiqueta; para un video, ponga un enlace."),
    Code("E209", "Texto antes de la primera sección", "Póngalo bajo un título ##.", _W),
    # E3: images, attachments and links.
    Code("E301", "La imagen no tiene descripción", "Escriba entre los corchetes qué se ve: ![así](foto.jpg)."),
    Code("E302", "El archivo no existe en la carpeta", "Revise el nombre o agregue el archivo."),
    Code(
        "E303",
        "La imagen no está en la lista «imagenes»",
        "Agréguela con archivo, alt y personas_reconocibles.",
    ),
    Code("E304", "Ese tipo de imagen no se recibe", "Conviértala a .jpg o .png."),
    Code(
        "E305",
        "La imagen no es una imagen que se pueda abrir",
        "Ábrala y guárdela de nuevo como .jpg o .png.",
    ),
    Code("E306", "La imagen es demasiado grande", "Redúzcala antes de agregarla."),
    Code("E307", "El enlace no está permitido", "Use https://, o el nombre de un archivo de la carpeta."),
    Code("E308", "El enlace va a algo que no existe", "Revise la dirección.", _W),
    Code("E309", "La ruta sale de la carpeta", "Use solo archivos de la misma carpeta."),
    Code(
        "E310",
        "Las imágenes de otros sitios no se publican",
        "Descárguela, con permiso, y agréguela a la carpeta.",
    ),
    Code("E311", "Ese anexo no se recibe", "Conviértalo a Markdown (.md) o CSV (.csv)."),
    Code("E312", "El anexo no está en la lista «anexos»", "Agréguelo con archivo y titulo."),
    Code("E313", "La relación va a una entrega que no existe", "Revise el nombre de la carpeta.", _W),
    Code("E314", "La imagen no se usa", "Póngala en el texto o bórrela.", _W),
    # E4: a document that becomes an entrega.
    Code("E401", "Ese archivo no se puede importar", "Guárdelo como .docx, .odt, .html o .md, y vuelva a intentarlo."),
    Code(
        "E402",
        "Algo del documento no se pudo traer",
        "Póngalo a mano en la entrega, o en el documento e impórtelo.",
        _W,
    ),
    Code("E403", "Algo del documento se dejó por fuera a propósito", "No hay nada que corregir.", _N),
    Code("E404", "Algo del documento cambió de lugar o de forma", "Revise que el texto diga lo que usted quería.", _N),
    # C: consent.
    Code(
        "C101",
        "Falta el consentimiento de un autor",
        "Pídale a la ENI el recibo con `inspira consentimiento emitir`.",
    ),
    Code("C102", "El recibo no es válido", "Pida uno nuevo: la firma o la forma no concuerdan."),
    Code("C103", "El recibo es de otro contenido", "El texto cambió después del consentimiento: renuévelo."),
    Code("C104", "El recibo venció", "Renueve el consentimiento."),
    Code("C105", "El consentimiento fue retirado", "El contenido sale del sitio; no hay nada que corregir."),
    Code(
        "C106",
        "El recibo está firmado por una llave desconocida",
        "Use una llave de la ENI o delegada por ella.",
    ),
    Code("C107", "La lista de retiros falta, no es válida o es antigua", "Traiga la lista vigente de la ENI."),
    Code(
        "C108",
        "Falta el consentimiento para el nombre",
        "El crédito se publica sin nombre hasta tenerlo.",
        _W,
    ),
    Code("C109", "Falta el consentimiento para la imagen", "La imagen no se publica hasta tenerlo.", _W),
    Code("C110", "El ejemplo no es uno de los que trae el proyecto", "Quite «ejemplo» y pida consentimiento."),
    Code("C111", "Los recibos no se entienden", "No edite consentimientos.json a mano: pídalo de nuevo."),
    Code("C112", "La ficha no se entiende", "Corrija ficha.yml."),
    Code(
        "C113",
        "La configuración de consentimiento no se entiende",
        "Devuelva ese archivo de consentimiento/ a su última versión buena.",
    ),
    Code("C114", "Queda fuera hasta tener la lista de retiros vigente", "Su texto no tiene nada que corregir.", _N),
    # A: anonymization. The text itself is never shown.
    Code("A201", "Posible nombre de persona", "Decídalo con `inspira anonimizar`."),
    Code("A202", "Nombre de persona", "Cámbielo con `inspira anonimizar`; si queda, el sitio lo tacha.", _W),
    Code("A203", "Dato personal", "Cámbielo con `inspira anonimizar`; si queda, el sitio lo tacha.", _W),
    Code("A204", "Posible dato personal", "Decídalo con `inspira anonimizar`."),
    Code(
        "A205",
        "Dato personal donde no se puede tachar",
        "Cambie el nombre de la carpeta, archivo o etiqueta.",
    ),
    Code("A206", "Imagen sin revisar", "Mírela y decídala con `inspira anonimizar`."),
    Code("A208", "Lo publicado junto señala a muy pocas personas", "Quite o generalice uno de los campos."),
    Code("A209", "Las decisiones no se entienden", "Corrija revision.yml o repita `inspira anonimizar`."),
    Code(
        "A210",
        "Los términos que el proyecto recuerda no se entienden",
        "Corrija decisiones/terminos.yml; mientras tanto no se tienen en cuenta.",
    ),
    Code(
        "A211",
        "Ese término puede ser el nombre de alguien y no se recuerda",
        "Quítelo de decisiones/terminos.yml.",
        _W,
    ),
    Code(
        "A212",
        "Lo publicado junto puede señalar a otras personas",
        "Mire si el relato habla de colegas o aprendices que no firmaron; si es así, quite o generalice un campo.",
        _W,
    ),
    Code("A213", "Una réplica señala a muy pocas personas", "Quite de esa réplica «regional» y «centro» en ficha.yml."),
    Code(
        "A214",
        "Aquí está lo que en otra entrega se tachó",
        "Cámbielo aquí también; si es el autor público de una obra, dígalo con `inspira anonimizar`.",
    ),
    # D: the private store ("depósito").
    Code("D401", "No hay un almacén ahí", "Créelo con `inspira almacen crear`."),
    Code("D402", "Ahí ya hay un almacén", "Use ese, o diga otra ruta con --archivo."),
    Code("D403", "Ese lugar está dentro de un repositorio de git", "Deje el almacén fuera de toda carpeta con .git."),
    Code("D404", "Otros pueden leer el almacén", "Deje el archivo solo para usted (chmod 600)."),
    Code(
        "D405", "La clave no abre el almacén, o no es un almacén", "Revise la clave; si es esa, restaure el respaldo."
    ),
    Code("D406", "No hay clave", "Guárdela en el llavero, en un archivo de 0600 o en INSPIRA_ALMACEN_CLAVE."),
    Code("D407", "El almacén está dañado", "Restaure el último respaldo con `inspira almacen restaurar`."),
    Code("D408", "El almacén es de una versión más nueva del programa", "Actualice el programa."),
    Code("D409", "El almacén es de una versión anterior", "Respáldelo y ejecute `inspira almacen migrar`."),
    Code("D410", "No queda espacio", "Libere espacio y repita: no se perdió nada de lo anterior."),
    Code("D411", "Otro está escribiendo en el almacén", "Repita en un momento: no se guardó nada a medias."),
    Code("D412", "El registro de auditoría no concuerda", "Alguien cambió o cortó el registro: avísele a la ENI."),
    Code("D413", "El respaldo no se puede leer", "Revise el archivo y con qué clave se cifró."),
    Code("D414", "La conexión al servidor no está protegida", "Use sslmode=require en la dirección."),
    Code("D415", "La dirección del almacén no se entiende", "Es postgresql:// con el usuario, el servidor y la base."),
    Code("D416", "El servidor no responde", "Revise que esté encendido y que la dirección y la clave sean esas."),
    Code("D420", "Un dato no cumple la regla", "Corríjalo y repita."),
    Code("D421", "Eso no existe en el almacén", "Revise el código."),
    Code("D422", "Eso ya está registrado", "Búsquelo antes de crearlo de nuevo."),
    Code("D423", "Los momentos del ciclo van en orden", "Registre primero el momento anterior, con su fecha."),
    Code("D424", "Un ciclo tiene hasta cuatro acompañamientos", "Si hace falta seguir, abra un ciclo nuevo."),
    Code("D425", "El plan no está validado", "Pídale al coordinador académico que lo valide primero."),
    Code("D426", "El acompañamiento individual es con una persona", "Si hay varias, es colectivo."),
    Code("D427", "Esa persona no está en el ciclo", "Revise quiénes hacen parte de él."),
    Code("D428", "Los expertos de fuera son propios del acompañamiento colectivo", "Revise el tipo.", _W),
    Code("D429", "El ciclo ya terminó", "Lo que sigue va en un ciclo nuevo."),
    Code("D430", "El ciclo no se puede cerrar todavía", "Registre primero el momento de impacto y avance autónomo."),
    Code("D431", "La sesión del EPC dura hasta cuatro horas", "Revise la duración."),
    Code("D432", "El EPC ya tiene acta ese mes", "Se reúne una vez al mes: corrija la que hay con --corregir."),
    Code("D433", "Esa persona no está registrada como acompañante", "Registre su formación primero."),
    Code("D434", "No le corresponde ver o hacer eso", "Pídaselo a quien le corresponde."),
    Code("D435", "El acompañamiento es voluntario", "Sin la voluntad de la persona no hay ciclo."),
    Code(
        "D436",
        "El énfasis técnico-pedagógico puede pedir dos acompañantes",
        "Confirme que quien acompaña domina los dos.",
        _W,
    ),
    Code("D437", "Eso solo se agrega: no se cambia ni se borra", "Registre lo nuevo; lo anterior queda como está."),
    Code("D438", "El plan ya tiene acompañamientos", "Lo que cambia va en el plan del trimestre siguiente."),
    Code("D440", "El archivo no se puede leer o escribir", "Revise la ruta, que exista la carpeta, y los permisos."),
    Code("D441", "Su cuenta del servidor no tiene permiso para eso", "Pídaselo a quien administra la base de datos."),
    Code("D442", "La frase del respaldo es muy corta", "Use al menos 16 caracteres, como cinco palabras al azar."),
    Code("D443", "Falta con qué cifrar o abrir el respaldo", "Una frase, o la llave de un destinatario: vea la ayuda."),
    Code("D444", "Ahí ya hay un archivo", "Diga otro nombre: un respaldo nunca reemplaza a otro."),
    Code("D445", "Falta la clave nueva", "Ponga en la variable las dos: la de hoy, un espacio y la nueva."),
    Code("D446", "Eso es de un archivo, y el almacén está en un servidor", "Vea en la ayuda la orden que corresponde."),
    Code("D450", "El libro no se puede abrir", "Guárdelo de nuevo como .xlsx sin contraseña, o como .csv."),
    Code("D451", "El libro trae algo que podría ejecutarse o estallar", "Copie los datos en una plantilla nueva."),
    Code("D452", "El libro es demasiado grande", "Divídalo en varios libros."),
    Code("D453", "La celda tiene una fórmula", "Escriba el valor: las fórmulas no se calculan."),
    Code("D454", "Esa hoja o esa columna no se reconoce", "Use los títulos de la plantilla, tal como vienen."),
    Code("D455", "Falta una columna o una hoja", "Cópiela de la plantilla: `inspira libro plantilla`."),
    Code("D456", "Otra fila dice lo mismo", "Deje una de las dos."),
    Code("D457", "Eso ya no se cambia", "Lo que sigue va en un registro nuevo."),
    Code("D458", "Esa hoja no se leyó", "Si trae datos, páselos a una hoja de la plantilla.", _W),
    Code("D459", "El CSV no se entiende", "Guárdelo como «CSV UTF-8»."),
    Code("D460", "El usuario o la clave no son", "Revise las mayúsculas; si la olvidó, pida una nueva en su centro."),
    Code("D461", "La clave nueva no sirve", "Use 12 caracteres o más, que no sean su usuario."),
    Code("D462", "El usuario no tiene la forma que se espera", "De 3 a 60 letras minúsculas, números, punto o guion."),
    Code("D463", "Sin TLS solo se atiende en este computador", "Indique --certificado y --llave, o use 127.0.0.1."),
    Code("D464", "La dirección pública no se entiende", "Tiene esta forma: https://acompanamiento.micentro.edu.co"),
    Code("D465", "El certificado o la llave no se pueden usar", "Revise las dos rutas y que sean una pareja."),
    Code("D466", "Ese puerto está ocupado", "Use otro con --puerto, o 0 para uno libre."),
    Code("D470", "El trimestre no ha terminado", "El informe del centro se hace cuando termine."),
    Code(
        "D471",
        "Hay fechas planeadas de ese trimestre sin su acompañamiento registrado",
        "Pida que se registren, o repita con --aunque-falten: lo que llegue después no cambia las cifras.",
    ),
    Code("D472", "Ahí ya hay un archivo", "Diga otro nombre con --salida: nada se reemplaza."),
    Code("D473", "El informe no se pudo escribir", "Revise que la carpeta exista, sea suya y tenga espacio."),
    Code("D474", "No se sabe de quién", "Diga el código de quien acompaña: --acompanante P-XXXXXX."),
    Code(
        "D480", "Esa persona no está registrada como acompañada", "Agréguele ese rol, si es un instructor que quiere."
    ),
    Code("D481", "La fecha no es de la vigencia del ciclo", "Revise la fecha, o abra el ciclo en esa vigencia."),
    Code(
        "D482",
        "El plan lo valida el coordinador académico del centro del ciclo",
        "Pídaselo a quien coordina ese centro.",
    ),
    Code("D483", "El acompañamiento colectivo es con varias personas", "Si es con una, es individual.", _W),
    Code(
        "D484",
        "Un ciclo nuevo viene de uno que terminó y que comparte con él a quien se acompaña",
        "Revise el código del ciclo anterior.",
    ),
    Code(
        "D485",
        "El autodiagnóstico del cierre usa otra versión del instrumento",
        "Para comparar, use la misma del comienzo.",
    ),
    Code(
        "D486",
        "Todavía hay autorizaciones suyas para publicar",
        "Retírelas primero con `inspira persona retirar`.",
    ),
    Code("D487", "Ya hizo ciclos en ese rol", "El rol no se quita: lo que hizo quedaría sin explicación."),
    Code("D488", "La identidad de esa persona fue suprimida", "No hay nada que corregir ni que mostrar de ella."),
    Code("D489", "Algo quedó sin publicar o sin retirar", "Complételo con `inspira persona completar`.", _W),
    Code("D490", "El plan fue devuelto para ajustar", "Primero lo ajusta quien acompaña; después se valida."),
    Code("D491", "El plan cambió desde que usted lo abrió", "Mire cómo quedó y decida de nuevo."),
    Code("D492", "El texto cambió desde que usted lo abrió", "Léalo como quedó y responda de nuevo."),
    # D5: tables of counts, protected and attacked.
    Code("D501", "La tabla no se entiende", "Guárdela como «CSV UTF-8», con los títulos en la primera línea."),
    Code("D502", "Falta una columna", "Revise los títulos: son los que dijo en --dimensiones y --conteo."),
    Code("D503", "Otra fila es de la misma celda", "Deje una de las dos, o súmelas."),
    Code("D504", "El conteo no es un número entero desde 0", "Escríbalo sin puntos, comas ni signos."),
    Code("D505", "El código no sirve", "Cada fila dice todos los códigos, y cada código está dentro de uno solo."),
    Code("D506", "La tabla es demasiado grande", "Quite una dimensión o haga varias tablas."),
    Code("D507", "La tabla no trae todas sus celdas y márgenes", "Hágala con `inspira divulgacion proteger`."),
    Code(
        "D508",
        "Los números no concuerdan",
        "La celda dice otra cosa en otra tabla, o no es la suma de las suyas: con la resta se averigua lo que cambió.",
    ),
    Code("D509", "El conteo suprimido se puede averiguar, o casi", "No publique esta tabla: protéjala de nuevo."),
    Code("D510", "No se halló cómo proteger la tabla", "No se escribió nada: quite una dimensión o agrupe códigos."),
    Code(
        "D520",
        "La publicación de cifras no está como se publicó",
        "Si falta, `inspira agregar AAAA-Tn` la escribe de nuevo igual; si fue cambiada, quítela primero de ahí.",
    ),
    Code(
        "D521",
        "Esa publicación de cifras no es la que sigue",
        "Lo publicado no cambia: una corrección es otra publicación, con el número que sigue.",
    ),
    Code("D522", "Ese trimestre no tiene cifras publicadas que corregir", "Publíquelas primero, sin --corregir."),
    Code(
        "D523",
        "La corrección no mostraría ningún número nuevo",
        "Lo que cambió es de muy pocas personas, o nada cambió: no se publica.",
    ),
    Code("D524", "El almacén cambió mientras se hacían las cifras", "No se publicó nada: corra la orden de nuevo."),
    Code("D525", "Las cifras escritas no resistieron el ataque", "No se publicó nada: es una falla, avísenos."),
    Code(
        "D526",
        "Ahí hay cifras que este almacén no publicó",
        "Use el almacén con que se publicaron, o quite esa carpeta si no debía estar.",
    ),
    Code("D527", "Las cifras no se pudieron escribir", "Revise el disco y corra la orden de nuevo: las termina."),
    Code(
        "D528", "Un aspecto del autodiagnóstico nombra a alguien", "No se publicó nada: corrija antes el instrumento."
    ),
    # P: the audit of what was built, and publishing it.
    Code("P301", "Dato personal en lo construido", "No se publicó nada: revise de dónde viene ese archivo."),
    Code("P302", "Texto tachado que reaparece", "No se publicó nada: algo copió el texto original."),
    Code("P303", "Archivo que nadie declaró", "No se publicó nada: quite el complemento o el archivo."),
    Code(
        "P304",
        "La página no dice lo que dice su fuente",
        "No se publicó nada: algo cambió el texto al construir.",
    ),
    Code("P305", "HTML que no está permitido", "No se publicó nada: revise el tema y los complementos."),
    Code("P306", "La página pide algo a otro sitio", "No se publicó nada: use recursos propios."),
    Code("P307", "Enlace roto", "Corrija el enlace."),
    Code("P308", "Archivo con metadatos o datos escondidos", "No se publicó nada: guarde la imagen de nuevo."),
    Code("P309", "Rastro de una entrega retirada", "No se publicó nada: borre .build y construya de nuevo."),
    Code("P310", "El sitio no se pudo construir", "Lea el mensaje del motor y corrija la configuración."),
    Code("P311", "Quedó fuera del sitio", "Está en ese estado en su ficha.", _N),
    Code("P312", "Otro proceso está construyendo", "Espere a que termine o ciérrelo."),
    Code("P321", "El archivo dice más que su página", "No pasa al repositorio público hasta que digan lo mismo."),
)

CATALOG: dict[str, Code] = {code.id: code for code in _ALL}
