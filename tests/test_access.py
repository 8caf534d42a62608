"""Everybody can read and use the pages: WCAG 2.2 AA, measured in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.support.site import IN_GUIDES, ONE_OF_EACH, READY, SECTIONS, address

Open = Callable[..., Page]
TYPES = [
    "",
    "sq/",
    *(f"sq/{page}/" for page in ONE_OF_EACH),
    "404.html",
    "correct/lakeside/",
    *(f"sq/lakeside/{page}/" for page in IN_GUIDES),
    *(address("sq", "lakeside", name) for name in SECTIONS),
]
"""One page of each template."""
OTHERS = [
    *("en/minimal/", "sr-cyrl/minimal/mandate/", "sr-latn/lakeside/sources-and-handover/"),
    *("sr-cyrl/minimal/who-does-what/", "en/minimal/if-something-happens/"),
]
"""What differs from them: other editions, and a record where nothing is known."""
WALKED = [
    *("", "sq/", "sq/glossary/", "sq/status/", "sq/open-data/", "404.html", "correct/minimal/"),
    *("sq/lakeside/", "sq/lakeside/self-assessment/", *(f"sq/lakeside/{page}/" for page in IN_GUIDES)),
    "sq/practice/exercise/",
]
"""Walked through by the keyboard."""
SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
ZOOM: dict[str, ViewportSize] = {
    "200 %": {"width": 640, "height": 450},
    "400 %": {"width": 320, "height": 256},
}
"""A desktop screen of 1280 px, enlarged."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CONTROLS = "a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]"

SETTLED = """() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))
  .then(() => Promise.all(document.getAnimations().map(one => one.finished)))"""
"""Until a change of colours has come to its end."""
FOCUS = """() => {
  const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
  const card = getComputedStyle(on, "::after");
  const marked = [style, card].some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
  const line = on.getClientRects()[0] ?? box, at = [line.left + line.width / 2, line.top + line.height / 2];
  const hit = document.elementFromPoint(...at);
  return {
    number: [...document.querySelectorAll(CONTROLS)].indexOf(on),
    seen: on.checkVisibility({opacityProperty: true, visibilityProperty: true}) && box.width > 0
      && box.top > -1 && box.left > -1 && box.bottom < innerHeight + 1 && box.right < innerWidth + 1,
    free: hit !== null && (on.contains(hit) || hit.contains(on)),
    marked,
    html: on.outerHTML.slice(0, 120),
  };
}""".replace("CONTROLS", f"'{CONTROLS}'")
"""Which control has the focus, whether it is in sight, not covered, and marked."""

SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(e => e.checkVisibility({opacityProperty: true}))
  .map(e => ({e, least: e.matches(".alarm a[href^='tel:']") ? 44 : 24, box: e.getBoundingClientRect()}))
  .filter(({e, least, box}) => {
    const target = e.closest("label")?.getBoundingClientRect() ?? box;
    const block = e.closest("p, li, td, dd, div, nav");
    const inText = getComputedStyle(e).display === "inline"
      && block.textContent.trim() !== e.textContent.trim();
    const card = getComputedStyle(e, "::after").position === "absolute";
    return !card && !inText && (target.width < least || target.height < least);
  }).map(({e, box}) => `${Math.round(box.width)} x ${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`)"""
"""The controls that are too small to hit; a link in running text is as high as its line."""


@pytest.fixture
def visit(online: str, reused_page: Page) -> Open:
    """Opens a page of the two towns: path, screen, and what the reader prefers."""

    def start(path: str, screen: ViewportSize, **preferences: Any) -> Page:
        reused_page.set_viewport_size(screen)
        reused_page.emulate_media(**preferences)
        reused_page.goto(f"{online}/{path}")
        reused_page.wait_for_function(READY)
        return reused_page

    return start


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", TYPES + OTHERS)
def test_axe_finds_nothing(path: str, screen: str, visit: Open) -> None:
    """No violation of any impact in light and in dark, best practice included."""
    options = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    page = visit(path, SCREENS[screen])
    page.evaluate(AXE_SCRIPT)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)

        result = page.evaluate("options => axe.run(options)", options)

        assert len(result["passes"]) > 15
        found = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in result["violations"]]
        assert found == [], scheme


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", WALKED)
def test_the_keyboard_reaches_everything_in_sight(path: str, screen: str, visit: Open) -> None:
    """From the first to the last control in the order of the page: in sight, uncovered and marked."""
    page = visit(path, SCREENS[screen])
    wanted = page.evaluate(
        f"""() => {{
          const all = [...document.querySelectorAll({CONTROLS!r})];
          const first = new Map();
          return all.filter(e => (e.tabIndex >= 0 || e.isContentEditable) && e.checkVisibility())
            .filter(e => e.type !== "radio" || !first.has(e.name) && first.set(e.name, e))
            .map(e => all.indexOf(e));
        }}"""
    )
    walked = []
    for _ in wanted:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], focus
        assert focus["free"], focus
        assert focus["marked"], focus
        walked.append(focus["number"])
    assert len(walked) > 5
    assert walked == wanted
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["number"] in (-1, wanted[0])


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", TYPES)
def test_the_first_stop_skips_to_the_text(path: str, screen: str, visit: Open) -> None:
    """The first Tab shows the skip link; the next stop after it stands in the text."""
    page = visit(path, SCREENS[screen])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("class") == "md-skip"
    assert page.evaluate(FOCUS)["seen"]

    skip.press("Enter")
    page.keyboard.press("Tab")

    assert page.url.endswith("#text")
    assert page.evaluate(
        f"""() => document.activeElement === [...document.querySelectorAll({CONTROLS!r})]
          .find(e => document.querySelector("main").compareDocumentPosition(e)
            & Node.DOCUMENT_POSITION_FOLLOWING)"""
    )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", TYPES + OTHERS)
def test_every_control_is_large_enough(path: str, screen: str, visit: Open) -> None:
    """24 px at least each way, 44 px for the emergency numbers."""
    page = visit(path, SCREENS[screen])
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("zoom", ZOOM)
@pytest.mark.parametrize("path", TYPES + OTHERS)
def test_nothing_is_lost_when_enlarged(path: str, zoom: str, visit: Open) -> None:
    """At 200 % and 400 % a page reads in one column: no sideways scrolling, no text cut off or missing."""
    places = (".top", "article", ".foot")
    wide = visit(path, SCREENS["desktop"])
    shown = {place: words(wide, place) for place in places}
    page = visit(path, ZOOM[zoom])
    clipped = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => {
          const style = getComputedStyle(e);
          return e.scrollWidth > e.clientWidth + 1 && style.display !== "inline"
            && (style.overflowX !== "visible" || e.getBoundingClientRect().right > innerWidth);
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOM[zoom]["width"]
    assert clipped == []
    assert all(shown.values())
    for place in places:
        assert words(page, place) >= shown[place]


def words(page: Page, place: str) -> set[str]:
    """The words that show in a part of a page."""
    return set(" ".join(page.locator(place).all_inner_texts()).casefold().split())


@pytest.mark.parametrize("path", WALKED)
def test_nothing_moves_for_a_reader_who_asked_for_rest(path: str, visit: Open) -> None:
    """With reduced motion no transition and no animation is left."""
    page = visit(path, SCREENS["desktop"], reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => [null, "::before", "::after"].some(part => {
          const style = getComputedStyle(e, part);
          return style.animationName !== "none"
            || style.transitionProperty !== "none" && /[1-9]/.test(style.transitionDuration);
        })).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert moving == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("path", WALKED)
def test_forced_colours_leave_shape_and_place(path: str, visit: Open) -> None:
    """In the reader's own colours the current place, the box for emergencies and the focus still show."""
    page = visit(path, SCREENS["desktop"], forced_colors="active")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["marked"]
    for place in page.locator("[aria-current]").all():
        assert place.evaluate(
            "e => getComputedStyle(e).fontWeight >= 600 && getComputedStyle(e).cursor !== 'pointer'"
        )
    for box in page.locator(".alarm, .cards li, .draft").all():
        assert box.evaluate("e => parseFloat(getComputedStyle(e).borderLeftWidth) > 0")
