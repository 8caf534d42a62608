"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from guidebook.beside import render_compare, render_feed, render_open_data, render_status
from guidebook.commons import Edition
from guidebook.correct import correct_page
from guidebook.exports import DOMAIN
from guidebook.feed import State, history
from guidebook.guide import Wording, own_name
from guidebook.localise import guide, localise_commons, localise_towns
from guidebook.model import SPECIMEN, TOWNS, Municipality, facts
from guidebook.neighbours import neighbours
from guidebook.open_data import example, open_data
from guidebook.page import Page
from guidebook.read import Written, read_past
from guidebook.revision import past
from guidebook.status import Status, status
from guidebook.templating import environment

NEWEST = 51
"""How many states of the data the feed looks at; each is compared with the one before it."""


def overviews(
    root: Path, written: Written, wordings: Sequence[Wording], towns: Sequence[Municipality]
) -> Iterator[Page]:
    """Beside the guides of these municipalities."""
    fictional = towns[0].id == SPECIMEN
    document = written.documents[SPECIMEN if fictional else TOWNS]
    yield from (correct_page(town, document) for town in towns)
    everywhere = written.records.specimen if fictional else written.records.towns
    for wording in wordings:
        yield from _beside(root, written, wording, [town.id for town in towns], everywhere)


def _beside(
    root: Path, written: Written, wording: Wording, ids: Sequence[str], everywhere: Sequence[Municipality]
) -> Iterator[Page]:
    """Each of these municipalities beside its neighbours among all; only these have guides to lead to."""
    env = environment(root / "templates", wording)
    commons = localise_commons(written.records.commons, wording)
    local = localise_towns(everywhere, wording)
    guides = {name: guide(town, local, wording, commons) for name, town in local.items()}
    for name in ids:
        groups = neighbours(local[name], local.values(), wording)
        rows = {kind: [guides[town.id] for town in group] for kind, group in groups.items()}
        yield render_compare(guides[name], rows, ids, env)


def whole(root: Path, written: Written, wordings: Sequence[Wording], today: date | None) -> Iterator[Page]:
    """What needs every municipality: the state of the facts on a day, open data, what changed in them."""
    towns, commons = written.records.towns, written.records.commons
    yield from open_data(towns, commons, wordings)
    standing, editions = status_of(written, today), translated(written)
    changes = history(_states(root))
    updated = max([entry.time for entry in changes], default=datetime.combine(_newest(towns), time(), UTC))
    addresses = {town.id: {at.address.partition(".")[2] for at in facts(town)} for town in towns}
    for wording in wordings:
        env = environment(root / "templates", wording)
        local = localise_towns(towns, wording)
        yield render_status(standing, editions, local, wording, localise_commons(commons, wording), env)
        yield render_open_data(example(towns), wording, env)
        known = {
            "site": wording.text(str(commons.site.name), "site.name"),
            "entries": changes,
            "updated": updated,
            "names": {town: own_name(local[town], wording.edition) for town in local},
            "addresses": addresses,
            "tag": f"tag:{DOMAIN},2026:changes/{wording.key}",
        }
        yield render_feed(known, wording, env)


def status_of(written: Written, today: date | None) -> Status:
    """How the facts stand on a day; without one on the newest day a fact was checked."""
    towns = written.records.towns
    return status(towns, written.records.commons.questions, today or _newest(towns))


def translated(written: Written) -> list[tuple[Edition, int, int]]:
    """Each edition with its translated texts, and all; none where it is written in the source language."""
    editions = written.records.commons.site.editions.values()
    done = [(edition, written.catalogues[edition.words]) for edition in editions]
    return [(edition, len(catalogue.translated), catalogue.wanted) for edition, catalogue in done]


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
