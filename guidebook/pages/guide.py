"""A guide: one municipality in one edition, every text of it `Markup`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

from markupsafe import Markup

from guidebook.i18n.translator import Translator
from guidebook.model.base import ENGLISH
from guidebook.model.content import Content, Edition, Unanswered
from guidebook.model.facts import FactAt, facts, is_at_or_below
from guidebook.model.fields import CalendarYear, Mail, Phone, PlaceKey, TownId, Web, Word
from guidebook.model.municipality import Municipality
from guidebook.text import escaped

INDEX = "index"
"""The section at the guide's own URL."""
EditionPairs = Sequence[tuple[str, ...]]
"""Keys of two editions each."""


class OfGuide(Protocol):
    """What is made from one guide."""

    @property
    def town(self) -> str:
        """The id of the municipality."""

    @property
    def key(self) -> str:
        """The key of the edition."""


Made = TypeVar("Made", bound=OfGuide)


@dataclass(frozen=True)
class Guide:
    """One municipality in one edition."""

    town: Municipality
    translator: Translator
    content: Content
    facts: Mapping[str, FactAt]
    """By field, such as `profile.population`."""
    towns: Mapping[str, Municipality]
    """Every localized municipality by id, for their names."""

    @property
    def day(self) -> date:
        """The newest day a fact of the municipality was checked."""
        return max(at.checked for at in self.facts.values() if at.checked)

    @cached_property
    def questions(self) -> list[tuple[str, Unanswered]]:
        """What to ask where a fact is unknown, by the address in `data/questions.yaml`."""
        unknown = [field for field, at in self.facts.items() if at.fact.value is None]
        return [
            (address, question)
            for address, question in self.content.questions.items()
            if any(is_at_or_below(field, address) for field in unknown)
        ]

    def format_value(self, value: Any) -> Markup:
        """A known value as the edition writes it. Raises TypeError for a type no field has."""
        match value:
            case Markup():
                return value
            case Word():
                return cast(Markup, getattr(self.content.words, value.group)[str(value)])
            case PlaceKey():
                return cast(Markup, self.content.places[str(value)])
            case TownId():
                return self._town_name(str(value))
            case Web():
                shown = value.partition("//")[2].rstrip("/")
                return Markup('<a href="{}">{}</a>').format(escaped(value), escaped(shown))
            case Mail():
                return Markup('<a href="mailto:{0}">{0}</a>').format(escaped(value))
            case Phone():
                return Markup('<a href="tel:{}">{}</a>').format(value.replace(" ", ""), escaped(value))
            case CalendarYear():
                return Markup(str(value))
            case int() | Decimal():
                return self.translator.number(value)
            case date():
                return self.translator.day(value)
            case tuple():
                none = cast(Markup, self.content.words.answer["none"])
                return self.translator.listed([self.format_value(item) for item in value]) if value else none
        raise TypeError(f"no format for {value!r}")

    def finding_text(self, code: str) -> Markup:
        """The sentence of a finding."""
        return next(codes[code] for codes in self.content.findings.values() if code in codes)  # type: ignore[return-value]

    def _town_name(self, town: str) -> Markup:
        if town == "none":
            return cast(Markup, self.content.words.answer["main_seat"])
        return own_name(self.towns[town], self.translator.edition)


def make_guide(
    town: Municipality, towns: Mapping[str, Municipality], translator: Translator, content: Content
) -> Guide:
    """The guide of a localized municipality."""
    return Guide(town, translator, content, {at.field: at for at in facts(town)}, towns)


def own_name(town: Municipality, edition: Edition, form: str = "") -> Markup:
    """The name of a localized municipality in one of the `NAME_FORMS`; English, marked, where it has none."""
    names = town.names.by_language(form)
    if edition.words in names:
        return cast(Markup, names[edition.words].value)
    if not form and edition.words in town.names.others:
        return cast(Markup, town.names.others[edition.words])
    return Markup('<span lang="{}">{}</span>').format(ENGLISH, names[ENGLISH].value)


def section_path(slug: str) -> str:
    """The URL of a section below its guide: `mandate/`; empty for the index."""
    return "" if slug == INDEX else f"{slug}/"


def in_pairs(made: Sequence[Made], pairs: EditionPairs) -> Iterator[tuple[Made, Made]]:
    """What was made from the guides of each municipality in the two editions of each pair; all were built."""
    found = {(one.town, one.key): one for one in made}
    for town in dict.fromkeys(one.town for one in made):
        for first, second in pairs:
            yield found[town, first], found[town, second]
