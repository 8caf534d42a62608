"""Write artifacts to a folder; files that did not change are left untouched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from guidebook.artifacts import Artifact

KEPT = {"README.md"}
"""Files of `guides/` that are not generated."""


def sync_folder(folder: Path, artifacts: Iterable[Artifact]) -> int:
    """Makes the folder hold exactly these files. Returns how many were written or deleted."""
    artifacts = list(artifacts)
    changed = sum(write_artifact(folder, artifact) for artifact in artifacts)
    kept = {folder / artifact.path for artifact in artifacts} | {folder / name for name in KEPT}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in kept:
            path.unlink()
            changed += 1
    return changed


def write_artifact(folder: Path, artifact: Artifact) -> bool:
    """Writes one file. Returns whether it changed."""
    path, data = folder / artifact.path, artifact.data
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True
