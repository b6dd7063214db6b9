"""`inspira servir`: what is saved shows by itself, over a site whose files stay as they were promoted."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Browser

from generator.clock import today
from generator.diagnostics import find
from generator.outcome import Outcome
from generator.pipeline import construct
from generator.press.single import Single
from generator.serve import Live, server, serving
from generator.serve.quick import Quick
from generator.watching import arrivals
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text
from tests.raiz import ROOT


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "practicas/una").mkdir(parents=True)
    (tmp_path / "practicas/una/index.html").write_text("<html><body>antes</body></html>")
    (tmp_path / "404.html").write_text("<html><body>no está</body></html>", encoding="utf-8")
    (tmp_path / "estilo.css").write_text("body{}")
    return tmp_path


@pytest.fixture
def live(site: Path) -> Iterator[tuple[Live, str]]:
    one = Live()
    with server(site, 0, one) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        yield one, f"http://127.0.0.1:{web.server_address[1]}"
        web.shutdown()


def got(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


def test_what_was_saved_stands_over_the_site_and_goes(live: tuple[Live, str], site: Path) -> None:
    one, address = live
    assert "antes" in got(f"{address}/practicas/una/") and "/-/espera" in got(f"{address}/practicas/una/")
    one.put({"/practicas/una/index.html": b"<body>ahora</body>", "/practicas/una/imagen-1.png": b"pixel"})
    assert "ahora" in got(f"{address}/practicas/una/") and got(f"{address}/practicas/una/imagen-1.png") == "pixel"
    assert got(f"{address}/estilo.css") == "body{}"
    one.settle(lambda name: "imagen" in name)
    assert "antes" in got(f"{address}/practicas/una/") and got(f"{address}/practicas/una/imagen-1.png") == "pixel"
    assert (site / "practicas/una/index.html").read_text() == "<html><body>antes</body></html>"
    with pytest.raises(HTTPError, match="404"):
        got(f"{address}/practicas/otra/")


def test_the_browser_keeps_what_pages_share_and_nothing_that_somebody_wrote(live: tuple[Live, str], site: Path) -> None:
    one, address = live
    style = site / "assets/estilo.css"
    style.parent.mkdir()
    style.write_text("body{}")

    def asked(path: str, stamp: str = "") -> tuple[int, str | None, str | None, str]:
        web = HTTPConnection(address.removeprefix("http://"))
        web.request("GET", path, headers={"If-None-Match": stamp} if stamp else {})
        answer = web.getresponse()
        told = (answer.status, answer.getheader("Cache-Control"), answer.getheader("ETag"), answer.read().decode())
        web.close()
        return told

    status, keeping, stamp, body = asked("/assets/estilo.css")
    assert (status, keeping, body) == (200, "no-cache", "body{}") and stamp
    assert asked("/assets/estilo.css", stamp) == (304, "no-cache", stamp, "")
    style.write_text("main{}")
    assert asked("/assets/estilo.css", stamp)[0::3] == (200, "main{}")
    one.put({"/assets/estilo.css": b"a{}"})
    assert asked("/assets/estilo.css", stamp) == (200, "no-store", None, "a{}")
    around = "/assets/../practicas/una/index.html", "/assets/%2e%2e/estilo.css"
    for path in ("/practicas/una/", "/practicas/una/index.html", "/estilo.css", "/assets/", "/assets/no.css", *around):
        assert asked(path, "*")[1:3] == ("no-store", None), path


def test_a_page_waits_for_news_and_a_strange_question_for_none(live: tuple[Live, str]) -> None:
    one, address = live
    answers: list[int] = []

    def ask() -> None:
        with urlopen(f"{address}/-/espera?v={one.version}") as answer:
            answers.append(answer.status)

    asking = Thread(target=ask)
    asking.start()
    one.put({})
    asking.join(20)
    assert answers == [205]
    with urlopen(f"{address}/-/espera?v=x%0a") as answer:
        assert answer.status == 204


def test_outside_the_site_there_is_nothing(live: tuple[Live, str], site: Path) -> None:
    (site.parent / "secreto.html").write_text("secreto")
    for path in ("/../secreto.html", "/%2e%2e/secreto.html", "/practicas/%2e%2e/%2e%2e/secreto.html"):
        with pytest.raises(HTTPError, match="404"):
            got(live[1] + path)


class Refuses:
    """A press that objects to everything, and says why in words that may be somebody's."""

    def page(self, source: str, text: str, **_more: object) -> None:
        raise ValueError(text)


@pytest.mark.parametrize("broken", ["the engine", "bytes", "configuration"])
def test_what_cannot_be_made_by_itself_stops_nothing(tmp_path: Path, broken: str) -> None:
    """Half a file that an editor is still writing, for one: the whole way follows, and tells."""
    project = Proyecto(tmp_path)
    project.publishable("estaciones")
    page = tmp_path / "content/acerca.md"
    quick = Quick(tmp_path)
    quick._press = cast(Single, Refuses())
    changed = page
    if broken == "bytes":
        page.write_bytes(b"\xff\xfe")
    elif broken == "configuration":
        (tmp_path / "mkdocs.yml").write_text("a: [")
        changed = tmp_path / "practicas/estaciones/index.md"
    assert quick.files([changed]) == ({}, [])


