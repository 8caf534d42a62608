"""A municipality beside others: which ones, and what a reader sees of them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import yaml

from guidebook.model.facts import facts
from guidebook.model.municipality import Municipality
from guidebook.pages.edition import localize_edition
from guidebook.pages.peers import peers, render_comparison, shown_of_peer
from guidebook.project import load_project
from guidebook.review.records import patch
from guidebook.text import in_order
from tests.support.pdf import file, text
from tests.support.project import DATA, REAL_WORDS, ROOT, Shared, change, copy_project, make
from tests.support.site import BASE, EDITIONS, KB, SECTIONS, SITE, TOWNS, Built, pages, read

CASES = sorted((ROOT / "tests" / "cases" / "neighbours").glob("*.yaml"))
TEMPLATES = ROOT / "templates"
PEERS = ("prizren", "suhareka", "mitrovica-north")
"""A municipality, a peer of its region, and one that differs from it in many facts."""
LITTLE = """\
  profile:
    source: kas-census2024-00
    region: prizren
    area_km2: unknown
    population: {value: 11111, to_confirm: yes}
    communities: unknown
    settlements: unknown
    assembly_seats: unknown
    basic_court: unknown
    court_branch: unknown
    police_directorate: unknown
  mandate: unknown
  capacities:
    prevention_coordinator: unknown
    safety_council: unknown
    referral_team: unknown
    local_plan: unknown
    budget_line: unknown
    training:
      - {finding: training-assembly-and-staff, year: 2024, source: kp-mcsc, to_confirm: yes}
    partners:
      - {finding: youth-jobs, year: unknown, source: kp-mcsc}
      - {finding: strong-cities-joined, year: 2017, source: kp-mcsc}
      - {finding: prevention-conference, year: 2021, source: kp-mcsc, to_confirm: yes}
      - {finding: resilience-study, year: 2021, source: kp-mcsc}
    self_assessment: unknown
    deputy_mayor_for_communities: unknown
    communities_committee: unknown
    youth_council: unknown
    public_safety_committees: unknown
"""
"""The second town beside the first: a region, a population to be confirmed, and reports of several years."""


@pytest.fixture(scope="module")
def compared(shared: Shared) -> Path:
    """The two towns in one region, built; the second also alone as a preview."""

    def prepare(root: Path) -> None:
        copy_project(root, REAL_WORDS)
        change(root / DATA, "  profile: unknown\n  mandate: unknown\n  capacities: unknown\n", LITTLE)
        make(root)
        make(root, town="minimal", edition="en")

    return shared("compared", prepare)


def table(page: Built, heading: str) -> dict[str, dict[str, str]]:
    """The rows below a heading by name, each with its cells by the heading of their columns."""
    (found,) = page.find(f"//h2[@id='{heading}']/following::table[1]")
    heads = [head.text_content() for head in found.xpath("thead//th")]
    return {
        seen(row.xpath("th")[0]): dict(zip(heads[1:], map(seen, row.xpath("td")), strict=True))
        for row in found.xpath("tbody/tr")
    }


def seen(tag: Any) -> str:
    """Text as a reader sees it."""
    return " ".join(tag.text_content().split())


def compare_pages(site: Path) -> list[tuple[str, str, Built]]:
    """Edition, municipality and page."""
    found = [page for page in pages(site) if page.url.endswith("/compare/")]
    return [(*page.url.split("/")[:2], page) for page in found]  # type: ignore[misc]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_neighbours_are_of_the_region_and_near_in_population(case: Path, small: Path) -> None:
    """In the order of the alphabet, the municipality among them."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    project = load_project(small)
    blank = next(town for town in project.records.towns if town.id == "minimal")
    translator = project.translator("sq")

    def town(name: str, facts_given: dict[str, Any]) -> Municipality:
        given = {key: None if value == "unknown" else value for key, value in facts_given.items()}
        profile = {
            field: getattr(blank.profile, field).model_copy(update={"value": given[field]})
            for field in ("region", "population")
        }
        own = blank.names.by_language()["sq"].model_copy(update={"value": given.get("name", name)})
        parts = {
            "id": name,
            "profile": blank.profile.model_copy(update=profile),
            "names": blank.names.model_copy(update={"sq": own}),
        }
        return blank.model_copy(update=parts)

    towns = {name: town(name, facts_given) for name, facts_given in expected["towns"].items()}
    for name, wanted in expected["peers"].items():
        for order in (1, -1):
            found = peers(towns[name], list(towns.values())[::order], translator)

            assert {kind: [one.id for one in group] for kind, group in found.items()} == wanted


