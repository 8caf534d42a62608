"""Records of the practice handbook, and of the page between centre and municipality."""

from __future__ import annotations

from typing import ClassVar

from guidebook.model.base import Common, Record, Sources
from guidebook.model.fields import (
    BodyKey,
    PaperKey,
    SectionKey,
    Short,
    Slug,
    StepKey,
    Translated,
    Whole,
    YesNo,
)
from guidebook.model.text_blocks import TextBlock


class PracticeBlock(TextBlock):
    """A block of a chapter, with the sources of what it says."""

    kinds: ClassVar[tuple[str, ...]] = (*TextBlock.kinds, "cards")

    cards: tuple[Short, ...] = ()
    """Texts in frames, to cut out of the printed chapter."""
    new_page: YesNo = False
    """Whether it begins a page on paper."""
    source: Sources = ()
    """Keys of `data/sources.yaml`, printed below the block."""


class Chapter(Common):
    """A chapter of the practice handbook, the same for every municipality."""

    title: Short
    question: Translated
    """The question the chapter answers, from the reader's side."""
    section: SectionKey
    """The section of the guides that leads to it."""
    step: StepKey | None = None
    """The step of the plan that it helps with."""
    body: tuple[PracticeBlock, ...]
    """The blocks of the text, in order."""


class Claim(Record):
    """Something that one level may expect of the other."""

    text: Translated
    source: Sources = ()
    """Where it was seen; without a source it is to be confirmed."""
    proposal: YesNo = False
    """Whether it is our own proposal, to be agreed on."""


class Institution(Record):
    """A central institution and what it and the municipality owe each other."""

    body: BodyKey | None = None
    name: Short | None = None
    """Only where it has no record in `data/bodies.yaml`."""
    expect: tuple[Claim, ...]
    """What the municipality may expect."""
    owe: tuple[Claim, ...]
    """What the municipality owes, and by when."""
    escalate_to: Translated
    """Whom to turn to if nothing comes back."""


class EscalationStep(Record):
    """A step when a letter is not answered."""

    when: Short
    """Days after the registered letter."""
    do: Translated
    who: Short
    paper: PaperKey | None = None
    """The paper to use."""
    source: Sources = ()


class UrgentStep(Record):
    """A step when hours count."""

    hour: Whole
    do: Translated


class CalendarRow(Record):
    """What each level does in a month."""

    when: Short
    municipality: Translated
    central: Translated
    source: Sources = ()
    """Without a source it is a proposal."""


class Central(Common):
    """Who owes what to whom between central institutions and the municipality."""

    institutions: dict[Slug, Institution]
    escalation: dict[Slug, EscalationStep]
    meanwhile: tuple[Translated, ...]
    """What goes on while an answer is awaited."""
    urgent: tuple[UrgentStep, ...]
    year: tuple[CalendarRow, ...]
    questions: tuple[Translated, ...]
    """Questions that would turn what is to be confirmed into facts."""
