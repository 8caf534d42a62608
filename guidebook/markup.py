"""A finished page as a tree of elements, by the Markdown rules of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import PurePosixPath

from markdown import Markdown

from guidebook.page import Page

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
