"""Cells of tables as text in the form of the data: what can only mean one thing is read, the rest refused.

Spreadsheets of Albanian and Serbian settings write a decimal comma and days as 22.11.2026, drop the nought
before a telephone number, and take a text for a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from openpyxl.utils.datetime import from_excel
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    is_valid_number_for_region,
    parse,
)

from guidebook.diagnostics import Place
from guidebook.editing.edits import one_line
from guidebook.model.fields import CalendarYear, Phone
from guidebook.model.introspection import FieldType, all_validators
from guidebook.source.lint_contacts import REGION

GROUPED = re.compile(r"\d{1,3}(?P<sign>[ .,'’])\d{3}(?:(?P=sign)\d{3})*")
"""Digits in groups of three."""
DECIMAL = re.compile(
    r"(\d+|\d{1,3}(?:[ '’]\d{3})+|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.))[.,](\d+)"
)
"""A number with a decimal sign, its thousands set off by another sign or by none."""
DAY = re.compile(r"(\d{1,2})(?P<sign>\. ?|/|-)(\d{1,2})(?P=sign)(\d{4})\.?")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00)?")
PHONE_SIGNS = re.compile(r"[()/.–-]")
NATIONAL_DIGITS = 9
"""Of a number with signs between them; more are two numbers in one, as in 038/200-000-001."""
FORMULA = re.compile(r"[=+\-@＝＋－＠]")
ESCAPED = re.compile(r"(^|;\s*)'(?=[=+\-@＝＋－＠])")
"""The apostrophe that `api/facts.csv` puts before a sign a spreadsheet would calculate."""
AS_TEXT = "format the cell as text and write it again."


SERIAL_DAYS = range(36526, 73051)
"""Numbers of the days from 2000 to 2099 in a workbook."""


class Kind(Enum):
    """What a cell of a spreadsheet holds."""

    VALUE = "value"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True)
class Cell:
    """A cell that is not empty."""

    value: Any
    """Text, a number, True or False, or a day; a formula as text."""
    place: Place
    kind: Kind = Kind.VALUE
    epoch: datetime | None = None
    """The day from which the days of a workbook are counted."""

    @property
    def shown(self) -> str:
        """The cell as `api/facts.csv` has it."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if isinstance(self.value, date):
            return _iso(self.value)
        return str(_number(self.value, "")) if isinstance(self.value, float) else one_line(str(self.value))


class CellFault(Exception):
    """A cell cannot be read surely; the message says what was found and what to write."""


Reader = Callable[[Cell], str]


def reader_of(value_type: FieldType, short_numbers: Collection[str]) -> Reader:
    """What reads the cells of a fact whose value has this type; `short_numbers` fit no numbering plan."""
    item = value_type.item if value_type.is_a(tuple) else value_type
    checks = list(all_validators(item))
    if Phone in checks:
        return lambda cell: "; ".join(read_phone(piece, short_numbers) for piece in _pieces(cell))
    if item.is_a(int):
        return read_year if CalendarYear in checks else read_whole
    if item.is_a(Decimal):
        return read_decimal
    return read_day if item.is_a(date) else read_text


def _pieces(cell: Cell) -> list[Any]:
    value = _value(cell)
    return (
        [piece.strip() for piece in value.split(";") if piece.strip()] if isinstance(value, str) else [value]
    )


def _value(cell: Cell) -> Any:
    """The content of a cell. Raises CellFault for what is none."""
    if cell.kind is Kind.FORMULA:
        shown = one_line(str(cell.value))
        raise CellFault(f"found the formula {_short(shown)}; write its result.")
    if cell.kind is Kind.ERROR:
        raise CellFault(f"found the error {cell.value} of a spreadsheet; write the value.")
    return ESCAPED.sub(r"\1", cell.value.strip()) if isinstance(cell.value, str) else cell.value


def read_text(cell: Cell) -> str:
    """A text, or a code."""
    value = _value(cell)
    if isinstance(value, str):
        if FORMULA.match(value):
            raise CellFault(f"found {_short(value)}, which begins as a formula does; write the text itself.")
        return value
    raise CellFault(f"expected text, found {_named(value)}; {AS_TEXT}")


def read_yes_no(cell: Cell) -> bool:
    """Yes or no."""
    value = _value(cell)
    known = {"yes": True, "true": True, "no": False, "false": False}
    word = str(value).casefold()
    if word not in known:
        raise CellFault(f"expected yes or no, found '{_short(str(value))}'; write yes or no.")
    return known[word]


def read_whole(cell: Cell) -> str:
    """A whole number; points, commas and spaces between groups of three digits go."""
    value = _value(cell)
    if isinstance(value, str):
        text = one_line(value)
        return re.sub(r"\D", "", text) if GROUPED.fullmatch(text) else text
    number = _number(value, "a whole number")
    if number != number.to_integral_value():
        what = f"expected a whole number, found the number {number}; if its sign was meant for thousands, "
        raise CellFault(f"{what}write {str(number).replace('.', '')} without it.")
    return str(int(number))


