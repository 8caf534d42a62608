"""The open data as spreadsheets: figures are figures and days are days, and what is text stays text."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

from guidebook.exports.open_data import open_data
from guidebook.model.facts import facts
from guidebook.model.fields import Mail, Phone, Web
from guidebook.project import Project, load_project, newest_day
from tests.support.project import FORMULAS, ROOT
from tests.support.site import TOWNS, published

TABLES = ("municipalities", "facts")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def project() -> Project:
    """The project with all municipalities."""
    return load_project(ROOT)


@pytest.fixture(scope="module")
def real(project: Project) -> Files:
    """The files of all municipalities."""
    return made(project)


def made(project: Project) -> Files:
    """The open data of a project in English."""
    records = project.records
    found = open_data(records.towns, records.content, records.languages, [project.translator("en")])
    return {file.path: file.data for file in found}


def opened(api: Files, name: str) -> Any:
    """A workbook, read by openpyxl."""
    return load_workbook(io.BytesIO(api[f"api/{name}.xlsx"]))


def rows(api: Files, name: str) -> Iterator[dict[str, Any]]:
    """The cells of each row by the names of the columns."""
    header, *others = opened(api, name)[name].iter_rows()
    for row in others:
        yield {head.value: cell for head, cell in zip(header, row, strict=True)}


def typed(cell: Any) -> Any:
    """The value of a cell; a day has no hour."""
    if isinstance(cell.value, datetime):
        assert cell.number_format == "yyyy-mm-dd"
        assert (cell.value.hour, cell.value.minute) == (0, 0)
        return cell.value.date()
    return cell.value


def test_a_cell_has_the_value_and_the_type_of_the_record(project: Project, real: Files) -> None:
    """Whole numbers, decimals, days, texts, unknown: each fact of one value in both tables."""
    wide = {row["id"].value: row for row in rows(real, "municipalities")}
    long = {(row["municipality"].value, row["fact"].value): row for row in rows(real, "facts")}
    found = dict[type, int]()
    for town in project.records.towns:
        for at in facts(town):
            value: Any = at.fact.value
            if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Phone):
                value = value[0]
            if at.field not in wide[town.id] or not isinstance(value, int | Decimal | date | str | None):
                continue
            expected = float(value) if isinstance(value, Decimal) else value
            for cell in (wide[town.id][at.field], long[town.id, at.field]["value"]):
                assert typed(cell) == expected, at.address
                assert value is None or isinstance(value, str) is (cell.number_format == "@"), at.address
            assert typed(long[town.id, at.field]["checked"]) == at.checked
            assert typed(long[town.id, at.field]["due"]) == at.due
            found[type(value)] = found.get(type(value), 0) + 1

    assert set(found) >= {int, Decimal, date, Phone, Mail, Web, type(None)}
    assert found[date] > 10


@pytest.mark.parametrize("name", TABLES)
def test_a_spreadsheet_has_the_rows_and_columns_of_the_csv(name: str, real: Files) -> None:
    """Cell by cell, and no row or column more."""
    sheet = opened(real, name)[name]
    table = list(csv.reader(io.StringIO(real[f"api/{name}.csv"].decode("utf-8-sig"), newline="")))

    shown = [["" if typed(cell) is None else str(typed(cell)) for cell in row] for row in sheet.iter_rows()]

    assert len(shown) > len(TOWNS)
    assert shown == [[cell.removesuffix(".0") for cell in line] for line in table]


@pytest.mark.parametrize("name", TABLES)
def test_a_spreadsheet_is_ready_to_read(name: str, project: Project, real: Files) -> None:
    """The first row stays in sight, is bold and filters; no column is wider than a screen."""
    workbook = opened(real, name)
    sheet = workbook[name]
    header = sheet[1]

    assert workbook.sheetnames == [name]
    assert sheet.freeze_panes == "B2"
    assert all(cell.font.bold for cell in header)
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.auto_filter.ref == sheet.dimensions
    for cell in header:
        column = sheet.column_dimensions[cell.column_letter]
        assert min(len(cell.value), 47) < column.width <= 50, cell.value
    properties = workbook.properties
    assert (properties.title, properties.language) == (f"Guides for mayors: {name}", "en")
    with ZipFile(io.BytesIO(real[f"api/{name}.xlsx"])) as package:
        assert not re.search(rb"creator|lastModifiedBy|openpyxl", package.read("docProps/core.xml"))
    day = newest_day(project.records.towns)
    assert {properties.created.date(), properties.modified.date()} == {day}


def test_an_empty_cell_takes_what_is_written_into_it(real: Files) -> None:
    """A telephone number keeps its nought and a day becomes one; below a figure a figure stays one."""
    formats = dict[str, set[str]]()
    for name in TABLES:
        for row in rows(real, name):
            for column, cell in row.items():
                if cell.value is None:
                    formats.setdefault(column, set()).add(cell.number_format)

    assert formats["value"] == formats["source"] == formats["contacts.police_station.phone"] == {"@"}
    assert formats["mandate.oath_date"] == {"yyyy-mm-dd"}
    assert formats["year"] == formats["profile.population_counted"] == {"General"}


def test_the_same_data_give_the_same_bytes(project: Project, real: Files) -> None:
    """No time of the build is in the package; every file in it has the first day a ZIP can name."""
    again = made(project)

    for name in TABLES:
        data = real[f"api/{name}.xlsx"]
        assert again[f"api/{name}.xlsx"] == data
        with ZipFile(io.BytesIO(data)) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def converted(folder: Path, paths: list[Path], form: str, locale: str) -> None:
    """Opens files with LibreOffice as set for a country, and saves them in another form."""
    settings = folder / "user" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
        f"<value>{locale}</value></prop></item></oor:items>",
        encoding="utf-8",
    )
    command = ["soffice", f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.slow
def test_a_spreadsheet_with_a_decimal_comma_reads_figures_as_figures(real: Files, tmp_path: Path) -> None:
    """Saved as CSV, texts have quotes and figures have none; what the CSV of the site holds has them all."""
    sources = [tmp_path / "facts.xlsx", tmp_path / "plain.csv"]
    for path, name in zip(sources, ("facts.xlsx", "facts.csv"), strict=True):
        path.write_bytes(real[f"api/{name}"])

    converted(tmp_path / "made", sources, "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,true,true", "sr-RS")

    ours, plain = (values(tmp_path / "made" / name) for name in ("facts.csv", "plain.csv"))
    assert ours["prizren", "profile.area_km2"] == "626,86"
    assert plain["prizren", "profile.area_km2"] == '"626.86"'
    assert ours["prizren", "profile.population"] == "147246"
    assert ours["gracanica", "mandate.oath_date"] == "2025-12-05"
    assert ours["ferizaj", "contacts.police_station.phone"] == '"0290 326 250; 0290 322 406"'
    assert len(ours) == len(plain) > 3_000


def values(path: Path) -> dict[tuple[str, ...], str]:
    """The column of values of a table of facts as it is written, by municipality and fact."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {tuple(name.strip('"') for name in line[:2]): line[2] for line in lines}


