"""What a mayor reads: the right facts on the right page, each unknown with its question, in every edition."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from guidebook.model.facts import facts
from guidebook.project import Project, load_project
from tests.support.english import english_for
from tests.support.project import ROOT, make
from tests.support.site import (
    EDITIONS,
    IN_GUIDES,
    SECTIONS,
    SITE_PAGES,
    TOWNS,
    Built,
    address,
    guide_pages,
    pages,
    read,
)

CASES = sorted((ROOT / "tests" / "cases" / "reader").glob("*.yaml"))
ASIDE = "small[@class='source'] | .//nav | .//ul[@class='sources']"
"""What does not count as text of a guide: source notes, links, the list of sources."""


@pytest.fixture(scope="module")
def project() -> Project:
    """Everything people wrote."""
    return load_project(ROOT)


@pytest.fixture(scope="session")
def site(whole: Path) -> Path:
    """The published folder."""
    return whole / "site"


def page_of(site: Path, edition: str, town: str, section: str) -> Built:
    """A section of a guide."""
    return read(site / address(edition, town, section) / "index.html", address(edition, town, section))


def seen(text: str) -> str:
    """Text as a reader sees it: any white space is one space."""
    return " ".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_fact_stands_on_its_page_with_its_value(case: Path, edition: str, site: Path) -> None:
    """Ten facts of a municipality, in the words of each edition, and no fact of another one."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    assert len(expected["facts"]) >= 10

    for fact in expected["facts"]:
        page = page_of(site, edition, case.stem, fact["section"])
        shown = page.find(f"//*[@data-fact='{case.stem}.{fact['field']}']")
        text = fact["text"] if isinstance(fact["text"], str) else fact["text"][edition]
        assert shown, f"{fact['field']} is not on {page.url}"
        assert text in seen(" ".join(tag.text_content() for tag in shown)), page.url
        assert {mark.partition(".")[0] for mark in page.find("//@data-fact")} == {case.stem}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("edition", EDITIONS)
