// Reading without a connection: what was visited, what was kept on purpose, and the last search.
//
// Online, the network always answers, so nothing gets stale. At every visit online the site's stamp is asked for, and
// when it is another one, everything that is kept is asked after again: what is gone from the site leaves this phone,
// without any list of what was withdrawn.

const VISITADAS = "inspira-visitadas-1";
const GUARDADAS = "inspira-guardadas-1"; // sin-conexion.js puts pages here, too
const PIEZAS = "inspira-piezas-1";
const TODAS = [GUARDADAS, VISITADAS, PIEZAS];
const MAS_VISITADAS = 40;
const MAS_PIEZAS = 300;
const PACIENCIA = 8000; // ms until a page that is kept is shown while the network still does not answer
const RAIZ = new URL("./", self.location).href;
const SIN_CONEXION = new URL("sin-conexion/", RAIZ).href;
const FORMULARIO = new URL("aportar/formulario.html", RAIZ).href;
const SELLO = new URL("sello.txt", RAIZ).href;
const PIEZA = new Set(["style", "script", "font", "image", "worker"]);
const ENTREGA = /\/(?:practicas|expediciones)\/[^/]+\/$/;

// One key for each page, however it was asked for.
const clave = (url) => url.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");
const esHtml = (r) => (r.headers.get("content-type") ?? "").startsWith("text/html");
const sePuedeGuardar = (r) => r.status === 200 && r.type === "basic" && !r.redirected;
const noEsta = (r) => r.status === 404 || r.status === 410;
const direcciones = async (nombre) => (await (await caches.open(nombre)).keys()).map((p) => p.url);

const poner = async (nombre, url, respuesta) => {
  try {
    const cache = await caches.open(nombre);
    await cache.delete(url); // the newest stands last
    await cache.put(url, respuesta);
  } catch {
    // No room: reading online goes on as it was.
  }
};

const borrar = async (nombre, cuales) => {
  const cache = await caches.open(nombre);
  for (const url of (await direcciones(nombre)).filter(cuales)) await cache.delete(url);
};

// A page and all that was below it; the home page takes nothing else with it.
const olvidar = async (url) => {
  for (const nombre of TODAS) await borrar(nombre, (u) => u === url || (url !== RAIZ && u.startsWith(url)));
};

// --- Asking after what is kept --------------------------------------------------------------------------------

const repasar = async () => {
  const [antes, respuesta] = [await caches.match(SELLO), await fetch(SELLO, { cache: "no-store" })];
  const igual = respuesta.ok && antes && (await antes.text()) === (await respuesta.clone().text());
  if (igual) return;
  for (const nombre of TODAS) {
    const cache = await caches.open(nombre);
    for (const url of await direcciones(nombre)) {
      if (url === SELLO) continue;
      const ahora = await fetch(url, { cache: "no-cache", priority: "low" });
      if (noEsta(ahora)) await cache.delete(url);
      else if (sePuedeGuardar(ahora)) await cache.put(url, ahora);
    }
  }
  if (respuesta.ok) await poner(PIEZAS, SELLO, respuesta); // only now: cut short, it is all asked again
};

let repasando;
const aDia = () => {
  repasando ??= repasar()
    .catch(() => {}) // the connection went: the next visit asks again
    .finally(() => { repasando = undefined; });
  return repasando;
};

// --- Answering ------------------------------------------------------------------------------------------------

const recordar = async (url, respuesta) => {
  await poner(VISITADAS, url, respuesta);
  const viejas = (await direcciones(VISITADAS)).filter((u) => u !== SIN_CONEXION).slice(0, -MAS_VISITADAS);
  const guardadas = await direcciones(GUARDADAS);
  for (const vieja of viejas) {
    await borrar(VISITADAS, (u) => u === vieja);
    if (ENTREGA.test(vieja) && !guardadas.includes(vieja)) await borrar(PIEZAS, (u) => u.startsWith(vieja));
  }
  const piezas = (await direcciones(PIEZAS)).slice(0, -MAS_PIEZAS);
  await borrar(PIEZAS, (u) => piezas.includes(u) && u !== SELLO);
};

const deLaRed = async (evento) => {
  const url = clave(evento.request.url);
  const respuesta = await fetch(evento.request, { cache: "no-cache" });
  if (noEsta(respuesta)) evento.waitUntil(olvidar(url).then(aDia));
  else if (sePuedeGuardar(respuesta) && esHtml(respuesta) && url.endsWith("/")) {
    evento.waitUntil(recordar(url, respuesta.clone()).then(aDia));
  } else if (sePuedeGuardar(respuesta) && url === FORMULARIO) {
    evento.waitUntil(poner(PIEZAS, url, respuesta.clone())); // one begins a draft where there is a connection
  }
  return respuesta;
};

const nadaGuardado = (url) => {
  if (clave(url) !== SIN_CONEXION) {
    return Response.redirect(`${SIN_CONEXION}?de=${encodeURIComponent(url.slice(RAIZ.length))}`);
  }
  const texto = '<!doctype html><html lang="es"><meta charset="utf-8"><title>Sin conexión</title><p>No hay conexión.</p>';
  return new Response(texto, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

const pagina = async (evento) => {
  const guardada = await caches.match(clave(evento.request.url));
  const red = deLaRed(evento);
  if (!guardada) return red.catch(() => nadaGuardado(evento.request.url));
  evento.waitUntil(red.catch(() => {}));
  const espera = new Promise((listo) => { setTimeout(() => listo(guardada.clone()), PACIENCIA); });
  return Promise.race([red.then((r) => (r.status >= 500 ? guardada : r)), espera]).catch(() => guardada);
};

const pieza = async (evento) => {
  const url = clave(evento.request.url); // search asks for its index with the time of day behind it
  try {
    const respuesta = await fetch(evento.request);
    if (noEsta(respuesta)) evento.waitUntil(olvidar(url));
    else if (sePuedeGuardar(respuesta)) evento.waitUntil(poner(PIEZAS, url, respuesta.clone()));
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

// A page tells what it asked for before this worker answered for it.
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
  await tener([SELLO, SIN_CONEXION, ...new Set(piezas.map((p) => new URL(p, SIN_CONEXION).href))]);
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
