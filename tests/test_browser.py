"""The site in Debian's Chromium, as a reader meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from guidebook.model.fields import Text
from guidebook.project import load_project
from tests.support.project import SIGNS
from tests.support.site import EDITIONS, READY, SECTIONS, TOWNS, address

Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def online(whole: Path, serve: Serve) -> str:
    """The address of all guides."""
    return serve(whole / "site")


def test_every_switch_leads_to_the_same_section(online: str, browser: Browser) -> None:
    """All sections of Prizren in all editions: there and back by the words in the header."""
    page = browser.new_page()
    names = {"sq": "Shqip", "sr-latn": "Srpski", "sr-cyrl": "Српски", "en": "English"}
    walked = 0
    for section in SECTIONS:
        page.goto(f"{online}/{address('sq', 'prizren', section)}")
        for key, lang in [*EDITIONS.items(), ("sq", "sq")]:
            current = page.locator(".top__editions [aria-current]")
            if current.inner_text() != names[key]:
                page.locator(".top__editions").get_by_role("link", name=names[key], exact=True).click()
            page.wait_for_url(f"{online}/{address(key, 'prizren', section)}")
            assert page.locator("html").get_attribute("lang") == lang
            assert current.inner_text() == names[key]
            walked += 1
    assert walked == len(SECTIONS) * (len(EDITIONS) + 1)
    page.close()


def test_previous_and_next_walk_through_the_guide(online: str, browser: Browser) -> None:
    """From the first section to the last and back, by the links below the text."""
    page = browser.new_page()
    first, *others = [f"{online}/{address('sr-cyrl', 'junik', section)}" for section in SECTIONS]
    page.goto(first)
    assert page.locator(".turn [rel=prev]").count() == 0
    for url in others:
        page.locator(".turn [rel=next]").click()
        page.wait_for_url(url)
    assert page.locator(".turn [rel=next]").count() == 0
    for url in reversed([first, *others[:-1]]):
        page.locator(".turn [rel=prev]").click()
        page.wait_for_url(url)
    page.close()


@pytest.mark.parametrize(
    "path",
    ["", "sq/", "sq/prizren/", "en/prizren/mandate/", "sr-cyrl/junik/if-something-happens/", "404.html"],
)
def test_a_page_asks_for_its_own_files_alone(path: str, online: str, browser: Browser) -> None:
    """No third party, no dead request, no cookie, no error in the console."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda answer: trouble.extend([answer.url] * (answer.status >= 400)))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))

    tools = ("/tools.js", "/plan.js", "/assessment.js", ".txt")

    page.goto(f"{online}/{path}", wait_until="networkidle")

    assert requests[0] == f"{online}/{path}"
    assert 2 <= len([url for url in requests if not url.endswith(tools)]) <= 5
    assert [url for url in requests if not url.startswith(online)] == []
    assert trouble == []
    assert context.cookies() == []
    context.close()


def test_the_way_to_a_guide_needs_no_script(online: str, browser: Browser) -> None:
    """From the choice of the edition to a section, with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(online)
    page.locator("article").get_by_role("link", name="Shqip").click()
    page.locator(".towns").get_by_role("link", name="Prizren", exact=True).click()
    page.get_by_role("navigation", name="Pjesët").get_by_role("link", name="Kush çfarë bën").click()
    page.wait_for_url(f"{online}/{address('sq', 'prizren', 'who-does-what')}")
    context.close()


def test_the_map_leads_to_each_guide(online: str, browser: Browser) -> None:
    """One outline for each municipality, a link with its name, by mouse and by keyboard, without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{online}/sq/")
    outlines = page.locator(".map svg a")
    assert outlines.count() == len(TOWNS)
    listed = {link.get_attribute("href"): link.inner_text() for link in page.locator(".towns a").all()}
    named = [(link.get_attribute("href"), link.get_attribute("aria-label")) for link in outlines.all()]
    assert dict(named) == listed
    note = page.locator(".map small").inner_text()
    assert "OpenStreetMap" in note
    assert all(name in note for name in ("Gjilan", "Kamenicë", "Novobërdë"))

    outlines.and_(page.locator("[aria-label=Prizren]")).click()
    page.wait_for_url(f"{online}/sq/prizren/")
    page.go_back()
    outlines.and_(page.locator("[aria-label=Gjakovë]")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{online}/sq/gjakova/")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(width: int, online: str, browser: Browser) -> None:
    """On a phone nothing is cut off or scrolls sideways."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    wide = []
    for edition in EDITIONS:
        for section in SECTIONS:
            page.goto(f"{online}/{address(edition, 'mitrovica-north', section)}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(page.url)
    assert wide == []
    page.close()


ELEMENTS = "[...document.querySelectorAll('article *')].map(e => e.tagName + '.' + e.className)"
"""What an article is made of."""


def test_every_text_of_the_record_is_hostile(hostile: Path) -> None:
    """A new text field joins the test, or this fails."""
    town = load_project(hostile).records.towns[0]
    calm = [path for path, text in _texts(town, town.id) if "{{ 7*7 }}" not in text]

    assert calm == []


def _texts(value: object, path: str) -> list[tuple[str, str]]:
    if isinstance(value, Text):
        return [(path, str(value))]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _texts(item, f"{path}.{key}")]
    if isinstance(value, tuple):
        return [found for item in value for found in _texts(item, path)]
    fields = getattr(type(value), "model_fields", {})
    return [found for name in fields for found in _texts(getattr(value, name), f"{path}.{name}")]


def test_text_is_shown_literally_on_every_page(
    hostile: Path, small: Path, serve: Serve, browser: Browser
) -> None:
    """Neither HTML nor Markdown nor Jinja nor Typst nor an attribute list: text is text.

    Each page has the same elements as with calm text, and shows every sign as it is written.
    """
    online, calm = serve(hostile / "site"), serve(small / "site")
    page, other = browser.new_page(), browser.new_page()
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    shown = dict.fromkeys(EDITIONS, 0)
    for edition in EDITIONS:
        for path in [*(address(edition, "lakeside", section) for section in SECTIONS), f"{edition}/"]:
            other.goto(f"{calm}/{path}")
            page.goto(f"{online}/{path}")
            other.wait_for_function(READY)
            page.wait_for_function(READY)
            assert page.evaluate(ELEMENTS) == other.evaluate(ELEMENTS), path
            literal = page.locator("article").inner_text().count(SIGNS)
            named = path in (address(edition, "lakeside", "index"), f"{edition}/")
            assert literal >= (2 if named else 1), path
            assert SIGNS in page.title() or path == f"{edition}/"
            shown[edition] += literal
    page.goto(f"{online}/sq/lakeside/if-something-happens/")
    assert "*a* _b_ `c` [d](e) ![f](g) {: .h } | # i" in page.locator("article").inner_text()
    assert alerts == []
    assert min(shown.values()) > 20
    page.close()
    other.close()
