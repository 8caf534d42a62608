"""Cyrillic to Latin, and names in the order of an alphabet."""

from __future__ import annotations

import pytest
import yaml

from guidebook.text import in_order, to_latin
from tests.support.project import ROOT

PAIRS = yaml.safe_load((ROOT / "tests" / "cases" / "script.yaml").read_text(encoding="utf-8"))
EDITIONS = yaml.safe_load((ROOT / "data" / "site.yaml").read_text(encoding="utf-8"))["editions"]


@pytest.mark.parametrize(("cyrillic", "latin"), PAIRS["latin"])
def test_latin_is_exact(cyrillic: str, latin: str) -> None:
    """Capitals are right, and what is not Cyrillic stays."""
    assert to_latin(cyrillic, "sr") == latin


@pytest.mark.parametrize(("edition", "names"), PAIRS["order"].items())
def test_names_stand_in_the_order_of_the_edition(edition: str, names: list[str]) -> None:
    """A reader finds a name where the alphabet of the language has it."""
    alphabet = EDITIONS[edition]["alphabet"]

    assert sorted(sorted(names), key=lambda name: in_order(name, alphabet)) == names
