"""The way in: a municipality is found by any of its names, help is one tap away, a first visit is light."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.site import EDITIONS, ONE_OF_EACH, SECTIONS, TOWNS, address

HELP = ("index", "if-something-happens")
"""The sections that show all emergency numbers themselves."""


@pytest.fixture(scope="session")
def online(whole: Path, serve: Callable[[Path], str]) -> str:
    """The address of all guides."""
    return serve(whole / "site")


@pytest.fixture
def page(reused_page: Page) -> Page:
    """The page on a phone that the tests of a home share."""
    return reused_page


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("typed", "towns"),
    [
        ("Gjakova", ["gjakova"]),
        ("Gjakovës", ["gjakova"]),
        ("Djakovica", ["gjakova"]),
        ("Ђаковица", ["gjakova"]),
        ("PRIŠ", ["prishtina"]),
        ("приз", ["prizren"]),
        ("mitrov", ["mitrovica-north", "mitrovica-south"]),
        ("Vucitrn", ["vushtrri"]),
        ("xyz", []),
    ],
)
def test_list_and_map_narrow_to_the_name_that_is_typed(
    edition: str, typed: str, towns: list[str], online: str, page: Page
) -> None:
    """Any script and spelling in every edition; an empty field shows all again."""
    page.goto(f"{online}/{edition}/")
    field, listed = page.locator(".filter input"), page.locator(".towns li:visible a")
    assert listed.count() == len(TOWNS)

    field.fill(typed)

    expect(listed).to_have_count(len(towns))
    shown = [link.get_attribute("href") for link in listed.all()]
    marked = [link.get_attribute("href") for link in page.locator(".map a:not([data-out])").all()]
    assert sorted(map(str, shown)) == sorted(map(str, marked)) == [f"{town}/" for town in towns]
    assert page.locator(".regions section:visible").count() == min(1, len(towns))
    assert bool(page.locator(".filter [role=status]").inner_text()) is not bool(towns)
    field.fill("")
    expect(listed).to_have_count(len(TOWNS))


def test_enter_opens_the_municipality_that_is_left(online: str, page: Page) -> None:
    """A name and Enter: the guide."""
    page.goto(f"{online}/sr-latn/")
    page.locator(".filter input").fill("ferizaj")
    expect(page.locator(".towns li:visible")).to_have_count(1)

    page.keyboard.press("Enter")

    page.wait_for_url(f"{online}/sr-latn/ferizaj/")


@pytest.mark.parametrize("edition", EDITIONS)
def test_help_is_one_tap_away(edition: str, online: str, page: Page) -> None:
    """The numbers stand on the page, or its head leads to them or calls."""
    for section in SECTIONS:
        page.goto(f"{online}/{address(edition, 'prizren', section)}")
        if section not in HELP:
            link = page.locator(".top__alarm")
            assert page.evaluate("e => e.getBoundingClientRect().bottom", link.element_handle()) < 120
            link.click()
            page.wait_for_url(f"{online}/{address(edition, 'prizren', 'if-something-happens')}*")
        numbers = page.locator(".alarm a[href^='tel:']").all_inner_texts()
        assert numbers == ["112", "192", "193", "194"]
    for path in ("", f"{edition}/", *(f"{edition}/{name}/" for name in ONE_OF_EACH), "404.html"):
        page.goto(f"{online}/{path}")
        assert page.locator(".top__alarm").get_attribute("href") == "tel:112"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_parts_of_a_page_stand_under_its_section(edition: str, online: str, page: Page) -> None:
    """Every second heading of the text is a link in the list of sections, in order and in the same words."""
    for section in SECTIONS:
        page.goto(f"{online}/{address(edition, 'prizren', section)}")
        heads = page.locator("article h2[id]").all()
        links = page.locator(".sections li li a").all()
        assert [link.get_attribute("href") for link in links] == [
            f"#{head.get_attribute('id')}" for head in heads
        ]
        assert [link.inner_text() for link in links] == [head.inner_text().strip() for head in heads]
        assert len(links) >= 1


@pytest.mark.parametrize("path", ["", "sq/", "sr-cyrl/", "sr-cyrl/prizren/", "sr-cyrl/istog/first-100-days/"])
def test_a_first_visit_is_light(path: str, online: str, browser: Browser) -> None:
    """90 KB compressed with everything a page asks for, and nothing jumps while it opens."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => {"
        " for (const shift of list.getEntries()) window.moved += shift.value;"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    bodies: dict[str, bytes] = {}
    page.on("response", lambda answer: bodies.update({answer.url: answer.body()}))

    page.goto(f"{online}/{path}", wait_until="networkidle")

    assert len(bodies) >= 3
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= 90_000
    assert page.evaluate("window.moved") < 0.01
    assert not any(re.search(r"search|match|filter", url.rpartition("/")[2]) for url in bodies)
    context.close()
