"""A data file in canonical form: fields in the order of the records, two spaces a step, one blank line.

Works on whole lines, so a comment stays with the field below it and no value is written anew. What stands
between brackets, and the quotes of a text, stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.model.base import Block, Fact
from guidebook.model.content import Common, Content
from guidebook.model.municipality import SPECIMEN, TOWNS, Finding, Municipality
from guidebook.source.document import Document, KeyPath
from guidebook.source.yaml_loader import load, parse

STEP = 2
COMMENT = re.compile(r"(?:^|\s)(#.*)$")
MARKS = ("source", "checked", "to_confirm", "remark")
"""What is said of a fact stands behind it."""


@dataclass(frozen=True)
class Item:
    """A field, or an item of a list, with the lines that belong to it."""

    key: str | int
    first: int
    """The first comment above it, or its own line."""
    head: int
    end: int


def tidied(document: Document, text: str, annotation: Any) -> str:
    """The file in canonical form; a document with faults comes back as it is."""
    if document.faults or not isinstance(document.value, dict | list):
        return text
    lines = [line.rstrip() for line in text.splitlines()]
    arranged = _Arranger(document, lines).block((), document.value, annotation, (0, len(lines)), 0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(arranged)).strip("\n") + "\n"


def comments(text: str) -> list[str]:
    """All comments, also those behind a value, in the order of the alphabet."""
    return sorted(found[1] for line in text.splitlines() if (found := COMMENT.search(line.rstrip())))


class _Arranger:
    def __init__(self, document: Document, lines: list[str]) -> None:
        self.document = document
        self.lines = lines

    def block(
        self, path: KeyPath, value: Any, annotation: Any, span: tuple[int, int], column: int
    ) -> list[str]:
        """The lines of a list or of fields, each item on lines of its own, beginning at a column."""
        kind = _plain(annotation)
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        items = self._items(path, keys, span)
        order = _order(kind) if isinstance(value, dict) else {}
        ranked = sorted(items, key=lambda item: (order.get(str(item.key), len(order)), item.head))
        out = self.lines[span[0] : items[0].first]
        for item in ranked:
            below = _below(kind, item.key)
            out += self._item((*path, item.key), value[item.key], below, item, column)
        return out

    def _items(self, path: KeyPath, keys: list[Any], span: tuple[int, int]) -> list[Item]:
        heads = [self._head((*path, key)) for key in keys]
        firsts = []
        for number, head in enumerate(heads):
            first, least = head, heads[number - 1] + 1 if number else span[0]
            own = _indent(self.lines[head])
            while first > least and self._leads(self.lines[first - 1], own):
                first -= 1
            firsts.append(first)
        if path == ():
            firsts[0] = self._after_the_head(firsts[0], heads[0])
        ends = [*firsts[1:], span[1]]
        return [Item(*each) for each in zip(keys, firsts, heads, ends, strict=True)]

    def _after_the_head(self, first: int, head: int) -> int:
        """The comments at the head of a file, up to the last blank line, belong to the file."""
        blanks = [number for number in range(first, head) if not self.lines[number]]
        return blanks[-1] if blanks else head

    @staticmethod
    def _leads(line: str, column: int) -> bool:
        return not line or (line.lstrip().startswith("#") and _indent(line) <= column)

    def _head(self, path: KeyPath) -> int:
        place = self.document.keys.get(path) or self.document.places[path]
        return place.line - 1

    def _item(self, path: KeyPath, value: Any, annotation: Any, item: Item, column: int) -> list[str]:
        head, margin = self.lines[item.head], " " * column
        leads = [margin + line.lstrip() if line else "" for line in self.lines[item.first : item.head]]
        shift = column - _indent(head)
        if isinstance(item.key, int) and self._opens_block(path, value):
            inside = _indent(head) + 1 + _indent(head.lstrip()[1:])
            self.lines[item.head] = " " * inside + head[inside:]
            made = self.block(path, value, annotation, (item.head, item.end), column + STEP)
            at = next(n for n, line in enumerate(made) if line and not line.lstrip().startswith("#"))
            made[at] = f"{margin}- {made[at].lstrip()}"
            above = [margin + line.lstrip() if line else "" for line in made[:at]]
            return [*leads, *(line for line in above if line), *made[at:]]
        if isinstance(item.key, int):
            head = re.sub(r"^(\s*)-\s+", r"\1- ", head)
        first = margin + head.lstrip()
        if self._opens_block(path, value) and self._head_of_value(path, value) > item.head:
            span = (item.head + 1, item.end)
            return [*leads, first, *self.block(path, value, annotation, span, column + STEP)]
        rest = self.lines[item.head + 1 : item.end]
        return [*leads, first, *(_shifted(line, shift) for line in rest)]

    def _head_of_value(self, path: KeyPath, value: Any) -> int:
        return self._head((*path, next(iter(value)) if isinstance(value, dict) else 0))

    def _opens_block(self, path: KeyPath, value: Any) -> bool:
        """Whether a value is a list or fields without brackets."""
        if not isinstance(value, dict | list) or not value:
            return False
        place = self.document.places[path]
        return self.lines[place.line - 1][place.column - 1 : place.column] not in ("{", "[")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _shifted(line: str, by: int) -> str:
    return " " * max(_indent(line) + by, 0) + line.lstrip() if line else ""


def _order(kind: Any) -> dict[str, int]:
    """The rank of each field; a map with keys of its own has none."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    names = [field.alias or name for name, field in kind.model_fields.items()]
    apart = set(Block.model_fields) | ({"to_confirm"} if issubclass(kind, Block) else set())
    marks = [name for name in MARKS if name in names and name in apart]
    if issubclass(kind, Fact | Finding | Common):
        names = [*(name for name in names if name not in marks), *marks]
    elif "id" in names:
        names = ["id", *(name for name in names if name != "id")]
    return {name: rank for rank, name in enumerate(names)}


def _plain(annotation: Any) -> Any:
    """A type without Annotated and None."""
    origin = get_origin(annotation)
    return _plain(get_args(annotation)[0]) if origin in (Annotated, Union, UnionType) else annotation


def _below(kind: Any, key: str | int) -> Any:
    """The type of a field or an item. A fact in its short form stands for its value."""
    args = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        if issubclass(kind, Fact) and key not in fields:
            return _below(_plain(fields["value"]), key)
        return _plain(fields.get(str(key)))
    return _plain(args[-1] if get_origin(kind) is dict else args[0]) if args else None


LOSS = "this file cannot be put in order without losing something; indent it by two spaces by hand."


def tidy_data(root: Path) -> dict[str, tuple[str, str]]:
    """The data files that are not in canonical form: as they are, and as they should be, by path.

    Raises ProblemsFound where a file has a mistake, or where a value or a comment would not stay.
    """
    kinds: dict[str, Any] = {TOWNS: list[Municipality], SPECIMEN: list[Municipality]}
    kinds |= {name: field.annotation for name, field in Content.model_fields.items()}
    found, problems = {}, []
    for name, annotation in kinds.items():
        document = load(root / "data" / f"{name}.yaml", root)
        problems += document.problems
        if document.value is None:
            continue
        text = (root / document.file).read_text(encoding="utf-8")
        tidy = tidied(document, text, annotation)
        if parse(tidy, document.file).value != document.value or comments(tidy) != comments(text):
            problems.append(Problem(Place(document.file, 1, 1), "", LOSS))
        elif tidy != text:
            found[document.file] = (text, tidy)
    if problems:
        raise ProblemsFound(problems)
    return found
