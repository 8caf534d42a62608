"""Places of expected messages are looked up by text; a wrong one fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.places import expected_messages, position
from tests.support.project import ROOT

CASES = [
    path
    for folder in ("catalogue", "check", "new", "template", "validate")
    for path in sorted((ROOT / "tests" / "cases" / folder).glob("*.yaml"))
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three lines, one of them twice."""
    path = tmp_path / "data.yaml"
    path.write_text("- id: a\n  phone: 1\n- id: b\n  phone: 1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- id: a", (1, 1)),
        ("- id: ¦b", (3, 7)),
        ("- id: b¦", (3, 8)),
        ("- id: b\n  phone: ¦1", (4, 10)),
        ("- id: ¦a\n  phone: 1", (1, 7)),
    ],
)
def test_a_place_is_where_its_text_begins_or_where_the_mark_stands(
    file: Path, text: str, place: tuple[int, int]
) -> None:
    """Also within several lines."""
    assert position(file, text) == place


@pytest.mark.parametrize(("text", "count"), [("id: c", 0), ("¦phone: 1", 2)])
def test_a_text_that_is_missing_or_repeated_has_no_place(file: Path, text: str, count: int) -> None:
    """An expectation never matches by accident."""
    with pytest.raises(AssertionError, match=f"stands {count} times in data.yaml"):
        position(file, text)


def test_messages_receive_their_places(file: Path) -> None:
    """Line and column of `at`, the line of `line`; braces of the message itself stay."""
    first = {"at": "- id: ¦b", "line": "- id: a", "problem": "data.yaml:{at}: as line {line}; write { }."}
    second = {"at": "a\n ¦ phone", "problem": "warning: data.yaml:{at}: old."}

    assert expected_messages(first, file.parent) == ["data.yaml:3:7: as line 1; write { }."]
    assert expected_messages({"problems": [first, second]}, file.parent) == [
        "data.yaml:3:7: as line 1; write { }.",
        "warning: data.yaml:2:2: old.",
    ]


@pytest.mark.parametrize(
    "case",
    [
        {"problem": "data.yaml:{at}: wrong."},
        {"at": "- id: b", "problem": "data.yaml:3:1: wrong."},
        {"at": "- id: b", "line": "- id: a", "problem": "data.yaml:{at}: wrong."},
    ],
)
def test_a_place_without_its_text_and_a_text_without_its_place_are_refused(
    file: Path, case: dict[str, str]
) -> None:
    """Nothing that a case states stays unchecked."""
    with pytest.raises(AssertionError):
        expected_messages(case, file.parent)


def test_no_case_holds_a_line_number() -> None:
    """A line added to a fixture, a template or a catalogue changes no case; 1:1 is the whole file."""
    assert len(CASES) > 150
    assert [
        path.name
        for path in CASES
        if re.search(r":(?!1:1:)\d+:\d+:|\blines? \d", path.read_text(encoding="utf-8"))
    ] == []
