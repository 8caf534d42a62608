"""How long a fact may go without being compared with its source."""

from __future__ import annotations

from datetime import date

CONTACTS = "contacts"
LAW = "the law"
OTHER = "other facts"
MONTHS = {CONTACTS: 12, LAW: 24, OTHER: 36}
"""Offices move and change numbers every year; acts are amended between two reviews. The rest is looked
at once within a mandate of four years, with a year in hand before the next mayor takes office."""
KINDS = {"contacts": CONTACTS, "bodies": CONTACTS, "emergency": CONTACTS, "mandate": LAW, "law": LAW}
"""By the part of a municipality, or by the file; every other is OTHER."""


def kind(part: str) -> str:
    """The kind of the facts in a part of a municipality, or in a file."""
    return KINDS.get(part, OTHER)


def is_stale(checked: date, kind: str, today: date) -> bool:
    """Whether the limit for the kind has passed; on its last day it has not."""
    limit = (checked.year * 12 + checked.month + MONTHS[kind], checked.day)
    return limit < (today.year * 12 + today.month, today.day)
