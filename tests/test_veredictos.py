"""What an earlier audit found clean is believed under the same rules alone: change one thing, and it is found.

The sites are written by hand, of a few lines; `test_auditoria.py` plants in a real one. The names are made up from name
parts and belong to nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from generator.anonymize.detect import detect
from generator.audit import Audit, Expectations, Problem, people, verdicts, whole
from generator.audit import page as page_module
from generator.audit.examine import Examiner
from generator.audit.facts import Facts
from generator.audit.inventory import Built, Role
from generator.audit.links import Sections
from generator.audit.problem import Report
from generator.audit.shards import Shard, Together, Told, Verdict, known, together, written
from generator.kept import Kept
from generator.manifest import GUIDE, HOUSE, MACHINES, Staged, StagedAsset, StagedPage
from generator.parallel import share

ONE, TWO = "practicas/uno", "practicas/dos"
WORD, NAMED, DECIDED = "aranbizarrekotxea", "Luz Marina Cifuentes Arroyave", "Yurleidy Quintero"
MAILBOX = "contacto@example.org"
PAGE = (
    '<!doctype html>\n<html lang="es"><head><title>Una página</title></head><body>\n'
    '<article class="md-content__inner md-typeset" id="contenido">\n{}\n</article></body></html>\n'
)
SAID = {
    "index.md": f'<div><p><a href="practicas/uno/#que">Una</a>. {MAILBOX}</p></div>',
    f"{ONE}/index.md": f'<div><p id="que">Un reloj grande para todos. Lo dijo {DECIDED} en clase.</p></div>',
    f"{TWO}/index.md": f"<div><p>Partimos con {WORD} la sesión, como en practicas/tres/. {NAMED}.</p>"
    '<p><a href="../../nota.txt">La nota</a></p></div>',
}
ROWS = "datos/practicas.json"
ASSETS = {"otra.txt": "Otra nota.", "nota.txt": "Una nota de la guía."}


@dataclass
class Site:
    """A site of three pages and two files, what it is held to, and what is remembered of it."""

    root: Path
    said: dict[str, str] = field(default_factory=lambda: dict(SAID))
    assets: dict[str, str] = field(default_factory=lambda: dict(ASSETS))
    rules: dict[str, object] = field(default_factory=dict)
    read: int = -1

    @property
    def expected(self) -> Expectations:
        """What is staged, written to the disk, with the rules that were changed."""
        docs, built = self.root / "docs", self.root / "sitio"
        pages = [_page(docs, name, text) for name, text in self.said.items()]
        for page in pages:
            _write(built / page.built, PAGE.format((docs / page.source).read_text(encoding="utf-8")))
        for name, text in self.assets.items():
            _write(built / name, text)
        assets = tuple(
            StagedAsset(name, _sha(text), MACHINES if name == ROWS else GUIDE) for name, text in self.assets.items()
        )
        staged = Staged(docs, docs, built, tuple(pages), assets, frozenset((MAILBOX,)))
        base = Expectations(
            staged,
            allowed=frozenset((MAILBOX,)),
            named={TWO: frozenset((NAMED,))},
            kept={ONE: frozenset((DECIDED,))},
        )
        return replace(base, **self.rules)  # type: ignore[arg-type]

    def audit(self, expected: Expectations | None = None) -> set[tuple[str, str]]:
        return {(p.diagnostic.code, p.diagnostic.path) for p in self.problems(expected)}

    def problems(self, expected: Expectations | None = None) -> list[Problem]:
        expected = expected or self.expected
        (self.root / "memoria").mkdir(exist_ok=True)
        self.kept = Kept(self.root / "memoria", b"una llave")
        audit = Audit(expected.staged.site, expected, self.kept)
        audit.pages()
        found = audit.search()
        self.read = audit.read
        assert audit.files == len(self.said) + len(self.assets)
        return found


def _page(docs: Path, name: str, text: str) -> StagedPage:
    _write(docs / name, text)
    built = name.replace("index.md", "index.html")
    origin = name.removesuffix("/index.md") if name.startswith("practicas/") else HOUSE
    return StagedPage(name, built, origin, _sha(text))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(params=[256, 1], ids=["apart", "together"])
def shards(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a file is kept with what is known of others: of none of these few, and of all."""
    monkeypatch.setattr(verdicts, "_SHARDS", request.param)


