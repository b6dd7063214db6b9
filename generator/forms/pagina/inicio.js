// The page put together: what to tell, the answers, photographs, attachments, and the way out.

// --- Photographs and attachments -----------------------------------------------------------------------------------
const ordenar = (lista, n, pintar) => crear("button", { type: "button", class: "enlace", onclick: async () => {
  const [fuera] = lista.splice(n, 1);
  if (fuera.url) URL.revokeObjectURL(fuera.url);
  if (fuera.blob) await soltarFoto(fuera);
  pintar();
  guardar();
} }, "Quitar");

const pintarFotos = () => {
  const nombre = deArchivos("alt");
  const campo = coleccion().campos[nombre];
  const titulos = [...coleccion().secciones, ...coleccion().ofrecidas];
  const filas = crear("div");
  const aviso = crear("p", { role: "status", class: "suelto" });
  const pintar = () => filas.replaceChildren(...borrador.fotos.map((foto, n) => {
    const lugar = crear("select", { id: `c-foto-${n}-lugar` }, ...titulos.map((t) => crear("option", {}, t)));
    lugar.value = titulos.includes(foto.seccion) ? foto.seccion : titulos[1];
    lugar.addEventListener("change", () => { foto.seccion = lugar.value; guardar(); });
    const partes = Object.entries(campo.partes).filter(([p]) => p !== "archivo");
    return crear("fieldset", { class: "grupo", id: `c-foto-${n}`, tabindex: "-1" }, crear("legend", {}, `Foto ${n + 1}`),
      crear("img", { src: urlDe(foto), alt: `Foto ${n + 1}, tal como quedará` }),
      ...partes.map(([p, parte]) => pintarCampo(`foto-${n}-${p}`, parte, foto.datos, p)),
      crear("div", { class: "campo" }, crear("label", { for: lugar.id }, "¿En qué parte del texto va?"), lugar),
      ordenar(borrador.fotos, n, pintar));
  }));
  const tomar = async (elegidas) => {
    const malas = [];
    for (const archivo of elegidas) {
      if (campo.cuantos[1] && borrador.fotos.length >= campo.cuantos[1]) {
        malas.push(`Se reciben ${campo.cuantos[1]} fotos como máximo.`);
        break;
      }
      try {
        const foto = { clave: claveNueva(), datos: {}, seccion: titulos[1], blob: await fotoLista(archivo) };
        borrador.fotos.push(foto);
        await guardarFoto(foto);
      } catch {
        malas.push("Una de las fotos no se pudo abrir en este navegador. Guárdela como JPG y elíjala de nuevo.");
      }
    }
    pintar();
    guardar();
    aviso.textContent = malas.join(" ") || `${cuenta(borrador.fotos.length, "foto lista", "fotos listas")}: más livianas, y sin la fecha, el lugar ni el teléfono con que se tomaron.`;
  };
  pintar();
  const elegir = crear("input", { type: "file", accept: "image/*", multiple: true, id: `c-${nombre}`, "aria-describedby": "y-fotos" });
  elegir.addEventListener("change", async () => { await tomar([...elegir.files]); elegir.value = ""; });
  return crear("section", { "aria-labelledby": "t-fotos" }, crear("h2", { id: "t-fotos" }, "Fotos"),
    crear("div", { id: "y-fotos" },
      crear("p", { class: "ayuda" }, "Si las tiene. Una foto del montaje o del resultado ayuda más que una del grupo."),
      crear("p", { class: "ayuda" }, "Menores de edad, nunca. Una persona de la ENI mirará cada foto: rostros, carnés, listas, pantallas y chats se ven más de lo que uno cree.")),
    crear("div", { class: "campo" }, crear("label", { for: elegir.id }, "Elegir o tomar fotos"), elegir), aviso, filas);
};

