"""The kinds of values people write in YAML: what each looks like and what to say when it does not.

Every scalar arrives as text, as written. A kind turns it into a value or raises an error whose
message says what was expected, what was found and how to mend it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from guidebook.problems import did_you_mean
from guidebook.unknown import says_unknown

UNKNOWN = "unknown"
"""The one way to say that something is not known."""


class Bare(str):
    """A word without quotes that other YAML readers take for yes/no or for nothing."""


class CalendarYear(int):
    """A year, printed without a sign between the thousands."""


class Text(str):
    """Free text: escaped before it meets a template, never translated."""


class Sentence(str):
    """English text translated through the catalogues."""


class Label(str):
    """English text shorter than a sentence; its translation has the field as context."""


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


def wrong(expected: str, found: object, remedy: str) -> PydanticCustomError:
    """An error in the editor's words."""
    shown = f"'{found}'" if isinstance(found, str) else described(found)
    parts = {"expected": expected, "found": shown, "remedy": remedy}
    return PydanticCustomError("wrong", "expected {expected}, found {found}; {remedy}", parts)


def described(found: object) -> str:
    """What stands in the file, for a reader who does not know Python."""
    if isinstance(found, dict):
        return "fields (" + ", ".join(found) + ")"
    if isinstance(found, list):
        return "a list"
    return f"'{found}'"


def written(expected: str) -> Callable[[Any], Any]:
    """A first look at any scalar: it is one, and it is not empty."""

    def look(found: Any) -> Any:
        if found == "" or (isinstance(found, Bare) and found in ("~", "null", "Null", "NULL")):
            raise PydanticCustomError("empty", "nothing stands here; write the value, or unknown.")
        if not isinstance(found, str):
            raise wrong(expected, found, "write one value.")
        return found

    return look


def kind(expected: str, pattern: str, remedy: str) -> Callable[[Any], str]:
    """A check that the whole scalar has the form of `pattern`."""
    look, form = written(expected), re.compile(pattern)

    def check(found: Any) -> str:
        if not form.fullmatch(look(found)):
            raise wrong(expected, found, "write unknown." if says_unknown(found) else remedy)
        return str(found)

    return check


def known(found: Any) -> Any:
    """`unknown` as None."""
    return None if found == UNKNOWN else found


def as_list(found: Any) -> Any:
    """One value stands for a list of one."""
    return found if isinstance(found, list) else [found]


def _text(found: Any) -> str:
    value = written("text")(found)
    if isinstance(value, Bare):
        raise wrong("text", value, f'YAML takes this word for yes or no: put it in quotes, "{value}".')
    hidden = [sign for sign in value if unicodedata.category(sign)[0] == "C" and sign not in "\n\t"]
    if hidden:
        name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}")
        raise wrong("readable text", f"{name}", "delete this invisible sign.")
    return " ".join(value.split())


def _yes_no(found: Any) -> bool:
    value = written("yes or no")(found)
    if value not in ("yes", "no"):
        raise wrong("yes or no", value, "write yes or no, without quotes.")
    return bool(value == "yes")


def _day(found: Any) -> date:
    value = kind("a day", r"\d{4}-\d\d-\d\d", "write year-month-day, such as 2026-11-22.")(found)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong("a day of the calendar", value, "write year-month-day, such as 2026-11-22.") from None


def one_of(expected: str, *known: str) -> Any:
    """A code out of a closed list; anything else is refused with the nearest one."""

    def check(found: Any) -> str:
        value = written(expected)(found)
        if value not in known:
            raise wrong(expected, value, did_you_mean(value, known))
        return str(value)

    return BeforeValidator(check)


def key_of(group: str, expected: str) -> BeforeValidator:
    """A check that a key exists where it points; the keys come as the validation's context, by group."""

    def check(found: Any, info: ValidationInfo) -> str:
        value = kind(expected, r"\S+", "write its key, one word.")(found)
        keys = (info.context or {}).get(group)
        if keys is not None and value not in keys:
            near = get_close_matches(value, keys, n=1, cutoff=0.6)
            raise wrong(expected, value, f"did you mean {near[0]}?" if near else "add it there first.")
        return value

    return BeforeValidator(check)


def word(group: str) -> AfterValidator:
    """Marks a code that has a label in this group of `data/words.yaml`."""

    def mark(code: str) -> Word:
        value = Word(code)
        value.group = group
        return value

    return AfterValidator(mark)


_number = kind("a whole number", r"0|[1-9]\d*", "write digits only, such as 147246.")
_decimal = kind("a number", r"\d+(\.\d+)?", "write digits and at most one point, such as 603.09.")
_slug = kind(
    "a key", r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "write lower-case words joined by - (letters a to z, digits)."
)
_address = kind(
    "the address of a fact", r"[a-z_0-9]+(\.[a-z_0-9]+)+", "write it as in capacities.safety_council."
)
_web = kind(
    "a web address",
    r"https?://[A-Za-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s<>\"'`{}|\\^\[\]]*)?",
    "write the whole address, such as https://prizren.rks-gov.net.",
)
_mail = kind(
    "an e-mail address",
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    "write it without spaces, such as office@rks-gov.net.",
)
_phone = kind("a telephone number", r"\+?\d[\d ]*\d", "write digits and spaces only, such as 038 200 000.")
_year = kind("a year", r"(19|20)\d\d", "write four digits, such as 2019.")

Free = Annotated[str, BeforeValidator(_text), AfterValidator(Text)]
Translated = Annotated[str, BeforeValidator(_text), AfterValidator(Sentence)]
Short = Annotated[str, BeforeValidator(_text), AfterValidator(Label)]
Code = Annotated[
    str, BeforeValidator(kind("a code", r"[A-Za-z]+(?:[-_][A-Za-z]+)*", "write it as in sr-Latn."))
]
Address = Annotated[str, BeforeValidator(_address)]
Slug = Annotated[str, BeforeValidator(_slug)]
PlaceName = Annotated[str, key_of("places", "a key of data/places.yaml"), AfterValidator(PlaceKey)]
TownName = Annotated[str, key_of("towns", "the id of a municipality, or none"), AfterValidator(TownId)]
SourceKey = Annotated[str, key_of("sources", "a key of data/sources.yaml")]
LawKey = Annotated[str, key_of("law", "a key of data/law.yaml")]
SectionKey = Annotated[str, key_of("sections", "a section of data/site.yaml")]
BodyKey = Annotated[str, key_of("bodies", "a key of data/bodies.yaml")]
FindingCode = Annotated[str, key_of("findings", "a code of data/findings.yaml")]
Whole = Annotated[int, BeforeValidator(lambda found: int(_number(found)))]
Year = Annotated[int, BeforeValidator(lambda found: int(_year(found))), AfterValidator(CalendarYear)]
Number = Annotated[Decimal, BeforeValidator(lambda found: Decimal(_decimal(found)))]
Day = Annotated[date, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
WebAddress = Annotated[str, BeforeValidator(_web), AfterValidator(Web)]
MailAddress = Annotated[str, BeforeValidator(_mail), AfterValidator(Mail)]
PhoneNumber = Annotated[str, BeforeValidator(_phone), AfterValidator(Phone)]
