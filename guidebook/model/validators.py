"""Validators of one YAML scalar: the form it must have, and the message when it does not.

A validator carries its own description, so that the JSON Schema and the messages agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from guidebook.diagnostics import did_you_mean, nearest

ODD_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Spaces of word processors and web pages that look like U+0020."""
INVISIBLE = "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
"""Soft hyphens, zero-width and bidirectional characters, byte order marks."""
CURLY_QUOTE = "[“”„‟«»]"
Mistakes = tuple[tuple[str, str], ...]
"""Regular expressions of common mistakes, each with its remedy."""
PASTED: Mistakes = (
    (
        f"{ODD_SPACE}|{INVISIBLE}",
        "a space in it is not an ordinary one, or a sign cannot be seen: write it again by hand.",
    ),
    (CURLY_QUOTE, "these quotes are curly: write straight ones, or none."),
)
"""What text copied from elsewhere brings along; looked for in every scalar."""


class ResolvedScalar(str):
    """Unquoted scalar that YAML 1.1 resolves to a bool or null."""


def quoted(found: object) -> str:
    """A YAML value for a message: `'scalar'`, `a list` or `fields`."""
    if isinstance(found, dict):
        return "fields"
    return "a list" if isinstance(found, list) else f"'{found}'"


def invalid(expected: str, found: object, remedy: str) -> PydanticCustomError:
    """The error `expected …, found …; remedy`, of type `invalid`."""
    names = f" ({', '.join(found)})" if isinstance(found, dict) else ""
    parts = {"expected": expected, "found": quoted(found) + names, "remedy": remedy}
    return PydanticCustomError("invalid", "expected {expected}, found {found}; {remedy}", parts)


def scalar(expected: str) -> Callable[[Any], Any]:
    """A validator that passes any scalar but an empty one or a null."""

    def validate(found: Any) -> Any:
        if found == "" or (isinstance(found, ResolvedScalar) and found in ("~", "null", "Null", "NULL")):
            raise PydanticCustomError("empty", "nothing stands here; write the value, or unknown.")
        if not isinstance(found, str):
            raise invalid(expected, found, "write one value.")
        return found

    return validate


@dataclass(frozen=True)
class Pattern:
    """Validates that a regular expression matches the whole scalar."""

    expected: str
    regex: re.Pattern[str]
    remedy: str
    """How to write it, with an example."""
    limits: tuple[int, int | None] | None = None
    """Least and greatest of the plain numbers that match; None where no number matches."""
    mistakes: Mistakes = ()

    def __call__(self, found: Any) -> str:
        """The scalar. Raises PydanticCustomError when it does not match."""
        if not self.regex.fullmatch(scalar(self.expected)(found)):
            raise invalid(self.expected, found, remedy_for(found, self.mistakes) or self.remedy)
        return str(found)


@dataclass(frozen=True)
class OneOf:
    """Validates that a code is in a closed list; the message names the nearest code."""

    expected: str
    codes: tuple[str, ...]

    def __call__(self, found: Any) -> str:
        """The code. Raises PydanticCustomError when it is not in the list."""
        value = scalar(self.expected)(found)
        if value not in self.codes:
            raise invalid(self.expected, value, did_you_mean(value, self.codes))
        return str(value)


@dataclass(frozen=True)
class KeyOf:
    """Validates that a key exists in another file; the validation context maps groups to their keys."""

    group: str
    expected: str
    example: str
    """A key that exists and stays."""
    remedy: str
    """Where a new one is added."""
    mistakes: Mistakes = ()

    def __call__(self, found: Any, info: ValidationInfo) -> str:
        """The key. Raises PydanticCustomError when its file was read and does not hold it."""
        value = str(scalar(self.expected)(found))
        keys = (info.context or {}).get(self.group)
        if keys is not None and value not in keys:
            near = nearest(value, keys)
            remedy = f"did you mean {near}?" if near else self.remedy
            raise invalid(self.expected, value, remedy_for(value, self.mistakes) or remedy)
        return value


def remedy_for(found: str, mistakes: Mistakes) -> str | None:
    """The remedy of the first mistake found in a scalar, a misspelt `unknown` first."""
    if means_unknown(found):
        return "write unknown."
    if get_close_matches(found.casefold(), ["unknown"], cutoff=0.8):
        return "did you mean unknown?"
    return next((remedy for regex, remedy in (*PASTED, *mistakes) if re.search(regex, found)), None)


def pattern(
    expected: str,
    regex: str,
    remedy: str,
    limits: tuple[int, int | None] | None = None,
    mistakes: Mistakes = (),
) -> Pattern:
    """A Pattern with its regular expression compiled."""
    return Pattern(expected, re.compile(regex), remedy, limits, mistakes)


def one_of(expected: str, *codes: str) -> Any:
    """Annotation of a code from a closed list."""
    return BeforeValidator(OneOf(expected, codes))


def key_of(
    group: str,
    expected: str,
    example: str,
    remedy: str = "write one that stands there, or add it there first.",
    mistakes: Mistakes = (),
) -> Any:
    """Annotation of a key of another file."""
    return BeforeValidator(KeyOf(group, expected, example, remedy, mistakes))


SLUG = pattern(
    "a key", r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "write lower-case words joined by - (letters a to z, digits)."
)

UNKNOWN_SYNONYMS = frozenset(
    ("unknown", "not known", "n/a", "na", "none known", "nuk dihet", "nepoznato", "непознато", "tbd", "xxx")
)
PLACEHOLDERS = "?-–—"


def means_unknown(found: str) -> bool:
    """Whether a scalar is a synonym of `unknown`, or only question marks or dashes."""
    word = found.strip(" .").casefold()
    return found != "unknown" and (word in UNKNOWN_SYNONYMS or (word != "" and not word.strip(PLACEHOLDERS)))
