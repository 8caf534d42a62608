"""What changed for readers from one state of the municipalities to the next; never a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from guidebook.model.municipality import Municipality
from guidebook.model.public_view import public_fact, public_facts

Fact = dict[str, Any]


@dataclass(frozen=True)
class State:
    """The municipalities as a commit left them."""

    commit: str
    time: datetime
    towns: Sequence[Municipality]


@dataclass(frozen=True)
class Moved:
    """What changed in one municipality."""

    town: str
    whole: str
    """`added` or `removed` when the whole municipality was; else empty."""
    facts: dict[str, list[str]]
    """Addresses such as `profile.population`, by what happened to them."""
    rechecked: bool
    """Whether a fact that stayed has another source or day."""


@dataclass(frozen=True)
class Entry:
    """A commit that changed something for readers."""

    commit: str
    time: datetime
    moved: list[Moved]


def history(states: Iterable[State]) -> list[Entry]:
    """What each state changed, from the newest on; the oldest is only compared with."""
    return [
        Entry(newer.commit, newer.time, moved)
        for newer, older in pairwise(states)
        if (moved := _moved(older.towns, newer.towns))
    ]


def _moved(older: Iterable[Municipality], newer: Iterable[Municipality]) -> list[Moved]:
    before, after = _facts(older), _facts(newer)
    found = [
        Moved(town, "removed", {}, rechecked=False)
        if town not in after
        else Moved(town, "added", {}, rechecked=False)
        if town not in before
        else _of_town(town, before[town], after[town])
        for town in dict.fromkeys([*after, *before])
    ]
    return [one for one in found if one.whole or one.facts or one.rechecked]


def _facts(towns: Iterable[Municipality]) -> dict[str, dict[str, Fact]]:
    return {town.id: {at.field: public_fact(at) for at in public_facts(town)} for town in towns}


def _of_town(town: str, before: dict[str, Fact], after: dict[str, Fact]) -> Moved:
    facts: dict[str, list[str]] = {}
    rechecked = False
    for address in dict.fromkeys([*after, *before]):
        old, new = before.get(address), after.get(address)
        happened = _happened(old, new)
        if happened:
            facts.setdefault(happened, []).append(address)
        elif old and new and new["value"] is not None and old != new:
            rechecked = True
    return Moved(town, "", facts, rechecked)


def _happened(old: Fact | None, new: Fact | None) -> str:
    """What a reader would say of it; empty when nothing but source or day is different."""
    was, now = (fact["value"] if fact else None for fact in (old, new))
    if was is None and now is not None:
        return "filled"
    if was is not None and now is None:
        return "unknown" if new else "removed"
    if old and new and _shown(old) != _shown(new):
        return "changed"
    return ""


def _shown(fact: Fact) -> tuple[Any, bool]:
    """The value and its note, findings without their source and day."""
    value = fact["value"]
    if isinstance(value, list):
        hidden = ("source", "checked")
        value = [
            {name: part for name, part in item.items() if name not in hidden}
            if isinstance(item, dict)
            else item
            for item in value
        ]
    return value, fact["to_confirm"]
