// The bundle: one folder with `index.md`, its images and its attachments, in a ZIP whose own name tells nothing.

const archivosDelPaquete = async () => {
  const hecho = armar();
  const cuerpo = hecho.secciones
    .map((s) => {
      const fotos = s.fotos.map(({ foto, n }) => `![${enCorchetes(foto.datos.alt ?? "")}](${nombreDeImagen(n)})`);
      return [`## ${s.titulo}`, s.texto, ...fotos].filter(Boolean).join("\n\n");
    })
    .join("\n\n");
  const dentro = `${borrador.tipo}/${carpeta(hecho.campos.titulo ?? "") || "sin-titulo"}`;
  const bytes = (texto) => new TextEncoder().encode(texto);
  const archivos = [[`${dentro}/index.md`, bytes(indexMd(hecho.campos, cuerpo))]];
  for (const [n, foto] of borrador.fotos.entries()) {
    archivos.push([`${dentro}/${nombreDeImagen(n)}`, new Uint8Array(await foto.blob.arrayBuffer())]);
  }
  borrador.anexos.forEach((anexo, n) =>
    archivos.push([`${dentro}/anexos/${nombreDeAnexo(anexo, n)}`, bytes(limpio(anexo.texto))]),
  );
  return archivos;
};

const nombreDelZip = () => {
  const hoy = new Date();
  const dos = (n) => String(n).padStart(2, "0");
  return `${llano(coleccion().nombre)}-${hoy.getFullYear()}-${dos(hoy.getMonth() + 1)}-${dos(hoy.getDate())}.zip`;
};
const hacerPaquete = async () =>
  new File([hacerZip(await archivosDelPaquete())], nombreDelZip(), { type: "application/zip" });

const bajar = (archivo) => {
  const url = URL.createObjectURL(archivo);
  const enlace = crear("a", { href: url, download: archivo.name });
  document.body.append(enlace);
  enlace.click();
  enlace.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
};

// --- Opening one again ------------------------------------------------------------------------------------------
const alCrudo = (campo, valor) => {
  if (valor === undefined) return undefined;
  if (campo.tipo === "lista") return [valor].flat().join("\n");
  if (["numero", "si"].includes(campo.tipo)) return String(valor);
  const partes = (uno) => Object.fromEntries(Object.entries(campo.partes).map(([n, p]) => [n, alCrudo(p, uno[n])]));
  if (campo.tipo === "grupo") return partes(valor);
  if (campo.tipo === "grupos") return valor.map(partes);
  return valor;
};
const claveNueva = () => `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;

// Bytes of a ZIP that this form made → a draft. Throws where it is anything else.
const abrirPaquete = (bytes) => {
  const archivos = abrirZip(bytes);
  const indice = [...archivos.keys()].find((n) => n.endsWith("/index.md"));
  const [tipo, nombre] = indice.split("/");
  const { campos, secciones, ofrecidas } = ESQUEMA.colecciones[tipo];
  const texto = new TextDecoder().decode(archivos.get(indice));
  const [, encabezado, cuerpo] = /^---\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(texto);
  const datos = deYaml(encabezado);
  const abierto = vacio(tipo);
  for (const [n, campo] of Object.entries(campos))
    if (!campo.partes?.archivo) abierto.campos[n] = alCrudo(campo, datos[n]);
  const donde = {};
  for (const trozo of `\n${cuerpo}`.split(/\n## /).slice(1)) {
    const [titulo, ...lineas] = trozo.split("\n");
    const resto = lineas.filter((linea) => {
      const foto = /^!\[.*\]\((imagen-\d+\.jpg)\)$/.exec(linea);
      if (foto) donde[foto[1]] = titulo;
      return !foto;
    });
    if ([...secciones, ...ofrecidas].includes(titulo)) abierto.secciones[titulo] = escrito(resto.join("\n"));
  }
  const de = (parte) => Object.entries(campos).find(([, c]) => c.partes?.archivo && parte in c.partes)[0];
  for (const { archivo, ...resto } of datos[de("alt")] ?? []) {
    const blob = new Blob([archivos.get(`${tipo}/${nombre}/${archivo}`)], { type: "image/jpeg" });
    abierto.fotos.push({ clave: claveNueva(), datos: resto, seccion: donde[archivo], blob });
  }
  for (const { archivo, ...resto } of datos[de("titulo")] ?? []) {
    const dicho = new TextDecoder().decode(archivos.get(`${tipo}/${nombre}/anexos/${archivo}`));
    abierto.anexos.push({ datos: resto, termina: archivo.slice(archivo.lastIndexOf(".")), texto: dicho });
  }
  return alDia(abierto);
};
