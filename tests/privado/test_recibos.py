"""Consents as the source of the public receipts: never published without a record, and finished after a crash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from generator.consent import store as public
from generator.consent.coverage import coverage
from generator.consent.issue import Agreement, RefusedError
from generator.consent.receipts import ConsentFile, write_receipts
from generator.consent.strict_json import MalformedError
from generator.pipeline import construct
from generator.private import consents, migrate, publishing, trail
from generator.private.engine import sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import Key
from generator.private.options import Canal, Finalidad, RolPersona
from generator.private.people import Person
from generator.private.publishing import Settled, Signing
from generator.private.records import ConsentimientoNuevo
from generator.private.store import Store
from generator.private.tables import consentimiento, publicacion_pendiente
from tests.apoyo_consentimiento import REGIONAL, ROOT
from tests.fabrica import TODAY, Proyecto, text
from tests.privado.conftest import ticking
from tests.privado.gente import somebody

FOLDER = "practicas/huerta"
TEXT = Agreement(frozenset({0}))


class Killed(BaseException):
    """The process ended here."""


@dataclass
class World:
    store: Store
    project: Proyecto
    author: Person

    def said(self, who: Person | None = None, *purposes: Finalidad) -> ConsentimientoNuevo:
        notice = public.load_notice(self.project.root)
        return ConsentimientoNuevo(
            persona=(who or self.author).id,
            aviso=notice.version,
            aviso_sha256=notice.sha256,
            finalidades=list(purposes or (Finalidad.PUBLICAR_TEXTO,)),
            canal=Canal.PRESENCIAL,
            evidencia="Carpeta 7 del archivador",
            menor=False,
            datos_sensibles=True,
        )

    def consent(self, who: Person | None = None, agreement: Agreement = TEXT, *purposes: Finalidad) -> list[str]:
        signing = Signing(ROOT, public.load_notice(self.project.root), 24, TODAY)
        said = self.said(who, *purposes)
        submission = self.project.submission("huerta")
        new, _ = publishing.consent(self.store, "x", self.project.root, submission, agreement, said, signing)
        return [r.rid for r in new]

    def retire(self, who: Person | None = None) -> int:
        with self.store.read() as connection:
            given = consents.standing(connection, (who or self.author).id, TODAY)
            chosen = [one.id for one in given if not one.withdrawn]
        return self.store.write("x", publishing.retire, chosen, Canal.CORREO)

    def settle(self, *, root: bool = True) -> Settled:
        return publishing.settle(self.store, "x", self.project.root, ROOT if root else None, TODAY)

    def recorded(self) -> list[str]:
        with self.store.read() as connection:
            return list(connection.execute(select(consentimiento.c.rid).order_by(consentimiento.c.ocurrio)).scalars())

    def waiting(self) -> int:
        with self.store.read() as connection:
            return len(connection.execute(select(publicacion_pendiente)).all())

    def in_the_bundle(self) -> list[str]:
        return [r.rid for r in public.load_receipts(self.project.root, FOLDER).recibos]

    def withdrawn(self) -> frozenset[str]:
        trust, _ = public.load_trust(self.project.root)
        return trust.revocations.rids if trust.revocations else frozenset()

    def covered(self) -> bool:
        trust, _ = public.load_trust(self.project.root)
        return coverage(self.project.submission("huerta"), trust, TODAY)[0] is not None


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    root = tmp_path / "proyecto"
    root.mkdir()
    project = Proyecto(root, guide=False)
    project.write("huerta", text())
    return World(store, project, somebody(store, RolPersona.ACOMPANADO))


def test_a_consent_is_recorded_and_published_and_linked(world: World) -> None:
    [rid] = world.consent()
    assert world.in_the_bundle() == world.recorded() == [rid]
    assert world.covered() and world.waiting() == 0
    with world.store.read() as connection:
        [one] = consents.standing(connection, world.author.id, TODAY)
        assert list(trail.broken(connection)) == []
    assert (one.rid, one.state, one.expires) == (rid, "vigente", date(2028, 11, 30))
    assert one.subject == f"{FOLDER}#autoria[0]"
    with world.store.read() as connection:
        [later] = consents.standing(connection, world.author.id, date(2028, 12, 1))
    assert later.state == "vencido"


def test_withdrawing_records_first_and_a_root_key_signs(world: World) -> None:
    [rid] = world.consent()
    assert world.retire() == 1
    assert world.settle(root=False) == Settled(0, 0, 1)
    assert rid not in world.withdrawn()
    assert world.settle() == Settled(0, 1, 0)
    assert world.withdrawn() == {rid} and not world.covered()
    with world.store.read() as connection:
        assert [one.state for one in consents.standing(connection, world.author.id, TODAY)] == ["retirado"]
    # And the same person may agree again.
    [again] = world.consent()
    assert again != rid and world.covered()


def test_a_regional_key_cannot_sign_the_list_and_the_record_stands(world: World) -> None:
    world.consent()
    world.retire()
    with pytest.raises(RefusedError):
        publishing.settle(world.store, "x", world.project.root, REGIONAL, TODAY)
    assert world.waiting() == 1


def test_renewals_of_the_same_thing_are_withdrawn_with_it(world: World) -> None:
    rids = world.consent() + world.consent()
    with world.store.read() as connection:
        last = list(consents.standing(connection, world.author.id, TODAY))[-1]
    assert world.store.write("x", publishing.retire, [last.id], Canal.CORREO) == 2
    world.settle()
    assert world.withdrawn() == set(rids)


def test_nobody_takes_another_ones_place(world: World) -> None:
    world.consent()
    other = somebody(world.store, RolPersona.ACOMPANADO)
    with pytest.raises(StoreError) as caught:
        world.consent(other)
    assert caught.value.diagnostics[0].code == "D422"
    assert len(world.in_the_bundle()) == len(world.recorded()) == 1


def test_a_consent_that_expired_keeps_no_place(world: World) -> None:
    world.consent()
    with world.store.read() as connection:
        [given] = consents.standing(connection, world.author.id, TODAY)
    assert given.expires
    other = somebody(world.store, RolPersona.ACOMPANADO)
    hours = [datetime.combine(given.expires + timedelta(days=n), time(17), UTC) for n in (0, 1)]
    world.store.now = lambda: hours[0]
    with pytest.raises(StoreError):
        world.consent(other)
    world.store.now = lambda: hours[1]
    assert world.consent(other)


def test_what_cannot_be_signed_is_not_recorded(world: World) -> None:
    with pytest.raises(RefusedError):
        world.consent(None, Agreement(frozenset({5})))
    assert world.recorded() == [] and world.in_the_bundle() == []


def test_each_person_in_an_image_gives_their_own(world: World) -> None:
    world.project.image("huerta", "taller.jpg")
    image = {"archivo": "taller.jpg", "alt": "El taller", "personas_reconocibles": "adultas_autorizadas"}
    folder = world.project.folder("huerta")
    (folder / "index.md").write_text(
        text(imagenes=[image]).replace("Un reloj grande y", "![El taller](taller.jpg)\n\nUn reloj grande y")
    )
    other = somebody(world.store, RolPersona.ACOMPANADO)
    world.consent()
    world.consent(None, Agreement(faces={"taller.jpg": (1, 2)}), Finalidad.PUBLICAR_IMAGEN)
    assert images(world) == 0
    world.consent(other, Agreement(faces={"taller.jpg": (2, 2)}), Finalidad.PUBLICAR_IMAGEN)
    assert images(world) == 1
    with pytest.raises(RefusedError):
        world.consent(other, Agreement(faces={"taller.jpg": (3, 2)}), Finalidad.PUBLICAR_IMAGEN)
    # One of them is enough to take it out, and the other one's consent is not withdrawn for them.
    world.retire(other)
    world.settle()
    assert images(world) == 0
    with world.store.read() as connection:
        assert {one.state for one in consents.standing(connection, world.author.id, TODAY)} == {"vigente"}


def images(world: World) -> int:
    trust, _ = public.load_trust(world.project.root)
    found = coverage(world.project.submission("huerta"), trust, TODAY)[0]
    assert found is not None
    return len(found.images)


def test_nothing_public_says_who(world: World) -> None:
    world.consent()
    world.retire()
    world.settle()
    files = [p for p in world.project.root.rglob("*") if p.is_file()]
    assert any(p.name == "revocaciones.json" for p in files)
    said = b"\n".join(p.read_bytes() for p in files)
    secrets = [world.author.pseudonym, str(world.author.id), world.author.id.hex, "archivador", 'presencial"']
    with world.store.read() as connection:
        secrets += [str(one.id) for one in consents.standing(connection, world.author.id, TODAY)]
    assert [s for s in secrets if s.encode() in said] == []
    receipt = json.loads((world.project.root / FOLDER / public.RECEIPTS).read_text())["recibos"][0]
    assert set(receipt) == set("v rid alcance objeto contenido licencia aviso emitido vence kid firma".split())


def killing(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, *, after: bool) -> None:
    """The process ends right before, or right after, the next call; the one after that goes through."""
    whole: Callable[..., Any] = getattr(target, name)

    def once(*arguments: Any, **named: Any) -> None:
        monkeypatch.setattr(target, name, whole)
        if after:
            whole(*arguments, **named)
        raise Killed

    monkeypatch.setattr(target, name, once)


@pytest.mark.parametrize("after", [False, True], ids=["antes", "despues"])
def test_killed_around_the_receipts_the_next_run_completes_it(
    world: World, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    killing(monkeypatch, publishing.public, "save_receipts", after=after)
    with pytest.raises(Killed):
        world.consent()
    [rid] = world.recorded()
    assert world.in_the_bundle() == ([rid] if after else []) and world.waiting() == 1
    assert world.settle(root=False) == Settled(1, 0, 0)
    assert world.in_the_bundle() == [rid] and world.covered() and world.waiting() == 0
    assert world.settle() == Settled(0, 0, 0)


def test_killed_before_the_record_nothing_is_published(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    killing(monkeypatch, publishing, "_record", after=True)
    with pytest.raises(Killed):
        world.consent()
    assert world.recorded() == [] and world.in_the_bundle() == [] and world.waiting() == 0


@pytest.mark.parametrize("after", [False, True], ids=["antes", "despues"])
def test_killed_around_the_list_the_next_run_completes_it(
    world: World, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    [rid] = world.consent()
    world.retire()
    killing(monkeypatch, publishing.public, "save_revocations", after=after)
    with pytest.raises(Killed):
        world.settle()
    assert (rid in world.withdrawn()) is after and world.waiting() == 1
    number = public.load_trust(world.project.root)[0].minimum
    assert world.settle() == Settled(0, 1, 0)
    assert world.withdrawn() == {rid} and world.waiting() == 0
    assert public.load_trust(world.project.root)[0].minimum == (number or 0) + (not after)


def test_withdrawn_before_it_was_published_it_never_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    killing(monkeypatch, publishing.public, "save_receipts", after=False)
    with pytest.raises(Killed):
        world.consent()
    world.retire()
    world.settle()
    assert world.in_the_bundle() == [] and world.withdrawn() == set(world.recorded()) and world.waiting() == 0


def test_withdrawn_while_it_is_published_is_withdrawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people at once: one publishes while the other one records the withdrawal."""
    save = publishing.public.save_receipts

    def meanwhile(*arguments: Any) -> None:
        world.retire()
        save(*arguments)

    monkeypatch.setattr(publishing.public, "save_receipts", meanwhile)
    [rid] = world.consent()
    assert world.in_the_bundle() == [rid] and world.waiting() == 1
    assert world.settle() == Settled(0, 1, 0)
    assert world.withdrawn() == {rid} and not world.covered()


