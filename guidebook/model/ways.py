"""Records of the best known ways to offices whose own number is unknown, and of the calls for today."""

from __future__ import annotations

from typing import Annotated

from guidebook.model.base import Record
from guidebook.model.fields import Address, BodyKey, PhoneNumber, Short, Slug, Translated
from guidebook.model.municipality import Contacts
from guidebook.model.validators import one_of

Role = Annotated[str, one_of("a role under contacts of a municipality", *Contacts.model_fields)]


class Way(Record):
    """The best known way to an office; what of it is unknown in a municipality is left out there."""

    dial: PhoneNumber | None = None
    """A number of `data/emergency.yaml`."""
    ask: Translated | None = None
    """What to say there; left out where the name of the office says it."""
    through: Role | None = None
    """An office that puts the call through: its phone is shown where known, else its website."""
    field: Address | None = None
    """A fact of the municipality that helps to find the office."""
    label: Short | None = None
    """What this fact is."""


class TodayCall(Record):
    """A call of the first page that can be made in every municipality: a contact or a body."""

    contact: Role | None = None
    body: BodyKey | None = None
    """A body with a phone or a website."""
    ask: Translated | None = None
    """What to ask the body."""


class Ways(Record):
    """How offices are reached where their own number is unknown."""

    contacts: dict[Role, Way]
    """By role under `contacts` of a municipality."""
    today: dict[Slug, TodayCall]
    """Three calls, in order."""
