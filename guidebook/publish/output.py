"""Write artifacts to a folder; unchanged files are left alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from guidebook.artifacts import Page, Pdf

KEPT = {"README.md"}
"""What stands in `guides/` without being generated."""


def fill(folder: Path, pages: Iterable[Page | Pdf]) -> int:
    """Exactly these files in the folder; an unchanged file is not touched. Returns how many changed."""
    pages = list(pages)
    changed = sum(write_page(folder, page) for page in pages)
    kept = {folder / page.path for page in pages} | {folder / name for name in KEPT}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in kept:
            path.unlink()
            changed += 1
    return changed


def write_page(folder: Path, page: Page | Pdf) -> bool:
    """One file in the folder. Returns whether it changed."""
    path = folder / page.path
    if path.is_file() and path.read_bytes() == page.data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page.data)
    return True
