"""The guide as a document: whole, accessible, the same bytes, nothing fetched, and said where it cannot be made."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from generator.audit.gone import Gone
from generator.audit.pdf import check_pdf
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Report
from generator.building import official_names
from generator.configuration import load_config
from generator.kept import FOLDER, NOTHING, keeping
from generator.manifest import Staged
from generator.site.booklet import (
    NEEDED,
    PLACE,
    Booklet,
    DocumentError,
    Edition,
    bind,
    edition_of,
    make_booklet,
    making,
    print_page,
)
from generator.site.booklet.chapters import Chapter
from generator.site.booklet.document import document
from generator.site.booklet.pdf import pdf_of
from tests.fabrica import REPO

CONFIG = load_config(REPO / "mkdocs.yml")
CONTENT = REPO / "content"
END_OF_LINE_HYPHEN = "\x02"
CODES = frozenset(re.findall(r"código (\d+)", (CONTENT / "guia/formacion.md").read_text(encoding="utf-8")))
EDITION = Edition("1.0", "2026-11")


@dataclass(frozen=True)
class Made:
    booklet: Booklet
    chapters: tuple[Chapter, ...]
    text: str


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


@pytest.fixture(scope="module")
def made() -> Made:
    booklet = make_booklet(CONFIG, CONTENT)
    prepared = document(CONFIG, CONTENT, EDITION)
    assert booklet and prepared
    with pypdfium2.PdfDocument(booklet.data) as drawn:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in drawn)
    return Made(booklet, prepared.chapters, text)


SMALL = {"nav": [{"Guía": ["guia/uno.md", {"Dos": "guia/dos.md"}]}], "markdown_extensions": ["attr_list", "tables"]}


def small(root: Path, one: str = "", **extra: object) -> tuple[dict[str, object], Path]:
    guide = root / "guia"
    guide.mkdir(exist_ok=True)
    (guide / "uno.md").write_text(f"# Uno {{#uno}}\n\n[Dos](dos.md#dos), [fuera](../otra.md), x.\n\n{one}\n", "utf-8")
    (guide / "dos.md").write_text("# Dos {#dos}\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n[Uno](uno.md)\n", "utf-8")
    (root / "otra.md").write_text("# Otra\n", "utf-8")
    return {**SMALL, "extra": {"guia": {"version": "2.1", "fecha": "2027-03"}}, **extra}, root


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A PDF of two short chapters, for the tests that need one and not the guide."""
    config, content = small(tmp_path_factory.mktemp("poco"))
    made = document(config, content, Edition("2.1", "2027-03"))
    assert made
    return pdf_of(made)[0]


