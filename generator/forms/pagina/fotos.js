// A photograph drawn anew: smaller, upright, and with nothing in it but what is seen. Where and when it was taken, and
// with which telephone, is not in what a canvas gives.

const LADO = 1600;

const dibujable = (archivo) => {
  if (typeof createImageBitmap === "function") return createImageBitmap(archivo, { imageOrientation: "from-image" });
  return new Promise((listo, no) => {
    const imagen = new Image();
    imagen.onload = () => listo(imagen);
    imagen.onerror = no;
    imagen.src = URL.createObjectURL(archivo);
  });
};

const aBlob = (lienzo, calidad) =>
  new Promise((listo, no) => {
    lienzo.toBlob((blob) => (blob ? listo(blob) : no(new Error("imagen"))), "image/jpeg", calidad);
  });

// Some browsers write a profile or a date of their own into what they draw. JPEG bytes without any such segment:
// APP1 to APP15 and comments go, what describes the picture itself stays.
const sinNotas = (bytes) => {
  const partes = [bytes.subarray(0, 2)];
  let en = 2;
  while (en + 4 <= bytes.length && bytes[en] === 0xff && bytes[en + 1] !== 0xda) {
    const fin = en + 2 + bytes[en + 2] * 256 + bytes[en + 3];
    const nota = (bytes[en + 1] > 0xe0 && bytes[en + 1] <= 0xef) || bytes[en + 1] === 0xfe;
    if (!nota) partes.push(bytes.subarray(en, fin));
    en = fin;
  }
  return new Blob([...partes, bytes.subarray(en)], { type: "image/jpeg" });
};

// File → Blob of a JPEG. Rejects where the browser cannot read it.
const fotoLista = async (archivo) => {
  const imagen = await dibujable(archivo);
  const escala = Math.min(1, LADO / Math.max(imagen.width, imagen.height));
  const lienzo = crear("canvas");
  lienzo.width = Math.max(1, Math.round(imagen.width * escala));
  lienzo.height = Math.max(1, Math.round(imagen.height * escala));
  const pincel = lienzo.getContext("2d");
  pincel.fillStyle = "#fff"; // what was transparent
  pincel.fillRect(0, 0, lienzo.width, lienzo.height);
  pincel.drawImage(imagen, 0, 0, lienzo.width, lienzo.height);
  imagen.close?.();
  return sinNotas(new Uint8Array(await (await aBlob(lienzo, 0.85)).arrayBuffer()));
};