@pytest.mark.parametrize("name", TABLES)
def test_text_that_begins_like_a_formula_is_text(name: str, calculating: Path) -> None:
    """Whole, without an apostrophe, and marked so that it stays text when somebody enters it again."""
    api = published(calculating / "guides")
    cells = [cell for row in opened(api, name)[name].iter_rows() for cell in row if cell.value is not None]
    texts = {cell.value: cell for cell in cells if isinstance(cell.value, str)}

    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    for text in (FORMULAS[0], FORMULAS[4], "; ".join(FORMULAS)):
        assert texts[text].quotePrefix
        assert texts[text].number_format == "@"
    assert texts["#N/A"].number_format == "@"
    assert texts["+383 38 000 001; 038 000 002"].quotePrefix
    assert not texts["lakeside"].quotePrefix


def test_libreoffice_calculates_nothing(calculating: Path, tmp_path: Path) -> None:
    """In a spreadsheet program too there is no formula and no error, and the text is whole."""
    api = published(calculating / "guides")
    paths = [tmp_path / f"{name}.xlsx" for name in TABLES]
    for path in paths:
        path.write_bytes(api[f"api/{path.name}"])

    converted(tmp_path, paths, "fods", "sr-RS")

    for path in paths:
        tree = etree.parse(path.with_suffix(".fods"))
        cells = tree.findall(".//{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")
        assert len(cells) > 40
        assert [one.attrib for one in cells if any(name.endswith("}formula") for name in one.attrib)] == []
        texts = {"".join(one.itertext()).strip() for one in cells}
        assert {FORMULAS[0], FORMULAS[4], "; ".join(FORMULAS), "#N/A"} <= texts
