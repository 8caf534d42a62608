"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from guidebook.artifacts import Page
from guidebook.exports.calendar import DOMAIN
from guidebook.exports.change_feed import State, history
from guidebook.exports.open_data import example, open_data
from guidebook.git import past
from guidebook.i18n.localize import localize_content, localize_towns
from guidebook.i18n.translator import Translator
from guidebook.model.content import Edition
from guidebook.model.facts import Status, facts, status
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.pages.corrections import correct_page
from guidebook.pages.environment import environment
from guidebook.pages.guide import guide, own_name
from guidebook.pages.peers import neighbours
from guidebook.pages.site_pages import render_compare, render_feed, render_open_data, render_status
from guidebook.project import Project, read_past

NEWEST = 51
"""How many states of the data the feed looks at; each is compared with the one before it."""


def overviews(
    root: Path, written: Project, translators: Sequence[Translator], towns: Sequence[Municipality]
) -> Iterator[Page]:
    """Beside the guides of these municipalities."""
    fictional = towns[0].id == SPECIMEN
    document = written.documents[SPECIMEN if fictional else TOWNS]
    yield from (correct_page(town, document) for town in towns)
    everywhere = written.records.specimen if fictional else written.records.towns
    for translator in translators:
        yield from _beside(root, written, translator, [town.id for town in towns], everywhere)


def _beside(
    root: Path,
    written: Project,
    translator: Translator,
    ids: Sequence[str],
    everywhere: Sequence[Municipality],
) -> Iterator[Page]:
    """Each of these municipalities beside its neighbours among all; only these have guides to lead to."""
    env = environment(root / "templates", translator)
    content = localize_content(written.records.content, translator)
    local = localize_towns(everywhere, translator)
    guides = {name: guide(town, local, translator, content) for name, town in local.items()}
    for name in ids:
        groups = neighbours(local[name], local.values(), translator)
        rows = {kind: [guides[town.id] for town in group] for kind, group in groups.items()}
        yield render_compare(guides[name], rows, ids, env)


def whole(
    root: Path, written: Project, translators: Sequence[Translator], today: date | None
) -> Iterator[Page]:
    """What needs every municipality: the state of the facts on a day, open data, what changed in them."""
    towns, content = written.records.towns, written.records.content
    yield from open_data(towns, content, translators)
    standing, editions = status_of(written, today), translated(written)
    changes = history(_states(root))
    updated = max([entry.time for entry in changes], default=datetime.combine(_newest(towns), time(), UTC))
    addresses = {town.id: {at.address.partition(".")[2] for at in facts(town)} for town in towns}
    for translator in translators:
        env = environment(root / "templates", translator)
        local = localize_towns(towns, translator)
        yield render_status(standing, editions, local, translator, localize_content(content, translator), env)
        yield render_open_data(example(towns), translator, env)
        known = {
            "site": translator.text(str(content.site.name), "site.name"),
            "entries": changes,
            "updated": updated,
            "names": {town: own_name(local[town], translator.edition) for town in local},
            "addresses": addresses,
            "tag": f"tag:{DOMAIN},2026:changes/{translator.key}",
        }
        yield render_feed(known, translator, env)


def status_of(written: Project, today: date | None) -> Status:
    """How the facts stand on a day; without one on the newest day a fact was checked."""
    towns = written.records.towns
    return status(towns, written.records.content.questions, today or _newest(towns))


def translated(written: Project) -> list[tuple[Edition, int, int]]:
    """Each edition with its translated texts, and all; none where it is written in the source language."""
    editions = written.records.content.site.editions.values()
    done = [(edition, written.catalogs[edition.words]) for edition in editions]
    return [(edition, len(catalog.translated), catalog.wanted) for edition, catalog in done]


def _newest(towns: Sequence[Municipality]) -> date:
    """The newest day a fact was checked."""
    return max(at.checked for town in towns for at in facts(town) if at.checked)


def _states(root: Path) -> Iterator[State]:
    """The states of the municipalities in git, from the newest on, as far as today's program reads them."""
    for commit, day, text in past(root, f"data/{TOWNS}.yaml", NEWEST):
        towns = read_past(text)
        if towns is None:
            return
        yield State(commit, day, towns)
