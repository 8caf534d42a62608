"""Validate plain values into records; all mistakes in one pass, each in the editor's words."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from guidebook.diagnostics import Problem, ProblemsFound, errors
from guidebook.model.base import Fact, FactGroup
from guidebook.model.content import Content
from guidebook.model.fields import UNKNOWN
from guidebook.model.introspection import type_at
from guidebook.model.languages import SiteLanguages, record_types
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.source.consistency import question_problems, site_problems, town_problems
from guidebook.source.content_checks import central_problems, paper_problems, practice_problems
from guidebook.source.document import Document
from guidebook.source.language_gaps import (
    edition_problems,
    languages_of,
    texts_by_language,
    written_languages,
)
from guidebook.source.validation_messages import validation_messages


@dataclass(frozen=True)
class Records:
    """The validated content of `data/`."""

    languages: SiteLanguages
    towns: tuple[Municipality, ...]
    specimen: tuple[Municipality, ...]
    content: Content


def validate(documents: Mapping[str, Document], draft: bool = False) -> Records:
    """The records of all files, by name without ending. Raises ProblemsFound with every error."""
    records, problems = examine(documents, draft)
    if errors(problems):
        raise ProblemsFound(problems)
    return records


def examine(documents: Mapping[str, Document], draft: bool = False) -> tuple[Records, list[Problem]]:
    """The records and every problem, sorted; after an error the records are those that could be read.

    With `draft`, missing names and terms are warnings."""
    languages = languages_of(documents, draft)
    types = record_types(languages)
    problems = [problem for document in documents.values() for problem in document.problems]
    context = _known_keys(documents)
    content: dict[str, Any] = {}
    for name, field in types.content.model_fields.items():
        value, found = _read(documents[name], field.annotation, context)
        content[name] = value
        problems += found
    towns, written = {}, written_languages(texts_by_language(content))
    for name in (TOWNS, SPECIMEN):
        towns[name], found = _read_towns(documents[name], types.municipality, context, content, written)
        problems += found
    problems += site_problems(documents[TOWNS], documents["site"], content["site"])
    problems += question_problems(documents["questions"])
    if content["papers"]:
        problems += paper_problems(documents["papers"], content["papers"], content["law"] or {})
    if content["practice"]:
        problems += practice_problems(documents["practice"], content["practice"])
    if content["central"]:
        problems += central_problems(documents["central"], content["central"])
    if content["site"]:
        problems += edition_problems(content["site"], documents["site"])
    common = types.content.model_construct(**content)
    records = Records(languages, towns[TOWNS], towns[SPECIMEN], common)
    return records, sorted(problems)


def _read_towns(
    document: Document,
    record: type[Municipality],
    context: dict[str, Any],
    content: dict[str, Any],
    written: set[str],
) -> tuple[tuple[Municipality, ...], list[Problem]]:
    """The municipalities of a file and its problems; consistency is reported only where all else is right.

    `written` are the languages of the common content.
    """
    towns, problems = _read(document, list[record], context)  # type: ignore[valid-type]
    places = {problem.place for problem in (*document.problems, *problems)}
    languages = written | written_languages(texts_by_language(tuple(towns or ())))
    for number, town in enumerate(towns or ()):
        found = town_problems(town, document, number, content["findings"] or {}, languages)
        problems += [problem for problem in found if problem.place not in places]
    return tuple(towns or ()), problems


def _known_keys(documents: Mapping[str, Document]) -> dict[str, Any]:
    """The keys that records may refer to, by group; a group is absent when its file could not be read."""
    keys: dict[str, Any] = {
        name: document.value for name, document in documents.items() if isinstance(document.value, dict)
    }
    towns = documents[TOWNS].value
    if isinstance(towns, list):
        keys["towns"] = {"none"} | {str(town.get("id")) for town in towns if isinstance(town, dict)}
    if isinstance(sections := keys.get("site", {}).get("sections"), dict):
        keys["sections"] = sections
    if isinstance(editions := keys.get("site", {}).get("editions"), dict):
        keys["editions"] = editions
    if isinstance(periods := keys.get("plan", {}).get("periods"), dict):
        steps = [period.get("steps") for period in periods.values() if isinstance(period, dict)]
        keys["steps"] = {key for group in steps if isinstance(group, dict) for key in group}
    if "findings" in keys:
        groups = [group for group in keys["findings"].values() if isinstance(group, dict)]
        keys["findings"] = {code for group in groups for code in group}
    return keys


def _read(document: Document, annotation: Any, context: dict[str, Any]) -> tuple[Any, list[Problem]]:
    """The value of a document, with what is invalid replaced by unknown; None where that is not enough."""
    if document.value is None:
        return None, []
    adapter = _adapter(annotation)
    try:
        return adapter.validate_python(document.value, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = list(validation_messages(details, document, annotation))
    repaired = _repaired(document.value, details, annotation, next(iter(context.get("sources", {"-"}))))
    try:
        return adapter.validate_python(repaired, context=context), problems
    except ValidationError:
        return None, problems


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    """The adapter of a type; Pydantic takes longer to make one than to validate with it."""
    return TypeAdapter(annotation)


def _repaired(value: Any, details: list[ErrorDetails], annotation: Any, source: str) -> Any:
    """A copy with every invalid fact unknown, so that the rest can be checked in the same run.

    An invalid source, day or remark is replaced by a valid one, so that it is not reported again.
    """
    repaired = copy.deepcopy(value)
    stand_ins = {"source": source, "checked": "2000-01-01", "remark": "-"}
    for detail in details:
        loc = detail["loc"]
        types = [type_at(annotation, loc[:depth]) for depth in range(len(loc) + 1)]
        facts = [depth for depth, field_type in enumerate(types) if field_type.is_a(Fact)]
        blocks = [depth for depth, key in enumerate(loc, start=1) if key in stand_ins]
        *parents, last = loc[: (facts or blocks or [len(loc)])[0]]
        holder = repaired
        for key in parents:
            holder = holder[key]
        if facts or types[-1].is_a(FactGroup):
            holder[last] = UNKNOWN
        elif blocks:
            holder[last] = stand_ins[str(last)]
        elif detail["type"] == "extra_forbidden":
            holder.pop(last)
    return repaired
