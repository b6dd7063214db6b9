"""The names model: its sums are those of its features, a damaged file is refused, training says what it learns."""

import gzip
import random

import pytest

from generator.anonymize import combine, model
from generator.anonymize.augment import Annotated, capitals, emphasized, lower_names, rename, variants
from generator.anonymize.detect import detect
from generator.anonymize.features import lines, of_line
from generator.anonymize.names import by_rules, marked
from generator.anonymize.spans import Level
from generator.anonymize.tokens import Token, tokenize

TEXT = "Hablamos con Yeison Muchavisoy, de la HUERTA (El Tambo). EL SEÑOR PEDRO MINA LLEGÓ.\nNadie más vino."
PEOPLE = Annotated("Ayer Leidy Mina y J. P. Chindoy sembraron.", ((5, 15, "P"), (18, 31, "P")))


def words(text: str) -> list[Token]:
    tokens, places = tokenize(text), set[int]()
    return marked(tokens, by_rules(text, tokens, places), places)


def scaled(reader: model.Model, features: list[str]) -> tuple[float, ...]:
    return tuple(each * reader._scale for each in reader._sum(features))


def test_detection_adds_up_what_training_wrote_down() -> None:
    """Sums over any stretch of a line are those of the features that training gives the same words."""
    reader, tokens = model.model(), words(TEXT)
    for first, last in lines(TEXT, tokens):
        line = tokens[first:last]
        expected = [scaled(reader, features) for features in of_line(TEXT, line)]
        for low in range(len(line)):
            for high in range(low + 1, len(line) + 1):
                found = reader._scores(TEXT, line, low, high)
                assert found == [pytest.approx(e) for e in expected[low:high]]


def test_probabilities_are_probabilities_and_know_a_name() -> None:
    tokens = words(TEXT)
    likely = dict(zip((t.word for t in tokens), combine.probabilities(TEXT, tokens), strict=True))
    assert all(0 <= p <= 1 for p in likely.values())
    assert likely["Muchavisoy"] > 0.9 > 0.1 > likely["Hablamos"]
    assert likely["vino"] == 0


def test_a_file_survives_packing() -> None:
    weights = [("a", (1.5, 0.0, -2.0)), ("ñ", (0.25, 3.0, 0.0))]
    reader = model.unpack(model.pack(weights, [[0.0] * 3] * 3))
    assert scaled(reader, ["a", "ñ", "otro"]) == pytest.approx((1.75, 3.0, -2.0), abs=1e-3)


def test_a_damaged_file_is_refused() -> None:
    content = gzip.decompress(model.pack([("a", (1.0, 0.0, 0.0))], [[0.0] * 3] * 3))
    with pytest.raises(ValueError, match="train it again"):
        model.unpack(gzip.compress(content[:-2]))


def test_the_model_is_small() -> None:
    assert model.FILE.stat().st_size < 6_000_000


@pytest.mark.parametrize("change", [capitals, lower_names])
def test_changed_texts_keep_who_is_who(change: object) -> None:
    changed = change(PEOPLE)  # type: ignore[operator]
    names = [changed.text[a:b].lower() for a, b, _ in changed.spans]
    assert names == ["leidy mina", "j. p. chindoy"]


def test_other_names_stand_where_the_names_stood() -> None:
    changed = rename(PEOPLE, random.Random(1))
    first, second = (changed.text[a:b] for a, b, _ in changed.spans)
    assert changed.text == f"Ayer {first} y {second} sembraron."
    assert first != "Leidy Mina" and len(first.split()) == 2 and second.startswith("J. P. ")


def test_markdown_stands_inside_the_marked_range() -> None:
    changed = emphasized(PEOPLE, random.Random(3))
    assert all("Mina" in changed.text[a:b] or "Chindoy" in changed.text[a:b] for a, b, _ in changed.spans)


def test_variants_are_the_same_each_time() -> None:
    once, again = ([v.text for v in variants(PEOPLE, random.Random(7))] for _ in range(2))
    assert once == again and once


def test_a_company_that_bears_a_name_is_asked_about() -> None:
    text = "La obra es de Hernando Guetio Ltda. y de Rubiela Tunubalá."
    levels = {text[s.start : s.end]: s.level for s in detect(text)}
    assert levels == {"Hernando Guetio Ltda": Level.REVISAR, "Rubiela Tunubalá": Level.AUTO}
