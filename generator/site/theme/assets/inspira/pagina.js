// Small comforts of every page. Nothing here is needed to read.

const aviso = (boton, texto) => {
  const lugar = boton.parentElement.querySelector("[role=status]");
  if (lugar) lugar.textContent = texto;
};

// What waits to be seen before it loads must be on the paper too.
const imagenes = () => {
  const todas = [...document.querySelectorAll("img[loading=lazy]")];
  for (const imagen of todas) imagen.loading = "eager";
  return Promise.allSettled(todas.map((imagen) => imagen.decode()));
};
addEventListener("beforeprint", imagenes);

for (const boton of document.querySelectorAll("[data-imprimir]")) {
  boton.hidden = false;
  boton.addEventListener("click", () => imagenes().then(() => window.print()));
}

if (navigator.clipboard) {
  for (const boton of document.querySelectorAll("[data-copiar]")) {
    boton.hidden = false;
    boton.addEventListener("click", async () => {
      const texto = document.getElementById(boton.dataset.copiar).textContent.trim();
      try {
        await navigator.clipboard.writeText(texto);
        aviso(boton, "Copiada.");
      } catch {
        aviso(boton, "No se pudo copiar: selecciónela y cópiela a mano.");
      }
    });
  }
}

const enlace = () => document.querySelector("link[rel=canonical]")?.href ?? location.href.replace(/[?#].*/, "");

if (navigator.share) {
  for (const boton of document.querySelectorAll("[data-compartir]")) {
    boton.hidden = false;
    // Closing the system's own dialog is no error.
    boton.addEventListener("click", () => navigator.share({ title: document.title, url: enlace() }).catch(() => {}));
  }
}

if (navigator.clipboard) {
  for (const boton of document.querySelectorAll("[data-copiar-enlace]")) {
    boton.hidden = false;
    boton.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(enlace());
        aviso(boton, "Enlace copiado.");
      } catch {
        aviso(boton, enlace());
      }
    });
  }
}

// A site that does not know its own address writes a message without it: here it is known.
for (const correo of document.querySelectorAll("a[data-correo]")) {
  if (!decodeURIComponent(correo.href).includes("://")) correo.href += encodeURIComponent(`\r\n${enlace()}`);
}

// The notice of a page that had to be revised, when the site was built before that month and is read in it or later.
const mes = new Date().toLocaleDateString("sv", { year: "numeric", month: "2-digit", timeZone: "America/Bogota" });
for (const nota of document.querySelectorAll("[data-revisar]")) nota.hidden &&= mes.slice(0, 7) < nota.dataset.revisar;

// On a phone these tables become cards: each cell needs its column's name, and the roles that `display` takes away.
for (const tabla of document.querySelectorAll(".comparacion table")) {
  const titulos = [...tabla.querySelectorAll("thead th")].map((th) => th.textContent.trim());
  tabla.setAttribute("role", "table");
  for (const grupo of tabla.querySelectorAll("thead, tbody")) grupo.setAttribute("role", "rowgroup");
  for (const th of tabla.querySelectorAll("th")) th.setAttribute("role", "columnheader");
  for (const fila of tabla.querySelectorAll("tr")) {
    fila.setAttribute("role", "row");
    [...fila.querySelectorAll("td")].forEach((td, i) => {
      td.setAttribute("role", "cell");
      if (titulos[i]) td.dataset.etiqueta = titulos[i];
    });
  }
}

// Light and dark: partials/javascripts/esquema.html puts it before anything is drawn, this button changes it.
const esquema = document.querySelector(".iq-esquema");
if (esquema) {
  const { dataset } = document.body;
  const nombrar = () => {
    const nombre = `Cambiar a modo ${dataset.mdColorScheme === "slate" ? "claro" : "oscuro"}`;
    esquema.title = nombre;
    esquema.querySelector("span").textContent = nombre;
  };
  nombrar();
  esquema.hidden = false;
  esquema.addEventListener("click", () => {
    dataset.mdColorScheme = dataset.mdColorScheme === "slate" ? "default" : "slate";
    nombrar();
    try {
      localStorage.setItem("inspira-esquema", dataset.mdColorScheme);
    } catch {
      // Some browsers forbid it: the choice lasts as long as the page.
    }
  });
}

// What is folded is on the paper too, and folds again.
matchMedia("print").addEventListener("change", ({ matches }) => {
  for (const doblado of document.querySelectorAll(matches ? "article details:not([open])" : "details[data-doblado]")) {
    doblado.open = matches;
    doblado.toggleAttribute("data-doblado", matches);
  }
});

// A text to copy and run, such as a piece of a program, has a button for it.
if (navigator.clipboard) {
  for (const codigo of document.querySelectorAll(".md-typeset pre > code")) {
    const boton = Object.assign(document.createElement("button"), { type: "button", className: "iq-copiar" });
    boton.textContent = "Copiar";
    boton.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(codigo.textContent);
        boton.textContent = "Copiado";
      } catch {
        boton.textContent = "No se pudo";
      }
    });
    codigo.before(boton);
  }
}

// The menu's label becomes a button: Tab reaches it, Enter and the space bar open it, Escape closes it.
const etiqueta = document.querySelector("[data-menu]");
const cajon = document.getElementById("__drawer");
if (etiqueta && cajon) {
  const menu = document.createElement("button");
  menu.type = "button";
  menu.className = `${etiqueta.className} iq-menu`;
  menu.setAttribute("aria-controls", "menu");
  menu.append(...etiqueta.childNodes);
  etiqueta.replaceWith(menu);
  cajon.checked = false; // some browsers remember it open when a page is loaded again
  const decir = () => menu.setAttribute("aria-expanded", String(cajon.checked));
  decir();
  cajon.addEventListener("change", decir);
  menu.addEventListener("click", () => {
    cajon.click();
    if (cajon.checked) document.querySelector("#menu a")?.focus({ preventScroll: true });
  });
  addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !cajon.checked) return;
    cajon.click();
    menu.focus();
  });
}

// A wide table scrolls inside its own frame and not the page.
for (const tabla of document.querySelectorAll(".md-typeset table:not([class])")) {
  const [marco, caja] = ["md-typeset__scrollwrap", "md-typeset__table"].map((clase) =>
    Object.assign(document.createElement("div"), { className: clase }));
  tabla.replaceWith(marco);
  marco.append(caja);
  caja.append(tabla);
}

// What scrolls sideways must be reachable by keyboard.
const alcanzables = () => {
  for (const e of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
    if (e.scrollWidth <= e.clientWidth || e.tabIndex === 0) continue;
    e.tabIndex = 0;
    e.setAttribute("role", "region");
    e.setAttribute("aria-label", e.nodeName === "CODE" ? "Texto que se desplaza" : "Tabla que se desplaza");
  }
};
addEventListener("load", () => requestAnimationFrame(alcanzables));
addEventListener("resize", alcanzables);
