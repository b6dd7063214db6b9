"""Staging from what is kept: the same bytes as from nothing after every change, and nothing done twice.

One run keeps what it made; after each change the tree that the next one stages is held to one that was staged without
anything kept, and the page must show the change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from generator import entries
from generator.images import ahead
from generator.kept import NOTHING, Kept, keeping
from generator.markdown import parse
from generator.model import Anonymized, Folded, Media, Picture
from generator.renewed import Renewed
from generator.site.facet_lists import LONGEST, drawing, facet_pages
from generator.site.published import published
from generator.stage import stage
from tests.fabrica import Proyecto
from tests.muestras import anonymized

TODAY = date(2026, 11, 22)
TEXT = """
## La situación

Se siembra en botellas, como en [el vivero](../el-vivero/index.md).

![La huerta](foto.png)
"""


def photo(path: Path, colour: str) -> Media:
    Image.new("RGB", (900, 600), colour).save(path, "PNG")
    data = path.read_bytes()
    return Media("foto.png", path, len(data), hashlib.sha256(data).hexdigest())


def garden(media: Media, **ficha: object) -> Anonymized:
    whole = Folded(parse(TEXT, 1, ["La situación"])[0])
    base = anonymized(slug="la-huerta", relacionadas=["los-frenos"], ficha=ficha)
    return replace(base, text=whole, pictures={"foto.png": Picture(media, "Botellas con tierra", None)})


def others(title: str = "Medir los frenos por estaciones") -> list[Anonymized]:
    return [anonymized(slug="el-vivero", titulo="Semillas del vivero"), anonymized(slug="los-frenos", titulo=title)]


class Staging:
    """A project with little guide, and what its staging leaves on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        Proyecto(root, guide=False)
        config = (root / "mkdocs.yml").read_text(encoding="utf-8")
        (root / "mkdocs.yml").write_text(config.replace("site_url:", "#") + '\nsite_url: "https://example.org/s/"\n')
        (root / "content").mkdir()
        (root / "content/index.md").write_text("# Inicio\n", encoding="utf-8")

    def once(self, these: Sequence[Anonymized], kept: Kept, portable: bool = False) -> dict[str, bytes]:
        made = stage(self.root, these, today=TODAY, portable=portable, kept=kept)
        names = [p.source for p in made.pages] + [a.built for a in made.assets]
        files = {p.relative_to(made.docs).as_posix(): p.read_bytes() for p in made.docs.rglob("*") if p.is_file()}
        assert sorted(set(names)) == sorted(files)
        return {**files, "manifest": repr([(p.source, p.sha256, p.origin) for p in made.pages]).encode()}

    def both(self, these: Sequence[Anonymized], portable: bool = False) -> dict[str, bytes]:
        """What is staged from what is kept, held to what is staged from nothing."""
        with keeping(self.root / ".build") as kept:
            warm = self.once(these, kept, portable)
        cold = self.once(these, NOTHING, portable)
        assert [n for n in warm.keys() | cold.keys() if warm.get(n) != cold.get(n)] == []
        return warm


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    (tmp_path / "p").mkdir()
    return Staging(tmp_path / "p")


PAGE = "practicas/la-huerta/index.md"
Counts = dict[str, int]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """How often each of these is done from now on."""
    done: Counts = {}

    def counted(module: object, name: str) -> None:
        whole: Callable[..., object] = getattr(module, name)
        done[name] = 0

        def count(*args: object, **options: object) -> object:
            done[name] += 1
            return whole(*args, **options)

        monkeypatch.setattr(module, name, count)

    counted(entries, "compose")
    counted(ahead, "light_versions")
    return done


def test_nothing_is_done_twice_and_a_change_costs_what_it_changes(
    staging: Staging, tmp_path: Path, counts: Counts
) -> None:
    path = tmp_path / "foto.png"
    these = [garden(photo(path, "green")), *others()]

    def run(these: Sequence[Anonymized]) -> Mapping[str, int]:
        counts.update(dict.fromkeys(counts, 0))
        with keeping(staging.root / ".build") as kept:
            staging.once(these, kept)
        return dict(counts)

    assert run(these) == {"compose": 3, "light_versions": 1}
    assert run(these) == {"compose": 0, "light_versions": 0}
    changed = [garden(photo(path, "red")), *these[1:]]
    assert run(changed) == {"compose": 1, "light_versions": 1}
    assert run(changed) == {"compose": 0, "light_versions": 0}


def test_each_thing_that_a_page_rests_on_shows_in_it(staging: Staging, tmp_path: Path) -> None:
    media = photo(tmp_path / "foto.png", "green")
    plain = [garden(media, revisar_antes_de="2027-01"), *others()]
    before = staging.both(plain)
    text = before[PAGE].decode()
    assert "../../practicas/el-vivero/" in text and "Medir los frenos" in text and "imagen-1-480.webp 480w" in text

    after = staging.both([plain[0], *others("Otro título de los frenos")])
    assert "Otro título de los frenos" in after[PAGE].decode()

    gone = staging.both([plain[0], plain[2]])
    assert "el-vivero" not in gone[PAGE].decode() and "el vivero" in gone[PAGE].decode()

    overdue = staging.both([garden(media, revisar_antes_de="2026-10"), *others()])[PAGE].decode()
    assert 'data-revisar="2026-10"><strong>' in overdue and 'data-revisar="2027-01" hidden' in text

    retired = [plain[0], plain[1], anonymized(slug="los-frenos", ficha={"estado": "retirada"})]
    assert "Medir los frenos" not in staging.both(retired)[PAGE].decode()

    config = staging.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("https://example.org/s/", "https://example.org/t/"))
    assert "https://example.org/t/practicas/la-huerta/" in staging.both(plain)[PAGE].decode()

    assert staging.both(plain, portable=True)[PAGE] != before[PAGE]
    assert "indice.js" in " ".join(staging.both(plain, portable=True))


