"""The practice handbook, the page between centre and municipality, and the picture of the referral path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.support.pdf import elements, text, words
from tests.support.project import ROOT, TWO_TOWNS
from tests.support.site import CHAPTERS, EDITIONS, PRACTICE, SECTIONS, SITE, Built, read
from tests.support.texts import pieces, texts, translated

pytestmark = pytest.mark.slow

CENTRAL = yaml.safe_load((ROOT / "data/central.yaml").read_text(encoding="utf-8"))
SMALL = yaml.safe_load((TWO_TOWNS / "data/practice.yaml").read_text(encoding="utf-8"))
PATH = yaml.safe_load((ROOT / "data/worksheets.yaml").read_text(encoding="utf-8"))["referral_path"]
FITS = """svg => [...svg.querySelectorAll("text")].filter(text => {
  const {x, y, width, height} = text.getBBox(), inside = (box) =>
    box.x <= x && x + width <= box.x + box.width && box.y <= y && y + height <= box.y + box.height + 1;
  const boxes = [...svg.querySelectorAll("rect")].map(rect => rect.getBBox());
  return text.parentNode === svg && text.textContent.length > 4 && !boxes.some(inside);
}).map(text => text.textContent)"""
"""The lines of a picture that stand out of every box."""


def chapter(root: Path, edition: str, key: str) -> Built:
    """The page of a chapter."""
    return read(root / f"site/{edition}/practice/{key}/index.html")


def seen(page: Built) -> str:
    """The text of an article, or of a body without one."""
    return " ".join(page.find("//article | //body[not(.//article)]")[0].text_content().split())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("key", SMALL)
def test_a_chapter_says_what_the_data_say(key: str, edition: str, unchanged: Path) -> None:
    """On its page in their order, and every word in its PDF."""
    shown, record = seen(chapter(unchanged, edition, key)), SMALL[key]
    printed = words(text(unchanged / f"site/{edition}/practice/{key}/{key}-{edition}.pdf"))

    at = 0
    for given in [record["title"], record["question"], *texts(record["body"])]:
        for piece in map(str.strip, pieces(translated(given, edition, unchanged))):
            found = shown.find(piece, at)
            assert found >= 0, f"{piece!r} does not stand behind {shown[:at][-40:]!r}"
            at = found + len(piece)
            assert words(piece) <= printed
    assert "___" not in shown


def test_on_paper_cards_stand_in_frames_and_a_new_page_begins(unchanged: Path) -> None:
    """What is cut out stands apart from what the facilitator keeps; a blank is a line to write on."""
    file = unchanged / "site/en/practice/rowing/rowing-en.pdf"
    first, second, *_ = text(file, "-layout").split("\f")

    assert "Look at the sky" in first
    assert "On the water" not in first
    assert "The oar breaks." in second
    with pikepdf.open(file) as pdf:
        assert len([one for one in elements(pdf) if one.S == "/TH"]) >= 4
        assert str(pdf.Root.Lang) == "en"


def test_the_handbook_stays_within_its_words(small: Path) -> None:
    """A chapter has at most 2,000 words, all have 12,000; each language says about as much."""
    counts = {
        edition: {key: len(seen_without_sources(small, edition, key).split()) for key in CHAPTERS}
        for edition in EDITIONS
    }

    assert len(CHAPTERS) >= 8
    assert all(max(own.values()) <= 2_000 and sum(own.values()) <= 12_000 for own in counts.values())
    for edition in EDITIONS:
        for key, count in counts["en"].items():
            assert 0.75 <= counts[edition][key] / count <= 1.35, (edition, key)


def seen_without_sources(root: Path, edition: str, key: str) -> str:
    """The text of a chapter without its source notes and list of sources."""
    page = chapter(root, edition, key)
    for part in page.find("//ul[@class='sources'] | //p[@class='cited']"):
        part.drop_tree()
    return seen(page)


@pytest.mark.parametrize("edition", EDITIONS)
def test_sections_lead_to_their_chapters_and_these_to_each_other(edition: str, small: Path) -> None:
    """From the section a chapter names, from the first page and the home; the step to its chapter."""
    for key, record in PRACTICE.items():
        section = read(small / f"site/{edition}/lakeside/{record['section']}/index.html")
        assert section.find(f"//nav[@aria-labelledby='practice']//a[@href='../../practice/{key}/']"), key
        assert chapter(small, edition, key).find("//article//a[@href='../']")
    index = read(small / f"site/{edition}/practice/index.html")
    assert index.find("//article//h2/a/@href") == [f"{key}/" for key in PRACTICE]
    assert "../practice/" in read(small / f"site/{edition}/lakeside/index.html").find("//article//a/@href")
    assert "practice/" in read(small / f"site/{edition}/index.html").find("//article//a/@href")
    days = read(small / f"site/{edition}/lakeside/first-100-days/index.html")
    steps = {record["step"] for record in PRACTICE.values() if "step" in record}
    assert steps == {"tabletop-exercise"}
    assert days.find("//li[.//input[@name='tabletop-exercise']]//a/@href") == ["../../practice/exercise/"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_source_of_a_chapter_is_listed_on_it(edition: str, small: Path) -> None:
    """With the day it was read."""
    for key, record in PRACTICE.items():
        page = chapter(small, edition, key)
        named = [block.get("source", []) for block in record["body"]] + [record["source"]]
        keys = {one for own in named for one in ([own] if isinstance(own, str) else own)}
        assert {item.get("id") for item in page.find("//ul[@class='sources']/li")} == {
            f"source-{one}" for one in keys
        }
        assert len(page.find("//ul[@class='sources']/li/small")) == len(keys)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_line_between_the_levels_says_how_sure_it_is(edition: str, small: Path) -> None:
    """Seen in a source, our own proposal, or to be confirmed: each claim carries one of them."""
    page = read(small / f"site/{edition}/lakeside/central-local/index.html")
    proposal = translated("our proposal, to be agreed on", edition, small)
    marks = {"source": 0, "proposal": 0, "open": 0}

    for key, record in CENTRAL["institutions"].items():
        items = page.find(f"//h2[@id='{key}']/following-sibling::ul[position() <= 2]/li")
        claims = [*record["expect"], *record["owe"]]
        for claim, item in zip(claims, items[: len(claims)], strict=True):
            (note,) = item.xpath("small")
            assert item.text_content().startswith(translated(claim["text"], edition, small))
            kind = "source" if "source" in claim else "proposal" if claim.get("proposal") else "open"
            assert note.get("class") == ("source" if kind == "source" else "confirm")
            assert (note.text_content() == proposal) == (kind == "proposal")
            marks[kind] += 1
    assert min(marks.values()) > 10
    assert len(page.find("//nav[@id='sections']/ol/li/a")) == len(SECTIONS)


def path_texts(edition: str, root: Path) -> Iterator[str]:
    """The texts of the referral path in their order: what, where an answer leads, office, time."""
    for step in PATH.values():
        aside = [step["aside"]["do"]] if "aside" in step else []
        yield from (translated(one, edition, root) for one in [step["do"], *aside])
        yield f"{translated(step['office'], edition, root)} · {translated(step['time'], edition, root)}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_picture_says_what_the_list_says(
    edition: str, small: Path, serve: Callable[[Path], str], reused_page: Page
) -> None:
    """Each text of the path stands in the list and, in lines that fit their boxes, in the picture."""
    page = read(small / f"site/{edition}/lakeside/worry-about-one-person/index.html")
    listed = " ".join(page.find("//ol[@class='path']")[0].text_content().split())
    (image,) = page.find("//p[@class='picture']/img")
    svg = (small / f"site/{edition}/referral-path.svg").read_text(encoding="utf-8")

    reused_page.set_content(f"<body style='margin:0;width:360px'>{svg}</body>")
    drawn = " ".join(reused_page.locator("svg text").all_text_contents())

    assert image.get("src") == "../../referral-path.svg"
    assert len(image.get("alt").split()) > 15
    for given in path_texts(edition, small):
        assert given in listed
        assert given in drawn
    assert reused_page.locator("svg").evaluate(FITS) == []
    reused_page.goto(f"{serve(small / 'site')}/{edition}/lakeside/worry-about-one-person/")
    width = reused_page.locator(".picture img").evaluate("img => img.naturalWidth && img.width")
    assert 300 < width <= 360


def test_the_picture_stands_in_the_printed_guide(small: Path) -> None:
    """As a figure with its alternative, in the words of the page."""
    for edition in EDITIONS:
        with pikepdf.open(small / f"site/{edition}/lakeside/lakeside-{edition}.pdf") as pdf:
            figures = [one for one in elements(pdf) if one.S == "/Figure"]
        assert len(figures) == 1
        page = read(small / f"site/{edition}/lakeside/worry-about-one-person/index.html")
        assert [str(figures[0].Alt)] == page.find("//p[@class='picture']/img/@alt")


def test_the_picture_is_readable_in_the_dark(small: Path, browser: Browser) -> None:
    """Its letters stand out from their boxes in both schemes."""
    svg = (small / "site/sq/referral-path.svg").read_text(encoding="utf-8")
    colours: dict[str, Any] = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.set_content(svg)
        script = "([text, box]) => [text, box].map(one => getComputedStyle(document.querySelector(one)).fill)"
        colours[scheme] = page.evaluate(script, [".text", ".box"])
        page.close()
    light, dark = (
        [sum(map(int, re.findall(r"\d+", colour))) for colour in colours[scheme]] for scheme in colours
    )
    assert light[1] - light[0] > 400
    assert dark[0] - dark[1] > 400


def test_only_editions_of_the_site_have_a_handbook(small: Path) -> None:
    """One for each, all with the same chapters."""
    folders = {path.parent.name for path in (small / "site").glob("*/practice")}

    assert folders == set(SITE["editions"])
    for edition in folders:
        assert {path.name for path in (small / f"site/{edition}/practice").iterdir() if path.is_dir()} == set(
            CHAPTERS
        )
