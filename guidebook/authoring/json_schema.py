"""The JSON Schema of each file of `data/`, made from the records, for editors that know YAML.

It accepts what the check accepts, and perhaps more: an editor sees one file, and a YAML reader turns
scalars into numbers before the schema meets them.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from guidebook.model.base import Block, Fact, Part
from guidebook.model.content import Content
from guidebook.model.fields import UNKNOWN, as_list, known, plain_text
from guidebook.model.introspection import explained, one_line
from guidebook.model.municipality import TOWNS, Municipality
from guidebook.model.validators import SLUG, KeyOf, Kind, OneOf

SHARED = ("source", "checked", "remark", "to_confirm")
"""Fields that mean the same in every block."""
DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]


def schemas() -> dict[str, str]:
    """The text of each schema, by the file it describes; the specimen follows that of the municipalities."""
    kinds: dict[str, Any] = {TOWNS: list[Municipality]}
    kinds |= {name: field.annotation for name, field in Content.model_fields.items()}
    return {name: _written(name, annotation) for name, annotation in kinds.items()}


def _written(name: str, annotation: Any) -> str:
    definitions: dict[str, Schema] = {}
    shape = _shape(annotation, (), definitions)
    head = {"$schema": DRAFT, "title": f"data/{name}.yaml"}
    whole = head | shape | {"definitions": dict(sorted(definitions.items()))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _shape(annotation: Any, metadata: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """What may stand where the records have this type."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(args[0], args[1:], definitions)
    checks = [getattr(item, "func", None) for item in metadata]
    scalar = next((shape for check in checks if (shape := _scalar(check))), None)
    shape = scalar or _composed(annotation, origin, args, definitions)
    if as_list in checks:
        shape = {"anyOf": [shape["items"], shape]}
    return _or_unknown(shape) if known in checks else shape


def _composed(annotation: Any, origin: Any, args: Any, definitions: dict[str, Schema]) -> Schema:
    if origin in (Union, UnionType):
        return _shape(args[0], (), definitions)
    if origin in (list, tuple):
        number = None if args[-1] is Ellipsis or origin is list else len(args)
        length = {"minItems": number, "maxItems": number} if number else {}
        return {"type": "array", "items": _shape(args[0], (), definitions), **length}
    if origin is dict:
        names = {"propertyNames": {**_shape(args[0], (), definitions), "type": "string"}}
        return {"type": "object", **names, "additionalProperties": _shape(args[1], (), definitions)}
    if issubclass(annotation, Fact):
        return _fact(annotation, definitions)
    if issubclass(annotation, BaseModel):
        name = annotation.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _fields(annotation, definitions)
        shape = {"$ref": f"#/definitions/{name}"}
        return _or_unknown(shape) if issubclass(annotation, Part) else shape
    raise TypeError(f"no schema for {annotation!r}")


def _fact(annotation: type[Fact[Any]], definitions: dict[str, Schema]) -> Schema:
    """The value alone, unknown, or the value beside its source."""
    short = _or_unknown(_shape(annotation.model_fields["value"].annotation, (), definitions))
    long = _fields(annotation, definitions)
    long["properties"]["value"] = {**short, "description": "The fact itself, or unknown."}
    return {"anyOf": [*short.get("anyOf", [short]), long]}


def _fields(record: type[BaseModel], definitions: dict[str, Schema]) -> Schema:
    properties, required = {}, []
    for name, field in record.model_fields.items():
        key = field.alias or name
        told = explained(field)
        shape = _shape(field.annotation, tuple(field.metadata), definitions)
        examples = {"examples": [_example(shape, told.example)]} if told.example else {}
        properties[key] = {**shape, "description": told.text, **examples}
        if issubclass(record, Block) and name in SHARED:
            definitions[name] = properties[key]
            properties[key] = {"$ref": f"#/definitions/{name}"}
        if field.is_required():
            required.append(key)
    words = {"description": one_line(record.__doc__)} if record.__doc__ else {}
    shape = {"type": "object", **words, "properties": properties, "additionalProperties": False}
    return shape | ({"required": required} if required else {})


def _scalar(check: Any) -> Schema | None:
    """A scalar of this kind, as YAML 1.2 reads it: a bare number arrives as a number."""
    if check is plain_text:
        return {"type": ["string", "number"], "minLength": 1}
    if isinstance(check, OneOf):
        return {"enum": list(check.codes)}
    if not isinstance(check, Kind | KeyOf):
        return None
    kind = check if isinstance(check, Kind) else SLUG
    words = kind.pattern.pattern.split("|")
    if len(words) > 1 and all(map(str.isalpha, words)):
        return {"enum": words}
    shape: Schema = {"type": "string", "pattern": f"^(?:{kind.pattern.pattern})$"}
    if kind.numbers:
        least, most = kind.numbers
        number = "number" if kind.pattern.fullmatch("0.5") else "integer"
        shape |= {"type": ["string", number], "minimum": least} | ({"maximum": most} if most else {})
    return shape


def _example(shape: Schema, example: str) -> str | list[str]:
    """The example of one value, in a list where no value may stand alone."""
    ways = [way for way in shape.get("anyOf", [shape]) if way != {"const": UNKNOWN}]
    return [example] if ways[0].get("type") == "array" else example


def _or_unknown(shape: Schema) -> Schema:
    if "enum" in shape:
        return shape | {"enum": list(dict.fromkeys([*shape["enum"], UNKNOWN]))}
    if shape.get("minLength"):
        return shape
    return {"anyOf": [{"const": UNKNOWN}, *shape.get("anyOf", [shape])]}


def update_schemas(root: Path) -> list[str]:
    """Writes the schemas of the data files; the names of those that were out of date."""
    files = {root / "data" / "schema" / f"{name}.json": text for name, text in schemas().items()}
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    for file in stale:
        file.write_text(files[file], encoding="utf-8", newline="\n")
    return [file.stem for file in stale]
