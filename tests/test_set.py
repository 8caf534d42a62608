"""One fact is written into its own lines, or nothing is and the reason is told."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guidebook.authoring.formatter import comments, format_data, format_document
from guidebook.build import generate
from guidebook.cli import main
from guidebook.diagnostics import ProblemsFound, errors
from guidebook.editing.apply import LOSS, edited_records, edits_by_fact
from guidebook.editing.edits import Edit
from guidebook.editing.files import SAVED_MEANWHILE, read_data_files
from guidebook.editing.yaml_edit import edited_text
from guidebook.model.facts import FactAt, facts
from guidebook.model.municipality import Finding, Municipality
from guidebook.model.plain_text import DATA as AS_DATA
from guidebook.options import Options
from guidebook.project import load_data
from guidebook.source.document import Document, KeyPath
from guidebook.source.validation import examine
from guidebook.source.yaml_loader import parse
from tests.support.languages import MUNICIPALITY, TYPES
from tests.support.project import DATA, ROOT, change, difference, files, quiet, run_command

CASES = sorted((ROOT / "tests" / "cases" / "set").glob("*.yaml"))
DAY = date(2026, 11, 28)
SOURCE, CHECKED = ("name-list-liquisearch",), "2026-11-27"
Run = Callable[..., Result]


@pytest.fixture
def run(two_towns_data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line on the two towns, as on this day."""
    monkeypatch.setattr("guidebook.editing.commands.ROOT", two_towns_data)
    day = ["--today", DAY.isoformat()]
    return lambda *arguments: CliRunner().invoke(main, [*arguments, *day], prog_name="build_guides.py")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_command_changes_these_lines_and_says_so(case: Path, two_towns_data: Path, run: Run) -> None:
    """Or says what to write instead; what was tidy stays tidy, and no comment is lost."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for old, new in expected.get("edit", ()):
        change(two_towns_data / DATA, old, new)
    before = files(two_towns_data / "data")

    ran = run(*shlex.split(expected["command"]))

    after = files(two_towns_data / "data")
    assert ran.output == expected["says"]
    assert difference(before, after) == expected.get("diff", "")
    assert ran.exit_code == (
        0 if "diff" in expected or "Nothing to change" in ran.output else ran.exit_code or 3
    )
    texts = [state["municipalities.yaml"].decode() for state in (before, after)]
    assert comments(texts[0]) == comments(texts[1])
    assert parse(texts[1], DATA).faults or format_data(two_towns_data) == {}


DOCUMENTS, RECORDS, _ = load_data(ROOT, None)
REAL = RECORDS.towns
TEXT = (ROOT / DATA).read_text(encoding="utf-8")
DOCUMENT = parse(TEXT, DATA)


@cache
def written(text: str) -> dict[str, FactAt]:
    """The facts of all municipalities in a text of their file, by address."""
    records, problems = examine({**DOCUMENTS, "municipalities": parse(text, DATA)})
    assert errors(problems) == []
    return {at.address: at for town in records.towns for at in facts(town)}


def shown(at: FactAt) -> str:
    """A value as `api/facts.csv` has it."""
    value = at.fact.value
    if isinstance(value, tuple) and value and isinstance(value[0], Finding):
        return str(value[0].finding)
    return AS_DATA.format(value)


def contact(number: int, field: str) -> str:
    """A value of a contact that no other has, with signs that YAML reads."""
    return {
        "phone": f"038 {200 + number // 1000} {number % 1000:03}",
        "email": f"office{number}@rks-gov.net",
        "address": f'Rruga "Nëna Tereza": {number}, hyrja #2, 10000 Prishtinë',
        "website": f"https://office{number}.rks-gov.net/?a={number}&b=c",
    }[field]


DONORS = {
    field: sorted({shown(at) for town in REAL for at in facts(town) if at.field == field} - {""})
    for field in dict.fromkeys(at.field for town in REAL for at in facts(town))
    if field not in ("profile.history", "profile.communities", "profile.population", "mandate.local_acts")
}
"""The values of each fact somewhere in the data, by its address below the record.

