"""Several images at a time: made in other processes, each once for its content, and the same as one by one."""

from __future__ import annotations

import hashlib
from multiprocessing import active_children
from pathlib import Path

import pytest
from PIL import Image

from generator import parallel
from generator.images import ahead, light, lights
from generator.kept import NOTHING, keeping
from generator.model import Media


def photo(path: Path, colour: str) -> Media:
    Image.new("RGB", (900, 600), colour).save(path, "PNG")
    data = path.read_bytes()
    return Media(path.name, path, len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The images that are made in this process, where there are two processors."""
    made: list[str] = []
    derived = ahead._derived

    def derived_here(source: Media) -> ahead.Answer:
        made.append(source.name)
        return derived(source)

    monkeypatch.setattr(ahead, "_derived", derived_here)
    monkeypatch.setattr(parallel, "workers_here", lambda: 2)
    return made


def test_they_are_made_elsewhere_once_and_as_one_by_one(tmp_path: Path, here: list[str]) -> None:
    photos = [photo(tmp_path / f"{colour}.png", colour) for colour in ("red", "green", "blue", "white")]
    spoiled = photo(tmp_path / "otra.png", "black")
    spoiled.path.write_bytes(photos[0].path.read_bytes())
    bundles = [photos[:2], [], [photos[0], spoiled], photos[2:]]
    one_by_one = [[light(media) for media in own] for own in bundles]
    assert one_by_one[2][1] is None and all(one_by_one[0])

    here.clear()
    assert list(lights(bundles, NOTHING)) == one_by_one and here == ["red.png"]  # nothing is kept for the second time
    here.clear()
    with keeping(tmp_path) as kept:
        assert list(lights(bundles, kept)) == one_by_one and not here
    with keeping(tmp_path) as kept:
        assert list(lights(bundles, kept)) == one_by_one and here == ["otra.png"]  # of which nothing was made

    photos[3].path.write_bytes(b"otra cosa")
    with keeping(tmp_path) as kept:
        assert list(lights(bundles, kept))[3] == [one_by_one[3][0], None]


def test_no_two_large_ones_are_decoded_at_a_time(
    tmp_path: Path, here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PNG of few bytes may take half a gigabyte, in each of as many processes as there are processors."""
    photos = [photo(tmp_path / f"{colour}.png", colour) for colour in ("red", "green", "blue", "white")]
    monkeypatch.setattr(ahead, "_LARGE", 900 * 600)
    Image.new("RGB", (300, 200), "red").save(photos[0].path)
    data = photos[0].path.read_bytes()
    photos[0] = Media("red.png", photos[0].path, len(data), hashlib.sha256(data).hexdigest())
    assert all(next(lights([photos], NOTHING))) and here == [one.name for one in photos]
    here.clear()
    monkeypatch.setattr(ahead, "_LARGE", 900 * 600 + 1)
    assert all(next(lights([photos], NOTHING))) and not here


def test_what_is_damaged_where_it_is_kept_is_made_anew(tmp_path: Path, here: list[str]) -> None:
    photos = [photo(tmp_path / f"{colour}.png", colour) for colour in ("red", "green", "blue")]
    with keeping(tmp_path) as kept:
        made = list(lights([photos], kept))
    for entry in (tmp_path / "cache/hechos").iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    with keeping(tmp_path) as kept:
        assert list(lights([photos], kept)) == made
    assert here == ["red.png", "green.png", "blue.png"]


def test_whoever_stops_asking_leaves_no_process_behind(tmp_path: Path, here: list[str]) -> None:
    photos = [photo(tmp_path / f"{colour}.png", colour) for colour in ("red", "green", "blue", "white")]
    for several in ([[one] for one in photos], [photos]):
        asked = lights(several, NOTHING)
        assert next(asked)[0]
        assert active_children()
        del asked
        assert not active_children()
