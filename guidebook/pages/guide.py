"""One municipality in one edition: every text of it is Markup in the words of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from markupsafe import Markup

from guidebook.i18n.translator import Translator
from guidebook.model.content import Content, Edition
from guidebook.model.facts import FactAt, facts
from guidebook.model.fields import CalendarYear, Mail, Phone, PlaceKey, TownId, Web, Word
from guidebook.model.municipality import Municipality
from guidebook.text import escaped


@dataclass(frozen=True)
class Guide:
    """One municipality in one edition; every text in it is Markup."""

    town: Municipality
    translator: Translator
    content: Content
    facts: Mapping[str, FactAt]
    """By address without the municipality, such as `profile.population`."""
    towns: Mapping[str, Municipality]
    """Every municipality, for the names of neighbours."""

    @property
    def day(self) -> date:
        """Of the edition: the newest day a fact of the municipality was checked."""
        return max(at.checked for at in self.facts.values() if at.checked)

    def say(self, value: Any) -> Markup:
        """A known value in the words of the edition."""
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
                return self.translator.listed([self.say(item) for item in value]) if value else none
        raise TypeError(f"no way to say {value!r}")

    def _town_name(self, town: str) -> Markup:
        if town == "none":
            return cast(Markup, self.content.words.answer["main_seat"])
        return cast(Markup, own_name(self.towns[town], self.translator.edition))


def own_name(town: Municipality, edition: Edition, field: str = "") -> Any:
    """The name of a localised municipality in an edition; `_full` as field for the official name."""
    return getattr(town.names, edition.words + field).value


def guide(
    town: Municipality, towns: Mapping[str, Municipality], translator: Translator, content: Content
) -> Guide:
    """The guide of a localised municipality."""
    by_address = {at.address.partition(".")[2]: at for at in facts(town)}
    return Guide(town, translator, content, by_address, towns)
