"""The commands `set` and `unset`; what reads tables is loaded for a table alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from guidebook.diagnostics import Problem, ProblemsFound, count_by_severity, errors, pluralize
from guidebook.editing.apply import Applied, apply_edits
from guidebook.editing.edits import Edit
from guidebook.editing.files import DataFiles, read_data_files
from guidebook.editing.new_source import SOURCES, NewSource, is_untranslated
from guidebook.model.fields import UNKNOWN
from guidebook.terminal import ROOT, day_option, print_problems

NOTHING_WRITTEN = "Nothing was written."
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Found = tuple[list[Edit], list[Problem]]
"""Edits, and what is wrong with others."""


def fact_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a fact, and of a new source for it."""
    options = [
        click.option("--source", multiple=True, metavar="KEY", help="Key of data/sources.yaml; repeatable."),
        click.option("--checked", metavar="DAY", help="The day it was compared with its source: 2026-11-22."),
        click.option("--to-confirm", is_flag=True, help="A person still has to confirm it; printed."),
        click.option("--year", metavar="YEAR", help="Of a capacity: the year of the report, or unknown."),
        click.option("--remark", metavar="TEXT", help="For editors; without it an old remark stays."),
        click.option("--new-source", "title", metavar="TITLE", help="Add the source KEY with this title."),
        click.option("--publisher", metavar="NAME", help="Who published it; an office in English."),
        click.option("--publisher-lang", metavar="LANG", help="Language of a name that is not translated."),
        click.option("--lang", default="en", show_default=True, help="Language of the title."),
        click.option("--url", default=UNKNOWN, show_default=True, help="Its address."),
        click.option("--date", metavar="DAY", help="Its own day; that of --checked unless told."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


accept_option = click.option("--accept-warnings", is_flag=True, help="Write in spite of warnings.")


@click.command("set")
@click.argument("address", required=False)
@click.argument("value", required=False)
@click.option("--from", "tables", multiple=True, type=FILE, metavar="FILE", help="A table, CSV or XLSX.")
@click.option("--only", "town", metavar="ID", help="Refuse rows of any other municipality.")
@fact_options
@accept_option
@day_option
def set_fact(
    address: str | None, value: str | None, accept_warnings: bool, today: date, **options: Any
) -> None:
    """Write a fact, or a table of facts, into data/municipalities.yaml; no other line changes.

    ADDRESS is such as prizren.contacts.police_station.phone. A list has semicolons between its items.
    A capacity takes a code of data/findings.yaml as a further finding, with --year.

    A table has the columns of api/facts.csv. Only filled cells that differ from the data count. --source,
    --checked and --to-confirm hold for rows that do not say it themselves. All is written, or nothing.
    """
    new_source = _new_source(options)
    if options["tables"]:
        _refuse({"ADDRESS": address, "--year": options["year"], "--remark": options["remark"]}, "--from")
        given = {name: options[name] for name in ("source", "to_confirm", "town")}
        tables = import_module("guidebook.editing.table_edits")
        defaults = tables.Defaults(checked=options["checked"] or "", **given)
        write_edits(
            lambda files: tables.edits_of_tables(options["tables"], files.documents, defaults),
            new_source, accept_warnings, today,
        )  # fmt: skip
        return
    _refuse({"--only": options["town"]}, "ADDRESS")
    needed = {"ADDRESS": address, "VALUE": value}
    needed |= {"--source KEY": options["source"] or None, "--checked DAY": options["checked"]}
    if missing := [name for name, given in needed.items() if given is None]:
        raise click.UsageError(f"{', '.join(missing)} missing.")
    fields = {name: options[name] for name in ("source", "checked", "to_confirm", "year", "remark")}
    edit = Edit(str(address), value, **fields)
    write_edits(lambda _: ([edit], []), new_source, accept_warnings, today)


@click.command("unset")
@click.argument("address")
@accept_option
@day_option
def unset_fact(address: str, accept_warnings: bool, today: date) -> None:
    """Write unknown for one fact of data/municipalities.yaml; its source and day go, a remark stays."""
    write_edits(lambda _: ([Edit(address, None)], []), None, accept_warnings, today)


def _refuse(options: dict[str, Any], beside: str) -> None:
    """Raises click.UsageError when one of these is given."""
    if given := [name for name, found in options.items() if found is not None]:
        raise click.UsageError(f"{given[0]} makes no sense beside {beside}.")


def _new_source(options: dict[str, Any]) -> NewSource | None:
    """The new source of the options; raises click.UsageError where they do not fit together."""
    described = [name for name in ("publisher", "publisher_lang", "date") if options[name]]
    if options["title"] is None:
        if described:
            option = f"--{described[0].replace('_', '-')}"
            raise click.UsageError(f"{option} describes a new source; add --new-source TITLE.")
        return None
    day = options["date"] or options["checked"]
    if len(options["source"]) != 1:
        raise click.UsageError("--new-source adds one source; write one --source KEY for it.")
    if not options["publisher"] or not day:
        raise click.UsageError("--new-source needs --publisher NAME, and --date DAY or --checked DAY.")
    fields = {name: options[name] for name in ("title", "lang", "publisher", "publisher_lang", "url")}
    return NewSource(options["source"][0], date=day, **fields)


def write_edits(
    edits_of: Callable[[DataFiles], Found], new_source: NewSource | None, accept_warnings: bool, today: date
) -> None:
    """Applies edits to `data/` and says what changed; writes nothing when there are problems."""
    try:
        files = read_data_files(ROOT)
        edits, problems = edits_of(files)
        applied = apply_edits(files.documents, files.texts, edits, today, new_source)
        problems = sorted([*problems, *applied.problems])
        print_problems(problems)
        _stop_at(problems, accept_warnings)
        if applied.changes:
            files.write(applied.texts)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{count_by_severity(found.problems)}. {NOTHING_WRITTEN}") from None
    click.echo("\n".join(summary(files, applied, new_source)))


def _stop_at(problems: Sequence[Problem], accept_warnings: bool) -> None:
    if errors(problems) or (problems and not accept_warnings):
        only_warnings = "" if errors(problems) else " If all is right, add --accept-warnings."
        raise click.ClickException(f"{count_by_severity(problems)}. {NOTHING_WRITTEN}{only_warnings}")


def summary(files: DataFiles, applied: Applied, new_source: NewSource | None) -> list[str]:
    """What changed, and what is left to do."""
    if not applied.changes:
        return ["Nothing to change."]
    lines = []
    for change in applied.changes:
        lines.append(f"{change.place}: {change.address}: {change.new} (was {change.old})")
        if change.remark:
            lines.append(f"  Its remark stays; is it still right? {change.remark}")
    if new_source:
        lines.append(f"data/sources.yaml: {new_source.key} added.")
    if is_untranslated(files.documents[SOURCES], new_source):
        lines.append(
            "  Its publisher is new: run python build_guides.py messages and translate it in locale/."
        )
    return [*lines, f"{pluralize(len(applied.changes), 'fact')} written."]
