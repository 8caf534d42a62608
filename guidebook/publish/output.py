"""The files of `guides/`: written beside the folder first, then moved into it together.

Files that did not change are left untouched.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from guidebook.artifacts import Artifact
from guidebook.inputs import Stats, stat_files

KEPT = {"README.md"}
"""Files of `guides/` that are not generated."""


class StagedFolder:
    """A folder and what is to be changed in it; nothing is changed before `commit`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.staged = folder, folder.with_name(f".{folder.name}-new")
        self.discard()
        self.stats = stat_files(folder)
        """Of the files as they are, and of staged ones as they will be."""

    def add(self, artifacts: Iterable[Artifact]) -> Stats:
        """Stages the files that are new or differ. Returns the size and time of each."""
        found: Stats = {}
        for artifact in artifacts:
            path, data = artifact.path, artifact.data
            before = self.stats.get(path)
            if not before or before[0] != len(data) or (self.folder / path).read_bytes() != data:
                self.stats[path] = self._stage(path, data)
            found[path] = self.stats[path]
        return found

    def _stage(self, path: str, data: bytes) -> tuple[int, int]:
        staged = self.staged / path
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(data)
        status = staged.stat()
        return status.st_size, status.st_mtime_ns

    def commit(self, paths: Collection[str]) -> int:
        """Makes the folder hold exactly these files. Returns how many were written or deleted."""
        changed = move_files(self.staged, self.folder)
        for name in self.stats.keys() - set(paths) - KEPT:
            (self.folder / name).unlink()
            changed += 1
        _remove_empty(self.folder)
        return changed

    def discard(self) -> None:
        """Deletes what is staged."""
        shutil.rmtree(self.staged, ignore_errors=True)


def move_files(source: Path, target: Path) -> int:
    """Moves every file below a folder into another one, over what is there. Returns how many."""
    names = stat_files(source)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(target / name)
    return len(names)


def _remove_empty(folder: Path) -> None:
    """Removes the empty folders below a folder."""
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def write_artifact(folder: Path, artifact: Artifact) -> None:
    """Writes one file, unless it is there as it is."""
    path, data = folder / artifact.path, artifact.data
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
