"""Find characters that do not belong in a YAML file: invisible ones, tabs, conflict markers of git."""

from __future__ import annotations

import re

from guidebook.model.validators import INVISIBLE, ODD_SPACE
from guidebook.source.yaml_hints import expected_indent

QUOTED_OR_COMMENT = r"""(?<![^\s\[{,])(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')|(?<!\S)#[^\n]*"""
"""Quoted text or a comment, where an invisible character does no harm."""
QUOTED_OR_INVISIBLE = re.compile(f"{QUOTED_OR_COMMENT}|(?P<space>{ODD_SPACE})|(?P<sign>{INVISIBLE})")
COPIED = "it came with text copied from Word or a web page"
INVISIBLE_FAULTS = {
    "space": f"this space is not an ordinary one ({COPIED}); delete it and press the space bar.",
    "sign": f"a sign that cannot be seen stands here ({COPIED}); "
    "delete it with the sign before it, and write that one again.",
}
TAB = re.compile(r"^ *\t", re.MULTILINE)
CONFLICT_MARKER = re.compile(r"^[<=>](?=[<=>]{6}(?: |$))", re.MULTILINE)
CONFLICT_FAULT = (
    "a mark of git between two versions of these lines; keep one version, "
    "and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
)


def find_stray_character(text: str) -> tuple[int, int, str] | None:
    """Line, column and message of the first stray character; None where there is none."""
    if invisible := [
        found for found in QUOTED_OR_INVISIBLE.finditer(text) if found.lastgroup and found.start()
    ]:
        line, column = _position(text, invisible[0].start())
        others = sorted({_position(text, found.start())[0] for found in invisible} - {line})
        same = f" So too on line {', '.join(map(str, others))}." if others else ""
        return line, column, INVISIBLE_FAULTS[str(invisible[0].lastgroup)] + same
    if found := TAB.search(text):
        line, column = _position(text, found.end() - 1)
        spaces, shown_by = expected_indent(text.splitlines(), line - 1)
        return (
            line,
            column,
            f"a tab, where spaces are expected; delete it and write {spaces} spaces, {shown_by}.",
        )
    if found := CONFLICT_MARKER.search(text):
        return (*_position(text, found.start()), CONFLICT_FAULT)
    return None


def _position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of a position in the text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
