"""The whole way on real builds: what is accepted is published, what is not leaves no trace, and nothing half done.

The canary names are made up from name parts.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import accepting, promote
from generator.accepting import accept
from generator.build import build_pages
from generator.building import Accepted
from generator.cli import main
from generator.diagnostics import Diagnostic
from generator.digests import tree_digest
from generator.indexing import Indexing
from generator.kept import FOLDER
from generator.manifest import STAMP, Staged
from generator.pipeline import construct
from generator.promote import recover
from generator.vocabulary import plain
from tests.fabrica import CANARY_ID, CANARY_NAME, REPO, TODAY, Proyecto, text
from tests.plantas import PLANTS

GOOD, OTHER, LEAVING = "estaciones", "reloj", "se-va"
MARK = "zarandaja"  # a word that only the leaving practice says


def prepared(root: Path) -> Proyecto:
    """Two practices that stay and one that leaves."""
    made = Proyecto(root)
    made.publishable(GOOD, relacionadas=[LEAVING])
    made.publishable(OTHER, titulo="Un reloj grande para todo el grupo")
    leaving = text(
        {"Qué hicimos": f"Una {MARK} de trabajo.\n\n![Una mesa verde](mesa.png)"},
        titulo="Una práctica que se va del sitio",
        etiquetas=["etiqueta-que-se-va"],
        imagenes=[{"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}],
        anexos=[{"archivo": "hoja.md", "titulo": "La hoja"}, {"archivo": "tabla.csv", "titulo": "La tabla"}],
    )
    made.folder(LEAVING)
    made.image(LEAVING, "mesa.png")
    made.write(LEAVING, leaving, **{"anexos__hoja.md": f"Otra {MARK}.", "anexos__tabla.csv": f"a\n{MARK}\n"})
    made.consent(LEAVING)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    return prepared(tmp_path)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = prepared(tmp_path_factory.mktemp("molde"))
    assert construct(made.root, TODAY).promoted
    there = traces(made, MARK, LEAVING)
    beside = ("index.html", "epc/index.html", "cita.bib", "cita.ris", "anexo-1.docx", "anexo-1.odt", "anexo-2.xlsx")
    assert {f"practicas/{LEAVING}/{name}" for name in beside} <= set(there)
    return made.root


@pytest.fixture
def published(template: Path, tmp_path: Path) -> Proyecto:
    """A copy of the project with its site up, for what comes after the first run."""
    shutil.copytree(template, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Proyecto.at(tmp_path)


@pytest.fixture
def begun(template: Path, tmp_path: Path) -> Proyecto:
    """The project without a site, of which an earlier construction remembers what it read: it is made anew, and
    audited as ever, in half the time. The first construction of all is `template`, and where it is what is tested."""
    made = prepared(tmp_path)
    shutil.copytree(template / ".build" / FOLDER, tmp_path / ".build" / FOLDER)
    return made


def tree(folder: Path) -> str:
    """A digest of every path and byte below a folder; Pagefind's own data, which change order, are only counted."""
    digest = hashlib.sha256()
    own = sorted(p for p in folder.rglob("*") if p.is_file())
    for path in own:
        if "pagefind" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(str(sum(p.suffix == ".pf_fragment" for p in own)).encode())
    return digest.hexdigest()


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder, by name, unpacked and without accents."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), _text(path.read_bytes())


@lru_cache(2_000)  # most files of a site are those of the site before
def _text(data: bytes) -> str:
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(entry) for entry in archive.infolist())
    return plain(data.decode("utf-8", "ignore"))


def traces(project: Proyecto, *words: str) -> list[str]:
    return [
        name
        for folder in (project.root / "site", project.root / ".build")
        for name, content in texts(folder)
        if any(w in content or w in name for w in words)
    ]


def page(project: Proyecto, name: str) -> str:
    return (project.root / "site/practicas" / name / "index.html").read_text(encoding="utf-8")


