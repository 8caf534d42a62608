"""The page of a guide with its papers to sign."""

from __future__ import annotations

from collections.abc import Sequence

from guidebook.artifacts import Page
from guidebook.model.base import ENGLISH
from guidebook.model.papers import Basis, Paper
from guidebook.pages.context import TemplateContext
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_template
from guidebook.pages.guide import INDEX, Guide, own_name
from guidebook.pages.sections import specimen_mark
from guidebook.text import striptags


def single_path(edition: str, town: str, name: str) -> str:
    """The Word file of a paper in one language, from `guides/`."""
    return f"{edition}/{town}/papers/{name}.docx"


def pair_path(town: str, name: str, pair: Sequence[str]) -> str:
    """The Word file of a paper in two languages, from `guides/`."""
    return f"papers/{town}/{name}-{'-'.join(pair)}.docx"


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
    title = edition.translator.text("Papers to sign", "heading")
    full_name = own_name(guide.town, guide.translator.edition, "_full")
    editions = guide.content.site.editions
    shown = [pair for pair in pairs if edition.key in pair or editions[edition.key].words == ENGLISH]
    names = TemplateContext(guide, INDEX, {}).names() | {
        "edition": edition.key,
        "basis": {key: printed_basis(guide, paper) for key, paper in guide.content.papers.items()},
        "pairs": [(" · ".join(editions[key].name for key in pair), "-".join(pair)) for pair in shown],
    }
    meta = {
        "title": striptags(f"{title} · {full_name}"),
        "description": striptags(f"{full_name}. {title}."),
        "lang": edition.lang,
        "guide": town,
        "fact": "mandate.official_languages",
        **specimen_mark(guide),
    }
    body = render_template(edition.environment, "papers.md.j2", names)
    return Page(f"{edition.key}/{town}/papers.md", meta, body)
