"""The pages of a guide to the manuscript of its PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence

from guidebook.escape import plain
from guidebook.guide import Guide, own_name
from guidebook.markup import tree
from guidebook.page import Manuscript, Page
from guidebook.printable import printable


def guide_manuscript(guide: Guide, cover: Page, pages: Sequence[Page]) -> Manuscript:
    """All sections of a guide behind its cover."""
    edition, day = guide.wording.edition, guide.day
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
    name = f"{guide.town.id}-{guide.wording.key}"
    path = f"{guide.wording.key}/{guide.town.id}/{name}.pdf"
    return Manuscript(path, "guide.typ", json.dumps(content, ensure_ascii=False))
