"""Lint: what is allowed but looks wrong or is out of date. All are warnings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from guidebook.diagnostics import Problem
from guidebook.model.content import Site
from guidebook.model.facts import MONTHS, FactAt, age_class, facts, is_stale
from guidebook.model.fields import UNKNOWN, Mail, Phone
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.model.validators import means_unknown
from guidebook.source.document import Document, KeyPath
from guidebook.source.lint_contacts import (
    ContactWords,
    contact_words,
    mail_doubt,
    mobile_doubt,
    name_doubt,
    phone_doubt,
)
from guidebook.source.lint_languages import language_doubts
from guidebook.text import fold

SET_ASIDE = {"sources", SPECIMEN, "words"}
"""Files of others' words, of invented ones, and of labels."""
CURLY_QUOTES = re.compile(r"[“„”][^“„”]*[“”]")
ABBREVIATION = re.compile(r" \([^)]*\)$")
Doubt = tuple[KeyPath, str]
"""Where something looks wrong, and what."""


def warnings(
    towns: Iterable[Municipality], site: Site | None, documents: Mapping[str, Document], today: date
) -> Iterator[Problem]:
    """Every warning about the data, once."""
    short, words = short_numbers(documents), contact_words(site)
    for name, document in documents.items():
        doubts = [*_of_texts(document.value, words)] if name not in SET_ASIDE else []
        if name == "sources":
            doubts += _of_publishers(document.value)
        elif name in SET_ASIDE:
            continue
        elif name == TOWNS:
            for number, town in enumerate(towns):
                doubts += _of_town(town, number, document, short, words, today)
        else:
            doubts += _of_common(name, document.value, short, today)
        for path, what in doubts:
            yield Problem(document.place(path), document.name(path), what, "warning")


def short_numbers(documents: Mapping[str, Document]) -> Collection[str]:
    """The emergency numbers, which fit no numbering plan."""
    value = documents["emergency"].value
    numbers = value.get("numbers") if isinstance(value, dict) else None
    return numbers if isinstance(numbers, dict) else {}


def _of_texts(value: Any, words: ContactWords) -> Iterator[Doubt]:
    """Streets bear the names of persons; elsewhere an office is meant."""
    for path, text in _scalars(value):
        if "address" not in path and (what := name_doubt(text, words)):
            yield path, what
        if CURLY_QUOTES.fullmatch(text):
            yield path, "curly quotes are printed as they stand; write straight ones."
        if means_unknown(text):
            yield (
                path,
                f"'{text}' is printed as it stands; write unknown, and the page has a line to write on.",
            )


def _of_town(
    town: Municipality,
    number: int,
    document: Document,
    short: Collection[str],
    words: ContactWords,
    today: date,
) -> Iterator[Doubt]:
    names = {fold(word) for _, text in _scalars(town.model_dump()["names"]) for word in text.split()}
    names |= set(town.id.split("-"))
    days: dict[KeyPath, tuple[date, set[str]]] = {}
    for at in facts(town):
        if at.fact.value is None:
            continue
        path: KeyPath = (number, *at.path)
        yield from _of_contact(at, path, document, short, names, words)
        if at.checked:
            _, kinds = days.setdefault(_day_of(path, document), (at.checked, set()))
            kinds.add(age_class(at.path[0]))
    for path, (checked, kinds) in days.items():
        yield from _of_day(path, checked, kinds, today)
    for field, what in language_doubts(town):
        yield (number, "mandate", field), what


def _of_contact(
    at: FactAt,
    path: KeyPath,
    document: Document,
    short: Collection[str],
    names: Collection[str],
    words: ContactWords,
) -> Iterator[Doubt]:
    path = (*path, "value") if (*path, "value") in document.places else path
    for position, value in enumerate(at.fact.value if isinstance(at.fact.value, tuple) else [at.fact.value]):
        what = None
        if isinstance(value, Phone) and value not in short:
            what = phone_doubt(value) or (None if at.fact.remark else mobile_doubt(value))
        elif isinstance(value, Mail):
            what = mail_doubt(value, names, words)
        if what:
            yield (*path, position) if (*path, position) in document.places else path, what


def _of_common(name: str, value: Any, short: Collection[str], today: date) -> Iterator[Doubt]:
    for path, text in _scalars(value):
        if path[-1] == "checked" and (checked := _day(text)):
            yield from _of_day(path, checked, {age_class(name)}, today)
        if path[-1] == "phone" and text not in {UNKNOWN, *short} and not _is_abroad(value, path[0]):
            doubt = phone_doubt(text)
            yield from [(path, doubt)] if doubt else []
    for path in _empty_lists(value):
        if path[-1] == "source":
            yield path, "no source; write a key of data/sources.yaml."


def _of_publishers(sources: Any) -> Iterator[Doubt]:
    """Publishers that an earlier source spells in another way, or takes for a name while this one does not.

    A difference in capitals, accents and the abbreviation behind a name is a difference of spelling.
    """
    first: dict[str, tuple[str, str, Any]] = {}
    for key, source in sources.items() if isinstance(sources, dict) else ():
        if not isinstance(source, dict) or not isinstance(source.get("publisher"), str):
            continue
        publisher, lang = source["publisher"], source.get("publisher_lang")
        entry = first.setdefault(fold(ABBREVIATION.sub("", publisher)), (key, publisher, lang))
        if publisher != entry[1]:
            yield (key, "publisher"), f"{entry[0]} writes '{entry[1]}'; write a publisher one way throughout."
        elif lang != entry[2]:
            other = f"publisher_lang: {entry[2]}" if entry[2] else "no publisher_lang"
            yield (key, "publisher"), f"{entry[0]} has {other}; write a publisher one way throughout."


def _is_abroad(value: Any, key: str | int) -> bool:
    """An international body may answer in another country."""
    return isinstance(value[key], dict) and value[key].get("level") == "international"


def _of_day(path: KeyPath, checked: date, kinds: Collection[str], today: date) -> Iterator[Doubt]:
    if checked > today:
        yield path, f"{checked} is still to come; write the day the fact was compared with its source."
    stale = [f"{MONTHS[name]} months for {name}" for name in sorted(kinds) if is_stale(checked, name, today)]
    if stale:
        limits = " and ".join(stale)
        yield path, f"{checked} is too long ago ({limits}); compare with the source, then write the day."


def _day_of(path: KeyPath, document: Document) -> KeyPath:
    """Where the day stands that holds for a fact."""
    while path and (*path, "checked") not in document.places:
        path = path[:-1]
    return (*path, "checked")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _scalars(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text below a value."""
    if isinstance(value, str) and path:
        yield path, value
    for key, part in _parts(value):
        yield from _scalars(part, (*path, key))


def _empty_lists(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if value == [] and path:
        yield path
    for key, part in _parts(value):
        yield from _empty_lists(part, (*path, key))


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list | tuple):
        yield from enumerate(value)
