"""Put data files in canonical form: fields in the order of the records, missing facts as unknown.

Works on whole lines, so a comment stays with the field below it and no value is rewritten. What stands
between brackets, and the quotes of a text, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.model.base import Block, Common, Fact, FactGroup
from guidebook.model.fields import UNKNOWN
from guidebook.model.introspection import FieldType, fields, type_of, unwrap
from guidebook.model.languages import record_types, site_languages
from guidebook.model.municipality import SPECIMEN, TOWNS, Finding
from guidebook.source.characters import QUOTED_OR_COMMENT
from guidebook.source.document import Document, KeyPath
from guidebook.source.yaml_hints import INDENT
from guidebook.source.yaml_loader import load, parse

Key = TypeVar("Key")
T = TypeVar("T")

MARKED = re.compile(QUOTED_OR_COMMENT)
TRAILING = ("source", "checked", "to_confirm", "remark")
"""Fields that stand behind the value of a fact."""
LOSS = "this file cannot be put in order without losing something; indent it by two spaces by hand."


def format_data(root: Path) -> dict[str, tuple[str, str]]:
    """The data files that are not in canonical form: text and canonical text, by path.

    Raises ProblemsFound when a file has a YAML fault, or when a value or a comment would be lost.
    """
    languages = site_languages(load(root / "data" / "site.yaml", root).value)
    types = record_types(languages.optional())
    annotations: dict[str, Any] = dict.fromkeys((TOWNS, SPECIMEN), list[types.municipality])  # type: ignore[name-defined]
    annotations |= {name: field.annotation for name, field in fields(types.content).items()}
    changed, problems = {}, []
    for name, annotation in annotations.items():
        document = load(root / "data" / f"{name}.yaml", root)
        problems += document.problems
        if document.value is None:
            continue
        text = (root / document.file).read_text(encoding="utf-8")
        formatted = format_document(document, text, annotation, fill=True)
        expected = _filled(document, (), document.value, unwrap(annotation))
        if parse(formatted, document.file).value != expected or comments(formatted) != comments(text):
            problems.append(Problem(Place(document.file, 1, 1), "", LOSS))
        elif formatted != text:
            changed[document.file] = (text, formatted)
    if problems:
        raise ProblemsFound(problems)
    return changed


def format_document(document: Document, text: str, annotation: Any, fill: bool = False) -> str:
    """The text in canonical form; with `fill`, missing facts are added as unknown.

    A document with faults is returned unchanged.
    """
    if document.faults or not isinstance(document.value, dict | list):
        return text
    lines = [line.rstrip() for line in text.rstrip().splitlines()]
    formatter = _Formatter(document, lines, fill)
    formatted = formatter.block((), document.value, unwrap(annotation), (0, len(lines)), 0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(formatted)).strip("\n") + "\n"


def comments(text: str) -> list[str]:
    """All comments, also those behind a value, sorted."""
    return sorted(find_comments(text))


def find_comments(text: str) -> list[str]:
    """All comments in their order, without the spaces behind them; a # in a quoted text begins none."""
    found = (match[0] for match in MARKED.finditer(text))
    return [comment.rstrip() for comment in found if comment.startswith("#")]


def _missing_facts(document: Document, path: KeyPath, value: Any, field_type: FieldType) -> list[str]:
    """The required facts, and groups of facts, that a record lacks.

    None in braces, which stay as they are, and none where a field is undefined, which may be misspelt.
    """
    known = field_type.fields
    if path in document.flow or not value.keys() <= known.keys():
        return []
    required = [name for name, field in known.items() if field.is_required()]
    return [name for name in required if name not in value and type_of(known[name]).is_a(Fact, FactGroup)]


