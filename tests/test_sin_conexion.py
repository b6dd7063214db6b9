"""The site without a connection, in a real Chromium: what was read stays, and what left the site leaves the phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.serve import server
from tests.navegador import Lugares, axe

pytestmark = pytest.mark.navegador

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      if (answer) found.push(`${request.url} ${await answer.text()}`); // the worker may have taken it away meanwhile
    }
  }
  return found;
}"""
ADDRESSES = "async () => (await Promise.all((await caches.keys()).map(async (n) => " + (
    "(await (await caches.open(n)).keys()).map((r) => r.url)))).flat()"
)


class Net:
    """A site of its own on one port, which comes and goes."""

    def __init__(self, site: Path) -> None:
        self.site, self._port = site, 0
        self._web: ThreadingHTTPServer | None = None

    def on(self) -> None:
        self._web = server(self.site, self._port)
        self._port = self._web.server_address[1]
        Thread(target=self._web.serve_forever, daemon=True).start()

    def off(self) -> None:
        if self._web:
            self._web.shutdown()
            self._web.server_close()
            self._web = None

    def published(self) -> None:
        """As a new construction leaves it: with another stamp."""
        (self.site / "sello.txt").write_text(f"{'0' * 64}\n", encoding="ascii")

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}{path}"


@pytest.fixture
def net(sitio: Path, tmp_path: Path) -> Iterator[Net]:
    shutil.copytree(sitio, tmp_path / "site")
    made = Net(tmp_path / "site")
    made.on()
    yield made
    made.off()


@pytest.fixture
def page(navegador: Browser, net: Net) -> Iterator[Page]:
    context = navegador.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    yield page
    context.close()
    assert not errors


def until(page: Page, script: str, true: Callable[[list[str]], bool]) -> None:
    """Waits until what the script answers is as it should be."""
    for _ in range(100):
        if true(page.evaluate(script)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(ADDRESSES))


def kept(page: Page, path: str) -> None:
    """Waits until something at this path is kept."""
    until(page, ADDRESSES, lambda found: any(address.endswith(path) for address in found))


def gone(page: Page, words: str) -> None:
    """Waits until nothing that is kept has these words, in its address or in its text."""
    until(page, KEPT, lambda found: not any(words in one for one in found))


def test_what_was_read_and_searched_is_there_and_the_rest_says_so(page: Page, net: Net, lugares: Lugares) -> None:
    page.goto(net.at(lugares.practica))
    kept(page, lugares.practica)  # the very first page, which was there before the worker
    page.locator("article img").first.scroll_into_view_if_needed()
    until(page, ADDRESSES, lambda found: any("imagen-1" in one for one in found))
    page.goto(net.at("/buscar/?q=botellas"))
    expect(page.locator(".iq-resultados .iq-tarjeta__titulo").first).to_be_visible()
    net.off()
    page.goto(net.at(lugares.practica))
    expect(page.locator("h1")).to_have_text(lugares.con_tilde_en)
    page.locator("article img").first.scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.images].every((i) => i.complete && i.naturalWidth)")
    page.goto(net.at("/buscar/?q=botellas"))
    expect(page.locator(".iq-resultados .iq-tarjeta__titulo").first).to_be_visible()
    page.goto(net.at("/guia/ruta/?desde=inicio"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Para leer sin conexión")
    expect(page.locator(".iq-sin-conexion li a").first).to_be_visible()
    assert lugares.con_tilde_en in page.locator(".iq-sin-conexion ul").all_inner_texts()[1]
    assert not axe(page)
    net.on()
    page.get_by_role("link", name="Intentar de nuevo").click()
    expect(page).to_have_url(net.at("/guia/ruta/?desde=inicio"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Para leer sin conexión")


def test_what_is_searched_before_the_worker_answers_is_kept_too(page: Page, net: Net) -> None:
    worker = net.site / "sw.js"
    late = "await new Promise((claim) => { setTimeout(claim, 60000); });"
    written = worker.read_text(encoding="utf-8").replace("await self.clients.claim();", late)
    assert late in written
    worker.write_text(written, encoding="utf-8")
    page.goto(net.at("/buscar/"))
    kept(page, "/buscar/")  # it was told what was loaded by then
    page.get_by_role("searchbox").fill("botellas")
    expect(page.locator(".iq-resultados .iq-tarjeta__titulo").first).to_be_visible()
    kept(page, "pagefind-entry.json")


def test_what_leaves_the_site_leaves_the_phone_at_the_next_visit(page: Page, net: Net, lugares: Lugares) -> None:
    page.goto(net.at(lugares.practica))
    page.get_by_role("button", name="Guardar para leer sin conexión").click()
    expect(page.get_by_role("button", name="Guardada en este aparato")).to_be_visible()
    page.goto(net.at("/buscar/?q=botellas"))
    expect(page.locator(".iq-resultados .iq-tarjeta__titulo").first).to_be_visible()
    kept(page, "pagefind-entry.json")
    page.goto(net.at("/guia/ruta/"))
    kept(page, "/guia/ruta/")
    # As a withdrawal leaves it: the folder is gone, and so are the pages and the search data that spoke of it.
    shutil.rmtree(net.site / lugares.practica.strip("/"))
    shutil.rmtree(net.site / "pagefind")
    chapter = net.site / "guia/ruta/index.html"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("</h1>", " renovada</h1>"), encoding="utf-8")
    net.published()
    page.goto(net.at("/acerca/"))
    gone(page, "huerta-vertical")
    gone(page, "pagefind-entry")
    net.off()
    page.goto(net.at(lugares.practica))
    expect(page.get_by_role("heading", level=1)).to_have_text("Para leer sin conexión")
    assert lugares.con_tilde_en not in page.content()
    page.goto(net.at("/guia/ruta/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("renovada")


def test_a_page_that_changed_is_read_as_it_is_now(page: Page, net: Net) -> None:
    page.goto(net.at("/guia/ruta/"))
    kept(page, "/guia/ruta/")
    chapter = net.site / "guia/ruta/index.html"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("</h1>", " renovada</h1>"), encoding="utf-8")
    page.goto(net.at("/guia/ruta/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("renovada")


def test_what_was_kept_on_purpose_is_taken_off_again(page: Page, net: Net, lugares: Lugares) -> None:
    page.goto(net.at(lugares.practica))
    button = page.locator(".iq-guardar button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert any("imagen-1" in address for address in page.evaluate(ADDRESSES))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.goto(net.at("/sin-conexion/"))
    page.get_by_role("button", name="Borrar lo guardado").click()
    expect(page.get_by_role("status")).to_contain_text("Se borró todo")
    left = page.evaluate(ADDRESSES)
    assert left and all("/assets/" in address or address.endswith("/sin-conexion/") for address in left)
    net.off()
    page.goto(net.at("/guia/ruta/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Para leer sin conexión")


def test_a_picture_that_is_gone_leaves_also_when_its_page_stays(page: Page, net: Net, lugares: Lugares) -> None:
    page.goto(net.at(f"{lugares.practica}index.html"))
    kept(page, lugares.practica)
    page.reload()
    page.locator("article img").first.scroll_into_view_if_needed()
    picture = "imagen-1"
    until(page, ADDRESSES, lambda found: any(picture in one for one in found))
    for file in (net.site / lugares.practica.strip("/")).glob(f"{picture}*"):
        file.unlink()
    index = net.site / lugares.practica.strip("/") / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace(picture, "otra"), encoding="utf-8")
    net.published()
    page.goto(net.at(lugares.practica))
    until(page, ADDRESSES, lambda found: not any(picture in one for one in found))
