// A ZIP that keeps its files as they are: photographs do not shrink, and a few pages of text need not. No clock in it.

const TABLA = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});
const crc32 = (bytes) => {
  let c = 0xffffffff;
  for (const b of bytes) c = TABLA[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

const UTF8 = 0x0800;
const UNO_DE_ENERO_1980 = 33;

const cabecera = (firma, valores) => {
  const bytes = new Uint8Array(valores.reduce((n, [t]) => n + t, 4));
  const vista = new DataView(bytes.buffer);
  vista.setUint32(0, firma, true);
  let en = 4;
  for (const [tamano, valor] of valores) {
    if (tamano === 2) vista.setUint16(en, valor, true);
    else vista.setUint32(en, valor, true);
    en += tamano;
  }
  return bytes;
};

// [[name, Uint8Array], …] → Blob
const hacerZip = (archivos) => {
  const partes = [];
  const indice = [];
  let lugar = 0;
  let tamanoIndice = 0;
  for (const [nombre, datos] of archivos) {
    const enBytes = new TextEncoder().encode(nombre);
    const comun = [
      [2, 20],
      [2, UTF8],
      [2, 0],
      [2, 0],
      [2, UNO_DE_ENERO_1980],
      [4, crc32(datos)],
      [4, datos.length],
      [4, datos.length],
      [2, enBytes.length],
      [2, 0],
    ];
    const local = cabecera(0x04034b50, comun);
    const central = cabecera(0x02014b50, [[2, 20], ...comun, [2, 0], [2, 0], [2, 0], [4, 0], [4, lugar]]);
    partes.push(local, enBytes, datos);
    indice.push(central, enBytes);
    lugar += local.length + enBytes.length + datos.length;
    tamanoIndice += central.length + enBytes.length;
  }
  const n = archivos.length;
  const fin = cabecera(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, n],
    [2, n],
    [4, tamanoIndice],
    [4, lugar],
    [2, 0],
  ]);
  return new Blob([...partes, ...indice, fin], { type: "application/zip" });
};

// The files of a ZIP made above, by name. Throws where it is another kind of ZIP.
const abrirZip = (bytes) => {
  const vista = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const archivos = new Map();
  let en = 0;
  while (en + 30 <= bytes.length && vista.getUint32(en, true) === 0x04034b50) {
    if (vista.getUint16(en + 8, true) !== 0) throw new Error("zip");
    const tamano = vista.getUint32(en + 18, true);
    const nombre = vista.getUint16(en + 26, true);
    const datos = en + 30 + nombre + vista.getUint16(en + 28, true);
    if (datos + tamano > bytes.length) throw new Error("zip");
    const cuerpo = bytes.slice(datos, datos + tamano);
    if (crc32(cuerpo) !== vista.getUint32(en + 14, true)) throw new Error("zip");
    archivos.set(new TextDecoder().decode(bytes.slice(en + 30, en + 30 + nombre)), cuerpo);
    en = datos + tamano;
  }
  if (!archivos.size) throw new Error("zip");
  return archivos;
};
