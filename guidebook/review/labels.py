"""Labels of output files for the diff report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from guidebook.diagnostics import pluralize
from guidebook.pages.practice import PRACTICE
from guidebook.review.records import Review

FILE_LABELS = {
    ".vcf": "contact card",
    ".ics": "calendar",
    ".txt": "calendar",
    "search.json": "search",
    "glossary.json": "search",
    "index.md": "list of municipalities",
    "about.md": "about these guides",
    "glossary.md": "glossary",
    "practice.json": "search",
    "referral-path.svg": "picture of the path for a worry",
    "central-local.md": "between centre and municipality",
    "papers.md": "papers to sign",
    ".docx": "papers to sign",
    "interface.yml": "words of every page",
}
"""Files other than sections and PDFs, by the end of their path."""
HANDBOOK = "practice handbook"
SHEET_LABELS = {
    "call-sheet": "call sheet",
    "response-sheet": "response sheet",
    "mandate-card": "mandate card",
    "first-100-days": "first 100 days",
    "handover-sheet": "handover sheet",
    "statements": "texts for the public",
}
"""One-page PDFs whose label differs from their file name."""


def count_summary(paths: Iterable[str], review: Review) -> str:
    """Numbers of municipalities, sections, editions and PDFs, as `: 3 sections, 4 editions`; may be empty.

    A single municipality is not counted.
    """
    files = list(paths)
    towns = {town for path in files if (town := town_of(path, review))}
    guides = [path.split("/") for path in files if town_of(path, review)]
    numbers = {
        "municipality": len(towns) if len(towns) > 1 else 0,
        "section": len({parts[2] for parts in guides if parts[2].removesuffix(".md") in review.sections}),
        "edition": len({parts[0] for parts in guides if parts[0] in review.editions}),
        "PDF": sum(path.endswith(".pdf") for path in files),
    }
    counts = ", ".join(pluralize(number, noun) for noun, number in numbers.items() if number)
    return f": {counts}" if counts else ""


def town_of(path: str, review: Review) -> str:
    """The id of the municipality of a file; empty for files of none."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[1] in review.names else ""


def file_labels(paths: Iterable[str], review: Review) -> list[str]:
    """The different labels of these files except PDFs; sections first, in reading order."""
    labels = {_file_label(path, review) for path in paths if not path.endswith(".pdf")}
    sections = [title for title in review.sections.values() if title in labels]
    return sections + sorted(labels.difference(sections))


def _file_label(path: str, review: Review) -> str:
    name = path.rpartition("/")[2]
    if _in_handbook(path):
        return HANDBOOK
    if town_of(path, review) and name.removesuffix(".md") in review.sections:
        return review.sections[name.removesuffix(".md")]
    return next((label for end, label in FILE_LABELS.items() if name.endswith(end)), name)


def _in_handbook(path: str) -> bool:
    """Whether a file belongs to the practice handbook of an edition."""
    return path.split("/")[1:2] == [PRACTICE]


def labels_by_edition(paths: Sequence[str], review: Review) -> str:
    """The labels of these files on one line, editions with equal labels together."""
    editions_by_labels: dict[str, list[str]] = {}
    for edition, own in group_paths(paths, [*review.editions, ""], lambda path: _edition_of(path, review)):
        pdfs = sorted({_pdf_label(path, review) for path in own if path.endswith(".pdf")})
        labels = file_labels(own, review) + ([f"PDF: {', '.join(pdfs)}"] if pdfs else [])
        editions_by_labels.setdefault("; ".join(labels), []).append(edition or "in two languages")
    every = [*review.editions]
    return " | ".join(
        f"{'every edition' if editions == every else ', '.join(editions)}: {labels}"
        for labels, editions in editions_by_labels.items()
    )


def _edition_of(path: str, review: Review) -> str:
    """The key of the edition of a file; empty for files in two languages."""
    first = path.split("/")[0]
    return first if first in review.editions else ""


def _pdf_label(path: str, review: Review) -> str:
    """The label of a PDF without its languages."""
    if _in_handbook(path):
        return HANDBOOK
    if "/papers/" in f"/{path}":
        return FILE_LABELS["papers.md"]
    if "/sheets/" not in f"/{path}":
        return "the guide"
    name = path.rpartition("/")[2].removesuffix(".pdf")
    while suffixes := [f"-{edition}" for edition in review.editions if name.endswith(f"-{edition}")]:
        name = name.removesuffix(suffixes[0])
    return SHEET_LABELS.get(name, name)


def group_paths(
    paths: Iterable[str], order: Sequence[str], key: Callable[[str], str]
) -> Iterator[tuple[str, list[str]]]:
    """The paths by key, keys in the given order. Raises ValueError for a key that is not in it."""
    for name, own in groupby(sorted(paths, key=lambda path: order.index(key(path))), key):
        yield name, list(own)
