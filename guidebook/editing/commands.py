"""The commands `set` and `unset`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from guidebook.diagnostics import Problem, ProblemsFound, count_by_severity, errors, pluralize
from guidebook.editing.apply import Applied, apply_edits
from guidebook.editing.edits import Edit
from guidebook.editing.files import read_data_files
from guidebook.editing.new_source import SOURCES, NewSource, is_untranslated
from guidebook.model.fields import UNKNOWN
from guidebook.terminal import ROOT, day_option, print_problems

NOTHING_WRITTEN = "Nothing was written."


def source_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that describe a new source."""
    options = [
        click.option("--new-source", "title", metavar="TITLE", help="Add the source KEY with this title."),
        click.option("--publisher", metavar="NAME", help="Who published it; an office in English."),
        click.option("--publisher-lang", metavar="LANG", help="Language of a name that is not translated."),
        click.option("--lang", default="en", show_default=True, help="Language of the title."),
        click.option("--url", default=UNKNOWN, show_default=True, help="Its address."),
        click.option("--date", metavar="DAY", help="Its own day; the day of --checked unless told."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("set")
@click.argument("address")
@click.argument("value")
@click.option(
    "--source", multiple=True, required=True, metavar="KEY", help="Key of data/sources.yaml; may be repeated."
)
@click.option(
    "--checked",
    required=True,
    metavar="DAY",
    help="The day the fact was compared with its source, such as 2026-11-22.",
)
@click.option("--to-confirm", is_flag=True, help="A person still has to confirm it; printed.")
@click.option("--year", metavar="YEAR", help="Of a capacity: the year the source speaks of, or unknown.")
@click.option("--remark", metavar="TEXT", help="For editors, never printed; without it an old remark stays.")
@source_options
@click.option("--accept-warnings", is_flag=True, help="Write in spite of warnings.")
@day_option
def set_fact(address: str, value: str, accept_warnings: bool, today: date, **options: Any) -> None:
    """Write one fact into data/municipalities.yaml; no other line changes.

    ADDRESS is such as prizren.contacts.police_station.phone. A list has semicolons between its items.
    A capacity takes a code of data/findings.yaml as a further finding, with --year.
    """
    new_source = _new_source(options)
    names = ("checked", "to_confirm", "year", "remark")
    edit = Edit(address, value, tuple(options["source"]), **{name: options[name] for name in names})
    write_edits([edit], new_source, accept_warnings, today)


@click.command("unset")
@click.argument("address")
@click.option("--accept-warnings", is_flag=True, help="Write in spite of warnings.")
@day_option
def unset_fact(address: str, accept_warnings: bool, today: date) -> None:
    """Write unknown for one fact of data/municipalities.yaml; its source and day go, a remark stays."""
    write_edits([Edit(address, None)], None, accept_warnings, today)


def _new_source(options: dict[str, Any]) -> NewSource | None:
    """The new source of the options; raises click.UsageError where they do not fit together."""
    described = [name for name in ("publisher", "publisher_lang", "date") if options[name]]
    if options["title"] is None:
        if described:
            raise click.UsageError(
                f"--{described[0].replace('_', '-')} describes a new source; add --new-source TITLE."
            )
        return None
    if len(options["source"]) != 1:
        raise click.UsageError("--new-source adds one source; write one --source KEY for it.")
    if not options["publisher"]:
        raise click.UsageError("--new-source needs --publisher NAME.")
    return NewSource(
        options["source"][0], options["title"], options["lang"], options["publisher"],
        options["publisher_lang"], options["url"], options["date"] or options["checked"],
    )  # fmt: skip


def write_edits(
    edits: Sequence[Edit], new_source: NewSource | None, accept_warnings: bool, today: date
) -> None:
    """Applies edits to `data/` and says what changed; writes nothing when there are problems."""
    try:
        files = read_data_files(ROOT)
        applied = apply_edits(files.documents, files.texts, edits, today, new_source)
        print_problems(applied.problems)
        _stop_at(applied.problems, accept_warnings)
        files.write(applied.texts)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{count_by_severity(found.problems)}. {NOTHING_WRITTEN}") from None
    _say(applied, new_source, is_untranslated(files.documents[SOURCES], new_source))


def _stop_at(problems: list[Problem], accept_warnings: bool) -> None:
    if errors(problems) or (problems and not accept_warnings):
        only_warnings = "" if errors(problems) else " If all is right, add --accept-warnings."
        raise click.ClickException(f"{count_by_severity(problems)}. {NOTHING_WRITTEN}{only_warnings}")


def _say(applied: Applied, new_source: NewSource | None, publisher_is_new: bool) -> None:
    """What changed, and what is left to do."""
    for change in applied.changes:
        click.echo(f"{change.place}: {change.address}: {change.new} (was {change.old})")
        if change.remark:
            click.echo(f"  Its remark stays; is it still right? {change.remark}")
    if new_source:
        click.echo(f"data/sources.yaml: {new_source.key} added.")
    if publisher_is_new:
        click.echo("  Its publisher is new: run python build_guides.py messages and translate it in locale/.")
    click.echo(
        f"{pluralize(len(applied.changes), 'fact')} written." if applied.changes else "Nothing to change."
    )
