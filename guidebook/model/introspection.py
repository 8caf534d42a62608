"""Types, fields and descriptions of the records: the one place that takes annotations apart."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from guidebook.model.base import Block, Fact, FactGroup
from guidebook.model.fields import Label, Sentence, known, plain_text
from guidebook.model.validators import KeyOf, OneOf, Pattern

JsonSchema = dict[str, Any]
QUOTING = "Put it in double quotes if it holds a colon with a space, a #, or a comma inside { }."
TRANSLATED = "English; translators write the other languages in locale/."
EXAMPLE = re.compile(r"\bsuch as (.+?)(?:[;.] |[;.]$)")
"""An example in a docstring."""


@dataclass(frozen=True)
class FieldType:
    """A type annotation without `Annotated` and `None`."""

    base: Any
    """Scalar type, record, `list`, `tuple` or `dict`; `object` where the records define none."""
    args: tuple[Any, ...] = ()
    """Annotations of the items of a collection; of keys and values of a mapping."""
    validators: tuple[Any, ...] = ()
    """Functions of its before and after validators, the outermost first."""
    optional: bool = False
    """Whether it may be None."""

    def is_a(self, *bases: type) -> bool:
        """Whether it is a subclass of one of these types."""
        return isinstance(self.base, type) and issubclass(self.base, bases)

    @property
    def item(self) -> FieldType:
        """Type of the items of a list or tuple, or of the values of a mapping."""
        if not self.args:
            return UNDEFINED
        return unwrap(self.args[-1] if self.base is dict else self.args[0])

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """Fields of a record; empty for every other type."""
        return fields(self.base) if self.is_a(BaseModel) else {}

    def at(self, key: str | int) -> FieldType:
        """Type of a field or an item. A fact in its short form is its value."""
        if not self.is_a(BaseModel):
            return self.item
        if str(key) in self.fields:
            return type_of(self.fields[str(key)])
        return type_of(self.fields["value"]).at(key) if self.is_a(Fact) else UNDEFINED


UNDEFINED = FieldType(object)


def unwrap(annotation: Any, metadata: Any = ()) -> FieldType:
    """An annotation taken apart; `metadata` is what Pydantic keeps of the `Annotated` around a field."""
    validators = tuple(item.func for item in metadata if isinstance(item, BeforeValidator | AfterValidator))
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = unwrap(args[0], args[1:])
    elif origin in (Union, UnionType):
        inner = replace(unwrap(args[0]), optional=True)
    else:
        return FieldType(origin or annotation, args, validators)
    return replace(inner, validators=validators + inner.validators)


def rebuild(annotation: Any, of_type: Callable[[Any], Any], of_metadata: Callable[[Any], Any]) -> Any:
    """An annotation with its arguments mapped; the same object where none changes."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return Annotated[(of_type(args[0]), *map(of_metadata, args[1:]))]
    new = tuple(map(of_type, args))
    if new == args:
        return annotation
    return reduce(operator.or_, new) if origin in (Union, UnionType) else origin[new]


def fields(record: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a record by their names in YAML."""
    return {field.alias or name: field for name, field in record.model_fields.items()}


def type_of(field: FieldInfo) -> FieldType:
    """The type of a field."""
    return unwrap(field.annotation, field.metadata)


def type_at(annotation: Any, path: tuple[str | int, ...]) -> FieldType:
    """The type at a path of field names, keys and positions; UNDEFINED where the records define none."""
    found = unwrap(annotation)
    for key in path:
        found = found.at(key)
    return found


def all_validators(field_type: FieldType) -> Iterator[Any]:
    """The validators of a value, of its items and of a fact's value; not those of a record's fields."""
    yield from field_type.validators
    if field_type.is_a(Fact):
        yield from all_validators(field_type.at("value"))
    elif field_type.args:
        yield from all_validators(field_type.item)


def fact_fields(record: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The facts of a record, each with its address below it, such as `profile.population`."""
    for name, field in fields(record).items():
        field_type = type_of(field)
        if field_type.is_a(Fact):
            yield name, field
        elif field_type.is_a(Block):
            yield from ((f"{name}.{address}", fact) for address, fact in fact_fields(field_type.base))


def may_be_unknown(field: FieldInfo) -> bool:
    """Whether `unknown` is a valid value of a field."""
    field_type = type_of(field)
    return field_type.is_a(Fact, FactGroup) or known in all_validators(field_type)


@dataclass(frozen=True)
class Description:
    """A field in words."""

    summary: str
    """What it holds, its form, and what to watch for; whole sentences."""
    text: str
    """The summary, with what holds for every fact."""
    example: str | None
    """As in a file; None for a field that holds fields of its own."""


def describe(field: FieldInfo) -> Description:
    """A field from its docstring and its validators."""
    field_type = type_of(field)
    checks = list(all_validators(field_type))
    docstring = one_line(field.description or _docstring(field_type))
    forms = [words for check in checks if (words := _form(check, docstring))]
    summary = " ".join(text for text in (docstring, *forms) if text)
    texts = [summary, QUOTING if plain_text in checks else ""]
    if may_be_unknown(field):
        texts.append("What is not known is written: unknown.")
    if field_type.is_a(Fact):
        texts.append("With its own source: {value: ..., source: ..., checked: ...}.")
    found = next((found for text in (docstring, *forms) if (found := EXAMPLE.search(text))), None)
    example = found[1] if found else next((code for check in checks if (code := _example(check))), None)
    return Description(summary, " ".join(text for text in texts if text), example)


def one_line(text: str) -> str:
    """A docstring without its line breaks and backticks."""
    return " ".join(text.replace("`", "").split())


def _docstring(field_type: FieldType) -> str:
    """The docstring of the record that a type holds, in collections and facts too."""
    if field_type.is_a(Fact):
        return _docstring(field_type.at("value"))
    if field_type.is_a(BaseModel):
        return field_type.base.__doc__ or ""
    return _docstring(field_type.item) if field_type.args else ""


def _form(check: Any, docstring: str) -> str:
    """What a validator expects; a file that the docstring names is not repeated."""
    if isinstance(check, Pattern):
        return f"{_capitalized(check.expected)}: {check.remedy}"
    if isinstance(check, KeyOf):
        named = check.expected.rpartition(" ")[2] in docstring
        return "" if named else f"{_capitalized(check.expected)}."
    if isinstance(check, OneOf):
        return f"{_capitalized(check.expected)}: {', '.join(check.codes)}."
    return TRANSLATED if check in (Label, Sentence) else ""


def _example(check: Any) -> str | None:
    if isinstance(check, OneOf):
        return check.codes[0]
    return check.example if isinstance(check, KeyOf) else None


def _capitalized(words: str) -> str:
    return words[0].upper() + words[1:]
