"""The schemas of the data files: current, complete, and right on good and on bad files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main
from click.testing import CliRunner
from jsonschema import Draft7Validator

from guidebook.authoring.json_schema import schemas, update_schemas
from guidebook.project import load_project
from tests.support.languages import LANGUAGES
from tests.support.project import DATA as TOWNS_FILE
from tests.support.project import (
    ROOT,
    TWO_TOWNS,
    change,
    copy_project,
    files,
    languages_of,
    with_missing_facts,
)

CASES = ROOT / "tests" / "cases" / "schema"
GOOD = sorted((CASES / "good").glob("*.yaml"))
BAD = sorted((CASES / "bad").glob("*.yaml"))
DATA = sorted((ROOT / "data").glob("*.yaml"))
MODELINE = re.compile(r"# yaml-language-server: \$schema=(schema/[a-z]+\.json)\n")


def schema_of(file: Path) -> Path:
    """The schema that a data file names in its first line."""
    named = MODELINE.match(file.read_text(encoding="utf-8"))
    assert named, f"{file.name} names no schema in its first line"
    return file.parent / named[1]


def schema_errors(schema: Path, *instances: Path) -> list[dict[str, Any]]:
    """The errors of check-jsonschema in these files."""
    run = CliRunner().invoke(main, ["--schemafile", str(schema), "-o", "json", *map(str, instances)])
    report = json.loads(run.stdout)
    assert report.get("parse_errors", []) == []
    errors: list[dict[str, Any]] = report.get("errors", [])
    return errors


def edited(case: Path, folder: Path) -> Path:
    """The two towns with the edit of a case."""
    file = folder / case.name
    file.write_text(with_missing_facts(TWO_TOWNS / TOWNS_FILE), encoding="utf-8")
    for old, new in yaml.safe_load(case.read_text(encoding="utf-8"))["edit"]:
        change(file, old, new)
    return file


@pytest.fixture
def town_schema(tmp_path: Path) -> Path:
    """The schema of the two towns."""
    file = tmp_path / "municipalities.json"
    file.write_text(schemas(languages_of(TWO_TOWNS))["municipalities"], encoding="utf-8")
    return file


def properties(shape: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field that a schema names, with what it says of it."""
    if isinstance(shape, dict):
        for name, field in shape.get("properties", {}).items():
            if "$ref" not in field or len(field) > 1:
                yield name, field
    for below in shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ():
        yield from properties(below)


def test_the_schemas_are_current() -> None:
    """`python build_guides.py schema` would change nothing, and no schema is left over."""
    folder = ROOT / "data" / "schema"

    assert {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schemas(LANGUAGES)


def test_a_stale_schema_is_written_anew_and_named(tmp_path: Path) -> None:
    """The command says what it did, and a second run does nothing."""
    root = copy_project(tmp_path / "project")
    before = files(root / "data")
    change(root / "data/schema/plan.json", '"title": "data/plan.yaml"', '"title": "old"')

    assert update_schemas(root) == ["plan"]
    assert files(root / "data") == before
    assert update_schemas(root) == []


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.stem)
def test_what_is_published_fits_its_schema(file: Path) -> None:
    """An editor marks nothing in a file that the check accepts."""
    assert schema_errors(schema_of(file), file) == []


def test_every_way_to_write_a_fact_fits_the_schema(town_schema: Path, tmp_path: Path) -> None:
    """Short, long, unknown, in quotes or not."""
    instances = [edited(case, tmp_path) for case in GOOD]

    assert len(instances) > 10
    assert schema_errors(town_schema, *instances) == []


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.stem)
def test_the_check_accepts_the_good_cases_too(case: Path, two_towns: Path) -> None:
    """The schema allows nothing here that the check refuses."""
    (two_towns / "data/municipalities.yaml").write_bytes(edited(case, two_towns).read_bytes())

    assert load_project(two_towns).warnings == []


def test_a_mistake_is_marked_where_it_stands(town_schema: Path, tmp_path: Path) -> None:
    """One mistake in each file, and the schema points at it."""
    expected = {case.name: yaml.safe_load(case.read_text(encoding="utf-8"))["at"] for case in BAD}
    instances = [edited(case, tmp_path) for case in BAD]

    errors = schema_errors(town_schema, *instances)

    found: dict[str, set[str]] = {name: set() for name in expected}
    for error in errors:
        matches = [error, *(error[key] for key in ("best_match", "best_deep_match") if key in error)]
        found[Path(error["filename"]).name] |= {match["path"] for match in matches}
    assert len(expected) > 10
    assert {name: at for name, at in expected.items() if at not in found[name]} == {}


@pytest.mark.parametrize("name", sorted(schemas(LANGUAGES)))
def test_every_field_says_what_it_is(name: str) -> None:
    """Hovering over a field explains it; a field with one value also shows an example."""
    shape = json.loads((ROOT / "data/schema" / f"{name}.json").read_text(encoding="utf-8"))
    fields = list(properties(shape))

    assert fields or name in ("findings", "places")
    assert [field for field, schema in fields if not schema.get("description")] == []


def test_examples_fit_their_own_field() -> None:
    """What an editor proposes is not marked as wrong afterwards."""
    shape = json.loads((ROOT / "data/schema/municipalities.json").read_text(encoding="utf-8"))
    fields = [(name, schema) for name, schema in properties(shape) if "examples" in schema]

    assert {name for name, _ in fields} >= {"population", "phone", "email", "sq_full", "official_languages"}
    for name, schema in fields:
        validator = Draft7Validator({**schema, "definitions": shape["definitions"]})
        assert all(validator.is_valid(example) for example in schema["examples"]), name


def test_editors_are_told_which_extension_reads_the_schemas() -> None:
    """VS Code offers the extension, reads YAML as 1.2, and never reformats a file."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    extensions = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))

    assert extensions["recommendations"] == ["redhat.vscode-yaml"]
    assert settings["yaml.yamlVersion"] == "1.2"
    assert settings["yaml.format.enable"] is False
