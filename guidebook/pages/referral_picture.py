"""The path for a worry about one person as an SVG picture, drawn from its steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from guidebook.artifacts import TextFile
from guidebook.model.toolkit import ReferralAside, ReferralStep
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_template
from guidebook.text import escaped, striptags

PICTURE = "referral-path.svg"
"""The file in the folder of an edition."""
WIDTH = 360
"""Width of the picture in SVG units, about the pixels of a phone."""
PATH, ASIDE = (0, 226), (246, WIDTH - 246)
"""Left edge and width of the boxes of the path and of the boxes beside it."""
SIZE, SMALL = 13, 11
"""Sizes of the letters."""
LEADING = 17
PADDING = 10
GAP = 26
"""Between two boxes, for the arrow."""
LETTER = {"Latn": 0.54, "Cyrl": 0.6}
"""Mean width of a letter of a script, as a part of its size, in a wide face."""


@dataclass(frozen=True)
class Box:
    """A box of the picture in SVG units."""

    x: int
    y: int
    width: int
    lines: tuple[str, ...]
    small: tuple[str, ...] = ()
    """Office and time."""
    alarm: bool = False

    @property
    def height(self) -> int:
        """As its lines need."""
        return 2 * PADDING + LEADING * (len(self.lines) + len(self.small)) - 3

    @property
    def bottom(self) -> int:
        """Of its frame."""
        return self.y + self.height


@dataclass(frozen=True)
class Row:
    """A step, and where one of its answers leads."""

    number: int
    box: Box
    aside: Box | None
    answer: bool
    """The answer that leads to the aside."""


def referral_picture(edition: LocalizedEdition) -> TextFile:
    """The picture of an edition; it says what the list of the steps says."""
    rows = list(_rows(edition))
    context = {
        "rows": rows,
        "width": WIDTH,
        "height": max(box.bottom for row in rows for box in (row.box, row.aside) if box) + 1,
        "lang": edition.lang,
        "size": SIZE,
        "small": SMALL,
        "leading": LEADING,
        "padding": PADDING,
    }
    text = render_template(edition.environment, f"{PICTURE}.j2", context)
    return TextFile(f"{edition.key}/{PICTURE}", text)


def _rows(edition: LocalizedEdition) -> Iterator[Row]:
    top = 1
    for number, step in enumerate(edition.content.worksheets.referral_path.values(), start=1):
        box = _step_box(step, number, top, edition)
        aside = _aside_box(step.aside, top, edition) if step.aside else None
        yield Row(number, box, aside, step.aside is not None and step.aside.answer)
        top = max(box.bottom, aside.bottom if aside else 0) + GAP


def _step_box(step: ReferralStep, number: int, top: int, edition: LocalizedEdition) -> Box:
    x, width = PATH
    small = _lines(Markup("{} · {}").format(step.office, step.time), width, SMALL, edition)
    return Box(x, top, width, _lines(Markup("{}. {}").format(number, step.do), width, SIZE, edition), small)


def _aside_box(aside: ReferralAside, top: int, edition: LocalizedEdition) -> Box:
    x, width = ASIDE
    return Box(x, top, width, _lines(aside.do, width, SIZE, edition), alarm=aside.alarm)


def _lines(text: str, width: int, size: int, edition: LocalizedEdition) -> tuple[Markup, ...]:
    """A text in lines that fit a box; the face is the reader's, so a line keeps some room."""
    letters = int((width - 2 * PADDING) / (size * LETTER[edition.translator.edition.script]))
    return tuple(escaped(line) for line in wrap(striptags(text), letters, break_long_words=False))
