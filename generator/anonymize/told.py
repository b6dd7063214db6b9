"""The people of a document as it tells of them: what each is called, at every mention."""

from __future__ import annotations

from generator.anonymize import determiners
from generator.anonymize.items import Item, Replacement
from generator.anonymize.replace import SEVERAL
from generator.anonymize.roles import PERSONA, Gender, Noun, said_around
from generator.anonymize.who import Name, People, words


class Told:
    """The people of a document and the role that it gives each of them."""

    def __init__(self, people: People, mentions: list[Item]) -> None:
        """`mentions`: all of them in order of appearance, with what stands before each."""
        self._people = people
        self._genders: dict[Name, Gender] = {}
        self._roles: dict[Name, tuple[Noun, Gender | None]] = {}
        for item in mentions:
            name, gender = words(item.name), _gender(item)
            if gender and people.of(name) == name:
                self._genders.setdefault(name, gender)
        for item in mentions:
            self._learn(item)

    def _learn(self, item: Item) -> None:
        """The first role that is told of a person; «los instructores» does not tell whether one is an instructora."""
        noun, gender, person = item.before.noun, item.before.gender, self._person(item)
        if noun and person and (not item.before.plural or gender or noun.masculine == noun.feminine):
            self._roles.setdefault(person, (noun, gender))

    def _person(self, item: Item) -> Name | None:
        """Who is mentioned, when it can be only one: «el señor Mina» is not «doña Eulalia Mina»."""
        person = self._people.of(words(item.name))
        own = _gender(item)
        other = person and own and self._genders.get(person, own) is not own
        return None if other else person

    def replacement(self, item: Item, floor: int) -> Replacement:
        """What stands for a mention. Nothing before `floor` is touched."""
        text, own, person = item.text, item.before, self._person(item)
        letter = self._people.letter(person) if person else ""
        if not item.prose:
            return item.replaced(f"{PERSONA.feminine} {letter}".strip())
        at = max(own.start, floor)
        alone = own.noun is None and at == item.low and len(words(item.name)) == 1
        if alone and (article := determiners.several(text, at, floor)):
            return item.replaced(SEVERAL, *article)
        start, lead = at, ""
        if own.noun and not own.plural:
            word = own.noun.form(own.gender)
        elif known := self._known(item, person, at):
            word = known[0].form(determiners.gender_before(text, at, floor) or own.gender or known[1])
        else:
            word = PERSONA.feminine
            start, lead = determiners.agreed(text, at, floor, Gender.FEMININE)
        if not lead:
            start, lead = determiners.joined(text, start, floor, word)
        bare = f"{PERSONA.feminine} {letter}".strip()
        return item.replaced(f"{word} {letter}".strip(), start, lead, alone=bare)

    def _known(self, item: Item, person: Name | None, at: int) -> tuple[Noun, Gender | None] | None:
        """The role to say at a mention that says none, unless the sentence says it already."""
        known = self._roles.get(person) if person and not item.listed else None
        return known if known and not said_around(item.text, at, item.end, known[0]) else None


def _gender(item: Item) -> Gender | None:
    """The gender that the role, the title or the article of a mention tells."""
    if item.before.plural or not item.prose:
        return None
    return item.before.gender or determiners.gender_before(item.text, item.before.start, 0)
