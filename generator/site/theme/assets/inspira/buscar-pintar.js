// What /buscar/ shows. Every text goes in by textContent, never as HTML.

export const crear = (etiqueta, clase, texto) => {
  const e = document.createElement(etiqueta);
  if (clase) e.className = clase;
  if (texto) e.textContent = texto;
  return e;
};

export const boton = (texto, alPulsar, etiqueta) => {
  const e = crear("button", "", texto);
  e.type = "button";
  if (etiqueta) e.setAttribute("aria-label", etiqueta);
  e.addEventListener("click", alPulsar);
  return e;
};

export const enLista = (...piezas) => piezas.map((pieza) => {
  const li = crear("li");
  li.append(pieza);
  return li;
});

const extracto = (html) => {
  const p = crear("p", "iq-tarjeta__extracto");
  for (const nodo of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    p.append(nodo.nodeName === "MARK" ? crear("mark", "", nodo.textContent) : nodo.textContent);
  }
  return p;
};

const enlace = (url, texto) => {
  const a = crear("a", "", texto);
  a.href = url;
  return a;
};

export const tarjeta = ({ url, meta, extracto: html, partes }, conExtracto) => {
  const tipo = (meta.tipo ?? "").normalize("NFD").replace(/\p{M}/gu, "") || "guia";
  const articulo = crear("article", `iq-tarjeta iq-tarjeta--${tipo}`);
  const titulo = crear("h2", "iq-tarjeta__titulo");
  titulo.append(enlace(url, meta.title ?? url));
  articulo.append(titulo);
  if (meta.resumen) articulo.append(crear("p", "iq-tarjeta__resumen", meta.resumen));
  // An extract that says the title and the summary again says nothing.
  const dicho = extracto(html);
  const repetido = `${meta.title}. ${meta.resumen}`.includes(dicho.textContent.trim());
  if (!meta.resumen || (conExtracto && !repetido)) articulo.append(dicho);
  if (conExtracto && tipo === "guia" && partes.length) {
    const dentro = crear("ul", "iq-tarjeta__partes");
    dentro.append(...enLista(...partes.slice(0, 2).map((parte) => enlace(parte.url, parte.titulo))));
    articulo.append(dentro);
  }
  const datos = crear("ul", "iq-tarjeta__datos");
  for (const dato of [meta.tipo && meta.tipo[0].toUpperCase() + meta.tipo.slice(1), ...(meta.datos ?? "").split(" · ")]) {
    if (dato) datos.append(crear("li", "", dato));
  }
  articulo.append(datos);
  if (meta.madurez || meta.ejemplo) {
    const pie = crear("p", "iq-tarjeta__pie");
    if (meta.madurez) pie.append(crear("span", "iq-madurez", meta.madurez));
    if (meta.ejemplo) pie.append(crear("span", "iq-marca", meta.ejemplo));
    articulo.append(pie);
  }
  return articulo;
};

export const enNumero = (n) => (n === 1 ? "1 resultado" : `${n} resultados`);

// What was understood of the words, when it is not what was written.
export const aviso = ({ cambios, sinNada, completas, ids }) => [
  ...cambios.filter(([, , habia]) => !habia).map(([escrita, cierta]) => `No hay nada con «${escrita}»: buscamos «${cierta}».`),
  ...(sinNada.length && ids.length ? [`No hay nada con ${sinNada.map((p) => `«${p}»`).join(", ")}.`] : []),
  ...(ids.length && completas === 0 ? ["Ninguna página tiene todas las palabras; estas tienen algunas."] : []),
].join(" ");
