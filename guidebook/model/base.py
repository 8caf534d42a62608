"""What every record is made of: frozen blocks, facts with source and day, texts by language."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from guidebook.model.fields import UNKNOWN, Day, Free, SourceKey, YesNo, as_list, known

T = TypeVar("T")
Sources = Annotated[tuple[SourceKey, ...], BeforeValidator(as_list)]
MaybeText = Annotated[Free | None, BeforeValidator(known)]


class Record(BaseModel):
    """Something people wrote: frozen, and no field that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Block(Record):
    """A part of a record; its source and day stand for each fact below that names none of its own."""

    source: Sources = ()
    """Keys of `data/sources.yaml`, for this and for each fact below that names none of its own."""
    checked: Day | None = None
    """The day somebody compared the fact with its source."""
    remark: Free | None = None
    """For editors; never published."""


class Fact(Block, Generic[T]):
    """A value with its source and the day it was checked. Written short (`population: 147246`) or long."""

    value: T | None
    """None when it is unknown: the page prints a line to write on."""
    to_confirm: YesNo = False
    """Printed with the note that a person still has to confirm it."""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, found: Any) -> Any:
        long = isinstance(found, dict) and ("value" in found or found.keys() <= cls.model_fields.keys())
        parts = dict(found) if long else {"value": found}
        if parts.get("value") == UNKNOWN:
            parts["value"] = None
        return parts


class Part(Block):
    """A block of facts that may be unknown as a whole."""

    @model_validator(mode="before")
    @classmethod
    def _unknown_as_a_whole(cls, found: Any) -> Any:
        if found != UNKNOWN:
            return found
        return {name: UNKNOWN for name, field in cls.model_fields.items() if field.is_required()}


class ByLanguage(Record):
    """One text in the languages it is written in."""

    en: MaybeText = None
    sq: MaybeText = None
    sr: MaybeText = None
    """Serbian in Cyrillic; the Latin edition is derived."""
