"""The status report as text for a terminal, Markdown for an issue, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guidebook.model.checks import Checks, schedule
from guidebook.model.content import Edition
from guidebook.model.facts import FACT_KINDS, FACT_STATES, Cell, FactState, Status
from guidebook.text import escaped

MAX_NAMED = 5
"""Most municipalities that a line names; of more it gives the number."""
Editions = Sequence[tuple[Edition, int, int]]
"""Each edition with the number of its translated texts and of all texts."""
STATE_LABELS: Mapping[FactState | None, str] = {
    "in_order": "in order",
    "to_confirm": "to be confirmed",
    "stale": "too old",
    "unknown": "unknown",
    None: "all",
}
"""Labels of the states; None is all of them."""
Table = tuple[str, list[list[str]]]
"""A title, and rows of cells; the first row is the header."""


def as_text(status: Status, editions: Editions) -> str:
    """The tables with aligned columns."""
    return "\n".join(f"{title}\n{_text_table(rows)}" for title, rows in _tables(status, editions))


def as_markdown(status: Status, editions: Editions) -> str:
    """The tables in Markdown, with every text escaped."""
    return "\n".join(f"### {title}\n\n{_markdown_table(rows)}" for title, rows in _tables(status, editions))


def as_json(status: Status, editions: Editions) -> str:
    """The numbers, the days on which facts are due, and the address of every fact that is not in order."""
    report: dict[str, Any] = {
        "day": status.day.isoformat(),
        "facts": {kind: {state: status.count(state, kind) for state in FACT_STATES} for kind in FACT_KINDS},
        "municipalities": {
            town: {kind: dict(cell.counts) for kind, cell in row.items()}
            for town, row in status.cells.items()
        },
        "due": _addresses_by_day(status),
        "gaps": [
            {
                "fact": gap.field,
                "question": gap.question.question,
                "ask": gap.question.ask,
                "municipalities": gap.towns,
            }
            for gap in status.gaps
        ],
        **{state: status.addresses(state) for state in FACT_STATES if state != "in_order"},
        "editions": {
            edition.lang: {
                "translated": done,
                "texts": wanted,
                "reviewed": edition.reviewed and edition.reviewed.isoformat(),
            }
            for edition, done, wanted in editions
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _tables(status: Status, editions: Editions) -> Iterator[Table]:
    kinds = [str(kind) for kind in FACT_KINDS]
    counts = [
        [label, *(f"{status.count(state, kind):,}" for kind in (*FACT_KINDS, None))]
        for state, label in STATE_LABELS.items()
    ]
    yield f"State of the facts on {status.day}", [["facts", *kinds, "all"], *counts]
    yield "What to check again", [["due", "facts", "in"], *_due_rows(status)]
    gaps = [
        [f"{gap.question.question} Ask: {gap.question.ask}", _municipalities(gap.towns), gap.field]
        for gap in status.gaps
    ]
    yield (
        "What to find out next, the most useful first",
        [["question", "missing in", "fact"], *gaps],
    )
    towns = [[town, *(_cell_text(row[kind]) for kind in FACT_KINDS)] for town, row in status.cells.items()]
    yield (
        "By municipality: in order/all, ? to be confirmed, ! too old",
        [["municipality", *kinds], *towns],
    )
    done = [
        [edition.name, f"{done:,}/{wanted:,}" if wanted else "source text", str(edition.reviewed or "–")]
        for edition, done, wanted in editions
    ]
    yield "Editions", [["edition", "translated", "read by a native speaker"], *done]


def _due_rows(status: Status) -> list[list[str]]:
    """What is overdue, the next months with a check, and what gets due later."""
    due = schedule(status)
    months = {f"{month:%Y-%m}": checks for month, checks in due.months.items()}
    rows = {"overdue": due.overdue, **months, "later": due.later}
    return [[label, f"{checks.count:,}", _most(checks)] for label, checks in rows.items()]


def _most(checks: Checks) -> str:
    """The municipalities with the most facts to check, each with how many."""
    named = [f"{town} {count}" for town, count in checks.towns.items()]
    more = len(named) - MAX_NAMED
    return ", ".join(named[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _addresses_by_day(status: Status) -> dict[str, list[str]]:
    """The addresses of the facts due on each day; one that has passed is overdue."""
    found: dict[str, list[str]] = {}
    for due, address in sorted((fact.due, f"{fact.town}.{fact.field}") for fact in status.facts if fact.due):
        found.setdefault(due.isoformat(), []).append(address)
    return found


def _municipalities(towns: Sequence[str]) -> str:
    return ", ".join(towns) if len(towns) <= MAX_NAMED else f"{len(towns)} municipalities"


def _cell_text(cell: Cell) -> str:
    doubts = {"?": cell.counts["to_confirm"], "!": cell.counts["stale"]}
    found = [f"{number}{mark}" for mark, number in doubts.items() if number]
    return " ".join([f"{cell.counts['in_order']}/{cell.total}", *found])


def _text_table(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"  {line.rstrip()}\n" for line in lines)


def _markdown_table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(str(escaped(text)) for text in row)} |\n" for row in rows]
    return "".join([lines[0], "|---" * len(rows[0]) + "|\n", *lines[1:]])
