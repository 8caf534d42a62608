"""The JSON Schema of the open data, made from the records; the columns of the tables follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from guidebook.model.base import Block, Fact
from guidebook.model.content import Source
from guidebook.model.introspection import holds, one_line
from guidebook.model.municipality import FEW, Communities, Finding, Municipality, Names
from guidebook.model.public_view import LICENCE
from guidebook.model.validators import SLUG, KeyOf, Kind, OneOf

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
KEY: Schema = {"type": "string", "pattern": f"^(?:{SLUG.pattern.pattern})$"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
SCALARS = {bool: "boolean", int: "integer", Decimal: "number", str: "string"}


def schema(groups: Iterable[str], editions: Iterable[str]) -> Schema:
    """The form of every JSON file; `groups` are those of the codes."""
    definitions: Schema = {"fact": _fact()}
    town, source = (_shape(record, (), definitions) for record in (Municipality, Source))
    words = _closed({key: _nullable({"type": "string"}) for key in editions})
    files = {
        "municipalities_file": {"checked": DAY, "municipalities": {"type": "array", "items": town}},
        "municipality_file": {"checked": DAY, "municipality": town},
        "sources_file": {"sources": _by_key(source)},
        "codes_file": {"codes": _closed({group: _by_key(words) for group in groups})},
    }
    heads = {"licence": {"const": LICENCE}, "schema": {"type": "string"}}
    definitions |= {name: _closed(heads | own) for name, own in files.items()}
    ways = [{"$ref": f"#/$defs/{name}"} for name in files]
    return {"$schema": DRAFT, "title": "Open data", "anyOf": ways, "$defs": definitions}


def columns(whole: Schema) -> list[str]:
    """The addresses of the single values of a municipality, in the order of the record."""
    return list(_leaves(whole["$defs"]["Municipality"], whole["$defs"], ""))


def _leaves(shape: Schema, definitions: Schema, address: str) -> Iterator[str]:
    shape = definitions[shape["$ref"].rpartition("/")[2]] | shape if "$ref" in shape else shape
    if "value" in shape.get("properties", {}):
        yield from _leaves(shape["properties"]["value"]["anyOf"][0], definitions, address)
    elif "items" in shape and shape["items"].get("$ref") != _reference(Finding):
        yield from _leaves(shape["items"], definitions, address)
    elif "properties" not in shape:
        yield address
    else:
        for name, part in shape["properties"].items():
            yield from _leaves(part, definitions, f"{address}.{name}".lstrip("."))


def _fact() -> Schema:
    """What all facts share; the form of the value is told with each of them."""
    value = {"description": "The fact itself; null when it is not known."}
    source = {"type": "array", "items": KEY, "description": "Keys of sources.json."}
    checked = _nullable(DAY) | {"description": "The day somebody compared the fact with its source."}
    confirm = {"type": "boolean", "description": "Whether a person still has to confirm it."}
    return _closed({"value": value, "source": source, "checked": checked, "to_confirm": confirm})


def _shape(annotation: Any, metadata: tuple[Any, ...], definitions: Schema) -> Schema:
    """What stands in JSON where the records have this type."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(args[0], args[1:], definitions)
    if origin in (Union, UnionType):
        return _nullable(_shape(args[0], metadata, definitions))
    if origin is tuple:
        return {"type": "array", "items": _shape(args[0], (), definitions)}
    if origin is dict:
        codes = next(check.codes for check in _checks(get_args(args[0])) if isinstance(check, OneOf))
        named = {code: _shape(args[1], (), definitions) for code in codes}
        return {"type": "object", "properties": named, "additionalProperties": False}
    if issubclass(annotation, Fact):
        return _a_fact(_shape(annotation.model_fields["value"].annotation, (), definitions))
    if issubclass(annotation, BaseModel):
        if annotation.__name__ not in definitions:
            definitions[annotation.__name__] = _record(annotation, definitions)
        return {"$ref": _reference(annotation)}
    return DAY if annotation is date else _scalar(annotation, _checks(metadata))


def _a_fact(value: Schema) -> Schema:
    return {"$ref": "#/$defs/fact", "properties": {"value": value}}


def _record(record: type[BaseModel], definitions: Schema) -> Schema:
    """The fields of a record; no remark, and source and day in facts and findings alone."""
    hidden = {"remark"} if record is Finding else set(Block.model_fields)
    properties, optional = Schema(), set()
    for name, field in record.model_fields.items():
        if name in hidden:
            continue
        if name in Block.model_fields:
            properties[name] = definitions["fact"]["properties"][name]
            continue
        shape = _shape(field.annotation, tuple(field.metadata), definitions)
        if "anyOf" in shape and (record is Communities or holds(field.annotation, Fact)):
            optional.add(name)
            shape = shape["anyOf"][0]
        if record is Communities and shape.get("type") == "integer":
            shape = shape | {"minimum": FEW}
        if record is Names and not holds(field.annotation, Fact):
            shape = _a_fact(_nullable(shape))
        told = {"description": one_line(field.description)} if field.description else {}
        properties[name] = shape | told
    words = {"description": one_line(record.__doc__)} if record.__doc__ else {}
    return words | _closed(properties, optional)


def _checks(metadata: tuple[Any, ...]) -> list[Any]:
    return [getattr(item, "func", None) for item in metadata]


def _scalar(kind: type, checks: list[Any]) -> Schema:
    """A single value; what a text looks like, how small a number may be."""
    shape: Schema = {"type": SCALARS[kind]}
    for check in checks:
        if isinstance(check, OneOf):
            shape |= {"enum": list(check.codes)}
        elif isinstance(check, KeyOf):
            shape |= KEY
        elif isinstance(check, Kind) and kind is str:
            shape |= {"pattern": f"^(?:{check.pattern.pattern})$"}
        elif isinstance(check, Kind) and check.numbers:
            shape |= {"minimum": check.numbers[0]}
    return shape


def _nullable(shape: Schema) -> Schema:
    return {"anyOf": [shape, {"type": "null"}]}


def _closed(properties: Schema, optional: Iterable[str] = ()) -> Schema:
    """An object with these fields and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _by_key(shape: Schema) -> Schema:
    return {"type": "object", "propertyNames": KEY, "additionalProperties": shape}


def _reference(record: type[BaseModel]) -> str:
    return f"#/$defs/{record.__name__}"
