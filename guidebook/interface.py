"""What the theme is told beside the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guidebook.commons import Commons
from guidebook.guide import ENGLISH, Wording

THEME = "theme"
"""The context of the words of the interface."""


def interface(commons: Commons, words: Sequence[str], wordings: Sequence[Wording]) -> dict[str, Any]:
    """Editions, sections, the first emergency number and these words in every edition, of the whole site."""
    site = commons.site
    return {
        "whole": True,
        "editions": editions(wordings),
        "sections": list(site.sections),
        "emergency": str(next(iter(commons.emergency.numbers))),
        "names": {wording.edition.lang: wording.translated(site.name, "site.name") for wording in wordings},
        "titles": {
            wording.edition.lang: {
                slug: wording.translated(section.title, "site.title")
                for slug, section in site.sections.items()
            }
            for wording in wordings
        },
        "words": {
            wording.edition.lang: {word: wording.translated(word, THEME) for word in words}
            for wording in wordings
        },
    }


def editions(wordings: Sequence[Wording]) -> list[dict[str, Any]]:
    """The editions that are made, for the switch and the notices."""
    return [
        {
            "key": wording.key,
            "lang": wording.edition.lang,
            "name": str(wording.edition.name),
            "translated": wording.edition.words != ENGLISH,
            "reviewed": wording.edition.reviewed
            and f"{wording.edition.reviewer}, {wording.edition.reviewed}",
        }
        for wording in wordings
    ]
