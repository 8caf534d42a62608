"""Content lines, the common syntax of iCalendar (RFC 5545 §3.1) and vCard (RFC 6350 §3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guidebook.text import striptags

DOMAIN = "guides.invalid"
"""Domain of the identifiers; RFC 2606 reserves `.invalid`, so that no identifier is an address."""
MAX_OCTETS = 75
"""Longest line in octets of UTF-8, without its end."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text_value(*lines: str) -> str:
    """A TEXT value: these lines, which may be Markup, as plain text with its delimiters escaped."""
    return "\n".join(map(striptags, lines)).translate(ESCAPES)


def uid(*names: str) -> str:
    """A UID that is the same in each edition and build, such as `police_station.prizren@guides.invalid`."""
    return f"{'.'.join(names)}@{DOMAIN}"


def timestamp(day: date) -> str:
    """Midnight UTC of the day of the data as DATE-TIME: the same data give the same bytes."""
    return f"{day:%Y%m%d}T000000Z"


def serialize(lines: Iterable[str]) -> str:
    """The lines folded at 75 octets, never inside a character, each with CRLF at its end."""
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _fold(line: str) -> str:
    folded, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > MAX_OCTETS:
            folded, octets = f"{folded}\r\n ", 1
        folded, octets = folded + character, octets + size
    return folded
