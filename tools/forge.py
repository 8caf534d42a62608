"""What the workflows say on the forge, in its words, by the program `gh`:
`forge.py list | comment | issue | answer | propose`.

Needs nothing but Python and, for all but `list`, GH_TOKEN and GITHUB_REPOSITORY in the environment;
`comment` also takes HEAD_SHA and RUN_URL, the commit that was checked and the address of its check;
`answer` and `propose` take NUMBER, that of the issue, and `propose` also GITHUB_SHA and GITHUB_REF_NAME,
the commit and the branch it begins at.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PULL = ROOT / ".cache" / "pull-request"
"""What the check of a pull request leaves: `number`, and `difference.md`."""
CORRECTION = ROOT / ".cache" / "correction"
"""What `make apply` leaves: `answer.md`, and with a change `correction.json` and `difference.md`."""
CORRECTED = {"data/municipalities.yaml", "data/sources.yaml"}
"""The files a correction may change."""
STALE = ROOT / ".cache" / "stale.md"
MARK = "<!-- what changes for readers -->\n"
"""By which the comment is found again."""
TITLE = "Facts to compare with their sources again"
ROBOT = "github-actions[bot]"
LONGEST = 60_000
"""Signs; GitHub takes 65,536 in a comment."""


class Refused(Exception):
    """What came from another job is not what it says, or the forge says no; nothing is posted."""


def harmless(text: str) -> str:
    """Somebody else's text, calling nobody, hiding nothing and not too long."""
    text = text.replace("\r\n", "\n").replace("<!--", "&lt;!--")
    text = re.sub(r"@(?=\w)", "@\N{ZERO WIDTH SPACE}", text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n\n(The rest is in the file of the check.)\n"


def stale_list(checked: dict[str, Any]) -> str:
    """The warnings about days as Markdown; `checked` is what `check --format json` prints."""
    found = [
        problem
        for problem in checked["problems"]
        if problem["severity"] == "warning" and problem["field"].endswith("checked")
    ]
    lines = [f"- [ ] `{one['field']}` ({one['file']}, line {one['line']}): {one['what']}" for one in found]
    return "\n".join(lines) + "\n" if lines else ""


def left(folder: Path, name: str) -> str:
    """A text the check left. Raises Refused where a link to another file stands in its place."""
    if (folder / name).is_symlink() or not (folder / name).is_file():
        raise Refused(f"{name} is no file")
    return (folder / name).read_text(encoding="utf-8", errors="replace")


def call(method: str, path: str, **fields: Any) -> Any:
    """An answer of the forge about this repository."""
    command = ["gh", "api", "--method", method, f"repos/{os.environ['GITHUB_REPOSITORY']}/{path}"]
    body = json.dumps(fields) if fields else None
    if body:
        command += ["--input", "-"]
    answer = subprocess.run(command, input=body, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Refused(answer.stderr.strip())
    return json.loads(answer.stdout or "null")


def every(path: str) -> list[Any]:
    """All entries of a list, page by page."""
    found: list[Any] = []
    for page in range(1, 100):
        some = call("GET", f"{path}{'&' if '?' in path else '?'}per_page=100&page={page}")
        found += some
        if len(some) < 100:
            break
    return found


def post_comment(folder: Path, commit: str, run: str) -> None:
    """The difference on the pull request whose newest commit was checked; an older comment is replaced.

    `run` is the address of the check, where the site with the change lies to download.
    """
    number = left(folder, "number").strip()
    if not re.fullmatch(r"[1-9]\d{0,8}", number):
        raise Refused(f"not the number of a pull request: {number[:20]!r}")
    if call("GET", f"pulls/{number}")["head"]["sha"] != commit:
        raise Refused(f"pull request {number} has another newest commit than {commit}")
    site = f"\n[The whole site with this change, to download]({run}#artifacts)\n"
    body = MARK + harmless(left(folder, "difference.md")) + site
    ours = [
        one["id"]
        for one in every(f"issues/{number}/comments")
        if one["user"]["login"] == ROBOT and one["body"].startswith(MARK.strip())
    ]
    if ours:
        call("PATCH", f"issues/comments/{ours[0]}", body=body)
    else:
        call("POST", f"issues/{number}/comments", body=body)


def post_issue(text: str) -> None:
    """One open issue with the list; closed when nothing is left, opened when there is none."""
    ours = [
        one["number"]
        for one in every("issues?state=open")
        if one["user"]["login"] == ROBOT and one["title"] == TITLE and "pull_request" not in one
    ]
    if ours and text:
        call("PATCH", f"issues/{ours[0]}", body=harmless(text))
    elif ours:
        call("PATCH", f"issues/{ours[0]}", state="closed")
    elif text:
        call("POST", "issues", title=TITLE, body=harmless(text))


def post_answer(folder: Path, number: str) -> None:
    """On the issue of a correction, why nothing was written."""
    if (folder / "correction.json").exists():
        raise Refused("the correction was written, but not what it changes for readers")
    call("POST", f"issues/{number}/comments", body=harmless(left(folder, "answer.md")))


def propose(folder: Path, number: str, base: str, into: str) -> None:
    """The pull request of a correction, on a branch that begins at the commit `base` of the branch `into`.

    A draft where somebody has to confirm the source. Without a pull request no branch stays.
    """
    change = json.loads(left(folder, "correction.json"))
    files: dict[str, str] = change["files"]
    if not files or files.keys() - CORRECTED:
        raise Refused(f"not the files of a correction: {', '.join(sorted(files))[:200]!r}")
    body = harmless(
        f"{left(folder, 'answer.md')}\nCloses #{number}.\n\n"
        f"## What changes for readers\n\n{left(folder, 'difference.md')}"
    )
    branch = f"correction-{number}"
    entries = [
        {"path": path, "mode": "100644", "type": "blob", "content": files[path]} for path in sorted(files)
    ]
    before = call("GET", f"git/commits/{base}")["tree"]["sha"]
    tree = call("POST", "git/trees", base_tree=before, tree=entries)["sha"]
    message = f"{change['title']}\n\nReported in #{number}."
    commit = call("POST", "git/commits", message=message, tree=tree, parents=[base])["sha"]
    call("POST", "git/refs", ref=f"refs/heads/{branch}", sha=commit)
    fields = {"title": harmless(change["title"]), "draft": change["draft"] is not False}
    try:
        call("POST", "pulls", head=branch, base=into, body=body, **fields)
    except Refused:
        call("DELETE", f"git/refs/heads/{branch}")
        raise


def main(command: str) -> None:
    """Does what the Makefile asks."""
    if command == "list":
        STALE.parent.mkdir(exist_ok=True)
        STALE.write_text(stale_list(json.load(sys.stdin)), encoding="utf-8")
        sys.stdout.write(STALE.read_text(encoding="utf-8") or "No fact is older than its limit.\n")
    elif command == "comment":
        post_comment(PULL, os.environ["HEAD_SHA"], os.environ["RUN_URL"])
    elif command == "answer":
        post_answer(CORRECTION, os.environ["NUMBER"])
    elif command == "propose":
        propose(CORRECTION, os.environ["NUMBER"], os.environ["GITHUB_SHA"], os.environ["GITHUB_REF_NAME"])
    else:
        post_issue(STALE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Refused as refusal:
        sys.exit(f"Nothing was posted: {refusal}.")