def read_year(cell: Cell) -> str:
    """A year, or `unknown`."""
    value = _value(cell)
    return one_line(value) if isinstance(value, str) else read_whole(cell)


def read_decimal(cell: Cell) -> str:
    """A number with a decimal point; what could be thousands as well is refused."""
    value = _value(cell)
    if not isinstance(value, str):
        return str(_number(value, "a number"))
    text = one_line(value)
    if found := GROUPED.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        once = text.count(found["sign"]) == 1 and found["sign"] in ".,"
        if once and not text.startswith("0"):
            small = re.sub(r"\D", ".", text)
            what = f"'{text}' can be {digits} or {small}"
            raise CellFault(f"{what}; write {digits} without a sign, or {small}0 with one digit more.")
        if not once:
            return digits
    if found := DECIMAL.fullmatch(text):
        return re.sub(r"\D", "", found[1]) + "." + found[2]
    return text


def _number(value: Any, expected: str) -> Decimal:
    """A number as a spreadsheet shows it, in 15 digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellFault(f"expected {expected}, found {_named(value)}; {AS_TEXT}")
    return Decimal(value if isinstance(value, int) else format(value, ".15g"))


def read_day(cell: Cell) -> str:
    """A day as ISO 8601 from a cell with a day, or from one of the ways to write it."""
    value = _value(cell)
    if isinstance(value, date):
        return _iso(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in SERIAL_DAYS and cell.epoch:
        return str(from_excel(value, cell.epoch).date())
    if not isinstance(value, str):
        raise CellFault(f"expected a day, found {_named(value)}; write year-month-day, such as 2026-11-22.")
    text = one_line(value)
    if found := MIDNIGHT.fullmatch(text):
        return found[1]
    if not (found := DAY.fullmatch(text)):
        return text
    one, two, year = int(found[1]), int(found[3]), found[4]
    dotted = found["sign"].startswith(".")
    if not dotted and one != two and max(one, two) <= 12:
        readings = f"{year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}"
        raise CellFault(f"'{text}' can be {readings}; write year-month-day.")
    day, month = (one, two) if dotted or two <= 12 else (two, one)
    return f"{year}-{month:02}-{day:02}"


def read_phone(found: Any, short_numbers: Collection[str]) -> str:
    """A telephone number with its nought or country code, where these can only be one."""
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        raise CellFault(f"expected a telephone number, found {_named(found)}; {AS_TEXT}")
    if isinstance(found, float):
        if not found.is_integer():
            raise CellFault(f"expected a telephone number, found the number {found}; {AS_TEXT}")
        found = int(found)
    text = one_line(str(found))
    if text in short_numbers:
        return text
    if re.fullmatch(r"[\d ]+", text) and not text.startswith("0"):
        return _with_prefix(text)
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", text):
        raise CellFault(f"found {text}, a number that a spreadsheet has shortened; {AS_TEXT}")
    plain = re.sub(r"\(0\)", " ", text) if text.startswith(("+", "00")) else text
    plain = one_line(PHONE_SIGNS.sub(" ", plain))
    number = _valid(plain) if re.fullmatch(r"\+?\d\d+( \d\d+)*", plain) else None
    single = number and len(str(number.national_number)) <= NATIONAL_DIGITS
    return plain if single else text


def _with_prefix(text: str) -> str:
    """Digits that lost what stood before them."""
    numbers = [number for prefix in "0+" if (number := _valid(prefix + text))]
    national = {format_number(number, PhoneNumberFormat.NATIONAL) for number in numbers}
    if len(national) == 1:
        return national.pop()
    if national:
        readings = " or ".join(sorted(national))
        raise CellFault(f"'{text}' has lost its beginning and can be {readings}; {AS_TEXT}")
    what = f"'{text}' has no 0 or + before it and is no number in Kosovo with one"
    raise CellFault(f"{what}; write all digits as they are dialled, as text, such as 038 200 000.")


def _valid(text: str) -> PhoneNumber | None:
    """The number, where it exists in Kosovo."""
    try:
        number = parse(text, REGION)
    except NumberParseException:
        return None
    return number if is_valid_number_for_region(number, REGION) else None


def _iso(day: date) -> str:
    return (day.date() if isinstance(day, datetime) else day).isoformat()


def _named(value: Any) -> str:
    """A value of a spreadsheet that is not text, in words."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return f"the day {_iso(value)}"
    if isinstance(value, int | float):
        return f"the number {_number(value, '')}"
    return f"'{_short(str(value))}'"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40].rstrip()} …"
