// Text as it must be when it leaves: nothing invisible that lies, the author's marks where they do no harm.

const INVISIBLES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const SUELTOS = /\p{Cs}/gu; // halves of a character

const limpio = (texto) =>
  texto
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(INVISIBLES, "")
    .replace(SUELTOS, "");
const renglon = (texto) => limpio(texto).replace(/\s+/g, " ").trim();
const renglones = (texto) =>
  limpio(texto)
    .split("\n")
    .map((r) => renglon(r.replace(/^\s*[-*•]\s+/, "")))
    .filter(Boolean);

// As `generator.vocabulary.plain`.
const llano = (texto) =>
  texto
    .toLowerCase()
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/(?![\ufe00-\ufe0f\u034f])\p{M}/gu, "")
    .trim();

const CORTAS = new Set(
  "a al con de del e el en es la las lo los o para por que se sin su sus u un una unas unos y".split(" "),
);
const RESERVADAS = /^(?:index|readme|con|prn|aux|nul|(?:com|lpt)[0-9])$/;

// As `generator.drafting.folder_name`, "" where it has none.
const carpeta = (titulo) => {
  const palabras = llano(titulo)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const dicen = palabras.filter((p) => !CORTAS.has(p));
  let nombre = "";
  for (const palabra of (dicen.length ? dicen : palabras).slice(0, 7)) {
    const mas = nombre ? `${nombre}-${palabra}` : palabra;
    if (mas.length > 80) break;
    nombre = mas;
  }
  return nombre.length >= 3 && !RESERVADAS.test(nombre) ? nombre : "";
};

// A word with hyphens, for fields that ask for one: what people write is «Trabajo en equipo».
const conGuiones = (texto) =>
  llano(texto)
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-");

// --- The text of a section in Markdown ------------------------------------------------------------------------
// What is written stays, but nothing in it may begin a section, a rule, a block that never ends or a tag.

const CERCA = /^(\s{0,3})(`{3,}|~{3,})(.*)$/;
const fueraDeCodigo = (linea, cambio) =>
  linea
    .split(/(`+[^`]*`+)/)
    .map((p, i) => (i % 2 ? p : cambio(p)))
    .join("");

const seguro = (texto) => {
  let abierta = "";
  const lineas = limpio(texto)
    .split("\n")
    .map((linea) => linea.replace(/\s+$/, ""))
    .map((linea) => {
      const cerca = CERCA.exec(linea);
      if (abierta) {
        if (cerca && cerca[2].startsWith(abierta) && !cerca[3].trim()) abierta = "";
        return linea;
      }
      if (cerca && !(cerca[2][0] === "`" && cerca[3].includes("`"))) {
        abierta = cerca[2];
        return linea;
      }
      if (/^\s*(?:-{1,}|={1,})$/.test(linea)) return linea.replace(/[-=]/, "\\$&");
      const titulo = /^\s*#{1,6}(?:\s+(.*))?$/.exec(linea);
      if (titulo) return titulo[1] ? `### ${titulo[1]}` : "";
      const dentro = linea.replace(/^(\s*(?:(?:[-*+]|\d{1,9}[.)])\s+|>\s?)+)(#{1,6}(?:\s|$))/, "$1\\$2");
      return fueraDeCodigo(dentro, (p) => p.replace(/<(?=[A-Za-z/!?])/g, "\\<"));
    });
  if (abierta) lineas.push(abierta);
  return lineas.join("\n").replace(/^\n+|\n+$/g, "");
};

// The way back, for opening a copy.
const escrito = (texto) =>
  texto
    .split("\n")
    .map((l) => l.replace(/^(\s*)\\(?=[-=]+$)/, "$1").replace(/\\</g, "<"))
    .join("\n")
    .trim();

const enCorchetes = (texto) => renglon(texto).replace(/[\\[\]<>`*_]/g, "\\$&");
