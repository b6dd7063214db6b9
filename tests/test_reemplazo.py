"""What stands in place of a name or a datum: a role, a letter, plain Spanish around it, and nothing of the original."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.anonymize import places, redact
from generator.anonymize.coarse import trimester
from generator.anonymize.detect import Where
from generator.anonymize.edits import apply
from generator.anonymize.findings import Finding, find_people
from generator.anonymize.places import Run
from generator.anonymize.plan import plan
from generator.anonymize.replace import PLACEHOLDER
from generator.anonymize.rewrite import Decisions, groups, rewriting
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.who import MOST, People, letters, number
from generator.anonymize.who import words as who
from generator.consent.coverage import as_if_granted
from generator.model import Collection, Document, Source, Submission
from generator.validate import validate
from tests.fabrica import text

CASES = Path(__file__).parent / "casos/reemplazo"
_MARKED = re.compile(r"\{([^{}|]+)(?:\|([a-z_]+))?\}")


def pairs(name: str) -> list[tuple[str, str]]:
    """The cases of a file: lines that begin with `<`, then what they become in lines that begin with `>`."""
    found: list[tuple[list[str], list[str]]] = [([], [])]
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line[:1] not in ("<", ">"):
            continue
        if line[0] == "<" and found[-1][1]:
            found.append(([], []))
        found[-1][line[0] == ">"].append(line[2:])
    return [("\n".join(before), "\n".join(after)) for before, after in found]


def marked(text: str) -> tuple[Run, list[Finding]]:
    """A paragraph and the findings that braces mark in it."""
    plain, spans, at = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1]), Kind(match[2] or "persona")))
        plain, at = plain + match[1], match.end()
    run = Run(plain + text[at:], Where.PROSA, 1, ())
    return run, [Finding("index.md", run, Span(start, end, kind, Level.AUTO, "")) for start, end, kind in spans]


def redacted(document: str) -> str:
    """A document of paragraphs, parted by « / », with what is marked in it replaced."""
    parts = [marked(part) for part in document.split(" / ")]
    planned = plan([f for _, found in parts for f in found], {"index.md": "\n\n".join(run.text for run, _ in parts)})
    return " / ".join(replaced(run.text, [c for f in found for c in planned[id(f)].changes]) for run, found in parts)


def replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text


@pytest.mark.parametrize(("before", "after"), pairs("frases.txt"))
def test_what_is_left_reads_well(before: str, after: str) -> None:
    assert redacted(before) == after


@pytest.mark.parametrize("after", [after for _, after in pairs("frases.txt")])
def test_every_placeholder_is_known_again(after: str) -> None:
    assert PLACEHOLDER.sub("", after).count("«") == 0


def submission(source: str) -> Submission | None:
    return validate(Source(Collection.PRACTICAS, "uno", source, {}, {}, {}, {}))[0]


def rewritten(index: str) -> tuple[str, int]:
    """The author's own copy after redacting what is certain, and how many findings are left for a person."""
    draft = submission(index)
    assert draft is not None
    found = groups(redact.findings_of(draft))
    new = rewriting(draft, found, Decisions(), lambda source: validate(source)[0])
    return apply(draft.source.index, new.edits.get("index.md", ())), len(new.left)


def section(index: str) -> str:
    return index.partition("## Qué hicimos\n\n")[2].partition("\n\n## Qué pasó")[0]


def prose(document: Document) -> list[str]:
    """What a reader sees, run by run, whatever white space parts its words."""
    return [" ".join(run.text.split()) for run in places.runs(document) if run.cells and run.where is not Where.URL]


@pytest.mark.parametrize(("before", "after"), pairs("markdown.txt"))
def test_the_markdown_stays_and_both_ways_say_the_same(before: str, after: str) -> None:
    index, left = rewritten(text({"Qué hicimos": before}))
    assert (section(index), left) == (after, 0)
    draft, again = submission(text({"Qué hicimos": before})), submission(index)
    assert draft is not None and again is not None
    built, _ = redact.anonymize(as_if_granted(draft))
    assert built is not None
    assert prose(built.document) == prose(again.document)


def empty_marks(document: Document) -> int:
    """Pairs of marks with nothing between them, as a browser would get them."""
    html = str(MarkdownIt().renderer.render([t for s in document.sections for t in s.tokens], MarkdownIt().options, {}))
    return len(re.findall(r"<(\w+)(?: [^<>]*)?>\s*</\1>", html))


