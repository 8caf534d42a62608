"""Every unknown leads somewhere: a way to the office, three calls for today, one question for each page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from guidebook.model.facts import facts
from guidebook.project import load_project
from tests.support.project import ROOT
from tests.support.site import EDITIONS, TOWNS, Built, address, guide_pages, pages, read

UNKNOWN = {"not known", "nuk dihet", "nije poznato", "није познато"}
REACHABLE = ".//a[starts-with(@href, 'tel:') or starts-with(@href, 'http')]/@href"


def data(name: str) -> Any:
    """A file of the data, read without the program."""
    return yaml.safe_load((ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written() -> dict[str, set[str]]:
    """What the data has to dial or to open, for each municipality."""
    common = {f"tel:{number}" for number in data("emergency")["numbers"]}
    for body in data("bodies").values():
        common |= {body["website"], f"tel:{body['phone']}".replace(" ", "")}
    of_towns = {town: set(common) for town in TOWNS}
    for at in (at for town in load_project(ROOT).records.towns for at in facts(town)):
        if at.field.startswith("contacts.") and at.fact.value:
            values = at.fact.value if isinstance(at.fact.value, tuple) else (at.fact.value,)
            of_towns[at.town] |= {f"tel:{value}".replace(" ", "") for value in values} | {*map(str, values)}
    return of_towns


def seen(element: Any) -> str:
    """Text as a reader sees it: any white space is one space."""
    return " ".join(element.text_content().split())


def test_three_calls_can_be_made_in_every_municipality(whole: Path, written: dict[str, set[str]]) -> None:
    """Each has a number to dial or a page to open, and each stands in the data."""
    checked = 0
    for town, section, page in guide_pages(whole / "site"):
        if section != "index":
            continue
        calls = page.find("//ul[@class='contacts']/li")
        assert len(calls) == 3, page.url
        for call in calls:
            ways = call.xpath(REACHABLE)
            assert ways, (page.url, seen(call))
            assert set(ways) <= written[town], page.url
        checked += 1
    assert checked == len(EDITIONS) * len(TOWNS)


def test_an_unknown_office_has_its_best_known_way(whole: Path, written: dict[str, set[str]]) -> None:
    """On the call list of every guide: what it is, a way in the data, and a line for the direct number."""
    for town, section, page in guide_pages(whole / "site"):
        if section != "if-something-happens":
            continue
        lines = page.find("//li[@class='contact']/span[@class='line' and @data-fact]")
        assert len(lines) > 7
        for line in lines:
            (way,) = line.xpath("../span[@class='way']")
            ways = way.xpath(REACHABLE)
            assert ways, (page.url, seen(way))
            assert set(ways) <= written[town], page.url
            assert ":" in seen(way)
            assert seen(line) not in UNKNOWN


def below_headings(page: Built) -> Iterator[tuple[str, str]]:
    """Each heading of a page with the text below it, up to the next heading."""
    for term in page.find("//article//dt"):
        yield seen(term), seen(term.getnext())
    for heading in page.find("//article//*[self::h2 or self::h3]"):
        below = ""
        for element in heading.itersiblings():
            if element.tag in ("h2", "h3"):
                break
            below += f" {seen(element)}"
        yield seen(heading), below.strip()


def test_no_heading_is_followed_by_not_known_alone(whole: Path) -> None:
    """What was not reported shares one line and one question on its page."""
    checked = 0
    for _town, section, page in guide_pages(whole / "site"):
        for heading, below in below_headings(page):
            assert below not in UNKNOWN, (page.url, heading)
            checked += 1
        unreported = page.find("//p[@class='unreported']")
        assert len(unreported) <= 1, page.url
        for line in unreported:
            assert "?" in seen(line)
            assert line.xpath("strong")
            assert line.xpath("span[@class='line']")
        if section == "index":
            assert not page.find("//a[contains(@href, '#questions')]")
    pages.cache_clear()
    assert checked > 10_000


def test_what_is_not_reported_is_named_once(small: Path) -> None:
    """Where nothing was reported the page names all it looked for; with one report the rest."""
    for town, names in {
        "minimal": "Safety council, Local public safety committees",
        "lakeside": "Local public safety committees",
    }.items():
        page = read(small / "site" / address("en", town, "safety-council") / "index.html")
        (line,) = page.find("//p[@class='unreported']")
        assert seen(line.xpath("strong")[0]) == names
        assert len(page.find("//dl[@class='findings']")) == (town == "lakeside")


def test_a_record_without_any_contact_has_a_line(small: Path) -> None:
    """Where the municipality itself cannot be reached no way is made up."""
    page = read(small / "site" / address("en", "minimal", "if-something-happens") / "index.html")
    (line,) = page.find("//*[@data-fact='minimal.contacts.deputy_mayor.phone']")

    assert seen(line) in UNKNOWN
    assert not line.xpath("../span[@class='way'] | ../../span[@class='way']")
