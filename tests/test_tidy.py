"""The canonical form of the data files: nothing is lost, missing facts are added, what is tidy stays."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml

from guidebook.authoring.formatter import LOSS, comments, format_data, format_document
from guidebook.diagnostics import ProblemsFound
from guidebook.project import load_project
from guidebook.source.yaml_loader import parse
from tests.support.languages import MUNICIPALITY
from tests.support.project import ROOT, change, copy_project, files, run_command

CASES = sorted((ROOT / "tests" / "cases" / "tidy").glob("*.yaml"))
FILL_CASES = sorted((ROOT / "tests" / "cases" / "fill").glob("*.yaml"))
TOWNS = (ROOT / "data/municipalities.yaml").read_text(encoding="utf-8")


def tidy(text: str) -> str:
    """A file of municipalities in canonical form."""
    return format_document(parse(text, "data/municipalities.yaml"), text, list[MUNICIPALITY])  # type: ignore[valid-type]


def shuffled(text: str, seed: int) -> str:
    """A file whose records have their parts, and the parts their fields, in another order."""
    order = random.Random(seed)
    head, *records = text.split("\n- id: ")
    made = []
    for record in records:
        first, *parts = record.rstrip("\n").split("\n\n")
        order.shuffle(parts)
        made.append("\n\n".join([first, *(fields_shuffled(part, order) for part in parts)]))
    return "\n- id: ".join([head, *(f"{record}\n" for record in made)])


def fields_shuffled(part: str, order: random.Random) -> str:
    """A part with its fields, each with the lines below it, in another order."""
    name, *lines = part.split("\n")
    fields: list[str] = []
    for line in lines:
        if line[4] == " ":
            fields[-1] += f"\n{line}"
        else:
            fields.append(line)
    order.shuffle(fields)
    return "\n".join([name, *fields])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_is_put_in_order(case: Path) -> None:
    """Values and comments are the same afterwards, and a second run changes nothing."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    before, after = expected["before"], expected["after"]

    assert tidy(before) == after
    assert tidy(after) == after
    assert comments(before) == comments(after)
    assert parse(before, "x.yaml").value == parse(after, "x.yaml").value


@pytest.mark.parametrize("seed", range(5))
def test_the_real_records_come_back_from_disorder(seed: int) -> None:
    """However the fields of all municipalities are mixed, the file comes back byte for byte."""
    mixed = shuffled(TOWNS, seed)

    assert mixed != TOWNS
    assert parse(mixed, "x.yaml").value == parse(TOWNS, "x.yaml").value
    assert tidy(mixed) == TOWNS


@pytest.mark.parametrize("case", FILL_CASES, ids=lambda case: case.stem)
def test_a_missing_fact_is_added_as_unknown(case: Path, two_towns: Path) -> None:
    """At its place in the record; not in braces, and not beside a field that may be the one misspelt."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    file = two_towns / "data/municipalities.yaml"
    after = file.read_text(encoding="utf-8").replace(expected["record"], expected["tidy"])
    change(file, expected["record"], expected["edited"])
    edited = file.read_text(encoding="utf-8")

    changed = format_data(two_towns)

    assert changed == ({"data/municipalities.yaml": (edited, after)} if edited != after else {})


def test_a_field_missing_in_every_record_is_added_to_all(tmp_path: Path) -> None:
    """The municipalities and the specimen; then the check accepts them."""
    root = copy_project(tmp_path / "project")
    for name in ("municipalities", "specimen"):
        file = root / f"data/{name}.yaml"
        field = re.compile(r"^    oath_date:.*\n(?:      .*\n)*", re.MULTILINE)
        text = field.sub("", file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")

    with pytest.raises(ProblemsFound):
        load_project(root)
    tidied = run_command(root, "tidy").stdout
    assert tidied == "data/municipalities.yaml: tidied.\ndata/specimen.yaml: tidied.\n"
    towns = load_project(root).records
    assert {town.mandate.oath_date.value for town in (*towns.towns, *towns.specimen)} == {None}


def test_what_is_published_is_tidy() -> None:
    """The order of fields in the data is that of the records."""
    assert format_data(ROOT) == {}


def test_a_file_with_a_mistake_is_left_alone(two_towns: Path) -> None:
    """First the mistake is told."""
    change(two_towns / "data/municipalities.yaml", "    settlements: 17", "\tsettlements: 17")

    with pytest.raises(ProblemsFound, match="a tab, where spaces are expected"):
        format_data(two_towns)


def test_a_file_that_would_lose_something_is_refused(
    two_towns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written, values and comments are held against each other."""
    monkeypatch.setattr(
        "guidebook.authoring.formatter.format_document",
        lambda document, text, kind, fill: text.replace("# Head", ""),
    )
    change(two_towns / "data/municipalities.yaml", "- id: lakeside", "# Head\n- id: lakeside")

    with pytest.raises(ProblemsFound) as found:
        format_data(two_towns)

    assert [str(problem) for problem in found.value.problems] == [f"data/municipalities.yaml:1:1: {LOSS}"]


def test_the_difference_is_shown_before_it_is_made(two_towns: Path) -> None:
    """`--check` exits 1 and writes nothing; without it the file is written, and then all is tidy."""
    file = two_towns / "data/municipalities.yaml"
    if "\n\n\n" not in file.read_text(encoding="utf-8"):
        change(file, "- id: minimal\n  checked: 2026-11-22\n", "- checked: 2026-11-22\n  id: minimal\n")
    before, records = files(two_towns / "data"), load_project(two_towns).records.towns

    shown = run_command(two_towns, "tidy", "--check")
    assert shown.returncode == 1
    assert "-- checked: 2026-11-22\n-  id: minimal\n+- id: minimal\n+  checked: 2026-11-22\n" in shown.stdout
    assert files(two_towns / "data") == before

    assert run_command(two_towns, "tidy").stdout == "data/municipalities.yaml: tidied.\n"
    assert run_command(two_towns, "tidy", "--check").stdout == "data/ is tidy.\n"
    assert load_project(two_towns).records.towns == records
