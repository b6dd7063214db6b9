// `index.md` as `generator.drafting.index_md` lays it out, every text between double quotes: nothing is left to guess.

const escalar = (valor) => (typeof valor === "string" ? JSON.stringify(valor) : String(valor));

const aYaml = (valor, sangria = "") => {
  if (Array.isArray(valor)) {
    return valor
      .map((v) => {
        if (typeof v !== "object") return `${sangria}- ${escalar(v)}\n`;
        return aYaml(v, `${sangria}  `).replace(/^ */, `${sangria}- `);
      })
      .join("");
  }
  return Object.entries(valor)
    .map(([clave, v]) => {
      if (typeof v !== "object") return `${sangria}${clave}: ${escalar(v)}\n`;
      return `${sangria}${clave}:\n${aYaml(v, Array.isArray(v) ? sangria : `${sangria}  `)}`;
    })
    .join("");
};

const indexMd = (campos, cuerpo) => `---\n${aYaml(campos)}---\n\n${cuerpo.trim()}\n`;

// What was written above, and nothing else, read again. Throws where it is anything else.
const deYaml = (texto) => {
  const lineas = texto
    .split("\n")
    .filter(Boolean)
    .map((l) => ({ hondo: /^ */.exec(l)[0].length, dice: l.trim() }));
  let en = 0;
  const valor = (dice) => JSON.parse(dice);
  const mapa = (hondo) => {
    const hecho = {};
    while (en < lineas.length && lineas[en].hondo === hondo && !lineas[en].dice.startsWith("- ")) {
      const partes = /^([a-z_]+):(?: (.+))?$/.exec(lineas[en].dice);
      if (!partes) throw new Error("yaml");
      en += 1;
      if (partes[2] !== undefined) hecho[partes[1]] = valor(partes[2]);
      else
        hecho[partes[1]] = lineas[en]?.dice.startsWith("- ")
          ? lista(lineas[en].hondo)
          : mapa(lineas[en]?.hondo ?? hondo);
    }
    return hecho;
  };
  const lista = (hondo) => {
    const hecho = [];
    while (en < lineas.length && lineas[en].hondo === hondo && lineas[en].dice.startsWith("- ")) {
      const dice = lineas[en].dice.slice(2);
      if (/^[a-z_]+:/.test(dice)) {
        lineas[en] = { hondo: hondo + 2, dice };
        hecho.push(mapa(hondo + 2));
      } else {
        hecho.push(valor(dice));
        en += 1;
      }
    }
    return hecho;
  };
  const todo = mapa(0);
  if (en !== lineas.length) throw new Error("yaml");
  return todo;
};
