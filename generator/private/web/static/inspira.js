// Keeps what is being written: a draft in the store every little while, and a copy in this tab while there is no line.
// Without it everything works the same, with the button «Guardar borrador».
(() => {
  "use strict";
  const problems = document.getElementById("problemas");
  if (problems) problems.focus();
  const done = sessionStorage.getItem("enviado");
  if (document.querySelector(".hecho") && done) {
    sessionStorage.removeItem(done);
    sessionStorage.removeItem("enviado");
  }
  const form = document.querySelector("form[data-borrador]");
  if (!form) return;
  const state = form.querySelector("[data-estado]");
  const key = `borrador ${document.body.dataset.quien} ${location.pathname}`;
  const WAIT = 4000;
  const HIDDEN = ["csrf", "envio", "accion"];
  const written = () => [...new FormData(form)].filter(([name]) => !HIDDEN.includes(name));
  const say = (words) => { state.textContent = words; };

  const copy = sessionStorage.getItem(key);
  if (copy && !problems) {
    const kept = JSON.parse(copy);
    if (JSON.stringify(written()) !== copy) {
      for (const field of form.elements) {
        if (!field.name || HIDDEN.includes(field.name)) continue;
        const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
      say("Se recuperó lo que había escrito en esta pestaña. Todavía no se ha enviado.");
    }
  }

  let timer = 0;
  const save = async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("accion", "borrador-solo");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
      if (answer.status === 204) {
        sessionStorage.removeItem(key);
        say("Borrador guardado.");
      } else if (answer.type === "opaqueredirect") {
        say("Su sesión terminó. Lo escrito quedó como borrador: entre de nuevo y siga.");
      } else {
        say("No se pudo guardar el borrador. Lo escrito sigue en esta pestaña.");
      }
    } catch {
      say("Sin conexión. Lo escrito sigue en esta pestaña; se guardará cuando vuelva.");
    }
  };
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify(written()));
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  window.addEventListener("online", save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.setItem(key, JSON.stringify(written()));
    sessionStorage.setItem("enviado", key);
  });
})();
