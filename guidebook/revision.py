"""An older state of the project, out of git."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
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


def _git(root: Path, *arguments: str) -> bytes:
    try:
        found = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    except FileNotFoundError:
        raise NoSuchState("git is not installed; install it to compare with an older state.") from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        unknown = "git knows no such revision; write a branch, a tag or a commit, and fetch it first."
        raise NoSuchState(told or unknown) from None
    return found.stdout
