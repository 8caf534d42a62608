"""Pydantic's errors as messages for editors: one mistake, one message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby, takewhile
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from guidebook.diagnostics import Problem
from guidebook.model.base import Block, FactGroup
from guidebook.model.introspection import FieldType, all_validators, may_be_unknown, type_at
from guidebook.model.validators import OneOf, quoted
from guidebook.source.document import Document, KeyPath


@dataclass(frozen=True)
class ValidationSlip:
    """One error of Pydantic, at its place in the file."""

    detail: ErrorDetails
    path: KeyPath
    """Path in the file: without the `value` of a fact in short form or the position of a single source."""
    holder: FieldType
    """Type of the record or collection around it."""
    field: FieldType
    """Type at `path`."""
    value: FieldType
    """Type at the location Pydantic reports."""

    @property
    def extra(self) -> bool:
        """Whether the record has no such field."""
        return self.detail["type"] == "extra_forbidden"

    @property
    def missing(self) -> bool:
        """Whether a required field is missing."""
        return self.detail["type"] == "missing"

    @property
    def above(self) -> KeyPath:
        """Path of the record or collection around it."""
        return self.path[:-1]

    @property
    def name(self) -> str:
        """Last key of the path."""
        return str(self.path[-1])


RuleResult = tuple[list[Problem], set[KeyPath]]
"""Problems, and the paths of the slips that they cover."""


def validation_messages(
    details: list[ErrorDetails], document: Document, annotation: Any
) -> Iterator[Problem]:
    """The problems of one document; errors below a YAML fault are left out."""
    faults = [path for _, path, _ in document.faults if path]
    slips = [_slip(detail, document, annotation) for detail in details]
    slips = [slip for slip in slips if not any(slip.path[: len(path)] == path for path in faults)]
    for rule in RULES:
        problems, covered = rule(slips, document)
        slips = [slip for slip in slips if slip.path not in covered]
        yield from problems
    for slip in slips:
        yield Problem(document.place(slip.path), document.name(slip.path), _message(slip))


def _slip(detail: ErrorDetails, document: Document, annotation: Any) -> ValidationSlip:
    location = detail["loc"]
    loc = location[: location.index("[key]")] if "[key]" in location else location
    path: KeyPath = ()
    for depth, key in enumerate(loc, start=1):
        absent = depth == len(loc) and detail["type"] == "missing"
        implied = (key == "value" or isinstance(key, int)) and (*path, key) not in document.places
        path = path if implied and not absent else (*path, key)
    types = (type_at(annotation, at) for at in (location[:-1], path, location))
    return ValidationSlip(detail, path, *types)


def _wrong_indent(slips: list[ValidationSlip], document: Document) -> RuleResult:
    """Fields written below the one they belong to, without more spaces than it has."""
    problems, covered = [], set[KeyPath]()
    for slip in slips:
        around = _value_at(document.value, slip.above)
        if slip.detail["input"] != "" or not isinstance(around, dict):
            continue
        keys = list(around)
        following = keys[keys.index(slip.path[-1]) + 1 :]
        below = list(takewhile(slip.field.fields.__contains__, following))
        if below:
            paths = [(*slip.above, key) for key in below]
            covered |= {slip.path, *paths}
            one = len(below) == 1
            these = "this line belongs" if one else f"the lines down to {below[-1]} belong"
            what = f"{these} to {slip.name}; write two more spaces before {'it' if one else 'each'}."
            problems.append(Problem(document.keys[paths[0]], document.name(slip.path), what))
    return problems, covered


def _single_value(slips: list[ValidationSlip], document: Document) -> RuleResult:
    """One value where a part with several facts is meant."""
    problems, covered = [], set[KeyPath]()
    for slip in slips:
        if slip.extra and slip.name == "value" and slip.holder.is_a(Block):
            covered |= {other.path for other in slips if other.above == slip.above}
            what = _no_single_value(slip.holder)
            problems.append(Problem(document.keys[slip.path], document.name(slip.path), what))
    return problems, covered


def _first_line_missing(slips: list[ValidationSlip], document: Document) -> RuleResult:
    """Fields of a part whose first line is missing, so that they stand in the part before it."""
    problems, covered = [], set[KeyPath]()
    for slip in slips:
        names = slip.field.fields
        moved = [one for one in slips if one.extra and one.above[:-1] == slip.above and one.name in names]
        if slip.missing and len(moved) > 1:
            covered |= {slip.path, *(one.path for one in moved)}
            place = min(document.keys[one.path] for one in moved)
            what = f"the line {slip.name}: is missing above this line; write it there with two spaces less."
            problems.append(Problem(place, document.name(slip.path), what))
    return problems, covered


def _misspelt(slips: list[ValidationSlip], document: Document) -> RuleResult:
    """Fields that the record does not have; the one that was meant is not also missing."""
    problems, covered = [], set[KeyPath]()
    for above, group in _by_holder([slip for slip in slips if slip.extra]):
        known = list(group[0].holder.fields)
        missing = [slip.name for slip in slips if slip.missing and slip.above == above]
        near = {slip.name: get_close_matches(slip.name, known, n=1, cutoff=0.6) for slip in group}
        left = [name for name in missing if [name] not in near.values()]
        far = [name for name, found in near.items() if not found]
        for slip in group:
            remedy = f"the fields here are {', '.join(known)}."
            if near[slip.name]:
                remedy = f"did you mean {near[slip.name][0]}?"
            elif len(left) == len(far) == 1:
                remedy = f"write {left[0]}."
                covered.add((*above, left[0]))
            covered |= {slip.path, *((*above, name) for name in near[slip.name])}
            place = document.keys.get(slip.path, document.place(slip.path))
            problems.append(Problem(place, document.name(slip.path), f"no such field; {remedy}"))
    return problems, covered


def _missing(slips: list[ValidationSlip], document: Document) -> RuleResult:
    """Fields that are missing, those of one part together."""
    problems = []
    for above, group in _by_holder([slip for slip in slips if slip.missing]):
        fields = group[0].holder.fields
        names = [slip.name for slip in group]
        unknown = all(name == "value" or may_be_unknown(fields[name]) for name in names)
        remedy = f"; add {'it' if len(names) == 1 else 'them'}{', or write unknown' if unknown else ''}."
        name, what = document.name((*above, *names)), "missing"
        if len(names) > 1 or names == ["value"]:
            name = document.name(above)
            *first, last = names
            what = f"{', '.join(first)} and {last} are missing" if first else f"{last} is missing"
        problems.append(Problem(document.place(above), name, what + remedy))
    return problems, {slip.path for slip in slips if slip.missing}


RULES: tuple[Callable[[list[ValidationSlip], Document], RuleResult], ...] = (
    _wrong_indent,
    _single_value,
    _first_line_missing,
    _misspelt,
    _missing,
)
"""Rules for several slips with one cause, in order; each slip left over has a message of its own."""


def _by_holder(slips: list[ValidationSlip]) -> Iterator[tuple[KeyPath, list[ValidationSlip]]]:
    ordered = sorted(slips, key=lambda slip: [str(key) for key in slip.above])
    for above, group in groupby(ordered, lambda slip: slip.above):
        yield above, list(group)


def _message(slip: ValidationSlip) -> str:
    """What is wrong with a value."""
    detail = slip.detail
    if detail["type"] in ("invalid", "empty"):
        return detail["msg"]
    if detail["input"] == "":
        return "nothing stands here; write unknown, or its fields below, each on a line of its own."
    found = quoted(detail["input"])
    if detail["type"] in ("list_type", "tuple_type"):
        return f"expected a list, found {found}; {_how_to_list(slip)}"
    if slip.value.is_a(FactGroup):
        return _no_single_value(slip.value)
    return (
        f"expected fields, each on a line of its own, found {found}; see the record at the head of the file."
    )


def _how_to_list(slip: ValidationSlip) -> str:
    codes = next((check.codes for check in all_validators(slip.value) if isinstance(check, OneOf)), None)
    if codes:
        return f"write codes in square brackets, such as [{codes[-1]}]; [] is none."
    if slip.value.item.is_a(BaseModel):
        unknown = "write unknown, or " if slip.detail["loc"][-1] == "value" else "write "
        return f"{unknown}each on a line of its own behind a hyphen, as at the head of the file."
    return "put it in square brackets, such as [one, other]."


def _no_single_value(part: FieldType) -> str:
    names = [name for name, field in part.fields.items() if field.is_required()]
    return (
        f"a {part.base.__name__.lower()} is no single value; write {', '.join(names)}, "
        "each on a line of its own, as at the head of the file."
    )


def _value_at(value: Any, path: KeyPath) -> Any:
    """The value at a path of plain values."""
    for key in path:
        value = value[key]
    return value
