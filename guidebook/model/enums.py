"""The closed lists of codes that the data use; most have labels in `data/words.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from guidebook.model.fields import as_list, word
from guidebook.model.validators import one_of

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
Budget = Annotated[
    str, one_of("a word for the state of the budget", "not_adopted_by_2025_10_18"), word("budget")
]
Sure = Annotated[str, one_of("a degree of certainty", "high", "medium", "low"), word("sure")]
Languages = Annotated[
    tuple[Annotated[str, one_of("a language", "en", "sq", "sr")], ...], BeforeValidator(as_list)
]
LawKind = Annotated[
    str,
    one_of(
        "a kind of legal act",
        "constitution",
        "law",
        "code",
        "government_regulation",
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
