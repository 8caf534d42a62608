"""The pages beside the guides to finished Markdown. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jinja2 import Environment

from guidebook.artifacts import Page, with_front_matter
from guidebook.i18n.translator import Translator
from guidebook.model.content import Content, Edition
from guidebook.model.facts import CONTACTS, LAW, MONTHS, OTHER, Status
from guidebook.model.municipality import SPECIMEN, Municipality
from guidebook.model.public_view import LICENCE
from guidebook.pages.context import INDEX, View
from guidebook.pages.environment import rendered
from guidebook.pages.guide import Guide, own_name
from guidebook.text import in_order, plain


def render_compare(
    guide: Guide, groups: Mapping[str, Sequence[Guide]], made: Collection[str], env: Environment
) -> Page:
    """A municipality beside groups of others, itself among them; the names of those made are links."""
    translator, town = guide.translator, guide.town
    title = translator.text("Your municipality beside others", "heading")
    full_name = own_name(town, translator.edition, "_full")
    rows = {
        kind: [(own_name(other.town, translator.edition), View(other, INDEX, {})) for other in group]
        for kind, group in groups.items()
    }
    here = View(guide, INDEX, {})
    front = {
        "title": plain(f"{title} · {full_name}"),
        "description": plain(f"{full_name}. {title}."),
        "lang": translator.edition.lang,
        "guide": town.id,
        "fact": "profile.population",
        **({"specimen": "yes"} if town.id == SPECIMEN else {}),
    }
    body = rendered(env, "compare.md.j2", here.context() | {"here": here, "groups": rows, "made": made})
    return Page(f"{translator.key}/{town.id}/compare.md", with_front_matter(front, body))


def render_about(translator: Translator, env: Environment) -> Page:
    """The page of an edition that says who makes the guides and how."""
    title = translator.text("About these guides", "heading")
    return _leaflet("about", title, title, {}, translator, env)


def _leaflet(
    name: str,
    title: str,
    description: str,
    context: Mapping[str, Any],
    translator: Translator,
    env: Environment,
) -> Page:
    """A page of an edition that belongs to no guide; a feed in the context is named in its head."""
    front = {
        "title": plain(title),
        "description": plain(description),
        "lang": translator.edition.lang,
        **({"feed": context["feed"]} if "feed" in context else {}),
    }
    body = rendered(env, f"{name}.md.j2", context)
    return Page(f"{translator.key}/{name}.md", with_front_matter(front, body))


def render_status(
    status: Status,
    editions: Sequence[tuple[Edition, int, int]],
    towns: Mapping[str, Municipality],
    translator: Translator,
    content: Content,
    env: Environment,
) -> Page:
    """How the facts of all municipalities stand; of each edition its translated texts, and all."""
    names = {
        town: own_name(local, translator.edition) for town, local in towns.items() if town in status.cells
    }
    context = {
        "status": status,
        "editions": editions,
        "months": {"contacts": MONTHS[CONTACTS], "law": MONTHS[LAW], "other": MONTHS[OTHER]},
        "questions": content.questions,
        "towns": sorted(names.items(), key=lambda item: in_order(item[1], translator.edition.alphabet)),
        "number": translator.number,
        "day": translator.day,
    }
    title = translator.text("State of the facts", "heading")
    return _leaflet("status", title, title, context, translator, env)


def render_open_data(example: tuple[str, str, str], translator: Translator, env: Environment) -> Page:
    """The page of an edition that says how to use the data. The example: municipality, address, fact."""
    title = translator.text("Open data", "heading")
    description = translator.text(
        "What the guides say of each municipality, as files for programs and spreadsheets."
    )
    town, address, fact = example
    context = {"feed": feed_path(translator), "town": town, "address": address, "fact": fact}
    return _leaflet("open-data", title, description, context, translator, env)


def render_feed(known: Mapping[str, Any], translator: Translator, env: Environment) -> Page:
    """The feed of an edition: what changed, newest first. `known` are the names of its template."""
    own = {"lang": translator.edition.lang, "key": translator.key, "day": translator.day, "licence": LICENCE}
    return Page(feed_path(translator), rendered(env, "feed.xml.j2", {**own, **known}))


def feed_path(translator: Translator) -> str:
    """Of the feed of an edition, from `guides/`."""
    return f"api/changes-{translator.key}.xml"
