"""Words inside records: how to turn each of them, and the translations that turn them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import GNUTranslations
from typing import Any

from pydantic import BaseModel

from guidebook.source.document import KeyPath

Transform = Callable[[Any, str, KeyPath], Any]
"""A text, the context of its translation if it is short, and its path in the file; gives what replaces it."""
Key = tuple[str | None, str]
"""Context and English text of a translation."""


def map_strings(
    value: Any, kinds: tuple[type, ...], turn: Transform, context: str, path: KeyPath = ()
) -> Any:
    """The same value with each text of these kinds turned; records stay records, in the same order."""
    if isinstance(value, kinds):
        return turn(value, context, path)
    if isinstance(value, BaseModel):
        names = {name: field.alias or name for name, field in type(value).model_fields.items()}
        file = context.partition(".")[0]
        return value.model_copy(
            update={
                name: map_strings(getattr(value, name), kinds, turn, f"{file}.{alias}", (*path, alias))
                for name, alias in names.items()
            }
        )
    if isinstance(value, dict):
        return {key: map_strings(item, kinds, turn, context, (*path, key)) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(
            map_strings(item, kinds, turn, context, (*path, number)) for number, item in enumerate(value)
        )
    return value


@dataclass(frozen=True)
class Catalog:
    """The translations into one language."""

    translations: GNUTranslations
    translated: frozenset[tuple[str | None, str]]
    """Context and English text of everything translated and not fuzzy."""
    wanted: int = 0
    """How many texts need a translation."""
    fuzzy: int = 0
    """How many translations nobody has read again after a change of the English."""


class PatchedTranslations(GNUTranslations):
    """The translations of one state with some of another."""

    def __init__(self, old: GNUTranslations, new: GNUTranslations, keys: frozenset[Key]) -> None:
        super().__init__()
        self.old, self.new, self.keys = old, new, keys

    def _of(self, context: str | None, text: str) -> GNUTranslations:
        return self.new if (context, text) in self.keys else self.old

    def gettext(self, message: str) -> str:
        """As the state has it that this text is taken from."""
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
