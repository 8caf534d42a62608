"""Compare what two states of the project publish, file by file: `make compare BASE=main`.

Builds `guides/` and `site/` of a git revision and of HEAD, each in a worktree of its own with the packages of
this environment, and lists the files that differ. The exit code is 1 when one does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("guides", "site")
SHOWN = 50
"""Paths listed of each folder at most."""


def main(base: str) -> int:
    """Prints the differing files of both folders. Returns the exit code."""
    with tempfile.TemporaryDirectory() as name:
        trees = [Path(name) / "base", Path(name) / "head"]
        try:
            for tree, revision in zip(trees, (base, "HEAD"), strict=True):
                subprocess.run(["git", "worktree", "add", "--detach", tree, revision], cwd=ROOT, check=True)
                subprocess.run([sys.executable, "build_guides.py"], cwd=tree, check=True)
            different = {folder: differences(*(tree / folder for tree in trees)) for folder in FOLDERS}
        finally:
            for tree in trees:
                shutil.rmtree(tree, ignore_errors=True)
            subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
    for folder, paths in different.items():
        print(f"{folder}/: {len(paths)} files differ")
        print("".join(f"  {path}\n" for path in paths[:SHOWN]), end="")
    return int(any(different.values()))


def differences(old: Path, new: Path) -> list[str]:
    """Paths of files that stand on one side only or have other bytes."""
    files = [
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for folder in (old, new)
    ]
    return sorted(
        path
        for path in files[0].keys() | files[1].keys()
        if path not in files[0]
        or path not in files[1]
        or files[0][path].read_bytes() != files[1][path].read_bytes()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