const pintarAnexos = () => {
  const nombre = deArchivos("titulo");
  const campo = coleccion().campos[nombre];
  const { terminan, convertir, max } = ESQUEMA.anexos;
  const filas = crear("div");
  const aviso = crear("p", { role: "status", class: "suelto" });
  const pintar = () => filas.replaceChildren(...borrador.anexos.map((anexo, n) => crear("fieldset", { class: "grupo", id: `c-anexo-${n}`, tabindex: "-1" },
    crear("legend", {}, `Anexo ${n + 1} (${anexo.termina})`),
    ...Object.entries(campo.partes).filter(([p]) => p !== "archivo").map(([p, parte]) => pintarCampo(`anexo-${n}-${p}`, parte, anexo.datos, p)),
    ordenar(borrador.anexos, n, pintar))));
  const tomar = async (archivo) => {
    const dice = (/\.[^.]+$/.exec(archivo.name.toLowerCase()) ?? [""])[0];
    const termina = dice === ".txt" ? ".md" : dice;
    if (!terminan.includes(termina)) return convertir[dice] ?? "Ese tipo de archivo no se recibe: copie su texto a un .txt, o guarde la tabla como CSV.";
    if (archivo.size > max) return `Ese anexo es muy grande: lo más que se recibe son ${Math.round(max / 1024)} KB.`;
    if (campo.cuantos[1] && borrador.anexos.length >= campo.cuantos[1]) return `Se reciben ${campo.cuantos[1]} anexos como máximo.`;
    borrador.anexos.push({ datos: {}, termina, texto: limpio(enTexto(new Uint8Array(await archivo.arrayBuffer()))) });
    return "";
  };
  pintar();
  const elegir = crear("input", { type: "file", accept: [...terminan, ".txt"].join(","), multiple: true, id: `c-${nombre}`, "aria-describedby": "y-anexos" });
  elegir.addEventListener("change", async () => {
    const dichos = [];
    for (const archivo of [...elegir.files]) dichos.push(await tomar(archivo));
    elegir.value = "";
    pintar();
    guardar();
    aviso.textContent = dichos.filter(Boolean).join(" ") || cuenta(borrador.anexos.length, "anexo listo.", "anexos listos.");
  });
  return crear("section", { "aria-labelledby": "t-anexos" }, crear("h2", { id: "t-anexos" }, "Anexos"),
    crear("p", { class: "ayuda", id: "y-anexos" }, "Una guía, una rúbrica, una lista de chequeo: texto (.txt o .md) o tabla (.csv). Word, Excel y PDF pueden traer nombres ocultos: si elige uno, aquí se le dice cómo pasarlo."),
    crear("div", { class: "campo" }, crear("label", { for: elegir.id }, "Elegir anexos"), elegir), aviso, filas);
};

// Excel in Spanish writes its tables in an older alphabet.
const enTexto = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

// --- The answers ------------------------------------------------------------------------------------------------
const pintarSecciones = () => {
  const { secciones, ofrecidas } = coleccion();
  return [...secciones, ...ofrecidas].map((titulo, n) => {
    const campo = { titulo, falta: n < secciones.length, ayuda: "" };
    const control = controlDeTexto(`seccion-${n}`, campo, borrador.secciones, titulo, { filas: 6 });
    return crear("div", { class: "campo" }, crear("label", { for: control.id }, ...titulado(campo)), control, ...debajo(`seccion-${n}`));
  });
};

const pintarTodo = () => {
  alCambiar = [];
  const { nombre, campos, pedidos, ofrecidos } = coleccion();
  const pinta = (n) => pintarCampo(n, campos[n], borrador.campos, n);
  const area = Object.values(ESQUEMA.vocabularios).find((v) => v.pide)?.pide ?? [];
  const seguridad = crear("p", { class: "nota", hidden: true }, "En esta área se pide hablar de riesgos y protección: está en «Más datos», en «Seguridad».");
  alCambiar.push(() => { seguridad.hidden = !area.includes(borrador.campos.area); });
  const preguntas = pedidos.map(pinta);
  preguntas.splice(pedidos.indexOf("area") + 1, 0, seguridad);
  porId("preguntas").replaceChildren(
    crear("section", { "aria-labelledby": "t-preguntas" }, crear("h2", { id: "t-preguntas" }, `Lo principal: ${pedidos.length} preguntas`), ...preguntas),
    crear("section", { "aria-labelledby": "t-relato" }, crear("h2", { id: "t-relato" }, "El relato"),
      crear("p", { class: "ayuda" }, "Con sus palabras, escritas o dictadas con el micrófono del teclado. Deje un renglón en blanco entre párrafos; para una lista, empiece cada renglón con un guion."),
      ...pintarSecciones()),
    deArchivos("alt") ? pintarFotos() : "", deArchivos("titulo") ? pintarAnexos() : "",
    crear("section", { "aria-label": "Más datos" }, crear("details", { id: "mas" }, crear("summary", {}, crear("h2", {}, "Más datos (opcional)")),
      crear("p", { class: "ayuda" }, `Ayudan a que otros encuentren su ${nombre}. Lo que no escriba, no se publica.`), ...ofrecidos.map(pinta))));
  alCambiar.forEach((mirar) => mirar());
  porId("trabajo").hidden = false;
  porId("revision").replaceChildren();
  document.querySelectorAll("#preguntas textarea").forEach((a) => { if (a.value) crece(a); });
};

const pintarTipos = () => {
  porId("tipos").replaceChildren(crear("legend", {}, "¿Qué va a contar?"), ...TIPOS.map((tipo) => {
    const control = crear("input", { type: "radio", name: "tipo", id: `tipo-${tipo}`, value: tipo });
    control.checked = borrador.tipo === tipo;
    control.addEventListener("change", () => {
      borrador.tipo = tipo;
      pintarTodo();
      guardar();
    });
    return crear("label", { class: "opcion", for: control.id }, control, crear("span", {}, `Una ${ESQUEMA.colecciones[tipo].nombre}`));
  }));
};

// --- The end ----------------------------------------------------------------------------------------------------
const enlaceA = (ruta, texto, tramo) => crear("a", { href: `#c-${ruta}`, onclick: (evento) => { evento.preventDefault(); irA(`c-${ruta}`, tramo); } }, texto);

