"""The shape of the code and what the documents promise about it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from build_guides import door
from guidebook import values
from guidebook.commons import Commons
from guidebook.model import Capacities, Communities, Contacts, Municipality
from guidebook.read import read
from tests.conftest import ROOT

PACKAGE = ROOT / "guidebook"
SHARED = {
    *("problems", "telling", "kinds", "values", "codes", "record", "model", "commons", "tools", "explain"),
    *("age", "unknown", "lines", "status", "published", "templating"),
    *("document", "page", "escape", "script", "fold", "markup", "printable", "excerpt", "wording", "guide"),
}
"""Records and the values that pass between the stages."""
STAGES = {
    "load": {"signs", "syntax", "braces"},
    "validate": {"consistency", "mistakes"},
    "warn": {"reach", "shares"},
    "catalogue": set[str](),
    "map": set[str](),
    "localise": set[str](),
    "render": {"view"},
    "beside": {"view"},
    "exports": set[str](),
    "correct": set[str](),
    "open_data": {"open_schema", "open_tables"},
    "feed": set[str](),
    "neighbours": set[str](),
    "paper": set[str](),
    "press": {"tagging"},
    "search": set[str](),
    "interface": set[str](),
    "offer": set[str](),
    "sheets": {"forms"},
    "site": set[str](),
    "schema": set[str](),
    "entry": set[str](),
    "tidy": set[str](),
}
"""Each stage and the part of itself it may also import."""
REVIEW = {"compare": set[str](), "places": {"compare"}, "tell": {"compare", "places"}, "report": set[str]()}
"""What looks at two states or tells how one stands, and the parts of it that each may also import."""
ORDER = {"build", "read", "overview", "serve", "review", "changes", "revision"}
"""What knows the stages and their order, or what stands outside the way of the data."""
PARTS = set[str]().union(*STAGES.values())
MODULES = sorted(PACKAGE.glob("*.py"))


def imported_by(module: str) -> set[str]:
    """The modules of the package that a module imports."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    names = (node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    return {name.removeprefix("guidebook.") for name in names if name.startswith("guidebook")}


@pytest.mark.parametrize("stage", STAGES)
def test_stages_meet_only_in_build(stage: str) -> None:
    """A stage imports what is shared, never another stage."""
    assert imported_by(stage) <= SHARED | STAGES[stage]


@pytest.mark.parametrize("module", REVIEW)
def test_the_review_of_a_change_knows_no_stage(module: str) -> None:
    """Comparing and telling turn values into values."""
    assert imported_by(module) <= SHARED | REVIEW[module]


@pytest.mark.parametrize("module", sorted(SHARED | PARTS))
def test_what_is_shared_knows_no_stage(module: str) -> None:
    """Imports run one way."""
    assert imported_by(module) <= SHARED


def test_only_build_knows_the_order() -> None:
    """Every stage is named in build.py or its parts, or in desk.py, and the picture here is complete."""
    knowing = ("build", "read", "overview", "desk")
    assert set(STAGES) <= set[str]().union(*map(imported_by, knowing))
    known = SHARED | set(STAGES) | PARTS | set(REVIEW) | ORDER | {"desk", "__init__"}
    assert {module.stem for module in MODULES} == known


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_modules_and_functions_are_short(module: Path) -> None:
    """A module stays under 250 lines, a function under 40."""
    text = module.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert len(text.splitlines()) < 250
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40]
    assert long == []


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
        for part in [Municipality, *(field.annotation for field in Municipality.model_fields.values())]
        for name in getattr(part, "model_fields", {})
    ]

    assert len(fields) > 50
    assert [name for name in fields if not re.search(rf"^#.*\b{name}:", head, re.MULTILINE)] == []


def test_every_code_has_its_label() -> None:
    """No guide can meet a code without words."""
    words = read(ROOT).records.commons.words

    assert set(words.capacity) == set(Capacities.model_fields) - {"source", "checked", "remark"}
    assert set(words.contact) == set(Contacts.model_fields) - {"source", "checked", "remark"}
    assert set(words.community) == set(Communities.model_fields) - {"with_others"}


def test_common_records_are_read_from_files_that_exist() -> None:
    """One file for each field, and no file that nobody reads."""
    files = {path.stem for path in (ROOT / "data").glob("*.yaml")}

    assert files == set(Commons.model_fields) | {"municipalities", "specimen"}


def test_every_source_is_cited_somewhere() -> None:
    """The register holds what the guides rest on, and nothing else."""
    register = set(read(ROOT).records.commons.sources)
    others = [path for path in (ROOT / "data").iterdir() if path.is_file() and path.stem != "sources"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in others)

    assert len(register) > 100
    assert [key for key in sorted(register) if not re.search(rf"(?<![\w-]){key}(?![\w-])", text)] == []


@pytest.mark.parametrize("command", sorted(door.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    """A person finds each command explained."""
    assert f"build_guides.py {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_kind_of_value_says_what_it_is() -> None:
    """The classes of values explain themselves."""
    kinds = [
        kind
        for kind in vars(values).values()
        if isinstance(kind, type) and kind.__module__ == values.__name__
    ]

    assert len(kinds) > 8
    assert [kind.__name__ for kind in kinds if not kind.__doc__] == []
