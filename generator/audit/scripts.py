"""Scripts inside pages: the theme's own, compared with the templates of the installed package to the letter.

Decision: no list of digests, which would have to be renewed with each version of the theme, and nothing taken from
another built page, since one plugin changes all of them. The templates are read from the package; where they print
a value (`{{ … }}`) only a relative address may stand. The theme's configuration is JSON and is checked by its keys.
"""

from __future__ import annotations

import json
import re
from functools import cache

from generator.audit.known import theme_roots
from generator.audit.linked import LINKED, is_linked
from generator.audit.pieces import Tag

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ADDRESS = r"(?:[./]{0,80}|/[A-Za-z0-9._~/-]{0,200})"
_WORKER = re.compile(_ADDRESS + r"assets/javascripts/workers/search\.[0-9a-f]{8}\.min\.js")
# An address from the root stands in the page for what is not found alone; it is read for people like any other.
_FROM_ROOT = re.compile(r'"(/[A-Za-z0-9._~/-]+)"')
_CONFIG_KEYS = frozenset("annotate base code features redirect search tags translations version".split())
# What some themes leave out, and none may have: this site uses nothing of it.
_UNUSED = ("annotate", "code", "redirect", "tags", "version")


@cache
def _own_scripts() -> tuple[re.Pattern[str], ...]:
    """The scripts that the theme's templates write into a page, as patterns."""
    found = []
    for root in theme_roots():
        for path in sorted((root / "partials" / "javascripts").glob("*.html")):
            for body in _SCRIPT.findall(path.read_text(encoding="utf-8")):
                if "{%" not in body:
                    found.append(re.compile(_ADDRESS.join(map(re.escape, _VALUE.split(body)))))
    return tuple(found)


def is_ours(opener: Tag, body: str) -> bool:
    """Whether the inside of a script is the theme's. `opener` is its opening tag."""
    if opener.name != "script":
        return False
    if not opener.attributes:
        return any(pattern.fullmatch(body) for pattern in _own_scripts())
    if dict(opener.attributes) == {"id": "__config", "type": "application/json"}:
        return _is_config(body)
    return dict(opener.attributes) == LINKED and is_linked(body)


def _is_config(body: str) -> bool:
    try:
        config = json.loads(body)
    except ValueError:
        return False
    if not isinstance(config, dict) or not config.keys() <= _CONFIG_KEYS:
        return False
    base, search = config.get("base"), config.get("search")
    return (
        isinstance(base, str)
        and re.fullmatch(_ADDRESS, base) is not None
        and (search is None or (isinstance(search, str) and _WORKER.fullmatch(search) is not None))
        and all(config.get(key) is None for key in _UNUSED)
        and _strings(config.get("features"))
        and isinstance(config.get("translations"), dict)
        and _strings(list(config["translations"].values()))
    )


def _strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) for v in values)


def addresses(body: str) -> list[str]:
    """The addresses from the root that a script of the theme holds."""
    return _FROM_ROOT.findall(body)


def config_texts(body: str) -> list[str]:
    """What the theme's configuration says in words; nothing for another script."""
    try:
        translations = json.loads(body).get("translations", {})
    except (ValueError, AttributeError):
        return []
    return [str(v) for v in translations.values()] if isinstance(translations, dict) else []
