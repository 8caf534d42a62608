"""The command `apply`: an issue of the forge, written into `data/` or answered with what is wrong in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from guidebook.diagnostics import Problem, ProblemsFound, count_by_severity
from guidebook.editing.apply import Applied, apply_edits
from guidebook.editing.commands import FILE, NOTHING_WRITTEN, summary
from guidebook.editing.files import DataFiles, read_data_files
from guidebook.editing.issue_form import CALL, PAGE, Correction, issue_form, read_correction
from guidebook.editing.new_source import SOURCES
from guidebook.model.municipality import TOWNS
from guidebook.terminal import ROOT, day_option, print_problems

FOLDER = click.Path(path_type=Path, file_okay=False)
FORM = ".github/ISSUE_TEMPLATE/correct-a-fact.yml"
TO_DO = {
    None: ["Compare the fact with its source, which is in the register."],
    CALL: [
        "Call the office. What a reader was told is no source yet.",
        "If it says the same, write the day of your call, and delete `to_confirm: yes`. If not, close this.",
    ],
    PAGE: [
        "Open the page and compare. Look whose page it is.",
        "In `data/sources.yaml` write its title, its language and its publisher as they are.",
        "If it says the same, delete `to_confirm: yes`. If not, close this.",
    ],
}  # fmt: skip
"""What is done before the pull request is merged: for a known source, a call, a new page."""
NO_CHANGE = "the data say so already; close the issue."


@click.command("apply")
@click.argument("issue", type=FILE)
@click.option("--out", type=FOLDER, default=ROOT / ".cache/correction", help="Where the answer goes.")
@day_option
def apply_issue(issue: Path, out: Path, today: date) -> None:
    """Write the correction of an issue into data/, as `set` does, or say what is wrong in it.

    ISSUE is a file of JSON: what `gh issue view 12 --json number,body` prints, or the event of a workflow.
    answer.md is for the issue, or for the pull request when there is a correction.json beside it.
    """
    number, body = read_issue(issue)
    out.mkdir(parents=True, exist_ok=True)
    (out / "correction.json").unlink(missing_ok=True)
    try:
        files, correction, applied = _apply(body, number, today)
        files.write(applied.texts)
    except ProblemsFound as problems:
        (out / "answer.md").write_text(refusal(problems.problems), encoding="utf-8")
        print_problems(problems.problems)
        raise click.ClickException(f"{count_by_severity(problems.problems)}. {NOTHING_WRITTEN}") from None
    lines = summary(files, applied, correction.new_source)
    left = {
        "title": f"Correct {correction.edit.address}",
        "draft": correction.new_source is not None,
        "files": {files.documents[name].file: text for name, text in applied.texts.items()},
    }
    (out / "answer.md").write_text(proposal(lines, correction), encoding="utf-8")
    (out / "correction.json").write_text(json.dumps(left, ensure_ascii=False), encoding="utf-8")
    click.echo("\n".join(lines))


def read_issue(file: Path) -> tuple[int, str]:
    """Number and text of an issue. Raises click.UsageError where the file is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        found = found.get("issue", found)
        return int(found["number"]), str(found["body"] or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        what = "is no issue; write the file by gh issue view 12 --json number,body."
        raise click.UsageError(f"{file} {what}") from None


def _apply(body: str, number: int, today: date) -> tuple[DataFiles, Correction, Applied]:
    """The data with the correction, not yet written. Raises ProblemsFound, also where nothing changes."""
    form = issue_form((ROOT / FORM).read_text(encoding="utf-8"))
    files = read_data_files(ROOT)
    towns, sources = (files.documents[name].value for name in (TOWNS, SOURCES))
    correction = read_correction(body, number, form, towns, sources)
    applied = apply_edits(files.documents, files.texts, [correction.edit], today, correction.new_source)
    if applied.problems:
        raise ProblemsFound(one_each(applied.problems))
    if all(correction.new_source and change.old == change.new for change in applied.changes):
        raise ProblemsFound([Problem(form.place("right"), correction.edit.address, NO_CHANGE)])
    return files, correction, applied


def one_each(problems: list[Problem]) -> list[Problem]:
    """The problems without those of the new source that the same answer has as part of the fact."""
    source = f"{SOURCES}."
    told = {str(problem.place) for problem in problems if not problem.field.startswith(source)}
    return [
        problem
        for problem in problems
        if not problem.field.startswith(source) or str(problem.place) not in told
    ]


def refusal(problems: list[Problem]) -> str:
    """The answer on an issue, as Markdown: what is wrong in it, and what to do.

    What looks private is a warning, and is not repeated.
    """
    told = [
        re.sub(r"'.+'(?!\w)", "'…'", str(problem)) if problem.severity == "warning" else str(problem)
        for problem in problems
    ]
    return (
        f"This could not be written into the data:\n\n{verbatim(told)}\n"
        "Mend the text of the issue (the three dots above it, *Edit*). "
        "Then take the label `apply` off and set it again.\n"
    )


def proposal(lines: list[str], correction: Correction) -> str:
    """The head of a pull request, as Markdown: what was written, and what is done before it is merged."""
    steps = TO_DO[correction.way if correction.new_source else None]
    to_do = "".join(f"- [ ] {step}\n" for step in steps)
    return f"{verbatim(lines)}\nBefore this is merged:\n\n{to_do}"


def verbatim(lines: Iterable[str]) -> str:
    """Lines as a block of code, which no text in it can end."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}\n"
