"""What strangers put on a disk: each bad file gets a code at its line, nothing raises, and the neighbour goes on."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.files import contents
from generator.load import Bundle, discover, is_slug, load
from generator.model import Collection
from generator.plaintext import MAX_LINE, decode, normalise
from generator.shelf import MAX_ATTACHMENT, MAX_FILES, MAX_IMAGE, shown_name
from generator.validate import read
from generator.writing import write_atomic

GOOD = (Path(__file__).parent / "casos" / "encabezado" / "bien.md").read_bytes()
LINES = GOOD.split(b"\n")


def put(folder: Path, name: str, data: bytes = b"") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path / "practicas" / "buena-vecina", "index.md", GOOD)
    put(tmp_path / "practicas" / "caso", "index.md", GOOD)
    return tmp_path


def sparse(path: Path, size: int) -> None:
    """A file of any size that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


def swap(line: int, new: bytes) -> bytes:
    return b"\n".join([*LINES[: line - 1], new, *LINES[line:]])


def text(data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / "index.md").write_bytes(data) and None


def replaced_by_folder(folder: Path) -> None:
    (folder / "index.md").unlink()
    (folder / "index.md").mkdir()


def replaced_by_link(folder: Path) -> None:
    (folder / "index.md").unlink()
    (folder / "index.md").symlink_to("/etc/passwd")


def broken_link(folder: Path) -> None:
    (folder / "foto.jpg").symlink_to(folder / "no-hay.jpg")


def link_to_folder(folder: Path) -> None:
    (folder / "anexos").symlink_to(folder.parent / "buena-vecina")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "foto.png")


def folder_for_image(folder: Path) -> None:
    (folder / "foto.png").mkdir()


def nested_attachments(folder: Path) -> None:
    put(folder / "anexos" / "mas", "x.md", b"x")


def too_many(folder: Path) -> None:
    for number in range(MAX_FILES):
        put(folder, f"foto-{number}.png", b"x")


def twins(folder: Path) -> None:
    put(folder, "foto.png", b"x")
    put(folder, "Foto.PNG", b"x")


BAD_FILES: list[tuple[str, Callable[[Path], None], list[tuple[str, str, int | None]]]] = [
    ("latin-1", text(swap(20, "Medimos un año".encode("latin-1"))), [("index.md", "E002", 20)]),
    ("utf-16", text(GOOD.decode().encode("utf-16")), [("index.md", "E002", 1)]),
    ("surrogate", text(swap(18, b"hola \xed\xa0\x80")), [("index.md", "E002", 18)]),
    ("nulo", text(swap(18, b"hola \x00")), [("index.md", "E005", 18)]),
    ("escape de terminal", text(swap(18, b"\x1b[31mhola")), [("index.md", "E005", 18)]),
    ("control c1", text(swap(18, "hola \x85".encode())), [("index.md", "E005", 18)]),
    ("direccion cerrada", text(swap(18, "hola \u202eaicnesua\u202c".encode())), [("index.md", "E005", 18)]),
    ("direccion sin cerrar", text(swap(18, "hola \u202eaicnesua".encode())), [("index.md", "E005", 18)]),
    ("50 MB", lambda f: sparse(f / "index.md", 50 * 1024 * 1024), [("index.md", "E003", None)]),
    ("un millon de caracteres", text(swap(18, b"a" * 1_000_000)), [("index.md", "E003", None)]),
    ("linea larga", text(swap(18, b"a" * (MAX_LINE + 1))), [("index.md", "E004", 18)]),
    ("vacio", text(b""), [("index.md", "E110", 1)]),
    ("carpeta por archivo", replaced_by_folder, [("index.md", "E006", None)]),
    ("enlace por archivo", replaced_by_link, [("index.md", "E006", None)]),
    ("enlace roto", broken_link, [("foto.jpg", "E006", None)]),
    ("enlace a carpeta", link_to_folder, [("anexos", "E006", None)]),
    ("tubo", pipe, [("foto.png", "E006", None)]),
    ("carpeta por imagen", folder_for_image, [("foto.png", "E006", None)]),
    ("carpeta en anexos", nested_attachments, [("anexos/mas", "E007", None)]),
    ("escondido", lambda f: put(f, ".env") and None, [(".env", "E012", None)]),
    ("imagen enorme", lambda f: sparse(f / "foto.jpg", MAX_IMAGE + 1), [("foto.jpg", "E306", None)]),
    ("anexo enorme", lambda f: sparse(put(f, "anexos/a.csv"), MAX_ATTACHMENT + 1), [("anexos/a.csv", "E003", None)]),
    ("nombre con salto", lambda f: put(f, "a\nb\x1b.md") and None, [("••••.md", "E012", None)]),
    ("nombre con tilde", lambda f: put(f, "niñez.jpg") and None, [("••••.jpg", "E012", None)]),
    ("nombre con espacio", lambda f: put(f, "mi foto.jpg") and None, [("••••.jpg", "E012", None)]),
    ("gemelos", twins, [("Foto.PNG", "E012", None), ("foto.png", "E012", None)]),
    ("revision.yml con nulo", lambda f: put(f, "revision.yml", b"a\0") and None, [("revision.yml", "E005", 1)]),
    ("gif", lambda f: put(f, "foto.gif", b"GIF89a") and None, [("foto.gif", "E304", None)]),
    ("heic", lambda f: put(f, "foto.HEIC") and None, [("foto.HEIC", "E304", None)]),
    ("imagen en anexos", lambda f: put(f, "anexos/foto.jpg") and None, [("anexos/foto.jpg", "E007", None)]),
    ("pdf", lambda f: put(f, "anexos/guia.pdf") and None, [("anexos/guia.pdf", "E311", None)]),
]