def test_each_unknown_becomes_a_question_for_week_1(case: Path, edition: str, site: Path) -> None:
    """Exactly the questions of what is not known here, each with whom to ask."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))["questions"]
    page = page_of(site, edition, case.stem, "first-100-days")
    asked = page.find("//li[@data-question]")

    assert [item.get("data-question") for item in asked] == [f"{case.stem}.{address}" for address in expected]
    assert all("?" in item.text_content() and item.xpath(".//small") for item in asked)


def test_no_page_speaks_of_the_budget_of_2026(site: Path) -> None:
    """A note on one year is outdated when it is read; the mayor is told to ask in the first week."""
    budget = {
        "sq": r"buxhet\w* (për|i|të)( vitin?)? 2026",
        "sr-latn": r"budžet\w* za 2026",
        "sr-cyrl": r"буџет\w* за 2026",
        "en": r"budget (for|of) 2026",
    }
    ask = {
        "sq": "Pyetni që në javën e parë nëse buxheti i këtij viti është miratuar",
        "sr-latn": "Pitajte već prve nedelje da li je budžet za ovu godinu usvojen",
        "sr-cyrl": "Питајте већ прве недеље да ли је буџет за ову годину усвојен",
        "en": "Ask in the first week whether this year's budget is adopted",
    }
    assert budget.keys() == ask.keys() == set(EDITIONS)
    outdated, asking = [], 0
    for page in pages(site):
        edition = page.url.split("/")[0]
        if edition not in EDITIONS:
            continue
        for sources in page.find("//ul[@class='sources']"):
            sources.drop_tree()
        text = seen(page.find("//body")[0].text_content())
        outdated += [page.url] if re.search(budget[edition], text, re.IGNORECASE) else []
        asking += ask[edition] in text
    pages.cache_clear()
    assert outdated == []
    assert asking == 2 * len(TOWNS) * len(EDITIONS)


def test_every_fact_has_one_question(project: Project) -> None:
    """Whatever is unknown, the mayor knows what to ask; no question asks for nothing."""
    addresses = {at.field for town in project.records.towns for at in facts(town)}
    asked = project.records.content.questions
    optional = {"profile.population_counted", "profile.history", "mandate.special_law"}

    wanted = {one for one in addresses if not one.startswith("names.")} - optional
    covered = {one: [key for key in asked if f"{one}.".startswith(f"{key}.")] for one in wanted}
    assert len(covered) > 60
    assert {one: keys for one, keys in covered.items() if len(keys) != 1} == {}
    assert {key for key in asked if not any(f"{one}.".startswith(f"{key}.") for one in addresses)} == set()


def test_every_mark_resolves_to_a_value_with_source_and_day(project: Project, site: Path) -> None:
    """On all pages: a known fact shows its value and has source and day; an unknown one is a line."""
    known = {at.address: at for town in project.records.towns for at in facts(town)}
    checked = 0
    for _town, _section, page in guide_pages(site):
        for tag in page.find("//*[@data-fact]"):
            mark = tag.get("data-fact")
            if mark.endswith(".names.others"):
                continue
            value, text = known[mark].fact.value, tag.text_content()
            assert (tag.get("class") == "line") == (value is None), f"{page.url} {mark}"
            if value is None:
                continue
            assert known[mark].checked, mark
            assert known[mark].source or all(item.source for item in value), mark
            if type(value) is int:
                assert re.sub(r"\D", "", text) == str(value), f"{page.url} {mark}"
            checked += 1
    assert checked > 6_000


def test_every_other_number_stands_in_the_wording(project: Project, site: Path) -> None:
    """No figure about a municipality reaches a page outside a marked fact or its source note."""
    common = [
        path for path in (ROOT / "data").glob("*.yaml") if path.stem not in ("municipalities", "specimen")
    ]
    templates = [*(ROOT / "templates").rglob("*.j2")]
    text = " ".join(path.read_text(encoding="utf-8") for path in [*common, *templates])
    allowed = set(re.findall(r"\d+", text)) | {str(number) for number in range(1, 16)}
    strange = []
    for town, section, page in guide_pages(site):
        questions = {str(len(page_of(site, "en", town, "first-100-days").find("//li[@data-question]")))}
        article = page.find("//article")[0]
        for tag in article.xpath(".//*[@data-fact] | .//small[@class='source'] | .//ul[@class='sources']"):
            tag.drop_tree()
        numbers = set(re.findall(r"\d+", article.text_content()))
        strange += [f"{page.url}: {number}" for number in numbers - allowed - questions if section]
    pages.cache_clear()
    assert strange == []


def test_no_english_stands_on_another_edition(project: Project, site: Path) -> None:
    """Nothing is borrowed: no sentence, title, publisher or abbreviation, unless marked as English."""
    english = {edition: english_for(project, edition) for edition in EDITIONS if edition != "en"}
    assert all(len(one.texts) > 900 and len(one.abbreviations) > 5 for one in english.values())

    borrowed, looked_at = [], 0
    for page in pages(site):
        edition = page.url.split("/")[0]
        if edition in english:
            borrowed += [f"{page.url}: {words}" for words in english[edition].on(page)]
            looked_at += 1
    pages.cache_clear()

    assert looked_at == (len(EDITIONS) - 1) * (
        len(TOWNS) * (len(SECTIONS) + len(IN_GUIDES)) + 1 + len(SITE_PAGES)
    )
    assert borrowed == []


def test_a_report_begins_with_its_year(project: Project, site: Path) -> None:
    """What was said in another year never reads as today's state: first the year, or that none is known."""
    undated = {edition: project.translator(edition).text("no date", "finding") for edition in EDITIONS}
    years = {
        f"{town.id}.{address}": [str(finding.year or "") for finding in at.fact.value]
        for town in project.records.towns
        for address, at in ((at.field, at) for at in facts(town))
        if address.startswith("capacities.") and at.fact.value
    }

    checked = 0
    for page in pages(site):
        for shown in page.find("//*[@data-fact][span[@class='finding']]"):
            of = years[shown.get("data-fact")]
            for finding in shown.find_class("finding"):
                year = seen(finding.text_content()).partition(", ")[0]
                assert year in of or (year == undated[page.url.split("/")[0]] and "" in of), page.url
                checked += 1
    pages.cache_clear()
    assert checked >= len(EDITIONS) * sum(len(of) for of in years.values()) > 900


