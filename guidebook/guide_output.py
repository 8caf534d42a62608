"""Everything that is made of one municipality in one edition."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.artifacts import Page, PdfSource, TextFile
from guidebook.exports.calendar import plan_calendar
from guidebook.exports.papers import Papers, guide_papers
from guidebook.exports.search_index import Passage, guide_index, headings, passages
from guidebook.exports.vcard import contact_cards
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import section_path
from guidebook.pages.html import parse_markdown
from guidebook.pages.sections import render_paper, render_sections
from guidebook.pdf.document import guide_source
from guidebook.pdf.sheets import Sheets, sheet_contents, single_sheets


@dataclass(frozen=True)
class GuideOutput:
    """The output of one municipality in one edition: plain values that can be pickled."""

    edition: str
    town: str
    pages: tuple[Page, ...]
    """The sections, in reading order."""
    files: tuple[TextFile, ...]
    """Calendar, contact cards and search index."""
    pdf_sources: tuple[PdfSource, ...]
    """The guide and its sheets."""
    headings: tuple[Passage, ...]
    """For the search index of the home."""
    sheets: Sheets
    """For the bilingual sheets."""
    papers: Papers
    """The papers to sign."""


def build_guide(edition: LocalizedEdition, town: str) -> GuideOutput:
    """Renders the sections, parses each once, and derives search index, PDF sources and sheets from them.

    Pure. Raises ProblemsFound for an undefined name in a template.
    """
    guide, folder = edition.guides[town], f"{edition.key}/{town}/"
    pages = render_sections(guide, edition)
    trees = {slug: parse_markdown(page.body) for slug, page in pages.items()}
    cover, frame = (parse_markdown(render_paper(guide, edition, name)) for name in ("cover", "sheet"))
    found = [
        passage
        for slug, tree in trees.items()
        for passage in passages(tree, section_path(slug), edition.lang)
    ]
    sheets = sheet_contents(guide, frame, trees)
    return GuideOutput(
        edition.key,
        town,
        tuple(pages.values()),
        (plan_calendar(guide), *contact_cards(guide), guide_index(folder, found, edition)),
        (guide_source(guide, cover, trees), *single_sheets(sheets)),
        headings(found),
        sheets,
        guide_papers(guide),
    )
