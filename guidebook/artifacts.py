"""Build artifacts: pages, other text files, PDFs, documents and workbooks, their sources, links to PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic_core import to_json


@dataclass(frozen=True)
class Page:
    """A Markdown page with its front matter."""

    path: str
    """From `guides/`, with forward slashes; ends with `.md`."""
    meta: Mapping[str, Any]
    """Front matter: plain values, no markup."""
    body: str
    """Markdown."""

    @property
    def data(self) -> bytes:
        """The file: YAML front matter, an empty line, the body; UTF-8."""
        style: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 1000}
        head = yaml.dump(dict(self.meta), Dumper=yaml.CSafeDumper, **style)
        return f"---\n{head}---\n\n{self.body}".encode()


@dataclass(frozen=True)
class TextFile:
    """A file of `guides/` that MkDocs copies as it is, such as JSON or a calendar."""

    path: str
    """From `guides/`, with forward slashes."""
    text: str

    @property
    def data(self) -> bytes:
        """The file in UTF-8."""
        return self.text.encode()


@dataclass(frozen=True)
class Pdf:
    """A compiled PDF."""

    path: str
    """From `guides/`, with forward slashes."""
    data: bytes
    pages: int
    """Number of pages."""


@dataclass(frozen=True)
class PdfLink:
    """What the pages of a folder say of the PDF of that folder."""

    path: str
    """From `guides/`."""
    pages: int
    size: int
    """In kilobytes."""


@dataclass(frozen=True)
class PdfSource:
    """Everything Typst needs to compile a PDF."""

    path: str
    """Of the PDF, from `guides/`."""
    template: str
    """A file below `templates/paper/`."""
    content: str
    """Input of the template, as JSON."""


@dataclass(frozen=True)
class WordFile:
    """A document for a word processor."""

    path: str
    """From `guides/`, with forward slashes; ends with `.docx`."""
    data: bytes


@dataclass(frozen=True)
class WordSource:
    """Everything a document for a word processor is made from."""

    path: str
    """Of the document, from `guides/`."""
    content: str
    """As JSON."""


@dataclass(frozen=True)
class Spreadsheet:
    """A workbook for a spreadsheet program."""

    path: str
    """From `guides/`, with forward slashes; ends with `.xlsx`."""
    data: bytes


@dataclass(frozen=True)
class SheetLink:
    """A link from a page to a one-page PDF."""

    page: str
    """Path of the page, from `guides/`."""
    title: str
    languages: str
    """Names of the two editions of a bilingual sheet; empty when the sheet is in the page's own."""
    path: str
    """Of the PDF, from `guides/`."""


Artifact = Page | TextFile | Pdf | WordFile | Spreadsheet
"""A file of `guides/`: its `path` and its `data`."""


def as_json(content: Any) -> str:
    """The content of a source or of an index, as compact JSON."""
    return to_json(content).decode()
