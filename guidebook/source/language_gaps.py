"""What the data lack in the languages of the site: names, terms and texts, one problem for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel

from guidebook.diagnostics import Problem, Severity
from guidebook.model.base import ENGLISH, ByLanguage, NumberByLanguage
from guidebook.model.content import Content, Edition, Site
from guidebook.model.languages import Language, SiteLanguages, site_languages
from guidebook.model.municipality import SPECIMEN, TOWNS
from guidebook.source.document import Document
from guidebook.text import WRITING, Writing


def languages_of(documents: Mapping[str, Document], draft: bool) -> SiteLanguages:
    """The languages of the site. Names and terms are required in those that some record has.

    In a draft they are required in English alone. Where `data/site.yaml` cannot be read, the languages
    are those of the records.
    """
    site = documents["site"].value
    if not isinstance(site, dict) or not isinstance(site.get("editions"), dict):
        return _of_records(documents)
    found = site_languages(site)
    names, terms = _names(documents[TOWNS].value), _records(documents["glossary"].value)
    languages = (
        replace(
            language,
            names_required=not draft and any(language.code in name for name in names),
            terms_required=not draft and any(language.code in term for term in terms),
        )
        for language in found.languages
    )
    return replace(found, languages=tuple(languages))


def _of_records(documents: Mapping[str, Document]) -> SiteLanguages:
    keys = dict.fromkeys(key for name in _names(documents[TOWNS].value) for key in name)
    codes = [key for key in keys if f"{key}_full" in keys and key != ENGLISH]
    sources = _records(documents["sources"].value)
    return SiteLanguages(
        tuple(Language(code, code, "", "") for code in codes),
        *(
            tuple(sorted({str(source.get(key, ENGLISH)) for source in sources}))
            for key in ("lang", "publisher_lang")
        ),
    )


def _names(towns: Any) -> list[dict[str, Any]]:
    records = towns if isinstance(towns, list) else []
    names = [record.get("names") for record in records if isinstance(record, dict)]
    return [name for name in names if isinstance(name, dict)]


def _records(value: Any) -> list[dict[str, Any]]:
    return (
        [record for record in value.values() if isinstance(record, dict)] if isinstance(value, dict) else []
    )


def language_gaps(
    languages: Iterable[Language], documents: Mapping[str, Document], content: Content, draft: bool
) -> Iterator[Problem]:
    """What a language lacks, at its edition: names and terms (errors but in a draft), titles (warnings)."""
    names, terms = _names(documents[TOWNS].value), _records(documents["glossary"].value)
    titles = list(texts_by_language(content))
    severity: Severity = "warning" if draft else "error"
    for language in languages:
        code = language.code
        unnamed = sum(not {code, f"{code}_full"} <= name.keys() for name in names)
        if unnamed and not language.names_required:
            what = (
                f"no name in {code} for {unnamed} of {len(names)} municipalities; "
                f"write {code} and {code}_full below names in data/{TOWNS}.yaml and data/{SPECIMEN}.yaml."
            )
            yield _problem(documents["site"], code, what, severity)
        untranslated = sum(code not in term for term in terms)
        if untranslated and not language.terms_required:
            what = f"no form in {code} for {untranslated} of {len(terms)} terms; "
            yield _problem(documents["site"], code, f"{what}write {code} in data/glossary.yaml.", severity)
        if titles and code not in written_languages(titles):
            what = (
                f"no text in {code} for any of the {len(titles)} titles and names in data/law.yaml, "
                "data/bodies.yaml and data/places.yaml; another language is shown there until it is written."
            )
            yield _problem(documents["site"], code, what, "warning")


def texts_by_language(value: Any) -> Iterator[ByLanguage]:
    """Every text by language in records, in no order; no number, which needs no words."""
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, ByLanguage):
            if not isinstance(part, NumberByLanguage):
                yield part
        elif isinstance(part, BaseModel | dict):
            pending += (part if isinstance(part, dict) else vars(part)).values()
        elif isinstance(part, tuple):
            pending += part


def written_languages(texts: Iterable[ByLanguage]) -> set[str]:
    """The languages that at least one of the texts is written in."""
    return {code for text in texts for code, words in text.texts.items() if words is not None}


def edition_problems(site: Site, document: Document) -> Iterator[Problem]:
    """Editions that no calendar, catalog or script is known for, and pairs that are none."""
    for key, edition in site.editions.items():
        for field, what in _of_edition(edition):
            path = ("editions", key, field)
            yield Problem(document.place(path), document.name(path), what)
    for number, pair in enumerate(site.bilingual):
        languages = [site.editions[key].words for key in pair]
        if len(languages) != 2 or languages[0] == languages[1]:
            found = ", ".join(pair) or "none"
            what = (
                f"expected two editions of different languages, found {found}; "
                "write them as in [sq, sr-latn]."
            )
            place = document.place(("bilingual", number))
            yield Problem(place, document.name(("bilingual", number)), what)


def _of_edition(edition: Edition) -> Iterator[tuple[str, str]]:
    for field in ("words", "locale"):
        name = getattr(edition, field)
        try:
            Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            example = "sq" if field == "words" else "sr_Latn"
            yield field, f"expected a language that Babel knows, found '{name}'; write it as in {example}."
    if edition.latin and not WRITING.get(edition.words, Writing()).latin:
        yield (
            "latin",
            f"expected no, found 'yes'; the Latin letters for Cyrillic in {edition.words} are not known.",
        )


def _problem(site: Document, code: str, what: str, severity: Severity) -> Problem:
    """A problem at the first edition in a language."""
    editions = site.value["editions"]
    key = next((key for key, edition in editions.items() if edition.get("words") == code), None)
    path = ("editions", key, "words") if key else ("languages", code)
    return Problem(site.place(path), site.name(path), what, severity)
