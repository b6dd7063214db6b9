// What looks like somebody's data, told while it is written. It follows `generator/anonymize/detectors` from afar: the
// program reads again with all of them. No lookbehind: old telephones do not know it. A table of cases that both must
// find is in the tests.

const ANTES = "(?:^|[^0-9A-Za-zÀ-ÿ])";
const DOCUMENTO =
  "c\\.? ?c\\.?|c[eé]dulas?(?: de (?:ciudadan[ií]a|extranjer[ií]a))?|identificad[oa]s?|identificaci[oó]n|documentos?|doc\\.|t\\.? ?i\\.?|tarjetas? de identidad|registro civil|c\\.? ?e\\.?|p\\.?p\\.?t\\.?|pasaporte|nit|rut|dni|nuip";
const TELEFONO =
  "cel(?:ular(?:es)?)?|m[oó]vil|tel(?:[eé]fonos?)?|whats?app|wasap|wpp|ll[aá]m(?:ar(?:me|nos|l[aeo])?|en(?:me|nos)?|e(?:me|nos)?)|escr[ií]b(?:ame|anos|eme|enos)|contacto|fijo|extensi[oó]n|ext|pbx";
const VIA =
  "calle|cll?e?|carrera|cra|crra|kra|cr|kr|avenida|av|avda|diagonal|diag|dg|transversal|transv|tv|circular|autopista|pasaje";
const MES = "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)";
const FECHA = `(?:\\d{1,2}(?: de |[ /.-])${MES}(?:(?: del? |[ /.-])\\d{2,4})?|\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?(?:\\d{4}|\\d{2})|(?:19|20)\\d{2}[/.-]\\d{1,2}[/.-]\\d{1,2})`;
const CIFRAS = (n, m) => `\\d(?:[ .'·,-]{0,2}\\d){${n},${m}}`;

const CLASES = [
  ["un correo electrónico", "[\\w.+%-]+(?:@| ?[([](?:at|arroba)[)\\]] ?| arroba )[\\w-]+(?: ?\\.| punto )? ?[\\w.-]*"],
  [
    "una cuenta o un perfil en una red social",
    "(?:https?://)?(?:[\\w-]+\\.)?(?:facebook|fb|instagram|linkedin|tiktok|twitter|x|t|telegram|wa|threads|youtube|scienti\\.minciencias)\\.(?:com|me|net|link|gov\\.co)/[@\\w.%/?=&+-]{2,}",
  ],
  ["una cuenta o un perfil en una red social", "(?:^|[\\s(:,;])(@[A-Za-zÀ-ÿ_][\\w.]{2,29})"],
  ["un número de documento", `${ANTES}((?:${DOCUMENTO})(?![a-zà-ÿ])[^0-9\\n.;]{0,28}${CIFRAS(4, 11)})`],
  ["un número de ficha", `${ANTES}(fichas?(?:[^0-9\\n.]|\\.(?! ?[a-zà-ÿ])){0,30}\\d(?:[ .'-]?\\d){4,8})`],
  ["un número de ficha", `${ANTES}(\\d{6,8} ?(?:es la |fue la )?fichas?)\\b`],
  [
    "una cuenta bancaria",
    `${ANTES}((?:cuentas?|cta|nequi|daviplata|bancolombia|davivienda|ahorros|bre-?b|consignar)\\b[^0-9\\n.;$]{0,40}${CIFRAS(7, 19)})`,
  ],
  ["una cuenta bancaria", `${ANTES}((?:4\\d{3}|5[1-5]\\d{2})(?:[ -]\\d{4}){3})`],
  [
    "un número de teléfono",
    `${ANTES}((?:\\(?\\+?57\\)?[ .-]{0,2})?\\(?3[0-5]\\d\\)?(?:[ .()/-]{0,3}\\d){7})(?![0-9A-Za-z])`,
  ],
  ["un número de teléfono", `${ANTES}(\\(?60[1-8]\\)?(?:[ .-]{0,2}\\d){7})(?![0-9A-Za-z])`],
  ["un número de teléfono", "(?:^|[^0-9A-Za-z])(\\+ ?[1-9]\\d{0,2}(?:[ .()-]{0,2}\\d){7,12})(?!\\d)"],
  ["un número de teléfono", `${ANTES}((?:${TELEFONO})\\b[^0-9\\n;]{0,20}\\d(?:[ .()/-]{0,3}\\d){6,11})`],
  [
    "una dirección",
    `${ANTES}((?:${VIA})\\.? ?\\d{1,3} ?[a-z]{0,2}(?: ?bis)?(?: ?(?:sur|norte|este|oeste))?,? ?(?:#|n[°ºo]s?\\.?|n[uú]mero|con(?: calle| carrera)?|-| ) ?\\d{1,3} ?[a-z]?(?: ?- ?\\d{1,3})?)`,
  ],
  ["una dirección", "(# ?\\d{1,3} ?[a-z]{0,2} ?- ?\\d{1,3})(?!\\d)"],
  [
    "una dirección",
    `${ANTES}((?:manzana|mz|bloque|torre|casa|apto|apartamento)\\.? ?\\w{1,4}[ ,.-]{1,3}(?:casa|lote|apto|apartamento|torre|manzana|mz)\\.? ?\\w{1,4})(?![A-Za-zÀ-ÿ])`,
  ],
  [
    "una dirección",
    "(?:^|[^A-Za-zÀ-ÿ])((?:[Vv]ereda|[Ff]inca|[Bb]arrio) (?:(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as) )?[A-ZÁÉÍÓÚÑ][A-Za-zÀ-ÿ]+)",
    "g",
  ],
  [
    "una fecha de nacimiento",
    `${ANTES}((?:(?:fecha de )?nacimiento|naci[oó]|nac[ií]|nacid[oa]s?|cumplea[ñn]os|cumple)[^0-9\\n.;]{0,40}${FECHA})`,
  ],
  [
    "una placa",
    `${ANTES}((?:placas?|matr[ií]cula|veh[ií]culo|moto(?:cicleta)?|carro|camioneta|cami[oó]n|taxi)\\b[^0-9\\n.;]{0,28}[A-Z]{3}[ ·.-]?\\d{2}[0-9A-Z])(?![0-9A-Za-z])`,
  ],
  ["unas coordenadas o un mapa", "(-?\\d{1,2}[.,]\\d{3,} ?°?[NS]? ?[,;/] ?-?\\d{2,3}[.,]\\d{3,})"],
  [
    "unas coordenadas o un mapa",
    "((?:https?://)?(?:maps\\.app\\.goo\\.gl|goo\\.gl/maps|(?:www\\.)?google\\.[a-z.]+/maps|waze\\.com)/[^\\s)]+)",
  ],
  ["un número que puede ser de alguien", `${ANTES}(\\d{1,3}(?:[.'·]\\d{3}){2,3}|\\d{7,})(?![0-9A-Za-zÀ-ÿ]|[.,]\\d)`],
].map(([clase, fuente, banderas = "gi"]) => [clase, new RegExp(fuente, banderas)]);

