"""What can be wrong with what people wrote: the place, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file people edit."""

    file: str
    """Path from the project's root, with forward slashes."""
    line: int
    """First line is 1."""
    column: int
    """First column is 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in what people wrote, told once."""

    place: Place
    field: str
    """The field as a person names it, such as `prizren.profile.population`; empty for a whole file."""
    what: str
    """What was found, what is expected and how to mend it; one sentence ending with a full stop."""
    severity: Severity = "error"

    def __str__(self) -> str:
        words = [str(self.place), *([self.field] if self.field else []), self.what]
        return ("warning: " if self.severity == "warning" else "") + ": ".join(words)


class ProblemsFound(Exception):
    """The work stops because of these problems; each is for the person who edits the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build, in the order of the files."""
    return sorted(problem for problem in problems if problem.severity == "error")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy: the nearest known word, or all of them when none is near."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"write one of: {', '.join(words)}."
