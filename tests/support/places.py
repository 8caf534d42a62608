"""Expected messages of case files; their lines and columns are looked up by text, so that lines may move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

MARK = "¦"
"""Marks the column within the text of a place; without it the place is where the text begins."""


def position(file: Path, text: str) -> tuple[int, int]:
    """Line and column, both from 1, of a text that occurs exactly once in a file."""
    wanted = text.replace(MARK, "")
    content = file.read_text(encoding="utf-8")
    count = content.count(wanted)
    assert count == 1, f"{wanted!r} stands {count} times in {file.name}"
    head = content[: content.index(wanted) + max(text.find(MARK), 0)]
    return head.count("\n") + 1, len(head) - head.rfind("\n")


def expected_messages(case: dict[str, Any], root: Path) -> list[str]:
    """The messages of a case in order: those under `problems`, or its single `problem`.

    `{at}` becomes line and column of the text under `at`, `{line}` the line of the text under `line`, both in
    the file below `root` that the message begins with.
    """
    return [_message(entry, root) for entry in case.get("problems", [case])]


def _message(entry: dict[str, Any], root: Path) -> str:
    message: str = entry["problem"]
    file = root / message.removeprefix("warning: ").partition(":")[0]
    found = {}
    if "at" in entry:
        line, column = position(file, entry["at"])
        found["{at}"] = f"{line}:{column}"
    if "line" in entry:
        found["{line}"] = str(position(file, entry["line"])[0])
    assert {name for name in ("{at}", "{line}") if name in message} == found.keys(), message
    for name, place in found.items():
        message = message.replace(name, place)
    return message
