"""A table of facts: what can only mean one thing is read, the rest refused with row, column and remedy."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from guidebook.authoring.formatter import comments, format_data
from guidebook.cli import main
from guidebook.editing import table_files
from guidebook.exports.open_data_tables import as_csv, facts_table, value_rows
from guidebook.exports.spreadsheet import spreadsheet
from guidebook.model.facts import facts
from guidebook.model.plain_text import DATA as AS_DATA
from guidebook.project import load_data
from tests.support.project import DATA, ROOT, change, files
from tests.test_set import contact

FOLDER = ROOT / "tests" / "cases" / "set-table"
READ = yaml.safe_load((FOLDER / "read.yaml").read_text(encoding="utf-8"))
REFUSED = yaml.safe_load((FOLDER / "refused.yaml").read_text(encoding="utf-8"))
HEADER = ("municipality", "fact", "value", "year", "to_confirm", "source", "checked")
Run = Callable[..., Result]
Rows = Iterable[Mapping[str, Any]]


@pytest.fixture
def run(two_towns_data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line on the two towns, as on 28 November 2026."""
    monkeypatch.setattr("guidebook.editing.commands.ROOT", two_towns_data)
    day = ["--today", "2026-11-28"]
    return lambda *arguments: CliRunner().invoke(main, [*arguments, *day], prog_name="build_guides.py")


def workbook(path: Path, rows: Rows, header: Iterable[str] = HEADER) -> str:
    """Writes a workbook; text that begins with = is a formula, as when a person types it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Facts"
    header = tuple(header)
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name) for name in header])
    book.save(path)
    return str(path)


def table(
    path: Path, rows: Rows, delimiter: str = ",", header: Iterable[str] = HEADER, encoding: str = "utf-8"
) -> str:
    """Writes a CSV file."""
    stream = StringIO()
    writer = csv.DictWriter(stream, tuple(header), delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return str(path)


def row(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a case; unless told, about the first town, from the atlas, a day before."""
    return {"municipality": "lakeside", "source": "atlas", "checked": "2026-11-27", **cells}


def value_of(root: Path, address: str) -> str:
    """What the data say of a fact, with source and day."""
    town, _, field = address.partition(".")
    ((at, part),) = (
        (at, field.removeprefix(at.field).lstrip("."))
        for record in load_data(root, None)[1].towns
        for at in facts(record)
        if record.id == town and f"{field}.".startswith(f"{at.field}.")
    )
    value = getattr(at.fact.value, part) if part else at.fact.value
    return f"{AS_DATA.format(value)} | {'; '.join(at.source)} | {at.checked} | {at.fact.to_confirm}"


@pytest.mark.parametrize("case", READ, ids=lambda case: case["about"])
def test_a_cell_that_can_only_mean_one_thing_is_read(case: Any, run: Run, two_towns_data: Path) -> None:
    """Figures, days and telephones as spreadsheets of both settings write them."""
    ran = run("set", "--from", workbook(two_towns_data / "calls.xlsx", map(row, case["rows"])))

    assert ran.exit_code == 0, ran.output
    assert value_of(two_towns_data, f"lakeside.{case['rows'][0]['fact']}") == case["reads"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["about"])
def test_any_other_cell_is_refused(case: Any, run: Run, two_towns_data: Path) -> None:
    """With the file, the row, the column, what was found and what to write; nothing is written."""
    before = files(two_towns_data / "data")

    ran = run("set", "--from", workbook(two_towns_data / "calls.xlsx", map(row, case["rows"])))

    assert ran.output.replace("calls.xlsx, sheet Facts, ", "").splitlines()[:-1] == case["says"]
    assert all(re.search(r"row \d, column [A-G] \([a-z_]+\): .+[.?]$", line) for line in case["says"])
    assert "Nothing was written." in ran.output
    assert ran.exit_code == 1
    assert files(two_towns_data / "data") == before


def test_the_wrong_cells_are_many_and_differ() -> None:
    """Thirty typical ones at least, each with words of its own."""
    assert len({tuple(case["says"]) for case in REFUSED}) == len(REFUSED) >= 30


