"""Pages that belong to no guide: root, home, about, glossary, state of the facts, open data and feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from guidebook.artifacts import Page, TextFile
from guidebook.i18n.translator import Translator
from guidebook.model.base import ENGLISH
from guidebook.model.checks import schedule
from guidebook.model.content import Edition
from guidebook.model.facts import CONTACTS, LAW, MONTHS, OTHER, Status
from guidebook.model.municipality import Municipality
from guidebook.model.public_view import LICENCE
from guidebook.model.reference import Term
from guidebook.pages.context import full_names
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.environment import render_block, render_template
from guidebook.pages.guide import own_name
from guidebook.pages.svg_map import Outlines
from guidebook.text import in_order, striptags


def render_home(edition: LocalizedEdition, towns: Sequence[str], outlines: Outlines) -> Page:
    """The home of an edition: these municipalities on the map and by region."""
    translator, alphabet = edition.translator, edition.translator.edition.alphabet
    shown = {town: edition.towns[town] for town in towns}
    regions: dict[str, list[Municipality]] = {}
    for town in shown.values():
        regions.setdefault(str(town.profile.region.value), []).append(town)
    places = edition.content.places
    by_name = sorted(
        regions.items(), key=lambda item: in_order(striptags(str(places.get(item[0]))), alphabet)
    )
    context = {
        "site": edition.content.site,
        "drawing": outlines,
        "outlines": [
            (town, *_names(town, translator)) for town in shown.values() if town.id in outlines.paths
        ],
        "outdated": translator.listed(
            [own_name(shown[town], translator.edition) for town in outlines.outdated if town in shown]
        ),
        "regions": [(places.get(region), _sorted_names(group, translator)) for region, group in by_name],
    }
    return render_page("home", f"{edition.key}/index.md", context, edition)


def _names(town: Municipality, translator: Translator) -> tuple[Markup, Markup]:
    """The name in the edition, and the official names, each marked with its language."""
    official = [
        Markup('<span lang="{}">{}</span>').format(lang, name)
        for lang, _address, name in full_names(town, translator)
    ]
    return own_name(town, translator.edition), Markup(" · ").join(official)


def _sorted_names(towns: Sequence[Municipality], translator: Translator) -> list[tuple[str, Markup, Markup]]:
    named = [(town.id, *_names(town, translator)) for town in towns]
    return sorted(named, key=lambda town: in_order(striptags(town[1]), translator.edition.alphabet))


def render_root(editions: Sequence[LocalizedEdition]) -> Page:
    """The page that chooses the edition, each line in its own language."""
    source = next((one for one in editions if one.translator.edition.words == ENGLISH), editions[0])
    context = {"editions": [(one.key, one.translator.edition, one.content.site) for one in editions]}
    site = source.content.site
    body = render_template(source.environment, "root.md.j2", context)
    return Page("index.md", _meta(site.name, site.purpose, source.lang), body)


def render_about(edition: LocalizedEdition) -> Page:
    """Who makes the guides, and how."""
    return render_page("about", f"{edition.key}/about.md", {}, edition)


def render_glossary(edition: LocalizedEdition) -> Page:
    """Every term with its meaning, its form in each language beside the others."""
    translator, terms = edition.translator, edition.content.glossary
    variants = translator.variants
    context = {
        "glossary": terms,
        "languages": [
            (code, variants[code]) for code in next(iter(terms.values())).languages if code in variants
        ],
        "term_form": lambda term, language: term_form(term, language, translator),
    }
    return render_page("glossary", f"{edition.key}/glossary.md", context, edition)


def term_form(term: Term, language: str, translator: Translator) -> Markup:
    """A term in a language, in the script that fits the edition; English, marked, where it has none."""
    if language in term.forms:
        return Markup(translator.in_script(term.forms[language], language))
    return Markup('<span lang="{}">{}</span>').format(ENGLISH, term.en)


def render_status(
    edition: LocalizedEdition, status: Status, progress: Sequence[tuple[Edition, int, int]]
) -> Page:
    """The state of the facts on a day; `progress` has each edition with its translated and all texts."""
    translator = edition.translator
    names = {town: own_name(edition.towns[town], translator.edition) for town in status.cells}
    context = {
        "status": status,
        "due": schedule(status),
        "editions": progress,
        "months": {"contacts": MONTHS[CONTACTS], "law": MONTHS[LAW], "other": MONTHS[OTHER]},
        "questions": edition.content.questions,
        "towns": sorted(
            names.items(), key=lambda item: in_order(striptags(item[1]), translator.edition.alphabet)
        ),
        "number": translator.number,
        "day": translator.day,
        "month": translator.month,
    }
    return render_page("status", f"{edition.key}/status.md", context, edition)


def render_open_data(edition: LocalizedEdition, example: tuple[str, str, str]) -> Page:
    """How to use the open data; the example has a municipality, a field and the fact as JSON."""
    town, address, fact = example
    context = {"feed": feed_path(edition), "town": town, "address": address, "fact": fact}
    page = render_page("open-data", f"{edition.key}/open-data.md", context, edition)
    return Page(page.path, {**page.meta, "feed": context["feed"]}, page.body)


def render_feed(edition: LocalizedEdition, context: Mapping[str, Any]) -> TextFile:
    """The Atom feed of an edition; `context` has its entries and names."""
    own: dict[str, Any] = {
        "lang": edition.lang,
        "key": edition.key,
        "day": edition.translator.day,
        "licence": LICENCE,
        "site": edition.content.site.name,
    }
    return TextFile(
        feed_path(edition), render_template(edition.environment, "feed.xml.j2", {**own, **context})
    )


def feed_path(edition: LocalizedEdition) -> str:
    """The path of the feed of an edition, from `guides/`."""
    return f"api/changes-{edition.key}.xml"


def render_page(template: str, path: str, context: Mapping[str, Any], edition: LocalizedEdition) -> Page:
    """A page of an edition that belongs to no guide, from a template with blocks for title and question."""
    env, name = edition.environment, f"{template}.md.j2"
    title = render_block(env, name, "title", context)
    has_question = "question" in env.get_template(name).blocks
    description = render_block(env, name, "question", context) if has_question else title
    return Page(path, _meta(title, description, edition.lang), render_template(env, name, context))


def _meta(title: str, description: str, lang: str) -> dict[str, Any]:
    return {"title": striptags(title), "description": striptags(description), "lang": lang}
