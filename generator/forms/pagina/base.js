// What everything else uses: the schema as the page was given it, elements made without any HTML of anybody's, sizes.

const leerDatos = (id) => JSON.parse(document.getElementById(id).textContent);
const ESQUEMA = leerDatos("esquema");
const RESPONDE = leerDatos("responde");
const TIPOS = Object.keys(ESQUEMA.colecciones);

const porId = (id) => document.getElementById(id);

// crear("p", {class: "x", onclick: f}, "texto", otro): text goes in as text, never as HTML.
const crear = (nombre, atributos = {}, ...dentro) => {
  const elemento = document.createElement(nombre);
  for (const [clave, valor] of Object.entries(atributos)) {
    if (valor === undefined || valor === null || valor === false) continue;
    if (clave.startsWith("on")) elemento.addEventListener(clave.slice(2), valor);
    else elemento.setAttribute(clave, valor === true ? "" : String(valor));
  }
  elemento.append(...dentro.filter((d) => d !== undefined && d !== null && d !== ""));
  return elemento;
};

const largo = (texto) => [...texto].length; // as Python counts
const cuenta = (n, uno, varios) => `${n} ${n === 1 ? uno : varios}`;
const mayuscula = (texto) => texto.charAt(0).toUpperCase() + texto.slice(1);

const decir = (texto) => {
  porId("estado").textContent = texto;
};
