"""What other records refer to: the terms of the glossary, the sources of the facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from guidebook.model.base import ENGLISH, Record, Sources
from guidebook.model.enums import PUBLISHER_LANGUAGE, SITE_LANGUAGE, TITLE_LANGUAGE, Languages
from guidebook.model.fields import Day, Free, PublisherName, Text, Time, Translated, WebAddress, known


class TermForms(Record):
    """A term in the languages of the site."""

    languages: ClassVar[Mapping[str, str]] = {ENGLISH: ENGLISH}
    """As in `ByLanguage`."""

    en: Free

    @property
    def forms(self) -> dict[str, Text]:
        """The forms that are written, by language."""
        forms = {code: getattr(self, code) for code in self.languages}
        return {code: form for code, form in forms.items() if form is not None}


class Term(TermForms):
    """A term in all languages with its meaning."""

    also: dict[Annotated[str, BeforeValidator(SITE_LANGUAGE)], tuple[Free, ...]] = Field(default_factory=dict)
    """Other words in use for it, by language; never printed, search leads from them to the chosen form."""
    definition: Translated
    """One short sentence in our own words."""
    source: Sources = ()
    to_confirm: Languages = ()
    """Languages whose form a native reader must still confirm; printed with the term."""
    checked: Day
    remark: Free | None = None


class Source(Record):
    """Where a fact was read."""

    title: Free
    """As the source has it; where it names a person, a neutral description in English."""
    lang: Annotated[str, BeforeValidator(TITLE_LANGUAGE)]
    publisher: Free
    """The organisation, never a person. English, translated in locale/, where publisher_lang is left out."""
    publisher_lang: Annotated[str, BeforeValidator(PUBLISHER_LANGUAGE)] | None = None
    """Only for a proper name, such as that of a newspaper, which is printed as it stands."""
    url: Annotated[WebAddress | None, BeforeValidator(known)]
    """Unknown where the address carries a person's name."""
    date: Annotated[Time | None, BeforeValidator(known)]
    """The source's own day, month or year: 2018, 2018-02 or 2018-02-28."""
    remark: Free | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _mark_publisher(cls, found: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        source = validate(found)
        if source.publisher_lang:
            return source
        return source.model_copy(update={"publisher": PublisherName(source.publisher)})