@pytest.fixture
def site(tmp_path: Path, shards: None) -> Site:
    """A site that was audited once and is clean."""
    site = Site(tmp_path)
    assert site.audit() == set()
    assert site.read == 5
    return site


def test_verdicts_that_are_written_as_they_come_are_all_there_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "_SHARDS", 2)
    monkeypatch.setattr(verdicts, "_MOST_WAITING", 0)
    site = Site(tmp_path)
    assert site.audit() == set() and site.read == 5
    site.said[f"{ONE}/index.md"] += "<div><p>Otro reloj.</p></div>"
    assert site.audit() == set() and site.read == 1
    assert site.audit() == set() and site.read == 0


def test_a_site_that_did_not_change_is_not_read_again(site: Site) -> None:
    assert site.audit() == set()
    assert site.read == 0


def test_files_that_did_not_change_are_asked_for_together(
    tmp_path: Path, shards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And held to what was redacted since, which they do not have; of what is redacted no more nothing stays."""
    before, since = "Muchavisoyquintero", "Chindoyjamioy"
    site = Site(tmp_path, rules={"secrets": {"practicas/tres": frozenset((before,))}})
    assert site.audit() == set() and site.read == 5
    site.rules = {"secrets": {"practicas/tres": frozenset((since,))}}
    monkeypatch.setattr(Shard, "verdicts", None)
    assert site.audit() == set() and site.read == 0
    told = _kept(site)
    assert site.kept.name("tachado", since) in told and site.kept.name("tachado", before) not in told


def test_who_led_to_a_section_is_said_though_nothing_else_of_it_was_looked_at(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(shard: Shard) -> Iterator[tuple[str, Verdict]]:
        opened.append(shard)
        return real(shard)

    opened, real = list[Shard](), Shard.verdicts
    monkeypatch.setattr(Shard, "verdicts", asked)
    assert site.audit() == set() and not opened
    site.said[f"{ONE}/index.md"] = SAID[f"{ONE}/index.md"].replace("que", "otra")
    assert site.audit() == {("P307", "site/index.html")} and opened and site.read == 1


def test_a_section_that_is_gone_is_reported_though_nobody_can_tell_who_leads_to_it() -> None:
    sections, report = Sections(), Report(frozenset(("uno/index.html",)))
    page = Built("uno/index.html", Role.PAGE, "")
    told = known([(page, Facts(anchors=(("uno/index.html", "que", None, 1),)))])
    sections.take(told._replace(leading=lambda: ()))
    sections.finish(report)
    assert [(p.diagnostic.code, p.diagnostic.path) for p in report.problems] == [("P307", "site/uno/index.html")]


def test_what_another_state_of_a_file_said_is_not_taken_for_what_this_one_says(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever becomes of what is kept while a site is audited."""

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (site.root / "memoria").iterdir()}

    def put_back(*given: Any) -> Iterator[tuple[Any, Any]]:
        for path, data in before.items():
            path.write_bytes(data)
        before.clear()
        return share(*given)

    before = files()
    site.said[f"{ONE}/index.md"] += "<div><p>Y algo más.</p></div>"
    assert site.audit() == set() and site.read == 1
    site.assets["otra.txt"] += " Y más."
    monkeypatch.setattr(whole, "share", put_back)
    assert site.audit() == set() and site.read == 1 and not before
    assert site.audit() == set() and site.read == 1


def test_of_a_site_with_one_changed_page_one_page_is_read(site: Site) -> None:
    site.said[f"{ONE}/index.md"] += "<div><p>Y algo más.</p></div>"
    assert site.audit() == set()
    assert site.read == 1


def _rules(**changed: object) -> Callable[[Site], None]:
    return lambda site: site.rules.update(changed)


def _says(name: str, before: str, after: str) -> Callable[[Site], None]:
    return lambda site: site.said.update({name: site.said[name].replace(before, after)})


