"""Search indexes: one for each guide, one for each home, and glossary and handbook, which both ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from guidebook.artifacts import TextFile, as_json
from guidebook.model.content import Edition
from guidebook.model.municipality import Municipality
from guidebook.model.reference import Term
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import Guide, own_name
from guidebook.pages.html import Element
from guidebook.pages.papers import PAPERS
from guidebook.pages.practice import PRACTICE
from guidebook.pages.sections import CENTRAL
from guidebook.pages.site_pages import term_form
from guidebook.text import FOLDS, byte_swap, fold, striptags

INDEX = "search.json"
GLOSSARY = "glossary"
"""The page of the terms of an edition; with `.json`, what search knows of them.

It is the same for all guides of the edition, so a phone loads it once.
"""
HEADINGS = frozenset({"h1", "h2", "h3", "legend"})
CELLS = frozenset({"td", "th"})
SKIPPED = frozenset({"line", "source", "sources"})
"""Classes that are not indexed: lines to write on, source notes."""
ASIDE = re.compile(r" \([^)]*\)| / .*|/\w+")
"""What follows the first one in the form of a term: an abbreviation, the form of the other gender."""
WORD = re.compile(r"\w+")
INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong"})


@dataclass(frozen=True)
class Passage:
    """The text below one heading."""

    url: str
    """Of its page, from the folder of the guide."""
    title: str
    """Of its page."""
    anchor: str
    heading: str
    text: str = ""


def passages(tree: Element, url: str, lang: str) -> list[Passage]:
    """The passages of a page in document order; all pages but the index leave out the names at their head."""
    reader = _PassageReader(lang, SKIPPED | ({"names"} if url else set()))
    reader.read(tree)
    (_, before), *found = reader.found
    title = found[0][0][1]
    found[0] = (found[0][0], before + found[0][1])
    heads = [head for head, _ in found]
    return [
        Passage(url, title, *head, _collapsed(text))
        for number, (head, text) in enumerate(found)
        if _collapsed(text) or head not in heads[:number]
    ]


def titles_beside(guide: Guide) -> list[Passage]:
    """The titles of the pages beside the sections, and of each paper."""
    text = guide.translator.text
    papers = {key: paper.title for key, paper in guide.content.papers.items()}
    pages: Sequence[tuple[str, str, dict[str, str]]] = (
        (PAPERS, text("Papers to sign", "heading"), papers),
        (CENTRAL, text("Between centre and municipality", "heading"), {}),
    )
    return [
        Passage(f"{page}/", striptags(title), anchor, striptags(name))
        for page, title, named in pages
        for anchor, name in {"start": title, **named}.items()
    ]


@dataclass
class _PassageReader:
    """Collects the headings of a tree as `(anchor, heading)`, each with the pieces of text below it."""

    lang: str
    skipped: frozenset[str]
    found: list[tuple[tuple[str, str], list[str]]] = field(default_factory=lambda: [(("", ""), [])])

    def read(self, element: Element) -> None:
        """Opens a passage at a heading or legend with an id, and at the head of a table row."""
        for child in element.children:
            if isinstance(child, str):
                self.found[-1][1].append(child)
                continue
            anchor = (element if child.tag == "legend" else child).attributes.get("id")
            current = self.found[-1][0]
            if anchor and child.tag in HEADINGS:
                self.open(anchor, child)
            elif child.attributes.get("scope") == "row":
                self.open(current[0], child)
            elif not self.skips(child):
                gap = [] if child.tag in INLINE else [" "]
                self.found[-1][1].extend(gap)
                self.read(child)
                self.found[-1][1].extend(gap)
                if child.tag == "table":
                    self.found.append((current, []))

    def open(self, anchor: str, heading: Element) -> None:
        """Begins a passage."""
        inner = _PassageReader(self.lang, self.skipped | {"confirm"})
        inner.read(heading)
        self.found.append(((anchor, _collapsed(inner.found[0][1])), []))

    def skips(self, element: Element) -> bool:
        """Whether the element is not indexed: by its class, a column head, or a cell in another language."""
        cell, attributes = element.tag in CELLS, element.attributes
        aside = attributes.get("scope") == "col" or attributes.get("lang", self.lang) != self.lang
        return (cell and aside) or bool(element.classes & self.skipped)


def _collapsed(text: Sequence[str]) -> str:
    return " ".join("".join(text).split())


def guide_index(folder: str, found: Sequence[Passage], edition: LocalizedEdition) -> TextFile:
    """The index of one guide, whose folder ends with a slash."""
    return _index(folder, [], found, edition.lang, "../")


def headings(found: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of a guide without their text: all that the index of the home needs."""
    return tuple(replace(passage, text="") for passage in found)


