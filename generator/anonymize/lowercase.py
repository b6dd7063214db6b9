"""Names written in lower case, where only what stands around them tells: a role, a form's label, a verb of speech.

A word that no dictionary has needs little context. One that is also a common word (rosa, luz, paz, león) is asked about
only where a noun would need an article: «la profe luz», «nos contó rosa», «paz nos explicó».
"""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import CAPITAL, NAME, PATH, PROSE, Shape, Token

_NEAR = re.compile(r"[ \t*_\"“«']*(?:\n[ \t>]*)?\Z")
_TITLE_NEAR = re.compile(r"(?:\(?[ao]s?\)?)?[.ªº]?[ \t*_\"“«']*(?:\n[ \t>]*)?\Z")
_FIELD_NEAR = re.compile(r"(?:\(?[aeos]{0,2}\)?)?[ \t*_]*[:=][ \t*_\"']*\Z")
_NEXT = re.compile(r"[ \t]{1,2}\Z|[ \t]*\n[ \t>]*\Z|-\Z")
_LISTED = re.compile(r"[ \t]*,[ \t]*\Z")
_STARTS = re.compile(r"(?:\A|[.!?…:;¿¡|•—–\n(,\"“«>*-])[ \t*_]*\Z")
_ITEM = re.compile(r"(?:\A|\n)[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+[*_]*\Z")
_CELL = re.compile(r"\|[ \t*_]*\Z")
_CELL_END = re.compile(r"[ \t*_]*\|")
_LINKS = frozenset("con a y e junto mi la el los las doña don".split())
_AND = frozenset("y e".split())
_PRONOUNS = frozenset("nos me le les lo la se".split())
_OPENERS = frozenset("que como cuando y según porque pero donde mientras a con e".split())
_PARTICLES = frozenset("de del la las los".split())
_POSSIBLE = Shape.FUERTE | Shape.CASI | Shape.DESCONOCIDA
_CANDIDATE = _POSSIBLE | NAME
_NEVER = (
    Word.PARTICULA
    | Word.CERRADA
    | Word.TRATAMIENTO
    | Word.TERMINO
    | Word.HABLA
    | Word.HABLA_CON
    | Word.LUGAR_DE
    | Word.COSA_DE
    | Word.OTRA_LENGUA
)
# Of the verbs that introduce a name, those after which a common noun never stands without an article.
_SAYS = frozenset(
    """contó cuenta contaba dijo dice comentó comenta explicó explica preguntó pregunta respondió responde afirmó señaló
    propuso recordó recuerda mencionó agregó añadió aseguró relató narró opinó opina sugirió aclaró confesó concluyó
    enseñó escribió escribe llamó llama llamaba vino llegó""".split()
)
# Common words that are also given names, and that are looked for only right after a role.
_TOO = frozenset("paz alba clara norma amor luna estrella mar".split())
_MOST = 3


