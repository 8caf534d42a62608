"""Change values in the text of a YAML file: what differs is written anew, every other sign stays.

Comments stay: one beside or inside a value that goes stands on a line of its own afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import yaml

from guidebook.authoring.formatter import field_order, find_comments
from guidebook.editing.yaml_text import block_lines, flow_text, item_lines, needs_lines, pair_lines
from guidebook.model.introspection import FieldType
from guidebook.source.yaml_hints import INDENT
from guidebook.source.yaml_loader import StrictLoader

Pair = tuple[yaml.Node, yaml.Node]


def edited_text(text: str, old: Any, new: Any, field_type: FieldType) -> str:
    """The text of a file whose plain value is `new` instead of `old`; `field_type` is that of the file.

    The text has no YAML fault. Whether every value and comment came out right is for the caller to check.
    """
    editor = _Editor(text)
    node = StrictLoader(text).get_single_node()
    if node is not None and old != new:
        editor.item(node, old, new, field_type)
    return editor.text_after()


class _Editor:
    """Collects replacements of spans of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.replacements: list[tuple[int, int, str]] = []

    def text_after(self) -> str:
        """The text with all replacements made."""
        parts, at = [], 0
        for start, end, new in sorted(self.replacements, key=lambda replacement: replacement[0]):
            parts += [self.text[at:start], new]
            at = max(at, end)
        return "".join([*parts, self.text[at:]])

    def item(self, node: yaml.Node, old: Any, new: Any, field_type: FieldType) -> None:
        """Changes an item of a list, or the whole file."""
        if not self._inside(node, old, new, field_type):
            self._replace(node.start_mark.index, _end(self.text, node), flow_text(new, field_type))

    def _inside(self, node: yaml.Node, old: Any, new: Any, field_type: FieldType) -> bool:
        """Changes what differs inside a value; whether it could."""
        if isinstance(node, yaml.MappingNode) and isinstance(new, dict):
            self._mapping(node, old, new, field_type)
            return True
        if isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new and not node.flow_style:
            self._list(node, old, new, field_type)
            return True
        return False

    def _mapping(self, node: yaml.MappingNode, old: Any, new: Any, field_type: FieldType) -> None:
        pairs: dict[str, Pair] = {key.value: (key, value) for key, value in node.value}
        for name in [name for name in pairs if name not in new]:
            self._remove(node, list(pairs), name)
        kept = {name: pair for name, pair in pairs.items() if name in new}
        for name, pair in kept.items():
            if old[name] != new[name]:
                self._pair(pair, old[name], new[name], field_type.at(name), bool(node.flow_style))
        order = field_order(field_type)

        def rank(name: str) -> int:
            return order.get(name, len(order))

        for name in sorted((name for name in new if name not in pairs), key=rank):
            above = [pair for other, pair in kept.items() if rank(other) < rank(name)]
            after = (above or list(kept.values()))[-1]
            if node.flow_style:
                text = f", {name}: {flow_text(new[name], field_type.at(name))}"
                self._insert(_end(self.text, after[1]), text)
            else:
                margin = " " * after[0].start_mark.column
                lines = pair_lines(name, new[name], field_type.at(name), margin)
                self._insert_lines(_end(self.text, after[1]), lines)

    def _pair(self, pair: Pair, old: Any, new: Any, field_type: FieldType, flow: bool) -> None:
        key, value = pair
        if self._inside(value, old, new, field_type):
            return
        start, end = self.text.index(":", key.end_mark.index) + 1, _end(self.text, value)
        if flow:
            self._replace(start, end, f" {flow_text(new, field_type)}")
            return
        column = key.start_mark.column
        one_line = "\n" not in self.text[start:end]
        if not needs_lines(new, field_type, column + len(key.value) + 2):
            self._keep_comments(start, end, key)
            self._replace(start, end, f" {flow_text(new, field_type)}")
            return
        lines = block_lines(new, field_type, column + INDENT)
        if one_line:
            self._replace(start, end, "")
            self._insert_lines(end, lines)
            return
        self._keep_comments(start, end, key)
        self._replace(start, end, "".join(f"{self.newline}{line}" for line in lines))

    def _remove(self, node: yaml.MappingNode, names: list[str], name: str) -> None:
        """Removes a field that is not the first of its mapping."""
        number = names.index(name)
        key, value = node.value[number]
        if node.flow_style:
            start = _end(self.text, node.value[number - 1][1])
            self._replace(start, _end(self.text, value), "")
        else:
            self._remove_lines(key.start_mark, _end(self.text, value), key.start_mark.column)

    def _remove_lines(self, mark: yaml.Mark, last: int, column: int) -> None:
        """Removes the lines from a mark to a position; their comments stay on lines at a column."""
        start, end = self._line_end(self.text.rindex("\n", 0, mark.index) - 1), self._line_end(last)
        kept = (f"{self.newline}{' ' * column}{comment}" for comment in find_comments(self.text[start:end]))
        self._replace(start, end, "".join(kept))

    def _list(self, node: yaml.SequenceNode, old: Any, new: Any, field_type: FieldType) -> None:
        items, column = node.value, node.start_mark.column
        for kind, first, last, new_first, new_last in _differences(old, new):
            both = min(last - first, new_last - new_first) if kind == "replace" else 0
            for step in range(both):
                at = first + step
                self.item(items[at], old[at], new[new_first + step], field_type.at(at))
            for at in range(first + both, last):
                self._remove_lines(items[at].start_mark, _end(self.text, items[at]), column)
            lines: list[str] = []
            for at in range(new_first + both, new_last):
                lines += item_lines(new[at], field_type.at(at), column)
            if lines and first + both:
                self._insert_lines(_end(self.text, items[first + both - 1]), lines)
            elif lines:
                self._insert_lines(self.text.rindex("\n", 0, node.start_mark.index), lines)

    def _keep_comments(self, start: int, end: int, key: yaml.Node) -> None:
        """Puts the comments of a span on lines above the key."""
        margin = " " * key.start_mark.column
        for comment in find_comments(self.text[start:end]):
            self._insert(key.start_mark.index, f"{comment}{self.newline}{margin}")

    def _replace(self, start: int, end: int, new: str) -> None:
        self.replacements.append((start, end, new))

    def _insert(self, at: int, new: str) -> None:
        self.replacements.append((at, at, new))

    def _insert_lines(self, at: int, lines: list[str]) -> None:
        """Inserts lines below the one with this position."""
        self._insert(self._line_end(at), "".join(f"{self.newline}{line}" for line in lines))

    def _line_end(self, at: int) -> int:
        """Where the line with this position ends, before its line break."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end


def _end(text: str, node: yaml.Node) -> int:
    """Where the last sign of a value stands, without the comments and line breaks behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _differences(old: list[Any], new: list[Any]) -> Iterator[tuple[str, int, int, int, int]]:
    """Where two lists differ: what happened, and the items of both."""
    before, after = ([json.dumps(item) for item in items] for items in (old, new))
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (opcode for opcode in opcodes if opcode[0] != "equal")
