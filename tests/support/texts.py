"""The texts of a data file, and their translations as the catalogs have them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from guidebook.text import to_latin
from tests.support.site import SITE

KEYS = {"source", "section", "step", "checked", "remark", "fact", "law"}
"""Fields that hold keys and days, not text."""


def texts(value: Any) -> list[str]:
    """Every text below a value of YAML, in order; `unknown` is none."""
    if isinstance(value, dict):
        return [text for key, item in value.items() if key not in KEYS for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) and value != "unknown" else []


def translated(text: str, edition: str, root: Path) -> str:
    """A text of the data in the words and the script of an edition, from the catalog itself."""
    language = SITE["editions"][edition]["words"]
    if language == "en":
        return text
    found = _catalog(root / f"locale/{language}/LC_MESSAGES/guides.po").get(text, set())
    assert len(found) == 1, (text, found)
    (own,) = found
    return to_latin(own, "sr") if edition == "sr-latn" else own


@cache
def _catalog(file: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with file.open("rb") as stream:
        for message in read_po(stream):
            if isinstance(message.id, str):
                found.setdefault(message.id, set()).add(str(message.string))
    return found


def pieces(text: str) -> list[str]:
    """The text between what the program fills in."""
    return [piece for piece in re.split(r"___|%\(\w+\)s", text) if piece.strip(" .")]
