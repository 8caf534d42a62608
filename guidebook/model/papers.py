"""Records of the papers to sign: model texts of decisions, letters, agreements and forms."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from guidebook.model.base import Common, Record
from guidebook.model.fields import (
    Article,
    LawKey,
    Short,
    StepKey,
    Translated,
    Whole,
    YesNo,
    as_list,
    known,
)

BLANK = "___"
"""In a text of a paper: a line to write on."""
PLACEHOLDERS = ("municipality", "languages")
"""What a text may name, as in `%(municipality)s`: the full name, the official languages."""

Articles = Annotated[
    tuple[Annotated[Article | None, BeforeValidator(known)], ...],
    BeforeValidator(as_list),
]
Cell = Annotated[Short | None, BeforeValidator(known)]


class Basis(Record):
    """An act that a paper rests on."""

    law: LawKey
    article: Articles = ()
    """Each is listed under `articles` of the act; unknown prints a line to write on."""


class PaperTable(Record):
    """A table of a paper."""

    header: tuple[Short, ...]
    """The heads of its columns."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """A cell for each column; unknown leaves it empty."""
    blank_rows: Whole = 0
    """Number of empty rows below, to fill in."""


class PaperBlock(Record):
    """A block of a paper: exactly one of these fields."""

    heading: Short | None = None
    text: Short | None = None
    """A paragraph."""
    points: tuple[Short, ...] = ()
    """A numbered list."""
    bullets: tuple[Short, ...] = ()
    """A list without numbers."""
    table: PaperTable | None = None
    lines: tuple[Short, ...] = ()
    """Labels, each with a line to write on up to the margin."""


class Paper(Common):
    """A model text that an office fills in and signs."""

    title: Short
    signed_by: Short
    """An office, never a name."""
    when: Short
    """When in the first 100 days, or on what occasion."""
    step: StepKey | None = None
    """The step of the plan that it is the result of."""
    basis: tuple[Basis, ...] = ()
    """In the order they are printed."""
    local_basis: tuple[Short, ...] = ()
    """Acts of the municipality that it rests on too."""
    registered: YesNo = False
    """Whether it gets a number and a date of the registry above its title."""
    numbered: YesNo = False
    """Whether its headings are numbered, and the points below them as in 3.2."""
    bilingual: YesNo = False
    """Whether it is also made in two languages side by side."""
    body: tuple[PaperBlock, ...]
    """The blocks of the text, in order."""
    check: tuple[Translated, ...]
    """What the legal office must check before it is signed."""
    caution: Translated | None = None
    """What must happen before it may be used at all; left out where nothing must."""
