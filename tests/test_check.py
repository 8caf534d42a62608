"""What the check tells: typical slips of an editor, and how they reach people and programs."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from guidebook.diagnostics import Place, Problem, ProblemsFound, coloured, github_annotation, problems_as_json
from guidebook.project import load_data
from guidebook.source.lint_contacts import ContactWords, contact_words, mail_doubt, name_doubt, phone_doubt
from tests.support.places import expected_messages, position
from tests.support.project import ROOT, change, run_command

CASES = sorted((ROOT / "tests" / "cases" / "check").glob("*.yaml"))
DAY = date(2026, 11, 27)


def all_messages(root: Path, day: date) -> list[str]:
    """Every mistake and every doubt about the data of a project."""
    try:
        return [str(problem) for problem in load_data(root, day)[2]]
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]


@pytest.fixture(scope="module")
def words() -> ContactWords:
    """The words of offices and persons of the real site."""
    return contact_words(load_data(ROOT, None)[1].content.site)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_slip_earns_one_message(case: Path, two_towns: Path) -> None:
    """One edit, one message, word for word, with line and column."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for old, new in expected["edit"]:
        change(two_towns / "data" / f"{expected.get('file', 'municipalities')}.yaml", old, new)

    messages = all_messages(two_towns, expected.get("today", DAY))

    assert messages == expected_messages(expected, two_towns)


def test_the_slips_are_many_and_differ() -> None:
    """Forty typical mistakes, each of its own kind."""
    slips = [yaml.safe_load(case.read_text(encoding="utf-8")) for case in CASES]

    assert len({str(slip["edit"]) for slip in slips}) == len(slips) >= 40
    assert all(re.search(r"data/\w+\.yaml:\{at\}: ", slip["problem"]) for slip in slips)


def test_the_real_data_earns_few_doubts_and_no_mistake() -> None:
    """On the day it was last read only languages are left to ask about: false alarms teach not to read."""
    doubts = load_data(ROOT, date(2026, 11, 27))[2]

    assert {doubt.severity for doubt in doubts} <= {"warning"}
    assert {doubt.field.rpartition(".")[2] for doubt in doubts} <= {
        "official_languages",
        "languages_in_official_use",
    }
    assert len(doubts) <= 5


def test_every_day_grows_old_and_is_told_once(two_towns: Path) -> None:
    """On the last day of the limit nothing is said; a day later one line for each day written."""
    assert all_messages(two_towns, date(2027, 11, 22)) == []

    messages = all_messages(two_towns, date(2027, 11, 23))

    line, column = position(two_towns / "data/municipalities.yaml", "- id: lakeside\n  checked: ¦2026-11-22")
    assert [message for message in messages if "municipalities" in message] == [
        f"warning: data/municipalities.yaml:{line}:{column}: lakeside.checked: 2026-11-22 is too long ago "
        "(12 months for contacts); compare with the source, then write the day."
    ]
    assert {message.split(":")[1].strip() for message in messages} == {
        "data/municipalities.yaml",
        "data/bodies.yaml",
        "data/emergency.yaml",
    }


def test_doubts_stand_beside_mistakes(two_towns: Path) -> None:
    """Whoever mends a mistake sees in the same run what else looks wrong."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, "settlements: 17", "settlements: many")
    change(towns, "office@lakeside.example", "lakeside@gmail.com")

    messages = all_messages(two_towns, DAY)

    assert [line.split(":")[0] for line in messages] == ["data/municipalities.yaml", "warning"]


def test_a_known_language_doubt_is_silent_once_marked(two_towns: Path) -> None:
    """`to_confirm: yes` says that the hub knows."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, "ashkali: 1000", "ashkali: 500, bosniak: 500")
    change(towns, "use: [rom]", "use: {value: [rom], to_confirm: yes}")

    assert all_messages(two_towns, DAY) == []


def test_a_mobile_number_is_silent_once_a_remark_says_whose_it_is(two_towns: Path) -> None:
    """Some offices have no other."""
    towns = two_towns / "data" / "municipalities.yaml"
    phone = '{value: 044 123 456, remark: "On duty at night."}'
    change(towns, 'phone: ["038 000 001", "038 000 002"]', f"phone: {phone}")

    assert all_messages(two_towns, DAY) == []


