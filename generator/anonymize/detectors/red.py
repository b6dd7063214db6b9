"""E-mail addresses, profiles, handles and messaging links."""

import re
from collections.abc import Iterator

from generator.anonymize.needs import Guarded, any_of, caseless
from generator.anonymize.spans import Kind, Level, Span

_CORREO = re.compile(
    r"[\w.+%-][\w.+%'-]{0,63}\*{0,3}@(?!\d+(?:\.\d+){0,2}(?![\w.]))[\w-]{1,80}(?:\.[\w-]{1,80})*"
    r"(?:(?:,|\s{0,2}\.\s{0,2}|[ ](?:punto|dot)[ ])(?:com|co|net|org|edu|gov)\b(?:(?:\.|[ ]punto[ ])co\b)?|[ ]com\b)?"
)
# Inclusive spelling (alumn@s) and versions of packages (paquete@latest) are no addresses.
_NO_CORREO = re.compile(
    r"@(?:s|latest|next|main|master|beta|stable|[A-Z]|v\d[\w.]*)$"
    r"|^(?:[lt]|tod|alumn|niñ|compañer|amig|otr|nosotr|ell)@"
)
_DISFRAZ = Guarded(
    re.compile(r"arroba|@\s|\s@|[\[({ _]at[\])} _]|\(a\)|[\[({<]\s*@", re.IGNORECASE),
    ("arroba", "@", "[at", "(at", "{at", " at", "_at", "(a)"),
)
_TLD = r"(?:com|co|org|net|edu|gov|mil|info|es|io|gob|name|me|app|dev|mx|ar|cl|pe|ec|ve|us|uk)"
_AT = (
    r"(?:\s?@\s?|\s{0,3}[\(\[\{<]\s{0,2}(?:at|arroba|@)\s{0,2}[\)\]\}>]\s{0,3}"
    r"|\s{1,3}_?(?:arroba|at)_?\s{1,3}|\s{1,3}\(a\)\s{0,3}|_arroba_|-arroba-|\.arroba\.)"
)
_DOT = (
    r"(?:\s?\.\s?|\s{0,3}[\(\[\{<]\s{0,2}(?:dot|punto|\.)\s{0,2}[\)\]\}>]\s{0,3}|\s{1,3}(?:punto|dot)\s{0,3}"
    r"|_punto_|-punto-)"
)
_DISFRAZADO = re.compile(
    rf"(?<![\w.])[\w+-]{{1,64}}(?:(?:\.|\s{{1,3}}punto\s{{1,3}}|\s{{0,3}}[\(\[]punto[\)\]]\s{{0,3}}"
    rf"|\s{{1,3}}gui[oó]n(?:\s{{1,3}}bajo)?\s{{1,3}})[\w+-]{{1,64}}){{0,4}}{_AT}[\w-]{{1,64}}(?:{_DOT}[\w-]{{1,64}}){{0,3}}?"
    rf"{_DOT}{_TLD}(?:{_DOT}{_TLD})?(?![\w@])",
    re.IGNORECASE,
)
_SIN_DOMINIO = re.compile(
    r"(?<![\w.])[\w.+-]{2,40}\s{1,3}arroba\s{1,3}(?:gmail|hotmail|outlook"
    r"|yahoo|sena|misena|icloud|live)\b(?:\s+punto\s?com\b)?",
    re.IGNORECASE,
)

