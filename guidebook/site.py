"""Finished pages into `guides/`, then MkDocs, then the swap of the finished site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from guidebook.page import Page, Pdf

KEPT = {"README.md"}
"""What stands in `guides/` without being generated."""


class PublishingFailed(Exception):
    """MkDocs refused the pages; its words are the message."""


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


def interface_page(extra: Mapping[str, Any]) -> Page:
    """What the theme is told: editions, sections and the words of the interface."""
    head = "# Written by build_guides.py from data/ and locale/; do not edit.\n"
    return Page("interface.yml", head + yaml.safe_dump({"extra": extra}, allow_unicode=True, sort_keys=False))


def preview_config(folder: Path, editions: Sequence[Mapping[str, Any]]) -> Path:
    """A configuration that publishes a part of the guides inside `folder`, by the rules of the whole."""
    path = folder / "mkdocs.yml"
    config = {
        "INHERIT": "../mkdocs.yml",
        "docs_dir": "guides",
        "site_dir": "site",
        "theme": {"custom_dir": "../templates/theme"},
        "extra": {"whole": False, "editions": list(editions)},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return path


def publish(config: Path, site: Path) -> Iterator[None]:
    """MkDocs into a fresh folder, then the swap; a step for each page written.

    Raises PublishingFailed; the last good site stays.
    """
    fresh, old = site.with_name(f".{site.name}-new"), site.with_name(f".{site.name}-old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    yield from _mkdocs(config, fresh)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _mkdocs(config: Path, folder: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(folder)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        running = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT)
        written = 0
        try:
            while running.poll() is None:
                time.sleep(0.2)
                now = sum(1 for _ in folder.rglob("*.html"))
                yield from (None for _ in range(now - written))
                written = now
        finally:
            running.kill()
            running.wait()
        if running.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            words.seek(0)
            raise PublishingFailed(words.read().strip())
