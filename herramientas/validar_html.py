"""Every page of the built site read by the Nu Html Checker: `python -m herramientas.validar_html`.

It needs Java and the checker, which this project does not ship: `npm install vnu-jar` in any folder, and its
`vnu.jar` in `INSPIRA_VNU` or where npm puts it here. The tests read the pages too, with html5lib, which needs neither.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

VARIABLE = "INSPIRA_VNU"
_PLACE = Path("node_modules/vnu-jar/build/dist/vnu.jar")


def main() -> int:
    """Print what is wrong, each message once with a page that has it; 1 on errors, 2 when nothing can be checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sitio", type=Path, default=Path("site"))
    options = parser.parse_args()
    java, jar = shutil.which("java"), Path(os.environ.get(VARIABLE) or _PLACE)
    if java is None or not jar.is_file() or not options.sitio.is_dir():
        print(
            f"Hace falta Java, el sitio construido y vnu.jar (npm install vnu-jar, o {VARIABLE}=/ruta/vnu.jar).",
            file=sys.stderr,
        )
        return 2
    command = [java, "-Xmx600m", "-jar", str(jar), "--skip-non-html", "--format", "json", str(options.sitio)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stderr)["messages"]
    times: Counter[str] = Counter()
    first: dict[str, str] = {}
    for message in said:
        kind = "error" if message["type"] == "error" else str(message.get("subType", message["type"]))
        words = f"{kind}: {message['message']}"
        times[words] += 1
        first.setdefault(words, f"{message['url']}:{message.get('lastLine', 0)}")
    for words, count in times.most_common():
        print(f"{count} × {words}\n    {first[words]}")
    pages = sum(1 for _ in options.sitio.rglob("*.html"))
    errors = sum(count for words, count in times.items() if words.startswith("error"))
    print(f"{pages} páginas, {errors} errores.")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
