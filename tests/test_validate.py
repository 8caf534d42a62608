"""Mistakes in the data; a case is an edit of the two towns and the exact messages it earns."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guidebook.diagnostics import ProblemsFound
from guidebook.project import load_project
from tests.support.places import expected_messages, position
from tests.support.project import ROOT, change

CASES = sorted((ROOT / "tests" / "cases" / "validate").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_once_with_place_and_remedy(case: Path, two_towns: Path) -> None:
    """Every mistake in one run, each in one message, word for word."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for old, new in expected["edit"]:
        change(two_towns / "data" / f"{expected.get('file', 'municipalities')}.yaml", old, new)

    with pytest.raises(ProblemsFound) as found:
        load_project(two_towns)

    assert [str(problem) for problem in found.value.problems] == expected_messages(expected, two_towns)


def test_a_broken_file_does_not_hide_mistakes_in_another(two_towns: Path) -> None:
    """A syntax error leaves the rest of its file unread; the other files are still checked."""
    change(two_towns / "data" / "plan.yaml", 'title: "Day 1"', 'title: "Day 1')
    change(two_towns / "data" / "municipalities.yaml", "settlements: 17", "settlements: many")

    with pytest.raises(ProblemsFound) as found:
        load_project(two_towns)

    files = [problem.place.file for problem in found.value.problems]
    assert files == ["data/municipalities.yaml", "data/plan.yaml"]


def test_a_text_missing_in_one_language_is_a_warning(two_towns: Path) -> None:
    """The build goes on; another language is shown and marked."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, '        sq: "E themeluar për testet."\n', "")

    warnings = [str(problem) for problem in load_project(two_towns).warnings]

    line, column = position(towns, "    history:\n      ¦value:")
    assert warnings == [
        f"warning: data/municipalities.yaml:{line}:{column}: lakeside.profile.history: "
        "no text in sq; another language is shown there until it is written."
    ]


def test_the_real_data_has_no_problem_and_no_warning() -> None:
    """What is published was checked, and is the whole country: no other test states its 38 municipalities."""
    project = load_project(ROOT)

    assert len(project.records.towns) == 38
    assert project.warnings == []