PHONE = {"municipality": "lakeside", "fact": "contacts.police_station.phone"}
CALLED = row({**PHONE, "value": "038 200 000"})
WRITTEN = "038 200 000 | atlas | 2026-11-27 | False"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le+bom"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_kind_of_csv_is_read(delimiter: str, encoding: str, run: Run, two_towns_data: Path) -> None:
    """As Excel and LibreOffice save it in any country."""
    text = {**CALLED, "fact": "contacts.police_station.address", "value": "Улица 5, Gjakovë; ћ"}
    path = two_towns_data / "calls.csv"
    table(path, [text], delimiter, encoding=encoding.removesuffix("+bom"))
    if encoding.endswith("+bom"):
        path.write_bytes(b"\xff\xfe" + path.read_bytes())

    ran = run("set", "--from", str(path))

    assert ran.exit_code == 0, ran.output
    written = value_of(two_towns_data, "lakeside.contacts.police_station.address")
    assert written.startswith("Улица 5, Gjakovë; ћ | atlas")


@pytest.mark.parametrize(("encoding", "letters"), [("windows-1250", "Gjakovë"), ("windows-1251", "Језерце")])
def test_letters_that_cannot_be_told_are_refused(
    encoding: str, letters: str, run: Run, two_towns_data: Path
) -> None:
    """A byte of windows-1250 is another letter in windows-1251."""
    address = {**CALLED, "fact": "contacts.police_station.address", "value": letters}

    ran = run("set", "--from", table(two_towns_data / "calls.csv", [address], ";", encoding=encoding))

    assert ran.output.splitlines()[0] == (
        "calls.csv: its letters are not UTF-8, and which ones are meant cannot be told; "
        "save it as CSV UTF-8, or as an Excel workbook (.xlsx)."
    )
    assert ran.exit_code == 1


HEADERS = {
    "a column misspelt": (
        (*HEADER[:-1], "chekced"),
        "calls.xlsx, sheet Facts, row 1, column G: no such column: 'chekced'; did you mean checked? "
        "A column without a header is not read.",
    ),
    "a column that nobody knows": (
        (*HEADER, "notes"),
        "calls.xlsx, sheet Facts, row 1, column H: no such column: 'notes'; the columns are address, "
        "municipality, fact, value, year, to_confirm, source, checked, remark. "
        "A column without a header is not read.",
    ),
    "a column twice": (
        (*HEADER, "value"),
        "calls.xlsx, sheet Facts, row 1, column H: the column value stands twice; "
        "delete one of the two headers.",
    ),
    "no column of facts": (
        ("municipality", "value"),
        "calls.xlsx: no header found; the first row names the columns: "
        "address or municipality and fact, and value, source, checked.",
    ),
}


@pytest.mark.parametrize(("header", "says"), HEADERS.values(), ids=HEADERS)
def test_a_wrong_header_is_told(header: tuple[str, ...], says: str, run: Run, two_towns_data: Path) -> None:
    """Before any row is read."""
    ran = run("set", "--from", workbook(two_towns_data / "calls.xlsx", [CALLED], header))

    assert ran.output.splitlines()[0] == says
    assert ran.exit_code == 1


def test_a_header_below_a_title_and_columns_without_one(run: Run, two_towns_data: Path) -> None:
    """A workbook for offices has words of its own above and beside; a second sheet is read as well."""
    book = Workbook()
    book.active["A1"] = "Please answer"
    sheet = book.create_sheet("Answers")
    sheet.append(["Fakti", "Pyetja", "Përgjigjja"])
    sheet.append(["address", None, "value"])
    sheet.append(["lakeside.contacts.police_station.phone", "=NOW()", "038 200 000"])
    sheet.append([None, "Thank you", None])
    book.save(two_towns_data / "answers.xlsx")

    ran = run(
        "set", "--from", str(two_towns_data / "answers.xlsx"), "--only", "lakeside",
        "--source", "atlas", "--checked", "2026-11-27",
    )  # fmt: skip

    assert ran.exit_code == 0, ran.output
    assert value_of(two_towns_data, "lakeside.contacts.police_station.phone") == WRITTEN


