"""The press prints what plain MkDocs prints, byte for byte, and what did not change is not printed again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from generator import build, digests
from generator.accepting import accept
from generator.build import build_pages
from generator.configuration import write_config
from generator.engines import MKDOCS, PRESS, default
from generator.kept import NOTHING, Kept
from generator.manifest import GUIDE, Staged, Writer
from generator.press import process, sharing
from generator.press.earlier import Past, Printing
from generator.press.orders import decoded, write_told
from generator.press.plain import PlainBlocks
from generator.press.printing import press
from generator.stage import stage
from tests import cifras
from tests.fabrica import TODAY, Proyecto, text

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the press is started as it is for users, and not from one that is in memory (`tests/prensa.py`)."""
    monkeypatch.setattr(process, "subprocess", subprocess)


MENU = ("index", "practicas/index", "expediciones/index", "buscar/index", "guia/index", "guia/ruta")
CONFIG: dict[str, object] = {
    "site_name": "Un sitio",
    "site_url": "https://example.org/",
    "extra": {"contacto": {"rol": "Un equipo", "correo": "contacto@example.org"}},
    "theme": {"name": "material", "language": "es", "favicon": "assets/inspira/icono.svg", "features": []},
    "plugins": [],
    "markdown_extensions": ["attr_list", "md_in_html", "footnotes", {"toc": {"permalink": "¶"}}],
    "nav": [{"Inicio": "index.md"}, {"Guía": ["guia/index.md", "guia/ruta.md"]}],
}


