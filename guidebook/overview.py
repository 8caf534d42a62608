"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from guidebook.correct import correct_page
from guidebook.document import Document
from guidebook.exports import DOMAIN
from guidebook.feed import State, history
from guidebook.guide import Wording, own_name
from guidebook.localise import localise_towns
from guidebook.model import TOWNS, Municipality, facts
from guidebook.open_data import example, open_data
from guidebook.page import Page
from guidebook.read import Written, read_past
from guidebook.render import environment, render_feed, render_open_data
from guidebook.revision import past

NEWEST = 51
"""How many states of the data the feed looks at; each is compared with the one before it."""


def overviews(
    root: Path,
    written: Written,
    wordings: Sequence[Wording],
    towns: Sequence[Municipality],
    document: Document,
    whole: bool,
) -> Iterator[Page]:
    """Beside the guides of these municipalities, which stand in this document; all of them make the whole."""
    yield from (correct_page(town, document) for town in towns)
    if whole:
        yield from open_data(towns, written.records.commons, wordings)
        yield from _reuse(root, wordings, towns, str(written.records.commons.site.name))


def _reuse(
    root: Path, wordings: Sequence[Wording], towns: Sequence[Municipality], name: str
) -> Iterator[Page]:
    """How the data can be used, and what changed in them."""
    days = [at.checked for town in towns for at in facts(town) if at.checked]
    entries = history(_states(root))
    updated = max([entry.time for entry in entries], default=datetime.combine(max(days), time(), UTC))
    addresses = {town.id: {at.address.partition(".")[2] for at in facts(town)} for town in towns}
    for wording in wordings:
        env = environment(root / "templates", wording)
        local = localise_towns(towns, wording)
        known = {
            "site": wording.text(name, "site.name"),
            "entries": entries,
            "updated": updated,
            "names": {town: own_name(local[town], wording.edition) for town in local},
            "addresses": addresses,
            "tag": f"tag:{DOMAIN},2026:changes/{wording.key}",
        }
        yield render_open_data(example(towns), wording, env)
        yield render_feed(known, wording, env)


def _states(root: Path) -> Iterator[State]:
    """The states of the municipalities in git, from the newest on, as far as today's program reads them."""
    for commit, day, text in past(root, f"data/{TOWNS}.yaml", NEWEST):
        towns = read_past(text)
        if towns is None:
            return
        yield State(commit, day, towns)
