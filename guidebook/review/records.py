"""Two states of what people wrote to the changes between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from guidebook.model.base import Fact
from guidebook.model.content import Content
from guidebook.model.facts import FactAt, facts
from guidebook.model.fields import Label
from guidebook.model.municipality import Municipality

Group = Literal[
    "towns", "facts", "filled", "gaps", "checked", "cited", "common", "sources", "templates", "words", "look"
]
Path = tuple[str | int, ...]
NOTHING = "–"
"""Stands for what is not known, or is not there."""
ORDER = "(order)"
"""The last part of a path where the same keys stand in another order."""
UNPUBLISHED = frozenset({"remark"})
APART = frozenset({"remark", "source", "checked"})
"""Fields that are told beside a value, not as its words."""


@dataclass(frozen=True)
class Change:
    """One thing that is different; the texts are plain, as people wrote them."""

    group: Group
    subject: str
    """What it belongs to: a municipality, a file, a catalogue."""
    what: str
    before: str
    after: str
    note: str = ""
    """Source and day of what is new."""
    translated: tuple[tuple[str, str, str], ...] = ()
    """Language, text before, text after."""
    path: Path = ()
    """From the record or the common data down to what changed."""
    shown: frozenset[str] = field(default=frozenset(), compare=False)
    """The files of `guides/` that it changes."""


@dataclass(frozen=True)
class Towns:
    """Municipalities by what became of them."""

    kept: tuple[tuple[Municipality, Municipality], ...]
    """Before and after."""
    added: tuple[Municipality, ...]
    removed: tuple[Municipality, ...]
    renamed: tuple[tuple[Municipality, Municipality], ...]
    """The same municipality with another id: before and after."""


@dataclass(frozen=True)
class Review:
    """Every change and what it does."""

    changes: tuple[Change, ...]
    towns: Towns
    changed: frozenset[str]
    """Every file of `guides/` that is different, new or gone."""
    names: Mapping[str, str]
    """Of the municipalities, in English, by id."""
    editions: tuple[str, ...]
    sections: Mapping[str, str]
    """Titles in reading order."""


def paired(old: Sequence[Municipality], new: Sequence[Municipality]) -> Towns:
    """Which municipality of one state is which of the other: by id, or else by all its names."""
    before, after = {town.id: town for town in old}, {town.id: town for town in new}
    gone = {_called(town): town for town in old if town.id not in after}
    come = [town for town in new if town.id not in before]
    renamed = [(gone.pop(_called(town)), town) for town in come if _called(town) in gone]
    found = {town.id for _, town in renamed}
    return Towns(
        tuple((town, after[town.id]) for town in old if town.id in after),
        tuple(town for town in come if town.id not in found),
        tuple(gone.values()),
        tuple(renamed),
    )


def _called(town: Municipality) -> tuple[str, ...]:
    return tuple(str(getattr(town.names, name).value) for name in ("sq_full", "sr_full", "en_full"))


def town_changes(old: Municipality, new: Municipality, publishers: Mapping[str, str]) -> Iterator[Change]:
    """What is different in the record of a municipality, fact by fact."""
    stood, stands = ({at.field: at for at in facts(town)} for town in (old, new))
    subject = str(new.names.en.value)
    for path, before, after in differences(old, new):
        address = ".".join(map(str, path))
        what = address.replace(".", " ").replace("_", " ").removeprefix("contacts ")
        if address in stood or address in stands:
            at = (stood.get(address), stands.get(address))
            yield from _fact_changes(subject, what, path, at, publishers)
        elif path[-1] == "checked":
            group: Group = "checked" if (before or date.min) < (after or date.min) else "facts"
            named = what.removesuffix("checked").strip() or "all that names no day of its own"
            yield Change(group, subject, f"{named}, checked", said(before), said(after), path=path)
        elif path[-1] == "source":
            named = what.removesuffix("source").strip() or "all that names no source of its own"
            told = [_publishers(keys, publishers) for keys in (before, after)]
            yield Change("cited", subject, f"{named}, source", told[0], told[1], path=path)
        elif path != ("id",):
            yield Change("facts", subject, what, said(before), said(after), path=path)


def _fact_changes(
    subject: str,
    what: str,
    path: Path,
    at: tuple[FactAt | None, FactAt | None],
    publishers: Mapping[str, str],
) -> Iterator[Change]:
    """What changed of one fact: its value, or else its certainty, its source, its day."""
    old, new = (found.fact if found else None for found in at)
    before, after = (fact.value if fact else None for fact in (old, new))
    now, days = at[1], [found.checked if found else None for found in at]
    cited = [_publishers(found.source if found else (), publishers) for found in at]
    note = f"source {cited[1]}, checked {days[1]}" if now and after is not None else ""
    sure = ["to be confirmed" if fact and fact.to_confirm else "confirmed" for fact in (old, new)]
    if before != after:
        group: Group = "filled" if before is None else "gaps" if after is None else "facts"
        yield Change(group, subject, what, said(before), said(after), note, path=path)
    elif sure[0] != sure[1]:
        told = [f"{said(before)}, {word}" for word in sure]
        yield Change("facts", subject, what, told[0], told[1], note, path=path)
    elif cited[0] != cited[1]:
        yield Change("cited", subject, f"{what}, source", cited[0], cited[1], path=path)
    elif days[0] != days[1]:
        group = "checked" if (days[0] or date.min) < (days[1] or date.min) else "facts"
        yield Change(group, subject, f"{what}, checked", said(days[0]), said(days[1]), path=path)


def _publishers(keys: Sequence[str], publishers: Mapping[str, str]) -> str:
    return ", ".join(f"{publishers[key]} ({key})" if key in publishers else key for key in keys) or NOTHING


def common_changes(old: Content, new: Content) -> Iterator[tuple[Change, str | None]]:
    """What is different in the common data, field by field, with the context of a short text."""
    for path, before, after in differences(old, new):
        context = _context(new if after is not None else old, path)
        name, rest = str(path[0]), " · ".join(str(part).replace("_", " ") for part in path[1:])
        group: Group = "sources" if name == "sources" else "common"
        yield Change(group, f"data/{name}.yaml", rest, said(before), said(after), path=path), context


def _context(content: Content, path: Path) -> str | None:
    """The context of the translation of the short text at a path; None for any other value."""
    value: Any = content
    own = str(path[0])
    for part in path:
        if isinstance(value, BaseModel) and value is not content:
            own = f"{path[0]}.{type(value).model_fields[str(part)].alias or part}"
        value = _below(value, part)
    return own if isinstance(value, Label) else None


def _below(value: Any, part: str | int) -> Any:
    if isinstance(value, BaseModel):
        return getattr(value, str(part))
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, tuple) and isinstance(part, int) else value


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values of the same form differ: path, before, after. A fact is told whole."""
    if isinstance(old, BaseModel) and type(old) is type(new) and not isinstance(old, Fact):
        for name in type(old).model_fields:
            if name not in UNPUBLISHED:
                yield from differences(getattr(old, name), getattr(new, name), (*path, name))
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key), new.get(key), (*path, key))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield (*path, ORDER), tuple(old), tuple(new)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new) and _records(old):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, after, (*path, number))
    elif old != new:
        yield path, old, new


