"""Real texts by others as submissions: bare, as a stranger would send them, and wrapped as the template asks.

The texts stay where they are; what is made of them goes into a temporary project. Licences and authors of the
texts: `ATTRIBUTION.md` beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from generator import markdown
from generator.anonymize import redact
from generator.anonymize.findings import Finding
from generator.anonymize.rewrite import revision_text
from generator.anonymize.spans import CITED, Level
from generator.frontmatter import body_of
from generator.load import discover
from generator.plaintext import decode
from generator.schema.revision import Motivo, Termino
from generator.validate import read
from generator.vocabulary import plain
from tests.fabrica import Proyecto, fields

SHARED = Path(__file__).parent.parent.parent / "shared" / "datos" / "textos" / "files"
FIGURE = "figura.png"
ALT = "Figura del texto original"
BEFORE, AROUND = "Se presenta un texto de otra persona, sin cambios.", "Qué hicimos"


def texts() -> list[Path]:
    """Every real text, sorted; none where the folder is not there."""
    return sorted(p for p in SHARED.rglob("*") if p.suffix in (".md", ".Rmd")) if SHARED.is_dir() else []


def slug(path: Path) -> str:
    """A folder name for a text: its own path without accents, cut to what an address may have."""
    name = re.sub(r"[^a-z0-9]+", "-", plain(path.relative_to(SHARED).with_suffix("").as_posix())).strip("-")
    return name[-70:].strip("-")


def bare(project: Proyecto, path: Path) -> str:
    """The text as it is, as the `index.md` of a bundle. Returns the folder's name."""
    name = slug(path)
    (project.folder(name) / "index.md").write_bytes(path.read_bytes())
    return name


def body(path: Path) -> str | None:
    """The text without its own front matter, with its pictures pointing at one that is there; None when not UTF-8."""
    text, _ = decode(path.read_bytes(), path.name)
    if text is None:
        return None
    found = body_of(text)
    return _with_figure(found[0] if found else text)


def _with_figure(text: str) -> str:
    """What a reviewer would mend: pictures and files that were not collected, and pictures without words.

    Each picture becomes the same small one; links to files of the original site become addresses outside.
    """
    document, _ = markdown.parse(text, 1)
    for target in sorted({i.target for i in markdown.images(document) if i.target}, key=len, reverse=True):
        text = re.sub(rf"(\]\(\s*<?){re.escape(target)}", rf"\g<1>{FIGURE}", text)
        text = text.replace(f'src="{target}"', f'src="{FIGURE}"')
    text = re.sub(rf"!\[\s*\](\(\s*<?{FIGURE})", rf"![{ALT}]\1", text)
    text = re.sub(r'<img (?![^>]*\balt="[^"]+")', f'<img alt="{ALT}" ', text)
    for target in sorted({r.target for r in markdown.links(document)}, key=len, reverse=True):
        if not re.match(r"[a-z][a-z0-9+.-]*:|#|//", target, re.IGNORECASE) and target:
            text = re.sub(rf"(\]\(\s*<?|\]:\s*<?){re.escape(target)}(?=[)\s>\"])", r"\g<1>https://example.org/", text)
    return text


def wrapped(project: Proyecto, path: Path) -> str | None:
    """The text under the headings of the template, with valid fields and its reviews decided; None when not UTF-8.

    Returns the folder's name. Receipts are the caller's: only what is clean can have them.
    """
    text = body(path)
    return None if text is None else wrap(project, slug(path), text)


def wrap(project: Proyecto, name: str, text: str) -> str:
    """A text with its pictures in place, under the headings of the template, in a folder of that name."""
    uses_figure = FIGURE in text
    entry = {"archivo": FIGURE, "alt": ALT, "personas_reconocibles": "ninguna"}
    front = fields(titulo="Un texto real puesto en la plantilla", imagenes=[entry] if uses_figure else None)
    yaml_text = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    closing = "## Qué pasó y cómo lo sabemos\n\nSe leyó.\n\n## Para hacerlo en su ambiente\n\nLeerlo.\n"
    opening = f"## La situación\n\n{BEFORE}\n\n## {AROUND}\n\n"
    project.write(name, f"---\n{yaml_text}---\n\n{opening}{text.strip()}\n\n{closing}")
    if uses_figure:
        project.image(name, FIGURE)
    _decide(project, name)
    return name


def _decide(project: Proyecto, name: str) -> None:
    """Answer every open question of a bundle with «it is nobody's name», as a reviewer in a hurry would."""
    bundle = next(b for b in discover(project.root)[0] if b.folder == f"practicas/{name}")
    submission, _ = read(project.root, bundle)
    if submission is None:
        return
    terms = {
        f.plain: Termino(termino=f.words.strip()[:120], decision="conservar", motivo=_motive(f))
        for f in redact.findings_of(submission)
        if f.span.level is Level.REVISAR and f.words.strip()
    }
    revision = submission.revision.model_copy(update={"terminos": list(terms.values())[:500]})
    (project.folder(name) / "revision.yml").write_text(revision_text(revision), encoding="utf-8")


def _motive(finding: Finding) -> Motivo:
    return Motivo.OBRA if finding.span.reason == CITED else Motivo.PALABRA


def private_words(project: Proyecto, name: str) -> list[str]:
    """What the detectors are certain of in a bundle: what its page may lack."""
    return [f.words for f in redact.findings_of(project.submission(name)) if f.span.level is Level.AUTO]


def all_wrapped(project: Proyecto, chosen: Sequence[Path] | None = None) -> Iterator[tuple[Path, str]]:
    """Wrap every text, or those that are chosen; (text, folder's name) of those that could be."""
    for path in texts() if chosen is None else chosen:
        if (name := wrapped(project, path)) is not None:
            yield path, name
