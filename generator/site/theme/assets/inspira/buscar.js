// /buscar/: the form that is in the page, brought to life with Pagefind's API.
// The state is the URL (?q=…&tiempo=…&tiempo=…&orden=titulo). Nothing is fetched before the reader searches.

const caja = document.getElementById("buscar");
const raiz = new URL(caja.dataset.raiz, document.baseURI);
const forma = caja.querySelector("form");
const palabras = forma.elements.q;
const orden = forma.elements.orden;
const pieza = (selector) => caja.querySelector(selector);
const [cuenta, activos, lista, masBoton, nada, filtros] = [
  ".iq-buscar__cuenta", ".iq-activos", ".iq-resultados", ".iq-ver-mas", ".iq-nada", ".iq-filtros",
].map(pieza);
const conFiltros = [...caja.querySelectorAll(".iq-con-filtros")];
const casillas = [...forma.querySelectorAll("fieldset[data-faceta] input")];
const POR_TANDA = 12;
const ancho = matchMedia("(min-width: 60em)");

let motor;
const pagefind = () => {
  motor ??= (async () => {
    const modulo = await import(new URL("pagefind/pagefind.js", raiz).href);
    await modulo.options({ baseUrl: raiz.pathname, excerptLength: 24 });
    await modulo.init();
    await modulo.filters(); // without it, results carry no counts
    return modulo;
  })().catch((error) => {
    motor = undefined;
    throw error;
  });
  return motor;
};

// --- State ---------------------------------------------------------------------------------------------------

const elegidos = () => {
  const porFaceta = new Map();
  for (const c of casillas) {
    if (c.checked) porFaceta.set(c.name, [...(porFaceta.get(c.name) ?? []), c.value]);
  }
  return porFaceta;
};

const enUrl = () => {
  const p = new URLSearchParams();
  if (palabras.value.trim()) p.set("q", palabras.value.trim());
  for (const [faceta, valores] of elegidos()) for (const v of valores) p.append(faceta, v);
  if (orden.value) p.set("orden", orden.value);
  return p.size ? `?${p}` : location.pathname;
};

const desdeUrl = () => {
  const p = new URLSearchParams(location.search);
  palabras.value = p.get("q") ?? "";
  orden.value = p.get("orden") === "titulo" ? "titulo" : "";
  for (const c of casillas) c.checked = p.getAll(c.name).includes(c.value);
  return Boolean(palabras.value.trim()) || casillas.some((c) => c.checked);
};

const guardar = (como) => {
  const nueva = enUrl();
  if (nueva !== location.search) history[como](null, "", nueva);
};

// --- Searching -----------------------------------------------------------------------------------------------

const filtro = (porFaceta, sin) =>
  Object.fromEntries([...porFaceta].filter(([f]) => f !== sin).map(([f, valores]) => [f, { any: valores }]));

// The count beside a value says how many there would be with it, so its own facet does not narrow it.
const contar = async (m, texto, porFaceta, abierta) => {
  const totales = { ...abierta.filters };
  for (const faceta of porFaceta.keys()) {
    totales[faceta] = (await m.search(texto, { filters: filtro(porFaceta, faceta) })).filters[faceta];
  }
  return totales;
};

// A chapter of the guide speaks of everything: at equal closeness, what a colleague did comes first.
const acercar = async (m, texto, porFaceta, resultados) => {
  if (!texto || orden.value || porFaceta.has("tipo")) return;
  const guia = await m.search(texto, { filters: { ...filtro(porFaceta), tipo: { any: ["guia"] } } });
  const suyos = new Set(guia.results.map((r) => r.id));
  const peso = (r) => r.score * (suyos.has(r.id) ? 0.3 : 1);
  resultados.sort((a, b) => peso(b) - peso(a));
};

let vuelta = 0;
const buscar = async () => {
  const mia = ++vuelta;
  const texto = palabras.value.trim() || null;
  const porFaceta = elegidos();
  pintarActivos();
  if (!texto && !porFaceta.size) return vaciar();
  cuenta.textContent = "Buscando…";
  try {
    const m = await pagefind();
    const sort = orden.value ? { titulo: "asc" } : undefined;
    const hallado = await m.search(texto, { filters: filtro(porFaceta), ...(sort && { sort }) });
    await acercar(m, texto, porFaceta, hallado.results);
    const totales = await contar(m, texto, porFaceta, hallado);
    if (mia !== vuelta) return;
    pintarCuentas(totales);
    await pintar(hallado.results, mia);
  } catch {
    if (mia === vuelta) cuenta.textContent = "No se pudo buscar. Revise la conexión, o use las listas de abajo.";
  }
};

// --- Painting: every text by textContent, never as HTML -----------------------------------------------------

const crear = (etiqueta, clase, texto) => {
  const e = document.createElement(etiqueta);
  if (clase) e.className = clase;
  if (texto) e.textContent = texto;
  return e;
};

