"""The commands of `python build_guides.py` other than `build`."""

from __future__ import annotations

from datetime import date
from difflib import unified_diff
from typing import Any

import click

from guidebook import build as pipeline
from guidebook.authoring import status_report
from guidebook.authoring.formatter import format_data
from guidebook.authoring.json_schema import update_schemas
from guidebook.authoring.new_record import add_record
from guidebook.diagnostics import (
    Problem,
    ProblemsFound,
    count_by_severity,
    github_annotation,
    pluralize,
    problems_as_json,
)
from guidebook.editing.apply_issue import apply_issue
from guidebook.editing.commands import set_fact, unset_fact
from guidebook.git import RevisionUnavailable
from guidebook.model.facts import facts
from guidebook.options import Options
from guidebook.page_preview import PagePreview
from guidebook.project import Project, load_project, update_catalogs
from guidebook.publish.mkdocs import PublishingFailed
from guidebook.review.impact import review_revision
from guidebook.review.report import as_markdown, as_text
from guidebook.serve import PortTaken, interrupt_on_termination
from guidebook.serve import serve as serve_site
from guidebook.terminal import ROOT, build_options, day_option, print_problems, progress

REPORT_FORMATS = {
    "text": status_report.as_text,
    "markdown": status_report.as_markdown,
    "json": status_report.as_json,
}


@click.group()
def commands() -> None:
    """The commands."""


commands.add_command(set_fact)
commands.add_command(unset_fact)
commands.add_command(apply_issue)


@commands.command()
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


@commands.command()
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


@commands.command()
@build_options
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
def serve(port: int, **options: Any) -> None:
    """Show the site on this machine and build it again when data, templates or catalogs change."""
    chosen = Options(**options)
    preview = PagePreview(ROOT, chosen)

    def rebuild() -> list[Problem | str]:
        try:
            pipeline.build(ROOT, chosen, progress)
        except ProblemsFound as found:
            print_problems(found.problems)
            return [*found.problems]
        except PublishingFailed as failure:
            click.echo(str(failure), err=True)
            return [str(failure)]
        preview.set_up()
        click.echo(f"The site is at http://127.0.0.1:{port}/. Ctrl+C ends.", err=True)
        return []

    interrupt_on_termination()
    try:
        serve_site(ROOT, pipeline.site_folder(ROOT, chosen), port, rebuild, preview.html)
    except PortTaken as taken:
        raise click.ClickException(f"{taken}.") from None


@commands.command()
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


@commands.command()
def schema() -> None:
    """Write data/schema/ anew from the records, for editors that know YAML."""
    stale = update_schemas(ROOT)
    click.echo(f"data/schema: {', '.join(stale) + ' written' if stale else 'nothing to change'}.")


@commands.command()
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


@commands.command()
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


@commands.command()
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
