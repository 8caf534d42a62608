"""A record for a new municipality: every field explained, nothing filled in, at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.model.base import Block, Part
from guidebook.model.fields import UNKNOWN
from guidebook.model.introspection import explained, holds, one_line
from guidebook.model.municipality import TOWNS, Contact, Contacts, Municipality
from guidebook.model.validators import SLUG
from guidebook.source.document import Document
from guidebook.source.yaml_loader import load
from guidebook.text import in_order

TAKEN = ("none", UNKNOWN)
"""Words that mean something else where the id of a municipality may stand."""
WIDTH = 100
SAID = ("source", "checked", "remark")
"""Explained where they first appear."""


def with_entry(document: Document, text: str, identity: str, alphabet: str) -> tuple[str, int]:
    """The file with the new record, and its line. Raises ProblemsFound where the id cannot be used."""
    records = [item for item in document.value or () if isinstance(item, dict)]
    ids = [str(record.get("id")) for record in records]
    _refuse(document, identity, ids)
    own = in_order(identity, alphabet)
    number = next((n for n, other in enumerate(ids) if in_order(other, alphabet) > own), len(ids))
    lines = text.splitlines()
    record = [f"- id: {identity}", *(f"  {line}" if line else "" for line in _fields(Municipality))]
    if number == len(ids):
        return "\n".join([*lines, "", *record]) + "\n", len(lines) + 2
    at = document.place((number,)).line - 1
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return "\n".join([*lines[:at], *record, "", *lines[at:]]) + "\n", at + 1


def _refuse(document: Document, identity: str, ids: list[str]) -> None:
    place, what = Place(document.file, 1, 1), ""
    if not SLUG.pattern.fullmatch(identity):
        found = f"'{identity}'" if identity else "nothing"
        what = f"expected an id, found {found}; {SLUG.remedy}"
    if identity in TAKEN:
        what = f"{identity} has a meaning of its own; choose another id."
    if identity in ids:
        place = document.place((ids.index(identity), "id"))
        what = f"{identity} has its record here already; change that one."
    if what:
        raise ProblemsFound([*document.problems, Problem(place, "id", what)])
    if document.problems:
        raise ProblemsFound(document.problems)


def _fields(record: type[BaseModel]) -> Iterator[str]:
    """The lines of a record; what may be left out stands behind a #."""
    for name, field in record.model_fields.items():
        if name == "id" or (name in SAID and not _shown(record, name)):
            continue
        below = _opened(field)
        if below:
            apart = [""] if record is Municipality else []
            yield from (*apart, *_comment(below.__doc__ or ""), f"{name}:")
            yield from (f"  {line}" if line else "" for line in _fields(below))
            continue
        told = explained(field)
        if record is not Contacts:
            yield from _comment(told.brief)
        yield f"{name}: {UNKNOWN}" if field.is_required() else f"# {name}: {told.example or '...'}"


def _shown(record: type[BaseModel], name: str) -> bool:
    """The day and the remark hold for the whole record, a source for its part."""
    return (record is Municipality) != (name == "source") and record is not Contacts


def _opened(field: FieldInfo) -> type[Block] | None:
    """A part whose fields are written out: all but the contacts after the first."""
    kind = field.annotation
    first = kind is not Contact or field is Contacts.model_fields["municipality"]
    return kind if isinstance(kind, type) and issubclass(kind, Block) and first and _is_part(kind) else None


def _is_part(kind: type) -> bool:
    return holds(kind, Part) or kind is Municipality.model_fields["names"].annotation


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(one_line(text), WIDTH)]


def add_town(root: Path, identity: str) -> int:
    """Adds a record for a new municipality; its line. Raises ProblemsFound where the id cannot be used."""
    path = root / "data" / f"{TOWNS}.yaml"
    site = load(root / "data" / "site.yaml", root)
    if site.value is None:
        raise ProblemsFound(site.problems)
    alphabet = site.value["editions"]["sq"]["alphabet"]
    document = load(path, root)
    if document.value is None:
        raise ProblemsFound(document.problems)
    text, line = with_entry(document, path.read_text(encoding="utf-8"), identity, alphabet)
    path.write_text(text, encoding="utf-8", newline="\n")
    return line
