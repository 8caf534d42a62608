"""What a reader gets from a Word file, read without the library that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RULE = "_" * 12
"""A line to write on."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as Word shows it."""

    style: str
    text: str
    langs: frozenset[str]
    number: tuple[str, str] | None
    """The list that counts it, and its level in it."""


@dataclass(frozen=True)
class WordDocument:
    """A document of a package."""

    parts: dict[str, bytes]
    days: frozenset[tuple[int, ...]]
    """Of the files in the package."""

    @property
    def body(self) -> Any:
        """The root of its text."""
        return etree.fromstring(self.parts["word/document.xml"])

    @property
    def text(self) -> str:
        """Its paragraphs, each on a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs())

    def paragraphs(self, below: Any = None) -> list[Paragraph]:
        """Its paragraphs in order, those of tables too."""
        root = self.body if below is None else below
        return [_paragraph(element) for element in root.iter(f"{W}p")]

    def rows(self) -> Iterator[list[list[Paragraph]]]:
        """The rows of its first table: the paragraphs of each cell."""
        for row in next(self.body.iter(f"{W}tbl")).iterchildren(f"{W}tr"):
            yield [self.paragraphs(cell) for cell in row.iterchildren(f"{W}tc")]


def _paragraph(element: Any) -> Paragraph:
    styles = element.findall(f"{W}pPr/{W}pStyle")
    number = element.find(f"{W}pPr/{W}numPr")
    return Paragraph(
        styles[0].get(f"{W}val") if styles else "",
        "".join(text.text or "" for text in element.iter(f"{W}t")),
        frozenset(lang.get(f"{W}val") for lang in element.iterfind(f"{W}r/{W}rPr/{W}lang")),
        None if number is None else (number[1].get(f"{W}val"), number[0].get(f"{W}val")),
    )


def read_word(source: Path | bytes) -> WordDocument:
    """A document; each part that is XML is well formed."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        days = frozenset(entry.date_time for entry in package.infolist())
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        assert etree.fromstring(part) is not None, name
    return WordDocument(parts, days)