def lowercase(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Names in lower case, each with the surnames and the other people of a list that follow it."""
    last = -1
    for index, token in enumerate(tokens):
        if not token.flags & _CANDIDATE and token.word not in _TOO:
            continue  # neither FUERTE nor anything that `_named` looks at
        if index <= last or token.flags & CAPITAL or token.place == PATH or len(token.word) < 3:
            continue
        alone = bool(token.flags & Shape.FUERTE) and not token.flags & Word.OTRA_LENGUA
        if not alone and not _named(text, tokens, index):
            continue
        for first, end in _with_others(text, tokens, index):
            last = end
            yield Span(
                tokens[first].start,
                tokens[end].end,
                Kind.PERSONA,
                Level.REVISAR,
                "palabra junto a un cargo o a quien habla",
            )


def _named(text: str, tokens: list[Token], index: int) -> bool:
    flags = tokens[index].flags
    if flags & _POSSIBLE:
        return _beside(text, tokens, index)
    named = flags & NAME or tokens[index].word in _TOO
    return bool(named and not flags & _NEVER) and tokens[index].place == PROSE and _surely(text, tokens, index)


def _beside(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before is not None:
        if before.flags & Word.TRATAMIENTO and _TITLE_NEAR.match(text, before.end, token.start):
            return True
        if before.flags & Word.CAMPO and _FIELD_NEAR.match(text, before.end, token.start):
            return True
        if before.flags & (Word.HABLA | Word.HABLA_CON) and _NEAR.match(text, before.end, token.start):
            return True
        linked = bare(before.word) in _LINKS and bool(_NEAR.match(text, before.end, token.start))
        if linked and index > 1 and tokens[index - 2].flags & (Word.HABLA | Word.HABLA_CON):
            return True
        if linked and bare(before.word) == "con" and _we_did(tokens, index):
            return True
    return _speaks(text, tokens, index) or _in_item(text, tokens, index)


def _we_did(tokens: list[Token], index: int) -> bool:
    """«con seferina hicimos»: a verb of ours right after."""
    return index + 1 < len(tokens) and tokens[index + 1].word.endswith("mos")


def _in_item(text: str, tokens: list[Token], index: int) -> bool:
    """An unknown word that opens an item of a list, or that has a cell of a table for itself and its surnames."""
    token = tokens[index]
    if not token.flags & _POSSIBLE or token.place != PROSE:
        return False
    if _ITEM.search(text, max(token.start - 12, 0), token.start):
        return index + 1 < len(tokens) and not _ITEM.search(text, token.end, tokens[index + 1].start)
    if not _CELL.search(text, max(token.start - 12, 0), token.start):
        return False
    end = _surnames(text, tokens, index)
    return end > index and bool(_CELL_END.match(text, tokens[end].end))


def _speaks(text: str, tokens: list[Token], index: int) -> bool:
    """A verb of speech stands right after, with a pronoun between them or none."""
    ahead = tokens[index + 1 : index + 3]
    if not ahead or not _NEAR.match(text, tokens[index].end, ahead[0].start):
        return False
    verb = ahead[1] if len(ahead) > 1 and bare(ahead[0].word) in _PRONOUNS else ahead[0]
    return bool(verb.flags & Word.HABLA) and ahead[0].start - tokens[index].end < 6


def _surely(text: str, tokens: list[Token], index: int) -> bool:
    """A common word that is also a name, where a noun would have an article before it."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before is not None and _TITLE_NEAR.match(text, before.end, token.start):
        word = before.word.lower()
        if before.flags & Word.TRATAMIENTO and not word.endswith("s"):
            return True
        if not token.flags & NAME:
            return False
        pronoun = index > 1 and bare(tokens[index - 2].word) in ("nos", "me", "le", "les")
        if word in _SAYS and (pronoun or index == 1 or bool(_STARTS.search(text, 0, before.start))):
            return True
        if word in ("con", "a") and index > 1 and tokens[index - 2].flags & Word.HABLA_CON:
            return True
    if not token.flags & NAME:
        return False
    opens = before is None or bool(_STARTS.search(text, before.end, token.start)) or before.word.lower() in _OPENERS
    ahead = tokens[index + 1 : index + 3]
    pronoun = len(ahead) > 1 and bare(ahead[0].word) in ("nos", "me", "le", "les")
    verb = ahead[1] if pronoun else ahead[0] if ahead else None
    return opens and verb is not None and verb.word in _SAYS and (pronoun or not token.word.endswith("s"))


def _with_others(text: str, tokens: list[Token], index: int) -> Iterator[tuple[int, int]]:
    """The words of a name from its first one, then the names joined to it by a comma or «y»."""
    end = _surnames(text, tokens, index)
    yield index, end
    for _ in range(_MOST):
        at = end + 1
        if at >= len(tokens) or tokens[at].flags & CAPITAL:
            return
        if _LISTED.match(text, tokens[end].end, tokens[at].start):
            pass
        elif tokens[at].word in _AND and at + 1 < len(tokens) and _NEXT.match(text, tokens[end].end, tokens[at].start):
            at += 1
        else:
            return
        if not _may_follow(tokens[at]) or not tokens[at].flags & (NAME | _POSSIBLE):
            return
        end = _surnames(text, tokens, at)
        yield at, end


def _surnames(text: str, tokens: list[Token], index: int) -> int:
    """The last word of a name that begins here: at most three more, particles between them."""
    end = index
    for _ in range(_MOST):
        at = end + 1
        while at < len(tokens) and at - end < 3 and tokens[at].word in _PARTICLES:
            at += 1
        if at >= len(tokens) or not _may_follow(tokens[at]):
            return end
        if not all(_NEXT.match(text, tokens[i].end, tokens[i + 1].start) for i in range(end, at)):
            return end
        end = at
    return end


def _may_follow(token: Token) -> bool:
    """A word in lower case that may be a surname: a list has it, or no dictionary does."""
    flags = token.flags
    return (
        token.place == PROSE
        and len(token.word) > 2
        and bool(flags & (NAME | _POSSIBLE))
        and not flags & (_NEVER | CAPITAL)
    )
