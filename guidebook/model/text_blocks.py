"""Blocks of running text: headings, paragraphs, lists, tables, lines to write on."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from guidebook.model.base import Record
from guidebook.model.fields import Short, Whole, known

BLANK = "___"
"""In a text of a block: a line to write on."""

Cell = Annotated[Short | None, BeforeValidator(known)]


class TextTable(Record):
    """A table among the blocks of a text."""

    header: tuple[Short, ...]
    """The heads of its columns."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """A cell for each column; unknown leaves it empty."""
    blank_rows: Whole = 0
    """Number of empty rows below, to fill in."""


class TextBlock(Record):
    """A block of a text: exactly one of the kinds."""

    kinds: ClassVar[tuple[str, ...]] = ("heading", "text", "points", "bullets", "table", "lines")

    heading: Short | None = None
    text: Short | None = None
    """A paragraph."""
    points: tuple[Short, ...] = ()
    """A numbered list."""
    bullets: tuple[Short, ...] = ()
    """A list without numbers."""
    table: TextTable | None = None
    lines: tuple[Short, ...] = ()
    """Labels, each with a line to write on up to the margin."""
