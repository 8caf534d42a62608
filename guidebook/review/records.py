"""Differences between two states of the records: facts, common content, keys and their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from guidebook.i18n.translation import message_context
from guidebook.model.base import Fact
from guidebook.model.content import Content
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import PROSE
from guidebook.source.document import KeyPath

Group = Literal[
    "towns", "facts", "filled", "gaps", "checked", "cited", "common", "sources", "templates", "words", "look"
]
"""Kinds of changes; each is a heading of the report."""
KEY_ORDER = "(order)"
"""Last key of a path where both states have the same keys in another order."""
UNPUBLISHED = frozenset({"remark"})


@dataclass(frozen=True)
class Change:
    """One difference between two states. Texts are plain, unescaped, on one line."""

    group: Group
    subject: str
    """Name of a municipality, or path of a file or catalog folder."""
    item: str
    """Field, path of keys or English text within the subject; empty for a whole file."""
    before: str
    after: str
    note: str = ""
    """Source and date of the new value."""
    translations: tuple[tuple[str, str, str], ...] = ()
    """Language, text before, text after."""
    path: KeyPath = ()
    """From the top of the municipality or of the common content."""
    files: frozenset[str] = field(default=frozenset(), compare=False)
    """Files of `guides/` that it changes."""


@dataclass(frozen=True)
class MunicipalityChanges:
    """Municipalities of two states, matched."""

    kept: tuple[tuple[Municipality, Municipality], ...]
    """Same id: before and after."""
    added: tuple[Municipality, ...]
    removed: tuple[Municipality, ...]
    renamed: tuple[tuple[Municipality, Municipality], ...]
    """Same names, another id: before and after."""


@dataclass(frozen=True)
class Review:
    """Every change between two states, and the files of `guides/` that differ."""

    changes: tuple[Change, ...]
    municipalities: MunicipalityChanges
    changed_files: frozenset[str]
    """Different, new or removed."""
    names: Mapping[str, str]
    """English names of municipalities by id."""
    editions: tuple[str, ...]
    sections: Mapping[str, str]
    """Titles by key, in reading order."""


def match_municipalities(old: Sequence[Municipality], new: Sequence[Municipality]) -> MunicipalityChanges:
    """Pairs the municipalities of two states by id, the rest by their full names."""
    before, after = {town.id: town for town in old}, {town.id: town for town in new}
    removed = {_full_names(town): town for town in old if town.id not in after}
    added = [town for town in new if town.id not in before]
    renamed = [(removed.pop(_full_names(town)), town) for town in added if _full_names(town) in removed]
    new_ids = {town.id for _, town in renamed}
    return MunicipalityChanges(
        tuple((town, after[town.id]) for town in old if town.id in after),
        tuple(town for town in added if town.id not in new_ids),
        tuple(removed.values()),
        tuple(renamed),
    )


def _full_names(town: Municipality) -> tuple[str, ...]:
    return tuple(str(name.value) for name in town.names.by_language("_full").values())


def municipality_changes(
    old: Municipality, new: Municipality, publishers: Mapping[str, str]
) -> Iterator[Change]:
    """Differences in the record of a municipality, one for each fact. `publishers` by key of the source."""
    old_facts, new_facts = ({at.field: at for at in facts(town)} for town in (old, new))
    subject = str(new.names.en.value)
    for path, before, after in differences(old, new):
        address = ".".join(map(str, path))
        item = address.replace(".", " ").replace("_", " ").removeprefix("contacts ")
        if address in old_facts or address in new_facts:
            pair = (old_facts.get(address), new_facts.get(address))
            yield from _fact_changes(subject, item, path, pair, publishers)
        elif path[-1] == "checked":
            block = item.removesuffix("checked").strip() or "all that names no day of its own"
            yield _check_change(subject, block, path, before, after)
        elif path[-1] == "source":
            block = item.removesuffix("source").strip() or "all that names no source of its own"
            cited = [_publisher_names(keys, publishers) for keys in (before, after)]
            yield Change("cited", subject, f"{block}, source", cited[0], cited[1], path=path)
        elif path != ("id",):
            yield Change("facts", subject, item, PROSE.format(before), PROSE.format(after), path=path)


def _fact_changes(
    subject: str,
    item: str,
    path: KeyPath,
    pair: tuple[FactAt | None, FactAt | None],
    publishers: Mapping[str, str],
) -> Iterator[Change]:
    """The first difference of a fact: its value, its certainty, its source or its date."""
    old, new = (at.fact if at else None for at in pair)
    before, after = (fact.value if fact else None for fact in (old, new))
    days = [at.checked if at else None for at in pair]
    cited = [_publisher_names(at.source if at else (), publishers) for at in pair]
    note = f"source {cited[1]}, checked {days[1]}" if new and after is not None else ""
    certainty = ["to be confirmed" if fact and fact.to_confirm else "confirmed" for fact in (old, new)]
    if before != after:
        group: Group = "filled" if before is None else "gaps" if after is None else "facts"
        yield Change(group, subject, item, PROSE.format(before), PROSE.format(after), note, path=path)
    elif certainty[0] != certainty[1]:
        texts = [f"{PROSE.format(before)}, {word}" for word in certainty]
        yield Change("facts", subject, item, texts[0], texts[1], note, path=path)
    elif cited[0] != cited[1]:
        yield Change("cited", subject, f"{item}, source", cited[0], cited[1], path=path)
    elif days[0] != days[1]:
        yield _check_change(subject, item, path, days[0], days[1])


def _check_change(subject: str, item: str, path: KeyPath, before: date | None, after: date | None) -> Change:
    """Another date of a check; an earlier one is a changed fact."""
    group: Group = "checked" if (before or date.min) < (after or date.min) else "facts"
    return Change(group, subject, f"{item}, checked", PROSE.format(before), PROSE.format(after), path=path)


def _publisher_names(keys: Sequence[str], publishers: Mapping[str, str]) -> str:
    names = (f"{publishers[key]} ({key})" if key in publishers else key for key in keys)
    return ", ".join(names) or PROSE.unknown


def content_changes(old: Content, new: Content) -> Iterator[tuple[Change, str | None]]:
    """Differences in the common content, field by field, each with the msgctxt of a short text or None."""
    for path, before, after in differences(old, new):
        context = _translation_context(new if after is not None else old, path)
        name, item = str(path[0]), " · ".join(str(key).replace("_", " ") for key in path[1:])
        group: Group = "sources" if name == "sources" else "common"
        texts = PROSE.format(before), PROSE.format(after)
        yield Change(group, f"data/{name}.yaml", item, *texts, path=path), context


def _translation_context(content: Content, path: KeyPath) -> str | None:
    """The msgctxt of the short text at a path; None for any other value."""
    value: Any = content
    context = str(path[0])
    for key in path:
        if isinstance(value, BaseModel) and value is not content:
            context = f"{path[0]}.{type(value).model_fields[str(key)].alias or key}"
        value = _child(value, key)
    return message_context(value, context)


def _child(value: Any, key: str | int) -> Any:
    if isinstance(value, BaseModel):
        return getattr(value, str(key))
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, tuple) and isinstance(key, int) else value


def differences(old: Any, new: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any, Any]]:
    """Path, old value and new value wherever two values of one type differ; facts are compared whole."""
    if isinstance(old, BaseModel) and isinstance(new, BaseModel) and not isinstance(old, Fact):
        for name in type(old).model_fields | type(new).model_fields:
            if name not in UNPUBLISHED:
                before, after = (getattr(record, name, None) for record in (old, new))
                yield from differences(before, after, (*path, name))
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key), new.get(key), (*path, key))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield (*path, KEY_ORDER), tuple(old), tuple(new)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new) and _has_records(old):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, after, (*path, number))
    elif old != new:
        yield path, old, new


def _has_records(values: tuple[Any, ...]) -> bool:
    return any(isinstance(value, BaseModel) for value in values)


def patch(old: Any, new: Any, path: KeyPath) -> Any:
    """A copy of the old value with the new one at a path that `differences` gives."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(old, BaseModel):
        name = str(first)
        return old.model_copy(update={name: patch(getattr(old, name, None), getattr(new, name, None), rest)})
    if isinstance(old, dict):
        if first == KEY_ORDER:
            return {key: old[key] for key in new if key in old}
        if first not in new:
            return {key: value for key, value in old.items() if key != first}
        value = patch(old.get(first), new[first], rest)
        if first in old:
            return {**old, first: value}
        return {key: value if key == first else old[key] for key in new if key == first or key in old}
    return tuple(
        patch(item, new[number], rest) if number == first else item for number, item in enumerate(old)
    )
