"""What is in order, to be confirmed, stale and unknown: the figures of the status page and of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from guidebook.model.base import Block, Fact
from guidebook.model.content import Unanswered
from guidebook.model.municipality import Finding, Municipality

State = Literal["unknown", "stale", "to_confirm", "in_order"]
STATES: tuple[State, ...] = get_args(State)
"""Each fact has one: the first of these that is true of it."""
Kind = Literal["contacts", "capacities", "mandate", "profile"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Most useful first. The names stand with the profile."""


@dataclass(frozen=True)
class FactStatus:
    """How a fact stands."""

    town: str
    address: str
    """Without the municipality, such as `contacts.police_station.phone`."""
    state: State

    @property
    def kind(self) -> Kind:
        """The part of the record."""
        part = self.address.partition(".")[0]
        return next((kind for kind in KINDS if kind == part), "profile")


@dataclass(frozen=True)
class Gap:
    """A question that guides cannot answer."""

    address: str
    """Of the fact, or of what several facts share."""
    asked: Unanswered
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """The facts of one kind in a municipality."""

    counts: Mapping[State, int]
    address: str
    """Of the fact to look at first."""

    @property
    def whole(self) -> int:
        """How many facts there are."""
        return sum(self.counts.values())

    @property
    def quarters(self) -> int:
        """How many quarters of them are in order, 0 to 4."""
        return 4 * self.counts["in_order"] // self.whole


@dataclass(frozen=True)
class Status:
    """How every fact stands on a day."""

    day: date
    standings: tuple[FactStatus, ...]
    gaps: tuple[Gap, ...]
    """Most useful first."""
    cells: Mapping[str, Mapping[Kind, Cell]]
    """By municipality."""

    def count(self, state: State | None = None, kind: Kind | None = None) -> int:
        """How many facts stand so."""
        return sum(
            number
            for row in self.cells.values()
            for own, cell in row.items()
            for found, number in cell.counts.items()
            if kind in (None, own) and state in (None, found)
        )

    def addresses(self, state: State) -> list[str]:
        """The facts that stand so, such as `prizren.contacts.police_station.phone`."""
        return [f"{found.town}.{found.address}" for found in self.standings if found.state == state]


def status(towns: Iterable[Municipality], questions: Mapping[str, Unanswered], day: date) -> Status:
    """How the facts of these municipalities stand; the questions are in the order of their use."""
    found = [
        FactStatus(town.id, at.address.partition(".")[2], state(at, day))
        for town in towns
        for at in facts(town)
    ]
    grouped: dict[str, dict[Kind, list[FactStatus]]] = {}
    for one in found:
        grouped.setdefault(one.town, {kind: [] for kind in KINDS})[one.kind].append(one)
    order = {address: number for number, address in enumerate(questions)}
    cells = {
        town: {kind: _cell(own, order) for kind, own in by_kind.items()} for town, by_kind in grouped.items()
    }
    gaps = (_gap(address, asked, found) for address, asked in questions.items())
    return Status(day, tuple(found), tuple(gap for gap in gaps if gap.towns), cells)


def state(at: FactAt, day: date) -> State:
    """How a fact stands on a day."""
    value: Any = at.fact.value
    if value is None:
        return "unknown"
    if at.checked and is_stale(at.checked, age_class(at.address.split(".")[1]), day):
        return "stale"
    findings = value if isinstance(value, tuple) else ()
    doubted = any(isinstance(item, Finding) and item.to_confirm for item in findings)
    return "to_confirm" if at.fact.to_confirm or doubted else "in_order"


def _gap(address: str, asked: Unanswered, found: Iterable[FactStatus]) -> Gap:
    towns = (one.town for one in found if one.state == "unknown" and is_below(one.address, address))
    return Gap(address, asked, tuple(dict.fromkeys(towns)))


def _cell(found: list[FactStatus], order: Mapping[str, int]) -> Cell:
    """The fact to look at first is unknown rather than stale, and more useful than the others."""

    def use(one: FactStatus) -> tuple[int, int]:
        place = (number for address, number in order.items() if is_below(one.address, address))
        return STATES.index(one.state), next(place, len(order))

    counts = Counter(one.state for one in found)
    return Cell({state: counts[state] for state in STATES}, min(found, key=use).address)


CONTACTS = "contacts"
LAW = "the law"
OTHER = "other facts"
MONTHS = {CONTACTS: 12, LAW: 24, OTHER: 36}
"""Offices move and change numbers every year; acts are amended between two reviews. The rest is looked
at once within a mandate of four years, with a year in hand before the next mayor takes office."""
AGE_CLASSES = {"contacts": CONTACTS, "bodies": CONTACTS, "emergency": CONTACTS, "mandate": LAW, "law": LAW}
"""By the part of a municipality, or by the file; every other is OTHER."""


def age_class(part: str) -> str:
    """The kind of the facts in a part of a municipality, or in a file."""
    return AGE_CLASSES.get(part, OTHER)


def is_stale(checked: date, kind: str, today: date) -> bool:
    """Whether the limit for the kind has passed; on its last day it has not."""
    limit = (checked.year * 12 + checked.month + MONTHS[kind], checked.day)
    return limit < (today.year * 12 + today.month, today.day)


@dataclass(frozen=True)
class FactAt:
    """A fact where it stands, with the source and day that hold for it."""

    address: str
    """Such as `prizren.profile.population`."""
    fact: Fact[Any]
    source: tuple[str, ...]
    checked: date | None

    @property
    def field(self) -> str:
        """Without the municipality."""
        return self.address.partition(".")[2]


def is_below(fact: str, address: str) -> bool:
    """Whether a fact stands at an address or below it, as `contacts.police_station.phone` does below
    `contacts.police_station`."""
    return f"{fact}.".startswith(f"{address}.")


def facts(town: Municipality) -> Iterator[FactAt]:
    """Every fact of a record, known or not, in the order of the file."""
    yield from _facts_below(town, town.id, (), None)


def _facts_below(block: Block, address: str, source: tuple[str, ...], day: date | None) -> Iterator[FactAt]:
    source, day = block.source or source, block.checked or day
    if isinstance(block, Fact):
        yield FactAt(address, block, source, day)
        return
    for name, value in block:
        if isinstance(value, Block):
            yield from _facts_below(value, f"{address}.{name}", source, day)
