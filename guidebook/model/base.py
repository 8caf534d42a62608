"""Base classes of the records: blocks with source and day, facts, texts by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from guidebook.model.fields import UNKNOWN, Day, Free, SourceKey, Text, YesNo, as_list, known

T = TypeVar("T")
ENGLISH = "en"
"""The language of the templates and of the common data; every name and term has it."""
Sources = Annotated[tuple[SourceKey, ...], BeforeValidator(as_list)]
MaybeText = Annotated[Free | None, BeforeValidator(known)]


class Record(BaseModel):
    """Immutable model; unknown fields are refused, attribute docstrings describe the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


class Common(Record):
    """A statement true for every municipality, with its source."""

    source: Sources
    """Keys of `data/sources.yaml`: one, or a list."""
    checked: Day
    """The day the sources were read."""
    remark: Free | None = None
    """For editors; never published."""


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

    model_config = ConfigDict(use_attribute_docstrings=False)
    """Pydantic would look for the source of each parametrization, which has none."""

    value: T | None = Field(description="None when it is unknown: the page prints a line to write on.")
    to_confirm: YesNo = Field(
        default=False, description="Printed with the note that a person still has to confirm it."
    )

    @classmethod
    def is_long(cls, found: Any) -> bool:
        """Whether a plain value is a fact in its long form, with fields of its own."""
        return isinstance(found, dict) and ("value" in found or found.keys() <= cls.model_fields.keys())

    @model_validator(mode="before")
    @classmethod
    def _expand_short_form(cls, found: Any) -> Any:
        fields = dict(found) if cls.is_long(found) else {"value": found}
        if fields.get("value") == UNKNOWN:
            fields["value"] = None
        return fields


class FactGroup(Block):
    """A block of facts that may be unknown as a whole."""

    @model_validator(mode="before")
    @classmethod
    def _expand_unknown(cls, found: Any) -> Any:
        if found != UNKNOWN:
            return found
        return cls.all_unknown()

    @classmethod
    def all_unknown(cls) -> dict[str, str]:
        """The plain value with a line for each fact that has to stand there."""
        return {name: UNKNOWN for name, field in cls.model_fields.items() if field.is_required()}


class ByLanguage(Record):
    """One text in the languages it is written in."""

    languages: ClassVar[Mapping[str, str]] = {ENGLISH: ENGLISH}
    """Languages of the site by code, English first, with the BCP 47 tag of the text as people write it.

    The class that validates a site has a field for each (`guidebook.model.languages`)."""

    en: MaybeText = None

    @property
    def texts(self) -> dict[str, Text | None]:
        """The text by language; None where it is not written."""
        return {code: getattr(self, code) for code in self.languages}


class NumberByLanguage(ByLanguage):
    """The number of an act; text alone, such as 03/L-040, stands for every language."""

    @model_validator(mode="before")
    @classmethod
    def _expand_text(cls, found: Any) -> Any:
        return found if isinstance(found, dict) else dict.fromkeys(cls.languages, found)
