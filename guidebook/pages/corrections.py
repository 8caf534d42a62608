"""The page of each municipality that links every fact to its line in the data."""

from __future__ import annotations

from typing import Any

from guidebook.artifacts import Page
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import DATA
from guidebook.source.document import Document, KeyPath
from guidebook.text import escaped

FOLDER = "correct"
"""The folder of these pages; they belong to no edition."""


def corrections_page(town: Municipality, document: Document) -> Page:
    """The page of a municipality of `document`: its facts in the front matter, its names as the heading."""
    tags = town.names.languages
    names = {tags[language]: name.value for language, name in town.names.by_language().items()}
    number = next(at for at, record in enumerate(document.value) if record.get("id") == town.id)
    meta = {
        "title": " · ".join(dict.fromkeys(str(name) for name in names.values())),
        "correct": town.id,
        "file": document.file,
        "facts": [_fact_entry(at, document, number) for at in facts(town)],
    }
    spans = (f'<span lang="{lang}">{escaped(str(name))}</span>' for lang, name in names.items())
    heading = f"# {' · '.join(spans)} {{: #start }}\n"
    return Page(f"{FOLDER}/{town.id}.md", meta, heading)


def _fact_entry(at: FactAt, document: Document, number: int) -> dict[str, Any]:
    return {
        "address": at.field,
        "value": None if at.fact.value is None else DATA.format(at.fact.value),
        "to_confirm": at.fact.to_confirm,
        "source": ", ".join(at.source),
        "checked": at.checked and at.checked.isoformat(),
        "line": line_of(document, (number, *at.path)),
    }


def line_of(document: Document, path: KeyPath) -> int:
    """The line to edit, from 1: of the fact's `value`, its name, or the group that is unknown as a whole."""
    if (*path, "value") in document.keys:
        return document.keys[*path, "value"].line
    while path not in document.keys and len(path) > 1:
        path = path[:-1]
    return document.keys[path].line if path in document.keys else document.place(path).line
