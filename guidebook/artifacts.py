"""What the build makes: a finished file of `guides/`, a leaf to be set on paper, the drawing of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

WIDTH = 600
"""Of the drawing, in its own units."""


@dataclass(frozen=True)
class Page:
    """A text file of `guides/`."""

    path: str
    """From `guides/`, with forward slashes."""
    text: str

    @property
    def data(self) -> bytes:
        """What stands in the file."""
        return self.text.encode("utf-8")


@dataclass(frozen=True)
class Pdf:
    """A PDF of `guides/`."""

    path: str
    """From `guides/`, with forward slashes."""
    data: bytes
    pages: int


@dataclass(frozen=True)
class PdfSource:
    """What becomes a PDF."""

    path: str
    """Of the PDF, from `guides/`."""
    template: str
    """The file of `templates/paper/` that sets it."""
    content: str
    """What the template is told, as JSON."""


@dataclass(frozen=True)
class SheetLink:
    """A sheet that is offered on a page."""

    page: str
    """Its path, from `guides/`."""
    title: str
    languages: str
    """The names of the two languages of the sheet, or empty when it is in the page's own."""
    path: str
    """Of the PDF, from `guides/`."""


@dataclass(frozen=True)
class Drawing:
    """The outlines as SVG paths, by municipality."""

    height: int
    paths: Mapping[str, str]
    outdated: tuple[str, ...]
    """Municipalities whose outline the source draws in an older shape."""

    @property
    def view_box(self) -> str:
        """As the `viewBox` of the SVG."""
        return f"0 0 {WIDTH} {self.height}"


def with_front_matter(values: Mapping[str, Any], body: str) -> str:
    """Markdown with its head; texts among the values are plain."""
    head = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{body}"
