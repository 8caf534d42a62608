"""The template context of a guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase
from typing import Any

from markupsafe import Markup

from guidebook.diagnostics import did_you_mean
from guidebook.i18n.translator import Translator
from guidebook.model.base import ENGLISH
from guidebook.model.enums import OFFICIAL_LANGUAGES
from guidebook.model.facts import FactAt
from guidebook.model.municipality import Finding, Municipality, Names
from guidebook.pages.citations import lang_attribute, publisher_links, read_on
from guidebook.pages.environment import UnknownAddress
from guidebook.pages.guide import INDEX, Guide, own_name, section_path
from guidebook.text import in_order, striptags


@dataclass(frozen=True)
class TemplateContext:
    """What the templates of one section may use."""

    guide: Guide
    section: str
    citations: dict[str, date]
    """Source keys cited so far, with the newest day each was checked. The sections of a guide share it: they
    are rendered in reading order, and the last one lists it."""
    own_sources: bool = False
    """Whether the page lists what it cites itself."""

    def at(self, field: str) -> FactAt:
        """The fact of a field such as `profile.population`. Raises UnknownAddress."""
        if field not in self.guide.facts:
            raise UnknownAddress(f"no such fact: {field}; {did_you_mean(field, self.guide.facts)}")
        return self.guide.facts[field]

    def known(self, field: str) -> bool:
        """Whether the fact has a value."""
        return self.at(field).fact.value is not None

    def fact(self, field: str, formatted: Markup | None = None) -> Markup:
        """The formatted value in a `data-fact` span; a line to write on when it is unknown."""
        at, answer = self.at(field), self.guide.content.words.answer
        if at.fact.value is None:
            line = Markup('<span class="line" data-fact="{}"><small>{}</small></span>')
            return line.format(at.address, answer["unknown"])
        value = self.guide.format_value(at.fact.value) if formatted is None else formatted
        note = (
            Markup(' <small class="confirm">{}</small>').format(answer["to_confirm"])
            if at.fact.to_confirm
            else ""
        )
        return Markup('<span data-fact="{}">{}</span>{}').format(at.address, value, note)

    def cite(self, field: str) -> Markup:
        """Source of a known fact and the day it was read, small."""
        at = self.at(field)
        if at.fact.value is None or at.checked is None:
            return Markup("")
        return Markup('<small class="source">{} · {}</small>').format(
            self.sources(at.source, at.checked), self.read_on(at.checked)
        )

    def read_on(self, checked: date) -> Markup:
        """The day a source was read, said so that nobody takes it for the day of the figure."""
        return read_on(self.guide.content, self.guide.translator, checked)

    def years(self, capacity: str) -> list[tuple[int | None, bool]]:
        """The years a capacity was reported in, newest first and None last; whether each is to be confirmed.

        A year is confirmed when one of its findings is.
        """
        findings: tuple[Finding, ...] = self.at(f"capacities.{capacity}").fact.value or ()
        to_confirm: dict[int | None, bool] = {}
        for finding in findings:
            to_confirm[finding.year] = to_confirm.get(finding.year, True) and finding.to_confirm
        return sorted(to_confirm.items(), key=lambda item: -(item[0] or 0))

    def sources(self, keys: Sequence[str], checked: date) -> Markup:
        """The publishers of these sources, each once, linked to the list of sources."""
        register = self.guide.content.sources
        return publisher_links(
            {key: register[key] for key in keys},
            self.guide.translator.edition.lang,
            lambda key: self.source_url(key, checked),
        )

    def lang_attribute(self, lang: str | None) -> Markup:
        """` lang="…"` for text in another language than the page."""
        return lang_attribute(lang, self.guide.translator.edition.lang)

    def borrowed(self, text: str) -> bool:
        """Whether a text of the data stands in another language than the page."""
        return text.startswith("<span lang=")

    def source_url(self, key: str, checked: date) -> str:
        """Records a citation; the URL of its entry in the list of sources, of this page or of the guide."""
        self.citations[key] = max(checked, self.citations.get(key, checked))
        anchor = f"source-{key}"
        return f"#{anchor}" if self.own_sources else self.url("sources-and-handover", anchor)

    def url(self, section: str, anchor: str = "") -> str:
        """The relative URL of another section of this guide. Raises UnknownAddress."""
        if section not in self.guide.content.site.sections:
            raise UnknownAddress(
                f"no such section: {section}; {did_you_mean(section, self.guide.content.site.sections)}"
            )
        up = "" if self.section == INDEX else "../"
        path = "" if section == self.section else up + section_path(section)
        return (path or ("" if section == self.section else "./")) + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        """The relative URL of a file in the folder of this guide."""
        return path if self.section == INDEX else f"../{path}"

    def cited(self) -> list[tuple[str, date]]:
        """The citations so far, by publisher in the alphabet of the edition, then by title."""
        register, alphabet = self.guide.content.sources, self.guide.translator.edition.alphabet
        letters = " ".join([alphabet, *(letter for letter in ascii_lowercase if letter not in alphabet)])
        names = {
            key: (in_order(striptags(register[key].publisher), letters), register[key].title)
            for key in self.citations
        }
        return sorted(self.citations.items(), key=lambda item: names[item[0]])

    def due(self, days: int) -> Markup:
        """The date so many days after the oath, which is known."""
        oath: date = self.guide.town.mandate.oath_date.value or date.max
        return self.guide.translator.day(oath + timedelta(days=days))

    def finding_text(self, code: str) -> Markup:
        """The sentence of a finding."""
        return self.guide.finding_text(code)

    def names(self) -> dict[str, Any]:
        """The names a template of this guide may use."""
        town, translator, content = self.guide.town, self.guide.translator, self.guide.content
        return {
            **{name: getattr(content, name) for name in type(content).model_fields},
            "town": town,
            "name": own_name(town, translator.edition),
            "full_names": full_names(town, translator),
            "checked": town.checked,
            "section": content.site.sections[self.section],
            "slug": self.section,
            "sections": content.site.sections,
            "register": content.sources,
            "language": translator.edition.words,
            "format_value": self.guide.format_value,
            "number": translator.number,
            "day": translator.day,
            "day_form": translator.day_form,
            "date": translator.day_of_year,
            "known": self.known,
            "fact": self.fact,
            "cite": self.cite,
            "read_on": self.read_on,
            "sources": self.sources,
            "url": self.url,
            "cited": self.cited,
            "source_url": self.source_url,
            "finding_text": self.finding_text,
            "questions": self.guide.questions,
            "due": self.due,
            "lang_attribute": self.lang_attribute,
            "borrowed": self.borrowed,
            "file": self.file,
        }


def full_names(town: Municipality, translator: Translator) -> list[tuple[str, str, Markup]]:
    """`(lang, address, text)` of the name in every official language; the edition's own first."""
    names, words = town.names, translator.edition.words
    full = names.by_language("_full")
    own = words if words in full else ENGLISH
    official = [
        (_tag(language, names, translator), f"{town.id}.names.{language}_full", Markup(full[language].value))
        for language in dict.fromkeys((own, *OFFICIAL_LANGUAGES))
        if language in full
    ]
    shown = {name.value for name in names.by_language().values()}
    others = [(lang, name) for lang, name in names.others.items() if name not in shown]
    return official + [(lang, f"{town.id}.names.others", Markup(name)) for lang, name in others]


def _tag(language: str, names: Names, translator: Translator) -> str:
    """BCP 47 tag of a name as this edition shows it."""
    variant = translator.variants.get(language)
    return variant.lang if variant else names.languages[language]
