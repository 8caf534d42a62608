"""Closed lists of codes; most have labels in `data/words.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from guidebook.model.fields import as_list, word
from guidebook.model.validators import OneOf, one_of

Language = Annotated[str, one_of("a language code", "sq", "sr", "tr", "bs", "rom"), word("language")]
Community = Annotated[
    str,
    one_of("a community", "albanian", "serb", "turk", "bosniak", "roma", "ashkali", "egyptian", "gorani"),
    word("community"),
]
Competence = Annotated[
    str, one_of("an enhanced competence", "secondary_health_care", "university_education"), word("competence")
]
Rule = Annotated[
    str,
    one_of("a word for the 10 per cent rule", "applies", "does_not_apply", "close", "unsure"),
    word("rule"),
]
Doubt = Annotated[
    str, one_of("what is unsure of an act", "act", "number", "article", "power"), word("unsure")
]
OFFICIAL_LANGUAGES = ("sq", "sr")
"""Official everywhere, by Article 5 of the Constitution."""
SITE_LANGUAGE = OneOf("a language", ("en",))
TITLE_LANGUAGE = OneOf("the language of the title", ("en",))
PUBLISHER_LANGUAGE = OneOf("the language of the publisher's name", ("en",))
"""Lists that `data/site.yaml` completes (`guidebook.model.languages`)."""
Languages = Annotated[tuple[Annotated[str, BeforeValidator(SITE_LANGUAGE)], ...], BeforeValidator(as_list)]
LawKind = Annotated[
    str,
    one_of(
        "a kind of legal act",
        "constitution",
        "law",
        "code",
        "government_regulation",
        "ministry_regulation",
        "administrative_instruction",
        "police_procedure",
        "strategy",
    ),
    word("law_kind"),
]
Level = Annotated[
    str,
    one_of(
        "a level",
        "municipal",
        "local",
        "regional",
        "central",
        "independent",
        "international",
        "civil_society",
    ),
    word("level"),
]
