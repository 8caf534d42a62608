"""The pages of one guide to its search index, and the guides of an edition to the index of its home."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from guidebook.artifacts import Page
from guidebook.model.content import Edition
from guidebook.model.municipality import Municipality
from guidebook.pages.guide import own_name
from guidebook.pages.html import Element, address, tree
from guidebook.text import FOLDS, fold, plain

INDEX = "search.json"
HEADINGS = frozenset({"h1", "h2", "h3", "legend"})
CELLS = frozenset({"td", "th"})
LEFT_OUT = frozenset({"line", "source", "sources"})
"""Classes of what is no text to find: lines to write on, notes of sources."""
SWAP = (
    "абвгдезијклмнопрстуфхцжчћшАБВГДЕЗИЈКЛМНОПРСТУФХЦЖЧЋШ",
    "abvgdezijklmnoprstufhcqwxyABVGDEZIJKLMNOPRSTUFHCQWXY",
)
"""Letters that change places in a Cyrillic index, which is a fifth smaller with Cyrillic in one byte each."""
INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong"})


@dataclass(frozen=True)
class Part:
    """What stands under one heading."""

    url: str
    """The address of its page from the folder of the guide."""
    title: str
    """The title of its page."""
    anchor: str
    heading: str
    text: str = ""


def parts(page: Page, folder: str, lang: str) -> list[Part]:
    """The parts of a page, in order; each page of a guide but the first leaves out the names at its head."""
    url = address(page).removeprefix(folder)
    reading = _Reading(lang, LEFT_OUT | ({"names"} if url else set()))
    reading.walk(tree(page))
    (_, before), *found = reading.found
    title = found[0][0][1]
    found[0] = (found[0][0], before + found[0][1])
    heads = [head for head, _ in found]
    return [
        Part(url, title, *head, _spaced(text))
        for number, (head, text) in enumerate(found)
        if _spaced(text) or head not in heads[:number]
    ]


@dataclass
class _Reading:
    """The heads met so far, each with its text in pieces."""

    lang: str
    left_out: frozenset[str]
    found: list[tuple[tuple[str, str], list[str]]] = field(default_factory=lambda: [(("", ""), [])])

    def walk(self, element: Element) -> None:
        """Opens a new part at a heading with an id, the legend of a group with one, and a row's head."""
        for child in element.children:
            if isinstance(child, str):
                self.found[-1][1].append(child)
                continue
            anchor = (element if child.tag == "legend" else child).attributes.get("id")
            here = self.found[-1][0]
            if anchor and child.tag in HEADINGS:
                self.open(anchor, child)
            elif child.attributes.get("scope") == "row":
                self.open(here[0], child)
            elif not self.passes_over(child):
                gap = [] if child.tag in INLINE else [" "]
                self.found[-1][1].extend(gap)
                self.walk(child)
                self.found[-1][1].extend(gap)
                if child.tag == "table":
                    self.found.append((here, []))

    def open(self, anchor: str, head: Element) -> None:
        """A new part."""
        inside = _Reading(self.lang, self.left_out | {"confirm"})
        inside.walk(head)
        self.found.append(((anchor, _spaced(inside.found[0][1])), []))

    def passes_over(self, element: Element) -> bool:
        """Whether the element is no text to find; heads of columns and terms in another language are none."""
        cell, attributes = element.tag in CELLS, element.attributes
        aside = attributes.get("scope") == "col" or attributes.get("lang", self.lang) != self.lang
        return (cell and aside) or bool(element.classes & self.left_out)


def _spaced(text: Sequence[str]) -> str:
    return " ".join("".join(text).split())


def guide_index(folder: str, found: Sequence[Part], lang: str) -> Page:
    """The index of one guide, whose folder ends with a slash."""
    return _index(folder, [], found, lang)


def home_index(
    folder: str, towns: Mapping[str, Municipality], guides: Sequence[Sequence[Part]], edition: Edition
) -> Page:
    """The index of an edition: every municipality by all its names, and the headings all guides have."""
    headings = [
        {(part.url, part.anchor): replace(part, text="") for part in reversed(guide)} for guide in guides
    ]
    common = [
        part
        for place, part in reversed(headings[0].items())
        if all(others.get(place) == part for others in headings)
    ]
    return _index(folder, [_town(town, edition) for town in towns.values()], common, edition.lang)


def _town(town: Municipality, edition: Edition) -> tuple[str, str, list[str]]:
    """Address, name and other names; a spelling that folds to the same word stands once."""
    names = town.names
    spelt = [names.sq.value, names.sr.value, names.en.value, *names.others.values(), *names.also]
    name, *others = [plain(text) for text in (own_name(town, edition), *spelt)]
    different = {fold(name): name}
    for other in others:
        different.setdefault(fold(other), other)
    return f"{town.id}/", name, list(different.values())[1:]


def _index(folder: str, towns: list[Any], found: Sequence[Part], lang: str) -> Page:
    pages = [
        (url, title, [(part.anchor, part.heading, part.text) for part in group])
        for (url, title), group in groupby(found, lambda part: (part.url, part.title))
    ]
    swap = SWAP if lang == "sr-Cyrl" else ("", "")
    change = str.maketrans("".join(swap), "".join(reversed(swap)))
    content = {
        "fold": FOLDS,
        "swap": swap,
        "towns": towns,
        "pages": json.loads(_json(pages).translate(change)),
    }
    return Page(f"{folder}{INDEX}", f"{_json(content)}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
