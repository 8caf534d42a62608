"""What the commands share: options, progress, problems on the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from guidebook.diagnostics import Problem, coloured

ROOT = Path(__file__).resolve().parent.parent


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