// --- Names beside roles -----------------------------------------------------------------------------------------
const NOMBRE = "[A-ZÁÉÍÓÚÑ][a-zà-ÿ'’]+(?:-[A-ZÁÉÍÓÚÑ][a-zà-ÿ]+)?";
const SEGUIDOS = `${NOMBRE}(?: (?:de |del |de la |la |los |y )?${NOMBRE}){0,4}`;
const TILDES = { á: "[aá]", é: "[eé]", í: "[ií]", ó: "[oó]", ú: "[uú]" };
const suelta = (resto) => resto.replace(/[áéíóú]/g, (letra) => TILDES[letra]).replace(/z$/, "(?:z|ces)");
const conMayuscula = (palabras) =>
  palabras
    .filter((p) => p.length > 1)
    .map((p) => `[${p[0].toUpperCase()}${p[0]}]${suelta(p.slice(1))}`)
    .join("|");
const PERSONAS = [
  new RegExp(`(?:^|[^A-Za-zÀ-ÿ])(?:${conMayuscula(ESQUEMA.papeles)})(?:es|s)? (${SEGUIDOS})`, "g"),
  new RegExp(`(?:^|[^A-Za-zÀ-ÿ])(?:${conMayuscula(ESQUEMA.tratos)})\\.? (${SEGUIDOS})`, "g"),
  new RegExp(`(?:[Ss]e llama(?:ba)?|[Mm]e llamo|[Mm]i nombre es|[Ll]lamad[oa]) (${SEGUIDOS})`, "g"),
];
const NO_NOMBRAN = new Set("SENA ENI FPI Guía Sofia Sofía".split(" "));

// Spans {inicio, fin, clase}, in order, none inside another.
const avisosDe = (texto) => {
  const hallados = [];
  const anotar = (clase, hallado) => {
    const valor = hallado[1] ?? hallado[0];
    const inicio = hallado.index + hallado[0].lastIndexOf(valor);
    hallados.push({ inicio, fin: inicio + valor.length, clase });
  };
  if (/[\d@/#]|arroba|[([]at|[Vv]ereda|[Ff]inca|[Bb]arrio/.test(texto)) {
    for (const [clase, forma] of CLASES) for (const hallado of texto.matchAll(forma)) anotar(clase, hallado);
  }
  for (const forma of PERSONAS) {
    for (const hallado of texto.matchAll(forma))
      if (!NO_NOMBRAN.has(hallado[1])) anotar("el nombre de alguien", hallado);
  }
  hallados.sort((a, b) => a.inicio - b.inicio || b.fin - a.fin);
  return hallados.filter(
    (h, i) => !hallados.slice(0, i).some((otro) => otro.inicio <= h.inicio && h.inicio < otro.fin),
  );
};
