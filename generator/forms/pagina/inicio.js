// The page put together: what to tell, the answers, and what each button does.

// --- The answers ------------------------------------------------------------------------------------------------
const pintarSecciones = () => {
  const { secciones, ofrecidas } = coleccion();
  return [...secciones, ...ofrecidas].map((titulo, n) => {
    const campo = { titulo, falta: n < secciones.length, ayuda: "" };
    const control = controlDeTexto(`seccion-${n}`, campo, borrador.secciones, titulo, { filas: 6 });
    return crear(
      "div",
      { class: "campo" },
      crear("label", { for: control.id }, ...titulado(campo)),
      control,
      ...debajo(`seccion-${n}`),
    );
  });
};

const pintarTodo = () => {
  alCambiar = [];
  const { nombre, campos, pedidos, ofrecidos } = coleccion();
  const pinta = (n) => pintarCampo(n, campos[n], borrador.campos, n);
  const area = Object.values(ESQUEMA.vocabularios).find((v) => v.pide)?.pide ?? [];
  const seguridad = crear(
    "p",
    { class: "nota", hidden: true },
    "En esta área se pide hablar de riesgos y protección: está en «Más datos», en «Seguridad».",
  );
  alCambiar.push(() => {
    seguridad.hidden = !area.includes(borrador.campos.area);
  });
  const preguntas = pedidos.map(pinta);
  preguntas.splice(pedidos.indexOf("area") + 1, 0, seguridad);
  porId("preguntas").replaceChildren(
    crear(
      "section",
      { "aria-labelledby": "t-preguntas" },
      crear("h2", { id: "t-preguntas" }, `Lo principal: ${pedidos.length} preguntas`),
      ...preguntas,
    ),
    crear(
      "section",
      { "aria-labelledby": "t-relato" },
      crear("h2", { id: "t-relato" }, "El relato"),
      crear(
        "p",
        { class: "ayuda" },
        "Con sus palabras, escritas o dictadas con el micrófono del teclado. Deje un renglón en blanco entre párrafos; para una lista, empiece cada renglón con un guion.",
      ),
      ...pintarSecciones(),
    ),
    deArchivos("alt") ? pintarFotos() : "",
    deArchivos("titulo") ? pintarAnexos() : "",
    crear(
      "section",
      { "aria-label": "Más datos" },
      crear(
        "details",
        { id: "mas" },
        crear("summary", {}, crear("h2", {}, "Más datos (opcional)")),
        crear("p", { class: "ayuda" }, `Ayudan a que otros encuentren su ${nombre}. Lo que no escriba, no se publica.`),
        ...ofrecidos.map(pinta),
      ),
    ),
  );
  alCambiar.forEach((mirar) => mirar());
  porId("trabajo").hidden = false;
  porId("revision").replaceChildren();
  document.querySelectorAll("#preguntas textarea").forEach((a) => {
    if (a.value) crece(a);
  });
};

const pintarTipos = () => {
  porId("tipos").replaceChildren(
    crear("legend", {}, "¿Qué va a contar?"),
    ...TIPOS.map((tipo) => {
      const control = crear("input", { type: "radio", name: "tipo", id: `tipo-${tipo}`, value: tipo });
      control.checked = borrador.tipo === tipo;
      control.addEventListener("change", () => {
        borrador.tipo = tipo;
        pintarTodo();
        guardar();
      });
      return crear(
        "label",
        { class: "opcion", for: control.id },
        control,
        crear("span", {}, `Una ${ESQUEMA.colecciones[tipo].nombre}`),
      );
    }),
  );
};

// --- The beginning ---
const empezar = async () => {
  borrador = leerBorrador() ?? vacio("");
  if (!TIPOS.includes(borrador.tipo)) borrador.tipo = "";
  await traerFotos();
  porId("sin-guion").hidden = true;
  porId("con-guion").hidden = false;
  pintarTipos();
  if (borrador.tipo) pintarTodo();
  porId("revisar").addEventListener("click", revisar);
  porId("zip").addEventListener("click", () =>
    exportar((archivo) => {
      bajar(archivo);
      return `Guardado: ${archivo.name}, en las descargas.`;
    }),
  );
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
  porId("no-borrar").addEventListener("click", () => {
    porId("seguro").hidden = true;
    porId("borrar").focus();
  });
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
  addEventListener("pagehide", () => {
    if (espera) guardarYa();
  });
  addEventListener("beforeunload", (evento) => {
    if (!seGuarda && borrador.tipo) evento.preventDefault();
  });
};
empezar();
