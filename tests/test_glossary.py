"""The glossary: a page of each edition, linked from its guides, found by search, a part of no guide."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Page, expect

from guidebook.text import to_latin
from tests.support.pdf import file, text
from tests.support.project import ROOT
from tests.support.site import BASE, EDITIONS, KB, SECTIONS, Built, guide_pages, read

TERMS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "data" / "glossary.yaml").read_text(encoding="utf-8")
)
SOUGHT = {
    "sq": "dezinformim",
    "sr-latn": "dezinformacija",
    "sr-cyrl": "дезинформација",
    "en": "disinformation",
}
TITLES = {
    "sq": "Fjalori i termave",
    "sr-latn": "Rečnik pojmova",
    "sr-cyrl": "Речник појмова",
    "en": "Glossary",
}
TO_CONFIRM = {
    "sq": "* Këtë formë ende duhet ta konfirmojë një folës amtar.",
    "sr-latn": "* Ovaj oblik tek treba da potvrdi izvorni govornik.",
    "sr-cyrl": "* Овај облик тек треба да потврди изворни говорник.",
    "en": "* A native reader must still confirm this form.",
}
SERBIAN = {"sr-cyrl": "sr-Cyrl"}
"""The Serbian of an edition, where it is not in Latin letters."""


def glossary(root: Path, edition: str) -> Built:
    """The page of an edition."""
    return read(root / "site" / edition / "glossary" / "index.html", f"{edition}/glossary/")


def meanings(root: Path, edition: str) -> list[str]:
    """What each term means, as the page says it."""
    return [
        cell.text_content()
        for cell in glossary(root, edition).find("//table/tbody/tr[not(@id)]/td[@colspan]")
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_term_stands_in_all_languages(edition: str, small: Path) -> None:
    """Each at its own address, in the script of the edition, marked where a form is to be confirmed."""
    page, serbian = glossary(small, edition), SERBIAN.get(edition, "sr-Latn")
    rows = {row.get("id"): row for row in page.find("//table/tbody/tr[@id]")}

    assert list(rows) == list(TERMS)
    for key, term in TERMS.items():
        forms = {"en": term["en"], "sq": term["sq"], "sr": term["sr"]}
        if serbian == "sr-Latn":
            forms["sr"] = to_latin(term["sr"], "sr")
        wanted = {
            {"sr": serbian}.get(language, language): form
            + ("\xa0*" if language in term.get("to_confirm", ()) else "")
            for language, form in forms.items()
        }
        assert {cell.get("lang"): cell.text_content() for cell in rows[key]} == wanted
    assert sum("to_confirm" in term for term in TERMS.values()) > 10
    assert TO_CONFIRM[edition] in [paragraph.text_content() for paragraph in page.find("//article/p")]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_term_is_explained_in_the_words_of_the_edition(edition: str, small: Path) -> None:
    """Below its forms, in one sentence."""
    english = [term["definition"] for term in TERMS.values()]

    shown = meanings(small, edition)

    assert len(shown) == len(english) > 80
    assert (shown == english) == (edition == "en")
    assert all(shown)
    assert edition == "en" or not set(shown) & set(english)


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_guide_carries_the_terms(edition: str, small: Path) -> None:
    """Neither a page nor the PDF; single ones may be explained there in the same words."""
    guides = [page for _, _, page in guide_pages(small / "site") if page.url.startswith(f"{edition}/")]
    printed = " ".join(text(file(small, edition), "-raw").split())

    assert len(guides) == 2 * len(SECTIONS)
    assert [page.url for page in guides if page.find("//table[contains(@class, 'words')]")] == []
    assert len([meaning for meaning in meanings(small, edition) if meaning in printed]) < 5


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_of_an_edition_leads_to_its_glossary(edition: str, small: Path) -> None:
    """By its foot, and the section on words in its text."""
    for path in ("", "about/", "glossary/", "lakeside/", "lakeside/mandate/", "lakeside/compare/"):
        page = read(small / "site" / edition / path / "index.html", f"{edition}/{path}")
        targets = [urljoin(BASE + page.url, href) for href in page.find("//footer//a/@href")]
        assert targets.count(f"{BASE}{edition}/glossary/") == 1, page.url
    section = read(small / f"site/{edition}/lakeside/sources-and-handover/index.html")
    assert section.find("//h2[@id='words']/following-sibling::p[2]/a/@href") == ["../../glossary/"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_on_a_phone_each_form_says_its_language(edition: str, online: str, page: Page) -> None:
    """The heads of the columns stand before the forms, and nothing is wider than the screen."""
    page.goto(f"{online}/{edition}/glossary/")

    heads = page.locator("#mayor td").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content.replaceAll('\"', ''))"
    )

    serbian = "Српски" if edition == "sr-cyrl" else "Srpski"
    assert heads == ["English: ", "Shqip: ", f"{serbian}: "]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("start", ["lakeside/", "lakeside/mandate/", "", "about/"])
def test_search_leads_to_a_term(start: str, edition: str, online: str, page: Page) -> None:
    """From a guide and from a home straight to its place on the page: no municipality is asked for."""
    page.goto(f"{online}/{edition}/{start}")
    page.locator(".md-search").get_by_role("searchbox").fill(SOUGHT[edition])
    result = page.locator(".md-search-result__item[data-entry$='glossary/#disinformation'] > a")
    assert result.locator("small").inner_text() == TITLES[edition]

    result.click()

    page.wait_for_url(f"{online}/{edition}/glossary/#disinformation")
    expect(page.locator("#disinformation")).to_be_in_viewport()


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_is_light(edition: str, small: Path) -> None:
    """14 KB compressed, as the longest sections."""
    assert len(gzip.compress(glossary(small, edition).text.encode())) <= 14 * KB
