// The review page. The server holds the review; this shows it, sends one choice at a time and shows what came back.
"use strict";

const $ = (id) => document.getElementById(id);
const FEW = 5;
const DONE = { tachar: "Se tacha", conservar: "Se conserva", omitir: "Queda por decidir" };

let data; // what does not change: text, questions, images, reasons
let state; // the answers so far
let doubtful; // the questions that are asked
let view = "pregunta";
let current = { pregunta: 0, imagen: 0 }; // positions in data.preguntas and data.imagenes
let busy = false;
let marks = new Map(); // the marks in the text, by question

function element(tag, words, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...[words].flat());
  return made;
}

const times = (question) => (question.menciones.length > 1 ? ` · ${question.menciones.length} veces` : "");

// --- Talking to the program ---------------------------------------------------------------------------------

async function ask(path, body) {
  const how = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(path, how);
  } catch {
    throw new Error(`El programa ya no responde. Sus respuestas están guardadas: para seguir, vuelva a la terminal y escriba inspira revisar${data ? " " + data.carpeta : ""}.`);
  }
  if (answer.status === 403) throw new Error("Esta página ya no vale: abra de nuevo la dirección que muestra la terminal.");
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || "El programa no pudo hacer eso. Vuelva a cargar la página.");
  return said;
}

async function doing(path, body, then) {
  if (busy) return;
  busy = true;
  try {
    const said = await ask(path, body);
    warn(said.aviso);
    then(said);
  } catch (problem) {
    warn(problem.message);
  } finally {
    busy = false;
  }
}

function warn(words) {
  $("problema").textContent = words || "";
  $("problema").hidden = !words;
  if (words) $("problema").scrollIntoView({ block: "nearest" });
}

// --- The author's text --------------------------------------------------------------------------------------

function drawText() {
  const all = document.createDocumentFragment();
  data.archivos.forEach((file, number) => {
    if (data.archivos.length > 1) all.append(element("h3", file.nombre));
    const lines = element("div", []);
    file.lineas.forEach(([style, parts], line) => {
      const row = element("div", [], { className: `linea linea--${style}`, id: `linea-${number}-${line + 1}` });
      for (const part of parts) {
        if (typeof part === "string") { row.append(part); continue; }
        const mark = element("mark", part[0]);
        mark.dataset.pregunta = part[1];
        if (!marks.has(part[1])) marks.set(part[1], []);
        marks.get(part[1]).push(mark);
        row.append(mark);
      }
      lines.append(row);
    });
    all.append(lines);
  });
  $("texto").append(all);
  data.preguntas.forEach((question) => colour(question.id));
}

function colour(id) {
  const question = data.preguntas.find((q) => q.id === id);
  const style = question.cierta ? "tachar" : state.respuestas[id]?.respuesta || "duda";
  const shown = view === "pregunta" && data.preguntas[current.pregunta]?.id === id;
  for (const mark of marks.get(id) || []) mark.className = shown ? `${style} actual` : style;
}

function bringUp(target) {
  const pane = $("texto");
  const top = target.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  pane.scrollTop = top - pane.clientHeight / 3;
}

// --- Questions ----------------------------------------------------------------------------------------------

function sentence(mention) {
  return [mention.antes, element("mark", mention.palabras, { className: "duda" }), mention.despues];
}

