"""The page of a guide with its papers to sign."""

from __future__ import annotations

from collections.abc import Sequence

from guidebook.artifacts import Page
from guidebook.model.base import ENGLISH
from guidebook.model.papers import Basis, Paper
from guidebook.pages.context import TemplateContext
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import INDEX, Guide
from guidebook.pages.sections import render_guide_page

PAPERS = "papers"
"""The address of the page in a guide."""


def single_path(edition: str, town: str, name: str, ending: str = "docx") -> str:
    """The file of a paper in one language, from `guides/`."""
    return f"{edition}/{town}/papers/{name}.{ending}"


def pair_path(town: str, name: str, pair: Sequence[str], ending: str = "docx") -> str:
    """The file of a paper in two languages, from `guides/`."""
    return f"papers/{town}/{name}-{'-'.join(pair)}.{ending}"


def printed_basis(guide: Guide, paper: Paper) -> list[Basis]:
    """The acts a paper rests on in this municipality, without those that were not found themselves."""
    law = guide.content.law
    return [
        basis
        for basis in paper.basis
        if law[basis.law].only_for in (None, guide.town.id) and "act" not in law[basis.law].unsure
    ]


def render_papers(edition: LocalizedEdition, town: str, pairs: Sequence[Sequence[str]]) -> Page:
    """The page of a guide with its papers; `pairs` are the pairs of editions that are made."""
    guide = edition.guides[town]
    editions = guide.content.site.editions
    shown = [pair for pair in pairs if edition.key in pair or editions[edition.key].words == ENGLISH]
    names = {
        "edition": edition.key,
        "basis": {key: printed_basis(guide, paper) for key, paper in guide.content.papers.items()},
        "pairs": [(" · ".join(editions[key].name for key in pair), "-".join(pair)) for pair in shown],
    }
    context = TemplateContext(guide, INDEX, {})
    return render_guide_page(edition, context, PAPERS, names, "mandate.official_languages")
