"""When a fact is due: the same day on the page, in the report, in the open data and in the calendar."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import yaml

from guidebook.authoring.status_report import as_json
from guidebook.model.checks import schedule
from guidebook.model.facts import MONTHS, FactStatus, age_class, due_day, is_stale
from guidebook.project import load_project
from tests.support.project import DATA, ROOT, SIGNS, change
from tests.support.site import EDITIONS, KB, SITE, TOWNS, Built, read

CASES = yaml.safe_load((ROOT / "tests/cases/status/due.yaml").read_text(encoding="utf-8"))
Due = dict[date, set[str]]
"""The addresses of the facts that are due on each day."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['part']} {case['checked']}")
def test_a_fact_is_due_so_many_months_after_it_was_checked(case: dict[str, str]) -> None:
    """On that day it is not overdue, on the next it is."""
    checked, age = date.fromisoformat(case["checked"]), age_class(case["part"])

    due = due_day(checked, age)

    assert due.isoformat() == case["due"]
    assert not is_stale(checked, age, due)
    assert due == date.max or is_stale(checked, age, due + timedelta(days=1))


@pytest.mark.parametrize("age", MONTHS)
def test_a_fact_is_overdue_when_more_months_have_passed(age: str) -> None:
    """Counted by year, month and day, for every day of four years, one of them a leap year."""
    for number in range(4 * 366):
        checked = date(2026, 1, 1) + timedelta(days=number)
        due = due_day(checked, age)
        limit = (checked.year * 12 + checked.month + MONTHS[age], checked.day)
        for today in (due - timedelta(days=1), due, due + timedelta(days=1)):
            assert is_stale(checked, age, today) is (limit < (today.year * 12 + today.month, today.day))


def facts_of(town: Any, address: str = "") -> Iterator[tuple[str, Any]]:
    """The facts of a municipality in JSON, by address, but other names: no page asks for them."""
    for name, part in town.items():
        if (
            isinstance(part, dict)
            and "value" in part
            and f"{address}{name}" not in ("names.others", "names.also")
        ):
            yield f"{address}{name}", part
        elif isinstance(part, dict) and "value" not in part:
            yield from facts_of(part, f"{address}{name}.")


def in_the_data(site: Path) -> Due:
    """As the JSON says it."""
    found: Due = {}
    for town in json.loads((site / "api/municipalities.json").read_bytes())["municipalities"]:
        for address, fact in facts_of(town):
            assert (fact["due"] is None) is (fact["value"] is None), address
            if fact["due"]:
                found.setdefault(date.fromisoformat(fact["due"]), set()).add(f"{town['id']}.{address}")
    return found


def in_the_calendar(site: Path) -> Due:
    """As the events say it; the titles count the same facts."""
    text = (site / "api/checks.ics").read_bytes().decode()
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    ids = {town["names"]["en"]["value"]: town["id"] for town in towns_of(site)}
    found: Due = {}
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        day = event.decoded("DTSTART")
        assert type(day) is date
        assert str(event["UID"]) == f"checks.{day}@guides.invalid"
        addresses = set(listed(str(event["DESCRIPTION"]), ids))
        assert str(event["SUMMARY"]).startswith(f"Check {len(addresses):,} fact")
        found[day] = addresses
    return found


def towns_of(site: Path) -> Any:
    """The municipalities in JSON."""
    return json.loads((site / "api/municipalities.json").read_bytes())["municipalities"]


def listed(description: str, ids: dict[str, str]) -> Iterator[str]:
    """The addresses that an event names: `Prizren: contacts.police_station (phone); profile (region)`."""
    for line in description.splitlines():
        name, _, fields = line.rpartition(": ")
        for part in fields.split("; "):
            block, names = re.fullmatch(r"([\w.]+) \(([\w, ]+)\)", part).groups()  # type: ignore[union-attr]
            yield from (f"{ids[name]}.{block}.{field}" for field in names.split(", "))


def shown(page: Built) -> list[tuple[str, int, int]]:
    """The rows of the page: label, facts, municipalities."""
    rows = page.find("//h2[@id='due']/following::table[1]/tbody/tr")
    return [(row[0].text.strip(), *(int(re.sub(r"\D", "", cell.text)) for cell in row[1:])) for row in rows]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_the_data_and_the_calendar_say_the_same(edition: str, whole: Path) -> None:
    """Each month with as many facts in as many municipalities; on the newest day nothing is overdue."""
    site = whole / "site"
    due = in_the_data(site)
    page = read(site / edition / "status/index.html")

    assert in_the_calendar(site) == due
    assert sum(map(len, due.values())) > 900
    months = dict[tuple[int, int], set[str]]()
    for day, addresses in due.items():
        months.setdefault((day.year, day.month), set()).update(addresses)
    overdue, *others = shown(page)
    assert overdue[1:] == (0, 0)
    assert [row[1:] for row in others] == [
        (len(facts), len({fact.partition(".")[0] for fact in facts})) for _, facts in sorted(months.items())
    ]
    assert all(str(year) in row[0] for (year, _), row in zip(sorted(months), others, strict=True))
    assert len(page.text.encode()) <= 30 * KB


