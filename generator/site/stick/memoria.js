// The search of the copy that works from a USB stick. A classic script: a page opened from a disk may not load modules
// nor fetch anything, so buscar/indice.js has already left the whole index in window.IQ_INDICE.
(() => {
  "use strict";
  const indice = window.IQ_INDICE;
  const raiz = document.getElementById("buscar");
  if (!indice || !raiz) return;
  const pieza = (s) => raiz.querySelector(s);
  const forma = pieza("form");
  const palabras = pieza("#q");
  const cuenta = pieza(".iq-buscar__cuenta");
  const lista = pieza(".iq-resultados");
  const nada = pieza(".iq-nada");
  const mas = pieza(".iq-ver-mas");
  const casillas = [...raiz.querySelectorAll("fieldset input")];
  const POR_TANDA = 20;

  // --- Words: accents do not matter, the ñ does, and neither plural nor verb form ------------------------------

  const trozos = (texto) => {
    const plano = texto.toLowerCase().normalize("NFD").replace(/n\u0303/g, "ñ").replace(/[\u0300-\u036f]/g, "");
    return plano.match(/[a-z0-9ñ]+/g) ?? [];
  };
  const VACIAS = new Set("a al como con cual de del el en es la las lo los me mi o para por que se si su sus un una y".split(" "));
  const FINALES = (
    "amientos imientos aciones iciones amiento imiento adores adoras acion icion ador adora iendo ieron ando aron aban " +
    "ados adas idos idas amos emos imos aba ado ada ido ida ar er ir es os as en an e a o s"
  ).split(" ").sort((a, b) => b.length - a.length);
  const tema = (palabra) => {
    const final = FINALES.find((f) => palabra.endsWith(f) && palabra.length - f.length >= 4);
    return final ? palabra.slice(0, -final.length) : palabra;
  };

  const fichas = indice.map(([url, tipo, titulo, resumen, datos, facetas, texto], orden) => ({
    url, tipo, titulo, resumen, datos, facetas, orden,
    texto: ` ${texto} `,
    titular: ` ${trozos(titulo).join(" ")} `,
    breve: ` ${trozos(resumen).join(" ")} `,
  }));

  // A short word begins too many others: only its plural is taken for it.
  const parecida = (donde, entera, raizDe) =>
    entera.length > 3 ? donde.includes(` ${raizDe}`) : donde.includes(` ${entera}s `) || donde.includes(` ${entera}es `);
  const puntos = (ficha, { entera, raizDe }) => {
    let suma = 0;
    for (const [donde, peso] of [[ficha.titular, 8], [ficha.breve, 4], [ficha.texto, 2]]) {
      if (donde.includes(` ${entera} `)) suma += peso;
      else if (parecida(donde, entera, raizDe)) suma += peso * 0.6;
    }
    return suma;
  };

  /** What a text finds: every word, or, when no page has them all, any of them. */
  const hallar = (texto) => {
    const todas = trozos(texto);
    const utiles = todas.filter((p) => !VACIAS.has(p));
    const pedidas = (utiles.length ? utiles : todas).map((entera) => ({ entera, raizDe: tema(entera) }));
    if (!pedidas.length) return { fichas: fichas.map((f) => [f, 0]), alguna: false };
    const medidas = fichas.map((f) => [f, pedidas.map((p) => puntos(f, p))]);
    const completas = medidas.filter(([, p]) => p.every(Boolean));
    const elegidas = completas.length ? completas : medidas.filter(([, p]) => p.some(Boolean));
    // A chapter of the guide speaks of everything: at equal closeness, what a colleague did comes first.
    const total = ([f, p]) => [f, p.reduce((a, b) => a + b, 0) * (f.tipo === "guia" ? 0.5 : 1)];
    return { fichas: elegidas.map(total), alguna: !completas.length && elegidas.length > 0 };
  };

  // --- Facets: any value of one, all of them together ----------------------------------------------------------

  const elegidos = () => {
    const puestos = new Map();
    for (const c of casillas) if (c.checked) puestos.set(c.name, [...(puestos.get(c.name) ?? []), c.value]);
    return puestos;
  };
  const cabe = (ficha, puestos, sin) =>
    [...puestos].every(([f, valores]) => f === sin || valores.some((v) => ficha.facetas[f]?.includes(v)));

  const contar = (halladas, puestos) => {
    const totales = new Map();
    for (const faceta of new Set(casillas.map((c) => c.name))) {
      for (const [ficha] of halladas) {
        if (!cabe(ficha, puestos, faceta)) continue;
        for (const v of ficha.facetas[faceta] ?? []) totales.set(`${faceta} ${v}`, (totales.get(`${faceta} ${v}`) ?? 0) + 1);
      }
    }
    for (const c of casillas) {
      const n = totales.get(`${c.name} ${c.value}`) ?? 0;
      c.parentElement.querySelector(".iq-cuenta").textContent = String(n);
      c.parentElement.classList.toggle("iq-opcion--vacia", n === 0 && !c.checked);
    }
  };

  // --- Painting: every text by textContent, never as HTML ------------------------------------------------------

  const crear = (etiqueta, clase, texto) => {
    const e = document.createElement(etiqueta);
    if (clase) e.className = clase;
    if (texto) e.textContent = texto;
    return e;
  };
  const tarjeta = (ficha) => {
    const articulo = crear("article", `iq-tarjeta iq-tarjeta--${ficha.tipo}`);
    const titulo = crear("h2", "iq-tarjeta__titulo");
    const enlace = crear("a", "", ficha.titulo);
    enlace.href = raiz.dataset.raiz + ficha.url;
    titulo.append(enlace);
    articulo.append(titulo);
    if (ficha.resumen) articulo.append(crear("p", "iq-tarjeta__resumen", ficha.resumen));
    const datos = crear("ul", "iq-tarjeta__datos");
    for (const dato of ficha.datos.split(" · ")) datos.append(crear("li", "", dato));
    articulo.append(datos);
    const li = crear("li");
    li.append(articulo);
    return li;
  };

  const buscar = () => {
    const texto = palabras.value.trim();
    const puestos = elegidos();
    const { fichas: halladas, alguna } = hallar(texto);
    contar(halladas, puestos);
    lista.replaceChildren();
    nada.hidden = mas.hidden = true;
    cuenta.textContent = "";
    if (!texto && !puestos.size) return;
    const quedan = halladas.filter(([f]) => cabe(f, puestos)).sort((a, b) => b[1] - a[1] || a[0].orden - b[0].orden);
    const n = quedan.length;
    const cuantos = n === 1 ? "1 resultado" : `${n} resultados`;
    cuenta.textContent = alguna && n ? `${cuantos}. Ninguna página tiene todas las palabras: estas tienen alguna.` : cuantos;
    nada.hidden = n > 0;
    const tanda = () => {
      const van = lista.children.length;
      lista.append(...quedan.slice(van, van + POR_TANDA).map(([f]) => tarjeta(f)));
      mas.hidden = lista.children.length >= n;
      return van;
    };
    mas.onclick = () => lista.children[tanda()]?.querySelector("a").focus();
    tanda();
  };

  // --- The state, in the address -------------------------------------------------------------------------------

  const desdeUrl = () => {
    const u = new URLSearchParams(location.search);
    palabras.value = u.get("q") ?? "";
    for (const c of casillas) c.checked = u.getAll(c.name).includes(c.value);
  };
  const cambio = (como) => {
    const u = new URLSearchParams();
    if (palabras.value.trim()) u.set("q", palabras.value.trim());
    for (const c of casillas) if (c.checked) u.append(c.name, c.value);
    const s = u.toString(); // `size` is newer than the browsers of many readers
    try {
      history[como](null, "", s ? `?${s}` : location.pathname);
    } catch {
      // Some browsers keep the address of a file as it is: the search works the same.
    }
    buscar();
  };
  let espera;
  palabras.addEventListener("input", () => {
    clearTimeout(espera);
    espera = setTimeout(() => cambio("replaceState"), 200);
  });
  forma.addEventListener("submit", (e) => {
    e.preventDefault();
    clearTimeout(espera);
    if (!matchMedia("(min-width: 60em)").matches) pieza(".iq-filtros").open = false;
    cambio("pushState");
  });
  forma.addEventListener("change", (e) => {
    if (e.target !== palabras) cambio("pushState");
  });
  addEventListener("popstate", () => {
    desdeUrl();
    buscar();
  });
  desdeUrl();
  // Results first on a phone; beside the filters on a wide screen.
  if (location.search && !matchMedia("(min-width: 60em)").matches) pieza(".iq-filtros").open = false;
  for (const c of casillas) if (c.checked) c.closest(".iq-faceta").open = true;
  buscar();
})();
