"""Files a mayor takes along: the plan as a calendar (RFC 5545), an office as a contact card (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from guidebook.artifacts import TextFile
from guidebook.model.municipality import Contact
from guidebook.pages.guide import Guide, own_name
from guidebook.text import plain

DOMAIN = "guides.invalid"
"""The second half of every identifier; no such domain can exist, so an identifier is nobody's address."""
PLAN = "first-100-days"
"""The section of the plan, and the name of its calendar."""
OCTETS = 75
"""How long a line may be before it is folded."""


def export(guide: Guide) -> list[TextFile]:
    """The calendar of the plan and a card for each office whose telephone or e-mail is known."""
    folder = f"{guide.translator.key}/{guide.town.id}"
    return [_calendar(guide, folder), *_cards(guide, folder)]


def _calendar(guide: Guide, folder: str) -> TextFile:
    """The calendar; while the oath is unknown a text with days after the oath, such as `+7`, for the page."""
    oath = guide.town.mandate.oath_date.value
    section = guide.content.site.sections[PLAN]
    events = [
        line
        for period in guide.content.plan.periods.values()
        for key, step in period.steps.items()
        for line in _event(guide, key, step, _start(oath, period.to_day), period.title)
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{DOMAIN}//guides//{guide.translator.key.upper()}",
        f"X-WR-CALNAME:{_text(section.title)} · {_text(own_name(guide.town, guide.translator.edition))}",
        *events,
        "END:VCALENDAR",
    ]
    return TextFile(f"{folder}/{PLAN}.{'ics' if oath else 'txt'}", _folded(lines))


def _start(oath: date | None, days: int) -> str:
    return f"{oath + timedelta(days=days):%Y%m%d}" if oath else f"+{days}"


def _event(guide: Guide, key: str, step: Any, start: str, period: str) -> list[str]:
    """One step as an all-day event on the last day of its period."""
    words = guide.translator
    parts = [
        f"{plain(words.text('With', 'step'))}: {plain(step.with_)}",
        f"{plain(words.text('Result', 'step'))}: {plain(step.result)}",
        *([plain(step.note)] if step.note else []),
    ]
    language = f";LANGUAGE={words.edition.lang}"
    return [
        "BEGIN:VEVENT",
        f"UID:{key}.{guide.town.id}@{DOMAIN}",
        f"DTSTAMP:{_stamp(guide)}",
        f"DTSTART;VALUE=DATE:{start}",
        f"SUMMARY{language}:{_text(step.do)}",
        f"DESCRIPTION{language}:{_escaped(chr(10).join(parts))}",
        f"CATEGORIES{language}:{_text(period)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _cards(guide: Guide, folder: str) -> Iterable[TextFile]:
    for role, contact in guide.town.contacts:
        if isinstance(contact, Contact) and (contact.phone.value or contact.email.value):
            yield TextFile(f"{folder}/contacts/{role}.vcf", _folded(_card(guide, role, contact)))


def _card(guide: Guide, role: str, contact: Contact) -> list[str]:
    """The office with what is known of it; nothing stands for what is not."""
    lang = guide.translator.edition.lang
    office = _text(guide.content.words.contact[role])
    town = _text(own_name(guide.town, guide.translator.edition, "_full"))
    known = [
        *(f"TEL;TYPE=work:{_text(phone)}" for phone in contact.phone.value or ()),
        *(f"{name}:{_text(fact.value)}" for name, fact in _lines(contact) if fact.value),
    ]
    return [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID;VALUE=text:{role}.{guide.town.id}@{DOMAIN}",
        "KIND:org",
        f"FN;LANGUAGE={lang}:{office} · {town}",
        f"ORG;LANGUAGE={lang}:{town};{office}",
        *(f"ADR;TYPE=work:;;{_text(value)};;;;" for value in [contact.address.value] if value),
        *known,
        f"REV:{_stamp(guide)}",
        "END:VCARD",
    ]


def _lines(contact: Contact) -> Sequence[tuple[str, Any]]:
    return ("EMAIL;TYPE=work", contact.email), ("URL", contact.website)


def _stamp(guide: Guide) -> str:
    """The day the record was last checked, as a time: the same data give the same bytes."""
    return f"{guide.day:%Y%m%d}T000000Z"


def _text(text: str) -> str:
    return _escaped(plain(text))


def _escaped(text: str) -> str:
    """The value with a backslash before each sign that has a meaning in calendars and cards."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> str:
    """The lines, none over 75 octets and no letter cut in two; the rest of a line begins with a space."""
    return "".join(f"{piece}\r\n" for line in lines for piece in _pieces(line))


def _pieces(line: str) -> Iterable[str]:
    piece = ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > OCTETS:
            yield piece
            piece = " "
        piece += letter
    yield piece
