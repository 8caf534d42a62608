"""A municipality as everybody may have it: each fact with the source and day that hold for it, no remark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from guidebook.model.base import Fact, Record
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Communities, Finding, Municipality

LICENCE = "CC BY 4.0"


def entries(town: Municipality) -> Iterator[FactAt]:
    """Every fact of a record in the order of the file, and the names that stand beside the facts."""
    found = list(facts(town))
    names = [at for at in found if at.path[0] == "names"]
    source, day = town.names.source or town.source, town.names.checked or town.checked
    yield from names
    for field in ("others", "also"):
        value = Fact[Any].model_construct(value=getattr(town.names, field))
        yield FactAt(town.id, f"names.{field}", value, source, day)
    yield from found[len(names) :]


def published(town: Municipality) -> dict[str, Any]:
    """The record by the names of its fields, ready for JSON."""
    record: dict[str, Any] = {"id": town.id}
    for at in entries(town):
        *parts, field = at.path
        holder = record
        for part in parts:
            holder = holder.setdefault(part, {})
        holder[field] = published_fact(at)
    return record


def published_fact(at: FactAt) -> dict[str, Any]:
    """A fact; an unknown one has no source but its own."""
    known = at.fact.value is not None
    return {
        "value": _plain(at.fact.value, at),
        "source": list(at.source if known else at.fact.source),
        "checked": _day(at.checked),
        "to_confirm": at.fact.to_confirm,
    }


def _plain(value: Any, at: FactAt) -> Any:
    match value:
        case Finding():
            source, day = value.source or at.source, value.checked or at.checked
            told = {"finding": str(value.finding), "year": value.year, "to_confirm": value.to_confirm}
            return told | {"source": list(source), "checked": _day(day)}
        case Record():
            parts = {name: _plain(part, at) for name, part in value}
            return _counted(parts) if isinstance(value, Communities) else parts
        case tuple():
            return [_plain(item, at) for item in value]
        case dict():
            return {str(name): _plain(part, at) for name, part in value.items()}
        case Decimal():
            return float(value)
        case date():
            return _day(value)
        case str():
            return str(value)
    return value


def _counted(communities: dict[str, Any]) -> dict[str, Any]:
    """Only the communities that have a number of their own."""
    return {name: count for name, count in communities.items() if count is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
