"""A YAML file as plain values that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guidebook.problems import Place, Problem

KeyPath = tuple[str | int, ...]
"""Field names and positions from the top of a file down to a value."""


@dataclass
class Document:
    """A file as plain values."""

    file: str
    value: Any = None
    """None when the file could not be read."""
    places: dict[KeyPath, Place] = field(default_factory=dict)
    """Where each value stands, by its path of keys and positions."""
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    """Where the key of each value stands."""
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """The nodes read so far; a second visit means an alias."""

    def place(self, path: KeyPath) -> Place:
        """The place of a value, or of the nearest thing around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, Place(self.file, 1, 1))


def dotted(path: KeyPath) -> str:
    """A path as a person names it; the first item of a list is 1."""
    return ".".join(str(key + 1 if isinstance(key, int) else key) for key in path)
