"""Transform the strings inside records; the translations of a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from typing import Any

from pydantic import BaseModel

from guidebook.model.fields import Label, PublisherName
from guidebook.source.document import KeyPath

Transform = Callable[[Any, str, KeyPath], Any]
"""Takes a string, its message context (used where it is short) and its path; returns the replacement."""
Key = tuple[str | None, str]
"""Message context and English text, the key of a translation."""

PUBLISHER = "publisher"
"""Message context of the names of offices and organisations in `data/sources.yaml`."""


def message_context(text: Any, field: str) -> str | None:
    """msgctxt of a text of the data: none for a sentence; `publisher`, or its file and field, when short."""
    if isinstance(text, PublisherName):
        return PUBLISHER
    return field if isinstance(text, Label) else None


def map_strings(
    value: Any, types: tuple[type, ...], transform: Transform, context: str, path: KeyPath = ()
) -> Any:
    """Return a copy with `transform` applied to every string of the given types.

    What has none of them is not copied.
    """
    if isinstance(value, types):
        return transform(value, context, path)
    if isinstance(value, BaseModel):
        file, changed = context.partition(".")[0], {}
        for name, alias in _aliases(type(value)):
            old = getattr(value, name)
            new = map_strings(old, types, transform, f"{file}.{alias}", (*path, alias))
            if new is not old:
                changed[name] = new
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        items = {
            key: map_strings(item, types, transform, context, (*path, key)) for key, item in value.items()
        }
        return items if any(items[key] is not item for key, item in value.items()) else value
    if isinstance(value, tuple):
        parts = tuple(
            map_strings(item, types, transform, context, (*path, number)) for number, item in enumerate(value)
        )
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return value


@cache
def _aliases(record: type[BaseModel]) -> list[tuple[str, str]]:
    """The fields of a record, and their names in the data."""
    return [(name, field.alias or name) for name, field in record.model_fields.items()]


@dataclass(frozen=True)
class Catalog:
    """The translations into one language, and how complete they are."""

    translations: GNUTranslations
    translated: frozenset[Key]
    """Keys of what is translated and not fuzzy."""
    total: int = 0
    """How many texts need a translation."""
    fuzzy: int = 0
    """How many translations nobody has read again after a change of the English."""


class PatchedTranslations(GNUTranslations):
    """Old translations, with those of `keys` taken from the new ones."""

    def __init__(self, old: GNUTranslations, new: GNUTranslations, keys: frozenset[Key]) -> None:
        super().__init__()
        self.old, self.new, self.keys = old, new, keys

    def _of(self, context: str | None, text: str) -> GNUTranslations:
        return self.new if (context, text) in self.keys else self.old

    def gettext(self, message: str) -> str:
        """The new translation of a text in `keys`, else the old one."""
        return self._of(None, message).gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """The same with a context."""
        return self._of(context, message).pgettext(context, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for a counted text."""
        return self._of(None, msgid1).ngettext(msgid1, msgid2, n)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """The same for a counted text with a context."""
        return self._of(context, msgid1).npgettext(context, msgid1, msgid2, n)
