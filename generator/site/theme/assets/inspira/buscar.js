// /buscar/: the form that is in the page, brought to life. The state is the URL (?q=…&tiempo=…&tiempo=…&orden=titulo).
// Nothing is fetched before the reader searches.

import { Motor, terminos } from "./buscar-motor.js";
import { aviso, boton, crear, enLista, enNumero, tarjeta } from "./buscar-pintar.js";

const caja = document.getElementById("buscar");
const raiz = new URL(caja.dataset.raiz, document.baseURI);
const forma = caja.querySelector("form");
const palabras = forma.elements.q;
const orden = forma.elements.orden;
const pieza = (selector) => caja.querySelector(selector);
const [cuenta, entendido, activos, lista, masBoton, nada, filtros] = [
  ".iq-buscar__cuenta", ".iq-entendido", ".iq-activos", ".iq-resultados", ".iq-ver-mas", ".iq-nada", ".iq-filtros",
].map(pieza);
const [salidas, conFiltros] = [".iq-nada__salidas", ".iq-con-filtros"].map(pieza);
const casillas = [...forma.querySelectorAll("fieldset[data-faceta] input")];
const facetas = [...new Set(casillas.map((c) => c.name))];
const ordenes = [...orden.options].map((o) => o.value);
const ancho = matchMedia("(min-width: 60em)");
const POR_TANDA = ancho.matches ? 12 : 6; // each is some three kilobytes
const PRIMEROS = 3;

const nuevo = () => new Motor(raiz, Number(caja.dataset.paginas));
let m = nuevo();

// --- State ---------------------------------------------------------------------------------------------------

const elegidos = () => {
  const porFaceta = new Map();
  for (const c of casillas) if (c.checked) porFaceta.set(c.name, [...(porFaceta.get(c.name) ?? []), c.value]);
  return porFaceta;
};

const enUrl = () => {
  const p = new URLSearchParams();
  if (palabras.value.trim()) p.set("q", palabras.value.trim());
  for (const [faceta, valores] of elegidos()) for (const v of valores) p.append(faceta, v);
  if (orden.value) p.set("orden", orden.value);
  const s = p.toString(); // `size` is newer than the browsers of many readers
  return s ? `?${s}` : location.pathname;
};

const desdeUrl = () => {
  const p = new URLSearchParams(location.search);
  palabras.value = p.get("q") ?? "";
  orden.value = ordenes.includes(p.get("orden")) ? p.get("orden") : "";
  for (const c of casillas) c.checked = p.getAll(c.name).includes(c.value);
  return Boolean(palabras.value.trim()) || casillas.some((c) => c.checked);
};

const guardar = (como) => {
  const nueva = enUrl();
  if (nueva !== location.search) history[como](null, "", nueva);
};

// --- Searching -----------------------------------------------------------------------------------------------

let vuelta = 0;
const buscar = async (denuevo = false) => {
  const mia = ++vuelta;
  const texto = palabras.value.trim();
  const porFaceta = elegidos();
  pintarActivos();
  if (!texto && !porFaceta.size) return vaciar();
  cuenta.textContent = "Buscando…";
  caja.dataset.ocupado = "";
  try {
    const hallado = await m.hallar(texto);
    if (porFaceta.size) await m.preparar([...porFaceta.keys()]);
    const ids = await m.ordenar(m.filtrar(hallado.ids, porFaceta), orden.value);
    if (mia !== vuelta) return;
    entendido.textContent = aviso(hallado);
    nada.hidden = ids.length > 0;
    await pintar(ids, hallado, Boolean(texto), mia);
    // The counts come after the first results: their columns are the most of what is left to fetch.
    await m.preparar(facetas);
    if (mia !== vuelta) return;
    pintarCuentas(m.contar(hallado.ids, porFaceta, facetas));
    if (!ids.length) await pintarSalidas(texto, hallado, porFaceta, mia);
    if (mia === vuelta) delete caja.dataset.ocupado;
  } catch {
    if (mia !== vuelta) return;
    if (denuevo !== true) return otraVez();
    cuenta.textContent = "No se pudo buscar. Revise la conexión, o use las listas de abajo.";
  }
};

// The site was published again meanwhile, perhaps, and what this page knew of it has other names now.
const otraVez = () => {
  m = nuevo();
  return buscar(true);
};

