"""The JSON Schema of the open data and the columns of its tables, both from the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from guidebook.model.base import Block, Fact
from guidebook.model.introspection import FieldType, JsonSchema, fields, one_line, type_of, unwrap
from guidebook.model.languages import RecordTypes
from guidebook.model.municipality import FEW, Communities, Finding, Names
from guidebook.model.public_view import LICENCE
from guidebook.model.validators import SLUG, KeyOf, OneOf, Pattern

DRAFT = "https://json-schema.org/draft/2020-12/schema"
KEY: JsonSchema = {"type": "string", "pattern": f"^(?:{SLUG.regex.pattern})$"}
DAY: JsonSchema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
SCALARS = {bool: "boolean", int: "integer", Decimal: "number", str: "string"}


def open_data_schema(groups: Iterable[str], editions: Iterable[str], types: RecordTypes) -> JsonSchema:
    """The schema of every JSON file; `groups` are those of the codes, `editions` their keys."""
    definitions: JsonSchema = {"fact": _any_fact()}
    register = fields(types.content)["sources"]
    records = (unwrap(types.municipality), type_of(register).item)
    town, source = (_schema(record, definitions) for record in records)
    words = _closed({key: _nullable({"type": "string"}) for key in editions})
    files = {
        "municipalities_file": {"checked": DAY, "municipalities": {"type": "array", "items": town}},
        "municipality_file": {"checked": DAY, "municipality": town},
        "sources_file": {"sources": _by_key(source)},
        "codes_file": {"codes": _closed({group: _by_key(words) for group in groups})},
    }
    heads = {"licence": {"const": LICENCE}, "schema": {"type": "string"}}
    definitions |= {name: _closed(heads | own) for name, own in files.items()}
    alternatives = [{"$ref": f"#/$defs/{name}"} for name in files]
    return {"$schema": DRAFT, "title": "Open data", "anyOf": alternatives, "$defs": definitions}


def columns(types: RecordTypes) -> list[str]:
    """The addresses of the single values of a municipality, in the order of the record, `id` first."""
    return list(_columns(unwrap(types.municipality), ""))


def _columns(field_type: FieldType, address: str) -> Iterator[str]:
    if field_type.is_a(Fact):
        yield from _columns(field_type.at("value"), address)
    elif field_type.is_a(tuple) and not field_type.item.is_a(Finding):
        yield from _columns(field_type.item, address)
    elif field_type.is_a(dict):
        yield from (f"{address}.{code}" for code in _codes(field_type))
    elif field_type.is_a(BaseModel):
        for name, field in _public_fields(field_type.base):
            yield from _columns(type_of(field), f"{address}.{name}".lstrip("."))
    else:
        yield address


def _public_fields(record: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields that are published: never a remark; source and day only in a finding."""
    hidden = {"remark"} if record is Finding else set(Block.model_fields)
    return ((name, field) for name, field in fields(record).items() if name not in hidden)


def _any_fact() -> JsonSchema:
    """What all facts share; the schema of its value stands with each of them."""
    value = {"description": "The fact itself; null when it is not known."}
    source = {"type": "array", "items": KEY, "description": "Keys of sources.json."}
    checked = _nullable(DAY) | {"description": "The day somebody compared the fact with its source."}
    due = _nullable(DAY) | {"description": "The last day to check it again; null when it is not known."}
    confirm = {"type": "boolean", "description": "Whether a person still has to confirm it."}
    fields = {"value": value, "source": source, "checked": checked, "due": due, "to_confirm": confirm}
    return _closed(fields)


def _schema(field_type: FieldType, definitions: JsonSchema) -> JsonSchema:
    """The schema of a type as published; records are added to the definitions."""
    if field_type.is_a(tuple):
        schema: JsonSchema = {"type": "array", "items": _schema(field_type.item, definitions)}
    elif field_type.is_a(dict):
        values = {code: _schema(field_type.item, definitions) for code in _codes(field_type)}
        schema = {"type": "object", "properties": values, "additionalProperties": False}
    elif field_type.is_a(Fact):
        schema = _fact(_schema(field_type.at("value"), definitions))
    elif field_type.is_a(BaseModel):
        if field_type.base.__name__ not in definitions:
            definitions[field_type.base.__name__] = _record(field_type.base, definitions)
        schema = {"$ref": f"#/$defs/{field_type.base.__name__}"}
    else:
        schema = DAY if field_type.base is date else _scalar(field_type)
    return _nullable(schema) if field_type.optional else schema


def _codes(mapping: FieldType) -> tuple[str, ...]:
    """The codes that may be keys of a mapping."""
    key = unwrap(mapping.args[0])
    return next(check.codes for check in key.validators if isinstance(check, OneOf))


def _fact(value: JsonSchema) -> JsonSchema:
    return {"$ref": "#/$defs/fact", "properties": {"value": value}}


def _record(record: type[BaseModel], definitions: JsonSchema) -> JsonSchema:
    """An object with the published fields of a record."""
    properties, optional = JsonSchema(), set()
    for name, field in _public_fields(record):
        if name in Block.model_fields:
            properties[name] = definitions["fact"]["properties"][name]
            continue
        field_type = type_of(field)
        schema = _schema(field_type, definitions)
        if field_type.optional and (record is Communities or field_type.is_a(Fact)):
            optional.add(name)
            schema = schema["anyOf"][0]
        if record is Communities and schema.get("type") == "integer":
            schema = schema | {"minimum": FEW}
        if issubclass(record, Names) and not field_type.is_a(Fact):
            schema = _fact(_nullable(schema))
        description = {"description": one_line(field.description)} if field.description else {}
        properties[name] = schema | description
    description = {"description": one_line(record.__doc__)} if record.__doc__ else {}
    return description | _closed(properties, optional)


def _scalar(field_type: FieldType) -> JsonSchema:
    """The schema of a single value: its type, its codes or pattern, its least number."""
    schema: JsonSchema = {"type": SCALARS[field_type.base]}
    for check in field_type.validators:
        if isinstance(check, OneOf):
            schema |= {"enum": list(check.codes)}
        elif isinstance(check, KeyOf):
            schema |= KEY
        elif isinstance(check, Pattern) and field_type.base is str:
            schema |= {"pattern": f"^(?:{check.regex.pattern})$"}
        elif isinstance(check, Pattern) and check.limits:
            schema |= {"minimum": check.limits[0]}
    return schema


def _nullable(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


def _closed(properties: JsonSchema, optional: Iterable[str] = ()) -> JsonSchema:
    """An object with these fields and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _by_key(schema: JsonSchema) -> JsonSchema:
    return {"type": "object", "propertyNames": KEY, "additionalProperties": schema}
