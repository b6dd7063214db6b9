// How the page will read. Elements are made one by one out of the text: nothing that was written is ever taken as HTML.

const MARCAS = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\[[^\]]+\]\([^)\s]+\))/;
const enLinea = (texto) =>
  texto
    .replace(/\\([<\-=#\\[\]*_`])/g, "$1")
    .split(MARCAS)
    .filter(Boolean)
    .map((parte) => {
      if (/^`.+`$/.test(parte)) return crear("code", {}, parte.slice(1, -1));
      if (/^\*\*.+\*\*$/.test(parte)) return crear("strong", {}, parte.slice(2, -2));
      if (/^\*.+\*$/.test(parte)) return crear("em", {}, parte.slice(1, -1));
      const enlace = /^\[([^\]]+)\]\(.+\)$/.exec(parte);
      return enlace ? crear("span", { class: "enlazado" }, enlace[1]) : parte;
    });

const enBloques = (texto) => {
  const bloques = [];
  for (const trozo of texto.split(/\n{2,}/)) {
    let lista = null;
    let parrafo = null;
    for (const linea of trozo.split("\n")) {
      const titulo = /^### (.+)$/.exec(linea);
      const punto = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.+)$/.exec(linea);
      if (titulo) {
        bloques.push(crear("h4", {}, ...enLinea(titulo[1])));
        lista = parrafo = null;
      } else if (punto) {
        if (!lista) bloques.push((lista = crear(punto[1] ? "ol" : "ul")));
        lista.append(crear("li", {}, ...enLinea(punto[2])));
        parrafo = null;
      } else if (lista && /^\s/.test(linea)) {
        lista.lastChild.append(" ", ...enLinea(linea.trim()));
      } else if (linea.trim()) {
        if (parrafo) parrafo.append(" ", ...enLinea(linea.trim()));
        else bloques.push((parrafo = crear("p", {}, ...enLinea(linea.trim()))));
        lista = null;
      }
    }
  }
  return bloques;
};

const dicho = (campo, valor, caja) => {
  const nombre = (codigo) => opcionesDe(campo, caja).find(([c]) => c === codigo)?.[1] ?? codigo;
  if (["opcion", "opciones", "si"].includes(campo.tipo)) return [valor].flat().map(String).map(nombre).join(", ");
  if (campo.tipo === "grupo")
    return Object.entries(campo.partes)
      .filter(([n]) => valor[n] !== undefined)
      .map(([n, p]) => dicho(p, valor[n], valor))
      .join(": ");
  if (campo.tipo === "grupos") return valor.map((uno) => dicho({ ...campo, tipo: "grupo" }, uno)).join("; ");
  return [valor].flat().join(", ");
};

const urlDe = (foto) => {
  foto.url ??= URL.createObjectURL(foto.blob);
  return foto.url;
};

const pintarVista = () => {
  const { campos } = coleccion();
  const hecho = armar();
  const { titulo, resumen } = hecho.campos;
  const datos = Object.entries(hecho.campos).filter(
    ([n]) => !["titulo", "resumen"].includes(n) && !coleccion().archivos.includes(n),
  );
  return crear(
    "article",
    { class: "vista", "aria-label": "Así se leerá" },
    crear("h3", {}, titulo ?? "Sin título todavía"),
    resumen ? crear("p", { class: "entrada" }, resumen) : "",
    crear(
      "dl",
      {},
      ...datos.map(([n, v]) =>
        crear("div", {}, crear("dt", {}, campos[n].titulo), crear("dd", {}, dicho(campos[n], v, hecho.campos))),
      ),
    ),
    ...hecho.secciones.flatMap((s) => [
      crear("h3", {}, s.titulo),
      ...enBloques(s.texto),
      ...s.fotos.map(({ foto }) =>
        crear("img", { src: urlDe(foto), alt: renglon(foto.datos.alt ?? "") || "Foto sin descripción todavía" }),
      ),
    ]),
  );
};
