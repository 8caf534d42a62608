"""Finished pages into `guides/`, then MkDocs, then the swap of the finished site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from guidebook.artifacts import Page


class PublishingFailed(Exception):
    """MkDocs refused the pages; its words are the message."""


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
