"""`python -m generator.press CONFIG TOLD`: print what standard input asks for, and tell in a file how it went.

Its first line says that the configuration is in its place; without it, whoever started this is gone.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from generator.collecting import look_seldom
from generator.press.orders import decoded, write_told
from generator.press.printing import press


def main(config: str, told: str) -> None:
    look_seldom()
    if not sys.stdin.buffer.readline():
        return
    logging.basicConfig(level=logging.ERROR, format="%(levelname)-8s-  %(message)s")
    write_told(Path(told), press(config, lambda: decoded(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main(*sys.argv[1:])
