// What is chosen from the device: photographs, each with where it goes and who is in it, and texts or tables.

const ordenar = (lista, n, pintar) =>
  crear(
    "button",
    {
      type: "button",
      class: "enlace",
      onclick: async () => {
        const [fuera] = lista.splice(n, 1);
        if (fuera.url) URL.revokeObjectURL(fuera.url);
        if (fuera.blob) await soltarFoto(fuera);
        pintar();
        guardar();
      },
    },
    "Quitar",
  );

const pintarFotos = () => {
  const nombre = deArchivos("alt");
  const campo = coleccion().campos[nombre];
  const titulos = [...coleccion().secciones, ...coleccion().ofrecidas];
  const filas = crear("div");
  const aviso = crear("p", { role: "status", class: "suelto" });
  const pintar = () =>
    filas.replaceChildren(
      ...borrador.fotos.map((foto, n) => {
        const lugar = crear("select", { id: `c-foto-${n}-lugar` }, ...titulos.map((t) => crear("option", {}, t)));
        lugar.value = titulos.includes(foto.seccion) ? foto.seccion : titulos[1];
        lugar.addEventListener("change", () => {
          foto.seccion = lugar.value;
          guardar();
        });
        const partes = Object.entries(campo.partes).filter(([p]) => p !== "archivo");
        return crear(
          "fieldset",
          { class: "grupo", id: `c-foto-${n}`, tabindex: "-1" },
          crear("legend", {}, `Foto ${n + 1}`),
          crear("img", { src: urlDe(foto), alt: `Foto ${n + 1}, tal como quedará` }),
          ...partes.map(([p, parte]) => pintarCampo(`foto-${n}-${p}`, parte, foto.datos, p)),
          crear("div", { class: "campo" }, crear("label", { for: lugar.id }, "¿En qué parte del texto va?"), lugar),
          ordenar(borrador.fotos, n, pintar),
        );
      }),
    );
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
    aviso.textContent =
      malas.join(" ") ||
      `${cuenta(borrador.fotos.length, "foto lista", "fotos listas")}: más livianas, y sin la fecha, el lugar ni el teléfono con que se tomaron.`;
  };
  pintar();
  const elegir = crear("input", {
    type: "file",
    accept: "image/*",
    multiple: true,
    id: `c-${nombre}`,
    "aria-describedby": "y-fotos",
  });
  elegir.addEventListener("change", async () => {
    await tomar([...elegir.files]);
    elegir.value = "";
  });
  return crear(
    "section",
    { "aria-labelledby": "t-fotos" },
    crear("h2", { id: "t-fotos" }, "Fotos"),
    crear(
      "div",
      { id: "y-fotos" },
      crear("p", { class: "ayuda" }, "Si las tiene. Una foto del montaje o del resultado ayuda más que una del grupo."),
      crear(
        "p",
        { class: "ayuda" },
        "Menores de edad, nunca. Una persona de la ENI mirará cada foto: rostros, carnés, listas, pantallas y chats se ven más de lo que uno cree.",
      ),
    ),
    crear("div", { class: "campo" }, crear("label", { for: elegir.id }, "Elegir o tomar fotos"), elegir),
    aviso,
    filas,
  );
};

const pintarAnexos = () => {
  const nombre = deArchivos("titulo");
  const campo = coleccion().campos[nombre];
  const { terminan, convertir, max } = ESQUEMA.anexos;
  const filas = crear("div");
  const aviso = crear("p", { role: "status", class: "suelto" });
  const pintar = () =>
    filas.replaceChildren(
      ...borrador.anexos.map((anexo, n) =>
        crear(
          "fieldset",
          { class: "grupo", id: `c-anexo-${n}`, tabindex: "-1" },
          crear("legend", {}, `Anexo ${n + 1} (${anexo.termina})`),
          ...Object.entries(campo.partes)
            .filter(([p]) => p !== "archivo")
            .map(([p, parte]) => pintarCampo(`anexo-${n}-${p}`, parte, anexo.datos, p)),
          ordenar(borrador.anexos, n, pintar),
        ),
      ),
    );
  const tomar = async (archivo) => {
    const dice = (/\.[^.]+$/.exec(archivo.name.toLowerCase()) ?? [""])[0];
    const termina = dice === ".txt" ? ".md" : dice;
    if (!terminan.includes(termina))
      return (
        convertir[dice] ?? "Ese tipo de archivo no se recibe: copie su texto a un .txt, o guarde la tabla como CSV."
      );
    if (archivo.size > max) return `Ese anexo es muy grande: lo más que se recibe son ${Math.round(max / 1024)} KB.`;
    if (campo.cuantos[1] && borrador.anexos.length >= campo.cuantos[1])
      return `Se reciben ${campo.cuantos[1]} anexos como máximo.`;
    borrador.anexos.push({ datos: {}, termina, texto: limpio(enTexto(new Uint8Array(await archivo.arrayBuffer()))) });
    return "";
  };
  pintar();
  const elegir = crear("input", {
    type: "file",
    accept: [...terminan, ".txt"].join(","),
    multiple: true,
    id: `c-${nombre}`,
    "aria-describedby": "y-anexos",
  });
  elegir.addEventListener("change", async () => {
    const dichos = [];
    for (const archivo of [...elegir.files]) dichos.push(await tomar(archivo));
    elegir.value = "";
    pintar();
    guardar();
    aviso.textContent =
      dichos.filter(Boolean).join(" ") || cuenta(borrador.anexos.length, "anexo listo.", "anexos listos.");
  });
  return crear(
    "section",
    { "aria-labelledby": "t-anexos" },
    crear("h2", { id: "t-anexos" }, "Anexos"),
    crear(
      "p",
      { class: "ayuda", id: "y-anexos" },
      "Una guía, una rúbrica, una lista de chequeo: texto (.txt o .md) o tabla (.csv). Word, Excel y PDF pueden traer nombres ocultos: si elige uno, aquí se le dice cómo pasarlo.",
    ),
    crear("div", { class: "campo" }, crear("label", { for: elegir.id }, "Elegir anexos"), elegir),
    aviso,
    filas,
  );
};

// Excel in Spanish writes its tables in an older alphabet.
const enTexto = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};
