"""A finished file of `guides/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml


@dataclass(frozen=True)
class Page:
    """A text file of `guides/`."""

    path: str
    """From `guides/`, with forward slashes."""
    text: str


def with_front_matter(values: Mapping[str, str], body: str) -> str:
    """Markdown with its head; the values are plain text."""
    head = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{body}"
