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

from guidebook.diagnostics import did_you_mean

ODD_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Spaces of Word and of web pages, which look like one of the keyboard."""
INVISIBLE = "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"


CURLY = "[“”„‟«»]"
LOOKS = (
    (
        f"{ODD_SPACE}|{INVISIBLE}",
        "a space in it is not an ordinary one, or a sign cannot be seen: write it again by hand.",
    ),
    (CURLY, "these quotes are curly: write straight ones, or none."),
)
"""What a copied text brings along."""
Hints = tuple[tuple[str, str], ...]
"""Patterns of what people write instead, each with its own remedy."""


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
    hints: Hints = ()

    def __call__(self, found: Any) -> str:
        """The scalar, when it has the form."""
        if not self.pattern.fullmatch(written(self.expected)(found)):
            raise wrong(self.expected, found, remedy(found, self.hints) or self.remedy)
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
    remedy: str
    """Where a new one is added."""
    hints: Hints = ()

    def __call__(self, found: Any, info: ValidationInfo) -> str:
        """The key, when it exists or its file is unread."""
        value = str(written(self.expected)(found))
        keys = (info.context or {}).get(self.group)
        if keys is not None and value not in keys:
            near = get_close_matches(value, keys, n=1, cutoff=0.6)
            hint = remedy(value, self.hints) or (f"did you mean {near[0]}?" if near else self.remedy)
            raise wrong(self.expected, value, hint)
        return value


def remedy(found: str, hints: Hints) -> str | None:
    """What to say of a scalar whose mistake is known by its looks."""
    if says_unknown(found):
        return "write unknown."
    if get_close_matches(found.casefold(), ["unknown"], cutoff=0.8):
        return "did you mean unknown?"
    return next((words for pattern, words in (*LOOKS, *hints) if re.search(pattern, found)), None)


def kind(
    expected: str,
    pattern: str,
    remedy: str,
    numbers: tuple[int, int | None] | None = None,
    hints: Hints = (),
) -> Kind:
    """A check that the whole scalar has the form of `pattern`."""
    return Kind(expected, re.compile(pattern), remedy, numbers, hints)


def one_of(expected: str, *codes: str) -> Any:
    """A code out of a closed list."""
    return BeforeValidator(OneOf(expected, codes))


def key_of(
    group: str,
    expected: str,
    example: str,
    remedy: str = "write one that stands there, or add it there first.",
    hints: Hints = (),
) -> Any:
    """A key that stands in another file."""
    return BeforeValidator(KeyOf(group, expected, example, remedy, hints))


SLUG = kind(
    "a key", r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "write lower-case words joined by - (letters a to z, digits)."
)


INSTEAD = frozenset(
    ("unknown", "not known", "n/a", "na", "none known", "nuk dihet", "nepoznato", "непознато", "tbd", "xxx")
)
SIGNS = "?-–—"


def says_unknown(found: str) -> bool:
    """Whether somebody wrote `unknown` in other words, in other letters or as a sign."""
    word = found.strip(" .").casefold()
    return found != "unknown" and (word in INSTEAD or (word != "" and not word.strip(SIGNS)))