def test_who_answers_for_the_site_is_who_answers_today(staging: Staging, tmp_path: Path) -> None:
    these = [garden(photo(tmp_path / "foto.png", "green"))]
    staging.both(these)
    config = staging.root / "mkdocs.yml"
    told = config.read_text(encoding="utf-8")
    assert "contacto@example.org" in told
    config.write_text(told.replace("contacto@example.org", "otro@example.org"), encoding="utf-8")
    page = staging.both(these)[PAGE].decode()
    assert "otro@example.org" in page and "contacto@example.org" not in page


def test_an_image_that_changed_on_disk_is_not_shown_whatever_is_kept(staging: Staging, tmp_path: Path) -> None:
    media = photo(tmp_path / "foto.png", "green")
    these = [garden(media), *others()]
    assert any("imagen-1" in name for name in staging.both(these))
    photo(tmp_path / "foto.png", "red")
    after = staging.both(these)
    assert not [name for name in after if "imagen-1" in name] and b"imagen-1" not in after[PAGE]
    media.path.unlink()
    assert b"imagen-1" not in staging.both(these)[PAGE]


def test_what_was_withdrawn_is_in_nothing_that_is_kept(staging: Staging, tmp_path: Path) -> None:
    """What is kept is as many things as a run without it leaves: nothing of it stays behind."""
    these = [garden(photo(tmp_path / "foto.png", "green")), *others()]
    folder = staging.root / ".build/cache/hechos"
    staging.both(these[1:])
    left = {p.name for p in folder.iterdir()}
    staging.both(these)
    assert {p.name for p in folder.iterdir()} > left or len(list(folder.iterdir())) > len(left)
    staging.both(these[1:])
    assert {p.name for p in folder.iterdir()} == left


def _other_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"o", b"0", 1))


def _linked(path: Path) -> None:
    aside = path.with_name("aparte")
    path.rename(aside)
    path.symlink_to(aside)


@pytest.mark.parametrize("harm", [_other_bytes, Path.unlink, _linked])
@pytest.mark.parametrize("name", [PAGE, "practicas/la-huerta/cita.bib"])
def test_what_was_staged_is_believed_only_where_it_is_as_it_was(
    harm: Callable[[Path], None], name: str, staging: Staging, tmp_path: Path, counts: Counts
) -> None:
    these = [garden(photo(tmp_path / "foto.png", "green")), *others()]
    before = staging.both(these)
    counts["compose"] = 0
    with keeping(staging.root / ".build") as kept:
        staging.once(these, kept)
        staged = staging.root / ".build/docs" / name
        harm(staged)
        assert staging.once(these, kept) == before
    assert counts["compose"] == 0 and not staged.is_symlink()  # it is taken from what is kept, and not made anew


def tree(folder: Path) -> dict[str, bytes | None]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


@pytest.mark.parametrize("later", [{"a/b.md": b"1"}, {"a": b"1", "c/d/e.md": b"2"}, {"A/B.md": b"3"}, {}])
def test_a_folder_made_over_another_is_what_it_would_be_over_nothing(later: dict[str, bytes], tmp_path: Path) -> None:
    elsewhere = tmp_path / "afuera.md"
    elsewhere.write_bytes(b"de otra persona")

    def made(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes | None]:
        renewed = Renewed(folder)
        for name, data in files.items():
            renewed.write(name, data)
        renewed.finish()
        return tree(folder)

    over = tmp_path / "sobre"
    made(over, {"a/b.md": b"0", "a/x/y.md": b"0", "c": b"0", "d/e/f.md": b"0"})
    (over / "enlace.md").symlink_to(elsewhere)
    (over / "lejos").symlink_to(tmp_path, target_is_directory=True)
    (over / "d/e/f.md").unlink()
    (over / "d/e/f.md").hardlink_to(elsewhere)
    assert made(over, later) == made(tmp_path / "nada", later)
    assert made(over, {"d/e/f.md": b"9"}) == {"d": None, "d/e": None, "d/e/f.md": b"9"}
    assert elsewhere.read_bytes() == b"de otra persona"


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    def made(data: bytes) -> int:
        renewed = Renewed(tmp_path)
        renewed.write("a/igual.md", b"siempre")
        renewed.write("a/otra.md", data)
        renewed.finish()
        return (tmp_path / "a/igual.md").stat().st_mtime_ns

    first = made(b"1")
    assert made(b"2") == first and (tmp_path / "a/otra.md").read_bytes() == b"2"


def test_a_card_is_drawn_once_for_all_its_lists() -> None:
    many = [anonymized(slug=f"la-{n}", titulo=f"Práctica con el número {n}") for n in range(2 * LONGEST)]
    cards = list(published(many).cards.values())
    draw, asked = drawing(), []

    def counted(one: object, root: str) -> str:
        asked.append(root)
        return draw(one, root)  # type: ignore[arg-type]

    texts = [one.text(counted) for one in facet_pages(cards)]
    assert len(asked) > 3 * len(cards) and sum(t.count("iq-tarjeta__titulo") for t in texts) == len(asked)
    drawn = draw.__closure__[0].cell_contents  # type: ignore[attr-defined]
    assert len(drawn) <= 2 * len(cards)
