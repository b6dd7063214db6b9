"""The part of Material's stylesheet that this site uses: `python -m herramientas.estilo_base` writes it again.

Most of what Material ships dresses things that no page here has (its search, its blog, tabs, annotations, right to
left): two thirds of what a phone would fetch before it may draw. What is not on the list below stays, so a rule that
somebody may need is never lost by being forgotten. A test compares the file with what this command writes.
"""

from __future__ import annotations

import re
import sys
from importlib import resources
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

ROOT = Path(__file__).parent.parent
THEME = ROOT / "generator/site/theme/assets/inspira"
OUT = THEME / "base.css"
HEAD = "/* Part of Material for MkDocs (MIT, © Martin Donath), written by herramientas/estilo_base.py. */\n"
UNUSED = re.compile(
    r"\.md-(?:annotation|announce|author|badge|banner|button|clipboard|code__|consent|copyright|dialog|draft|feedback"
    r"|footer-meta|footer__|header--lifted|header__source|header__title--active|hint|input|message|meta|nav--integrated"
    r"|nav--lifted|nav--primary|nav__button|nav__container|nav__item--|nav__link--|nav__link\[|nav__source|nav__toggle"
    r"|option|pagination|path|pin|post|profile|progress|search|select|sidebar--post|skip|social|source|status"
    r"|tabs__link--|tag|toggle__|tooltip2?|top\b|version)"
    r"|\[dir=rtl\]|\.no-js|\.js\b|tabbed|mermaid|critic|arithmatex|\.keys|\.grid|twemoji|linenos|highlighttable"
    r"|giscus|\.mdx|\.result|filename|data-md-level|data-md-toggle=search|\[for=__|columnheader"
    r"|\.focus-visible"  # a script of Material's gave this class: the browsers' own `:focus-visible` is what ours says
    r"|data-md-color-(?:primary|accent)=(?!custom)|data-md-color-(?:primary|accent)\]"
)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


def made() -> str:
    """The stylesheet, one rule a line. Material's own comes from the installed package."""
    folder = resources.files("material.templates").joinpath("assets", "stylesheets")
    sheets = sorted((p for p in folder.iterdir() if re.fullmatch(r"(?:main|palette)\..*\.css", p.name)), key=str)
    text = "".join(_kept(_parsed(sheet.read_text(encoding="utf-8"))) for sheet in sheets)
    while (less := _without_unread(text)) != text:
        text = less
    return HEAD + text


def _parsed(css: str) -> list[Node]:
    rules: list[Node] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return rules


def _kept(rules: list[Node]) -> str:
    """The rules that dress something of ours, and of each the selectors that do."""
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(tinycss2.serialize(rule.prelude)) if not UNUSED.search(s)]
            if selectors:
                out.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}\n")
        elif rule.content is None:
            continue  # @charset: the file is ASCII
        elif rule.lower_at_keyword in ("media", "supports"):
            inside = _kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            if inside:
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{\n{inside}}}\n")
        else:
            inside = tinycss2.serialize(rule.content)
            out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}\n")
    return "".join(out)


def _selectors(prelude: str) -> list[str]:
    """A list of selectors, cut at the commas that are not inside `:is(…)`."""
    found, depth = [""], 0
    for letter in prelude:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _without_unread(css: str) -> str:
    """Without the custom properties that nothing reads, here or in our own stylesheet: most are pictures."""
    ours = (THEME / "inspira.css").read_text(encoding="utf-8")
    read = set(_VARIABLE.findall(css)) | set(_VARIABLE.findall(ours))

    def less(rules: list[Node]) -> str:
        out = []
        for rule in rules:
            if rule.type == "at-rule":
                inside = tinycss2.serialize(rule.content)
                if rule.lower_at_keyword in ("media", "supports"):
                    inside = "\n" + less(tinycss2.parse_rule_list(rule.content, skip_whitespace=True))
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}\n")
                continue
            declared = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
            kept = [d for d in declared if not (d.name.startswith("--") and d.name not in read)]
            if kept:
                body = "".join(d.serialize().rstrip(";") + ";" for d in kept).rstrip(";")
                out.append(f"{tinycss2.serialize(rule.prelude)}{{{body}}}\n")
        return "".join(out)

    return less(_parsed(css))


def main() -> int:
    """Write the file."""
    OUT.write_text(made(), encoding="utf-8", newline="\n")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
