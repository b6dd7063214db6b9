"""A project with a canary in every place where somebody could write, and a search for it in everything else.

The canary is made up from name parts (`tests/fabrica.py`); nobody is called so.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from PIL import Image, PngImagePlugin

from generator.vocabulary import plain
from tests.apoyo_consentimiento import ROOT
from tests.fabrica import CANARY_ID, CANARY_MAIL, CANARY_NAME, REPO, Proyecto, text

SLUG = "con-yurleidy-muchavisoy"
PHOTO = "yurleidy-muchavisoy.png"
EVERYWHERE = "practicas/en-todas-partes"
REDACTED = "practicas/se-tacha"
BUNDLES = ("practicas", "expediciones")

WORDS = (*CANARY_NAME.split(), CANARY_ID, CANARY_ID.replace(".", ""), CANARY_MAIL, CANARY_MAIL.partition("@")[0])
"""What must not be anywhere, in no disguise."""


def everywhere() -> str:
    """An `index.md` that is valid and says the canary wherever Markdown and the fields let it."""
    who = CANARY_NAME
    body = f"""Fue idea de {who}, cédula {CANARY_ID}, correo {CANARY_MAIL}.

### Con {who}

- [ ] llamar a **{who[:3]}**{who[3:]}
> Lo dijo {who.upper()}.

| a | {who} |
|---|---|
| 1 | {CANARY_ID} |

![{who} en la mesa]({PHOTO} "{who}")

