"""Guides kept from the last build: after any change the same bytes as a build from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guidebook.build import generate
from guidebook.options import Options
from tests.support.project import DATA, change, files, forget_guides, quiet
from tests.support.site import EDITIONS

pytestmark = pytest.mark.slow

GUIDES = ".cache/guides"
"""Where a project keeps its guides."""


def test_a_translation_makes_the_guides_of_its_language_anew(two_towns: Path) -> None:
    """Those of the other languages are kept."""
    root = forget_guides(two_towns)
    change(root / "data/plan.yaml", '"Take a coat."', '"Take a warm coat."')
    generate(root, Options(draft=True), quiet)
    before = files(root / GUIDES)
    catalog = root / "locale/sq/LC_MESSAGES/guides.po"
    text = catalog.read_text(encoding="utf-8")

    catalog.write_text(text + '\nmsgid "Take a warm coat."\nmsgstr "Merrni pallto."\n', encoding="utf-8")
    generate(root, Options(draft=True), quiet)

    assert len(before) == 2 * len(EDITIONS)
    assert len(files(root / GUIDES)) == len(before) + 2
    assert "Merrni pallto." in (root / "guides/sq/lakeside/first-100-days.md").read_text(encoding="utf-8")


def test_a_changed_fact_makes_its_own_guides_anew(two_towns: Path) -> None:
    """One in each edition; an unchanged project makes none."""
    root = forget_guides(two_towns)
    generate(root, Options(), quiet)
    before = files(root / GUIDES)

    generate(root, Options(), quiet)
    assert files(root / GUIDES) == before

    change(root / DATA, "settlements: 17", "settlements: 18")
    generate(root, Options(), quiet)
    assert len(files(root / GUIDES)) == len(before) + len(EDITIONS)


def test_a_damaged_entry_is_made_anew(two_towns: Path) -> None:
    """Truncated, as a full disk leaves it, empty, or with another bit: the guides stay the same."""
    root = forget_guides(two_towns)
    generate(root, Options(), quiet)
    before, kept = files(root / "guides"), files(root / GUIDES)
    damages: list[Callable[[bytes], bytes]] = [
        lambda data: data[:4_000],
        lambda _data: b"",
        lambda data: data[:4_000] + bytes([data[4_000] ^ 1]) + data[4_001:],
    ]

    for damaged in damages:
        for name, data in kept.items():
            (root / GUIDES / name).write_bytes(damaged(data))
        shutil.rmtree(root / ".cache/builds")
        assert files(root / GUIDES) != kept
        summary, _ = generate(root, Options(), quiet)
        assert summary.changed == 0
        assert files(root / "guides") == before
        assert files(root / GUIDES) == kept