function drawQuestion(focus = true) {
  const question = data.preguntas[current.pregunta];
  const given = state.respuestas[question.id];
  const number = doubtful.indexOf(question) + 1;
  $("pregunta-numero").textContent = question.cierta ? "Esto es seguro" : `Pregunta ${number} de ${doubtful.length}`;
  $("pregunta-titulo").textContent = question.cierta ? `«${question.palabras}» se tacha` : `¿Se tacha «${question.palabras}»?`;
  $("pregunta-razon").textContent = `${question.razon}.`;
  $("pregunta-frase").replaceChildren(...sentence(question.menciones[0]));
  $("pregunta-estado").hidden = !given;
  $("pregunta-estado").textContent = given ? `Usted decidió: ${said(given).toLowerCase()}. Puede cambiarlo.` : "";
  $("decidir").hidden = question.cierta;
  for (const button of $("decidir").children) {
    const own = button.dataset.hacer;
    button.setAttribute("aria-pressed", String(given?.respuesta === own));
    if (own === "conservar") button.disabled = !question.conservable;
  }
  $("no-conservar").hidden = question.cierta || question.conservable;
  showReasons(false);
  drawMentions(question, false);
  for (const mark of $("texto").querySelectorAll(".actual")) colour(mark.dataset.pregunta);
  colour(question.id);
  const first = marks.get(question.id)?.[0];
  if (first) bringUp(first);
  if (focus) $("pregunta-titulo").focus({ preventScroll: true });
}

function said(given) {
  const reason = data.motivos.find((m) => m.valor === given.motivo);
  return reason ? `${DONE[given.respuesta]} (${reason.etiqueta.toLowerCase()})` : DONE[given.respuesta];
}

function drawMentions(question, all) {
  const list = question.menciones;
  $("menciones-titulo").textContent = list.length === 1 ? "Aparece una vez" : `Aparece ${list.length} veces: se decide para todas`;
  const rows = (all ? list : list.slice(0, FEW)).map((mention, position) => {
    const button = element("button", [...sentence(mention), element("small", `${mention.archivo}, línea ${mention.linea}`)], { type: "button" });
    button.addEventListener("click", () => show(question, mention, position));
    return element("li", button);
  });
  $("menciones-lista").replaceChildren(...rows);
  $("menciones-todas").hidden = all || list.length <= FEW;
  $("menciones-todas").textContent = `Ver las ${list.length}`;
}

function show(question, mention, position) {
  const file = data.archivos.findIndex((f) => f.nombre === mention.archivo);
  const own = marks.get(question.id) || [];
  const target = own.length === question.menciones.length ? own[position] : $(`linea-${file}-${mention.linea}`);
  if (!target) return;
  bringUp(target);
  $("texto").scrollIntoView({ block: "nearest" });
}

function showReasons(open) {
  $("motivos").hidden = !open;
  document.querySelector('[data-hacer="conservar"]').setAttribute("aria-expanded", String(open));
  if (!open) return;
  const suggested = data.preguntas[current.pregunta].sugerido;
  const buttons = data.motivos.map((reason, position) => {
    const button = element("button", [element("kbd", String(position + 1)), element("span", reason.etiqueta)], { type: "button" });
    if (reason.valor === suggested) { button.className = "sugerido"; button.append(element("small", "lo más probable")); }
    button.addEventListener("click", () => decide("conservar", reason.valor));
    return button;
  });
  $("motivos-lista").replaceChildren(...buttons);
  (buttons.find((b) => b.className) || buttons[0]).focus();
}

function decide(answer, reason = null) {
  const question = data.preguntas[current.pregunta];
  if (question.cierta) return;
  doing("/decidir", { id: question.id, respuesta: answer, motivo: reason }, (now) => {
    update(now);
    colour(question.id);
    next();
  });
}

function update(now) {
  state = { ...state, ...now };
  $("avance").textContent = state.total ? `${state.hechas} de ${state.total} respondidas` : "Nada por decidir";
  $("barra").max = Math.max(state.total, 1);
  $("barra").value = state.total ? state.hechas : 1;
}

// To the next thing that nobody has answered; to the summary when there is none.
function next() {
  const after = (list, from, open) => {
    const turned = [...list.slice(from + 1), ...list.slice(0, from + 1)];
    return turned.find(open);
  };
  if (view === "pregunta") {
    const question = after(data.preguntas, current.pregunta, (q) => !q.cierta && !state.respuestas[q.id]);
    if (question) return goTo("pregunta", data.preguntas.indexOf(question));
  }
  const from = view === "imagen" ? current.imagen : -1;
  const image = after(data.imagenes, from, (i) => !i.antes && !state.miradas[i.id]);
  if (image) return goTo("imagen", data.imagenes.indexOf(image));
  goTo("resumen");
}

