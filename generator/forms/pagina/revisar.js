// From what was written to what is exported, and what is still missing in it, in the words of `generator.validate`.

const coleccion = () => ESQUEMA.colecciones[borrador.tipo];
const deArchivos = (parte) => coleccion().archivos.find((n) => parte in coleccion().campos[n].partes);
const nombreDeImagen = (n) => `imagen-${n + 1}.jpg`;
const nombreDeAnexo = (anexo, n) => `anexo-${n + 1}${anexo.termina}`;

// --- Values -------------------------------------------------------------------------------------------------------
const enForma = (campo, texto) => {
  if (!campo.forma) return texto;
  const forma = new RegExp(campo.forma);
  return [texto, texto.toUpperCase(), conGuiones(texto)].find((t) => forma.test(t)) ?? texto;
};
const partesDe = (campo, crudo) => {
  const credito = Object.entries(campo.partes).find(([, parte]) => parte.opciones === "Credito")?.[0];
  const pares = Object.entries(campo.partes)
    .filter(([, parte]) => !(credito && parte.tipo === "texto" && (ESQUEMA.credito[crudo[credito]] ?? "no") === "no"))
    .map(([nombre, parte]) => [nombre, valorDe(parte, crudo[nombre])]);
  const dichas = pares.filter(([, valor]) => valor !== undefined);
  return dichas.length ? Object.fromEntries(dichas) : undefined;
};
// undefined where nothing was answered
const valorDe = (campo, crudo) => {
  if (crudo === undefined || crudo === null) return undefined;
  const lleno = (lista) => (lista.length ? lista : undefined);
  switch (campo.tipo) {
    case "texto":
      return enForma(campo, renglon(crudo)) || undefined;
    case "lista": {
      const dichos = renglones(crudo);
      if (dichos.length === 1 && campo.palabra && llano(dichos[0]) === campo.palabra) return campo.palabra;
      return lleno(dichos.map((r) => enForma(campo, r)));
    }
    case "si":
      return crudo === "" ? undefined : crudo === "true";
    case "numero":
      if (campo.palabra && llano(renglon(crudo)) === campo.palabra) return campo.palabra;
      return /^\d{1,9}$/.test(renglon(crudo)) ? Number(renglon(crudo)) : renglon(crudo) || undefined;
    case "opciones":
      return lleno(crudo.filter((codigo) => opcionesDe(campo, {}).some(([c]) => c === codigo)));
    case "grupo":
      return partesDe(campo, crudo);
    case "grupos":
      return lleno(crudo.map((uno) => partesDe(campo, uno)).filter((uno) => uno !== undefined));
    default:
      return crudo || undefined;
  }
};

// Everything as it will be exported: fields in the schema's order, sections with their photographs.
const armar = () => {
  const { campos, secciones, ofrecidas } = coleccion();
  const hechos = {};
  const [imagenes, anexos] = [deArchivos("alt"), deArchivos("titulo")];
  for (const [nombre, campo] of Object.entries(campos)) {
    if (nombre === imagenes) {
      if (borrador.fotos.length)
        hechos[nombre] = borrador.fotos.map((f, n) => ({ archivo: nombreDeImagen(n), ...partesDe(campo, f.datos) }));
    } else if (nombre === anexos) {
      if (borrador.anexos.length)
        hechos[nombre] = borrador.anexos.map((a, n) => ({ archivo: nombreDeAnexo(a, n), ...partesDe(campo, a.datos) }));
    } else {
      const valor = valorDe(campo, borrador.campos[nombre]);
      if (valor !== undefined) hechos[nombre] = valor;
    }
  }
  const titulos = [...secciones, ...ofrecidas];
  const textos = titulos.map((titulo) => ({
    titulo,
    texto: seguro(borrador.secciones[titulo] ?? ""),
    fotos: borrador.fotos
      .map((foto, n) => ({ foto, n }))
      .filter(({ foto }) => (titulos.includes(foto.seccion) ? foto.seccion : titulos[1]) === titulo),
  }));
  return { campos: hechos, secciones: textos.filter((s) => s.texto || s.fotos.length) };
};

