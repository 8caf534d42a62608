"""Types of the fields people write in YAML: what each looks like and what to say when it does not.

Every scalar arrives as text, as written. A type turns it into a value or raises an error whose
message says what was expected, what was found and how to mend it.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from guidebook.model.validators import SLUG, ResolvedScalar, invalid, key_of, pattern, scalar

UNKNOWN = "unknown"
"""The one way to say that something is not known."""


class CalendarYear(int):
    """A year, printed without a sign between the thousands."""


class Text(str):
    """Free text: escaped before it meets a template, never translated."""


class Sentence(str):
    """English text translated through the catalogs."""


class Label(str):
    """English text shorter than a sentence; its translation has the field as context."""


class PublisherName(Label):
    """English name of an office or organisation; the context of its translation is `publisher`."""


class PlaceKey(str):
    """A key of `data/places.yaml`."""


class TownId(str):
    """The `id` of a municipality."""


class Word(str):
    """A code with a label in `data/words.yaml`, in one of its groups."""

    group: str


class Web(str):
    """A web address beginning with http:// or https://."""


class Mail(str):
    """An e-mail address of an office."""


class Phone(str):
    """A telephone number as it is dialled: digits, spaces and a leading +."""


def known(found: Any) -> Any:
    """`unknown` as None."""
    return None if found == UNKNOWN else found


def as_list(found: Any) -> Any:
    """One value stands for a list of one."""
    return found if isinstance(found, list) else [found]


def plain_text(found: Any) -> str:
    """Free text on one line."""
    value = scalar("text")(found)
    if isinstance(value, ResolvedScalar):
        raise invalid("text", value, f'YAML takes this word for yes or no: put it in quotes, "{value}".')
    signs = "" if value.isprintable() else value
    hidden = [sign for sign in signs if unicodedata.category(sign)[0] == "C" and sign not in "\n\t"]
    if hidden:
        name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}")
        raise invalid("readable text", f"{name}", "delete this invisible sign.")
    return " ".join(value.split())


def _on_the_calendar(found: str) -> date:
    try:
        return date.fromisoformat(found)
    except ValueError:
        _, month, day = found.split("-")
        real = 1 <= int(month) <= 12
        lacks = f"that month has no day {day}" if real else f"there is no month {month}"
        raise invalid("a day of the calendar", found, f"{lacks}; {_day.remedy}") from None


def word(group: str) -> AfterValidator:
    """Marks a code that has a label in this group of `data/words.yaml`."""

    def mark(code: str) -> Word:
        value = Word(code)
        value.group = group
        return value

    return AfterValidator(mark)


_number = pattern("a whole number", r"0|[1-9]\d*", "write digits only, such as 147246.", (0, None))
_decimal = pattern(
    "a number", r"\d+(\.\d+)?", "write digits and at most one point, such as 603.09.", (0, None)
)
_address = pattern(
    "the address of a fact", r"[a-z_0-9]+(\.[a-z_0-9]+)+", "write it as in capacities.safety_council."
)
_web = pattern(
    "a web address",
    r"https?://[A-Za-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s<>\x22'`{}|\\^\[\]]*)?",
    "write the whole address, such as https://prizren.rks-gov.net.",
)
_mail = pattern(
    "an e-mail address",
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    "write it without spaces, such as office@rks-gov.net.",
    mistakes=(
        (r"^[^@]*$", "write it with @, such as office@rks-gov.net; what is not known is written unknown."),
    ),
)
_phone = pattern(
    "a telephone number",
    r"\+?\d[\d ]*\d",
    "write digits and spaces only, such as 038 200 000.",
    (10, None),
    (
        (r"\d *[,;] *\+?\d", "several numbers stand in square brackets: [038 200 000, 038 200 001]."),
        (r"[^\W\d]", "write digits and spaces only, such as 038 200 000, no extension and no name."),
    ),
)
_day = pattern(
    "a day",
    r"\d{4}-\d\d-\d\d",
    "write year-month-day, such as 2026-11-22.",
    mistakes=((r"^\d{4}-\d\d?-\d\d?$", "write month and day with two digits each, such as 2026-01-05."),),
)
_time = pattern(
    "a day, a month or a year",
    r"\d{4}(-\d\d){0,2}",
    "write it as 2026-11-22, 2026-11 or 2026.",
    (1000, 9999),
)
_yes_no = pattern("yes or no", r"yes|no", "write yes or no, in small letters.")
_year = pattern("a year", r"(19|20)\d\d", "write four digits, such as 2019.", (1900, 2099))

_article = pattern(
    "an article of an act",
    r"[1-9]\d*[a-z]?(\.[1-9]\d*)*",
    'write its number in quotes, such as "17" or "40.2".',
)

Free = Annotated[str, BeforeValidator(plain_text), AfterValidator(Text)]
Translated = Annotated[str, BeforeValidator(plain_text), AfterValidator(Sentence)]
Short = Annotated[str, BeforeValidator(plain_text), AfterValidator(Label)]
Code = Annotated[
    str, BeforeValidator(pattern("a code", r"[A-Za-z]+(?:[-_][A-Za-z]+)*", "write it as in sr-Latn."))
]
LanguageCode = Annotated[
    str, BeforeValidator(pattern("a language code", r"[a-z]{2,3}", "write two or three letters, such as sq."))
]
Address = Annotated[str, BeforeValidator(_address)]
Slug = Annotated[str, BeforeValidator(SLUG)]
PlaceName = Annotated[str, key_of("places", "a key of data/places.yaml", "prizren"), AfterValidator(PlaceKey)]
TownName = Annotated[
    str, key_of("towns", "the id of a municipality, or none", "prizren"), AfterValidator(TownId)
]
SourceKey = Annotated[
    str,
    key_of(
        "sources",
        "a key of data/sources.yaml",
        "kas-census2024-00",
        "write one that stands there, or add an entry there first, as its head says.",
        ((r"\S,", "several keys stand in square brackets, with commas between them: [one-key, other-key]."),),
    ),
]
LawKey = Annotated[str, key_of("law", "a key of data/law.yaml", "law-prishtina")]
PaperKey = Annotated[str, key_of("papers", "a key of data/papers.yaml", "coordinator-decision")]
StepKey = Annotated[str, key_of("steps", "a step of data/plan.yaml", "name-coordinator")]
Article = Annotated[str, BeforeValidator(_article), AfterValidator(Text)]
SectionKey = Annotated[str, key_of("sections", "a section of data/site.yaml", "mandate")]
EditionKey = Annotated[str, key_of("editions", "an edition of data/site.yaml", "sq")]
BodyKey = Annotated[str, key_of("bodies", "a key of data/bodies.yaml", "deputy-mayor")]
FindingCode = Annotated[str, key_of("findings", "a code of data/findings.yaml", "council-met-mayor-chaired")]
Whole = Annotated[int, BeforeValidator(_number)]
Year = Annotated[int, BeforeValidator(_year), AfterValidator(CalendarYear)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Day = Annotated[date, BeforeValidator(_on_the_calendar), BeforeValidator(_day)]
Time = Annotated[str, BeforeValidator(_time), AfterValidator(Text)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
WebAddress = Annotated[str, BeforeValidator(_web), AfterValidator(Web)]
MailAddress = Annotated[str, BeforeValidator(_mail), AfterValidator(Mail)]
PhoneNumber = Annotated[str, BeforeValidator(_phone), AfterValidator(Phone)]
