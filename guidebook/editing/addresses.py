"""Addresses of facts: where one stands in the file, or what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from guidebook.diagnostics import nearest
from guidebook.model.base import Block, ByLanguage, Fact
from guidebook.model.introspection import FieldType, fact_fields, fields, type_of
from guidebook.model.municipality import Finding, Municipality
from guidebook.source.document import Document, KeyPath

EXAMPLE = "prizren.contacts.police_station.phone"


class NoSuchFact(Exception):
    """The address is not that of a fact; the message says what to write instead."""


@dataclass(frozen=True)
class FactAddress:
    """A fact, or a field of its value, in the file of the municipalities."""

    town: str
    field: str
    """Of the fact, such as `profile.communities`."""
    part: str
    """Of its value, such as `albanian`; empty for the whole value."""
    number: int
    """Of the record in the file, from 0."""
    value_type: FieldType
    """Of the whole value."""

    @property
    def fact(self) -> str:
        """The address of the fact, such as `prizren.profile.communities`."""
        return f"{self.town}.{self.field}"

    @property
    def type(self) -> FieldType:
        """Of what stands at the address: the whole value, or a field of it."""
        record = self.value_type.item if self.part and self.value_type.is_a(tuple) else self.value_type
        return record.at(self.part) if self.part else record

    @property
    def is_capacity(self) -> bool:
        """Whether the value is a list of findings."""
        return self.value_type.is_a(tuple) and self.value_type.item.is_a(Finding)

    @property
    def path(self) -> KeyPath:
        """Where the fact stands in the file."""
        return (self.number, *self.field.split("."))


def find_fact(address: str, document: Document, record: type[Municipality]) -> FactAddress:
    """The fact of an address such as `prizren.profile.population`, or of a field of its value.

    Raises NoSuchFact.
    """
    town, _, field = address.partition(".")
    ids = [str(row.get("id")) for row in document.value if isinstance(row, dict)]
    if not field:
        raise NoSuchFact(f"expected the address of a fact, found '{address}'; write it as in {EXAMPLE}.")
    if town not in ids:
        remedy = _nearest(town, ids, "write the id of a record of data/municipalities.yaml.")
        raise NoSuchFact(f"no municipality has the id '{town}'; {remedy}")
    types = _value_types(record)
    if field in types:
        return FactAddress(town, field, "", ids.index(town), types[field])
    above, _, part = field.rpartition(".")
    if above in types and part in value_parts(types[above]):
        return FactAddress(town, above, part, ids.index(town), types[above])
    raise NoSuchFact(_what_is_meant(town, field, types, record))


@cache
def _value_types(record: type[Municipality]) -> dict[str, FieldType]:
    """The type of the value of each fact by its address below the record."""
    return {name: type_of(info).at("value") for name, info in fact_fields(record)}


def value_parts(value_type: FieldType) -> list[str]:
    """The fields of a fact's value that a table has in rows of their own."""
    record = value_type.item if value_type.is_a(tuple) else value_type
    return [] if record.is_a(Finding) else list(record.fields)


def is_text_by_language(value_type: FieldType) -> bool:
    """Whether the value is a text in several languages, or a list of such."""
    return value_type.is_a(ByLanguage) or (value_type.is_a(tuple) and value_type.item.is_a(ByLanguage))


def _what_is_meant(town: str, field: str, types: dict[str, Any], record: type[BaseModel]) -> str:
    name = field.rpartition(".")[2]
    if field == "id":
        return "an id is part of every address and is never changed."
    if name in Fact.model_fields:
        return f"{name} is no fact; it is written together with its fact, by the options of set."
    if below := [fact for fact in types if fact.startswith(f"{field}.")]:
        names = dict.fromkeys(fact.removeprefix(f"{field}.").partition(".")[0] for fact in below)
        first = below[0]
        return f"{field} holds several facts: {', '.join(names)}; write one of them, such as {town}.{first}."
    if _is_field(field.split("."), record):
        return "this is no fact, because it has no source of its own; change it in data/municipalities.yaml."
    known = [*types, *(f"{fact}.{part}" for fact, found in types.items() for part in value_parts(found))]
    near = _nearest(field, known, "write an address of api/facts.csv.", f"{town}.")
    return f"no such fact; {near}"


def _is_field(names: list[str], record: type[BaseModel]) -> bool:
    """Whether a path of names begins with fields of the record, and ends at or below one that is no block."""
    name, *rest = names
    field = fields(record).get(name)
    if field is None:
        return False
    field_type = type_of(field)
    if field_type.is_a(Block) and not field_type.is_a(Fact):
        return bool(rest) and _is_field(rest, field_type.base)
    return not field_type.is_a(Fact)


def _nearest(word: str, known: Iterable[str], remedy: str, before: str = "") -> str:
    near = nearest(word, known)
    return f"did you mean {before}{near}?" if near else remedy
