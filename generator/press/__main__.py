"""`python -m generator.press ORDER TOLD`: print what a file asks for, and tell in another how it went."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from generator.press.orders import read_order, write_told
from generator.press.printing import press


def main(order: str, told: str) -> None:
    logging.basicConfig(level=logging.ERROR, format="%(levelname)-8s-  %(message)s")
    write_told(Path(told), press(read_order(Path(order))))


if __name__ == "__main__":
    main(*sys.argv[1:])
