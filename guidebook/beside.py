"""The pages beside the guides to finished Markdown. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jinja2 import Environment

from guidebook.age import CONTACTS, LAW, MONTHS, OTHER
from guidebook.commons import Commons, Edition
from guidebook.escape import plain
from guidebook.guide import Guide, Wording, own_name
from guidebook.model import SPECIMEN, Municipality
from guidebook.page import Page, with_front_matter
from guidebook.published import LICENCE
from guidebook.script import in_order
from guidebook.status import Status
from guidebook.templating import rendered
from guidebook.view import INDEX, View


def render_compare(
    guide: Guide, groups: Mapping[str, Sequence[Guide]], made: Collection[str], env: Environment
) -> Page:
    """A municipality beside groups of others, itself among them; the names of those made are links."""
    wording, town = guide.wording, guide.town
    title = wording.text("Your municipality beside others", "heading")
    full_name = own_name(town, wording.edition, "_full")
    rows = {
        kind: [(own_name(other.town, wording.edition), View(other, INDEX, {})) for other in group]
        for kind, group in groups.items()
    }
    here = View(guide, INDEX, {})
    front = {
        "title": plain(f"{title} · {full_name}"),
        "description": plain(f"{full_name}. {title}."),
        "lang": wording.edition.lang,
        "guide": town.id,
        "fact": "profile.population",
        **({"specimen": "yes"} if town.id == SPECIMEN else {}),
    }
    body = rendered(env, "compare.md.j2", here.context() | {"here": here, "groups": rows, "made": made})
    return Page(f"{wording.key}/{town.id}/compare.md", with_front_matter(front, body))


def render_about(wording: Wording, env: Environment) -> Page:
    """The page of an edition that says who makes the guides and how."""
    title = wording.text("About these guides", "heading")
    return _leaflet("about", title, title, {}, wording, env)


def _leaflet(
    name: str, title: str, description: str, context: Mapping[str, Any], wording: Wording, env: Environment
) -> Page:
    """A page of an edition that belongs to no guide; a feed in the context is named in its head."""
    front = {
        "title": plain(title),
        "description": plain(description),
        "lang": wording.edition.lang,
        **({"feed": context["feed"]} if "feed" in context else {}),
    }
    body = rendered(env, f"{name}.md.j2", context)
    return Page(f"{wording.key}/{name}.md", with_front_matter(front, body))


def render_status(
    status: Status,
    editions: Sequence[tuple[Edition, int, int]],
    towns: Mapping[str, Municipality],
    wording: Wording,
    commons: Commons,
    env: Environment,
) -> Page:
    """How the facts of all municipalities stand; of each edition its translated texts, and all."""
    names = {town: own_name(local, wording.edition) for town, local in towns.items() if town in status.cells}
    context = {
        "status": status,
        "editions": editions,
        "months": {"contacts": MONTHS[CONTACTS], "law": MONTHS[LAW], "other": MONTHS[OTHER]},
        "questions": commons.questions,
        "towns": sorted(names.items(), key=lambda item: in_order(item[1], wording.edition.alphabet)),
        "number": wording.number,
        "day": wording.day,
    }
    title = wording.text("State of the facts", "heading")
    return _leaflet("status", title, title, context, wording, env)


def render_open_data(example: tuple[str, str, str], wording: Wording, env: Environment) -> Page:
    """The page of an edition that says how to use the data. The example: municipality, address, fact."""
    title = wording.text("Open data", "heading")
    description = wording.text(
        "What the guides say of each municipality, as files for programs and spreadsheets."
    )
    town, address, fact = example
    context = {"feed": feed_path(wording), "town": town, "address": address, "fact": fact}
    return _leaflet("open-data", title, description, context, wording, env)


def render_feed(known: Mapping[str, Any], wording: Wording, env: Environment) -> Page:
    """The feed of an edition: what changed, newest first. `known` are the names of its template."""
    own = {"lang": wording.edition.lang, "key": wording.key, "day": wording.day, "licence": LICENCE}
    return Page(feed_path(wording), rendered(env, "feed.xml.j2", {**own, **known}))


def feed_path(wording: Wording) -> str:
    """Of the feed of an edition, from `guides/`."""
    return f"api/changes-{wording.key}.xml"
