"""A cache of files on disk, by a key that is a hash of everything a file was made from."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

MAX_AGE = 30 * 24 * 60 * 60
"""Seconds after which an entry that was not used is removed."""
PRUNED_EVERY = 24 * 60 * 60
"""Seconds between two looks for such entries."""


@dataclass(frozen=True)
class FileCache:
    """Entries are whole files; the folder may be deleted at any time and shared by several processes."""

    folder: Path
    suffix: str
    """Of the file names, such as `.pdf`."""

    def get(self, key: str) -> bytes | None:
        """The entry, which counts as used now; None when there is none."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        """Stores an entry by an atomic rename."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, delete=False) as part:
            part.write(data)
        Path(part.name).replace(self._path(key))

    def prune(self) -> None:
        """Removes the entries that were not used for MAX_AGE; looks for them once in PRUNED_EVERY.

        The time of a file beside the folder says when it did.
        """
        pruned = self.folder.with_name(f"{self.folder.name}.pruned")
        with suppress(FileNotFoundError):
            if pruned.stat().st_mtime > time.time() - PRUNED_EVERY:
                return
        pruned.parent.mkdir(parents=True, exist_ok=True)
        pruned.touch()
        oldest = time.time() - MAX_AGE
        for path in self.folder.glob(f"*{self.suffix}"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{self.suffix}"
