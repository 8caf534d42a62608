"""Download links in the front matter of pages: the PDF of the guide and its sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

from guidebook.artifacts import Page, Pdf, SheetLink


def with_download_links(
    pages: Iterable[Page], pdfs: Iterable[Pdf], sheets: Iterable[SheetLink]
) -> list[Page]:
    """The pages; those of a guide with a PDF have `pdf` and `sheets` first in their front matter."""
    guides = {PurePosixPath(pdf.path).parent: pdf for pdf in pdfs}
    by_page: dict[str, list[SheetLink]] = defaultdict(list)
    for sheet in sheets:
        by_page[sheet.page].append(sheet)
    return [
        _with_links(page, guides[folder], by_page[page.path])
        if (folder := PurePosixPath(page.path).parent) in guides
        else page
        for page in pages
    ]


def _with_links(page: Page, guide: Pdf, sheets: Sequence[SheetLink]) -> Page:
    links = {
        "pdf": {"path": guide.path, "pages": guide.pages, "size": round(len(guide.data) / 1000)},
        "sheets": [
            {"title": title, "files": [{"languages": sheet.languages, "path": sheet.path} for sheet in same]}
            for title, same in groupby(sheets, lambda sheet: sheet.title)
        ],
    }
    return replace(page, meta=links | dict(page.meta))