[{who}](https://example.org/{quote(who)} "{who}") `{who}` <!-- {who} -->

```python {who}
autor = "{who}"
```

Nota[^1].

[^1]: De {who}.
[^suelta]: De {who}.
[ref]: https://example.org "{who}"
"""
    index = text(
        {"Qué hicimos": body, f"Con {who}": "Algo."},
        titulo=f"Huerta con {who}", resumen=f"No había tierra y {who} propuso botellas.",
        recursos=[f"La casa de {who}"], competencia=f"Según {who}, medir.", sector_productivo=f"Panadería de {who}",
        etiquetas=["yurleidy-muchavisoy"],
        autoria=[{"rol": "instructor", "credito": "seudonimo", "nombre": who}],
        imagenes=[{"archivo": PHOTO, "alt": f"{who} en la mesa", "credito": who, "personas_reconocibles": "ninguna"}],
        anexos=[{"archivo": "yurleidy-muchavisoy.md", "titulo": f"Lista de {who}"}],
    )  # fmt: skip
    return index.replace("---\n", f"---\n# preguntar a {who}, {CANARY_ID}\n", 1)


def picture() -> bytes:
    """A picture that says the canary in its metadata."""
    image, notes = Image.new("RGB", (900, 600), (0, 120, 50)), PngImagePlugin.PngInfo()
    notes.add_text("Author", CANARY_NAME)
    out = io.BytesIO()
    exif = image.getexif()
    exif[0x013B] = CANARY_NAME
    image.save(out, "PNG", pnginfo=notes, exif=exif)
    return out.getvalue()


def unfit() -> dict[str, dict[str, str | bytes]]:
    """Bundles that something is wrong with, by folder: each names the canary where it is wrong."""
    good, who = text(), CANARY_NAME
    return {
        SLUG: {"index.md": good},
        "yaml-roto": {"index.md": good.replace("area: transversal", f"area: [{who}: {{")},
        "yaml-con-etiqueta": {"index.md": good.replace("transversal", "!yurleidy_muchavisoy x")},
        "yaml-con-ancla": {"index.md": good.replace("transversal", "*yurleidy_muchavisoy")},
        "yaml-repetido": {"index.md": good.replace("area:", f"{who}: 1\n{who}: 2\narea:")},
        "campo-que-no-existe": {"index.md": good.replace("area:", f"{who}: 1\narea:")},
        "valores-malos": {"index.md": text(area=who, tiempo=who, periodo=who, centro=CANARY_ID, autoria=who)},
        "sin-cerrar": {"index.md": good.replace("---\n\n##", f"\n{who}\n##")},
        "sin-utf8": {"index.md": good.encode() + f"\n{who}".encode("latin-1") + b"\xff\xfe"},
        "html-malo": {"index.md": text({"Qué hicimos": f'<script src="{who}">{who}</script> <{who.split()[0]}>'})},
        "hondo": {"index.md": text({"Qué hicimos": "> " * 200 + who})},
        "enlaces-malos": {"index.md": text({"Qué hicimos": f"![{who}](../{PHOTO}) [{who}](javascript:{who})"})},
        "ficha-rota": {"index.md": good, "ficha.yml": f"estado: {who}\n{who}: ["},
        "revision-rota": {"index.md": good, "revision.yml": f"terminos:\n  - {{termino: {who}, motivo: {who}}}\n"},
        "recibos-rotos": {"index.md": good, "consentimientos.json": f'{{"{who}": "{CANARY_ID}"'},
        "archivos-ajenos": {
            "index.md": good, f"Cédula {who}.pdf": b"%PDF", f"{who}.docx": b"PK", PHOTO: b"no",
            "yurleidy-muchavisoy.exe": b"",
        },
    }  # fmt: skip


def project_with_canaries(root: Path, *, guide: bool) -> Proyecto:
    """The project, with a bundle that is fit, one that is redacted, one that has everything and all the unfit."""
    made = Proyecto(root, guide=guide)
    made.publishable("limpia", text())
    made.publishable("se-tacha", text({"Qué hicimos": f"Lo propuso {CANARY_NAME}, cédula {CANARY_ID}."}))
    made.write("en-todas-partes", everywhere(), **{"anexos__yurleidy-muchavisoy.md": f"- {CANARY_NAME}\n"})
    (made.folder("en-todas-partes") / PHOTO).write_bytes(picture())
    made.consent("en-todas-partes")
    for name, files in unfit().items():
        folder = made.folder(name)
        (folder / "ficha.yml").write_text("estado: publicada\n", encoding="utf-8")
        for file, data in files.items():
            (folder / file).write_bytes(data.encode() if isinstance(data, str) else data)
    (made.folder("es-un-enlace") / "index.md").symlink_to(f"/no/existe/{CANARY_NAME}")
    made.folder("es-una-carpeta/index.md")
    (root / "practicas" / f"{CANARY_NAME}.md").write_text(CANARY_NAME, encoding="utf-8")
    made.folder(CANARY_NAME)
    return made


def environment(root: Path, **more: str) -> dict[str, str]:
    """The surroundings of a process that has nowhere to write but below `root`."""
    places = {"HOME": "casa", "TMPDIR": "temporal", "XDG_CACHE_HOME": "xdg/cache", "XDG_CONFIG_HOME": "xdg/config",
              "XDG_DATA_HOME": "xdg/data", "XDG_STATE_HOME": "xdg/state", "XDG_RUNTIME_DIR": "xdg/run"}  # fmt: skip
    for place in places.values():
        (root / place).mkdir(parents=True, exist_ok=True)
    own = {name: str(root / place) for name, place in places.items()}
    paths = os.pathsep.join((str(root / "enganche"), str(REPO)))
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": paths,
        "PYTHONFAULTHANDLER": "1",
        **own,
        **more,
    }


def key_file(root: Path) -> Path:
    """The root key of the project, as `emitir` wants it: outside the project and for its owner only."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path = root / "llaves" / "eni.pem"
    path.parent.mkdir(mode=0o700)
    pem = ROOT.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.touch(0o600)
    path.write_bytes(pem)
    return path


def needles(private: Iterator[bytes]) -> list[bytes]:
    """What the canary, and the files that hold it, would be taken for: as it is, encoded or hashed, in lower case."""
    found: set[bytes] = set()
    for word in (*WORDS, CANARY_NAME):
        for form in {word, plain(word)}:
            data = form.encode()
            found |= {data.lower(), form.lower().encode(), quote(form).lower().encode(), data.hex().encode()}
            found |= {"".join(f"%{b:02x}" for b in data).encode(), form.lower().encode("utf-16-le")}
            found |= {"".join(f"&#{ord(c)};" for c in form).encode(), form[::-1].lower().encode()}
            found |= {_aligned(data, shift) for shift in range(3)}
            for case in {form, form.lower(), form.upper()}:
                found |= _digests(case.encode())
    for data in private:
        found |= _digests(data)
    return sorted(n for n in found if len(n) > 5)


def _aligned(data: bytes, shift: int) -> bytes:
    """The part of any Base64 that holds the data at one of the three alignments (searched in lower case)."""
    whole = base64.b64encode(b"\0" * shift + data).rstrip(b"=")
    return whole[(4 if shift else 0) : -2].lower()


def _digests(data: bytes) -> set[bytes]:
    return {hashlib.new(name, data, usedforsecurity=False).hexdigest().encode() for name in ("md5", "sha1", "sha256")}


def private_files(project: Path) -> Iterator[bytes]:
    """The files of those bundles that must not leave a trace; what is fit to be seen has its images' digests."""
    for path in sorted(project.glob("practicas/*/**/*")):
        if path.is_file() and path.parent.name != "limpia" and path.name not in ("ficha.yml",):
            data = path.read_bytes()
            if any(plain(w).encode() in plain(data.decode("utf-8", "replace")).encode() for w in WORDS):
                yield data


_CLEAN: set[tuple[bytes, bytes]] = set()
"""Digests of what was searched and of what was looked for in it, where nothing was found: tests have many copies of a
few files."""


def found_in(data: bytes, wanted: list[bytes]) -> list[bytes]:
    """Which needles a text holds, compressed or not."""
    asked = hashlib.sha256(data).digest(), hashlib.sha256(b"\n".join(wanted)).digest()
    if asked in _CLEAN:
        return []
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    low = data.lower()
    if not data.isascii():
        low += b"\n" + plain(data.decode("utf-8", "replace")).encode()
    found = [n for n in wanted if n in low]
    if not found:
        _CLEAN.add(asked)
    return found


def written(root: Path) -> Iterator[Path]:
    """Every file below a folder but the bundles themselves and what the test put there."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if path.is_file() and not path.is_symlink() and not (inside[0] == "proyecto" and inside[1] in BUNDLES):
            yield path
