"""English that stands on a page of another language without being marked as English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guidebook.i18n.translation import PUBLISHER
from guidebook.i18n.translator import Translator
from guidebook.project import Project
from guidebook.source.language_gaps import texts_by_language
from tests.support.site import Built

WORDS = (
    "and agency assembly by council for from government law ministry municipality not of office or read "
    "regulation source that the this unknown which with"
)
"""English words that are neither Albanian nor Serbian."""
IN_A_NUMBER = {"GRK", "MLGA", "MIA"}
"""Offices in the English numbers of regulations and instructions."""
ANY_WORD = re.compile(r"\w+")
ABBREVIATION = re.compile(r"\b[A-Z]{3,}\b")
WORD = re.compile(rf"(?<![\w.@/-])(?:{'|'.join(WORDS.split())})(?![\w@/-]|\.\w)")
OUTSIDE = (
    "//body//*[@lang][@lang != /html/@lang] | //body//code"
    " | //body//a[contains(., '.')][not(contains(., ' '))]"
)
"""Parts in another language, which say so; what programs read; addresses."""
OTHER_TEXT = "//title/text() | //body//@aria-label | //body//@title | //body//@alt | //body//@placeholder"
"""What a browser shows or reads out apart from the text."""


@dataclass(frozen=True)
class English:
    """What must not stand on the pages of an edition."""

    texts: Mapping[str, frozenset[str]]
    """Sentences, publishers, titles and names, each under its longest word but the first and the last, which
    may be a part of a longer word on a page; under an empty word where there is no other."""
    abbreviations: frozenset[str]

    def on(self, page: Built) -> Iterator[str]:
        """What a page shows of it, and single English words; the page is used up."""
        for part in page.find(OUTSIDE):
            part.drop_tree()
        texts = [page.find("//body")[0].text_content(), *page.find(OTHER_TEXT)]
        text = " ".join(" ".join(texts).split())
        for word in self.texts.keys() & {"", *ANY_WORD.findall(text)}:
            yield from (one for one in self.texts[word] if one in text)
        yield from self.abbreviations.intersection(ABBREVIATION.findall(text))
        yield from WORD.findall(text)


def english_for(project: Project, edition: str) -> English:
    """The English of a project that an edition says in other words."""
    translator, content = project.translator(edition), project.records.content
    messages = {
        (form, translator.translated(form, message.context))
        for message in project.texts
        for form in message.texts
        if len(form.split()) >= (2 if message.context == PUBLISHER else 3)
    }
    names = {(str(text.en), _own(text.texts, translator)) for text in texts_by_language(content) if text.en}
    terms = {(str(term.en), _own(term.forms, translator)) for term in content.glossary.values()}
    histories = {
        (str(town.profile.history.value.en), "")
        for town in project.records.towns
        if town.profile.history and town.profile.history.value
    }
    pairs = messages | {pair for pair in names if " " in pair[0]} | histories
    texts: dict[str, set[str]] = {}
    for english, own in pairs:
        if english not in own:
            inner = max(ANY_WORD.findall(english)[1:-1], key=len, default="")
            texts.setdefault(inner, set()).add(english)
    return English(
        {word: frozenset(found) for word, found in texts.items()},
        frozenset(IN_A_NUMBER | _abbreviations(messages | names | terms)),
    )


def _own(texts: Mapping[str, str | None], translator: Translator) -> str:
    """The form of an edition; empty where it has none."""
    language = translator.edition.words
    return translator.in_script(texts.get(language) or "", language)


def _abbreviations(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Abbreviations that no text of the edition uses."""
    english, own = ({one for pair in pairs for one in ABBREVIATION.findall(pair[side])} for side in (0, 1))
    return english - own
