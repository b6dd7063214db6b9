"""Person names by lists, shape and context: runs of capitalized words, single words, words beside a role.

A model trained on annotated text stands beside these rules (`combine`), and `mentions` then spreads each name to its
other mentions.
"""

from collections.abc import Iterator, Mapping

from generator.anonymize.cited import asking_of_authors
from generator.anonymize.combine import combined, probabilities
from generator.anonymize.context import exempt, nicknames
from generator.anonymize.genre import genre_of
from generator.anonymize.lexicons import Word, bare
from generator.anonymize.lowercase import lowercase
from generator.anonymize.mentions import spread
from generator.anonymize.neighbours import neighbours
from generator.anonymize.runs import ABBREVIATED, runs
from generator.anonymize.slugs import slugs
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.surroundings import Run
from generator.anonymize.tokens import CODE, NAME, PATH, PROSE, Shape, Token

_STRONG = Shape.FUERTE
_UNKNOWN = Shape.DESCONOCIDA
_NAMELIKE = NAME | (Shape.DESCONOCIDA | Word.DEBIL)
_CAPS = Shape.MAYUSCULAS
_INFINITIVES = ("ar", "er", "ir", "arse", "erse", "irse")


def personas(
    text: str, tokens: list[Token], place: int = PROSE, known: Mapping[str, Level] | None = None, *, part: bool = False
) -> Iterator[Span]:
    """Names of people in folded text, given its words.

    `known` are names found elsewhere in the document, folded; `part` says that the text is a piece of one.
    """
    places: set[int] = set()
    found = by_rules(text, tokens, places)
    if place == PROSE:
        tokens = marked(tokens, found, places)
        found = list(combined(text, tokens, found, probabilities(text, tokens), genre_of(text, tokens, part=part)))
        found.extend(neighbours(text, tokens, found))
        found = list(asking_of_authors(text, tokens, found))
    if not found and not known:
        return
    protected = exempt(text)
    found.extend(spread(tokens, found, known or {}, protected))
    for span in asking_of_authors(text, tokens, found):
        if not any(start <= span.start and span.end <= end for start, end in protected):
            yield span


def by_rules(text: str, tokens: list[Token], places: set[int]) -> list[Span]:
    """What lists, shape and context find, before any model. `places` gets the words they take for a place's."""
    found: list[Span] = []
    surnames_end = -1
    for run in runs(text, tokens, places):
        inverted = surnames_end >= 0 and text[surnames_end : run.start].strip(" ") == ","
        found.extend(_judge(tokens, run, inverted))
        words = [tokens[i] for i in run.words]
        if len(words) == 1 and not run.title and words[0].flags & Word.LUGAR and _in_place(run):
            places.update(run.words)
        only_surnames = all(w.flags & Word.APELLIDO and w.flags & _STRONG for w in words)
        surnames_end = run.end if only_surnames and len(words) > 1 else -1
    found.extend(lowercase(text, tokens))
    found.extend(slugs(text, tokens))
    found.extend(nicknames(text))
    return found


def _in_place(run: Run) -> bool:
    """«En», «desde», «río», «municipio» stand before: a place is what follows."""
    return run.after_place_preposition or run.place_before


def marked(tokens: list[Token], found: list[Span], places: set[int]) -> list[Token]:
    """The same words, told which of them the rules found and how surely, and which they take for a place's."""
    if not found and not places:
        return tokens
    result, index = list(tokens), 0
    for at in places:
        result[at] = tokens[at]._replace(flags=tokens[at].flags | Shape.LUGAR_DICHO)
    for span in sorted(found, key=lambda s: (s.start, s.level is Level.AUTO)):
        while index and result[index - 1].end > span.start:
            index -= 1
        while index < len(result) and result[index].end <= span.start:
            index += 1
        level = Shape.SEGURA if span.level is Level.AUTO else Shape.DUDOSA
        opening = Shape.PRIMERA
        while index < len(result) and result[index].start < span.end:
            token = result[index]
            result[index] = token._replace(flags=token.flags & ~(Shape.SEGURA | Shape.DUDOSA) | level | opening)
            opening, index = 0, index + 1
    return result


def _judge(tokens: list[Token], run: Run, inverted: bool) -> Iterator[Span]:
    """The level of a run of capitalized words, and what of it is a finding at all.

    `inverted`: surnames and a comma stand before, as in lists (Pérez Gómez, Juan).
    """
    words = [tokens[i] for i in run.words]
    place = words[0].place
    alone = len(words) == 1 and not run.initials
    level = _single(words[0], run, place) if alone else _several(words, run, place)
    if inverted and words[0].flags & Word.NOMBRE and words[0].flags & _STRONG:
        level = Level.AUTO
    if level is None:
        return
    if run.place_before and level is Level.AUTO:
        level = Level.REVISAR
    reason = "nombre completo" if level is Level.AUTO else "posible nombre de persona"
    if run.title:
        reason = "nombre junto a un cargo o tratamiento"
    core = _core(words) if level is Level.AUTO else len(words)
    end = run.end if core == len(words) else words[core - 1].end
    yield Span(run.start, end, Kind.PERSONA, level, reason)
    if core < len(words):
        yield Span(words[core].start, run.end, Kind.PERSONA, Level.REVISAR, "palabra junto a un nombre")


