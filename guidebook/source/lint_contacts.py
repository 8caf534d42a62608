"""What looks wrong in a way to reach an office: a telephone number, a mailbox, a person's name."""

from __future__ import annotations

import re
from collections.abc import Collection

from phonenumbers import (
    NumberParseException,
    PhoneNumberType,
    is_valid_number_for_region,
    number_type,
    parse,
)

REGION = "XK"
PRIVATE_MAIL = re.compile(
    r"(gmail|googlemail|yahoo|ymail|outlook|hotmail|live|msn|icloud|me|gmx|aol|proton|protonmail|mail)"
    r"\.(com|me|net|org|de|fr|it|rs|al|ch|at|co\.uk)"
)
TWO_NAMES = re.compile(r"([a-z]+)[._-]([a-z]{2,})")
OFFICES = tuple(
    "arsim bashk cabinet civil commun cultur desk direct drejt emerg educ finan gradonac gruaja "
    "health help info inspek integr kabinet kancel kommun komun kontakt kontak contact kryetar kuvend kultur "
    "lajm legal ligj mail mayor media mjedis municip njesia obraz obsht office opst polic polis portal post "
    "pravn predsed press prind public publik punim qendr qps rinia sekret secret sherb shend siguri sektor "
    "skupst sluzb social soc stacion station support team teknik urban uprav vatroga zajedn zastita zjarr "
    "zkk znk zona zyr youth".split()
)
"""How the words of offices begin, in the languages of the mailboxes."""
PERSON = re.compile(
    r"(?<!\w)(?:(?:Mr|Mrs|Ms|Dr|Prof|Znj|Zt|Zotëri|Zoti|Zonja|Gospodin|Gospođa|G-đa|G-din"
    r"|Др|Проф|Господин|Госпођа|Г-ђа|Г-дин)\.?|[zZgGгГ]\.|(?:Mayor|Director|Commander|Kryetari|Kryetarja"
    r"|Drejtori|Drejtoresha|Komandanti|Gradonačelnik|Direktor|Komandir|Градоначелник|Директор|Командир"
    r"|Председник|Председница|Predsednik|Predsednica)(?=\s+[^\W\d_a-z]\w+\s+[A-ZÇËŠĐČĆŽА-ШЂЈЉЊЋЏ]))"
    r"(?:\s+[A-ZÇËŠĐČĆŽА-ШЂЈЉЊЋЏ]\w*){1,3}"
)


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


def mail_doubt(address: str, town_words: Collection[str]) -> str | None:
    """Why this may not be the mailbox of an office; `town_words` are in small letters a to z."""
    local, _, host = address.lower().rpartition("@")
    if PRIVATE_MAIL.fullmatch(host):
        return f"'{address}' is a private mailbox; write the office's own address, or unknown."
    names = TWO_NAMES.fullmatch(local)
    office = names and any(word.startswith(OFFICES) or word in town_words for word in names.groups())
    if not names or office:
        return None
    return f"'{address}' looks like a person's mailbox; write the office's own address, or unknown."


def name_doubt(text: str) -> str | None:
    """Why this text may name a person."""
    found = PERSON.search(text)
    if not found:
        return None
    return f"'{found[0]}' looks like a person's name; write the office, never who holds it."