def home_index(
    folder: str,
    towns: Mapping[str, Municipality],
    guides: Sequence[Sequence[Passage]],
    edition: LocalizedEdition,
) -> TextFile:
    """The index of an edition: every municipality by all its names, and the headings all guides share."""
    by_place = [{(passage.url, passage.anchor): passage for passage in reversed(guide)} for guide in guides]
    shared = [
        passage
        for place, passage in reversed(by_place[0].items())
        if all(others.get(place) == passage for others in by_place)
    ]
    named = [_town(town, edition.translator.edition) for town in towns.values()]
    return _index(folder, named, shared, edition.lang, "")


def _town(town: Municipality, edition: Edition) -> tuple[str, str, list[str]]:
    """URL, name and other names; of spellings that fold alike only the first."""
    names = town.names
    spellings = [str(name.value) for name in names.by_language().values()]
    spellings += [*names.others.values(), *names.also]
    name, *others = [striptags(text) for text in (own_name(town, edition), *spellings)]
    by_fold = {fold(name): name}
    for other in others:
        by_fold.setdefault(fold(other), other)
    return f"{town.id}/", name, list(by_fold.values())[1:]


def glossary_index(edition: LocalizedEdition) -> TextFile:
    """For each term its key, form and meaning, and where other words are in use those and its own, folded."""
    translator = edition.translator
    language = translator.edition.words
    terms = [
        (
            key,
            striptags(term_form(term, language, translator)),
            striptags(term.definition),
            *_wordings(term, language),
        )
        for key, term in edition.content.glossary.items()
    ]
    content = {"title": striptags(translator.text("Glossary", "heading")), "terms": terms}
    return TextFile(f"{edition.key}/{GLOSSARY}.json", f"{as_json(content)}\n")


def _wordings(term: Term, language: str) -> tuple[Any, ...]:
    """The other words for a term, each in its words, then the words of the chosen form; empty without any."""
    if not term.also.get(language) or language not in term.forms:
        return ()
    chosen = ASIDE.sub("", striptags(term.forms[language]))
    return [_words(other) for other in term.also[language]], _words(chosen)


def _words(text: str) -> list[str]:
    """The words that tell something: a conjunction of two letters does not."""
    return [word for word in WORD.findall(fold(striptags(text))) if len(word) > 2]


def practice_index(edition: LocalizedEdition, found: Sequence[Passage]) -> TextFile:
    """The chapters of the handbook, written like the pages of a guide."""
    content = {"pages": _pages(found, _exchange(edition.lang))}
    return TextFile(f"{edition.key}/{PRACTICE}.json", f"{as_json(content)}\n")


def _index(folder: str, towns: list[Any], found: Sequence[Passage], lang: str, home: str) -> TextFile:
    """An index; `home` leads from its folder to what all indexes of the edition share."""
    content = {
        "fold": FOLDS,
        "swap": byte_swap(lang),
        "glossary": f"{home}{GLOSSARY}",
        "practice": f"{home}{PRACTICE}",
        "towns": towns,
        "pages": _pages(found, _exchange(lang)),
    }
    return TextFile(f"{folder}{INDEX}", f"{as_json(content)}\n")


def _exchange(lang: str) -> dict[int, int]:
    """The letters that change places in the indexes of a language."""
    swap = byte_swap(lang)
    return str.maketrans("".join(swap), "".join(reversed(swap)))


def _pages(found: Sequence[Passage], exchange: dict[int, int]) -> list[Any]:
    return [
        (
            url.translate(exchange),
            title.translate(exchange),
            [
                tuple(text.translate(exchange) for text in (passage.anchor, passage.heading, passage.text))
                for passage in group
            ],
        )
        for (url, title), group in groupby(found, lambda passage: (passage.url, passage.title))
    ]