CHANGES: dict[str, tuple[Callable[[Site], object], tuple[str, str], int]] = {
    "its bytes": (_says("index.md", "Una", "Rosa Elena Quintero Mosquera"), ("P301", "site/index.html"), 1),
    "a redaction of its own": (
        _rules(secrets={ONE: frozenset(("reloj grande",))}),
        ("P302", f"site/{ONE}/index.html"),
        1,
    ),
    "a redaction of another": (_rules(secrets={ONE: frozenset((WORD,))}), ("P302", f"site/{TWO}/index.html"), 2),
    "a redaction of one that is not there": (
        _rules(secrets={"practicas/cuatro": frozenset((WORD,))}),
        ("P302", f"site/{TWO}/index.html"),
        1,
    ),
    "a folder that is gone": (_rules(gone=frozenset(("practicas/tres",))), ("P309", f"site/{TWO}/index.html"), 1),
    "a file that it leads to": (
        lambda site: (site.root / f"sitio/{site.assets.popitem()[0]}").unlink(),
        ("P307", f"site/{TWO}/index.html"),
        1,
    ),
    "a section that it leads to": (_says(f"{ONE}/index.md", "que", "otra"), ("P307", "site/index.html"), 1),
    "words that were decided": (_rules(kept={}), ("P301", f"site/{ONE}/index.html"), 1),
    "a name shown by consent": (_rules(named={}), ("P301", f"site/{TWO}/index.html"), 1),
    "the mailbox of the role": (_rules(allowed=frozenset()), ("P301", "site/index.html"), 5),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_verdict_does_not_outlive_what_it_rests_on(site: Site, change: str) -> None:
    change_it, found, read = CHANGES[change]
    change_it(site)
    for _ in range(2):  # what is wrong is not remembered as right
        assert site.audit() == {found}
    assert site.read <= read


def test_the_files_that_are_read_again_are_those_that_a_change_concerns(site: Site) -> None:
    for change_it, _, read in CHANGES.values():
        other = Site(site.root)
        change_it(other)
        other.audit()
        assert other.read == read
        (site.root / "sitio/nota.txt").write_text(ASSETS["nota.txt"], encoding="utf-8")
        Site(site.root).audit()


def test_of_a_list_that_changed_only_what_is_new_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list holds texts of many submissions, and changes with each of them."""
    read: list[str] = []
    real = detect

    def counted(text: str, *args: Any, **options: Any) -> Any:
        read.append(text)
        return real(text, *args, **options)

    monkeypatch.setattr("generator.audit.people.detect", counted)
    people._certain.cache_clear()
    site.said["index.md"] += "<div><p>Algo más.</p></div>"
    assert site.audit() == set()
    assert read == ["Algo más."]


_WROTE = '<div class="{}"><p>Sembramos en botellas.</p><p>{}</p></div>\n<div><p>Cerca: {}.</p></div>'


@pytest.mark.parametrize(
    ("said", "near", "found"),
    [
        ("Nos gustó.", "los frenos", set()),
        ("Nos ayudó Rosa Elena Quintero Mosquera.", "el vivero", {("P301", f"site/{ONE}/index.html")}),
        ("Nos gustó.", "Rosa Elena Quintero Mosquera", {("P301", f"site/{ONE}/index.html")}),
    ],
)
def test_of_a_page_beside_which_something_else_stands_what_its_author_wrote_is_not_read_again(
    said: str, near: str, found: set[tuple[str, str]], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    (author, *_) = page_module._AUTHORS
    site.said[f"{ONE}/index.md"] = f'<p id="que">Esto.</p>{_WROTE.format(author, "Nos gustó.", "el vivero")}'
    assert site.audit() == set()
    read: list[str] = []
    monkeypatch.setattr(
        people, "detect", lambda text, *more, **named: read.append(text) or detect(text, *more, **named)
    )
    people._certain.cache_clear()
    site.said[f"{ONE}/index.md"] = f'<p id="que">Esto.</p>{_WROTE.format(author, said, near)}'
    assert site.audit() == found
    assert any("botellas" in text for text in read) is (said != "Nos gustó.")
    assert site.audit() == found  # and it is found as often as it is looked for


def _data(*rows: str) -> str:
    return "[\n" + ",\n".join(rows) + "\n]\n"


_FIRST = f'{{"url": "practicas/uno/", "dice": "Un reloj de arena de {WORD}. Otra como practicas/cuatro/"}}'
_SECOND = '{"url": "practicas/dos/", "dice": "Una mesa de madera."}'


def test_of_a_table_that_changed_only_the_row_that_did_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    site.assets[ROWS] = _data(_FIRST, _SECOND)
    assert site.audit() == set()
    monkeypatch.setattr("generator.audit.people.detect", lambda text, *_rest, **_more: read.append(text) or ())
    people._certain.cache_clear()
    site.assets[ROWS] = _data(_FIRST, _SECOND.replace("mesa", "silla"))
    assert site.audit() == set()
    assert "Una silla de madera." in read and not [text for text in read if "reloj" in text]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_rules(gone=frozenset(("practicas/cuatro",))), "P309"),
        (_rules(secrets={TWO: frozenset((WORD,))}), "P302"),
        (_rules(secrets={ONE: frozenset(("reloj de arena",))}), "P302"),
        (lambda site: site.said.pop(f"{ONE}/index.md"), "P307"),
    ],
)
def test_a_row_that_did_not_change_is_held_to_what_did(
    site: Site, change: Callable[[Site], object], found: str
) -> None:
    site.assets[ROWS] = _data(_FIRST, _SECOND)
    assert site.audit() == set()
    change(site)
    if found == "P307":
        site.said["index.md"] = "<div><p>Nada.</p></div>"
        (site.root / f"sitio/{ONE}/index.html").unlink()
        (site.root / f"sitio/{ONE}").rmdir()
    site.assets[ROWS] = _data(_FIRST, _SECOND.replace("mesa", "silla"))
    assert (found, f"site/{ROWS}") in site.audit()


def test_a_row_in_which_something_was_found_is_not_known(site: Site) -> None:
    site.assets[ROWS] = _data(_FIRST, _SECOND.replace("mesa", "Rosa Elena Quintero Mosquera"))
    for more in ("", " "):  # the file is another one, the row is not
        site.assets[ROWS] += more
        assert ("P301", f"site/{ROWS}") in site.audit()


@pytest.mark.parametrize(
    ("rules", "code"), [({"secrets": {ONE: frozenset((WORD,))}}, "P302"), ({"allowed": frozenset()}, "P301")]
)
def test_what_was_known_of_a_list_that_changed_is_known_under_the_same_rules_alone(
    site: Site, rules: dict[str, object], code: str
) -> None:
    site.said["index.md"] += f"<div><p>Partimos con {WORD} la sesión.</p></div>"
    assert site.audit() == set()
    site.said["index.md"] += "<div><p>Algo más.</p></div>"
    site.rules = rules
    assert (code, "site/index.html") in site.audit()


def test_a_page_that_is_another_is_read_though_it_was_made_of_the_same(site: Site) -> None:
    expected = site.expected
    _write(site.root / f"sitio/{ONE}/index.html", PAGE.format(f"{SAID[f'{ONE}/index.md']}<p>Otra cosa.</p>"))
    assert ("P304", f"site/{ONE}/index.html") in site.audit(expected) and site.read == 1


def test_what_is_kept_of_files_together_is_what_each_of_them_says() -> None:
    anchors = (("b/index.html", "que", None, 3), ("c/index.html", "que", "practicas/c", 4))
    of = {
        "a/index.html": Facts(("practicas/a",), b"1" * 8, b"2" * 8, b"3" * 16, b"4" * 4, b"5" * 8, anchors=anchors),
        "b/index.html": Facts(("practicas/a", "practicas/b"), b"1" * 16, anchors=anchors[1:], listed=True),
        " text": Facts(words=b"6" * 4, forms=b"\nuna\n", page="a/index.html"),
        " other": Facts(needs=b"7" * 8, folders=b"8" * 8, forms=b"otra\nuna\n", page="b/index.html"),
    }
    roles = {key: Role.SEARCH if key.startswith(" ") else Role.PAGE for key in of}
    found = [(Built(key, roles[key], ""), facts) for key, facts in of.items()]
    told = Told(
        texts_of=["a/index.html", "b/index.html"],
        forms=b"\notra\nuna\n",
        ids={"a/index.html": b"3" * 16, "b/index.html": b""},
        listed=["b/index.html"],
        sections=[("b/index.html", "que"), ("c/index.html", "que")],
    )
    all_of = Together(
        owners=["practicas/a", "practicas/b"],
        needs=b"1" * 8 + b"7" * 8,
        folders=b"2" * 8 + b"8" * 8,
        words=b"4" * 4 + b"6" * 4,
        told=told,
    )
    assert known(found).told == told
    assert together(found) == all_of
    verdicts = {key: Verdict(f"rests of {key}", facts) for key, facts in of.items()}
    first = Shard(written("some", "all", all_of, verdicts))
    second = Shard(first.held_to("others"))
    assert (first.held, second.held) == ("some", "others")
    for shard in (first, second):
        assert (shard.rests, shard.together(), dict(shard.verdicts())) == ("all", all_of, verdicts)


def test_what_was_staged_is_part_of_a_verdict(site: Site) -> None:
    expected = site.expected
    source = site.root / f"docs/{ONE}/index.md"
    source.write_text("<div><p>Otra cosa.</p></div>", encoding="utf-8")
    pages = tuple(replace(p, sha256=_sha(source.read_text())) if p.origin == ONE else p for p in expected.staged.pages)
    changed = replace(expected, staged=replace(expected.staged, pages=pages))
    assert site.audit(changed) == {("P304", f"site/{ONE}/index.html")}


def test_a_redaction_that_went_and_came_back_is_looked_for_in_what_was_read_meanwhile(
    tmp_path: Path, shards: None
) -> None:
    site = Site(tmp_path, rules={"secrets": {ONE: frozenset((WORD,))}})
    site.said[f"{TWO}/index.md"] = SAID[f"{TWO}/index.md"].replace(WORD, "todos")
    assert site.audit() == set()
    site.rules, site.said = {}, dict(SAID)
    assert site.audit() == set()
    site.rules = {"secrets": {ONE: frozenset((WORD,))}}
    assert site.audit() == {("P302", f"site/{TWO}/index.html")}


def test_nothing_stays_of_what_is_gone_nor_any_redaction(site: Site) -> None:
    site.rules = {"secrets": {ONE: frozenset(("Muchavisoyquintero",))}}
    assert f"{TWO}/" in _kept(site)
    del site.said[f"{TWO}/index.md"]
    (site.root / f"sitio/{TWO}/index.html").unlink()
    (site.root / f"sitio/{TWO}").rmdir()
    assert site.audit() == set()
    told = _kept(site)
    assert f"{ONE}/" in told
    assert f"{TWO}/" not in told
    assert "uchavisoy" not in told.casefold()


def _kept(site: Site) -> str:
    """All that is kept, opened."""
    site.audit()
    site.kept.forget_the_rest()
    names = [p.name for p in (site.root / "memoria").iterdir()]
    return "".join((site.kept.get(name) or b"").decode("latin-1") for name in names)


def test_several_processes_find_what_one_finds_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(
        tmp_path, rules={"named": {}, "kept": {}, "allowed": frozenset(), "gone": frozenset(("practicas/tres",))}
    )
    alone = site.problems()
    assert len(alone) == 4
    monkeypatch.setattr(whole, "WORTHWHILE", 1)
    monkeypatch.setattr(whole, "_CHUNK", 1)
    monkeypatch.setattr("generator.parallel.workers_here", lambda: 2)
    examined: list[str] = []
    monkeypatch.setattr(Examiner, "__call__", lambda _self, file: examined.append(file.path))
    shared = site.problems()
    assert examined == []
    assert [(p.diagnostic, p.origin) for p in shared] == [(p.diagnostic, p.origin) for p in alone]
