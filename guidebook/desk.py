"""What editors run on the files themselves: schemas, a new record, canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guidebook.commons import Commons
from guidebook.entry import with_entry
from guidebook.load import load, parse
from guidebook.model import SPECIMEN, TOWNS, Municipality
from guidebook.page import Page
from guidebook.problems import Place, Problem, ProblemsFound
from guidebook.schema import schemas
from guidebook.site import write_page
from guidebook.tidy import comments, tidied

LOSS = "this file cannot be put in order without losing something; indent it by two spaces by hand."


def update_schemas(root: Path) -> list[str]:
    """Writes the schemas of the data files; the names of those that were out of date."""
    pages = {name: Page(f"schema/{name}.json", text) for name, text in schemas().items()}
    return [name for name, page in pages.items() if write_page(root / "data", page)]


def add_town(root: Path, identity: str) -> int:
    """Adds a record for a new municipality; its line. Raises ProblemsFound where the id cannot be used."""
    file = f"{TOWNS}.yaml"
    path = root / "data" / file
    site = load(root / "data" / "site.yaml", root)
    if site.value is None:
        raise ProblemsFound(site.problems)
    alphabet = site.value["editions"]["sq"]["alphabet"]
    document = load(path, root)
    if document.value is None:
        raise ProblemsFound(document.problems)
    text, line = with_entry(document, path.read_text(encoding="utf-8"), identity, alphabet)
    write_page(path.parent, Page(file, text))
    return line


def tidy_data(root: Path) -> dict[str, tuple[str, str]]:
    """The data files that are not in canonical form: as they are, and as they should be, by path.

    Raises ProblemsFound where a file has a mistake, or where a value or a comment would not stay.
    """
    kinds: dict[str, Any] = {TOWNS: list[Municipality], SPECIMEN: list[Municipality]}
    kinds |= {name: field.annotation for name, field in Commons.model_fields.items()}
    found, problems = {}, []
    for name, annotation in kinds.items():
        document = load(root / "data" / f"{name}.yaml", root)
        problems += document.problems
        if document.value is None:
            continue
        text = (root / document.file).read_text(encoding="utf-8")
        tidy = tidied(document, text, annotation)
        if parse(tidy, document.file).value != document.value or comments(tidy) != comments(text):
            problems.append(Problem(Place(document.file, 1, 1), "", LOSS))
        elif tidy != text:
            found[document.file] = (text, tidy)
    if problems:
        raise ProblemsFound(problems)
    return found
