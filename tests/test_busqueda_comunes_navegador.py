"""A search of words with columns gives the pages that Pagefind gives, and asks for little, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Request

from generator import searching
from generator.kept import NOTHING
from generator.serve.web import server
from tests.test_sitio_navegador import TITLES, ask, page_at, settled

pytestmark = pytest.mark.navegador

_FLOOR = 6


@pytest.fixture(scope="module")
def con_columnas(sitio: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the same site is served, its index with the columns of a large one."""
    site = tmp_path_factory.mktemp("comunes") / "site"
    shutil.copytree(sitio, site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.searching.common.FLOOR", _FLOOR)
        searching.index(site, site.parent / "log", NOTHING)
    form = site / "buscar/index.html"
    large, many = re.subn(r'data-paginas="\d+"', 'data-paginas="5000"', form.read_text(encoding="utf-8"))
    assert many == 1
    form.write_text(large, encoding="utf-8")
    with server(site, 0) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_address[1]}"
        web.shutdown()


_WORDS = ("aprendices", "GRUPO", "tecnico", "grupo frenos", "los aprendices en su grupo", "años")


def test_the_same_pages_are_found(navegador: Browser, direccion: str, con_columnas: str) -> None:
    without, with_columns = (_found(navegador, address) for address in (direccion, con_columnas))
    assert without == with_columns
    assert all(paths and marked for _, paths, marked in without.values())


def _found(navegador: Browser, address: str) -> dict[str, tuple[str, frozenset[str], bool]]:
    """Of each search: how many pages it says, which they are, and whether a word is marked in what it shows of them."""
    found = {}
    with page_at(navegador) as page:
        page.goto(f"{address}/buscar/")
        for words in _WORDS:
            paths = ask(page, words)
            while page.locator(".iq-ver-mas").is_visible():
                page.locator(".iq-ver-mas").click()
                page.wait_for_function(
                    "n => document.querySelectorAll('.iq-resultados > li').length > n", arg=len(paths)
                )
                paths = page.locator(f"{TITLES} a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
            told = page.locator(".iq-buscar__cuenta").inner_text()
            found[words] = told, frozenset(paths), page.locator(".iq-tarjeta__extracto mark").count() > 0
    return found


def test_words_of_columns_alone_need_no_program(navegador: Browser, con_columnas: str) -> None:
    asked: list[Request] = []
    with page_at(navegador) as page:
        page.on("request", lambda request: asked.append(request))
        page.goto(f"{con_columnas}/buscar/")
        page.locator("#q").focus()
        page.wait_for_load_state("networkidle")
        assert [r.url.rpartition("/")[2] for r in asked if "/pagefind/" in r.url] == ["comunes.json"]
        assert ask(page, "grupo")
        assert [r for r in asked if "comun-" in r.url] and not [r for r in asked if "pagefind.js" in r.url]
        extracts = page.locator(".iq-tarjeta__extracto").all_inner_texts()
        assert extracts and all(re.search(r"grupo", text, re.I) and len(text.split()) <= 24 for text in extracts)
        marks = page.locator(".iq-tarjeta__extracto mark").all_inner_texts()
        assert marks and all(re.search(r"grupo", text, re.I) for text in marks)
        assert ask(page, "frenos")
        assert [r for r in asked if "pagefind.js" in r.url]


def test_an_older_browser_asks_pagefind(navegador: Browser, con_columnas: str) -> None:
    asked: list[Request] = []
    with page_at(navegador) as page:
        page.add_init_script("delete globalThis.DecompressionStream")
        page.on("request", lambda request: asked.append(request))
        page.goto(f"{con_columnas}/buscar/")
        assert ask(page, "grupo")
        assert [r for r in asked if "pagefind.js" in r.url] and not [r for r in asked if "/pagefind/comun" in r.url]


def test_a_list_that_is_not_there_keeps_nobody_from_searching(navegador: Browser, con_columnas: str) -> None:
    with page_at(navegador) as page:
        page.route("**/pagefind/comunes.json", lambda route: route.fulfill(status=404))
        page.goto(f"{con_columnas}/buscar/")
        assert ask(page, "grupo")


def test_what_an_extract_says_runs_nothing_and_keeps_its_letters(navegador: Browser, con_columnas: str) -> None:
    with page_at(navegador) as page:
        page.goto(f"{con_columnas}/buscar/?q=año")
        settled(page)
        shown = page.locator(".iq-resultados").inner_text()
        assert "ñ" in shown and not {"ƞ", "Ƞ"} & set(shown)
        assert page.locator("img[src='x'], [onerror]").count() == 0


def test_a_chapter_of_the_guide_offers_the_parts_that_pagefind_offers(
    navegador: Browser, direccion: str, con_columnas: str
) -> None:
    offered = []
    for address in (direccion, con_columnas):
        with page_at(navegador) as page:
            page.goto(f"{address}/buscar/?q=evaluación&tipo=guia")
            settled(page)
            parts = page.locator(".iq-tarjeta__partes a")
            offered.append(parts.evaluate_all("all => all.map(a => [a.getAttribute('href'), a.textContent]).sort()"))
    assert offered[0] == offered[1] and len(offered[0]) > 3
