"""Calendars (iCalendar, RFC 5545): the plan of the first 100 days, and the facts to check again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from guidebook.artifacts import TextFile
from guidebook.diagnostics import pluralize
from guidebook.exports.content_lines import DOMAIN, serialize, text_value, timestamp, uid
from guidebook.model.base import ENGLISH
from guidebook.model.facts import facts
from guidebook.model.municipality import Municipality
from guidebook.model.toolkit import PlanStep
from guidebook.pages.guide import Guide, own_name
from guidebook.text import escaped

PLAN = "first-100-days"
"""The section of the plan, and the name of its calendar."""
DATE = "%Y%m%d"
"""A day as a DATE value."""
MAX_NAMED = 3
"""Most municipalities that the title of an event names; of more it gives the number."""


def plan_calendar(guide: Guide) -> TextFile:
    """The calendar of the plan, `first-100-days.ics`, an event for each step.

    While the day of the oath is unknown it is a template, `first-100-days.txt`: each DTSTART is a number of
    days after the oath, such as `+7`, and the page of the plan fills in the dates.
    """
    translator, oath = guide.translator, guide.town.mandate.oath_date.value
    title = text_value(guide.content.site.sections[PLAN].title)
    town = text_value(own_name(guide.town, translator.edition))
    text = _calendar(translator.key, f"{title} · {town}", _steps(guide, oath))
    return TextFile(f"{translator.key}/{guide.town.id}/{PLAN}.{'ics' if oath else 'txt'}", text)


def check_calendar(path: str, towns: Sequence[Municipality], site: str, day: date) -> TextFile:
    """The calendar of the days on which facts are due, in English: an event for each such day.

    It names no day but those and that of the data, so nothing in it is overdue and nothing moves.
    """
    due: dict[date, dict[str, list[str]]] = {}
    names = {town.id: str(town.names.en.value or town.id) for town in towns}
    for town in towns:
        for at in facts(town):
            if at.due:
                due.setdefault(at.due, {}).setdefault(names[town.id], []).append(at.field)
    events = (line for last in sorted(due) for line in _checks(last, due[last], day))
    return TextFile(path, _calendar(ENGLISH, f"{text_value(escaped(site))} · Facts to check", events))


def _calendar(key: str, name: str, events: Iterable[str]) -> str:
    """A calendar with its name, in an edition or language."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{DOMAIN}//guides//{key.upper()}",
        f"X-WR-CALNAME:{name}",
        *events,
        "END:VCALENDAR",
    ]
    return serialize(lines)


def _event(identity: str, made: date, day: str, lang: str, texts: Mapping[str, str]) -> list[str]:
    """An all-day event that makes nobody busy; `texts` are the values of its properties in a language."""
    return [
        "BEGIN:VEVENT",
        f"UID:{identity}",
        f"DTSTAMP:{timestamp(made)}",
        f"DTSTART;VALUE=DATE:{day}",
        *(f"{name};LANGUAGE={lang}:{value}" for name, value in texts.items()),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _steps(guide: Guide, oath: date | None) -> Iterator[str]:
    for period in guide.content.plan.periods.values():
        day = f"{oath + timedelta(days=period.to_day):{DATE}}" if oath else f"+{period.to_day}"
        for key, step in period.steps.items():
            yield from _step(guide, key, step, day, period.title)


def _step(guide: Guide, key: str, step: PlanStep, day: str, period: str) -> list[str]:
    """The event of a step, on the last day of the period."""
    translator = guide.translator
    description = [
        Markup("{}: {}").format(translator.text("With", "step"), step.with_),
        Markup("{}: {}").format(translator.text("Result", "step"), step.result),
        *([step.note] if step.note else []),
    ]
    texts = {
        "SUMMARY": text_value(step.do),
        "DESCRIPTION": text_value(*description),
        "CATEGORIES": text_value(period),
    }
    return _event(uid(key, guide.town.id), guide.day, day, translator.edition.lang, texts)


def _checks(last: date, towns: Mapping[str, Sequence[str]], day: date) -> list[str]:
    """The event of the facts to check by a day, which it lists by municipality."""
    number = pluralize(sum(map(len, towns.values())), "fact")
    of = ", ".join(towns) if len(towns) <= MAX_NAMED else pluralize(len(towns), "municipality")
    lines = [escaped(f"{name}: {_listed(fields)}") for name, fields in towns.items()]
    texts = {"SUMMARY": text_value(escaped(f"Check {number}: {of}")), "DESCRIPTION": text_value(*lines)}
    return _event(uid("checks", last.isoformat()), day, f"{last:{DATE}}", ENGLISH, texts)


def _listed(fields: Sequence[str]) -> str:
    """Fields by what they stand in: `profile (region, population); contacts.police_station (phone)`."""
    parts = groupby((field.rpartition(".") for field in fields), lambda parts: parts[0])
    return "; ".join(f"{part} ({', '.join(name for _, _, name in names)})" for part, names in parts)