def test_a_row_of_another_municipality_is_refused(run: Run, two_towns_data: Path) -> None:
    """Where one municipality was asked, only that one answers."""
    rows = [CALLED, {**CALLED, "municipality": "minimal"}]

    ran = run("set", "--from", workbook(two_towns_data / "calls.xlsx", rows), "--only", "lakeside")

    assert ran.output.splitlines()[0] == (
        "calls.xlsx, sheet Facts, row 3, column A (municipality): minimal.contacts.police_station.phone: "
        "this row is about 'minimal'; expected lakeside alone."
    )
    assert ran.exit_code == 1


def test_two_files_that_disagree_are_refused(run: Run, two_towns_data: Path) -> None:
    """Nobody is overruled by the order of the files."""
    one = workbook(two_towns_data / "one.xlsx", [CALLED])
    two = table(two_towns_data / "two.csv", [{**CALLED, "value": "038 200 001"}])
    before = files(two_towns_data / "data")

    ran = run("set", "--from", one, "--from", two)

    assert ran.output.splitlines()[0] == (
        "two.csv, row 2, column C (value): lakeside.contacts.police_station.phone: "
        "one.xlsx, sheet Facts, row 2, column C (value) says '038 200 000' of the same fact; "
        "keep one of the two."
    )
    assert files(two_towns_data / "data") == before
    assert run("set", "--from", one, "--from", one).exit_code == 0


def test_a_workbook_that_would_fill_the_memory_is_not_opened(run: Run, two_towns_data: Path) -> None:
    """A file of 40 KB can hold 40 MB."""
    path = two_towns_data / "calls.xlsx"
    workbook(path, [CALLED])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b" " * (table_files.LARGEST + 1))

    ran = run("set", "--from", str(path))

    assert path.stat().st_size < 100_000
    assert ran.output.splitlines()[0] == (
        "calls.xlsx: unpacked it is larger than 30 MB; send only the rows that changed."
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and nothing else", "this workbook is damaged: "),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file (.xls), or one with a password; save it as CSV UTF-8"),
        (b"a\0b", "this is no text; save it as CSV UTF-8"),
        (b"", "no header found; "),
        (b'municipality,fact,value\nlakeside,"x,1\n', "this is no table: "),
    ],
)
def test_a_file_that_is_no_table_is_told(content: bytes, says: str, run: Run, two_towns_data: Path) -> None:
    """In one line, with the way out."""
    path = two_towns_data / "calls.xlsx"
    path.write_bytes(content)

    ran = run("set", "--from", str(path))

    assert ran.output.startswith(f"calls.xlsx: {says}")
    assert ran.exit_code == 1


def test_the_published_table_changes_nothing(run: Run, two_towns_data: Path) -> None:
    """`api/facts.csv` as it is, and with one cell changed."""
    text = as_csv(facts_table(value_rows(load_data(two_towns_data, None)[1].towns)))
    path = two_towns_data / "facts.csv"
    path.write_text(text, encoding="utf-8", newline="")
    before = files(two_towns_data / "data")

    assert run("set", "--from", str(path)).output == "Nothing to change.\n"

    path.write_text(
        text.replace("lakeside,profile.settlements,17", "lakeside,profile.settlements,18"), "utf-8"
    )
    ran = run("set", "--from", str(path), "--source", "atlas", "--checked", "2026-11-27")
    assert ran.output.endswith(": lakeside.profile.settlements: 18 (was 17)\n1 fact written.\n")
    assert [name for name, data in files(two_towns_data / "data").items() if data != before[name]] == [
        "municipalities.yaml"
    ]


