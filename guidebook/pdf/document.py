"""The PDF source of a whole guide: its cover and all sections."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guidebook.artifacts import PdfSource
from guidebook.pages.guide import Guide, own_name, section_path
from guidebook.pages.html import Element, find
from guidebook.pdf.nodes import page_nodes
from guidebook.text import striptags

COVER = "cover"
"""The slug of the cover, which is no page of the site."""


def guide_source(guide: Guide, cover: Element, sections: Mapping[str, Element]) -> PdfSource:
    """The PDF source of a guide; `sections` are the trees of its pages by slug, in reading order."""
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
        "cover": nodes.pop(COVER),
        "sections": list(nodes.values()),
    }
    name = f"{guide.town.id}-{guide.translator.key}"
    return PdfSource(f"{folder}/{name}.pdf", "guide.typ", json.dumps(content, ensure_ascii=False))
