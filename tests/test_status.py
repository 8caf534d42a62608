"""What is known and what is missing: the same figures on the page, in the report and in the data."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from guidebook.model.facts import FACT_KINDS, FACT_STATES
from guidebook.model.introspection import fact_fields
from guidebook.project import load_project
from tests.support.languages import MUNICIPALITY
from tests.support.project import ROOT, change, make, run_command
from tests.support.site import EDITIONS, TOWNS, Built, published, read

Counts = dict[tuple[str, str], Counter[str]]
ASIDE = {"source", "checked", "remark"}
"""What stands beside facts."""
CHANNELS = ("phone", "email", "address", "website")
FIELDS = Counter(
    part
    for address, field in fact_fields(MUNICIPALITY)
    if (part := address.partition(".")[0]) != "names" and field.is_required()
)
"""So many facts are unknown where the whole part is."""


def states(part: str, value: Any) -> Iterator[str]:
    """How the facts of a part stand, read off the plain YAML."""
    if value == "unknown":
        yield from ["unknown"] * FIELDS[part]
        return
    for name, fact in value.items():
        if name in ASIDE or (part == "names" and name in ("others", "also")):
            continue
        if part != "contacts":
            yield state(fact)
        else:
            yield from ["unknown"] * 4 if fact == "unknown" else [state(fact[one]) for one in CHANNELS]


def state(fact: Any) -> str:
    """How one fact stands; no fact of the data is too old on the day it was compiled."""
    if fact == "unknown" or (isinstance(fact, dict) and fact.get("value") == "unknown"):
        return "unknown"
    findings = [item for item in fact if isinstance(item, dict)] if isinstance(fact, list) else []
    parts = [fact] if isinstance(fact, dict) else findings
    return "to_confirm" if any(item.get("to_confirm") == "yes" for item in parts) else "in_order"


def counted(file: Path) -> Counts:
    """How the facts stand by municipality and kind; the names belong to the profile."""
    towns = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    found: Counts = {}
    for town in towns:
        for part in ("names", *FIELDS):
            kind = "profile" if part == "names" else part
            found.setdefault((town["id"], kind), Counter()).update(states(part, town[part]))
    return found


def number(text: str) -> int:
    """A figure as any edition writes it."""
    return int(re.sub(r"\D", "", text))


def table(page: Built, name: str) -> list[list[Any]]:
    """The cells of the table below a heading."""
    rows = page.find(f"//h2[@id='{name}']/following::table[1]/tbody/tr")
    return [list(row) for row in rows]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_figures_are_those_of_the_data(edition: str, whole: Path) -> None:
    """Every cell of both tables, counted again without the program."""
    page = read(whole / "site" / edition / "status" / "index.html")
    facts = counted(whole / "data/municipalities.yaml")
    totals = {kind: sum((facts[town, kind] for town in TOWNS), Counter[str]()) for kind in FACT_KINDS}

    shown = [[number(cell.text_content()) for cell in row[1:]] for row in table(page, "all")]
    order = ("in_order", "to_confirm", "stale", "unknown")
    expected = [[totals[kind][state] for kind in FACT_KINDS] for state in order]
    expected.append([totals[kind].total() for kind in FACT_KINDS])
    assert shown == [[*row, sum(row)] for row in expected]
    assert shown[-1][-1] > 2_500

    for row in table(page, "municipalities"):
        town = row[1].xpath("a/@href")[0].split("/")[3]
        for kind, cell in zip(FACT_KINDS, row[1:], strict=True):
            count = facts[town, kind]
            assert cell.xpath("a")[0].text == f"{count['in_order']}/{count.total()}", (town, kind)
            doubts = [f"{count['to_confirm']}?"] if count["to_confirm"] else []
            assert [mark.text for mark in cell.xpath("small")] == doubts, (town, kind)


def test_a_cell_leads_to_the_fact_to_look_at_first(whole: Path) -> None:
    """An unknown fact before one in doubt, a useful one before others; it stands on the page it leads to."""
    page = read(whole / "site/sq/status/index.html")
    led = 0
    for row in table(page, "municipalities"):
        for cell in row[1:]:
            folder, _, fact = cell.xpath("a/@href")[0].partition("#")
            correct = read(whole / "site/sq/status" / folder / "index.html")
            value = correct.find(f"//tr[@id='{fact}']/td[1]")[0].text_content()
            count, whole_ = map(int, cell.xpath("a")[0].text.split("/"))
            doubts = sum(int(mark.text[:-1]) for mark in cell.xpath("small"))
            assert (value == "unknown") is (count + doubts < whole_), (folder, fact)
            led += 1
    prizren = next(row for row in table(page, "municipalities") if row[0].text == "Prizren")
    assert prizren[1].xpath("a/@href") == ["../../correct/prizren/#contacts.police_station.phone"]
    assert led == len(TOWNS) * len(FACT_KINDS)


def test_what_to_find_out_next_begins_with_the_most_useful(whole: Path) -> None:
    """The police before the area; each question that guides cannot answer stands once, with how many."""
    page = read(whole / "site/en/status/index.html")
    rows = [(row[0].text.strip(), number(row[1].text)) for row in table(page, "next")]
    asked = [question for question, _ in rows]
    questions = [str(one.question) for one in load_project(ROOT).records.content.questions.values()]

    assert rows[0] == ("What is the direct number of the station commander's office?", len(TOWNS))
    assert asked == [question for question in questions if question in asked]
    assert asked.index("Who chairs the safety council, and when did it last meet?") < asked.index(
        "How many settlements do we have?"
    )
    for question in ("How large is our area?", "Which region do we belong to?"):
        assert question not in asked
        assert question in questions[-2:]


def test_every_fact_that_may_be_missing_has_its_question(two_towns: Path) -> None:
    """What is unknown stands on the list of what to find out."""
    project = load_project(two_towns)
    questions = project.records.content.questions
    unknown = [one.field for one in project.status(None).facts if one.state == "unknown"]

    assert len(unknown) > 70
    without_question = [
        fact for fact in unknown if not any(f"{fact}.".startswith(f"{address}.") for address in questions)
    ]
    assert without_question == []


def test_age_moves_a_fact_to_the_old_ones(two_towns: Path) -> None:
    """Contacts first, then the law, then the rest; what is unknown stays so."""
    project = load_project(two_towns)
    stale = {
        day: {kind: project.status(date.fromisoformat(day)).count("stale", kind) for kind in FACT_KINDS}
        for day in ("2027-11-20", "2027-11-23", "2028-11-23", "2029-11-23")
    }
    total = project.status(None)
    known = {kind: total.count(kind=kind) - total.count("unknown", kind) for kind in FACT_KINDS}
    nothing = dict.fromkeys(FACT_KINDS, 0)

    assert stale["2027-11-20"] == nothing
    assert stale["2027-11-23"] == nothing | {"contacts": known["contacts"]}
    assert stale["2028-11-23"] == nothing | {kind: known[kind] for kind in ("contacts", "mandate")}
    assert stale["2029-11-23"] == known


@pytest.mark.slow
def test_the_page_counts_from_the_day_it_is_told(small_copy: Path) -> None:
    """A fact made too old is overdue, with the day of the page; no day of the open data moves."""
    before = published(small_copy / "site")

    make(small_copy, today=date(2027, 11, 23))

    page = read(small_copy / "site/en/status/index.html")
    row = next(row for row in table(page, "municipalities") if row[0].text == "Lakeside")
    assert (row[1].xpath("a")[0].text, [mark.text for mark in row[1].xpath("small")]) == ("0/40", ["4!"])
    assert row[1].xpath("a/@href") == ["../../correct/lakeside/#contacts.police_station.phone"]
    assert "As of: 23 November 2027" in page.find("//article")[0].text_content()
    assert [
        [row[0].text.strip(), *(number(cell.text) for cell in row[1:])] for row in table(page, "due")
    ] == [
        ["Overdue", 4, 1],
        ["November 2028", 7, 1],
        ["November 2029", 24, 2],
    ]
    assert published(small_copy / "site") == before


def test_a_filled_gap_is_a_gap_no_more(two_towns: Path) -> None:
    """One fact less is unknown, one more is in order, and its question has one municipality less."""
    before = json.loads(run_command(two_towns, "report", "--format", "json").stdout)
    change(
        two_towns / "data/municipalities.yaml",
        "    referral_team: unknown\n",
        "    referral_team:\n      - {finding: team-pilot, year: 2019, source: yearly-report}\n",
    )

    after = json.loads(run_command(two_towns, "report", "--format", "json").stdout)

    old, new = (report["municipalities"]["lakeside"]["capacities"] for report in (before, after))
    assert (new["unknown"], new["in_order"]) == (old["unknown"] - 1, old["in_order"] + 1)
    assert set(before["unknown"]) - set(after["unknown"]) == {"lakeside.capacities.referral_team"}
    missing = [
        {gap["fact"]: gap["municipalities"] for gap in report["gaps"]}["capacities.referral_team"]
        for report in (before, after)
    ]
    assert missing == [["lakeside", "minimal"], ["minimal"]]


def test_the_report_says_the_same_in_every_form(two_towns: Path) -> None:
    """For a terminal, for an issue and for programs; nothing that people wrote has a meaning in Markdown."""
    change(two_towns / "data/questions.yaml", '"How large is our town?"', '"How <b>large</b> | is @it?"')

    text, markdown, data = (
        run_command(two_towns, "report", "--today", "2027-11-23", "--format", form).stdout
        for form in ("text", "markdown", "json")
    )

    status = json.loads(data)
    assert status["day"] == "2027-11-23"
    figures = [sum(status["facts"][kind][state] for kind in FACT_KINDS) for state in FACT_STATES]
    assert re.search(rf"^  too old +4 .* {figures[1]}$", text, re.MULTILINE)
    assert re.search(rf"^\| unknown \|.*\| {figures[0]} \|$", markdown, re.MULTILINE)
    assert re.search(r"^  overdue +4 +lakeside 4$", text, re.MULTILINE)
    assert "| overdue | 4 | lakeside 4 |\n| 2028-11 | 7 | lakeside 7 |\n" in markdown
    assert status["due"]["2027-11-22"] == sorted(status["stale"])
    assert "lakeside      0/40 4!" in text
    assert "| lakeside | 0/40 4! |" in markdown
    assert "How <b>large</b> | is @it?" in text
    assert "<b>" not in markdown
    assert "@it" not in markdown
    assert all(line.count(" | ") in (2, 3, 4, 5) for line in markdown.splitlines() if line.startswith("| "))


def test_the_columns_sort_the_rows(page: Page, online: str) -> None:
    """By name at first and without a script; by figures at a press, the other way at the next."""
    page.goto(f"{online}/en/status/")
    names = page.locator("table[data-sort] tbody th")
    heads = page.locator("table[data-sort] thead th")
    assert names.all_inner_texts() == ["Lakeside", "Little"]

    heads.nth(4).get_by_role("button").click()
    assert names.all_inner_texts() == ["Little", "Lakeside"]
    assert heads.nth(4).get_attribute("aria-sort") == "ascending"

    heads.nth(4).get_by_role("button").press("Enter")
    assert names.all_inner_texts() == ["Lakeside", "Little"]
    assert [head.get_attribute("aria-sort") for head in heads.all()] == [None] * 4 + ["descending"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_follow_the_alphabet_of_the_edition(edition: str, whole: Path) -> None:
    """As on the home, so that a name is found where it is looked for."""
    page = read(whole / "site" / edition / "status" / "index.html")
    home = read(whole / "site" / edition / "index.html")
    names = [row[0].text for row in table(page, "municipalities")]
    by_region = [
        [link.text for link in section.xpath(".//li/a")]
        for section in home.find("//div[@class='regions']/section")
    ]

    assert sorted(names) == sorted(name for group in by_region for name in group)
    for group in by_region:
        assert [name for name in names if name in group] == group


def test_editions_say_how_far_they_are(whole: Path) -> None:
    """Translated texts of all, and whether a native speaker has read them."""
    page = read(whole / "site/en/status/index.html")
    rows = [[cell.text_content() for cell in row] for row in table(page, "editions")]

    assert [row[0] for row in rows] == ["Shqip", "Srpski", "Српски", "English"]
    assert {row[2] for row in rows[:3]} == {"not yet"}
    done, wanted = rows[0][1].split("/")
    assert done == wanted
    assert number(done) > 1_000
    assert rows[3][1:] == ["source text", "–"]
