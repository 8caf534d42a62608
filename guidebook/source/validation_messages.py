"""What a record refuses, in the editor's words: one mistake, one message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby, takewhile
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from guidebook.diagnostics import Problem
from guidebook.model.base import Block, Part
from guidebook.model.introspection import checks_of, may_be_unknown
from guidebook.model.validators import OneOf
from guidebook.source.document import Document, KeyPath


@dataclass(frozen=True)
class ValidationSlip:
    """One thing that Pydantic refuses."""

    detail: ErrorDetails
    path: KeyPath
    """As it stands in the file: a fact in short form has no `value`, a single source no number."""
    holder: Any
    """The type of what it stands in."""

    @property
    def extra(self) -> bool:
        """Whether a field stands there that the record does not know."""
        return self.detail["type"] == "extra_forbidden"

    @property
    def missing(self) -> bool:
        """Whether a field is missing."""
        return self.detail["type"] == "missing"

    @property
    def above(self) -> KeyPath:
        """What it stands in."""
        return self.path[:-1]

    @property
    def name(self) -> str:
        """The field."""
        return str(self.path[-1])


Explained = tuple[list[Problem], set[KeyPath]]
"""Problems, and the paths of the slips they tell."""


def validation_messages(
    details: list[ErrorDetails], document: Document, annotation: Any
) -> Iterator[Problem]:
    """The problems of one document. What lies in a part with a fault of its own is not looked at."""
    faults = [path for _, path, _ in document.faults if path]
    slips = [_slip(detail, document, annotation) for detail in details]
    slips = [slip for slip in slips if not any(slip.path[: len(path)] == path for path in faults)]
    for rule in RULES:
        problems, told = rule(slips, document, annotation)
        slips = [slip for slip in slips if slip.path not in told]
        yield from problems
    for slip in slips:
        what = _words(slip.detail, annotation)
        yield Problem(document.place(slip.path), document.name(slip.path), what)


def _slip(detail: ErrorDetails, document: Document, annotation: Any) -> ValidationSlip:
    loc = detail["loc"][: detail["loc"].index("[key]")] if "[key]" in detail["loc"] else detail["loc"]
    path: KeyPath = ()
    for depth, key in enumerate(loc, start=1):
        told = depth == len(loc) and detail["type"] == "missing"
        implied = (key == "value" or isinstance(key, int)) and (*path, key) not in document.places
        path = path if implied and not told else (*path, key)
    return ValidationSlip(detail, path, annotation_at(annotation, detail["loc"][:-1]))


def _not_under(slips: list[ValidationSlip], document: Document, annotation: Any) -> Explained:
    """Fields written below the one they belong to, without more spaces than it has."""
    problems, told = [], set[KeyPath]()
    for slip in slips:
        around = _at(document.value, slip.above)
        if slip.detail["input"] != "" or not isinstance(around, dict):
            continue
        known = dict(_fields(annotation_at(annotation, slip.path)))
        keys = list(around)
        behind = list(takewhile(known.__contains__, keys[keys.index(slip.path[-1]) + 1 :]))
        if behind:
            paths = [(*slip.above, key) for key in behind]
            told |= {slip.path, *paths}
            one = len(behind) == 1
            these = "this line belongs" if one else f"the lines down to {behind[-1]} belong"
            what = f"{these} to {slip.name}; write two more spaces before {'it' if one else 'each'}."
            problems.append(Problem(document.keys[paths[0]], document.name(slip.path), what))
    return problems, told


def _single_value(slips: list[ValidationSlip], document: Document, _annotation: Any) -> Explained:
    """One value where a part with several facts is meant."""
    problems, told = [], set[KeyPath]()
    for slip in slips:
        if slip.extra and slip.name == "value" and is_a(slip.holder, Block):
            told |= {other.path for other in slips if other.above == slip.above}
            what = _no_single_value(slip.holder)
            problems.append(Problem(document.keys[slip.path], document.name(slip.path), what))
    return problems, told


def _head_lost(slips: list[ValidationSlip], document: Document, annotation: Any) -> Explained:
    """Fields of a part whose first line is missing, so that they stand in the part before it."""
    problems, told = [], set[KeyPath]()
    for slip in slips:
        names = dict(_fields(annotation_at(annotation, slip.path)))
        lost = [one for one in slips if one.extra and one.above[:-1] == slip.above and one.name in names]
        if slip.missing and len(lost) > 1:
            told |= {slip.path, *(one.path for one in lost)}
            place = min(document.keys[one.path] for one in lost)
            what = f"the line {slip.name}: is missing above this line; write it there with two spaces less."
            problems.append(Problem(place, document.name(slip.path), what))
    return problems, told


def _misspelt(slips: list[ValidationSlip], document: Document, _annotation: Any) -> Explained:
    """Fields that are not known; the one that was meant is not also missing."""
    problems, told = [], set[KeyPath]()
    for above, group in _by_place([slip for slip in slips if slip.extra]):
        known = [field.alias or name for name, field in _fields(group[0].holder)]
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
                told.add((*above, left[0]))
            told |= {slip.path, *((*above, name) for name in near[slip.name])}
            place = document.keys.get(slip.path, document.place(slip.path))
            problems.append(Problem(place, document.name(slip.path), f"no such field; {remedy}"))
    return problems, told


def _missing(slips: list[ValidationSlip], document: Document, _annotation: Any) -> Explained:
    """Fields that are missing, those of one part together."""
    problems = []
    for above, group in _by_place([slip for slip in slips if slip.missing]):
        fields = dict(_fields(group[0].holder))
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


RULES: tuple[Callable[[list[ValidationSlip], Document, Any], Explained], ...] = (
    _not_under,
    _single_value,
    _head_lost,
    _misspelt,
    _missing,
)
"""Each tells the slips it knows; what is left is told one by one."""


def _by_place(slips: list[ValidationSlip]) -> Iterator[tuple[KeyPath, list[ValidationSlip]]]:
    ordered = sorted(slips, key=lambda slip: [str(key) for key in slip.above])
    for above, group in groupby(ordered, lambda slip: slip.above):
        yield above, list(group)


def _words(detail: ErrorDetails, annotation: Any) -> str:
    """What is wrong with a value."""
    if detail["type"] in ("wrong", "empty"):
        return detail["msg"]
    found, kind = detail["input"], annotation_at(annotation, detail["loc"])
    if found == "":
        return "nothing stands here; write unknown, or its fields below, each on a line of its own."
    shown = f"'{found}'" if isinstance(found, str) else "a list" if isinstance(found, list) else "fields"
    if detail["type"] in ("list_type", "tuple_type"):
        return f"expected a list, found {shown}; {_how_to_list(kind, detail)}"
    if is_a(kind, Part):
        return _no_single_value(kind)
    return (
        f"expected fields, each on a line of its own, found {shown}; see the record at the head of the file."
    )


def _how_to_list(kind: Any, detail: ErrorDetails) -> str:
    code = next((check.codes[-1] for check in checks_of(kind) if isinstance(check, OneOf)), None)
    if code:
        return f"write codes in square brackets, such as [{code}]; [] is none."
    if any(is_a(item, BaseModel) for item in get_args(kind)):
        unknown = "write unknown, or " if detail["loc"][-1] == "value" else "write "
        return f"{unknown}each on a line of its own behind a hyphen, as at the head of the file."
    return "put it in square brackets, such as [one, other]."


def _no_single_value(kind: Any) -> str:
    fields = [name for name, field in _fields(kind) if field.is_required()]
    return (
        f"a {kind.__name__.lower()} is no single value; write {', '.join(fields)}, "
        "each on a line of its own, as at the head of the file."
    )


def is_a(kind: Any, *bases: type) -> bool:
    """Whether a type, of which nothing may be known, is a record of one of these kinds."""
    return isinstance(kind, type) and issubclass(kind, bases)


def annotation_at(annotation: Any, loc: KeyPath) -> Any:
    """The type that holds at a path, without Annotated and None."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated or (args and type(None) in args):
        return annotation_at(args[0], loc)
    if not loc:
        return annotation
    if is_a(annotation, BaseModel):
        by_name = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        return annotation_at(by_name.get(str(loc[0])), loc[1:])
    return annotation_at(args[1] if origin is dict else args[0] if args else None, loc[1:])


def _fields(kind: Any) -> list[tuple[str, FieldInfo]]:
    """The fields of a record by the names they have in the file."""
    fields = kind.model_fields.items() if is_a(kind, BaseModel) else ()
    return [(field.alias or name, field) for name, field in fields]


def _at(value: Any, path: KeyPath) -> Any:
    """What stands at a path of plain values."""
    for key in path:
        value = value[key]
    return value
