"""Values as plain text on one line: without markup, and without source, date and remark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from guidebook.model.base import Block, Fact


@dataclass(frozen=True)
class TextFormat:
    """Separators and words for values on one line."""

    items: str
    """Between the items of a list."""
    fields: str
    """Between the fields of a record or the keys of a mapping."""
    unknown: str
    empty: str
    """A list or mapping known to have no items."""
    words: bool
    """Whether field names are words and flags are yes or no; otherwise both are as in the YAML file, and
    flags that are not set are left out."""

    def format(self, value: Any) -> str:
        """A fact, record, collection or scalar, as read from YAML or ready for JSON."""
        match value:
            case None:
                return self.unknown
            case Fact():
                return self.format(value.value)
            case bool() if self.words:
                return "yes" if value else "no"
            case BaseModel():
                return self._join_fields((self._label(name), part) for name, part in self._parts(value))
            case dict():
                return self._join_fields(value.items()) or self.empty
            case tuple() | list():
                return self.items.join(map(self.format, value)) if value else self.empty
        return " ".join(str(value).split())

    def _join_fields(self, fields: Iterable[tuple[str, Any]]) -> str:
        return self.fields.join(f"{name}: {self.format(part)}" for name, part in fields)

    def _label(self, name: str) -> str:
        return name.strip("_").replace("_", " ") if self.words else name

    def _parts(self, record: BaseModel) -> Iterable[tuple[str, Any]]:
        """Fields with a value."""
        for name, part in record:
            unset = part in (None, ()) or (part is False and not self.words)
            if name not in Block.model_fields and not unset:
                yield name, part


DATA = TextFormat(items="; ", fields=", ", unknown="", empty="[]", words=False)
"""For tables and wherever a person looks for the value in a YAML file."""
PROSE = TextFormat(items=", ", fields="; ", unknown="–", empty="none", words=True)
"""For reports."""
