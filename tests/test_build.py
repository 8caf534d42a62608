"""What a build changes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from guidebook.build import generate
from guidebook.diagnostics import ProblemsFound
from guidebook.model.facts import facts
from guidebook.options import Options
from guidebook.project import load_project
from guidebook.publish.mkdocs import PublishingFailed
from tests.support.places import expected_messages, position
from tests.support.project import (
    ROOT,
    change,
    copy_project,
    copy_two_towns,
    files,
    forget_guides,
    make,
    quiet,
    run_command,
)
from tests.support.site import EDITIONS

pytestmark = pytest.mark.slow

REPEATED = {
    f"api/{name}"
    for name in (
        "municipalities.json",
        "municipalities.csv",
        "municipalities.xlsx",
        "facts.csv",
        "facts.xlsx",
    )
}
"""What holds the facts of every municipality."""
TEMPLATE_CASES = sorted((ROOT / "tests" / "cases" / "template").glob("*.yaml"))


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Names of the files that differ or stand on one side only."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_plain_mkdocs_makes_the_same_site(small: Path, tmp_path: Path) -> None:
    """Nothing happens to the site after MkDocs."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")]
    subprocess.run(command, cwd=small, check=True, capture_output=True)

    ours = files(small / "site")
    assert len(ours) > 100
    assert files(tmp_path / "site") == ours


def test_a_changed_fact_changes_only_the_pages_that_show_it(whole: Path, tmp_path: Path) -> None:
    """Prizren's population stands on one page of its guide, in its index, and beside its neighbours'."""
    region, size = ("dragash", "malisheva", "mamusha", "suhareka"), ("ferizaj", "gjilan", "peja", "prishtina")
    root = copy_project(tmp_path / "project")
    change(root / "data/municipalities.yaml", "    population: 147246\n", "    population: 147247\n")
    change(root / "data/municipalities.yaml", "albanian: 114484\n", "albanian: 114485\n")

    generate(root, Options(), quiet)

    assert changed(files(whole / "guides"), files(root / "guides")) == {
        f"{edition}/prizren/{file}"
        for edition in EDITIONS
        for file in (
            *("local-picture.md", "papers/local-picture-form.docx"),
            *(f"prizren-{edition}.pdf", "search.json"),
        )
    } | {"correct/prizren.md", *REPEATED, "api/municipalities/prizren.json"} | {
        f"{edition}/{town}/compare.md" for edition in EDITIONS for town in ("prizren", *region, *size)
    }


def test_a_change_in_one_record_changes_no_other_guide(two_towns: Path, unchanged: Path) -> None:
    """Neither a changed value nor a new line above moves anything elsewhere."""
    forget_guides(two_towns)
    change(two_towns / "data/municipalities.yaml", "settlements: 17", "settlements: 18\n    # a new line")

    make(two_towns)

    differing = changed(files(unchanged / "guides"), files(two_towns / "guides"))
    assert differing != set()
    repeating = ("correct/", "api/")
    assert {name.split("/")[1] for name in differing if not name.startswith(repeating)} == {"lakeside"}
    assert {name for name in differing if name.startswith("api/")} == {
        *REPEATED,
        "api/municipalities/lakeside.json",
    }


