"""A guide to finished Markdown. Pure; a name that is not there stops the build."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from guidebook.commons import Commons
from guidebook.escape import plain
from guidebook.guide import ENGLISH, Guide, Wording, own_name
from guidebook.model import SPECIMEN, Municipality
from guidebook.page import Drawing, Page, with_front_matter
from guidebook.problems import Place, Problem, ProblemsFound, did_you_mean
from guidebook.record import Record
from guidebook.script import in_order
from guidebook.view import INDEX, NoSuchAddress, View, full_names


class Missing(StrictUndefined):
    """A name that is not there, in words for whoever edits a template."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        known = type(self._undefined_obj).model_fields if isinstance(self._undefined_obj, Record) else ()
        remedy = did_you_mean(str(self._undefined_name), known) if known else "correct the name."
        return f"no such name: {self._undefined_name}; {remedy}"


def environment(templates: Path, wording: Wording) -> Environment:
    """Jinja for one edition: everything is escaped, an unknown name is an error, `_` speaks the edition."""
    env = Environment(
        loader=FileSystemLoader(templates),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=Missing,
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


def render_guide(guide: Guide, env: Environment) -> list[Page]:
    """The sections of a guide, in order. Raises ProblemsFound for a name that is not there."""
    wording, town = guide.wording, guide.town
    pages, seen = [], dict[str, date]()
    for slug, section in guide.commons.site.sections.items():
        body = _rendered(env, f"sections/{slug}.md.j2", View(guide, slug, seen).context())
        full_name = own_name(town, wording.edition, "_full")
        front = {
            "title": plain(f"{section.title} · {full_name}"),
            "description": plain(f"{full_name}. {section.question}"),
            "lang": wording.edition.lang,
            "guide": town.id,
            "section": slug,
            "fact": _first_fact(body, guide),
            **({"specimen": "yes"} if town.id == SPECIMEN else {}),
        }
        pages.append(Page(f"{wording.key}/{town.id}/{slug}.md", with_front_matter(front, body)))
    return pages


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
    body = _rendered(env, "compare.md.j2", here.context() | {"here": here, "groups": rows, "made": made})
    return Page(f"{wording.key}/{town.id}/compare.md", with_front_matter(front, body))


def _first_fact(body: str, guide: Guide) -> str:
    """The address of the first fact the section shows below the names; of the name where it shows none."""
    marks = (mark.partition(".")[2] for mark in re.findall(r'data-fact="([^"]+)"', body))
    below = (mark for mark in marks if mark in guide.facts and not mark.startswith("names."))
    return next(below, f"names.{guide.wording.edition.words}")


def render_leaf(guide: Guide, env: Environment, name: str) -> Page:
    """A leaf of `templates/paper/`, such as the cover of a guide; it is no page of the site."""
    known = View(guide, INDEX, {}).context()
    own = {"edition": guide.wording.edition, "edition_day": guide.day, "specimen": guide.town.id == SPECIMEN}
    body = _rendered(env, f"paper/{name}.md.j2", known | own)
    return Page(f"{guide.wording.key}/{guide.town.id}/{name}.md", with_front_matter({}, body))


def render_home(
    towns: Mapping[str, Municipality],
    wording: Wording,
    commons: Commons,
    drawing: Drawing,
    env: Environment,
) -> Page:
    """The home of an edition: every municipality, by region."""
    regions: dict[str, list[Municipality]] = {}
    for town in towns.values():
        regions.setdefault(str(town.profile.region.value), []).append(town)
    alphabet = wording.edition.alphabet
    by_name = sorted(regions.items(), key=lambda item: in_order(str(commons.places.get(item[0])), alphabet))
    context = {
        "site": commons.site,
        "drawing": drawing,
        "outlines": [(town, *_names(town, wording)) for town in towns.values() if town.id in drawing.paths],
        "outdated": wording.listed(
            [own_name(towns[town], wording.edition) for town in drawing.outdated if town in towns]
        ),
        "regions": [(commons.places.get(region), _named(group, wording)) for region, group in by_name],
    }
    front = {
        "title": plain(commons.site.name),
        "description": plain(commons.site.purpose),
        "lang": wording.edition.lang,
    }
    return Page(f"{wording.key}/index.md", with_front_matter(front, _rendered(env, "home.md.j2", context)))


def render_about(wording: Wording, env: Environment) -> Page:
    """The page of an edition that says who makes the guides and how."""
    title = wording.text("About these guides", "heading")
    front = {"title": plain(title), "description": plain(title), "lang": wording.edition.lang}
    return Page(f"{wording.key}/about.md", with_front_matter(front, _rendered(env, "about.md.j2", {})))


def _names(town: Municipality, wording: Wording) -> tuple[Markup, Markup]:
    """The name in the edition, and the official names, each marked with its language."""
    official = [
        Markup('<span lang="{}">{}</span>').format(lang, name)
        for lang, _address, name in full_names(town, wording)
    ]
    return own_name(town, wording.edition), Markup(" · ").join(official)


def _named(towns: list[Municipality], wording: Wording) -> list[tuple[str, Markup, Markup]]:
    named = [(town.id, *_names(town, wording)) for town in towns]
    return sorted(named, key=lambda town: in_order(town[1], wording.edition.alphabet))


def render_root(homes: Sequence[tuple[Wording, Commons]], env: Environment) -> Page:
    """The page that chooses the edition, each line in its own language."""
    editions = [(wording.key, wording.edition, commons.site) for wording, commons in homes]
    _, edition, site = next((item for item in editions if item[1].words == ENGLISH), editions[0])
    front = {"title": plain(site.name), "description": plain(site.purpose), "lang": edition.lang}
    return Page("index.md", with_front_matter(front, _rendered(env, "root.md.j2", {"editions": editions})))


def _rendered(env: Environment, name: str, context: Mapping[str, Any]) -> str:
    try:
        return env.get_template(name).render(context).strip() + "\n"
    except UndefinedError as error:
        place = Place(*_template_line(error.__traceback__, name, isinstance(error, NoSuchAddress)), 1)
        raise ProblemsFound([Problem(place, "", str(error.message))]) from None


def _template_line(trace: TracebackType | None, name: str, asked_by_section: bool) -> tuple[str, int]:
    """File and line of the innermost template in a traceback, or of the section that asked a macro."""
    found = (f"templates/{name}", 1)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(f"/{name}" if asked_by_section else ".j2"):
            found = ("templates/" + file.rpartition("/templates/")[2], trace.tb_lineno)
        trace = trace.tb_next
    return found