class _Words(HTMLParser):
    """The first words of each block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "li", "td", "th", "h2", "h3", "h4", "dt", "dd"):
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def test_everything_that_the_chapters_say_is_in_the_document(made: Made) -> None:
    printed = squeezed(made.text)
    assert len(made.chapters) == 15
    for chapter in made.chapters:
        reader = _Words()
        reader.feed(chapter.html)
        missing = [b for b in reader.blocks if squeezed(b)[:40] not in printed]
        assert missing == [], chapter.source


def test_the_document_is_accessible_by_what_it_says_of_itself(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.booklet.data)) as pdf:
        root, metadata = pdf.Root, pdf.Root.Metadata.read_bytes().decode()
        objects = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        assert root.MarkInfo.Marked and root.StructTreeRoot is not None
        assert str(root.Lang) == "es"
        assert 'pdfuaid:part="1"' in metadata
        assert "Guía de Aprendiendo Juntos, versión 1.0" in metadata and root.ViewerPreferences.DisplayDocTitle
        headers = [o for o in objects if o.get("/S") == pikepdf.Name.TH]
        # A table that goes on on the next page shows its headers there again.
        assert len(headers) >= sum(c.html.count("<th ") for c in made.chapters) > 0
        assert all(o.A.Scope == pikepdf.Name.Column for o in headers)
        assert not [o for o in objects if o.get("/S") == pikepdf.Name.Figure and "/Alt" not in o]
        assert all("/Contents" in a for p in pdf.pages for a in p.obj.get("/Annots", ()))
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [c.title for c in made.chapters]
            assert [i.title for i in outline.root[1].children] == [s.title for s in made.chapters[1].sections]


def test_it_says_its_edition_and_its_pages_and_takes_no_letters_of_the_machine(made: Made) -> None:
    assert re.search(r"Versión 1\.0\s+Noviembre de 2026", made.text)
    assert f"página {made.booklet.pages} de {made.booklet.pages}" in made.text
    # The list of chapters says where each is.
    assert re.search(r"Glosario[ .]+\d+", made.text)
    with pikepdf.open(io.BytesIO(made.booklet.data)) as pdf:
        fonts = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
        assert fonts and all("Work-Sans" in name for name in fonts)
    for weight in ("400", "600"):
        font = TTFont(REPO / f"generator/site/theme/assets/inspira/work-sans-{weight}.woff2")
        assert set(made.text) - {"\n", "\r", END_OF_LINE_HYPHEN} <= set(map(chr, font.getBestCmap()))


def _judged(data: bytes) -> set[str]:
    staged = Staged(Path(), Path(), Path(), (), (), frozenset(("contacto@example.org",)))
    allowed = staged.contact | official_names()
    expected = Expectations(staged, gone=frozenset(("practicas/huerta",)), allowed=allowed)
    report = Report(frozenset((PLACE,)))
    check_pdf(PLACE, data, Reader(expected, report, CODES), Gone(expected.gone, report), report)
    return {p.diagnostic.code for p in report.problems}


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _hidden_action(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Own = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Launch)]))


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["lista.txt"] = b"hola"


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Cédula 52.345.678 de Bogotá"


def _address(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Own = pikepdf.Dictionary(URI="https://example.org/practicas/huerta/")


def _other_address(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Own = pikepdf.Dictionary(URI="file:///etc/hosts")


def _xmp(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pikepdf.Stream(
        pdf, b"<x>llame al 310 555 1234</x>", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_script, "P308"),
        (_hidden_action, "P308"),
        (_attachment, "P308"),
        (_title, "P301"),
        (_xmp, "P301"),
        (_address, "P309"),
        (_other_address, "P306"),
    ],
)
def test_the_audit_reads_the_whole_file(little: bytes, change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    with pikepdf.open(io.BytesIO(little)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert code in _judged(out.getvalue())


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_names_the_file_is_no_text_and_the_same_bytes_elsewhere_are(little: bytes, *, elsewhere: bool) -> None:
    """Its two digests may look like anything, and one in some hundreds of PDFs looked like somebody's document."""
    looks = b"CC 1.020.304.050"
    with pikepdf.open(io.BytesIO(little)) as pdf:
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(looks), pikepdf.String(looks)])
        if elsewhere:
            pdf.Root.Own = pikepdf.Array([pikepdf.String(looks)])
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert looks in out.getvalue() or looks.hex().encode() in out.getvalue()
    assert _judged(out.getvalue()) == ({"P301"} if elsewhere else set())


def test_the_audit_passes_the_document_as_it_is_made_and_refuses_what_it_cannot_read(made: Made) -> None:
    assert _judged(made.booklet.data) == set()
    assert _judged(made.booklet.data[:2000]) == {"P308"}


def test_the_same_guide_gives_the_same_bytes_in_another_process(little: bytes, tmp_path: Path) -> None:
    config, content = small(tmp_path)
    code = f"""
import sys
from pathlib import Path
from generator.site.booklet.document import Document, document
from generator.site.booklet import Edition
from generator.site.booklet.pdf import pdf_of
made = document({config!r}, Path({str(content)!r}), Edition("2.1", "2027-03"))
sys.stdout.buffer.write(pdf_of(made)[0])
"""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Bogota", "PYTHONPATH": str(REPO)}
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert again.stdout == little


def test_links_lead_inside_the_document_or_to_the_site_and_are_words_where_that_has_no_address(tmp_path: Path) -> None:
    config, content = small(tmp_path)
    without = document(config, content, EDITION)
    known = document({**config, "site_url": "https://example.org/ins"}, content, EDITION)
    assert without and known
    assert 'href="#dos--dos"' in without.html and 'href="#capitulo-uno"' in without.html
    assert ", fuera, x." in without.html
    assert '<a href="https://example.org/ins/otra/">fuera</a>' in known.html
    (tmp_path / "guia/dos.md").write_text("# Dos\n\n[x](uno.md#nada)\n", "utf-8")
    mended = document(config, content, EDITION)
    assert mended and '<a href="#capitulo-uno">x</a>' in mended.html and 'href="#capitulo-dos"' in mended.html


