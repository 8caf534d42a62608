"""Older states of the project, out of git."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

PARTS = ("data/", "templates/", "locale/", "mkdocs.yml")
"""What makes the guides beside the program."""


class NoSuchState(Exception):
    """There is nothing to compare with; the message says why."""


@contextmanager
def state_at(root: Path, base: str) -> Iterator[Path]:
    """A folder with data, templates and catalogues of a git revision while it lasts. Raises NoSuchState."""
    revision = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    packed = _git(root, "archive", "--format=tar", revision.decode().strip().splitlines()[-1])
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(packed)) as tar:
            wanted = [member for member in tar.getmembers() if member.name.startswith(PARTS)]
            tar.extractall(folder, wanted, filter="data")
        yield Path(folder).resolve()


def past(root: Path, file: str, number: int) -> Iterator[tuple[str, datetime, str]]:
    """The newest states of a file as the main line of commits published them: commit, time and text.

    From the newest on; they end where git has no more to tell, at once where the project is no repository.
    """
    try:
        top = _git(root, "rev-parse", "--show-toplevel").decode().removesuffix("\n")
        if Path(top).resolve() != root.resolve():
            return
        chosen = ("--first-parent", "--timestamp", f"--max-count={number}", "HEAD", "--", file)
        for line in _git(root, "rev-list", *chosen).decode().splitlines():
            time, commit = line.split()
            text = _git(root, "cat-file", "blob", f"{commit}:{file}").decode()
            yield commit, datetime.fromtimestamp(int(time), UTC), text
    except (NoSuchState, UnicodeDecodeError):
        return


def _git(root: Path, *arguments: str) -> bytes:
    """What git says of the repository around this folder, whatever repository the caller works in."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        found = subprocess.run(["git", *arguments], cwd=root, env=env, capture_output=True, check=True)
    except FileNotFoundError:
        raise NoSuchState("git is not installed; install it to compare with an older state.") from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        unknown = "git knows no such revision; write a branch, a tag or a commit, and fetch it first."
        raise NoSuchState(told or unknown) from None
    return found.stdout
