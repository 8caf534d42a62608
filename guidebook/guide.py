"""One municipality in one edition: every text of it is Markup in the words of the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from guidebook.commons import Commons, Edition
from guidebook.escape import escaped, escaped_message
from guidebook.model import FactAt, Municipality
from guidebook.record import ByLanguage
from guidebook.script import to_latin
from guidebook.values import CalendarYear, Mail, Phone, PlaceKey, TownId, Web, Word
from guidebook.wording import Catalogue

ENGLISH = "en"


@dataclass(frozen=True)
class Wording:
    """The words of one edition."""

    key: str
    """As in the address: sq, sr-latn, sr-cyrl, en."""
    edition: Edition
    catalogue: Catalogue

    def translated(self, english: str, context: str | None = None) -> str:
        """The translation as plain text; the English where there is none (a draft)."""
        translations = self.catalogue.translations
        text = translations.pgettext(context, english) if context else translations.gettext(english)
        return to_latin(text) if self.edition.latin else str(text)

    def text(self, english: str, context: str | None = None) -> Markup:
        """The translation as Markup; English left in a draft is marked as such."""
        return self._marked(escaped_message(self.translated(english, context)), context, english)

    def plural(self, single: str, plural: str, count: int, context: str | None = None) -> Markup:
        """The form of a counted text that fits the count."""
        translations = self.catalogue.translations
        text = (
            translations.npgettext(context, single, plural, count)
            if context
            else translations.ngettext(single, plural, count)
        )
        return self._marked(escaped_message(to_latin(text) if self.edition.latin else text), context, single)

    def _marked(self, text: Markup, context: str | None, english: str) -> Markup:
        missing = self.edition.words != ENGLISH and (context, english) not in self.catalogue.translated
        return Markup('<span lang="en">{}</span>').format(text) if missing else text

    def by_language(self, text: ByLanguage) -> Markup:
        """The text of this edition; where it is missing, another one, marked with its language."""
        own = cast(str | None, getattr(text, self.edition.words))
        if own is not None:
            return escaped(to_latin(own) if self.edition.latin else own)
        for language, lang in (("en", "en"), ("sq", "sq"), ("sr", "sr-Cyrl")):
            other = cast(str | None, getattr(text, language))
            if other is not None:
                return Markup('<span lang="{}">{}</span>').format(lang, escaped(other))
        return Markup("")

    def number(self, value: int | Decimal) -> Markup:
        """147246 as the edition writes it."""
        return Markup(format_decimal(value, locale=self.edition.locale))

    def day(self, value: date) -> Markup:
        """22 November 2026 as the edition writes it."""
        return Markup(format_date(value, "long", locale=self.edition.locale))

    def day_form(self) -> str:
        """How `day` writes, for scripts: `d. MMMM y.` and the twelve months, with | between them."""
        locale = Locale.parse(self.edition.locale)
        return "|".join([locale.date_formats["long"].pattern, *locale.months["format"]["wide"].values()])

    def day_of_year(self, day: int, month: int) -> Markup:
        """30 September as the edition writes it."""
        return Markup(format_skeleton("MMMMd", date(2000, month, day), locale=self.edition.locale))

    def listed(self, items: Sequence[Markup]) -> Markup:
        """a, b and c as the edition writes it."""
        return Markup(format_list(items, locale=self.edition.locale))


@dataclass(frozen=True)
class Guide:
    """One municipality in one edition; every text in it is Markup."""

    town: Municipality
    wording: Wording
    commons: Commons
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
                return cast(Markup, getattr(self.commons.words, value.group)[str(value)])
            case PlaceKey():
                return cast(Markup, self.commons.places[str(value)])
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
                return self.wording.number(value)
            case date():
                return self.wording.day(value)
            case tuple():
                none = cast(Markup, self.commons.words.answer["none"])
                return self.wording.listed([self.say(item) for item in value]) if value else none
        raise TypeError(f"no way to say {value!r}")

    def _town_name(self, town: str) -> Markup:
        if town == "none":
            return cast(Markup, self.commons.words.answer["main_seat"])
        return cast(Markup, own_name(self.towns[town], self.wording.edition))


def own_name(town: Municipality, edition: Edition, field: str = "") -> Any:
    """The name of a localised municipality in an edition; `_full` as field for the official name."""
    return getattr(town.names, edition.words + field).value
