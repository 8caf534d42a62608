"""Run MkDocs, in several processes; write the settings it reads."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Generator, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import yaml

from guidebook.artifacts import TextFile
from guidebook.html_cache import HtmlCache
from guidebook.publish.output import move_files
from guidebook.publish.worker import Built, build_part
from guidebook.workers import CONTEXT, number_of_workers

PAGES_EACH = 200
"""Pages that are worth another process."""
PART = ".part-{}"
"""The folder of each process but the first, in the fresh one."""


class PublishingFailed(Exception):
    """MkDocs or a process of the build failed; the message is its output, or says what happened."""


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


def mkdocs_build(
    config: Path, fresh: Path, changed: Collection[str] | None, pages: int, html: HtmlCache
) -> Generator[int, None, Built]:
    """Builds the changed files, or all; each process but the first in a folder of its own."""
    parts = number_of_workers(pages, PAGES_EACH)
    folders = [fresh / PART.format(part) if part else fresh for part in range(parts)]
    running: dict[Connection, BaseProcess] = {}
    for part, folder in enumerate(folders):
        receiver, sender = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=build_part, args=(config, folder, changed, part, parts, html, sender)
        )
        process.start()
        sender.close()
        running[receiver] = process
    try:
        built = yield from _results(running)
    finally:
        for process in running.values():
            process.kill()
            process.join()
    if failed := list(dict.fromkeys(warning for one in built for warning in one.warnings)):
        raise PublishingFailed("\n".join(failed))
    for folder in folders[1:]:
        move_files(folder, fresh)
        shutil.rmtree(folder)
    return built[0]


def _results(running: Mapping[Connection, BaseProcess]) -> Generator[int, None, list[Built]]:
    """What each process built; yields for each page. Raises PublishingFailed when one ends without a word."""
    built: dict[Connection, Built] = {}
    while waiting := [receiver for receiver in running if receiver not in built]:
        ready = wait(waiting)
        for receiver in (receiver for receiver in waiting if receiver in ready):
            try:
                message: Built | None = receiver.recv()
            except EOFError:
                running[receiver].join()
                code = running[receiver].exitcode
                raise PublishingFailed(f"MkDocs ended without a word, exit code {code}.") from None
            if message is None:
                yield 1
            else:
                built[receiver] = message
    return [built[receiver] for receiver in running]