def words(site: Path, edition: str, town: str, section: str) -> int:
    """Words of a section, without source notes and list of sources."""
    article = page_of(site, edition, town, section).find("//article")[0]
    for tag in article.xpath(f".//{ASIDE}"):
        tag.drop_tree()
    return len(article.text_content().split())


@pytest.mark.parametrize("town", ["prizren", "prishtina", "junik", "mitrovica-north"])
def test_a_guide_is_neither_thin_nor_thick(town: str, site: Path) -> None:
    """4,000 to 9,000 words in English; each section about as long in Albanian and in Serbian."""
    english = {section: words(site, "en", town, section) for section in SECTIONS}

    assert 4_000 <= sum(english.values()) <= 9_000
    for edition in ("sq", "sr-latn", "sr-cyrl"):
        for section, count in english.items():
            assert 0.75 <= words(site, edition, town, section) / count <= 1.35, (edition, section)


def test_no_english_sentence_is_long(project: Project) -> None:
    """At most 30 words: a mayor reads between two meetings."""
    sentences = [
        sentence
        for text in project.texts
        for form in text.texts
        for sentence in re.split(r"(?<=[.?!:;])\s+", form)
    ]

    assert len(sentences) > 1_200
    assert [sentence for sentence in sentences if len(sentence.split()) > 30] == []


@pytest.mark.parametrize("town", ["prizren", "junik", "mitrovica-north"])
def test_start_here_fits_one_and_a_half_phone_screens(
    town: str, site: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    """The ten minutes begin with one glance: 1.5 screens of 390 by 844."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    online = serve(site)
    ends = {}
    for edition in EDITIONS:
        page.goto(f"{online}/{address(edition, town, 'index')}")
        box = page.locator("article .contacts").bounding_box()
        assert box is not None
        ends[edition] = box["y"] + box["height"]
    page.close()
    assert {edition: end for edition, end in ends.items() if end > 1.5 * 844} == {}


def test_a_specimen_is_full_and_says_that_it_is_one(small_copy: Path) -> None:
    """Staff can see every field filled; nobody can take it for a municipality."""
    assert not list((small_copy / "site").rglob("specimen*"))

    summary = make(small_copy, specimen=True)

    assert summary.gaps == 0
    assert summary.pages == len([*(small_copy / "preview/guides").rglob("*.md")])
    guides = [
        read(path)
        for edition in EDITIONS
        for path in (small_copy / "preview/site" / edition / "specimen").rglob("index.html")
    ]
    assert len(guides) == len(EDITIONS) * (len(SECTIONS) + len(IN_GUIDES))
    for page in guides:
        assert len(page.find("//p[@class='specimen']")) == 1
        assert {mark.partition(".")[0] for mark in page.find("//@data-fact")} <= {"specimen"}
        assert not page.find("//li[@data-question]")
        links = page.find(
            "//article//a[starts-with(@href, 'mailto:') or starts-with(@href, 'https://')]/@href"
        )
        own = [link for link in links if "specimen" in link]
        assert all(".example" in link for link in own)
    dated = next(
        page for page in guides if page.find("//h2[@id='day-100']") and page.tree.get("lang") == "en"
    )
    assert "15 March 2026" in dated.find("//h2[@id='day-100']")[0].text_content()
