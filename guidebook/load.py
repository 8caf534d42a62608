"""YAML files to plain values that remember their place; knows YAML, not towns.

Every scalar stays as it is written. A mapping becomes a dict, a list a list; `Document.places` says
where each stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.resolver import BaseResolver

from guidebook.document import Document, KeyPath
from guidebook.kinds import Bare
from guidebook.problems import Place
from guidebook.values import UNKNOWN

BARE = {
    "",
    "~",
    *"null Null NULL yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF".split(),
}
STRAY = {
    r" *\t": "a tab, where spaces are expected; indent with two spaces.",
    r"[<=>](?=[<=>]{6}(?: |$))": "a mark of git between two versions of these lines; keep one version, "
    "and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.",
}
"""How a line cannot begin; the message stands at the last sign of the match."""
NO_COLON = re.compile(r"( *)[a-z_0-9-]+(?: \S.*|:\S.*)?")
"""A field whose colon, or the space after it, was forgotten."""
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq")}


class _SecondId(Exception):
    """Two records have become one."""

    def __init__(self, place: Place) -> None:
        self.place = place


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
    for number, line_text in enumerate(text.splitlines(), start=1):
        for sign, what in STRAY.items():
            if found := re.match(sign, line_text):
                return _refuse(document, number, found.end(), f"{what} The rest of this file is unread.")
    try:
        node = StrictLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line, column, what = _syntax(text, error)
        return _refuse(document, line, column, f"{what} The rest of this file is unread.")
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return _refuse(document, line, 1, "an invisible sign that YAML forbids; delete it.")
    if node is None:
        return _refuse(document, 1, 1, "the file is empty; put its content back.")
    try:
        document.value = _plain(node, (), document)
    except _SecondId as found:
        what = "a record begins here without its dash; write a dash and a space before id."
        return _refuse(
            document, found.place.line, found.place.column, f"{what} The rest of this file is unread."
        )
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


def _plain(node: yaml.Node, path: KeyPath, document: Document) -> Any:
    place = Place(document.file, node.start_mark.line + 1, node.start_mark.column + 1)
    document.places[path] = place
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
    for key_node, value_node in node.value:
        place = Place(document.file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append((place, path, "a list or map as a field name; write one word."))
            continue
        key = (*path, str(key_node.value))
        if key in document.keys:
            if key_node.value == "id":
                raise _SecondId(place)
            first = document.keys[key].line
            what = f"written twice, first on line {first}; keep one of the two."
            document.faults.append((place, key, what))
            continue
        document.keys[key] = place
        yield str(key_node.value), _plain(value_node, key, document)


def _syntax(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Line, column and words for a file that is not YAML."""
    mark = error.problem_mark or error.context_mark
    end = (mark.line, mark.column) if mark else (0, 0)
    opened = _open_quote(text, end)
    if opened:
        return (*opened, "a quote is opened here and not closed on its line; close it, or delete it.")
    if error.context_mark and "flow" in str(error.context):
        opened = (error.context_mark.line + 1, error.context_mark.column + 1)
        return (*opened, "a bracket is opened here and not closed; close it.")
    lines = text.splitlines()
    sign = lines[end[0]][end[1] : end[1] + 1] if end[0] < len(lines) else ""
    if sign and sign in "@%`|>!&*?,":
        return (
            end[0] + 1,
            end[1] + 1,
            f"{sign} at the beginning has a meaning in YAML; put the text in quotes.",
        )
    if sign and end[1] and lines[end[0]][end[1] - 1] in "'\"":
        what = 'text goes on after the closing quote; put the whole text between one pair of " quotes.'
        return end[0] + 1, end[1] + 1, what
    number, line = _last_written(lines, end[0])
    above, earlier = _last_written(lines, end[0] - 1)
    forgotten = NO_COLON.fullmatch(earlier)
    if forgotten and ": " not in earlier and forgotten[1] == line[: len(line) - len(line.lstrip())]:
        what = "no colon with a space behind it; write it as in population: 147246."
        return above, len(forgotten[1]) + 1, what
    if ": " in line.partition(": ")[2]:
        column = line.index(": ", line.index(": ") + 1) + 1
        return number, column, "a second colon in one line; put the text in quotes."
    what = "the line does not fit the lines above it; check its indentation, its colon and its brackets."
    return end[0] + 1, end[1] + 1, what


def _last_written(lines: list[str], line: int) -> tuple[int, str]:
    for number in range(min(line, len(lines) - 1), -1, -1):
        if lines[number].strip():
            return number + 1, lines[number]
    return 1, ""


def _open_quote(text: str, end: tuple[int, int]) -> tuple[int, int] | None:
    """The last quote before the error that is not closed on the line it was opened on."""
    opened = None
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, close = token.start_mark, token.end_mark
                if start.line < close.line and (start.line, start.column) <= end:
                    opened = (start.line + 1, start.column + 1)
    except yaml.MarkedYAMLError as error:
        if error.context and "quoted scalar" in error.context and error.context_mark:
            opened = opened or (error.context_mark.line + 1, error.context_mark.column + 1)
    return opened
