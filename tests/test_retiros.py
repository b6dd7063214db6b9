"""Withdrawing always works: the list of withdrawals, its number, its dates, and the files it stands in."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from apoyo_consentimiento import (
    FOLDER,
    OTHER_ROOT,
    REGIONAL,
    ROOT,
    STRANGER,
    TODAY,
    TRUST,
    WITH_PHOTO,
    carrying,
    issued,
    keyring,
    signed_list,
    submission,
)

from generator.consent import Trust, coverage, load_trust, store
from generator.consent.content import content_digest
from generator.consent.issue import Agreement, RefusedError, correct, replaced, retire_replaced, withdraw
from generator.consent.keys import Keyring, write_keys
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import ConsentFile, Motivo, Receipt, Scope
from generator.consent.revocation import VALIDITY, RevocationList, read_revocations, write_revocations
from generator.consent.strict_json import MalformedError
from generator.model import Submission
from generator.writing import write_atomic

GOOD = issued()
FACES = issued(WITH_PHOTO, bare=submission(faces=True))


def outcome(revocations: RevocationList | None, minimum: int | None = 1, today: date = TODAY) -> list[str]:
    trust = replace(TRUST, revocations=revocations, minimum=minimum)
    found, findings = coverage(GOOD.submission, trust, today)
    assert (found is None) == bool(findings)
    return [d.code for d in findings]


# What a withdrawal takes with it.


@pytest.mark.parametrize(
    ("position", "code", "out"), [(0, "C105", True), (1, "C105", True), (2, "C108", False), (3, "C109", False)]
)
def test_each_thing_is_withdrawn_alone(position: int, code: str, out: bool) -> None:
    trust = replace(TRUST, revocations=signed_list(FACES.file.recibos[position].rid))
    found, findings = coverage(FACES.submission, trust, TODAY)
    assert [d.code for d in findings] == [code]
    assert (found is None) is out


def test_a_withdrawal_is_told_before_anything_else() -> None:
    """Nobody is asked to mend what somebody no longer wants published."""
    trust = Trust(Keyring({}), signed_list(*(r.rid for r in GOOD.file.recibos), numero=1), 1)
    later = submission("otro texto")
    moved = replace(later, source=replace(later.source, house=GOOD.submission.source.house))
    assert [d.code for d in coverage(moved, trust, date(2040, 1, 1))[1]].count("C105") == 2


def test_a_withdrawn_receipt_in_the_file_closes_the_matter() -> None:
    again = issued(bare=GOOD.submission, before=GOOD.file)
    trust = replace(TRUST, revocations=signed_list(GOOD.file.recibos[0].rid))
    assert [d.code for d in coverage(again.submission, trust, TODAY)[1]] == ["C105"]


def sign_list(*targets: str, receipts: tuple[Receipt, ...] = (), trust: Trust = TRUST) -> RevocationList:
    return withdraw(targets, receipts, key=ROOT, trust=trust, today=TODAY)


def test_withdrawing_one_receipt_takes_every_other_of_the_same_person_and_thing() -> None:
    renewed = issued(bare=GOOD.submission, before=GOOD.file).file.recibos
    same = {r.rid for r in renewed if r.alcance is Scope.TEXTO and r.thing == "autoria[0]"}
    assert len(same) == 2
    assert sign_list(renewed[0].rid, receipts=renewed).rids == same


def test_withdrawing_from_an_image_takes_every_receipt_of_it() -> None:
    """Fewer people could be claimed later with an older receipt of the same image."""
    receipts = FACES.file.recibos
    image = {r.rid for r in receipts if r.alcance is Scope.IMAGEN}
    assert len(image) == 2
    assert sign_list(receipts[-1].rid, receipts=receipts).rids == image


def test_a_person_or_a_whole_folder_can_be_withdrawn() -> None:
    receipts = GOOD.file.recibos
    first = sign_list(f"{FOLDER}#autoria[0]", receipts=receipts).rids
    assert first == {r.rid for r in receipts if r.thing == "autoria[0]"}
    assert sign_list(FOLDER, receipts=receipts).rids == {r.rid for r in receipts}


def test_a_receipt_that_is_in_no_bundle_can_be_withdrawn_too() -> None:
    """The bundle may be elsewhere, or broken; the identifier is in the private record."""
    assert sign_list("f" * 32).rids == {"f" * 32}


def test_a_folder_without_receipts_is_a_mistake_and_not_a_withdrawal() -> None:
    with pytest.raises(RefusedError):
        sign_list("practicas/otra", receipts=GOOD.file.recibos)


def test_the_next_list_keeps_all_and_counts_on() -> None:
    trust = replace(TRUST, revocations=signed_list("a" * 32, numero=7), minimum=5)
    new = sign_list("b" * 32, trust=trust)
    assert (new.numero, new.rids) == (8, {"a" * 32, "b" * 32})
    assert outcome(new, minimum=8) == []


@pytest.mark.parametrize(
    "trust",
    [
        pytest.param(replace(TRUST, minimum=None), id="lowest number unknown"),
        pytest.param(replace(TRUST, revocations=None), id="the last list is missing"),
        pytest.param(replace(TRUST, minimum=9), id="an older list was put back"),
        pytest.param(replace(TRUST, revocations=signed_list(key=STRANGER)), id="somebody else's list"),
        pytest.param(
            replace(TRUST, revocations=replace(signed_list("a" * 32), rids=frozenset())), id="a name was taken off"
        ),
    ],
)
def test_no_list_is_signed_over_one_that_may_have_lost_a_withdrawal(trust: Trust) -> None:
    with pytest.raises(RefusedError):
        sign_list("b" * 32, trust=trust)


def test_only_a_root_signs_the_list() -> None:
    with pytest.raises(RefusedError):
        withdraw(["a" * 32], (), key=REGIONAL, trust=TRUST, today=TODAY)
    assert outcome(signed_list(key=REGIONAL)) == ["C107", "C114"]
    assert outcome(signed_list(key=OTHER_ROOT)) == []


# When a list can be trusted.


@pytest.mark.parametrize(
    ("revocations", "minimum"),
    [
        pytest.param(None, 0, id="missing"),
        pytest.param(signed_list(), None, id="lowest number unknown"),
        pytest.param(signed_list(numero=4), 5, id="rolled back"),
        pytest.param(signed_list(key=STRANGER), 1, id="unknown key"),
        pytest.param(replace(signed_list(), numero=2), 1, id="number changed"),
        pytest.param(replace(signed_list("a" * 32), rids=frozenset()), 1, id="withdrawal taken out"),
        pytest.param(replace(signed_list(), vence=TODAY + timedelta(days=101)), 1, id="date changed"),
        pytest.param(signed_list(vence=TODAY + timedelta(days=101)), 1, id="signed for too long"),
        pytest.param(signed_list(vence=TODAY - timedelta(days=1)), 1, id="ends before it begins"),
        pytest.param(signed_list(emitida=TODAY + timedelta(days=1)), 1, id="from the future"),
    ],
)
def test_a_list_that_cannot_be_trusted_leaves_everything_out(
    revocations: RevocationList | None, minimum: int | None
) -> None:
    assert outcome(revocations, minimum) == ["C107", "C114"]


def test_an_equal_or_higher_number_is_accepted() -> None:
    assert outcome(signed_list(numero=5), 5) == outcome(signed_list(numero=6), 5) == []


@pytest.mark.parametrize(
    ("today", "good"),
    [
        (date(2026, 12, 3), False),
        (date(2026, 12, 4), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2027, 1, 31), True),
        (date(2027, 3, 14), True),
        (date(2027, 3, 15), False),
    ],
)
def test_a_list_of_early_december_holds_through_january(today: date, good: bool) -> None:
    assert outcome(signed_list(emitida=date(2026, 12, 4)), today=today) == ([] if good else ["C107", "C114"])


def test_a_stale_list_still_withdraws() -> None:
    stale = signed_list(GOOD.file.recibos[0].rid, emitida=TODAY - VALIDITY - timedelta(days=1))
    assert outcome(stale) == ["C107", "C114", "C105"]


def test_the_project_is_told_once() -> None:
    told = [
        d
        for folder in ("practicas/una", "practicas/otra")
        for d in coverage(submission(folder=folder), replace(TRUST, revocations=None), TODAY)[1]
        if d.code == "C107"
    ]
    assert len(told) == 2
    assert len(set(told)) == 1


def test_examples_do_not_need_a_list() -> None:
    shown = submission(ejemplo=True, authors=("anonimo",))
    trust = Trust(examples={shown.folder: content_digest(shown.folder, shown.source.digests)})
    assert coverage(shown, trust, TODAY)[0] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"rids": ["b" * 32, "a" * 32]},
        {"rids": ["a" * 32] * 2},
        {"rids": ["alguien"]},
        {"rids": None},
        {"numero": 0},
        {"numero": True},
        {"numero": 1.0},
        {"emitida": "2026-02-30"},
        {"emitida": "2026-11-22T00:00"},
        {"nombre": "alguien"},
    ],
)
def test_a_list_has_one_form(change: dict[str, object]) -> None:
    good = json.loads(write_revocations(signed_list("a" * 32)))
    assert read_revocations(json.dumps(good)).rids == {"a" * 32}
    with pytest.raises(MalformedError):
        read_revocations(json.dumps({**good, **change}))


# On disk.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with keys, list number 1 and the good submission's receipts."""
    root = tmp_path / "proyecto"
    store.save_keys(root, keyring())
    store.save_revocations(root, signed_list())
    store.save_examples(root, {})
    store.save_receipts(root, FOLDER, GOOD.file)
    return root


