"""Plain values to records; every mistake found in one pass and told once, in the editor's words."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from guidebook.diagnostics import Problem, ProblemsFound, errors
from guidebook.model.base import Fact, Part
from guidebook.model.content import Content
from guidebook.model.fields import UNKNOWN
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.source.consistency import Codes, site_problems, town_problems
from guidebook.source.document import Document
from guidebook.source.validation_messages import annotation_at, is_a, validation_messages


@dataclass(frozen=True)
class Records:
    """Everything people wrote, checked."""

    towns: tuple[Municipality, ...]
    specimen: tuple[Municipality, ...]
    content: Content
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
    content: dict[str, Any] = {}
    for name, field in Content.model_fields.items():
        value, found = _read(documents[name], field.annotation, context)
        content[name] = value
        problems += found
    codes = content["findings"] or {}
    towns = {name: _read_towns(documents[name], context, codes, problems) for name in (TOWNS, SPECIMEN)}
    problems += site_problems(documents[TOWNS], documents["site"], content["site"])
    common = Content.model_construct(**content)
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
    problems = list(validation_messages(details, document, annotation))
    mended = _mended(document.value, details, annotation, next(iter(context.get("sources", {"-"}))))
    try:
        return adapter.validate_python(mended, context=context), problems
    except ValidationError:
        return None, problems


def _mended(value: Any, details: list[ErrorDetails], annotation: Any, source: str) -> Any:
    """A copy in which each wrong fact is unknown, so that the rest can be looked at in the same run.

    A wrong source or day of a part is replaced by a right one: it was told already.
    """
    mended = copy.deepcopy(value)
    stand_ins = {"source": source, "checked": "2000-01-01", "remark": "told"}
    for detail in details:
        loc = detail["loc"]
        kinds = [annotation_at(annotation, loc[:depth]) for depth in range(len(loc) + 1)]
        facts = [depth for depth, kind in enumerate(kinds) if is_a(kind, Fact)]
        blocks = [depth for depth, key in enumerate(loc, start=1) if key in stand_ins]
        *parents, last = loc[: (facts or blocks or [len(loc)])[0]]
        holder = mended
        for key in parents:
            holder = holder[key]
        if facts or is_a(kinds[-1], Part):
            holder[last] = UNKNOWN
        elif blocks:
            holder[last] = stand_ins[str(last)]
        elif detail["type"] == "extra_forbidden":
            holder.pop(last)
    return mended
