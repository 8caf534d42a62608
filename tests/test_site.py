"""The site of all municipalities, file by file, as a browser and a search engine get it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from guidebook.model.facts import facts
from guidebook.project import load_project
from tests.support.project import ROOT
from tests.support.site import (
    BASE,
    EDITIONS,
    IN_GUIDES,
    KB,
    PRACTICE,
    SECTIONS,
    SITE_PAGES,
    TOWNS,
    address,
    guide_pages,
    of_editions,
    pages,
    read,
)

HEAVY = ("who-does-what", "sources-and-handover")


@pytest.fixture(scope="session")
def site(whole: Path) -> Path:
    """The published folder."""
    return whole / "site"


def test_the_site_holds_exactly_its_pages(site: Path) -> None:
    """Guides, each beside others and with its papers, homes, the choice of edition, 404, and corrections."""
    guides = {
        address(edition, town, section) for edition in EDITIONS for town in TOWNS for section in SECTIONS
    }

    assert len(guides) == len(TOWNS) * len(EDITIONS) * len(SECTIONS)
    assert {page.url for page in pages(site)} == guides | {
        *("", "404.html"),
        *(f"correct/{town}/" for town in TOWNS),
        *(f"{key}/{town}/{page}/" for key in EDITIONS for town in TOWNS for page in IN_GUIDES),
        *(f"{key}/" for key in EDITIONS),
        *(f"{key}/{page}/" for key in EDITIONS for page in SITE_PAGES),
    }
    others = {path.name for path in site.iterdir()} - set(EDITIONS)
    files = {"index.html", "404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"}
    assert others == {*files, "api", "assets", "correct", "papers", "sheets"}


def test_every_page_says_its_language_and_describes_itself(site: Path) -> None:
    """Browsers, screen readers and search engines rely on it; links travel with title and description."""
    titles: dict[str, list[str]] = {}
    for page in of_editions(site):
        lang = EDITIONS.get(page.url.partition("/")[0], "en")
        assert page.tree.get("lang") == lang, page.url
        content = {
            meta.get("name") or meta.get("property"): meta.get("content")
            for meta in page.find("/html/head/meta")
        }
        assert content["description"] == content["og:description"] != "", page.url
        assert [content["og:title"]] == page.find("/html/head/title/text()"), page.url
        assert [content["og:url"]] == page.find("//link[@rel='canonical']/@href") == [BASE + page.url]
        titles.setdefault(lang, []).append(content["og:title"])
    different = {lang: len(set(found)) for lang, found in titles.items()}
    assert different == dict.fromkeys(
        EDITIONS.values(), len(TOWNS) * (len(SECTIONS) + len(IN_GUIDES)) + 1 + len(SITE_PAGES)
    )


def test_alternates_are_absolute_and_reciprocal(site: Path) -> None:
    """Each page names all its editions and the English one as the default; homes name the root."""
    checked = 0
    for page in of_editions(site):
        rest = page.url.partition("/")[2]
        named = {
            link.get("hreflang"): link.get("href")
            for link in page.find("//link[@rel='alternate'][@hreflang]")
        }
        expected = {lang: f"{BASE}{key}/{rest}" for key, lang in EDITIONS.items()}
        expected["x-default"] = f"{BASE}en/{rest}" if rest else BASE
        assert named == expected, page.url
        checked += 1
    assert (
        checked == len(EDITIONS) * (len(TOWNS) * (len(SECTIONS) + len(IN_GUIDES)) + 1 + len(SITE_PAGES)) + 1
    )


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    """No reader meets a dead link."""
    ids = {page.url: set(page.find("//@id")) for page in pages(site)}
    dead, checked = [], 0
    for page in pages(site):
        for href in page.find("//@href"):
            url, anchor = urldefrag(urljoin(BASE + page.url, href))
            if not url.startswith(BASE):
                continue
            target = url.removeprefix(BASE)
            checked += 1
            exists = target in ids or (site / target).is_file()
            if not exists or (anchor and anchor not in ids[target]):
                dead.append(f"{page.url}: {href}")
    assert checked > 50_000
    assert dead == []


def test_ids_are_unique_and_headings_have_the_same_in_every_edition(site: Path) -> None:
    """An address with an anchor survives the change of the language."""
    by_place: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for town, section, page in guide_pages(site):
        ids = page.find("//@id")
        assert len(ids) == len(set(ids)), page.url
        headings = page.find("//article//*[self::h1 or self::h2 or self::h3]")
        anchors = tuple(heading.get("id", "") for heading in headings)
        assert all(anchors), page.url
        by_place.setdefault((town, section), set()).add(anchors)
    assert len(by_place) == len(TOWNS) * len(SECTIONS)
    assert [place for place, anchors in by_place.items() if len(anchors) > 1] == []


TO_HANDBOOK = {"index", "first-100-days"} | {chapter["section"] for chapter in PRACTICE.values()}
"""Sections that lead to the handbook: the first, that of a step with a chapter, those of the chapters."""


def test_a_page_carries_the_navigation_of_its_own_guide_alone(site: Path) -> None:
    """All sections, this one marked; no other municipality is linked."""
    for town, section, page in guide_pages(site):
        items = page.find("//nav[@id='sections']/ol/li")
        assert len(items) == len(SECTIONS), page.url
        assert items[SECTIONS.index(section)].xpath("*[@aria-current='page']"), page.url
        paths = [
            urlsplit(urljoin(BASE + page.url, href)).path.strip("/").split("/")
            for href in page.find("//a/@href")
            if not href.startswith(("http", "tel:", "mailto:"))
        ]
        handbook = {"practice"} if section in TO_HANDBOOK else set()
        footer = {name for name in SITE_PAGES if not name.startswith("practice")}
        assert {path[1] for path in paths if len(path) > 1} == {town} | footer | handbook, page.url


def test_pages_are_light(site: Path) -> None:
    """14 KB without the article, 30 KB with it; the two long sections 14 KB compressed (KB: 1,024 bytes)."""
    checked = 0
    for _town, section, page in guide_pages(site):
        article = re.search(r"<article.*</article>", page.text, re.DOTALL)
        assert article is not None
        assert len((page.text[: article.start()] + page.text[article.end() :]).encode()) <= 14 * KB, page.url
        if section in HEAVY:
            assert len(gzip.compress(page.text.encode())) <= 14 * KB, page.url
        else:
            assert len(page.text.encode()) <= 30 * KB, page.url
        checked += 1
    assert checked == len(TOWNS) * len(EDITIONS) * len(SECTIONS)


def test_nothing_is_loaded_from_a_third_party(site: Path) -> None:
    """No script, style, font, picture or frame from elsewhere."""
    loads = "//script/@src | //img/@src | //iframe/@src | //source/@src"
    links = "//link[not(@rel='canonical' or @rel='alternate')]/@href"
    loaded = [(page.url, url) for page in pages(site) for url in page.find(f"{loads} | {links}")]
    assert len(loaded) > 3_000
    assert [entry for entry in loaded if urlsplit(entry[1]).netloc] == []
    for style in (site / "assets").rglob("*.css"):
        assert not re.search(r"@import|url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style


def test_the_only_phone_numbers_are_those_in_the_data(site: Path) -> None:
    """Nobody calls a number that was made up."""
    known = {"112", "192", "193", "194"}
    records = load_project(ROOT).records
    written = [body.phone for body in records.content.bodies.values() if body.phone]
    for town in records.towns:
        for at in facts(town):
            written += at.fact.value or () if at.address.endswith(".phone") else ()
    known |= {number.replace(" ", "") for number in written}
    dialled = {
        href.removeprefix("tel:")
        for page in pages(site)
        for href in page.find("//a[starts-with(@href, 'tel:')]/@href")
    }
    assert len(known) > 4
    assert dialled == known


def test_the_sitemap_names_every_page_with_its_editions(site: Path) -> None:
    """One sitemap; each address once, with its alternates."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    urls = [(url.findtext("s:loc", "", names), url.findall("x:link", names)) for url in root]

    assert sorted(url for url, _ in urls) == sorted(BASE + page.url for page in of_editions(site))
    assert {len(links) for _, links in urls} == {5}
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_an_unknown_fact_is_a_line_to_write_on(small: Path) -> None:
    """A record with the minimum gets its guide; nothing in it is invented."""
    page = read(small / "site/en/minimal/local-picture/index.html")
    shown = {
        tag.get("data-fact").removeprefix("minimal.profile."): (tag.get("class"), tag.text_content())
        for tag in page.find("//*[starts-with(@data-fact, 'minimal.profile.')]")
    }

    assert len(shown) == 9
    assert set(shown.values()) == {("line", "not known")}
    assert not re.search(r"\d", page.find("//article//table")[0].text_content())


