"""Signs that make no sense in a YAML file: those that cannot be seen, tabs, marks of git."""

from __future__ import annotations

import re

from guidebook.model.validators import INVISIBLE, ODD_SPACE
from guidebook.source.yaml_hints import margin_wanted

QUIET = r"""(?<![^\s\[{,])(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')|(?<!\S)#[^\n]*"""
"""A text in quotes, or a comment: a sign that cannot be seen does no harm there."""
UNSEEN = re.compile(f"{QUIET}|(?P<space>{ODD_SPACE})|(?P<sign>{INVISIBLE})")
COPIED = "it came with text copied from Word or a web page"
UNSEEN_WORDS = {
    "space": f"this space is not an ordinary one ({COPIED}); delete it and press the space bar.",
    "sign": f"a sign that cannot be seen stands here ({COPIED}); "
    "delete it with the sign before it, and write that one again.",
}
TAB = re.compile(r"^ *\t", re.MULTILINE)
GIT = re.compile(r"^[<=>](?=[<=>]{6}(?: |$))", re.MULTILINE)
GIT_WORDS = (
    "a mark of git between two versions of these lines; keep one version, "
    "and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
)


def stray_sign(text: str) -> tuple[int, int, str] | None:
    """Line and column of the first such sign, and how to mend it."""
    if unseen := [found for found in UNSEEN.finditer(text) if found.lastgroup and found.start()]:
        line, column = _position(text, unseen[0].start())
        others = sorted({_position(text, found.start())[0] for found in unseen} - {line})
        same = f" So too on line {', '.join(map(str, others))}." if others else ""
        return line, column, UNSEEN_WORDS[str(unseen[0].lastgroup)] + same
    if found := TAB.search(text):
        line, column = _position(text, found.end() - 1)
        wanted, like = margin_wanted(text.splitlines(), line - 1)
        return line, column, f"a tab, where spaces are expected; delete it and write {wanted} spaces, {like}."
    if found := GIT.search(text):
        return (*_position(text, found.start()), GIT_WORDS)
    return None


def _position(text: str, index: int) -> tuple[int, int]:
    """Line and column of a sign."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
