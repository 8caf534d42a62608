"""A build makes what changed, and the result is that of a build from nothing."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis.strategies import integers, lists, sampled_from, tuples

from guidebook.build import build
from guidebook.options import Options
from tests.support.project import DATA, change, copy_two_towns, files, forget_guides, make, run_command
from tests.support.site import EDITIONS

pytestmark = pytest.mark.slow

Step = Callable[[Path, int], object]
"""Something that happens to a project; the number chooses where or when."""
CATALOG = "locale/sq/LC_MESSAGES/guides.po"
WRITES = ("os.rename", "os.remove", "os.link", "os.mkdir", "open")
"""The audit events of Python for what touches a file."""


def turn(file: str, old: str, new: str) -> Step:
    """Replaces a text of a file, or puts it back; nothing where neither is left."""

    def step(root: Path, _number: int) -> None:
        before = (root / file).read_text(encoding="utf-8")
        if new in before:
            change(root / file, new, old)
        elif old in before:
            change(root / file, old, new)

    return step


def count_on(root: Path, number: int) -> None:
    """Changes a fact of Lakeside."""
    data = root / DATA
    text = re.sub(r"settlements: \d+", f"settlements: {100 + number}", data.read_text("utf-8"), count=1)
    data.write_text(text, encoding="utf-8")


def records_of(root: Path) -> list[str]:
    """The records of the municipalities."""
    return re.split(r"(?m)^(?=- id: )", (root / DATA).read_text(encoding="utf-8"))


def swap_records(root: Path, _number: int) -> None:
    """Turns the order of the municipalities around."""
    head, *records = records_of(root)
    ordered = (f"{record.rstrip()}\n" for record in reversed(records))
    (root / DATA).write_text(head + "\n".join(ordered), encoding="utf-8")


def remove_or_add_record(root: Path, _number: int) -> None:
    """Leaves one municipality, Lakeside, or brings both back as they were."""
    data, kept, site = root / DATA, root / "before.yaml", root / "data/site.yaml"
    head, *records = records_of(root)
    if len(records) == 1:
        kept.replace(data)
        change(site, "municipalities: 1", "municipalities: 2")
        return
    shutil.copy(data, kept)
    [lakeside] = [record for record in records if record.startswith("- id: lakeside")]
    data.write_text(f"{head}{lakeside.rstrip()}\n", encoding="utf-8")
    change(data, "court_branch: minimal", "court_branch: none")
    change(site, "municipalities: 2", "municipalities: 1")


def truncate(root: Path, number: int) -> None:
    """Cuts every file of a cache to half of its bytes, as a full disk does."""
    for path in (root / ".cache" / ("builds", "guides", "html", "sites")[number % 4]).glob("*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def written(root: Path, number: int) -> Path:
    """A file that a build wrote, if there is one."""
    found = [path for name in ("guides", "site") for path in sorted((root / name).rglob("*.*"))]
    return found[number * 7 % len(found)]


def spoil(root: Path, number: int) -> None:
    """Adds a line to a file that a build wrote; to its own, where it is shared by a link."""
    path = written(root, number)
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(text + b"\nspoiled\n")


def delete(root: Path, number: int) -> None:
    """Deletes a file that a build wrote."""
    written(root, number).unlink()


def make_draft(root: Path, _number: int) -> None:
    """Builds."""
    make(root, draft=True)


def kill_a_build(root: Path, number: int) -> None:
    """Builds in a process that is killed before it touches a file for so many times."""
    count_on(root, number)
    if (child := os.fork()) == 0:
        os.setsid()
        left = itertools.count(number * 2, -1)
        sys.addaudithook(
            lambda event, _: event in WRITES and not next(left) and os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[func-returns-value]
        )
        with suppress(BaseException):
            make(root, draft=True)
        os._exit(0)
    os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


STEPS: dict[str, Step] = {
    "fact": count_on,
    "name": turn(DATA, "en: Little", "en: Smaller"),
    "sentence": turn("data/plan.yaml", '"Take a coat."', '"Take a warm coat."'),
    "template": turn("templates/page.md.j2", 'class="lead"', 'class="lead big"'),
    "translation": turn(CATALOG, 'msgstr "nuk ka"', 'msgstr "nuk ka fare"'),
    "theme": turn("templates/theme/main.html", "<body>", '<body class="new">'),
    "order": swap_records,
    "record": remove_or_add_record,
    "truncate": truncate,
    "spoil": spoil,
    "delete": delete,
    "kill": kill_a_build,
    "build": make_draft,
}
EACH = [(name, number) for number, name in enumerate(STEPS) for name in (name, "build")]
"""Every step once, with a build after it."""


@settings(suppress_health_check=[*HealthCheck], deadline=None)
@example(steps=EACH)
@given(steps=lists(tuples(sampled_from([*STEPS, "build", "kill"]), integers(0, 400)), min_size=3, max_size=9))
def test_after_any_steps_the_site_is_that_of_a_build_from_nothing(steps: list[tuple[str, int]]) -> None:
    """Each step goes on from what the ones before left; every file of guides and site is compared."""
    with TemporaryDirectory() as folder:
        root, anew = forget_guides(copy_two_towns(Path(folder) / "kept")), Path(folder) / "anew"
        make(root, draft=True)
        for name, number in steps:
            STEPS[name](root, number)
        make(root, draft=True)

        shutil.copytree(root, anew, symlinks=True, ignore=shutil.ignore_patterns("guides", "site", ".*"))
        (anew / "guides").mkdir()
        shutil.copy(root / "guides/README.md", anew / "guides")
        (anew / ".cache").mkdir()
        (anew / ".cache/paper").symlink_to((root / ".cache/paper").resolve())
        make(anew, draft=True)
        for name in ("guides", "site"):
            assert files(root / name) == files(anew / name)


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
