"""Hints for YAML syntax errors: where the mistake is, and how to correct it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import yaml

Hint = tuple[int, int, str]
"""Line and column, from 1, and a message."""
WITHOUT_COLON = re.compile(r" *[a-z_0-9-]+(?: \S.*|:\S.*)?")
"""A field whose colon, or the space after it, is missing."""
BARE_NAME = re.compile(r" *(?:- +)?([a-z_0-9]+) *")
FIELD = re.compile(r"( *(?:- +)?[\w-]+: +)(\S.*?) *(?:(?<= )#.*)?")
"""A field whose value stands on its line."""
INSIDE = r"(?:[^][{}]|[\[{][^][{}]*[\]}])*"
TEXT_AFTER_BRACKET = re.compile(rf" *(?:- +)?(?:[\w-]+: +)?(?:\[{INSIDE}\]|\{{{INSIDE}\}}) *(?=[^ #])")
"""A value in brackets with text behind it."""
LONE_HYPHEN = re.compile(r" *(?:- +)?[\w-]+: +-(?= |$)")
RECORD_START = re.compile(r"( *)(?:[–—] *|-)?id: *(\S+).*")
"""The first line of a record without its hyphen, or the space behind it."""
NO_HYPHEN = "a record begins here without its hyphen; write - id: {id}."
EXCERPT = 30
"""Most characters of a value that a message repeats."""
INDENT = 2
"""Spaces that each level is indented by."""


@dataclass(frozen=True)
class InvalidYaml:
    """A text with a syntax error; lines and columns are counted from 0."""

    text: str
    error: yaml.MarkedYAMLError

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.splitlines() or [""]

    @cached_property
    def error_at(self) -> tuple[int, int]:
        """Line and column where the parser stopped."""
        mark = self.error.problem_mark or self.error.context_mark
        return (mark.line, mark.column) if mark else (0, 0)

    @cached_property
    def number(self) -> int:
        """Number of the line where the parser stopped, or of the last content line above it."""
        return last_content_line(self.lines, min(self.error_at[0], len(self.lines) - 1))

    @cached_property
    def line(self) -> str:
        """The line of that number."""
        return self.lines[self.number]

    @cached_property
    def number_above(self) -> int:
        """Number of the content line above it."""
        return last_content_line(self.lines, self.number - 1)

    @cached_property
    def line_above(self) -> str:
        """The line of that number."""
        return self.lines[self.number_above]

    @property
    def extra_indent(self) -> int:
        """Spaces that the line is indented more than the line above it."""
        return indent_of(self.line) - indent_of(self.line_above)


def hint_for(text: str, error: yaml.MarkedYAMLError) -> Hint:
    """The hint of the first rule that knows the mistake, else the place of the error."""
    invalid = InvalidYaml(text, error)
    what = "the line does not fit the lines above it; compare its spaces, colon and brackets with theirs."
    line, column = invalid.error_at
    return next((hint for rule in RULES if (hint := rule(invalid))), (line + 1, column + 1, what))


def _unclosed_quote(invalid: InvalidYaml) -> Hint | None:
    """The last quote before the error that is not closed on its own line."""
    opened_at = None
    try:
        for token in yaml.scan(invalid.text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, close = token.start_mark, token.end_mark
                if start.line < close.line and (start.line, start.column) <= invalid.error_at:
                    opened_at = (start.line + 1, start.column + 1)
    except yaml.MarkedYAMLError as error:
        if error.context and "quoted scalar" in error.context and error.context_mark:
            opened_at = opened_at or (error.context_mark.line + 1, error.context_mark.column + 1)
    what = "a quote is opened here and not closed on its line; close it, or delete it."
    return (*opened_at, what) if opened_at else None


def _unclosed_bracket(invalid: InvalidYaml) -> Hint | None:
    mark = invalid.error.context_mark
    if not mark or "flow" not in str(invalid.error.context):
        return None
    return mark.line + 1, mark.column + 1, "a bracket is opened here and not closed; close it."


def _special_character(invalid: InvalidYaml) -> Hint | None:
    line, column = invalid.error_at
    text = invalid.lines[line] if line < len(invalid.lines) else ""
    sign = text[column : column + 1]
    if sign and sign in "@%`|>!&*?,":
        what = f"{sign} at the beginning has a meaning in YAML; put the text in quotes."
    elif sign and column and text[column - 1] in "'\"":
        what = 'text goes on after the closing quote; put the whole text between one pair of " quotes.'
    else:
        return None
    return line + 1, column + 1, what


def _text_after_bracket(invalid: InvalidYaml) -> Hint | None:
    found = TEXT_AFTER_BRACKET.match(invalid.line)
    what = "text stands behind a closed bracket; delete what is behind it."
    return (invalid.number + 1, found.end() + 1, what) if found else None


def _lone_hyphen(invalid: InvalidYaml) -> Hint | None:
    found = LONE_HYPHEN.match(invalid.line)
    what = "a hyphen alone is no value; write unknown, or put the text in quotes."
    return (invalid.number + 1, found.end(), what) if found else None


def _record_without_hyphen(invalid: InvalidYaml) -> Hint | None:
    for number in (invalid.number, invalid.number_above):
        found = RECORD_START.fullmatch(invalid.lines[number])
        if found and (number == invalid.number or not found[1]):
            return number + 1, len(found[1]) + 1, NO_HYPHEN.format(id=found[2])
    return None


def _missing_colon(invalid: InvalidYaml) -> Hint | None:
    """A colon, or the space after it, missing in the line above."""
    place = (invalid.number_above + 1, indent_of(invalid.line_above) + 1)
    if invalid.extra_indent > 0 and (name := BARE_NAME.fullmatch(invalid.line_above)):
        return (*place, f"no colon at the end of this line; write one behind {name[1]}.")
    if (
        invalid.extra_indent == 0
        and ": " not in invalid.line_above
        and WITHOUT_COLON.fullmatch(invalid.line_above)
    ):
        return (*place, "no colon with a space behind it; write it as in population: 147246.")
    return None


def _value_above_block(invalid: InvalidYaml) -> Hint | None:
    """A value before a block that was meant to replace it."""
    found = FIELD.fullmatch(invalid.line_above)
    if not found or invalid.extra_indent != INDENT:
        return None
    value = found[2] if len(found[2]) <= EXCERPT else f"{found[2][:EXCERPT].rstrip()} …"
    spaces = _counted_spaces(indent_of(invalid.line_above))
    what = (
        f"'{value}' stands here, and line {invalid.number + 1} begins further right, "
        f"as if it belonged to it; delete the value here, or begin that line with {spaces}."
    )
    return invalid.number_above + 1, len(found[1]) + 1, what


def _second_colon(invalid: InvalidYaml) -> Hint | None:
    found = FIELD.fullmatch(invalid.line)
    if not found or ": " not in found[2] or found[2][0] in "[{'\"":
        return None
    column = len(found[1]) + found[2].index(": ")
    what = "a second colon in one line; put the text in quotes."
    if re.search(r"[,(] *[a-z_]+$", invalid.line[:column]):
        what = "a second colon in one line; put fields in { }, as in {value: 147246, source: some-key}."
    return invalid.number + 1, column + 1, what


def _wrong_indent(invalid: InvalidYaml) -> Hint | None:
    own = indent_of(invalid.line)
    expected, shown_by = expected_indent(invalid.lines, invalid.number)
    if expected == own:
        return None
    verb = "stands" if own < INDENT else "stand"
    what = f"{_counted_spaces(own)} {verb} before this line; write {expected}, {shown_by}."
    return invalid.number + 1, min(own, expected) + 1, what


RULES: tuple[Callable[[InvalidYaml], Hint | None], ...] = (
    _unclosed_quote,
    _unclosed_bracket,
    _special_character,
    _text_after_bracket,
    _lone_hyphen,
    _record_without_hyphen,
    _missing_colon,
    _second_colon,
    _value_above_block,
    _wrong_indent,
)
"""In order; the first that knows the mistake gives the hint."""

LEADING = re.compile(r" *(?:- +)*")
"""Spaces and hyphens of lists before the content of a line."""


def expected_indent(lines: list[str], number: int) -> tuple[int, str]:
    """The spaces a line should be indented by, and words for the line that shows it.

    It is the nearest of the levels open above the line.
    """
    above = last_content_line(lines, number - 1)
    if lines[above].split("#")[0].rstrip().endswith(":"):
        return indent_of(lines[above]) + INDENT, f"{INDENT} more than line {above + 1} has"
    levels: dict[int, int] = {}
    for other in range(above, -1, -1):
        if has_content(lines[other]) and indent_of(lines[other]) < min(levels, default=len(lines[other])):
            levels[indent_of(lines[other])] = other + 1
    own, below = indent_of(lines[number]), indent_of(next(filter(has_content, lines[number + 1 :]), ""))
    tab = lines[number].lstrip(" ").startswith("\t")
    near = [level for level in levels if tab or abs(level - own) <= 1]
    expected = below if below in near else near[0] if near else indent_of(lines[above])
    return expected, f"as line {levels[expected]} has"


def indent_of(line: str) -> int:
    """The column of the content of a line, behind the hyphens of a list."""
    found = LEADING.match(line)
    return found.end() if found else 0


def has_content(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def last_content_line(lines: list[str], number: int) -> int:
    """Number of the nearest line, from this one upwards, that is neither blank nor a comment; 0 if none."""
    return next((one for one in range(number, -1, -1) if has_content(lines[one])), 0)


def _counted_spaces(number: int) -> str:
    """`no space`, `1 space`, `2 spaces`."""
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")
