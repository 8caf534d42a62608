"""Rows of tables as edits: only what is filled and differs from the data counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.editing.addresses import FactAddress, NoSuchFact, find_fact, value_parts
from guidebook.editing.cells import Cell, CellFault, read_day, read_text, read_year, read_yes_no, reader_of
from guidebook.editing.edits import Edit, one_line
from guidebook.editing.table_files import TableRow, read_table
from guidebook.exports.open_data_tables import value_rows
from guidebook.model.fields import UNKNOWN
from guidebook.model.languages import record_types
from guidebook.model.municipality import TOWNS, Municipality
from guidebook.model.validators import means_unknown
from guidebook.project import examine_data
from guidebook.source.document import Document
from guidebook.source.lint import short_numbers

T = TypeVar("T")


@dataclass(frozen=True)
class Published:
    """A row of `api/facts.csv` as text; empty where the data say nothing."""

    value: str = ""
    year: str = ""
    to_confirm: bool = False
    source: tuple[str, ...] = ()
    checked: str = ""

    @property
    def cells(self) -> dict[str, str]:
        """By column."""
        to_confirm, source = "yes" if self.to_confirm else "no", "; ".join(self.source)
        own = {"value": one_line(self.value), "year": self.year, "checked": self.checked}
        return own | {"to_confirm": to_confirm, "source": source}


@dataclass(frozen=True)
class Defaults:
    """What the command says for rows that do not say it themselves."""

    source: tuple[str, ...] = ()
    checked: str = ""
    to_confirm: bool = False
    town: str | None = None
    """The only municipality that rows may be about; None for all."""


@dataclass(frozen=True)
class Current:
    """What the data say, to compare rows with."""

    document: Document
    record: type[Municipality]
    rows: Mapping[str, Sequence[Published]]
    """By address; several for a capacity."""
    short_numbers: Collection[str]

    def row(self, at: FactAddress, value: str, year: str) -> Published:
        """The row of `api/facts.csv` for a fact, for a field of its value, or for one of its findings."""
        if at.is_capacity:
            same = (row for row in self._rows(at.fact) if (row.value, row.year or UNKNOWN) == (value, year))
            return next(same, Published())
        if at.part and not self._rows(f"{at.fact}.{at.part}"):
            others = (row for part in value_parts(at.value_type) for row in self._rows(f"{at.fact}.{part}"))
            return replace(next(others, Published()), value="")
        rows = self._rows(f"{at.fact}.{at.part}" if at.part else at.fact)
        return rows[0] if rows else Published()

    def is_known(self, at: FactAddress) -> bool:
        """Whether the data have a value for a fact."""
        addresses = (at.fact, *(f"{at.fact}.{part}" for part in value_parts(at.value_type)))
        return any(row.value for address in addresses for row in self._rows(address))

    def _rows(self, address: str) -> Sequence[Published]:
        return self.rows.get(address, ())


def current_state(documents: Mapping[str, Document]) -> Current:
    """The present state of the data."""
    records = examine_data(documents, None)[0]
    rows: dict[str, list[Published]] = {}
    for row in value_rows(records.towns):
        value, year, checked = (
            "" if cell is None else str(cell) for cell in (row.value, row.year, row.checked)
        )
        shown = Published(value, year, row.to_confirm, tuple(row.source), checked)
        rows.setdefault(f"{row.town}.{row.field}", []).append(shown)
    record = record_types(records.languages).municipality
    return Current(documents[TOWNS], record, rows, short_numbers(documents))


def edits_of_tables(
    paths: Iterable[Path], documents: Mapping[str, Document], defaults: Defaults
) -> tuple[list[Edit], list[Problem]]:
    """The edits of all files, and what is wrong with their other rows. Raises ProblemsFound as read_table."""
    rows: list[TableRow] = []
    unread: list[Problem] = []
    for path in paths:
        try:
            rows += read_table(path)
        except ProblemsFound as found:
            unread += found.problems
    if unread:
        raise ProblemsFound(unread)
    return table_edits(rows, current_state(documents), defaults)


def table_edits(
    rows: Iterable[TableRow], current: Current, defaults: Defaults
) -> tuple[list[Edit], list[Problem]]:
    """The edits of all rows that change something, and what is wrong with the others."""
    edits, problems = [], []
    for row in rows:
        reader = _RowReader(row, current, defaults)
        edit = reader.edit()
        problems += reader.problems
        if edit and not reader.problems:
            edits.append(edit)
    return edits, problems


class _RowReader:
    """Reads one row; what is wrong with it is in `problems`."""

    def __init__(self, row: TableRow, current: Current, defaults: Defaults) -> None:
        self.row, self.current, self.defaults = row, current, defaults
        self.problems: list[Problem] = []
        self.address = ""

    def edit(self) -> Edit | None:
        """The edit of the row; None where it changes nothing or is wrong."""
        self._read_address()
        if self.problems or self._is_as_published():
            return None
        try:
            at = find_fact(self.address, self.current.document, self.current.record)
        except NoSuchFact as error:
            self._problem(self._misspelt(), str(error))
            return None
        year = self._read("year", read_year, "")
        value = self._read("value", reader_of(at.type, self.current.short_numbers), "")
        year = year or (UNKNOWN if at.is_capacity else "")
        now = self.current.row(at, value, year)
        if value == UNKNOWN or means_unknown(value):
            if self.current.is_known(at):
                self._problem("value", f"'{value}' would forget this fact; write unset {self.address}.")
            return None
        new = bool(value) and not _is_same(value, now.value, at)
        return self._edit(value if new else now.value, year, now, new)

    def _edit(self, value: str, year: str, now: Published, new: bool) -> Edit | None:
        """The edit of a row whose value has been read; `new` is whether the value differs from the data."""
        source = self._read("source", read_keys, now.source)
        checked = self._read("checked", read_day, now.checked)
        to_confirm = self._read("to_confirm", read_yes_no, now.to_confirm)
        remark = self._read("remark", read_text, "")
        dated, renewed = checked != now.checked, source != now.source
        if self.problems or not (new or remark or dated or renewed or to_confirm != now.to_confirm):
            return None
        if not dated:
            checked = self.defaults.checked or checked
        if not renewed:
            source = self.defaults.source or source
        if not value:
            self._problem("value", "nothing stands here, but beside it; write the value, or empty the row.")
        elif new and not dated and not self.defaults.checked:
            found = f"still {now.checked}" if now.checked else "missing"
            what = f"the value is new and the day is {found}; write the day it was compared with its source."
            self._problem("checked", what)
        if value and not source:
            self._problem("source", "no source; write a key of data/sources.yaml.")
        if "to_confirm" not in self.row.cells:
            to_confirm = self.defaults.to_confirm
        return Edit(
            self.address, value, source, checked, to_confirm, year or None, remark or None, self._places()
        )

    def _read_address(self) -> None:
        if "address" in self.row.places:
            address = self._read("address", read_text, "")
        else:
            names = [self._read(name, read_text, "") for name in ("municipality", "fact")]
            address = ".".join(names) if all(names) else ""
        self.address, town = address, address.partition(".")[0]
        if not address and not self.problems:
            what = "no address, so that nobody can tell which fact is meant; write it, or empty the row."
            self._problem("address", what)
        elif address and self.defaults.town and town != self.defaults.town:
            column = "address" if "address" in self.row.places else "municipality"
            self._problem(column, f"this row is about '{town}'; expected {self.defaults.town} alone.")

    def _misspelt(self) -> str:
        """The column with the part of an address that nothing has."""
        town = self.address.partition(".")[0]
        is_town = any(address.startswith(f"{town}.") for address in self.current.rows)
        return "address" if is_town or "municipality" not in self.row.places else "municipality"

    def _is_as_published(self) -> bool:
        """Whether every cell is as in `api/facts.csv`, or empty."""
        cells = {name: cell.shown for name, cell in self.row.cells.items()}
        return "remark" not in cells and any(
            all(cells.get(name, "") in ("", shown) for name, shown in row.cells.items())
            for row in self.current.rows.get(self.address, ())
        )

    def _read(self, name: str, read: Callable[[Cell], T], empty: T) -> T:
        """The content of a cell; `empty` where there is none, or none that can be read."""
        cell = self.row.cells.get(name)
        try:
            return read(cell) if cell else empty
        except CellFault as fault:
            self._problem(name, str(fault))
            return empty

    def _places(self) -> dict[str, Place]:
        places = self.row.places
        return {"address": places.get("address") or places["fact"], **places}

    def _problem(self, name: str, what: str) -> None:
        places = self._places()
        place = places.get(name) or places.get("value") or places["address"]
        self.problems.append(Problem(place, self.address, what))


def _is_same(value: str, now: str, at: FactAddress) -> bool:
    """Whether two texts are the same value; 278 and 278.0 are one area."""
    figures = at.type.is_a(Decimal) and all(re.fullmatch(r"\d+(\.\d+)?", text) for text in (value, now))
    return Decimal(value) == Decimal(now) if figures else value == now


def read_keys(cell: Cell) -> tuple[str, ...]:
    """Keys of sources, with semicolons or commas between them."""
    return tuple(key for key in re.split(r"[;,\s]+", read_text(cell)) if key)
