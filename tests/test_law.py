"""What a reader sees of an act: number and title in the language of the page, and what is to be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidebook.build import localized_editions
from guidebook.guide_output import build_guide
from guidebook.project import load_project
from tests.support.project import change

LAW = "data/law.yaml"


def mandate(root: Path, edition: str) -> tuple[str, str]:
    """The card of the lakeside town, and what the law says below it."""
    (localized,) = localized_editions(root, load_project(root), [edition])
    pages = build_guide(localized, "lakeside").pages
    card, _, law = next(page.body for page in pages if page.path.endswith("mandate.md")).partition("#law }")
    return card, law


@pytest.mark.parametrize(
    ("edition", "number"), [("sq", "LQ 1"), ("sr-latn", "ZG 1"), ("sr-cyrl", "ЗГ 1"), ("en", "TA 1")]
)
def test_a_number_has_the_abbreviation_of_its_language(two_towns: Path, edition: str, number: str) -> None:
    """A citation that an office would write."""
    assert f" {number} · " in mandate(two_towns, edition)[1]


def test_a_plain_number_stands_in_every_language(two_towns: Path) -> None:
    """It is no text in another language."""
    change(two_towns / LAW, '{en: "TA 1", sq: "LQ 1", sr: "ЗГ 1"}', '"03/L-1"')

    for edition in ("sq", "sr-latn", "sr-cyrl", "en"):
        assert " 03/L-1 · " in mandate(two_towns, edition)[1]


def test_a_title_of_another_language_is_marked(two_towns: Path) -> None:
    """It carries its language, and the note that somebody has to confirm it."""
    change(two_towns / LAW, 'sq: "Ligji i qytetit"', "sq: unknown")

    assert '<span lang="en">Town Act</span> <small>' in mandate(two_towns, "sq")[1]
    assert 'lang="en"' not in mandate(two_towns, "sr-cyrl")[1]


def test_the_card_marks_a_power_in_doubt_and_nothing_else(two_towns: Path) -> None:
    """A missing number takes no power away; it is told where the act is explained."""
    card, law = mandate(two_towns, "en")
    assert card.count("power unsure") == law.count("power unsure") == 1

    change(two_towns / LAW, "unsure: power", "unsure: [number, article]")
    card, law = mandate(two_towns, "en")

    assert "unsure" not in card
    assert "number unsure" in law
    assert "article unsure" in law


def test_an_act_that_was_not_found_is_not_printed(two_towns: Path) -> None:
    """What nobody has seen is no law."""
    change(two_towns / LAW, "unsure: power", "unsure: act")

    assert "law-special-act" not in mandate(two_towns, "en")[1]