def test_facts_stand_beside_each_other_as_in_the_data(compared: Path) -> None:
    """Value, note and year; what is unknown says so and is no line to write on."""
    page = read(compared / "site/en/lakeside/compare/index.html")

    assert table(page, "region") == {
        "Lakeside this municipality": {
            "Population": "12,345 People counted: 2,345",
            "Communities": "Albanian 6,000 · Serb 5,000 · Ashkali 1,000 · Turkish, others 345",
            "Seats in the assembly": "19 to be confirmed",
            "Languages": "Albanian, Serbian and Turkish in official use: Romani",
            "Reported": "Safety council: 2019, no date to be confirmed",
        },
        "Little": {
            "Population": "11,111 to be confirmed",
            "Communities": "not known",
            "Seats in the assembly": "not known",
            "Languages": "not known in official use: not known",
            "Reported": "Training of staff and assembly: 2024 to be confirmed"
            "Partners and networks: 2021, 2017, no date",
        },
    }
    assert page.find("//article//*[contains(@class, 'line')]") == []
    assert [seen(tag) for tag in page.find("//article//*[@aria-current]")] == ["Lakeside"]
    assert seen(page.find("//h2[@id='region']/following::p[1]")[0]) == "Region: Prizren."


def test_who_is_above_is_named_and_not_shown_again(compared: Path) -> None:
    """The two are of one region and near in size: one table, and a sentence for the other."""
    page = read(compared / "site/en/lakeside/compare/index.html")

    assert len(page.find("//article//table")) == 1
    assert "Shown above, with the region: Little." in seen(page.find("//article")[0])


def test_nobody_known_beside_it_is_said(small: Path) -> None:
    """Without region and population a municipality stands alone, and nothing is guessed."""
    page = read(small / "site/en/minimal/compare/index.html")
    words = seen(page.find("//article")[0])

    assert list(table(page, "region")) == ["Little this municipality"]
    assert set(table(page, "region")["Little this municipality"].values()) == {
        "not known",
        "not known in official use: not known",
    }
    assert "Region: not known. No other municipality is known to lie in the same region." in words
    assert "No other municipality is known to be near in population." in words


@pytest.mark.parametrize("edition", EDITIONS)
def test_section_and_page_lead_to_each_other(edition: str, small: Path) -> None:
    """The page belongs to the guide and is none of its sections."""
    section = read(small / f"site/{edition}/lakeside/local-picture/index.html")
    page = read(small / f"site/{edition}/lakeside/compare/index.html")

    ways = section.find("//article//p[@class='screen']/a/@href")
    assert ways == ["../compare/", "../papers/#local-picture-form"]
    assert "../local-picture/" in page.find("//article//a/@href")
    assert len(page.find("//nav[@id='sections']/ol/li/a")) == len(SECTIONS)
    assert page.find("//nav[@id='sections']//*[@aria-current] | //nav[@class='turn']") == []
    assert page.find("//*[@class='keep']") == []
    others = page.find("//nav[@class='top__editions']//a[contains(@href, '/lakeside/compare/')]")
    assert len(others) == len(EDITIONS) - 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_paper_and_search_leave_the_page_out(edition: str, small: Path) -> None:
    """It repeats facts; the PDF and the index of the guide hold each of them once."""
    title = seen(read(small / f"site/{edition}/lakeside/compare/index.html").find("//h1")[0])
    index = json.loads((small / f"site/{edition}/lakeside/search.json").read_text(encoding="utf-8"))

    assert len(index["pages"]) == len(SECTIONS) + len({"papers", "central-local"})
    assert title not in " ".join(text(file(small, edition, "lakeside")).split())


def test_a_preview_shows_neighbours_and_leads_only_to_what_it_holds(compared: Path) -> None:
    """One municipality is set beside all; no link of its page is dead."""
    site = compared / "preview/site"
    page = read(site / "en/minimal/compare/index.html", "en/minimal/compare/")
    links = [urldefrag(urljoin(BASE + page.url, href))[0] for href in page.find("//article//a/@href")]
    inside = [link.removeprefix(BASE) for link in links]

    assert list(table(page, "region")) == ["Lakeside", "Little this municipality"]
    assert len(inside) > 3
    assert [path for path in inside if not (site / path / "index.html").is_file()] == []


def given(town: dict[str, Any], path: str) -> Any:
    """What the YAML says of a fact, read without the program; None where it is unknown."""
    value: Any = town
    for name in path.split("."):
        value = "unknown" if value == "unknown" else value[name]
        if isinstance(value, dict) and "value" in value:
            value = value["value"]
    return None if value == "unknown" else value


def numbers(words: str) -> list[str]:
    """The numbers of a text, without the signs between their thousands."""
    return re.findall(r"\d+", re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3})", "", words))