const extracto = (html) => {
  const p = crear("p", "iq-tarjeta__extracto");
  for (const nodo of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    p.append(nodo.nodeName === "MARK" ? crear("mark", "", nodo.textContent) : nodo.textContent);
  }
  return p;
};

const tarjeta = ({ url, meta, excerpt }, conExtracto) => {
  const tipo = (meta.tipo ?? "").normalize("NFD").replace(/\p{M}/gu, "") || "guia";
  const articulo = crear("article", `iq-tarjeta iq-tarjeta--${tipo}`);
  const titulo = crear("h2", "iq-tarjeta__titulo");
  const enlace = crear("a", "", meta.title ?? url);
  enlace.href = url;
  titulo.append(enlace);
  articulo.append(titulo);
  if (meta.resumen) articulo.append(crear("p", "iq-tarjeta__resumen", meta.resumen));
  if (conExtracto || !meta.resumen) articulo.append(extracto(excerpt));
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
  const li = crear("li");
  li.append(articulo);
  return li;
};

const pintar = async (resultados, mia) => {
  const n = resultados.length;
  nada.hidden = n > 0;
  orden.parentElement.hidden = n < 2;
  lista.replaceChildren();
  let mostrados = 0;
  const tanda = async () => {
    const datos = await Promise.all(resultados.slice(mostrados, mostrados + POR_TANDA).map((r) => r.data()));
    if (mia !== vuelta) return;
    mostrados += datos.length;
    lista.append(...datos.map((d) => tarjeta(d, Boolean(palabras.value.trim()))));
    masBoton.hidden = mostrados >= n;
  };
  masBoton.onclick = async () => {
    const anteriores = lista.children.length;
    await tanda();
    lista.children[anteriores]?.querySelector("a").focus();
  };
  await tanda();
  if (mia === vuelta) cuenta.textContent = n === 1 ? "1 resultado" : `${n} resultados`;
};

const pintarCuentas = (totales) => {
  for (const c of casillas) {
    const n = totales[c.name]?.[c.value] ?? 0;
    c.parentElement.querySelector(".iq-cuenta").textContent = String(n);
    c.parentElement.classList.toggle("iq-opcion--vacia", n === 0 && !c.checked);
  }
};

const pintarActivos = () => {
  const puestas = casillas.filter((c) => c.checked);
  activos.hidden = puestas.length === 0;
  for (const e of conFiltros) e.hidden = activos.hidden;
  activos.replaceChildren(
    ...puestas.map((c) => {
      const texto = c.parentElement.querySelector(".iq-opcion__texto").textContent;
      const boton = crear("button", "", texto);
      boton.type = "button";
      boton.setAttribute("aria-label", `Quitar el filtro ${texto}`);
      boton.addEventListener("click", () => {
        c.checked = false;
        cambio("pushState");
        (activos.querySelector("button") ?? palabras).focus();
      });
      const li = crear("li");
      li.append(boton);
      return li;
    }),
  );
  filtros.querySelector("summary").textContent = puestas.length ? `Filtros (${puestas.length})` : "Filtros";
};

const iniciales = new Map(casillas.map((c) => [c, c.parentElement.querySelector(".iq-cuenta").textContent]));
const vaciar = () => {
  cuenta.textContent = "";
  lista.replaceChildren();
  masBoton.hidden = nada.hidden = orden.parentElement.hidden = true;
  for (const [c, n] of iniciales) {
    c.parentElement.querySelector(".iq-cuenta").textContent = n;
    c.parentElement.classList.remove("iq-opcion--vacia");
  }
};

// --- Listening -----------------------------------------------------------------------------------------------

const cambio = (como) => {
  guardar(como);
  return buscar();
};

let espera;
palabras.addEventListener("focus", () => pagefind().catch(() => {}), { once: true });
palabras.addEventListener("input", () => {
  clearTimeout(espera);
  espera = setTimeout(() => cambio("replaceState"), 250);
});
forma.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(espera);
  if (!ancho.matches) filtros.open = false;
  cambio("pushState");
});
forma.addEventListener("change", (e) => {
  if (e.target !== palabras) cambio("pushState");
});
pieza(".iq-quitar-todo").addEventListener("click", () => {
  for (const c of casillas) c.checked = false;
  cambio("pushState");
  palabras.focus();
});
addEventListener("popstate", () => {
  desdeUrl();
  buscar();
});

// Results first on a phone; beside them on a wide screen, with every filter in sight.
const hayEstado = desdeUrl();
filtros.open = ancho.matches || !hayEstado;
for (const c of casillas) if (c.checked) for (let d = c.closest("details"); d && d !== filtros; d = d.parentElement.closest("details")) d.open = true;
if (hayEstado) buscar();
