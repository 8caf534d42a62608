"""The pages of a guide to the manuscript of its PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence

from guidebook.artifacts import Page, PdfSource
from guidebook.pages.guide import Guide, own_name
from guidebook.pages.html import tree
from guidebook.pdf.nodes import printable
from guidebook.text import plain


def guide_manuscript(guide: Guide, cover: Page, pages: Sequence[Page]) -> PdfSource:
    """All sections of a guide behind its cover."""
    edition, day = guide.translator.edition, guide.day
    leaf, *sections = printable([cover, *pages])
    heading = next(element for element in tree(cover).elements() if element.tag == "h1")
    town = plain(own_name(guide.town, edition, "_full"))
    content = {
        "title": f"{heading.text} · {town}",
        "lang": edition.lang,
        "day": [day.year, day.month, day.day],
        "town": town,
        "cover": leaf,
        "sections": sections,
    }
    name = f"{guide.town.id}-{guide.translator.key}"
    path = f"{guide.translator.key}/{guide.town.id}/{name}.pdf"
    return PdfSource(path, "guide.typ", json.dumps(content, ensure_ascii=False))
