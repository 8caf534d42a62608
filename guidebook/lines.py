"""The lines of a YAML text: which are written, and where they begin. Lines count from 0, in words from 1."""

from __future__ import annotations

import re

MARGIN = re.compile(r" *(?:- +)*")
STEP = 2
"""So many spaces further right begins what belongs to a line."""


def margin_wanted(lines: list[str], number: int) -> tuple[int, str]:
    """How many spaces a line should have, and which line shows it.

    It is the nearest of the levels begun above the line.
    """
    above = written(lines, number - 1)
    if lines[above].split("#")[0].rstrip().endswith(":"):
        return margin(lines[above]) + STEP, f"{STEP} more than line {above + 1} has"
    levels: dict[int, int] = {}
    for other in range(above, -1, -1):
        if is_written(lines[other]) and margin(lines[other]) < min(levels, default=len(lines[other])):
            levels[margin(lines[other])] = other + 1
    own, below = margin(lines[number]), margin(next(filter(is_written, lines[number + 1 :]), ""))
    tab = lines[number].lstrip(" ").startswith("\t")
    near = [level for level in levels if tab or abs(level - own) <= 1]
    wanted = below if below in near else near[0] if near else margin(lines[above])
    return wanted, f"as line {levels[wanted]} has"


def margin(line: str) -> int:
    """Where a line begins, behind the hyphen of a list."""
    found = MARGIN.match(line)
    return found.end() if found else 0


def is_written(line: str) -> bool:
    """Whether a line is neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def written(lines: list[str], number: int) -> int:
    """The nearest line, from here upwards, that is neither empty nor a comment."""
    return next((one for one in range(number, -1, -1) if is_written(lines[one])), 0)


def spaces(number: int) -> str:
    """A number of spaces in words."""
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")