_SOCIAL = re.compile(
    r"(?<![\w-])(?:https?://)?(?:[\w-]+\.)?(?:"
    r"(?:facebook|fb)\.com/(?!sharer|share|groups|dialog|events"
    r"|watch|plugins|hashtag|tr\b|policies|help|business|legal)(?:profile\.php\?id="
    r"|people/)?[\w.%/-]{2,}"
    r"|(?:fb\.me|m\.me|messenger\.com/t|instagr\.am)/[\w.%-]{2,}"
    r"|instagram\.com/(?!p/|explore|reel|tv/|about|legal)[\w.%-]{2,}"
    r"|linkedin\.com/(?:in|pub|profile/view\?id=)/?[\w.%\-=]{2,}"
    r"|(?<!pic\.)(?<!platform\.)(?:twitter|x)\.com/(?!intent|share"
    r"|widgets|hashtag|search|home\b|i/|login|privacy|tos)@?\w{2,}(?![\w/]*/status)"
    r"|(?:twitter|x)\.com/\w+/status/\d+"
    r"|tiktok\.com/@[\w.%-]{2,}|threads\.net/@?[\w.%-]{2,}|youtube\.com/(?:@|user/|c/|channel/)[\w.%-]{2,}"
    r"|(?:t|telegram)\.me/\+?[\w.%-]{2,}|(?:pinterest|behance"
    r"|dribbble|snapchat|twitch)\.\w{2,3}/(?:add/)?[\w.%-]{2,}"
    r"|researchgate\.net/profile/[\w.%-]+|scholar\.google\.[\w.]+/citations\?[\w=&%-]+"
    r"|academia\.edu/[\w.%-]+|linktr\.ee/[\w.%-]+|bsky\.app/profile/[\w.-]{2,}|spotify\.com/user/[\w.%-]{2,}"
    r"|kaggle\.com/(?!datasets|competitions|code|learn|c/|docs|discussions|models)[\w-]{2,}|reddit\.com/u(?:ser)?/[\w-]{2,}"
    r"|stackoverflow\.com/users/\d[\w/-]*|rpubs\.com/[\w-]{2,}|v[mt]\.tiktok\.com/\w{3,}"
    r"|about\.me/[\w.%-]+|flickr\.com/(?:people|photos)/[\w.%@-]+|orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]"
    r")(?:/[\w.%@-]{1,60}){0,3}/?(?:\?[\w=&%.-]{1,80})?",
    re.IGNORECASE,
)
_PARTE = re.compile(r"[\w@/.]")
# A person's own page on a host of blogs; an institution writes there too.
_BLOG = re.compile(
    r"(?:https?://)?(?!www\.|es\.|en\.)[\w-]{3,40}\.(?:blogspot\.com|wordpress\.com|tumblr\.com|wixsite\.com)(?:\.co)?",
    re.IGNORECASE,
)
# mastodon.social/@cuenta, medium.com/@cuenta; the mirrors of packages write their scopes the same way.
_SITIO_ARROBA = re.compile(r"(?:https?://)?(?!unpkg|esm\.sh|cdn\.)[\w-]{1,40}(?:\.[\w-]{2,20}){1,3}/@[\w.-]{2,40}")
_ARCHIVO = re.compile(
    r"\.(?:com|org|net|co|es|io|png|jpe?g|gif|svg|pdf|md|py|js|html?|css|csv|xlsx?|docx?|json|txt|id|name)$",
    re.IGNORECASE,
)
_SITIOS = (
    "facebook fb. m.me messenger instag linkedin twitter x.com tiktok threads youtube t.me telegram pinterest"
    " behance dribbble"
    " snapchat twitch researchgate scholar academia.edu linktr about.me flickr orcid bsky spotify kaggle reddit"
    " stackoverflow"
    " rpubs"
).split()
_WHATSAPP = re.compile(
    r"(?:https?://)?(?:wa\.(?:me|link)/(?:message/)?[+\w%-]+|(?:api|web"
    r"|chat)\.whatsapp\.com/[\w?=&%+./-]+)|whatsapp://send\?[\w=&%+-]+"
    r"|(?:tel|sms|callto|skype):[+\w.%-]{6,}",
    re.IGNORECASE,
)
_GITHUB = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:www\.)?(?:github|gitlab)\.com/(?!(?:features|topics|about|pricing|marketplace|settings|login"
    r"|join|orgs|collections|explore|sponsors|search|security|enterprise|trending|signup|apps)\b)[\w-]{2,39}/?(?![\w/.-])",
    re.IGNORECASE,
)
_CVLAC = re.compile(r"(?:https?://)?scienti\.min\w{2,12}\.gov\.co/[\w./?=&%+-]{0,120}cod_rh=\d{1,12}", re.IGNORECASE)
# «Instagram: nubia.arboleda»: a mark inside the word says that it is an account and not the next word of a sentence.
_REDES = (
    "instagram insta ig facebook face fb tiktok twitter telegram threads snapchat skype discord linkedin youtube"
    " pinterest"
    " messenger usuario nick"
).split()
_CUENTA_DICHA = re.compile(
    r"(?:[ ]?[:=][ ]?|[ ](?:es[ ]|como[ ]|de[ ]\w{2,12}[ ])?)[*_`\"]{0,2}"
    r"(?P<n>(?=[\w.#-]{0,30}(?:[A-Za-z0-9](?:[._]|#\d)[A-Za-z0-9]|[A-Za-z]{3}\d{2}))[A-Za-z][\w.#-]{2,39}|live:[\w.]{3,40})"
)
_PERFIL = re.compile(
    r"(?<=[/?&])(?<!hub\.com/)(?<!lab\.com/)(?:perfil|perfiles|profile|profiles|usuario|usuarios"
    r"|instructor|instructores|docentes?|aprendiz|aprendices|autor"
    r"|autores|autoras?)[/=](?!-)@?[\w.%-]{3,}",
    re.IGNORECASE,
)
_ARROBA = re.compile(r"(?<![\w@/.`$&=])@(?P<u>[A-Za-zÀ-ÿ_][\w.]{1,29})(?![\w({/@:]|-\w+/)")
_ARROBA_SUELTA = re.compile(r"(?<![^\s(:])(?<!\w )@ (?P<u>[a-z][a-z0-9]{1,20}[._]\w[\w.]{1,20}\w)(?![\w@/(])")
# What `@` opens in code: decorators, annotations, style rules, documentation marks.
_NO_CUENTA = frozenset(
    """media import font-face keyframes page charset include mixin extend supports param params return returns
    throws author see since deprecated override test before beforeeach after aftereach beforeall afterall autowired
    component service controller property staticmethod classmethod abstractmethod dataclass pytest app app.route
    click functools cached_property namespace entity table column id bean getter setter data builder nullable
    article book misc inproceedings incollection phdthesis techreport online type typedef todo example export
    rdname importfrom keywords noRd docType family inheritparams title description details name""".lower().split()
)


def correo(text: str) -> Iterator[Span]:
    """Any address with an at sign, example domains included: nobody can tell them apart by rule."""
    if "@" in text:
        for match in _CORREO.finditer(text):
            if not _NO_CORREO.search(match.group()):
                yield Span(*match.span(), Kind.CORREO, Level.AUTO, "correo electrónico")
    if not _DISFRAZ.search(text):
        return
    for pattern in (_DISFRAZADO, _SIN_DOMINIO):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.CORREO, Level.AUTO, "correo escrito con disfraz")


