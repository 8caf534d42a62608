"""The open data as CSV: RFC 4180, UTF-8 with a byte order mark, and no cell that a spreadsheet calculates."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import DATA
from guidebook.model.public_view import public_fact, public_facts

FACT_COLUMNS = ("municipality", "fact", "value", "year", "to_confirm", "source", "checked")
"""The header of `facts.csv`."""
BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets read a file without it as Windows-1252."""
FORMULA_START = re.compile(r"(^|[;\r\n]\s*)(?=[=+\-@\t\r＝＋－＠])")
"""Where a spreadsheet starts a formula (CSV injection), also one that splits cells at semicolons."""


@dataclass(frozen=True)
class Row:
    """One value: a fact, a field of a fact, or a finding."""

    town: str
    field: str
    """Such as `profile.communities.albanian`."""
    value: str
    year: str
    """Of a finding; empty when it is unknown."""
    to_confirm: bool
    source: Sequence[str]
    """Keys of the sources."""
    checked: str | None
    """ISO 8601."""


def value_rows(towns: Iterable[Municipality]) -> list[Row]:
    """Every value of every municipality, known or unknown, in file order."""
    return [row for town in towns for row in _town_rows(town)]


def facts_csv(rows: Iterable[Row]) -> str:
    """`facts.csv`: a line for each value, with its source and day."""
    lines = (
        (row.town, row.field, row.value, row.year, "yes" if row.to_confirm else "no",
         "; ".join(row.source), row.checked or "")
        for row in rows
    )  # fmt: skip
    return _csv([FACT_COLUMNS, *lines])


def municipalities_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """`municipalities.csv`: a line for each municipality; `columns` are `id` and the fields of its values."""
    values: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        value = f"{row.value} {row.year}".rstrip()
        values.setdefault(row.town, {}).setdefault(row.field, []).append(value)
    lines = (
        [town, *("; ".join(_column(by_field, column)) for column in columns[1:])]
        for town, by_field in values.items()
    )
    return _csv([columns, *lines])


def _column(values: dict[str, list[str]], column: str) -> list[str]:
    """The values of a field; those of its fact when that is unknown or an empty list."""
    return values.get(column) or values.get(column.rpartition(".")[0], [])


def _town_rows(town: Municipality) -> Iterator[Row]:
    for at in public_facts(town):
        fact = public_fact(at)
        for field, value in _flatten(at.field, fact["value"]):
            is_finding = isinstance(value, dict)
            holder = value if is_finding else fact
            yield Row(
                town.id,
                field,
                DATA.format(value["finding"] if is_finding else value),
                str(holder.get("year") or ""),
                holder["to_confirm"],
                holder["source"],
                holder["checked"],
            )


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


def _csv(lines: Iterable[Sequence[str]]) -> str:
    """The lines with CRLF; an apostrophe stands where a formula would start."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([FORMULA_START.sub(r"\1'", cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + stream.getvalue()