// --- What is missing ----------------------------------------------------------------------------------------------
const deTexto = (campo, valor, nombre) => {
  if (campo.forma)
    return new RegExp(campo.forma).test(valor)
      ? ""
      : `El valor de ${nombre} no tiene la forma que se espera. Por ejemplo: ${campo.ejemplo}.`;
  if (largo(valor) < (campo.min ?? 0))
    return `El texto de ${nombre} es demasiado corto. Escriba al menos ${cuenta(campo.min, "carácter", "caracteres")}.`;
  if (campo.max && largo(valor) > campo.max)
    return `El texto de ${nombre} es demasiado largo. Déjelo en ${campo.max} caracteres o menos.`;
  return "";
};
const erroresDe = (ruta, campo, crudo) => {
  const nombre = `«${campo.titulo}»`;
  const valor = valorDe(campo, crudo);
  const uno = (mensaje) => (mensaje ? [{ ruta, mensaje }] : []);
  if (valor === undefined) return uno(campo.falta ? `Falta ${nombre}.` : "");
  if (valor === campo.palabra) return [];
  if (campo.cuantos && campo.cuantos[1] && valor.length > campo.cuantos[1])
    return uno(`La lista ${nombre} tiene demasiados elementos. Deje ${campo.cuantos[1]} o menos.`);
  if (campo.tipo === "texto") return uno(deTexto(campo, valor, nombre));
  if (campo.tipo === "lista")
    return uno(valor.map((v, n) => deTexto(campo, v, `${nombre} (renglón ${n + 1})`)).find(Boolean));
  if (campo.tipo === "numero") {
    if (typeof valor !== "number" && campo.palabra)
      return uno(`Ese valor no sirve en ${nombre}. Escriba «${campo.palabra}», o un número entero con cifras.`);
    if (typeof valor !== "number") return uno(`En ${nombre} se espera un número entero. Escríbalo con cifras.`);
    return uno(
      valor < campo.min
        ? `El número de ${nombre} es demasiado pequeño. Debe ser ${campo.min} o más.`
        : valor > campo.max
          ? `El número de ${nombre} es demasiado grande. Debe ser ${campo.max} o menos.`
          : "",
    );
  }
  if (campo.tipo === "grupo") return erroresDePartes(ruta, campo, crudo);
  if (campo.tipo === "grupos")
    return crudo.flatMap((c, n) =>
      partesDe(campo, c) || campo.falta ? erroresDePartes(`${ruta}-${n}`, campo, c) : [],
    );
  return [];
};
const erroresDePartes = (ruta, campo, crudo, sin = []) => {
  const credito = Object.entries(campo.partes).find(([, parte]) => parte.opciones === "Credito")?.[0];
  return Object.entries(campo.partes)
    .filter(([nombre]) => !sin.includes(nombre))
    .flatMap(([nombre, parte]) => {
      if (!credito || parte.tipo !== "texto") return erroresDe(`${ruta}-${nombre}`, parte, crudo[nombre]);
      const lleva = ESQUEMA.credito[crudo[credito]] ?? "no";
      return lleva === "no" ? [] : erroresDe(`${ruta}-${nombre}`, { ...parte, falta: lleva === "si" }, crudo[nombre]);
    });
};

