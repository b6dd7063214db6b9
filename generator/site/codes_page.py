"""The page of the codes: what each says, how it is mended, and an example of the ones that a bundle can be told."""

from __future__ import annotations

from markupsafe import Markup, escape

from generator.codes import CATALOG, Code
from generator.site.code_examples import WORDS, examples
from generator.site.markup import heading, page, render


def codes_page() -> str:
    """What each code of a message means and how it is mended, with an anchor for each (`#e101`)."""
    pieces = [render("codigos.html.j2")]
    for code in CATALOG.values():
        pieces += [heading(code.id, code.id.lower()), _told(code)]
    return page({"title": "Códigos de los mensajes", "hide": ["navigation"]}, *pieces)


def _told(code: Code) -> str:
    example = examples().get(code.id)
    if example is None:
        return render("codigo.html.j2", code=code, words=False, wrong=None, right=None)
    wrong, right = (_in_one_line(example.shown(text)) for text in (example.wrong, example.right))
    return render("codigo.html.j2", code=code, words=example.where == WORDS, wrong=wrong, right=right)


def _in_one_line(text: str) -> Markup:
    """A line that is blank or begins with a mark would mean something to whoever reads the page as Markdown."""
    return Markup(escape(text).replace("\n", Markup("&#10;")))  # noqa: S704 - escaped