def test_the_municipalities_with_most_facts_are_named(whole: Path) -> None:
    """Three of them, most first, with how many; and that there are more."""
    page = read(whole / "site/sq/status/index.html")
    due = in_the_data(whole / "site")
    last = max(due).replace(day=1)
    counts = Counter(fact.partition(".")[0] for day in due if day >= last for fact in due[day])
    names = {town["id"]: town["names"]["sq"]["value"] for town in towns_of(whole / "site")}

    (row,) = page.find("//h2[@id='due']/following::table[1]/tbody/tr[last()]/th/small")

    named = re.fullmatch(r"(.+) (\d+) · (.+) (\d+) · (.+) (\d+) …", row.text)
    assert named
    shown = dict(zip(named.groups()[::2], map(int, named.groups()[1::2]), strict=True))
    assert list(shown.values()) == sorted(counts.values(), reverse=True)[:3]
    assert all(counts[town] == shown[name] for town, name in names.items() if name in shown)
    assert len(counts) == len(TOWNS)


def test_a_fact_is_overdue_from_the_day_after(two_towns: Path) -> None:
    """On the day itself it stands in its month."""
    project, month = load_project(two_towns), date(2027, 11, 1)

    before, after = (schedule(project.status(date(2027, 11, day))) for day in (22, 23))

    assert (before.overdue.towns, before.months[month].towns) == ({}, {"lakeside": 4})
    assert after.overdue.towns == {"lakeside": 4}
    assert list(after.months.items()) == list(before.months.items())[1:]


def test_months_far_away_are_counted_together(two_towns: Path) -> None:
    """The next ones with a check stand alone, whether they follow each other or not."""
    status = load_project(two_towns).status(date(2026, 11, 22))
    days = [date(2026, month, 30) for month in (11, 12)] + [date(2027 + year, 3, 1) for year in range(5)]
    found = tuple(FactStatus("lakeside", "profile.population", "in_order", day) for day in reversed(days))

    due = schedule(replace(status, facts=(*found, FactStatus("minimal", "profile.region", "unknown", None))))

    assert list(due.months) == [day.replace(day=1) for day in days[:4]]
    assert (due.overdue.count, due.later.towns) == (0, {"lakeside": 3})


def test_a_fact_that_is_checked_again_is_due_later(two_towns: Path) -> None:
    """It moves alone, also one that was overdue."""
    day, address = date(2027, 11, 23), "lakeside.contacts.municipality.website"
    before = due_in_report(two_towns, day)
    assert address in before["2027-11-22"]
    change(
        two_towns / DATA,
        "      website: https://lakeside.example\n",
        "      website: {value: https://lakeside.example, checked: 2027-11-23}\n",
    )

    after = due_in_report(two_towns, day)

    assert after.pop("2028-11-23") == [address]
    before["2027-11-22"].remove(address)
    assert after == before


def due_in_report(root: Path, day: date) -> dict[str, list[str]]:
    """The addresses of facts by the day they are due, as a program reads them in the report."""
    found: dict[str, list[str]] = json.loads(as_json(load_project(root).status(day), ()))["due"]
    return found


def test_the_calendar_names_itself_and_the_day_of_the_data(small: Path) -> None:
    """Nothing in it depends on the day of the build, and nobody is busy on such a day."""
    calendar = icalendar.Calendar.from_ical((small / "site/api/checks.ics").read_bytes())
    events = calendar.walk("VEVENT")

    assert str(calendar["X-WR-CALNAME"]) == f"{SITE['name']} · Facts to check"
    assert {event.decoded("DTSTAMP").isoformat() for event in events} == {"2026-11-22T00:00:00+00:00"}
    assert {str(event["TRANSP"]) for event in events} == {"TRANSPARENT"}
    assert str(events[0]["SUMMARY"]) == "Check 4 facts: Lakeside"
    assert str(events[0]["DESCRIPTION"]).startswith("Lakeside: contacts.municipality (phone")


def test_a_name_full_of_signs_is_a_name_in_the_calendar(hostile: Path) -> None:
    """No sign begins a property, ends a value or vanishes as markup."""
    events = icalendar.Calendar.from_ical((hostile / "site/api/checks.ics").read_bytes()).walk("VEVENT")

    assert str(events[0]["SUMMARY"]) == f"Check 4 facts: {SIGNS} en"
    assert str(events[0]["DESCRIPTION"]).startswith(f"{SIGNS} en: contacts.municipality (phone")
    assert set(events[0]) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP"}
