"""Settings of the theme: `extra` of `mkdocs.yml`, written to `guides/interface.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guidebook.i18n.translator import Translator
from guidebook.model.base import ENGLISH
from guidebook.model.content import Content

THEME = "theme"
"""The gettext context of the words of the interface."""


def theme_config(content: Content, words: Sequence[str], translators: Sequence[Translator]) -> dict[str, Any]:
    """Editions, sections, chapters, the first emergency number and these words in every edition."""
    site = content.site
    return {
        "whole": True,
        "editions": edition_entries(translators),
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
        "practice": {translator.edition.lang: _chapters(content, translator) for translator in translators},
        "words": {
            translator.edition.lang: {word: translator.translated(word, THEME) for word in words}
            for translator in translators
        },
    }


def _chapters(content: Content, translator: Translator) -> dict[str, list[tuple[str, str]]]:
    """Key and title of the chapters of the handbook that each section leads to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, chapter in content.practice.items():
        title = translator.translated(chapter.title, "practice.title")
        found.setdefault(chapter.section, []).append((key, title))
    return found


def edition_entries(translators: Sequence[Translator]) -> list[dict[str, Any]]:
    """The editions that are built, for the language switch and the notices."""
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
