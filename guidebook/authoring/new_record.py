"""Scaffold the record of a new municipality: every field explained, every fact unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.model.base import Block, FactGroup
from guidebook.model.fields import UNKNOWN
from guidebook.model.introspection import describe, fields, one_line, type_of
from guidebook.model.languages import record_types, site_languages
from guidebook.model.municipality import TOWNS, Contact, Contacts, Municipality, Names
from guidebook.model.validators import SLUG
from guidebook.source.document import Document
from guidebook.source.yaml_loader import load
from guidebook.text import in_order

RESERVED = ("none", UNKNOWN)
"""Words with a meaning of their own where the id of a municipality may stand."""
COMMENT_WIDTH = 100
INHERITED = ("source", "checked", "remark")
"""Fields of a block that hold for the facts below it."""


def add_record(root: Path, identity: str) -> int:
    """Adds a record to `data/municipalities.yaml`; returns its line. Raises ProblemsFound when the id or a
    file is not valid."""
    path = root / "data" / f"{TOWNS}.yaml"
    site = load(root / "data" / "site.yaml", root)
    document = load(path, root)
    for file in (site, document):
        if file.value is None:
            raise ProblemsFound(file.problems)
    alphabet = next(iter(site.value["editions"].values()))["alphabet"]
    record = record_types(site_languages(site.value)).municipality
    text, line = insert_record(document, path.read_text(encoding="utf-8"), identity, alphabet, record)
    path.write_text(text, encoding="utf-8", newline="\n")
    return line


def insert_record(
    document: Document, text: str, identity: str, alphabet: str, municipality: type[Municipality]
) -> tuple[str, int]:
    """The text with the new record at its place in the alphabet, and the line of the record.

    Raises ProblemsFound when the id is not valid.
    """
    records = [item for item in document.value or () if isinstance(item, dict)]
    ids = [str(record.get("id")) for record in records]
    _check_id(document, identity, ids)
    own = in_order(identity, alphabet)
    number = next((n for n, other in enumerate(ids) if in_order(other, alphabet) > own), len(ids))
    lines = text.splitlines()
    record = [f"- id: {identity}", *(f"  {line}" if line else "" for line in _lines(municipality))]
    if number == len(ids):
        return "\n".join([*lines, "", *record]) + "\n", len(lines) + 2
    at = document.place((number,)).line - 1
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return "\n".join([*lines[:at], *record, "", *lines[at:]]) + "\n", at + 1


def _check_id(document: Document, identity: str, ids: list[str]) -> None:
    place, what = Place(document.file, 1, 1), ""
    if not SLUG.regex.fullmatch(identity):
        found = f"'{identity}'" if identity else "nothing"
        what = f"expected an id, found {found}; {SLUG.remedy}"
    if identity in RESERVED:
        what = f"{identity} has a meaning of its own; choose another id."
    if identity in ids:
        place = document.place((ids.index(identity), "id"))
        what = f"{identity} has its record here already; change that one."
    if what:
        raise ProblemsFound([*document.problems, Problem(place, "id", what)])
    if document.problems:
        raise ProblemsFound(document.problems)


def _lines(record: type[BaseModel]) -> Iterator[str]:
    """The lines of a record; an optional field is commented out."""
    for name, field in fields(record).items():
        if name == "id" or (name in INHERITED and not _is_explained(record, name)):
            continue
        part = _expanded(field)
        if part:
            space = [""] if issubclass(record, Municipality) else []
            yield from (*space, *_comment(part.__doc__ or ""), f"{name}:")
            yield from (f"  {line}" if line else "" for line in _lines(part))
            continue
        description = describe(field)
        if record is not Contacts:
            yield from _comment(description.summary)
        yield f"{name}: {UNKNOWN}" if field.is_required() else f"# {name}: {description.example or '...'}"


def _is_explained(record: type[BaseModel], name: str) -> bool:
    """Whether an inherited field stands in a record: day and remark at the top, the source in each part."""
    return issubclass(record, Municipality) != (name == "source") and record is not Contacts


def _expanded(field: FieldInfo) -> type[Block] | None:
    """The part whose fields are written out; of the contacts only the first."""
    field_type = type_of(field)
    repeated = field_type.is_a(Contact) and field is not Contacts.model_fields["municipality"]
    return field_type.base if field_type.is_a(FactGroup, Names) and not repeated else None


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(one_line(text), COMMENT_WIDTH)]
