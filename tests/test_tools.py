"""What a mayor does on the screen: ticks, writes, counts days, adds up, takes along as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.project import ROOT
from tests.support.site import EDITIONS, SECTIONS, address, read

PLAN = yaml.safe_load((ROOT / "data" / "plan.yaml").read_text(encoding="utf-8"))["periods"]
DAYS = {step: period["to_day"] for period in PLAN.values() for step in period["steps"]}
"""The day after the oath on which each step is due."""
OATH = date(2025, 12, 5)
"""The oath of Lakeside."""
LINE = "[role=textbox]"
WRITTEN = "Ana & <b>Ëmri</b> Љиљана"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A device that has kept nothing yet."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of this device."""
    return context.new_page()


def open_section(page: Page, online: str, edition: str, town: str, section: str) -> None:
    """Opens a section and waits until its tools are there."""
    page.goto(f"{online}/{address(edition, town, section)}")
    expect(page.locator(".keep")).to_be_visible()


def write_everything(page: Page) -> tuple[int, int]:
    """Ticks every box and writes on every line: how many boxes, how many lines."""
    for box in page.locator("article input[type=checkbox]").all():
        box.check()
    for number, line in enumerate(page.locator(LINE).all()):
        line.press_sequentially(f"{number} {WRITTEN}") if number == 0 else line.fill(f"{number} {WRITTEN}")
    return page.locator("article :checked").count(), page.locator(LINE).count()


def written(page: Page) -> list[str]:
    """What stands on the lines, in order."""
    return page.locator(LINE).all_inner_texts()


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_ticked_and_written_survives_a_reload_and_the_switch_of_edition(
    section: str, online: str, page: Page
) -> None:
    """Every box and every line of every section, in the words of whichever edition is read next."""
    open_section(page, online, "en", "minimal", section)

    ticked, lines = write_everything(page)

    assert ticked + lines > 0
    expected = [f"{number} {WRITTEN}" for number in range(lines)]
    page.reload()
    expect(page.locator(".keep")).to_be_visible()
    assert (page.locator("article :checked").count(), written(page)) == (ticked, expected)
    open_section(page, online, "sr-cyrl", "minimal", section)
    assert (page.locator("article :checked").count(), written(page)) == (ticked, expected)
    page.goto(f"{online}/{address('en', 'lakeside', section)}", wait_until="networkidle")
    assert (page.locator("article :checked").count(), set(written(page)) - {""}) == (0, set())


def test_every_tick_and_line_has_a_name_of_its_own(small: Path) -> None:
    """By its name, not by its place: a line added to the data moves nothing that was written."""
    for section in SECTIONS:
        editions = []
        for edition in EDITIONS:
            built = read(small / "site" / address(edition, "minimal", section) / "index.html")
            ticks = built.find("//article//input[@type='checkbox']/@name")
            ticks += [f"ask.{address}" for address in built.find("//li/@data-question")]
            assert len(ticks) == len(built.find("//article//input[@type='checkbox']"))
            lines = built.find("//*[@class='line']")
            names = ticks + [line.get("data-line") or line.get("data-fact") for line in lines]
            assert None not in names
            assert len(names) == len(set(names)), section
            editions.append(names)
        assert editions[1:] == editions[:-1]


def test_a_line_is_named_after_its_row(online: str, page: Page) -> None:
    """A screen reader says what is to be written where."""
    expected = {
        "if-something-happens": ["Police station commander", "Neighbouring mayors"],
        "self-assessment": ["1 · Mandate and will: Proof", "Self-assessment"],
        "local-picture": [
            "Population",
            "Know the communities",
            "Whom do residents trust when something happens?",
        ],
        "sources-and-handover": ["Training done and training due"],
        "safety-council": ["Women", "Safety council, Local public safety committees"],
        "training": ["Mayor and deputy mayors"],
    }
    for section, names in expected.items():
        open_section(page, online, "en", "minimal", section)
        labels = [line.get_attribute("aria-label") for line in page.locator(LINE).all()]
        assert all(labels), section
        assert set(names) <= set(labels), section


