"""Markdown to a tree of HTML elements, and queries on it.

Search, PDFs and sheets read the pages through this tree. They rely on ids and classes of the templates,
which are the same in every edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree
from markdown import Markdown

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list")
"""Markdown extensions: those MkDocs always has, then those of `mkdocs.yml`."""
FRAME = ("html", "body")
"""The elements around a page."""
SPACE = re.compile(r"[ \t\r\n\f]+")
"""White space that HTML collapses; a no-break space is none of it."""
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3}

TextRuns = list[str | dict[str, Any]]
"""Inline text: strings, and for runs in another language `{"lang": code, "text": TextRuns}`."""


class ElementMissing(Exception):
    """A page has no element that matches a query."""


@lru_cache(maxsize=512)
def _class_names(attribute: str) -> frozenset[str]:
    return frozenset(attribute.split())


@dataclass
class Element:
    """An HTML element; its children are elements and strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """The class names."""
        return _class_names(self.attributes.get("class", ""))

    @property
    def text(self) -> str:
        """The text content, white space as in the source."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def elements(self) -> Iterator[Element]:
        """The element and its descendants in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()


@dataclass(frozen=True)
class ConvertedPage:
    """Markdown as HTML, with the headings as the toc extension lists them."""

    html: str
    toc: list[dict[str, Any]]


@lru_cache(maxsize=512)
def convert_markdown(text: str) -> ConvertedPage:
    """Markdown without front matter as HTML, by the extensions of the site; once for the newest texts."""
    markdown: Any = Markdown(extensions=EXTENSIONS)
    return ConvertedPage(markdown.convert(text), markdown.toc_tokens)


Convert = Callable[[str], ConvertedPage]
"""Converts Markdown as `convert_markdown` does; may know pages from before."""


@lru_cache(maxsize=512)
def parse_markdown(text: str, convert: Convert = convert_markdown) -> Element:
    """Markdown without front matter as an `article` element, by the extensions of the site.

    The newest trees are kept, as a comparison of two states renders most pages twice: do not change one.
    """
    parser = etree.HTMLParser(target=_TreeBuilder())
    parser.feed(f"<html><body>{convert(text).html}</body></html>")
    root: Element = parser.close()
    return root


class _TreeBuilder:
    """The target of a parser: builds the element tree of what is inside the body."""

    def __init__(self) -> None:
        self.open = [Element("article")]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begins an element."""
        if tag not in FRAME:
            element = Element(tag, dict(attributes))
            self.open[-1].children.append(element)
            self.open.append(element)

    def end(self, tag: str) -> None:
        """Ends the innermost element."""
        if tag not in FRAME:
            self.open.pop()

    def data(self, text: str) -> None:
        """Adds text, which comes in pieces."""
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def close(self) -> Element:
        """The tree."""
        return self.open[0]


def section_below(page: Element, anchor: str) -> Element:
    """Everything between the heading with this id and the next one of its level. Raises ElementMissing."""
    ids = [child.attributes.get("id") if isinstance(child, Element) else None for child in page.children]
    if anchor not in ids:
        raise ElementMissing(f"no heading with the id {anchor}")
    level, children = _heading_level(page.children[ids.index(anchor)]), list[Element | str]()
    for child in page.children[ids.index(anchor) + 1 :]:
        if _heading_level(child) <= level:
            break
        children.append(child)
    return Element("section", {"id": anchor}, children)


def _heading_level(child: Element | str) -> int:
    lowest = len(HEADING_LEVELS) + 1
    return HEADING_LEVELS.get(child.tag, lowest) if isinstance(child, Element) else lowest


def find_all(element: Element, tag: str, class_: str = "", **attributes: str) -> list[Element]:
    """The element and descendants with this tag, class and attributes, in document order."""
    return [
        found
        for found in element.elements()
        if found.tag == tag
        and (not class_ or class_ in found.classes)
        and all(found.attributes.get(name) == value for name, value in attributes.items())
    ]


def find(element: Element, tag: str, class_: str = "", **attributes: str) -> Element:
    """The first of `find_all`. Raises ElementMissing."""
    found = find_all(element, tag, class_, **attributes)
    if not found:
        raise ElementMissing(f"no {tag} {class_} {attributes or ''} in {element.tag} {element.attributes}")
    return found[0]


def text_runs(element: Element, skip_tags: tuple[str, ...] = ()) -> TextRuns:
    """The inline text of an element, stripped, white space collapsed; elements with `skip_tags` left out."""
    runs = list(_runs(element, skip_tags))
    if runs and isinstance(runs[0], str):
        runs[0] = runs[0].lstrip()
    if runs and isinstance(runs[-1], str):
        runs[-1] = runs[-1].rstrip()
    return [run for run in runs if run]


def _runs(element: Element, skip_tags: tuple[str, ...]) -> Iterator[str | dict[str, Any]]:
    text = ""
    for child in element.children:
        if isinstance(child, str):
            text += child
        elif child.tag not in skip_tags and "lang" in child.attributes:
            yield SPACE.sub(" ", text)
            yield {"lang": child.attributes["lang"], "text": text_runs(child, skip_tags)}
            text = ""
        elif child.tag not in skip_tags:
            for run in _runs(child, skip_tags):
                if isinstance(run, str):
                    text += run
                else:
                    yield SPACE.sub(" ", text)
                    yield run
                    text = ""
    yield SPACE.sub(" ", text)


def partition(runs: TextRuns, separator: str) -> tuple[TextRuns, TextRuns]:
    """The runs before and after the first `separator` in the page's language; without one all come before."""
    for at, run in enumerate(runs):
        if isinstance(run, str) and separator in run:
            before, _, after = run.partition(separator)
            return [piece for piece in [*runs[:at], before] if piece], [
                piece for piece in [after, *runs[at + 1 :]] if piece
            ]
    return runs, []