def check_mark(tag: Any, town: dict[str, Any], path: str, unknown: str) -> None:
    """A mark shows exactly the figures of the YAML: people by size, years newest first."""
    value = given(town, path)
    if value is None:
        assert seen(tag) == unknown
    elif path == "profile.communities":
        people = [int(count) for name, count in value.items() if name not in ("others", "with_others")]
        wanted = [*sorted(people, reverse=True), int(value["others"])]
        assert numbers(tag.text_content()) == [str(count) for count in wanted]
    elif path.startswith("capacities."):
        years = {finding["year"] for finding in value} - {"unknown"}
        assert numbers(tag.text_content()) == sorted(years, reverse=True)
    else:
        assert numbers(tag.text_content()) == (numbers(value) if isinstance(value, str) else [])


def test_every_figure_is_that_of_the_data(whole: Path) -> None:
    """On every page, read from the YAML without the program; no count of people under ten."""
    loaded = yaml.load((ROOT / "data/municipalities.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    towns = {town["id"]: town for town in loaded}
    checked = 0
    for edition, _own, page in compare_pages(whole / "site"):
        unknown = {"sq": "nuk dihet", "sr-latn": "nije poznato", "sr-cyrl": "није познато", "en": "not known"}
        for tag in page.find("//table//*[@data-fact]"):
            town, _, path = tag.get("data-fact").partition(".")
            check_mark(tag, towns[town], path, unknown[edition])
            assert all(int(number) >= 10 for number in numbers(tag.text_content()))
            checked += 1
        for row in page.find("//tbody/tr"):
            (town,) = {mark.partition(".")[0] for mark in row.xpath(".//@data-fact")}
            capacities = {mark for mark in row.xpath(".//@data-fact") if ".capacities." in mark}
            known = {f"{town}.capacities.{name}" for name in towns[town]["capacities"]}
            assert capacities == {one for one in known if given(towns[town], one.partition(".")[2])}
            for tag in row.xpath(".//*[@data-fact]"):
                tag.drop_tree()
            assert numbers(row.text_content()) == []
    pages.cache_clear()
    assert checked > len(TOWNS) * len(EDITIONS) * 5 * 8


def test_rows_follow_the_alphabet_of_the_edition(whole: Path) -> None:
    """Never a figure: Prizren stands below smaller and above larger municipalities."""
    for edition, own, page in compare_pages(whole / "site"):
        alphabet = SITE["editions"][edition]["alphabet"]
        for rows in page.find("//article//tbody"):
            names = [tag.text_content() for tag in rows.xpath("tr/th/*[self::a or self::span]")]
            assert names == sorted(names, key=lambda name: in_order(name, alphabet)), page.url
            assert len(rows.xpath("tr/th/span[@aria-current]")) == 1, page.url
        assert page.find("//tbody//*[@aria-current]/ancestor::tr//@data-fact")[0].startswith(f"{own}.")


def test_a_report_leads_to_the_place_where_it_is_told(whole: Path) -> None:
    """Behind each name and each report stand the same facts with their sources."""
    site, checked = whole / "site", 0
    page = read(site / "en/prizren/compare/index.html", "en/prizren/compare/")
    for link in page.find("//tbody//a"):
        (mark,) = link.xpath("following-sibling::*/@data-fact") or link.xpath("../../td[1]/span/@data-fact")
        url, anchor = urldefrag(urljoin(BASE + page.url, link.get("href")))
        target = read(site / url.removeprefix(BASE) / "index.html")
        (there,) = target.find(f"//*[@data-fact='{mark}']")
        assert not anchor or there.xpath(f"preceding::h2[1][@id='{anchor}']"), link.get("href")
        checked += 1
    assert checked > 30


def test_the_pages_are_as_light_as_others(whole: Path) -> None:
    """30 KB at most, with the article."""
    found = compare_pages(whole / "site")

    assert {(edition, town) for edition, town, _ in found} == {
        (edition, town) for edition in EDITIONS for town in TOWNS
    }
    assert [page.url for _, _, page in found if len(page.text.encode()) > 30 * KB] == []
    assert max(len(gzip.compress(page.text.encode())) for _, _, page in found) < 8 * KB


def test_a_page_is_made_again_when_it_shows_something_else_of_a_peer() -> None:
    """Every fact of a peer that changes the page of Prizren is in what the page depends on."""
    project = load_project(ROOT)
    towns = project.records.towns
    prizren, peer, other = (next(one for one in towns if one.id == name) for name in PEERS)

    def page(changed: Municipality) -> str:
        beside = [prizren, changed]
        edition = localize_edition(project.translator("en"), project.records.content, beside, TEMPLATES)
        return render_comparison(edition, prizren.id, [town.id for town in beside], {}).body

    shown = set()
    for at in facts(peer):
        changed = patch(peer, other, at.path)
        if page(changed) != page(peer):
            shown.add(at.field)
            assert shown_of_peer(changed) != shown_of_peer(peer), at.field
    assert shown >= {"names.en", "profile.population", "profile.region", "capacities.partners"}
    assert not shown & {at.field for at in facts(peer) if at.field.startswith("contacts.")}
