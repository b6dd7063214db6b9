// What /buscar/ asks and finds: Pagefind for the words, columns of our own for the facets, a list for typing errors.
// ñ is another letter than n, and Pagefind would fold it: it changes places with ƞ in all that is asked and shown
// (generator/searching/letters.py does the same to the index).

const LETRAS = { ñ: "ƞ", Ñ: "Ƞ", ƞ: "ñ", Ƞ: "Ñ" };
export const cambiar = (texto) => texto.normalize("NFC").replace(/[ñÑƞȠ]/g, (letra) => LETRAS[letra]);
const llana = (texto) => cambiar(cambiar(texto).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase());

const VACIAS = new Set(
  ("a al algo ante aqui asi aun cada como con cual cuales cuando cuanto de del desde donde e el ella ellos en entre era es " +
    "esa ese eso esta este esto fue ha hace hacer han hay he la las le les lo los mas me mi mis muy ni no nos o otra otras otro otros para pero " +
    "por porque pues que quien se ser si sin sobre son su sus tambien te tiene tienen tu u un una unas uno unos y ya").split(" "),
);
const GUIA = 0.3; // a chapter of the guide speaks of everything: at equal closeness, what a colleague did comes first
const BASTANTES = 12; // with fewer that have every word, those that have some of them follow
const TIEMPOS = ["momento", "una_sesion", "varias_sesiones", "trimestre"];

const traer = async (raiz, nombre) => {
  const respuesta = await fetch(new URL(`pagefind/${nombre}`, raiz));
  if (!respuesta.ok) throw new Error(nombre);
  return respuesta.json();
};

export const abrir = async (raiz) => {
  const [m, { marca, columnas }] = await Promise.all([pagefind(raiz), traer(raiz, "columnas.json")]);
  const todas = (await m.search(null)).results;
  // The columns are in the order of the index: should that ever differ, nothing is better than wrong counts.
  if (todas.map((r) => r.id.split("_")[1][0]).join("") !== marca) throw new Error("columnas");
  return new Motor(raiz, m, todas, columnas);
};

const pagefind = async (raiz) => {
  const modulo = await import(new URL("pagefind/pagefind.js", raiz).href);
  await modulo.options({ baseUrl: raiz.pathname, excerptLength: 24 });
  await modulo.init();
  return modulo;
};

class Motor {
  #lista;
  #titulos;
  #vistos = new Map();

  constructor(raiz, m, todas, columnas) {
    Object.assign(this, { raiz, m, todas, columnas, fila: new Map(todas.map((r, n) => [r.id, n])) });
  }

  valores(faceta, fila) {
    const columna = this.columnas[faceta];
    return columna ? columna.valores[columna.filas[fila]] : [];
  }

