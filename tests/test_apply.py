"""A correction on the forge: its text becomes one fact and one source, or an answer with what is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from guidebook.authoring.formatter import format_data
from guidebook.cli import main
from guidebook.editing.apply_issue import FORM
from guidebook.editing.issue_form import DOCUMENT, FIELDS, issue_form
from guidebook.source.yaml_loader import parse
from tests.support.project import DATA, ROOT, change, difference, files

CASES = sorted((ROOT / "tests" / "cases" / "apply").glob("*.yaml"))
GOOD = {
    "municipality": "lakeside",
    "fact": "contacts.police_station.phone",
    "now": "unknown",
    "right": "038 123 456",
    "how": "A call to the office",
    "source": "The police station",
    "day": "2026-11-27",
}
"""What a reader answers where a case says nothing else."""
FORM_TEXT = (ROOT / FORM).read_text(encoding="utf-8")
Run = Callable[[str], Result]


def body_of(answers: dict[str, str]) -> str:
    """The text of an issue as the forge writes it."""
    form = issue_form(FORM_TEXT)
    ways = {way.partition(" · ")[0]: way for way in form.ways}
    answers = {**answers, "how": ways.get(answers["how"], answers["how"])}
    return "\n\n".join(
        f"### {form.labels[name]}\n\n{text or '_No response_'}" for name, text in answers.items()
    )


@pytest.fixture
def run(two_towns: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `apply` for issue 12 with a text, on the two towns, as on 28 November 2026."""
    (two_towns / FORM).parent.mkdir(parents=True)
    shutil.copy(ROOT / FORM, two_towns / FORM)
    monkeypatch.setattr("guidebook.editing.apply_issue.ROOT", two_towns)
    issue, out = two_towns / "issue.json", two_towns / "out"

    def apply(body: str) -> Result:
        issue.write_text(json.dumps({"action": "labeled", "issue": {"number": 12, "body": body}}))
        arguments = ["apply", str(issue), "--out", str(out), "--today", "2026-11-28"]
        return CliRunner().invoke(main, arguments, prog_name="build_guides.py")

    return apply


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_issue_becomes_one_fact_or_an_answer(case: Path, two_towns: Path, run: Run) -> None:
    """Its words are those of the check, at the field of the form; nothing else is written."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for old, new in expected.get("edit", ()):
        change(two_towns / DATA, old, new)
    before = files(two_towns / "data")
    answers = GOOD | expected.get("answers", {})
    answers |= {name: text * number for name, (text, number) in expected.get("repeated", {}).items()}

    ran = run(expected.get("body", body_of(answers)))

    after = files(two_towns / "data")
    answer = (two_towns / "out/answer.md").read_text(encoding="utf-8")
    assert words(answer) == expected["says"]
    assert difference(before, after) == expected.get("diff", "")
    assert ran.exit_code == (0 if "diff" in expected else 1)
    left = two_towns / "out/correction.json"
    assert left.exists() is ("diff" in expected)
    if "diff" in expected:
        written = json.loads(left.read_text(encoding="utf-8"))
        assert written["draft"] is ("sources.yaml:" in expected["diff"])
        texts = {path: text.encode() for path, text in written["files"].items()}
        assert texts == {f"data/{name}": text for name, text in after.items() if text != before[name]}
        assert parse(after["municipalities.yaml"].decode(), DATA).faults == []
        assert format_data(two_towns) == {}


def words(answer: str) -> str:
    """The block of code of an answer, in which nothing has a meaning."""
    block = re.search(r"^(?P<fence>`{3,})text\n(?P<words>.*)^(?P=fence)$", answer, re.MULTILINE | re.DOTALL)
    assert block
    assert not re.search(f"{block['fence']}`*", block["words"])
    return block["words"]


def test_what_is_done_before_it_is_merged(two_towns: Path, run: Run) -> None:
    """A call is made again, a page is opened and described, a known source is compared."""
    steps = {}
    for how, source in (
        ("A call to the office", "x"),
        ("A public page", "https://town.example/"),
        ("A document", "gazette"),
    ):
        assert (
            run(body_of(GOOD | {"how": how, "source": source, "right": f"038 123 {len(how)}0"})).exit_code
            == 0
        )
        answer = (two_towns / "out/answer.md").read_text(encoding="utf-8")
        steps[how] = re.findall(r"^- \[ \] (.*)", answer, re.MULTILINE)

    assert [len(found) for found in steps.values()] == [2, 3, 1]
    keys = re.findall(r"^lakeside-.*", (two_towns / "data/sources.yaml").read_text("utf-8"), re.MULTILINE)
    assert keys == ["lakeside-correction-12:", "lakeside-correction-12-2:"]
    assert steps["A call to the office"][0].startswith("Call the office.")
    assert steps["A public page"][0].startswith("Open the page")


def test_an_old_answer_does_not_stay(two_towns: Path, run: Run) -> None:
    """A correction that is refused leaves nothing for a pull request."""
    assert run(body_of(GOOD)).exit_code == 0
    assert run(body_of(GOOD | {"right": "many"})).exit_code == 1

    assert [path.name for path in (two_towns / "out").iterdir()] == ["answer.md"]


@pytest.mark.parametrize("text", ["", "[]", '"x"', '{"number": 12}', '{"number": "x", "body": ""}'])
def test_a_file_that_is_no_issue_is_refused(text: str, tmp_path: Path) -> None:
    """It says how to get one."""
    issue = tmp_path / "issue.json"
    issue.write_text(text)

    ran = CliRunner().invoke(main, ["apply", str(issue), "--out", str(tmp_path / "out")])

    assert ran.exit_code == 2
    assert "write the file by gh issue view 12 --json number,body." in ran.output
    assert not (tmp_path / "out").exists()


def test_the_form_asks_for_what_is_read() -> None:
    """Each field that is read is required, on one line or a choice; the ways are those the program knows."""
    fields = {field.get("id"): field for field in yaml.safe_load(FORM_TEXT)["body"]}

    assert fields.keys() - {None, "now"} == set(FIELDS)
    assert all(fields[name]["validations"]["required"] for name in FIELDS)
    assert {name: fields[name]["type"] for name in FIELDS if fields[name]["type"] != "input"} == {
        "how": "dropdown"
    }
    ways = issue_form(FORM_TEXT).ways
    assert [way.partition(" · ")[0] for way in ways] == [
        "A call to the office",
        "A public page",
        "A document",
    ]
    assert len(ways) == DOCUMENT + 1


@pytest.mark.slow
def test_make_runs_it_here_and_on_the_forge(two_towns: Path) -> None:
    """Whatever the text says, no line of the output is a command to the forge; the difference is left too."""
    for name in (FORM, "Makefile"):
        (two_towns / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, two_towns / name)
    (two_towns / ".cache").unlink()
    (two_towns / ".cache").mkdir()
    (two_towns / ".venv").mkdir()
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example", "-C", str(two_towns)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    for name in ("requirements.txt", ".venv/installed"):
        (two_towns / name).touch()
    issue = two_towns / "issue $(touch x).json"
    answers = {"fact": "contacts.police_station.address", "right": "::error::$(touch y) `touch z`"}
    body = body_of(GOOD | answers | {"day": "2026-11-20"})
    issue.write_text(json.dumps({"number": 12, "body": body}))
    env = {**os.environ, "ISSUE": issue.name, "GITHUB_ACTIONS": "true"}

    command = ["make", "-C", str(two_towns), f"BIN={Path(sys.executable).parent}", "apply"]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert "lakeside.contacts.police_station.address: ::error::$(touch y) `touch z`" in ran.stdout
    commands = [line for line in ran.stdout.splitlines() if line.lstrip().startswith("::")]
    assert [re.fullmatch(r"::stop-commands::[0-9a-f]{32}", line) is not None for line in commands] == [True]
    assert ran.stdout.index("::stop-commands::") < ran.stdout.index("::error::")
    left = {path.name for path in (two_towns / ".cache/correction").iterdir()}
    assert left == {"answer.md", "correction.json", "difference.md"}
    told = (two_towns / ".cache/correction/difference.md").read_text(encoding="utf-8")
    assert "Gaps filled" in told
    assert not {"x", "y", "z"} & {path.name for path in two_towns.iterdir()}
