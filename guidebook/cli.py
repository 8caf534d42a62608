"""The command line, `python build_guides.py`; --help lists the commands.

What a command needs is loaded when it is called: a build with nothing to do needs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from guidebook.diagnostics import ProblemsFound, pluralize
from guidebook.last_build import LastBuild
from guidebook.options import Options, Summary
from guidebook.terminal import ROOT, build_options, print_problems, progress

NOT_PUBLISHED = "Nothing was published; the last good site stays as it is."


class Commands(click.Group):
    """Loads the commands other than `build` when one of them, or their list, is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All names, in alphabetical order."""
        return sorted([*self.commands, *_others().commands])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command by its name."""
        return super().get_command(context, name) or _others().get_command(context, name)


def _others() -> click.Group:
    found: click.Group = import_module("guidebook.commands").commands
    return found


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Guides for incoming mayors: from data/ to guides/ and site/. Without a command: build."""
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command()
@build_options
def build(**options: Any) -> None:
    """Fill guides/ and publish site/, whole or not at all."""
    chosen = Options(**options)
    print_summary(LastBuild(ROOT, chosen).summary() or _build(chosen))


def _build(options: Options) -> Summary:
    pipeline, mkdocs = import_module("guidebook.build"), import_module("guidebook.publish.mkdocs")
    try:
        summary: Summary = pipeline.build(ROOT, options, progress)
    except ProblemsFound as found:
        print_problems(found.problems)
        raise click.ClickException(f"{pluralize(len(found.problems), 'problem')}. {NOT_PUBLISHED}") from None
    except mkdocs.PublishingFailed as failure:
        click.echo(str(failure), err=True)
        raise click.ClickException(NOT_PUBLISHED) from None
    return summary


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
