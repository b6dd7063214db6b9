"""The notice on paper, receipts that come back, and certificates: nothing is said of who did not agree to it.

The names are made up from name parts; nobody is called so.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from click.testing import CliRunner

from generator.anonymize import redact
from generator.cli import main
from generator.cli_paper import contact_at
from generator.consent import store
from generator.consent.content import content_digest
from generator.consent.coverage import require_consent
from generator.consent.issue import Agreement, issue
from generator.consent.keys import Keyring
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import ConsentFile, Notice, read_notice, write_receipts
from generator.memory import load_memory
from generator.model import Anonymized
from generator.papers import paper
from generator.papers.certificate import certificate_paper
from generator.papers.notice import short
from generator.pipeline import construct
from generator.site.booklet import MissingLibrariesError
from generator.site.certificates import certificate_pages, code_of
from generator.site.contact import Contact
from generator.site.qr import qr
from tests.apoyo_consentimiento import NOTICE, OTHER_ROOT, ROOT, STRANGER
from tests.fabrica import CANARY_NAME, TODAY, Proyecto, text

NAME = "practica-firmada"
FOLDER = f"practicas/{NAME}"
TITLE = "Sesiones por estaciones con un reloj a la vista"
NAMED = {"rol": "instructor", "credito": "nombre", "nombre": CANARY_NAME}
UNNAMED = {"rol": "instructor", "credito": "anonimo"}
CODE = code_of(FOLDER, 0)
DAY = ("--hoy", TODAY.isoformat())
CONTACT = Contact()


def signed(root: Path, *authors: dict[str, str], names: tuple[int, ...] = (0,), guide: bool = False) -> Proyecto:
    """A published practice with its receipts, and a site that knows its address."""
    root.mkdir(exist_ok=True)
    made = Proyecto(root, guide=guide)
    config = made.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("# site_url:", "site_url:"), encoding="utf-8")
    made.write(NAME, text(autoria=list(authors or (NAMED, UNNAMED))))
    history = {"estado": "publicada", "historial": [{"mes": "2026-10", "evento": "publicada"}]}
    (made.folder(NAME) / "ficha.yml").write_text(yaml.safe_dump(history), encoding="utf-8")
    made.consent(NAME, names=names)
    return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proyecto:
    (tmp_path / "aqui").mkdir()
    monkeypatch.chdir(tmp_path / "aqui")
    return signed(tmp_path / "proyecto")


def run(project: Proyecto, *words: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(main, [*map(str, words), "--proyecto", str(project.root)])
    assert done.exit_code == code, done.output
    assert not any(part in done.output for part in (*CANARY_NAME.split(), TITLE))
    return done.output


def anonymized(project: Proyecto) -> Anonymized:
    consented, _ = require_consent(project.submission(NAME), store.load_trust(project.root)[0], TODAY)
    assert consented
    made, _ = redact.anonymize(consented, load_memory(project.root)[0])
    assert made
    return made


def words_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as drawn:
        pages = [page.get_textpage().get_text_bounded() for page in drawn]
    return " ".join(" ".join(pages).split())


def accessible(data: bytes, title: str) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "es" and pdf.Root.ViewerPreferences.DisplayDocTitle
        assert title in pdf.Root.Metadata.read_bytes().decode()
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name.Figure]
        assert all("/Alt" in o for o in figures)


# The notice.


def test_what_is_signed_is_printed_whole_and_nobody_copies_anything(project: Proyecto) -> None:
    shutil.rmtree(project.root / FOLDER)
    picture = {"archivo": "taller.png", "alt": "Dos personas", "personas_reconocibles": "adultas_autorizadas"}
    story = {"Qué hicimos": "Pusimos un reloj.\n\n![Dos personas](taller.png)"}
    project.write(NAME, text(story, autoria=[NAMED, UNNAMED], imagenes=[picture]))
    project.image(NAME, "taller.png")
    told = run(project, "consentimiento", "aviso", project.root / FOLDER, "--pdf", "--imagen", "taller.png=2")
    notice = read_notice((project.root / store.NOTICE).read_text(encoding="utf-8"))
    data = Path(f"aviso-{NAME}.pdf").read_bytes()
    printed = words_of(data)
    accessible(data, "Aviso de consentimiento")
    digest = project_digest(project)
    assert short(digest) in told and short(digest) in printed
    for words in (
        *("Autoría 1 de 2", "Autoría 2 de 2", "Imagen 1 de 1, persona 1 de 2", "persona 2 de 2", TITLE, FOLDER),
        *(notice.version, notice.sha256, digest, "Pusimos un reloj.", "por un canal privado", "contacto@example.org"),
        *("no afecta su contratación, su evaluación ni su acompañamiento", "no se pueden recoger", "15 días hábiles"),
        *("artículo 15 de la Ley 1581 de 2012", "2.2.2.25.2.6", "--autoria 1 --texto --nombre", "taller.png=1/2"),
    ):
        assert words in printed, words
    assert printed.count(CANARY_NAME) == 2  # where that author agrees to it, and where the text shows it
    html = Path(f"aviso-{NAME}.html").read_text(encoding="utf-8")
    assert "folleto:" not in html and "<script" not in html and 'src="data:' in html


def project_digest(project: Proyecto) -> str:
    submission = project.submission(NAME)
    return content_digest(submission.folder, submission.source.digests)


def test_nothing_is_printed_to_sign_while_something_is_still_to_be_decided(project: Proyecto) -> None:
    project.write(NAME, text({"Qué hicimos": f"Lo propuso {CANARY_NAME}."}))
    assert "hallazgos por decidir" in run(project, "consentimiento", "aviso", project.root / FOLDER, code=1)
    assert list(Path().iterdir()) == []


def test_where_no_pdf_can_be_made_it_is_said_and_the_page_is_there(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise MissingLibrariesError

    monkeypatch.setattr(paper, "pdf_of", missing)
    assert "apt install" in run(project, "consentimiento", "aviso", "--pdf", code=1)
    assert "apt install" in run(project, "constancia", project.root / FOLDER, "--autor", "1", *DAY, code=1)
    assert {p.name for p in Path().iterdir()} == {"aviso.html", f"constancia-{NAME}-1.html"}


# Receipts that come back.


def from_eni(project: Proyecto, notice: Notice | None = None, key: PrivateKey = ROOT) -> Path:
    """The receipts of the bundle as the house hands them back; there are none in the bundle any more."""
    submission = project.submission(NAME)
    trust, _ = store.load_trust(project.root)
    if key is STRANGER:
        trust = replace(trust, keyring=Keyring({STRANGER.kid: STRANGER.public}))
    file, _ = issue(
        submission, ConsentFile(), Agreement(frozenset({0, 1}), frozenset({0})), key=key,
        notice=notice or store.load_notice(project.root), months=12, trust=trust, today=TODAY,
    )  # fmt: skip
    (project.folder(NAME) / store.RECEIPTS).unlink(missing_ok=True)
    out = project.root.parent / "de-la-escuela.json"
    out.write_text(write_receipts(file), encoding="utf-8")
    return out


def without_receipts(project: Proyecto) -> Path:
    path = project.folder(NAME) / store.RECEIPTS
    path.unlink()
    return path


def test_receipts_come_back_by_one_command_and_only_once(project: Proyecto) -> None:
    path = without_receipts(project)
    came = from_eni(project)
    assert "3 recibos agregados" in run(project, "consentimiento", "recibir", came, *DAY)
    once = path.read_bytes()
    assert once == came.read_bytes()
    assert "ya los tenía" in run(project, "consentimiento", "recibir", came, *DAY)
    assert path.read_bytes() == once
    assert "cubierta hasta 2027-11" in run(project, "consentimiento", "verificar", project.root / FOLDER, *DAY)


def test_what_was_signed_before_an_edit_comes_along_and_a_renewal_speaks(project: Proyecto) -> None:
    """The whole file of the house, with the receipts of the text before."""
    before = from_eni(project).read_text(encoding="utf-8")
    project.write(NAME, text({"Qué hicimos": "Ahora con dos relojes."}, autoria=[NAMED, UNNAMED]))
    after = from_eni(project)
    whole = json.loads(before)
    whole["recibos"] += json.loads(after.read_text(encoding="utf-8"))["recibos"]
    after.write_text(json.dumps(whole), encoding="utf-8")
    assert "6 recibos agregados" in run(project, "consentimiento", "recibir", after, *DAY)
    assert "cubierta hasta 2027-11" in run(project, "consentimiento", "verificar", project.root / FOLDER, *DAY)


def _edited(project: Proyecto, came: Path) -> None:
    project.write(NAME, text({"Qué hicimos": "Otra cosa."}, autoria=[NAMED, UNNAMED]))


def _touched(project: Proyecto, came: Path) -> None:
    came.write_text(came.read_text(encoding="utf-8").replace('"2027-11"', '"2029-10"'), encoding="utf-8")


def _two_folders(project: Proyecto, came: Path) -> None:
    came.write_text(came.read_text(encoding="utf-8").replace(f"{FOLDER}#", "practicas/otra#", 1), encoding="utf-8")


def _nowhere(project: Proyecto, came: Path) -> None:
    came.write_text(came.read_text(encoding="utf-8").replace(f"{FOLDER}#", "practicas/otra#"), encoding="utf-8")


def _withdrawn(project: Proyecto, came: Path) -> None:
    shutil.copy(came, project.folder(NAME) / store.RECEIPTS)
    project.revoke(NAME, "nombre")
    without_receipts(project)


def _no_json(project: Proyecto, came: Path) -> None:
    came.write_text(f'{{"{CANARY_NAME}"', encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_edited, "otra versión del texto"),
        (_touched, "la firma del recibo no concuerda"),
        (_two_folders, "de una sola entrega"),
        (_nowhere, "no está en este proyecto"),
        (_withdrawn, "ya fue retirado"),
        (_no_json, ""),
    ],
)
def test_receipts_that_do_not_count_here_are_refused_and_nothing_is_written(
    project: Proyecto, change: Callable[[Proyecto, Path], None], why: str
) -> None:
    came = from_eni(project)
    good = came.with_name("buenos.json")
    shutil.copy(came, good)
    change(project, came)
    assert why in run(
        project, "consentimiento", "recibir", *(() if change in (_edited, _touched) else (good,)), came, *DAY, code=1
    )
    assert not (project.folder(NAME) / store.RECEIPTS).exists()


def test_a_key_or_a_notice_that_the_project_does_not_know_is_refused(project: Proyecto) -> None:
    assert "una llave que este proyecto no conoce" in run(
        project, "consentimiento", "recibir", from_eni(project, key=STRANGER), *DAY, code=1
    )
    assert "un aviso que este proyecto no tiene" in run(
        project, "consentimiento", "recibir", from_eni(project, NOTICE), *DAY, code=1
    )
    run(project, "consentimiento", "recibir", from_eni(project, key=OTHER_ROOT), *DAY)


# Certificates.


def test_the_certificate_of_a_named_author_leads_to_the_page_that_confirms_it(project: Proyecto) -> None:
    run(project, "constancia", project.root / FOLDER, "--autor", "1", *DAY)
    data = Path(f"constancia-{NAME}-1.pdf").read_bytes()
    accessible(data, "Constancia de publicación")
    printed = words_of(data)
    address = f"https://example.org/constancias/{CODE}/"
    for words in (CANARY_NAME, TITLE, "octubre de 2026", "CC BY-SA 4.0", CODE, address, "y otros. (2026, octubre)."):
        assert words in printed, words
    files = paper_of(project, 0).files
    drawn = qr(address)
    assert drawn and str(drawn).partition("<path")[2] in files["folleto:qr.svg"].decode()
    assert [name for name, _ in certificate_pages(anonymized(project), CONTACT)] == [f"constancias/{CODE}/index.md"]


def paper_of(project: Proyecto, index: int) -> paper.Paper:
    return certificate_paper(anonymized(project), index, contact_at(project.root))


def test_for_who_does_not_appear_it_is_private_and_points_to_nothing(project: Proyecto) -> None:
    told = run(project, "constancia", project.root / FOLDER, "--autor", "2", *DAY)
    assert "Privada" in told
    data = Path("constancia-privada.pdf").read_bytes()
    accessible(data, "Constancia de publicación")
    printed = words_of(data)
    assert "no tiene enlace, ni código" in printed and "2026" in printed
    for words in (*CANARY_NAME.split(), TITLE, NAME, CODE, code_of(FOLDER, 1), "http", "octubre"):
        assert words not in printed, words
    source = paper_of(project, 1)
    assert CODE not in source.html and NAME not in source.html and TITLE not in source.html
    assert "folleto:qr.svg" not in source.files and "href" not in source.html
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not any("/URI" in o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
    run(project, "constancia", project.root / FOLDER, "--autor", "2", "--con-titulo", *DAY)
    assert TITLE in words_of(Path("constancia-privada.pdf").read_bytes())


def test_a_name_without_its_receipt_is_in_no_page_and_in_no_certificate(tmp_path: Path) -> None:
    project = signed(tmp_path, names=())
    assert list(certificate_pages(anonymized(project), CONTACT)) == []
    assert CANARY_NAME not in paper_of(project, 0).html and CODE not in paper_of(project, 0).html
    named = signed(tmp_path / "otro")
    named.revoke(NAME, "nombre")
    assert list(certificate_pages(anonymized(named), CONTACT)) == []
    assert CANARY_NAME not in paper_of(named, 0).html and CODE not in paper_of(named, 0).html


@pytest.mark.parametrize("estado", ["aprobada", "retirada", "revocada"])
def test_only_what_is_published_has_a_certificate(project: Proyecto, estado: str) -> None:
    (project.folder(NAME) / "ficha.yml").write_text(f"estado: {estado}\n", encoding="utf-8")
    assert "Solo hay constancia" in run(project, "constancia", project.root / FOLDER, "--autor", "1", *DAY, code=1)
    if estado == "retirada":
        assert list(certificate_pages(anonymized(project), CONTACT)) == []


def test_the_site_shows_the_notice_and_confirms_only_while_the_name_is_agreed_to(tmp_path: Path) -> None:
    project = signed(tmp_path, guide=True)
    site = tmp_path / "site"
    assert construct(tmp_path, TODAY).promoted
    pages = [p.relative_to(site).as_posix() for p in (site / "constancias").rglob("*") if p.is_file()]
    assert pages == [f"constancias/{CODE}/index.html"]
    page = (site / pages[0]).read_text(encoding="utf-8")
    assert CANARY_NAME in page and TITLE in page and "octubre de 2026" in page and f"../../{FOLDER}/" in page
    assert 'name="robots" content="noindex"' in page and "data-pagefind-body" not in page
    others = [p for p in site.rglob("*") if p.is_file() and p != site / pages[0]]
    assert not [p for p in others if CODE.encode() in p.read_bytes()]

    notice = read_notice((tmp_path / store.NOTICE).read_text(encoding="utf-8"))
    shown = (site / "consentimiento/aviso/index.html").read_text(encoding="utf-8")
    assert notice.version in shown and notice.sha256 in shown and "Para firmar" in shown
    policy = (site / "privacidad/index.html").read_text(encoding="utf-8")
    assert "por definir" in policy and "contacto@example.org" in policy and 'href="../consentimiento/aviso/"' in policy

    # The name is withdrawn on a day when nothing new can be built.
    project.revoke(NAME, "nombre")
    (tmp_path / "mkdocs.yml").write_text("nav: [", encoding="utf-8")
    assert construct(tmp_path, TODAY).removed == {FOLDER}
    assert not any((site / "constancias").rglob("index.html"))
    assert not [p for p in site.rglob("*") if p.is_file() and CODE.encode() in p.read_bytes()]
    assert not [p for p in site.rglob("*") if p.is_file() and CANARY_NAME.encode() in p.read_bytes()]
