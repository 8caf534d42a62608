"""The public view of a municipality: plain values, each fact with its source and day, no remarks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from guidebook.model.base import Fact, Record
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Communities, Finding, Municipality

LICENCE = "CC BY 4.0"


def public_facts(town: Municipality) -> Iterator[FactAt]:
    """Every fact of a record in file order; `names.others` and `names.also` as facts after the names."""
    found = list(facts(town))
    names = [at for at in found if at.path[0] == "names"]
    source, checked = town.names.source or town.source, town.names.checked or town.checked
    yield from names
    for field in ("others", "also"):
        fact = Fact[Any].model_construct(value=getattr(town.names, field))
        yield FactAt(town.id, f"names.{field}", fact, source, checked)
    yield from found[len(names) :]


def public_record(town: Municipality) -> dict[str, Any]:
    """The record as nested dicts by field name: `id`, and each fact as `public_fact` gives it."""
    record: dict[str, Any] = {"id": town.id}
    for at in public_facts(town):
        *blocks, field = at.path
        parent = record
        for block in blocks:
            parent = parent.setdefault(block, {})
        parent[field] = public_fact(at)
    return record


def public_fact(at: FactAt) -> dict[str, Any]:
    """A fact as `value`, `source`, `checked`, `due` and `to_confirm`; days are dates, all else is as in JSON.

    `value` and `due` are None while it is unknown, and `source` then holds only what the fact itself names.
    """
    known = at.fact.value is not None
    return {
        "value": _plain_value(at.fact.value, at),
        "source": list(at.source if known else at.fact.source),
        "checked": at.checked,
        "due": at.due,
        "to_confirm": at.fact.to_confirm,
    }


def _plain_value(value: Any, at: FactAt) -> Any:
    """The value in plain types; findings with the source and day they name or inherit."""
    match value:
        case Finding():
            source, checked = value.source or at.source, value.checked or at.checked
            finding = {"finding": str(value.finding), "year": value.year, "to_confirm": value.to_confirm}
            return finding | {"source": list(source), "checked": checked}
        case Record():
            fields = {name: _plain_value(item, at) for name, item in value}
            return _counted(fields) if isinstance(value, Communities) else fields
        case tuple():
            return [_plain_value(item, at) for item in value]
        case dict():
            return {str(key): _plain_value(item, at) for key, item in value.items()}
        case Decimal():
            return float(value)
        case str():
            return str(value)
    return value


def _counted(communities: dict[str, Any]) -> dict[str, Any]:
    """The communities with a number of their own; the others are counted together."""
    return {name: count for name, count in communities.items() if count is not None}