def _core(words: list[Token]) -> int:
    """How many of the words are surely the name: common words at its end are for a person to decide."""
    core = len(words)
    while core > 2 and not words[core - 1].flags & _NAMELIKE:
        core -= 1
    return core


def _several(words: list[Token], run: Run, place: int) -> Level | None:
    """Two words or more: certain when two of them are known names, or one is and the rest can be nothing else."""
    names = [w for w in words if w.flags & NAME]
    strong = [w for w in names if w.flags & (_STRONG | Shape.CASI)]
    if place == PATH:
        given = any(w.flags & Word.NOMBRE for w in strong)
        return Level.AUTO if len(strong) > 1 and given else Level.REVISAR
    if place == CODE and not strong:
        return None
    if not names:
        if run.title or sum(1 for w in words if w.flags & Word.DEBIL) > 1:
            return Level.REVISAR
        unknown = [w for w in words if w.flags & _UNKNOWN and not (w.flags & _CAPS and len(w.word) <= 6)]
        return Level.REVISAR if unknown else None
    if run.saint and len(strong) < 2:
        return Level.REVISAR
    if not run.title and _mixed_with_things(words):
        return Level.REVISAR
    own = [w for w in strong if not w.flags & Word.OTRA_LENGUA]
    if len(strong) > 1 or (strong and (len(names) > 1 or run.initials)):
        return Level.AUTO
    if strong and (own or run.title) and any(w.flags & _UNKNOWN for w in words):
        return Level.AUTO
    if run.title:
        return Level.AUTO
    weak_pair = words[0].flags & Word.NOMBRE and words[-1].flags & Word.APELLIDO
    return Level.AUTO if weak_pair and not run.article else Level.REVISAR


def _mixed_with_things(words: list[Token]) -> bool:
    """Common words before the last name of the run: Cirugía del Hospital Virgen del Rocío."""
    core = words[: _core(words)]
    things = [w for w in core if not w.flags & _NAMELIKE and bare(w.word) not in ABBREVIATED]
    return bool(things) or (bool(core[0].flags & _UNKNOWN) and any(w.flags & Word.LUGAR_DE for w in core))


def _single(word: Token, run: Run, place: int) -> Level | None:
    """One word: never certain by itself unless a role or title stands before it and a list knows it."""
    flags = word.flags
    if run.saint:
        return None
    if flags & Shape.PEGADA:
        return Level.AUTO
    if run.title and place != PATH:
        listed = flags & (_STRONG if run.field else NAME)
        if listed and not (flags & Word.LUGAR and run.field) and place == PROSE:
            return Level.AUTO
        if flags & (NAME | _UNKNOWN | Word.DEBIL) or (flags & Shape.TITULO and not flags & (Word.TERMINO | Word.LUGAR)):
            return Level.REVISAR
    if flags & Word.LUGAR and _in_place(run):
        return None
    if place != PROSE:
        listed = Word.NOMBRE | Word.APELLIDO if place == PATH else Word.NOMBRE
        plain = flags & _STRONG and flags & listed and not flags & (Word.OTRA_LENGUA | Shape.CASI)
        return Level.REVISAR if plain and (place == CODE or len(word.word) > 3) else None
    if flags & _CAPS:
        return _capitals(word, run)
    if flags & Shape.MIXTA:
        return None
    if flags & (_STRONG | _UNKNOWN):
        return None if run.digits and flags & _UNKNOWN else Level.REVISAR
    return _dictionary_word(word.word, flags, run)


def _capitals(word: Token, run: Run) -> Level | None:
    """A word all in capitals: short unknown ones are acronyms."""
    flags = word.flags
    if flags & _STRONG:
        short = 4 if flags & Word.OTRA_LENGUA else 2
        return None if len(word.word) <= short else Level.REVISAR
    if flags & NAME and (run.verb_after or flags & Word.NOMBRE) and not run.article:
        return Level.REVISAR
    return Level.REVISAR if flags & _UNKNOWN and len(word.word) > 6 and not run.digits else None


def _dictionary_word(word: str, flags: int, run: Run) -> Level | None:
    """A capitalized word that a dictionary has: a name only where nothing else explains the capital."""
    if flags & NAME:
        return Level.REVISAR
    if run.start_of_sentence:
        instruction = word.endswith(_INFINITIVES)  # «Leer la guía»: the accented ending is not a verb's
        return Level.REVISAR if run.verb_after and not instruction and not flags & (Word.CERRADA | Word.HABLA) else None
    if flags & Word.CERRADA or run.article or run.digits:
        return None
    return Level.REVISAR
