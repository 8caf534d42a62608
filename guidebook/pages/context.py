"""What the templates of a guide may ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from guidebook.diagnostics import did_you_mean
from guidebook.i18n.translator import Translator
from guidebook.model.content import Unanswered
from guidebook.model.facts import FactAt, is_below
from guidebook.model.municipality import Finding, Municipality
from guidebook.pages.environment import NoSuchAddress
from guidebook.pages.guide import Guide, own_name
from guidebook.text import to_latin

INDEX = "index"
"""The section that stands at the guide's own address."""


@dataclass(frozen=True)
class View:
    """What the templates of a guide may ask."""

    guide: Guide
    section: str
    seen: dict[str, date]
    """The sources cited so far and the last day each was checked; the last section lists them."""

    def at(self, address: str) -> FactAt:
        """The fact at an address such as `profile.population`."""
        if address not in self.guide.facts:
            raise NoSuchAddress(f"no such fact: {address}; {did_you_mean(address, self.guide.facts)}")
        return self.guide.facts[address]

    def known(self, address: str) -> bool:
        """Whether the fact is known."""
        return self.at(address).fact.value is not None

    def fact(self, address: str, shown: Markup | None = None) -> Markup:
        """The fact where it stands on the page, marked with its address; a line to write on when unknown."""
        at, answer = self.at(address), self.guide.content.words.answer
        if at.fact.value is None:
            line = Markup('<span class="line" data-fact="{}"><small>{}</small></span>')
            return line.format(at.address, answer["unknown"])
        value = self.guide.say(at.fact.value) if shown is None else shown
        note = (
            Markup(' <small class="confirm">{}</small>').format(answer["to_confirm"])
            if at.fact.to_confirm
            else ""
        )
        return Markup('<span data-fact="{}">{}</span>{}').format(at.address, value, note)

    def cite(self, address: str) -> Markup:
        """Source and day of a known fact, small."""
        at = self.at(address)
        if at.fact.value is None or at.checked is None:
            return Markup("")
        return Markup('<small class="source">{} · {}</small>').format(
            self.sources(at.source, at.checked), self.guide.translator.day(at.checked)
        )

    def years(self, capacity: str) -> list[tuple[int | None, bool]]:
        """The years a capacity was reported in, newest first and None last; whether each is to be confirmed.

        A year one of whose findings is confirmed is confirmed.
        """
        findings: tuple[Finding, ...] = self.at(f"capacities.{capacity}").fact.value or ()
        waits: dict[int | None, bool] = {}
        for finding in findings:
            waits[finding.year] = waits.get(finding.year, True) and finding.to_confirm
        return sorted(waits.items(), key=lambda item: -(item[0] or 0))

    def sources(self, keys: Sequence[str], checked: date) -> Markup:
        """The publishers of these sources, each once, linked to the list of sources."""
        register = self.guide.content.sources
        by_publisher = {register[key].publisher: key for key in reversed(keys)}
        links = [
            Markup('<a{} href="{}">{}</a>').format(
                self.spoken(register[key].publisher_lang), self.source_url(key, checked), publisher
            )
            for publisher, key in reversed(by_publisher.items())
        ]
        return Markup(", ").join(links)

    def spoken(self, lang: str) -> Markup:
        """The attribute of a text in another language than its page; nothing in the page's own."""
        own = lang == self.guide.translator.edition.lang
        return Markup("") if own else Markup(' lang="{}"').format(lang)

    def source_url(self, key: str, checked: date) -> str:
        """The address of a source in the list of this guide, which will hold it."""
        self.seen[key] = max(checked, self.seen.get(key, checked))
        return self.url("sources-and-handover", f"source-{key}")

    def url(self, section: str, anchor: str = "") -> str:
        """The address of another section of this guide, from this one."""
        if section not in self.guide.content.site.sections:
            raise NoSuchAddress(
                f"no such section: {section}; {did_you_mean(section, self.guide.content.site.sections)}"
            )
        up = "" if self.section == INDEX else "../"
        path = "" if section == self.section else up + ("" if section == INDEX else f"{section}/")
        return (path or ("" if section == self.section else "./")) + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        """The address of a file that stands beside the sections of this guide."""
        return path if self.section == INDEX else f"../{path}"

    def cited(self) -> list[tuple[str, date]]:
        """Every source this guide has cited so far and when it was checked, by publisher and title."""
        register = self.guide.content.sources
        names = {key: (register[key].publisher.casefold(), register[key].title) for key in self.seen}
        return sorted(self.seen.items(), key=lambda item: names[item[0]])

    def questions(self) -> list[tuple[str, Unanswered]]:
        """What to ask where a fact is unknown, by the address of the fact."""
        unknown = [address for address, at in self.guide.facts.items() if at.fact.value is None]
        return [
            (address, question)
            for address, question in self.guide.content.questions.items()
            if any(is_below(fact, address) for fact in unknown)
        ]

    def due(self, days: int) -> Markup:
        """The date so many days after the oath, which is known."""
        oath: date = self.guide.town.mandate.oath_date.value or date.max
        return self.guide.translator.day(oath + timedelta(days=days))

    def finding_text(self, code: str) -> Markup:
        """The sentence of a finding."""
        return next(codes[code] for codes in self.guide.content.findings.values() if code in codes)  # type: ignore[return-value]

    def in_script(self, serbian: Markup) -> Markup:
        """A Serbian word in Cyrillic for the Cyrillic edition, in Latin for every other."""
        return serbian if self.guide.translator.edition.lang == "sr-Cyrl" else Markup(to_latin(serbian))

    def context(self) -> dict[str, Any]:
        """The names a template of this guide knows."""
        town, translator, content = self.guide.town, self.guide.translator, self.guide.content
        asked: list[Callable[..., Any]] = [
            *(self.known, self.fact, self.cite, self.sources, self.url, self.cited),
            *(self.source_url, self.finding_text, self.in_script, self.questions, self.due, self.spoken),
            self.file,
        ]
        return {
            "town": town,
            "name": own_name(town, translator.edition),
            "full_names": full_names(town, translator),
            "section": content.site.sections[self.section],
            "slug": self.section,
            "say": self.guide.say,
            "number": translator.number,
            "day": translator.day,
            "day_form": translator.day_form,
            "date": translator.day_of_year,
            "language": translator.edition.words,
            "checked": town.checked,
            **{name: getattr(content, name) for name in type(content).model_fields},
            "register": content.sources,
            "sections": content.site.sections,
            "serbian": content.site.editions[
                "sr-cyrl" if translator.edition.lang == "sr-Cyrl" else "sr-latn"
            ],
            **{function.__name__: function for function in asked},
        }


def full_names(town: Municipality, translator: Translator) -> list[tuple[str, str, Markup]]:
    """Language, address and text of the name in every official language; the edition's own first."""
    names, edition = town.names, translator.edition
    serbian = "sr-Cyrl" if edition.lang == "sr-Cyrl" else "sr-Latn"
    spoken = {edition.words: edition.lang} | {"sq": "sq", "sr": serbian}
    official = [
        (lang, f"{town.id}.names.{words}_full", getattr(names, f"{words}_full").value)
        for words, lang in spoken.items()
    ]
    shown = {names.sq.value, names.sr.value, names.en.value}
    others = [(lang, name) for lang, name in names.others.items() if name not in shown]
    return official + [(lang, f"{town.id}.names.others", Markup(name)) for lang, name in others]
