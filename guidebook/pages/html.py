"""A finished page as a tree of elements, by the Markdown rules of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

from markdown import Markdown

from guidebook.artifacts import Page

EXTENSIONS = ("attr_list", "tables")
"""Those of mkdocs.yml."""
GUIDE = 16
"""At least the pages of one guide, which are read for search and for paper."""
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SPACE = re.compile(r"[ \t\r\n\f]+")
"""What a browser shows as one space; a no-break space is none of it."""


@dataclass
class Element:
    """An HTML element; text stands between its children as plain strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """The words of its class attribute."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All text in it, as it stands in the page."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def elements(self) -> Iterator[Element]:
        """The element and every element in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()


@lru_cache(maxsize=GUIDE)
def tree(page: Page) -> Element:
    """The body of a Markdown page without its front matter, as one `article`; not to be changed."""
    body = page.text.split("---\n", 2)[2]
    reader = _Reader()
    reader.feed(Markdown(extensions=EXTENSIONS).convert(body))
    reader.close()
    return reader.root


def address(page: Page) -> str:
    """Where the page stands on the site: sq/prizren/mandate/ for sq/prizren/mandate.md."""
    path = PurePosixPath(page.path).with_suffix("")
    return f"{path.parent if path.name == 'index' else path}/"


class _Reader(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("article")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in (element.tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


RANKS = {"h1": 1, "h2": 2, "h3": 3}

Said = list[str | dict[str, Any]]
"""A text: strings, and parts in another language with their `lang` and what is `said` in it."""


class NotThere(Exception):
    """A page has no such piece."""


def under(page: Element, anchor: str) -> Element:
    """What stands below the heading with this id, up to the next heading of its rank."""
    ids = [child.attributes.get("id") if isinstance(child, Element) else None for child in page.children]
    if anchor not in ids:
        raise NotThere(f"no heading with the id {anchor}")
    rank, found = _rank(page.children[ids.index(anchor)]), list[Element | str]()
    for child in page.children[ids.index(anchor) + 1 :]:
        if _rank(child) <= rank:
            break
        found.append(child)
    return Element("section", {"id": anchor}, found)


def _rank(child: Element | str) -> int:
    return RANKS.get(child.tag, len(RANKS) + 1) if isinstance(child, Element) else len(RANKS) + 1


def every(element: Element, tag: str, named: str = "", **attributes: str) -> list[Element]:
    """The elements in it with this tag, this class and these attributes, in the order of the page."""
    return [
        found
        for found in element.elements()
        if found.tag == tag
        and (not named or named in found.classes)
        and all(found.attributes.get(name) == value for name, value in attributes.items())
    ]


def one(element: Element, tag: str, named: str = "", **attributes: str) -> Element:
    """The first of them. Raises NotThere."""
    found = every(element, tag, named, **attributes)
    if not found:
        raise NotThere(f"no {tag} {named} {attributes or ''} in {element.tag} {element.attributes}")
    return found[0]


def said(element: Element, without: tuple[str, ...] = ()) -> Said:
    """The text of an element, each language marked; parts with the tags `without` are left out."""
    parts = list(_parts(element, without))
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return [part for part in parts if part]


def _parts(element: Element, without: tuple[str, ...]) -> Iterator[str | dict[str, Any]]:
    text = ""
    for child in element.children:
        if isinstance(child, str):
            text += child
        elif child.tag not in without and "lang" in child.attributes:
            yield SPACE.sub(" ", text)
            yield {"lang": child.attributes["lang"], "said": said(child, without)}
            text = ""
        elif child.tag not in without:
            for part in _parts(child, without):
                if isinstance(part, str):
                    text += part
                else:
                    yield SPACE.sub(" ", text)
                    yield part
                    text = ""
    yield SPACE.sub(" ", text)


def parted(text: Said, mark: str) -> tuple[Said, Said]:
    """A text before and after the first `mark` in its own language; all of it is the first without one."""
    for at, part in enumerate(text):
        if isinstance(part, str) and mark in part:
            before, _, after = part.partition(mark)
            return [piece for piece in [*text[:at], before] if piece], [
                piece for piece in [after, *text[at + 1 :]] if piece
            ]
    return text, []
