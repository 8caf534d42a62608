"""Records of the papers to sign: model texts of decisions, letters, agreements and forms."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from guidebook.model.base import Common, Record
from guidebook.model.fields import (
    Address,
    Article,
    LawKey,
    Short,
    StepKey,
    Translated,
    YesNo,
    as_list,
    known,
)
from guidebook.model.text_blocks import TextBlock

PLACEHOLDERS = ("municipality", "languages")
"""What a text may name, as in `%(municipality)s`: the full name, the official languages."""

Articles = Annotated[
    tuple[Annotated[Article | None, BeforeValidator(known)], ...],
    BeforeValidator(as_list),
]


class Basis(Record):
    """An act that a paper rests on."""

    law: LawKey
    article: Articles = ()
    """Each is listed under `articles` of the act; unknown prints a line to write on."""


class KnownFact(Record):
    """A line of a paper with what is known of the municipality."""

    label: Short
    fact: Address
    """The fact without the municipality, such as `profile.population`."""


class PaperBlock(TextBlock):
    """A block of a paper."""

    kinds: ClassVar[tuple[str, ...]] = (*TextBlock.kinds, "known")

    known: tuple[KnownFact, ...] = ()
    """Facts of the municipality, each with its source; unknown prints a line to write on."""


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
    printed: YesNo = False
    """Whether it is printed and filled in by pen, so that it is also made as a PDF."""
    bilingual: YesNo = False
    """Whether it is also made in two languages side by side."""
    body: tuple[PaperBlock, ...]
    """The blocks of the text, in order."""
    check: tuple[Translated, ...]
    """What the legal office must check before it is signed."""
    caution: Translated | None = None
    """What must happen before it may be used at all; left out where nothing must."""