const pintar = async (ids, hallado, conExtracto, mia) => {
  orden.parentElement.hidden = ids.length < 2;
  let mostrados = 0;
  const tanda = async (cuantos = POR_TANDA) => {
    const datos = await Promise.all(ids.slice(mostrados, mostrados + cuantos).map(hallado.datos));
    if (mia !== vuelta) return;
    if (!mostrados) lista.replaceChildren();
    mostrados += datos.length;
    lista.append(...enLista(...datos.map((d) => tarjeta(d, conExtracto))));
    masBoton.hidden = mostrados < POR_TANDA || mostrados >= ids.length;
  };
  masBoton.onclick = async () => {
    const anteriores = lista.children.length;
    try {
      await tanda();
    } catch {
      return otraVez();
    }
    lista.children[anteriores]?.querySelector("a").focus();
  };
  // What fills a phone is shown as soon as it is there; the rest of the first lot follows.
  await tanda(PRIMEROS);
  await tanda(POR_TANDA - PRIMEROS);
  if (mia === vuelta) cuenta.textContent = enNumero(ids.length);
};

// Nothing found: which filter to loosen and how many that gives, and the published words that are near.
const pintarSalidas = async (texto, hallado, porFaceta, mia) => {
  const ofrecidas = [];
  for (const [faceta, valores] of porFaceta) {
    const n = m.filtrar(hallado.ids, porFaceta, faceta).length;
    const suyas = casillas.filter((c) => c.name === faceta && valores.includes(c.value));
    const nombres = suyas.map((c) => `«${rotulo(c)}»`).join(" y ");
    if (n) ofrecidas.push([`Quitar ${nombres}: ${enNumero(n)}`, () => quitar(suyas)]);
  }
  if (hallado.ids.length && porFaceta.size > 1) {
    ofrecidas.push([`Quitar todos los filtros: ${enNumero(hallado.ids.length)}`, () => quitar(casillas)]);
  }
  for (const t of hallado.ids.length ? [] : terminos(texto)) {
    for (const cierta of await m.cercanas(t.escrita, 3, 1)) {
      ofrecidas.push([`¿Quiso decir «${cierta}»?`, () => {
        palabras.value = cierta;
        cambio("pushState");
        palabras.focus();
      }]);
    }
  }
  if (mia !== vuelta) return;
  salidas.replaceChildren(...enLista(...ofrecidas.map(([dicho, hacer]) => boton(dicho, hacer))));
  salidas.hidden = !ofrecidas.length;
};

const rotulo = (casilla) => casilla.parentElement.querySelector(".iq-opcion__texto").textContent;

const pintarCuentas = (cuentas) => {
  for (const c of casillas) {
    const n = cuentas.get(c.name)?.get(c.value) ?? 0;
    c.parentElement.querySelector(".iq-cuenta").textContent = String(n);
    c.parentElement.classList.toggle("iq-opcion--vacia", n === 0 && !c.checked);
  }
};

const quitar = (cuales) => {
  for (const c of cuales) c.checked = false;
  cambio("pushState");
  (activos.querySelector("button") ?? palabras).focus();
};

const pintarActivos = () => {
  const puestas = casillas.filter((c) => c.checked);
  activos.hidden = conFiltros.hidden = puestas.length === 0;
  activos.replaceChildren(
    ...enLista(...puestas.map((c) => boton(rotulo(c), () => quitar([c]), `Quitar el filtro ${rotulo(c)}`))),
  );
  filtros.querySelector("summary").textContent = puestas.length ? `Filtros (${puestas.length})` : "Filtros";
};

const iniciales = new Map(casillas.map((c) => [c, c.parentElement.querySelector(".iq-cuenta").textContent]));
const vaciar = () => {
  cuenta.textContent = entendido.textContent = "";
  delete caja.dataset.ocupado;
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
palabras.addEventListener("focus", () => m.alistar().catch(() => {}), { once: true });
palabras.addEventListener("input", () => {
  clearTimeout(espera);
  espera = setTimeout(() => cambio("replaceState"), 250);
});
// In a field of search a browser takes Escape for «erase it all», which who only wants to close something does not expect.
palabras.addEventListener("keydown", (e) => {
  if (e.key === "Escape") e.preventDefault();
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
pieza(".iq-quitar-todo").addEventListener("click", () => quitar(casillas));
addEventListener("popstate", () => {
  desdeUrl();
  buscar();
});

// Results first on a phone; beside them on a wide screen, with every filter in sight.
const hayEstado = desdeUrl();
filtros.open = ancho.matches || !hayEstado;
if (ancho.matches) pieza(".iq-masfiltros")?.setAttribute("open", "");
for (const c of casillas) if (c.checked) for (let d = c.closest("details"); d && d !== filtros; d = d.parentElement.closest("details")) d.open = true;
if (hayEstado) buscar();
