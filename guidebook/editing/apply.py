"""Apply edits to the texts of `data/`, and check what comes out as `check` does."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidebook.authoring.formatter import comments, format_document
from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.editing.addresses import FactAddress, NoSuchFact, find_fact
from guidebook.editing.edits import (
    Edit,
    Unfit,
    edited_fact,
    finding_key,
    inherited_fields,
    put_fact,
    value_fault,
)
from guidebook.editing.new_source import SOURCES, NewSource, with_source
from guidebook.editing.yaml_edit import edited_text
from guidebook.model.base import Fact
from guidebook.model.fields import UNKNOWN
from guidebook.model.introspection import unwrap
from guidebook.model.languages import RecordTypes, record_types
from guidebook.model.municipality import TOWNS
from guidebook.model.plain_text import DATA
from guidebook.project import examine_data
from guidebook.source.document import Document
from guidebook.source.language_gaps import languages_of
from guidebook.source.yaml_loader import parse

FILES = (TOWNS, SOURCES)
"""The files that edits change, by name."""
LOSS = "this cannot be written without losing something beside it; change the lines by hand."
ALONGSIDE = ("source", "checked", "to_confirm", "year", "remark")
"""Fields of an edit beside its value."""
Targets = dict[str, list[tuple[Edit, FactAddress]]]
"""Edits by the address of their fact."""


@dataclass(frozen=True)
class Change:
    """A fact that is written."""

    place: Place
    """In the new text."""
    address: str
    """Of the fact, or of the field of its value that was edited."""
    old: str
    """As in `api/facts.csv`, or `unknown`."""
    new: str
    remark: str
    """What stays from before; empty where there is none."""


@dataclass(frozen=True)
class Applied:
    """What edits make of the data."""

    texts: dict[str, str]
    """The new texts of the files that change, by name."""
    changes: list[Change]
    problems: list[Problem]
    """Errors and warnings that the data did not have before, at the places of the edits."""


def apply_edits(
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    edits: Sequence[Edit],
    today: date,
    new_source: NewSource | None = None,
) -> Applied:
    """The texts with the edits made; `texts` are those of FILES, parsed in `documents`.

    Raises ProblemsFound where a file has a YAML fault.
    """
    for name in FILES:
        if documents[name].faults:
            raise ProblemsFound(documents[name].problems)
    types = record_types(languages_of(documents, draft=False))
    targets, problems = edits_by_fact(edits, documents[TOWNS], types)
    text, unfit = edited_records(documents[TOWNS], texts[TOWNS], targets, types)
    problems += unfit
    new = {TOWNS: text}
    if new_source:
        new[SOURCES], found = with_source(documents[SOURCES], texts[SOURCES], new_source)
        problems += found
    changed = {name: text for name, text in new.items() if text != texts[name]}
    parsed = {name: parse(text, documents[name].file) for name, text in new.items()}
    after = {**documents, **parsed}
    key_refused = new_source is not None and SOURCES in new and SOURCES not in changed
    problems += [
        _placed(problem, targets, parsed[TOWNS], new_source)
        for problem in _new_problems(documents, after, today)
        if not (key_refused and problem.field.endswith(".source"))
    ]
    return Applied(changed, list(_changes(documents[TOWNS], parsed[TOWNS], targets)), sorted(problems))


def edits_by_fact(
    edits: Iterable[Edit], document: Document, types: RecordTypes
) -> tuple[Targets, list[Problem]]:
    """The edits by their fact, and what is wrong with addresses, or between two edits."""
    targets: Targets = {}
    problems = []
    for edit in edits:
        if what := value_fault(edit):
            problems.append(Problem(edit.place("value"), edit.address, what))
            continue
        edit = edit.on_one_line
        try:
            at = find_fact(edit.address, document, types.municipality)
        except NoSuchFact as error:
            problems.append(Problem(edit.place("address"), edit.address, str(error)))
            continue
        group = targets.setdefault(at.fact, [])
        if found := _disagreement(edit, at, group):
            problems.append(Problem(edit.place(found[0]), edit.address, found[1]))
        else:
            group.append((edit, at))
    return targets, problems


def _disagreement(
    edit: Edit, at: FactAddress, others: list[tuple[Edit, FactAddress]]
) -> tuple[str, str] | None:
    """The field in which an edit contradicts an earlier one of the same fact, and the message."""
    for other, where in others:
        finding = edit.year is not None and (edit.value, edit.year) != (other.value, other.year)
        if finding:
            continue
        names = ["source", "checked", "to_confirm"]
        for name in ["value", *names] if where.part == at.part else names:
            one, two = getattr(other, name), getattr(edit, name)
            if one != two:
                shown = ", ".join(one) if isinstance(one, tuple) else one
                what = f"{other.place(name)} says '{shown}' of the same fact; keep one of the two."
                return name, what
    return None


def edited_records(
    document: Document, text: str, targets: Targets, types: RecordTypes
) -> tuple[str, list[Problem]]:
    """The text of the municipalities with every edit that fits, and the problems of the others.

    Raises ProblemsFound when anything else would change.
    """
    annotation = list[types.municipality]  # type: ignore[name-defined]
    record_type = unwrap(types.municipality)
    value, problems = copy.deepcopy(document.value), []
    for group in targets.values():
        at = group[0][1]
        number, *names = at.path
        record = value[number]
        found = _value_at(record, names)
        if above := _single_value(record, names):
            what = f"a single value stands at {above}, where several facts belong; mend it first."
            problems.append(Problem(group[0][0].place("address"), at.fact, what))
            continue
        try:
            new = edited_fact(found, group, inherited_fields(record, names))
        except Unfit as unfit:
            problems.append(Problem(unfit.edit.place(unfit.field), unfit.edit.address, unfit.what))
            continue
        if new != (UNKNOWN if found is None else found):
            put_fact(record, names, new, record_type)
    return _edited_file(document, text, value, annotation), problems


def _value_at(record: Any, names: Sequence[str | int]) -> Any:
    """The plain value at a path; None where nothing stands there or a part above is unknown."""
    for name in names:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def _single_value(record: Any, names: Sequence[str | int]) -> str | None:
    """The part above a fact that is neither unknown nor a block."""
    parts = (names[:depth] for depth in range(1, len(names)))
    wrong = (part for part in parts if isinstance(found := _value_at(record, part), str) and found != UNKNOWN)
    return next((".".join(map(str, part)) for part in wrong), None)


def _edited_file(document: Document, text: str, value: Any, annotation: Any) -> str:
    """The text with the new value. Raises ProblemsFound when anything else would change."""
    new = edited_text(text, document.value, value, unwrap(annotation))
    parsed = parse(new, document.file)
    tidy = [
        format_document(one, words, annotation) == words.replace("\r\n", "\n")
        for one, words in ((document, text), (parsed, new))
    ]
    if parsed.faults or parsed.value != value or comments(new) != comments(text) or tidy == [True, False]:
        raise ProblemsFound([Problem(_first_difference(text, new, document.file), "", LOSS)])
    return new


def _first_difference(old: str, new: str, file: str) -> Place:
    lines = zip(old.splitlines(), new.splitlines(), strict=False)
    return Place(file, next((n for n, (one, two) in enumerate(lines, start=1) if one != two), 1), 1)


def _new_problems(
    before: Mapping[str, Document], after: Mapping[str, Document], today: date
) -> Iterator[Problem]:
    """The problems of the new state that the old one did not have."""
    known = Counter((p.field, p.what, p.severity) for p in examine_data(before, today)[1])
    for problem in examine_data(after, today)[1]:
        key = (problem.field, problem.what, problem.severity)
        known[key] -= 1
        if known[key] < 0:
            yield problem


def _placed(problem: Problem, targets: Targets, document: Document, new_source: NewSource | None) -> Problem:
    """A problem at the place where the edit that causes it was written."""
    if new_source and problem.field.startswith(f"sources.{new_source.key}"):
        return Problem(new_source.place(problem.field), problem.field, problem.what, problem.severity)
    names = problem.field.split(".")
    for group in targets.values():
        fact = group[0][1].fact.split(".")
        if names[: len(fact)] != fact:
            continue
        below = names[len(fact) :]
        if edit := _edit_of(group, below, document):
            field = next((name for name in below if name in ALONGSIDE), "value")
            return Problem(edit.place(field), problem.field, problem.what, problem.severity)
    return problem


def _edit_of(group: list[tuple[Edit, FactAddress]], below: list[str], document: Document) -> Edit | None:
    """The edit that wrote a field of a fact; None for a finding that none of them wrote."""
    at = group[0][1]
    if below and below[0].isdigit() and group[0][0].year is not None:
        value = _value_at(document.value[at.number], at.path[1:])
        item = (value["value"] if Fact.is_long(value) else value)[int(below[0]) - 1]
        return next((edit for edit, _ in group if (edit.value, edit.year) == finding_key(item)), None)
    parts = (edit for edit, where in group if where.part and where.part in below)
    return next(parts, group[0][0])


def _changes(old: Document, new: Document, targets: Targets) -> Iterator[Change]:
    for group in targets.values():
        at = group[0][1]
        before, after = (_value_at(document.value[at.number], at.path[1:]) for document in (old, new))
        if before == after:
            continue
        remark = after.get("remark", "") if Fact.is_long(after) and group[0][0].remark is None else ""
        place = new.keys.get(at.path, new.place(at.path))
        for part in dict.fromkeys(where.part for _, where in group):
            address = f"{at.fact}.{part}" if part else at.fact
            yield Change(place, address, _shown(before, part), _shown(after, part), remark)


def _shown(value: Any, part: str) -> str:
    """A fact as `api/facts.csv` shows it, findings with their years."""
    value = value.get("value") if Fact.is_long(value) else value
    items = value if isinstance(value, list) else [value]
    if part:
        items = [item[part] for item in items if isinstance(item, dict) and part in item]
    elif items and isinstance(items[0], dict) and "finding" in items[0]:
        items = [" ".join(finding_key(item)) for item in items]
    return DATA.format(items if items or not part else None) or UNKNOWN