@pytest.mark.parametrize(("name", "spoil", "expected"), BAD_FILES, ids=[b[0] for b in BAD_FILES])
def test_bad_file(
    project: Path, name: str, spoil: Callable[[Path], None], expected: list[tuple[str, str, int | None]]
) -> None:
    spoil(project / "practicas" / "caso")
    bundles, outside = discover(project)
    results = {b.slug: read(project, b) for b in bundles}
    submission, findings = results["caso"]
    found = [(f.path.removeprefix("practicas/caso/"), f.code, f.line) for f in findings]
    # An image that is no image is also found by its content: only what loading says is looked at here.
    assert [f for f in found if f[1] not in ("E305", "E314")] == expected
    assert submission is None and outside == []
    assert results["buena-vecina"][0] is not None and results["buena-vecina"][1] == []


def test_too_many_files(project: Path) -> None:
    too_many(project / "practicas" / "caso")
    _, findings = load(project, Bundle(Collection.PRACTICAS, "caso", project / "practicas" / "caso"))
    assert [(f.path, f.code) for f in findings] == [("practicas/caso", "E003")]


def test_big_file_is_refused_without_reading_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("se leyó")

    big = project / "practicas" / "caso" / "index.md"
    sparse(big, 50 * 1024 * 1024)
    monkeypatch.setattr("generator.files.opened", Unread)
    _, findings = load(project, Bundle(Collection.PRACTICAS, "caso", big.parent))
    assert [f.code for f in findings] == ["E003"]


@pytest.mark.skipif(os.geteuid() == 0, reason="quien administra el equipo lee todo")
def test_unreadable_file(project: Path) -> None:
    (project / "practicas" / "caso" / "index.md").chmod(0)
    _, findings = load(project, Bundle(Collection.PRACTICAS, "caso", project / "practicas" / "caso"))
    assert [f.code for f in findings] == ["E010"]


def test_error_while_reading(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError(13, "secreto")

    monkeypatch.setattr("generator.files.os.open", refuse)
    source, findings = load(project, Bundle(Collection.PRACTICAS, "caso", project / "practicas" / "caso"))
    assert source is None
    assert [(f.path, f.code) for f in findings] == [("practicas/caso/index.md", "E010")]
    assert "secreto" not in repr(findings)


def test_link_put_in_place_after_the_check_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "index.md").symlink_to(put(tmp_path, "otro.md", b"secreto"))
    with pytest.raises(OSError) as caught:
        contents(tmp_path / "index.md", 100)
    assert caught.value.errno == errno.ELOOP


