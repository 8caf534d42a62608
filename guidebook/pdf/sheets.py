"""The pages of a guide to the manuscripts of its sheets, in one language or in two side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from guidebook.artifacts import Page, PdfSource, SheetLink
from guidebook.i18n.translator import ENGLISH
from guidebook.pages.guide import Guide, own_name
from guidebook.pages.html import NotThere, every, one, said, tree
from guidebook.pdf.sheet_content import DOUBLE, SECTION, SINGLE, Part
from guidebook.text import plain


@dataclass(frozen=True)
class Sheets:
    """What the sheets of a guide say, before they are set."""

    town: str
    key: str
    """Of the edition."""
    words: str
    """The language of the catalogue."""
    name: str
    """Of the edition, in its own language."""
    day: date
    sides: Mapping[str, Part]
    """By the name of the sheet: head, foot and content in the edition's language."""


def guide_sheets(guide: Guide, leaf: Page, sections: Sequence[Page]) -> Sheets:
    """Every sheet of a guide; `leaf` holds titles, labels and foot."""
    pages = {page.path.rpartition("/")[2].removesuffix(".md"): tree(page) for page in sections}
    edition, own = guide.translator.edition, tree(leaf)
    frame = {
        "lang": edition.lang,
        "town": [plain(own_name(guide.town, edition, "_full"))],
        "fields": {item.attributes["id"]: said(item) for item in every(one(own, "ul", "fields"), "li")},
        "origin": said(one(own, "p", "origin")),
        "notices": [said(notice) for notice in every(own, "p", "notice")],
    }
    sides = {}
    for name, part in {**SINGLE, **DOUBLE}.items():
        try:
            sides[name] = {**frame, "title": said(one(own, "li", id=name)), **part(pages)}
        except NotThere as error:
            error.add_note(
                f"The sheet {name} is set from the pages of {guide.translator.key}/{guide.town.id}."
            )
            raise
    name = plain(edition.name)
    return Sheets(guide.town.id, guide.translator.key, edition.words, name, guide.day, sides)


def single_sheets(sheets: Sheets) -> list[PdfSource]:
    """The sheets of a guide, in its own language."""
    return [_manuscript(_path(sheets, name), name, [sheets]) for name in SINGLE]


def bilingual_sheets(all_sheets: Sequence[Sheets]) -> list[PdfSource]:
    """The sheets of each municipality in each two editions of different translated languages."""
    return [_manuscript(_pair_path(pair, name), name, pair) for pair in _pairs(all_sheets) for name in DOUBLE]


def offers(all_sheets: Sequence[Sheets]) -> list[SheetLink]:
    """Where each sheet is offered: those of a guide on its first page and on the page it belongs to.

    A sheet in two languages is offered in both editions, and in English.
    """
    pairs = list(_pairs(all_sheets))
    found = []
    for sheets in all_sheets:
        for name, section in SECTION.items():
            title = _plain(sheets.sides[name]["title"])
            if name in SINGLE:
                found += [
                    SheetLink(f"{sheets.key}/{sheets.town}/{page}.md", title, "", _path(sheets, name))
                    for page in ("index", section)
                ]
            found += [
                SheetLink(
                    f"{sheets.key}/{sheets.town}/{section}.md",
                    title,
                    f"{pair[0].name} · {pair[1].name}",
                    _pair_path(pair, name),
                )
                for pair in pairs
                if name in DOUBLE
                and pair[0].town == sheets.town
                and (sheets in pair or sheets.words == ENGLISH)
            ]
    return found


def _pairs(all_sheets: Sequence[Sheets]) -> Iterator[tuple[Sheets, Sheets]]:
    translated = [sheets for sheets in all_sheets if sheets.words != ENGLISH]
    for pair in combinations(translated, 2):
        if pair[0].town == pair[1].town and pair[0].words != pair[1].words:
            yield pair


def _path(sheets: Sheets, name: str) -> str:
    return f"{sheets.key}/{sheets.town}/sheets/{name}.pdf"


def _pair_path(pair: tuple[Sheets, Sheets], name: str) -> str:
    return f"sheets/{pair[0].town}/{name}-{pair[0].key}-{pair[1].key}.pdf"


def _manuscript(path: str, name: str, languages: Sequence[Sheets]) -> PdfSource:
    sides = [sheets.sides[name] for sheets in languages]
    day = max(sheets.day for sheets in languages)
    titles, towns = (list(dict.fromkeys(_plain(side[part]) for side in sides)) for part in ("title", "town"))
    content = {
        "title": f"{' / '.join(titles)} · {' / '.join(towns)}",
        "lang": sides[0]["lang"],
        "day": [day.year, day.month, day.day],
        "sides": sides,
    }
    return PdfSource(path, f"sheets/{name}.typ", json.dumps(content, ensure_ascii=False))


def _plain(text: list[Any]) -> str:
    return "".join(part if isinstance(part, str) else _plain(part["said"]) for part in text)
