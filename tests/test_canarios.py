"""Nothing private in output, traces, `repr`, temporary files, caches or what is built: canaries in every command.

The commands are read off the program: one without a case here fails, and so does a new type that shows its text.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

import generator
from generator.cli import main
from generator.diagnostics import FORMATS, find
from tests.canarios import (
    EVERYWHERE,
    REDACTED,
    SLUG,
    environment,
    everywhere,
    found_in,
    key_file,
    needles,
    private_files,
    project_with_canaries,
    unfit,
    written,
)
from tests.fabrica import CANARY_ID, CANARY_NAME
from tests.listo import PUBLIC, Listo, listo
from tests.ordenes import leaves

DAY = ("--hoy", "2026-11-22")
BAD = tuple(f"practicas/{name}" for name in unfit())
TARGETS = (EVERYWHERE, REDACTED, *BAD)
FEW = (EVERYWHERE, REDACTED, *(f"practicas/{name}" for name in ("valores-malos", "archivos-ajenos", "ficha-rota")))

# What each command is asked, in a project full of canaries: words, and answers for those that ask.
# A command that is not here fails `test_every_command_has_a_case`.
CASES: dict[tuple[str, ...], list[tuple[Sequence[str], str]]] = {
    ("validar",): [([*DAY, "--formato", form], "") for form in sorted(FORMATS)],
    ("construir",): [(DAY, ""), ([*DAY, "--estricto", "--formato", "github"], "")],
    ("servir",): [],  # it does not end by itself: `test_a_server_says_nothing`
    ("revisar",): [],  # neither does it
    ("vista-previa",): [([one], "") for one in TARGETS],
    ("generados",): [((), ""), (["--revisar"], "")],
    ("cms",): [((), "")],
    ("anonimizar",): [
        *(([one, "--solo-seguros"], "") for one in TARGETS),
        ([EVERYWHERE], "t\n" * 60),
        ([EVERYWHERE], "algo\n"),
        ([EVERYWHERE], ""),
        ([f"practicas/{SLUG}"], "c\n1\n" * 9),
        ([EVERYWHERE, "--preguntas"], ""),
        ([EVERYWHERE, "--respuestas", "lineas.jsonl"], ""),
        ([EVERYWHERE, "--acta", "acta.json"], "t\n" * 60),
    ],
    ("detectar",): [(["practicas"], ""), ([f"{EVERYWHERE}/index.md"], ""), (["--jsonl", "lineas.jsonl"], "")],
    ("consentimiento", "claves"): [((), ""), (["--privada", "nueva/otra.pem"], "")],
    ("consentimiento", "aviso"): [((), ""), *(([one, "--pdf"], "") for one in (EVERYWHERE, REDACTED))],
    ("consentimiento", "recibir"): [
        ([f"../proyecto/{one}/consentimientos.json", *DAY], "") for one in (*TARGETS, f"practicas/{SLUG}")
    ],
    ("constancia",): [([one, "--autor", "1", *DAY], "") for one in TARGETS],
    ("consentimiento", "emitir"): [([one, "--llave", "LLAVE", "--autor", "1", *DAY], "") for one in TARGETS],
    ("consentimiento", "corregir"): [([one, "--llave", "LLAVE", *DAY], "") for one in TARGETS],
    ("consentimiento", "verificar"): [(DAY, ""), *(([one, *DAY], "") for one in (EVERYWHERE, f"practicas/{SLUG}"))],
    ("consentimiento", "revocar"): [([one, "--llave", "LLAVE", *DAY], "") for one in TARGETS],
    ("consentimiento", "ejemplos"): [((), "")],
    ("empacar",): [(DAY, ""), ([*DAY, "--salida", "copia.zip"], "")],
    ("formulario",): [((), ""), (["--salida", "formulario.html"], "")],
    ("cambios",): [([EVERYWHERE], ""), ([REDACTED, "--antes", "../proyecto", "--salida", "c.html"], "")],
    ("propuesta",): [(["--antes", "../llaves", "--salida", "salida", *DAY], "")],
    ("publicar",): [(["../publico.git", "--lote", "1", *DAY], "")],
    ("importar",): [
        ([f"../proyecto/{EVERYWHERE}/index.md"], ""),
        (["relato.md", "--campo", f"{CANARY_NAME}=1", "--carpeta", CANARY_NAME], ""),
        (["relato.md", "--formato", "json"], ""),
        (["relato.docx", "--rama"], ""),
        (["cuentas.csv"], ""),
        (["--plantilla", "practica"], ""),
    ],
    ("nueva", "practica"): [
        (["--titulo", f"Huerta con {CANARY_NAME}", "--credito", "seudonimo", "--nombre", CANARY_NAME], ""),
        (["--carpeta", SLUG], ""),
        (["--carpeta", "otra", "--area", CANARY_NAME], ""),
        (["--carpeta", "otra", "--plantilla"], ""),
    ],
    ("nueva", "expedicion"): [(["--titulo", f"{CANARY_NAME} {CANARY_ID}"], ""), (["--carpeta", "otra"], "")],
    ("replica",): [
        *(([one, "--periodo", "2026-T1", "--resultado", "funciono"], "") for one in TARGETS),
        ([EVERYWHERE, "--periodo", f"2026-T1 # {CANARY_NAME}", "--resultado", CANARY_ID], ""),
    ],
    ("estado",): [
        *(([one, nuevo, "--rol", rol, *DAY], "s\n" * 20) for one in FEW for nuevo, rol in (
            ("observada", "profesional_eni"), ("en_revision", "acompanante"), ("aprobada", "curador"),
        )),
        ([EVERYWHERE, "aprobada", "--rol", "curador", "--lista-leida", *DAY], ""),
        ([EVERYWHERE, "revocada", "--rol", "profesional_eni", *DAY], ""),
        (["--tabla"], ""),
    ],
    ("pendientes",): [(DAY, ""), (["--formato", "json"], ""), (["--para", "autor"], "")],
    ("divulgacion", "proteger"): [
        (["lineas.jsonl", "--dimensiones", "a,b", "--conteo", "n", "--salida", "protegida.csv"], ""),
        (["cuentas.csv", "--dimensiones", "a", "--conteo", "n", "--salida", "protegida.csv"], ""),
    ],
    ("divulgacion", "auditar"): [(["lineas.jsonl"], ""), (["cuentas.csv"], "")],
}  # fmt: skip

# Where the authors see their own text, on their own screen: what is written to disk is searched all the same.
SHOWN_TO_THE_AUTHOR = [
    lambda path, words: path == ("anonimizar",) and "--solo-seguros" not in words,
    lambda path, words: path == ("detectar",) and "--mostrar" in words,
]


LEAVES = leaves(private=False)


def test_every_command_has_a_case() -> None:
    assert CASES.keys() == LEAVES.keys()


class Place:
    """A copy of the project, and everywhere a process of ours can write."""

    def __init__(self, root: Path, template: Path) -> None:
        self.root = root
        shutil.copytree(template / "proyecto", root / "proyecto", symlinks=True)
        shutil.copytree(template / "llaves", root / "llaves")
        (root / "aqui").mkdir()
        rows = [
            json.dumps({"text": f"La profesora {CANARY_NAME}."}),
            "{" + CANARY_NAME,
            json.dumps({"text": CANARY_ID}),
        ]
        (root / "aqui/cuentas.csv").write_text(f"a,n\n{CANARY_NAME},3\n{CANARY_NAME},{CANARY_ID}\n", encoding="utf-8")
        (root / "aqui/relato.md").write_text(everywhere(), encoding="utf-8")
        (root / "aqui/relato.docx").write_bytes(CANARY_NAME.encode())
        (root / "aqui/lineas.jsonl").write_text("\n".join(rows), encoding="utf-8")
        self.needles = needles(private_files(root / "proyecto"))
        self.mine = {p: p.read_bytes() for p in written(root)}
        self.searched: dict[Path, bytes] = {}
        self.program: Listo | None = None

    def typed(self, path: Sequence[str], words: Sequence[str]) -> list[str]:
        given = [str(self.root / "llaves/eni.pem") if w == "LLAVE" else w for w in words]
        return [*path, *given, "--proyecto", str(self.root / "proyecto")]

    def command(self, path: Sequence[str], words: Sequence[str]) -> list[str]:
        return [sys.executable, "-W", "default", "-m", "generator", *self.typed(path, words)]

    def run(self, path: Sequence[str], words: Sequence[str], answers: str, **env: str) -> tuple[int, str]:
        program, whole = self.program or listo("-W", "default"), self.program is None
        typed, given = self.typed(path, words), answers.encode()
        done = program.run(typed, cwd=self.root / "aqui", env=environment(self.root, **env), given=given, whole=whole)
        printed = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert "Traceback" not in printed and "Warning:" not in printed, printed
        assert done.returncode in (0, 1, 2, 3), printed
        if not any(shows(tuple(path), words) for shows in SHOWN_TO_THE_AUTHOR):
            assert not found_in(done.stdout + done.stderr, self.needles), printed
        assert not found_in(done.stderr, self.needles)
        self.search()
        return done.returncode, printed

    def search(self) -> None:
        """Nothing in any file that was not there before, whatever it is called; what was searched is not again."""
        for path in written(self.root):
            data = path.read_bytes()
            if self.searched.get(path) == data:
                continue
            assert not found_in(str(path.relative_to(self.root)).encode(), self.needles), path
            if self.mine.get(path) != data:
                assert not found_in(data, self.needles), path
            self.searched[path] = data


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("molde")
    (root / "proyecto").mkdir()
    project_with_canaries(root / "proyecto", guide=True)
    key_file(root)
    return root


@pytest.fixture
def place(tmp_path: Path, template: Path) -> Place:
    return Place(tmp_path, template)


@pytest.mark.parametrize("path", [p for p in CASES if CASES[p] and p != ("construir",)], ids=" ".join)
def test_nothing_private_leaves_a_command(place: Place, path: tuple[str, ...]) -> None:
    for words, answers in CASES[path]:
        place.run(path, words, answers)


def test_construir_publishes_the_fit_ones_and_redacts(place: Place) -> None:
    """And nothing private leaves it: the search would find nothing in a site that was never built."""
    (first, answers), *others = CASES[("construir",)]
    code, printed = place.run(("construir",), first, answers)
    assert code == 3, printed
    page = (place.root / "proyecto/site" / REDACTED / "index.html").read_text(encoding="utf-8")
    assert "Lo propuso «" in page
    assert "A205" in printed and "practicas/••••" in printed
    for words, more in others:
        place.run(("construir",), words, more)


@pytest.mark.parametrize(
    ("path", "words", "asked", "code", "ended"),
    [
        (("servir",), ["--puerto", "0"], f"practicas/{SLUG}/", "404", 0),
        (("revisar",), [EVERYWHERE, "--no-abrir"], "estado", "403", 1),
    ],
)
def test_a_server_says_nothing(
    place: Place, path: tuple[str, ...], words: list[str], asked: str, code: str, ended: int
) -> None:
    with subprocess.Popen(
        place.command(path, words), cwd=place.root / "aqui", env=environment(place.root),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        guard = threading.Timer(240, process.kill)
        guard.start()
        assert process.stdout is not None
        printed = b""
        for line in process.stdout:
            printed += line
            if b"http://127.0.0.1" in line:
                address = line.decode().partition("http://")[2].split()[0].partition("/")[0]
                with pytest.raises(Exception, match=code), urlopen(f"http://{address}/{asked}"):
                    pass
                process.send_signal(signal.SIGINT)
        guard.cancel()
    assert process.returncode == ended, printed.decode()
    assert b"Traceback" not in printed and not found_in(printed, place.needles)
    place.search()


FAULTS = {
    "en un detector": "generator.anonymize.detect:_detect_folded",
    "al leer los campos": "generator.frontmatter:split",
    "al recorrer el proyecto": "generator.load:discover",
    "al leer un archivo": "generator.files:contents",
    "al escribir": "generator.writing:write_atomic",
}
HOOK = """
import functools, importlib, os
name, _, function = os.environ.get("CANARIO", "").partition(":")
if name:
    module = importlib.import_module(name)
    def fails(*args, **kwargs):
        raise RuntimeError(f"{args!r} {os.environ['TEXTO']}")
    setattr(module, function, fails)
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_ours_tells_its_place_and_nothing_else(place: Place, fault: str) -> None:
    (place.root / "enganche").mkdir()
    (place.root / "enganche/sitecustomize.py").write_text(HOOK, encoding="utf-8")
    with closing(Listo(("-W", "default"), PUBLIC, environment(place.root, CANARIO=FAULTS[fault]))) as place.program:
        place.mine = {p: p.read_bytes() for p in written(place.root)}
        told = [
            place.run(path, *cases[0], TEXTO=f"{CANARY_NAME} {CANARY_ID}")[1]
            for path, cases in CASES.items()
            if cases and path != ("construir",)
        ]
    assert any("Algo inesperado (RuntimeError)" in printed for printed in told)


