"""The plan of the first 100 days as a calendar: iCalendar, RFC 5545."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from guidebook.artifacts import TextFile
from guidebook.exports.content_lines import DOMAIN, serialize, text_value, timestamp, uid
from guidebook.model.toolkit import PlanStep
from guidebook.pages.guide import Guide, own_name

PLAN = "first-100-days"
"""The section of the plan, and the name of its calendar."""


def plan_calendar(guide: Guide) -> TextFile:
    """The calendar of the plan, `first-100-days.ics`, an event for each step.

    While the day of the oath is unknown it is a template, `first-100-days.txt`: each DTSTART is a number of
    days after the oath, such as `+7`, and the page of the plan fills in the dates.
    """
    translator, oath = guide.translator, guide.town.mandate.oath_date.value
    title = text_value(guide.content.site.sections[PLAN].title)
    town = text_value(own_name(guide.town, translator.edition))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{DOMAIN}//guides//{translator.key.upper()}",
        f"X-WR-CALNAME:{title} · {town}",
        *_events(guide, oath),
        "END:VCALENDAR",
    ]
    return TextFile(f"{translator.key}/{guide.town.id}/{PLAN}.{'ics' if oath else 'txt'}", serialize(lines))


def _events(guide: Guide, oath: date | None) -> Iterator[str]:
    for period in guide.content.plan.periods.values():
        day = f"{oath + timedelta(days=period.to_day):%Y%m%d}" if oath else f"+{period.to_day}"
        for key, step in period.steps.items():
            yield from _event(guide, key, step, day, period.title)


def _event(guide: Guide, key: str, step: PlanStep, day: str, period: str) -> list[str]:
    """An all-day event on the last day of the period."""
    translator = guide.translator
    description = [
        Markup("{}: {}").format(translator.text("With", "step"), step.with_),
        Markup("{}: {}").format(translator.text("Result", "step"), step.result),
        *([step.note] if step.note else []),
    ]
    language = f";LANGUAGE={translator.edition.lang}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(key, guide)}",
        f"DTSTAMP:{timestamp(guide)}",
        f"DTSTART;VALUE=DATE:{day}",
        f"SUMMARY{language}:{text_value(step.do)}",
        f"DESCRIPTION{language}:{text_value(*description)}",
        f"CATEGORIES{language}:{text_value(period)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