const errores = () => {
  const { campos, pedidos, ofrecidos, secciones } = coleccion();
  const [imagenes, anexos] = [campos[deArchivos("alt")], campos[deArchivos("titulo")]];
  return [
    ...pedidos.flatMap((nombre) => erroresDe(nombre, campos[nombre], borrador.campos[nombre])),
    ...secciones.flatMap((titulo, n) =>
      seguro(borrador.secciones[titulo] ?? "").trim()
        ? []
        : [{ ruta: `seccion-${n}`, mensaje: `Falta la sección «${titulo}».` }],
    ),
    ...borrador.fotos.flatMap((foto, n) =>
      erroresDePartes(`foto-${n}`, imagenes, foto.datos, ["archivo"]).map((e) => ({
        ...e,
        mensaje: `Foto ${n + 1}: ${e.mensaje}`,
      })),
    ),
    ...borrador.anexos.flatMap((anexo, n) =>
      erroresDePartes(`anexo-${n}`, anexos, anexo.datos, ["archivo"]).map((e) => ({
        ...e,
        mensaje: `Anexo ${n + 1}: ${e.mensaje}`,
      })),
    ),
    ...ofrecidos.flatMap((nombre) => erroresDe(nombre, campos[nombre], borrador.campos[nombre])),
  ];
};

const quitarError = (ruta) => {
  const lugar = porId(`e-${ruta}`);
  if (!lugar || lugar.hidden) return;
  lugar.hidden = true;
  lugar.textContent = "";
  porId(`c-${ruta}`)?.removeAttribute("aria-invalid");
};
const ponerErrores = (lista) => {
  document.querySelectorAll(".error").forEach((lugar) => quitarError(lugar.id.slice(2)));
  for (const { ruta, mensaje } of lista) {
    const lugar = porId(`e-${ruta}`);
    if (!lugar) continue;
    lugar.textContent = mensaje;
    lugar.hidden = false;
    const control = porId(`c-${ruta}`);
    if (control?.matches("input, textarea, select")) control.setAttribute("aria-invalid", "true");
  }
};

// --- What may be somebody's data ----------------------------------------------------------------------------------
const textosDe = (ruta, campo, crudo) => {
  if (crudo === undefined) return [];
  if (campo.tipo === "grupo")
    return Object.entries(campo.partes).flatMap(([n, parte]) => textosDe(`${ruta}-${n}`, parte, crudo[n]));
  if (campo.tipo === "grupos")
    return crudo.flatMap((uno, i) =>
      Object.entries(campo.partes).flatMap(([n, parte]) => textosDe(`${ruta}-${i}-${n}`, parte, uno[n])),
    );
  return ["texto", "lista"].includes(campo.tipo) ? [{ ruta, titulo: campo.titulo, texto: crudo }] : [];
};
const avisos = () => {
  const { campos, secciones, ofrecidas } = coleccion();
  const [imagenes, anexos] = [campos[deArchivos("alt")], campos[deArchivos("titulo")]];
  const textos = [
    ...Object.entries(campos).flatMap(([nombre, campo]) => textosDe(nombre, campo, borrador.campos[nombre])),
    ...[...secciones, ...ofrecidas].map((titulo, n) => ({
      ruta: `seccion-${n}`,
      titulo,
      texto: borrador.secciones[titulo] ?? "",
    })),
    ...borrador.fotos.flatMap((foto, n) =>
      Object.entries(imagenes.partes).flatMap(([p, parte]) =>
        textosDe(`foto-${n}-${p}`, { ...parte, titulo: `Foto ${n + 1}, ${parte.titulo}` }, foto.datos[p]),
      ),
    ),
    ...borrador.anexos.flatMap((anexo, n) => [
      ...Object.entries(anexos.partes).flatMap(([p, parte]) =>
        textosDe(`anexo-${n}-${p}`, { ...parte, titulo: `Anexo ${n + 1}, ${parte.titulo}` }, anexo.datos[p]),
      ),
      { ruta: `anexo-${n}-titulo`, titulo: `Anexo ${n + 1}, dentro del archivo`, texto: anexo.texto, ajeno: true },
    ]),
  ];
  return textos.flatMap(({ ruta, titulo, texto, ajeno }) =>
    avisosDe(texto).map((a) => ({ ...a, ruta, titulo, ajeno })),
  );
};
