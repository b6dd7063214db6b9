// Reading without a connection: sw.js is set to work, a page can be kept on purpose, and what is kept is listed.

const GUARDADAS = "inspira-guardadas-1";
const PAGINAS = [GUARDADAS, "inspira-visitadas-1"];
const raiz = new URL("../../", import.meta.url);
const aqui = location.href.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");

const decir = (lugar, texto) => {
  lugar.querySelector("[role=status]").textContent = texto;
};

// --- The button of a page -------------------------------------------------------------------------------------

const imagenes = () =>
  [...document.querySelectorAll("article img")].map((i) => i.currentSrc || i.src).filter((u) => u.startsWith(aqui));

const guardar = async () => {
  const cache = await caches.open(GUARDADAS);
  for (const imagen of document.querySelectorAll("article img[loading=lazy]")) imagen.loading = "eager";
  await cache.addAll([aqui, ...new Set(imagenes())]);
};

const quitar = async () => {
  const cache = await caches.open(GUARDADAS);
  for (const { url } of await cache.keys()) if (url.startsWith(aqui)) await cache.delete(url);
};

const ofrecer = async (lugar) => {
  const boton = lugar.querySelector("button");
  const pintar = (si) => {
    boton.setAttribute("aria-pressed", String(si));
    boton.textContent = si ? "Guardada en este aparato" : "Guardar para leer sin conexión";
  };
  pintar(Boolean(await (await caches.open(GUARDADAS)).match(aqui)));
  lugar.hidden = false;
  boton.addEventListener("click", async () => {
    const estaba = boton.getAttribute("aria-pressed") === "true";
    try {
      await (estaba ? quitar() : guardar());
      pintar(!estaba);
      decir(lugar, estaba ? "Se quitó de este aparato." : "La encuentra también sin conexión.");
    } catch {
      decir(lugar, "No se pudo guardar: revise la conexión o el espacio.");
    }
  });
};

// --- What there is to read ------------------------------------------------------------------------------------

const titulos = async (nombre) => {
  const cache = await caches.open(nombre);
  const hallados = [];
  for (const { url } of await cache.keys()) {
    if (!url.endsWith("/") || url === aqui) continue;
    const texto = await (await cache.match(url)).text();
    const titulo = new DOMParser().parseFromString(texto, "text/html").title.split(" · ")[0];
    hallados.push({ url, titulo });
  }
  return hallados.reverse();
};

const listar = async (lugar) => {
  const vistas = new Set();
  for (const nombre of PAGINAS) {
    const lista = lugar.querySelector(`[data-lista="${nombre}"]`);
    const suyas = (await titulos(nombre)).filter(({ url }) => !vistas.has(url));
    lista.replaceChildren(...suyas.map(({ url, titulo }) => {
      vistas.add(url);
      const enlace = Object.assign(document.createElement("a"), { href: url, textContent: titulo });
      const fila = document.createElement("li");
      fila.append(enlace);
      return fila;
    }));
    lista.closest("section").hidden = suyas.length === 0;
  }
  lugar.querySelector("[data-nada]").hidden = vistas.size > 0;
  lugar.querySelector("[data-borrar]").hidden = vistas.size === 0;
};

// All but this page and what draws it, which are the same for everybody.
const vaciar = async (nombre) => {
  const cache = await caches.open(nombre);
  const queda = (url) => url === aqui || url.startsWith(new URL("assets/", raiz).href);
  for (const { url } of await cache.keys()) if (!queda(url)) await cache.delete(url);
};

const mostrar = async (lugar) => {
  const pedida = new URL(new URLSearchParams(location.search).get("de") ?? "", raiz);
  const volver = lugar.querySelector("[data-volver]");
  if (location.search && pedida.href.startsWith(raiz.href)) {
    volver.href = pedida.href;
    volver.hidden = false;
  }
  lugar.querySelector("[data-borrar]").addEventListener("click", async () => {
    for (const nombre of (await caches.keys()).filter((n) => n.startsWith("inspira-"))) await vaciar(nombre);
    await listar(lugar);
    decir(lugar, "Se borró todo lo que este sitio había guardado en este aparato.");
  });
  await listar(lugar);
};

// What was asked for before the worker answered for this page, it is told, whenever that arrives.
const empezar = async () => {
  try {
    await navigator.serviceWorker.register(new URL("sw.js", raiz));
    const { active } = await navigator.serviceWorker.ready;
    const contar = (entradas) => {
      const tener = entradas.filter((e) => !e.workerStart).map((e) => e.name);
      if (tener.length) active.postMessage({ tener });
    };
    const oye = new PerformanceObserver((lista) => contar(lista.getEntries()));
    for (const type of ["navigation", "resource"]) oye.observe({ type, buffered: true });
  } catch {
    // Some browsers forbid it in private windows: the site reads as before.
  }
};

if ("serviceWorker" in navigator && "caches" in window) {
  for (const lugar of document.querySelectorAll(".iq-guardar")) ofrecer(lugar);
  for (const lugar of document.querySelectorAll(".iq-sin-conexion")) mostrar(lugar);
  if (document.readyState === "complete") empezar();
  else addEventListener("load", empezar);
}
