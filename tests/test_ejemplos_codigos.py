"""Every code that a bundle can be told has an example on its page, and the example is true: wrong, it says that code
and no other; right, it says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from PIL import Image

from generator.checking import check
from generator.codes import CATALOG
from generator.consent import store
from generator.schema.options import Credito
from generator.site.code_examples import NOT_SHOWN, SHOWN_AS, WORDS, Example, examples
from tests.apoyo_consentimiento import STRANGER, signed_list
from tests.fabrica import CANARY_ID, CANARY_NAME, SECTIONS, TODAY, Proyecto, fields, text, trip

HERE = "huerta-vertical"
# Made up from name parts: nobody is called so, and nobody has these numbers.
SAID = {
    "nombre": CANARY_NAME,
    "posible": "Zutanejo",
    "cedula": CANARY_ID,
    "numero": "48261739205",
    "carpeta": "con-yurleidy-muchavisoy",
}
OF_A_BUNDLE = [code for code in CATALOG if code[0] in "ECA"]


def test_every_code_of_a_bundle_has_an_example_or_a_reason_for_having_none() -> None:
    shown = examples().keys()
    assert shown | NOT_SHOWN.keys() == set(OF_A_BUNDLE) and not shown & NOT_SHOWN.keys()
    assert {c for c, one in examples().items() if one.where == WORDS} == SCENES.keys()
    assert SAID.keys() == SHOWN_AS.keys()
    assert not re.search(rf"{CANARY_NAME}|\{{", "".join(one.shown(one.wrong) for one in examples().values()))


@pytest.mark.parametrize("side", ["mal", "bien"])
@pytest.mark.parametrize("code", examples())
def test_an_example_is_true(tmp_path: Path, code: str, side: str) -> None:
    example = examples()[code]
    project = Proyecto(tmp_path, guide=False)
    project.write("buena-vecina", text(), estado="en_revision")
    day = TODAY
    if example.where == WORDS:
        project.write(HERE, text(), estado="en_revision")
        day = SCENES[code](project, side == "mal") or TODAY
    else:
        _make(project, example, example.wrong if side == "mal" else example.right)
    told = {d.code for d in check(tmp_path, day)}
    if side == "bien":
        assert told == set()
    else:
        assert code in told and told <= {code} | example.also


def _make(project: Proyecto, example: Example, side: str) -> None:
    """A bundle with what the example shows, and nothing else out of the ordinary."""
    side, both = (_filled(t) for t in (side, f"{example.wrong}\n{example.right}"))
    if example.where == "carpeta":
        for slug in dict.fromkeys(line.partition("/")[0] for line in side.splitlines()):
            _folder(
                project, slug, [line.partition("/")[2] for line in side.splitlines() if line.startswith(f"{slug}/")]
            )
        return
    if example.where == "expedicion":
        project.write(f"expediciones/{HERE}", trip(side), estado="en_revision")
        return
    keys = set(re.findall(r"^([a-z_]+):", both, re.MULTILINE)) if example.where in ("campos", "index.md") else set()
    given = {**fields(), **example.base}
    body = dict(SECTIONS)
    listed = _declared(example.with_files)
    given |= {k: v for k, v in listed.items() if k not in keys}
    picture = next((f for f in example.with_files if f.endswith(".png")), None)
    if picture and example.where != "texto":
        body["Qué hicimos"] = f"![Doce botellas colgadas]({picture})"
    front = yaml.safe_dump({k: v for k, v in given.items() if k not in keys}, allow_unicode=True, sort_keys=False)
    words = "\n\n".join(f"## {title}\n\n{said}" for title, said in body.items())
    if example.where == "campos":
        index = f"---\n{front}{side}---\n\n{words}\n"
    elif example.where == "texto":
        index = f"---\n{front}---\n\n{_with_text(body, side, both)}\n"
    elif example.where == "index.md":
        rest = words.partition("\n\n")[2]
        before, _, after = side.rpartition("…")
        index = f"{before}{rest}{after}".replace("…\n", front, 1)
    else:
        index = text()
    project.write(HERE, index, estado="en_revision")
    if example.where == "ficha.yml" or example.where == "revision.yml":
        (project.folder(HERE) / example.where).write_text(side, encoding="utf-8")
    elif "/" in example.where:
        (project.root / example.where).parent.mkdir()
        (project.root / example.where).write_text(side, encoding="utf-8")
    _files(project, HERE, example.with_files)


def _filled(text: str) -> str:
    for name, words in SAID.items():
        text = text.replace(f"{{{name}}}", words)
    return text


def _with_text(body: dict[str, str], side: str, both: str) -> str:
    """The sections of a good text with those that the example shows in the place of the first of them."""
    shown = set(re.findall(r"^## (.+)$", both, re.MULTILINE))
    if not shown & set(body) and not re.search(r"^## ", both, re.MULTILINE):
        body, side, shown = {**body, "Qué hicimos": side}, "", {"-"}
    pieces = [f"## {title}\n\n{said}" if title not in shown else "" for title, said in body.items()]
    at = next((n for n, title in enumerate(body) if title in shown), len(pieces))
    return "\n\n".join(piece for piece in [*pieces[:at], side, *pieces[at:]] if piece)


def _declared(files: tuple[str, ...]) -> dict[str, object]:
    pictures = [
        {"archivo": f, "alt": "Doce botellas colgadas en tres filas.", "personas_reconocibles": "ninguna"}
        for f in files
        if f.endswith(".png")
    ]
    papers = [{"archivo": f.partition("/")[2], "titulo": "Lista de materiales"} for f in files if "/" in f]
    return {k: v for k, v in (("imagenes", pictures), ("anexos", papers)) if v}


def _files(project: Proyecto, name: str, files: tuple[str, ...]) -> None:
    for file in files:
        path = project.folder(name) / file
        path.parent.mkdir(exist_ok=True)
        if file.endswith(".png"):
            project.image(name, file)
        else:
            path.write_text("material,cuenta\nBotellas,12\n" if file.endswith(".csv") else "# Lista\n\nBotellas.\n")


def _folder(project: Proyecto, slug: str, files: list[str]) -> None:
    good = tuple(f for f in files if re.fullmatch(r"(anexos/)?[a-z-]+\.(png|md|csv)", f) and f != "index.md")
    body = {"Qué hicimos": "".join(f"![Doce botellas colgadas]({f})" for f in good if f.endswith(".png")) or "Algo."}
    folder = project.folder(slug)
    if "index.md" in files:
        (folder / "index.md").write_text(text(body, **_declared(good)), encoding="utf-8")
    _files(project, slug, good)
    for file in set(files) - set(good) - {"index.md"}:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(b"...")


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Proyecto, bool], None]:
    def scene(project: Proyecto, wrong: bool) -> None:
        index = project.folder(HERE) / "index.md"
        if wrong:
            index.write_bytes(change(index.read_bytes()))

    return scene


def _linked(project: Proyecto, wrong: bool) -> None:
    _with_picture(project)
    picture = project.folder(HERE) / "huerta.png"
    if wrong:
        picture.rename(project.root / "otra.png")
        picture.symlink_to(project.root / "otra.png")


def _with_picture(project: Proyecto, *, decided: bool = True, **changed: object) -> None:
    listed = {**_declared(("huerta.png",)), **changed}
    project.write(HERE, text({"Qué hicimos": "![Doce botellas colgadas](huerta.png)"}, **listed), estado="en_revision")
    project.image(HERE, "huerta.png", decided=decided)


def _undecided(project: Proyecto, wrong: bool) -> None:
    _with_picture(project, decided=not wrong)


def _broken(project: Proyecto, wrong: bool) -> None:
    _with_picture(project, decided=True)
    if wrong:
        (project.folder(HERE) / "huerta.png").write_bytes(b"no es una imagen")


def _huge(project: Proyecto, wrong: bool) -> None:
    _with_picture(project)
    if wrong:
        Image.new("1", (25_000, 2)).save(project.folder(HERE) / "huerta.png")


def _published(project: Proyecto, **changed: object) -> None:
    project.publishable(HERE, **changed)


def _example(project: Proyecto, wrong: bool) -> None:
    if wrong:
        project.write(HERE, text(ejemplo=True))
    else:
        _published(project)


def _without_receipt(project: Proyecto, wrong: bool) -> None:
    project.write(HERE, text())
    if not wrong:
        project.consent(HERE)


def _receipts(change: Callable[[str], str]) -> Callable[[Proyecto, bool], None]:
    def scene(project: Proyecto, wrong: bool) -> None:
        _published(project)
        path = project.folder(HERE) / store.RECEIPTS
        if wrong:
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return scene


def _edited(project: Proyecto, wrong: bool) -> None:
    _published(project)
    if wrong:
        project.write(HERE, text({"Qué hicimos": "Otra cosa."}))


def _late(project: Proyecto, wrong: bool) -> date:
    _published(project)
    day = date(2028, 12, 20) if wrong else TODAY
    project.refresh(day)
    return day


def _withdrawn(project: Proyecto, wrong: bool) -> None:
    _published(project)
    project.revoke(HERE)
    if not wrong:
        project.write(HERE, text(), estado="revocada")


def _stranger(project: Proyecto, wrong: bool) -> None:
    _published(project)
    if wrong:
        path = project.folder(HERE) / store.RECEIPTS
        kid = re.search(r'"kid":\s*"([^"]+)"', path.read_text(encoding="utf-8"))
        assert kid is not None
        path.write_text(path.read_text(encoding="utf-8").replace(kid[1], STRANGER.kid), encoding="utf-8")


def _stale(project: Proyecto, wrong: bool) -> None:
    _published(project)
    if wrong:
        store.save_revocations(project.root, signed_list(numero=9, emitida=date(2026, 5, 1)))


def _named(project: Proyecto, wrong: bool) -> None:
    author = {"rol": "instructor", "credito": str(Credito.NOMBRE), "nombre": CANARY_NAME}
    project.write(HERE, text(autoria=[author]))
    project.consent(HERE, names=[] if wrong else [0])


def _faces(project: Proyecto, wrong: bool) -> None:
    listed = _declared(("huerta.png",))["imagenes"]
    assert isinstance(listed, list)
    _with_picture(project, imagenes=[{**listed[0], "personas_reconocibles": "adultas_autorizadas"}])
    (project.folder(HERE) / "ficha.yml").write_text("estado: publicada\n", encoding="utf-8")
    project.consent(HERE, images={} if wrong else {"huerta.png": 1})


def _configuration(project: Proyecto, wrong: bool) -> None:
    if wrong:
        (project.root / "consentimiento/minimo.json").write_text("nada", encoding="utf-8")


SCENES: dict[str, Callable[[Proyecto, bool], date | None]] = {
    "E002": _bytes(lambda data: data.decode().encode("cp1252")),
    "E003": _bytes(lambda data: data + b"Una frase corta.\n" * 18_000),
    "E004": _bytes(lambda data: data + b"a" * 20_001),
    "E005": _bytes(lambda data: data + b"Algo\x07 raro.\n"),
    "E006": _linked,
    "E011": _bytes(lambda data: data + b"\n" + b"> " * 50 + b"Algo.\n"),
    "E305": _broken,
    "E306": _huge,
    "A206": _undecided,
    "C101": _without_receipt,
    "C102": _receipts(lambda said: re.sub(r'"vence":\s*"\d{4}', '"vence":"2029', said)),
    "C103": _edited,
    "C104": _late,
    "C105": _withdrawn,
    "C106": _stranger,
    "C107": _stale,
    "C108": _named,
    "C109": _faces,
    "C110": _example,
    "C111": _receipts(lambda said: said.rstrip()[:-1]),
    "C113": _configuration,
    "C114": _stale,
}
