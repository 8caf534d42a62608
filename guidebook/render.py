"""A guide to finished Markdown. Pure; a name that is not there stops the build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

from guidebook.localise import Guide, Wording, own_name
from guidebook.model import FactAt, Municipality
from guidebook.problems import Place, Problem, ProblemsFound, did_you_mean
from guidebook.script import to_latin

INDEX = "index"
"""The section that stands at the guide's own address."""


@dataclass(frozen=True)
class Page:
    """A Markdown file of `guides/`."""

    path: str
    """From `guides/`, with forward slashes."""
    text: str


def environment(templates: Path, wording: Wording) -> Environment:
    """Jinja for one edition: everything is escaped, an unknown name is an error, `_` speaks the edition."""
    env = Environment(
        loader=FileSystemLoader(templates),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        wording.text,
        wording.plural,
        newstyle=True,
        pgettext=lambda context, text: wording.text(text, context),
        npgettext=lambda context, single, plural, count: wording.plural(single, plural, count, context),
    )
    return env


@dataclass(frozen=True)
class View:
    """What the templates of a guide may ask."""

    guide: Guide
    section: str
    seen: set[str]
    """Keys of the sources cited so far; the last section lists them."""

    def at(self, address: str) -> FactAt:
        """The fact at an address such as `profile.population`."""
        if address not in self.guide.facts:
            raise UndefinedError(f"no such fact: {address}; {did_you_mean(address, self.guide.facts)}")
        return self.guide.facts[address]

    def known(self, address: str) -> bool:
        """Whether the fact is known."""
        return self.at(address).fact.value is not None

    def fact(self, address: str, shown: Markup | None = None) -> Markup:
        """The fact where it stands on the page, marked with its address; a line to write on when unknown."""
        at, answer = self.at(address), self.guide.commons.words.answer
        if at.fact.value is None:
            line = Markup('<span class="line" data-fact="{}"><small>{}</small></span>')
            return line.format(at.address, answer["unknown"])
        value = self.guide.say(at.fact.value) if shown is None else shown
        note = Markup(' <small class="confirm">{}</small>').format(answer["to_confirm"]) if at.fact.to_confirm else ""
        return Markup('<span data-fact="{}">{}</span>{}').format(at.address, value, note)

    def cite(self, address: str) -> Markup:
        """Source and day of a known fact, small."""
        at = self.at(address)
        if at.fact.value is None or at.checked is None:
            return Markup("")
        return Markup('<small class="source">{} · {}</small>').format(
            self.sources(at.source), self.guide.wording.day(at.checked)
        )

    def sources(self, keys: Sequence[str]) -> Markup:
        """The publishers of these sources, each once, linked to the list of sources."""
        register = self.guide.commons.sources
        self.seen.update(keys)
        by_publisher = {register[key].publisher: key for key in reversed(keys)}
        links = [
            Markup('<a href="{}">{}</a>').format(self.url("sources-and-handover", f"source-{key}"), publisher)
            for publisher, key in reversed(by_publisher.items())
        ]
        return Markup(", ").join(links)

    def url(self, section: str, anchor: str = "") -> str:
        """The address of another section of this guide, from this one."""
        if section not in self.guide.commons.site.sections:
            raise UndefinedError(f"no such section: {section}; {did_you_mean(section, self.guide.commons.site.sections)}")
        up = "" if self.section == INDEX else "../"
        path = "" if section == self.section else up + ("" if section == INDEX else f"{section}/")
        return (path or ("" if section == self.section else "./")) + (f"#{anchor}" if anchor else "")

    def cited(self) -> list[str]:
        """Keys of every source this guide has cited so far, by publisher and title."""
        register = self.guide.commons.sources
        return sorted(self.seen, key=lambda key: (register[key].publisher.casefold(), register[key].title))

    def finding_text(self, code: str) -> Markup:
        """The sentence of a finding."""
        return next(codes[code] for codes in self.guide.commons.findings.values() if code in codes)  # type: ignore[return-value]

    def in_script(self, serbian: Markup) -> Markup:
        """A Serbian word in Cyrillic for the Cyrillic edition, in Latin for every other."""
        return serbian if self.guide.wording.edition.lang == "sr-Cyrl" else Markup(to_latin(serbian))

    def context(self) -> dict[str, Any]:
        """The names a template of this guide knows."""
        town, wording, commons = self.guide.town, self.guide.wording, self.guide.commons
        asked: list[Callable[..., Any]] = [
            *(self.known, self.fact, self.cite, self.sources, self.url, self.cited),
            *(self.finding_text, self.in_script),
        ]
        return {
            "town": town,
            "name": own_name(town, wording.edition),
            "full_name": own_name(town, wording.edition, "_full"),
            "full_names": full_names(town, wording),
            "section": commons.site.sections[self.section],
            "slug": self.section,
            "say": self.guide.say,
            "number": wording.number,
            "day": wording.day,
            **{name: getattr(commons, name) for name in type(commons).model_fields},
            "register": commons.sources,
            "sections": commons.site.sections,
            "serbian": commons.site.editions["sr-cyrl" if wording.edition.lang == "sr-Cyrl" else "sr-latn"],
            **{function.__name__: function for function in asked},
        }


