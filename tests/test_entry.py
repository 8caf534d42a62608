"""A record for a new municipality: at its place, complete, explained, and nothing else changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from guidebook.authoring.new_record import add_record
from guidebook.diagnostics import ProblemsFound
from guidebook.model.languages import record_types
from guidebook.model.municipality import Contact
from guidebook.project import load_project
from tests.support.places import expected_messages
from tests.support.project import ROOT, change, copy_project, languages_of

CASES = sorted((ROOT / "tests" / "cases" / "new").glob("*.yaml"))
NAMES = {
    "sq": "Ri",
    "sq_full": "Komuna e Re",
    "sr": "Ново",
    "sr_full": "Општина Ново",
    "en": "New",
    "en_full": "New",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_id_that_cannot_be_used_is_refused(case: Path, two_towns: Path) -> None:
    """In plain words, and the file stays as it is."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    file = two_towns / "data/municipalities.yaml"
    before = file.read_bytes()

    with pytest.raises(ProblemsFound) as found:
        add_record(two_towns, expected["id"])

    assert [str(problem) for problem in found.value.problems] == expected_messages(expected, two_towns)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("identity", "next_one"),
    [
        ("aba", "decan"),
        ("dardana", "decan"),
        ("gjocaj", "hani-i-elezit"),
        ("gllogjan", "gracanica"),
        ("zz", None),
    ],
)
def test_a_record_stands_where_the_alphabet_puts_it(
    identity: str, next_one: str | None, tmp_path: Path
) -> None:
    """The order of the file is that of the Albanian alphabet, in which gj follows g."""
    root = copy_project(tmp_path / "project")
    file = root / "data/municipalities.yaml"
    before = file.read_text(encoding="utf-8")

    line = add_record(root, identity)

    text = file.read_text(encoding="utf-8")
    ids = [*re.findall(r"^- id: (.*)$", text, re.MULTILINE), None]
    assert text.splitlines()[line - 1] == f"- id: {identity}"
    assert ids[ids.index(identity) + 1] == next_one
    record = re.search(rf"^- id: {identity}\n(?:(?:  .*)?\n)*", text, re.MULTILINE)
    assert record
    assert text.replace(record[0], "").rstrip("\n") == before.rstrip("\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_record_holds_every_field(two_towns: Path) -> None:
    """Written, or behind a # where it may be left out."""
    line = add_record(two_towns, "north-lake")

    text = (two_towns / "data/municipalities.yaml").read_text(encoding="utf-8")
    record = "\n".join(text.splitlines()[line - 1 :])
    town = record_types(languages_of(two_towns)).municipality
    parts = [town, Contact, *(field.annotation for field in town.model_fields.values())]
    fields = {name for part in parts for name in getattr(part, "model_fields", {})}
    assert len(fields) > 50
    assert [
        name for name in sorted(fields) if not re.search(rf"^[- #]*{name}: ?", record, re.MULTILINE)
    ] == []


def test_only_names_and_the_number_of_municipalities_are_asked_for(two_towns: Path) -> None:
    """What may be unknown is unknown; with names, source, day and number the check is content."""
    add_record(two_towns, "north-lake")
    file = two_towns / "data/municipalities.yaml"

    with pytest.raises(ProblemsFound) as found:
        load_project(two_towns)

    asked = {problem.field for problem in found.value.problems}
    assert asked == {*(f"north-lake.names.{name}" for name in NAMES), "site.municipalities"}
    head, _, record = file.read_text(encoding="utf-8").partition("- id: north-lake")
    for name, value in NAMES.items():
        record = record.replace(f"    {name}: unknown\n", f"    {name}: {value}\n")
    record = record.replace("  # checked: 2026-11-22", "  checked: 2026-11-22", 1)
    record = record.replace("    # source: kas-census2024-00", "    source: census-2024", 1)
    file.write_text(f"{head}- id: north-lake{record}", encoding="utf-8")
    change(two_towns / "data/site.yaml", "municipalities: 2", "municipalities: 3")
    assert [town.id for town in load_project(two_towns).records.towns] == [
        "lakeside",
        "minimal",
        "north-lake",
    ]


def test_a_file_with_a_mistake_is_left_alone(two_towns: Path) -> None:
    """First the mistake, then the new record."""
    change(two_towns / "data/municipalities.yaml", "    settlements: 17", "\tsettlements: 17")

    with pytest.raises(ProblemsFound, match="a tab, where spaces are expected"):
        add_record(two_towns, "north-lake")