def test_a_fault_while_building_says_nothing(place: Place) -> None:
    (place.root / "enganche").mkdir()
    (place.root / "enganche/sitecustomize.py").write_text(HOOK, encoding="utf-8")
    for fault in ("generator.render:html", "generator.stage:stage", "generator.anonymize.detect:_detect_folded"):
        with closing(Listo(("-W", "default"), PUBLIC, environment(place.root, CANARIO=fault))) as place.program:
            place.mine = {p: p.read_bytes() for p in written(place.root)}
            code, printed = place.run(("construir",), DAY, "", TEXTO=CANARY_NAME)
        assert code in (1, 3) and "Algo inesperado (RuntimeError)" in printed


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_what_was_typed_is_not_said_back(
    tmp_path: Path, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Options and arguments as the program declares them, each with the canary for its value."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.serve.serve", lambda *_: None)
    monkeypatch.setattr("generator.building.build_pages", lambda *_given, **_more: [find("P310", "mkdocs.yml")])
    (tmp_path / "proyecto").mkdir()
    wanted = needles(iter(()))
    typed = [["--yurleidy-muchavisoy"], [f"--{CANARY_NAME}=1"], [CANARY_NAME, CANARY_NAME, CANARY_NAME]]
    for parameter in LEAVES[path].params:
        flags = [o for o in parameter.opts if o.startswith("--")]
        for value in (CANARY_NAME, CANARY_ID, str(tmp_path / "nada" / CANARY_NAME), f"{CANARY_NAME}=2"):
            typed.append([flags[0], value] if flags else [value])
            typed.append([f"{flags[0]}={value}"] if flags else [value, value])
    for words in typed:
        project = [] if any(w.startswith("--proyecto") for w in words) else ["--proyecto", "proyecto"]
        done = CliRunner().invoke(main, [*path, *words, *project])
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        assert not found_in(done.output.encode(), wanted), (words, done.output)


