"""YAML as people write it; a case is a file of `cases/load`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guidebook.source.yaml_loader import load

CASES = sorted((Path(__file__).parent / "cases" / "load").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_becomes_plain_values_or_a_clear_message(case: Path, tmp_path: Path) -> None:
    """Scalars stay as written; each mistake is told where it began."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    file = tmp_path / "case.yaml"
    file.write_text(expected["text"], encoding="utf-8")

    document = load(file, tmp_path)

    assert document.value == expected["value"]
    assert [str(problem) for problem in document.problems] == expected["problems"]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """The message names the line."""
    file = tmp_path / "case.yaml"
    file.write_bytes("a: 1\nb: Gjakovë\n".encode("latin-1"))

    document = load(file, tmp_path)

    message = "case.yaml:2:1: this is not UTF-8; save the file with the encoding UTF-8."
    assert [str(problem) for problem in document.problems] == [message]


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    """The other files can still be checked."""
    document = load(tmp_path / "gone.yaml", tmp_path)

    assert [str(problem) for problem in document.problems] == [
        "gone.yaml:1:1: the file is missing; put it back."
    ]