def test_what_is_accepted_is_published_and_the_rest_is_told(project: Proyecto) -> None:
    project.write("borrador", text(), estado="borrador")
    project.write("rota", "nada\n")
    project.write("sin-recibo", text())
    outcome = construct(project.root, TODAY)
    assert outcome.exit_code == 3, outcome.findings
    assert set(outcome.published) == {f"practicas/{n}" for n in (GOOD, OTHER, LEAVING)}
    assert outcome.left_out == {"practicas/borrador", "practicas/rota", "practicas/sin-recibo"}
    told = {(d.path.split("/")[1], d.code) for d in outcome.findings}
    assert {("borrador", "P311"), ("rota", "E110"), ("sin-recibo", "C101")} <= told
    assert "Partimos la sesión en estaciones cortas" in page(project, GOOD)
    assert (project.root / "site/pagefind/pagefind.js").is_file()
    assert not (project.root / "site/practicas/rota").exists()


def test_a_site_whose_search_is_refused_goes_up_without_it(begun: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's text is to blame, so nobody's page waits; and what was refused is nowhere."""

    end = Indexing.end

    def end_and_spoil(self: Indexing) -> list[Diagnostic]:
        failed = end(self)
        PLANTS["search metadata"][1](begun.root / ".build/sitio", CANARY_NAME)
        return failed

    monkeypatch.setattr(Indexing, "end", end_and_spoil)
    outcome = construct(begun.root, TODAY)
    assert outcome.promoted and outcome.exit_code == 3 and not outcome.left_out
    assert {d.code for d in outcome.findings} == {"P301"}
    assert "Partimos la sesión en estaciones cortas" in page(begun, GOOD)
    assert not (begun.root / "site/pagefind").exists()
    assert traces(begun, CANARY_NAME) == []
    site = begun.root / "site"
    assert (site / STAMP).read_text() == f"{tree_digest(site, STAMP)}\n"


def test_every_long_stage_shows_how_far_it_is(begun: Proyecto) -> None:
    shown: dict[str, list[tuple[int, int]]] = {}

    class Watching:
        def __call__(self, message: str) -> None:
            shown[message.split()[0]] = []

        def show(self, done: int, total: int) -> None:
            shown[list(shown)[-1]].append((done, total))

    shutil.rmtree(begun.root / ".build")
    assert construct(begun.root, TODAY, Watching()).promoted
    for stage in ("Leyendo,", "Preparando", "Haciendo", "Auditando"):
        told = shown[stage]
        total = told[-1][1]
        assert total > 1 and told == [(done, total) for done in range(total + 1)], stage


def test_python_looks_seldom_for_what_holds_itself_while_a_site_is_made(
    begun: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []

    def build_and_look(staged: Staged, **given: object) -> list[Diagnostic]:
        found.append(gc.get_threshold()[0])
        return build_pages(staged, **given)

    monkeypatch.setattr("generator.building.build_pages", build_and_look)
    before = gc.get_threshold()
    assert construct(begun.root, TODAY).promoted
    assert found > [before[0]] and gc.get_threshold() == before


def test_nothing_of_what_was_accepted_is_held_once_it_is_staged(
    begun: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a third of what a large bank takes in memory."""
    found: list[Accepted] = []
    monkeypatch.setattr("generator.accepting.accept", lambda *given: found.append(accept(*given)) or found[-1])

    def build_and_look(staged: Staged, **given: object) -> list[Diagnostic]:
        assert staged.pages and [one.anonymized for one in found] == [[]]
        return build_pages(staged, **given)

    monkeypatch.setattr("generator.building.build_pages", build_and_look)
    assert construct(begun.root, TODAY).exit_code == 0


def test_another_round_takes_what_may_be_published_by_then(begun: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[Staged] = []

    def build_and_spoil(staged: Staged, **given: object) -> list[Diagnostic]:
        failed = build_pages(staged, **given)
        rounds.append(staged)
        if len(rounds) == 1:
            with (staged.site / "practicas" / GOOD / "index.html").open("a", encoding="utf-8") as blamed:
                blamed.write(f"<p>{CANARY_NAME}</p>")
            (begun.folder(OTHER) / "index.md").write_text("Su autora la dañó mientras tanto.\n", encoding="utf-8")
        return failed

    monkeypatch.setattr("generator.building.build_pages", build_and_spoil)
    outcome = construct(begun.root, TODAY)
    assert len(rounds) == 2 and outcome.published == (f"practicas/{LEAVING}",)
    assert outcome.left_out == {f"practicas/{name}" for name in (GOOD, OTHER)}
    assert not (begun.root / "site/practicas" / OTHER).exists() and traces(begun, CANARY_NAME) == []


def test_a_fault_before_another_round_keeps_nobody_from_being_withdrawn(
    published: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def accept_once(*given: object) -> Accepted:
        calls.append(1)
        if len(calls) > 1:
            raise OSError
        return accept(*given)

    def build_and_spoil(staged: Staged, **given: object) -> list[Diagnostic]:
        failed = build_pages(staged, **given)
        with (staged.site / "practicas" / GOOD / "index.html").open("a", encoding="utf-8") as blamed:
            blamed.write(f"<p>{CANARY_NAME}</p>")
        return failed

    published.revoke(LEAVING)
    monkeypatch.setattr("generator.accepting.accept", accept_once)
    monkeypatch.setattr("generator.building.build_pages", build_and_spoil)
    outcome = construct(published.root, TODAY)
    assert len(calls) == 2 and not outcome.promoted and f"practicas/{GOOD}" in outcome.left_out
    assert "P310" in {d.code for d in outcome.findings}
    assert traces(published, MARK, LEAVING, CANARY_NAME) == []


def test_nothing_left_out_ends_in_zero(begun: Proyecto) -> None:
    assert construct(begun.root, TODAY).exit_code == 0


def test_private_text_that_slipped_in_is_redacted_everywhere(begun: Proyecto) -> None:
    begun.publishable("con-nombre", text({"Qué hicimos": f"Lo propuso {CANARY_NAME}, cédula {CANARY_ID}."}))
    outcome = construct(begun.root, TODAY)
    assert outcome.promoted
    assert "«persona A»" in page(begun, "con-nombre")
    assert traces(begun, "yurleidy", "muchavisoy", "1.098.765") == []


WITHDRAWALS = ("revocación", "vencimiento", "estado", "borrado")


@pytest.mark.parametrize("how", WITHDRAWALS)
def test_a_withdrawn_practice_leaves_no_trace(published: Proyecto, how: str) -> None:
    assert traces(published, MARK, LEAVING)
    today = TODAY
    if how == "revocación":
        published.revoke(LEAVING)
    elif how == "vencimiento":
        today = date(2029, 1, 1)
        published.refresh(today)
        for name in (GOOD, OTHER):
            published.consent(name, today=today)
    elif how == "estado":
        (published.folder(LEAVING) / "ficha.yml").write_text("estado: revocada\n")
    else:
        shutil.rmtree(published.folder(LEAVING))
    (published.folder(OTHER) / "index.md").write_text("Alguien dañó esta.\n")  # no one else's mistake keeps it online
    outcome = construct(published.root, today)
    assert outcome.promoted
    assert outcome.published == (f"practicas/{GOOD}",)
    assert traces(published, MARK, LEAVING, "etiqueta-que-se-va", "se va del sitio") == []


def break_configuration(project: Proyecto) -> None:
    (project.root / "mkdocs.yml").write_text("esto no es: [una configuración\n")


def test_strict_never_keeps_what_was_withdrawn(published: Proyecto) -> None:
    published.revoke(LEAVING)
    assert construct(published.root, TODAY, strict=True).promoted  # a withdrawal is no refusal
    assert traces(published, MARK, LEAVING) == []


def test_strict_with_something_refused_takes_out_what_was_withdrawn(published: Proyecto) -> None:
    published.revoke(LEAVING)
    (published.folder(OTHER) / "index.md").write_text("Alguien dañó esta.\n")
    outcome = construct(published.root, TODAY, strict=True)
    assert outcome.exit_code == 1
    assert f"practicas/{LEAVING}" in outcome.removed
    assert traces(published, MARK, LEAVING) == []


def spoil(project: Proyecto, how: str) -> None:
    """Ways in which somebody could try to keep a revoked page up: break its own bundle."""
    folder = project.folder(LEAVING)
    if how == "texto roto":
        (folder / "index.md").write_text("nada\n")
    elif how == "archivo de más":
        (folder / "nota.txt").write_text("x")
    elif how == "sin recibos":
        (folder / "consentimientos.json").unlink()
    elif how == "recibos rotos":
        (folder / "consentimientos.json").write_text("{")


@pytest.mark.parametrize("how", ["nada", "texto roto", "archivo de más", "sin recibos", "recibos rotos"])
def test_a_broken_bundle_and_a_broken_site_do_not_keep_a_revoked_page(published: Proyecto, how: str) -> None:
    published.revoke(LEAVING)
    spoil(published, how)
    break_configuration(published)
    assert construct(published.root, TODAY).removed == {f"practicas/{LEAVING}"}
    assert traces(published, MARK, LEAVING) == []
    assert "Partimos la sesión" in page(published, OTHER)


def test_a_name_withdrawn_alone_leaves_even_when_nothing_can_be_built(begun: Proyecto) -> None:
    author = {"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}
    begun.write("con-nombre", text(autoria=[author]))
    begun.consent("con-nombre", names=[0])
    assert construct(begun.root, TODAY).promoted
    assert CANARY_NAME in page(begun, "con-nombre")
    begun.revoke("con-nombre", only="nombre")
    break_configuration(begun)
    assert construct(begun.root, TODAY).removed == {"practicas/con-nombre"}
    assert traces(begun, "yurleidy") == []


@pytest.mark.parametrize(
    "step",
    ["load", "validate", "require_consent", "redact.anonymize", "stage", "build_pages", "indexing", "Audit", "promote"],
)
def test_a_fault_of_ours_stops_no_withdrawal_and_tells_nothing(
    published: Proyecto, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.revoke(LEAVING)
    shutil.rmtree(published.root / ".build")  # nothing that is remembered passes a step by
    real = accepting.require_consent

    def fail(*arguments: object, **_: object) -> object:
        """Fails for one submission only, or for the whole site."""
        first = arguments[0]
        if step == "require_consent" and OTHER not in getattr(first, "folder", ""):
            return real(*arguments)  # type: ignore[arg-type]
        raise RuntimeError(f"no debe verse: {CANARY_NAME}")

    modules = dict.fromkeys(("stage", "build_pages", "indexing", "Audit"), "building") | {"promote": "pipeline"}
    module = modules.get(step, "accepting")
    monkeypatch.setattr(f"generator.{module}.{step}", fail)
    outcome = construct(published.root, TODAY)
    assert not (published.root / "site/practicas" / LEAVING).exists()
    assert {d.code for d in outcome.findings} & {"E013", "P310"}
    assert "Yurleidy" not in str(outcome.findings)
    assert outcome.promoted == (module == "accepting")


@pytest.mark.parametrize("name", ["guia", "ruta", "una-sesion", "otra", "huerta-vertical-con-botellas"])
def test_a_draft_may_be_called_like_any_word_of_the_site(begun: Proyecto, name: str) -> None:
    begun.write(name, text(), estado="borrador")
    assert construct(begun.root, TODAY).exit_code == 3


def test_naming_a_colleague_does_not_throw_out_the_colleagues_own_practice(begun: Proyecto) -> None:
    author = {"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}
    begun.write("de-ella", text(autoria=[author]))
    begun.consent("de-ella", names=[0])
    begun.publishable("de-otro", text({"Qué hicimos": f"La profesora {CANARY_NAME} lo contó."}))
    assert construct(begun.root, TODAY).exit_code == 0
    assert CANARY_NAME in page(begun, "de-ella")
    assert CANARY_NAME not in page(begun, "de-otro")


def test_strict_promotes_only_when_nothing_is_refused(project: Proyecto) -> None:
    (project.folder(OTHER) / "index.md").write_text("Alguien dañó esta.\n")
    assert construct(project.root, TODAY, strict=True).exit_code == 1
    assert not (project.root / "site").exists()


def test_a_failed_run_leaves_the_last_good_site(published: Proyecto) -> None:
    before = tree(published.root / "site")
    config = published.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("plugins: []", "plugins: [no-existe]"))
    outcome = construct(published.root, TODAY)
    assert outcome.exit_code == 1
    assert "P310" in {d.code for d in outcome.findings}
    assert tree(published.root / "site") == before


def remembered(project: Proyecto) -> set[str]:
    return {path.name for path in (project.root / ".build" / FOLDER).iterdir()}


def test_a_failed_run_forgets_nothing_of_the_site_that_stands_and_all_else(published: Proyecto) -> None:
    made_with = remembered(published)
    other = published.root / ".build" / FOLDER / ("0" * 64)
    other.write_bytes(b"de otro intento")
    break_configuration(published)
    assert construct(published.root, TODAY).exit_code == 1
    assert remembered(published) >= made_with and not other.exists()


@pytest.mark.parametrize("shown", [True, False])
def test_a_failed_run_forgets_what_it_did_not_need_where_something_is_withdrawn(
    published: Proyecto, shown: bool
) -> None:
    """Also of one that the site does not show: it may have been made and left out by the audit."""
    before = remembered(published)
    published.revoke(LEAVING)
    break_configuration(published)
    if not shown:
        shutil.rmtree(published.root / "site/practicas" / LEAVING)
    assert construct(published.root, TODAY).removed == ({f"practicas/{LEAVING}"} if shown else set())
    left = remembered(published)
    assert len(left) < len(before)
    assert construct(published.root, TODAY).exit_code == 1
    assert remembered(published) == left


def test_withdrawing_works_even_when_nothing_can_be_built(published: Proyecto) -> None:
    published.revoke(LEAVING)
    (published.root / "mkdocs.yml").write_text("esto no es: [una configuración\n")
    with zipfile.ZipFile(published.root / "site/practicas" / OTHER / "anexo-1.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/_rels/document.xml.rels", f"https://example.org/practicas/{LEAVING}/" * 9)
    outcome = construct(published.root, TODAY)
    assert outcome.exit_code == 1
    assert outcome.removed == {f"practicas/{LEAVING}"}
    assert traces(published, MARK, LEAVING, "se va del sitio") == []
    assert "Partimos la sesión" in page(published, OTHER)


def test_not_even_the_name_of_its_folder_stays_where_nothing_can_be_built(published: Proyecto) -> None:
    """The folders of the last site stay for the next one."""
    (published.folder(OTHER) / "index.md").write_text("Alguien dañó esta.\n")
    assert construct(published.root, TODAY).promoted
    assert (published.root / ".build/sitio/practicas" / LEAVING).is_dir()
    published.revoke(LEAVING)
    break_configuration(published)
    assert construct(published.root, TODAY).removed == {f"practicas/{LEAVING}"}
    assert [str(p) for p in (published.root / ".build").rglob("*") if LEAVING in p.name] == []


def test_what_was_retired_leaves_a_site_that_cannot_be_built_again(published: Proyecto) -> None:
    """Its notice needs a new site; until then there is neither its text nor anything beside it."""
    ficha = published.folder(LEAVING) / "ficha.yml"
    ficha.write_text("estado: retirada\n", encoding="utf-8")
    (published.root / "mkdocs.yml").write_text("esto no es: [una configuración\n")
    outcome = construct(published.root, TODAY)
    assert outcome.removed == {f"practicas/{LEAVING}"}
    assert [name for name in traces(published, MARK) if name.startswith("practicas")] == []
    assert construct(published.root, TODAY).removed == frozenset()


HOOK = """
def on_page_content(html, **_):
    return html.replace("estaciones cortas", "{words}")

def on_post_page(output, page, **_):
    return output.replace("</body>", "{tail}</body>")

def on_post_build(config, **_):
    import pathlib
    if {write!r}:
        pathlib.Path(config.site_dir, "copia.txt").write_text({write!r})
"""


@pytest.mark.parametrize(
    ("words", "tail", "write"),
    [
        ("otra cosa", "", ""),
        ("estaciones cortas", f"<p>{CANARY_NAME}</p>", ""),
        ("estaciones cortas", "<script src='https://a.example/x.js'></script>", ""),
        ("estaciones cortas", "", "cualquier cosa"),
    ],
)
def test_a_plugin_that_changes_the_site_publishes_nothing(project: Proyecto, words: str, tail: str, write: str) -> None:
    (project.root / "gancho.py").write_text(HOOK.format(words=words, tail=tail, write=write), encoding="utf-8")
    config = project.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + f"\nhooks: [{project.root / 'gancho.py'}]\n")
    outcome = construct(project.root, TODAY)
    assert not (project.root / "site").exists() or not outcome.published
    assert any(d.code.startswith("P30") for d in outcome.findings)
    assert "Yurleidy" not in "".join(d.message for d in outcome.findings)


KILL = """
import os, signal, sys
from datetime import date
from importlib import import_module
from pathlib import Path
from generator.pipeline import construct
from generator.press import process
from tests import prensa
process.subprocess = prensa.Starting
def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
def run(module, name, when):
    target = import_module(f"generator.{module}")
    real = getattr(target, name)
    def after(*args, **kwargs):
        result = real(*args, **kwargs)
        die()
    setattr(target, name, {"die": die, "after": after}[when])
    construct(Path(sys.argv[2]), today)
today = date.fromisoformat(sys.argv[3])
print(construct(Path(sys.argv[1]), today).promoted, flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        run(*line.split())
        os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# One process makes the site that is to come, and a child of it each run that is killed: nothing is loaded twice.
MOMENTS = [
    (module, name, when)
    for module, name in (("accepting", "accept"), ("building", "stage"), ("building", "build_pages"),
                         ("building", "indexing"), ("building", "Audit"),
                         ("pipeline", "promote"), ("promote", "_exchange"), ("promote", "_flush_directory"))
    for when in ("die", "after")
]  # fmt: skip


def test_killed_at_any_moment_the_site_is_whole_and_the_next_run_recovers(published: Proyecto) -> None:
    old = tree(published.root / "site")
    published.revoke(LEAVING)
    copy = published.root.parent / "referencia"
    shutil.copytree(published.root, copy, symlinks=True)
    command = [sys.executable, "-c", KILL, str(copy), str(published.root), str(TODAY)]
    with subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as runs:
        assert runs.stdin and runs.stdout
        assert runs.stdout.readline() == "True\n"
        new = tree(copy / "site")
        assert new != old
        for moment in MOMENTS:
            print(*moment, file=runs.stdin, flush=True)
            assert runs.stdout.readline() == f"{-signal.SIGKILL}\n", moment
            assert tree(published.root / "site") in (old, new), moment
    assert runs.returncode == 0
    assert construct(published.root, TODAY).promoted
    assert tree(published.root / "site") == new
    assert traces(published, MARK, LEAVING) == []


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_where_the_system_cannot_exchange_two_renames_recover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    """The journal of the two renames: whatever was reached, one whole site is found again."""
    work, site, built = tmp_path / ".build", tmp_path / "site", tmp_path / ".build/sitio"
    for folder, words in ((site, "viejo"), (built, "nuevo")):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(words)
    monkeypatch.setattr(promote, "_exchange", lambda *_: False)
    done = 0
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        nonlocal done
        if done == killed_after + 1:
            raise KeyboardInterrupt
        done += 1
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with suppress(KeyboardInterrupt):
        promote.promote(work, built, site)
    monkeypatch.setattr(Path, "rename", real)
    recover(work, site)
    assert (site / "index.html").read_text() in ("viejo", "nuevo")
    assert not (work / "anterior").exists()


def test_two_runs_at_once_do_not_meet(project: Proyecto) -> None:
    with promote.only_one(project.root / ".build") as mine:
        assert mine
        outcome = construct(project.root, TODAY)
    assert [d.code for d in outcome.findings] == ["P312"]
    assert outcome.exit_code == 1


def test_the_command_ends_as_it_says(project: Proyecto) -> None:
    run = CliRunner()
    arguments = ["construir", "--proyecto", str(project.root), "--hoy", str(TODAY), "--formato", "texto"]
    assert run.invoke(main, arguments).exit_code == 0
    project.write("borrador", text(), estado="borrador")
    assert run.invoke(main, arguments).exit_code == 3
    check = ["validar", "--proyecto", str(project.root), "--hoy", str(TODAY), "--formato", "texto"]
    assert run.invoke(main, check).exit_code == 0
    project.write("rota", "nada\n")
    assert run.invoke(main, check).exit_code == 1
    assert run.invoke(main, [*arguments, "--estricto"]).exit_code == 1


def test_a_bundle_nobody_can_read_is_left_out_not_fatal(begun: Proyecto) -> None:
    (begun.root / "practicas" / "Con Espacios").mkdir()
    (begun.root / "practicas" / "suelto.txt").write_text("x")
    outcome = construct(begun.root, TODAY)
    assert outcome.promoted and outcome.exit_code == 3
