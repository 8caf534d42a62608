"""The practice handbook of an edition: its list of chapters, and each chapter."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from guidebook.artifacts import Page
from guidebook.model.practice import Chapter
from guidebook.model.text_blocks import BLANK
from guidebook.pages.citations import lang_attribute, publisher_links, read_on
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_template
from guidebook.pages.site_pages import render_page
from guidebook.text import escaped

PRACTICE = "practice"
"""The folder of the handbook in an edition."""


def chapter_url(key: str) -> str:
    """The URL of a chapter from the folder of the handbook."""
    return f"{key}/"


def render_practice(edition: LocalizedEdition) -> Page:
    """The chapters of the handbook, each with the question it answers."""
    context = {"chapters": edition.content.practice, "chapter_url": chapter_url}
    return render_page("practice", f"{edition.key}/{PRACTICE}/index.md", context, edition)


def render_chapters(edition: LocalizedEdition) -> dict[str, Page]:
    """The pages of the chapters by key, in reading order."""
    return {key: _chapter(edition, key, chapter) for key, chapter in edition.content.practice.items()}


def _chapter(edition: LocalizedEdition, key: str, chapter: Chapter) -> Page:
    register = edition.content.sources
    cited = dict.fromkeys([*(one for block in chapter.body for one in block.source), *chapter.source])
    context: dict[str, Any] = {
        "chapter": chapter,
        "register": register,
        "cited": [(source, chapter.checked) for source in cited],
        "fill": with_blanks,
        "sources": lambda keys: publisher_links(
            {name: register[name] for name in keys}, edition.lang, lambda name: f"#source-{name}"
        ),
        "lang_attribute": lambda lang: lang_attribute(lang, edition.lang),
        "read_on": lambda day: read_on(edition.content, edition.translator, day),
    }
    page = render_page("chapter", f"{edition.key}/{PRACTICE}/{key}/index.md", context, edition)
    return Page(page.path, {**page.meta, "chapter": key}, page.body)


def render_chapter_frame(edition: LocalizedEdition, key: str) -> str:
    """Markdown of what a chapter says of itself on paper: site, edition, day, notices."""
    translator = edition.translator
    context = {
        "site": edition.content.site,
        "edition": translator.edition,
        "edition_day": edition.content.practice[key].checked,
        "day": translator.day,
        "specimen": False,
    }
    return render_template(edition.environment, "paper/chapter.md.j2", context)


def with_blanks(text: str) -> Markup:
    """A text of a block with its lines to write on."""
    return Markup(text.replace(escaped(BLANK), '<span class="blank"></span>'))
