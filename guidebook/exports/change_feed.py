"""Entries of the Atom feed: which facts changed from one commit to the next, without their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from guidebook.model.municipality import Municipality
from guidebook.model.public_view import public_fact, public_facts

PublicFact = dict[str, Any]
"""A fact as in the open data: value, source, checked, to_confirm."""
FactChange = Literal["filled", "changed", "unknown", "removed"]


@dataclass(frozen=True)
class Snapshot:
    """The municipalities at a commit."""

    commit: str
    """Full hash."""
    time: datetime
    """Commit date in UTC."""
    towns: Sequence[Municipality]


@dataclass(frozen=True)
class MunicipalityDelta:
    """What changed in one municipality."""

    town: str
    status: Literal["added", "removed", "kept"]
    facts: dict[FactChange, list[str]]
    """Addresses without the municipality, as `profile.population`; of a kept municipality only."""
    rechecked: bool
    """Whether a fact with the same value has another source or date."""


@dataclass(frozen=True)
class FeedEntry:
    """A commit with changes for readers."""

    commit: str
    time: datetime
    deltas: list[MunicipalityDelta]
    """At least one; in the order of the data."""


def feed_entries(snapshots: Iterable[Snapshot]) -> list[FeedEntry]:
    """The changes of each snapshot against the one before it, from snapshots newest first."""
    return [
        FeedEntry(newer.commit, newer.time, deltas)
        for newer, older in pairwise(snapshots)
        if (deltas := _deltas(older.towns, newer.towns))
    ]


def _deltas(older: Iterable[Municipality], newer: Iterable[Municipality]) -> list[MunicipalityDelta]:
    """Municipalities that changed; removed ones last."""
    before, after = _public_facts(older), _public_facts(newer)
    deltas = [
        MunicipalityDelta(town, "removed", {}, rechecked=False)
        if town not in after
        else MunicipalityDelta(town, "added", {}, rechecked=False)
        if town not in before
        else _fact_delta(town, before[town], after[town])
        for town in dict.fromkeys([*after, *before])
    ]
    return [delta for delta in deltas if delta.status != "kept" or delta.facts or delta.rechecked]


def _public_facts(towns: Iterable[Municipality]) -> dict[str, dict[str, PublicFact]]:
    """Facts by municipality and address."""
    return {town.id: {at.field: public_fact(at) for at in public_facts(town)} for town in towns}


def _fact_delta(town: str, before: dict[str, PublicFact], after: dict[str, PublicFact]) -> MunicipalityDelta:
    facts: dict[FactChange, list[str]] = {}
    rechecked = False
    for address in dict.fromkeys([*after, *before]):
        old, new = before.get(address), after.get(address)
        change = _fact_change(old, new)
        if change:
            facts.setdefault(change, []).append(address)
        elif old and new and new["value"] is not None and old != new:
            rechecked = True
    return MunicipalityDelta(town, "kept", facts, rechecked)


def _fact_change(old: PublicFact | None, new: PublicFact | None) -> FactChange | None:
    """None when at most source or date differ."""
    before, after = (fact["value"] if fact else None for fact in (old, new))
    if before is None and after is not None:
        return "filled"
    if before is not None and after is None:
        return "unknown" if new else "removed"
    if old and new and _without_provenance(old) != _without_provenance(new):
        return "changed"
    return None


def _without_provenance(fact: PublicFact) -> tuple[Any, bool]:
    """Value and certainty, without the source and date of the fact or of its findings."""
    value = fact["value"]
    if isinstance(value, list):
        value = [
            {name: part for name, part in item.items() if name not in ("source", "checked")}
            if isinstance(item, dict)
            else item
            for item in value
        ]
    return value, fact["to_confirm"]
