"""YAML files to plain values that remember their place; knows YAML, not towns.

Every scalar stays as it is written. A mapping becomes a dict, a list a list; `Document.places` says
where each stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.resolver import BaseResolver

from guidebook.diagnostics import Place
from guidebook.model.fields import UNKNOWN
from guidebook.model.validators import Bare
from guidebook.source.characters import stray_sign
from guidebook.source.document import Document, KeyPath
from guidebook.source.flow_mappings import items
from guidebook.source.yaml_hints import NO_HYPHEN, explained

BARE = {
    "",
    "~",
    *"null Null NULL yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF".split(),
}
UNREAD = "Nothing else in this file was looked at; more may come when this is mended."
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq")}


class _SecondId(Exception):
    """Two records have become one."""

    def __init__(self, place: Place, identity: str) -> None:
        self.place = place
        self.id = identity


class StrictLoader(CParser, Composer, BaseResolver):
    """Composes nodes by the C parser; no scalar is ever interpreted."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        BaseResolver.__init__(self)


def load(path: Path, root: Path) -> Document:
    """One YAML file. What is wrong with it stands in the document's problems; nothing is raised."""
    document = Document(path.relative_to(root).as_posix())
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _refuse(document, 1, 1, "the file is missing; put it back.")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return _refuse(document, line, 1, "this is not UTF-8; save the file with the encoding UTF-8.")
    return parse(text, document.file)


def parse(text: str, file: str) -> Document:
    """The text of a YAML file. What is wrong with it stands in the document's problems; nothing is raised."""
    document = Document(file)
    if found := stray_sign(text):
        return _refuse_whole(document, *found)
    try:
        node = StrictLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return _refuse_whole(document, *explained(text, error))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return _refuse(document, line, 1, "an invisible sign that YAML forbids; delete it.")
    if node is None:
        return _refuse(document, 1, 1, "the file is empty; put its content back.")
    try:
        document.value = _plain(node, (), document)
    except _SecondId as second:
        return _refuse_whole(document, second.place.line, second.place.column, NO_HYPHEN.format(id=second.id))
    return document


def load_json(path: Path, root: Path) -> Document:
    """One JSON file, without places inside; what is wrong with it stands in the document's problems."""
    document = Document(path.relative_to(root).as_posix())
    try:
        document.value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _refuse(document, 1, 1, "the file is missing; put it back.")
    except json.JSONDecodeError as error:
        return _refuse(
            document, error.lineno, error.colno, f"this is not JSON: {error.msg}; put the file back."
        )
    return document


def _refuse(document: Document, line: int, column: int, what: str) -> Document:
    document.faults.append((Place(document.file, line, column), (), what))
    return document


def _refuse_whole(document: Document, line: int, column: int, what: str) -> Document:
    return _refuse(document, line, column, f"{what} {UNREAD}")


def _place(document: Document, node: yaml.Node) -> Place:
    return Place(document.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _plain(node: yaml.Node, path: KeyPath, document: Document) -> Any:
    place = document.places[path] = _place(document, node)
    if id(node) in document.seen:
        what = "found & and * of YAML, which point to another place; write the value here again."
        document.faults.append((document.keys.get(path, place), path, what))
        return UNKNOWN
    document.seen.add(id(node))
    if node.tag not in PLAIN_TAGS:
        what = (
            f"found the tag {node.tag.replace('tag:yaml.org,2002:', '!!')}; delete it, write the value alone."
        )
        document.faults.append((place, path, what))
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, document))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), document) for number, item in enumerate(node.value)]
    return _scalar(cast(yaml.ScalarNode, node), place, path, document)


def _scalar(node: yaml.ScalarNode, place: Place, path: KeyPath, document: Document) -> str:
    value = cast(str, node.value)
    quoted = node.style in ("'", '"')
    if quoted and node.end_mark.line > node.start_mark.line:
        what = (
            f"the quote opened here closes only on line {node.end_mark.line + 1}; close it on its own line."
        )
        document.faults.append((place, path, what))
    return Bare(value) if not node.style and value in BARE else value


def _pairs(node: yaml.MappingNode, path: KeyPath, document: Document) -> Iterator[tuple[str, Any]]:
    for item in items(node):
        key_node, value_node = item.key, item.value
        place = _place(document, key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append((place, path, "a list or map as a field name; write one word."))
            continue
        key = (*path, str(key_node.value))
        if key in document.keys:
            if key_node.value == "id":
                raise _SecondId(place, str(value_node.value))
            first = document.keys[key].line
            what = f"written twice, first on line {first}; keep one of the two."
            document.faults.append((place, key, what))
            continue
        document.keys[key] = place
        if item.at:
            document.faults.append((_place(document, item.at), key, item.what))
        yield str(key_node.value), _plain(value_node, key, document)
