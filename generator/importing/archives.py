"""A ZIP of any kind, opened with everything that a hostile one could do refused (E401) before it is read."""

from __future__ import annotations

import io
import zipfile
import zlib

from generator.importing.told import RefusedError
from generator.importing.xmlparts import DAMAGED
from generator.unpacking import Limits, Trouble, trouble

_LIMITS = Limits(entries=1_000, unpacked=200_000_000, small=20_000_000)
_TOLD = {
    Trouble.TOO_MUCH: ("El archivo trae demasiado adentro.", "Quite imágenes, o redúzcalas, y guárdelo de nuevo."),
    Trouble.LIES: ("El archivo dice tener más de lo que tiene, o lo mismo dos veces.", "Hágalo de nuevo."),
    Trouble.GROWS: ("El archivo crece demasiado al abrirlo.", "Hágalo de nuevo en el programa con que lo escribió."),
    Trouble.OUTSIDE: ("El archivo trae rutas que salen de él.", "Hágalo de nuevo: así no lo hace ningún programa."),
    Trouble.LINK: ("El archivo trae enlaces a otros archivos.", "Hágalo de nuevo con los archivos mismos."),
    Trouble.ENCRYPTED: ("El archivo tiene contraseña.", "Quítesela y vuelva a guardarlo."),
}
_NESTED = (".zip", ".7z", ".rar", ".gz", ".tar", ".docx", ".xlsx", ".odt", ".jar")


def opened(data: bytes, *, nested: bool = True) -> zipfile.ZipFile:
    """The archive. Raises RefusedError for one that is damaged or not safe, or has others inside without `nested`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        problem = trouble(archive, len(data), _LIMITS)
        names = [name.lower() for name in archive.namelist()]
        if problem is None and len(set(names)) != len(names):
            problem = Trouble.LIES
        if problem is not None:
            raise RefusedError(*_TOLD[problem])
        if not nested and any(name.endswith(_NESTED) for name in names):
            raise RefusedError("El archivo trae otros comprimidos adentro.", "Deje los archivos sueltos.")
        if archive.testzip() is not None:
            raise RefusedError(*DAMAGED)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise RefusedError(*DAMAGED) from None
    return archive