@pytest.mark.parametrize("words", [["yurleidy-muchavisoy"], ["consentimiento", CANARY_NAME], [f"--{CANARY_NAME}"]])
def test_a_command_that_does_not_exist_is_not_said_back(words: list[str]) -> None:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2 and not found_in(done.output.encode(), needles(iter(())))


class _Text(str):
    """A canary that answers for anything that a `repr` of ours may ask of a field."""

    __slots__ = ()

    def __getattr__(self, name: str) -> _Text:
        return _Text(f"<{name}>")


# Types whose `repr` shows a text that nobody wrote in a submission.
SAY_NOTHING_OF_ANYBODY = {
    "generator.codes.Code": "the catalogue",
    "generator.vocabulary.Term": "the official lists",
    "generator.drafting.answers.Match": "the schema's options",
    "generator.diagnostics.Diagnostic": "places and our own words",
    "generator.anonymize.reidentify.Pointer": "our own words",
    "generator.anonymize.reidentify._Clue": "names of fields",
    "generator.anonymize.reidentify._Place": "names of fields",
    "generator.anonymize.spans.Span": "our own reasons",
    "generator.anonymize.tokens.Token": "offsets",
    "generator.consent.coverage.Coverage": "positions, digests that consent keeps, months",
    "generator.consent.keys.Delegation": "keys",
    "generator.consent.keys.Keyring": "keys",
    "generator.consent.receipts.Notice": "the version of the notice",
    "generator.editorial.Paso": "the table of states",
    "generator.pending.Pendiente": "our own words, and the folder",
    "generator.engines.Engine": "the programs' own names",
    "generator.site.code_examples.Example": "our own examples",
    "generator.site.facets.Facet": "the schema's options",
    "generator.schema.described.Field": "the schema's words",
    "generator.schema.described.Values": "the schema's words",
    "generator.site.lists._Choices": "the schema's options",
    "generator.site.contact.Contact": "the site's own configuration",
    "generator.site.machines.place.Sitio": "the site's own configuration",
    "generator.validate.sentences.Sentence": "our own words",
}


