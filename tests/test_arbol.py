"""The tree: what Markdown and raw HTML become, and that nothing of it acts on a page or on the engine."""

from __future__ import annotations

import re

import markdown as engine
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import markdown, render
from generator.render import Shown, Surroundings

AROUND = Surroundings(
    link=lambda target: target if target.startswith("https://") else None,
    image=lambda name: Shown("imagen-1-800.jpg", "imagen-1-800.webp 800w", "image/webp", 800, 600, "otra", None),
)
EXTENSIONS = [
    "admonition", "attr_list", "def_list", "footnotes", "tables", "md_in_html", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.snippets",
]  # fmt: skip


def html(text: str) -> str:
    document, _ = markdown.parse(text, 1)
    env: render.Env = {}
    return "".join(render.html(section.tokens, AROUND, env) for section in document.sections)


def codes(text: str) -> list[str]:
    return [d.code for d in markdown.parse(text, 1)[1]]


ORDINARY = {
    "tabla": ("| a | b |\n|---|:-:|\n| 1 | 2 |", "<th>a</th>"),
    "lista de tareas": ("- [ ] uno\n- [x] dos", 'aria-label="Hecho">☑</span> dos'),
    "nota al pie": ("hola[^1]\n\n[^1]: nota", '<li id="fn1" class="footnote-item"><p>nota'),
    "admonición": ('!!! warning\n    cuidado', '<p class="admonition-title">Atención</p>'),
    "admonición con tipo propio": ("!!! maestra ojo\n    cuidado", '<p class="admonition-title">maestra ojo</p>'),
    "detalles": ('??? tip "Más"\n    texto', '<details class="tip"><summary>Más</summary>'),
    "código": ("```python\nx = {1}\n```", '<span class="mi">1</span>'),
    "lenguaje que no existe": ("```noexiste\nhola\n```", "<pre><code>hola&#10;</code></pre>"),
    "tachado": ("~~no~~", "<s>no</s>"),
    "salto en celda": ("| a |\n|---|\n| 1<br>2 |", "1<br>2"),
    "detalles en HTML": ("<details><summary>S</summary>\n\n*x*\n\n</details>", "<summary>S</summary>"),
    "imagen con su descripción": ("![una huerta](huerta.jpg)", 'alt="una huerta"'),
    "imagen en HTML": ('<img src="huerta.jpg" alt="una huerta">', 'src="imagen-1-800.jpg"'),
    "definiciones": ("eje\n: pieza que gira", "<dd>pieza que gira</dd>"),
}  # fmt: skip


@pytest.mark.parametrize("case", ORDINARY)
def test_ordinary_markdown_works(case: str) -> None:
    text, expected = ORDINARY[case]
    assert expected in html(text)


