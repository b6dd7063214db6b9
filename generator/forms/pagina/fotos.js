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

const aBlob = (lienzo, calidad) => new Promise((listo, no) => {
  lienzo.toBlob((blob) => (blob ? listo(blob) : no(new Error("imagen"))), "image/jpeg", calidad);
});

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
  return aBlob(lienzo, 0.85);
};
