"""Diagnostics: problems in input files with place and remedy, and their formatters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from click import style

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Place:
    """A position in an input file."""

    file: str
    """Path from the project's root, with forward slashes."""
    line: int
    """First line is 1."""
    column: int
    """First column is 1."""
    words: str = field(default="", compare=False)
    """How people name it, such as `row 7, column C (value)`; empty where line and column do."""

    def __str__(self) -> str:
        return self.words or f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """An error or a warning in an input file."""

    place: Place
    field: str
    """Such as `prizren.profile.population`; empty for a whole file."""
    what: str
    """What was found, what is expected and how to mend it; one sentence ending with a full stop."""
    severity: Severity = "error"

    def __str__(self) -> str:
        words = [str(self.place), *([self.field] if self.field else []), self.what]
        return ("warning: " if self.severity == "warning" else "") + ": ".join(words)


class ProblemsFound(Exception):
    """The input has these problems, at least one of them an error."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[list[Problem]]]:
        return ProblemsFound, (self.problems,)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build, sorted by place."""
    return sorted(problem for problem in problems if problem.severity == "error")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy: the nearest known word, or all of them."""
    words = sorted(known)
    near = nearest(word, words)
    return f"did you mean {near}?" if near else f"write one of: {', '.join(words)}."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


COLOURS = {"error": "red", "warning": "yellow"}


def coloured(problem: Problem) -> str:
    """`str(problem)` with the place red for an error, yellow for a warning, and the field bold."""
    place = style(str(problem.place), fg=COLOURS[problem.severity], bold=True)
    field = [style(problem.field, bold=True)] if problem.field else []
    label = style("warning: ", fg=COLOURS["warning"]) if problem.severity == "warning" else ""
    return label + ": ".join([place, *field, problem.what])


def github_annotation(problem: Problem) -> str:
    """A workflow command that GitHub shows as an annotation of the line."""
    place = problem.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": problem.field}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    return f"::{problem.severity} {shown}::{_message(problem.what)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def problems_as_json(problems: Iterable[Problem]) -> str:
    """JSON: the numbers of `errors` and `warnings`, and `problems`; an empty `field` means the file."""
    entries = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "field": problem.field,
            "severity": problem.severity,
            "what": problem.what,
        }
        for problem in problems
    ]
    counts = {
        f"{severity}s": sum(item["severity"] == severity for item in entries)
        for severity in ("error", "warning")
    }
    return json.dumps({**counts, "problems": entries}, ensure_ascii=False, indent=2)


def count_by_severity(problems: Iterable[Problem]) -> str:
    """`2 problems`, `1 warning`, `1 problem and 3 warnings`."""
    severities = [problem.severity for problem in problems]
    nouns = {"problem": severities.count("error"), "warning": severities.count("warning")}
    return " and ".join(pluralize(number, noun) for noun, number in nouns.items() if number)


def pluralize(number: int, noun: str) -> str:
    """`1 page`, `2 pages`, `38 municipalities`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
