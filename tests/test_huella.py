"""What is remembered of a bundle is believed only while nothing of its folder changed, and agreement is asked anew.

The canary name is made up from name parts.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator import accepting, digests, prepared
from generator import imprint as module
from generator.accepting import accept
from generator.checking import check
from generator.consent import store
from generator.consent.keys import NO_KEYS
from generator.consent.signing import Domain, Json, Signatures, public_of
from generator.imprint import Imprint, imprint
from generator.kept import NOTHING, Kept, keeping
from generator.load import Bundle, load
from generator.model import Collection
from generator.schema.records import Autor
from generator.shelf import MAX_FILES, MAX_IMAGE
from tests.apoyo_consentimiento import ROOT
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "practicas/una"
    (folder / "anexos").mkdir(parents=True)
    (folder / "otra carpeta").mkdir()
    files = ("index.md", "ficha.yml", "consentimientos.json", "mesa.png", "anexos/hoja.md", "anexos/lista.csv")
    for name in files:
        (folder / name).write_text(f"Lo que dice {name}\n", encoding="utf-8")
    (folder / "vacio.md").touch()
    return Bundle(Collection.PRACTICAS, "una", folder)


def add(name: str, words: str = "") -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(words, encoding="utf-8")


def rename(old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: (folder / old).rename(folder / new)


def to_link(folder: Path) -> None:
    """The same words, by way of a link."""
    (folder / "index.md").rename(folder.parent / "fuera.md")
    (folder / "index.md").symlink_to(folder.parent / "fuera.md")


def to_folder(folder: Path) -> None:
    (folder / "vacio.md").unlink()
    (folder / "vacio.md").mkdir()


def to_pipe(folder: Path) -> None:
    (folder / "vacio.md").unlink()
    os.mkfifo(folder / "vacio.md")


def swap(folder: Path) -> None:
    rename("anexos/hoja.md", "x")(folder)
    rename("index.md", "anexos/hoja.md")(folder)
    rename("x", "index.md")(folder)


def inner_link(folder: Path) -> None:
    (folder / "anexos").rename(folder.parent / "fuera")
    (folder / "anexos").symlink_to(folder.parent / "fuera")


def folder_to_link(folder: Path) -> None:
    (folder / "otra carpeta").rmdir()
    (folder / "otra carpeta").symlink_to("anexos")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": add("index.md", "Lo que dice index.mD\n"),
    "a line end": add("index.md", "Lo que dice index.md\r\n"),
    "a byte of an attachment": add("anexos/hoja.md", "Lo que dice anexos/hoja.mD\n"),
    "a byte of an image": add("mesa.png", "Lo que dice mesa.pnG\n"),
    "the ficha": add("ficha.yml", "estado: publicada\n"),
    "a receipt": add("consentimientos.json", "{}"),
    "emptied": add("index.md"),
    "a file more": add("nota.md", "Algo"),
    "an empty file more": add("nota.md"),
    "a file more in anexos": add("anexos/nota.md"),
    "a decision more": add("revision.yml"),
    "a leftover": add(".DS_Store"),
    "an interrupted writing": add(".index.md.tmp", "Algo"),
    "a file less": lambda folder: (folder / "vacio.md").unlink(),
    "a file less in anexos": lambda folder: (folder / "anexos/lista.csv").unlink(),
    "no anexos": lambda folder: shutil.rmtree(folder / "anexos"),
    "another name": rename("mesa.png", "silla.png"),
    "another case": rename("mesa.png", "Mesa.png"),
    "another place": rename("vacio.md", "anexos/vacio.md"),
    "two that changed places": swap,
    "a folder more": lambda folder: (folder / "mas").mkdir(),
    "a folder more in anexos": lambda folder: (folder / "anexos/mas").mkdir(),
    "a folder less": lambda folder: (folder / "otra carpeta").rmdir(),
    "a link more": lambda folder: (folder / "b.md").symlink_to("index.md"),
    "a broken link more": lambda folder: (folder / "b.md").symlink_to("nada"),
    "a link in its place": to_link,
    "a link to the same anexos": inner_link,
    "a link in the place of a folder": folder_to_link,
    "a folder in its place": to_folder,
    "a pipe in its place": to_pipe,
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_folder_is_seen(bundle: Bundle, change: str) -> None:
    before = imprint(bundle)
    assert before is not None and imprint(bundle) == before
    CHANGES[change](bundle.path)
    after = imprint(bundle)
    assert after is not None and after.digest != before.digest and after.moment != before.moment


def test_it_is_of_the_bytes_and_of_the_name_of_the_folder(bundle: Bundle) -> None:
    before = told(bundle)
    copy = bundle.path.with_name("dos")
    shutil.copytree(bundle.path, copy)
    assert told(Bundle(bundle.collection, "una", copy)).digest == before.digest
    assert told(Bundle(bundle.collection, "dos", copy)).digest != before.digest
    assert told(Bundle(Collection.EXPEDICIONES, "una", copy)).digest != before.digest
    os.utime(bundle.path / "index.md", (1, 1))
    after = told(bundle)
    assert after.digest == before.digest and after.moment != before.moment


def told(bundle: Bundle) -> Imprint:
    found = imprint(bundle)
    assert found
    return found


@pytest.mark.parametrize("what", ["index.md", "anexos/hoja.md", "mesa.png"])
def test_what_cannot_be_read_has_none(bundle: Bundle, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    before = told(bundle)
    (bundle.path / what).chmod(0)
    assert imprint(bundle) != before

    def refused(path: Path | str, status: os.stat_result | None = None) -> bytes:
        if Path(path) == bundle.path / what:  # whoever may read everything (root) is refused as well
            raise PermissionError
        return digests.digest(path, status)

    monkeypatch.setattr(module, "digest", refused)
    assert imprint(bundle) is None
    shutil.rmtree(bundle.path)
    assert imprint(bundle) is None


def test_a_folder_that_is_too_full_has_none_and_is_not_walked(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MAX_FILES):
        (bundle.path / f"{number}.md").touch()
    assert imprint(bundle) is None
    walked = 0

    class Endless:
        def __enter__(self) -> Iterator[SimpleNamespace]:
            return self.entries()

        def __exit__(self, *_: object) -> None:
            pass

        def entries(self) -> Iterator[SimpleNamespace]:
            nonlocal walked
            path = bundle.path / "index.md"
            while True:
                walked += 1
                yield SimpleNamespace(name=f"{walked}.md", path=os.fspath(path), stat=path.stat)

    monkeypatch.setattr(os, "scandir", lambda _: Endless())
    assert imprint(bundle) is None and walked == MAX_FILES + 2


def test_what_is_too_large_to_be_read_is_not_hashed(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(bundle)
    with (bundle.path / "mesa.png").open("wb") as file:
        file.truncate(MAX_IMAGE + 1)
    monkeypatch.setattr(module, "digest", lambda path, _: b"" if Path(path).name != "mesa.png" else 1 / 0)
    assert told(bundle).digest != before.digest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proyecto:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "p").mkdir()
    made = Proyecto(tmp_path / "p", guide=False)
    named = [{"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}]
    made.write("una", text(autoria=named))
    made.consent("una", names=[0])
    made.publishable("otra", titulo="Otra práctica, para lo mismo")
    made.write("borrador", text(titulo="Un borrador que nadie espera"), estado="borrador")
    made.folder("vacia")
    assert [*accepted(made).shown] == ["practicas/otra", "practicas/una"]
    return made


class Seen(NamedTuple):
    """All that is shown of each folder, all that is said of the project, and how many folders were as they had been."""

    shown: dict[str, object]
    said: tuple[object, ...]
    same: int


def accepted(project: Proyecto, today: date = TODAY, kept: Kept | None = None) -> Seen:
    notes = Notes()
    with keeping(project.root / ".build") as remembered:
        found = accept(project.root, today, notes, kept or remembered)
    shown: dict[str, object] = {
        a.folder: (a.fingerprint, a.secrets, a.kept, a.consented.names) for a in found.anonymized
    }
    return Seen(shown, (found.left_out, found.standing, found.reduced, found.findings), notes.same)


class Notes:
    same = -1

    def __call__(self, _message: str) -> None:
        pass

    def note(self, words: str) -> None:
        self.same = int(words.split()[0]) if "como estaban" in words else self.same


def afresh(project: Proyecto, today: date = TODAY) -> tuple[object, ...]:
    copy = project.root.parent / "copia"
    shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns(".build"), symlinks=True)
    try:
        return accepted(Proyecto.at(copy), today, NOTHING)[:2]
    finally:
        shutil.rmtree(copy)


def test_what_did_not_change_is_not_read_again(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "load", lambda *_: 1 / 0)
        found = accepted(project)
    assert found.same == 4 and found[:2] == afresh(project)


def test_records_that_are_brought_back_share_what_is_the_same_in_all() -> None:
    short = {"rol": "instructor", "credito": "anonimo"}
    given = ({**short, "nombre": None}, {**short, "nombre": None}, short)
    one, other, less = (pickle.loads(pickle.dumps(Autor.model_validate(fields))) for fields in given)
    assert one == other == less and one.model_fields_set is other.model_fields_set
    assert less.model_fields_set == short.keys() < one.model_fields_set


def test_who_comes_or_goes_makes_nobody_else_be_read_again(project: Proyecto) -> None:
    there = accepted(project).same
    for number, slug in enumerate(("a-la-cabeza", "pizarra", "zeta")):  # before all others, among them, and after them
        project.publishable(slug, titulo=f"Otra práctica, con otro nombre, la {number}")
        found = accepted(project)
        assert found.same == there + number and found[:2] == afresh(project)
    shutil.rmtree(project.folder("pizarra"))
    found = accepted(project)
    assert found.same == there + 2 and found[:2] == afresh(project)


NOBODY_AGREES: dict[str, Callable[[Proyecto], object]] = {
    "withdrawn": lambda p: p.revoke("una"),
    "the name withdrawn": lambda p: p.revoke("una", only="nombre"),
    "no key": lambda p: store.save_keys(p.root, NO_KEYS),
    "no list": lambda p: (p.root / store.LIST).unlink(),
    "a list that was rolled back": lambda p: (p.root / store.MINIMUM).write_text('{"minimo": 99}\n'),
}


@pytest.mark.parametrize("change", NOBODY_AGREES)
def test_who_does_not_agree_any_more_is_seen_with_everything_remembered(project: Proyecto, change: str) -> None:
    before = accepted(project)
    NOBODY_AGREES[change](project)
    found = accepted(project)
    assert found.same >= 3 and found[:2] == afresh(project) != before[:2]
    assert accepted(project)[:2] == found[:2]


def test_what_may_not_be_shown_any_more_is_kept_no_longer(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(kept: object) -> set[str]:
        return {read.submission.folder for read, _, (page, _) in kept.values() if page}  # type: ignore[attr-defined]

    written: list[set[str]] = []
    dumps = pickle.dumps
    spy = SimpleNamespace(dumps=lambda kept: written.append(pages(kept)) or dumps(kept), loads=pickle.loads)
    monkeypatch.setattr(prepared, "pickle", spy)
    accepted(project)
    assert written == []  # all as it was: nothing is written again
    project.revoke("una")
    accepted(project)
    assert written == [{"practicas/otra"}]


def test_a_day_on_which_a_receipt_expired_is_seen_with_everything_remembered(project: Proyecto) -> None:
    later = TODAY + timedelta(days=800)
    project.refresh(later)
    found = accepted(project, later)
    assert found.same == 4 and found.shown == {} and found[:2] == afresh(project, later)
    project.refresh(TODAY)
    assert len(accepted(project).shown) == 2


def test_a_receipt_that_is_not_what_was_signed_is_seen(project: Proyecto) -> None:
    path = project.folder("otra") / store.RECEIPTS
    path.write_text(path.read_text(encoding="utf-8").replace('"vence": "2028', '"vence": "2029'), encoding="utf-8")
    found = accepted(project)
    assert [*found.shown] == ["practicas/una"] and found[:2] == afresh(project)


def test_what_was_saved_while_it_was_read_is_not_remembered_as_what_it_was(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even when it is back as it was by the time that it is kept."""
    index = project.folder("borrador") / "index.md"
    index.write_text(text(titulo="Un borrador que alguien escribe"), encoding="utf-8")
    now = index.read_text(encoding="utf-8")

    def saved_twice(*given: object) -> object:
        index.write_text("Nada\n", encoding="utf-8")
        found = load(*given)  # type: ignore[arg-type]
        index.write_text(now, encoding="utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(accepting, "load", saved_twice)
        accepted(project)
    assert accepted(project)[:2] == afresh(project)


def test_what_could_not_be_read_once_is_read_again(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder("otra") / "index.md").write_text(text(titulo="Otra vez otra, para lo mismo"), encoding="utf-8")
    project.consent("otra")

    def fails(*_: object) -> bytes:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr("generator.shelf.contents", fails)
        assert [*accepted(project).shown] == ["practicas/una"]
    assert accepted(project)[:2] == afresh(project)


def test_a_signature_that_was_good_says_nothing_of_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    payload: dict[str, Json] = {"v": 1, "rid": "a"}
    good, signatures = ROOT.sign(Domain.RECIBO, payload), Signatures()
    assert signatures.is_signed(ROOT.public, Domain.RECIBO, payload, good)
    other = public_of(Ed25519PrivateKey.generate())
    assert not signatures.is_signed(other, Domain.RECIBO, payload, good)
    assert not signatures.is_signed(ROOT.public, Domain.CORRECCION, payload, good)
    assert not signatures.is_signed(ROOT.public, Domain.RECIBO, {"v": 1, "rid": "b"}, good)
    assert not signatures.is_signed(ROOT.public, Domain.RECIBO, payload, good[::-1])
    signatures = pickle.loads(pickle.dumps(signatures))
    monkeypatch.setattr("generator.consent.signing.is_signed", lambda *_: 1 / 0)
    assert signatures.is_signed(ROOT.public, Domain.RECIBO, payload, good)
    with pytest.raises(ZeroDivisionError):
        signatures.is_signed(other, Domain.RECIBO, payload, good)


def test_a_check_of_what_did_not_change_reads_nothing(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check(project.root, TODAY)
    with monkeypatch.context() as patched:
        patched.setattr("generator.judging.load", lambda *_: 1 / 0)
        assert check(project.root, TODAY) == before != []
    project.revoke("otra")
    assert "C105" in {d.code for d in check(project.root, TODAY)} and "C105" not in {d.code for d in before}
