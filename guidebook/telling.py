"""Problems as people and programs read them: in colour, as annotations of GitHub, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from click import style

from guidebook.problems import Problem

COLOURS = {"error": "red", "warning": "yellow"}


def in_colour(problem: Problem) -> str:
    """`str(problem)` with the place red for an error, yellow for a warning, and the field bold."""
    place = style(str(problem.place), fg=COLOURS[problem.severity], bold=True)
    field = [style(problem.field, bold=True)] if problem.field else []
    label = style("warning: ", fg=COLOURS["warning"]) if problem.severity == "warning" else ""
    return label + ": ".join([place, *field, problem.what])


def annotation(problem: Problem) -> str:
    """A command that GitHub shows beside the line, in a pull request and in the list of its run."""
    place = problem.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": problem.field}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    return f"::{problem.severity} {shown}::{_message(problem.what)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """How many `errors` and `warnings`, and all `problems`; an empty `field` means the whole file."""
    shown = [
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
    numbers = {
        f"{severity}s": sum(item["severity"] == severity for item in shown)
        for severity in ("error", "warning")
    }
    return json.dumps({**numbers, "problems": shown}, ensure_ascii=False, indent=2)


def numbers(problems: Iterable[Problem]) -> str:
    """`2 problems`, `1 warning`, `1 problem and 3 warnings`."""
    severities = [problem.severity for problem in problems]
    nouns = {"problem": severities.count("error"), "warning": severities.count("warning")}
    return " and ".join(counted(number, noun) for noun, number in nouns.items() if number)


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`, `38 municipalities`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
