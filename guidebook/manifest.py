"""What the last build made, unit by unit, and how it left the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from guidebook.artifacts import PdfLink
from guidebook.cache import FileCache
from guidebook.inputs import Stats, digest
from guidebook.units import Unit


@dataclass(frozen=True)
class Made:
    """A unit as it was made."""

    key: str
    files: Stats
    headings: dict[str, str] = field(default_factory=dict)
    """The hash of the headings of a guide, by edition."""
    links: dict[str, PdfLink] = field(default_factory=dict)
    """The PDF of each folder with pages."""


UNITS = TypeAdapter(dict[str, Made])


class Manifest:
    """The units of a project in `.cache/builds`, by name."""

    def __init__(self, root: Path) -> None:
        self.cache, self.name = FileCache(root / ".cache" / "builds", ".json"), digest(str(root.resolve()))
        try:
            self.made = UNITS.validate_json(self.cache.get(self.name) or b"{}")
        except ValidationError:
            self.made = {}

    def current(self, unit: Unit, files: Mapping[str, tuple[int, int]]) -> Made | None:
        """The unit as it was made, where it needs not be made again; `files` are those there are."""
        made = self.made.get(unit.name)
        if made is None or made.key != unit.key:
            return None
        return made if all(files.get(path) == status for path, status in made.files.items()) else None

    def save(self, made: Mapping[str, Made]) -> None:
        """Replaces all units."""
        self.cache.put(self.name, UNITS.dump_json(dict(made)))
        self.cache.prune()
