"""Facts of a municipality and their addresses, when each is due, the status of all on a day."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Any, Literal, get_args

from guidebook.model.base import Block, Fact
from guidebook.model.content import Unanswered
from guidebook.model.municipality import Finding, Municipality


@dataclass(frozen=True)
class FactAt:
    """A fact with its address, and with the source and day that it names or inherits."""

    town: str
    field: str
    """Names of fields joined by dots, such as `contacts.police_station.phone`."""
    fact: Fact[Any]
    source: tuple[str, ...]
    """Keys of `data/sources.yaml`."""
    checked: date | None

    @property
    def address(self) -> str:
        """Municipality and field, such as `prizren.contacts.police_station.phone`."""
        return f"{self.town}.{self.field}"

    @property
    def path(self) -> tuple[str, ...]:
        """The names of fields from the record down to the fact."""
        return tuple(self.field.split("."))

    @property
    def due(self) -> date | None:
        """The last day to check the fact again; None while it is unknown."""
        if self.fact.value is None or self.checked is None:
            return None
        return due_day(self.checked, age_class(self.path[0]))


def facts(town: Municipality) -> Iterator[FactAt]:
    """Every fact of a record, known or unknown, in file order."""
    yield from _facts_below(town, town.id, "", (), None)


def _facts_below(
    block: Block, town: str, field: str, source: tuple[str, ...], checked: date | None
) -> Iterator[FactAt]:
    source, checked = block.source or source, block.checked or checked
    if isinstance(block, Fact):
        yield FactAt(town, field, block, source, checked)
        return
    for name, value in block:
        if isinstance(value, Block):
            yield from _facts_below(value, town, f"{field}.{name}".lstrip("."), source, checked)


def is_at_or_below(field: str, address: str) -> bool:
    """Whether `field` is `address` or a field of it: `contacts.prosecution.phone` is one of `contacts`."""
    return f"{field}.".startswith(f"{address}.")


CONTACTS = "contacts"
LAW = "the law"
OTHER = "other facts"
MONTHS = {CONTACTS: 12, LAW: 24, OTHER: 36}
"""Months after which a fact is stale, by age class. Offices move and change numbers every year; acts are
amended between two reviews; the rest is reviewed once in a mandate of four years, a year before it ends."""
AGE_CLASSES = {"contacts": CONTACTS, "bodies": CONTACTS, "emergency": CONTACTS, "mandate": LAW, "law": LAW}
"""By top-level field of a municipality, or by name of a data file; OTHER for every other."""


def age_class(name: str) -> str:
    """The age class of a top-level field of a municipality, or of a data file."""
    return AGE_CLASSES.get(name, OTHER)


def due_day(checked: date, age: str) -> date:
    """The same day `MONTHS[age]` months later, or the last of that month where it is shorter."""
    year, month = divmod(checked.year * 12 + checked.month - 1 + MONTHS[age], 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(checked.day, monthrange(year, month + 1)[1]))


def is_stale(checked: date, age: str, today: date) -> bool:
    """Whether a fact is overdue; on the day it is due it is not."""
    return due_day(checked, age) < today


FactState = Literal["unknown", "stale", "to_confirm", "in_order"]
FACT_STATES: tuple[FactState, ...] = get_args(FactState)
"""In order of precedence: a fact has the first state that applies."""
FactKind = Literal["contacts", "capacities", "mandate", "profile"]
FACT_KINDS: tuple[FactKind, ...] = get_args(FactKind)
"""Top-level fields of a municipality, most useful first; `names` counts as `profile`."""


@dataclass(frozen=True)
class FactStatus:
    """The state of a fact on a day."""

    town: str
    field: str
    state: FactState
    due: date | None
    """The last day to check it again; a stale fact is overdue, an unknown one has no such day."""

    @property
    def kind(self) -> FactKind:
        """The kind by which the status page groups the fact."""
        return next((kind for kind in FACT_KINDS if is_at_or_below(self.field, kind)), "profile")


@dataclass(frozen=True)
class Gap:
    """A question of `data/questions.yaml` without an answer in some municipalities."""

    field: str
    """Of the fact, or of the block whose facts the question covers."""
    question: Unanswered
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """The facts of one kind in one municipality."""

    counts: Mapping[FactState, int]
    field: str
    """Of the fact to work on first."""

    @property
    def total(self) -> int:
        """The number of facts in all states."""
        return sum(self.counts.values())

    @property
    def quarters(self) -> int:
        """The share in order, in quarters rounded down: 0 to 4."""
        return 4 * self.counts["in_order"] // self.total


@dataclass(frozen=True)
class Status:
    """The state of every fact on a day."""

    day: date
    facts: tuple[FactStatus, ...]
    gaps: tuple[Gap, ...]
    """Most useful first."""
    cells: Mapping[str, Mapping[FactKind, Cell]]
    """By municipality."""

    def count(self, state: FactState | None = None, kind: FactKind | None = None) -> int:
        """The number of facts of a state and of a kind; None matches all."""
        return sum(
            number
            for cells in self.cells.values()
            for cell_kind, cell in cells.items()
            for cell_state, number in cell.counts.items()
            if kind in (None, cell_kind) and state in (None, cell_state)
        )

    def addresses(self, state: FactState) -> list[str]:
        """The addresses of the facts in a state, such as `prizren.contacts.police_station.phone`."""
        return [f"{fact.town}.{fact.field}" for fact in self.facts if fact.state == state]


def status_of_facts(towns: Iterable[Municipality], questions: Mapping[str, Unanswered], day: date) -> Status:
    """The status of all facts of these municipalities; `questions` are by field, most useful first."""
    found = (at for town in towns for at in facts(town))
    statuses = [FactStatus(at.town, at.field, fact_state(at, day), at.due) for at in found]
    grouped: dict[str, dict[FactKind, list[FactStatus]]] = {}
    for status in statuses:
        grouped.setdefault(status.town, {kind: [] for kind in FACT_KINDS})[status.kind].append(status)
    cells = {
        town: {kind: _cell(group, list(questions)) for kind, group in by_kind.items()}
        for town, by_kind in grouped.items()
    }
    gaps = (_gap(field, question, statuses) for field, question in questions.items())
    return Status(day, tuple(statuses), tuple(gap for gap in gaps if gap.towns), cells)


def fact_state(at: FactAt, day: date) -> FactState:
    """The state of a fact on a day."""
    value: Any = at.fact.value
    if value is None:
        return "unknown"
    if at.due and at.due < day:
        return "stale"
    findings = value if isinstance(value, tuple) else ()
    unconfirmed = any(isinstance(item, Finding) and item.to_confirm for item in findings)
    return "to_confirm" if at.fact.to_confirm or unconfirmed else "in_order"


def _gap(field: str, question: Unanswered, statuses: Iterable[FactStatus]) -> Gap:
    unknown = (status for status in statuses if status.state == "unknown")
    towns = (status.town for status in unknown if is_at_or_below(status.field, field))
    return Gap(field, question, tuple(dict.fromkeys(towns)))


def _cell(statuses: list[FactStatus], priorities: list[str]) -> Cell:
    """The counts; the fact to work on first is the most useful one of the first state that occurs."""

    def rank(status: FactStatus) -> tuple[int, int]:
        matches = (at for at, field in enumerate(priorities) if is_at_or_below(status.field, field))
        return FACT_STATES.index(status.state), next(matches, len(priorities))

    counts = Counter(status.state for status in statuses)
    return Cell({state: counts[state] for state in FACT_STATES}, min(statuses, key=rank).field)