def test_erase_takes_a_second_press_and_leaves_nothing(online: str, page: Page) -> None:
    """The first press asks, leaving the button takes it back, the second press erases this page alone."""
    open_section(page, online, "en", "minimal", "training")
    write_everything(page)
    open_section(page, online, "en", "minimal", "local-picture")
    ticked, lines = write_everything(page)
    button = page.locator(".keep button")

    button.click()
    assert button.inner_text() == "Press again to erase"
    page.locator("h1").click()
    assert button.inner_text() == "Erase what I wrote here"
    assert (page.locator("article :checked").count(), len(written(page))) == (ticked, lines)
    button.click()
    button.click()

    assert page.locator(".keep [role=status]").inner_text() == "Erased"
    for _ in ("now", "after a reload"):
        assert (page.locator("article :checked").count(), set(written(page))) == (0, {""})
        page.reload()
        expect(page.locator(".keep")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["guides:minimal/training"]


def test_nothing_leaves_the_device(online: str, context: BrowserContext, page: Page) -> None:
    """After the page has loaded, nothing a mayor does makes a request or a cookie."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for section in SECTIONS:
        open_section(page, online, "sq", "minimal", section)
        page.wait_for_load_state("networkidle")
        requests.clear()

        write_everything(page)
        for dimension in page.locator("fieldset").all():
            dimension.locator("input").first.check()
        if section == "first-100-days":
            page.locator("[name=oath]").fill("2026-01-15")
        page.wait_for_timeout(100)

        assert [url for url in requests if not url.startswith("blob:")] == []
    assert context.cookies() == []
    assert page.evaluate("sessionStorage.length") == 0


def test_what_is_written_prints_and_the_buttons_do_not(online: str, page: Page) -> None:
    """On paper stand the ticks and the writing; an empty line stays a line to write on."""
    open_section(page, online, "en", "minimal", "first-100-days")
    page.emulate_media(media="print")
    assert page.locator(".oath .line").is_visible()
    assert not page.locator("[name=oath]").is_visible()
    page.emulate_media(media="screen")
    page.locator("[name=oath]").fill("2026-01-15")
    page.emulate_media(media="print")
    assert page.locator("[name=oath]").is_visible()

    page.emulate_media(media="screen")
    open_section(page, online, "en", "minimal", "mandate")
    page.locator(LINE).first.fill(WRITTEN)
    page.emulate_media(media="print")

    assert WRITTEN in page.locator("article").inner_text()
    assert "not known" not in page.locator(LINE).first.locator("..").inner_text()
    assert not page.locator(".keep").is_visible()


def test_without_script_no_tool_shows(online: str, browser: Browser) -> None:
    """The page stays a form for a pen; nothing on it would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for section in SECTIONS:
        page.goto(f"{online}/{address('en', 'minimal', section)}")
        for tool in (".keep", "[name=oath]", ".oath a[download]", ".today", ".score"):
            assert not page.locator(tool).is_visible(), (section, tool)
    context.close()


def events(text: str) -> dict[str, Any]:
    """The events of a calendar by their identifier."""
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def check_calendar(text: str, page: Page, town: str, oath: date) -> None:
    """The calendar has every step of the page with the page's words and date."""
    found = events(text)
    assert set(found) == {f"{step}.{town}@guides.invalid" for step in DAYS}
    shown = page.locator(".steps > li")
    assert shown.count() == len(DAYS) > 20
    for step in shown.all():
        key = step.locator("input").get_attribute("name") or ""
        event = found[f"{key}.{town}@guides.invalid"]
        day = oath + timedelta(days=DAYS[key])
        assert (
            event.decoded("DTSTART")
            == day
            == date.fromisoformat(step.locator("time").get_attribute("datetime") or "")
        )
        assert type(event.decoded("DTSTART")) is date
        assert event.decoded("DTSTAMP").isoformat() == "2026-11-22T00:00:00+00:00"
        assert str(event["SUMMARY"]) in step.inner_text()
        for line in str(event["DESCRIPTION"]).splitlines():
            assert line in step.inner_text()
        assert event["SUMMARY"].params["LANGUAGE"] == page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_known_oath_gives_dates_and_a_calendar(edition: str, small: Path, online: str, page: Page) -> None:
    """The build writes the calendar; the page shows the same days in the edition's words."""
    days = {"sq": "12 dhjetor 2025", "sr-latn": "12. decembar 2025.", "en": "12 December 2025"}
    days["sr-cyrl"] = "12. децембар 2025."
    open_section(page, online, edition, "lakeside", "first-100-days")
    expect(page.locator(".timeline")).to_be_visible()
    field = page.locator("[name=oath]")

    assert (field.input_value(), field.is_editable()) == ("2025-12-05", False)
    assert set(page.locator("#week-1 + .steps time").all_inner_texts()) == {days[edition]}
    assert page.locator("#week-1").inner_text().endswith(days[edition])
    assert page.locator("#week-1").inner_text().count(days[edition]) == 1
    with page.expect_download() as download:
        page.locator(".oath a[download]").click()
    assert download.value.suggested_filename == "first-100-days.ics"
    text = download.value.path().read_bytes().decode()
    assert text == (small / f"site/{edition}/lakeside/first-100-days.ics").read_bytes().decode()
    check_calendar(text, page, "lakeside", OATH)


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_oath_that_is_entered_gives_dates_and_a_calendar(edition: str, online: str, page: Page) -> None:
    """Dates appear with the day, follow its change, survive a reload and go with it."""
    open_section(page, online, edition, "minimal", "first-100-days")
    field, link = page.locator("[name=oath]"), page.locator(".oath a[download]")
    expect(field).to_be_visible()
    assert page.locator("time").count() == 0
    assert not link.is_visible()

    field.fill("2026-01-01")
    field.fill("2026-02-20")
    page.reload()
    expect(link).to_be_visible()

    assert field.input_value() == "2026-02-20"
    days = {"sq": "27 shkurt 2026", "sr-latn": "27. februar 2026.", "sr-cyrl": "27. фебруар 2026."}
    expected = days.get(edition, "27 February 2026")
    assert set(page.locator("#week-1 time, #week-1 + .steps time").all_inner_texts()) == {expected}
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "first-100-days.ics"
    check_calendar(download.value.path().read_bytes().decode(), page, "minimal", date(2026, 2, 20))
    page.locator(".keep button").dblclick()
    assert (field.input_value(), page.locator("time").count(), link.is_visible()) == ("", 0, False)


def late(page: Page) -> int:
    """How many steps are marked as due earlier."""
    return page.locator(".steps > li > .late").count()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("zone", ["Europe/Belgrade", "America/Los_Angeles"])
def test_a_past_oath_says_which_day_it_is_and_what_is_due(
    edition: str, zone: str, online: str, browser: Browser
) -> None:
    """By the reader's own calendar, late in the evening too; a tick takes a step off the count."""
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.clock.set_fixed_time(f"2025-12-25T22:30:00{'+01:00' if zone.startswith('Europe') else '-08:00'}")
    open_section(page, online, edition, "lakeside", "first-100-days")
    note = page.locator(".today")
    expect(note).to_be_visible()
    due = [step for step, day in DAYS.items() if day < 20]

    assert re.findall(r"\d+", note.inner_text()) == ["20", str(len(due))]
    assert late(page) == len(due) > 5
    page.locator(f"[name={due[0]}]").check()
    assert re.findall(r"\d+", note.inner_text()) == ["20", str(len(due) - 1)]
    assert late(page) == len(due) - 1
    context.close()


@pytest.mark.parametrize(
    ("today", "day", "last"), [("2026-02-19", None, -1), ("2026-02-20", 0, -1), ("2026-11-27", 280, 100)]
)
def test_the_day_is_counted_from_an_oath_that_is_entered(
    today: str, day: int | None, last: int, online: str, page: Page
) -> None:
    """Nothing before the oath, nothing due on its day, everything long after it; gone with the date."""
    page.clock.set_fixed_time(f"{today}T12:00:00")
    open_section(page, online, "en", "minimal", "first-100-days")
    note = page.locator(".today")
    assert not note.is_visible()

    page.locator("[name=oath]").fill("2026-02-20")

    assert note.is_visible() == (day is not None)
    assert late(page) == sum(due <= last for due in DAYS.values())
    if day is not None:
        assert (
            note.inner_text()
            == f"Today is day {day} after the oath. Due by now and not ticked: {late(page)}."
        )
    page.emulate_media(media="print")
    assert not note.is_visible()
    page.emulate_media(media="screen")
    page.locator(".keep button").dblclick()
    assert (note.is_visible(), late(page)) == (False, 0)


@pytest.mark.parametrize("edition", EDITIONS)
def test_whoever_is_in_office_already_finds_where_to_begin(edition: str, small: Path) -> None:
    """The first page leads to three places to begin, without any script."""
    start = read(small / "site" / address(edition, "minimal", "index") / "index.html")
    assert "first-100-days/#already" in start.find("//article//a/@href")

    page = read(small / "site" / address(edition, "minimal", "first-100-days") / "index.html")
    ways = page.find("//h2[@id='already']/following-sibling::ol[1]/li/a/@href")
    assert ways == ["../self-assessment/", "../safety-council/", "../sources-and-handover/#handover"]


def test_the_same_step_is_the_same_event_in_every_edition(small: Path) -> None:
    """A mayor who takes two editions has no event twice."""
    calendars = [
        set(events((small / f"site/{edition}/lakeside/first-100-days.ics").read_bytes().decode()))
        for edition in EDITIONS
    ]

    assert len(calendars[0]) == len(DAYS)
    assert calendars[1:] == calendars[:-1]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_office_is_taken_along_as_a_card(edition: str, small: Path, online: str, page: Page) -> None:
    """The card says what the page says; where nothing is known there is neither link nor card."""
    page.goto(f"{online}/{address(edition, 'lakeside', 'local-picture')}")
    with page.expect_download() as download:
        page.locator(".contact a[download]").click()
    text = download.value.path().read_bytes().decode()
    card = vobject.readOne(text)
    shown = page.locator(".contact").inner_text()

    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert card.validate(raiseException=True)
    assert [tel.value for tel in card.contents["tel"]] == ["038 000 001", "038 000 002"]
    assert (card.email.value, card.url.value) == ("office@lakeside.example", "https://lakeside.example")
    assert card.adr.value.street == "Main Street 1"
    for value in ("038 000 001", "038 000 002", card.email.value, card.adr.value.street):
        assert value in shown
    office, _, town = card.fn.value.partition(" · ")
    assert page.locator(".contact strong").inner_text() == office
    assert page.locator(".names span").first.inner_text() == town
    cards = [path.relative_to(small / "site").as_posix() for path in (small / "site").rglob("*.vcf")]
    assert sorted(cards) == sorted(f"{key}/lakeside/contacts/municipality.vcf" for key in EDITIONS)
    for section in SECTIONS:
        built = read(small / "site" / address(edition, "minimal", section) / "index.html")
        assert [href for href in built.find("//a/@href") if href.endswith(".vcf")] == []


def choose(page: Page, levels: str) -> None:
    """Chooses a level in each dimension, in order; 0 leaves one out."""
    for dimension, level in zip(page.locator("fieldset").all(), levels, strict=True):
        if level != "0":
            dimension.locator(f"[value='{level}']").check()


@pytest.mark.parametrize(
    ("levels", "output", "next_steps"),
    [
        ("33333333", "24 (21–26 · Make it last)", [1, 2, 3]),
        ("11111111", "8 (8–13 · Build the base)", [2, 7, 1]),
        ("11222212", "13 (8–13 · Build the base)", [2, 7, 1]),
        ("22122222", "15 (14–20 · Make it regular)", [3, 1, 2]),
        ("21111144", "15 (14–20 · Make it regular)", [2, 3, 4]),
        ("44424434", "29 (27–32 · Share it)", [4, 7, 1]),
        ("44444444", "32 (27–32 · Share it)", [1, 2, 3]),
    ],
)
def test_the_self_assessment_adds_up(
    levels: str, output: str, next_steps: list[int], online: str, page: Page
) -> None:
    """Sum, band, profile with its table, three next steps by the rule; the same after a reload."""
    open_section(page, online, "en", "minimal", "self-assessment")
    assert not page.locator(".score").is_visible()

    choose(page, levels)

    for _ in ("now", "after a reload"):
        expect(page.locator(".score output")).to_have_text(output)
        band = page.locator(".bands [aria-current] th").inner_text()
        assert page.locator(".bands [aria-current]").count() == 1
        assert band in output
        assert "".join(page.locator(".profile td").all_inner_texts()) == levels
        assert page.locator(".profile tbody th").all_inner_texts() == page.locator("legend").all_inner_texts()
        widths = [float(bar.get_attribute("width") or 0) for bar in page.locator(".profile rect").all()]
        assert [round(width / max(widths) * int(max(levels))) for width in widths] == list(map(int, levels))
        titles = [title.partition(" · ")[0] for title in page.locator(".score ol strong").all_inner_texts()]
        assert list(map(int, titles)) == next_steps
        page.reload()


def test_an_unfinished_self_assessment_says_so(online: str, page: Page) -> None:
    """With a dimension left out there is no band and no advice."""
    open_section(page, online, "en", "minimal", "self-assessment")

    choose(page, "13302222")

    assert page.locator(".score output").inner_text() == "15 (7/8)"
    assert page.locator(".bands [aria-current]").count() == 0
    assert not page.locator("#next").is_visible()
    page.locator(".keep button").dblclick()
    assert not page.locator(".score").is_visible()
