"""The folders that one site leaves to the next: no file stays in them, nor the name of anything that was withdrawn."""

from __future__ import annotations

from pathlib import Path

from generator.promote import promote
from generator.scaffold import emptied, unused


def _site(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def _below(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def test_of_an_old_site_the_folders_that_the_new_one_has_stay_empty(tmp_path: Path) -> None:
    site, built = tmp_path / "site", tmp_path / ".build/sitio"
    for names in (("a/uno/x", "a/dos/x", "y"), ("a/uno/x", "b/tres/x", "a/dos")):
        promote(tmp_path / ".build", _site(built, *names), site)
        unused(emptied(built)) if names[-1] == "y" else None
    assert _below(site) == ["a", "a/dos", "a/uno", "a/uno/x", "b", "b/tres", "b/tres/x"]
    assert _below(tmp_path / ".build") in (["sitio", "sitio/a", "sitio/a/uno"], [])


def test_what_another_run_left_is_taken_away_and_links_are_not_followed(tmp_path: Path) -> None:
    outside = _site(tmp_path / "fuera", "suyo/x")
    built = _site(tmp_path / "sitio", "a/b/x", "c/y")
    (built / "a/enlace").symlink_to(outside)
    (built / "roto").symlink_to(tmp_path / "nada")
    folders = emptied(built)
    assert _below(built) == ["a", "a/b", "c"] and _below(outside) == ["suyo", "suyo/x"]
    _site(built, "a/z")
    unused(folders)
    assert _below(built) == ["a", "a/z"]
    (tmp_path / "otro").symlink_to(outside)
    assert emptied(tmp_path / "otro") == [] and not (tmp_path / "otro").exists() and _below(outside)


def test_nothing_to_empty_is_nothing(tmp_path: Path) -> None:
    assert emptied(tmp_path / "nada") == []
