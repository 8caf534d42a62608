"""Lint rules for contacts: phone numbers, mailboxes, personal names."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from phonenumbers import (
    NumberParseException,
    PhoneNumberType,
    is_valid_number_for_region,
    number_type,
    parse,
)

from guidebook.model.content import Site

REGION = "XK"
PRIVATE_MAIL = re.compile(
    r"(gmail|googlemail|yahoo|ymail|outlook|hotmail|live|msn|icloud|me|gmx|aol|proton|protonmail|mail)"
    r"\.(com|me|net|org|de|fr|it|rs|al|ch|at|co\.uk)"
)
TWO_NAMES = re.compile(r"([a-z]+)[._-]([a-z]{2,})")
NOBODY = re.compile("(?!)")


@dataclass(frozen=True)
class ContactWords:
    """How mailboxes of offices begin, and what stands before the name of a person."""

    offices: tuple[str, ...]
    person: re.Pattern[str]


def contact_words(site: Site | None) -> ContactWords:
    """The words of all languages of `data/site.yaml`; without it nothing looks like a person."""
    if site is None:
        return ContactWords(("",), NOBODY)
    languages = site.languages.values()
    titles = [title for language in languages for title in language.titles]
    posts = "|".join(re.escape(post) for language in languages for post in language.posts)
    letters = "".join(edition.alphabet.upper().replace(" ", "") for edition in site.editions.values())
    capital = f"[A-Z{re.escape(''.join(sorted(set(letters))))}]"
    before = "|".join(re.escape(title) + ("" if title.endswith(".") else r"\.?") for title in titles)
    person = rf"(?<!\w)(?:{before}|(?:{posts})(?=\s+[^\W\d_a-z]\w+\s+{capital}))(?:\s+{capital}\w*){{1,3}}"
    offices = tuple(office for language in languages for office in language.offices)
    return ContactWords(offices, re.compile(person) if titles and posts else NOBODY)


def phone_doubt(number: str) -> str | None:
    """Why this can hardly be a telephone number in Kosovo."""
    try:
        fits = is_valid_number_for_region(parse(number, REGION), REGION)
    except NumberParseException:
        fits = False
    if fits:
        return None
    return f"'{number}' is no number that exists in Kosovo; compare its digits with the source."


def mobile_doubt(number: str) -> str | None:
    """Why this may be a person's own telephone."""
    try:
        mobile = number_type(parse(number, REGION)) == PhoneNumberType.MOBILE
    except NumberParseException:
        return None
    if not mobile:
        return None
    return f"'{number}' is a mobile number; make sure that it is the office's, and say so in a remark."


def mail_doubt(address: str, town_words: Collection[str], words: ContactWords) -> str | None:
    """Why this may not be the mailbox of an office; `town_words` are in small letters a to z."""
    local, _, host = address.lower().rpartition("@")
    if PRIVATE_MAIL.fullmatch(host):
        return f"'{address}' is a private mailbox; write the office's own address, or unknown."
    names = TWO_NAMES.fullmatch(local)
    office = names and any(word.startswith(words.offices) or word in town_words for word in names.groups())
    if not names or office:
        return None
    return f"'{address}' looks like a person's mailbox; write the office's own address, or unknown."


def name_doubt(text: str, words: ContactWords) -> str | None:
    """Why this text may name a person."""
    found = words.person.search(text)
    if not found:
        return None
    return f"'{found[0]}' looks like a person's name; write the office, never who holds it."
