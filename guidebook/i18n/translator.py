"""Translator of one edition: text, script, dates, numbers and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from guidebook.i18n.translation import Catalog
from guidebook.model.base import ENGLISH, ByLanguage
from guidebook.model.content import Edition
from guidebook.text import escaped, escaped_message, to_latin


@dataclass(frozen=True)
class Translator:
    """Translates and formats for one edition."""

    key: str
    """As in the address, such as sr-latn."""
    edition: Edition
    catalog: Catalog
    editions: Mapping[str, Edition]
    """All of the site, by key."""

    @cached_property
    def variants(self) -> dict[str, Edition]:
        """By language the edition that suits this one: itself, one in its script, or else any."""
        found: dict[str, Edition] = {}
        for edition in sorted(
            self.editions.values(),
            key=lambda other: (other != self.edition, other.script != self.edition.script),
        ):
            found.setdefault(edition.words, edition)
        return found

    def in_script(self, text: str, language: str) -> str:
        """A text of the data in the script that a language has in this edition."""
        variant = self.variants.get(language)
        return to_latin(text, language) if variant and variant.latin else str(text)

    def translated(self, english: str, context: str | None = None) -> str:
        """The translation as plain text; the English where there is none (a draft)."""
        translations = self.catalog.translations
        text = translations.pgettext(context, english) if context else translations.gettext(english)
        return self.in_script(text, self.edition.words)

    def text(self, english: str, context: str | None = None) -> Markup:
        """The translation as Markup; English left in a draft is marked as such."""
        key = (context, english)
        if key not in self._texts:
            self._texts[key] = self._marked(
                escaped_message(self.translated(english, context)), context, english
            )
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[tuple[str | None, str], Markup]:
        """What `text` has translated."""
        return {}

    def plural(self, single: str, plural: str, count: int, context: str | None = None) -> Markup:
        """The form of a counted text that fits the count."""
        translations = self.catalog.translations
        text = (
            translations.npgettext(context, single, plural, count)
            if context
            else translations.ngettext(single, plural, count)
        )
        return self._marked(escaped_message(self.in_script(text, self.edition.words)), context, single)

    def _marked(self, text: Markup, context: str | None, english: str) -> Markup:
        missing = self.edition.words != ENGLISH and (context, english) not in self.catalog.translated
        return Markup('<span lang="en">{}</span>').format(text) if missing else text

    def by_language(self, text: ByLanguage) -> Markup:
        """The text of this edition; where it is missing, another one, marked with its language."""
        language = self.edition.words
        own = text.texts.get(language)
        if own is not None:
            return escaped(self.in_script(own, language))
        others = (
            Markup('<span lang="{}">{}</span>').format(text.languages[code], escaped(other))
            for code, other in text.texts.items()
            if other is not None
        )
        return next(others, Markup(""))

    def number(self, value: int | Decimal) -> Markup:
        """147246 as the edition writes it."""
        return Markup(format_decimal(value, locale=self.edition.locale))

    def day(self, value: date) -> Markup:
        """22 November 2026 as the edition writes it."""
        return _long_date(value, self.edition.locale)

    def month(self, value: date) -> Markup:
        """November 2026 as the edition writes it."""
        return Markup(format_skeleton("yMMMM", value, locale=self.edition.locale))

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


@lru_cache(maxsize=1024)
def _long_date(value: date, locale: str) -> Markup:
    return Markup(format_date(value, "long", locale=locale))
