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
    return guardado && typeof guardado === "object" ? { ...vacio(""), ...guardado } : null;
  } catch {
    noSeGuarda();
    return null;
  }
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
const conFotos = (modo, hacer) => new Promise((listo, no) => {
  const abrir = indexedDB.open("inspira-formulario", 1);
  abrir.onupgradeneeded = () => abrir.result.createObjectStore("fotos");
  abrir.onerror = () => no(abrir.error);
  abrir.onsuccess = () => {
    const base = abrir.result;
    const tramite = base.transaction("fotos", modo);
    const pedido = hacer(tramite.objectStore("fotos"));
    tramite.oncomplete = () => { base.close(); listo(pedido?.result); };
    tramite.onabort = tramite.onerror = () => { base.close(); no(tramite.error); };
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
    } catch { /* it is left out below */ }
  }
  borrador.fotos = borrador.fotos.filter((f) => f.blob);
};
const soltarFoto = (foto) => conFotos("readwrite", (caja) => caja.delete(foto.clave)).catch(() => {});
const borrarTodo = async () => {
  clearTimeout(espera);
  try {
    localStorage.removeItem(CLAVE);
    await conFotos("readwrite", (caja) => caja.clear());
  } catch { /* nothing was kept */ }
};
