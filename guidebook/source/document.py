"""A YAML file as plain values, with the place of each."""

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
    """Path from the project's root, with forward slashes."""
    value: Any = None
    """Strings in dicts and lists; None when the file could not be read."""
    places: dict[KeyPath, Place] = field(default_factory=dict)
    """Where each value begins."""
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    """Where the key of each value begins."""
    flow: set[KeyPath] = field(default_factory=set)
    """Paths of the lists and mappings in brackets."""
    faults: list[tuple[Place, KeyPath, str]] = field(default_factory=list)
    """Errors of the YAML itself: place, path of the field, message."""

    def place(self, path: KeyPath) -> Place:
        """The place of a value, or of the nearest value around it that has one."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, Place(self.file, 1, 1))

    @property
    def problems(self) -> list[Problem]:
        """The faults as problems."""
        return [Problem(place, self.name(path), what) for place, path, what in self.faults]

    def name(self, path: KeyPath) -> str:
        """A field for a message: `prizren.profile.population` in a list of records, else `file.key.field`."""
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