@pytest.mark.parametrize(
    "asked",
    ['<p style="background: url(file:///etc/hosts)">a</p>', '<p style="background: url(https://x.org/a)">a</p>'],
)
def test_nothing_is_fetched_from_the_network_or_the_disk(tmp_path: Path, asked: str) -> None:
    config, content = small(tmp_path, asked)
    with pytest.raises(DocumentError):
        make_booklet(config, content)
    said: list[str] = []
    assert bind(config, content, NOTHING, said.append) is None
    assert len(said) == 1 and "La guía en PDF no se hizo" in said[0]


def test_without_the_libraries_it_is_said_with_the_way_to_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    said: list[str] = []
    config, content = small(tmp_path)
    assert bind(config, content, NOTHING, said.append) is None
    assert len(said) == 1 and f"apt install {' '.join(NEEDED)}" in said[0]


def test_another_process_draws_the_same(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.site.booklet.pdf._draw", None)
    booklet = make_booklet(CONFIG, CONTENT, apart=True)
    assert booklet and booklet.data == made.booklet.data


def test_what_did_not_change_is_not_drawn_again_and_a_damaged_copy_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def draw(_document: object) -> tuple[bytes, int]:
        drawn.append(1)
        return b"%PDF-1.7 " * 300, 3

    monkeypatch.setattr(making, "pdf_of", draw)
    (root := tmp_path / "content").mkdir()
    config, content = small(root)
    work = tmp_path / ".build"

    def make(config: Mapping[str, object]) -> Booklet:
        with keeping(work) as kept:
            booklet = make_booklet(config, content, kept)
        assert booklet
        return booklet

    first, second = make(config), make(config)
    assert (first.data, first.pages, first.weight) == (second.data, 3, "3 KB")
    assert len(drawn) == 1
    (file,) = (work / FOLDER).iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], b"\xff" * 40):
        file.write_bytes(damaged)
        assert make(config).data == first.data
    assert len(drawn) == 4
    changed, _ = small(root, "Otra frase.")
    make(changed)
    make({**changed, "extra": {"guia": {"version": "2.2", "fecha": "2027-03"}}})
    make({**changed, "site_url": "https://example.org/otra/"})
    assert len(drawn) == 7
    assert len(list((work / FOLDER).iterdir())) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "1.0"},
        {"fecha": "2026-11"},
        {"version": "1.0", "fecha": "2026-13"},
        {"version": "uno", "fecha": "2026-11"},
        "1.0",
        {"version": "1.0", "fecha": "2026-11-28"},
    ],
)
def test_an_edition_without_its_version_and_month_makes_no_document(tmp_path: Path, wrong: object) -> None:
    config, content = small(tmp_path, extra={"guia": wrong})
    with pytest.raises(ValueError, match="version"):
        edition_of(config)
    said: list[str] = []
    assert bind(config, content, NOTHING, said.append) is None and "extra.guia" in said[0]
    assert edition_of({}) is None and make_booklet({}, content) is None


def test_one_page_holds_the_whole_guide_and_its_links_land() -> None:
    staged = print_page(CONFIG, CONTENT, EDITION)
    assert staged and "robots: noindex" in staged and "Versión 1.0, noviembre de 2026." in staged
    ids = re.findall(r' id="([^"]+)"', staged)
    assert len(ids) == len(set(ids))
    inside = set(re.findall(r'href="#([^"]+)"', staged))
    assert inside and inside <= set(ids)
    outside = set(re.findall(r'href="([^"#][^"]*)"', staged))
    assert outside == {"../../privacidad/", "../../aportar/"}
    assert staged.count('<section class="iq-capitulo"') == 15


def test_drawing_the_guide_does_not_make_cut_images_pass_for_whole(little: bytes) -> None:
    """The library that draws it changes that for its whole process when it is imported."""
    from PIL import ImageFile

    assert little and not ImageFile.LOAD_TRUNCATED_IMAGES
