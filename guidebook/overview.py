"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from guidebook.commons import Edition
from guidebook.correct import correct_page
from guidebook.document import Document
from guidebook.guide import Wording
from guidebook.localise import localise_commons, localise_towns
from guidebook.model import Municipality, facts
from guidebook.page import Page
from guidebook.read import Written
from guidebook.render import environment, render_status
from guidebook.status import Status, status


def repeated(towns: Sequence[Municipality], document: Document) -> Iterator[Page]:
    """Beside the guides of these municipalities, which stand in this document."""
    yield from (correct_page(town, document) for town in towns)


def overviews(
    root: Path, written: Written, wordings: Sequence[Wording], today: date | None
) -> Iterator[Page]:
    """What needs every municipality."""
    standing = status_of(written, today)
    editions = translated(written)
    for wording in wordings:
        env = environment(root / "templates", wording)
        commons = localise_commons(written.records.commons, wording)
        local = localise_towns(written.records.towns, wording)
        yield render_status(standing, editions, local, wording, commons, env)


def status_of(written: Written, today: date | None) -> Status:
    """How the facts stand on a day; without one on the newest day a fact was checked."""
    towns = written.records.towns
    newest = max(at.checked for town in towns for at in facts(town) if at.checked)
    return status(towns, written.records.commons.questions, today or newest)


def translated(written: Written) -> list[tuple[Edition, int, int]]:
    """Each edition with its translated texts, and all; none where it is written in the source language."""
    editions = written.records.commons.site.editions.values()
    done = [(edition, written.catalogues[edition.words]) for edition in editions]
    return [(edition, len(catalogue.translated), catalogue.wanted) for edition, catalogue in done]
