"""Checks of one scalar: what it looks like, and what to say when it does not.

A check describes itself, so that editors are told the same as a person who got it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from guidebook.problems import did_you_mean
from guidebook.unknown import says_unknown

WORD = re.compile(r"\S+")


class Bare(str):
    """A word without quotes that other YAML readers take for yes/no or for nothing."""


def wrong(expected: str, found: object, remedy: str) -> PydanticCustomError:
    """An error in the editor's words."""
    shown = f"'{found}'" if isinstance(found, str) else described(found)
    parts = {"expected": expected, "found": shown, "remedy": remedy}
    return PydanticCustomError("wrong", "expected {expected}, found {found}; {remedy}", parts)


def described(found: object) -> str:
    """What stands in the file, for a reader who does not know Python."""
    if isinstance(found, dict):
        return "fields (" + ", ".join(found) + ")"
    if isinstance(found, list):
        return "a list"
    return f"'{found}'"


def written(expected: str) -> Callable[[Any], Any]:
    """A first look at any scalar: it is one, and it is not empty."""

    def look(found: Any) -> Any:
        if found == "" or (isinstance(found, Bare) and found in ("~", "null", "Null", "NULL")):
            raise PydanticCustomError("empty", "nothing stands here; write the value, or unknown.")
        if not isinstance(found, str):
            raise wrong(expected, found, "write one value.")
        return found

    return look


@dataclass(frozen=True)
class Kind:
    """A check that the whole scalar has a form."""

    expected: str
    pattern: re.Pattern[str]
    remedy: str
    """How to write it, with an example."""
    numbers: tuple[int, int | None] | None = None
    """The least and the greatest of the plain numbers that have this form; None where no number has it."""

    def __call__(self, found: Any) -> str:
        """The scalar, when it has the form."""
        if not self.pattern.fullmatch(written(self.expected)(found)):
            raise wrong(self.expected, found, "write unknown." if says_unknown(found) else self.remedy)
        return str(found)


@dataclass(frozen=True)
class OneOf:
    """A check that a code stands in a closed list; anything else is refused with the nearest one."""

    expected: str
    codes: tuple[str, ...]

    def __call__(self, found: Any) -> str:
        """The code, when it is in the list."""
        value = written(self.expected)(found)
        if value not in self.codes:
            raise wrong(self.expected, value, did_you_mean(value, self.codes))
        return str(value)


@dataclass(frozen=True)
class KeyOf:
    """A check that a key exists where it points; the keys come as the validation's context, by group."""

    group: str
    expected: str
    example: str
    """A key that exists and stays."""

    def __call__(self, found: Any, info: ValidationInfo) -> str:
        """The key, when it exists or its file is unread."""
        value = Kind(self.expected, WORD, "write its key, one word.")(found)
        keys = (info.context or {}).get(self.group)
        if keys is not None and value not in keys:
            near = get_close_matches(value, keys, n=1, cutoff=0.6)
            raise wrong(self.expected, value, f"did you mean {near[0]}?" if near else "add it there first.")
        return value


def kind(expected: str, pattern: str, remedy: str, numbers: tuple[int, int | None] | None = None) -> Kind:
    """A check that the whole scalar has the form of `pattern`."""
    return Kind(expected, re.compile(pattern), remedy, numbers)


def one_of(expected: str, *codes: str) -> Any:
    """A code out of a closed list."""
    return BeforeValidator(OneOf(expected, codes))


def key_of(group: str, expected: str, example: str) -> Any:
    """A key that stands in another file."""
    return BeforeValidator(KeyOf(group, expected, example))


SLUG = kind(
    "a key", r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "write lower-case words joined by - (letters a to z, digits)."
)
