"""Each published fact leads to the line where it is written, and only one page knows lines."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urlsplit

import pytest
import yaml

from guidebook.build import generate
from guidebook.model.facts import FactAt, facts
from guidebook.options import Options
from guidebook.pages.corrections import corrections_page
from guidebook.project import load_project
from tests.support.project import DATA, FORGE, ROOT, change, files, make, quiet
from tests.support.site import EDITIONS, SECTIONS, TOWNS, address, read

FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "correct-a-fact.yml"


def names_around(lines: list[str], number: int) -> list[str]:
    """The names that hold a line, outermost first, found by indentation alone."""
    names, depth = list[str](), 1_000
    for text in reversed(lines[:number]):
        if text.startswith("- id: "):
            return [text.removeprefix("- id: "), *names]
        field = re.match(r"( +)([a-z_0-9]+):", text)
        if field and len(field[1]) < depth:
            names.insert(0, field[2])
            depth = len(field[1])
    return names


def check_line(lines: list[str], at: FactAt, number: int) -> None:
    """The line holds the fact: its name or its value, or the unknown part it belongs to."""
    names = names_around(lines, number)
    wanted = at.address.split(".")
    if names[-1] == "value":
        assert names[:-1] == wanted
    elif names != wanted:
        assert lines[number - 1].strip() == f"{names[-1]}: unknown"
        assert wanted[: len(names)] == names
    if at.fact.value is None:
        assert lines[number - 1].rstrip().endswith("unknown") or "value: unknown" in lines[number - 1]
    elif isinstance(at.fact.value, str | int):
        assert str(at.fact.value) in lines[number - 1]


def edit_links(site: Path, town: str) -> dict[str, str]:
    """The edit link of every fact of a municipality, by its address."""
    page = read(site / "correct" / town / "index.html")
    rows = page.find("//table[contains(@class, 'facts')]/tbody/tr")
    return {f"{town}.{row.get('id')}": row.xpath("td[3]/a/@href")[0] for row in rows}


def test_edit_links_point_at_the_line_that_holds_the_fact(whole: Path) -> None:
    """Twenty facts of all municipalities, drawn by lot."""
    lines = (whole / DATA).read_text(encoding="utf-8").splitlines()
    everything = [at for town in load_project(whole).records.towns for at in facts(town)]
    drawn = random.Random(6).sample(everything, 20)

    assert len({at.address for at in drawn}) == 20
    for at in drawn:
        url, anchor = urldefrag(edit_links(whole / "site", at.town)[at.address])
        assert url == f"{FORGE}/edit/main/{DATA}"
        check_line(lines, at, int(anchor.removeprefix("L")))


def test_every_fact_of_every_record_has_its_line() -> None:
    """Not only the twenty: each fact of the real data, in the order of the file."""
    project = load_project(ROOT)
    document = project.documents["municipalities"]
    lines = (ROOT / DATA).read_text(encoding="utf-8").splitlines()
    checked = 0
    for town in project.records.towns:
        entries = corrections_page(town, document).meta["facts"]
        for at, entry in zip(facts(town), entries, strict=True):
            assert at.address == f"{town.id}.{entry['address']}"
            check_line(lines, at, entry["line"])
            checked += 1
    assert checked > len(TOWNS) * 60


def test_a_moved_line_changes_no_guide(built: Path) -> None:
    """A remark above the records moves every line, and nothing but the pages that know lines."""
    before = files(built / "guides")
    change(built / DATA, "- id: lakeside\n", "# One line more.\n- id: lakeside\n")

    generate(built, Options(), quiet)

    after = files(built / "guides")
    assert before.keys() == after.keys()
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"correct/lakeside.md", "correct/minimal.md"}


def test_each_page_of_a_guide_leads_to_the_page_of_its_municipality(small: Path) -> None:
    """To the first fact of the section, in every edition; no search engine finds the page."""
    rows = read(small / "site/correct/lakeside/index.html").find("//tr/@id")
    for edition in EDITIONS:
        for section in SECTIONS:
            page = read(small / "site" / address(edition, "lakeside", section) / "index.html")
            (link,) = page.find("//article//p[@class='correct']/a")
            path, fact = urldefrag(link.get("href"))
            assert path.endswith("../correct/lakeside/")
            assert fact in rows
            assert "correct/" not in page.text.replace(link.get("href"), "")
    page = read(small / "site/correct/lakeside/index.html")
    assert page.find("//meta[@name='robots']/@content") == ["noindex"]
    assert page.find("//link[@rel='alternate' or @rel='canonical']") == []
    assert page.find("//article/section/@lang") == list(EDITIONS.values())
    assert "correct/" not in (small / "site/sitemap.xml").read_text(encoding="utf-8")


def test_the_page_shows_value_source_and_day_of_every_fact(small: Path) -> None:
    """As in the data; what is not known says so, and a remark stays with the editors."""
    page = read(small / "site/correct/lakeside/index.html")
    shown = {
        row.get("id"): [cell.text_content() for cell in row.xpath("td")[:2]] for row in page.find("//tr[@id]")
    }
    town = next(town for town in load_project(small).records.towns if town.id == "lakeside")

    assert list(shown) == [at.field for at in facts(town)]
    assert shown["profile.population"] == ["12345", "kas-census2024-00 2026-11-22"]
    assert shown["profile.assembly_seats"][0] == "19 (to_confirm)"
    assert shown["profile.communities"][0].startswith(
        "albanian: 6000, serb: 5000, ashkali: 1000, others: 345"
    )
    assert shown["profile.history"][0].startswith("en: Founded for the tests., sq: E themeluar")
    assert "remark" not in page.text
    minimal = read(small / "site/correct/minimal/index.html")
    assert minimal.find("//tr[@id='contacts.police_station.phone']/td[1]/text()") == ["unknown"]


def test_the_form_is_filled_in_by_the_link(small: Path) -> None:
    """Municipality, fact and what stands there now; the form knows these fields."""
    page = read(small / "site/correct/lakeside/index.html")
    (href,) = page.find("//tr[@id='profile.assembly_seats']/td[4]/a/@href")
    url, asked = href.partition("?")[0], parse_qs(urlsplit(href).query)

    assert url == f"{FORGE}/issues/new"
    assert asked == {
        "template": [FORM.name],
        "municipality": ["lakeside"],
        "fact": ["profile.assembly_seats"],
        "now": ["19"],
    }
    fields = {field.get("id") for field in yaml.safe_load(FORM.read_text(encoding="utf-8"))["body"]}
    assert set(asked) - {"template"} < fields


@pytest.mark.slow
def test_without_a_forge_nothing_of_it_shows(small_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link on the guides; the page tells whom to ask instead."""
    monkeypatch.delenv("REPO_URL")

    make(small_copy)

    for edition in EDITIONS:
        page = read(small_copy / "site" / edition / "lakeside/mandate/index.html")
        assert page.find("//*[@class='correct']") == []
        assert "correct/" not in page.text
    page = read(small_copy / "site/correct/lakeside/index.html")
    assert page.find("//article//a") == []
    assert len(page.find("//tr[@id]/td")) == 2 * len(page.find("//tr[@id]")) > 100
    assert "Tell the office that gave you this guide." in page.text


def test_signs_with_a_meaning_stay_text(hostile: Path) -> None:
    """What is written in the data cannot become part of the page."""
    page = read(hostile / "site/correct/lakeside/index.html")

    assert page.find("//article//b | //article//img | //article//*[@onclick]") == []
    assert "<b onclick=alert(1)>x</b> *a* _b_" in page.find("//tr[@id='names.sq']/td[1]")[0].text_content()
    assert {urlsplit(href).netloc for href in page.find("//tr/td/a/@href")} == {"forge.example"}