def test_unchanged_pages_are_not_written_again(built: Path) -> None:
    """Whoever watches the folder sees only what changed."""
    before = {path: path.stat().st_mtime_ns for path in (built / "guides").rglob("*.md")}

    summary = make(built)

    assert summary.changed == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, time zone and locale change nothing."""
    places = (tmp_path / "a", tmp_path / "other" / "b")
    first, second = (forget_guides(copy_two_towns(place)) for place in places)

    here = run_command(first, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="1")
    there = run_command(second, TZ="America/Lima", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")

    assert here.returncode == there.returncode == 0, here.stderr + there.stderr
    site = files(first / "site")
    assert len(site) > 100
    assert changed(site, files(second / "site")) == set()


def test_a_removed_municipality_leaves_no_page_behind(built: Path) -> None:
    """What is not in the data is not on the site."""
    data = built / "data/municipalities.yaml"
    data.write_text(data.read_text(encoding="utf-8").partition("- id: minimal")[0], encoding="utf-8")
    change(data, "court_branch: minimal", "court_branch: none")
    change(built / "data/site.yaml", "municipalities: 2", "municipalities: 1")

    make(built)

    assert not list((built / "guides").rglob("minimal"))
    assert not list((built / "site").rglob("minimal"))
    assert (built / "guides" / "README.md").is_file()


def test_a_mistake_leaves_the_last_good_site(built: Path) -> None:
    """Bad data is refused before anything is written."""
    before = files(built / "site") | files(built / "guides")
    change(built / "data/municipalities.yaml", "settlements: 17", "settlements: many")

    with pytest.raises(ProblemsFound):
        make(built)

    assert files(built / "site") | files(built / "guides") == before


def test_a_refusal_of_mkdocs_leaves_the_last_good_site(built: Path) -> None:
    """The words of MkDocs are told, and the site stays."""
    before = files(built / "site")
    change(built / "mkdocs.yml", "  - attr_list", "  - attr_listt")

    with pytest.raises(PublishingFailed, match="attr_listt"):
        make(built)

    assert files(built / "site") == before
    assert {path.name for path in built.glob(".site-*")} == set()


def test_an_interrupted_build_leaves_no_half_site(built: Path) -> None:
    """Killed while MkDocs writes, the old site is whole; the next build mends the rest."""
    before = files(built / "site")
    command = [sys.executable, str(built / "build_guides.py")]
    running = subprocess.Popen(command, cwd=built, stderr=subprocess.DEVNULL, start_new_session=True)
    while not (built / ".site-new").exists():
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

    assert files(built / "site") == before
    assert run_command(built).returncode == 0
    assert {path.name for path in built.glob(".site-*")} == set()


def test_a_site_moved_aside_by_an_interrupted_swap_comes_back(built: Path) -> None:
    """Between the two steps of the swap nothing is lost."""
    before = files(built / "site")
    (built / "site").rename(built / ".site-old")
    change(built / "mkdocs.yml", "  - attr_list", "  - attr_listt")

    with pytest.raises(PublishingFailed):
        make(built)

    assert files(built / "site") == before


def test_a_preview_goes_beside_the_site(built: Path) -> None:
    """A part of the guides never replaces the whole."""
    before = files(built / "site") | files(built / "guides")

    summary = make(built, town="minimal", edition="sq")

    assert files(built / "site") | files(built / "guides") == before
    assert (summary.municipalities, summary.editions) == (1, 1)
    sections = load_project(built).records.content.site.sections
    handbook = ("list of chapters", "rowing", "feasts")
    others = ("compare", "papers", "central-local", "home", "about", "glossary", "corrections", "root")
    assert summary.pages == len(sections) + len(others) + len(handbook)
    assert (built / "preview/site/sq/minimal/mandate/index.html").is_file()
    assert not (built / "preview/site/sq/lakeside").exists()


@pytest.mark.parametrize("case", TEMPLATE_CASES, ids=lambda case: case.stem)
def test_a_template_that_names_what_is_not_there_is_refused(case: Path, two_towns: Path) -> None:
    """File, line and the nearest name, word for word."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for old, new in expected["edit"]:
        change(two_towns / expected["file"], old, new)

    with pytest.raises(ProblemsFound) as found:
        make(two_towns)

    assert [str(problem) for problem in found.value.problems] == expected_messages(expected, two_towns)


def test_the_door_tells_and_sums_up(two_towns: Path) -> None:
    """A person sees what was made, or what is wrong, and the exit code says the same."""
    shutil.rmtree(two_towns / "guides")
    good = run_command(two_towns)
    written = files(two_towns / "guides")
    kinds = Counter(name.rpartition(".")[2] for name in written)
    project = load_project(two_towns)
    unknown = sum(at.fact.value is None for town in project.records.towns for at in facts(town))
    assert unknown > 100
    assert (good.returncode, good.stdout) == (
        0,
        f"site/ is ready: 2 municipalities, {len(EDITIONS)} editions, {kinds['md']} pages, "
        f"{kinds['pdf']} PDFs, {len(written)} changed, {unknown} unknown facts.\n",
    )
    checked = run_command(two_towns, "check")
    number = len({(text.context, text.texts) for text in project.texts})
    complete = f"{number:,} of {number:,} texts translated (100%), 0 fuzzy.\n"
    assert (checked.returncode, checked.stdout) == (
        0,
        f"All good: 2 municipalities, {unknown} unknown facts.\nlocale/sq: {complete}locale/sr: {complete}",
    )

    data = two_towns / "data/municipalities.yaml"
    change(data, "settlements: 17", "settlements: many")
    line, column = position(data, "settlements: ¦many")
    problem_line = (
        f"data/municipalities.yaml:{line}:{column}: lakeside.profile.settlements: expected a whole number, "
        "found 'many'; write digits only, such as 147246.\n"
    )
    checked = run_command(two_towns, "check")
    assert (checked.returncode, checked.stderr) == (1, f"{problem_line}Error: 1 problem.\n")
    bad = run_command(two_towns)
    not_published = "Nothing was published; the last good site stays as it is."
    assert (bad.returncode, bad.stderr) == (1, f"{problem_line}Error: 1 problem. {not_published}\n")
    assert run_command(two_towns, "build", "--only", "lakesid").stderr.startswith(problem_line)


def test_the_command_line_names_the_nearest_municipality_and_edition(two_towns: Path) -> None:
    """A slip of the finger is answered with the right word."""
    town = run_command(two_towns, "build", "--only", "lakesid")
    edition = run_command(two_towns, "build", "--edition", "sr-lat")

    assert "no such municipality: lakesid; did you mean lakeside?" in town.stderr
    assert "no such edition: sr-lat; did you mean sr-latn?" in edition.stderr
    assert town.returncode == edition.returncode == 1
