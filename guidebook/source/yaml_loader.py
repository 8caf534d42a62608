"""Load YAML files as plain values with their places; independent of the records.

No scalar is resolved: every one is a string as it is in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.resolver import BaseResolver

from guidebook.diagnostics import Place
from guidebook.model.fields import UNKNOWN
from guidebook.model.validators import ResolvedScalar
from guidebook.source.characters import find_stray_character
from guidebook.source.document import Document, KeyPath
from guidebook.source.flow_mappings import repaired_pairs
from guidebook.source.yaml_hints import NO_HYPHEN, hint_for

RESOLVED = {
    "",
    "~",
    *"null Null NULL yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF".split(),
}
"""Unquoted scalars that YAML 1.1 resolves to a bool or null."""
UNREAD = "Nothing else in this file was looked at; more may come when this is mended."
CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq")}


class _SecondId(Exception):
    """A second `id` in one mapping: two records without a hyphen between them."""

    def __init__(self, place: Place, identity: str) -> None:
        self.place = place
        self.id = identity


class StrictLoader(CParser, Composer, BaseResolver):
    """Composes nodes with the C parser and resolves no scalar."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        BaseResolver.__init__(self)


def load(path: Path, root: Path) -> Document:
    """Loads one YAML file. Raises nothing: errors are faults of the document."""
    document = Document(path.relative_to(root).as_posix())
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _with_fault(document, 1, 1, "the file is missing; put it back.")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return _with_fault(document, line, 1, "this is not UTF-8; save the file with the encoding UTF-8.")
    return parse(text, document.file)


@lru_cache(maxsize=32)
def parse(text: str, file: str) -> Document:
    """Parses the text of a YAML file. Raises nothing: errors are faults of the document.

    The same text is parsed once: do not change a document.
    """
    document = Document(file)
    if found := find_stray_character(text):
        return _unread(document, *found)
    try:
        node = StrictLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return _unread(document, *hint_for(text, error))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return _with_fault(document, line, 1, "an invisible sign that YAML forbids; delete it.")
    if node is None:
        return _with_fault(document, 1, 1, "the file is empty; put its content back.")
    try:
        document.value = _Constructor(document).construct(node, ())
    except _SecondId as second:
        return _unread(document, second.place.line, second.place.column, NO_HYPHEN.format(id=second.id))
    return document


def load_json(path: Path, root: Path) -> Document:
    """Loads one JSON file, without places. Raises nothing: errors are faults of the document."""
    document = Document(path.relative_to(root).as_posix())
    try:
        document.value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _with_fault(document, 1, 1, "the file is missing; put it back.")
    except json.JSONDecodeError as error:
        return _with_fault(
            document, error.lineno, error.colno, f"this is not JSON: {error.msg}; put the file back."
        )
    return document


def _with_fault(document: Document, line: int, column: int, what: str) -> Document:
    document.faults.append((Place(document.file, line, column), (), what))
    return document


def _unread(document: Document, line: int, column: int, what: str) -> Document:
    return _with_fault(document, line, column, f"{what} {UNREAD}")


class _Constructor:
    """Constructs plain values from nodes; places and faults go to the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.constructed = set[int]()
        """Ids of the nodes so far; a second visit is an alias."""

    def construct(self, node: yaml.Node, path: KeyPath) -> Any:
        """A dict, a list or a string; `unknown` for an alias."""
        place = self.document.places[path] = self._place(node)
        if id(node) in self.constructed:
            what = "found & and * of YAML, which point to another place; write the value here again."
            self._fault(self.document.keys.get(path, place), path, what)
            return UNKNOWN
        self.constructed.add(id(node))
        if node.tag not in CORE_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(place, path, f"found the tag {tag}; delete it, write the value alone.")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place, path)
        if cast(yaml.CollectionNode, node).flow_style:
            self.document.flow.add(path)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        return [self.construct(item, (*path, number)) for number, item in enumerate(node.value)]

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _fault(self, place: Place, path: KeyPath, what: str) -> None:
        self.document.faults.append((place, path, what))

    def _scalar(self, node: yaml.ScalarNode, place: Place, path: KeyPath) -> str:
        value = cast(str, node.value)
        if node.style in ("'", '"') and node.end_mark.line > node.start_mark.line:
            line = node.end_mark.line + 1
            what = f"the quote opened here closes only on line {line}; close it on its own line."
            self._fault(place, path, what)
        return ResolvedScalar(value) if not node.style and value in RESOLVED else value

    def _pairs(self, node: yaml.MappingNode, path: KeyPath) -> Iterator[tuple[str, Any]]:
        keys = self.document.keys
        for pair in repaired_pairs(node):
            place = self._place(pair.key)
            if not isinstance(pair.key, yaml.ScalarNode):
                self._fault(place, path, "a list or map as a field name; write one word.")
                continue
            key = (*path, str(pair.key.value))
            if key in keys:
                if pair.key.value == "id":
                    raise _SecondId(place, str(pair.value.value))
                what = f"written twice, first on line {keys[key].line}; keep one of the two."
                self._fault(place, key, what)
                continue
            keys[key] = place
            if pair.fault_at:
                self._fault(self._place(pair.fault_at), key, pair.fault)
            yield str(pair.key.value), self.construct(pair.value, key)