def test_what_the_site_does_not_have_is_shown_each_time_that_it_is_saved(tmp_path: Path) -> None:
    """A draft, or a practice whose new words nobody signed yet: it is what its author is writing."""
    project = Proyecto(tmp_path)
    project.publishable("estaciones")
    project.write("en-curso", text(), estado="borrador")
    assert construct(tmp_path, TODAY).promoted
    quick = Quick(tmp_path)
    quick.renew()
    for words in ("Una vez.", "Otra vez."):
        draft = project.write("en-curso", text({"Qué hicimos": words}), estado="borrador")
        files, findings = quick.files([draft / "index.md"])
        assert not findings
        shown = files["/practicas/en-curso/index.html"].decode()
        assert words in shown and "Así se verá" in shown and 'href="../../assets/' in shown
    withdrawn = project.write("en-curso", text(), estado="revocada")
    assert quick.files([withdrawn / "ficha.yml"])[0] == {}
    quick.renew(frozenset({"practicas/estaciones"}))
    assert quick.files([tmp_path / "practicas/estaciones/index.md"])[0] == {}
    (tmp_path / "content/nueva.md").write_text("# Nueva\n")
    assert quick.files([tmp_path / "content/nueva.md"]) == ({}, [])
    assert not [p for p in (tmp_path / ".build/vivo").rglob("*") if p.is_file()]


def test_what_nobody_agreed_to_stays_nowhere_on_the_disk(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made or refused, and whatever the engine would warn of."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Inicio\n")
    written = yaml.safe_dump({"site_name": "a", "docs_dir": str(tmp_path / "docs"), "theme": "mkdocs", "plugins": []})
    (tmp_path / "mkdocs.yml").write_text(written)
    single = Single(tmp_path)
    made = single.page("index.md", f"# Otra\n\n[{CANARY_NAME}]({CANARY_NAME.split()[0]}.md)\n")
    assert made is not None and CANARY_NAME in made[1]
    monkeypatch.setattr(Path, "read_text", lambda *_given, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        single.page("index.md", f"# {CANARY_NAME}\n")
    monkeypatch.undo()
    assert not [p for p in (tmp_path / "vivo").rglob("*") if p.is_file()]
    told = capfd.readouterr()
    assert "Yurleidy" not in told.out + told.err


def test_only_what_waits_to_be_published_goes_on_being_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what was withdrawn since, nor what is not there any more."""
    withdrawn = find("C105", "practicas/retirada/index.md")
    left_out = frozenset({"practicas/en-curso", "practicas/retirada"})
    outcome = Outcome(True, ("practicas/una",), left_out=left_out, findings=(withdrawn,))
    monkeypatch.setattr(serving, "construct", lambda *_given: outcome)
    live = Live()
    names = ("una", "en-curso", "retirada", "se-va")
    live.put({f"/practicas/{name}/index.html": b"a" for name in names} | {"/acerca/index.html": b"a"})
    serving._Behind(tmp_path, live, Quick(tmp_path), lambda _words: None).build()
    assert [name for name in names if live.at(f"/practicas/{name}/")] == ["en-curso"] and not live.at("/acerca/")


def test_a_fault_behind_tells_its_kind_and_waits_for_the_next_change(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    twice = threading.Semaphore(0)

    def construct(*_given: object) -> None:
        twice.release()
        raise RuntimeError(CANARY_NAME)

    monkeypatch.setattr(serving, "construct", construct)
    behind = serving._Behind(Path(), Live(), Quick(Path()), said.append)
    for _ in range(2):
        behind.ask()
        assert twice.acquire(timeout=20)
    assert not any("Yurleidy" in words for words in said)


def test_a_folder_that_comes_later_is_watched_too(tmp_path: Path) -> None:
    arriving = arrivals([tmp_path / "decisiones"])
    (tmp_path / "decisiones").mkdir()
    assert tmp_path / "decisiones" in next(arriving)
    file = tmp_path / "decisiones/terminos.yml"
    seen = threading.Event()

    def look() -> None:
        while file not in next(arriving):
            pass
        seen.set()

    Thread(target=look, daemon=True).start()
    for number in range(100):
        file.write_text(str(number))
        if seen.wait(0.2):
            break
    assert seen.is_set()


def test_nothing_is_made_by_itself_before_there_was_a_site(tmp_path: Path) -> None:
    quick = Quick(tmp_path)
    quick.renew()
    assert quick.files([tmp_path / "practicas/una/index.md"]) == ({}, [])


def test_saved_it_is_read_again(tmp_path: Path, navegador: Browser) -> None:
    """Real: the program, a browser, a page of the guide and a practice whose new words nobody agreed to yet."""
    project = Proyecto(tmp_path)
    project.publishable("estaciones")
    project.refresh(today())
    command = [sys.executable, "-m", "generator", "servir", "--proyecto", str(tmp_path), "--puerto", "0"]
    with (
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process,
        closing(navegador.new_page()) as page,
    ):
        guard = threading.Timer(200, process.kill)
        guard.start()
        assert process.stderr is not None
        address = next(line for line in process.stderr if "http://" in line).split()[4]
        Thread(target=lambda: list(process.stderr or ()), daemon=True).start()
        try:
            page.goto(f"{address}acerca/")
            about = tmp_path / "content/acerca.md"
            about.write_text(about.read_text(encoding="utf-8") + "\nUna palabra recién guardada.\n", encoding="utf-8")
            page.get_by_text("Una palabra recién guardada.").wait_for(timeout=90_000)
            page.goto(f"{address}practicas/estaciones/")
            changed = text({"Qué hicimos": "Otras palabras, que nadie firmó."})
            (tmp_path / "practicas/estaciones/index.md").write_text(changed, encoding="utf-8")
            page.get_by_text("Otras palabras, que nadie firmó.").wait_for(timeout=90_000)
            assert page.get_by_role("status").first.inner_text().startswith("Así se verá lo que usted acaba de guardar")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            guard.cancel()
    published = tmp_path / "site/practicas/estaciones/index.html"
    assert process.returncode == 0
    assert not published.exists() or "nadie firmó" not in published.read_text(encoding="utf-8")
