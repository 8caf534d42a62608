"""The JSON Schema of each file of `data/`, generated from the records, for editors that read YAML.

It accepts what `check` accepts, and perhaps more: an editor sees one file, and a YAML reader turns
scalars into numbers before the schema sees them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from guidebook.model.base import Block, Fact, FactGroup, NumberByLanguage
from guidebook.model.fields import UNKNOWN, as_list, known, plain_text
from guidebook.model.introspection import FieldType, JsonSchema, describe, fields, one_line, type_of, unwrap
from guidebook.model.languages import SiteLanguages, record_types, site_languages
from guidebook.model.municipality import TOWNS
from guidebook.model.validators import SLUG, KeyOf, OneOf, Pattern
from guidebook.source.yaml_loader import load

BLOCK_FIELDS = ("source", "checked", "remark", "to_confirm")
"""Fields that mean the same in every block."""
DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas(languages: SiteLanguages) -> dict[str, str]:
    """The text of each schema by the name of its data file; the specimen has that of the municipalities."""
    types = record_types(languages)
    annotations: dict[str, Any] = {TOWNS: list[types.municipality]}  # type: ignore[name-defined]
    annotations |= {name: field.annotation for name, field in fields(types.content).items()}
    return {name: _schema_text(name, annotation) for name, annotation in annotations.items()}


def update_schemas(root: Path) -> list[str]:
    """Writes the schemas that are out of date to `data/schema/`; returns their names."""
    languages = site_languages(load(root / "data" / "site.yaml", root).value)
    files = {root / "data" / "schema" / f"{name}.json": text for name, text in schemas(languages).items()}
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    for file in stale:
        file.write_text(files[file], encoding="utf-8", newline="\n")
    return [file.stem for file in stale]


def _schema_text(name: str, annotation: Any) -> str:
    definitions: dict[str, JsonSchema] = {}
    schema = _schema(unwrap(annotation), definitions)
    head = {"$schema": DRAFT, "title": f"data/{name}.yaml"}
    whole = head | schema | {"definitions": dict(sorted(definitions.items()))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _schema(field_type: FieldType, definitions: dict[str, JsonSchema]) -> JsonSchema:
    """The schema of a type; records are added to the definitions."""
    scalar = next((schema for check in field_type.validators if (schema := _scalar(check))), None)
    schema = scalar or _compound(field_type, definitions)
    if as_list in field_type.validators:
        schema = {"anyOf": [schema["items"], schema]}
    return _or_unknown(schema) if known in field_type.validators else schema


def _compound(field_type: FieldType, definitions: dict[str, JsonSchema]) -> JsonSchema:
    """The schema of a list, a mapping, a fact or a record."""
    if field_type.is_a(list, tuple):
        number = None if field_type.args[-1] is Ellipsis or field_type.base is list else len(field_type.args)
        length = {"minItems": number, "maxItems": number} if number else {}
        return {"type": "array", "items": _schema(field_type.item, definitions), **length}
    if field_type.is_a(dict):
        names = {"propertyNames": {**_schema(unwrap(field_type.args[0]), definitions), "type": "string"}}
        return {"type": "object", **names, "additionalProperties": _schema(field_type.item, definitions)}
    if field_type.is_a(Fact):
        return _fact(field_type, definitions)
    if field_type.is_a(BaseModel):
        name = field_type.base.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _record(field_type.base, definitions)
        schema = {"$ref": f"#/definitions/{name}"}
        if field_type.is_a(NumberByLanguage):
            return {"anyOf": [_scalar(plain_text), schema]}
        return _or_unknown(schema) if field_type.is_a(FactGroup) else schema
    raise TypeError(f"no schema for {field_type.base!r}")


def _fact(field_type: FieldType, definitions: dict[str, JsonSchema]) -> JsonSchema:
    """The value alone, unknown, or the value with its source."""
    short = _or_unknown(_schema(field_type.at("value"), definitions))
    long = _record(field_type.base, definitions)
    long["properties"]["value"] = {**short, "description": "The fact itself, or unknown."}
    return {"anyOf": [*short.get("anyOf", [short]), long]}


def _record(record: type[BaseModel], definitions: dict[str, JsonSchema]) -> JsonSchema:
    """An object with the fields of a record and no others."""
    properties, required = {}, []
    for name, field in fields(record).items():
        description = describe(field)
        schema = _schema(type_of(field), definitions)
        examples = {"examples": [_example(schema, description.example)]} if description.example else {}
        properties[name] = {**schema, "description": description.text, **examples}
        if issubclass(record, Block) and name in BLOCK_FIELDS:
            definitions[name] = properties[name]
            properties[name] = {"$ref": f"#/definitions/{name}"}
        if field.is_required():
            required.append(name)
    words = {"description": one_line(record.__doc__)} if record.__doc__ else {}
    schema = {"type": "object", **words, "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _scalar(check: Any) -> JsonSchema | None:
    """The schema of what passes a validator, as YAML 1.2 reads it: a bare number arrives as a number."""
    if check is plain_text:
        return {"type": ["string", "number"], "minLength": 1}
    if isinstance(check, OneOf):
        return {"enum": list(check.codes)}
    if not isinstance(check, Pattern | KeyOf):
        return None
    form = check if isinstance(check, Pattern) else SLUG
    words = form.regex.pattern.split("|")
    if len(words) > 1 and all(map(str.isalpha, words)):
        return {"enum": words}
    schema: JsonSchema = {"type": "string", "pattern": f"^(?:{form.regex.pattern})$"}
    if form.limits:
        least, most = form.limits
        number = "number" if form.regex.fullmatch("0.5") else "integer"
        schema |= {"type": ["string", number], "minimum": least} | ({"maximum": most} if most else {})
    return schema


def _example(schema: JsonSchema, example: str) -> str | list[str]:
    """An example, in a list where no value may stand alone."""
    alternatives = [part for part in schema.get("anyOf", [schema]) if part != {"const": UNKNOWN}]
    return [example] if alternatives[0].get("type") == "array" else example


def _or_unknown(schema: JsonSchema) -> JsonSchema:
    if "enum" in schema:
        return schema | {"enum": list(dict.fromkeys([*schema["enum"], UNKNOWN]))}
    if schema.get("minLength"):
        return schema
    return {"anyOf": [{"const": UNKNOWN}, *schema.get("anyOf", [schema])]}
