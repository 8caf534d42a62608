"""The translator of one edition: text, dates, numbers and lists in its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from guidebook.i18n.translation import Catalog
from guidebook.model.base import ByLanguage
from guidebook.model.content import Edition
from guidebook.text import escaped, escaped_message, to_latin

ENGLISH = "en"


@dataclass(frozen=True)
class Translator:
    """The words of one edition."""

    key: str
    """As in the address: sq, sr-latn, sr-cyrl, en."""
    edition: Edition
    catalog: Catalog

    def translated(self, english: str, context: str | None = None) -> str:
        """The translation as plain text; the English where there is none (a draft)."""
        translations = self.catalog.translations
        text = translations.pgettext(context, english) if context else translations.gettext(english)
        return to_latin(text) if self.edition.latin else str(text)

    def text(self, english: str, context: str | None = None) -> Markup:
        """The translation as Markup; English left in a draft is marked as such."""
        return self._marked(escaped_message(self.translated(english, context)), context, english)

    def plural(self, single: str, plural: str, count: int, context: str | None = None) -> Markup:
        """The form of a counted text that fits the count."""
        translations = self.catalog.translations
        text = (
            translations.npgettext(context, single, plural, count)
            if context
            else translations.ngettext(single, plural, count)
        )
        return self._marked(escaped_message(to_latin(text) if self.edition.latin else text), context, single)

    def _marked(self, text: Markup, context: str | None, english: str) -> Markup:
        missing = self.edition.words != ENGLISH and (context, english) not in self.catalog.translated
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
