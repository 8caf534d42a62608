"""The output of one municipality in one edition is plain values, made without anything around it."""

from __future__ import annotations

import pickle
from pathlib import Path

from guidebook.build import localized_editions
from guidebook.guide_output import build_guide
from guidebook.project import load_project


def test_it_survives_the_way_to_another_process(two_towns: Path) -> None:
    """Whatever is kept in a cache or built by a worker comes back the same."""
    project = load_project(two_towns)
    (edition,) = localized_editions(two_towns, project, ["sr-cyrl"])

    output = build_guide(edition, "lakeside")

    assert len(output.pages) == len(project.records.content.site.sections) + len({"papers", "central-local"})
    assert pickle.loads(pickle.dumps(output)) == output


def test_the_same_records_give_the_same_output(two_towns: Path) -> None:
    """Neither the order of the guides nor an earlier one leaves a trace."""
    project = load_project(two_towns)
    first, second = (localized_editions(two_towns, project, ["sq"])[0] for _ in range(2))

    build_guide(first, "minimal")

    assert build_guide(first, "lakeside") == build_guide(second, "lakeside")
