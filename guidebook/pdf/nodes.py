"""Element trees as plain values for Typst, without what only a screen can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urljoin

from guidebook.pages.html import SPACE, Element

SCREEN_ONLY = frozenset({"cards", "names", "screen"})
"""Classes that paper leaves out: the ways into sections, the names at the head of each page."""
START = "start"
"""The id of the first heading of a page."""
ROOT = "guide:/"
"""Base URL of the pages of one document."""

KEPT = ("lang", "id", "scope", "type", "src", "alt")
"""The attributes that a node has, besides its classes, its span and its target."""

Node = str | dict[str, Any]
"""Text, or an element: tag, children; where present classes, lang, place, scope, type, src (the name of a
picture), alt, span, to, url."""


def page_nodes(pages: Mapping[str, tuple[str, Element]]) -> dict[str, list[Node]]:
    """The nodes of each page of a document, by slug; the input has the URL and the tree of each.

    A link between the pages names the label it leads to, such as `mandate--law`, or the start of the page
    where that label is not on paper.
    """
    labels = {
        label(slug, element.attributes["id"])
        for slug, (_, tree) in pages.items()
        for element in _printed(tree)
        if "id" in element.attributes
    }
    slugs = {urljoin(ROOT, url): slug for slug, (url, _) in pages.items()}
    return {
        slug: _NodeBuilder(urljoin(ROOT, url), slug, slugs, labels).nodes(tree)
        for slug, (url, tree) in pages.items()
    }


def label(slug: str, anchor: str) -> str:
    """The Typst label of an anchor of a page."""
    return f"{slug}--{anchor or START}"


def is_printed(element: Element) -> bool:
    """Whether paper shows the element."""
    attributes = element.attributes
    return not (
        element.classes & SCREEN_ONLY
        or "hidden" in attributes
        or "download" in attributes
        or attributes.get("type") == "date"
    )


def _printed(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element) and is_printed(child):
            yield from _printed(child)


class _NodeBuilder:
    """Converts the elements of one page."""

    def __init__(self, url: str, slug: str, slugs: Mapping[str, str], labels: set[str]) -> None:
        self.url, self.slug, self.slugs, self.labels = url, slug, slugs, labels

    def nodes(self, element: Element) -> list[Node]:
        """The children of an element."""
        return [
            SPACE.sub(" ", child) if isinstance(child, str) else self.node(child)
            for child in element.children
            if isinstance(child, str) or is_printed(child)
        ]

    def node(self, element: Element) -> Node:
        """An element."""
        node: dict[str, Any] = {"tag": element.tag, "children": self.nodes(element)}
        attributes = element.attributes
        if element.classes:
            node["classes"] = sorted(element.classes)
        for name in KEPT:
            if name in attributes:
                node["place" if name == "id" else name] = self.kept(name, attributes[name])
        return node | {"span": int(attributes.get("colspan", 1))} | self.link(attributes.get("href"))

    def kept(self, name: str, value: str) -> str:
        """The value of an attribute in a node."""
        if name == "id":
            return label(self.slug, value)
        return PurePosixPath(value).name if name == "src" else value

    def link(self, href: str | None) -> dict[str, str]:
        """The target: `to` a label of the document, a `url` outside, or none on paper."""
        if href is None:
            return {}
        url, anchor = urldefrag(urljoin(self.url, href))
        if url in self.slugs:
            target = label(self.slugs[url], anchor)
            return {"to": target if target in self.labels else label(self.slugs[url], START)}
        return {} if url.startswith(ROOT) else {"url": href}
