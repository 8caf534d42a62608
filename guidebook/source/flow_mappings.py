"""Repair the pairs of YAML flow mappings: a stray comma in a value, a missing name or colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from guidebook.model.base import Fact

NAMES = "|".join(Fact.model_fields)
NAME_WITHOUT_COLON = re.compile(rf"({NAMES})(:| +)(\S.*)")
"""A field of a fact whose colon, or the space behind it, is missing."""
Pair = tuple[yaml.Node, yaml.Node]


@dataclass(frozen=True)
class RepairedPair:
    """A pair as most likely meant, and the fault that was repaired."""

    key: yaml.Node
    value: yaml.Node
    fault_at: yaml.Node | None = None
    """The node of the fault; None where there is none."""
    fault: str = ""


def repaired_pairs(node: yaml.MappingNode) -> Iterator[RepairedPair]:
    """The pairs of a mapping, those without a colon repaired."""
    pairs: list[Pair] = list(node.value)
    while pairs:
        key, value = pairs.pop(0)
        tail = []
        while pairs and _lacks_colon(*pairs[0]) and not NAME_WITHOUT_COLON.fullmatch(pairs[0][0].value):
            tail.append(pairs.pop(0)[0])
        if _lacks_colon(key, value):
            yield _with_name(key)
        elif tail and isinstance(value, yaml.ScalarNode):
            yield _rejoined(key, value, tail)
            continue
        else:
            yield RepairedPair(key, value)
        yield from map(_with_name, tail)


def _lacks_colon(key: yaml.Node, value: yaml.Node) -> bool:
    """Whether a pair is a key alone: YAML then puts an empty value right behind it."""
    scalars = isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    return scalars and value.value == "" and value.start_mark.index == key.end_mark.index


def _with_name(key: yaml.Node) -> RepairedPair:
    """The pair of a value whose name is missing, or has no colon."""
    found = NAME_WITHOUT_COLON.fullmatch(key.value)
    name, text = (found[1], found[3]) if found else ("value", key.value)
    cause = f"no colon with a space behind {name}" if found else f"'{text}' has no name"
    fault = f"{cause}; write {name}: {text}."
    return RepairedPair(_scalar_at(key, name), _scalar_at(key, text), key, fault)


def _rejoined(key: yaml.Node, value: yaml.ScalarNode, tail: list[yaml.Node]) -> RepairedPair:
    """The pair of a value that a comma cut in pieces."""
    pieces = [value.value, *(node.value for node in tail)]
    if all(re.fullmatch(r"\d+", piece) for piece in pieces):
        whole, point = "".join(pieces), ".".join(pieces)
        text = whole if len(pieces[-1]) == 3 else point
        fault = f"a comma ends the value here; write the number without it: {text}."
    else:
        text = ", ".join(pieces).strip("“”„")
        fault = (
            f"a comma ends the value here, and '{pieces[1]}' has no colon; "
            f'put the whole text in straight quotes: "{text}".'
        )
    return RepairedPair(key, _scalar_at(value, text), tail[0], fault)


def _scalar_at(node: yaml.Node, text: str) -> yaml.ScalarNode:
    """A scalar at the place of a node."""
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, node.start_mark, node.end_mark)
