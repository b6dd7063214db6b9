// ñ is another letter than n, and Pagefind would fold it: it changes places with ƞ in all that is asked and shown
// (generator/searching/letters.py does the same to the index).

const LETRAS = { ñ: "ƞ", Ñ: "Ƞ", ƞ: "ñ", Ƞ: "Ñ" };
export const cambiar = (texto) => texto.normalize("NFC").replace(/[ñÑƞȠ]/g, (letra) => LETRAS[letra]);
// In small letters and without accents, but for ñ.
export const llana = (texto) => cambiar(cambiar(texto).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase());
