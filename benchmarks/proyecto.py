"""A project for measuring: the guide and the configuration of the repository, and keys that sign nothing real."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.consent import store
from generator.consent.issue import Agreement, issue
from generator.consent.keys import Keyring
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import ConsentFile, Notice
from generator.consent.revocation import next_list
from generator.consent.signing import Domain
from generator.consent.standing import Trust
from generator.load import Bundle, discover
from generator.validate import read

REPO = Path(__file__).parents[1]
KEY = PrivateKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][: 2 * 12 + 10]


def project_at(root: Path) -> None:
    """A project without submissions in `root`, which must not be there."""
    root.mkdir(parents=True)
    shutil.copy(REPO / "mkdocs.yml", root)
    theme = "custom_dir: generator/site/theme"
    config = (
        (root / "mkdocs.yml").read_text(encoding="utf-8").replace(theme, f"custom_dir: {REPO}/generator/site/theme")
    )
    config = re.sub(r"^# site_url: .*$", "site_url: https://example.org/", config, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    shutil.copytree(REPO / "content", root / "content", ignore=shutil.ignore_patterns("cifras"))
    store.save_keys(root, Keyring({KEY.kid: KEY.public}))
    shutil.copy(REPO / store.NOTICE, root / store.NOTICE)


def sign(root: Path, today: date) -> None:
    """A fresh list of withdrawals, and a receipt of every author for every submission as it is now."""
    save_list(root, today)
    trust, _ = store.load_trust(root)
    notice = store.load_notice(root)
    for bundle in discover(root)[0]:
        _agree(root, bundle, notice, trust, today)


def agree(root: Path, folder: str, today: date) -> None:
    """A receipt of every author for one submission as it is now."""
    bundle = next(b for b in discover(root)[0] if b.folder == folder)
    _agree(root, bundle, store.load_notice(root), store.load_trust(root)[0], today)


def _agree(root: Path, bundle: Bundle, notice: Notice, trust: Trust, today: date) -> None:
    submission, findings = read(root, bundle)
    if submission is None:
        raise ValueError(f"{bundle.folder}: {', '.join(sorted({f.code for f in findings}))}")
    everybody = Agreement(frozenset(range(len(submission.record.autoria))))
    file, _ = issue(submission, ConsentFile(), everybody, key=KEY, notice=notice, months=24, trust=trust, today=today)
    store.save_receipts(root, bundle.folder, file)


def save_list(root: Path, today: date, withdrawn: Iterable[str] = ()) -> None:
    """The list of withdrawals with more of them (identifiers of receipts), signed."""
    trust, _ = store.load_trust(root)
    unsigned = next_list(trust.revocations, withdrawn, trust.minimum or 0, today, KEY.kid)
    store.save_revocations(root, replace(unsigned, firma=KEY.sign(Domain.RETIROS, unsigned.payload)))


def revoke(root: Path, folder: str, today: date) -> None:
    """Withdraw every receipt of a submission."""
    save_list(root, today, [r.rid for r in store.load_receipts(root, folder).recibos])
