"""Tables as spreadsheets: Office Open XML (ECMA-376) by openpyxl, the same bytes for the same table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from guidebook.artifacts import Spreadsheet
from guidebook.exports.open_data_tables import FORMULA_START, Cell, Table
from guidebook.exports.package import repacked
from guidebook.model.base import ENGLISH

TEXT, DAY = "@", "yyyy-mm-dd"
"""Formats of cells; a day looks the same in every language, as in the CSV."""
BOLD = Font(name="Calibri", size=11, bold=True)
WIDEST, BUTTON = 50, 3
"""The widest column, and what the button of the filter takes of it, in letters."""


def spreadsheet(path: str, table: Table, title: str, day: date) -> Spreadsheet:
    """The table on one sheet, named like the file: figures and days as such, all else as text.

    `day` is that of the data, which the properties of the file name.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(PurePosixPath(path).stem)
    sheet.freeze_panes = "B2"
    columns = list(zip(*table, strict=True))
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    header, *rows = table
    empty = [_empty_cell(sheet, cells) for _, *cells in columns]
    sheet.append([_head(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, *cells) for cells in zip(row, empty, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(table)}"
    return Spreadsheet(path, saved(workbook, title, ENGLISH, day))


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text, and stays so when somebody enters it again: no formula, no lost nought."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", TEXT
    if FORMULA_START.match(text):
        cell.quotePrefix = True
    return cell


def saved(workbook: Workbook, title: str, language: str, day: date) -> bytes:
    """The file; its properties name nothing of a person, a machine or the time of the build."""
    properties = workbook.properties
    properties.title, properties.language, properties.creator = title, language, None
    properties.created = properties.modified = datetime.combine(day, time())
    package = BytesIO()
    ExcelWriter(workbook, ZipFile(package, "w", ZIP_STORED)).save()
    return repacked(package)


def _head(sheet: Any, name: Cell) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = BOLD
    return cell


def _cell(sheet: Any, cell: Cell, empty: Any) -> Any:
    if cell is None:
        return empty
    return text_cell(sheet, cell) if isinstance(cell, str) else cell


def _empty_cell(sheet: Any, cells: Sequence[Cell]) -> Any:
    """An empty cell of a column with these cells: it takes text, unless all others are figures or days."""
    filled = [cell for cell in cells if cell is not None]
    if filled and all(isinstance(cell, int | float) for cell in filled):
        return None
    empty = WriteOnlyCell(sheet)
    empty.number_format = DAY if filled and all(isinstance(cell, date) for cell in filled) else TEXT
    return empty


def _width(cells: Sequence[Cell]) -> int:
    """So that the longest text is in sight, and the button of the filter beside the name."""
    return min(WIDEST, max(len(str(cell)) for cell in cells) + BUTTON)
