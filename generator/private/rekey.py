"""Changing the key of the encrypted file, so that whatever happens meanwhile one of the keys that are kept opens it.

The new key is kept beside the one in use before the file is touched, and takes the first place after it. The file
itself is changed by one transaction of SQLCipher's over all its pages: a process that is killed leaves it as it was
or as it will be. Whoever had it open is refused from then on, and not a single one of their writings is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from generator.private.engine import connect, opens
from generator.private.errors import NO_DISK, refusal, refuse
from generator.private.keys import Key
from generator.private.make import alone


def rekey(file: Path, key: Key, keep: Callable[[Key], object] | None) -> Key:
    """Change the key of a store that exists and was checked. Returns the keys, the new one first.

    `keep` keeps keys where they are kept; without it, whoever runs this keeps them, and the last of `key` is the
    new one. Raises StoreError (D405, D410, D411, D445).
    """
    with alone(file):
        current = next((one for one in key.all if opens(file, one)), None)
        if current is None:
            raise refuse("D405")
        new = Key.new().hexadecimal if keep else key.all[-1]
        if new == current:
            raise refuse("D445")
        others = tuple(one for one in key.all if one not in (current, new))
        if keep:
            keep(Key(current, (new, *others)))
        _change(file, current, new)
        if not opens(file, new):
            raise refuse("D405")  # and both keys are still kept
        changed = Key(new, (current, *others))
        if keep:
            keep(changed)
        return changed


def _change(file: Path, current: str, new: str) -> None:
    connection = connect(file, Key(current))
    try:
        # It says «ok» even when the disk was full, and then stays in the transaction that it could not end.
        connection.execute(f"PRAGMA rekey = \"x'{new}'\"").fetchall()
        # What is in the log goes to the file itself, so that a copy of the file alone needs the new key only.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlcipher.DatabaseError as problem:
        if "table is locked" in str(problem):
            raise refuse("D410", NO_DISK) from None
        if "PRAGMA key or rekey" in str(problem):  # another one is writing, and did not end in time
            raise refuse("D411") from None
        raise refusal(DBAPIError("", None, problem)) from None
    finally:
        connection.close()
