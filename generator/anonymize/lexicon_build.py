"""Makes the lexicon files in `datos/` from installed packages; sources and licences in `datos/FUENTES.md`.

    python -m generator.anonymize.lexicon_build --hunspell DIR [--referencia DIR]

Needs `faker` and `wordfreq` in the environment that runs it and the dictionaries es_ES and en_US of hunspell
in DIR; none of them is needed afterwards. The same inputs give the same bytes.
"""

import argparse
import csv
import gzip
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.anonymize.lexicons import bare

DATOS = Path(__file__).parent / "datos"
PROPIAS = ("es_CO", "es_ES", "es_MX", "es_AR", "es_CL", "es", "pt_BR", "pt_PT")
OTRAS = (
    "en_US", "en_GB", "fr_FR", "it_IT", "de_DE", "ro_RO", "pl_PL", "nl_NL", "sv_SE", "da_DK", "hr_HR", "cs_CZ",
    "tr_TR", "es_CA",
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")


def faker_names(locales: Iterable[str]) -> tuple[set[str], set[str]]:
    """Given names and surnames of Faker's person providers, folded."""
    given: set[str] = set()
    surnames: set[str] = set()
    for locale in locales:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for attribute in sorted(dir(provider)):
            values = getattr(provider, attribute)
            if callable(values) or isinstance(values, property):
                continue
            if attribute.startswith("first_name"):
                given.update(_words(values))
            elif attribute.startswith(("last_name", "middle_name")):
                surnames.update(_words(values))
    return given, surnames


def _words(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield from (bare(word) for word in _LETTERS.findall(value) if len(word) > 1)


def hunspell_words(folder: Path, name: str) -> set[str]:
    """Every lower-case form that a hunspell dictionary accepts (affixes applied, two levels deep)."""
    rules, suffixes, prefixes = _affixes(folder / f"{name}.aff")

    def inflect(word: str, flags: str, depth: int = 0) -> Iterator[str]:
        for flag in flags:
            for strip, add, more, condition in rules.get(flag, ()) if flag in suffixes else ():
                if word.endswith(strip) and condition.search(word):
                    form = word[: len(word) - len(strip)] + add
                    yield form
                    if more and depth < 2:
                        yield from inflect(form, more, depth + 1)

    words: set[str] = set()
    for line in (folder / f"{name}.dic").read_text(encoding="utf-8").splitlines()[1:]:
        entry, _, tail = line.partition("/")
        flags = tail.split()[0] if tail.strip() else ""
        if not entry.islower():
            continue
        forms = {entry, *inflect(entry, flags)}
        words |= forms
        for flag in (f for f in flags if f in prefixes):
            for strip, add, _more, condition in rules[flag]:
                words.update(add + form[len(strip) :] for form in forms if condition.search(form))
    return words


_Rule = tuple[str, str, str, re.Pattern[str]]


def _affixes(path: Path) -> tuple[dict[str, list[_Rule]], set[str], set[str]]:
    rules: dict[str, list[_Rule]] = {}
    kinds: dict[str, set[str]] = {"SFX": set(), "PFX": set()}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 4 or parts[0] not in kinds:
            continue
        kind, flag, strip = parts[:3]
        if strip in "YN" and parts[3].isdigit():
            kinds[kind].add(flag)
            continue
        add, _, more = parts[3].partition("/")
        condition = parts[4] if len(parts) > 4 else "."
        pattern = re.compile(f"{condition}$" if kind == "SFX" else f"^{condition}")
        rule = ("" if strip == "0" else strip, "" if add == "0" else add, more, pattern)
        rules.setdefault(flag, []).append(rule)
    return rules, kinds["SFX"], kinds["PFX"]


def frequencies(language: str, least: float) -> set[str]:
    """Words of wordfreq's large list that occur at least `least` times a word."""
    known: dict[str, float] = importlib.import_module("wordfreq").get_frequency_dict(language, "large")
    return {word for word, share in known.items() if share >= least and word.isalpha()}


def places(reference: Path) -> list[str]:
    """Names of municipalities and departments as written, without repeats."""
    names: set[str] = set()
    for file, column in (("divipola_municipios", "municipio"), ("divipola_departamentos", "nombre")):
        with (reference / f"{file}.csv").open(encoding="utf-8", newline="") as source:
            names.update(row[column].strip().title() for row in csv.DictReader(source))
    with (reference / "municipios_api_colombia.csv").open(encoding="utf-8", newline="") as source:
        names.update(row["municipio"].strip().title() for row in csv.DictReader(source))
    return sorted(names)


def write(name: str, words: Iterable[str]) -> None:
    """One word a line, sorted; compressed without a date, so that the same words give the same bytes."""
    body = "".join(f"{word}\n" for word in sorted(set(words))).encode()
    if name.endswith(".gz"):
        body = gzip.compress(body, 9, mtime=0)
    (DATOS / name).write_bytes(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hunspell", type=Path, required=True)
    parser.add_argument("--referencia", type=Path)
    arguments = parser.parse_args()
    spanish = {bare(w) for w in hunspell_words(arguments.hunspell, "es_ES") & frequencies("es", 0)}
    english = {bare(w) for w in hunspell_words(arguments.hunspell, "en_US") & frequencies("en", 3e-7)}
    given, surnames = faker_names(PROPIAS)
    other_given, other_surnames = faker_names(OTRAS)
    write("diccionario.txt.gz", spanish)
    write("ingles.txt.gz", english - spanish)
    write("nombres.txt", given)
    write("apellidos.txt", surnames)
    write("nombres_otros.txt", other_given - given - spanish)
    write("apellidos_otros.txt.gz", other_surnames - surnames - given - spanish)
    if arguments.referencia:
        write("municipios.txt", places(arguments.referencia))


if __name__ == "__main__":
    main()