def test_folder_that_is_gone(project: Path) -> None:
    source, findings = load(project, Bundle(Collection.PRACTICAS, "no-esta", project / "practicas" / "no-esta"))
    assert source is None
    assert [(f.path, f.code) for f in findings] == [("practicas/no-esta", "E010")]


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_line_ends_and_mark_do_not_change_anything(project: Path, ends: bytes) -> None:
    folder = project / "practicas" / "caso"
    bundle = Bundle(Collection.PRACTICAS, "caso", folder)
    put(folder, "revision.yml", b"decisiones: []\n")
    before, _ = load(project, bundle)
    (folder / "index.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace(b"\n", ends))
    (folder / "revision.yml").write_bytes(b"decisiones: []" + ends)
    after, findings = load(project, bundle)
    assert before is not None and after is not None and findings == []
    assert after.index == before.index == GOOD.decode()
    assert after.digests == before.digests


def test_digests_are_of_what_consent_covers(project: Path) -> None:
    folder = project / "practicas" / "caso"
    put(folder, "foto.jpg", b"\xff\xd8 no se toca \r\n")
    put(folder, "anexos/guia.md", b"# Gu\xc3\xada\r\n")
    for name in ("revision.yml", "ficha.yml", "consentimientos.json"):
        put(folder, name, b"{}\n")
    source, findings = load(project, Bundle(Collection.PRACTICAS, "caso", folder))
    assert source is not None and findings == []
    assert list(source.digests) == ["anexos/guia.md", "foto.jpg", "index.md", "revision.yml"]
    assert source.digests["foto.jpg"] == hashlib.sha256(b"\xff\xd8 no se toca \r\n").hexdigest()
    assert source.digests["anexos/guia.md"] == hashlib.sha256("# Guía\n".encode()).hexdigest()
    assert set(source.house) == {"revision.yml", "ficha.yml", "consentimientos.json"}
    assert set(source.attachments) == {"anexos/guia.md"}


def test_what_the_system_leaves_is_passed_over(project: Path) -> None:
    folder = project / "practicas" / "caso"
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        put(folder, name, b"\0")
    source, findings = load(project, Bundle(Collection.PRACTICAS, "caso", folder))
    assert source is not None and findings == []
    assert list(source.digests) == ["index.md"]


def test_discover_is_sorted_and_passes_over_hidden(project: Path) -> None:
    for name in ("_plantilla", ".oculta", "zeta", "alfa"):
        put(project / "expediciones" / name, "index.md", b"")
    bundles, findings = discover(project)
    assert findings == []
    assert [b.folder for b in bundles] == [
        "practicas/buena-vecina",
        "practicas/caso",
        "expediciones/alfa",
        "expediciones/zeta",
    ]


CLASHES = [
    ("Huerta", "huerta"),
    ("huertá", "huerta"),
    (unicodedata.normalize("NFC", "niñez"), unicodedata.normalize("NFD", "niñez")),
]


@pytest.mark.parametrize("pair", CLASHES)
def test_names_that_fold_to_one(project: Path, pair: tuple[str, str]) -> None:
    for name in pair:
        put(project / "practicas" / name, "index.md", GOOD)
    if len(list((project / "practicas").iterdir())) < 4:
        pytest.skip("este disco no distingue esos nombres")
    bundles, findings = discover(project)
    assert [f.path for f in findings if f.code == "E009"] == sorted({f"practicas/{shown_name(name)}" for name in pair})
    assert [b.slug for b in bundles] == ["buena-vecina", "caso"]


def test_folder_of_submissions_that_is_not_one(tmp_path: Path) -> None:
    put(tmp_path, "practicas", b"x")
    put(tmp_path / "otra" / "robada", "index.md", GOOD)
    (tmp_path / "expediciones").symlink_to(tmp_path / "otra")
    bundles, findings = discover(tmp_path)
    assert bundles == []
    assert [(f.path, f.code) for f in findings] == [("expediciones", "E006"), ("practicas", "E006")]


def test_linked_bundle_is_not_followed(project: Path) -> None:
    (project / "practicas" / "enlazada").symlink_to(project / "practicas" / "caso")
    bundles, findings = discover(project)
    assert [b.slug for b in bundles] == ["buena-vecina", "caso"]
    assert [(f.path, f.code) for f in findings] == [("practicas/enlazada", "E006")]


def test_project_without_submissions(tmp_path: Path) -> None:
    assert discover(tmp_path) == ([], [])


NO_ADDRESS = ["ab", "a" * 81, "index", "readme", "con", "lpt1", "a_b", "a--b", "-ab", "ab-", "Abc", "ñam", "abc\n"]


@pytest.mark.parametrize("name", NO_ADDRESS)
def test_names_that_are_no_address(name: str) -> None:
    assert not is_slug(name)


@pytest.mark.parametrize("name", ["abc", "a" * 80, "huerta-vertical", "2026-medir", "consola"])
def test_names_that_are_an_address(name: str) -> None:
    assert is_slug(name)


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_say_why(data: bytes) -> None:
    decoded, findings = decode(normalise(data), "x")
    assert (decoded is None) == bool(findings)
    if decoded is not None:
        assert decoded.splitlines() == decoded.removesuffix("\n").split("\n") or not decoded


# Names made up from name parts; the numbers are nobody's.
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("foto.gif", "foto.gif"),
        ("anexos/guia_2.final.pdf", "anexos/guia_2.final.pdf"),
        ("IMG_20241122_101010.heic", "IMG_20241122_101010.heic"),
        ("foto-12345.gif", "foto-12345.gif"),
        ("Cédula 1.098.765.432 de Yurleidy.jpg", "••••.jpg"),
        ("Cédula 1.098.765.432", "••••"),
        ("cedula-1.098.765.432.gif", "••••.gif"),
        ("anexos/1098765432.docx", "anexos/••••.docx"),
        ("IMG_20241122_1098765432.heic", "••••.heic"),
        ("carta.Yurleidy Muchavisoy", "••••"),
        ("mi foto.GIF", "••••.GIF"),
    ],
)
def test_a_file_name_that_may_say_who_is_not_shown(name: str, expected: str) -> None:
    assert shown_name(name) == expected