_NO_TEXT = ("int", "float", "bool", "int | None", "Kind", "Level", "<class 'int'>", "<class 'bool'>")


def types() -> Iterator[type]:
    for info in pkgutil.walk_packages(generator.__path__, "generator."):
        if info.name in ("generator.__main__", "generator.anonymize.train", "generator.anonymize.augment"):
            continue
        module = importlib.import_module(info.name)
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == info.name:
                yield kind


def _filled(kind: type) -> object:
    """An instance with the canary in each of its fields, made behind the back of whatever checks them."""
    text = _Text(CANARY_NAME)
    if issubclass(kind, BaseModel):
        return kind.model_construct(**dict.fromkeys(kind.model_fields, text))
    if dataclasses.is_dataclass(kind):
        made = object.__new__(kind)
        for field in dataclasses.fields(kind):
            object.__setattr__(made, field.name, 0 if str(field.type) in _NO_TEXT else text)
        return made
    return kind(*[text] * len(kind._fields))  # type: ignore[attr-defined]


HOLDERS = sorted(
    {k for k in types() if dataclasses.is_dataclass(k) or issubclass(k, BaseModel) or hasattr(k, "_fields")},
    key=lambda k: f"{k.__module__}.{k.__qualname__}",
)


@pytest.mark.parametrize("kind", HOLDERS, ids=lambda k: f"{k.__module__}.{k.__qualname__}")
def test_no_repr_shows_a_text(kind: type) -> None:
    if f"{kind.__module__}.{kind.__qualname__}" in SAY_NOTHING_OF_ANYBODY:
        return
    made = _filled(kind)
    assert CANARY_NAME not in repr(made) and CANARY_NAME not in f"{made}" and CANARY_NAME not in repr([made])