HOSTILE = {
    "guion": "<script>alert(1)</script>",
    "evento": '<b onclick="alert(1)">x</b>',
    "evento en imagen": "<img src=x onerror=alert(1)>",
    "marco": '<iframe src="https://a.example"></iframe>',
    "formulario": "<form action='https://a.example'><input name=q></form>",
    "estilo": "<style>body{display:none}</style>",
    "svg": "<svg><script>alert(1)</script></svg>",
    "meta": '<meta http-equiv="refresh" content="0;url=https://a.example">',
    "objeto": "<object data=x></object>",
    "base": "<base href='https://a.example'>",
    "mayúsculas": "<ScRiPt>alert(1)</sCrIpT>",
    "salto dentro": "<img src=x\nonerror=alert(1)>",
    "math": "<math><mi>x</mi></math>",
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_dangerous_html_is_refused_and_renders_harmless(case: str) -> None:
    assert "E208" in codes(HOSTILE[case])
    assert not re.search(
        r"<(script|iframe|form|input|style|svg|meta|object|base|math)|\son\w+=", html(HOSTILE[case]), re.I
    )


HARMLESS = {
    "enlace javascript": "[x](javascript:alert(1))",
    "enlace con entidades": "[x](java&#115;cript:alert(1))",
    "enlace data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "enlace HTML": '<a href="javascript:alert(1)">x</a>',
    "lista de atributos": "texto\n{: onclick='alert(1)' }",
    "atributos en título": "### uno {: onclick=x }",
    "recorte": '--8<-- "/etc/passwd"',
    "plantilla": "{{ config.extra }} {% raw %}",
    "cerca en HTML": "<div>\n```\nx\n```\n</div>",
    "STX": "klzzwxh:0000",
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_engines_act_on_is_only_text(case: str) -> None:
    out = html(HARMLESS[case])
    assert "\n" not in out
    assert "{" not in out
    assert "javascript" not in re.sub(r">[^<]*<", "><", out)
    assert " onclick" not in re.sub(r">[^<]*<", "><", out)


_PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "> ",
            "- ",
            "1. ",
            "```\n",
            "~~~",
            "    ",
            "\n",
            "\n\n",
            "*",
            "**",
            "_",
            "`",
            "[",
            "](",
            ")",
            "![",
        ),
        *("<", ">", "</", "<div>", "<details>", "{: .x }", "{{", "{%", "--8<--", "!!! note", "??? x", "[^1]", "[^1]: "),
        *("| a | b |\n|--|--|\n", "&amp;", "&#60;", "\\", "hola", "niño", "«", "-", ":", "=", '"', "'", " "),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_the_engine_passes_our_line_through_untouched(text: str) -> None:
    """Two parsers must not disagree: what Python-Markdown makes of a staged chunk is the chunk."""
    chunk = f'<div class="relato">{html(text)}</div>'
    assert "\n" not in chunk
    built = engine.markdown(f"antes\n\n{chunk}\n\ndespués", extensions=EXTENSIONS)
    assert built.split("\n") == ["<p>antes</p>", chunk, "", "<p>después</p>"] or built.split("\n") == [
        "<p>antes</p>",
        chunk,
        "<p>después</p>",
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_no_text_breaks_the_parser(text: str) -> None:
    markdown.parse(text, 1)


def test_what_looks_like_a_marked_section_is_text() -> None:
    for odd in ("<div>\n<![Yurleidy 3\n</div>", "<![ x", "<![CDATA[ x", "<!x", "<?x", "a <![if y]> b"):
        markdown.parse(odd, 1)
    assert "Yurleidy 3" in html("<div>\n<![Yurleidy 3\n</div>")


DEEP = {
    "citas": "> " * 300 + "a",
    "listas": "\n".join("  " * i + "- a" for i in range(200)),
    "corchetes": "[" * 20000,
    "imágenes": "![" * 9000,
    "menores": "<a " * 6000,
}


@pytest.mark.parametrize("case", DEEP)
def test_deep_nesting_is_refused_not_cut(case: str) -> None:
    assert codes(DEEP[case]) == ["E011"]


def test_sections_keep_unknown_headings_in_place() -> None:
    document, _ = markdown.parse(
        "antes\n\n## Qué hicimos\n\nuno\n\n## Otra cosa\n\ndos\n\n## Qué hicimos\n\ntres", 5, ["Qué hicimos"]
    )
    assert [(s.title, s.anchor, s.known, s.line) for s in document.sections] == [
        ("", "inicio", None, 5),
        ("Qué hicimos", "que-hicimos", "Qué hicimos", 7),
        ("Otra cosa", "otra-cosa", None, 11),
        ("Qué hicimos", "que-hicimos-2", "Qué hicimos", 15),
    ]


def test_comments_leave_the_page_but_not_our_sight() -> None:
    document, _ = markdown.parse("uno <!-- aparte --> dos\n\n<!-- otro -->", 1)
    assert [c.strip() for _, c in document.comments] == ["aparte", "otro"]
    assert "aparte" not in html("uno <!-- aparte --> dos")