@pytest.mark.parametrize(
    "words",
    [
        "La profesora Yurleidy **Muchavisoy** habló.",
        "La profesora **Yurleidy** **Muchavisoy** habló.",
        "La profesora *Yurleidy **Muchavisoy*** habló.",
        "La profesora _Yurleidy_ `Muchavisoy` habló.",
        "La profesora **Yurleidy**\n**Muchavisoy** habló.",
        "La profesora Yurleidy <b>Muchavisoy</b> habló.",
        "La profesora Yurleidy <b>Muchavisoy </b>habló.",
        "La profesora [Yurleidy](https://ejemplo.org/a) [**Muchavisoy**](https://ejemplo.org/b) habló.",
        "El **señor** Yurleidy Muchavisoy vino.",
        "| Quién |\n| --- |\n| Yurleidy **Muchavisoy** |",
        "### La profesora Yurleidy **Muchavisoy**\n\nHabló.",
    ],
)
def test_no_mark_stays_around_nothing(words: str) -> None:
    draft = submission(text({"Qué hicimos": words}))
    assert draft is not None
    built, _ = redact.anonymize(as_if_granted(draft))
    assert built is not None and built.redactions and not empty_marks(built.document)
    again = submission(rewritten(text({"Qué hicimos": words}))[0])
    assert again is not None and not empty_marks(again.document)
    assert not any("Muchavisoy" in said for said in prose(built.document))


def test_an_empty_mark_of_the_author_stays_the_authors() -> None:
    draft = submission(text({"Qué hicimos": "Aquí <b></b> habló la profesora Yurleidy **Muchavisoy**."}))
    assert draft is not None
    built, _ = redact.anonymize(as_if_granted(draft))
    assert built is not None and empty_marks(built.document) == empty_marks(draft.document) == 1


# Made up from name parts that no dictionary holds: nobody is called so.
GIVEN, SURNAMES = ("Yurleidy", "Brayan", "Leidy", "Ilse"), ("Muchavisoy", "Chindoy", "Epiayú")
PEOPLE = [f"{given} {surname}" for given in GIVEN for surname in SURNAMES]
BEFORE = [
    "", "", "la instructora ", "del señor ", "al ", "el ", "Doña ", "los aprendices ", "y ", "e ", "su esposo ", "la\n",
    "Ing. ",
]  # fmt: skip
PIECES = [
    *PEOPLE, *GIVEN, *SURNAMES, "yurleidy-muchavisoy", "muchavisoy", "R. Muchavisoy", "cédula 1.098.765.432",
    "ficha 2558104", "nació el 12 de marzo de 1987", "calle 5 # 4-32, Pasto", "correo a.b@correo-inventado.co",
    "«persona A»", "«instructora C»", "**", "*", "_", "`", "[", "](https://ejemplo.org/a)", "\\", "&nbsp;", "\u200b",
    "|", "<b>", "</b>", "\n", "\n\n", "\n- ", "\n### ", " ", " ", " ", ", ", ". ", " y ", " e ", " o ", " explicó ",
    "ñandú ", "日本 ", "🌱", "(", ")", '"', "“", "«", "»",
]  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(BEFORE), st.sampled_from(PIECES)).map("".join), min_size=1, max_size=20)


def certain(document: str) -> list[Finding]:
    run = Run(document, Where.PROSA, 1, ())
    return [f for f in find_people({"index.md": [run]}) if f.span.level is Level.AUTO]


@settings(max_examples=200)
@given(TEXTS.map("".join))
def test_no_certain_word_survives_and_all_the_rest_stays(document: str) -> None:
    found = certain(document)
    planned = plan(found, {"index.md": f"{document}\n"})
    changes = sorted(c for f in found for c in planned[id(f)].changes)
    after = replaced(document, changes)
    assert all(a[1] <= b[0] for a, b in pairwise(changes)), "changes overlap"
    for finding in found:
        span = finding.span
        core = [i for i in range(span.start, span.end) if document[i] not in "'\"‘’“”"]
        assert all(any(start <= i < end for start, end, _ in changes) for i in core)
    # What is outside the changes is there to the letter and in order.
    at, outside = 0, []
    for start, end, words in changes:
        outside += [document[at:start], words]
        at = end
    assert "".join([*outside, document[at:]]) == after
    left = PLACEHOLDER.sub("", after)
    for finding in found:
        if finding.span.kind is Kind.PERSONA and finding.words in (*PEOPLE, *SURNAMES):
            assert not re.search(rf"(?<!\w){re.escape(finding.words)}(?!\w)", left)


@settings(max_examples=200)
@given(TEXTS.map("".join))
def test_replacing_takes_at_most_a_few_words_along(document: str) -> None:
    """What goes beside the findings is a closed list: a role, a title, an article, a conjunction, a label, a place."""
    for finding in certain(document):
        new = plan([finding], {})[id(finding)]
        along = document[new.start : finding.span.start] + document[finding.span.end : new.end]
        assert len(along.split()) <= 6
        assert "\n\n" not in along


