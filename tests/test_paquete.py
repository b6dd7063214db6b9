"""What ships: exact and hashed versions, no address of this machine, free licences, declared dependencies."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LAYERS = ("base", "sitio", "privado", "pruebas")
WAYS_OUT = ("salida-properdocs", "salida-zensical")
LOCKS = (*LAYERS, *WAYS_OUT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILT = {".git", ".node", ".venv", ".venv-salidas", ".build", "site", "__pycache__", "dist"}
# Where packages are downloaded from, and folders of whoever made the project. The brackets keep this file clean.
FOREIGN = re.compile(
    r"py[p]i\.org|pythonhoste[d]\.org|registry\.npmj[s]|deb\.debia[n]\.org"
    r"|/wor[k]/|/hom[e]/[a-z]|/roo[t]/|/User[s]/[a-z]|[A-Z]:\\User[s]",
)


def _lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", _lock(name), re.MULTILINE))


def _declared(*extras: str) -> list[Requirement]:
    texts = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        texts += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_exact_versions_with_hashes_and_nothing_else(name: str) -> None:
    pin = r"[a-z0-9-]+==[0-9][\w.+!-]* \\\n(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n"
    via = r"(    # via( [\w./ ()-]+)?\n(    #   [\w./ ()-]+\n)*)?"
    assert re.fullmatch(f"({pin}{via})+", _lock(name))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_nothing_of_where_it_was_made(name: str) -> None:
    assert not re.search(r"://|(^|\s)/|--(extra-)?index|find-links|trusted-host|@ ", _lock(name), re.MULTILINE)


def test_the_locks_are_layered() -> None:
    base, site, store, tests = (_pins(name).items() for name in LAYERS)
    assert base <= site <= store <= tests


@pytest.mark.parametrize("name", WAYS_OUT)
def test_another_engine_changes_nothing_but_the_engine(name: str) -> None:
    """Whatever it shares with the site has the same version: what differs in the pages comes from the engine."""
    theirs, ours = _pins(name), _pins("sitio")
    assert _pins("base").items() <= theirs.items()
    assert {package for package, version in theirs.items() if ours.get(package, version) != version} == set()
    assert "mkdocs-material" not in theirs
    engine = {"mkdocs", "mkdocs-material"}
    extras = PROJECT["project"]["optional-dependencies"]
    assert {d for d in extras["sitio"] if Requirement(d).name not in engine} <= set(extras[name])


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("base", ()),
        ("sitio", ("sitio",)),
        ("privado", ("sitio", "privado", "cifras")),
        ("pruebas", ("sitio", "privado", "cifras", "pruebas")),
        *((name, (name,)) for name in WAYS_OUT),
    ],
)
def test_a_lock_holds_all_that_is_declared(name: str, extras: tuple[str, ...]) -> None:
    pins = _pins(name)
    wanted = _declared(*extras)
    assert [str(r) for r in wanted if not r.specifier.contains(pins.get(canonicalize_name(r.name), "0"))] == []


def test_who_only_validates_installs_neither_engine_nor_browser() -> None:
    assert not {"mkdocs", "mkdocs-material", "pagefind", "playwright"} & set(_pins("base"))
    assert "playwright" not in _pins("sitio")


def test_the_engine_is_the_one_that_was_measured() -> None:
    site = PROJECT["project"]["optional-dependencies"]["sitio"]
    assert "mkdocs>=1.6.1,<2" in site
    assert "mkdocs-material==9.8.1" in site


@pytest.mark.parametrize("name", _pins("pruebas"))
def test_what_is_installed_is_locked_and_installs_on_debian_12(name: str) -> None:
    """Debian 12 has Python 3.11.2, and some packages leave the first patch versions of 3.11 out."""
    found = metadata.distribution(name)
    assert found.version == _pins("pruebas")[name]
    assert SpecifierSet(found.metadata.get("Requires-Python") or "").contains("3.11.2")


# Offered under several licences to choose from, and taken under this one.
CHOSEN = {"pyphen": "Mozilla Public License 1.1"}


@pytest.mark.parametrize("name", _pins("sitio"))
def test_no_copyleft_of_the_gpl_family_at_run_time(name: str) -> None:
    licence = _licence(metadata.metadata(name))
    assert licence, "sin licencia declarada"
    if name in CHOSEN:
        assert CHOSEN[name] in licence
        return
    assert not re.search(r"\b(A|L)?GPL|General Public", licence), licence


def _licence(about: metadata.PackageMetadata) -> str:
    declared = about.get("License-Expression") or (about.get("License") or "").split("\n")[0]
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join(filter(None, [declared, *classifiers]))


def _modules(*, private: bool) -> set[str]:
    """Third-party top-level modules that the public part of the generator imports, or the private one, anywhere."""
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        if ((ROOT / "generator/private") in path.parents) is not private:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"generator"}


@pytest.mark.parametrize(("private", "extras"), [(False, ("sitio", "cifras")), (True, ("privado",))])
def test_everything_the_generator_imports_is_declared(private: bool, extras: tuple[str, ...]) -> None:
    sources = metadata.packages_distributions()
    declared = {canonicalize_name(requirement.name) for requirement in _declared(*extras)}
    # pydantic_core is pydantic's own half and is pinned by it.
    undeclared = {
        module
        for module in _modules(private=private) - {"pydantic_core"}
        if not declared & {canonicalize_name(name) for name in sources.get(module, [])}
    }
    assert undeclared == set()


def test_nothing_is_declared_in_vain() -> None:
    sources = metadata.packages_distributions()
    modules = _modules(private=False) | _modules(private=True)
    used = {canonicalize_name(name) for module in modules for name in sources.get(module, [])}
    # The engine and the search run as programs of their own, and Material is named in mkdocs.yml.
    programs = {"mkdocs", "mkdocs-material", "pagefind"}
    # What others bring in by themselves: the driver that SQLAlchemy is told of by name, what reads the forms for
    # Starlette, and what keeps openpyxl's XML from doing anything.
    by_others = {"pg8000", "python-multipart", "defusedxml"}
    assert {canonicalize_name(r.name) for r in _declared("sitio", "privado", "cifras")} - used <= programs | by_others


def test_what_installs_the_project_is_in_every_lock() -> None:
    """`--no-build-isolation` works because of it, and nothing without a hash is ever downloaded."""
    (builder,) = (Requirement(text) for text in PROJECT["build-system"]["requires"])
    assert all(builder.specifier.contains(_pins(name)[builder.name]) for name in LOCKS)
    # What click, mkdocs and pytest need on Windows alone.
    assert all("colorama" in _pins(name) for name in LOCKS)


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(
            part in BUILT or part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in inside.parts
        )
        if hidden or not path.is_file() or path.suffix in {".png", ".jpg", ".woff2", ".gz", ".pyc"}:
            continue
        yield inside.as_posix(), path.read_text(encoding="utf-8", errors="replace")


def test_no_address_of_a_package_registry_and_no_path_of_a_machine() -> None:
    assert [name for name, text in _texts() if FOREIGN.search(text)] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_the_documents_point_to_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_tasks_the_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        task
        for name in ("README.md", "CONTRIBUTING.md")
        for task in re.findall(r"\bmake ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8"))
    }
    assert named
    assert named <= tasks


def test_the_licences_are_whole() -> None:
    code = (ROOT / "LICENSE").read_text(encoding="utf-8")
    content = (ROOT / "LICENSE-CONTENIDO").read_text(encoding="utf-8")
    assert "Apache License" in code and "END OF TERMS AND CONDITIONS" in code
    assert content.startswith("Attribution-ShareAlike 4.0 International")
    assert all(f"Section {number} -- " in content for number in range(1, 9))
    assert content.rstrip().endswith("Creative Commons may be contacted at creativecommons.org.")


def test_the_version_is_one() -> None:
    from generator import __version__

    assert PROJECT["project"]["version"] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
