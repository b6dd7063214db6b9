// Reading without a connection: what was visited, what was kept on purpose, and the last search.
//
// Online, the network always answers, so nothing gets stale. And at every visit online all that is kept is asked
// after again: what is gone from the site leaves this phone, without any list of what was withdrawn.

const VISITADAS = "inspira-visitadas-1";
const GUARDADAS = "inspira-guardadas-1"; // sin-conexion.js puts pages here, too
const PIEZAS = "inspira-piezas-1";
const TODAS = [VISITADAS, GUARDADAS, PIEZAS];
const MAS_VISITADAS = 40;
const PACIENCIA = 8000; // ms until a page that is kept is shown while the network still does not answer
const RAIZ = new URL("./", self.location).href;
const SIN_CONEXION = new URL("sin-conexion/", RAIZ).href;
const INDICE = "pagefind-entry.json"; // it changes whenever anything that can be searched does
const PIEZA = new Set(["style", "script", "font", "image", "worker"]);

const clave = (url) => url.replace(/[?#].*$/, "");
const esHtml = (r) => (r.headers.get("content-type") ?? "").startsWith("text/html");
const sePuedeGuardar = (r) => r.status === 200 && r.type === "basic" && !r.redirected;
const noEsta = (r) => r.status === 404 || r.status === 410;

const poner = async (nombre, url, respuesta) => {
  try {
    const cache = await caches.open(nombre);
    await cache.delete(url); // the newest stands last
    await cache.put(url, respuesta);
  } catch {
    // No room: reading online goes on as it was.
  }
};

// --- Asking after what is kept --------------------------------------------------------------------------------

const borrarBajo = async (url, nombres) => {
  for (const nombre of nombres) {
    const cache = await caches.open(nombre);
    for (const { url: otra } of await cache.keys()) {
      if (otra === url || (url !== RAIZ && otra.startsWith(url))) await cache.delete(otra);
    }
  }
};
const olvidar = (url) => borrarBajo(url, TODAS);

const cambio = (vieja, nueva) => {
  const [a, b] = [vieja, nueva].map((r) => `${r.headers.get("etag")} ${r.headers.get("last-modified")}`);
  return a !== b || a === "null null";
};

const repasarPagina = async (nombre, url) => {
  const vieja = await caches.match(url, { cacheName: nombre });
  const ahora = await fetch(url, { method: "HEAD", cache: "no-store" });
  if (noEsta(ahora)) return olvidar(url);
  if (!vieja || !ahora.ok || !cambio(vieja, ahora)) return undefined;
  const nueva = await fetch(url, { cache: "no-store" });
  if (noEsta(nueva)) return olvidar(url);
  if (!sePuedeGuardar(nueva)) return undefined;
  if ((await nueva.clone().text()) === (await vieja.clone().text())) return poner(nombre, url, nueva);
  const cache = await caches.open(nombre);
  await cache.put(url, nueva); // in its place: it was not visited now
  return url === RAIZ ? undefined : repasarImagenes(url);
};

const repasarImagenes = async (url) => {
  for (const nombre of [GUARDADAS, PIEZAS]) {
    const cache = await caches.open(nombre);
    for (const { url: imagen } of await cache.keys()) {
      if (!imagen.startsWith(url) || imagen === url) continue;
      const nueva = await fetch(imagen, { cache: "no-store" });
      await (sePuedeGuardar(nueva) ? cache.put(imagen, nueva) : cache.delete(imagen));
    }
  }
};

const repasarBusqueda = async () => {
  const cache = await caches.open(PIEZAS);
  for (const { url } of await cache.keys()) {
    if (!url.endsWith(`/${INDICE}`)) continue;
    const [vieja, nueva] = [await cache.match(url), await fetch(url, { cache: "no-store" })];
    const igual = nueva.ok && (await vieja.text()) === (await nueva.text());
    if (!igual) await borrarBajo(new URL("./", url).href, [PIEZAS]);
  }
};

let repasando;
let otraVez = false;
const repasar = () => {
  otraVez = Boolean(repasando);
  repasando ??= (async () => {
    do {
      otraVez = false;
      await repasarBusqueda();
      for (const nombre of [GUARDADAS, VISITADAS]) {
        for (const { url } of await (await caches.open(nombre)).keys()) {
          if (url.endsWith("/")) await repasarPagina(nombre, url);
        }
      }
    } while (otraVez);
  })()
    .catch(() => {}) // the connection went: the next visit asks again
    .finally(() => { repasando = undefined; });
  return repasando;
};

// --- Answering ------------------------------------------------------------------------------------------------

const recordar = async (url, respuesta) => {
  await poner(VISITADAS, url, respuesta);
  const cache = await caches.open(VISITADAS);
  const todas = (await cache.keys()).map((p) => p.url).filter((u) => u !== SIN_CONEXION);
  for (const vieja of todas.slice(0, -MAS_VISITADAS)) await cache.delete(vieja);
};

const deLaRed = async (evento) => {
  const url = clave(evento.request.url);
  const respuesta = await fetch(evento.request, { cache: "no-cache" });
  if (noEsta(respuesta)) evento.waitUntil(olvidar(url).then(repasar));
  else if (sePuedeGuardar(respuesta) && esHtml(respuesta) && url.endsWith("/")) {
    evento.waitUntil(recordar(url, respuesta.clone()).then(repasar));
  }
  return respuesta;
};

const pagina = async (evento) => {
  const guardada = await caches.match(clave(evento.request.url));
  const red = deLaRed(evento);
  if (!guardada) {
    const de = encodeURIComponent(evento.request.url.slice(RAIZ.length));
    return red.catch(() => Response.redirect(`${SIN_CONEXION}?de=${de}`));
  }
  evento.waitUntil(red.catch(() => {}));
  const espera = new Promise((listo) => { setTimeout(() => listo(guardada.clone()), PACIENCIA); });
  return Promise.race([red.then((r) => (r.status >= 500 ? guardada : r)), espera]).catch(() => guardada);
};

const pieza = async (evento) => {
  const url = clave(evento.request.url); // search asks for its index with the time of day behind it
  try {
    const respuesta = await fetch(evento.request);
    if (sePuedeGuardar(respuesta)) evento.waitUntil(poner(PIEZAS, url, respuesta.clone()));
    return respuesta;
  } catch {
    return (await caches.match(url)) ?? Response.error();
  }
};

self.addEventListener("fetch", (evento) => {
  const { method, mode, url, destination } = evento.request;
  if (method !== "GET" || !url.startsWith(RAIZ)) return;
  if (mode === "navigate") evento.respondWith(pagina(evento));
  else if (PIEZA.has(destination) || url.startsWith(`${RAIZ}pagefind/`)) evento.respondWith(pieza(evento));
});

// --- Beginning ------------------------------------------------------------------------------------------------

// A page that was open before this worker was tells what it had loaded.
const tener = async (urls) => {
  for (const url of urls.filter((u) => u.startsWith(RAIZ))) {
    try {
      const respuesta = await fetch(url);
      if (!sePuedeGuardar(respuesta)) continue;
      await poner(esHtml(respuesta) ? VISITADAS : PIEZAS, clave(url), respuesta);
    } catch {
      return;
    }
  }
};

const preparar = async () => {
  const texto = await (await fetch(SIN_CONEXION)).text();
  const piezas = [...texto.matchAll(/(?:href|src)="([^"]+\.(?:css|js|woff2|svg))"/g)].map((m) => m[1]);
  await tener([SIN_CONEXION, ...new Set(piezas.map((p) => new URL(p, SIN_CONEXION).href))]);
};

self.addEventListener("install", (evento) => evento.waitUntil(preparar().then(() => self.skipWaiting())));

self.addEventListener("activate", (evento) => {
  const limpiar = async () => {
    for (const nombre of await caches.keys()) {
      if (nombre.startsWith("inspira-") && !TODAS.includes(nombre)) await caches.delete(nombre);
    }
    await self.clients.claim();
  };
  evento.waitUntil(limpiar());
});

self.addEventListener("message", (evento) => {
  if (Array.isArray(evento.data?.tener)) evento.waitUntil(tener(evento.data.tener.map(String)));
});