function goTo(where, position = current[where]) {
  view = where;
  if (where !== "resumen") current[where] = position;
  for (const name of ["pregunta", "imagen", "resumen", "final"]) $(name).hidden = name !== where;
  for (const step of document.querySelectorAll("[data-paso]")) {
    if (step.dataset.paso === where) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
  if (where === "pregunta") drawQuestion();
  else if (where === "imagen") drawImage();
  else drawSummary();
  if (where !== "pregunta") window.scrollTo(0, 0);
}

function step(by) {
  const list = view === "pregunta" ? doubtful : data.imagenes;
  const now = view === "pregunta" ? doubtful.indexOf(data.preguntas[current.pregunta]) : current.imagen;
  const wanted = now + by;
  if (wanted < 0) return view === "imagen" && doubtful.length ? goTo("pregunta", data.preguntas.indexOf(doubtful.at(-1))) : undefined;
  if (wanted < list.length) return goTo(view, view === "pregunta" ? data.preguntas.indexOf(list[wanted]) : wanted);
  return view === "pregunta" && data.imagenes.length ? goTo("imagen", 0) : goTo("resumen");
}

function undo() {
  doing("/deshacer", {}, (now) => {
    update(now);
    if (!now.deshecha) return warn("No hay nada más que deshacer.");
    const question = data.preguntas.findIndex((q) => q.id === now.deshecha);
    if (question >= 0) { colour(now.deshecha); goTo("pregunta", question); }
    else goTo("imagen", data.imagenes.findIndex((i) => i.id === now.deshecha));
  });
}

// --- Images -------------------------------------------------------------------------------------------------

function drawImage() {
  const image = data.imagenes[current.imagen];
  const look = state.miradas[image.id];
  const photo = $("foto");
  $("imagen-numero").textContent = `Imagen ${current.imagen + 1} de ${data.imagenes.length}`;
  $("imagen-titulo").textContent = "¿Se puede publicar esta imagen?";
  $("foto-pie").textContent = image.descripcion ? `${image.archivo} · Descripción que se publicará: ${image.descripcion}` : image.archivo;
  photo.dataset.lista = "";
  photo.alt = `La imagen que se revisa: ${image.descripcion || image.archivo}`;
  photo.src = image.direccion;
  $("foto-grande").href = image.direccion;
  const before = look ? (look.publicar ? "publicar" : "retirar") : image.antes;
  $("imagen-estado").hidden = !before;
  $("imagen-estado").textContent = before ? `${look ? "Usted decidió" : "Ya se había decidido"}: ${before === "publicar" ? "se publica" : "no se publica"}. Puede cambiarlo.` : "";
  const boxes = image.miradas.map((seen) => {
    const box = element("input", [], { type: "checkbox", value: seen.valor, checked: look?.vistas.includes(seen.valor) ?? false });
    box.addEventListener("change", mayPublish);
    return element("label", [box, element("span", seen.etiqueta)]);
  });
  $("mirada").replaceChildren(...boxes);
  mayPublish();
  $("imagen-titulo").focus({ preventScroll: true });
}

const looked = () => [...$("mirada").querySelectorAll("input:checked")].map((box) => box.value);

function mayPublish() {
  const missing = data.imagenes[current.imagen].miradas.length - looked().length;
  const state = $("foto").dataset.lista;
  $("publicar").disabled = missing > 0 || state !== "si";
  $("imagen-falta").textContent =
    state === "no" ? "La imagen no se puede abrir: no la publique así."
    : missing ? `Para publicarla ${missing === 1 ? "falta una casilla" : `faltan ${missing} casillas`}. Si alguna no se cumple, no la publique.`
    : "Las cinco casillas están marcadas.";
}

function look(publish) {
  const image = data.imagenes[current.imagen];
  doing("/mirar", { id: image.id, vistas: looked(), publicar: publish }, (now) => { update(now); next(); });
}

// --- Summary and end ----------------------------------------------------------------------------------------

function drawSummary() {
  const groups = [
    ["Se tacha solo, porque es seguro", data.preguntas.filter((q) => q.cierta), false],
    ["Usted lo tacha", doubtful.filter((q) => state.respuestas[q.id]?.respuesta === "tachar"), false],
    ["Se conserva", doubtful.filter((q) => state.respuestas[q.id]?.respuesta === "conservar"), false],
    ["Queda por decidir", doubtful.filter((q) => (state.respuestas[q.id]?.respuesta ?? "omitir") === "omitir"), true],
  ];
  const drawn = groups.filter(([, list]) => list.length).map(([title, list, open]) => {
    const rows = list.map((question) => {
      const given = state.respuestas[question.id];
      const why = given?.motivo ? ` · ${data.motivos.find((m) => m.valor === given.motivo).etiqueta.toLowerCase()}` : "";
      const words = element("span", [question.palabras, element("small", why + times(question))]);
      return row(words, question.cierta ? "Ver" : given ? "Cambiar" : "Decidir", question.palabras, () => goTo("pregunta", data.preguntas.indexOf(question)));
    });
    return group(title, rows, open);
  });
  const images = data.imagenes.map((image, position) => {
    const look = state.miradas[image.id];
    const decided = look ? (look.publicar ? "se publica" : "no se publica") : image.antes === "publicar" ? "se publica" : image.antes ? "no se publica" : "por decidir";
    return row(element("span", [image.archivo, element("small", ` · ${decided}`)]), decided === "por decidir" ? "Decidir" : "Cambiar", image.archivo, () => goTo("imagen", position));
  });
  if (images.length) drawn.push(group("Imágenes", images, true));
  if (data.recordadas) drawn.push(element("p", `${data.recordadas === 1 ? "Un término no se preguntó" : `${data.recordadas} términos no se preguntaron`}: el proyecto ya los recuerda.`, { className: "nota" }));
  if (!drawn.length) drawn.push(element("p", "No hay nada que tachar ni que decidir."));
  $("resumen-grupos").replaceChildren(...drawn);
  const skipped = groups[3][1].length + data.imagenes.filter((i) => !i.antes && !state.miradas[i.id]).length;
  $("resumen-falta").hidden = !skipped;
  $("resumen-falta").textContent = `${skipped === 1 ? "Queda una cosa" : `Quedan ${skipped} cosas`} por decidir. Puede terminar así, pero la entrega no se publica hasta que alguien decida.`;
  $("resumen-titulo").focus({ preventScroll: true });
}

function group(title, rows, open) {
  return element("details", [element("summary", `${title} (${rows.length})`), element("ul", rows)], { open: open || rows.length <= FEW });
}

function row(words, label, about, go) {
  const button = element("button", label, { type: "button", className: "enlace" });
  button.setAttribute("aria-label", `${label}: ${about}`);
  button.addEventListener("click", go);
  return element("li", [words, button]);
}

function end(title, paragraphs) {
  view = "final";
  for (const name of ["pregunta", "imagen", "resumen"]) $(name).hidden = true;
  document.querySelector(".pasos").hidden = true;
  $("final").hidden = false;
  $("final-titulo").textContent = title;
  $("final-texto").replaceChildren(...paragraphs);
  $("final-titulo").focus();
}

// What the terminal says too: a sentence, or a list of places with the way to mend each one below.
function reported(words) {
  if (!/^\S+: [A-Z]\d+/.test(words)) return element("p", words);
  const rows = [];
  for (const line of words.split("\n")) {
    if (/^\s/.test(line) && rows.length) rows.at(-1).append(element("small", line.trim()));
    else rows.push(element("li", line));
  }
  return element("ul", rows);
}

// The record of what was done, in numbers: to look at, or to keep. It is made here, since the program is leaving.
function record(acta) {
  const file = URL.createObjectURL(new Blob([acta], { type: "application/json" }));
  const link = element("a", "Descargar el acta", { href: file, download: "acta.json" });
  return element("details", [
    element("summary", "Acta: qué se hizo, en cifras y sin palabras"),
    element("pre", acta, { tabIndex: 0 }),
    element("p", link),
  ]);
}

const command = (name) => element("code", `inspira ${name} ${data.carpeta}`);

$("aplicar").addEventListener("click", async () => {
  const label = $("aplicar").querySelector("b");
  const before = label.textContent;
  label.textContent = "Aplicando…"; // the whole bundle is read again: it may take a moment
  await doing("/terminar", {}, (told) => end("Listo", [
    ...told.lineas.map(reported),
    record(told.acta),
    element("p", ["Siga en la terminal con ", command("validar"), ". Ya puede cerrar esta pestaña."]),
  ]));
  label.textContent = before;
});

$("salir").addEventListener("click", () => doing("/salir", {}, () => end("Sus respuestas están guardadas", [
  element("p", "Sus archivos no han cambiado. Las respuestas quedan en este computador, sin las palabras de su texto."),
  element("p", ["Para seguir donde iba: ", command("revisar"), ". Ya puede cerrar esta pestaña."]),
])));

// --- Buttons and keys ---------------------------------------------------------------------------------------

const ACTIONS = {
  tachar: () => decide("tachar"),
  conservar: () => { if (data.preguntas[current.pregunta].conservable) showReasons($("motivos").hidden); },
  omitir: () => decide("omitir"),
  "sin-motivo": () => { showReasons(false); document.querySelector('[data-hacer="conservar"]').focus(); },
  anterior: () => step(-1),
  siguiente: () => step(1),
  deshacer: undo,
};

for (const button of document.querySelectorAll("[data-hacer]")) button.addEventListener("click", ACTIONS[button.dataset.hacer]);
for (const button of document.querySelectorAll("[data-paso]")) {
  button.addEventListener("click", () => {
    const where = button.dataset.paso;
    if (where === "pregunta" && view !== "pregunta") {
      const open = data.preguntas.findIndex((q) => !q.cierta && !state.respuestas[q.id]);
      return goTo("pregunta", open >= 0 ? open : current.pregunta);
    }
    goTo(where);
  });
}
$("menciones-todas").addEventListener("click", () => drawMentions(data.preguntas[current.pregunta], true));
$("publicar").addEventListener("click", () => look(true));
$("no-publicar").addEventListener("click", () => look(false));
$("foto").addEventListener("load", () => { $("foto").dataset.lista = "si"; mayPublish(); });
$("foto").addEventListener("error", () => { $("foto").dataset.lista = "no"; mayPublish(); });
$("texto").addEventListener("click", (event) => {
  const id = event.target.closest("mark")?.dataset.pregunta;
  if (id) goTo("pregunta", data.preguntas.findIndex((q) => q.id === id));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !data || !$("atajos").checked) return;
  const key = event.key.toLowerCase();
  if (key === "d" && (view === "pregunta" || view === "imagen")) return undo();
  if (view !== "pregunta") return;
  const choosing = !$("motivos").hidden;
  if (choosing && key === "escape") return ACTIONS["sin-motivo"]();
  if (choosing && data.motivos[Number(key) - 1]) return decide("conservar", data.motivos[Number(key) - 1].valor);
  const known = { t: "tachar", c: "conservar", o: "omitir" }[key];
  if (known && !data.preguntas[current.pregunta].cierta) { event.preventDefault(); ACTIONS[known](); }
});

// --- Beginning ----------------------------------------------------------------------------------------------

doing("/datos", undefined, (all) => {
  data = all;
  doubtful = data.preguntas.filter((q) => !q.cierta);
  $("carpeta").textContent = data.carpeta;
  document.querySelector('[data-paso="pregunta"]').hidden = !data.preguntas.length;
  document.querySelector('[data-paso="imagen"]').hidden = !data.imagenes.length;
  update(data.estado);
  drawText();
  current.pregunta = -1;
  next();
  if (current.pregunta < 0) current.pregunta = 0;
});
