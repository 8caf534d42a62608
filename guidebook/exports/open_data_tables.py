"""The open data as tables for spreadsheets: RFC 4180, UTF-8 with a mark that says so, no cell a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from guidebook.model.municipality import Municipality
from guidebook.model.public_view import entries, published_fact

FACTS = ("municipality", "fact", "value", "year", "to_confirm", "source", "checked")
"""The columns of the table of facts."""
NONE = "[]"
"""A list that is known to be empty; an empty cell is not known."""
MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
FORMULA = re.compile(r"(^|[;\r\n]\s*)(?=[=+\-@\t\r＝＋－＠])")
"""Where a spreadsheet would begin to calculate, also one that divides cells at semicolons."""


@dataclass(frozen=True)
class Row:
    """A single value: a fact, a part of one, or a finding."""

    town: str
    address: str
    """Without the municipality, such as `profile.communities.albanian`."""
    value: str
    year: str
    """Of a finding; unknown when it is empty."""
    to_confirm: bool
    source: Sequence[str]
    checked: str | None


def rows(towns: Iterable[Municipality]) -> list[Row]:
    """Every fact of every municipality, known or not, in the order of the file."""
    return [row for town in towns for row in _of_town(town)]


def facts_table(found: Iterable[Row]) -> str:
    """A row for each value, with its source and day."""
    lines = (
        (row.town, row.address, row.value, row.year, "yes" if row.to_confirm else "no",
         "; ".join(row.source), row.checked or "")
        for row in found
    )  # fmt: skip
    return _written([FACTS, *lines])


def towns_table(found: Iterable[Row], columns: Sequence[str]) -> str:
    """A row for each municipality; `columns` are the addresses of the values, `id` first."""
    cells: dict[str, dict[str, list[str]]] = {}
    for row in found:
        value = f"{row.value} {row.year}".rstrip()
        cells.setdefault(row.town, {}).setdefault(row.address, []).append(value)
    lines = (
        [town, *("; ".join(_at(values, column)) for column in columns[1:])] for town, values in cells.items()
    )
    return _written([columns, *lines])


def _at(values: dict[str, list[str]], column: str) -> list[str]:
    """The values of a column; where the whole fact is unknown or an empty list, that of the fact."""
    return values.get(column) or values.get(column.rpartition(".")[0], [])


def _of_town(town: Municipality) -> Iterator[Row]:
    for at in entries(town):
        fact = published_fact(at)
        for part, value in _parts(at.field, fact["value"]):
            finding = value if isinstance(value, dict) else fact
            yield Row(
                town.id,
                part,
                _cell(finding["finding"] if finding is value else value),
                str(finding.get("year") or ""),
                finding["to_confirm"],
                finding["source"],
                finding["checked"],
            )


def _parts(address: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The single values of a fact and their addresses; a list of texts is one value for each language."""
    records = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if records and "finding" in records[0]:
        yield from ((address, item) for item in records)
    elif records:
        for name in records[0]:
            yield f"{address}.{name}", [item[name] for item in records if item[name] is not None]
    elif isinstance(value, dict):
        yield from ((f"{address}.{name}", part) for name, part in value.items())
    else:
        yield address, value


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value)) or NONE
    return "" if value is None else str(value)


def _written(lines: Iterable[Sequence[str]]) -> str:
    """The table; before a sign that would begin a formula stands an apostrophe."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([FORMULA.sub(r"\1'", cell) for cell in line] for line in lines)
    return MARK + stream.getvalue()
