"""PDF sources of the one-page sheets, in one language or in two side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidebook.artifacts import PdfSource, SheetLink, as_json
from guidebook.model.base import ENGLISH
from guidebook.pages.guide import EditionPairs, Guide, in_pairs, own_name
from guidebook.pages.html import Element, ElementMissing, TextRuns, find, find_all, text_runs
from guidebook.pdf.sheet_content import DOUBLE, SECTION, SINGLE, SheetContent
from guidebook.text import striptags


@dataclass(frozen=True)
class Sheets:
    """The content of all sheets of a guide."""

    town: str
    key: str
    """Of the edition."""
    words: str
    """The language of its catalog."""
    name: str
    """Of the edition, in its own language."""
    day: date
    contents: Mapping[str, SheetContent]
    """By the name of the sheet: head, foot and content in the edition's language."""


def sheet_contents(guide: Guide, frame: Element, sections: Mapping[str, Element]) -> Sheets:
    """The sheets of a guide; `frame` has titles, labels and foot, `sections` the trees of its pages by slug.

    Raises ElementMissing, with a note that names the sheet.
    """
    edition = guide.translator.edition
    common = {
        "lang": edition.lang,
        "town": [striptags(own_name(guide.town, edition, "_full"))],
        "fields": {
            item.attributes["id"]: text_runs(item) for item in find_all(find(frame, "ul", "fields"), "li")
        },
        "origin": text_runs(find(frame, "p", "origin")),
        "notices": [text_runs(notice) for notice in find_all(frame, "p", "notice")],
    }
    contents = {}
    for name, content_of in {**SINGLE, **DOUBLE}.items():
        try:
            contents[name] = {
                **common,
                "title": text_runs(find(frame, "li", id=name)),
                **content_of(sections),
            }
        except ElementMissing as error:
            error.add_note(
                f"The sheet {name} is set from the pages of {guide.translator.key}/{guide.town.id}."
            )
            raise
    name = striptags(edition.name)
    return Sheets(guide.town.id, guide.translator.key, edition.words, name, guide.day, contents)


def single_sheets(sheets: Sheets) -> list[PdfSource]:
    """The sheets of a guide in its own language."""
    return [_source(_path(sheets, name), name, [sheets]) for name in SINGLE]


def bilingual_sheets(all_sheets: Sequence[Sheets], editions: EditionPairs) -> list[PdfSource]:
    """The sheets of each municipality in each of these pairs of editions."""
    pairs = in_pairs(all_sheets, editions)
    return [_source(_pair_path(pair, name), name, pair) for pair in pairs for name in DOUBLE]


def sheet_links(all_sheets: Sequence[Sheets], editions: EditionPairs) -> list[SheetLink]:
    """The links to all sheets: those of a guide from its index and from the section they belong to.

    A bilingual sheet is linked in both of its editions and in the source language.
    """
    pairs = list(in_pairs(all_sheets, editions))
    links = []
    for sheets in all_sheets:
        for name, section in SECTION.items():
            title = _joined(sheets.contents[name]["title"])
            if name in SINGLE:
                links += [
                    SheetLink(f"{sheets.key}/{sheets.town}/{page}.md", title, "", _path(sheets, name))
                    for page in ("index", section)
                ]
            links += [
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
    return links


def _path(sheets: Sheets, name: str) -> str:
    return f"{sheets.key}/{sheets.town}/sheets/{name}.pdf"


def _pair_path(pair: tuple[Sheets, Sheets], name: str) -> str:
    return f"sheets/{pair[0].town}/{name}-{pair[0].key}-{pair[1].key}.pdf"


def _source(path: str, name: str, columns: Sequence[Sheets]) -> PdfSource:
    """The source of a sheet with a column for each of these languages."""
    sides = [sheets.contents[name] for sheets in columns]
    day = max(sheets.day for sheets in columns)
    titles, towns = (list(dict.fromkeys(_joined(side[part]) for side in sides)) for part in ("title", "town"))
    content: dict[str, Any] = {
        "title": f"{' / '.join(titles)} · {' / '.join(towns)}",
        "lang": sides[0]["lang"],
        "day": [day.year, day.month, day.day],
        "sides": sides,
    }
    return PdfSource(path, f"sheets/{name}.typ", as_json(content))


def _joined(runs: TextRuns) -> str:
    """The text of runs without their languages."""
    return "".join(run if isinstance(run, str) else _joined(run["text"]) for run in runs)