def test_a_known_fact_shows_value_source_and_day(small: Path) -> None:
    """What the YAML says is what the page says, in the way of the edition."""
    shown = {}
    for edition in EDITIONS:
        page = read(small / f"site/{edition}/lakeside/local-picture/index.html")
        cell = page.find("//*[@data-fact='lakeside.profile.population']/..")[0]
        shown[edition] = " ".join(cell.text_content().split())

    assert shown == {
        "sq": "12 345 Agjencia e Statistikave të Kosovës (ASK) · lexuar më 22 nëntor 2026",
        "sr-latn": "12.345 Agencija za statistiku Kosova (ASK) · pročitano: 22. novembar 2026.",
        "sr-cyrl": "12.345 Агенција за статистику Косова (АСК) · прочитано: 22. новембар 2026.",
        "en": "12,345 Kosovo Agency of Statistics (KAS) · read on 22 November 2026",
    }


def test_every_known_fact_is_shown_and_every_mark_is_a_fact(small: Path) -> None:
    """What hub staff write reaches the reader, and a mark on a page leads back to where it is written."""
    town = next(town for town in load_project(small).records.towns if town.id == "lakeside")
    known = {at.address for at in facts(town) if at.fact.value is not None}
    marks = {
        mark
        for section in SECTIONS
        for mark in read(small / "site" / address("en", "lakeside", section) / "index.html").find(
            "//@data-fact"
        )
    }

    assert len(known) > 25
    titles = {f"lakeside.names.{name}" for name in ("sq", "sr", "en")}
    assert known - titles - marks == set()
    assert marks - {at.address for at in facts(town)} == {"lakeside.names.others"}
