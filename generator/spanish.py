"""The messages of the command line's own library in Spanish: who types a command wrong reads Spanish, too.

Click passes its strings through gettext, which wants catalogues on disk and follows the language of the computer.
Here they are replaced in the process, once, when this module is imported (before any option is declared).
What somebody typed is never said back: it may be a name, and these lines end in the logs of other machines.
"""

from __future__ import annotations

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

_WORDS = {
    "Aborted!": "Interrumpido.",
    "deprecated": "en desuso",
    "Options": "Opciones",
    "Positional arguments": "Argumentos",
    "Commands": "Órdenes",
    "Usage:": "Uso:",
    "Missing command.": "Falta la orden.",
    "env var: {var}": "variable: {var}",
    "default: {default}": "por defecto: {default}",
    "required": "obligatorio",
    "(dynamic)": "(según el caso)",
    "Try '{command} {option}' for help.": "Vea la ayuda con «{command} {option}».",
    "Invalid value: {message}": "Valor no válido: {message}",
    "Invalid value for {param_hint}: {message}": "Valor no válido para {param_hint}: {message}",
    "Missing argument": "Falta el argumento",
    "Missing option": "Falta la opción",
    "Missing parameter": "Falta el parámetro",
    "Missing {param_type}": "Falta {param_type}",
    "Missing parameter: {param_name}": "Falta el parámetro {param_name}",
    "No such option {name!r}.": "No existe la opción que escribió.",
    "No such command {name!r}.": "No existe la orden que escribió.",
    "Did you mean {possibility}?": "¿Quiso decir {possibility}?",
    "(Did you mean one of: {possibilities}?)": "¿Quiso decir una de estas: {possibilities}?",
    "unknown error": "error desconocido",
    "Could not open file {filename!r}: {message}": "No se pudo abrir el archivo.",
    "Choose from:\n\t{choices}": "Escoja entre:\n\t{choices}",
    "{value!r} is not {choice}.": "ese valor no es {choice}.",
    "{value!r} is not one of {choices}.": "ese valor no es uno de estos: {choices}.",
    "{value!r} does not match the format {format}.": "ese valor no tiene la forma {format}.",
    "{value!r} does not match the formats {formats}.": "ese valor no tiene ninguna de estas formas: {formats}.",
    "{value!r} is not a valid {number_type}.": "ese valor no es un número.",
    "{value} is not in the range {range}.": "ese valor no está entre los permitidos ({range}).",
    "{value!r} is not a valid boolean. Recognized values: {states}": "ese valor no es sí ni no.",
    "{name} {filename!r} does not exist.": "eso no existe.",
    "{name} {filename!r} is a file.": "es un archivo, y se espera una carpeta.",
    "{name} {filename!r} is a directory.": "es una carpeta, y se espera un archivo.",
    "{name} {filename!r} is not readable.": "no hay permiso para leer ahí.",
    "{name} {filename!r} is not writable.": "no hay permiso para escribir ahí.",
    "{name} {filename!r} is not executable.": "no hay permiso para ejecutar eso.",
    "file": "archivo",
    "directory": "carpeta",
    "path": "ruta",
    "Option {name!r} does not take a value.": "La opción «{name}» no lleva valor.",
    "Option {name!r} requires an argument.": "La opción «{name}» necesita un valor.",
    "Option {name!r} requires {nargs} arguments.": "La opción «{name}» necesita {nargs} valores.",
    "Argument {name!r} takes {nargs} values.": "El argumento «{name}» lleva {nargs} valores.",
    "Got unexpected extra argument ({args})": "Sobra un argumento",
    "Got unexpected extra arguments ({args})": "Sobran argumentos",
    "%(prog)s, version %(version)s": "%(prog)s, versión %(version)s",
    "Show the version and exit.": "Muestra la versión y termina.",
    "Show this message and exit.": "Muestra esta ayuda y termina.",
    "Error: {message}": "Error: {message}",
    "Error: invalid input": "Error: no se entiende la respuesta",
}


def _(words: str) -> str:
    return _WORDS.get(words, words)


def _of_number(one: str, many: str, number: int) -> str:
    return _(one if number == 1 else many)


def _install() -> None:
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, ours in (("_", _), ("ngettext", _of_number)):
            if hasattr(module, name):
                setattr(module, name, ours)
    for kind, name in ((click.STRING, "texto"), (click.INT, "número"), (click.FLOAT, "número")):
        kind.name = name
    click.IntRange.name = "número"
    click.DateTime.name = "fecha"


def in_spanish(command: click.Command) -> click.Command:
    """The usage line of a command, and of those below it, in Spanish."""
    if command.options_metavar:
        command.options_metavar = "[OPCIONES]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "ORDEN [ARGUMENTOS]..."
        for below in command.commands.values():
            in_spanish(below)
    return command


_install()