@settings(max_examples=100)
@given(TEXTS.map("".join))
def test_twice_is_once(words: str) -> None:
    """What was written in place of something is left alone; only a word that waited for a person may yet turn sure."""
    index = text({"Qué hicimos": words})
    draft = submission(index)
    if draft is None:
        return
    waiting = [f for f in redact.findings_of(draft) if f.span.level is Level.REVISAR]
    once, left = rewritten(index)
    again = submission(once)
    assert again is not None
    certain = [f for f in redact.findings_of(again) if f.span.level is Level.AUTO]
    if not left:
        assert not certain or waiting
        assert all(any(set(f.plain.split()) & set(w.plain.split()) for w in waiting) for f in certain)
    if not certain:
        assert rewritten(once) == (once, 0)


@settings(max_examples=100)
@given(TEXTS.map("".join))
def test_the_build_and_the_own_copy_say_the_same(words: str) -> None:
    """Whatever the marks, a reader sees the same words whether the author's copy was redacted or the page was built."""
    index = text({"Qué hicimos": words})
    draft = submission(index)
    built = redact.anonymize(as_if_granted(draft))[0] if draft else None
    if built is None:
        return
    once, left = rewritten(index)
    again = submission(once)
    assert again is not None
    if not left:
        assert prose(built.document) == prose(again.document)


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6, unique=True), st.randoms())
def test_letters_follow_the_order_and_nothing_else(names: list[str], random: Random) -> None:
    """The same document with other names gets the same letters: nothing can be read out of them."""
    others = random.sample(PEOPLE, len(names))
    if len({w for n in names for w in n.split()}) == 2 * len(names) == len({w for n in others for w in n.split()}):
        one, other = (redacted(". ".join(f"{{{n}}}" for n in some)) for some in (names, others))
        assert one == other


@pytest.mark.parametrize("given", GIVEN)
def test_documents_do_not_share_letters(given: str) -> None:
    assert redacted(f"Vino {{{given} Muchavisoy}}.") == redacted("Vino {Ilse Chindoy}.") == "Vino «persona A»."


def test_many_people_get_a_letter_each_and_then_none() -> None:
    people = People([f"{a}{b}o Chindoyx{a}{b}" for a in "bcdfghjklmnpqrstvwxyz" for b in ascii_lowercase * 2])
    names = [f"{a}{b}o Chindoyx{a}{b}" for a in "bcdfghjklmnpqrstvwxyz" for b in ascii_lowercase]
    found = [people.letter(who(name)) for name in names]
    assert len(set(found)) == len(names) == 21 * 26
    assert found[0] == "A" and found[26] == "AA" and all(len(letter) < 3 for letter in found)
    assert [number(letters(i)) for i in range(MOST)] == list(range(MOST))
    assert People(["Rosa Chindoy"], MOST).letter(who("Rosa Chindoy")) == ""


@pytest.mark.parametrize(
    "words",
    ["Rosa Muchavisoy", "persona LUZ", "persona Rosa", "municipio de Rosa", "instructora", "instructora A B", "Pasto"],
)
def test_an_author_cannot_pass_a_name_for_a_placeholder(words: str) -> None:
    assert bool(PLACEHOLDER.fullmatch(f"«{words}»")) is (words == "instructora")


@pytest.mark.parametrize(
    "words",
    ["persona A", "Persona A", "persona AB", "documento", "fecha", "dato de un menor", "número de ficha", "correo"],
)
def test_what_was_given_before_is_still_known(words: str) -> None:
    assert PLACEHOLDER.fullmatch(f"«{words}»")


DATES = [
    ("12 de marzo de 1987", "primer trimestre de 1987"), ("1/4/2020", "segundo trimestre de 2020"),
    ("2020-09-30", "tercer trimestre de 2020"), ("20201231", "cuarto trimestre de 2020"),
    ("5 DIC. 2019", "cuarto trimestre de 2019"),
    ("siete de setiembre", "tercer trimestre"), ("3/13/2020", ""), ("ayer", ""), ("31-12-19", "cuarto trimestre"),
]  # fmt: skip


@pytest.mark.parametrize(("date", "said"), DATES)
def test_a_date_is_its_trimester(date: str, said: str) -> None:
    assert trimester(date) == said


@pytest.mark.parametrize("after", ["le dicen «el «profe A»».", "le dicen «La «persona A»» en el taller."])
def test_a_nickname_that_is_gone_is_not_asked_about(after: str) -> None:
    assert find_people({"index.md": [Run(f"En la vereda {after}", Where.PROSA, 1, ())]}) == []


def test_a_nickname_beside_a_placeholder_is() -> None:
    found = find_people({"index.md": [Run("En la vereda le dicen «Chepe, el «profe A»».", Where.PROSA, 1, ())]})
    assert any("Chepe" in f.words for f in found)


def test_an_address_does_not_leave_its_article_behind() -> None:
    found = certain("Ella vive en la Cra. 12 # 34-56, barrio El Retiro, y tarda dos horas en llegar.")
    assert [f.words for f in found] == ["Cra. 12 # 34-56, barrio El Retiro"]
