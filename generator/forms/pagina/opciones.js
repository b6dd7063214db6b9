// Choices and groups of fields, and which control each kind of field gets.

// --- Choices ------------------------------------------------------------------------------------------------------
const pintarUna = (ruta, campo, caja, clave) => {
  const opciones = opcionesDe(campo, caja);
  if (!dependeDe(campo) && campo.falta && opciones.length <= MUCHAS)
    return pintarVarias(ruta, campo, caja, clave, "radio");
  const control = crear("select", {
    id: `c-${ruta}`,
    "aria-describedby": idsDe(ruta, campo),
    "aria-required": campo.falta ? "true" : undefined,
  });
  const llenar = () => {
    const ahora = opcionesDe(campo, caja);
    if (!ahora.some(([codigo]) => codigo === caja[clave])) delete caja[clave];
    const primera =
      dependeDe(campo) && !ahora.length ? "Elija primero lo de arriba" : campo.falta ? "Elija" : "Sin decir";
    control.replaceChildren(
      crear("option", { value: "" }, primera),
      ...ahora.map(([codigo, nombre]) => crear("option", { value: codigo }, nombre)),
    );
    control.value = caja[clave] ?? "";
  };
  llenar();
  if (dependeDe(campo)) {
    let antes = caja[dependeDe(campo)];
    alCambiar.push(() => {
      if (caja[dependeDe(campo)] !== antes) {
        antes = caja[dependeDe(campo)];
        llenar();
      }
    });
  }
  control.addEventListener("change", () => {
    if (control.value) caja[clave] = control.value;
    else delete caja[clave];
    quitarError(ruta);
    cambio();
  });
  return crear(
    "div",
    { class: "campo" },
    crear("label", { for: control.id }, ...titulado(campo)),
    ayudaDe(ruta, campo),
    control,
    ...debajo(ruta),
  );
};

const pintarVarias = (ruta, campo, caja, clave, tipo = "checkbox") => {
  const marcadas = () => (tipo === "radio" ? [caja[clave]] : (caja[clave] ?? []));
  const fila = ([codigo, nombre], n) => {
    const control = crear("input", { type: tipo, id: `c-${ruta}-${n}`, name: `c-${ruta}`, value: codigo });
    control.checked = marcadas().includes(codigo);
    control.addEventListener("change", () => {
      if (tipo === "radio") caja[clave] = codigo;
      else
        caja[clave] = opcionesDe(campo, caja)
          .map(([c]) => c)
          .filter((c) => (c === codigo ? control.checked : marcadas().includes(c)));
      quitarError(ruta);
      cambio();
    });
    return crear("label", { class: "opcion", for: control.id }, control, crear("span", {}, nombre));
  };
  return crear(
    "fieldset",
    { class: "campo", id: `c-${ruta}`, tabindex: "-1", "aria-describedby": idsDe(ruta, campo) },
    crear("legend", {}, ...titulado(campo)),
    ayudaDe(ruta, campo, tipo === "checkbox" ? "Puede marcar varias." : ""),
    ...opcionesDe(campo, caja).map(fila),
    ...debajo(ruta),
  );
};

// --- Groups -------------------------------------------------------------------------------------------------------
const pintarPartes = (ruta, campo, caja) => {
  const credito = Object.entries(campo.partes).find(([, parte]) => parte.opciones === "Credito")?.[0];
  return Object.entries(campo.partes).map(([nombre, parte]) => {
    const pintado = pintarCampo(`${ruta}-${nombre}`, parte, caja, nombre);
    if (credito && parte.tipo === "texto") {
      const mirar = () => {
        const lleva = ESQUEMA.credito[caja[credito]] ?? "no";
        pintado.hidden = lleva === "no";
        pintado.querySelector(".opcional").hidden = lleva === "si";
      };
      mirar();
      alCambiar.push(mirar);
    }
    return pintado;
  });
};
const pintarGrupo = (ruta, campo, caja, clave) => {
  caja[clave] ??= {};
  return crear(
    "fieldset",
    { class: "grupo", id: `c-${ruta}`, tabindex: "-1" },
    crear("legend", {}, ...titulado(campo)),
    ayudaDe(ruta, campo),
    ...pintarPartes(ruta, campo, caja[clave]),
    ...debajo(ruta),
  );
};
const pintarGrupos = (ruta, campo, caja, clave) => {
  caja[clave] ??= [];
  while (caja[clave].length < campo.cuantos[0]) caja[clave].push({});
  const filas = crear("div");
  const otra = crear("button", {
    type: "button",
    class: "segundo",
    onclick: () => {
      caja[clave].push({});
      pintar();
      guardar();
      porId(`c-${ruta}-${caja[clave].length - 1}`).focus();
    },
  });
  const pintar = () => {
    filas.replaceChildren(
      ...caja[clave].map((una, n) =>
        crear(
          "fieldset",
          { class: "grupo", id: `c-${ruta}-${n}`, tabindex: "-1" },
          crear("legend", {}, `${campo.titulo} ${n + 1}`),
          ...pintarPartes(`${ruta}-${n}`, campo, una),
          caja[clave].length > campo.cuantos[0]
            ? crear(
                "button",
                {
                  type: "button",
                  class: "enlace",
                  onclick: () => {
                    caja[clave].splice(n, 1);
                    pintar();
                    guardar();
                    otra.focus();
                  },
                },
                `Quitar ${campo.titulo.toLowerCase()} ${n + 1}`,
              )
            : "",
        ),
      ),
    );
    otra.textContent = caja[clave].length ? "Agregar más" : "Agregar";
    otra.setAttribute("aria-label", `${otra.textContent}: ${campo.titulo}`);
    otra.hidden = campo.cuantos[1] > 0 && caja[clave].length >= campo.cuantos[1];
  };
  pintar();
  return crear(
    "fieldset",
    { class: "campo", id: `c-${ruta}`, tabindex: "-1" },
    crear("legend", {}, ...titulado(campo)),
    ayudaDe(ruta, campo),
    filas,
    otra,
    ...debajo(ruta),
  );
};

const PINTAN = {
  texto: pintarTexto,
  lista: pintarLista,
  numero: pintarNumero,
  si: pintarUna,
  opcion: pintarUna,
  opciones: pintarVarias,
  grupo: pintarGrupo,
  grupos: pintarGrupos,
};
const pintarCampo = (ruta, campo, caja, clave) => PINTAN[campo.tipo](ruta, campo, caja, clave);
