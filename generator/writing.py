"""Writing a file in one step: whoever reads it finds the old text or the new one, whole."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomic(path: Path, data: str | bytes, mode: int = 0o644) -> None:
    """Replace a file in one step, as UTF-8 with line ends as they are. Raises OSError with the old file in place.

    The temporary file has a fixed name, so that one left by a killed process is taken up by the next.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # a full disk, or an interruption: part of a private text is not left under another name
        temporary.unlink(missing_ok=True)
        raise
