"""The tables of the open data, of typed cells, and as CSV: RFC 4180, UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import DATA
from guidebook.model.public_view import public_fact, public_facts

FACT_COLUMNS = ("municipality", "fact", "value", "year", "to_confirm", "source", "checked", "due")
"""The header of the table of facts."""
BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets read a file without it as Windows-1252."""
FORMULA_START = re.compile(r"(^|[;\r\n]\s*)(?=[=+\-@\t\r＝＋－＠])")
"""Where a spreadsheet starts a formula (CSV injection), also one that splits cells at semicolons."""

Cell = str | int | float | date | None
"""A figure, a day, or a text; None is empty."""
Table = Sequence[Sequence[Cell]]
"""Rows of as many cells each; the first one is the header."""


@dataclass(frozen=True)
class Row:
    """One value: a fact, a field of a fact, or a finding."""

    town: str
    field: str
    """Such as `profile.communities.albanian`."""
    value: Cell
    """A list is one text; None is unknown."""
    year: int | None
    """Of a finding."""
    to_confirm: bool
    source: Sequence[str]
    """Keys of the sources."""
    checked: date | None
    due: date | None
    """Of the fact, also for each of its findings."""


def value_rows(towns: Iterable[Municipality]) -> list[Row]:
    """Every value of every municipality, known or unknown, in file order."""
    return [row for town in towns for row in _town_rows(town)]


def facts_table(rows: Iterable[Row]) -> Table:
    """A row for each value, with its source and day."""
    lines = (
        (row.town, row.field, row.value, row.year, "yes" if row.to_confirm else "no",
         "; ".join(row.source), row.checked, row.due)
        for row in rows
    )  # fmt: skip
    return [FACT_COLUMNS, *lines]


def municipalities_table(rows: Iterable[Row], columns: Sequence[str]) -> Table:
    """A row for each municipality; `columns` are `id` and the fields of its values."""
    towns: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        towns.setdefault(row.town, {}).setdefault(row.field, []).append(row)
    lines = ([town, *(_joined(found, column) for column in columns[1:])] for town, found in towns.items())
    return [columns, *lines]


def as_csv(table: Table) -> str:
    """The table with CRLF; an apostrophe stands where a formula would start."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([FORMULA_START.sub(r"\1'", _text(cell)) for cell in line] for line in table)
    return BYTE_ORDER_MARK + stream.getvalue()


def _joined(found: dict[str, list[Row]], column: str) -> Cell:
    """The value of a field, or of its fact when that is unknown or an empty list; several as one text."""
    rows = found.get(column) or found.get(column.rpartition(".")[0], [])
    if len(rows) == 1 and rows[0].year is None:
        return rows[0].value
    return "; ".join(f"{_text(row.value)} {_text(row.year)}".rstrip() for row in rows) or None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _town_rows(town: Municipality) -> Iterator[Row]:
    for at in public_facts(town):
        fact = public_fact(at)
        for field, value in _flatten(at.field, fact["value"]):
            is_finding = isinstance(value, dict)
            holder = value if is_finding else fact
            yield Row(
                town.id,
                field,
                _cell(value["finding"] if is_finding else value),
                holder.get("year"),
                holder["to_confirm"],
                holder["source"],
                holder["checked"],
                fact["due"],
            )


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, int | float | date) else DATA.format(value)


def _flatten(field: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value as pairs of field and scalar, list or finding; texts by language become a list per language."""
    records = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if records and "finding" in records[0]:
        yield from ((field, item) for item in records)
    elif records:
        for name in records[0]:
            yield f"{field}.{name}", [item[name] for item in records if item[name] is not None]
    elif isinstance(value, dict):
        yield from ((f"{field}.{name}", item) for name, item in value.items())
    else:
        yield field, value