def full_names(town: Municipality, wording: Wording) -> list[tuple[str, Markup]]:
    """The name in every official language, marked with it; the edition's own first."""
    names, edition = town.names, wording.edition
    serbian = "sr-Cyrl" if edition.lang == "sr-Cyrl" else "sr-Latn"
    official = [(edition.lang, own_name(town, edition, "_full"))]
    for lang, words in (("sq", "sq"), (serbian, "sr")):
        if words != edition.words:
            official.append((lang, getattr(names, f"{words}_full").value))
    shown = {names.sq.value, names.sr.value, names.en.value}
    return official + [(lang, Markup(name)) for lang, name in names.others.items() if name not in shown]


def render_guide(guide: Guide, env: Environment) -> list[Page]:
    """The sections of a guide, in order. Raises ProblemsFound when a template names something that is not there."""
    wording, town = guide.wording, guide.town
    pages, seen = [], set[str]()
    for slug, section in guide.commons.site.sections.items():
        body = _rendered(env, f"sections/{slug}.md.j2", View(guide, slug, seen).context())
        full_name = own_name(town, wording.edition, "_full")
        front = {
            "title": _plain(f"{section.title} · {full_name}"),
            "description": _plain(f"{full_name}. {section.question}"),
            "lang": wording.edition.lang,
            "guide": town.id,
            "section": slug,
        }
        pages.append(Page(f"{wording.key}/{town.id}/{slug}.md", front_matter(front) + body))
    return pages


def render_home(towns: Mapping[str, Municipality], wording: Wording, commons: Any, env: Environment) -> Page:
    """The home of an edition: every municipality, by region."""
    regions: dict[str, list[Municipality]] = {}
    for town in towns.values():
        regions.setdefault(str(town.profile.region.value), []).append(town)
    by_name = sorted(regions.items(), key=lambda item: str(commons.places.get(item[0], "")))
    context = {
        "site": commons.site,
        "emergency": commons.emergency,
        "regions": [(commons.places.get(region), _named(group, wording)) for region, group in by_name],
    }
    front = {
        "title": _plain(commons.site.name),
        "description": _plain(commons.site.purpose),
        "lang": wording.edition.lang,
    }
    return Page(f"{wording.key}/index.md", front_matter(front) + _rendered(env, "home.md.j2", context))


def _named(towns: list[Municipality], wording: Wording) -> list[tuple[str, Markup, Markup]]:
    named = [
        (town.id, own_name(town, wording.edition), Markup(" · ").join(name for _, name in full_names(town, wording)))
        for town in towns
    ]
    return sorted(named, key=lambda town: town[1])


def render_root(homes: Sequence[tuple[Wording, Any]], env: Environment) -> Page:
    """The page that chooses the edition, each line in its own language."""
    editions = [(wording.key, wording.edition, commons.site) for wording, commons in homes]
    english = next(commons.site for wording, commons in homes if wording.key == "en")
    front = {"title": _plain(english.name), "description": _plain(english.purpose), "lang": "en"}
    return Page("index.md", front_matter(front) + _rendered(env, "root.md.j2", {"editions": editions}))


def front_matter(values: Mapping[str, str]) -> str:
    """The head of a Markdown file; values are plain text."""
    return f"---\n{yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=1000)}---\n\n"


def _plain(text: str) -> str:
    return Markup(text).striptags()


def _rendered(env: Environment, name: str, context: Mapping[str, Any]) -> str:
    try:
        return env.get_template(name).render(context).strip() + "\n"
    except TemplateSyntaxError as error:
        place = Place(f"templates/{error.name}", error.lineno, 1)
        raise ProblemsFound([Problem(place, "", f"{error.message}; mend the template.")]) from None
    except UndefinedError as error:
        place = Place(*_template_line(error.__traceback__, name), 1)
        raise ProblemsFound([Problem(place, "", _sentence(str(error.message)))]) from None


def _sentence(message: str) -> str:
    return message if message.endswith(("?", ".")) else f"{message}; correct the name in the template."


def _template_line(trace: TracebackType | None, name: str) -> tuple[str, int]:
    """File and line of the innermost template in a traceback."""
    found = (f"templates/{name}", 1)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            found = ("templates/" + file.rpartition("/templates/")[2], trace.tb_lineno)
        trace = trace.tb_next
    return found


