"""What a change does to the guides; a case is an edit of the two towns and the exact report it earns."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from guidebook.build import generate
from guidebook.git import RevisionUnavailable
from guidebook.options import Options
from guidebook.review.impact import review_revision
from guidebook.review.records import Review
from guidebook.review.report import NO_CHANGE, as_markdown, as_text
from tests.support.project import ROOT, SIGNS, Shared, change, copy_two_towns, files, quiet, run_command

pytestmark = pytest.mark.slow

CASES = sorted((ROOT / "tests" / "cases" / "diff").glob("*.yaml"))
TRACKED = ("data", "templates", "locale", "mkdocs.yml")
TOWNS = "data/municipalities.yaml"
PAPER = re.compile(rb"\A---\npdf:\n.*?\n(?=sheets:)", re.DOTALL)
"""In the head of a page: the size and the pages of the PDF of its guide."""
LINE = re.compile(rb"(?<=\n  line: )\d+")
"""In the pages that repeat the data: where a fact stands."""

OFFERED = re.compile(r"^api/|/(open-data|status)\.md$")
"""Figures and files of all municipalities, in which every change shows."""
REPEATS = re.compile(r"^correct/|/compare\.md$")
"""The pages that repeat the data."""


def town_of(path: str) -> str:
    """The municipality of a page that repeats the data."""
    return path.split("/")[1].removesuffix(".md")


def git(root: Path, *arguments: str) -> None:
    """Runs git as somebody who has set nothing up."""
    who = ["-c", "user.name=Hub", "-c", "user.email=hub@guides.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def commit_all(root: Path) -> Path:
    """The project with its present state as the last commit."""
    git(root, "init", "--quiet")
    git(root, "add", *TRACKED)
    git(root, "commit", "--quiet", "--message", "The state before")
    return root


@pytest.fixture
def project(two_towns: Path) -> Path:
    """The two towns under git."""
    return commit_all(two_towns)


@pytest.fixture(scope="module")
def before(shared: Shared) -> dict[str, bytes]:
    """Every file of the guides of the two towns before any change."""
    return comparable(shared("before", lambda root: draft(copy_two_towns(root))))


def draft(root: Path) -> Path:
    """The project with its guides, whatever is not translated."""
    generate(root, Options(draft=True), quiet)
    return root


def comparable(root: Path) -> dict[str, bytes]:
    """Every file of the guides, without what their heads say of the size of a PDF, and of lines."""
    found = files(root / "guides")
    return {path: LINE.sub(b"", PAPER.sub(b"", data)) for path, data in found.items() if path != "README.md"}


def edited(root: Path, edits: list[list[str]]) -> Review:
    """The review of these edits: file, old text, new text."""
    for file, old, new in edits:
        change(root / file, old, new)
    return review_revision(root, "HEAD", quiet)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_change_is_told_whole_and_nothing_else(case: Path, project: Path, before: dict[str, bytes]) -> None:
    """The report word for word, and the files it rests on byte for byte."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))

    found = edited(project, expected["edit"])
    after = comparable(draft(project))

    different = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    repeated = {path for path in different if REPEATS.search(path)}
    offered = {path for path in different if OFFERED.search(path)}
    assert as_text(found) == expected["report"]
    assert found.changed_files == different - repeated - offered
    silent = {path for path in repeated if not any(town_of(path) in other for other in found.changed_files)}
    assert silent == set(expected.get("only_on_the_page_that_repeats_the_data", []))
    assert different >= {path for one in found.changes for path in one.files}


def test_a_change_of_the_look_is_told_without_the_guides(project: Path) -> None:
    """What stands in no word of a guide is named by its file."""
    found = edited(project, [["templates/theme/robots.txt", "User-agent: *", "User-agent: any"]])

    assert as_text(found) == "Look of the pages and of the paper\n  templates/theme/robots.txt\n"


def test_text_of_people_means_nothing_in_markdown(project: Path) -> None:
    """No markup, no link, no mention and no reference comes from the data; values stand in code."""
    signs = f"{SIGNS} @everybody #1 GH-1 https://r.example"

    edit = [TOWNS, "address: Main Street 1", f"address: {json.dumps(signs)}"]

    report = as_markdown(edited(project, [edit]))

    line = next(line for line in report.splitlines() if "Main Street 1" in line)
    assert re.sub(r"</?code>", "", line).count("<") == 0
    assert not re.search(r"[@*`\[\]|~_$]|https:|(?<!&)#", line)
    assert line.startswith("- <code>Lakeside</code> · <code>")
    assert re.search(r"<code>[^<]*&#64;everybody &#35;1 GH-1 https&#58;//r.example</code>", line)


def test_the_door_tells_it_as_text_and_as_markdown(project: Path) -> None:
    """The report is all that stands on standard output."""
    change(project / TOWNS, "settlements: 17", "settlements: 18")

    text = run_command(project, "diff", "HEAD")
    markdown = run_command(project, "diff", "HEAD", "--format", "markdown")

    assert text.returncode == markdown.returncode == 0
    assert text.stdout.startswith("Facts changed\n  Lakeside · Picture · profile settlements: 17 → 18")
    assert markdown.stdout.startswith("### Facts changed\n\n- <code>Lakeside</code> · ")
    assert not (project / "guides" / "en").exists()


def test_no_change_is_said_to_be_none(project: Path) -> None:
    """Markdown says it too."""
    assert as_markdown(review_revision(project, "HEAD", quiet)) == f"{NO_CHANGE}\n"


def test_more_changes_than_can_be_told_apart_are_looked_at_at_once(project: Path) -> None:
    """Many changed translations take no longer than one."""
    catalog = project / "locale/sq/LC_MESSAGES/guides.po"
    text = catalog.read_text(encoding="utf-8")
    head, rest = text.split("\n\n", 1)
    catalog.write_text(f"{head}\n\n" + rest.replace('."\n\n', '.."\n\n'), encoding="utf-8")

    found = review_revision(project, "HEAD", quiet)

    words = [change for change in found.changes if change.group == "words"]
    assert len(words) > 50
    assert {change.files for change in words} == {found.changed_files}


@pytest.mark.parametrize(
    ("base", "what"),
    [("no-such-branch", "git knows no such revision"), ("--output=x", "git knows no such revision")],
)
def test_a_state_that_is_not_there_is_said_in_plain_words(project: Path, base: str, what: str) -> None:
    """Whoever mistypes a branch reads what to do; an option of git is none."""
    with pytest.raises(RevisionUnavailable, match=what):
        review_revision(project, base, quiet)


def test_a_project_outside_git_is_said_in_plain_words(two_towns: Path) -> None:
    """A downloaded folder has no older state."""
    with pytest.raises(RevisionUnavailable, match="git"):
        review_revision(two_towns, "HEAD", quiet)


def test_an_older_state_that_does_not_load_is_told_with_its_problems(two_towns: Path) -> None:
    """Data of an older program stays uncompared, and the reader learns why."""
    change(two_towns / TOWNS, "settlements: 17", "villages: 17")
    commit_all(two_towns)
    change(two_towns / TOWNS, "villages: 17", "settlements: 17")

    result = run_command(two_towns, "diff", "HEAD")

    assert result.returncode == 1
    assert "today's program cannot read the data of HEAD" in result.stderr
    assert "lakeside.profile.villages: no such field" in result.stderr
