"""A new entry of the register of sources, at its place in the alphabet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guidebook.authoring.formatter import comments
from guidebook.diagnostics import Place, Problem
from guidebook.editing.edits import one_line
from guidebook.editing.yaml_text import quoted_text, scalar_text
from guidebook.model.fields import UNKNOWN
from guidebook.model.validators import SLUG
from guidebook.source.document import Document
from guidebook.source.yaml_loader import parse

SOURCES = "sources"
"""The name of the file that holds the sources."""
FIELDS = ("title", "lang", "publisher", "publisher_lang", "url", "date")
QUOTED = ("title", "publisher", "date")


@dataclass(frozen=True)
class NewSource:
    """An entry of `data/sources.yaml` as text; nothing in it is checked yet."""

    key: str
    title: str
    lang: str
    publisher: str
    publisher_lang: str | None
    url: str
    date: str
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each field was written, by its name here, the key by an empty one; else it is an option."""

    def place(self, address: str) -> Place:
        """Where a field such as `sources.prizren-call.title` was written."""
        name = address.removeprefix(f"sources.{self.key}").lstrip(".")
        option = {"": "--source", "title": "--new-source"}.get(name, f"--{name.replace('_', '-')}")
        return self.places.get(name) or Place("", 0, 0, option)


def with_source(document: Document, text: str, source: NewSource) -> tuple[str, list[Problem]]:
    """The text with the new entry; as it was, with a problem, when the key cannot be used."""
    keys = list(document.value)
    place, field = source.place(""), f"{SOURCES}.{source.key}"
    if not SLUG.regex.fullmatch(source.key):
        what = f"expected {SLUG.expected}, found '{source.key}'; {SLUG.remedy}"
        return text, [Problem(place, field, what)]
    if source.key in keys:
        what = f"this key stands there already, on line {document.keys[source.key,].line}; choose another, "
        return text, [Problem(place, field, f"{what}or leave --new-source out.")]
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    entry = [f"{line}{newline}" for line in _entry(source)]
    following = next((key for key in keys if key > source.key), None)
    if following is None:
        new = text.rstrip() + newline * 2 + "".join(entry)
    else:
        at = document.keys[following,].line - 1
        while at and lines[at - 1].startswith("#"):
            at -= 1
        new = "".join([*lines[:at], *entry, newline, *lines[at:]])
    parsed = parse(new, document.file)
    rest = {key: value for key, value in (parsed.value or {}).items() if key != source.key}
    if parsed.faults or rest != document.value or comments(new) != comments(text):
        return text, [
            Problem(place, field, "this entry cannot be written beside the others; add it by hand.")
        ]
    return new, []


def is_untranslated(document: Document, source: NewSource | None) -> bool:
    """Whether the publisher of a new source is an office that no other source names."""
    if source is None or source.publisher_lang:
        return False
    publishers = {entry.get("publisher") for entry in document.value.values() if isinstance(entry, dict)}
    return one_line(source.publisher) not in publishers


def _entry(source: NewSource) -> list[str]:
    fields = {name: one_line(getattr(source, name) or "") for name in FIELDS}
    return [f"{source.key}:", *(f"  {name}: {_text(name, value)}" for name, value in fields.items() if value)]


def _text(name: str, value: str) -> str:
    return quoted_text(value) if name in QUOTED and value != UNKNOWN else scalar_text(value)