Without texts in several languages, and without figures that have to add up."""
FIELDS = [(field, values or [contact(7, field.rpartition(".")[2])]) for field, values in DONORS.items()
          if values or field.startswith("contacts.")]  # fmt: skip
FACTS = [
    st.tuples(st.sampled_from(REAL), st.just(field), st.sampled_from(values)) for field, values in FIELDS
]
Drawn = tuple[Municipality, str, str]
LOT = settings(deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.large_base_example])


def drawn_edit(drawn: Drawn, to_confirm: bool) -> Edit:
    """The edit of a fact drawn by lot."""
    town, field, value = drawn
    year = "2020" if field.startswith("capacities.") else None
    return Edit(f"{town.id}.{field}", value, SOURCE, CHECKED, to_confirm, year)


def check_edits(edits: list[Edit]) -> str:
    """Applies edits to the real data; asserts that each fact and nothing else changed, and gives the text."""
    targets, problems = edits_by_fact(edits, DOCUMENT, TYPES)
    text, unfit = edited_records(DOCUMENT, TEXT, targets, TYPES)
    assert problems == unfit == []
    before, after = written(TEXT), written(text)
    assert {name for name in after if after[name] != before.get(name)} == {edit.address for edit in edits}
    for edit in edits:
        at = after[edit.address]
        findings: tuple[Any, ...] = (at.fact.value or ()) if edit.year else ()
        new = next((item for item in findings if (item.finding, item.year) == (edit.value, 2020)), at.fact)
        assert isinstance(new, Finding) or AS_DATA.format(at.fact.value) == edit.value
        assert (new.source or at.source, str(new.checked or at.checked)) == (SOURCE, CHECKED)
        assert new.to_confirm is edit.to_confirm
    assert comments(text) == comments(TEXT)
    assert format_document(parse(text, DATA), text, list[MUNICIPALITY]) == text  # type: ignore[valid-type]
    return text


@LOT
@given(st.tuples(*FACTS), st.booleans())
def test_every_kind_of_fact_is_set(drawn: tuple[Drawn, ...], to_confirm: bool) -> None:
    """Each somewhere, with a value that another municipality has, all in one go."""
    check_edits([drawn_edit(fact, to_confirm) for fact in drawn])


@settings(LOT, max_examples=3 * settings().max_examples)
@given(st.one_of(*FACTS), st.booleans())
def test_a_fact_drawn_by_lot_changes_its_own_lines(drawn: Drawn, to_confirm: bool) -> None:
    """In the form the record has, from the first field to the last."""
    edit = drawn_edit(drawn, to_confirm)

    text = check_edits([edit])

    outside(TEXT, text, (REAL.index(drawn[0]), *drawn[1].split(".")))


def outside(old: str, new: str, path: KeyPath) -> None:
    """Asserts that all lines are the same above and below those of a fact, or of its unknown office."""
    while path not in DOCUMENT.keys and path[1:]:
        path = path[:-1]
    first = DOCUMENT.keys[path].line
    last = end_of(DOCUMENT, path)
    lines, other = old.splitlines(), new.splitlines()
    assert other[: first - 1] == lines[: first - 1]
    assert other[len(other) - len(lines) + last :] == lines[last:]


def end_of(document: Document, path: KeyPath) -> int:
    """The last line of a value."""
    return max(place.line for at, place in document.places.items() if at[: len(path)] == path)


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_line_ends_stay(ending: str, two_towns_data: Path, run: Run) -> None:
    """A file of Windows keeps its line ends, in the new lines too."""
    for name in ("municipalities", "sources"):
        file = two_towns_data / f"data/{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8", newline=ending)
    before = files(two_towns_data / "data")

    ran = run(
        *shlex.split("set lakeside.contacts.police_station.phone '038 123 456' --checked 2026-11-27"),
        *shlex.split("--source call --new-source 'A call' --publisher 'Map Makers' --publisher-lang en"),
    )

    assert ran.exit_code == 0
    after = files(two_towns_data / "data")
    for name in ("municipalities.yaml", "sources.yaml"):
        assert after[name].count(b"\n") > before[name].count(b"\n")
        assert after[name].count(b"\r\n") == (after[name].count(b"\n") if ending == "\r\n" else 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  # by hand", ""),
        ("area_km2: 123.45", "area_km2: 123.46"),
        ("    assembly_seats:", "     assembly_seats:"),
        (
            "    population: 12345\n    population_counted: 2345",
            "    population_counted: 2345\n    population: 12345",
        ),
    ],
    ids=["a comment", "another value", "its form as YAML", "its canonical form"],
)
def test_what_would_lose_something_is_refused(
    old: str, new: str, two_towns_data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written, values, comments and canonical form are held against what was there."""
    change(two_towns_data / DATA, "area_km2: 123.45", "area_km2: 123.45  # by hand")
    before = files(two_towns_data / "data")
    monkeypatch.setattr(
        "guidebook.editing.apply.edited_text", lambda *arguments: edited_text(*arguments).replace(old, new)
    )

    ran = run(*shlex.split("unset lakeside.profile.settlements"))

    assert LOSS in ran.output
    assert ran.exit_code == 1
    assert files(two_towns_data / "data") == before


def test_what_somebody_saves_meanwhile_is_not_overwritten(two_towns_data: Path) -> None:
    """Neither file is written, and no part of one is left behind."""
    data = read_data_files(two_towns_data)
    change(two_towns_data / DATA, "settlements: 17", "settlements: 16")
    before = files(two_towns_data / "data")

    with pytest.raises(ProblemsFound, match=SAVED_MEANWHILE):
        data.write({"sources": "new", "municipalities": "new"})

    assert files(two_towns_data / "data") == before


def test_both_files_are_written_or_none(two_towns_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second cannot be replaced, the first is as it was."""
    data = read_data_files(two_towns_data)
    before = files(two_towns_data / "data")
    replace = Path.replace

    def fails(path: Path, target: Any) -> Path:
        if "municipalities" in path.name:
            raise PermissionError
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(PermissionError):
        data.write({"sources": "new", "municipalities": "new"})

    assert files(two_towns_data / "data") == before


def test_a_file_keeps_its_permissions_and_its_link(two_towns_data: Path, run: Run) -> None:
    """Whoever could read the file before can read it afterwards."""
    file, real = two_towns_data / DATA, two_towns_data / "elsewhere.yaml"
    file.rename(real)
    real.chmod(0o664)
    file.symlink_to(real)

    ran = run(*shlex.split("unset lakeside.profile.settlements"))

    assert ran.exit_code == 0
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o664
    assert "settlements: unknown" in real.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_shows_what_was_set(two_towns: Path) -> None:
    """From the command line of a person to the guide of the municipality."""
    ran = run_command(
        two_towns,
        *shlex.split("set minimal.contacts.police_station.phone '038 123 456'"),
        *shlex.split("--source atlas --checked 2026-11-22"),
    )

    assert ran.returncode == 0, ran.stderr
    generate(two_towns, Options(town="minimal", edition="sq"), quiet)
    pages = (two_towns / "preview/guides/sq/minimal").glob("*.md")
    marked = [
        line for page in pages for line in page.read_text("utf-8").splitlines() if "038 123 456" in line
    ]
    assert any('data-fact="minimal.contacts.police_station.phone"' in line for line in marked)
