"""What stands in braces without a colon of its own: a comma too many, or a name forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from guidebook.model.base import Fact

NAMES = "|".join(Fact.model_fields)
NAMED = re.compile(rf"({NAMES})(:| +)(\S.*)")
"""A field of a fact whose colon, or the space behind it, was forgotten."""
CURLY = "“”„"
Pair = tuple[yaml.Node, yaml.Node]


@dataclass(frozen=True)
class Item:
    """A pair as it was meant, and what is wrong with how it is written."""

    key: yaml.Node
    value: yaml.Node
    at: yaml.Node | None = None
    """Where the mistake is; None where there is none."""
    what: str = ""


def items(node: yaml.MappingNode) -> Iterator[Item]:
    """The pairs of a mapping; what has no colon is read as it was most likely meant."""
    pairs: list[Pair] = list(node.value)
    while pairs:
        key, value = pairs.pop(0)
        tail = []
        while pairs and _alone(*pairs[0]) and not NAMED.fullmatch(pairs[0][0].value):
            tail.append(pairs.pop(0)[0])
        if _alone(key, value):
            yield _named(key)
        elif tail and isinstance(value, yaml.ScalarNode):
            yield _joined(key, value, tail)
            continue
        else:
            yield Item(key, value)
        yield from map(_named, tail)


def _alone(key: yaml.Node, value: yaml.Node) -> bool:
    """Whether there is no colon between the two: YAML puts an empty value right behind the key."""
    written = isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    return written and value.value == "" and value.start_mark.index == key.end_mark.index


def _named(key: yaml.Node) -> Item:
    """A value whose name was forgotten, or stands right before it."""
    found = NAMED.fullmatch(key.value)
    name, text = (found[1], found[3]) if found else ("value", key.value)
    wrong = f"no colon with a space behind {name}" if found else f"'{text}' has no name"
    what = f"{wrong}; write {name}: {text}."
    return Item(_like(key, name), _like(key, text), key, what)


def _joined(key: yaml.Node, value: yaml.ScalarNode, tail: list[yaml.Node]) -> Item:
    """A value that a comma cut in pieces."""
    pieces = [value.value, *(node.value for node in tail)]
    if all(re.fullmatch(r"\d+", piece) for piece in pieces):
        whole, point = "".join(pieces), ".".join(pieces)
        text = whole if len(pieces[-1]) == 3 else point
        what = f"a comma ends the value here; write the number without it: {text}."
    else:
        text = ", ".join(pieces).strip(CURLY)
        what = (
            f"a comma ends the value here, and '{pieces[1]}' has no colon; "
            f'put the whole text in straight quotes: "{text}".'
        )
    return Item(key, _like(value, text), tail[0], what)


def _like(node: yaml.Node, text: str) -> yaml.ScalarNode:
    """A text at the place of another."""
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, node.start_mark, node.end_mark)
