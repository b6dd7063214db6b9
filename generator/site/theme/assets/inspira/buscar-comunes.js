// The words that thousands of pages have: of each, how much every page speaks of it (generator/searching/common.py).
// And where words stand in a page, which is looked for in its own text when it is shown.

import { cambiar, llana } from "./buscar-letras.js";

const PASOS = 5; // of a column's numbers, in one point of Pagefind's
const LARGO = 24; // words of an extract

export class Comunes {
  #lista;
  #lugares = new Map();

  // `lista`: what comunes.json says; of a small site, nothing.
  constructor(lista) {
    this.#lista = lista;
    lista?.palabras.forEach((formas, lugar) => formas.forEach((forma) => this.#lugares.set(forma, lugar)));
  }

  // The file of a word in any of its forms, as it is asked for (with ƞ for ñ); none of a word that is not one of these.
  // What follows the question mark keeps browsers from giving the column of another index.
  archivo(palabra) {
    const lugar = this.#lugares.get(llana(cambiar(palabra)));
    return lugar === undefined ? undefined : `comun-${lugar}.json?v=${this.#lista.letras}`;
  }

  formas(palabra) {
    return new Set(this.#lista.palabras[this.#lugares.get(llana(cambiar(palabra)))]);
  }

  // The pages with a word, of its column, from the oldest: a rare word counts for more, as it does for Pagefind.
  paginas(columna) {
    const { letras, paginas } = this.#lista;
    const ancho = paginas.toString(16).length;
    const cuantas = columna.filter(Boolean).length;
    const rareza = Math.log(1 + (paginas - cuantas + 0.5) / (cuantas + 0.5));
    const nombre = (numero) => `es_${letras}${numero.toString(16).padStart(ancho, "0")}`;
    return columna.flatMap((peso, numero) => (peso ? [{ id: nombre(numero), score: (rareza * peso) / PASOS }] : []));
  }
}

// What is shown of a page: the extract with most of the words in it, and the parts of the page that have any.
// `busca`: of each word, its forms and the places that Pagefind told, if any.
export const mostrado = ({ url, meta, content, anchors }, busca) => {
  const palabras = content.split(/\s+/);
  const de = new Map(busca.flatMap(({ lugares }, n) => lugares.map((lugar) => [lugar, n])));
  palabras.forEach((palabra, lugar) => {
    const partes = cambiar(palabra).split(/[^\p{L}\p{M}]+/u).map(llana);
    for (const [n, { formas }] of busca.entries()) if (partes.some((parte) => formas.has(parte))) de.set(lugar, n);
  });
  const lugares = [...de.keys()].sort((a, b) => a - b);
  const desde = comienzo(lugares, de, palabras.length);
  const extracto = palabras.slice(desde, desde + LARGO).map((palabra, n) => {
    const dicha = palabra.replace(/[&<>]/g, (signo) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[signo]);
    return de.has(desde + n) ? `<mark>${dicha}</mark>` : dicha;
  });
  const titulos = anchors.filter((a) => /^h\d$/i.test(a.element) && a.text?.trim()).sort((a, b) => a.location - b.location);
  const conAlguna = titulos.filter((titulo, n) =>
    lugares.some((lugar) => lugar >= titulo.location && lugar < (titulos[n + 1]?.location ?? Infinity)));
  return {
    url,
    meta,
    excerpt: extracto.join(" ").trim(),
    sub_results: conAlguna.map(({ id, text }) => ({ url: `${url}#${id}`, title: text })),
  };
};

// The word at which an extract begins, so that the most of those sought are in its middle.
const comienzo = (lugares, de, cuantas) => {
  let [mejor, desde, hasta] = [0, 0, 0];
  lugares.forEach((primero, n) => {
    const juntos = lugares.slice(n).filter((lugar) => lugar < primero + LARGO);
    const vale = new Set(juntos.map((lugar) => de.get(lugar))).size * LARGO + juntos.length;
    if (vale > mejor) [mejor, desde, hasta] = [vale, primero, juntos.at(-1)];
  });
  return Math.max(0, Math.min(desde - Math.floor((LARGO - (hasta - desde + 1)) / 2), cuantas - LARGO));
};
