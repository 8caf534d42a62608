"""The PDF sources of a whole guide, its cover and all sections, and of a chapter of the handbook."""

from __future__ import annotations

from collections.abc import Mapping

from guidebook.artifacts import PdfSource, as_json
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import Guide, own_name, section_path
from guidebook.pages.html import Element, find
from guidebook.pages.practice import PRACTICE, chapter_url
from guidebook.pdf.nodes import page_nodes
from guidebook.text import striptags

COVER = "cover"
"""The slug of the cover, which is no page of the site."""


def guide_source(
    guide: Guide, cover: Element, sections: Mapping[str, Element], pictures: Mapping[str, str]
) -> PdfSource:
    """The PDF source of a guide; `sections` are the trees of its pages by slug, in reading order.

    `pictures` are the SVG pictures of its pages, by file name.
    """
    edition, day = guide.translator.edition, guide.day
    folder = f"{guide.translator.key}/{guide.town.id}"
    pages = {slug: (f"{folder}/{section_path(slug)}", tree) for slug, tree in sections.items()}
    nodes = page_nodes({COVER: (f"{folder}/{COVER}/", cover), **pages})
    town = striptags(own_name(guide.town, edition, "_full"))
    content = {
        "title": f"{find(cover, 'h1').text} · {town}",
        "lang": edition.lang,
        "day": [day.year, day.month, day.day],
        "town": town,
        "pictures": dict(pictures),
        "cover": nodes.pop(COVER),
        "sections": list(nodes.values()),
    }
    name = f"{guide.town.id}-{guide.translator.key}"
    return PdfSource(f"{folder}/{name}.pdf", "guide.typ", as_json(content))


def chapter_source(edition: LocalizedEdition, key: str, frame: Element, chapter: Element) -> PdfSource:
    """The PDF source of a chapter; `frame` is what it says of itself on paper."""
    day, folder = edition.content.practice[key].checked, f"{edition.key}/{PRACTICE}/{chapter_url(key)}"
    nodes = page_nodes({COVER: (f"{folder}{COVER}/", frame), key: (folder, chapter)})
    content = {
        "title": find(chapter, "h1").text,
        "lang": edition.lang,
        "day": [day.year, day.month, day.day],
        "frame": nodes[COVER],
        "body": nodes[key],
    }
    path = f"{folder}{key}-{edition.key}.pdf"
    return PdfSource(path, "chapter.typ", as_json(content))
