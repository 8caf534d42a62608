"""The shape of the code and what the documents promise about it."""

from __future__ import annotations

import ast
import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from click import Context
from packaging.specifiers import SpecifierSet

from guidebook.cli import main as cli
from guidebook.model import fields as field_types
from guidebook.model.content import Content
from guidebook.model.municipality import Capacities, Communities, Contacts
from guidebook.project import load_project
from tests.support.languages import MUNICIPALITY
from tests.support.project import ROOT

PACKAGE = ROOT / "guidebook"
MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_are_short(module: Path) -> None:
    """A module stays under 300 lines, a function under 40."""
    text = module.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert len(text.splitlines()) < 300
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40]
    assert long == []


SHORT = {
    "exports/package.py": "what the files of Word and of Excel have in common",
    "guide_cache.py": "what is kept on disk of a guide, apart from how it is made",
    "pages/citations.py": "what guides and handbook say of their sources in one way",
}
"""Modules under 40 lines, and why they stand alone."""


def test_a_module_stands_alone_for_a_reason() -> None:
    """No scatter of small modules."""
    short = {
        module.relative_to(PACKAGE).as_posix()
        for module in MODULES
        if module.stem != "__init__" and len(module.read_text(encoding="utf-8").splitlines()) < 40
    }

    assert short == set(SHORT)


def test_templates_are_short() -> None:
    """A template stays under 120 lines."""
    templates = [*(ROOT / "templates").rglob("*.j2"), *(ROOT / "templates").rglob("*.html")]

    assert len(templates) > 15
    assert [path.name for path in templates if len(path.read_text("utf-8").splitlines()) >= 120] == []


def test_every_field_stands_in_the_record_to_copy() -> None:
    """Whoever adds a municipality finds each field at the head of the file."""
    head = (ROOT / "data/municipalities.yaml").read_text(encoding="utf-8").partition("\n- id: ")[0]
    fields = [
        name
        for part in [MUNICIPALITY, *(field.annotation for field in MUNICIPALITY.model_fields.values())]
        for name in getattr(part, "model_fields", {})
    ]

    assert len(fields) > 50
    assert [name for name in fields if not re.search(rf"^#.*\b{name}:", head, re.MULTILINE)] == []


def test_every_code_has_its_label() -> None:
    """No guide can meet a code without words."""
    words = load_project(ROOT).records.content.words

    assert set(words.capacity) == set(Capacities.model_fields) - {"source", "checked", "remark"}
    assert set(words.contact) == set(Contacts.model_fields) - {"source", "checked", "remark"}
    assert set(words.community) == set(Communities.model_fields) - {"with_others"}


def test_common_records_are_read_from_files_that_exist() -> None:
    """One file for each field, and no file that nobody reads."""
    files = {path.stem for path in (ROOT / "data").glob("*.yaml")}

    assert files == set(Content.model_fields) | {"municipalities", "specimen"}


def test_every_source_is_cited_somewhere() -> None:
    """The register holds what the guides rest on, and nothing else."""
    register = set(load_project(ROOT).records.content.sources)
    others = [path for path in (ROOT / "data").iterdir() if path.is_file() and path.stem != "sources"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in others)

    assert len(register) > 100
    assert [key for key in sorted(register) if not re.search(rf"(?<![\w-]){key}(?![\w-])", text)] == []


@pytest.mark.parametrize("command", cli.list_commands(Context(cli)))
def test_every_command_is_in_the_readme(command: str) -> None:
    """A person finds each command explained."""
    assert f"build_guides.py {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_field_type_says_what_it_is() -> None:
    """The classes of field types explain themselves."""
    types = [
        value
        for value in vars(field_types).values()
        if isinstance(value, type) and value.__module__ == field_types.__name__
    ]

    assert len(types) > 8
    assert [value.__name__ for value in types if not value.__doc__] == []


def test_what_is_locked_runs_on_the_python_of_debian() -> None:
    """Debian 12 has Python 3.11.2; a lock made with a newer one may hold what needs more."""
    locked = re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements-test.txt").read_text(encoding="utf-8"))
    needed = {name: str(metadata(name).json.get("requires_python", "")) for name in locked}

    assert len(needed) > 60
    assert {name: python for name, python in needed.items() if "3.11.2" not in SpecifierSet(python)} == {}
