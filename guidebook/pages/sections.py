"""Pages of a guide, and the Markdown of its cover and sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from guidebook.artifacts import Page
from guidebook.model.base import ENGLISH
from guidebook.model.municipality import SPECIMEN
from guidebook.pages.context import TemplateContext
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_block, render_template
from guidebook.pages.guide import INDEX, Guide, own_name
from guidebook.text import striptags

CENTRAL = "central-local"
"""The address of the page on central institutions in a guide."""


def render_sections(guide: Guide, edition: LocalizedEdition) -> dict[str, Page]:
    """The pages of a guide by slug, in reading order. Raises ProblemsFound for an undefined name."""
    pages, citations = {}, dict[str, date]()
    for slug, section in guide.content.site.sections.items():
        names = TemplateContext(guide, slug, citations).names()
        body = render_template(edition.environment, f"sections/{slug}.md.j2", names)
        meta = _meta(guide, section.title, section.question, _first_fact(body, guide), section=slug)
        pages[slug] = Page(f"{edition.key}/{guide.town.id}/{slug}.md", meta, body)
    return pages


def render_guide_page(
    edition: LocalizedEdition, context: TemplateContext, slug: str, own: Mapping[str, Any], fact: str
) -> Page:
    """A page of a guide beside its sections, from the template of its slug.

    `own` are names for this template alone, `fact` is the field that "Correct this" leads to.
    """
    guide, name, names = context.guide, f"{slug}.md.j2", context.names() | dict(own)
    title = render_block(edition.environment, name, "title", names)
    meta = _meta(guide, title, Markup("{}.").format(title), fact)
    path = f"{edition.key}/{guide.town.id}/{slug}.md"
    return Page(path, meta, render_template(edition.environment, name, names))


def _meta(guide: Guide, title: str, about: str, fact: str, **own: str) -> dict[str, Any]:
    """The front matter of a page, with the full name; a page of the fictional municipality says so."""
    full_name = own_name(guide.town, guide.translator.edition, "_full")
    return {
        "title": striptags(f"{title} · {full_name}"),
        "description": striptags(f"{full_name}. {about}"),
        "lang": guide.translator.edition.lang,
        "guide": guide.town.id,
        **own,
        "fact": fact,
        **({"specimen": "yes"} if guide.town.id == SPECIMEN else {}),
    }


def render_central(edition: LocalizedEdition, town: str) -> Page:
    """The page of a guide on what central institutions and the municipality owe each other."""
    context = TemplateContext(edition.guides[town], INDEX, {}, own_sources=True)
    return render_guide_page(edition, context, CENTRAL, {}, "profile.police_directorate")


def _first_fact(body: str, guide: Guide) -> str:
    """The field of the first fact on the page other than a name; that of the name where there is none."""
    fields = (address.partition(".")[2] for address in re.findall(r'data-fact="([^"]+)"', body))
    others = (field for field in fields if field in guide.facts and not field.startswith("names."))
    language = guide.translator.edition.words
    return next(others, f"names.{language if language in guide.town.names.by_language() else ENGLISH}")


def render_paper(guide: Guide, edition: LocalizedEdition, name: str) -> str:
    """Markdown of a template of `templates/paper/`, such as the cover of a guide."""
    own: dict[str, Any] = {
        "edition": guide.translator.edition,
        "edition_day": guide.day,
        "folder": f"{guide.translator.key}/{guide.town.id}/",
        "specimen": guide.town.id == SPECIMEN,
    }
    names = TemplateContext(guide, INDEX, {}).names() | own
    return render_template(edition.environment, f"paper/{name}.md.j2", names)