  // The rows that have the words, the closest first; null words: every row, the newest first.
  async hallar(texto) {
    if (!texto) return { filas: this.todas.map((_, n) => n), resultado: (f) => this.todas[f], completas: this.todas.length, sinNada: [], cambios: [] };
    const pedidas = terminos(texto);
    const [cambios, sinNada, buenas] = [[], [], []];
    for (const { escrita, formas } of pedidas) {
      let [texto, hallado] = [formas[0], await this.#una(formas)];
      const otra = hallado.ciertas ? undefined : await this.#corregida(escrita);
      if (otra) {
        cambios.push([escrita, otra, hallado.length]);
        texto = cambiar(otra);
        hallado = unir([hallado, await this.#una([texto])]);
      }
      if (hallado.length) buenas.push({ texto, hallado });
      else sinNada.push(escrita);
    }
    return { ...(await this.#juntar(buenas)), sinNada, cambios };
  }

  // The results of a word in any of its forms; `ciertas` where the word itself stands, not one that begins like it.
  // Pagefind tells the two apart only when asked for the exact word, and where there is neither it gives
  // whatever begins with the same letter, which is checked in what it marks.
  async #una(formas) {
    const clave = formas.join(" ");
    if (!this.#vistos.has(clave)) {
      const partes = [];
      for (const forma of formas) {
        const exactas = new Set((await this.m.search(forma.startsWith('"') ? forma : `"${forma}"`)).results.map((r) => r.id));
        const { results } = await this.m.search(forma);
        if (exactas.size) partes.push(Object.assign(results.filter((r) => exactas.has(r.id)), { ciertas: true }));
        else if (results.length && empieza((await results[0].data()).excerpt, forma)) partes.push(results);
      }
      const ciertas = partes.filter((p) => p.ciertas);
      this.#vistos.set(clave, Object.assign(unir(ciertas.length ? ciertas : partes), { ciertas: ciertas.length > 0 }));
    }
    return this.#vistos.get(clave);
  }

  async #juntar(buenas) {
    const filas = new Map();
    let total = 0;
    for (const { hallado } of buenas) {
      const rareza = Math.log(1 + this.todas.length / hallado.length);
      total += rareza;
      for (const r of hallado) {
        const f = this.fila.get(r.id);
        const una = filas.get(f) ?? { puntos: 0, parte: 0, mejor: r, todas: 0 };
        una.puntos += r.score;
        una.parte += rareza;
        una.todas += 1;
        if (r.score > una.mejor.score) una.mejor = r;
        filas.set(f, una);
      }
    }
    const completas = [...filas].filter(([, una]) => una.todas === buenas.length);
    const elegidas = completas.length >= BASTANTES ? completas : [...filas];
    const peso = ([f, una]) => una.puntos * (una.parte / total) * (this.valores("tipo", f)[0] === "guia" ? GUIA : 1);
    elegidas.sort((a, b) => peso(b) - peso(a) || a[0] - b[0]);
    // Where all the words stand together, the extract shows them together.
    const juntas = buenas.length > 1 ? (await this.m.search(buenas.map((b) => b.texto).join(" "))).results : [];
    const propio = new Map(juntas.map((r) => [this.fila.get(r.id), r]));
    return { filas: elegidas.map(([f]) => f), resultado: (f) => propio.get(f) ?? filas.get(f).mejor, completas: completas.length };
  }

  filtrar(filas, elegidos, sin) {
    const puestas = [...elegidos].filter(([faceta]) => faceta !== sin);
    return filas.filter((f) => puestas.every(([faceta, cuales]) => this.valores(faceta, f).some((v) => cuales.includes(v))));
  }

  // How many there would be with each value, so its own facet does not narrow it.
  contar(filas, elegidos, facetas) {
    const comunes = this.filtrar(filas, elegidos);
    return new Map(
      facetas.map((faceta) => {
        const cuentas = new Map();
        for (const f of elegidos.has(faceta) ? this.filtrar(filas, elegidos, faceta) : comunes)
          for (const v of this.valores(faceta, f)) cuentas.set(v, (cuentas.get(v) ?? 0) + 1);
        return [faceta, cuentas];
      }),
    );
  }

  async ordenar(filas, orden) {
    const lugar = { nuevas: (f) => f, tiempo: (f) => (TIEMPOS.indexOf(this.valores("tiempo", f)[0]) + 5) % 5 }[orden];
    if (lugar) return [...filas].sort((a, b) => lugar(a) - lugar(b));
    if (orden !== "titulo") return filas;
    this.#titulos ??= traer(this.raiz, "titulos.json").then((lista) => new Map(lista.map((f, n) => [f, n])));
    const puesto = await this.#titulos;
    return [...filas].sort((a, b) => puesto.get(a) - puesto.get(b));
  }

  async datos(resultado) {
    const { url, meta, excerpt, sub_results } = await resultado.data();
    return {
      url,
      meta: Object.fromEntries(Object.entries(meta).map(([nombre, valor]) => [nombre, cambiar(valor)])),
      extracto: cambiar(excerpt),
      partes: sub_results.filter((s) => s.url !== url).map((s) => ({ url: cambiar(s.url), titulo: cambiar(s.title) })),
    };
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
    this.#lista ??= traer(this.raiz, "palabras.json").then((lista) => lista.map((cierta) => [llana(cierta), cierta]), () => []);
    const permitidos = (palabra.length > 7 ? 2 : 1) + lejos;
    return (await this.#lista)
      .map(([sencilla, cierta]) => [distancia(palabra, sencilla, permitidos), cierta])
      .filter(([d]) => d <= permitidos)
      .sort((a, b) => a[0] - b[0])
      .slice(0, cuantas)
      .map(([, cierta]) => cierta);
  }
}

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
  return [...unidas.values()];
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
