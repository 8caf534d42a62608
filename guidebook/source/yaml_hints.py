"""What to say of a file that YAML cannot read: where the mistake is, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import yaml

Told = tuple[int, int, str]
"""Line and column, and what is wrong there."""
NO_COLON = re.compile(r" *[a-z_0-9-]+(?: \S.*|:\S.*)?")
"""A field whose colon, or the space after it, was forgotten."""
BARE_NAME = re.compile(r" *(?:- +)?([a-z_0-9]+) *")
FIELD = re.compile(r"( *(?:- +)?[\w-]+: +)(\S.*?) *(?:(?<= )#.*)?")
"""A field whose value stands on its line."""
INSIDE = r"(?:[^][{}]|[\[{][^][{}]*[\]}])*"
CLOSED = re.compile(rf" *(?:- +)?(?:[\w-]+: +)?(?:\[{INSIDE}\]|\{{{INSIDE}\}}) *(?=[^ #])")
"""A value in brackets, behind which something follows."""
HYPHEN = re.compile(r" *(?:- +)?[\w-]+: +-(?= |$)")
RECORD = re.compile(r"( *)(?:[–—] *|-)?id: *(\S+).*")
"""The first line of a record without its hyphen and space."""
NO_HYPHEN = "a record begins here without its hyphen; write - id: {id}."
SHORT = 30
"""So many signs of a value are shown."""


@dataclass(frozen=True)
class Broken:
    """A text that YAML cannot read; lines and columns count from 0."""

    text: str
    error: yaml.MarkedYAMLError

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.splitlines() or [""]

    @cached_property
    def end(self) -> tuple[int, int]:
        """Where YAML gave up."""
        mark = self.error.problem_mark or self.error.context_mark
        return (mark.line, mark.column) if mark else (0, 0)

    @cached_property
    def number(self) -> int:
        """The line where YAML gave up, or the last written one above it."""
        return written(self.lines, min(self.end[0], len(self.lines) - 1))

    @cached_property
    def line(self) -> str:
        """That line."""
        return self.lines[self.number]

    @cached_property
    def before(self) -> int:
        """The written line above it."""
        return written(self.lines, self.number - 1)

    @cached_property
    def above(self) -> str:
        """The line above it."""
        return self.lines[self.before]

    @property
    def deeper(self) -> int:
        """How many more spaces the line has than the line above it."""
        return margin(self.line) - margin(self.above)


def explained(text: str, error: yaml.MarkedYAMLError) -> Told:
    """Where the mistake is that YAML stumbled over, and how to mend it."""
    broken = Broken(text, error)
    what = "the line does not fit the lines above it; compare its spaces, colon and brackets with theirs."
    line, column = broken.end
    return next((told for rule in RULES if (told := rule(broken))), (line + 1, column + 1, what))


def _quote(broken: Broken) -> Told | None:
    """The last quote before the end that is not closed on the line it was opened on."""
    opened = None
    try:
        for token in yaml.scan(broken.text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, close = token.start_mark, token.end_mark
                if start.line < close.line and (start.line, start.column) <= broken.end:
                    opened = (start.line + 1, start.column + 1)
    except yaml.MarkedYAMLError as error:
        if error.context and "quoted scalar" in error.context and error.context_mark:
            opened = opened or (error.context_mark.line + 1, error.context_mark.column + 1)
    what = "a quote is opened here and not closed on its line; close it, or delete it."
    return (*opened, what) if opened else None


def _bracket(broken: Broken) -> Told | None:
    mark = broken.error.context_mark
    if not mark or "flow" not in str(broken.error.context):
        return None
    return mark.line + 1, mark.column + 1, "a bracket is opened here and not closed; close it."


def _sign(broken: Broken) -> Told | None:
    line, column = broken.end
    text = broken.lines[line] if line < len(broken.lines) else ""
    sign = text[column : column + 1]
    if sign and sign in "@%`|>!&*?,":
        what = f"{sign} at the beginning has a meaning in YAML; put the text in quotes."
    elif sign and column and text[column - 1] in "'\"":
        what = 'text goes on after the closing quote; put the whole text between one pair of " quotes.'
    else:
        return None
    return line + 1, column + 1, what


def _behind_a_bracket(broken: Broken) -> Told | None:
    found = CLOSED.match(broken.line)
    what = "text stands behind a closed bracket; delete what is behind it."
    return (broken.number + 1, found.end() + 1, what) if found else None


def _hyphen(broken: Broken) -> Told | None:
    found = HYPHEN.match(broken.line)
    what = "a hyphen alone is no value; write unknown, or put the text in quotes."
    return (broken.number + 1, found.end(), what) if found else None


def _record(broken: Broken) -> Told | None:
    for number in (broken.number, broken.before):
        found = RECORD.fullmatch(broken.lines[number])
        if found and (number == broken.number or not found[1]):
            return number + 1, len(found[1]) + 1, NO_HYPHEN.format(id=found[2])
    return None


def _colon(broken: Broken) -> Told | None:
    """A colon, or the space after it, forgotten in the line above."""
    place = (broken.before + 1, margin(broken.above) + 1)
    if broken.deeper > 0 and (name := BARE_NAME.fullmatch(broken.above)):
        return (*place, f"no colon at the end of this line; write one behind {name[1]}.")
    if broken.deeper == 0 and ": " not in broken.above and NO_COLON.fullmatch(broken.above):
        return (*place, "no colon with a space behind it; write it as in population: 147246.")
    return None


def _value_above(broken: Broken) -> Told | None:
    """A value left standing on a line when lines of its own were written below it."""
    found = FIELD.fullmatch(broken.above)
    if not found or broken.deeper != STEP:
        return None
    value = found[2] if len(found[2]) <= SHORT else f"{found[2][:SHORT].rstrip()} …"
    what = (
        f"'{value}' stands here, and line {broken.number + 1} begins further right, as if it belonged to it; "
        f"delete the value here, or begin that line with {spaces(margin(broken.above))}."
    )
    return broken.before + 1, len(found[1]) + 1, what


def _second_colon(broken: Broken) -> Told | None:
    found = FIELD.fullmatch(broken.line)
    if not found or ": " not in found[2] or found[2][0] in "[{'\"":
        return None
    column = len(found[1]) + found[2].index(": ")
    what = "a second colon in one line; put the text in quotes."
    if re.search(r"[,(] *[a-z_]+$", broken.line[:column]):
        what = "a second colon in one line; put fields in { }, as in {value: 147246, source: some-key}."
    return broken.number + 1, column + 1, what


def _spaces_before(broken: Broken) -> Told | None:
    own = margin(broken.line)
    wanted, like = margin_wanted(broken.lines, broken.number)
    if wanted == own:
        return None
    verb = "stands" if own < STEP else "stand"
    what = f"{spaces(own)} {verb} before this line; write {wanted}, {like}."
    return broken.number + 1, min(own, wanted) + 1, what


RULES: tuple[Callable[[Broken], Told | None], ...] = (
    _quote,
    _bracket,
    _sign,
    _behind_a_bracket,
    _hyphen,
    _record,
    _colon,
    _second_colon,
    _value_above,
    _spaces_before,
)
"""The first that knows the mistake tells it."""

MARGIN = re.compile(r" *(?:- +)*")
STEP = 2
"""So many spaces further right begins what belongs to a line."""


def margin_wanted(lines: list[str], number: int) -> tuple[int, str]:
    """How many spaces a line should have, and which line shows it.

    It is the nearest of the levels begun above the line.
    """
    above = written(lines, number - 1)
    if lines[above].split("#")[0].rstrip().endswith(":"):
        return margin(lines[above]) + STEP, f"{STEP} more than line {above + 1} has"
    levels: dict[int, int] = {}
    for other in range(above, -1, -1):
        if is_written(lines[other]) and margin(lines[other]) < min(levels, default=len(lines[other])):
            levels[margin(lines[other])] = other + 1
    own, below = margin(lines[number]), margin(next(filter(is_written, lines[number + 1 :]), ""))
    tab = lines[number].lstrip(" ").startswith("\t")
    near = [level for level in levels if tab or abs(level - own) <= 1]
    wanted = below if below in near else near[0] if near else margin(lines[above])
    return wanted, f"as line {levels[wanted]} has"


def margin(line: str) -> int:
    """Where a line begins, behind the hyphen of a list."""
    found = MARGIN.match(line)
    return found.end() if found else 0


def is_written(line: str) -> bool:
    """Whether a line is neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def written(lines: list[str], number: int) -> int:
    """The nearest line, from here upwards, that is neither empty nor a comment."""
    return next((one for one in range(number, -1, -1) if is_written(lines[one])), 0)


def spaces(number: int) -> str:
    """A number of spaces in words."""
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")