def test_withdrawn_in_the_store_the_page_leaves_the_site(tmp_path: Path) -> None:
    """On one database: the site knows nothing of the store."""
    engine = sqlite_engine(tmp_path / "almacen.db", Key.new())
    migrate.upgrade(engine)
    store = Store(engine, ticking())
    (tmp_path / "proyecto").mkdir()
    world = World(store, Proyecto(tmp_path / "proyecto"), somebody(store, RolPersona.ACOMPANADO))
    world.project.write("huerta", text())
    world.consent()
    page = world.project.root / "site/practicas/huerta/index.html"
    assert construct(world.project.root, TODAY).promoted and page.is_file()
    world.retire()
    world.settle()
    construct(world.project.root, TODAY)
    assert not page.exists()
    store.close()


def test_a_broken_bundle_keeps_neither_withdrawals_nor_other_bundles_waiting(world: World) -> None:
    [mine] = world.consent()
    world.project.write("maiz", text())
    broken = world.project.submission("maiz")
    signing = Signing(ROOT, public.load_notice(world.project.root), 24, TODAY)
    root = world.project.root
    [other], _ = publishing.consent(world.store, "x", root, broken, TEXT, world.said(), signing)
    [given] = [one for one in world_consents(world) if one.rid == other.rid]
    line = {"rid": other.rid, "consentimiento_id": given.id, "clase": "emitir", "carpeta": "practicas/maiz"}
    line["recibo"] = write_receipts(ConsentFile((other,)))
    world.store.write("x", lambda w: w.connection.execute(insert(publicacion_pendiente).values(**line)))
    (root / "practicas/maiz/consentimientos.json").write_text("{", encoding="utf-8")
    world.consent()  # of the same author, in the bundle that is whole
    hers = [one.id for one in world_consents(world) if one.rid == mine]
    world.store.write("x", publishing.retire, hers, Canal.CORREO)
    with pytest.raises(MalformedError):
        world.settle()
    assert mine in world.withdrawn()


def world_consents(world: World) -> list[Any]:
    with world.store.read() as connection:
        return list(consents.standing(connection, world.author.id, TODAY))
