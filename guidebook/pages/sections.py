"""Pages of a guide, and the Markdown of its cover and sheets."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from guidebook.artifacts import Page
from guidebook.model.base import ENGLISH
from guidebook.model.municipality import SPECIMEN
from guidebook.pages.context import TemplateContext
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_template
from guidebook.pages.guide import INDEX, Guide, own_name
from guidebook.text import striptags


def render_sections(guide: Guide, edition: LocalizedEdition) -> dict[str, Page]:
    """The pages of a guide by slug, in reading order. Raises ProblemsFound for an undefined name."""
    pages, citations = {}, dict[str, date]()
    for slug, section in guide.content.site.sections.items():
        names = TemplateContext(guide, slug, citations).names()
        body = render_template(edition.environment, f"sections/{slug}.md.j2", names)
        full_name = own_name(guide.town, guide.translator.edition, "_full")
        meta = {
            "title": striptags(f"{section.title} · {full_name}"),
            "description": striptags(f"{full_name}. {section.question}"),
            "lang": edition.lang,
            "guide": guide.town.id,
            "section": slug,
            "fact": _first_fact(body, guide),
            **specimen_mark(guide),
        }
        pages[slug] = Page(f"{edition.key}/{guide.town.id}/{slug}.md", meta, body)
    return pages


def specimen_mark(guide: Guide) -> dict[str, str]:
    """The front matter of a page of the fictional municipality."""
    return {"specimen": "yes"} if guide.town.id == SPECIMEN else {}


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
        "specimen": guide.town.id == SPECIMEN,
    }
    names = TemplateContext(guide, INDEX, {}).names() | own
    return render_template(edition.environment, f"paper/{name}.md.j2", names)
