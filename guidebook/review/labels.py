"""What readers call the files of `guides/` that a change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from guidebook.review.records import Review

KINDS = {
    ".vcf": "contact card",
    ".ics": "calendar",
    ".txt": "calendar",
    "search.json": "search",
    "index.md": "list of municipalities",
    "about.md": "about these guides",
    "interface.yml": "words of every page",
}
"""Files that are no section of a guide, by the end of their path."""
SHEETS = {
    "call-sheet": "call sheet",
    "response-sheet": "response sheet",
    "mandate-card": "mandate card",
    "first-100-days": "first 100 days",
    "handover-sheet": "handover sheet",
    "statements": "texts for the public",
}
"""PDFs of one page whose name is not the name of their file."""


def counts(paths: Iterable[str], review: Review) -> str:
    """How much of the guides a change touches, from its files."""
    files = list(paths)
    guides = [path.split("/") for path in files if town_of(path, review)]
    numbers = [
        (len({town_of(path, review) for path in files} - {""}), "municipality", "municipalities"),
        (len({parts[2] for parts in guides if parts[-1].endswith(".md")}), "section", "sections"),
        (len({parts[0] for parts in guides if parts[0] in review.editions}), "edition", "editions"),
        (sum(path.endswith(".pdf") for path in files), "PDF", "PDFs"),
    ]
    told = [f"{number:,} {one if number == 1 else many}" for number, one, many in numbers if number]
    if told and told[0] == "1 municipality":
        told = told[1:]
    return f": {', '.join(told)}" if told else ""


def town_of(path: str, review: Review) -> str:
    """The municipality of a file; empty for what belongs to none."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[1] in review.names else ""


def places(paths: Iterable[str], review: Review) -> list[str]:
    """What a reader calls these files, each once; sections first, in reading order."""
    named = {_place(path, review) for path in paths if not path.endswith(".pdf")}
    return [title for title in review.sections.values() if title in named] + sorted(
        named - set(review.sections.values())
    )


def _place(path: str, review: Review) -> str:
    name = path.rpartition("/")[2]
    if town_of(path, review) and name.removesuffix(".md") in review.sections:
        return review.sections[name.removesuffix(".md")]
    return next((kind for end, kind in KINDS.items() if name.endswith(end)), name)


def by_edition(paths: Sequence[str], review: Review) -> str:
    """The places of these files, editions alike together."""
    found_in: dict[str, list[str]] = {}
    for edition, own in grouped(paths, [*review.editions, ""], lambda path: _edition(path, review)):
        pdfs = sorted({_pdf(path, review) for path in own if path.endswith(".pdf")})
        found = places(own, review) + ([f"PDF: {', '.join(pdfs)}"] if pdfs else [])
        found_in.setdefault("; ".join(found), []).append(edition or "in two languages")
    every = [*review.editions]
    return " | ".join(
        f"{'every edition' if editions == every else ', '.join(editions)}: {found}"
        for found, editions in found_in.items()
    )


def _edition(path: str, review: Review) -> str:
    first = path.split("/")[0]
    return first if first in review.editions else ""


def _pdf(path: str, review: Review) -> str:
    """The guide, or a sheet without the languages it is in."""
    if "/sheets/" not in f"/{path}":
        return "the guide"
    name = path.rpartition("/")[2].removesuffix(".pdf")
    while languages := [f"-{edition}" for edition in review.editions if name.endswith(f"-{edition}")]:
        name = name.removesuffix(languages[0])
    return SHEETS.get(name, name)


def grouped(
    paths: Iterable[str], order: Sequence[str], key: Callable[[str], str]
) -> Iterator[tuple[str, list[str]]]:
    """The paths by what the key says of them, in this order."""
    for name, own in groupby(sorted(paths, key=lambda path: order.index(key(path))), key):
        yield name, list(own)
