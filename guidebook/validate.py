"""Plain values to records; every mistake found in one pass and told once, in the editor's words."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from guidebook.commons import Commons
from guidebook.consistency import Codes, site_problems, town_problems
from guidebook.document import Document, KeyPath
from guidebook.model import SPECIMEN, TOWNS, Municipality
from guidebook.problems import Problem, ProblemsFound, errors
from guidebook.record import Fact, Part
from guidebook.values import UNKNOWN


@dataclass(frozen=True)
class Records:
    """Everything people wrote, checked."""

    towns: tuple[Municipality, ...]
    specimen: tuple[Municipality, ...]
    commons: Commons
    warnings: tuple[Problem, ...]


def validate(documents: Mapping[str, Document]) -> Records:
    """The records of all files, by name without ending. Raises ProblemsFound with every mistake."""
    records, problems = examine(documents)
    if errors(problems):
        raise ProblemsFound(problems)
    return records


def examine(documents: Mapping[str, Document]) -> tuple[Records, list[Problem]]:
    """The records as far as they can be read, not whole after a mistake; and every mistake."""
    problems = [problem for document in documents.values() for problem in document.problems]
    context = _known_keys(documents)
    commons: dict[str, Any] = {}
    for name, field in Commons.model_fields.items():
        value, found = _read(documents[name], field.annotation, context)
        commons[name] = value
        problems += found
    codes = commons["findings"] or {}
    towns = {name: _read_towns(documents[name], context, codes, problems) for name in (TOWNS, SPECIMEN)}
    problems += site_problems(documents[TOWNS], documents["site"], commons["site"])
    common = Commons.model_construct(**commons)
    return Records(towns[TOWNS], towns[SPECIMEN], common, tuple(sorted(problems))), problems


def _read_towns(
    document: Document, context: dict[str, Any], codes: Codes, problems: list[Problem]
) -> tuple[Municipality, ...]:
    """The municipalities of a file; what is wrong with them is added to the problems."""
    towns, found = _read(document, list[Municipality], context)
    problems += found
    told = {problem.place for problem in problems}
    for number, town in enumerate(towns or ()):
        further = town_problems(town, document, number, codes)
        problems += (problem for problem in further if problem.place not in told)
    return tuple(towns or ())


def _known_keys(documents: Mapping[str, Document]) -> dict[str, Any]:
    """What may be pointed to, by group; a group whose file is unread is not checked."""
    keys: dict[str, Any] = {
        name: document.value for name, document in documents.items() if isinstance(document.value, dict)
    }
    towns = documents[TOWNS].value
    if isinstance(towns, list):
        keys["towns"] = {"none"} | {str(town.get("id")) for town in towns if isinstance(town, dict)}
    if isinstance(sections := keys.get("site", {}).get("sections"), dict):
        keys["sections"] = sections
    if "findings" in keys:
        groups = [group for group in keys["findings"].values() if isinstance(group, dict)]
        keys["findings"] = {code for group in groups for code in group}
    return keys


def _read(document: Document, annotation: Any, context: dict[str, Any]) -> tuple[Any, list[Problem]]:
    """The value of a document; where parts of it are wrong, the rest with those parts unknown."""
    if document.value is None:
        return None, []
    adapter = TypeAdapter(annotation)
    try:
        return adapter.validate_python(document.value, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = list(_told_once(details, document, annotation))
    mended = _mended(document.value, details, annotation, next(iter(context.get("sources", {"-"}))))
    try:
        return adapter.validate_python(mended, context=context), problems
    except ValidationError:
        return None, problems


def _told_once(details: list[ErrorDetails], document: Document, annotation: Any) -> Iterator[Problem]:
    """The problems of one document. A misspelt field is one mistake, not also a missing one."""
    meant: set[KeyPath] = set()
    for detail in sorted(details, key=lambda detail: detail["type"] != "extra_forbidden"):
        path = _written_path(detail["loc"], document)
        place = document.keys.get(path) if detail["type"] == "extra_forbidden" else None
        if detail["type"] == "extra_forbidden":
            known = _fields(_annotation_at(annotation, detail["loc"][:-1]))
            near = get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
            meant.add((*path[:-1], *near))
            remedy = f"did you mean {near[0]}?" if near else f"the fields here are {', '.join(known)}."
            what = f"no such field; {remedy}"
        elif detail["type"] == "missing" and path in meant:
            continue
        else:
            what = _words(detail, annotation)
        yield Problem(place or document.place(path), document.name(path), what)


def _words(detail: ErrorDetails, annotation: Any) -> str:
    if detail["type"] == "missing":
        unknown = _is(_annotation_at(annotation, detail["loc"]), Fact, Part)
        return "missing; add it, or write unknown." if unknown else "missing; add it."
    if detail["type"] in ("wrong", "empty"):
        return detail["msg"]
    expected = (
        "a list" if detail["type"] in ("list_type", "tuple_type") else "fields, each on a line of its own"
    )
    found = detail["input"]
    shown = f"'{found}'" if isinstance(found, str) else "a list" if isinstance(found, list) else "fields"
    return f"expected {expected}, found {shown}; see the record at the head of the file."


def _is(kind: Any, *bases: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, bases)


def _written_path(loc: KeyPath, document: Document) -> KeyPath:
    """The path as it stands in the file: a fact in short form has no `value`, a single source no number."""
    path: KeyPath = ()
    for key in loc[: loc.index("[key]")] if "[key]" in loc else loc:
        implied = (key == "value" or isinstance(key, int)) and (*path, key) not in document.places
        path = path if implied else (*path, key)
    return path


def _annotation_at(annotation: Any, loc: KeyPath) -> Any:
    """The type that holds at a path, without Annotated and None."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated or (args and type(None) in args):
        return _annotation_at(args[0], loc)
    if not loc:
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        by_name = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        return _annotation_at(by_name.get(str(loc[0])), loc[1:])
    return _annotation_at(args[1] if origin is dict else args[0] if args else None, loc[1:])


def _fields(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [field.alias or name for name, field in annotation.model_fields.items()]
    return []


def _mended(value: Any, details: list[ErrorDetails], annotation: Any, source: str) -> Any:
    """A copy in which each wrong fact is unknown, so that the rest can be looked at in the same run.

    A wrong source or day of a part is replaced by a right one: it was told already.
    """
    mended = copy.deepcopy(value)
    stand_ins = {"source": source, "checked": "2000-01-01", "remark": "told"}
    for detail in details:
        loc = detail["loc"]
        kinds = [_annotation_at(annotation, loc[:depth]) for depth in range(len(loc) + 1)]
        facts = [depth for depth, kind in enumerate(kinds) if _is(kind, Fact)]
        blocks = [depth for depth, key in enumerate(loc, start=1) if key in stand_ins]
        *parents, last = loc[: (facts or blocks or [len(loc)])[0]]
        holder = mended
        for key in parents:
            holder = holder[key]
        if facts or _is(kinds[-1], Part):
            holder[last] = UNKNOWN
        elif blocks:
            holder[last] = stand_ins[str(last)]
        elif detail["type"] == "extra_forbidden":
            holder.pop(last)
    return mended