def perfil(text: str) -> Iterator[Span]:
    """Addresses of people's pages on social networks and of messaging with them."""
    if "/" in text or ":" in text:
        lower = caseless(text)
        for pattern, reason, words in (
            (_SOCIAL, "perfil en una red social", _SITIOS),
            (_SITIO_ARROBA, "perfil en una red social", ("/@",)),
            (_WHATSAPP, "enlace de mensajería", ("wa.", "whatsapp", "tel:", "sms:", "callto:", "skype:")),
            (_GITHUB, "página de perfil", ("github.com/", "gitlab.com/")),
            (_CVLAC, "hoja de vida pública", ("cod_rh=",)),
            (_PERFIL, "página de perfil", ("perfil", "profile", "usuario", "instructor", "docente", "apren", "autor")),
        ):
            # Organizations publish code too, and the links to it name them: a person tells which.
            level = Level.REVISAR if pattern is _GITHUB else Level.AUTO
            if any_of(words, lower):
                for match in pattern.finditer(text):
                    yield Span(*match.span(), Kind.PERFIL, level, reason)
        if any_of(("blogspot.", "wordpress.", "tumblr.", "wixsite."), lower):
            for match in _BLOG.finditer(text):
                yield Span(*match.span(), Kind.PERFIL, Level.REVISAR, "página que puede ser de una persona")


def cuenta_dicha(text: str) -> Iterator[Span]:
    """Accounts named after their network, without an at sign; a file name after «usuario» is none."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    for red in _REDES:
        at = lower.find(red)
        while at >= 0:
            match = _CUENTA_DICHA.match(text, at + len(red)) if not (at and _PARTE.match(text, at - 1)) else None
            name = match.group("n").rstrip(".-") if match else ""
            if match and not _ARCHIVO.search(name):
                yield Span(match.start("n"), match.start("n") + len(name), Kind.PERFIL, Level.AUTO, "cuenta de usuario")
            at = lower.find(red, at + len(red))


def usuario(text: str) -> Iterator[Span]:
    """Handles: @usuario, but not what an at sign opens in code."""
    if "@" not in text:
        return
    for match in _ARROBA_SUELTA.finditer(text):
        yield Span(*match.span(), Kind.PERFIL, Level.AUTO, "cuenta de usuario")
    for match in _ARROBA.finditer(text):
        name = match.group("u").rstrip(".").lower()
        if name not in _NO_CUENTA and name.split(".")[0] not in _NO_CUENTA:
            end = match.start() + 1 + len(match.group("u").rstrip("."))
            yield Span(match.start(), end, Kind.PERFIL, Level.AUTO, "cuenta de usuario")
