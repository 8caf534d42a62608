"""Everything that is made of one municipality in one edition."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.artifacts import Page, PdfSource, TextFile, WordSource
from guidebook.exports.calendar import plan_calendar
from guidebook.exports.papers import Papers, guide_papers, single_papers, single_pdfs
from guidebook.exports.search_index import Passage, guide_index, headings, passages, titles_beside
from guidebook.exports.vcard import contact_cards
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import EditionPairs, section_path
from guidebook.pages.html import Convert, convert_markdown, parse_markdown
from guidebook.pages.papers import render_papers
from guidebook.pages.referral_picture import PICTURE, referral_picture
from guidebook.pages.sections import render_central, render_paper, render_sections
from guidebook.pdf.document import guide_source
from guidebook.pdf.sheets import Sheets, sheet_contents, single_sheets


@dataclass(frozen=True)
class GuideOutput:
    """The output of one municipality in one edition: plain values that can be pickled."""

    edition: str
    town: str
    pages: tuple[Page, ...]
    """The sections in reading order, then the pages beside them."""
    files: tuple[TextFile, ...]
    """Calendar, contact cards and search index."""
    pdf_sources: tuple[PdfSource, ...]
    """The guide, its sheets and the papers to print."""
    word_sources: tuple[WordSource, ...]
    """The papers to sign."""
    headings: tuple[Passage, ...]
    """For the search index of the home."""
    sheets: Sheets
    """For the bilingual sheets."""
    papers: Papers
    """For the bilingual papers."""


def guide_pages(
    edition: LocalizedEdition, town: str, pairs: EditionPairs = ()
) -> tuple[dict[str, Page], tuple[Page, ...]]:
    """The sections in reading order by slug, and the pages beside them. Raises ProblemsFound."""
    beside = (render_papers(edition, town, pairs), render_central(edition, town))
    return render_sections(edition.guides[town], edition), beside


def build_guide(
    edition: LocalizedEdition, town: str, pairs: EditionPairs = (), convert: Convert = convert_markdown
) -> GuideOutput:
    """Renders the sections, parses each once, and derives search index, PDF sources and sheets from them.

    Its page of papers offers the bilingual ones of these pairs of editions. Pure. Raises ProblemsFound for
    an undefined name in a template.
    """
    guide, folder = edition.guides[town], f"{edition.key}/{town}/"
    pages, beside = guide_pages(edition, town, pairs)
    trees = {slug: parse_markdown(page.body, convert) for slug, page in pages.items()}
    cover, frame = (
        parse_markdown(render_paper(guide, edition, name), convert) for name in ("cover", "sheet")
    )
    found = [
        passage
        for slug, tree in trees.items()
        for passage in passages(tree, section_path(slug), edition.lang)
    ]
    found += titles_beside(guide)
    sheets, papers = sheet_contents(guide, frame, trees), guide_papers(guide)
    return GuideOutput(
        edition.key,
        town,
        (*pages.values(), *beside),
        (plan_calendar(guide), *contact_cards(guide), guide_index(folder, found, edition)),
        (
            guide_source(guide, cover, trees, {PICTURE: referral_picture(edition).text}),
            *single_sheets(sheets),
            *single_pdfs(papers),
        ),
        tuple(single_papers(papers)),
        headings(found),
        sheets,
        papers,
    )
