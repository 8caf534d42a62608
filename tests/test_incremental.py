"""A build makes what changed, and the result is that of a build from nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.build import build
from guidebook.options import Options
from tests.support.project import DATA, change, copy_two_towns, files, forget_guides, make, run_command
from tests.support.site import EDITIONS

pytestmark = pytest.mark.slow

Change = Callable[[Path], object]
CATALOG = "locale/sq/LC_MESSAGES/guides.po"


def edit(file: str, old: str, new: str) -> Change:
    """A change of a file of a project."""
    return lambda root: change(root / file, old, new)


def swap_records(root: Path) -> None:
    """Puts the first record behind the second."""
    data = root / DATA
    _, first, second = data.read_text(encoding="utf-8").split("- id: ")
    data.write_text(f"- id: {second.rstrip()}\n\n- id: {first.rstrip()}\n", encoding="utf-8")


def remove_record(root: Path) -> None:
    """Leaves one municipality, Lakeside."""
    data = root / DATA
    kept = data.read_text(encoding="utf-8").partition("- id: lakeside")[2]
    data.write_text(f"- id: lakeside{kept.partition('- id: ')[0]}", encoding="utf-8")
    change(data, "court_branch: minimal", "court_branch: none")
    change(root / "data/site.yaml", "municipalities: 2", "municipalities: 1")


def truncate(folder: str) -> Change:
    """Cuts every file of a cache to half of its bytes, as a full disk does."""

    def cut(root: Path) -> None:
        entries = [path for path in (root / ".cache" / folder).iterdir() if path.is_file()]
        assert entries
        for path in entries:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return cut


def spoil(path: str) -> Change:
    """Adds a line to a file that the build wrote."""
    return lambda root: (root / path).write_bytes((root / path).read_bytes() + b"\nspoiled\n")


def delete(path: str) -> Change:
    """Deletes a file that the build wrote."""
    return lambda root: (root / path).unlink()


def both(*changes: Change) -> Change:
    """Several changes between two builds."""
    return lambda root: [apply(root) for apply in changes]


ROUNDS: dict[str, list[Change]] = {
    "each kind of input": [
        edit(DATA, "settlements: 17", "settlements: 18"),
        edit(DATA, "en: Little", "en: Smaller"),
        edit("data/plan.yaml", '"Take a coat."', '"Take a warm coat."'),
        edit("templates/page.md.j2", 'class="lead"', 'class="lead big"'),
        edit(CATALOG, 'msgstr "nuk ka"', 'msgstr "nuk ka fare"'),
        edit("templates/theme/main.html", "<body>", '<body class="new">'),
    ],
    "what was left is not as it was": [
        both(truncate("builds"), edit(DATA, "settlements: 18", "settlements: 19")),
        both(truncate("sites"), truncate("guides"), truncate("html"), spoil("guides/en/lakeside/mandate.md")),
        both(spoil("site/en/lakeside/mandate/index.html"), spoil("guides/sq/minimal/search.json")),
        both(delete("guides/sq/minimal/index.md"), delete("site/sq/index.html")),
    ],
    "records move and go": [swap_records, remove_record],
}


def test_after_any_changes_the_site_is_that_of_a_build_from_nothing(tmp_path: Path) -> None:
    """Each change is built on what the one before left; every file of guides and site is compared."""
    root = forget_guides(copy_two_towns(tmp_path / "kept"))
    make(root, draft=True)
    for name, changes in ROUNDS.items():
        for apply in changes:
            apply(root)
            make(root, draft=True)

        anew = tmp_path / "anew"
        shutil.copytree(root, anew, symlinks=True, ignore=shutil.ignore_patterns("guides", "site", ".cache"))
        (anew / "guides").mkdir()
        shutil.copy(root / "guides/README.md", anew / "guides")
        (anew / ".cache").mkdir()
        (anew / ".cache/paper").symlink_to((root / ".cache/paper").resolve())
        make(anew, draft=True)
        for folder in ("guides", "site"):
            assert files(root / folder) == files(anew / folder), name
        shutil.rmtree(anew)


def test_only_the_pages_of_a_change_are_published_anew(built: Path) -> None:
    """Every other file of the site is the one of the build before; nothing of that build is written to."""
    make(built)
    before = {path: path.stat() for path in (built / "site").rglob("*") if path.is_file()}
    content = files(built / "site")

    change(built / DATA, "settlements: 17", "settlements: 18")
    make(built)

    after = files(built / "site")
    anew = {
        path.relative_to(built / "site").as_posix()
        for path, status in before.items()
        if path.stat().st_ino != status.st_ino
    }
    different = {name for name in content if after[name] != content[name]}
    every = {"404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"}
    assert {name.split("/")[0] for name in different} == {"api", *EDITIONS}
    assert different <= anew
    assert anew - different <= every | {"correct/lakeside/index.html"}


def test_a_build_with_nothing_to_do_says_so(two_towns: Path) -> None:
    """The same sentence, and no file is written; with another day it looks again."""
    first = run_command(two_towns, "build", "--today", "2026-11-22")
    written = {path: path.stat().st_mtime_ns for path in two_towns.rglob("*") if path.is_file()}

    second = run_command(two_towns, "build", "--today", "2026-11-22")

    assert first.returncode == second.returncode == 0
    assert "Publishing" in first.stderr
    assert second.stderr == ""
    assert second.stdout == re.sub(r"[\d,]+ changed,", "0 changed,", first.stdout)
    assert second.stdout != first.stdout
    assert {path: path.stat().st_mtime_ns for path in two_towns.rglob("*") if path.is_file()} == written
    assert "Publishing" in run_command(two_towns, "build", "--today", "2029-11-22").stderr


def test_an_input_written_during_a_build_is_built(two_towns: Path) -> None:
    """A save between reading and writing is not lost, and not taken for what was read."""
    saved = list[bool]()

    def save_once(steps: object, _total: int, _label: str) -> object:
        if not saved:
            saved.append(True)
            change(two_towns / DATA, "settlements: 17", "settlements: 4711")
        return steps

    build(two_towns, Options(), save_once)  # type: ignore[arg-type]

    assert "4,711" in (two_towns / "site/en/lakeside/local-picture/index.html").read_text(encoding="utf-8")


def test_a_site_that_cannot_be_linked_is_copied(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links the site is the same."""
    make(built)
    change(built / DATA, "settlements: 17", "settlements: 18")
    linked = shutil.copytree(built, built.with_name("linked"), symlinks=True)

    def refuse(*_arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    make(built)

    monkeypatch.undo()
    make(linked)
    assert files(built / "site") == files(linked / "site")
