"""Pages told what there is of them on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

import yaml

from guidebook.artifacts import Page, Pdf, SheetLink


def offered(pages: Iterable[Page], pdfs: Iterable[Pdf], sheets: Iterable[SheetLink]) -> list[Page]:
    """The pages; those of a guide name in their heads its PDF, which stands beside them, and their sheets."""
    guides = {PurePosixPath(pdf.path).parent: pdf for pdf in pdfs}
    by_page: dict[str, list[SheetLink]] = defaultdict(list)
    for sheet in sheets:
        by_page[sheet.page].append(sheet)
    return [
        _told(page, guides[folder], by_page[page.path])
        if page.path.endswith(".md") and (folder := PurePosixPath(page.path).parent) in guides
        else page
        for page in pages
    ]


def _told(page: Page, guide: Pdf, sheets: Sequence[SheetLink]) -> Page:
    head = {
        "pdf": {"path": guide.path, "pages": guide.pages, "size": round(len(guide.data) / 1000)},
        "sheets": [
            {"title": title, "files": [{"languages": sheet.languages, "path": sheet.path} for sheet in same]}
            for title, same in groupby(sheets, lambda sheet: sheet.title)
        ],
    }
    said = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)
    return replace(page, text=page.text.replace("---\n", f"---\n{said}", 1))
