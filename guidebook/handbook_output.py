"""Everything that is made of the practice handbook in one edition."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.artifacts import Page, PdfSource, TextFile
from guidebook.exports.search_index import passages, practice_index
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.html import Convert, convert_markdown, parse_markdown
from guidebook.pages.practice import chapter_url, render_chapter_frame, render_chapters, render_practice
from guidebook.pdf.document import chapter_source


@dataclass(frozen=True)
class HandbookOutput:
    """The output of the handbook in one edition: plain values that can be pickled."""

    pages: tuple[Page, ...]
    """The list of chapters, then the chapters."""
    files: tuple[TextFile, ...]
    """What search knows of the chapters."""
    pdf_sources: tuple[PdfSource, ...]
    """One for each chapter."""


def build_handbook(edition: LocalizedEdition, convert: Convert = convert_markdown) -> HandbookOutput:
    """Renders the chapters, parses each once, and derives search index and PDF sources from them.

    Pure. Raises ProblemsFound for an undefined name in a template.
    """
    chapters = render_chapters(edition)
    trees = {key: parse_markdown(page.body, convert) for key, page in chapters.items()}
    frames = {key: parse_markdown(render_chapter_frame(edition, key), convert) for key in chapters}
    found = [
        passage for key, tree in trees.items() for passage in passages(tree, chapter_url(key), edition.lang)
    ]
    return HandbookOutput(
        (render_practice(edition), *chapters.values()),
        (practice_index(edition, found),),
        tuple(chapter_source(edition, key, frames[key], tree) for key, tree in trees.items()),
    )
