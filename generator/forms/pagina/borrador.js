// The draft: what was written so far, kept in this device and nowhere else. Text and photographs each where they fit;
// a browser that refuses (a private window, no room) is no reason to stop writing.

const CLAVE = "inspira-formulario-1";
const vacio = (tipo) => ({ tipo, campos: {}, secciones: {}, fotos: [], anexos: [] });
let borrador = vacio("");
let seGuarda = true;
let espera;

const leerBorrador = () => {
  try {
    const guardado = JSON.parse(localStorage.getItem(CLAVE) ?? "null");
    localStorage.setItem(`${CLAVE}-prueba`, "1");
    localStorage.removeItem(`${CLAVE}-prueba`);
    return guardado && typeof guardado === "object" ? alDia({ ...vacio(""), ...guardado }) : null;
  } catch {
    noSeGuarda();
    return null;
  }
};

// A draft may be older than the schema: an answer of another kind than its field would stop the page.
const HECHAS_DE = {
  opciones: Array.isArray,
  grupos: Array.isArray,
  grupo: (v) => typeof v === "object" && !Array.isArray(v),
};
const encaja = (campo, crudo) => {
  if (!(HECHAS_DE[campo.tipo] ?? ((v) => typeof v === "string"))(crudo)) return undefined;
  const partes = (uno) =>
    Object.fromEntries(
      Object.entries(campo.partes)
        .filter(([n]) => uno[n] !== undefined && uno[n] !== null)
        .map(([n, parte]) => [n, encaja(parte, uno[n])]),
    );
  return campo.tipo === "grupo" ? partes(crudo) : campo.tipo === "grupos" ? crudo.map(partes) : crudo;
};
const alDia = (guardado) => {
  for (const { campos } of Object.values(ESQUEMA.colecciones)) {
    for (const [nombre, campo] of Object.entries(campos)) {
      const crudo = guardado.campos[nombre];
      if (crudo !== undefined && crudo !== null) guardado.campos[nombre] = encaja(campo, crudo);
    }
  }
  return guardado;
};

const noSeGuarda = () => {
  seGuarda = false;
  porId("sin-guardar").hidden = false;
};

const guardarYa = () => {
  clearTimeout(espera);
  espera = undefined;
  if (!seGuarda) return;
  try {
    const { fotos } = borrador;
    localStorage.setItem(CLAVE, JSON.stringify({ ...borrador, fotos: fotos.map(({ blob, url, ...resto }) => resto) }));
    porId("guardado").textContent = "Guardado en este aparato.";
  } catch {
    noSeGuarda();
  }
};
const guardar = () => {
  clearTimeout(espera);
  porId("guardado").textContent = "";
  espera = setTimeout(guardarYa, 400);
};

// --- Photographs, in a store that takes more than text -----------------------------------------------------------
const conFotos = (modo, hacer) =>
  new Promise((listo, no) => {
    const abrir = indexedDB.open("inspira-formulario", 1);
    abrir.onupgradeneeded = () => abrir.result.createObjectStore("fotos");
    abrir.onerror = () => no(abrir.error);
    abrir.onsuccess = () => {
      const base = abrir.result;
      const tramite = base.transaction("fotos", modo);
      const pedido = hacer(tramite.objectStore("fotos"));
      tramite.oncomplete = () => {
        base.close();
        listo(pedido?.result);
      };
      tramite.onabort = tramite.onerror = () => {
        base.close();
        no(tramite.error);
      };
    };
  });
const guardarFoto = async (foto) => {
  try {
    await conFotos("readwrite", (caja) => caja.put(foto.blob, foto.clave));
  } catch {
    noSeGuarda();
  }
};
const traerFotos = async () => {
  for (const foto of borrador.fotos) {
    try {
      foto.blob = await conFotos("readonly", (caja) => caja.get(foto.clave));
    } catch {
      /* it is left out below */
    }
  }
  borrador.fotos = borrador.fotos.filter((f) => f.blob);
};
const soltarFoto = (foto) => conFotos("readwrite", (caja) => caja.delete(foto.clave)).catch(() => {});
const borrarTodo = async () => {
  clearTimeout(espera);
  try {
    localStorage.removeItem(CLAVE);
    await conFotos("readwrite", (caja) => caja.clear());
  } catch {
    /* nothing was kept */
  }
};