def tree(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


class Small:
    """A few pages of each kind, staged by hand, and the published site beside them."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.work, self.site = root, root / ".build", root / "site"
        self.config: dict[str, object] = dict(CONFIG)
        self.extra: dict[str, object] = {"completo": True, "documento": {"detalle": "3 páginas"}}
        self.pages = {f"{name}.md": f"# Página {name}\n\nPalabras.\n" for name in MENU}
        self.pages["guia/ruta.md"] += "\n[La portada](../index.md)\n"
        for name in "abcd":
            self.pages[f"practicas/{name}/index.md"] = (
                f"---\ntitle: De {name}\n---\n\n## Uno {{#uno}}\n\n<p>De {name}</p>\n"
            )
        self.pages["practicas/d/index.md"] = "---\nrobots: noindex\n---\n\n<div><p>d</p></div>\n"
        self.pages["practicas/enlaza/index.md"] = "[a](../a/index.md)\n"
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        monkeypatch.setattr(build, "begun", _Here)

    def stage(self) -> Staged:
        shutil.rmtree(self.work / "docs", ignore_errors=True)
        writer = Writer(self.work / "docs")
        for name, words in self.pages.items():
            writer.page(name, words, GUIDE)
        writer.asset("practicas/a/cita.bib", b"@misc{a}", GUIDE)
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(self.config), encoding="utf-8")
        work, site = self.work, self.work / "sitio"
        config = write_config(self.root, work, work / "docs", site, self.config, self.extra, figures=False)
        return Staged(work / "docs", config, site, writer.pages, tuple(writer.assets), frozenset())

    def print(self, key: bytes | None = KEY) -> Printing:
        """Stage, print with what is remembered, and hold what came out to what is made of nothing; publish it."""
        staged, past = self.stage(), Past(self.site)
        kept = self.work / "hechos"
        kept.mkdir(exist_ok=True)
        before = tree(self.site) if self.site.exists() else {}
        assert build_pages(staged, PRESS, Kept(kept, key), past) == []
        made = tree(staged.site)
        aside = self.work / "hecho"
        staged.site.rename(aside)
        press(str(staged.config))
        assert made and made == {name: data for name, data in tree(staged.site).items() if not _unused(name)}
        assert before == (tree(self.site) if self.site.exists() else {}), "the published site was written in"
        shutil.rmtree(staged.site)
        shutil.rmtree(self.site, ignore_errors=True)
        aside.rename(self.site)
        assert past.printing is not None
        return past.printing


class _Here:
    """The press in this process, which knows MkDocs already."""

    def __init__(self, work: Path) -> None:
        self.work = work

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_how: object) -> None: ...

    def begin(self) -> None: ...

    def finish(self, asked: bytes) -> bool:
        write_told(self.work / process.TOLD, press(str(self.work / "mkdocs.yml"), lambda: decoded(asked)))
        return True


def _unused(name: str) -> bool:
    return name.startswith(("assets/javascripts", "assets/stylesheets", "assets/images/favicon"))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    return Small(tmp_path, monkeypatch)


ALWAYS = len(MENU) + 1  # the page with a link of Markdown


def test_what_did_not_change_is_not_printed_again(small: Small) -> None:
    assert small.print() == Printing(new=4, always=ALWAYS, every=True)
    assert small.print() == Printing(always=ALWAYS, kept=4)
    small.pages["practicas/a/index.md"] += "\nOtra línea.\n"
    assert small.print() == Printing(changed=1, always=ALWAYS, kept=3)
    small.pages["practicas/e/index.md"] = small.pages.pop("practicas/b/index.md")
    assert small.print() == Printing(new=1, always=ALWAYS, kept=3)
    del small.pages["practicas/e/index.md"]
    assert small.print() == Printing(always=ALWAYS, kept=3)
    assert not (small.site / "practicas/e").exists()


def _title(small: Small) -> None:
    small.config["site_name"] = "Otro sitio"


def _theme(small: Small) -> None:
    small.config["theme"] = {**CONFIG["theme"], "language": "en"}  # type: ignore[dict-item]


def _menu(small: Small) -> None:
    small.pages["guia/otra.md"] = "# Otra\n"
    small.config["nav"] = [{"Inicio": "index.md"}, {"Guía": ["guia/index.md", "guia/ruta.md", "guia/otra.md"]}]


def _name_in_the_menu(small: Small) -> None:
    small.pages["guia/ruta.md"] = "# Otro título\n"


@pytest.mark.parametrize("change", [_title, _theme, _menu, _name_in_the_menu])
def test_what_all_pages_share_prints_them_all(small: Small, change: Callable[[Small], None]) -> None:
    small.print()
    change(small)
    printing = small.print()
    assert printing.every and printing.kept == 0 and printing.changed == printing.new == 0


def test_what_only_the_guide_shows_prints_only_the_guide(small: Small) -> None:
    small.print()
    small.extra["documento"] = {"pdf": "guia/guia.pdf", "detalle": "4 páginas"}
    small.pages["guia/ruta.md"] += "\nMás.\n"
    assert small.print() == Printing(always=ALWAYS, kept=4)
    assert b"4 p\xc3\xa1ginas" in (small.site / "guia/ruta/index.html").read_bytes()


def test_a_published_file_that_is_another_one_is_not_believed(small: Small) -> None:
    small.print()
    page = small.site / "practicas/a/index.html"
    page.write_bytes(page.read_bytes().replace(b"De a", b"De z"))
    (small.site / "practicas/b/index.html").unlink()
    other = small.site / "practicas/c/index.html"
    other.rename(small.root / "c.html")
    other.symlink_to(small.root / "c.html")
    assert small.print() == Printing(always=ALWAYS, lost=3, kept=1)
    shutil.rmtree(small.site)
    assert small.print() == Printing(always=ALWAYS, lost=4)


@pytest.mark.parametrize("key", [None, b"x" * 32])
def test_without_the_key_nothing_is_believed(small: Small, key: bytes | None) -> None:
    small.print()
    assert small.print(key) == Printing(new=4, always=ALWAYS, every=True)


def test_a_damaged_record_is_no_record(small: Small) -> None:
    small.print()
    for path in (small.work / "hechos").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert small.print().every


def test_a_page_that_cannot_be_printed_fails_with_its_log(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    staged = small.stage()
    (staged.docs / "practicas/a/index.md").write_bytes(b"\xff\xfe\xff")
    (found,) = build_pages(staged, PRESS)
    log = small.work / "mkdocs.log"
    assert found.code == "P310" and "mkdocs.log" in (found.hint or "")
    assert "practicas/a/index.md" in log.read_text(encoding="utf-8")
    assert not list(small.work.glob("prensa*"))


def test_a_press_that_was_started_before_there_was_anything_prints_the_same(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "begun", process.begun)
    staged = small.stage()
    press(str(staged.config))
    meant = {name: data for name, data in tree(staged.site).items() if not _unused(name)}
    config = staged.config.read_bytes()
    staged.config.unlink()
    with build.getting_ready(small.work) as started:
        staged.config.write_bytes(config)
        assert build_pages(staged, press=started) == []
    assert meant and tree(staged.site) == meant
    assert not list(small.work.glob("*.log")) and not (small.work / process.TOLD).exists()


def test_a_press_whose_starter_is_gone_ends_by_itself(small: Small) -> None:
    small.stage()
    with process.begun(small.work) as started:
        assert started.finish()  # its input ended, and nobody told it to begin
    assert not (small.work / "sitio").exists() and not (small.work / process.TOLD).exists()


def test_a_press_that_died_is_told_with_its_log(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    staged = small.stage()
    with process.Process("generator.nada", (), small.work / process.LOG) as started:
        while not (small.work / process.LOG).read_bytes():  # until it said why
            sleep(0.01)
        (found,) = build_pages(staged, press=started)
    assert found.code == "P310" and process.LOG in (found.hint or "")
    assert "generator.nada" in (small.work / process.LOG).read_text(encoding="utf-8")


@pytest.mark.parametrize("extension", ["abbr", "pymdownx.snippets"])
def test_what_an_unknown_extension_made_is_not_taken_over(small: Small, extension: str) -> None:
    small.print()
    small.config["markdown_extensions"] = [{"toc": {"permalink": "¶"}}, extension]
    for _ in range(2):
        assert small.print() == Printing(always=len(small.pages), every=True)


def test_a_project_with_plugins_goes_the_plain_way(small: Small) -> None:
    small.print()
    small.config["plugins"] = ["search"]
    assert small.print() == Printing(always=len(small.pages), every=True)
    assert small.print() == Printing(always=len(small.pages), every=True)
    assert "Un sitio" in (small.site / "index.html").read_text(encoding="utf-8")


def test_a_whole_project_is_the_same_with_the_press_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Proyecto(tmp_path)
    story = "Partimos la sesión.\n\n![Una mesa verde](mesa.png)\n\n| Mesa | Minutos |\n| --- | --: |\n| una | 20 < 30 |"
    pictures = [{"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}]
    project.folder("estaciones")
    project.image("estaciones", "mesa.png")
    project.publishable("estaciones", text({"Qué hicimos": story}, imagenes=pictures, relacionadas=["reloj"]))
    project.publishable("reloj", titulo="Un reloj grande & «para» todo el grupo")
    accepted = accept(project.root, TODAY)
    staged = stage(project.root, accepted.anonymized, [cifras.release()], today=TODAY)
    assert default() is PRESS
    assert build_pages(staged) == []
    made = tree(staged.site)
    monkeypatch.setenv("INSPIRA_MOTOR", "mkdocs")
    assert default() is MKDOCS
    assert build_pages(staged, kept=NOTHING) == []
    assert made == tree(staged.site) and len(made) > 100


PIECES = """
palabras
## Uno {#uno}
# Uno
a & b
a &amp; b
&#10;
&#39x
&#x27;
&lt
*otra* [a](b.md)
<p>uno</p>
<div>
</div>
<div><p>uno</div>
<div><div>a</div>
<div>a</div> b
b <div>a</div>
<p>a<hr>b</p>
<p>a</hr>b</p>
<hr>
<hr/>
<br>
<p>a<br/>b<img src='a>'></p>
<p hidden>a</p>
<div markdown="1">*a*</div>
<div MARKDOWN>*a*</div>
<div title="a &lt; b">&#123;</div>
<span>a</span>
<pre>*a*&#10;</pre>
<script>a<b</script>
<p><script>'</p>'</script></p>
<!-- a -->
<p><!-- </p> --></p>
<p><div></p></div>
<P>a</P>
<svg viewBox='0 0 1 1'></svg>
<ul><li>a<li>b</ul>
<p><em>a</p>
a<b
<p/>
<p>a</p >
<p>a</p x>
</p>
 <p>a</p>
<p>`a`</p>
    <p>a</p>
<table>a</table>
<?php a ?>
<![CDATA[a]]>
<p>a</p><p>b</p>
<dl><dt>a</dt></dl>
- a
"""
WORDS = st.sampled_from([*PIECES.splitlines(), "<p>\x02a\x03</p>", "<p>a\tb</p>", "<p>a</p>  "])


@given(st.lists(st.tuples(WORDS, st.sampled_from(["\n", "\n\n", "\n\n\n"])), max_size=8))
@example([("<div><p>uno</p></div>", "\n\n"), ("## Dos", "\n\n"), ("<p>tres</p>", "\n")])
def test_plain_blocks_are_what_markdown_makes_of_them(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"{words}{end}" for words, end in pieces)
    extensions = ["attr_list", "md_in_html", "tables", "footnotes", "pymdownx.superfences", "toc"]
    usual, quick = Markdown(extensions=extensions), Markdown(extensions=extensions)
    quick.preprocessors.register(PlainBlocks(quick, quick.preprocessors["html_block"]), "html_block", 20)
    assert quick.convert(source) == usual.convert(source)


def test_the_step_is_taken_where_pages_are_plain() -> None:
    usual = Markdown(extensions=["md_in_html"])
    step = PlainBlocks(usual, usual.preprocessors["html_block"])
    assert step._plain(["<div><p>uno</p></div>", "", "## Dos", ""])
    assert not step._plain(["<div><p>uno</p></div>", "dos", ""])


def _double(number: int) -> int:
    return number * 2


def test_workers_do_what_one_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_processors", lambda: 2)
    assert sorted(sharing.shared(_double, range(100))) == [n * 2 for n in range(100)]


def _dies_in_a_worker(number: int) -> int:
    if number == 50 and sharing._work is not None:
        sharing.os._exit(9)
    return number * 2


def test_what_a_killed_worker_did_not_do_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_processors", lambda: 2)
    assert sorted(sharing.shared(_dies_in_a_worker, range(100))) == [n * 2 for n in range(100)]


def test_a_digest_is_known_until_the_file_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests.forget()
    path = tmp_path / "a"
    path.write_bytes(b"uno")
    monkeypatch.setattr(digests, "_TICK", -(10**18))
    assert digests.digest(path) == hashlib.sha256(b"uno").digest()
    read: list[str] = []
    real = digests._opened
    monkeypatch.setattr(digests, "_opened", lambda name: read.append(name) or real(name))
    assert digests.digest(path) == hashlib.sha256(b"uno").digest() and read == []
    path.write_bytes(b"otro")
    assert digests.digest(path) == hashlib.sha256(b"otro").digest() and len(read) == 1
