"""A tree of elements as plain values for paper, without what only a screen can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urldefrag, urljoin

from guidebook.artifacts import Page
from guidebook.pages.html import SPACE, Element, address, tree

SCREEN_ONLY = frozenset({"cards", "names", "screen"})
"""Classes of what paper leaves out: the ways into sections, the names at the head of each page."""
START = "start"
"""The id of the first heading of a page."""
ROOT = "guide:/"

Node = str | dict[str, Any]
"""A text, or an element: tag, children, and what else the element says."""


def printable(pages: Sequence[Page]) -> list[list[Node]]:
    """The pages as nodes; a link between them names the place it leads to, as `mandate--law`.

    A link to a place that is not on paper leads to the start of its page.
    """
    trees = [tree(page) for page in pages]
    names = [_name(page) for page in pages]
    places = {
        place(name, element.attributes["id"])
        for name, root in zip(names, trees, strict=True)
        for element in _kept(root)
        if "id" in element.attributes
    }
    starts = {urljoin(ROOT, address(page)): name for page, name in zip(pages, names, strict=True)}
    return [
        _Printing(urljoin(ROOT, address(page)), name, starts, places).nodes(root)
        for page, name, root in zip(pages, names, trees, strict=True)
    ]


def place(page: str, anchor: str) -> str:
    """The name of a place in the document."""
    return f"{page}--{anchor or START}"


def _name(page: Page) -> str:
    return page.path.rpartition("/")[2].removesuffix(".md")


def on_paper(element: Element) -> bool:
    """Whether paper shows the element."""
    attributes = element.attributes
    return not (
        element.classes & SCREEN_ONLY
        or "hidden" in attributes
        or "download" in attributes
        or attributes.get("type") == "date"
    )


def _kept(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element) and on_paper(child):
            yield from _kept(child)


class _Printing:
    """Turns the elements of one page into nodes."""

    def __init__(self, url: str, name: str, starts: dict[str, str], places: set[str]) -> None:
        self.url, self.name, self.starts, self.places = url, name, starts, places

    def nodes(self, element: Element) -> list[Node]:
        """What stands in an element."""
        return [
            SPACE.sub(" ", child) if isinstance(child, str) else self.node(child)
            for child in element.children
            if isinstance(child, str) or on_paper(child)
        ]

    def node(self, element: Element) -> Node:
        """An element."""
        attributes = element.attributes
        said: dict[str, Any] = {
            "classes": sorted(element.classes),
            "lang": attributes.get("lang"),
            "place": place(self.name, attributes["id"]) if "id" in attributes else None,
            "scope": attributes.get("scope"),
            "type": attributes.get("type"),
            "span": int(attributes.get("colspan", 1)),
            **self.link(attributes.get("href")),
        }
        known = {name: value for name, value in said.items() if value not in (None, [])}
        return {"tag": element.tag, "children": self.nodes(element), **known}

    def link(self, href: str | None) -> dict[str, str]:
        """Where a link leads: `to` a place in the document, to a `url`, or nowhere on paper."""
        if href is None:
            return {}
        url, anchor = urldefrag(urljoin(self.url, href))
        if url in self.starts:
            there = place(self.starts[url], anchor)
            return {"to": there if there in self.places else place(self.starts[url], START)}
        return {} if url.startswith(ROOT) else {"url": href}
