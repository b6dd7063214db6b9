// The controls, drawn from the schema. A field is known by its kind, never by its name; its path (`autoria-0-rol`) is
// the end of the identifiers of its control (`c-`), its error (`e-`) and its warnings (`a-`).

let alCambiar = []; // what looks again when another answer changes: centres of a region, a name that goes with a credit
const cambio = () => {
  alCambiar.forEach((mirar) => mirar());
  guardar();
};

const MUCHAS = 5;
const opcionesDe = (campo, caja) => {
  if (campo.tipo === "si")
    return [
      ["true", "Sí"],
      ["false", "No"],
    ];
  if (campo.opciones) return ESQUEMA.opciones[campo.opciones];
  const lista = ESQUEMA.vocabularios[campo.vocabulario];
  return lista.todos ?? lista.grupos[caja[lista.segun]] ?? [];
};
const dependeDe = (campo) => (campo.vocabulario ? ESQUEMA.vocabularios[campo.vocabulario].segun : undefined);

const idsDe = (ruta, campo) =>
  [campo.ayuda || campo.ejemplo ? `y-${ruta}` : "", `e-${ruta}`, `a-${ruta}`].filter(Boolean).join(" ");
const titulado = (campo) => [campo.titulo, campo.falta ? "" : crear("span", { class: "opcional" }, " (opcional)")];
const ayudaDe = (ruta, campo, mas = "") => {
  const ejemplo = campo.ejemplo ? `Por ejemplo: ${campo.ejemplo}.` : "";
  const texto = [campo.ayuda, mas, ejemplo].filter(Boolean).join(" ");
  return texto ? crear("p", { class: "ayuda", id: `y-${ruta}` }, texto) : "";
};
const debajo = (ruta) => [
  crear("p", { class: "error", id: `e-${ruta}`, hidden: true }),
  crear("div", { class: "avisos", id: `a-${ruta}`, "aria-live": "polite" }),
];

// --- Text ---------------------------------------------------------------------------------------------------------
const crece = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
};

const pintarAvisos = (ruta, texto, control) => {
  const lugar = porId(`a-${ruta}`);
  if (!lugar) return;
  const hallados = avisosDe(texto);
  lugar.replaceChildren(
    ...hallados
      .slice(0, 3)
      .map((aviso) =>
        crear(
          "p",
          { class: "aviso" },
          `Aquí puede haber ${aviso.clase}. Si es de una persona, quítelo. `,
          crear("button", { type: "button", class: "enlace", onclick: () => irA(control.id, aviso) }, "Verlo"),
        ),
      ),
  );
};

const irA = (id, tramo) => {
  const control = porId(id);
  if (!control) return;
  for (let arriba = control.closest("details"); arriba; arriba = arriba.parentElement.closest("details"))
    arriba.open = true;
  control.focus();
  if (tramo && control.setSelectionRange) control.setSelectionRange(tramo.inicio, tramo.fin);
  control.scrollIntoView({ block: "center" });
};

// A text control that keeps what is written in `caja[clave]`.
const controlDeTexto = (ruta, campo, caja, clave, { filas = 0, mas = {} } = {}) => {
  const unRenglon = !filas && (campo.max ?? 0) <= 140;
  const control = crear(unRenglon ? "input" : "textarea", {
    id: `c-${ruta}`,
    lang: "es",
    spellcheck: "true",
    autocapitalize: "sentences",
    autocomplete: "off",
    "aria-describedby": `${idsDe(ruta, campo)}${campo.max && !filas ? ` n-${ruta}` : ""}`,
    "aria-required": campo.falta ? "true" : undefined,
    ...(unRenglon ? { type: "text" } : { rows: filas || 2 }),
    ...mas,
  });
  control.value = caja[clave] ?? "";
  let luego;
  control.addEventListener("input", () => {
    caja[clave] = control.value;
    if (!unRenglon) crece(control);
    contar(ruta, campo, control.value);
    guardar();
    quitarError(ruta);
    clearTimeout(luego);
    luego = setTimeout(() => pintarAvisos(ruta, control.value, control), 500);
  });
  return control;
};
const contar = (ruta, campo, texto) => {
  const lugar = porId(`n-${ruta}`);
  if (!lugar) return;
  const van = largo(renglon(texto));
  lugar.textContent = van > campo.max ? `Sobran ${van - campo.max}.` : `${van} de ${campo.max}`;
  lugar.classList.toggle("sobra", van > campo.max);
};

const pintarTexto = (ruta, campo, caja, clave) => {
  const forma = campo.forma ? { autocapitalize: "off", spellcheck: "false" } : {};
  const control = controlDeTexto(ruta, campo, caja, clave, { mas: forma });
  return crear(
    "div",
    { class: "campo" },
    crear("label", { for: control.id }, ...titulado(campo)),
    ayudaDe(ruta, campo),
    control,
    campo.max
      ? crear("p", { class: "cuenta", id: `n-${ruta}` }, `${largo(renglon(caja[clave] ?? ""))} de ${campo.max}`)
      : "",
    ...debajo(ruta),
  );
};
const pintarLista = (ruta, campo, caja, clave) => {
  const [, tope] = campo.cuantos;
  const control = controlDeTexto(ruta, { ...campo, ayuda: campo.ayuda || "." }, caja, clave, { filas: 3 });
  const cuantas = `Cada cosa en un renglón${tope ? `; ${tope} como máximo` : ""}.`;
  return crear(
    "div",
    { class: "campo" },
    crear("label", { for: control.id }, ...titulado(campo)),
    ayudaDe(ruta, campo, cuantas),
    control,
    ...debajo(ruta),
  );
};
const pintarNumero = (ruta, campo, caja, clave) => {
  const mas = { inputmode: "numeric", spellcheck: "false" };
  // Its highest value is no number of characters.
  const control = controlDeTexto(ruta, { ...campo, max: undefined }, caja, clave, { mas });
  control.setAttribute("aria-describedby", idsDe(ruta, campo));
  // The keyboard of a phone has only digits here: the words that may stand in place of a number are put with a touch.
  const poner = () => {
    control.value = campo.palabra;
    control.dispatchEvent(new Event("input"));
    control.focus();
  };
  return crear(
    "div",
    { class: "campo corto" },
    crear("label", { for: control.id }, ...titulado(campo)),
    ayudaDe(ruta, campo),
    control,
    campo.palabra
      ? crear("button", { type: "button", class: "enlace", onclick: poner }, `Poner «${campo.palabra}»`)
      : "",
    ...debajo(ruta),
  );
};
