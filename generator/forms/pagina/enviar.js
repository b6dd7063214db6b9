// The way out: what is missing and what to look at, the package, and a copy of it opened again.

const enlaceA = (ruta, texto, tramo) =>
  crear(
    "a",
    {
      href: `#c-${ruta}`,
      onclick: (evento) => {
        evento.preventDefault();
        irA(`c-${ruta}`, tramo);
      },
    },
    texto,
  );

const revisar = () => {
  guardarYa();
  const [faltan, hallados] = [errores(), avisos()];
  ponerErrores(faltan);
  const titulo = crear(
    "h2",
    { tabindex: "-1", id: "t-revision" },
    faltan.length
      ? `Va incompleta: ${cuenta(faltan.length, "cosa por corregir", "cosas por corregir")}`
      : "No le falta nada",
  );
  porId("revision").replaceChildren(
    titulo,
    faltan.length ? crear("p", {}, "Puede enviarla así y la ENI le ayuda, o completarla ahora:") : "",
    faltan.length
      ? crear("ul", { class: "lista-errores" }, ...faltan.map((e) => crear("li", {}, enlaceA(e.ruta, e.mensaje))))
      : "",
    hallados.length ? crear("h3", {}, `Puede señalar a alguien: ${cuenta(hallados.length, "aviso", "avisos")}`) : "",
    hallados.length
      ? crear(
          "ul",
          { class: "lista-avisos" },
          ...hallados.slice(0, 40).map((a) =>
            crear(
              "li",
              {},
              `${a.titulo}: parece ${a.clase}. `,
              crear(
                "button",
                {
                  type: "button",
                  class: "enlace",
                  "aria-label": `Ir allí: ${a.titulo}, ${a.clase}`,
                  onclick: () => irA(`c-${a.ruta}`, a.ajeno ? undefined : a),
                },
                "Ir allí",
              ),
            ),
          ),
        )
      : "",
    crear(
      "p",
      { class: "nota" },
      hallados.length
        ? "Mientras quede algo así, no le mande el paquete a nadie más que a la ENI. Allí se anonimiza antes de que otra persona lo vea."
        : "Este aviso no lo encuentra todo. Hasta que se anonimice, el paquete es solo para la ENI.",
    ),
    crear("h2", {}, "Así se leerá"),
    pintarVista(),
  );
  titulo.focus();
  titulo.scrollIntoView();
};

const exportar = async (entregar) => {
  guardarYa();
  const faltan = errores();
  ponerErrores(faltan);
  const quedan = avisos();
  const archivo = await hacerPaquete();
  const partes = [
    await entregar(archivo),
    faltan.length ? `Va incompleta: faltan ${faltan.length}.` : "",
    quedan.length ? `Tiene ${cuenta(quedan.length, "aviso", "avisos")} de datos de personas: solo para la ENI.` : "",
  ];
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
