"""What people wrote, read and checked: load, validate, warn, catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from guidebook.artifacts import Drawing
from guidebook.diagnostics import Problem, ProblemsFound, errors
from guidebook.i18n.catalog import Wanted, read_catalog, update, wanted
from guidebook.i18n.translation import Catalog
from guidebook.i18n.translator import ENGLISH
from guidebook.model.content import Content
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.pages.svg_map import draw
from guidebook.source.document import Document
from guidebook.source.lint import warnings
from guidebook.source.validation import Records, examine, validate
from guidebook.source.yaml_loader import load, load_json, parse


@dataclass(frozen=True)
class Project:
    """Everything people wrote, read and checked."""

    records: Records
    documents: dict[str, Document]
    drawing: Drawing
    texts: list[Wanted]
    catalogs: dict[str, Catalog]
    warnings: list[Problem]


def read(root: Path, draft: bool = False, today: date | None = None) -> Project:
    """All files people write. Raises ProblemsFound with every mistake in them; with a day, also with what
    looks wrong on that day."""
    documents, records, doubts = read_data(root, today)
    boundaries = load_json(root / "data" / "boundaries.geojson", root)
    texts = wanted(root, records.content, documents)
    catalogs, problems = {}, [*records.warnings, *doubts, *boundaries.problems]
    for words in dict.fromkeys(edition.words for edition in records.content.site.editions.values()):
        path = _catalog_path(root, words)
        catalogs[words], found = read_catalog(path, root, [] if words == ENGLISH else texts, draft)
        problems += found
    if errors(problems):
        raise ProblemsFound(problems)
    return Project(records, documents, draw(boundaries.value), texts, catalogs, problems)


def read_data(root: Path, today: date | None) -> tuple[dict[str, Document], Records, list[Problem]]:
    """The files of `data/`, their records, and what looks wrong on a day. Raises ProblemsFound.

    What was told as a mistake is not told as a doubt as well.
    """
    documents = _documents(root)
    records, problems = examine(documents)
    told = {problem.place for problem in problems}
    found = warnings(records.towns, documents, today) if today else ()
    doubts = [doubt for doubt in found if doubt.place not in told]
    if errors(problems):
        raise ProblemsFound([*problems, *doubts])
    return documents, records, doubts


def read_past(text: str) -> tuple[Municipality, ...] | None:
    """The municipalities of an older state of their file; None where today's program cannot read it."""
    document = parse(text, f"data/{TOWNS}.yaml")
    if document.faults:
        return None
    try:
        return TypeAdapter(tuple[Municipality, ...]).validate_python(document.value, context={})
    except ValidationError:
        return None


def update_catalogs(root: Path) -> Iterator[tuple[str, int, int]]:
    """Brings new English texts into every catalogue: language, number of texts, number still open."""
    documents = _documents(root)
    content = validate(documents).content
    texts = wanted(root, content, documents)
    for words in dict.fromkeys(edition.words for edition in content.site.editions.values()):
        if words != ENGLISH:
            yield (words, *update(_catalog_path(root, words), texts))


def _documents(root: Path) -> dict[str, Document]:
    return {
        name: load(root / "data" / f"{name}.yaml", root) for name in [TOWNS, SPECIMEN, *Content.model_fields]
    }


def _catalog_path(root: Path, words: str) -> Path:
    return root / "locale" / words / "LC_MESSAGES" / "guides.po"
