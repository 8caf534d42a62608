"""A YAML file as plain values that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guidebook.diagnostics import Place, Problem

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
    faults: list[tuple[Place, KeyPath, str]] = field(default_factory=list)
    """What is wrong with the file as YAML: where, in which field, what."""
    seen: set[int] = field(default_factory=set)
    """The nodes read so far; a second visit means an alias."""

    def place(self, path: KeyPath) -> Place:
        """The place of a value, or of the nearest thing around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, Place(self.file, 1, 1))

    @property
    def problems(self) -> list[Problem]:
        """The faults, with the fields named as people name them."""
        return [Problem(place, self.name(path), what) for place, path, what in self.faults]

    def name(self, path: KeyPath) -> str:
        """`prizren.profile.population` for a record of a list; the file's name first for other files."""
        path = tuple(key for key in path if key != "value")
        if not path:
            return ""
        if not isinstance(self.value, list):
            return _dotted((self.file.rpartition("/")[2].removesuffix(".yaml"), *path))
        record = self.value[path[0]] if isinstance(path[0], int) and path[0] < len(self.value) else None
        identity = record.get("id") if isinstance(record, dict) else None
        return _dotted((identity, *path[1:]) if isinstance(identity, str) else path)


def _dotted(path: KeyPath) -> str:
    return ".".join(str(key + 1 if isinstance(key, int) else key) for key in path)