def _filled(document: Document, path: KeyPath, value: Any, field_type: FieldType) -> Any:
    """A copy of a value with each missing fact unknown."""
    if isinstance(value, list):
        return [_filled(document, (*path, n), item, field_type.at(n)) for n, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    below = {key: _filled(document, (*path, key), item, field_type.at(key)) for key, item in value.items()}
    return below | dict.fromkeys(_missing_facts(document, path, value, field_type), UNKNOWN)


@dataclass(frozen=True)
class LineSpan:
    """The lines of a field or of an item of a list, counted from 0."""

    key: str | int
    first: int
    """The first comment above it, or its own line."""
    head: int
    """The line of its key or hyphen."""
    end: int
    """The line after its last."""


class _Formatter:
    def __init__(self, document: Document, lines: list[str], fill: bool) -> None:
        self.document = document
        self.lines = lines
        self.fill = fill

    def block(
        self, path: KeyPath, value: Any, field_type: FieldType, span: tuple[int, int], column: int
    ) -> list[str]:
        """The lines of a list or mapping in block style, indented to a column."""
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        items = self._items(path, keys, span)
        before = self.lines[span[0] : items[0].first]
        blocks = {item.key: self._item(path, value[item.key], field_type, item, column) for item in items}
        if isinstance(value, dict):
            blocks |= self._missing(path, value, field_type, items, column) if self.fill else {}
            blocks = in_field_order(blocks, field_type)
        return [*before, *(line for lines in blocks.values() for line in lines)]

    def _missing(
        self, path: KeyPath, value: Any, field_type: FieldType, items: list[LineSpan], column: int
    ) -> dict[str | int, list[str]]:
        """The lines of each missing fact; a group has a blank line above where its siblings have one."""
        groups = [item for item in items if field_type.at(item.key).is_a(FactGroup)]
        spaced = any(not self.lines[item.first] for item in groups)
        lines: dict[str | int, list[str]] = {}
        for name in _missing_facts(self.document, path, value, field_type):
            space = [""] if spaced and field_type.at(name).is_a(FactGroup) else []
            lines[name] = [*space, f"{' ' * column}{name}: {UNKNOWN}"]
        return lines

    def _items(self, path: KeyPath, keys: list[Any], span: tuple[int, int]) -> list[LineSpan]:
        heads = [self._head((*path, key)) for key in keys]
        firsts = []
        for number, head in enumerate(heads):
            first, least = head, heads[number - 1] + 1 if number else span[0]
            own = _indent(self.lines[head])
            while first > least and self._leads(self.lines[first - 1], own):
                first -= 1
            firsts.append(first)
        if path == ():
            firsts[0] = self._after_file_comments(firsts[0], heads[0])
        ends = [*firsts[1:], span[1]]
        return [LineSpan(*each) for each in zip(keys, firsts, heads, ends, strict=True)]

    def _after_file_comments(self, first: int, head: int) -> int:
        """The first line after the comments of the file, which end with the last blank line."""
        blanks = [number for number in range(first, head) if not self.lines[number]]
        return blanks[-1] if blanks else head

    @staticmethod
    def _leads(line: str, column: int) -> bool:
        """Whether a line is blank, or a comment of the field below it at a column."""
        return not line or (line.lstrip().startswith("#") and _indent(line) <= column)

    def _head(self, path: KeyPath) -> int:
        place = self.document.keys.get(path) or self.document.places[path]
        return place.line - 1

    def _item(self, above: KeyPath, value: Any, holder: FieldType, item: LineSpan, column: int) -> list[str]:
        """The lines of a field or an item of a list, indented to a column."""
        path, field_type = (*above, item.key), holder.at(item.key)
        head, margin = self.lines[item.head], " " * column
        leads = [margin + line.lstrip() if line else "" for line in self.lines[item.first : item.head]]
        shift = column - _indent(head)
        if isinstance(item.key, int) and self._is_block(path, value):
            inside = _indent(head) + 1 + _indent(head.lstrip()[1:])
            self.lines[item.head] = " " * inside + head[inside:]
            lines = self.block(path, value, field_type, (item.head, item.end), column + INDENT)
            at = next(n for n, line in enumerate(lines) if line and not line.lstrip().startswith("#"))
            lines[at] = f"{margin}- {lines[at].lstrip()}"
            above_it = [margin + line.lstrip() for line in lines[:at] if line]
            return [*leads, *above_it, *lines[at:]]
        if isinstance(item.key, int):
            head = re.sub(r"^(\s*)-\s+", r"\1- ", head)
        first = margin + head.lstrip()
        if self._is_block(path, value) and self._first_head(path, value) > item.head:
            span = (item.head + 1, item.end)
            return [*leads, first, *self.block(path, value, field_type, span, column + INDENT)]
        rest = self.lines[item.head + 1 : item.end]
        return [*leads, first, *(_shifted(line, shift) for line in rest)]

    def _first_head(self, path: KeyPath, value: Any) -> int:
        """The line of the first field or item of a value."""
        return self._head((*path, next(iter(value)) if isinstance(value, dict) else 0))

    def _is_block(self, path: KeyPath, value: Any) -> bool:
        """Whether a value is a list or mapping in block style."""
        return isinstance(value, dict | list) and path not in self.document.flow


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _shifted(line: str, by: int) -> str:
    return " " * max(_indent(line) + by, 0) + line.lstrip() if line else ""


def in_field_order(value: Mapping[Key, T], field_type: FieldType) -> dict[Key, T]:
    """A mapping in the order of the fields of its record; other keys stand last."""
    order = field_order(field_type)
    return dict(sorted(value.items(), key=lambda item: order.get(str(item[0]), len(order))))


def field_order(field_type: FieldType) -> dict[str, int]:
    """The rank of each field of a record; a mapping with free keys has none."""
    names = list(field_type.fields)
    trailing = [
        name
        for name in TRAILING
        if name in names and (name in Block.model_fields or (name == "to_confirm" and field_type.is_a(Block)))
    ]
    if field_type.is_a(Fact, Finding, Common):
        names = [*(name for name in names if name not in trailing), *trailing]
    elif "id" in names:
        names = ["id", *(name for name in names if name != "id")]
    return {name: rank for rank, name in enumerate(names)}
