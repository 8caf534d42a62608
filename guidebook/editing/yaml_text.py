"""YAML text of new values: quotes where they are needed, brackets where a line holds them, else lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from guidebook.authoring.formatter import in_field_order
from guidebook.model.base import FactGroup
from guidebook.model.introspection import FieldType
from guidebook.model.validators import ResolvedScalar
from guidebook.source.yaml_hints import INDENT
from guidebook.source.yaml_loader import RESOLVED, StrictLoader

WIDTH = 120
"""Columns that a line with brackets may have; beyond, each field has a line of its own."""


def flow_text(value: Any, field_type: FieldType) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, dict):
        fields = in_field_order(value, field_type).items()
        return f"{{{', '.join(f'{key}: {flow_text(item, field_type.at(key))}' for key, item in fields)}}}"
    if isinstance(value, list):
        return f"[{', '.join(flow_text(item, field_type.at(n)) for n, item in enumerate(value))}]"
    return scalar_text(value)


def block_lines(value: Any, field_type: FieldType, column: int) -> list[str]:
    """The lines of a list or mapping in block style, indented to a column."""
    margin, lines = " " * column, []
    if isinstance(value, list):
        for number, item in enumerate(value):
            lines += item_lines(item, field_type.at(number), column)
        return lines
    for key, item in in_field_order(value, field_type).items():
        lines += pair_lines(key, item, field_type.at(key), margin)
    return lines


def pair_lines(key: str, value: Any, field_type: FieldType, margin: str) -> list[str]:
    """The lines of a field."""
    if needs_lines(value, field_type, len(margin) + len(key) + 2):
        return [f"{margin}{key}:", *block_lines(value, field_type, len(margin) + INDENT)]
    return [f"{margin}{key}: {flow_text(value, field_type)}"]


def item_lines(value: Any, field_type: FieldType, column: int) -> list[str]:
    """The lines of an item of a list."""
    hyphen = f"{' ' * column}- "
    if not needs_lines(value, field_type, len(hyphen)):
        return [hyphen + flow_text(value, field_type)]
    first, *rest = block_lines(value, field_type, len(hyphen))
    return [hyphen + first.lstrip(), *rest]


def needs_lines(value: Any, field_type: FieldType, column: int) -> bool:
    """Whether a value that would begin at a column is written in block style: groups of facts, lists of
    records, and what is too long for one line."""
    if not isinstance(value, dict | list) or not value:
        return False
    records = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    return field_type.is_a(FactGroup) or records or column + len(flow_text(value, field_type)) > WIDTH


@lru_cache(maxsize=4096)
def scalar_text(value: str) -> str:
    """A scalar as it is, or in double quotes where YAML would read it as something else."""
    return str(value) if isinstance(value, ResolvedScalar) or _is_plain(value) else quoted_text(value)


def quoted_text(value: str) -> str:
    """A scalar in double quotes."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return f'"{"".join(signs.get(sign, sign if sign.isprintable() else _escaped(sign)) for sign in value)}"'


def _escaped(sign: str) -> str:
    code = ord(sign)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def _is_plain(value: str) -> bool:
    """Whether the value without quotes, also in brackets, is read as itself; a sentence stands in quotes."""
    if value in RESOLVED or not value.isprintable() or value.strip() != value or value.endswith("."):
        return False
    try:
        node = StrictLoader(f"{{value: {value}}}").get_single_node()
    except yaml.YAMLError:
        return False
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    scalar = pairs[0][1] if len(pairs) == 1 else None
    return isinstance(scalar, yaml.ScalarNode) and not scalar.style and bool(scalar.value == value)