def test_the_published_workbook_changes_nothing(run: Run, two_towns_data: Path) -> None:
    """Figures as figures, days as days: `api/facts.xlsx`, also after somebody entered TRUE for yes."""
    change(two_towns_data / DATA, "area_km2: 123.45", "area_km2: 123.0")
    facts_of_now = facts_table(value_rows(load_data(two_towns_data, None)[1].towns))
    path = two_towns_data / "facts.xlsx"
    path.write_bytes(spreadsheet("api/facts.xlsx", facts_of_now, "Facts", date(2026, 11, 28)).data)
    assert run("set", "--from", str(path)).output == "Nothing to change.\n"

    book = load_workbook(path)
    for (cell,) in book.active.iter_rows(min_row=2, min_col=5, max_col=5):
        cell.value = cell.value == "yes"
    book.save(path)

    assert run("set", "--from", str(path)).output == "Nothing to change.\n"


def test_days_are_counted_from_the_first_day_of_the_workbook(run: Run, two_towns_data: Path) -> None:
    """A workbook of an old Mac begins in 1904; elsewhere the same number is a day four years earlier."""
    oath = row({"fact": "mandate.oath_date", "value": 44538})
    path = two_towns_data / "calls.xlsx"
    workbook(path, [oath])
    book = load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)

    ran = run("set", "--from", str(path))

    assert ran.exit_code == 0, ran.output
    assert value_of(two_towns_data, "lakeside.mandate.oath_date").startswith("2025-12-09")


def test_what_the_command_says_holds_for_rows_that_say_nothing(run: Run, two_towns_data: Path) -> None:
    """A list from an hour of calls has three columns; its source is added in the same go."""
    rows: list[dict[str, Any]] = [
        {"address": "lakeside.contacts.police_station.phone", "value": 38200000},
        {"address": "lakeside.contacts.deputy_mayor.email", "value": "office@lakeside.example"},
        {"address": "minimal.contacts.police_station.phone", "value": 44123456, "remark": "Of the station."},
    ]
    path = workbook(two_towns_data / "calls.xlsx", rows, ("address", "value", "remark"))

    ran = run(
        "set", "--from", path, "--source", "calls-2026", "--checked", "2026-11-28", "--to-confirm",
        "--new-source", "Answers by telephone", "--publisher", "Map Makers", "--publisher-lang", "en",
    )  # fmt: skip

    assert ran.output.splitlines()[-2:] == ["data/sources.yaml: calls-2026 added.", "3 facts written."]
    for cells in rows:
        assert value_of(two_towns_data, cells["address"]).endswith(" | calls-2026 | 2026-11-28 | True")


def test_every_contact_of_the_data_comes_from_one_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,520 rows, one write: each value with its source and day, nothing else, all checked and tidy."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setattr("guidebook.editing.commands.ROOT", tmp_path)
    before = [at for town in load_data(ROOT, None)[1].towns for at in facts(town)]
    contacts = [at.address for at in before if at.path[0] == "contacts"]
    values = {address: contact(number, address.rpartition(".")[2]) for number, address in enumerate(contacts)}
    rows = [{"address": address, "value": value} for address, value in values.items()]
    options = ["--source", "name-list-liquisearch", "--checked", "2026-11-27", "--today", "2026-11-28"]
    path = workbook(tmp_path / "calls.xlsx", rows, ("address", "value"))

    ran = CliRunner().invoke(main, ["set", "--from", path, *options])

    assert len(contacts) == 1520
    assert ran.output.endswith("\n1,520 facts written.\n"), ran.output
    records, problems = load_data(tmp_path, date(2026, 11, 28))[1:]
    after = {at.address: at for town in records.towns for at in facts(town)}
    assert {address: AS_DATA.format(after[address].fact.value) for address in values} == values
    said = {(after[address].source, str(after[address].checked)) for address in values}
    assert said == {(("name-list-liquisearch",), "2026-11-27")}
    rest = [at for at in before if at.address not in values]
    assert [after[at.address] for at in rest] == rest
    doubts = [(problem.field, problem.what) for problem in problems]
    assert doubts == [(problem.field, problem.what) for problem in load_data(ROOT, date(2026, 11, 28))[2]]
    assert format_data(tmp_path) == {}
    texts = [(root / DATA).read_text(encoding="utf-8") for root in (ROOT, tmp_path)]
    assert comments(texts[0]) == comments(texts[1])
