"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from guidebook.correct import correct_page
from guidebook.guide import Wording
from guidebook.localise import guide, localise_commons, localise_towns
from guidebook.model import SPECIMEN, TOWNS, Municipality
from guidebook.neighbours import neighbours
from guidebook.page import Page
from guidebook.read import Written
from guidebook.render import environment, render_compare


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
