"""Pieces of a finished page, found by the ids and classes that are the same in every edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guidebook.markup import SPACE, Element

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
