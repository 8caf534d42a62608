"""Which facts are to be checked again: what is overdue on a day, and what gets due in which month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guidebook.model.facts import Status

LISTED = 4
"""So many next months in which something gets due stand alone; those after them are counted together."""


@dataclass(frozen=True)
class Checks:
    """Facts to check again in one span of time."""

    towns: Mapping[str, int]
    """How many in each municipality, most first."""

    @property
    def count(self) -> int:
        """The number of facts."""
        return sum(self.towns.values())


@dataclass(frozen=True)
class Schedule:
    """The checks of all facts as seen on a day."""

    overdue: Checks
    months: Mapping[date, Checks]
    """By the first day of the month, without what is overdue."""
    later: Checks


def schedule(status: Status) -> Schedule:
    """The checks of all facts as seen on the day of the status; on the day it is due none is overdue."""
    due = sorted((fact.due, fact.town) for fact in status.facts if fact.due)
    months: dict[date, list[str]] = {}
    for day, town in due:
        if day >= status.day:
            months.setdefault(day.replace(day=1), []).append(town)
    later = [town for month in list(months)[LISTED:] for town in months.pop(month)]
    return Schedule(
        _checks(town for day, town in due if day < status.day),
        {month: _checks(towns) for month, towns in months.items()},
        _checks(later),
    )


def _checks(towns: Iterable[str]) -> Checks:
    """The checks of facts, each named by its municipality."""
    return Checks(dict(Counter(towns).most_common()))
