// What /buscar/ asks and finds: Pagefind for the words, columns of our own for the facets and for the words that
// thousands of pages have, a list for typing errors.

import { Comunes, mostrado } from "./buscar-comunes.js";
import { cambiar, llana } from "./buscar-letras.js";

const VACIAS = new Set(
  ("a al algo ante aqui asi aun cada como con cual cuales cuando cuanto de del desde donde e el ella ellos en entre era es " +
    "esa ese eso esta este esto fue ha hace hacer han hay he la las le les lo los mas me mi mis muy ni no nos o otra otras otro otros para pero " +
    "por porque pues que quien se ser si sin sobre son su sus tambien te tiene tienen tu u un una unas uno unos y ya").split(" "),
);
const BASTANTES = 12; // with fewer that have every word, those that have some of them follow
const MUCHAS = 2000; // from so many pages on, some words have columns (generator/searching/common.py)
// The texts of their pages are opened by what browsers have since 2023: an older one asks Pagefind for all.
const ABRE = "DecompressionStream" in globalThis;
// A page is called by sixteen letters that all of them share and its place from the oldest (generator/searching/compact.py).
const desdeLaPrimera = (id) => parseInt(id.slice(19), 16);
const TIEMPOS = ["momento", "una_sesion", "varias_sesiones", "trimestre"];

// Everything is fetched once, and only when a search needs it: the words first, the columns for the counts after.
export class Motor {
  #hecho = new Map();
  #vistos = new Map();
  #columnas = new Map();

  // `raiz`: the address of the site; `paginas`: about how many can be found, by which a word is rare or not.
  constructor(raiz, paginas) {
    Object.assign(this, { raiz, paginas });
  }

