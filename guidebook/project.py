"""Load and validate all input: `data/` and `locale/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guidebook.diagnostics import Problem, ProblemsFound, errors
from guidebook.i18n.catalog import SourceMessage, extract_messages, read_catalog, update_catalog
from guidebook.i18n.translation import Catalog
from guidebook.i18n.translator import Translator
from guidebook.model.base import ENGLISH
from guidebook.model.content import Content, Edition
from guidebook.model.facts import Status, facts, status_of_facts
from guidebook.model.languages import SiteLanguages, record_types
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.source.document import Document
from guidebook.source.language_gaps import language_gaps
from guidebook.source.lint import warnings
from guidebook.source.validation import Records, examine, validate
from guidebook.source.yaml_loader import load, load_json, parse


@dataclass(frozen=True)
class Project:
    """All input, valid."""

    records: Records
    documents: dict[str, Document]
    """The YAML files of `data/` by name, with the places of their values."""
    boundaries: Mapping[str, Any]
    """GeoJSON."""
    texts: list[SourceMessage]
    """English texts that need a translation."""
    catalogs: dict[str, Catalog]
    """By language."""
    warnings: list[Problem]

    def translator(self, edition: str) -> Translator:
        """The translator of an edition."""
        editions = self.records.content.site.editions
        entry = editions[edition]
        return Translator(edition, entry, self.catalogs[entry.words], editions)

    def pairs(self, editions: Sequence[str]) -> list[tuple[str, ...]]:
        """The pairs of `data/site.yaml` whose editions are both among these."""
        return [pair for pair in self.records.content.site.bilingual if set(editions).issuperset(pair)]

    def status(self, today: date | None) -> Status:
        """The status of every fact on a day; without one on the newest day a fact was checked."""
        questions = self.records.content.questions
        return status_of_facts(self.records.towns, questions, today or newest_day(self.records.towns))

    def translation_progress(self) -> list[tuple[Edition, int, int]]:
        """Each edition with its translated and with all texts; none where it is in the source language."""
        editions = self.records.content.site.editions.values()
        catalogs = [(edition, self.catalogs[edition.words]) for edition in editions]
        return [(edition, len(catalog.translated), catalog.total) for edition, catalog in catalogs]


def load_project(
    root: Path, draft: bool = False, today: date | None = None, edition: str | None = None
) -> Project:
    """All input of a project. With `draft`, missing translations are warnings; with `today`, lint runs too;
    with `edition`, only its language needs names, terms and translations.

    Raises ProblemsFound with every error and warning.
    """
    documents, records, problems = load_data(root, today, draft)
    boundaries = load_json(root / "data" / "boundaries.geojson", root)
    texts = extract_messages(root, records.content, documents)
    problems += boundaries.problems
    chosen = _chosen_languages(records.content, edition)
    languages = [language for language in records.languages.languages if language.code in chosen]
    problems += language_gaps(languages, documents, records.content, draft)
    catalogs = {}
    for language in _languages(records.content):
        path = catalog_path(root, language)
        catalogs[language], found = read_catalog(path, root, [] if language == ENGLISH else texts, draft)
        if language in chosen:
            problems += found
    if errors(problems):
        raise ProblemsFound(problems)
    return Project(records, documents, boundaries.value, texts, catalogs, problems)


def load_data(
    root: Path, today: date | None, draft: bool = False
) -> tuple[dict[str, Document], Records, list[Problem]]:
    """The files of `data/`, their records and the warnings, with `today` also those of lint.

    A place with an error has no warning of lint as well. Raises ProblemsFound with every error and warning.
    """
    documents = read_documents(root)
    records, problems = examine_data(documents, today, draft)
    if errors(problems):
        raise ProblemsFound(problems)
    return documents, records, problems


def examine_data(
    documents: Mapping[str, Document], today: date | None, draft: bool = False
) -> tuple[Records, list[Problem]]:
    """The records of the files of `data/` and every problem, with `today` also those of lint."""
    records, problems = examine(documents, draft)
    places = {problem.place for problem in problems}
    found = warnings(records.towns, records.content.site, documents, today) if today else ()
    return records, problems + [warning for warning in found if warning.place not in places]


def parse_towns(text: str, languages: SiteLanguages) -> tuple[Municipality, ...] | None:
    """The municipalities of an older revision of their file; None where today's records do not fit it."""
    document = parse(text, f"data/{TOWNS}.yaml")
    if document.faults:
        return None
    try:
        record = record_types(languages.optional()).municipality
        return TypeAdapter(tuple[record, ...]).validate_python(document.value, context={})  # type: ignore[valid-type]
    except ValidationError:
        return None


def newest_day(towns: tuple[Municipality, ...]) -> date:
    """The newest day a fact of these municipalities was checked."""
    return max(at.checked for town in towns for at in facts(town) if at.checked)


def update_catalogs(root: Path) -> Iterator[tuple[str, int, int]]:
    """Updates every catalog with the English texts. Yields its language, its texts and how many are open."""
    documents = read_documents(root)
    content = validate(documents, draft=True).content
    texts = extract_messages(root, content, documents)
    for language in _languages(content):
        if language != ENGLISH:
            yield (language, *update_catalog(catalog_path(root, language), texts))


def _languages(content: Content) -> list[str]:
    """The languages of the catalogs, in the order of the editions."""
    return list(dict.fromkeys(edition.words for edition in content.site.editions.values()))


def _chosen_languages(content: Content, edition: str | None) -> list[str]:
    """The language of an edition; all for None, and for a key that `Options` will refuse."""
    chosen = content.site.editions.get(edition or "")
    return [chosen.words] if chosen else _languages(content)


def read_documents(root: Path) -> dict[str, Document]:
    """The YAML files of `data/` by name."""
    return {
        name: load(root / "data" / f"{name}.yaml", root) for name in [TOWNS, SPECIMEN, *Content.model_fields]
    }


def catalog_path(root: Path, language: str) -> Path:
    """The catalog of a language in a project."""
    return root / "locale" / language / "LC_MESSAGES" / "guides.po"
