"""Read tables from CSV and XLSX: cells with their places, nothing evaluated."""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from guidebook.diagnostics import Place, Problem, ProblemsFound, nearest
from guidebook.editing.cells import Cell, Kind
from guidebook.editing.edits import one_line
from guidebook.exports.open_data_tables import FACT_COLUMNS

KEYS = (("address",), ("municipality", "fact"))
"""The columns that say which fact a row is about: the one, or both of the others."""
COLUMNS = ("address", "municipality", "fact", "value", "year", "to_confirm", "source", "checked", "remark")
"""Those of `api/facts.csv`, the address in one, and a remark."""
NOT_READ = tuple(column for column in FACT_COLUMNS if column not in COLUMNS)
"""Columns of `api/facts.csv` that follow from others."""
HEADER_WITHIN = 20
"""Rows above which the header stands."""
MOST_COLUMNS = 50
LARGEST = 30_000_000
"""Bytes of a file, of a workbook without compression; that of all facts has a tenth."""
SEND_LESS = "send only the rows that changed."
KINDS = {"f": Kind.FORMULA, "e": Kind.ERROR}
"""What openpyxl says of a cell that holds no value."""
SAVE_AS = "save it as CSV UTF-8, or as an Excel workbook (.xlsx)."


@dataclass(frozen=True)
class TableRow:
    """A row below the header."""

    cells: dict[str, Cell]
    """By column; those that are empty are left out."""
    places: dict[str, Place]
    """Where each column of the row stands, also where its cell is empty."""


Content = tuple[Any, Kind]
Grid = Iterable[tuple[int, Sequence[Content]]]
"""Row numbers from 1, and what each cell of the row holds."""


def read_table(path: Path) -> list[TableRow]:
    """The rows of a file. Raises ProblemsFound where it cannot be read or has no header."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _fault(path, f"this file cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise _fault(path, f"this file is larger than {LARGEST // 1_000_000} MB; {SEND_LESS}")
    if data.startswith(b"PK\x03\x04"):
        return _workbook_rows(path, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _fault(path, f"an old Excel file (.xls), or one with a password; {SAVE_AS}")
    return _csv_rows(path, _text(path, data))


def _csv_rows(path: Path, text: str) -> list[TableRow]:
    """The rows of the first of the separators that gives a header."""
    faults = []
    for separator in ",;\t":
        try:
            lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error as error:
            faults.append(_fault(path, f"this is no table: {error}; {SAVE_AS}"))
            continue
        grid = ((number, [(cell, Kind.VALUE) for cell in line]) for number, line in enumerate(lines, start=1))
        if (rows := _rows_below_header(path.name, grid)) is not None:
            return rows
    raise faults[0] if faults else _without_header(path)


def _text(path: Path, data: bytes) -> str:
    """The text of a CSV file in UTF-8, or in UTF-16 with its mark."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        what = "its letters are not UTF-8, and which ones are meant cannot be told"
        raise _fault(path, f"{what}; {SAVE_AS}") from None
    if "\0" in text:
        raise _fault(path, f"this is no text; {SAVE_AS}")
    return text


def _workbook_rows(path: Path, data: bytes) -> list[TableRow]:
    """The rows of all sheets that have a header; formulas are read as their text."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise _fault(path, f"unpacked it is larger than {LARGEST // 1_000_000} MB; {SEND_LESS}")
        with catch_warnings(action="ignore"):
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        found = {sheet.title: _sheet_rows(path, sheet, book.epoch) for sheet in book.worksheets}
    except ProblemsFound:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise _fault(path, f"this workbook is damaged: {error}; {SAVE_AS}") from None
    rows = [row for rows in found.values() for row in rows or ()]
    if all(rows is None for rows in found.values()):
        raise _without_header(path)
    return rows


def _sheet_rows(path: Path, sheet: Any, epoch: datetime) -> list[TableRow] | None:
    sheet.reset_dimensions()
    grid = (
        (number, [(cell.value, KINDS.get(cell.data_type, Kind.VALUE)) for cell in line])
        for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1)
    )
    return _rows_below_header(f"{path.name}, sheet {sheet.title}", grid, epoch)


def _rows_below_header(name: str, grid: Grid, epoch: datetime | None = None) -> list[TableRow] | None:
    """The rows that are not empty; None where no row is a header. Raises ProblemsFound for a wrong header."""
    header: dict[int, str] = {}
    rows = []
    for number, line in grid:
        if header:
            row = _row(name, number, line, header, epoch)
            rows += [row] if row.cells else []
        elif number <= HEADER_WITHIN:
            names = [one_line(str(value)).casefold() if value else "" for value, _ in line]
            if any(set(keys) <= set(names) for keys in KEYS):
                header = _header(name, number, names)
    return rows if header else None


def _row(
    name: str, number: int, line: Sequence[Content], header: dict[int, str], epoch: datetime | None
) -> TableRow:
    places = {
        column: Place(
            name, number, at + 1, f"{name}, row {number}, column {get_column_letter(at + 1)} ({column})"
        )
        for at, column in header.items()
    }
    cells = {
        column: Cell(line[at][0], places[column], line[at][1], epoch)
        for at, column in header.items()
        if at < len(line) and line[at][0] is not None and str(line[at][0]).strip()
    }
    return TableRow(cells, places)


def _header(name: str, number: int, names: list[str]) -> dict[int, str]:
    """The columns by position; one without a header is not read. Raises ProblemsFound."""
    header = {at: column for at, column in enumerate(names) if column}
    problems = []
    for at, column in header.items():
        what = ""
        if column not in (*COLUMNS, *NOT_READ):
            near = nearest(column, COLUMNS)
            remedy = f"did you mean {near}?" if near else f"the columns are {', '.join(COLUMNS)}."
            what = f"no such column: '{column[:40]}'; {remedy} A column without a header is not read."
        elif names.index(column) != at:
            what = f"the column {column} stands twice; delete one of the two headers."
        if what:
            letter = get_column_letter(at + 1)
            problems.append(
                Problem(Place(name, number, at + 1, f"{name}, row {number}, column {letter}"), "", what)
            )
    if problems:
        raise ProblemsFound(problems)
    return {at: column for at, column in header.items() if column in COLUMNS}


def _without_header(path: Path) -> ProblemsFound:
    keys = " or ".join(" and ".join(names) for names in KEYS)
    return _fault(
        path, f"no header found; the first row names the columns: {keys}, and value, source, checked."
    )


def _fault(path: Path, what: str) -> ProblemsFound:
    return ProblemsFound([Problem(Place(path.name, 1, 1, path.name), "", what)])