  #unaVez(nombre, hacer) {
    if (!this.#hecho.has(nombre)) {
      this.#hecho.set(nombre, hacer().catch((error) => {
        this.#hecho.delete(nombre);
        throw error;
      }));
    }
    return this.#hecho.get(nombre);
  }

  #traer(nombre, como) {
    return this.#unaVez(nombre, async () => {
      const respuesta = await fetch(new URL(`pagefind/${nombre}`, this.raiz), como);
      if (!respuesta.ok) throw new Error(nombre);
      return respuesta.json();
    });
  }

  despertar() {
    return this.#unaVez("pagefind", async () => {
      const { createInstance } = await import(new URL("pagefind/pagefind.js", this.raiz).href);
      // Its worker is a second copy of itself to fetch, and a search takes it some milliseconds.
      const m = createInstance({ noWorker: true, baseUrl: this.raiz.pathname, basePath: new URL("pagefind/", this.raiz).pathname, excerptLength: 24 });
      await m.options({}); // waits until it can be asked
      return m;
    });
  }

  // What any search needs: of a large site, the list of the words that need no Pagefind.
  alistar() {
    return this.#conColumnas() ? this.#comunes() : this.despertar();
  }

  #conColumnas() {
    return ABRE && this.paginas >= MUCHAS;
  }

  // Pagefind has every word: a list that is not there keeps nobody from searching.
  #comunes() {
    return this.#unaVez("comunes", async () =>
      new Comunes(this.#conColumnas() ? await this.#traer("comunes.json", { cache: "no-cache" }).catch(() => undefined) : undefined));
  }

  // The columns of these facets, so that `filtrar` and `contar` can be asked about them.
  async preparar(facetas) {
    const columnas = await Promise.all(facetas.map((f) => this.#traer(`faceta-${f}.json`)));
    facetas.forEach((f, n) => this.#columnas.set(f, columnas[n]));
  }

  #valores(faceta, id) {
    const { valores, filas } = this.#columnas.get(faceta);
    return valores[filas[filas.length - 1 - desdeLaPrimera(id)]];
  }

  // The names of the pages that have the words, the closest first; without words: all, the newest first.
  async hallar(texto) {
    if (!texto) {
      const ids = (await this.#traer("filas.json")).map((nombre) => `es_${nombre}`);
      return { ids, datos: (id) => this.#fragmento(id), completas: ids.length, sinNada: [], cambios: [] };
    }
    const [cambios, sinNada, buenas] = [[], [], []];
    const pedidas = terminos(texto);
    const comunes = await this.#comunes();
    // All that will be waited for is asked for at once; whoever waits for it says what fails.
    for (const forma of pedidas.flatMap((p) => p.formas)) {
      const archivo = comunes.archivo(forma);
      (archivo ? this.#traer(archivo) : this.despertar()).catch(() => {});
    }
    for (const { escrita, formas } of pedidas) {
      let [palabra, hallado] = [formas[0], await this.#una(formas)];
      const otra = hallado.ciertas ? undefined : await this.#corregida(escrita);
      if (otra) {
        cambios.push([escrita, otra, hallado.length]);
        palabra = cambiar(otra);
        hallado = unir([hallado, await this.#una([palabra])]);
      }
      if (hallado.length) buenas.push({ palabra, hallado });
      else sinNada.push(escrita);
    }
    return { ...(await this.#juntar(buenas)), sinNada, cambios };
  }

  // The results of a word in any of its forms; `ciertas` where the word itself stands, not one that begins like it.
  // Pagefind tells the two apart only when asked for the exact word, and where there is neither it gives
  // whatever begins with the same letter, which is checked in what it marks. Of a word with a column, `comunes` are the
  // forms by which it is found in a page.
  async #una(formas) {
    const clave = formas.join(" ");
    if (!this.#vistos.has(clave)) {
      const partes = [];
      const comunes = await this.#comunes();
      for (const forma of formas) {
        const archivo = comunes.archivo(forma);
        if (archivo) {
          partes.push(Object.assign(comunes.paginas(await this.#traer(archivo)), { ciertas: true, comunes: comunes.formas(forma) }));
          continue;
        }
        const m = await this.despertar();
        const exactas = new Set((await m.search(forma.startsWith('"') ? forma : `"${forma}"`)).results.map((r) => r.id));
        const { results } = await m.search(forma);
        if (exactas.size) partes.push(Object.assign(results.filter((r) => exactas.has(r.id)), { ciertas: true }));
        else if (results.length && empieza((await results[0].data()).excerpt, forma)) partes.push(results);
      }
      const ciertas = partes.filter((p) => p.ciertas);
      this.#vistos.set(clave, Object.assign(unir(ciertas.length ? ciertas : partes), { ciertas: ciertas.length > 0 }));
    }
    return this.#vistos.get(clave);
  }

  async #juntar(buenas) {
    const todas = new Map();
    for (const { hallado } of buenas) {
      const rareza = Math.log(1 + Math.max(this.paginas, hallado.length) / hallado.length);
      for (const r of hallado) {
        const una = todas.get(r.id) ?? { puntos: 0, parte: 0, mejor: r, cuantas: 0 };
        una.puntos += r.score;
        una.parte += rareza;
        una.cuantas += 1;
        if (r.score > una.mejor.score) una.mejor = r;
        todas.set(r.id, una);
      }
    }
    const completas = [...todas].filter(([, una]) => una.cuantas === buenas.length);
    const elegidas = completas.length >= BASTANTES ? completas : [...todas];
    const dePrimero = ([a, x], [b, y]) => y.puntos * y.parte - x.puntos * x.parte || desdeLaPrimera(b) - desdeLaPrimera(a);
    elegidas.sort(dePrimero); // as close, the newest
    const ids = elegidas.map(([id]) => id);
    if (buenas.some((b) => b.hallado.comunes.size)) {
      const busca = (id) => buenas.map(({ hallado }) => ({ formas: hallado.comunes, lugares: hallado.find((r) => r.id === id)?.words ?? [] }));
      return { ids, datos: (id) => this.#fragmento(id, busca(id)), completas: completas.length };
    }
    // Where all the words stand together, the extract shows them together.
    const juntas = buenas.length > 1 ? (await (await this.despertar()).search(buenas.map((b) => b.palabra).join(" "))).results : [];
    const propio = new Map(juntas.map((r) => [r.id, r]));
    const datos = async (id) => deFuera(await (propio.get(id) ?? todas.get(id).mejor).data());
    return { ids, datos, completas: completas.length };
  }

  // What is shown of a page without asking Pagefind, of the file that it would read; `busca` are the words of the extract.
  async #fragmento(id, busca) {
    const { body } = await fetch(new URL(`pagefind/fragment/${id}.pf_fragment`, this.raiz));
    const leido = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).text();
    const fragmento = JSON.parse(leido.slice("pagefind_dcd".length));
    const url = new URL(fragmento.url.slice(1), this.raiz).pathname;
    return deFuera(busca ? mostrado({ ...fragmento, url }, busca) : { url, meta: fragmento.meta, excerpt: "", sub_results: [] });
  }

  filtrar(ids, elegidos, sin) {
    const puestas = [...elegidos].filter(([faceta]) => faceta !== sin);
    return ids.filter((id) => puestas.every(([faceta, cuales]) => this.#valores(faceta, id).some((v) => cuales.includes(v))));
  }

  // How many there would be with each value, so its own facet does not narrow it.
  contar(ids, elegidos, facetas) {
    const comunes = this.filtrar(ids, elegidos);
    return new Map(
      facetas.map((faceta) => {
        const cuentas = new Map();
        for (const id of elegidos.has(faceta) ? this.filtrar(ids, elegidos, faceta) : comunes)
          for (const v of this.#valores(faceta, id)) cuentas.set(v, (cuentas.get(v) ?? 0) + 1);
        return [faceta, cuentas];
      }),
    );
  }

  async ordenar(ids, orden) {
    if (!orden) return ids;
    const titulos = orden === "titulo" ? new Map((await this.#traer("titulos.json")).map((fila, n) => [fila, n])) : null;
    if (orden === "tiempo") await this.preparar(["tiempo"]);
    const lugar = {
      titulo: (id) => titulos.get(titulos.size - 1 - desdeLaPrimera(id)),
      nuevas: (id) => -desdeLaPrimera(id),
      tiempo: (id) => (TIEMPOS.indexOf(this.#valores("tiempo", id)[0]) + 5) % 5, // those without it at the end
    }[orden];
    return [...ids].sort((a, b) => lugar(a) - lugar(b));
  }

  // The published word that was probably meant, when the one that was written is not a published one.
  async #corregida(escrita) {
    const cercanas = await this.cercanas(escrita, 1);
    return llana(cercanas[0] ?? escrita) === llana(escrita) ? undefined : cercanas[0];
  }

  // Published words at one typing error from a word (two from a long one), the nearest and most used first.
  async cercanas(escrita, cuantas, lejos = 0) {
    const palabra = llana(escrita);
    if (palabra.length < 4) return [];
    const lista = await this.#unaVez("lista", async () => (await this.#traer("palabras.json")).map((cierta) => [llana(cierta), cierta]));
    const permitidos = (palabra.length > 7 ? 2 : 1) + lejos;
    return lista
      .map(([sencilla, cierta]) => [distancia(palabra, sencilla, permitidos), cierta])
      .filter(([d]) => d <= permitidos)
      .sort((a, b) => a[0] - b[0])
      .slice(0, cuantas)
      .map(([, cierta]) => cierta);
  }
}

const deFuera = ({ url, meta, excerpt, sub_results }) => ({
  url,
  meta: Object.fromEntries(Object.entries(meta).map(([nombre, valor]) => [nombre, cambiar(valor)])),
  extracto: cambiar(excerpt),
  partes: sub_results.filter((s) => s.url !== url).map((s) => ({ url: cambiar(s.url), titulo: cambiar(s.title) })),
});

export const terminos = (texto) => {
  if (/^\s*".+"\s*$/.test(texto)) return [{ escrita: texto.trim(), formas: [cambiar(texto.trim())] }];
  const palabras = [...new Set(texto.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
  const llenas = palabras.filter((p) => !VACIAS.has(llana(p)));
  return (llenas.length ? llenas : palabras).map((p) => ({ escrita: p, formas: enFormas(p).map(cambiar) }));
};

// The stemmer leaves short words that begin with a vowel as they are: «obra» and «obras» are two words to it.
const enFormas = (palabra) => {
  const corta = /^([aeiouáéíóú][^aeiouáéíóú]{1,3}[aeo])s?$/.exec(palabra);
  return corta ? [corta[1], `${corta[1]}s`] : [palabra];
};

const unir = (listas) => {
  const unidas = new Map();
  for (const r of listas.flat()) if (!(unidas.get(r.id)?.score >= r.score)) unidas.set(r.id, r);
  return Object.assign([...unidas.values()], { comunes: new Set(listas.flatMap((lista) => [...(lista.comunes ?? [])])) });
};

const empieza = (html, palabra) => {
  const comienzo = llana(cambiar(palabra.length > 5 ? palabra.slice(0, -2) : palabra));
  return [...html.matchAll(/<mark>(.*?)<\/mark>/g)].some(([, marcada]) => llana(cambiar(marcada)).replace(/^[^\p{L}\p{N}]+/u, "").startsWith(comienzo));
};

// Letters to change, add, take away or exchange with the next one; above `tope`, any number above it.
const distancia = (a, b, tope) => {
  if (Math.abs(a.length - b.length) > tope) return tope + 1;
  let [antes, previa] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const esta = [i];
    for (let j = 1; j <= b.length; j++) {
      esta[j] = Math.min(previa[j] + 1, esta[j - 1] + 1, previa[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1) esta[j] = Math.min(esta[j], antes[j - 2] + 1);
    }
    if (Math.min(...esta) > tope) return tope + 1;
    [antes, previa] = [previa, esta];
  }
  return previa[b.length];
};
