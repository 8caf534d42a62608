"""What the theme is told beside the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guidebook.i18n.translator import ENGLISH, Translator
from guidebook.model.content import Content

THEME = "theme"
"""The context of the words of the interface."""


def interface(content: Content, words: Sequence[str], translators: Sequence[Translator]) -> dict[str, Any]:
    """Editions, sections, the first emergency number and these words in every edition, of the whole site."""
    site = content.site
    return {
        "whole": True,
        "editions": editions(translators),
        "sections": list(site.sections),
        "emergency": str(next(iter(content.emergency.numbers))),
        "names": {
            translator.edition.lang: translator.translated(site.name, "site.name")
            for translator in translators
        },
        "titles": {
            translator.edition.lang: {
                slug: translator.translated(section.title, "site.title")
                for slug, section in site.sections.items()
            }
            for translator in translators
        },
        "words": {
            translator.edition.lang: {word: translator.translated(word, THEME) for word in words}
            for translator in translators
        },
    }


def editions(translators: Sequence[Translator]) -> list[dict[str, Any]]:
    """The editions that are made, for the switch and the notices."""
    return [
        {
            "key": translator.key,
            "lang": translator.edition.lang,
            "name": str(translator.edition.name),
            "translated": translator.edition.words != ENGLISH,
            "reviewed": translator.edition.reviewed
            and f"{translator.edition.reviewer}, {translator.edition.reviewed}",
        }
        for translator in translators
    ]