def test_no_name_of_a_refused_file_or_folder_is_printed(project: Path) -> None:
    put(project / "practicas" / "caso", "Yurleidy Muchavisoy.docx", b"x")
    put(project / "practicas" / "caso", "anexos/Yurleidy Muchavisoy.pdf", b"x")
    put(project / "practicas" / "Yurleidy Muchavisoy", "index.md", GOOD)
    put(project / "practicas", "Yurleidy Muchavisoy.md", GOOD)
    bundles, findings = discover(project)
    for bundle in bundles:
        findings += read(project, bundle)[1]
    assert sorted((f.path, f.code) for f in findings) == [
        ("practicas/caso/anexos/••••.pdf", "E012"),
        ("practicas/caso/••••.docx", "E012"),
        ("practicas/••••", "E008"),
        ("practicas/••••.md", "E006"),
    ]


def test_a_missing_index_still_hints_at_a_name_that_is_not_shown(project: Path) -> None:
    (project / "practicas" / "caso" / "index.md").rename(project / "practicas" / "caso" / "index (1).md")
    _, findings = load(project, Bundle(Collection.PRACTICAS, "caso", project / "practicas" / "caso"))
    assert [(f.path, f.code) for f in findings] == [("practicas/caso", "E001"), ("practicas/caso/••••.md", "E012")]
    assert "parecido" in (findings[0].hint or "")


@pytest.mark.parametrize("name", ["index.md", "revision.yml", "consentimientos.json", "ficha.yml", "anexos/lista.md"])
def test_what_a_killed_write_left_behind_is_passed_over(
    project: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project / "practicas" / "caso"

    with monkeypatch.context() as patch:  # what is killed does nothing more
        patch.setattr(Path, "replace", lambda *_: None)
        write_atomic(folder / name, b"\x00 half")
    assert len(list(folder.rglob(".*.tmp"))) == 1
    submission, findings = read(project, Bundle(Collection.PRACTICAS, "caso", folder))
    assert submission is not None and findings == []


@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "lleno"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, problem: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise problem

    write_atomic(tmp_path / "index.md", "antes")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(type(problem)):
        write_atomic(tmp_path / "index.md", "texto privado")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("index.md", "antes")]


@pytest.mark.parametrize("name", [".otro.md.tmp", ".env.tmp", "index.md.tmp", ".foto.jpg.tmp", "anexos/.index.exe.tmp"])
def test_other_temporary_files_are_not(project: Path, name: str) -> None:
    put(project / "practicas" / "caso", name, b"x")
    _, findings = load(project, Bundle(Collection.PRACTICAS, "caso", project / "practicas" / "caso"))
    assert [f.code for f in findings] in (["E012"], ["E007"])
