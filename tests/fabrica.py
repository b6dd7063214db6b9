"""A whole project in a temporary folder: bundles, keys of its own and receipts. Names are made from name parts."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml
from PIL import Image

from generator.consent import store
from generator.consent.issue import Agreement, issue
from generator.consent.revocation import next_list
from generator.consent.signing import Domain
from generator.load import discover
from generator.model import Submission
from generator.schema import Expedicion
from generator.validate import read
from tests.apoyo_consentimiento import NOTICE, ROOT, ROOTS, signed_list

REPO = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)

# Made up from name parts, to look for in everything that is built; nobody is called so.
CANARY_NAME = "Yurleidy Muchavisoy Epiayú"
CANARY_ID = "1.098.765.432"
CANARY_MAIL = "yurleidy.muchavisoy@correo-inventado.co"

SECTIONS = {
    "La situación": "El grupo se cansaba antes de la mitad de la jornada.",
    "Qué hicimos": "Partimos la sesión en estaciones cortas, con un reloj a la vista.",
    "Qué pasó y cómo lo sabemos": "Al final contaron qué les sirvió y qué no.",
    "Para hacerlo en su ambiente": "Un reloj grande y cuatro mesas.",
}


def fields(**changed: object) -> dict[str, object]:
    """The fields of a small practice; None takes one out."""
    base: dict[str, object] = {
        "titulo": "Sesiones por estaciones con un reloj a la vista",
        "resumen": "El grupo se cansaba. Partir la sesión en estaciones cortas lo mantuvo despierto.",
        "area": "transversal",
        "autoria": [{"rol": "instructor", "credito": "anonimo"}],
        "reto": ["motivar_permanencia"],
        "modalidad_formacion": "presencial",
        "tiempo": "una_sesion",
        "recursos": ["Un reloj grande"],
    }
    return {k: v for k, v in {**base, **changed}.items() if v is not None}


def text(sections: Mapping[str, str] | None = None, **changed: object) -> str:
    """The `index.md` of a practice: its fields, then its sections (some of them replaced)."""
    front = yaml.safe_dump(fields(**changed), allow_unicode=True, sort_keys=False)
    body = "\n\n".join(f"## {title}\n\n{words}" for title, words in {**SECTIONS, **(sections or {})}.items())
    return f"---\n{front}---\n\n{body}\n"


def trip(team: str = "", **changed: object) -> str:
    """The `index.md` of a small expedition; `team` are lines of its fields, as they are typed."""
    base = fields(reto=None, modalidad_formacion=None, tiempo=None, recursos=None) | {
        "titulo": "Aprender del bosque con quienes lo cuidan",
        "proposito": ["formacion"],
        "inmersion": "presencial",
        "territorio": {"departamento": "05"},
        "pregunta_eje": "¿Qué sabe el bosque que no está en el programa?",
    }
    front = yaml.safe_dump(base | changed, allow_unicode=True, sort_keys=False)
    body = "\n\n".join(f"## {title}\n\nFuimos con calma y volvimos bien." for title in Expedicion.sections)
    return f"---\n{front}{team}---\n\n{body}\n"


EDITION = re.compile(r"^  guia:\n    version: .*\n    fecha: .*\n", re.MULTILINE)


class Proyecto:
    """A project tree with the guide of the repository, a root key and a fresh list of withdrawals."""

    def __init__(self, root: Path, *, guide: bool = True) -> None:
        self.root = root
        # Without an edition the guide is made into no PDF, which only the tests that are about it wait for.
        config = (REPO / "mkdocs.yml").read_text(encoding="utf-8")
        (root / "mkdocs.yml").write_text(EDITION.sub("", config), encoding="utf-8")
        if guide:
            # The figures of the site are put in by the tests that are about them.
            shutil.copytree(REPO / "content", root / "content", ignore=shutil.ignore_patterns("cifras"))
        store.save_keys(root, ROOTS)
        store.save_revocations(root, signed_list())
        shutil.copy(REPO / store.NOTICE, root / store.NOTICE)

    @classmethod
    def at(cls, root: Path) -> Proyecto:
        """A project that is there already: a copy of another."""
        made = cls.__new__(cls)
        made.root = root
        return made

    def folder(self, name: str) -> Path:
        path = self.root / (name if "/" in name else f"practicas/{name}")
        path.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, name: str, index: str, *, estado: str = "publicada", **files: str | bytes) -> Path:
        """A bundle: its text, its state and other files (`anexos__lista.md` stands for `anexos/lista.md`)."""
        path = self.folder(name)
        (path / "index.md").write_text(index, encoding="utf-8")
        (path / "ficha.yml").write_text(f"estado: {estado}\n", encoding="utf-8")
        for file, data in files.items():
            out = path / file.replace("__", "/").replace("_yml", ".yml")
            out.parent.mkdir(exist_ok=True)
            out.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def image(self, name: str, file: str, *, decided: bool = True) -> None:
        """A small picture in a bundle, looked at and decided unless told otherwise."""
        path = self.folder(name) / file
        Image.new("RGB", (900, 600), (0, 120, 50)).save(path)
        if decided:
            self.decide(name, file)

    def decide(self, name: str, file: str) -> None:
        """A picture looked at, and decided that it may be seen."""
        path = self.folder(name) / file
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        looked = ["rostros", "carnes", "listas", "pantallas", "chats"]
        entry = {"archivo": file, "sha256": digest, "decision": "publicar", "revisado": looked}
        (path.parent / "revision.yml").write_text(yaml.safe_dump({"imagenes": [entry]}), encoding="utf-8")

    def submission(self, name: str) -> Submission:
        folder = name if "/" in name else f"practicas/{name}"
        bundle = next(b for b in discover(self.root)[0] if b.folder == folder)
        found, findings = read(self.root, bundle)
        assert found is not None, findings
        return found

    def refresh(self, today: date) -> None:
        """A list of withdrawals that is fresh on that day."""
        store.save_revocations(self.root, signed_list(numero=9, emitida=today))

    def consent(
        self, name: str, *, names: Sequence[int] = (), images: Mapping[str, int] | None = None, today: date = TODAY
    ) -> None:
        """Receipts for the text by every author, and for the names and images that are given."""
        submission = self.submission(name)
        trust, _ = store.load_trust(self.root)
        everybody = frozenset(range(len(submission.record.autoria)))
        agreement = Agreement(everybody, frozenset(names), dict(images or {}))
        before = store.load_receipts(self.root, submission.folder)
        file, _new = issue(submission, before, agreement, key=ROOT, notice=NOTICE, months=24, trust=trust, today=today)
        store.save_receipts(self.root, submission.folder, file)

    def revoke(self, name: str, only: str | None = None) -> None:
        """Withdraw the receipts of a bundle (all, or those of one scope) in a new signed list."""
        folder = name if "/" in name else f"practicas/{name}"
        receipts = store.load_receipts(self.root, folder).recibos
        rids = [r.rid for r in receipts if only in (None, r.alcance.value)]
        trust, _ = store.load_trust(self.root)
        assert rids and trust.revocations is not None
        new = next_list(trust.revocations, rids, trust.minimum or 0, TODAY, ROOT.kid)
        store.save_revocations(self.root, replace(new, firma=ROOT.sign(Domain.RETIROS, new.payload)))

    def publishable(self, name: str, index: str | None = None, **changed: object) -> None:
        """A bundle that goes all the way through."""
        self.write(name, index or text(**changed))
        self.consent(name)
