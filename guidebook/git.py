"""Older revisions of the project from git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

RECORDS = "data/municipalities.yaml"
"""The file whose history the feeds tell."""
REVISIONS = 51
"""How many versions of it are read; each is compared with the one before it."""
INPUTS = ("data/", "templates/", "locale/", "mkdocs.yml")
"""Path prefixes of everything a build reads except the program."""


class RevisionUnavailable(Exception):
    """A revision cannot be read; the message names the reason and the remedy."""


@dataclass(frozen=True)
class FileVersion:
    """A file as a commit left it."""

    commit: str
    """Full hash."""
    time: datetime
    """Commit date in UTC."""
    text: str


@contextmanager
def exported_revision(root: Path, revision: str) -> Iterator[Path]:
    """A temporary folder with the build inputs of a revision (`git archive`). Raises RevisionUnavailable."""
    parsed = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(root, "archive", "--format=zip", parsed.decode().strip().splitlines()[-1])
    with TemporaryDirectory() as folder:
        with ZipFile(BytesIO(archive)) as files:
            files.extractall(folder, [name for name in files.namelist() if name.startswith(INPUTS)])
        yield Path(folder).resolve()


def revisions(root: Path) -> list[tuple[str, str]]:
    """Time and commit of each version of RECORDS on the first-parent history of HEAD, newest first.

    At most REVISIONS; none where `root` is not the top level of a repository.
    """
    try:
        top_level = _git(root, "rev-parse", "--show-toplevel").decode().removesuffix("\n")
        if Path(top_level).resolve() != root.resolve():
            return []
        options = ("--first-parent", "--timestamp", f"--max-count={REVISIONS}", "HEAD", "--", RECORDS)
        lines = _git(root, "rev-list", *options).decode().splitlines()
        return [(time, commit) for time, commit in (line.split() for line in lines)]
    except RevisionUnavailable:
        return []


def file_history(root: Path) -> Iterator[FileVersion]:
    """The versions of RECORDS; ends early at the boundary of a shallow clone or at text that is not UTF-8."""
    for timestamp, commit in revisions(root):
        try:
            text = _git(root, "cat-file", "blob", f"{commit}:{RECORDS}").decode()
        except (RevisionUnavailable, UnicodeDecodeError):
            return
        yield FileVersion(commit, datetime.fromtimestamp(int(timestamp), UTC), text)


def _git(root: Path, *arguments: str) -> bytes:
    """Standard output of git, run in `root` without the GIT_* variables. Raises RevisionUnavailable."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        result = subprocess.run(["git", *arguments], cwd=root, env=env, capture_output=True, check=True)
    except FileNotFoundError:
        raise RevisionUnavailable(
            "git is not installed; install it to compare with an older state."
        ) from None
    except subprocess.CalledProcessError as error:
        message = error.stderr.decode(errors="replace").strip()
        unknown = "git knows no such revision; write a branch, a tag or a commit, and fetch it first."
        raise RevisionUnavailable(message or unknown) from None
    return result.stdout
