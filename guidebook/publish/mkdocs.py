"""Publish `guides/` with MkDocs: build into a fresh folder, then swap it with the site."""

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

from guidebook.artifacts import TextFile


class PublishingFailed(Exception):
    """MkDocs failed; its output is the message."""


def theme_config_file(extra: Mapping[str, Any]) -> TextFile:
    """The configuration `interface.yml`, which `mkdocs.yml` inherits."""
    head = "# Written by build_guides.py from data/ and locale/; do not edit.\n"
    return TextFile(
        "interface.yml", head + yaml.safe_dump({"extra": extra}, allow_unicode=True, sort_keys=False)
    )


def write_preview_config(folder: Path, editions: Sequence[Mapping[str, Any]]) -> Path:
    """Writes the configuration that publishes a part of the guides inside `folder`. Returns its path."""
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
    """Builds the site into a fresh folder and swaps it in; yields once for each HTML page written.

    Raises PublishingFailed; the last good site stays.
    """
    fresh, old = site.with_name(f".{site.name}-new"), site.with_name(f".{site.name}-old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    yield from _mkdocs_build(config, fresh)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _mkdocs_build(config: Path, folder: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(folder)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        written = 0
        try:
            while process.poll() is None:
                time.sleep(0.2)
                now = sum(1 for _ in folder.rglob("*.html"))
                yield from (None for _ in range(now - written))
                written = now
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            output.seek(0)
            raise PublishingFailed(output.read().strip())
