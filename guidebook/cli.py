"""Commands of `python build_guides.py`; --help lists them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from guidebook import build as pipeline
from guidebook.authoring import status_report
from guidebook.authoring.formatter import format_data
from guidebook.authoring.json_schema import update_schemas
from guidebook.authoring.new_record import add_record
from guidebook.build import Options, Summary
from guidebook.diagnostics import (
    Problem,
    ProblemsFound,
    coloured,
    count_by_severity,
    github_annotation,
    pluralize,
    problems_as_json,
)
from guidebook.git import RevisionUnavailable
from guidebook.model.facts import facts
from guidebook.project import Project, load_project, update_catalogs
from guidebook.publish.mkdocs import PublishingFailed
from guidebook.review.impact import review_revision
from guidebook.review.report import as_markdown, as_text
from guidebook.serve import interrupt_on_termination
from guidebook.serve import serve as serve_site

ROOT = Path(__file__).resolve().parent.parent
NOT_PUBLISHED = "Nothing was published; the last good site stays as it is."
REPORT_FORMATS = {
    "text": status_report.as_text,
    "markdown": status_report.as_markdown,
    "json": status_report.as_json,
}


def progress(steps: Iterable[Any], total: int, label: str) -> Iterator[Any]:
    """Passes steps through behind a progress bar on standard error."""
    with click.progressbar(steps, length=total, label=f"{label:<15}", file=sys.stderr) as bar:
        yield from bar


def print_problems(problems: Iterable[Problem]) -> None:
    """The problems on standard error, a line each; in colour on a terminal, unless NO_COLOR is set."""
    colourless = bool(os.environ.get("NO_COLOR"))
    for problem in problems:
        click.echo(str(problem) if colourless else coloured(problem), err=True)


def today(_context: click.Context, _option: click.Parameter, day: datetime | None) -> date:
    """The day of the option, else of SOURCE_DATE_EPOCH, else the current day in UTC."""
    if day is None and (epoch := os.environ.get("SOURCE_DATE_EPOCH")):
        day = datetime.fromtimestamp(int(epoch), UTC)
    return (day or datetime.now(UTC)).date()


day_option = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), callback=today, metavar="DAY",
    help="The day from which the age of facts is counted, such as 2026-11-22; today unless told.",
)  # fmt: skip


def build_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose a part of the guides; the parameters of `Options`."""
    command = day_option(command)
    command = click.option("--only", "town", metavar="ID", help="One municipality, into preview/.")(command)
    command = click.option(
        "--edition", metavar="E", help="One edition, a key of data/site.yaml such as sq, into preview/."
    )(command)
    command = click.option("--specimen", is_flag=True, help="The fictional municipality, into preview/.")(
        command
    )
    return click.option("--draft", is_flag=True, help="Show missing translations in English.")(command)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Guides for incoming mayors: from data/ to guides/ and site/. Without a command: build."""
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command()
@build_options
def build(**options: Any) -> None:
    """Fill guides/ and publish site/, whole or not at all."""
    try:
        summary = pipeline.build(ROOT, Options(**options), progress)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{pluralize(len(found.problems), 'problem')}. {NOT_PUBLISHED}") from None
    except PublishingFailed as failure:
        click.echo(str(failure), err=True)
        raise click.ClickException(NOT_PUBLISHED) from None
    print_summary(summary)


@main.command()
@click.option("--draft", is_flag=True, help="Missing translations are warnings.")
@day_option
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True,
    help="For people, for the lines of a pull request, or for programs.",
)  # fmt: skip
def check(draft: bool, today: date, form: str) -> None:
    """Report errors and warnings in data/ and locale/; writes nothing."""
    project = None
    try:
        project = load_project(ROOT, draft, today)
        problems = sorted(project.warnings)
    except ProblemsFound as found:
        problems = found.problems
    if form == "json":
        click.echo(problems_as_json(problems))
    elif form == "github":
        for problem in problems:
            click.echo(github_annotation(problem))
    else:
        print_problems(problems)
    if project is None:
        raise click.ClickException(f"{count_by_severity(problems)}.")
    if form == "text":
        print_ok(project)


@main.command()
@day_option
@click.option(
    "--format", "form", type=click.Choice(list(REPORT_FORMATS)), default="text", show_default=True,
    help="For a terminal, for an issue, or for programs.",
)  # fmt: skip
def report(today: date, form: str) -> None:
    """Status of the facts: in order, to be confirmed, too old, unknown; what to find out next."""
    try:
        project = load_project(ROOT, draft=True)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{count_by_severity(found.problems)}.") from None
    formatted = REPORT_FORMATS[form](project.status(today), project.translation_progress())
    click.echo(formatted.rstrip())


def print_ok(project: Project) -> None:
    """What was checked, and how far the translations are."""
    towns = project.records.towns
    gaps = sum(at.fact.value is None for town in towns for at in facts(town))
    found = f"No mistakes, {count_by_severity(project.warnings)}" if project.warnings else "All good"
    click.echo(f"{found}: {pluralize(len(towns), 'municipality')}, {pluralize(gaps, 'unknown fact')}.")
    for language, catalog in project.catalogs.items():
        if catalog.total:
            done = len(catalog.translated)
            share = f"{done:,} of {catalog.total:,} texts translated ({done / catalog.total:.0%})"
            click.echo(f"locale/{language}: {share}, {catalog.fuzzy} fuzzy.")


@main.command()
@build_options
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
def serve(port: int, **options: Any) -> None:
    """Show the site on this machine and build it again when data, templates or catalogs change."""
    chosen = Options(**options)

    def rebuild() -> None:
        try:
            pipeline.generate(ROOT, chosen, progress)
        except ProblemsFound as found:
            print_problems(found.problems)

    interrupt_on_termination()
    _, config = pipeline.generate(ROOT, chosen, progress)
    serve_site(ROOT, config, port, rebuild)


@main.command()
def messages() -> None:
    """Bring new and changed English sentences into locale/, for the translators."""
    try:
        for language, number, still_open in update_catalogs(ROOT):
            click.echo(
                f"locale/{language}: {pluralize(number, 'text')}, {still_open:,} to translate or read again."
            )
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{pluralize(len(found.problems), 'problem')}.") from None


@main.command()
def schema() -> None:
    """Write data/schema/ anew from the records, for editors that know YAML."""
    stale = update_schemas(ROOT)
    click.echo(f"data/schema: {', '.join(stale) + ' written' if stale else 'nothing to change'}.")


@main.command()
@click.argument("identity", metavar="ID")
def new(identity: str) -> None:
    """Add a record for a new municipality to data/municipalities.yaml, every field explained."""
    try:
        line = add_record(ROOT, identity)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException("Nothing was written.") from None
    click.echo(f"data/municipalities.yaml:{line}: {identity} stands here now. What to do next:")
    click.echo("  1. Write its six names, their source, and the day you checked them.")
    click.echo("  2. Replace unknown where you have a source. Delete what begins with # as you go.")
    click.echo("  3. In data/site.yaml, raise the number after municipalities: by one.")
    click.echo("  4. Run python build_guides.py check.")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Show the difference and write nothing.")
def tidy(only_check: bool) -> None:
    """Put data/ in canonical form: order of fields, missing facts as unknown, indentation, empty lines.

    No comment is lost.
    """
    try:
        files = format_data(ROOT)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException("Nothing was written.") from None
    for file, (text, formatted) in files.items():
        if only_check:
            lines = text.splitlines(), formatted.splitlines()
            click.echo("\n".join(unified_diff(*lines, f"{file} as it is", f"{file} tidied", lineterm="")))
        else:
            (ROOT / file).write_text(formatted, encoding="utf-8", newline="\n")
            click.echo(f"{file}: tidied.")
    if not files:
        click.echo("data/ is tidy.")
    elif only_check:
        raise click.ClickException("Run python build_guides.py tidy, or change the lines as shown.")


@main.command()
@click.argument("base")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def diff(base: str, form: str) -> None:
    """What changes for readers since BASE, a branch, tag or commit of git. Nothing is written."""
    try:
        found = review_revision(ROOT, base, progress)
    except ProblemsFound as problems:
        print_problems(problems.problems)
        raise click.ClickException(f"{pluralize(len(problems.problems), 'problem')}.") from None
    except RevisionUnavailable as error:
        raise click.ClickException(str(error)) from None
    click.echo(as_markdown(found) if form == "markdown" else as_text(found), nl=False)


def print_summary(summary: Summary) -> None:
    """The warnings of a build, and what it made."""
    print_problems(summary.warnings)
    made = [
        pluralize(summary.municipalities, "municipality"),
        pluralize(summary.editions, "edition"),
        pluralize(summary.pages, "page"),
        pluralize(summary.pdfs, "PDF"),
        f"{summary.changed:,} changed",
        pluralize(summary.gaps, "unknown fact"),
    ]
    click.echo(f"{summary.folder.relative_to(ROOT)}/ is ready: {', '.join(made)}.")