def test_a_space_of_word_does_no_harm_in_a_text_or_a_comment(two_towns: Path) -> None:
    """Only where YAML or a number needs an ordinary one it is told."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, "address: Main Street 1", 'address: "Main Street\u00a01" # by\u00a0hand')

    assert all_messages(two_towns, DAY) == []


@pytest.mark.parametrize(
    "address",
    [
        "komuna.drenas@rks-gov.net",
        "pritja.drenas@rks-gov.net",
        "info@junik.example",
        "zyra.pritjes@rks-gov.net",
        "kabineti@rks-gov.net",
    ],
)
def test_mailboxes_of_offices_are_left_alone(address: str, words: ContactWords) -> None:
    """Two words before the @ are no person when one of them is an office or the place."""
    assert mail_doubt(address, {"drenas"}, words) is None


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("0290 326 250", True),
        ("038 200 41508", True),
        ("+383 38 200 000", True),
        ("044 123 456", True),
        ("038 200", False),
        ("+381 38 200 000", False),
        ("192", False),
    ],
)
def test_telephone_numbers_are_held_against_the_plan_of_kosovo(number: str, right: bool) -> None:
    """Short numbers are no numbers of offices; the emergency numbers of the data are asked for elsewhere."""
    assert (phone_doubt(number) is None) is right


def test_the_emergency_numbers_may_stand_as_contacts(two_towns: Path) -> None:
    """A police station without a number of its own is called by 192."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, '["038 000 001", "038 000 002"]', '["038 000 001", "192"]')

    assert all_messages(two_towns, DAY) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Znj. Testi", "Znj. Testi"),
        ("Питајте г. Тестића.", "г. Тестића"),
        ("Kryetari Agim Testi", "Kryetari Agim Testi"),
        ("The mayor chairs the council.", None),
        ("Kryetari i Komunës së Prizrenit", None),
        ("Director of Education", None),
        ("Председник општине Призрен", None),
    ],
)
def test_persons_are_seen_and_offices_are_not(text: str, named: str | None, words: ContactWords) -> None:
    """A title before a name is a person; an office with its place is none."""
    assert (name_doubt(text, words) or "").partition("' looks")[0].lstrip("'") == (named or "")


PROBLEM = Problem(Place("data/a,b.yaml", 3, 7), "town.field", "100% wrong: a\nb.", "warning")


def test_an_annotation_escapes_what_github_would_read() -> None:
    """Percent, colon, comma and line end are signs of the command."""
    line = github_annotation(PROBLEM)

    assert line == ("::warning file=data/a%2Cb.yaml,line=3,col=7,title=town.field::100%25 wrong: a%0Ab.")


def test_colour_adds_nothing_to_the_words() -> None:
    """Without the colour the line is the same."""
    line = coloured(PROBLEM)

    assert "\x1b[33m" in line
    assert re.sub(r"\x1b\[\d+m", "", line) == str(PROBLEM)


def test_json_has_the_keys_the_readme_names() -> None:
    """Programs read what is documented."""
    found = json.loads(problems_as_json([PROBLEM]))

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (found["errors"], found["warnings"]) == (0, 1)
    assert found["problems"][0] == {
        "file": "data/a,b.yaml",
        "line": 3,
        "column": 7,
        "field": "town.field",
        "severity": "warning",
        "what": "100% wrong: a\nb.",
    }
    assert [key for key in (*found, *found["problems"][0]) if f"`{key}`" not in readme] == []


def test_warnings_alone_pass_and_mistakes_do_not(two_towns: Path) -> None:
    """The exit code is that of mistakes, in every form."""
    towns = two_towns / "data" / "municipalities.yaml"
    change(towns, "office@lakeside.example", "lakeside@gmail.com")

    warned = run_command(two_towns, "check", "--format", "github")
    change(towns, "settlements: 17", "settlements: many")
    wrong = run_command(two_towns, "check", "--format", "json")

    assert (warned.returncode, warned.stdout.partition(" ")[0]) == (0, "::warning")
    assert (wrong.returncode, json.loads(wrong.stdout)["errors"]) == (1, 1)


def test_the_day_is_chosen_or_comes_from_the_environment(two_towns: Path) -> None:
    """`--today` is stronger than SOURCE_DATE_EPOCH."""
    later = run_command(two_towns, "check", SOURCE_DATE_EPOCH="1900000000")
    chosen = run_command(two_towns, "check", "--today", "2026-11-22", SOURCE_DATE_EPOCH="1900000000")

    assert "too long ago" in later.stderr
    assert chosen.stderr == ""
    assert chosen.stdout.startswith("All good: ")
