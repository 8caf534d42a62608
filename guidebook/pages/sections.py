"""A guide to finished Markdown. Pure; a name that is not there stops the build."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from jinja2 import Environment
from markupsafe import Markup

from guidebook.artifacts import Drawing, Page, with_front_matter
from guidebook.i18n.translator import ENGLISH, Translator
from guidebook.model.content import Content
from guidebook.model.municipality import SPECIMEN, Municipality
from guidebook.pages.context import INDEX, View, full_names
from guidebook.pages.environment import rendered
from guidebook.pages.guide import Guide, own_name
from guidebook.text import in_order, plain


def render_guide(guide: Guide, env: Environment) -> list[Page]:
    """The sections of a guide, in order. Raises ProblemsFound for a name that is not there."""
    translator, town = guide.translator, guide.town
    pages, seen = [], dict[str, date]()
    for slug, section in guide.content.site.sections.items():
        body = rendered(env, f"sections/{slug}.md.j2", View(guide, slug, seen).context())
        full_name = own_name(town, translator.edition, "_full")
        front = {
            "title": plain(f"{section.title} · {full_name}"),
            "description": plain(f"{full_name}. {section.question}"),
            "lang": translator.edition.lang,
            "guide": town.id,
            "section": slug,
            "fact": _first_fact(body, guide),
            **({"specimen": "yes"} if town.id == SPECIMEN else {}),
        }
        pages.append(Page(f"{translator.key}/{town.id}/{slug}.md", with_front_matter(front, body)))
    return pages


def _first_fact(body: str, guide: Guide) -> str:
    """The address of the first fact the section shows below the names; of the name where it shows none."""
    marks = (mark.partition(".")[2] for mark in re.findall(r'data-fact="([^"]+)"', body))
    below = (mark for mark in marks if mark in guide.facts and not mark.startswith("names."))
    return next(below, f"names.{guide.translator.edition.words}")


def render_leaf(guide: Guide, env: Environment, name: str) -> Page:
    """A leaf of `templates/paper/`, such as the cover of a guide; it is no page of the site."""
    known = View(guide, INDEX, {}).context()
    own = {
        "edition": guide.translator.edition,
        "edition_day": guide.day,
        "specimen": guide.town.id == SPECIMEN,
    }
    body = rendered(env, f"paper/{name}.md.j2", known | own)
    return Page(f"{guide.translator.key}/{guide.town.id}/{name}.md", with_front_matter({}, body))


def render_home(
    towns: Mapping[str, Municipality],
    translator: Translator,
    content: Content,
    drawing: Drawing,
    env: Environment,
) -> Page:
    """The home of an edition: every municipality, by region."""
    regions: dict[str, list[Municipality]] = {}
    for town in towns.values():
        regions.setdefault(str(town.profile.region.value), []).append(town)
    alphabet = translator.edition.alphabet
    by_name = sorted(regions.items(), key=lambda item: in_order(str(content.places.get(item[0])), alphabet))
    context = {
        "site": content.site,
        "drawing": drawing,
        "outlines": [
            (town, *_names(town, translator)) for town in towns.values() if town.id in drawing.paths
        ],
        "outdated": translator.listed(
            [own_name(towns[town], translator.edition) for town in drawing.outdated if town in towns]
        ),
        "regions": [(content.places.get(region), _named(group, translator)) for region, group in by_name],
    }
    front = {
        "title": plain(content.site.name),
        "description": plain(content.site.purpose),
        "lang": translator.edition.lang,
    }
    return Page(f"{translator.key}/index.md", with_front_matter(front, rendered(env, "home.md.j2", context)))


def _names(town: Municipality, translator: Translator) -> tuple[Markup, Markup]:
    """The name in the edition, and the official names, each marked with its language."""
    official = [
        Markup('<span lang="{}">{}</span>').format(lang, name)
        for lang, _address, name in full_names(town, translator)
    ]
    return own_name(town, translator.edition), Markup(" · ").join(official)


def _named(towns: list[Municipality], translator: Translator) -> list[tuple[str, Markup, Markup]]:
    named = [(town.id, *_names(town, translator)) for town in towns]
    return sorted(named, key=lambda town: in_order(town[1], translator.edition.alphabet))


def render_root(homes: Sequence[tuple[Translator, Content]], env: Environment) -> Page:
    """The page that chooses the edition, each line in its own language."""
    editions = [(translator.key, translator.edition, content.site) for translator, content in homes]
    _, edition, site = next((item for item in editions if item[1].words == ENGLISH), editions[0])
    front = {"title": plain(site.name), "description": plain(site.purpose), "lang": edition.lang}
    return Page("index.md", with_front_matter(front, rendered(env, "root.md.j2", {"editions": editions})))