const revisar = () => {
  guardarYa();
  const [faltan, hallados] = [errores(), avisos()];
  ponerErrores(faltan);
  const titulo = crear("h2", { tabindex: "-1", id: "t-revision" }, faltan.length ? `Va incompleta: ${cuenta(faltan.length, "cosa por corregir", "cosas por corregir")}` : "No le falta nada");
  porId("revision").replaceChildren(titulo,
    faltan.length ? crear("p", {}, "Puede enviarla así y la ENI le ayuda, o completarla ahora:") : "",
    faltan.length ? crear("ul", { class: "lista-errores" }, ...faltan.map((e) => crear("li", {}, enlaceA(e.ruta, e.mensaje)))) : "",
    hallados.length ? crear("h3", {}, `Puede señalar a alguien: ${cuenta(hallados.length, "aviso", "avisos")}`) : "",
    hallados.length ? crear("ul", { class: "lista-avisos" }, ...hallados.slice(0, 40).map((a) => crear("li", {}, `${a.titulo}: parece ${a.clase}. `,
      crear("button", { type: "button", class: "enlace", "aria-label": `Ir allí: ${a.titulo}, ${a.clase}`, onclick: () => irA(`c-${a.ruta}`, a.ajeno ? undefined : a) }, "Ir allí")))) : "",
    crear("p", { class: "nota" }, hallados.length
      ? "Mientras quede algo así, no le mande el paquete a nadie más que a la ENI. Allí se anonimiza antes de que otra persona lo vea."
      : "Este aviso no lo encuentra todo. Hasta que se anonimice, el paquete es solo para la ENI."),
    crear("h2", {}, "Así se leerá"), pintarVista());
  titulo.focus();
  titulo.scrollIntoView();
};

const exportar = async (entregar) => {
  guardarYa();
  const faltan = errores();
  ponerErrores(faltan);
  const quedan = avisos();
  const archivo = await hacerPaquete();
  const partes = [await entregar(archivo),
    faltan.length ? `Va incompleta: faltan ${faltan.length}.` : "",
    quedan.length ? `Tiene ${cuenta(quedan.length, "aviso", "avisos")} de datos de personas: solo para la ENI.` : ""];
  decir(partes.filter(Boolean).join(" "));
};
const compartir = async (archivo) => {
  try {
    await navigator.share({ files: [archivo] });
    return "Entregado a la aplicación que eligió.";
  } catch {
    return "No se compartió. Puede guardar el paquete y adjuntarlo a un correo.";
  }
};

const abrirCopia = async (archivo) => {
  try {
    const abierto = abrirPaquete(new Uint8Array(await archivo.arrayBuffer()));
    const hay = borrador.tipo && Object.keys(armar().campos).length;
    if (hay && !confirm("Al abrir la copia se reemplaza el borrador de este aparato. ¿Seguir?")) return;
    await borrarTodo();
    borrador = abierto;
    for (const foto of borrador.fotos) await guardarFoto(foto);
    guardarYa();
    pintarTipos();
    pintarTodo();
    decir("Copia abierta: siga donde iba.");
  } catch {
    decir("Ese archivo no es un paquete de este formulario, o alguien lo cambió. Su borrador sigue como estaba.");
  }
};

const empezar = async () => {
  borrador = leerBorrador() ?? vacio("");
  if (!TIPOS.includes(borrador.tipo)) borrador.tipo = "";
  await traerFotos();
  porId("sin-guion").hidden = true;
  porId("con-guion").hidden = false;
  pintarTipos();
  if (borrador.tipo) pintarTodo();
  porId("revisar").addEventListener("click", revisar);
  porId("zip").addEventListener("click", () => exportar((archivo) => { bajar(archivo); return `Guardado: ${archivo.name}, en las descargas.`; }));
  const prueba = new File([""], "p.zip", { type: "application/zip" });
  if (navigator.canShare?.({ files: [prueba] })) {
    porId("compartir").hidden = false;
    porId("compartir").addEventListener("click", () => exportar(compartir));
  }
  porId("abrir").addEventListener("change", async (evento) => {
    const [archivo] = evento.target.files;
    if (archivo) await abrirCopia(archivo);
    evento.target.value = "";
  });
  porId("borrar").addEventListener("click", () => {
    porId("seguro").hidden = false;
    porId("si-borrar").focus();
  });
  porId("no-borrar").addEventListener("click", () => { porId("seguro").hidden = true; porId("borrar").focus(); });
  porId("si-borrar").addEventListener("click", async () => {
    await borrarTodo();
    borrador = vacio("");
    porId("seguro").hidden = true;
    porId("trabajo").hidden = true;
    porId("preguntas").replaceChildren();
    porId("revision").replaceChildren();
    pintarTipos();
    decir("El borrador se borró de este aparato. Los paquetes que guardó siguen en sus descargas.");
    porId("titulo").focus();
  });
  addEventListener("pagehide", () => { if (espera) guardarYa(); });
  addEventListener("beforeunload", (evento) => { if (!seGuarda && borrador.tipo) evento.preventDefault(); });
};
empezar();
