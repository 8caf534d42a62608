"""Checks between fields: sources, days, sums, languages, questions, numbers of records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from pydantic.fields import FieldInfo

from guidebook.diagnostics import Problem
from guidebook.model.base import ByLanguage
from guidebook.model.content import Site
from guidebook.model.enums import OFFICIAL_LANGUAGES
from guidebook.model.facts import FactAt, facts, is_at_or_below
from guidebook.model.introspection import fact_fields
from guidebook.model.municipality import FEW, Finding, Municipality
from guidebook.source.document import Document, KeyPath

Codes = Mapping[str, Mapping[str, str]]


def town_problems(
    town: Municipality, document: Document, number: int, codes: Codes, languages: Collection[str]
) -> Iterator[Problem]:
    """What does not fit together in the record at this position of the file (from 0).

    `languages` are those that some text of the data is written in."""
    yield from _without_source(town, document, number)
    yield from _without_day(town, document, number)
    for fact in facts(town):
        path: KeyPath = (number, *fact.path)
        for what in _of_fact(fact, codes):
            yield Problem(document.place(path), fact.address, what)
        for what in _languages_missing(fact, languages):
            yield Problem(document.place(path), fact.address, what, "warning")
    profile = town.profile
    people, communities = profile.population.value, profile.communities.value
    address, place = f"{town.id}.profile.communities", document.place((number, "profile", "communities"))
    if communities is None:
        return
    small = [name for name, count in communities.counts().items() if count < FEW]
    for name in small:
        remedy = "add it to others and delete it here."
        if name == "others":
            remedy = "add the smallest other count to it, delete that one, and name it in with_others."
        what = f"{name}: expected {FEW} or more, found {communities.counts()[name]}; {remedy}"
        yield Problem(place, address, what)
    total = sum(communities.counts().values())
    if not small and people is not None and total != people:
        what = f"expected the sum {people}, which is the population, found {total}; correct one of the two."
        yield Problem(place, address, what)


def _without_source(town: Municipality, document: Document, number: int) -> Iterator[Problem]:
    """Known facts without a source, one problem for each block."""
    by_block: dict[tuple[str, ...], list[str]] = {}
    for at in facts(town):
        if at.fact.value is not None and not _sources(at) and not _is_none_found(at):
            by_block.setdefault(at.path[:-1], []).append(at.path[-1])
    for block, fields in by_block.items():
        path = (*block, *fields) if len(fields) == 1 else block
        of = "" if len(fields) == 1 else f" for {', '.join(fields)}"
        what = f"no source{of}; add source: with a key of data/sources.yaml."
        place = document.keys.get((number, *path), document.place((number, *path)))
        yield Problem(place, ".".join((town.id, *path)), what)


def _without_day(town: Municipality, document: Document, number: int) -> Iterator[Problem]:
    """Known facts without a day, one problem for the record."""
    undated = [at for at in facts(town) if at.fact.value is not None and at.checked is None]
    if undated:
        address, path = (undated[0].address, undated[0].path) if len(undated) == 1 else (town.id, ())
        below = "" if len(undated) == 1 else " below the id,"
        what = f"no day; add checked:{below} with the day of the comparison, such as 2026-11-22."
        yield Problem(document.place((number, *path)), address, what)


def _is_none_found(at: FactAt) -> bool:
    """An empty list where findings are meant."""
    return at.path[0] == "capacities" and at.fact.value == ()


def _sources(at: FactAt) -> bool:
    """Whether the fact, or each of its findings, names a source."""
    findings = (
        [item for item in at.fact.value if isinstance(item, Finding)]
        if isinstance(at.fact.value, tuple)
        else []
    )
    return bool(at.source) or (bool(findings) and all(item.source for item in findings))


def _of_fact(at: FactAt, codes: Codes) -> Iterator[str]:
    part, field = at.path[:2]
    value = at.fact.value
    if value is None:
        if part == "names":
            yield "a municipality needs its names; write the name."
        return
    if _is_none_found(at):
        yield "that there is none is not written; write unknown."
        return
    findings = [item for item in value if isinstance(item, Finding)] if isinstance(value, tuple) else []
    for item in findings:
        if item.finding not in codes.get(field, {}):
            yield f"the finding {item.finding} belongs to another capacity of data/findings.yaml; move it."
    if field == "official_languages" and not set(OFFICIAL_LANGUAGES) <= set(value):
        yield f"expected {' and '.join(OFFICIAL_LANGUAGES)} among the official languages; add them."


def _languages_missing(at: FactAt, languages: Collection[str]) -> Iterator[str]:
    value = at.fact.value
    texts = value if isinstance(value, tuple) else (value,)
    for text in texts:
        if isinstance(text, ByLanguage):
            missing = [code for code, words in text.texts.items() if words is None and code in languages]
            if missing:
                yield f"no text in {', '.join(missing)}; another language is shown there until it is written."


def site_problems(towns: Document, site_file: Document, site: Site | None) -> Iterator[Problem]:
    """Records that are missing, too many or there twice."""
    if not isinstance(towns.value, list):
        return
    ids = [str(record.get("id")) for record in towns.value if isinstance(record, dict)]
    if site is not None and len(ids) == len(set(ids)) != site.municipalities:
        what = (
            f"expected {site.municipalities} municipalities in {towns.file}, found {len(ids)}; "
            "put back what is missing, or correct this number."
        )
        yield Problem(site_file.place(("municipalities",)), "site.municipalities", what)
    for number, name in enumerate(ids):
        if (first := ids.index(name)) != number:
            line = towns.place((first, "id")).line
            what = f"this record stands twice, first on line {line}; delete one of the two."
            yield Problem(towns.place((number, "id")), name, what)


def question_problems(questions: Document) -> Iterator[Problem]:
    """Facts that may be unknown and have no question, and questions about no fact of a municipality."""
    if not isinstance(questions.value, dict):
        return
    asked = [str(address) for address in questions.value]
    facts_of_record = dict(fact_fields(Municipality))
    missing = _without_question(facts_of_record, asked)
    for address in asked:
        if any(is_at_or_below(fact, address) for fact in facts_of_record):
            continue
        near = get_close_matches(address, missing, n=1)
        missing = [other for other in missing if other not in near]
        remedy = f"did you mean {near[0]}?" if near else "correct the address, or delete this row."
        what = f"no fact of a municipality has this address; {remedy}"
        yield Problem(questions.keys[address,], f"questions.{address}", what)
    for address in missing:
        part = address.partition(".")[0]
        above = [other for other in asked if is_at_or_below(other, part)] or asked
        place = questions.keys[above[-1],] if above else questions.place(())
        what = "no guide asks for it where it is unknown; add a row with question: and ask:, in order of use."
        yield Problem(place, f"questions.{address}", what)


def _without_question(facts_of_record: Mapping[str, FieldInfo], asked: list[str]) -> list[str]:
    """The addresses to ask about: of a required fact, or of a part of which nothing is asked."""
    found = []
    for fact, field in facts_of_record.items():
        asked_above = any(is_at_or_below(fact, address) for address in asked)
        if not field.is_required() or fact.startswith("names.") or asked_above:
            continue
        names = fact.split(".")
        parts = [".".join(names[:depth]) for depth in range(2, len(names) + 1)]
        found.append(next(part for part in parts if not any(is_at_or_below(other, part) for other in asked)))
    return list(dict.fromkeys(found))
