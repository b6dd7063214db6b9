// Starts Decap when the notice was read; leaves nothing of a photo but what is seen; and saves no empty field.
(() => {
  "use strict";
  const READ = "inspira-aviso-leido";
  const notice = document.querySelector("#aviso");
  const status = document.querySelector("#estado");

  // What was left blank is not written: an empty field is not an answer.
  const blank = (value) =>
    value == null || (typeof value === "string" ? !value.trim() : value.size === 0 || value.length === 0);
  const tidy = (value) =>
    value && typeof value === "object" && typeof value.filter === "function"
      ? value.map(tidy).filter((inner) => !blank(inner))
      : value;

  // Decap would write some fields in any order: a change shows in the history as what it is.
  const ORDER = JSON.parse(document.querySelector("#orden").textContent);
  function fields(entry) {
    const names = ORDER[entry.get("collection")] ?? [];
    const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
    return tidy(entry.get("data").toOrderedMap()).sortBy((_, name) => place(name));
  }

  function inSpanish(phrases) {
    const all = structuredClone(phrases);
    for (const [path, words] of Object.entries(window.INSPIRA_ESPANOL)) {
      const names = path.split(".");
      const last = names.pop();
      let place = all;
      for (const name of names) place = place[name] ??= {};
      place[last] = words;
    }
    return all;
  }

  // A word in place of a list or a number («pendiente», «menos de 5»): Decap has no such fields.
  const asText = (value) => (value?.join ? value.join(", ") : String(value ?? ""));
  const listOr = (word, text) => {
    const names = text.split(/[\s,]+/).filter(Boolean);
    return names.length === 1 && names[0] === word ? word : names;
  };
  const numberOr = (word, text) => {
    const typed = text.trim().replace(/\s+/g, " ");
    if (typed.toLowerCase() === word) return word;
    return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
  };
  function orWord(read) {
    return window.createClass({
      getInitialState: () => ({ typed: null }),
      render() {
        const { field, forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
        const taken = (text) => {
          this.setState({ typed: text });
          onChange(read(field.get("palabra"), text));
        };
        return window.h("input", {
          id: forID,
          type: "text",
          className: classNameWrapper,
          value: this.state.typed ?? asText(value),
          onChange: (event) => taken(event.target.value),
          onFocus: setActiveStyle,
          onBlur: setInactiveStyle,
        });
      },
    });
  }

  function start() {
    try {
      sessionStorage.setItem(READ, "si");
    } catch {
      // Without storage the notice is shown again: no harm.
    }
    status.textContent = "Abriendo el editor…";
    window.CMS_MANUAL_INIT = true;
    const script = document.createElement("script");
    script.src = "decap-cms.js";
    script.onerror = () => (status.textContent = "No se pudo abrir el editor. Revise la conexión e intente de nuevo.");
    script.onload = () => {
      notice.remove();
      document.documentElement.className = "";
      window.INSPIRA_INGLES = window.CMS.getLocale("en");
      const spanish = inSpanish(window.CMS.getLocale("es"));
      // Until it has read its configuration, Decap speaks English.
      for (const locale of ["es", "en"]) window.CMS.registerLocale(locale, spanish);
      window.CMS.registerWidget("lista-o-palabra", orWord(listOr));
      window.CMS.registerWidget("numero-o-palabra", orWord(numberOr));
      window.CMS.registerEventListener({ name: "preSave", handler: ({ entry }) => fields(entry) });
      window.CMS.init();
    };
    document.head.append(script);
  }

  // A photo is drawn again, so that the place, the day and the camera stay behind: git would not forget them.
  const PHOTO = /\.(?:jpe?g|png)$/i;
  const TEXT = /\.(?:md|csv)$/i;

  async function redrawn(file) {
    if (TEXT.test(file.name)) return file;
    if (!PHOTO.test(file.name)) throw new Error("tipo");
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const type = /\.png$/i.test(file.name) ? "image/png" : "image/jpeg";
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
    if (!blob) throw new Error("foto");
    return new File([blob], file.name, { type });
  }

  const ours = new WeakSet();
  document.addEventListener(
    "change",
    async (event) => {
      const input = event.target;
      if (ours.has(event) || !(input instanceof HTMLInputElement) || input.type !== "file") return;
      event.stopImmediatePropagation();
      try {
        const clean = new DataTransfer();
        for (const file of input.files) clean.items.add(await redrawn(file));
        input.files = clean.files;
      } catch {
        input.value = "";
        alert("Ese archivo no se pudo usar. Suba fotos .jpg o .png, y anexos .md o .csv.");
        return;
      }
      const again = new Event("change", { bubbles: true });
      ours.add(again);
      input.dispatchEvent(again);
    },
    true,
  );
  for (const kind of ["drop", "paste"])
    document.addEventListener(
      kind,
      (event) => {
        if (!(event.dataTransfer ?? event.clipboardData)?.files.length) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        alert("Para subir un archivo use el botón: así se le quitan a la foto los datos que no se ven.");
      },
      true,
    );

  document.querySelector("#entrar").addEventListener("click", start);
  const returning = new URLSearchParams(location.search).has("code");
  let read = false;
  try {
    read = sessionStorage.getItem(READ) === "si";
  } catch {
    read = false;
  }
  // Back from entering at the service, or a page opened again in the same tab.
  if (returning || read) start();
})();
