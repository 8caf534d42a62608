"""For each municipality the one page that knows on which line each of its facts stands."""

from __future__ import annotations

from typing import Any

from guidebook.artifacts import Page, with_front_matter
from guidebook.model.base import Block, Record
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Municipality
from guidebook.source.document import Document, KeyPath
from guidebook.text import escaped

FOLDER = "correct"
"""Beside the editions, and in none of them."""


def correct_page(town: Municipality, document: Document) -> Page:
    """The page of a municipality of this document: every fact in its head, the names in its body."""
    names = {"sq": town.names.sq.value, "sr-Cyrl": town.names.sr.value, "en": town.names.en.value}
    number = next(at for at, record in enumerate(document.value) if record.get("id") == town.id)
    front = {
        "title": " · ".join(dict.fromkeys(str(name) for name in names.values())),
        "correct": town.id,
        "file": document.file,
        "facts": [_told(at, document, number) for at in facts(town)],
    }
    spans = (f'<span lang="{lang}">{escaped(str(name))}</span>' for lang, name in names.items())
    heading = f"# {' · '.join(spans)} {{: #start }}\n"
    return Page(f"{FOLDER}/{town.id}.md", with_front_matter(front, heading))


def _told(at: FactAt, document: Document, number: int) -> dict[str, Any]:
    address = at.address.partition(".")[2]
    return {
        "address": address,
        "value": None if at.fact.value is None else written(at.fact.value),
        "to_confirm": at.fact.to_confirm,
        "source": ", ".join(at.source),
        "checked": at.checked and at.checked.isoformat(),
        "line": line(document, (number, *address.split("."))),
    }


def line(document: Document, path: KeyPath) -> int:
    """Where a person changes the fact: the line of its `value`, its name, or its unknown part."""
    if (*path, "value") in document.keys:
        return document.keys[*path, "value"].line
    while path not in document.keys and len(path) > 1:
        path = path[:-1]
    return document.keys[path].line if path in document.keys else document.place(path).line


def written(value: Any) -> str:
    """A value in the words of the file, on one line, without remarks and what says where it comes from."""
    match value:
        case tuple():
            return "; ".join(map(written, value)) or "[]"
        case Record():
            return ", ".join(f"{name}: {written(part)}" for name, part in _parts(value).items())
        case dict():
            return ", ".join(f"{name}: {written(part)}" for name, part in value.items())
    return str(value)


def _parts(record: Record) -> dict[str, Any]:
    named = {name: part for name, part in record if name not in Block.model_fields}
    return {
        name: part for name, part in named.items() if part is not None and part != () and part is not False
    }