def test_what_is_written_is_what_is_read(project: Path) -> None:
    trust, findings = load_trust(project)
    assert findings == []
    assert (trust.minimum, trust.examples) == (1, {})
    assert store.load_receipts(project, FOLDER) == GOOD.file
    assert coverage(GOOD.submission, trust, TODAY)[1] == []


def test_an_empty_tree_trusts_nobody_and_does_not_complain(tmp_path: Path) -> None:
    trust, findings = load_trust(tmp_path)
    assert findings == []
    assert coverage(GOOD.submission, trust, TODAY)[0] is None


@pytest.mark.parametrize("name", ["llaves.json", "revocaciones.json", "minimo.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"\0", None, "folder", "link"])
def test_a_broken_file_closes_and_says_which(project: Path, name: str, content: bytes | str | None) -> None:
    path = project / "consentimiento" / name
    whole = path.read_bytes()
    path.unlink()
    if content == "folder":
        path.mkdir()
    elif content == "link":
        (project / "aparte.json").write_bytes(whole)
        path.symlink_to(project / "aparte.json")
    elif isinstance(content, bytes):
        path.write_bytes(content)
    trust, findings = load_trust(project)
    assert coverage(GOOD.submission, trust, TODAY)[0] is None
    assert [(d.code, d.path) for d in findings] == ([] if content is None else [("C113", f"consentimiento/{name}")])
    if content is not None:
        with pytest.raises(MalformedError):
            store.load_trust_to_sign(project)


def test_a_delegation_nobody_signed_is_left_out_and_said(project: Path) -> None:
    other = Keyring({OTHER_ROOT.kid: OTHER_ROOT.public}, keyring().delegations)
    write_atomic(project / store.KEYS, write_keys(other))
    trust, findings = load_trust(project)
    assert trust.keyring.delegations == ()
    assert [d.code for d in findings] == ["C113"]


def test_withdrawing_finds_receipts_in_a_bundle_that_is_otherwise_broken(project: Path) -> None:
    (project / FOLDER / "index.md").write_bytes(b"\xff\0")
    (project / "practicas/rota").mkdir()
    (project / "practicas/rota/consentimientos.json").write_text("{")
    receipts, findings = store.all_receipts(project)
    assert tuple(receipts) == GOOD.file.recibos
    assert [(d.code, d.path) for d in findings] == [("C111", "practicas/rota/consentimientos.json")]


class KilledError(BaseException):
    """Stands for the process ending there and then."""


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("after", [1, 2])
def test_killed_at_any_point_no_withdrawal_is_lost_and_the_next_run_goes_on(
    project: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    calls = 0
    real_fsync, real_replace = os.fsync, Path.replace

    def killing() -> None:
        nonlocal calls
        calls += 1
        if calls == after:
            raise KilledError

    def fsync(handle: int) -> None:
        if step == "fsync":
            killing()
        real_fsync(handle)

    def moved(path: Path, target: Path) -> Path:
        if step == "replace":
            killing()
        return real_replace(path, target)

    new = signed_list("a" * 32, numero=2)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(Path, "replace", moved)
        with pytest.raises(KilledError):
            store.save_revocations(project, new)
    trust, findings = load_trust(project)
    assert findings == []
    assert trust.objection(TODAY) is None
    assert trust.revocations is not None
    assert trust.is_withdrawn("a" * 32) is (after == 2)
    store.save_revocations(project, new)
    assert load_trust(project)[0].minimum == 2
    assert not list((project / "consentimiento").glob(".*"))


def test_of_two_withdrawals_at_once_none_is_lost(project: Path) -> None:
    def run(rid: str) -> None:
        with store.only_one(project):
            trust = store.load_trust_to_sign(project)
            store.save_revocations(project, sign_list(rid, trust=trust))

    rids = [f"{n:032x}" for n in range(8)]
    threads = [threading.Thread(target=run, args=(rid,)) for rid in rids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert load_trust(project)[0].revocations == replace(signed_list(), **_last(project, rids))


def _last(project: Path, rids: list[str]) -> dict[str, object]:
    found = read_revocations((project / store.LIST).read_text())
    assert (found.numero, found.rids) == (9, frozenset(rids))
    return {"numero": found.numero, "rids": found.rids, "firma": found.firma}


def test_the_notice_says_its_version_and_the_promises_it_must_keep() -> None:
    root = Path(__file__).parent.parent
    notice = store.load_notice(root)
    text = " ".join((root / store.NOTICE).read_text(encoding="utf-8").split())
    assert f"version: {notice.version} " in text
    for promise in (
        "no afecta su contratación, su evaluación ni su acompañamiento",
        "CC BY-SA 4.0",
        "Ley 1581 de 2012",
        "no se pueden recoger",
        "nunca más de 36",
    ):
        assert promise in text


# What a renewal leaves behind.

ONE_AUTHOR = Agreement(frozenset({0}))


def renewed(earlier: Submission, later: Submission, key: PrivateKey = ROOT) -> tuple[ConsentFile, ConsentFile]:
    """The receipts of a practice, and those it has after its text changed and was agreed to again."""
    old = issued(ONE_AUTHOR, bare=earlier, key=key).file
    return old, issued(ONE_AUTHOR, bare=later, before=old).file


def test_withdrawing_a_folder_takes_receipts_that_stopped_counting_too() -> None:
    """The author's regional changed, and with it the delegated key stopped counting: it may not come back."""
    earlier = submission("uno", regional="05", authors=("anonimo",))
    old, file = renewed(earlier, submission("dos", regional="08", authors=("anonimo",)), REGIONAL)
    new = sign_list(FOLDER, receipts=file.recibos)
    assert {r.rid for r in old.recibos} < new.rids
    found, findings = coverage(carrying(earlier, old), replace(TRUST, revocations=new), TODAY)
    assert found is None
    assert [d.code for d in findings] == ["C105"]


def test_receipts_of_a_key_that_left_are_withdrawn_too() -> None:
    old = issued(ONE_AUTHOR, bare=submission(authors=("anonimo",)), key=OTHER_ROOT)
    without = replace(TRUST, keyring=keyring().without(OTHER_ROOT.kid))
    file = issued(ONE_AUTHOR, bare=submission("dos", authors=("anonimo",)), before=old.file, trust=without).file
    assert {r.rid for r in old.file.recibos} < {r.rid for r in file.recibos}


def test_what_can_never_count_again_is_not_kept() -> None:
    bare = submission(authors=("anonimo",))
    old = issued(ONE_AUTHOR, bare=bare, months=1).file
    later = date(2027, 6, 1)
    trust = replace(TRUST, revocations=signed_list(emitida=later))
    file = issued(ONE_AUTHOR, bare=bare, before=old, trust=trust, today=later).file
    assert len(file.recibos) == 1


def test_a_text_that_its_author_replaced_is_not_published_again() -> None:
    earlier, later = submission("uno", authors=("anonimo",)), submission("dos", authors=("anonimo",))
    old, file = renewed(earlier, later)
    assert coverage(carrying(earlier, old), TRUST, TODAY)[0] is not None
    assert coverage(carrying(later, file), TRUST, TODAY)[0] is not None
    found, findings = coverage(carrying(earlier, file), TRUST, TODAY)
    assert found is None
    assert [d.code for d in findings] == ["C103"]


def test_the_first_text_counts_again_once_its_author_says_so() -> None:
    earlier, later = submission("uno", authors=("anonimo",)), submission("dos", authors=("anonimo",))
    _, file = renewed(earlier, later)
    again = issued(ONE_AUTHOR, bare=earlier, before=file).file
    assert coverage(carrying(earlier, again), TRUST, TODAY)[0] is not None
    assert coverage(carrying(later, again), TRUST, TODAY)[0] is None


def test_retiring_what_was_replaced_leaves_the_newest_and_holds_against_the_old_files() -> None:
    earlier, later = submission("uno", authors=("anonimo",)), submission("dos", authors=("anonimo",))
    old, file = renewed(earlier, later)
    assert replaced(file) == old.recibos
    kept, new = retire_replaced(file, key=ROOT, trust=TRUST, today=TODAY)
    trust = replace(TRUST, revocations=new, minimum=2)
    assert new.rids == {r.rid for r in old.recibos}
    assert coverage(carrying(later, kept), trust, TODAY)[0] is not None
    assert [d.code for d in coverage(carrying(earlier, old), trust, TODAY)[1]] == ["C105"]


def test_only_a_root_retires_what_was_replaced_and_only_if_there_is_something() -> None:
    _, file = renewed(submission("uno", authors=("anonimo",)), submission("dos", authors=("anonimo",)))
    with pytest.raises(RefusedError):
        retire_replaced(file, key=REGIONAL, trust=TRUST, today=TODAY)
    with pytest.raises(RefusedError):
        retire_replaced(GOOD.file, key=ROOT, trust=TRUST, today=TODAY)


def test_a_correction_carries_over_what_was_agreed_to_last_and_nothing_before() -> None:
    earlier, later, mended = (submission(words, authors=("anonimo",)) for words in ("uno", "dos", "tres"))
    _, file = renewed(earlier, later)
    corrected = correct(mended, file, Motivo.ORTOGRAFIA, key=ROOT, trust=TRUST, today=TODAY)
    assert [c.de for c in corrected.correcciones] == [file.recibos[-1].contenido]
    assert coverage(carrying(mended, corrected), TRUST, TODAY)[0] is not None