def _records(values: tuple[Any, ...]) -> bool:
    return any(isinstance(value, BaseModel) for value in values)


def taken(old: Any, new: Any, path: Path) -> Any:
    """The old value with only what stands at the path taken from the new one."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(old, BaseModel):
        name = str(first)
        return old.model_copy(update={name: taken(getattr(old, name), getattr(new, name), rest)})
    if isinstance(old, dict):
        if first == ORDER:
            return {key: old[key] for key in new if key in old}
        if first not in new:
            return {key: value for key, value in old.items() if key != first}
        own = taken(old.get(first), new[first], rest)
        if first in old:
            return {**old, first: own}
        return {key: own if key == first else old[key] for key in new if key == first or key in old}
    return tuple(
        taken(item, new[number], rest) if number == first else item for number, item in enumerate(old)
    )


def said(value: Any) -> str:
    """A value in plain words, on one line."""
    match value:
        case None | ():
            return NOTHING if value is None else "none"
        case Fact():
            return said(value.value)
        case bool():
            return "yes" if value else "no"
        case BaseModel():
            told = {name: item for name, item in value if name not in APART and item not in (None, ())}
            return "; ".join(
                f"{name.strip('_').replace('_', ' ')}: {said(item)}" for name, item in told.items()
            )
        case dict():
            return "; ".join(f"{key}: {said(item)}" for key, item in value.items()) or "none"
        case tuple():
            return ", ".join(map(said, value))
        case int() | Decimal() | date():
            return str(value)
    return " ".join(str(value).split())
