"""What a page offers on paper, and what the browser's own print gives."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.support.site import EDITIONS, SECTIONS, Built, address, read

TOWN = "lakeside"
SINGLE = [
    "call-sheet",
    "response-sheet",
    "mandate-card",
    "first-100-days",
    "self-assessment",
    "handover-sheet",
]
BOTH = ["call-sheet", "response-sheet", "statements"]
OFFERED = {
    "index": SINGLE,
    "mandate": ["mandate-card"],
    "first-100-days": ["first-100-days"],
    "if-something-happens": ["call-sheet", "response-sheet"],
    "self-assessment": ["self-assessment"],
    "sources-and-handover": ["handover-sheet"],
}
"""The sheets in the page's own language, by section."""
PAIRS = {
    "sq": ["sq-sr-latn", "sq-sr-cyrl"],
    "sr-latn": ["sq-sr-latn"],
    "sr-cyrl": ["sq-sr-cyrl"],
    "en": ["sq-sr-latn", "sq-sr-cyrl"],
}
"""The sheets in two languages, by edition."""
WHOLE_PIECES = "tr, fieldset, blockquote, .alarm, .ticks > li, .contact, .contacts, .form"


@pytest.fixture
def page(page: Page) -> Page:
    """A page on a phone of a reader who likes dark."""
    page.emulate_media(color_scheme="dark")
    return page


def squeezed(text: str) -> str:
    """A text without spaces and hyphens, which a line may add or take."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def section_page(site: Path, edition: str, section: str) -> Built:
    """A page of the town as it was published."""
    url = address(edition, TOWN, section)
    return read(site / url / "index.html", url)


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_page_offers_the_guide_and_its_own_sheets(edition: str, small: Path) -> None:
    """Pages and size are those of the file; sheets in two languages stand with the page they belong to."""
    site = small / "site"
    for section in SECTIONS:
        built = section_page(site, edition, section)
        hrefs = built.find("//aside[@class='paper']//a/@href")
        paths = [(site / built.url / href).resolve().relative_to(site.resolve()).as_posix() for href in hrefs]
        own = [f"{edition}/{TOWN}/sheets/{name}.pdf" for name in OFFERED.get(section, [])]
        pairs = [f"sheets/{TOWN}/{name}-{pair}.pdf" for name in BOTH for pair in PAIRS[edition]]
        whole = f"{edition}/{TOWN}/{TOWN}-{edition}.pdf"
        expected = [*own, *(pairs if section == "if-something-happens" else []), whole]
        assert sorted(paths) == sorted(expected), section
        assert all((site / path).is_file() for path in paths)
        with pikepdf.open(site / whole) as pdf:
            number, size = len(pdf.pages), round((site / whole).stat().st_size / 1000)
        note = built.find("//aside[@class='paper']/ul/li[last() - 1]/small/text()")
        assert note[0].endswith(f" {number} · {size} KB")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("section", ["index", "if-something-happens", "sources-and-handover"])
def test_the_browser_prints_the_text_alone(
    edition: str, section: str, online: str, page: Page, tmp_path: Path
) -> None:
    """Every word of the text, the draft notice, the addresses of sources; nothing one only taps."""
    page.goto(f"{online}/{address(edition, TOWN, section)}")
    wanted = page.locator(
        "h1, article :is(h2, li:not(:has(li, .line, [href^=http])), td, blockquote)"
    ).all_inner_texts()
    chrome = [
        page.locator(place).first.inner_text()
        for place in (".top__sections", ".keep button", ".paper [data-print]", ".turn small")
        if page.locator(place).count()
    ]
    sources = [link.get_attribute("href") or "" for link in page.locator(".sources a").all()]

    page.pdf(path=str(tmp_path / "printed.pdf"), prefer_css_page_size=True)

    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(tmp_path / "printed.pdf"), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    on_paper, lines = squeezed(printed), {line.strip() for line in printed.splitlines()}
    assert len(wanted) > 5
    assert [text for text in wanted if squeezed(text) not in on_paper] == []
    assert chrome
    assert [word for word in chrome if word in lines] == []
    assert [url for url in sources if squeezed(url) not in on_paper] == []
    assert bool(sources) is (section == "sources-and-handover")
    assert page.locator(".foot .draft").count() == (edition != "en")


def test_on_paper_nothing_that_belongs_together_is_cut(online: str, page: Page) -> None:
    """Rows, boxes, forms and entries stay whole, headings stay with their text; ink on white in dark too."""
    page.emulate_media(media="print")
    checked = 0
    for section in SECTIONS:
        page.goto(f"{online}/{address('sq', TOWN, section)}")
        cut = page.evaluate(
            "all => [...document.querySelectorAll(all)].map(e => getComputedStyle(e).breakInside)",
            ", ".join(f"article {piece}" for piece in WHOLE_PIECES.split(", ")),
        )
        heads = page.evaluate(
            "[...document.querySelectorAll('article :is(h2, h3)')].map(e => getComputedStyle(e).breakAfter)"
        )
        assert set(cut) <= {"avoid"}, section
        assert set(heads) <= {"avoid"}, section
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        checked += len(cut)
    assert checked > 100


def test_a_button_prints_the_section(online: str, page: Page, browser: Browser) -> None:
    """It opens the browser's own print; without scripts there is none."""
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{online}/{address('sq', TOWN, 'mandate')}")
    page.locator("[data-print]").click()
    page.wait_for_function("window.printed")

    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{online}/{address('sq', TOWN, 'mandate')}")
    assert not still.locator("[data-print]").is_visible()
    context.close()
