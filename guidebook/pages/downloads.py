"""Download links in the front matter of pages: the PDF of the guide and its sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import PurePosixPath

from guidebook.artifacts import Page, Pdf, PdfLink, SheetLink


def pdf_links(pages: Iterable[Page], pdfs: Iterable[Pdf]) -> dict[str, PdfLink]:
    """The PDF of each folder that has pages and a PDF."""
    folders = {_folder(page.path) for page in pages}
    return {
        folder: PdfLink(pdf.path, pdf.pages, round(len(pdf.data) / 1000))
        for pdf in pdfs
        if (folder := _folder(pdf.path)) in folders
    }


def with_download_links(
    pages: Iterable[Page], links: Mapping[str, PdfLink], sheets: Iterable[SheetLink]
) -> list[Page]:
    """The pages; those in a folder with a PDF have `pdf` and `sheets` first in their front matter."""
    by_page: dict[str, list[SheetLink]] = defaultdict(list)
    for sheet in sheets:
        by_page[sheet.page].append(sheet)
    return [
        _with_links(page, links[folder], by_page[page.path])
        if (folder := _folder(page.path)) in links
        else page
        for page in pages
    ]


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _with_links(page: Page, pdf: PdfLink, sheets: Sequence[SheetLink]) -> Page:
    links = {
        "pdf": asdict(pdf),
        "sheets": [
            {"title": title, "files": [{"languages": sheet.languages, "path": sheet.path} for sheet in same]}
            for title, same in groupby(sheets, lambda sheet: sheet.title)
        ],
    }
    return replace(page, meta=links | dict(page.meta))
